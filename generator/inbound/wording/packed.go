package wording

import (
	"headsup/generator/disk/compact"
)

// Pack writes the terms of a lexicon without pairs. What is known of words is found out again.
func (l *Lexicon) Pack(w *compact.Writer) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	names := make([]string, l.count)
	kinds := make([]Term, l.count)
	for name, t := range l.terms {
		names[t.Place()], kinds[t.Place()] = name, t.kind()
	}
	w.Uint(len(names))
	for i, name := range names {
		w.Uint(int(kinds[i]))
		w.Text(name)
	}
}

// UnpackLexicon reads a lexicon with the same numbers of terms.
func UnpackLexicon(form Form, r *compact.Reader) *Lexicon {
	l := NewLexicon(form)
	count := r.Count(2)
	l.terms = make(map[string]Term, count)
	for range count {
		kind := Term(r.Below(int(pair)))
		l.terms[r.Text()] = l.next(kind)
	}
	if len(l.terms) != count {
		r.Fail()
	}
	return l
}

// Size is how many terms there are.
func (l *Lexicon) Size() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.count
}

// Pack writes in how many texts the terms are.
func (w *Weights) Pack(to *compact.Writer) {
	to.Uint(w.texts)
	to.Uint(len(w.counts))
	for _, n := range w.counts {
		to.Uint(int(n))
	}
}

// UnpackWeights reads weights of terms of a lexicon.
func UnpackWeights(r *compact.Reader, l *Lexicon) (w Weights) {
	w.texts = r.Uint()
	w.counts = make([]int32, r.Count(1))
	for i := range w.counts {
		w.counts[i] = int32(r.Below(1 << 31))
	}
	w.kinds = make([]Term, len(w.counts))
	for _, t := range l.terms {
		if t.Place() < len(w.kinds) {
			w.kinds[t.Place()] = t.kind()
		}
	}
	return w
}
