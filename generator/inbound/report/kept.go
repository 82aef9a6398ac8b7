package report

import (
	"context"
	"slices"

	"headsup/generator/disk/cache"
	"headsup/generator/disk/compact"
	"headsup/generator/inbound/answer"
	"headsup/generator/inbound/classify"
	"headsup/generator/inbound/record"
)

// sortKinds finds out of which kind items are.
func sortKinds(items []Item, parts []record.Part, classifier *classify.Classifier, kept record.Kept) {
	names := Kinds()
	for _, p := range parts {
		list := items[p.From:p.To]
		var key cache.Key
		if kept.Cache != nil {
			key = kept.Key("kinds", classifier.Digest(), p.Digest[:])
			if data, ok := kept.Cache.Get(key); ok && takeKinds(list, names, data) {
				continue
			}
		}
		data := make([]byte, len(list))
		for i := range list {
			list[i].Kind = KindOf(classifier, list[i].Record)
			data[i] = byte(slices.Index(names, list[i].Kind))
		}
		if kept.Cache != nil {
			kept.Cache.Put(key, data)
		}
	}
}

func takeKinds(items []Item, names []string, data []byte) bool {
	if len(data) != len(items) {
		return false
	}
	for i, kind := range data {
		if int(kind) >= len(names) {
			return false
		}
		items[i].Kind = names[kind]
	}
	return true
}

// partsOf divides items as their records are.
func partsOf(items []Item) []record.Part {
	records := make([]*record.Record, len(items))
	for i := range items {
		records[i] = items[i].Record
	}
	return record.Parts(records)
}

// keepAnswers finds answers to the parts of the items that have changed. The items are in the order
// of their time.
func keepAnswers(ctx context.Context, items []Item, finder *answer.Finder, known record.Kept) error {
	type part struct {
		from, to int
		key      cache.Key
	}
	var parts []part
	var missing []int
	site := finder.Digest()
	for _, p := range partsOf(items) {
		list := items[p.From:p.To]
		asking := make([]byte, len(list))
		for i := range list {
			if Asks(list[i].Kind) {
				asking[i] = 1
			}
		}
		key := known.Key("answers", site, asking, p.Digest[:])
		if data, ok := known.Cache.Get(key); ok && takeAnswers(list, data) {
			continue
		}
		known.Cache.Forget(key)
		parts = append(parts, part{p.From, p.To, key})
		for i := p.From; i < p.To; i++ {
			missing = append(missing, i)
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
		known.Cache.Put(p.key, packAnswers(items[p.from:p.to]))
	}
	return nil
}

// packAnswers writes the answers of items: the pages, then three for each item.
func packAnswers(items []Item) []byte {
	var w, pages compact.Writer
	at := map[string]int{}
	for i := range items {
		for _, hit := range items[i].hits() {
			if hit.Page == "" {
				w.Uint(0)
				continue
			}
			page, ok := at[hit.Page]
			if !ok {
				page = len(at) + 1
				at[hit.Page] = page
				pages.Text(hit.Page)
			}
			w.Uint(page)
			w.Float(hit.Score)
		}
	}
	var all compact.Writer
	all.Uint(len(at))
	return slices.Concat(all.Bytes, pages.Bytes, w.Bytes)
}

// takeAnswers reads the answers of as many items, and is false for what are none.
func takeAnswers(items []Item, data []byte) bool {
	r := compact.NewReader(data)
	pages := make([]string, r.Count(1)+1)
	for i := range pages[1:] {
		pages[i+1] = r.Text()
	}
	for i := range items {
		for _, to := range items[i].hits() {
			*to = Hit{Page: pages[r.Below(len(pages))]}
			if to.Page != "" {
				to.Score = r.Float()
			}
		}
	}
	return r.Done()
}

// hits are those of an item.
func (it *Item) hits() [3]*Hit { return [3]*Hit{&it.Then, &it.Now, &it.Found} }
