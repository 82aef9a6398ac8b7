package classify

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"
	"sync"

	"headsup/generator/disk/compact"
	"headsup/generator/inbound/record"
)

// learned are classifiers that this process has made, by the digest of what people have set: a
// server learns the same again and again when nothing is kept on disk. They never change.
var learned = struct {
	sync.Mutex
	by map[[sha256.Size]byte]*Classifier
}{by: map[[sha256.Size]byte]*Classifier{}}

// mostLearned is how many classifiers a process remembers.
const mostLearned = 8

// Learn learns from the seed and from what people have set. What was learned from the same before
// is taken from what is kept.
func Learn(corrected []Example, kept record.Kept) *Classifier {
	var written [][]byte
	for _, e := range corrected {
		var w compact.Writer
		w.Text(e.Text)
		w.Text(e.Lang)
		w.Text(string(e.Kind))
		w.Float(e.Weight)
		written = append(written, w.Bytes)
	}
	slices.SortFunc(written, bytes.Compare) // in whatever order they come, the same is learned
	sum := sha256.Sum256(slices.Concat(written...))
	if kept.Cache == nil {
		return learn(corrected, sum)
	}
	key := kept.Key("what kinds are", sum[:])
	if data, ok := kept.Cache.Get(key); ok {
		if c := unpacked(data); c != nil {
			c.digest = sum[:]
			return c
		}
		kept.Cache.Forget(key)
	}
	c := learn(corrected, sum)
	kept.Cache.Put(key, c.packed())
	return c
}

// learn learns what has this digest, unless this process has done so.
func learn(corrected []Example, sum [sha256.Size]byte) *Classifier {
	learned.Lock()
	defer learned.Unlock()
	if c, ok := learned.by[sum]; ok {
		return c
	}
	c := Train(slices.Concat(Seed(), corrected))
	c.digest = sum[:]
	if len(learned.by) == mostLearned {
		clear(learned.by)
	}
	learned.by[sum] = c
	return c
}

// Digest identifies what a classifier that [Learn] returned has learned from.
func (c *Classifier) Digest() []byte { return c.digest }

// packed writes all that has been learned.
func (c *Classifier) packed() []byte {
	var w compact.Writer
	w.Float(c.enough)
	w.Uint(len(c.judged))
	for _, j := range c.judged {
		w.Uint(j.is)
		w.Uint(j.kind)
		w.Float(j.confidence)
	}
	type known struct {
		feature
		place int32
	}
	list := make([]known, 0, len(c.known))
	for f, place := range c.known {
		list = append(list, known{f, place})
	}
	slices.SortFunc(list, func(a, b known) int { return cmp.Compare(a.place, b.place) })
	w.Uint(len(list))
	for _, k := range list {
		w.Int(int64(k.feature))
		for _, s := range c.model[k.place] {
			w.Float(s)
		}
	}
	return w.Bytes
}

// unpacked reads what has been learned, nil if it makes no sense.
func unpacked(data []byte) *Classifier {
	r := compact.NewReader(data)
	c := &Classifier{enough: r.Float()}
	kinds := len(record.Kinds())
	c.judged = make([]tested, r.Count(10))
	for i := range c.judged {
		j := &c.judged[i]
		j.is, j.kind, j.confidence = r.Below(kinds), r.Below(kinds), r.Float()
	}
	count := r.Count(1 + 8*kinds)
	c.known, c.model = make(map[feature]int32, count), make(model, count)
	for place := range c.model {
		c.known[feature(r.Int())] = int32(place)
		for k := range c.model[place] {
			c.model[place][k] = r.Float()
		}
	}
	if !r.Done() {
		return nil
	}
	return c
}
