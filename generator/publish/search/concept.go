package search

import (
	"slices"
	"strings"

	"headsup/generator/publish/search/index"
)

// concept is one thing that a query asks for: a word in all its forms, or a
// phrase. A page has it when it has one of the alternatives.
type concept struct {
	text         string
	alternatives []alternative
	required     bool // a page without it is no result
	code         bool // it has parts, and is something else than these: NO_COLOR
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

// text returns the term itself, pages how many pages have it.
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

// corrections returns the words that were taken for a mistyped one, without those
// that have their stem.
func (c *concept) corrections() []string {
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
