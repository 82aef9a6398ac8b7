package wording

import (
	"math"
	"slices"
	"testing"
)

func TestTerms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, language string
		form           Form
		want           []string
	}{
		{"Exports, exporting", "en", Form{}, []string{"export"}},
		{"Exports, exporting", "de", Form{}, []string{"exports", "exporting"}},
		{"a big map", "en", Form{Parts: 3, Pairs: true}, []string{"a", "big", "+a big", "map", "+big map"}},
		{"größe", "de", Form{Parts: 4}, []string{"grosse", "#^gro", "#gros", "#ross", "#osse", "#sse$"}},
		{"", "en", Form{Parts: 3, Pairs: true}, nil},
	} {
		if got := Read(c.text, c.language).Terms(c.form); !slices.Equal(got, c.want) {
			t.Errorf("%q has %q, want %q", c.text, got, c.want)
		}
	}
}

// A rare term counts more than a common one, and a vector has the length of one.
func TestVector(t *testing.T) {
	t.Parallel()
	w := NewWeights()
	for _, text := range []string{"export the invoice", "print the invoice", "send the invoice"} {
		w.Add(Read(text, "en").Terms(Form{}))
	}
	_, rare := w.Of("export")
	_, common := w.Of("invoic")
	_, stop := w.Of("the")
	if number, unknown := w.Of("calendar"); number != -1 || unknown < rare || rare < common || common < stop {
		t.Errorf("weights %g, %g, %g, %g", unknown, rare, common, stop)
	}
	square := 0.0
	for _, e := range w.Vector(Read("export the invoice", "en").Terms(Form{})) {
		square += e.Weight * e.Weight
	}
	if math.Abs(square-1) > 1e-9 {
		t.Errorf("the vector's length is the root of %g", square)
	}
}

// Words of one field are near each other, and those of different fields are not.
func TestMeaning(t *testing.T) {
	t.Parallel()
	w := NewWeights()
	near := func(a, b string) float64 { return Dot(w.Meaning(Read(a, "en")), w.Meaning(Read(b, "en"))) }
	for _, c := range [][3]string{
		{"car", "automobile", "invoice"},
		{"purchase", "buying", "music"},
		{"doctor", "physician", "calendar"},
		{"bill", "payment", "weather"},
	} {
		if like, unlike := near(c[0], c[1]), near(c[0], c[2]); like < unlike+0.2 {
			t.Errorf("%s is %.2f near %s, and %.2f near %s", c[0], like, c[1], unlike, c[2])
		}
	}
	if near("qwrtzx", "car") != 0 {
		t.Error("a word without a meaning has one")
	}
}

// The numbers of terms give the vector of the terms, to the last bit.
func TestVectorOf(t *testing.T) {
	t.Parallel()
	form := Form{Parts: 3, Pairs: true}
	w := NewWeights()
	for _, text := range []string{"Export invoices as a table", "Export the table of users", "The users and the invoices"} {
		w.Add(Read(text, "en").Terms(form))
	}
	terms := Read("Export the invoices of all users as a table", "en").Terms(form)
	known := slices.DeleteFunc(slices.Clone(terms), func(term string) bool { n, _ := w.Of(term); return n < 0 })
	if len(known) == 0 || len(known) == len(terms) {
		t.Fatalf("%d of %d terms are known", len(known), len(terms))
	}
	numbers := w.Numbers(terms)
	if got, want := w.VectorOf(numbers), w.Vector(known); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, n := range numbers {
		if int(n) >= w.Terms() || w.Texts(n) < 1 || w.Texts(n) > 3 {
			t.Errorf("term %d of %d is in %d texts", n, w.Terms(), w.Texts(n))
		}
	}
}
