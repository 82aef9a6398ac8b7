package wording

import (
	"math"
	"slices"
	"strings"
	"sync"

	"headsup/generator/publish/search/analysis"
)

// Text is the words of a text, in the order in which they stand.
type Text []*Word

// Word is what is known of a word.
type Word struct {
	Text  string // as it stands, folded
	Stem  string
	term  Term
	parts []Term
	place int     // in the table of what words mean, -1 for none
	share float64 // one by the length of its vector there
}

// MaxWords are read of a text. What a text is about is said at its beginning, and a log
// file that somebody pasted is not compared to the end.
const MaxWords = 200

// Form is which terms are made of a text beside its stems.
type Form struct {
	Parts int  // letters of a part of a word, 0 for none
	Pairs bool // of stems that stand one behind the other
}

// minParted is how many letters a word has of which parts are compared.
const minParted = 4

// Term is the number of a term in its lexicon. It says what kind of term it is, too.
type Term int32

// The kinds of terms. A stop is the stem of a word without a bearing on what a text is about.
const (
	stem Term = iota
	stop
	part
	pair
	kindBits = 2
)

// Place is where a term stands in lists of all terms.
func (t Term) Place() int { return int(t >> kindBits) }

func (t Term) kind() Term { return t & (1<<kindBits - 1) }

// Lexicon gives terms numbers, and keeps what is known of words, so that a word that comes
// again is neither stemmed nor taken apart again. It is safe for concurrent use. Which
// number a term has depends on who was first, and nothing that is made of terms does. Use
// [NewLexicon].
type Lexicon struct {
	form Form

	mu    sync.RWMutex
	words [2]map[string]*Word // by how they stand: those that are not stemmed, and those that are
	terms map[string]Term     // stems and parts
	pairs map[[2]Term]Term
	count int // of terms
}

// NewLexicon returns a lexicon of terms of a form.
func NewLexicon(form Form) *Lexicon {
	l := &Lexicon{form: form, terms: map[string]Term{}, pairs: map[[2]Term]Term{}}
	for i := range l.words {
		l.words[i] = map[string]*Word{}
	}
	return l
}

// Read reads a text. Words are stemmed when the language, a BCP 47 tag, has stems.
func (l *Lexicon) Read(text, language string) Text {
	stemmed := 0
	if analysis.Stems(language) {
		stemmed = 1
	}
	if len(text) > 16*MaxWords {
		text = strings.ToValidUTF8(text[:16*MaxWords], "")
	}
	r := readers.Get().(*reader)
	defer readers.Put(r)
	r.words, r.missing = r.words[:0], r.missing[:0]
	l.mu.RLock()
	known := l.words[stemmed]
	r.scanner.Scan(text, func(token analysis.Token) {
		if token.Variant || len(r.words) == MaxWords {
			return
		}
		w := known[string(token.Text)]
		if w == nil {
			r.missing = append(r.missing, string(token.Text))
		}
		r.words = append(r.words, w)
	})
	l.mu.RUnlock()
	for i, n := 0, 0; n < len(r.missing); i++ {
		if r.words[i] == nil {
			r.words[i] = l.learn(r.missing[n], stemmed)
			n++
		}
	}
	return slices.Clone(r.words)
}

// reader is memory that is used again.
type reader struct {
	scanner analysis.Scanner
	words   Text
	missing []string // words that are not known
	stamps  []uint32 // of each term: when it was seen last
	stamp   uint32
	strange [][2]Term // pairs
}

var readers = sync.Pool{New: func() any { return new(reader) }}

// first reports whether a term is seen for the first time with this stamp.
func (r *reader) first(t Term) bool {
	i := t.Place()
	if i >= len(r.stamps) {
		r.stamps = append(r.stamps, make([]uint32, i+1+i/4-len(r.stamps))...)
	}
	if r.stamps[i] == r.stamp {
		return false
	}
	r.stamps[i] = r.stamp
	return true
}

// begin forgets which terms were seen.
func (r *reader) begin() {
	if r.stamp++; r.stamp == 0 {
		clear(r.stamps)
		r.stamp = 1
	}
}

// learn takes in a word.
func (l *Lexicon) learn(text string, stemmed int) *Word {
	w := &Word{Text: text, Stem: text, place: -1}
	if stemmed == 1 {
		w.Stem = analysis.Stem(text)
	}
	m := meanings()
	if place, ok := m.number[w.Stem]; ok {
		w.place, w.share = place, 1/math.Sqrt(max(m.square(place), 1))
	}
	var parts []string
	if letters := []rune(w.Stem); l.form.Parts > 0 && len(letters) >= minParted {
		letters = []rune("^" + w.Stem + "$")
		for j := 0; j+l.form.Parts <= len(letters); j++ {
			parts = append(parts, string(letters[j:j+l.form.Parts]))
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if known := l.words[stemmed][text]; known != nil {
		return known
	}
	kind := stem
	if analysis.IsStopWord(w.Stem) {
		kind = stop
	}
	w.term = l.termOf(w.Stem, kind)
	for _, p := range parts {
		w.parts = append(w.parts, l.termOf("\x00"+p, part))
	}
	l.words[stemmed][text] = w
	return w
}

func (l *Lexicon) termOf(name string, kind Term) Term {
	t, ok := l.terms[name]
	if !ok {
		t = l.next(kind)
		l.terms[name] = t
	}
	return t
}

// next returns a new term.
func (l *Lexicon) next(kind Term) Term {
	t := Term(l.count)<<kindBits | kind
	l.count++
	return t
}

// Terms returns the terms of a text, each once, in the order in which they stand.
func (l *Lexicon) Terms(t Text) []Term { return l.collect(t, true) }

// Find returns the terms of a text as [Lexicon.Terms] does, but a pair that is in none of the
// texts of which the lexicon was asked for terms is [Strange]. So questions do not make it grow
// without end.
func (l *Lexicon) Find(t Text) []Term { return l.collect(t, false) }

// Strange is a pair that no text has. Its place is less than 0.
const Strange = -1<<kindBits | pair

func (l *Lexicon) collect(t Text, grow bool) []Term {
	r := readers.Get().(*reader)
	defer readers.Put(r)
	r.begin()
	r.strange = r.strange[:0]
	size := 0
	for _, w := range t {
		size += 2 + len(w.parts)
	}
	out := make([]Term, 0, size)
	add := func(t Term) {
		if r.first(t) {
			out = append(out, t)
		}
	}
	if l.form.Pairs {
		l.mu.RLock()
		defer func() { l.mu.RUnlock() }()
	}
	for i, w := range t {
		add(w.term)
		if l.form.Pairs && i > 0 {
			key := [2]Term{t[i-1].term, w.term}
			p, ok := l.pairs[key]
			if !ok && grow {
				l.mu.RUnlock()
				p, ok = l.learnPair(key), true
				l.mu.RLock()
			}
			if ok {
				add(p)
			} else if !slices.Contains(r.strange, key) {
				r.strange = append(r.strange, key)
				out = append(out, Strange)
			}
		}
		for _, p := range w.parts {
			add(p)
		}
	}
	return out
}

func (l *Lexicon) learnPair(key [2]Term) Term {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.pairs[key]
	if !ok {
		p = l.next(pair)
		l.pairs[key] = p
	}
	return p
}
