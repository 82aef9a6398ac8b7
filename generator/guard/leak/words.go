package leak

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words are a few words to be found in texts: as whole words in any case, whatever
// signs part them. Signs around them, as in ".NET" and "C++", must be there, too.
type Words struct {
	text   string // from the first word to the last
	sum    uint64
	size   int
	before string // signs that stand before the first word
	behind string
}

// NewWords returns the words of a text, of a long one the first six.
func NewWords(text string) Words {
	var w Words
	text = norm.NFC.String(strings.TrimSpace(text))
	start, end, more := 0, 0, false
	scan([]byte(text), plainText, func(st *stream) bool {
		if more = st.words > window; more {
			return false
		}
		start, end = st.last(st.words-1).start, st.last(0).end
		w.size, w.sum = st.words, st.window(st.words)
		return true
	})
	w.text, w.before = text[start:end], text[:start]
	if !more {
		w.behind = text[end:]
	}
	return w
}

// end reports whether the words end with the last one of a stream, over no more
// than so many words.
func (w *Words) end(st *stream, most int, data []byte) bool {
	return w.size > 0 && w.size <= most && st.window(w.size) == w.sum &&
		bytes.HasSuffix(data[:st.last(w.size-1).start], []byte(w.before)) &&
		bytes.HasPrefix(data[st.last(0).end:], []byte(w.behind))
}

// Find returns where the words first stand in a file of Markdown or another text:
// the line and the character in it, both from 1.
func (w Words) Find(lines []string) (line, column int, ok bool) {
	var r scanner
	r.visit = func(st *stream) bool {
		if ok = w.end(st, st.words, r.data); ok {
			before := r.data[:st.last(w.size-1).start]
			line = bytes.Count(before, []byte("\n")) + 1
			column = utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
		}
		return !ok
	}
	r.run([]byte(strings.Join(lines, "\n")), htmlText)
	return line, column, ok
}

// In reports whether HTML says the words in one element or value.
func (w Words) In(html string) bool {
	found := false
	var r scanner
	r.visit = func(st *stream) bool {
		found = w.end(st, st.near, r.data)
		return !found
	}
	r.run([]byte(html), htmlText)
	return found
}

// commonWords are words that titles are often made of.
var commonWords = func() map[uint64]bool {
	words := map[uint64]bool{}
	scan([]byte(`about account admin all analytics and answers api architecture archive before billing changelog changes
		checklist common contact contents customers dashboard data demo design details diagram docs documentation example
		examples export faq features feedback first flow for from getting glossary guide guides help history home how import
		install installation integrations introduction invoices issues launch limits links login manual messages new notes
		notifications onboarding open options our out overview page pages plan plans playbook preview prices pricing problems
		process product products questions quick quickstart reference release releases reports resources roadmap sales
		search security see settings setup sign site start started status steps summary support table team template
		templates terms test the tips title tools training troubleshooting tutorial updates upgrade usage use user users
		version welcome what why with work workflow works you your`), plainText, func(st *stream) bool {
		words[st.last(0).hash] = true
		return true
	})
	return words
}()
