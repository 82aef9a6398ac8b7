// Package embed writes what a product loads from the site: a manifest, the
// bundles that it names, and the script that shows them.
//
//	embed/v1/manifest.json                    the current name of each bundle
//	embed/v1/tips.en.0123456789abcdef.json    all snippets, in English
//	embed/v1/tips.billing.en.…json            a part of them: some of one product
//	embed/v1/tips.en.parts.…json              which parts there are
//	embed/v1/news.billing.fr.…json            the newest release notes of one product, in French
//	embed/v1/headsup.js, core.js, …           package client
//
// A bundle's name has a hash of its bytes, so that caches may keep it for ever.
// Only the manifest changes under its name.
//
// Like package syndication, this one adds no rule on who may see an item. It gets
// items that are public, sanitised and in order.
package embed

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"headsup/generator/compile/content"
	"headsup/generator/paths"
	"headsup/generator/publish/feed"
	"headsup/generator/publish/items"
)

// The names of bundles.
const (
	Tips = "tips" // snippets, all of them
	News = "news" // release notes, the newest
)

// The sizes of bundles.
const (
	maxNews   = 30     // items
	maxBundle = 64_000 // bytes of items, from where on tips are there in parts; news end there
	maxItem   = 16_000 // bytes, from where on an item is cut to its beginning and a link
	// maxRead is how many bytes of items scripts read from before there were parts,
	// with room for what is around them.
	maxRead = 1_950_000
)

// Catalog is all items in one language.
type Catalog struct {
	Language string       // BCP 47 tag
	Items    []items.Item // newest first, and what is left of those taken back
}

// Options is what all bundles of a site share.
type Options struct {
	BaseURL     string   // the site's address: absolute, ends in "/"
	HomePageURL string   // where all news are, absolute
	Products    []string // ids of those that may have bundles of their own
}

// File is one file of the output.
type File struct {
	Path string // "embed/v1/tips.en.0123456789abcdef.json"
	Data []byte // owned by the receiver
	// Bundle is the name without the hash, "tips.en"; "" for the manifest, which
	// has to become visible last.
	Bundle string
	// Items are the ids of the items in it.
	Items []string
	// Load is how many bytes of it, or of its parts, each page of a product loads; 0
	// for files that are only a part.
	Load int
}

// Bundles writes the bundles of all languages and then the manifest, which names
// the first catalog's language as that of people whose own has none.
//
// A bundle is of all products. When there are more news than it has, each product
// has one of its own beside it, with the items that are about no product, too.
// Tips of more than 64 kB are there in parts as well, of which a page loads those
// that it may show. Scripts that do not know parts read the bundle as before. When it
// is larger than they read, it ends with what is shown first, and products have
// bundles of their own.
//
// Emit's error ends the work and is returned as it is. Other errors: a body
// cannot be read.
func Bundles(catalogs []Catalog, opt Options, emit func(File) error) error {
	if len(catalogs) == 0 {
		return errors.New("write bundles: there is no language")
	}
	manifest := feed.Manifest{
		Version: feed.Version, About: opt.BaseURL + paths.EmbedSchema,
		Language: catalogs[0].Language, HomePageURL: opt.HomePageURL, Bundles: []feed.BundleRef{},
	}
	w := writer{opt: opt, about: manifest.About, emit: emit}
	for _, c := range catalogs {
		if err := w.catalog(c); err != nil {
			return err
		}
	}
	var err error
	manifest.Bundles = append(manifest.Bundles, w.refs...)
	slices.SortFunc(manifest.Bundles, func(a, b feed.BundleRef) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Language, b.Language), cmp.Compare(a.Product, b.Product))
	})
	if manifest.Parts, err = w.partsRefs(manifest); err != nil {
		return fmt.Errorf("write which parts there are: %w", err)
	}
	data, err := feed.Encode(manifest)
	if err != nil {
		return fmt.Errorf("encode the manifest: %w", err)
	}
	return emit(File{Path: paths.Manifest, Data: append(data, '\n')})
}

type writer struct {
	opt     Options
	about   string
	emit    func(File) error
	refs    []feed.BundleRef
	indexes []feed.PartsRef
}

// entry is an item of a bundle.
type entry struct {
	item *items.Item
	data []byte // once it is encoded
}

// folder is that of the product's pages on which the item may be shown. Tours go on from one
// page to another, and checklists lead to others.
func (e *entry) folder() string {
	switch s := &e.item.Snippet; s.Surface {
	case content.TourSurface, content.ChecklistSurface:
		return ""
	default:
		return folder(s.Anchor.Path)
	}
}

// catalog writes the bundles of one language.
func (w *writer) catalog(c Catalog) error {
	for _, b := range []struct {
		name string
		kind content.Kind
	}{{Tips, content.Snippet}, {News, content.ReleaseNote}} {
		entries, gone := w.entries(c.Items, b.kind)
		head := feed.Bundle{Name: b.name, Language: c.Language, Withdrawn: gone}
		all, err := w.fill(head, entries)
		if err != nil {
			return err
		}
		load := 0
		if b.name == Tips && size(entries) > maxBundle {
			if load, err = w.parts(head, entries); err != nil {
				return err
			}
		}
		if err := w.bundle(head, all, load); err != nil {
			return err
		}
		if len(all) == len(entries) {
			continue
		}
		for _, head.Product = range w.opt.Products {
			var own []*entry
			for _, e := range entries {
				if of := e.item.Products; len(of) == 0 || slices.Contains(of, head.Product) {
					own = append(own, e)
				}
			}
			if own, err = w.fill(head, own); err != nil {
				return err
			}
			if err := w.bundle(head, own, load); err != nil {
				return err
			}
		}
	}
	return nil
}

// entries returns the items of a kind, and what is left of those that were taken
// back.
func (w *writer) entries(items []items.Item, kind content.Kind) (entries []*entry, gone []feed.Withdrawal) {
	gone = []feed.Withdrawal{}
	for i := range items {
		it := &items[i]
		if it.Kind != kind {
			continue
		}
		if it.Withdrawn {
			gone = append(gone, feed.Withdrawal{ID: it.ID, WithdrawnAt: feed.Stamp(it.WithdrawnAt)})
			continue
		}
		entries = append(entries, &entry{item: it})
	}
	return entries, gone
}

// fill encodes items, and returns those of them that a bundle has: the newest news,
// and of tips all, unless they are too many, and then those that are shown first.
func (w *writer) fill(head feed.Bundle, entries []*entry) ([]*entry, error) {
	for _, e := range entries {
		if err := w.encode(e); err != nil {
			return nil, err
		}
	}
	if head.Name == News {
		return slices.Clip(entries[:fitting(entries, maxNews, maxBundle)]), nil
	}
	ranks := slices.SortedStableFunc(slices.Values(entries), func(a, b *entry) int {
		return cmp.Compare(b.item.Snippet.Priority, a.item.Snippet.Priority)
	})
	n := fitting(ranks, len(ranks), maxRead)
	if n == len(entries) {
		return entries, nil
	}
	first := map[*entry]bool{}
	for _, e := range ranks[:n] {
		first[e] = true
	}
	return slices.DeleteFunc(slices.Clone(entries), func(e *entry) bool { return !first[e] }), nil
}

// fitting returns how many items there is room for, and at least one.
func fitting(entries []*entry, most, size int) int {
	for i, e := range entries {
		if size -= len(e.data); i > 0 && (i == most || size < 0) {
			return i
		}
	}
	return len(entries)
}

// encode encodes an item, once for all bundles of a language, and without its
// plain text, which the script has no use for.
func (w *writer) encode(e *entry) error {
	if e.data != nil {
		return nil
	}
	full, err := e.item.Filled()
	if err != nil {
		return err
	}
	it := feed.NewItem(full, w.opt.BaseURL)
	it.ContentText = ""
	if len(full.Steps) > 0 {
		it.ContentHTML = full.Intro // the rest is in the steps
	}
	e.data, err = feed.Encode(it)
	if err == nil && len(e.data) > maxItem && len(full.Steps) == 0 {
		short := feed.NewItem(feed.Abridge(full), w.opt.BaseURL)
		short.ContentText, short.Headsup.ContentHash = "", it.Headsup.ContentHash
		e.data, err = feed.Encode(short)
	}
	if err != nil {
		return fmt.Errorf("encode item %s: %w", it.ID, err)
	}
	return nil
}

func size(entries []*entry) int {
	n := 0
	for _, e := range entries {
		n += len(e.data)
	}
	return n
}

// bundle writes one bundle that the manifest names. Of load, which is 0 for all of it,
// see [File].
func (w *writer) bundle(b feed.Bundle, entries []*entry, load int) error {
	f, ref, err := w.file(b, entries)
	if err != nil {
		return err
	}
	w.refs = append(w.refs, ref)
	f.Load = cmp.Or(load, len(f.Data))
	return w.emit(f)
}

// file makes the file of a bundle, with one item a line.
func (w *writer) file(b feed.Bundle, entries []*entry) (f File, ref feed.BundleRef, err error) {
	b.Version, b.About = feed.Version, w.about
	gone := b.Withdrawn
	head, err := feed.Encode(b)
	if err != nil {
		return f, ref, fmt.Errorf("encode a bundle: %w", err)
	}
	tail, err := feed.Encode(gone)
	if err != nil {
		return f, ref, fmt.Errorf("encode a bundle: %w", err)
	}
	// The items are encoded already.
	before, _, ok := bytes.Cut(head, []byte(`"items":null`))
	if !ok {
		return f, ref, errors.New("encode a bundle: it has no place for items")
	}
	f = File{Items: make([]string, 0, len(entries))}
	data := append(make([]byte, 0, len(head)+len(tail)+size(entries)+2*len(entries)), before...)
	data = append(data, `"items":[`...)
	for i, e := range entries {
		if i > 0 {
			data = append(data, ',')
		}
		data = append(data, '\n')
		data = append(data, e.data...)
		f.Items = append(f.Items, e.item.ID)
	}
	data = append(data, "\n],\"withdrawn\":"...)
	data = append(data, tail...)
	f.Data = append(data, "}\n"...)

	f.Bundle = b.Name + "." + b.Language
	if b.Product != "" {
		f.Bundle = b.Name + "." + b.Product + "." + b.Language
	}
	name, integrity := hashed(f.Bundle, f.Data)
	f.Path = paths.Embed + name
	return f, feed.BundleRef{
		Name: b.Name, Language: b.Language, Product: b.Product, URL: escaped(name), Integrity: integrity,
	}, nil
}

// hashed returns the name of a file, with a hash of its bytes, and its digest.
func hashed(name string, data []byte) (file, integrity string) {
	sum := sha256.Sum256(data)
	return name + "." + hex.EncodeToString(sum[:8]) + ".json", "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

func escaped(name string) string { return (&url.URL{Path: name}).EscapedPath() }
