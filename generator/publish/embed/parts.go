package embed

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"

	"headsup/generator/paths"
	"headsup/generator/publish/feed"
)

// maxPart is how many bytes of items are in one part, unless a single one has more.
const maxPart = 20_000

// maxManifest is how many bytes a manifest has at most with the parts in it. Else each
// language has a file that names them.
const maxManifest = 2000

// folder returns the folder of the product's pages that are all below it on which a
// pattern of paths can match, with a slash at its end: "/invoices/" of
// "/invoices/*/lines*". It is empty where any page may be meant.
func folder(pattern string) string {
	if pattern != "" && !strings.ContainsAny(pattern[len(pattern)-1:], "*/") {
		pattern += "/" // as when it is matched
	}
	beginning, _, _ := strings.Cut(pattern, "*")
	return beginning[:strings.LastIndexByte(beginning, '/')+1]
}

// part is a run of items.
type part struct {
	entries []*entry
	from    string // folder of the first one
	to      string // and of the last one
}

// divide cuts items into parts of about the same size by their folders; in each of them
// they are in the order as before. Items of folders that have others in them come
// first, and are in parts of their own: so the items of one page are in as few as
// possible.
func divide(entries []*entry) (parts []part) {
	general := map[string]bool{"": true}
	for _, e := range entries {
		for above := parent(e.folder()); above != "" && !general[above]; above = parent(above) {
			general[above] = true
		}
	}
	if size(entries) <= maxPart {
		clear(general) // all are in one part
	}
	keys := map[*entry][]uint16{} // browsers compare texts in this form
	place := map[*entry]int{}
	for i, e := range entries {
		keys[e], place[e] = utf16.Encode([]rune(e.folder())), i
	}
	sorted := slices.SortedStableFunc(slices.Values(entries), func(a, b *entry) int {
		if of := general[a.folder()]; of != general[b.folder()] {
			return map[bool]int{true: -1, false: 1}[of]
		}
		return slices.Compare(keys[a], keys[b])
	})
	used := 0
	for i, e := range sorted {
		if i == 0 || used+len(e.data) > maxPart || general[e.folder()] != general[sorted[i-1].folder()] {
			parts, used = append(parts, part{from: e.folder()}), 0
		}
		p := &parts[len(parts)-1]
		p.entries, p.to = append(p.entries, e), e.folder()
		used += len(e.data)
	}
	for _, p := range parts {
		slices.SortFunc(p.entries, func(a, b *entry) int { return place[a] - place[b] })
	}
	return parts
}

// parent returns the folder above another: "/a/" of "/a/b/", and "" of "/".
func parent(folder string) string {
	return folder[:strings.LastIndexByte(strings.TrimSuffix(folder, "/"), '/')+1]
}

// parts writes the parts of a bundle: of the items that are about no product, and of
// those of each product. It returns how many bytes a page loads at least that is
// about the product with the most.
func (w *writer) parts(head feed.Bundle, entries []*entry) (load int, err error) {
	byProduct := map[string][]*entry{}
	for _, e := range entries {
		if len(e.item.Products) == 0 {
			byProduct[""] = append(byProduct[""], e)
		}
		for _, product := range e.item.Products {
			byProduct[product] = append(byProduct[product], e)
		}
	}
	head.Withdrawn = []feed.Withdrawal{} // what is in no part is gone
	index := feed.PartsRef{Name: head.Name, Language: head.Language}
	common := 0
	for _, product := range slices.Sorted(maps.Keys(byProduct)) {
		everywhere := 0
		for _, p := range divide(byProduct[product]) {
			head.Product = product
			f, _, err := w.file(head, p.entries)
			if err != nil {
				return 0, err
			}
			sum := sha256.Sum256(f.Data)
			name := f.Bundle + "." + base64.RawURLEncoding.EncodeToString(sum[:]) + ".json"
			f.Path = paths.Embed + name
			if err := w.emit(f); err != nil {
				return 0, err
			}
			index.Parts = append(index.Parts, feed.Part{Product: product, From: p.from, To: p.to, URL: escaped(name)})
			if p.from <= "/" {
				everywhere += len(f.Data)
			}
		}
		if product == "" {
			common = everywhere // it comes first
			everywhere = 0
		}
		load = max(load, common+everywhere)
	}
	w.indexes = append(w.indexes, index)
	return load, nil
}

// partsRefs returns what a manifest says of all parts: all of it if there is room for
// it, else where it is, in files that are written now.
func (w *writer) partsRefs(manifest feed.Manifest) ([]feed.PartsRef, error) {
	slices.SortFunc(w.indexes, func(a, b feed.PartsRef) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Language, b.Language))
	})
	manifest.Parts = w.indexes
	if data, err := feed.Encode(manifest); err != nil || len(data) <= maxManifest {
		return w.indexes, err
	}
	manifest.Bundles = []feed.BundleRef{}
	var refs []feed.PartsRef
	for _, index := range w.indexes {
		manifest.Parts = []feed.PartsRef{index}
		data, err := feed.Encode(manifest)
		if err != nil {
			return nil, err
		}
		bundle := index.Name + "." + index.Language
		name, integrity := hashed(bundle+".parts", data)
		if err := w.emit(File{Path: paths.Embed + name, Data: data, Bundle: bundle}); err != nil {
			return nil, err
		}
		refs = append(refs, feed.PartsRef{Name: index.Name, Language: index.Language, URL: escaped(name), Integrity: integrity})
	}
	return refs, nil
}
