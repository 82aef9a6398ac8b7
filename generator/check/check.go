// Package check judges what a build has made, independently of how it was made.
//
// Its one check so far is the leak check: the words and addresses of what is
// not public, looked for in the bytes of public files. The packages below keep
// internal content out by construction; this one knows nothing of how, so a
// mistake there, in a theme or in a template shows up here.
//
// The nouns: a [Secret] is a text that must not be in a public file, with the
// place in the content that it comes from. A [LeakCheck] knows all secrets of a
// build, less what public content says in the same words.
//
//	c := check.NewLeakCheck(public, secrets)
//	diagnostics := c.Scan("feed.json", data)
//
// The package does not decide what is public, does not read or write files, and
// does not look into images, fonts, archives or anything compressed. It finds
// words as they are written: not paraphrases, not translations.
package check

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"headsup/generator/diag"
)

// Kind is what kind of text a secret is, and with it how it is matched.
type Kind uint8

// The kinds of secrets.
const (
	// Passage is prose: a paragraph, an item, a summary. Any run of six
	// words in it counts; of a text with three to five words all of them,
	// standing together in one element or value. Shorter texts are ignored.
	Passage Kind = iota
	// Title is a name: matched as a passage. One with fewer than three words,
	// or with nothing but short ones, counts where it is written with the
	// same capitals.
	Title
	// Address is a path, root-relative or relative to the site's root, as
	// public files would have it ("/enable/releases/x/", "releases/x/"),
	// not percent-encoded. It matches the whole path of a link or of an
	// absolute URL, with or without query, anchor and index.html.
	Address
)

// Secret is a text that no public file may hold.
type Secret struct {
	Text string
	Kind Kind
	diag.Position
}

// LeakCheck looks for secrets. It is safe for concurrent use.
type LeakCheck struct {
	secrets []Secret
	long    *table           // windows of six words, of passages and titles
	short   *table           // whole short texts, ends of addresses
	sizes   [window + 1]bool // how many words entries of short have
}

// maxReports is how many secrets are reported for one file.
const maxReports = 5

// Scan looks for secrets in one public file; its path says how to read it. The
// diagnostics are those of the rule "leak", at the secrets' own positions, one
// a secret and not more than a few.
func (c *LeakCheck) Scan(file string, data []byte) []diag.Diagnostic {
	m, ok := modeOf(file)
	if !ok {
		return nil
	}
	r := report{check: c, file: file, data: data}
	var pending batch
	var sums [window + 1]uint64
	scan(data, m, func(st *stream) bool {
		n := window
		if st.words < window {
			n = st.near
		}
		st.windows(&sums, min(n, window))
		if st.words >= window && pending.add(sums[window]) {
			r.long(&pending)
		}
		for n := 1; n <= min(st.near, window); n++ {
			if c.sizes[n] && c.short.maybe(sums[n]) {
				r.short(sums[n], n, st)
			}
		}
		return !r.full()
	})
	r.long(&pending)
	return r.found
}

// batch gathers the sums of windows. They are looked up one after the other,
// with nothing in between, so that the processor waits for many answers from
// memory at once and not for each.
type batch struct {
	sums [64]uint64
	n    int
}

// add adds a sum and reports whether the batch is full.
func (b *batch) add(sum uint64) bool {
	b.sums[b.n] = sum
	b.n++
	return b.n == len(b.sums)
}

// take empties the batch and returns what it held.
func (b *batch) take() []uint64 {
	n := b.n
	b.n = 0
	return b.sums[:n]
}

// report is what is found in one file.
type report struct {
	check   *LeakCheck
	file    string
	data    []byte
	found   []diag.Diagnostic
	secrets []int // that are reported
}

func (r *report) full() bool { return len(r.found) >= maxReports }

func (r *report) add(index int, words string) {
	r.secrets = append(r.secrets, index)
	s := &r.check.secrets[index]
	message := fmt.Sprintf("%s has words that are not public: %q", r.file, words)
	hint := "find what copies them there, the theme for one; if they may be public, a public page has to say them"
	if s.Kind == Address {
		message = fmt.Sprintf("%s has the address of something that is not public: %q", r.file, words)
		hint = "find what links to it there; if it may be public, make its page public"
	}
	r.found = append(r.found, diag.New("leak", s.Position, message, hint))
}

func (r *report) long(b *batch) {
	for _, sum := range b.take() {
		if !r.check.long.maybe(sum) {
			continue
		}
		r.check.long.each(sum, func(index int) {
			if r.full() || slices.Contains(r.secrets, index) {
				return
			}
			if words, ok := r.check.words(index, sum, window); ok {
				r.add(index, words)
			}
		})
	}
}

func (r *report) short(sum uint64, n int, st *stream) {
	r.check.short.each(sum, func(index int) {
		if r.full() || slices.Contains(r.secrets, index) {
			return
		}
		if r.check.secrets[index].Kind == Address {
			if r.check.isAddress(index, r.data, st) {
				r.add(index, r.check.secrets[index].Text)
			}
			return
		}
		words, ok := r.check.words(index, sum, n)
		if ok && (n >= 3 && st.telling(n) >= 2 || st.spells(r.data, n, words)) {
			r.add(index, words)
		}
	})
}

// words finds a window in a secret's text and returns it as it is written
// there. It is also the proof that the table's answer, from part of the sum,
// was right.
func (c *LeakCheck) words(index int, sum uint64, n int) (string, bool) {
	text := c.secrets[index].Text
	found := ""
	scan([]byte(text), plainText, func(st *stream) bool {
		if st.words >= n && st.window(n) == sum {
			found = text[st.last(n-1).start:st.last(0).end]
		}
		return found == ""
	})
	return found, found != ""
}

// modeOf says how to read a file; ok is false for one that holds no text.
func modeOf(file string) (m mode, ok bool) {
	switch strings.ToLower(path.Ext(file)) {
	case ".html", ".htm":
		return htmlText, true
	case ".xml", ".svg":
		return xmlText, true
	case ".json", ".js", ".mjs", ".map", ".webmanifest":
		return jsonText, true
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico",
		".woff", ".woff2", ".ttf", ".otf",
		".mp3", ".mp4", ".m4a", ".ogg", ".webm", ".mov",
		".pdf", ".zip", ".gz", ".br", ".wasm":
		return 0, false
	}
	return plainText, true
}
