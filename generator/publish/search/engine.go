package search

import (
	"context"
	"fmt"
	"io/fs"
	"slices"

	"headsup/generator/publish/search/index"
)

// Engine answers queries from an index. It is safe for concurrent use.
type Engine struct {
	index    *index.Reader
	synonyms [][][]word // groups, of members, of words
}

// Open opens the index in a folder: search/ of a site. Errors about an
// index that is not as it was written wrap [index.ErrDamaged].
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

// Results are the pages that a query finds.
type Results struct {
	Query string
	Hits  []Hit // the best first
	// Partial is set when no page has all of the query, and these have the most
	// of it.
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

// Search answers a query. Without words it returns all pages, those of the highest
// standing first.
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
			r.Corrections = append(r.Corrections, Correction{c.text, c.corrections()})
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
		compared, err := e.likeness(q, concepts)
		if err != nil {
			return nil, fmt.Errorf("search for %q: %w", text, err)
		}
		r.Hits, r.Partial = e.rank(concepts, adjoining, excluded, compared)
	} else {
		for page := e.index.Pages - 1; page >= 0; page-- {
			if !excluded[page] {
				r.Hits = append(r.Hits, Hit{Page: page})
			}
		}
	}
	if err := r.filter(filters); err != nil {
		return nil, fmt.Errorf("search for %q: %w", text, err)
	}
	if len(r.Hits) == 0 {
		if r.Suggestions, err = e.suggest(words); err != nil {
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
