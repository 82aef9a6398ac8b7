// Package wording tells how near two short texts are: by the stems that they share, by
// parts of their words, and by how near the words are in meaning.
//
// A [Lexicon] reads a text into terms. [Weights] know how common each term is, and make vectors
// of length one in which the rare term counts more. What words mean comes from a table that
// generator/tools/wordvectors made of WordNet (words.LICENSE.txt): English only; words of
// other languages are compared by their letters.
package wording

import "math"

// Entry is one term of a vector.
type Entry struct {
	Term   Term
	Weight float64
}

// Weights count in how many texts each term is. The zero value has seen no text.
type Weights struct {
	counts []int32 // by the places of terms
	kinds  []Term
	texts  int
	fixed  []float64 // once no text is to come
}

// Until texts are known it is assumed that there were a hundred of them, and that each
// word without a bearing on what a text is about was in ten.
const (
	assumedTexts = 100
	assumedStops = 10
)

// What a term counts beside others of the same rarity.
var bases = [...]float64{stem: 1, stop: 1, part: 0.3, pair: 0.5}

// Add counts the terms of one text.
func (w *Weights) Add(terms []Term) {
	w.texts++
	for _, t := range terms {
		i := t.Place()
		if i >= len(w.counts) {
			more := i + 1 + i/4 - len(w.counts)
			w.counts = append(w.counts, make([]int32, more)...)
			w.kinds = append(w.kinds, make([]Term, more)...)
		}
		w.counts[i]++
		w.kinds[i] = t.kind()
	}
}

// Fix says that no text is to come. From then on several goroutines may ask at once, and need
// not wait for logarithms.
func (w *Weights) Fix() {
	fixed := make([]float64, len(w.counts))
	for i, kind := range w.kinds {
		fixed[i] = w.Of(Term(i)<<kindBits | kind)
	}
	w.fixed = fixed
}

// Of returns the weight of a term. One that no text has weighs most.
func (w *Weights) Of(t Term) float64 {
	i := t.Place()
	if i >= 0 && i < len(w.fixed) && w.counts[i] > 0 {
		return w.fixed[i]
	}
	count := 0.5
	if i >= 0 && i < len(w.counts) {
		count += float64(w.counts[i])
	}
	if t.kind() == stop {
		count += assumedStops
	}
	return bases[t.kind()] * math.Log(1+float64(w.texts+assumedTexts)/count)
}

// Size is how many places there are of terms that texts have.
func (w *Weights) Size() int { return len(w.counts) }

// Texts returns how many texts have the term with a place.
func (w *Weights) Texts(place int) int { return int(w.counts[place]) }

// Vector returns the vector of terms, of length one.
func (w *Weights) Vector(terms []Term) []Entry {
	out := make([]Entry, len(terms))
	square := 0.0
	for i, t := range terms {
		weight := w.Of(t)
		square += weight * weight
		out[i] = Entry{t, weight}
	}
	length := math.Sqrt(square)
	for i := range out {
		out[i].Weight /= length
	}
	return out
}
