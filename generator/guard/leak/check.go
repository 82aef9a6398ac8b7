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
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

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
	// Word is a word or phrase that nothing public may say, whatever else is
	// public. It is matched as whole words, whatever their case and whatever
	// signs part them. Of more than six words the first six count.
	Word
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
	ledger *ledger                 // windows of six words, of long passages and titles
	filter filter                  // of the ledger
	short  table                   // whole short texts, ends of addresses
	ends   filter                  // of the last words in short
	sizes  [window + 1]bool        // how many words entries of short have
	said   map[uint64]*atomic.Bool // words of short titles and passages: whether public texts say them

	// Lines returns the lines of a file with secrets, none when it cannot be
	// read; nil if findings are to have the positions that secrets came with.
	Lines func(path string) []string

	scratch sync.Pool    // of *scratch
	mu      sync.RWMutex // guards ledger and short
}

// maxReports is how many secrets are reported for one file.
const maxReports = 5

// Scan looks for secrets in one public file; its path says how to read it. The
// diagnostics are those of the rules "leak" and, for words, "internal-word", at
// the secrets' own positions, one a secret and not more than a few. A finding is
// one for good when all that is public by right has been told to
// [LeakCheck.Public]; none is final at once.
func (c *LeakCheck) Scan(file string, data []byte) []diag.Diagnostic {
	return c.scan(file, data, report{check: c, file: file})
}

// ScanCopied looks for secrets in a file that was copied as its authors wrote it,
// or in a part of it that begins behind so many lines. No public page says what
// it says, so a short secret counts only when it is distinctive: when one of its
// words is in no public text, and is none that titles are often made of, such
// as "Overview".
func (c *LeakCheck) ScanCopied(file string, lines int, data []byte) []diag.Diagnostic {
	return c.scan(file, data, report{check: c, file: file, before: lines, copied: true})
}

// ScanName looks for secrets in the name of a public file. What is said of short
// ones in [LeakCheck.ScanCopied] holds.
func (c *LeakCheck) ScanName(file string) []diag.Diagnostic {
	return c.scan("name.txt", []byte("/"+file), report{check: c, file: file, copied: true, name: true})
}

// IsText reports whether the check can read a file of this name.
func IsText(file string) bool {
	_, ok := modeOf(file)
	return ok
}

func (c *LeakCheck) scan(file string, data []byte, r report) []diag.Diagnostic {
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
	before int  // lines of the file before the data
	copied bool // the file is no work of the build
	name   bool // the data is the file's name
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

// add reports a secret that was read at data[start:].
func (r *report) add(place uint32, kind Kind, words string, start int) {
	where := "the file " + r.file
	if !r.name {
		where = fmt.Sprintf("%s:%d", r.file, r.before+1+bytes.Count(r.data[:start], []byte("\n")))
	}
	rule := "leak"
	message := fmt.Sprintf("%s has words that are not public: %q", where, words)
	hint := "find what copies them there, the theme for one; if they may be public, a public page has to say them"
	switch {
	case kind == Word:
		rule = "internal-word"
		message = fmt.Sprintf("%s says %q, which stays inside", where, words)
		hint = "use the name that customers know"
	case kind == Address:
		message = fmt.Sprintf("%s has the address of something that is not public: %q", where, words)
		hint = "find what links to it there; if it may be public, make its page public"
	case r.name:
		message = fmt.Sprintf("%s has a name that is not public: %q", where, words)
		hint = "rename the file, or do not show it on a public page"
	case r.copied:
		hint = "take them out of that file, or do not show it on a public page; if they may be public, a public page has to say them"
	}
	r.found = append(r.found, diag.New(rule, r.check.position(place, words), message, hint))
}

// position is where words of a secret stand in its file, so far as they can be
// found there.
func (c *LeakCheck) position(place uint32, words string) diag.Position {
	at := c.places[place]
	if c.Lines == nil {
		return at
	}
	if line, column, ok := NewWords(words).Find(c.Lines(at.Path)); ok {
		at.Line, at.Column = line, column
	}
	return at
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
		r.add(r.check.longs[e.index], Passage, quote(r.data[at.start:at.end], r.mode, at.json), at.start)
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
			switch s.kind {
			case Address:
				ok = r.check.isAddress(index, r.data, st)
			case Word:
				w := NewWords(s.text)
				ok = w.end(st, n, r.data)
			default:
				if words, ok = s.words(sum, n); ok {
					ok = r.counts(s.kind, st, n, words)
				}
			}
			if ok {
				r.shorts = append(r.shorts, index)
				r.add(s.place, s.kind, words, st.last(n-1).start)
			}
		})
	}
}

// counts reports whether the last n words, which are those of a short title or
// passage, are more than a coincidence.
func (r *report) counts(kind Kind, st *stream, n int, words string) bool {
	slug := st.isSlug(r.data, n)
	switch {
	case n >= 3 && st.telling(n, 2), r.spells(st, n, words):
	case kind == Title && slug:
	default:
		return false
	}
	return !r.copied && !slug || r.check.distinctive(st, n)
}

// spells reports whether the last n words are written as in words, capitals
// included. Tags inside of a word, entities and escapes are no part of it.
func (r *report) spells(st *stream, n int, words string) bool {
	same := true
	i := n - 1
	scan([]byte(words), plainText, func(w *stream) bool {
		if same = same && i >= 0; same {
			read, b := st.last(i), w.last(0)
			wanted := words[b.start:b.end]
			written := r.data[read.start:read.end]
			same = string(written) == wanted || quote(written, r.mode, r.json) == wanted
		}
		i--
		return same
	})
	return same && i == -1
}

// distinctive reports whether no public text says one of the last n words.
func (c *LeakCheck) distinctive(st *stream, n int) bool {
	for i := range n {
		if w := st.last(i); w.hash&numeric == 0 && w.end-w.start >= 3 && !c.said[w.hash].Load() {
			return true
		}
	}
	return false
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

// fromTable returns a table with one sign for all that part its cells. One that a
// blank follows is part of a sentence.
func fromTable(data []byte) []byte {
	out := slices.Clone(data)
	for i, c := range data {
		if c == '\t' || (c == ',' || c == ';') && i+1 < len(data) && data[i+1] != ' ' {
			out[i] = cellEnd
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
	case ".txt":
		return proseText, true
	case ".vtt", ".srt":
		return captionText, true
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico",
		".woff", ".woff2", ".ttf", ".otf",
		".mp3", ".mp4", ".m4a", ".ogg", ".webm", ".mov",
		".pdf", ".zip", ".gz", ".br", ".wasm",
		".bmp", ".ogv", ".wav", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp":
		return 0, false
	}
	return plainText, true
}
