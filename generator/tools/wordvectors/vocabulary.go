package main

import (
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"strings"
)

const (
	maxWords  = 16000 // of the table
	smoothing = 0.75  // power of how often a word is beside others: rare ones count less so
)

// vocabulary are the stems of the table, the most frequent first.
type vocabulary struct {
	words  []string
	number map[string]int
}

func newVocabulary(texts [][]weighted) *vocabulary {
	counts := map[string]int{}
	for _, text := range texts {
		for _, w := range text {
			counts[w.stem]++
		}
	}
	v := &vocabulary{number: map[string]int{}}
	v.words = slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	v.words = v.words[:min(maxWords, len(v.words))]
	for i, w := range v.words {
		v.number[w] = i
	}
	return v
}

// cell is one number of a row of a sparse matrix.
type cell struct {
	column int
	value  float64
}

// associations returns how much more often than by chance words are in one text.
func (v *vocabulary) associations(texts [][]weighted) [][]cell {
	together := make([]map[int]float64, len(v.words))
	for i := range together {
		together[i] = map[int]float64{}
	}
	for _, text := range texts {
		for i, a := range text {
			row, ok := v.number[a.stem]
			if !ok {
				continue
			}
			for _, b := range text[:i] {
				if column, ok := v.number[b.stem]; ok && column != row {
					together[row][column] += a.weight * b.weight
					together[column][row] += a.weight * b.weight
				}
			}
		}
	}
	rows := make([][]cell, len(v.words))
	sums, smooth, total, smoothTotal := make([]float64, len(rows)), make([]float64, len(rows)), 0.0, 0.0
	for i, row := range together {
		for _, column := range slices.Sorted(maps.Keys(row)) {
			rows[i] = append(rows[i], cell{column, row[column]})
			sums[i] += row[column]
		}
		total += sums[i]
		smooth[i] = math.Pow(sums[i], smoothing)
		smoothTotal += smooth[i]
	}
	for i := range rows {
		kept := rows[i][:0]
		for _, c := range rows[i] {
			if pmi := math.Log(c.value / sums[i] * smoothTotal / smooth[c.column]); pmi > 0 {
				kept = append(kept, cell{c.column, pmi})
			}
		}
		rows[i] = kept
	}
	return rows
}

// encode writes the table: the number of words, that of dimensions and the length of the
// list as 4 bytes each, the list, a word a line, and the vectors, a byte for each number,
// each vector scaled by its largest.
func (v *vocabulary) encode(vectors [][]float64) []byte {
	dimensions := len(vectors[0])
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(v.words)))
	b = binary.LittleEndian.AppendUint32(b, uint32(dimensions))
	list := strings.Join(v.words, "\n")
	b = binary.LittleEndian.AppendUint32(b, uint32(len(list)))
	b = append(b, list...)
	for _, vector := range vectors {
		most := 0.0
		for _, x := range vector {
			most = max(most, math.Abs(x))
		}
		for _, x := range vector {
			b = append(b, byte(int8(math.Round(127*x/max(most, 1e-9)))))
		}
	}
	return b
}
