package classify

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"headsup/generator/publish/search/analysis"
)

// feature is something that a text has: a word, two words next to each other, how a
// sentence begins. It is a hash, so that none has to be spelled out to be looked up.
type feature uint64

// What a feature is about. It is mixed into the hash, so that a word is not taken for the
// beginning of a sentence that it is.
const (
	aboutWord feature = iota + 1
	aboutStart
	aboutPair
	aboutFirst
	aboutFirstChars
	aboutLastChars
	aboutCue
	aboutCuePair
	aboutCueEnd
	aboutFirstCue
	aboutFirstCueEnd
	aboutFirstCues
	aboutCues
)

const (
	// longest is how many bytes of a text are read. What is asked stands before the logs that
	// people paste.
	longest = 4000
	// mostCues of a text are put together with each other.
	mostCues = 12
	// shortClause is the longest greeting that is one and no more, in words.
	shortClause = 6
	// edgeSize is how many characters are read at both ends of a clause, and how many of a
	// word stand for all of its forms.
	edgeSize = 4
)

// number stands for all of them.
const number feature = 1

// reader finds the features of texts. Its zero value is ready; it keeps memory from one
// text to the next and is for one goroutine.
type reader struct {
	scanner analysis.Scanner
	words   []wordAt
	found   []feature
	clause  []cue // of a clause
	all     []cue // of the text
	places  []int32
}

type wordAt struct {
	hash, start feature // of the word and of its first characters
	cue         cue     // of a word with a star
	from, to    int     // in the text
}

func mix(h, more feature) feature {
	h = (h ^ more) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// hash is that of Fowler, Noll and Vo.
func hash[T string | []byte](s T) feature {
	h := feature(0xcbf29ce484222325)
	for i := range len(s) {
		h = (h ^ feature(s[i])) * 0x100000001b3
	}
	return h
}

func (r *reader) add(about feature, parts ...feature) {
	for _, p := range parts {
		about = mix(about, p)
	}
	r.found = append(r.found, about)
}

// read returns the features of a text, valid until the next call. One that it has several
// times is there as often.
//
// A text is read clause by clause, so that "Hello, how do I" begins with how.
func (r *reader) read(text, lang string) []feature {
	r.found, r.all = r.found[:0], r.all[:0]
	language := hash(primary(lang))
	r.clauses(text, func(text string, words []wordAt, _ int, end feature) {
		r.readWords(text, language, words, end)
		r.readCues(end)
	})
	for i, c := range r.all {
		for _, other := range r.all[:i] {
			r.add(aboutCues, feature(min(c, other)), feature(max(c, other)))
		}
	}
	return r.found
}

// clauses calls a function with each clause that says something: the text without the lines
// that it answers, the clause's words, where the next one begins, and the sign that ends it.
// Greetings, and thanks that follow a question, say nothing about it and are left out, as
// is all that follows "kind regards". A text that is a greeting and no more is one clause.
func (r *reader) clauses(text string, each func(text string, words []wordAt, next int, end feature)) {
	r.words = r.words[:0]
	text = unquoted(text)
	text = text[:min(len(text), longest)]
	t := cues()
	r.scanner.Scan(text, func(token analysis.Token) {
		if token.Variant {
			return
		}
		w := wordAt{hash: number, start: number, from: token.Start, to: token.End}
		if c := token.Text[0]; c < '0' || c > '9' {
			w.hash, w.start, w.cue = hash(token.Text), hash(firstChars(token.Text)), t.start(token.Text)
		}
		r.words = append(r.words, w)
	})
	from, said := 0, false
	for i, w := range r.words {
		next := len(text)
		if i+1 < len(r.words) {
			next = max(w.to, r.words[i+1].from) // pairs of characters overlap
		}
		end := sign(text[w.to:next])
		if end == 0 && i+1 < len(r.words) {
			continue
		}
		words := r.words[from : i+1]
		from = i + 1
		r.clause = t.find(r.clause[:0], words)
		if len(r.clause) > 0 && said && r.clause[0] == t.bye {
			break
		}
		if len(words) <= shortClause && r.polite(t, said) {
			continue
		}
		each(text, words, next, end)
		said = true
	}
	if !said && from > 0 {
		each(text, r.words[:from], len(text), 0)
	}
}

var readers = sync.Pool{New: func() any { return new(reader) }}

// Said returns what a text says beside being polite: without greetings, thanks that follow,
// quoted lines and what follows "kind regards".
func Said(text string) string {
	r := readers.Get().(*reader)
	defer readers.Put(r)
	var out strings.Builder
	r.clauses(text, func(text string, words []wordAt, next int, _ feature) {
		out.WriteString(text[opened(text, words[0].from):opened(text, next)])
	})
	return strings.ToValidUTF8(out.String(), "")
}

// opened returns where brackets and quotes begin that stand before a place in a text, so that
// "Hello, [name] asks" goes on with the bracket.
func opened(text string, at int) int {
	for at < len(text) && at > 0 && strings.IndexByte(`[("'`, text[at-1]) >= 0 {
		at--
	}
	return at
}

// unquoted returns a text without the lines of others that it answers.
func unquoted(text string) string {
	if !strings.HasPrefix(text, ">") && !strings.Contains(text, "\n>") {
		return text
	}
	var own strings.Builder
	for line := range strings.Lines(text) {
		if line[0] != '>' {
			own.WriteString(line)
		}
	}
	return own.String()
}

// polite reports whether the clause that was read last greets, or thanks in advance for
// what was said.
func (r *reader) polite(t *cueTable, said bool) bool {
	return len(r.clause) > 0 && (r.clause[0] == t.greet || len(r.clause) == 1 && r.clause[0] == t.thanks && said)
}

func (r *reader) readWords(text string, language feature, words []wordAt, end feature) {
	for i, w := range words {
		r.add(aboutWord, language, w.hash)
		r.add(aboutStart, w.start)
		if i > 0 {
			r.add(aboutPair, words[i-1].hash, w.hash)
		}
	}
	if len(words) > 1 {
		r.add(aboutFirst, words[0].hash, words[1].hash)
	}
	clause := text[words[0].from:words[len(words)-1].to]
	r.add(aboutFirstChars, hash(strings.ToLower(firstChars(clause))))
	r.add(aboutLastChars, hash(strings.ToLower(lastChars(clause))), end)
}

func (r *reader) readCues(end feature) {
	for i, c := range r.clause {
		r.add(aboutCue, feature(c))
		r.add(aboutCueEnd, feature(c), end)
		for _, before := range r.clause[max(0, i-2):i] {
			r.add(aboutCuePair, feature(before), feature(c))
		}
		if len(r.all) < mostCues && !slices.Contains(r.all, c) {
			r.all = append(r.all, c)
		}
	}
	if len(r.clause) > 0 {
		r.add(aboutFirstCue, feature(r.clause[0]))
		r.add(aboutFirstCueEnd, feature(r.clause[0]), end)
	}
	if len(r.clause) > 1 {
		r.add(aboutFirstCues, feature(r.clause[0]), feature(r.clause[1]))
	}
}

// sign returns the one that ends a clause, 0 when none stands between two words.
func sign(gap string) feature {
	var found feature
	for _, c := range gap {
		switch c {
		case '?', '？':
			return '?'
		case '!', '！':
			found = '!'
		case '.', '。', '\n', ',', ';', ':', '、', '—', '–', '(', ')':
			if found == 0 {
				found = '.'
			}
		}
	}
	return found
}

// primary is the language of a tag without region and script.
func primary(tag string) string {
	language, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(language)
}

// firstChars is what a clause or a word begins with.
func firstChars[T string | []byte](s T) T {
	i := 0
	for range edgeSize {
		_, size := utf8.DecodeRuneInString(string(s[i:min(len(s), i+utf8.UTFMax)]))
		i += size
	}
	return s[:i]
}

// lastChars is what a clause ends with.
func lastChars(clause string) string {
	i := len(clause)
	for range edgeSize {
		_, size := utf8.DecodeLastRuneInString(clause[:i])
		i -= size
	}
	return clause[i:]
}
