// Package wording tells how near two short texts are: by the stems that they share, by
// parts of their words, and by how near the words are in meaning.
//
// A text is read into terms. [Weights] know how common each term is, and make vectors of
// length one in which the rare term counts more. What words mean comes from a table that
// generator/tools/wordvectors made of WordNet (words.LICENSE.txt): English only; words of
// other languages are compared by their letters.
package wording

import (
	"math"
	"strings"

	"headsup/generator/publish/search/analysis"
)

// Text is a text as it is compared.
type Text struct {
	Words []string // as they stand, folded
	Stems []string // of each word
}

// MaxWords are read of a text. What a text is about is said at its beginning, and a log
// file that somebody pasted is not compared to the end.
const MaxWords = 200

// Read reads a text. Words are stemmed when the language, a BCP 47 tag, has stems.
func Read(text, language string) Text {
	var t Text
	var scanner analysis.Scanner
	stems := analysis.Stems(language)
	if len(text) > 16*MaxWords {
		text = strings.ToValidUTF8(text[:16*MaxWords], "")
	}
	scanner.Scan(text, func(token analysis.Token) {
		if token.Variant || len(t.Words) == MaxWords {
			return
		}
		word := string(token.Text)
		t.Words = append(t.Words, word)
		if stems {
			word = analysis.Stem(word)
		}
		t.Stems = append(t.Stems, word)
	})
	return t
}

// Form is which terms are made of a text beside its stems.
type Form struct {
	Parts int  // letters of a part of a word, 0 for none
	Pairs bool // of stems that stand one behind the other
}

// What a term counts beside a stem.
const (
	partWeight = 0.3
	pairWeight = 0.5
)

// Signs in front of a term that is no stem.
const (
	partSign = "#"
	pairSign = "+"
)

// minParted is how many letters a word has of which parts are compared.
const minParted = 4

// Terms returns the terms of a text, each once, in the order in which they stand.
func (t Text) Terms(form Form) []string {
	var out []string
	seen := map[string]bool{}
	add := func(term string) {
		if !seen[term] {
			seen[term] = true
			out = append(out, term)
		}
	}
	for i, stem := range t.Stems {
		add(stem)
		if form.Pairs && i > 0 {
			add(pairSign + t.Stems[i-1] + " " + stem)
		}
		if letters := []rune(stem); form.Parts > 0 && len(letters) >= minParted {
			letters = []rune("^" + stem + "$")
			for j := 0; j+form.Parts <= len(letters); j++ {
				add(partSign + string(letters[j:j+form.Parts]))
			}
		}
	}
	return out
}

// Entry is one term of a vector.
type Entry struct {
	Term   int32
	Weight float64
}

// Weights count in how many texts each term is. Use [NewWeights].
type Weights struct {
	number map[string]int32
	counts []float64 // of each term
	bases  []float64 // what a term counts beside others of the same rarity
	stops  []bool
	texts  float64
}

// NewWeights returns weights that have seen no text.
func NewWeights() *Weights { return &Weights{number: map[string]int32{}} }

// Until texts are known it is assumed that there were a hundred of them, and that each
// word without a bearing on what a text is about was in ten.
const (
	assumedTexts = 100
	assumedStops = 10
)

// Add counts the terms of one text.
func (w *Weights) Add(terms []string) {
	w.texts++
	for _, term := range terms {
		n, ok := w.number[term]
		if !ok {
			n = int32(len(w.counts))
			w.number[term] = n
			w.counts = append(w.counts, 0)
			w.bases = append(w.bases, base(term))
			w.stops = append(w.stops, analysis.IsStopWord(term))
		}
		w.counts[n]++
	}
}

func base(term string) float64 {
	switch {
	case strings.HasPrefix(term, partSign):
		return partWeight
	case strings.HasPrefix(term, pairSign):
		return pairWeight
	}
	return 1
}

// Of returns the weight of a term, and its number, which is -1 for one that no text has.
func (w *Weights) Of(term string) (number int32, weight float64) {
	n, ok := w.number[term]
	if !ok {
		count := 0.5
		if analysis.IsStopWord(term) {
			count += assumedStops
		}
		return -1, base(term) * math.Log(1+(w.texts+assumedTexts)/count)
	}
	return n, w.weight(n)
}

// weight returns the weight of a term that texts have.
func (w *Weights) weight(n int32) float64 {
	count := w.counts[n] + 0.5
	if w.stops[n] {
		count += assumedStops
	}
	return w.bases[n] * math.Log(1+(w.texts+assumedTexts)/count)
}

// Terms returns how many terms texts have. Their numbers begin with 0.
func (w *Weights) Terms() int { return len(w.counts) }

// Texts returns how many texts have a term.
func (w *Weights) Texts(number int32) int { return int(w.counts[number]) }

// Numbers returns the numbers of terms that texts have, and leaves out others. They take
// far less room than the terms.
func (w *Weights) Numbers(terms []string) []int32 {
	out := make([]int32, 0, len(terms))
	for _, term := range terms {
		if n, ok := w.number[term]; ok {
			out = append(out, n)
		}
	}
	return out
}

// Vector returns the vector of terms. Terms that no text has add to its length only.
func (w *Weights) Vector(terms []string) []Entry {
	out := make([]Entry, 0, len(terms))
	square := 0.0
	for _, term := range terms {
		n, weight := w.Of(term)
		square += weight * weight
		if n >= 0 {
			out = append(out, Entry{n, weight})
		}
	}
	return scale(out, math.Sqrt(square))
}

// VectorOf returns the vector of terms by their numbers.
func (w *Weights) VectorOf(numbers []int32) []Entry {
	out := make([]Entry, len(numbers))
	square := 0.0
	for i, n := range numbers {
		weight := w.weight(n)
		square += weight * weight
		out[i] = Entry{n, weight}
	}
	return scale(out, math.Sqrt(square))
}

// scale divides weights by a length.
func scale(vector []Entry, length float64) []Entry {
	for i := range vector {
		vector[i].Weight /= length
	}
	return vector
}
