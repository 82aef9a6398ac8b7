package main

import (
	"math"
	"testing"
)

func TestVMeasure(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		want, got []string
		h, c, v   float64
	}{
		{[]string{"a", "a", "b", "b"}, []string{"1", "1", "2", "2"}, 1, 1, 1},
		{[]string{"a", "a", "b", "b"}, []string{"1", "2", "3", "4"}, 1, 0.5, 2.0 / 3},
		{[]string{"a", "a", "b", "b"}, []string{"1", "2", "1", "2"}, 0, 0, 0},
	} {
		h, co, v := vMeasure(c.want, c.got)
		if math.Abs(h-c.h)+math.Abs(co-c.c)+math.Abs(v-c.v) > 1e-9 {
			t.Errorf("%v in %v: %g, %g, %g", c.want, c.got, h, co, v)
		}
	}
}
