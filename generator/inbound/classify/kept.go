package classify

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"

	"headsup/generator/disk/compact"
	"headsup/generator/inbound/record"
)

// Learn learns from the seed and from what people have set. What was learned from the same before
// is taken from what is kept.
func Learn(corrected []Example, kept record.Kept) *Classifier {
	if kept.Cache == nil {
		return Train(slices.Concat(Seed(), corrected))
	}
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
	key := kept.Key("what kinds are", sum[:])
	if data, ok := kept.Cache.Get(key); ok {
		if c := unpacked(data); c != nil {
			c.digest = sum[:]
			return c
		}
		kept.Cache.Forget(key)
	}
	c := Train(slices.Concat(Seed(), corrected))
	c.digest = sum[:]
	kept.Cache.Put(key, c.packed())
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
