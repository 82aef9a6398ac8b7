package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"headsup/generator/publish/search/analysis"
)

// Limits of what is read of a query.
const (
	maxQuery = 400 // bytes
	maxWords = 16
)

// query is a query as it was understood.
type query struct {
	words   []word
	phrases [][]unit
	// adjoining are words that were typed without a space between them, such as
	// pub(crate): where they stand together is a better place.
	adjoining [][]unit
	// What a page must not have.
	notWords   []word
	notPhrases [][]unit
}

// word is one run of a query.
type word struct {
	text string // its first primary token, or the whole of a compound
	// forms are tokens that stand for all of it, the first as typed.
	forms []form
	parts []string // the primary tokens of a compound, or the words of a name in mixed case
	stop  bool
	stem  string // of the first form, by which words of queries and synonyms are compared
	// prefix is set when the word may be the beginning of one: it is the last
	// and nothing is typed behind it.
	prefix bool
}

type form struct {
	token  string
	weight float64
}

// unit is a token of a phrase and its place in it.
type unit struct {
	token  string
	offset int
}

// Weights of the forms of a word.
const (
	otherForm = 0.95 // without its hyphens, or a version without its v
	shortForm = 0.5  // a version without its last numbers
)

// parseQuery reads a query: words, "phrases", and -words and -"phrases" that a
// page must not have. A quotation mark that nothing closes is left out.
func parseQuery(text string, stems bool) query {
	var q query
	if len(text) > maxQuery {
		text = strings.ToValidUTF8(text[:maxQuery], "")
	}
	text = straightQuotes.Replace(text)
	words := 0
	for i := 0; i < len(text) && words < maxWords; {
		if text[i] == ' ' || isSpaceAt(text, i) {
			i++
			continue
		}
		not := isExclusion(text[i:])
		if not {
			i++
		}
		if text[i] == '"' {
			i++
			if end := strings.IndexByte(text[i:], '"'); end >= 0 {
				q.addPhrase(text[i:i+end], not)
				i += end + 1
				words++
			}
			continue
		}
		end := i
		for end < len(text) && text[end] != '"' && !isSpaceAt(text, end) {
			end++
		}
		list := readWords(text[i:end], stems)
		if not {
			q.notWords = append(q.notWords, list...)
		} else {
			if n := len(list); n > 0 && end == len(text) {
				list[n-1].prefix = true
			}
			if units := unitsOf(text[i:end]); len(list) > 1 {
				q.adjoining = append(q.adjoining, units)
			}
			q.words = append(q.words, list...)
		}
		words += len(list)
		i = end
	}
	q.words = q.words[:min(len(q.words), maxWords)]
	return q
}

// isExclusion reports whether a text begins with a minus that excludes what
// follows: a word or a phrase. Before a number or a second minus it is part of
// what is searched for.
func isExclusion(text string) bool {
	if text[0] != '-' || len(text) < 2 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[1:])
	return r == '"' || unicode.IsLetter(r)
}

var straightQuotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`)

// isSpaceAt reports whether white space begins at a byte, or goes on there.
func isSpaceAt(text string, i int) bool {
	for _, r := range text[i:] {
		return unicode.IsSpace(r)
	}
	return false
}

// addPhrase adds what stands between quotation marks. One word alone is a word
// that is meant exactly as it is.
func (q *query) addPhrase(text string, not bool) {
	units := unitsOf(text)
	switch {
	case len(units) == 0:
	case not:
		q.notPhrases = append(q.notPhrases, units)
	default:
		q.phrases = append(q.phrases, units)
	}
}

// unitsOf returns the primary tokens of a text.
func unitsOf(text string) []unit {
	var units []unit
	var scanner analysis.Scanner
	scanner.Scan(text, func(t analysis.Token) {
		if !t.Variant {
			units = append(units, unit{string(t.Text), t.Position})
		}
	})
	return units
}

// readWords reads the runs of a text without white space.
func readWords(text string, stems bool) []word {
	var list []word
	var scanner analysis.Scanner
	var loose []string // variants of the last run that do not stand for all of it
	last := -1
	finish := func() {
		if last < 0 {
			return
		}
		w := &list[len(list)-1]
		switch {
		case len(w.parts) > 1:
			if w.forms[0].token == w.parts[0] { // the whole is too long to be a token
				w.forms = nil
			} else {
				w.text = w.forms[0].token
			}
		case strings.Contains(w.text, "."): // a version
			for _, t := range loose {
				w.forms = append(w.forms, form{t, shortForm})
			}
		case len(loose) > 1:
			w.parts = loose
		}
		if len(w.parts) < 2 {
			w.parts = nil
		}
		w.stop = stems && w.parts == nil && analysis.IsStopWord(w.text)
		if len(w.forms) > 0 {
			w.stem = analysis.Stem(w.forms[0].token)
		}
		loose = nil
	}
	scanner.Scan(text, func(t analysis.Token) {
		if t.Run != last {
			finish()
			list = append(list, word{})
			last = t.Run
		}
		w := &list[len(list)-1]
		token := string(t.Text)
		switch {
		case !t.Variant:
			w.parts = append(w.parts, token)
			if len(w.parts) == 1 {
				w.text = token
				w.forms = []form{{token, 1}}
			}
		case t.Whole && len(w.parts) > 1 && len(w.forms) == 1 && w.forms[0].token == w.parts[0]:
			w.forms = []form{{token, 1}} // the whole, in place of its first part
		case t.Whole:
			w.forms = append(w.forms, form{token, otherForm})
		default:
			loose = append(loose, token)
		}
	})
	finish()
	return list
}
