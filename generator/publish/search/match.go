package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"headsup/generator/publish/search/analysis"
	"headsup/generator/publish/search/index"
)

// concept is one thing that a query asks for: a word in all its forms, or a
// phrase. A page has it when it has one of the alternatives.
type concept struct {
	text         string
	alternatives []alternative
	required     bool // a page without it is no result
	typo         bool // the alternatives are corrections
	hits         *hits
	idf          float64
}

// alternative is one way to have a concept: all of its elements on a page, and
// those of a phrase one behind the other.
type alternative struct {
	elements []element
	weight   float64
	offsets  []int // of a phrase: where its words stand; each has one term
}

// element is a set of terms, any of which will do.
type element []expansion

// expansion is a term that stands for a word of the query, with how well it does.
type expansion struct {
	shard  *index.Shard
	term   int
	weight float64
}

func (x expansion) text() string { return x.shard.Terms[x.term] }
func (x expansion) pages() int   { return x.shard.Starts[x.term+1] - x.shard.Starts[x.term] }

// How well a term stands for a word that is not the same.
const (
	stemWeight     = 0.85
	prefixWeight   = 0.5 // the least; the more of a term was typed, the nearer to 1
	partsWeight    = 0.85
	synonymWeight  = 0.65
	cutWeight      = 0.9 // a word that is rare and may have been cut short
	joinedWeight   = 0.7 // two words, for one that was typed without the space
	oneTypoWeight  = 0.7
	twoTyposWeight = 0.5
)

// Limits of how far a word is expanded.
const (
	rare          = 2 // pages; a word on so few may be the beginning of another
	maxShards     = 4 // of one prefix; with more, frequent words stand in
	maxHot        = 2 // such words
	maxExpansions = 60
)

// lookup returns the terms with a prefix, in the order of the index, and whether
// there are so many that none was looked at.
func (e *Engine) lookup(prefix string, yield func(expansion)) (tooMany bool, err error) {
	from, to := e.index.Shards(prefix)
	if to-from > maxShards {
		return true, nil
	}
	for i := from; i < to; i++ {
		s, err := e.index.Shard(i)
		if err != nil {
			return false, err
		}
		at, _ := slices.BinarySearch(s.Terms, prefix)
		for ; at < len(s.Terms) && strings.HasPrefix(s.Terms[at], prefix); at++ {
			yield(expansion{s, at, 1})
		}
	}
	return false, nil
}

// term returns one term, if the index has it.
func (e *Engine) term(token string) (x expansion, ok bool, err error) {
	from, to := e.index.Shards(token)
	if from == to {
		return x, false, nil
	}
	s, err := e.index.Shard(from)
	if err != nil {
		return x, false, err
	}
	at, ok := slices.BinarySearch(s.Terms, token)
	return expansion{s, at, 1}, ok, nil
}

// expand returns the terms for a token: itself, those of its stem and, if asked
// for, those that it is the beginning of.
func (e *Engine) expand(token string, weight float64, prefix bool) (element, error) {
	var out element
	has := func(t string) bool {
		return slices.ContainsFunc(out, func(x expansion) bool { return x.text() == t })
	}
	if x, ok, err := e.term(token); err != nil {
		return nil, err
	} else if ok {
		x.weight = weight
		out = append(out, x)
	}
	if e.index.Stems {
		if stem := analysis.Stem(token); len(token) > 2 {
			_, err := e.lookup(analysis.StemPrefix(stem), func(x expansion) {
				if t := x.text(); t != token && related(token, stem, t) {
					x.weight = weight * stemWeight
					out = append(out, x)
				}
			})
			if err != nil {
				return nil, err
			}
			for _, t := range analysis.Irregular[stem] {
				x, ok, err := e.term(t)
				if err != nil {
					return nil, err
				}
				if ok && !has(t) {
					x.weight = weight * stemWeight
					out = append(out, x)
				}
			}
		}
	}
	if !prefix {
		return out, nil
	}
	longer, err := e.longer(token)
	if err != nil {
		return nil, err
	}
	number := len(out) > 0 && out[0].text() == token && endsInDigit(token)
	for _, x := range longer {
		// 2.1 is not the beginning of 2.14.
		if t := x.text(); !has(t) && !(number && isDigit(t[len(token)])) {
			x.weight *= weight
			out = append(out, x)
		}
	}
	return out, nil
}

func endsInDigit(token string) bool { return isDigit(token[len(token)-1]) }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// related reports whether a term has the stem of a token. The algorithm takes
// the end off some words that have none (embed becomes emb, embedding becomes
// embed), so a word that is the stem of the other will do, too.
func related(token, stem, term string) bool {
	other := analysis.Stem(term)
	return other == stem || other == token || term == stem
}

// longer returns the most frequent terms that a token is the beginning of.
func (e *Engine) longer(token string) (element, error) {
	var out element
	typed := float64(utf8.RuneCountInString(token))
	add := func(x expansion) {
		if t := x.text(); t != token {
			x.weight = prefixWeight + (1-prefixWeight)*typed/float64(utf8.RuneCountInString(t))
			out = append(out, x)
		}
	}
	tooMany, err := e.lookup(token, add)
	if err != nil {
		return nil, err
	}
	if tooMany {
		for _, word := range e.index.HotWith(token, maxHot) {
			x, ok, err := e.term(word)
			if err != nil {
				return nil, err
			}
			if ok {
				add(x)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b expansion) int { return cmp.Compare(b.pages(), a.pages()) })
	return out[:min(len(out), maxExpansions)], nil
}

// conceptOf resolves a word of the query.
func (e *Engine) conceptOf(w word) (*concept, error) {
	c := &concept{text: w.text}
	for _, f := range w.forms {
		terms, err := e.expand(f.token, f.weight, w.prefix && f.weight == 1 || isSingle(f.token))
		if err != nil {
			return nil, err
		}
		c.add(1, terms)
	}
	if len(w.parts) > 1 {
		if err := e.addParts(c, w.parts, partsWeight, w.prefix); err != nil {
			return nil, err
		}
	}
	if w.prefix || c.pages() > rare {
		return c, nil
	}
	for _, f := range w.forms {
		longer, err := e.longer(f.token)
		if err != nil {
			return nil, err
		}
		c.add(cutWeight*f.weight, longer)
	}
	return c, nil
}

// pages returns how many pages have the concept, at the most.
func (c *concept) pages() int {
	n := 0
	for _, a := range c.alternatives {
		for _, x := range a.elements[0] {
			n += x.pages()
		}
	}
	return n
}

// isSingle reports whether a token is one character of a script that is read in
// bigrams.
func isSingle(token string) bool {
	return utf8.RuneCountInString(token) == 1 && !analysis.IsWord(token) && token[0] >= utf8.RuneSelf
}

// addParts adds the alternative that a page has all parts of a word.
func (e *Engine) addParts(c *concept, parts []string, weight float64, prefix bool) error {
	var elements []element
	for i, p := range parts {
		terms, err := e.expand(p, 1, prefix && i == len(parts)-1)
		if err != nil {
			return err
		}
		elements = append(elements, terms)
	}
	c.add(weight, elements...)
	return nil
}

// add adds an alternative, if all its elements have terms.
func (c *concept) add(weight float64, elements ...element) {
	for _, el := range elements {
		if len(el) == 0 {
			return
		}
	}
	c.alternatives = append(c.alternatives, alternative{elements: elements, weight: weight})
}

// addPhrase adds the alternative that a page has terms one behind the other.
func (c *concept) addPhrase(weight float64, offsets []int, terms ...expansion) {
	a := alternative{weight: weight}
	for _, x := range terms {
		a.elements = append(a.elements, element{x})
	}
	if len(terms) > 1 {
		a.offsets = offsets
	}
	c.alternatives = append(c.alternatives, a)
}

// found reports whether any page may have the concept.
func (c *concept) found() bool { return len(c.alternatives) > 0 }

// addSynonyms adds what the site says means the same as words of the query, and
// takes words that mean one thing together.
func (e *Engine) addSynonyms(words []word, concepts []*concept) ([]*concept, error) {
	type use struct{ start, end, group, member int }
	var uses []use
	for g, group := range e.synonyms {
		for m, member := range group {
			for start := 0; start+len(member) <= len(words); start++ {
				if slices.EqualFunc(words[start:start+len(member)], member, sameWord) {
					uses = append(uses, use{start, start + len(member), g, m})
				}
			}
		}
	}
	// The longest first; a word is part of one only.
	slices.SortStableFunc(uses, func(a, b use) int { return cmp.Compare(b.end-b.start, a.end-a.start) })
	taken := make([]int, len(words)) // the use that takes a word, from 1
	for i, u := range uses {
		free := true
		for k := u.start; k < u.end; k++ {
			if t := taken[k]; t != 0 && uses[t-1].start == u.start && uses[t-1].end == u.end {
				continue // several groups have the same words
			} else if t != 0 {
				free = false
			}
		}
		if !free {
			continue
		}
		for k := u.start; k < u.end; k++ {
			if taken[k] == 0 {
				taken[k] = i + 1
			}
		}
		c := concepts[u.start]
		if u.end-u.start > 1 && taken[u.start] == i+1 {
			c = &concept{}
			var texts []string
			var elements []element
			for k := u.start; k < u.end; k++ {
				texts = append(texts, words[k].text)
				elements = append(elements, concepts[k].flat())
				concepts[k] = nil
			}
			c.text = strings.Join(texts, " ")
			c.add(1, elements...)
			concepts[u.start] = c
		}
		for m, member := range e.synonyms[u.group] {
			if m == u.member {
				continue
			}
			var elements []element
			for _, w := range member {
				other, err := e.conceptOf(w)
				if err != nil {
					return nil, err
				}
				elements = append(elements, other.flat())
			}
			c.add(synonymWeight, elements...)
		}
	}
	return slices.DeleteFunc(concepts, func(c *concept) bool { return c == nil }), nil
}

// sameWord reports whether a word of a query is one of a synonym.
func sameWord(a, b word) bool {
	return a.text == b.text || len(a.forms) > 0 && len(b.forms) > 0 && analysis.Stem(a.forms[0].token) == analysis.Stem(b.forms[0].token)
}

// flat returns the terms of the alternatives that have one element.
func (c *concept) flat() element {
	var out element
	for _, a := range c.alternatives {
		if len(a.elements) != 1 {
			continue
		}
		for _, x := range a.elements[0] {
			x.weight *= a.weight
			out = append(out, x)
		}
	}
	return out
}

// hits are the pages that have something.
type hits struct {
	pages   []int     // without order
	weights []float64 // by page: how much of it the page has, 0 for other pages
	quality []float64 // by page: how well the best of its terms stands for the word
	lines   map[int][]lineHit
}

// lineHit is a line that has a concept.
type lineHit struct {
	index.Line
	words   int     // of the line that it covers
	quality float64 // of the best term in it
}

func (e *Engine) newHits() *hits {
	n := e.index.Pages
	return &hits{weights: make([]float64, n), quality: make([]float64, n), lines: map[int][]lineHit{}}
}

// put adds what was found on a page.
func (h *hits) put(page int, weight, quality float64) {
	if h.weights[page] == 0 {
		h.pages = append(h.pages, page)
	}
	h.weights[page] += weight
	h.quality[page] = max(h.quality[page], quality)
}

// putLine adds a line, or more of one.
func (h *hits) putLine(page int, l lineHit) {
	list := h.lines[page]
	for i := range list {
		if list[i].Line == l.Line {
			list[i].words = max(list[i].words, l.words)
			list[i].quality = max(list[i].quality, l.quality)
			return
		}
	}
	h.lines[page] = append(list, l)
}

// ofElement returns the pages that have any of an element's terms.
func (e *Engine) ofElement(el element, weight float64, h *hits) *hits {
	for _, x := range el {
		s := x.shard
		quality := weight * x.weight
		for i := s.Starts[x.term]; i < s.Starts[x.term+1]; i++ {
			page := int(s.Pages[i])
			h.put(page, s.Weight(i), quality)
			for _, l := range s.Lines[s.LineStarts[i]:s.LineStarts[i+1]] {
				h.putLine(page, lineHit{l, 1, quality})
			}
		}
	}
	return h
}

// ofAlternative adds the pages that have all elements of an alternative.
func (e *Engine) ofAlternative(a alternative, into *hits) {
	if len(a.elements) == 1 {
		e.ofElement(a.elements[0], a.weight, into)
		return
	}
	parts := make([]*hits, len(a.elements))
	for i, el := range a.elements {
		parts[i] = e.ofElement(el, a.weight, e.newHits())
	}
	least := slices.MinFunc(parts, func(x, y *hits) int { return cmp.Compare(len(x.pages), len(y.pages)) })
	for _, page := range least.pages {
		weight, quality := parts[0].weights[page], parts[0].quality[page]
		for _, h := range parts {
			weight = min(weight, h.weights[page])
			quality = min(quality, h.quality[page])
		}
		if weight == 0 {
			continue
		}
		into.put(page, weight, quality)
		for _, l := range parts[0].lines[page] {
			all := true
			for _, h := range parts[1:] {
				at := slices.IndexFunc(h.lines[page], func(o lineHit) bool { return o.Line == l.Line })
				if all = all && at >= 0; all {
					l.quality = min(l.quality, h.lines[page][at].quality)
				}
			}
			if all {
				l.words = len(parts)
				into.putLine(page, l)
			}
		}
	}
}

// find fills in which pages have a concept.
func (e *Engine) find(c *concept) error {
	c.hits = e.newHits()
	for _, a := range c.alternatives {
		if a.offsets == nil {
			e.ofAlternative(a, c.hits)
		} else if err := e.ofPhrase(a, c.hits); err != nil {
			return err
		}
	}
	return nil
}

// phraseOf resolves a phrase: its terms exactly as they are.
func (e *Engine) phraseOf(units []unit) (*concept, error) {
	c := &concept{required: true}
	var terms []expansion
	var offsets []int
	var texts []string
	for _, u := range units {
		x, ok, err := e.term(u.token)
		if err != nil {
			return nil, err
		}
		texts, offsets = append(texts, u.token), append(offsets, u.offset)
		if ok {
			terms = append(terms, x)
		}
	}
	c.text = strings.Join(texts, " ")
	if len(terms) == len(units) {
		c.addPhrase(1, offsets, terms...)
	}
	return c, nil
}

// ofPhrase adds the pages on which the words of a phrase stand one behind the
// other.
func (e *Engine) ofPhrase(a alternative, into *hits) error {
	all := e.newHits()
	e.ofAlternative(a, all)
	readers := make([]phraseReader, len(a.elements))
	for i, el := range a.elements {
		p, err := e.index.Positions(el[0].shard)
		if err != nil {
			return err
		}
		readers[i] = phraseReader{expansion: el[0], positions: p}
	}
	slices.Sort(all.pages)
	for _, page := range all.pages {
		if n := occurrences(page, a.offsets, readers); n > 0 {
			into.put(page, all.weights[page]*float64(n), all.quality[page])
			for _, l := range all.lines[page] {
				into.putLine(page, l)
			}
		}
	}
	return nil
}

// phraseReader finds the positions of one term, page by page.
type phraseReader struct {
	expansion
	positions *index.Positions
}

// at returns where a term stands on a page.
func (r *phraseReader) at(page int) []uint32 {
	s := r.shard
	list := s.Pages[s.Starts[r.term]:s.Starts[r.term+1]]
	i, ok := slices.BinarySearch(list, uint32(page))
	if !ok {
		return nil
	}
	i += s.Starts[r.term]
	return r.positions.At[r.positions.Starts[i]:r.positions.Starts[i+1]]
}

// occurrences counts a phrase on a page.
func occurrences(page int, offsets []int, readers []phraseReader) int {
	n := 0
	lists := make([][]uint32, len(readers))
	for i, r := range readers {
		lists[i] = r.at(page)
	}
	for _, start := range lists[0] {
		whole := true
		for i := 1; i < len(lists) && whole; i++ {
			want := start + uint32(offsets[i]-offsets[0])
			_, whole = slices.BinarySearch(lists[i], want)
		}
		if whole {
			n++
		}
	}
	return n
}
