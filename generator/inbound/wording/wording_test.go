package wording

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
)

// termsOf returns the terms of a text as they read.
func termsOf(l *Lexicon, t Text) (out []string) {
	names := map[Term]string{}
	for name, term := range l.terms {
		names[term] = strings.Replace(name, "\x00", "#", 1)
	}
	for key, term := range l.pairs {
		names[term] = "+" + names[key[0]] + " " + names[key[1]]
	}
	for _, term := range l.Terms(t) {
		out = append(out, names[term])
	}
	return out
}

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
		l := NewLexicon(c.form)
		l.Terms(l.Read("other words, exports before them", c.language))
		text := l.Read(c.text, c.language)
		l.Terms(text)
		if got := termsOf(l, text); !slices.Equal(got, c.want) {
			t.Errorf("%q has %q, want %q", c.text, got, c.want)
		}
	}
}

// Whoever was first, texts have the same vectors, and questions add no pairs.
func TestConcurrentReading(t *testing.T) {
	t.Parallel()
	texts := []string{"Export invoices as a table", "Export the table of users", "The users and the invoices", "exports exported"}
	vectors := func(order []int, readers int) (out [][]float64) {
		l := NewLexicon(Form{Parts: 3, Pairs: true})
		var w Weights
		read := make([][]Term, len(texts))
		var wait sync.WaitGroup
		for r := range readers {
			wait.Go(func() {
				for n := r; n < len(order); n += readers {
					read[order[n]] = l.Terms(l.Read(texts[order[n]], "en"))
				}
			})
		}
		wait.Wait()
		for _, terms := range read {
			w.Add(terms)
		}
		loose := w.Vector(l.Find(l.Read("Export the invoices of all users as a table", "en")))
		w.Fix()
		pairs := len(l.pairs)
		terms := l.Find(l.Read("Export the invoices of all users as a table of all users", "en"))
		if n := len(l.pairs) - pairs; n > 0 || !slices.Contains(terms, Strange) {
			t.Errorf("the lexicon has %d more pairs, and the terms are %v", n, terms)
		}
		for _, v := range [][]Entry{loose, w.Vector(l.Find(l.Read("Export the invoices of all users as a table", "en"))), w.Vector(terms)} {
			var weights []float64
			for _, e := range v {
				weights = append(weights, e.Weight)
			}
			out = append(out, weights)
		}
		if !slices.Equal(out[0], out[1]) {
			t.Error("fixed weights are others")
		}
		return out
	}
	want := vectors([]int{0, 1, 2, 3}, 1)
	for _, other := range [][][]float64{vectors([]int{3, 1, 0, 2}, 1), vectors([]int{2, 3, 1, 0}, 3)} {
		if !slices.EqualFunc(other, want, slices.Equal) {
			t.Errorf("vectors\n%v\nand in another order\n%v", want, other)
		}
	}
}

// A rare term counts more than a common one, and a vector has the length of one.
func TestVector(t *testing.T) {
	t.Parallel()
	l := NewLexicon(Form{})
	var w Weights
	for _, text := range []string{"export the invoice", "print the invoice", "send the invoice"} {
		w.Add(l.Terms(l.Read(text, "en")))
	}
	of := func(word string) float64 { return w.Of(l.Terms(l.Read(word, "en"))[0]) }
	rare, common, stop := of("export"), of("invoice"), of("the")
	if unknown := of("calendar"); unknown < rare || rare < common || common < stop {
		t.Errorf("weights %g, %g, %g, %g", unknown, rare, common, stop)
	}
	square := 0.0
	for _, e := range w.Vector(l.Terms(l.Read("export the invoice", "en"))) {
		square += e.Weight * e.Weight
	}
	if math.Abs(square-1) > 1e-9 {
		t.Errorf("the vector's length is the root of %g", square)
	}
}

// Words of one field are near each other, and those of different fields are not.
func TestMeaning(t *testing.T) {
	t.Parallel()
	l := NewLexicon(Form{})
	var w Weights
	near := func(a, b string) float64 { return Dot(w.Meaning(l.Read(a, "en")), w.Meaning(l.Read(b, "en"))) }
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
