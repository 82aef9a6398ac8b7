package report

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"hash"
	"io"
	"maps"
	"slices"

	"headsup/generator/disk/cache"
	"headsup/generator/inbound/answer"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/themes"
)

// answered is what was found for items, in their order: three pages for each.
type answered struct {
	Pages []string
	Hits  []int // places in Pages, -1 for none
	Score []float64
}

// keepAnswers finds answers file by file, as records are changed.
func keepAnswers(ctx context.Context, items []Item, finder *answer.Finder, known themes.Kept) error {
	files := map[string][]int{}
	for i := range items {
		name := record.File(items[i].Record)
		files[name] = append(files[name], i)
	}
	type part struct {
		places []int
		key    cache.Key
	}
	var parts []part
	var missing []int
	site := finder.Digest()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		p := part{places: files[name]}
		h := sha256.New()
		for _, i := range p.places {
			writeItem(h, &items[i])
		}
		p.key = cache.NewKey(known.Program+" answers", site, h.Sum(nil))
		if !take(items, p.places, known.Cache, p.key) {
			parts, missing = append(parts, p), append(missing, p.places...)
		}
	}
	found := make([]Item, len(missing))
	for n, i := range missing {
		found[n] = items[i]
	}
	if err := findAnswers(ctx, found, finder); err != nil {
		return err
	}
	for n, i := range missing {
		items[i] = found[n]
	}
	for _, p := range parts {
		keep(items, p.places, known.Cache, p.key)
	}
	return nil
}

// writeItem writes all of an item that its answers depend on.
func writeItem(h hash.Hash, it *Item) {
	r := it.Record
	asks := ""
	if Asks(it.Kind) {
		asks = "asks"
	}
	var size [8]byte
	for _, text := range []string{asks, r.Title, r.Text, r.Lang, r.Answer} {
		binary.LittleEndian.PutUint64(size[:], uint64(len(text)))
		h.Write(size[:])
		io.WriteString(h, text) //nolint:errcheck // a hash takes all
	}
	binary.LittleEndian.PutUint64(size[:], uint64(r.At.Unix()))
	h.Write(size[:])
	binary.LittleEndian.PutUint64(size[:], uint64(r.At.Nanosecond()))
	h.Write(size[:])
}

func take(items []Item, places []int, known *cache.Cache, key cache.Key) bool {
	data, ok := known.Get(key)
	var a answered
	if !ok || gob.NewDecoder(bytes.NewReader(data)).Decode(&a) != nil || len(a.Hits) != 3*len(places) || len(a.Score) != len(a.Hits) {
		return false
	}
	for n, i := range places {
		for k, to := range items[i].hits() {
			*to = Hit{Score: a.Score[3*n+k]}
			if page := a.Hits[3*n+k]; page >= 0 {
				to.Page = a.Pages[page]
			}
		}
	}
	return true
}

func keep(items []Item, places []int, known *cache.Cache, key cache.Key) {
	var a answered
	at := map[string]int{"": -1}
	for _, i := range places {
		for _, hit := range items[i].hits() {
			page, ok := at[hit.Page]
			if !ok {
				page = len(a.Pages)
				at[hit.Page] = page
				a.Pages = append(a.Pages, hit.Page)
			}
			a.Hits, a.Score = append(a.Hits, page), append(a.Score, hit.Score)
		}
	}
	var data bytes.Buffer
	if gob.NewEncoder(&data).Encode(a) == nil {
		known.Put(key, data.Bytes())
	}
}

// hits are those of an item.
func (it *Item) hits() [3]*Hit { return [3]*Hit{&it.Then, &it.Now, &it.Found} }
