package embed

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"

	"headsup/generator/paths"
	"headsup/generator/publish/feed"
)

// maxPart is how many bytes of items are in one part, unless a single one has more.
const maxPart = 32_000

// maxManifest is how many bytes a manifest has at most with the parts in it. Else each
// language has a file that names them.
const maxManifest = 2000

// folder returns the folder of the product's pages that are all below it on which a
// pattern of paths can match, with a slash at its end: "/invoices/" of
// "/invoices/*/lines*". It is empty where any page may be meant.
func folder(pattern string) string {
	if pattern != "" && !strings.HasSuffix(pattern, "*") {
		pattern += "/" // as when it is matched
	}
	beginning, _, _ := strings.Cut(pattern, "*")
	return beginning[:strings.LastIndexByte(beginning, '/')+1]
}

// part is a run of items.
type part struct {
	product string
	entries []*entry
	from    string // folder of the first one
	to      string // and of the last one
}

// divide sorts items by their folders, without a folder first, and cuts them into
// parts of about the same size. The order of items of a folder stays.
func divide(product string, entries []*entry) (parts []part) {
	keys := map[*entry][]uint16{} // browsers compare texts in this form
	for _, e := range entries {
		keys[e] = utf16.Encode([]rune(e.folder()))
	}
	sorted := slices.SortedStableFunc(slices.Values(entries), func(a, b *entry) int { return slices.Compare(keys[a], keys[b]) })
	used := 0
	for _, e := range sorted {
		if len(parts) == 0 || used+len(e.data) > maxPart {
			parts, used = append(parts, part{product: product, from: e.folder()}), 0
		}
		p := &parts[len(parts)-1]
		p.entries, p.to = append(p.entries, e), e.folder()
		used += len(e.data)
	}
	return parts
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
		for _, p := range divide(product, byProduct[product]) {
			head.Product = product
			f, ref, err := w.file(head, p.entries)
			if err != nil {
				return 0, err
			}
			if err := w.emit(f); err != nil {
				return 0, err
			}
			index.Parts = append(index.Parts, feed.Part{
				Product: product, From: p.from, To: p.to, URL: ref.URL, Integrity: ref.Integrity,
			})
			if p.from <= "/" {
				everywhere += len(f.Data)
			}
		}
		if product == "" {
			common = everywhere
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
