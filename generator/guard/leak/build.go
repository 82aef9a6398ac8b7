package leak

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"headsup/generator/diag"
)

// Builder makes a [LeakCheck] from secrets that come one at a time.
//
// Of long texts it keeps 12 bytes for each word, and positions; of titles,
// addresses and texts of a few words the text too.
//
// Secret is safe for concurrent use. The check is the same however the calls of
// different positions are mixed; those of one position are best made in order.
type Builder struct {
	scratch sync.Pool // of *scratch

	mu      sync.Mutex
	secrets secrets
}

// secrets is what is kept of the secrets.
type secrets struct {
	places []diag.Position
	longs  []uint32 // indices of places
	shorts []short
	ledger *ledger // of longs
}

// short is an address, or a passage or title of less than a window.
type short struct {
	text  string
	kind  Kind
	place uint32 // index of places
}

// scratch is what one goroutine needs to read texts.
type scratch struct {
	scanner
	buffer []byte   // of the text at hand
	sums   []uint64 // of its windows
	room   []int32
}

// NewBuilder returns a builder without texts.
func NewBuilder() *Builder {
	b := &Builder{secrets: secrets{ledger: new(ledger)}}
	b.scratch.New = newScratch
	return b
}

func newScratch() any { return new(scratch) }

// Secret adds a text that no public file may hold.
func (b *Builder) Secret(s Secret) {
	w := b.scratch.Get().(*scratch)
	defer b.scratch.Put(w)
	keep := false
	s.Text = norm.NFC.String(s.Text)
	switch s.Kind {
	case Address:
		s.Text = strings.Trim(strings.TrimSuffix(s.Text, "index.html"), "/")
		keep = s.Text != ""
	case Word:
		w.sums = w.sums[:0]
		words := NewWords(s.Text)
		s.Text = words.before + words.text + words.behind
		keep = words.size > 0
	default:
		w.windows(s.Text)
		n := w.text.words
		switch {
		case n == 0 || n >= window:
		case n >= 3 && w.text.telling(n, 2):
			keep = true
		default:
			keep = s.Kind == Title && letterCount(s.Text) >= 3
		}
	}
	if !keep && len(w.sums) == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.secrets.add(s, w.sums)
	w.sums = w.sums[:0]
}

// windows gathers the sums of the windows of a text that say something.
func (w *scratch) windows(text string) {
	w.buffer = append(w.buffer[:0], text...)
	w.sums = w.sums[:0]
	w.visit = func(st *stream) bool {
		if st.words >= window && st.telling(window, 3) {
			w.sums = append(w.sums, st.sum)
		}
		return true
	}
	w.run(w.buffer, plainText)
}

func (k *secrets) add(s Secret, sums []uint64) {
	if n := len(k.places); n == 0 || k.places[n-1] != s.Position {
		k.places = append(k.places, s.Position)
	}
	place := uint32(len(k.places) - 1)
	if len(sums) == 0 {
		k.shorts = append(k.shorts, short{strings.Clone(s.Text), s.Kind, place})
		return
	}
	index := uint32(len(k.longs))
	k.longs = append(k.longs, place)
	for _, sum := range sums {
		k.ledger.insert(sum, index)
	}
}

// Check returns the check. The builder is empty after it.
func (b *Builder) Check() *LeakCheck {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.secrets.seal()
	b.secrets = secrets{ledger: new(ledger)}
	return c
}

// Public adds a text that public files hold by right, as plain text or HTML:
// passages, titles and addresses of public pages, strings of the configuration,
// a page of the theme without content. What secrets have in common with it is
// not secret: boilerplate that internal and public pages share, a name that a
// public page gives away.
func (c *LeakCheck) Public(text string) {
	w := c.scratch.Get().(*scratch)
	defer c.scratch.Put(w)
	w.buffer = append(w.buffer[:0], text...)
	w.sums = w.sums[:0]
	w.visit = func(st *stream) bool {
		if st.words >= window {
			w.sums = append(w.sums, st.sum)
		}
		if said := c.said[st.last(0).hash]; said != nil {
			said.Store(true)
		}
		if c.maybeShort(st) {
			c.mu.Lock()
			c.release(st, w.data)
			c.mu.Unlock()
		}
		return true
	}
	w.run(w.buffer, plainText)
	if strings.Contains(text, "<") {
		w.run(w.buffer, htmlText)
	}
	w.room = slices.Grow(w.room[:0], len(w.sums))[:len(w.sums)]
	if hits := c.filter.pick(w.sums, w.room); len(hits) > 0 {
		c.mu.Lock()
		for _, i := range hits {
			c.ledger.remove(w.sums[i])
		}
		c.mu.Unlock()
	}
}

// release takes out the short secrets that end with the last word.
func (c *LeakCheck) release(st *stream, data []byte) {
	for n := 1; n <= min(st.near, window); n++ {
		if !c.sizes[n] {
			continue
		}
		c.short.remove(st.window(n), func(index int) bool {
			kind := c.shorts[index].kind
			return kind != Word && (kind != Address || c.isAddress(index, data, st))
		})
	}
}

// seal makes the check.
func (k *secrets) seal() *LeakCheck {
	rank := ranks(k.places)
	k.ledger.seal(func(i, j uint32) bool {
		a, b := rank[k.longs[i]], rank[k.longs[j]]
		return a < b || a == b && i < j
	})
	c := &LeakCheck{
		places: k.places,
		longs:  k.longs,
		shorts: k.shorts,
		ledger: k.ledger,
		filter: k.ledger.filter(),
		said:   map[uint64]*atomic.Bool{},
	}
	c.scratch.New = newScratch
	slices.SortStableFunc(c.shorts, func(x, y short) int { return cmp.Compare(rank[x.place], rank[y.place]) })
	c.shorts = distinct(c.shorts)
	c.insertShorts()
	return c
}

// ranks says for each position how many different ones come before it.
func ranks(places []diag.Position) []uint32 {
	order := make([]uint32, len(places))
	for i := range order {
		order[i] = uint32(i)
	}
	compare := func(i, j uint32) int {
		x, y := &places[i], &places[j]
		return cmp.Or(strings.Compare(x.Path, y.Path), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column))
	}
	slices.SortFunc(order, compare)
	out := make([]uint32, len(places))
	rank := uint32(0)
	for i, place := range order {
		if i > 0 && compare(order[i-1], place) != 0 {
			rank++
		}
		out[place] = rank
	}
	return out
}

// distinct returns the texts without those that stand there already.
func distinct(shorts []short) []short {
	type key struct {
		text string
		kind Kind
	}
	seen := make(map[key]bool, len(shorts))
	return slices.DeleteFunc(shorts, func(s short) bool {
		k := key{s.text, s.kind}
		had := seen[k]
		seen[k] = true
		return had
	})
}

// insertShorts makes the table of short texts and its filters.
func (c *LeakCheck) insertShorts() {
	c.short = newTable(len(c.shorts))
	c.ends = newFilter(len(c.shorts))
	for i, s := range c.shorts {
		c.insertShort(i, s.text)
	}
}

// insertShort adds a text's words, of an address the last ones.
func (c *LeakCheck) insertShort(index int, text string) {
	s := scanner{visit: func(*stream) bool { return true }}
	s.run([]byte(text), plainText)
	n := min(s.text.words, window)
	if n == 0 {
		return
	}
	if kind := c.shorts[index].kind; kind == Title || kind == Passage {
		for i := range n {
			hash := s.text.last(i).hash
			c.said[hash] = new(atomic.Bool)
			c.said[hash].Store(commonWords[hash])
		}
	}
	c.ends.addEnd(s.text.last(0).hash, s.text.last(1).hash, n == 1)
	c.sizes[n] = true
	c.short.insert(s.text.window(n), index)
}

func letterCount(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
