package search

import (
	"cmp"
	"slices"
	"strings"
)

// addSynonyms adds the site's synonyms to the concepts of the words that have them.
// Words that mean one thing together become one concept.
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
	return a.text == b.text || a.stem != "" && a.stem == b.stem
}
