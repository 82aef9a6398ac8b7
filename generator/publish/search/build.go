package search

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"headsup/generator/publish/search/analysis"
	"headsup/generator/publish/search/index"
)

// Source gives the pages to be searched, in the order of their standing, the
// least first.
// [*link.Site] is one.
type Source interface {
	Documents() int
	Document(i int) (Document, error)
}

var _ Source = (*Pages)(nil)

// Options are what of a site's configuration changes the index.
type Options struct {
	Language string              // BCP 47
	Synonyms map[string][]string // a word or phrase: others that mean the same
}

// File is one file of the index.
type File struct {
	index.File
	Page string // id of the page that a fragment is of, else ""
}

// Build gives emit the files of the index, from several goroutines; the root, by
// which all others are found, is the last.
func Build(ctx context.Context, source Source, opt Options, emit func(File) error) error {
	b := builder{
		source: source, emit: emit, stems: analysis.Stems(opt.Language),
		facets: make([][]([]Facet), source.Documents()),
		blocks: make([]index.Hash, (source.Documents()+index.BlockSize-1)/index.BlockSize),
	}
	collectors, err := b.collect(ctx)
	if err != nil {
		return err
	}
	in := index.Input{
		Stems: b.stems, Pages: len(b.facets), Blocks: b.blocks, Facets: b.facetTables(),
		Synonyms: synonymGroups(b.useful(opt.Synonyms, collectors)),
	}
	return index.Encode(ctx, in, collectors, func(f index.File) error { return emit(File{File: f}) })
}

type builder struct {
	source Source
	emit   func(File) error
	stems  bool
	blocks []index.Hash  // names of the fragments
	facets [][]([]Facet) // of each page, in the order of facetIDs
}

// collect reads all pages. Each goroutine has a range of blocks, so that what it
// collects is in order.
func (b *builder) collect(ctx context.Context) ([]*index.Collector, error) {
	workers := max(1, min(runtime.GOMAXPROCS(0), len(b.blocks)))
	collectors := make([]*index.Collector, workers)
	group, ctx := errgroup.WithContext(ctx)
	for w := range workers {
		collectors[w] = index.NewCollector(b.stems)
		group.Go(func() error {
			for i := w * len(b.blocks) / workers; i < (w+1)*len(b.blocks)/workers; i++ {
				if err := b.block(ctx, i, collectors[w]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return collectors, group.Wait()
}

// block reads the pages of a block and writes their fragments.
func (b *builder) block(ctx context.Context, number int, c *index.Collector) error {
	var ids []string
	var fragments [][]byte
	first := number * index.BlockSize
	for i := first; i < min(first+index.BlockSize, len(b.facets)); i++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		d, err := b.source.Document(i)
		if err != nil {
			return fmt.Errorf("index a page: %w", err)
		}
		data, err := encodeFragment(&d)
		if err != nil {
			return fmt.Errorf("index a page: %w", err)
		}
		c.Add(i, textsOf(&d))
		b.facets[i] = facetsOfPage(&d)
		ids, fragments = append(ids, d.ID), append(fragments, data)
	}
	files, name := index.Fragments(number, fragments)
	b.blocks[number] = name
	for i, f := range files {
		if err := b.emit(File{File: f, Page: ids[i]}); err != nil {
			return err
		}
	}
	return nil
}

// facetsOfPage returns a page's values of each facet, in the order of facetIDs.
func facetsOfPage(d *Document) [][]Facet {
	var stage []Facet
	if d.Stage.ID != "" {
		stage = []Facet{d.Stage}
	}
	return [][]Facet{{{ID: d.Kind, Title: d.KindTitle}}, d.Products, d.Audiences, d.Plans, d.Platforms, stage, d.Tags}
}

// textsOf returns the texts of a page. Positions follow this order.
func textsOf(d *Document) []index.Text {
	texts := []index.Text{{Field: index.Title, Text: d.Title}, {Field: index.Summary, Text: d.Summary}}
	if lead := leadOf(d.Title); lead != "" {
		texts = append(texts, index.Text{Field: index.Lead, Text: lead, Index: 1})
	}
	for i, q := range d.Questions {
		texts = append(texts, index.Text{Field: index.Question, Text: q, Index: i})
	}
	for i, n := range d.Names {
		texts = append(texts, index.Text{Field: index.Name, Text: n, Index: i})
	}
	for _, list := range [][]Facet{{{Title: d.KindTitle}}, d.Tags, d.Products} {
		for _, t := range list {
			texts = append(texts, index.Text{Field: index.Tag, Text: t.Title})
		}
	}
	for i, s := range d.Sections {
		if s.Title != "" {
			texts = append(texts, index.Text{Field: index.Heading, Text: s.Title, Index: i})
		}
		texts = append(texts, index.Text{Field: index.Body, Text: s.Text})
	}
	return texts
}

// leadOf returns what a title begins with when it goes on to explain itself, as
// in "Refunds: when and how", else "".
func leadOf(title string) string {
	first := len(title)
	for _, mark := range []string{": ", " – ", " — ", " - "} {
		if i := strings.Index(title, mark); i > 0 {
			first = min(first, i)
		}
	}
	if first == len(title) {
		return ""
	}
	return title[:first]
}

// maxFragment is how many bytes of a page's text its fragment holds. What is
// behind is found, but not shown in an excerpt.
const maxFragment = 64 << 10

// encodeFragment returns what results show of a page.
func encodeFragment(d *Document) ([]byte, error) {
	f := Fragment{
		URL: d.URL, Title: d.Title, Kind: d.Kind, KindTitle: d.KindTitle,
		Version: d.Version, Summary: d.Summary, Questions: d.Questions,
		Sections: make([]FragmentSection, len(d.Sections)),
	}
	for _, badge := range d.Badges {
		f.Badges = append(f.Badges, Badge(badge))
	}
	if d.Date != nil {
		f.Date = &Date{ISO: d.Date.ISO, Text: d.Date.Text}
	}
	left := maxFragment
	for i, s := range d.Sections {
		text := s.Text
		if len(text) > left {
			text = text[:advance(text[:left], 0, left)]
		}
		left -= len(text)
		f.Sections[i] = FragmentSection{ID: s.ID, Title: s.Title, Text: text}
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(f); err != nil {
		return nil, fmt.Errorf("encode the fragment of %s: %w", d.ID, err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// facetIDs are the facets in the order in which they are shown; they are named
// so in addresses.
var facetIDs = []string{"kind", "product", "audience", "plan", "platform", "stage", "tag"}

// facetTables numbers the values of each facet in the order in which pages have
// them, the last page first: of values that as many results have, those of newer
// pages are shown first.
func (b *builder) facetTables() []index.Facet {
	tables := make([]index.Facet, len(facetIDs))
	for i, id := range facetIDs {
		t := index.Facet{ID: id, Pages: make([][]int, len(b.facets))}
		numbers := map[string]int{}
		for page, facets := range slices.Backward(b.facets) {
			for _, v := range facets[i] {
				n, ok := numbers[v.ID]
				if !ok {
					n = len(t.Values)
					numbers[v.ID] = n
					t.Values = append(t.Values, index.FacetValue(v))
				}
				t.Pages[page] = append(t.Pages[page], n)
			}
		}
		tables[i] = t
	}
	return tables
}

// useful returns the synonyms of which a page has at least one. The others would find
// nothing, and may be words that only pages have which are not in this index.
func (b *builder) useful(synonyms map[string][]string, collectors []*index.Collector) map[string][]string {
	if len(synonyms) == 0 {
		return nil
	}
	stem := func(term string) string {
		if b.stems {
			return analysis.Stem(term)
		}
		return term
	}
	known := map[string]bool{}
	for _, c := range collectors {
		for term := range c.Terms() {
			known[stem(term)] = true
		}
	}
	var scanner analysis.Scanner
	found := func(text string) bool {
		all := true
		scanner.Scan(text, func(t analysis.Token) { all = all && (t.Variant || known[stem(string(t.Text))]) })
		return all
	}
	out := map[string][]string{}
	for word, others := range synonyms {
		if found(word) || slices.ContainsFunc(others, found) {
			out[word] = others
		}
	}
	return out
}

// synonymGroups flattens synonyms as the root has them.
func synonymGroups(synonyms map[string][]string) []string {
	var out []string
	for _, word := range slices.Sorted(maps.Keys(synonyms)) {
		out = append(out, word)
		for _, other := range synonyms[word] {
			if other != "" && other != word {
				out = append(out, other)
			}
		}
		out = append(out, "")
	}
	return out
}
