package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"headsup/generator/publish/search/analysis"
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
			for _, prefix := range analysis.StemPrefixes(stem) {
				_, err := e.lookup(prefix, func(x expansion) {
					if t := x.text(); t != token && related(token, stem, t) {
						x.weight = weight * stemWeight
						out = append(out, x)
					}
				})
				if err != nil {
					return nil, err
				}
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
		c.code = !strings.Contains(w.text, "-") || strings.ContainsAny(w.text, "._:")
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
