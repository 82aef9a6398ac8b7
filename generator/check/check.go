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
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// NewLeakCheck prepares a check. Public is what public files hold by right, as
// plain text or HTML: passages, titles and addresses of public pages, strings
// of the configuration, a page of the theme without content. What secrets have
// in common with it is not secret: boilerplate that internal and public pages
// share, a name that a public page gives away.
//
// It keeps about 12 bytes for each word of the secrets, and their texts.
func NewLeakCheck(public []string, secrets []Secret) *LeakCheck {
	c := &LeakCheck{secrets: distinct(secrets)}
	longs, shorts := 0, 0
	for i := range c.secrets {
		n := countWords(c.secrets[i].Text)
		if c.secrets[i].Kind != Address && n >= window {
			longs += n - window + 1
		} else {
			shorts += 2
		}
	}
	c.long, c.short = newTable(longs), newTable(shorts)
	for i := range c.secrets {
		c.insert(i)
	}
	c.long.seal()
	c.short.seal()
	for _, text := range public {
		c.release(text, plainText)
		if strings.Contains(text, "<") {
			c.release(text, htmlText)
		}
	}
	c.long.seal()
	c.short.seal()
	return c
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

func (c *LeakCheck) insert(index int) {
	s := &c.secrets[index]
	if s.Kind == Address {
		c.insertAddress(index, s.Text)
		if escaped := escapePath(s.Text); escaped != s.Text {
			c.insertAddress(index, escaped)
		}
		return
	}
	last, n := stream{}, 0
	scan([]byte(s.Text), plainText, func(st *stream) bool {
		n++
		last = *st
		if n >= window && st.telling(window) >= 3 {
			c.long.insert(st.window(window), index, false)
		}
		return true
	})
	switch {
	case n == 0 || n >= window:
		return
	case n >= 3 && last.telling(n) >= 2:
	case s.Kind != Title || letters(s.Text) < 3:
		return
	}
	c.short.insert(last.window(n), index, true)
	c.sizes[n] = true
}

func (c *LeakCheck) insertAddress(index int, text string) {
	last, n := stream{}, 0
	scan([]byte(text), plainText, func(st *stream) bool {
		n++
		last = *st
		return true
	})
	if n = min(n, window); n > 0 {
		c.short.insert(last.window(n), index, true)
		c.sizes[n] = true
	}
}

// release takes what a public text says out of the tables.
func (c *LeakCheck) release(text string, m mode) {
	data := []byte(text)
	scan(data, m, func(st *stream) bool {
		if st.words >= window {
			c.long.remove(st.window(window), func(int) bool { return true })
		}
		for n := 1; n <= min(st.near, window); n++ {
			if c.sizes[n] {
				c.short.remove(st.window(n), func(index int) bool {
					return c.secrets[index].Kind != Address || c.isAddress(index, data, st)
				})
			}
		}
		return true
	})
}

// Scan looks for secrets in one public file; its path says how to read it. The
// diagnostics are those of the rule "leak", at the secrets' own positions, one
// a secret, in the order of the file and not more than a few.
func (c *LeakCheck) Scan(file string, data []byte) []diag.Diagnostic {
	m, ok := modeOf(file)
	if !ok {
		return nil
	}
	var out []diag.Diagnostic
	var reported []int
	report := func(index int, words string) {
		reported = append(reported, index)
		s := &c.secrets[index]
		message := fmt.Sprintf("%s has words that are not public: %q", file, words)
		hint := "find what copies them there, the theme for one; if they may be public, a public page has to say them"
		if s.Kind == Address {
			message = fmt.Sprintf("%s has the address of something that is not public: %q", file, words)
			hint = "find what links to it there; if it may be public, make its page public"
		}
		out = append(out, diag.New("leak", s.Position, message, hint))
	}
	scan(data, m, func(st *stream) bool {
		var sums [window + 1]uint64
		st.windows(&sums)
		if st.words >= window && c.long.maybe(sums[window]) {
			c.long.each(sums[window], func(index int) {
				if words, ok := c.words(index, sums[window], window); ok && !slices.Contains(reported, index) {
					report(index, words)
				}
			})
		}
		for n := 1; n <= min(st.near, window); n++ {
			if !c.sizes[n] || !c.short.maybe(sums[n]) {
				continue
			}
			c.short.each(sums[n], func(index int) {
				if slices.Contains(reported, index) {
					return
				}
				if c.secrets[index].Kind == Address {
					if c.isAddress(index, data, st) {
						report(index, c.secrets[index].Text)
					}
					return
				}
				words, ok := c.words(index, sums[n], n)
				if ok && (n >= 3 && st.telling(n) >= 2 || st.spells(data, n, words)) {
					report(index, words)
				}
			})
		}
		return len(out) < maxReports
	})
	if len(out) > maxReports {
		out = out[:maxReports]
	}
	return out
}

// words finds a window in a secret's text and returns it as it is written
// there. It is also the proof that the table's answer, from part of the sum,
// was right.
func (c *LeakCheck) words(index int, sum uint64, n int) (string, bool) {
	text := c.secrets[index].Text
	found := ""
	scan([]byte(text), plainText, func(st *stream) bool {
		if st.words >= n && st.window(n) == sum {
			found = text[st.start[n-1]:st.end[0]]
		}
		return found == ""
	})
	return found, found != ""
}

// isAddress reports whether the words that just ended are the end of a secret
// address: the path of the link that they stand in is the secret's.
func (c *LeakCheck) isAddress(index int, data []byte, st *stream) bool {
	from, to := st.start[0], st.end[0]
	for from > 0 && inURL(data[from-1]) && (from < 2 || !jsonSpace(data[from-2:from])) {
		from--
	}
	for to < len(data) && inURL(data[to]) && !jsonSpace(data[to:min(to+2, len(data))]) {
		to++
	}
	link := strings.ReplaceAll(string(data[from:to]), `\`, "")
	link = strings.TrimLeftFunc(link, punctuation)
	link = strings.TrimRightFunc(link, func(r rune) bool { return punctuation(r) || r == '.' || r == ':' })
	if _, rest, ok := strings.Cut(link, "://"); ok {
		_, link, _ = strings.Cut(rest, "/")
	} else if rest, ok := strings.CutPrefix(link, "//"); ok {
		_, link, _ = strings.Cut(rest, "/")
	}
	link = strings.Trim(strings.TrimSuffix(link, "index.html"), "/")
	want := c.secrets[index].Text
	return link == want || link == escapePath(want)
}

// inURL reports whether a byte may be part of a link's scheme, host or path.
// The backslash is that of an escaped slash in JSON.
func inURL(b byte) bool {
	switch {
	case b >= utf8.RuneSelf, '0' <= b && b <= '9', 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z':
		return true
	}
	return strings.IndexByte(`/-_.~%:@+\`, b) >= 0
}

// punctuation reports whether a rune beyond ASCII is around links, not in them.
func punctuation(r rune) bool {
	return r >= utf8.RuneSelf && !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Number)
}

// jsonSpace reports whether two bytes are JSON's escape of a space.
func jsonSpace(b []byte) bool {
	return len(b) == 2 && b[0] == '\\' && (b[1] == 'n' || b[1] == 'r' || b[1] == 't')
}

func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }

func countWords(text string) int {
	n := 0
	scan([]byte(text), plainText, func(*stream) bool { n++; return true })
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
