package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"headsup/generator/publish/search/analysis"
)

// typosIn returns how many mistakes are looked for in a word.
func typosIn(length int) int {
	switch {
	case length < 4:
		return 0
	case length < 8:
		return 1
	}
	return 2
}

// correction is a word of the index that is near to a mistyped one.
type correction struct {
	word     string
	distance int
	first    bool // it begins with the same letter
	size     byte // how frequent it is, on a logarithmic scale
}

const maxCorrections = 4

// near returns the words of the index that are at most so many mistakes away
// from a word, the nearest and most frequent first.
func (e *Engine) near(word string, most int) ([]correction, error) {
	if most == 0 || !analysis.IsWord(word) {
		return nil, nil
	}
	letters := []rune(word)
	var out []correction
	for length := len(letters) - most; length <= len(letters)+most; length++ {
		s, err := e.index.Spelling(length)
		if err != nil {
			return nil, err
		}
		for i, w := range s.Words {
			if d := distance(letters, []rune(w), most); d <= most && d > 0 {
				r, _ := utf8.DecodeRuneInString(w)
				out = append(out, correction{w, d, r == letters[0], s.Sizes[i]})
			}
		}
	}
	slices.SortFunc(out, func(a, b correction) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(yes(b.first), yes(a.first)),
			cmp.Compare(b.size, a.size), cmp.Compare(a.word, b.word))
	})
	return out, nil
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// distance returns how many letters have to be typed, left out, replaced or
// swapped with their neighbour to make one word from another: the optimal
// string alignment distance. It stops at more than most.
func distance(a, b []rune, most int) int {
	if n := len(a) - len(b); n > most || -n > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			d := last[j-1]
			if a[i-1] != b[j-1] {
				d = 1 + min(d, last[j], row[j-1])
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d = min(d, before[j-2]+1)
				}
			}
			row[j] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// correct adds the alternatives of a word that no page has: words that are near
// to it, and two words that it is when a space is put in.
func (e *Engine) correct(c *concept, w word) error {
	if len(w.parts) > 1 {
		return e.correctParts(c, w)
	}
	terms, err := e.corrections(w.text)
	if err != nil {
		return err
	}
	c.add(1, terms)
	if err := e.split(c, w.text); err != nil {
		return err
	}
	c.typo = c.found()
	return nil
}

// corrections returns the terms of the words that a mistyped one may be.
func (e *Engine) corrections(word string) (element, error) {
	found, err := e.near(word, typosIn(utf8.RuneCountInString(word)))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	var out element
	nearest := found[0].distance
	for _, f := range found[:min(len(found), maxCorrections)] {
		if f.distance > nearest {
			break
		}
		weight := oneTypoWeight
		if f.distance > 1 {
			weight = twoTyposWeight
		}
		terms, err := e.expand(f.word, weight, false)
		if err != nil {
			return nil, err
		}
		for _, x := range terms {
			if !slices.ContainsFunc(out, func(o expansion) bool { return o.text() == x.text() }) {
				out = append(out, x)
			}
		}
	}
	return out, nil
}

// correctParts corrects those parts of a compound that no page has.
func (e *Engine) correctParts(c *concept, w word) error {
	var elements []element
	for _, p := range w.parts {
		terms, err := e.expand(p, 1, false)
		if err == nil && len(terms) == 0 {
			terms, err = e.corrections(p)
		}
		if err != nil {
			return err
		}
		elements = append(elements, terms)
	}
	c.add(partsWeight*oneTypoWeight, elements...)
	c.typo = c.found()
	return nil
}

// split adds the words that a word without a space in it may be: two of them, or the
// groups of digits of a large number.
func (e *Engine) split(c *concept, word string) error {
	for _, parts := range splits(word) {
		var terms []expansion
		for _, p := range parts {
			x, ok, err := e.term(p)
			if err != nil {
				return err
			}
			if !ok {
				break
			}
			terms = append(terms, x)
		}
		if len(terms) == len(parts) {
			offsets := []int{0, 1, 2, 3, 4, 5}
			c.addPhrase(joinedWeight, offsets[:len(parts)], terms...)
		}
	}
	if e.index.Stems {
		return nil
	}
	for _, parts := range compounds(word) {
		var elements []element
		for _, p := range parts {
			terms, err := e.expand(p, 1, false)
			if err != nil {
				return err
			}
			if len(terms) == 0 {
				break
			}
			elements = append(elements, terms)
		}
		if len(elements) == len(parts) {
			c.add(joinedWeight, elements...)
		}
	}
	return nil
}

// compounds returns the ways to read a word as two, with or without an s between them, as in
// the German Rechnungsexport. The words may stand apart.
func compounds(word string) [][]string {
	const shortest = 4 // letters
	letters := []rune(word)
	if !analysis.IsWord(word) {
		return nil
	}
	var out [][]string
	for i := shortest; i <= len(letters)-shortest; i++ {
		head, tail := string(letters[:i]), string(letters[i:])
		out = append(out, []string{head, tail})
		if s, ok := strings.CutSuffix(head, "s"); ok && i > shortest {
			out = append(out, []string{s, tail})
		}
	}
	return out
}

// splits returns the ways to put spaces into a word: between any of its letters, as in
// CI/CD and Node.js; in a code before its digits, as in H.264; and in a number before each
// three digits, as in 1,000,000.
func splits(word string) [][]string {
	const shortest = 2 // letters
	letters := []rune(word)
	if analysis.IsWord(word) {
		var out [][]string
		for i := shortest; i <= len(letters)-shortest; i++ {
			out = append(out, []string{string(letters[:i]), string(letters[i:])})
		}
		return out
	}
	rest := strings.TrimLeft(word, "0123456789")
	if rest == "" && len(word) > 3 && len(word) <= 18 {
		parts := []string{word[:(len(word)-1)%3+1]}
		for at := len(parts[0]); at < len(word); at += 3 {
			parts = append(parts, word[at:at+3])
		}
		return [][]string{parts}
	}
	if head := strings.TrimRight(word, "0123456789"); head != word && analysis.IsWord(head) {
		return [][]string{{head, word[len(head):]}}
	}
	return nil
}

// maxSuggestions is how many words are suggested.
const maxSuggestions = 6

// suggest returns words of the index that are near to those of a query that
// found nothing, the nearest first.
func (e *Engine) suggest(words []word) ([]string, error) {
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
