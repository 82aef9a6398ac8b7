// Package leak judges what a build has made, independently of how it was made.
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
//	b := check.NewBuilder()
//	b.Secret(check.Secret{Text: "Falcon", Kind: check.Title, Position: pos})
//	c := b.Check()
//	diagnostics := c.Scan("feed.json", data)
//	if len(diagnostics) > 0 {
//		c.Public("See how teams fly.")
//		diagnostics = c.Scan("feed.json", data)
//	}
//
// The package does not decide what is public, does not read or write files, and
// does not look into images, fonts, archives or anything compressed. It finds
// words as they are written: not paraphrases, not translations.
package leak

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"headsup/generator/diag"
	"headsup/generator/paths"
)

// Kind is what kind of text a secret is, and with it how it is matched.
type Kind uint8

// The kinds of secrets.
const (
	// Passage is prose: a paragraph, an item, a summary. Any run of six
	// words in it counts that stands in one element, value or line of text, and
	// any run of eleven over several: fewer may meet there by chance, where one
	// item ends and the next begins. Of a text with three to five words all of
	// them count, standing together in one element. Shorter texts are ignored.
	Passage Kind = iota
	// Title is a name: matched as a passage. One with fewer than three words,
	// or with nothing but short ones, counts where it is written with the
	// same capitals. What public content says in the same words, such as
	// "Overview", is no secret wherever else it stands.
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
	places []diag.Position
	longs  []uint32 // the place of each long secret
	shorts []short
	ledger *ledger          // windows of six words, of long passages and titles
	filter filter           // of the ledger
	short  table            // whole short texts, ends of addresses
	ends   filter           // of the last words in short
	sizes  [window + 1]bool // how many words entries of short have

	scratch sync.Pool    // of *scratch
	mu      sync.RWMutex // guards ledger and short
}

// maxReports is how many secrets are reported for one file.
const maxReports = 5

// Scan looks for secrets in one public file; its path says how to read it. The
// diagnostics are those of the rule "leak", at the secrets' own positions, one
// a secret and not more than a few. A finding is one for good when all that is
// public by right has been told to [LeakCheck.Public]; none is final at once.
func (c *LeakCheck) Scan(file string, data []byte) []diag.Diagnostic {
	m, ok := modeOf(file)
	if !ok {
		return nil
	}
	switch {
	case isMarkdown(file):
		data, m = fromMarkdown(data), htmlText
	case isTable(file):
		data = fromTable(data)
	}
	r := report{check: c, file: file}
	r.visit = func(st *stream) bool {
		if st.near >= window || st.words >= window && st == &r.text {
			at := span{start: st.last(window - 1).start, end: st.last(0).end, json: r.json}
			if st.near < window {
				at.order = st.words
			}
			r.sums[r.waiting], r.spans[r.waiting] = st.sum, at
			if r.waiting++; r.waiting == len(r.sums) {
				r.long()
			}
		}
		if c.maybeShort(st) {
			r.short(st)
		}
		return !r.full()
	}
	r.run(data, m)
	r.long()
	return r.found
}

// maybeShort reports whether a short secret may end with the last word.
func (c *LeakCheck) maybeShort(st *stream) bool {
	return c.ends.maybeEnd(st.last(0).hash, st.last(1).hash)
}

// report is what is found in one file.
type report struct {
	scanner
	check  *LeakCheck
	file   string
	found  []diag.Diagnostic
	longs  []uint32 // that are reported
	shorts []int

	// Windows that wait to be looked up, many at once.
	waiting int
	sums    [batch]uint64
	spans   [batch]span

	// Windows over more than one element that were found in a row: how many, and
	// the order of the last.
	row, last int
}

const batch = 64

// span is where a window was read: data[start:end].
type span struct {
	start, end int
	json       bool // escapes of JSON were in force
	order      int  // of a window over more than one element, in its text; 0 for others
}

// follows counts a window over more than one element, and reports whether as
// many as a window has words were found in a row.
func (r *report) follows(at span) bool {
	if at.order != r.last+1 {
		r.row = 0
	}
	r.last = at.order
	r.row++
	return r.row >= window
}

func (r *report) full() bool { return len(r.found) >= maxReports }

func (r *report) add(place uint32, kind Kind, words string) {
	message := fmt.Sprintf("%s has words that are not public: %q", r.file, words)
	hint := "find what copies them there, the theme for one; if they may be public, a public page has to say them"
	if kind == Address {
		message = fmt.Sprintf("%s has the address of something that is not public: %q", r.file, words)
		hint = "find what links to it there; if it may be public, make its page public"
	}
	r.found = append(r.found, diag.New("leak", r.check.places[place], message, hint))
}

// long looks up the windows that wait.
func (r *report) long() {
	sums := r.sums[:r.waiting]
	r.waiting = 0
	var room [batch]int32
	hits := r.check.filter.pick(sums, room[:])
	if len(hits) == 0 {
		return
	}
	r.check.mu.RLock()
	defer r.check.mu.RUnlock()
	for _, i := range hits {
		e := r.check.ledger.find(sums[i])
		if e == nil || r.full() || slices.Contains(r.longs, e.index) {
			continue
		}
		at := r.spans[i]
		if at.order > 0 && !r.follows(at) {
			continue
		}
		r.longs = append(r.longs, e.index)
		r.add(r.check.longs[e.index], Passage, quote(r.data[at.start:at.end], r.mode, at.json))
	}
}

func (r *report) short(st *stream) {
	r.check.mu.RLock()
	defer r.check.mu.RUnlock()
	for n := 1; n <= min(st.near, window); n++ {
		if !r.check.sizes[n] {
			continue
		}
		sum := st.window(n)
		r.check.short.each(sum, func(index int) {
			if r.full() || slices.Contains(r.shorts, index) {
				return
			}
			s := &r.check.shorts[index]
			words, ok := s.text, false
			if s.kind == Address {
				ok = r.check.isAddress(index, r.data, st)
			} else if words, ok = s.words(sum, n); ok {
				ok = n >= 3 && st.telling(n, 2) || st.spells(r.data, n, words)
			}
			if ok {
				r.shorts = append(r.shorts, index)
				r.add(s.place, s.kind, words)
			}
		})
	}
}

// words returns the text from its first word to its last. It is also the proof
// that the table's answer, from part of the sum, was right.
func (s *short) words(sum uint64, n int) (string, bool) {
	var r scanner
	r.visit = func(*stream) bool { return true }
	r.run([]byte(s.text), plainText)
	if r.text.words != n || r.text.window(n) != sum {
		return "", false
	}
	return s.text[r.text.last(n-1).start:r.text.last(0).end], true
}

// isMarkdown reports whether a file of the output is Markdown.
func isMarkdown(file string) bool {
	return strings.EqualFold(path.Ext(file), ".md") || path.Base(file) == paths.LLMs
}

// isTable reports whether a file holds cells, parted by signs.
func isTable(file string) bool {
	ext := strings.ToLower(path.Ext(file))
	return ext == ".csv" || ext == ".tsv"
}

// fromTable returns the cells of a table, one a line. A sign that a blank follows
// is one of a sentence.
func fromTable(data []byte) []byte {
	out := slices.Clone(data)
	for i, c := range data {
		if c == '\t' || (c == ',' || c == ';') && i+1 < len(data) && data[i+1] != ' ' {
			out[i] = '\n'
		}
	}
	return out
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
	case ".txt", ".vtt", ".srt":
		return proseText, true
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico",
		".woff", ".woff2", ".ttf", ".otf",
		".mp3", ".mp4", ".m4a", ".ogg", ".webm", ".mov",
		".pdf", ".zip", ".gz", ".br", ".wasm",
		".bmp", ".ogv", ".wav", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp":
		return 0, false
	}
	return plainText, true
}
