package compact

import (
	"math"
	"testing"
)

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	var w Writer
	uints := []int{0, 1, 127, 128, 1 << 40, math.MaxInt}
	ints := []int64{0, -1, 1, math.MinInt64, math.MaxInt64}
	floats := []float64{0, -0.1, math.Pi, math.Inf(1), math.SmallestNonzeroFloat64}
	texts := []string{"", "a", "größer", string(make([]byte, 300))}
	for _, n := range uints {
		w.Uint(n)
	}
	for _, n := range ints {
		w.Int(n)
	}
	for _, f := range floats {
		w.Float(f)
	}
	for _, s := range texts {
		w.Text(s)
	}
	read := func(data []byte) bool {
		r := NewReader(data)
		same := true
		for _, n := range uints {
			same = r.Uint() == n && same
		}
		for _, n := range ints {
			same = r.Int() == n && same
		}
		for _, f := range floats {
			same = r.Float() == f && same
		}
		for _, s := range texts {
			same = r.Text() == s && same
		}
		return r.Done() && same
	}
	if !read(w.Bytes) {
		t.Error("what was written is not read")
	}
	if read(append(w.Bytes[:len(w.Bytes):len(w.Bytes)], 0)) {
		t.Error("a byte more is not noticed")
	}
	for n := range len(w.Bytes) {
		if read(w.Bytes[:n]) {
			t.Errorf("the first %d of %d bytes are taken for all", n, len(w.Bytes))
		}
	}
}

// What is damaged is noticed, and never takes more memory than there are bytes.
func TestDamage(t *testing.T) {
	t.Parallel()
	for name, read := range map[string]func(*Reader){
		"a number without end": func(r *Reader) { r.Uint() },
		"a sign without end":   func(r *Reader) { r.Int() },
		"a short float":        func(r *Reader) { r.Float() },
		"a long text":          func(r *Reader) { r.Text() },
		"a far place":          func(r *Reader) { r.Below(3) },
		"a long list":          func(r *Reader) { r.Count(1) },
	} {
		r := NewReader([]byte{0xff, 0xff, 0xff})
		if name == "a far place" || name == "a long list" || name == "a long text" {
			r = NewReader([]byte{3, 0, 0})
		}
		if read(r); !r.Failed() || r.Done() || r.Uint() != 0 || r.Text() != "" {
			t.Errorf("%s is not noticed", name)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte{1, 2, 3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		for r := NewReader(data); !r.Failed() && !r.Done(); {
			r.Uint()
			r.Int()
			if len(r.Text()) > len(data) || r.Count(1) > len(data) {
				t.Fatal("more than there is")
			}
			r.Float()
		}
	})
}
