package redact

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
)

// phrases are words and names to take out, by their first word.
type phrases map[string][]phrase

type phrase struct {
	words []word
	kind  Kind
}

// add adds a phrase. One without letters and digits is none.
func (p phrases) add(text string, kind Kind) {
	if list := words(text); len(list) > 0 {
		// The list may be shared with another redactor, so it is never written to.
		had := p[list[0].folded]
		p[list[0].folded] = append(had[:len(had):len(had)], phrase{list, kind})
	}
}

// finds finds the phrases in a text. Of several that begin at one word, the longest counts.
func (p phrases) finds(s string) (finds []find) {
	if len(p) == 0 {
		return nil
	}
	text := words(s)
	for i := 0; i < len(text); i++ {
		var long phrase
		for _, ph := range p[text[i].folded] {
			if len(ph.words) > len(long.words) && begins(s, text[i:], ph.words) {
				long = ph
			}
		}
		n := len(long.words)
		if n > 0 && !isPlaceholder(s, text[i].from, text[i+n-1].to) {
			finds = append(finds, find{text[i].from, text[i+n-1].to, long.kind})
			i += n - 1
		}
	}
	return finds
}

// begins reports whether words of s begin with those of a phrase, with no more
// between them than stands between the parts of a name.
func begins(s string, text, phrase []word) bool {
	if len(text) < len(phrase) {
		return false
	}
	for i, w := range phrase {
		if text[i].folded != w.folded {
			return false
		}
		if i > 0 && strings.Trim(s[text[i-1].to:text[i].from], " \t\n\u00a0-_.,&'’") != "" {
			return false
		}
	}
	return true
}

// word is one of a text, in which it is at these bytes.
type word struct {
	folded   string
	from, to int
}

// words returns the words of a text: runs of letters, marks and digits.
func words(s string) (list []word) {
	fold := cases.Fold()
	from := -1
	end := func(to int) {
		if from >= 0 {
			list = append(list, word{fold.String(s[from:to]), from, to})
		}
		from = -1
	}
	for i, r := range s {
		switch {
		case !isWord(r):
			end(i)
		case from < 0:
			from = i
		}
	}
	end(len(s))
	return list
}

// isWord reports whether a rune is part of words.
func isWord(r rune) bool { return unicode.In(r, unicode.Letter, unicode.Mark, unicode.Digit) }
