package check

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// NewLeakCheck prepares a check. Public is what public files hold by right, as
// plain text or HTML: passages, titles and addresses of public pages, strings
// of the configuration, a page of the theme without content. What secrets have
// in common with it is not secret: boilerplate that internal and public pages
// share, a name that a public page gives away.
//
// It keeps about 12 bytes for each word of the secrets, and their texts.
func NewLeakCheck(public []string, secrets []Secret) *LeakCheck {
	b := builder{LeakCheck: LeakCheck{secrets: distinct(secrets)}}
	longs, shorts := 0, 0
	for i := range b.secrets {
		n := b.countWords(b.secrets[i].Text)
		if b.secrets[i].Kind != Address && n >= window {
			longs += n - window + 1
		} else {
			shorts += 2
		}
	}
	b.long, b.short = newTable(longs), newTable(shorts)
	for i := range b.secrets {
		b.insert(i)
	}
	for _, text := range public {
		b.release(text, plainText)
		if strings.Contains(text, "<") {
			b.release(text, htmlText)
		}
	}
	return &b.LeakCheck
}

// distinct returns the secrets without those whose text stands there already.
func distinct(secrets []Secret) []Secret {
	type key struct {
		text string
		kind Kind
	}
	seen := make(map[key]bool, len(secrets))
	out := make([]Secret, 0, len(secrets))
	for _, s := range secrets {
		if s.Kind == Address {
			s.Text = strings.Trim(strings.TrimSuffix(s.Text, "index.html"), "/")
		}
		k := key{s.Text, s.Kind}
		if !seen[k] {
			seen[k] = true
			out = append(out, s)
		}
	}
	return out
}

// builder is a check that is being made.
type builder struct {
	LeakCheck
	buffer  []byte // of the text at hand
	pending batch
}

func (b *builder) bytes(text string) []byte {
	b.buffer = append(b.buffer[:0], text...)
	return b.buffer
}

func (b *builder) insert(index int) {
	s := &b.secrets[index]
	if s.Kind == Address {
		b.insertAddress(index, s.Text)
		if escaped := escapePath(s.Text); escaped != s.Text {
			b.insertAddress(index, escaped)
		}
		return
	}
	var all stream // of a short text
	n := 0
	scan(b.bytes(s.Text), plainText, func(st *stream) bool {
		n++
		switch {
		case n < window:
			all = *st
		case st.telling(window) >= 3 && b.pending.add(st.window(window)):
			b.insertPending(index)
		}
		return true
	})
	b.insertPending(index)
	switch {
	case n == 0 || n >= window:
		return
	case n >= 3 && all.telling(n) >= 2:
	case s.Kind != Title || letters(s.Text) < 3:
		return
	}
	b.short.insert(all.window(n), index, true)
	b.sizes[n] = true
}

func (b *builder) insertPending(index int) {
	for _, sum := range b.pending.take() {
		b.long.insert(sum, index, false)
	}
}

func (b *builder) insertAddress(index int, text string) {
	var last stream
	scan(b.bytes(text), plainText, func(st *stream) bool {
		last = *st
		return true
	})
	if n := min(last.words, window); n > 0 {
		b.short.insert(last.window(n), index, true)
		b.sizes[n] = true
	}
}

// release takes what a public text says out of the tables.
func (b *builder) release(text string, m mode) {
	data := b.bytes(text)
	scan(data, m, func(st *stream) bool {
		if st.words >= window && b.pending.add(st.window(window)) {
			b.releasePending()
		}
		for n := 1; n <= min(st.near, window); n++ {
			if !b.sizes[n] {
				continue
			}
			b.short.remove(st.window(n), func(index int) bool {
				return b.secrets[index].Kind != Address || b.isAddress(index, data, st)
			})
		}
		return true
	})
	b.releasePending()
}

func (b *builder) releasePending() {
	for _, sum := range b.pending.take() {
		b.long.remove(sum, func(int) bool { return true })
	}
}

// countWords counts what scan would visit. For ASCII it takes a shorter way.
func (b *builder) countWords(text string) int {
	n := 0
	before := part
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			n = 0
			scan(b.bytes(text), plainText, func(*stream) bool { n++; return true })
			return n
		}
		c := class[text[i]]
		if c > look && before <= look {
			n++
		}
		before = c
	}
	return n
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
