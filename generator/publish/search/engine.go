package search

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"headsup/generator/publish/search/index"
)

// Engine answers queries from an index. It is safe for concurrent use.
type Engine struct {
	index    *index.Reader
	synonyms [][][]word // groups, of members, of words
}

// Open opens the index in a folder: search/ of a site. Errors that say that the
// index is not as it was written wrap [index.ErrDamaged].
func Open(folder fs.FS) (*Engine, error) {
	r, err := index.NewReader(folder)
	if err != nil {
		return nil, err
	}
	e := &Engine{index: r}
	for _, group := range r.Synonyms {
		var members [][]word
		for _, text := range group {
			if list := readWords(text, r.Stems); len(list) > 0 {
				members = append(members, list)
			}
		}
		e.synonyms = append(e.synonyms, members)
	}
	return e, nil
}

// Pages returns how many pages the index has.
func (e *Engine) Pages() int { return e.index.Pages }

// Facets returns the ids of the facets that filters name, in the order in which
// they are shown.
func Facets() []string { return slices.Clone(facetIDs) }

// Values returns the values that a facet has in the index.
func (e *Engine) Values(facet string) ([]index.FacetValue, error) {
	facets, err := e.index.Facets()
	if err != nil {
		return nil, err
	}
	for _, f := range facets {
		if f.ID == facet {
			return f.Values, nil
		}
	}
	return nil, nil
}

// Filters are the values that are asked for, by facet: any of a facet's values,
// and something of every facet that is named.
type Filters map[string][]string

// Results are the pages that a query finds.
type Results struct {
	Query string
	Hits  []Hit // the best first
	// Partial says that no page has all of the query, and that these have the
	// most of it.
	Partial bool
	// Corrections are words that no page has, with those that were taken for
	// them.
	Corrections []Correction
	// Suggestions are words to search for when nothing was found.
	Suggestions []string
	// Facets are the values of all results, with how many results have each.
	// Those of a facet leave out the choice made in it.
	Facets []FacetCounts

	engine   *Engine
	concepts []*concept
}

// Correction is a word of the query and the words of the index that it may be.
type Correction struct {
	Word  string
	Terms []string
}

// FacetCounts are a facet's values, the most frequent first.
type FacetCounts struct {
	ID     string
	Values []FacetCount
}

// FacetCount is one value with how many results have it.
type FacetCount struct {
	index.FacetValue
	Count    int
	Selected bool
}

// Search answers a query. Without words it returns all pages in the order of
// their standing.
func (e *Engine) Search(ctx context.Context, text string, filters Filters) (*Results, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	q := parseQuery(text, e.index.Stems)
	r := &Results{Query: text, engine: e}
	concepts, words, err := e.understand(q)
	if err != nil {
		return nil, fmt.Errorf("search for %q: %w", text, err)
	}
	for _, c := range concepts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := e.find(c); err != nil {
			return nil, fmt.Errorf("search for %q: %w", text, err)
		}
		if c.typo && len(c.hits.pages) > 0 {
			r.Corrections = append(r.Corrections, Correction{c.text, c.terms()})
		}
	}
	excluded, err := e.excluded(q)
	if err != nil {
		return nil, fmt.Errorf("search for %q: %w", text, err)
	}
	r.concepts = concepts
	if len(concepts) > 0 {
		adjoining, err := e.adjoining(q)
		if err != nil {
			return nil, fmt.Errorf("search for %q: %w", text, err)
		}
		r.Hits, r.Partial = e.rank(concepts, adjoining, excluded)
	} else {
		for page := range e.index.Pages {
			if !excluded[page] {
				r.Hits = append(r.Hits, Hit{Page: page})
			}
		}
	}
	if err := r.filter(filters); err != nil {
		return nil, fmt.Errorf("search for %q: %w", text, err)
	}
	if len(r.Hits) == 0 {
		if r.Suggestions, err = e.suggest(words, concepts); err != nil {
			return nil, fmt.Errorf("search for %q: %w", text, err)
		}
	}
	return r, nil
}

// understand makes concepts of a query, and returns the words that they are of.
func (e *Engine) understand(q query) ([]*concept, []word, error) {
	words := slices.Clone(q.words)
	content := func(w word) bool { return !w.stop }
	if len(q.phrases) > 0 || slices.ContainsFunc(words, content) {
		words = slices.DeleteFunc(words, func(w word) bool { return w.stop })
	}
	concepts := make([]*concept, len(words))
	for i, w := range words {
		var err error
		if concepts[i], err = e.conceptOf(w); err != nil {
			return nil, nil, err
		}
	}
	alone := slices.Clone(concepts)
	concepts, err := e.addSynonyms(words, concepts)
	if err != nil {
		return nil, nil, err
	}
	for i, c := range alone {
		if slices.Contains(concepts, c) && !c.found() {
			if err := e.correct(c, words[i]); err != nil {
				return nil, nil, err
			}
		}
	}
	for _, p := range q.phrases {
		c, err := e.phraseOf(p)
		if err != nil {
			return nil, nil, err
		}
		concepts = append(concepts, c)
	}
	return concepts, words, nil
}

// adjoining finds the words that were typed without a space between them.
func (e *Engine) adjoining(q query) ([]*concept, error) {
	var out []*concept
	for _, units := range q.adjoining {
		c, err := e.phraseOf(units)
		if err == nil {
			err = e.find(c)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// excluded returns the pages that have what the query does not want.
func (e *Engine) excluded(q query) (map[int]bool, error) {
	out := map[int]bool{}
	var unwanted []*concept
	for _, w := range q.notWords {
		w.prefix = false
		c := &concept{}
		for _, f := range w.forms {
			terms, err := e.expand(f.token, f.weight, false)
			if err != nil {
				return nil, err
			}
			c.add(1, terms)
		}
		unwanted = append(unwanted, c)
	}
	for _, p := range q.notPhrases {
		c, err := e.phraseOf(p)
		if err != nil {
			return nil, err
		}
		unwanted = append(unwanted, c)
	}
	for _, c := range unwanted {
		if err := e.find(c); err != nil {
			return nil, err
		}
		for _, page := range c.hits.pages {
			out[page] = true
		}
	}
	return out, nil
}

// terms returns the terms of a concept, without those that others stem to.
func (c *concept) terms() []string {
	var out []string
	take := func(text string) {
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	for _, a := range c.alternatives {
		if len(a.elements) > 1 {
			var words []string
			for _, el := range a.elements {
				words = append(words, el[0].text())
			}
			take(strings.Join(words, " "))
			continue
		}
		for _, x := range a.elements[0] {
			if x.weight == oneTypoWeight || x.weight == twoTyposWeight {
				take(x.text())
			}
		}
	}
	return out
}

// maxSuggestions is how many words are suggested.
const maxSuggestions = 6

// suggest returns words of the index that are near to those of a query that
// found nothing, the nearest first.
func (e *Engine) suggest(words []word, concepts []*concept) ([]string, error) {
	var out []string
	for _, w := range words {
		near, err := e.near(w.text, 1+typosIn(len([]rune(w.text))))
		if err != nil {
			return nil, err
		}
		for _, c := range near[:min(len(near), 3)] {
			if len(out) < maxSuggestions && !slices.Contains(out, c.word) {
				out = append(out, c.word)
			}
		}
	}
	// Else frequent words that begin as these do.
	for _, w := range words {
		start := []rune(w.text)
		prefix := string(start[:min(2, len(start))])
		for _, t := range e.index.HotWith(prefix, maxSuggestions) {
			if len(out) < maxSuggestions && !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out, nil
}

// filter keeps the hits that have what the filters ask for, and counts the
// values of all facets.
func (r *Results) filter(filters Filters) error {
	if filters == nil {
		return nil
	}
	facets, err := r.engine.index.Facets()
	if err != nil {
		return err
	}
	chosen := make([][]bool, len(facets)) // by value; nil: no choice
	for i, f := range facets {
		if len(filters[f.ID]) == 0 {
			continue
		}
		chosen[i] = make([]bool, len(f.Values))
		for v, value := range f.Values {
			chosen[i][v] = slices.Contains(filters[f.ID], value.ID)
		}
	}
	counts := make([][]int, len(facets))
	for i, f := range facets {
		counts[i] = make([]int, len(f.Values))
	}
	var kept []Hit
	for _, h := range r.Hits {
		misses, where := 0, 0 // facets whose choice the page does not have, and one of them
		for i, f := range facets {
			if chosen[i] != nil && !slices.ContainsFunc(f.Pages[h.Page], func(v int) bool { return chosen[i][v] }) {
				misses, where = misses+1, i
			}
		}
		if misses == 0 {
			kept = append(kept, h)
		}
		for i, f := range facets {
			if misses == 0 || misses == 1 && where == i {
				for _, v := range f.Pages[h.Page] {
					counts[i][v]++
				}
			}
		}
	}
	r.Hits = kept
	for i, f := range facets {
		fc := FacetCounts{ID: f.ID}
		for v, value := range f.Values {
			selected := chosen[i] != nil && chosen[i][v]
			if counts[i][v] > 0 || selected {
				fc.Values = append(fc.Values, FacetCount{value, counts[i][v], selected})
			}
		}
		slices.SortStableFunc(fc.Values, func(a, b FacetCount) int { return b.Count - a.Count })
		r.Facets = append(r.Facets, fc)
	}
	return nil
}
