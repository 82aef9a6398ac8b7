package main

import (
	"math"
	"reflect"
	"testing"
)

func TestParseEntry(t *testing.T) {
	t.Parallel()
	line := "00000010 06 n 02 filing_cabinet 0 file(p) 1 002 @ 00000020 n 0000 ~ 00000030 n 0000 " +
		"| furniture for papers; \"a full file\"  \n"
	id, got, err := parseEntry(line)
	want := entry{words: "filing cabinet file", gloss: "furniture for papers; \"a full file\"  \n", near: []string{"n00000020"}}
	if err != nil || id != "n00000010" || !reflect.DeepEqual(got, want) {
		t.Errorf("%s is %+v, %v", id, got, err)
	}
	for _, line := range []string{"", "1 2 3", "00000010 06 n zz file 0 000 | x", "00000010 06 n 09 file 0 000 | x"} {
		if _, _, err := parseEntry(line); err == nil {
			t.Errorf("%q is an entry", line)
		}
	}
}

// The strongest directions keep what rows have in common.
func TestReduce(t *testing.T) {
	t.Parallel()
	const n = 300
	rows := make([][]cell, n)
	for i := range rows {
		for j := range n {
			if i%2 == j%2 {
				rows[i] = append(rows[i], cell{j, 1})
			}
		}
	}
	out := reduce(rows)
	cosine := func(a, b []float64) float64 { return dot(a, b) / math.Sqrt(dot(a, a)*dot(b, b)) }
	if same, other := cosine(out[0], out[2]), cosine(out[0], out[1]); same < 0.9 || other > 0.5 {
		t.Errorf("rows that are equal are %.2f near, others %.2f", same, other)
	}
}
