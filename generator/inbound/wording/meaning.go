package wording

import (
	_ "embed"
	"encoding/binary"
	"math"
	"strings"
	"sync"
)

//go:embed words.bin
var words []byte

// table is the embedded table of word vectors.
type table struct {
	number     map[string]int // of a stem, the most common first
	vectors    []byte
	dimensions int
}

var meanings = sync.OnceValue(func() *table {
	const head = 12
	count := int(binary.LittleEndian.Uint32(words))
	list := head + int(binary.LittleEndian.Uint32(words[8:]))
	t := &table{
		number:     make(map[string]int, count),
		dimensions: int(binary.LittleEndian.Uint32(words[4:])),
		vectors:    words[list:],
	}
	for stem := range strings.SplitSeq(string(words[head:list]), "\n") {
		t.number[stem] = len(t.number)
	}
	return t
})

// Rarity returns the place of a word among all, by how common they are in English; words
// that are not known come last.
func (w *Word) Rarity() int {
	if w.place >= 0 {
		return w.place
	}
	return len(meanings().number)
}

// vector returns what the word at a place means.
func (t *table) vector(place int) []byte {
	return t.vectors[place*t.dimensions : (place+1)*t.dimensions]
}

// square is that of the length of a vector.
func (t *table) square(place int) (sum float64) {
	for _, b := range t.vector(place) {
		sum += float64(int8(b)) * float64(int8(b))
	}
	return sum
}

// Meaning returns what a text means as a vector of length one: the sum of what its words
// mean, the rare ones more. It is all zeros when no word is known.
func (w *Weights) Meaning(t Text) []float64 {
	m := meanings()
	out := make([]float64, m.dimensions)
	for _, word := range t {
		if word.place < 0 {
			continue
		}
		weight := w.Of(word.term)
		weight *= weight * word.share
		for i, b := range m.vector(word.place) {
			out[i] += weight * float64(int8(b))
		}
	}
	if length := math.Sqrt(Dot(out, out)); length > 0 {
		for i := range out {
			out[i] /= length
		}
	}
	return out
}

// Dot returns how near two meanings are, from -1 to 1.
func Dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}
