package main

import (
	"math"
	"math/rand/v2"
)

const (
	dimensions = 96 // of a vector
	surplus    = 16 // directions that are followed beside those that are kept
	rounds     = 8
)

// reduce returns the rows of a symmetric matrix in its strongest directions, by
// subspace iteration: a random subspace turns towards them each time that it is
// multiplied with the matrix.
func reduce(rows [][]cell) [][]float64 {
	n, k := len(rows), dimensions+surplus
	random := rand.New(rand.NewPCG(1, 2))
	q := make([][]float64, k) // columns
	for j := range q {
		q[j] = make([]float64, n)
		for i := range q[j] {
			q[j][i] = random.NormFloat64()
		}
	}
	lengths := orthogonalise(q)
	for range rounds {
		for j := range q {
			q[j] = multiply(rows, q[j])
		}
		lengths = orthogonalise(q)
	}
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, dimensions)
		for j := range out[i] {
			out[i][j] = q[j][i] * math.Sqrt(lengths[j])
		}
	}
	return out
}

func multiply(rows [][]cell, x []float64) []float64 {
	out := make([]float64, len(rows))
	for i, row := range rows {
		for _, c := range row {
			out[i] += c.value * x[c.column]
		}
	}
	return out
}

// orthogonalise makes columns stand at right angles to those before, with the length
// of one, and returns how long they were.
func orthogonalise(q [][]float64) []float64 {
	lengths := make([]float64, len(q))
	for j, column := range q {
		for _, former := range q[:j] {
			d := dot(former, column)
			for i := range column {
				column[i] -= d * former[i]
			}
		}
		lengths[j] = math.Sqrt(dot(column, column))
		for i := range column {
			column[i] /= lengths[j]
		}
	}
	return lengths
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
