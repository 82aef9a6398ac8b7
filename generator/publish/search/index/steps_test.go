package index

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestSteps(t *testing.T) {
	last := byte(0)
	for weight := 0.001; weight < 1000; weight *= 1.01 {
		step := stepOf(weight)
		if step < last || int(step) >= len(stepWeights) {
			t.Fatalf("%g has step %d, behind step %d", weight, step, last)
		}
		last = step
		nearest := 0
		for i, w := range stepWeights {
			if math.Abs(math.Log(w/weight)) < math.Abs(math.Log(stepWeights[nearest]/weight)) {
				nearest = i
			}
		}
		if int(step) != nearest {
			t.Errorf("%g has step %d, nearest is %d", weight, step, nearest)
		}
	}
	if int(last) != len(stepWeights)-1 {
		t.Errorf("the last step is %d", last)
	}
	for i, w := range stepWeights {
		if got := stepOf(w); int(got) != i {
			t.Errorf("the weight of step %d has step %d", i, got)
		}
	}
	for _, weight := range []float64{0, -1, math.Inf(-1), math.NaN()} {
		if got := stepOf(weight); got != 0 {
			t.Errorf("%g has step %d", weight, got)
		}
	}
}

func TestFrontCoding(t *testing.T) {
	for _, list := range [][]string{
		{},
		{""},
		{"a"},
		{"", "a", "aa", "aaa"},
		{"a", "ab", "b", "ba"},
		{"é", "è"}, // they share a byte
		{"検", "検索", "検索エ"},
		{"x", "x" + strings.Repeat("y", 300), "x" + strings.Repeat("y", 300) + "z"},
		{"\uffff", "\U00010000"},
	} {
		slices.Sort(list)
		var b []byte
		last := ""
		for _, s := range list {
			b = appendFrontCoded(b, last, s)
			last = s
		}
		r := &reader{b: b}
		got := r.sorted(len(list))
		if err := r.end(); err != nil || !slices.Equal(got, list) {
			t.Errorf("%q becomes %q, %v", list, got, err)
		}
	}
}

func TestFrontCodingDamaged(t *testing.T) {
	for name, b := range map[string][]byte{
		"it keeps more than there is": {0, 1, 'a', 2, 1, 'b'},
		"it is cut off":               {0, 5, 'a'},
		"a number is cut off":         {0, 1, 'a', 0x80},
		"out of order":                {0, 1, 'b', 0, 1, 'a'},
		"twice":                       {0, 1, 'a', 1, 0},
		"empty behind another":        {0, 1, 'a', 0, 0},
		"not UTF-8":                   {0, 1, 0xff, 0, 1, 0xfe},
		"a number is too large":       {0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
	} {
		r := &reader{b: b}
		if got := r.sorted(2); !errors.Is(r.end(), ErrDamaged) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestFrontCodingIsBounded does not let a few bytes become a great many: each
// text keeps all of the one before and adds one byte.
func TestFrontCodingIsBounded(t *testing.T) {
	var b []byte
	n := 9_000
	last := strings.Repeat("a", n)
	for i := range n {
		b = appendFrontCoded(b, last[:i], last[:i+1])
	}
	r := &reader{b: b}
	if r.sorted(n); !errors.Is(r.end(), ErrDamaged) {
		t.Error("too many bytes of terms are read")
	}
}
