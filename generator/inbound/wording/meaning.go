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

// Rarity returns the place of a stem among all, by how common they are in English; words
// that are not known come last.
func Rarity(stem string) int {
	t := meanings()
	if n, ok := t.number[stem]; ok {
		return n
	}
	return len(t.number)
}

// Meaning returns what a text means as a vector of length one: the sum of what its words
// mean, the rare ones more. It is all zeros when no word is known.
func (w *Weights) Meaning(t Text) []float64 {
	m := meanings()
	out := make([]float64, m.dimensions)
	for _, stem := range t.Stems {
		n, ok := m.number[stem]
		if !ok {
			continue
		}
		vector := m.vectors[n*m.dimensions : (n+1)*m.dimensions]
		square := 0.0
		for _, b := range vector {
			square += float64(int8(b)) * float64(int8(b))
		}
		_, weight := w.Of(stem)
		weight *= weight / math.Sqrt(max(square, 1))
		for i, b := range vector {
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
