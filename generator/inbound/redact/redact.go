// Package redact takes personal data and secrets out of texts, and names accounts
// without their names.
//
// It knows what has a form: addresses, numbers, keys, mentions, and the words that a
// site lists. A name in the middle of a sentence has none, and stays unless it is
// listed or known from elsewhere; see [Redactor.Knowing].
package redact

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind is what was taken out. In its place stands its name in brackets.
type Kind string

// The kinds, in the order in which they are counted for people.
const (
	Email  Kind = "email"
	Phone  Kind = "phone"
	Card   Kind = "card"
	IBAN   Kind = "iban"
	Secret Kind = "secret"
	User   Kind = "user"
	Name   Kind = "name"
	Word   Kind = "redacted"
)

// kinds are all kinds with their names for one and for several.
var kinds = []struct {
	kind      Kind
	one, many string
}{
	{Email, "e-mail address", "e-mail addresses"},
	{Phone, "telephone number", "telephone numbers"},
	{Card, "card number", "card numbers"},
	{IBAN, "bank account", "bank accounts"},
	{Secret, "password or key", "passwords or keys"},
	{User, "mention", "mentions"},
	{Name, "name", "names"},
	{Word, "listed word", "listed words"},
}

func (k Kind) placeholder() string { return "[" + string(k) + "]" }

var withoutPlaceholders = func() *strings.Replacer {
	var pairs []string
	for _, p := range placeholders {
		pairs = append(pairs, p, " ")
	}
	return strings.NewReplacer(pairs...)
}()

// Left returns what a text still says where something was taken out of it.
func Left(text string) string {
	if !strings.Contains(text, "[") {
		return text
	}
	return withoutPlaceholders.Replace(text)
}

// Counts says how many of each kind were taken out.
type Counts map[Kind]int

// Add adds the counts of another text.
func (c Counts) Add(more Counts) {
	for kind, n := range more {
		c[kind] += n
	}
}

// Total is the sum of all counts.
func (c Counts) Total() int {
	total := 0
	for _, n := range c {
		total += n
	}
	return total
}

// String returns "2 e-mail addresses, 1 card number", or "nothing".
func (c Counts) String() string {
	var parts []string
	for _, k := range kinds {
		switch n := c[k.kind]; {
		case n == 1:
			parts = append(parts, "1 "+k.one)
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d %s", n, k.many))
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "nothing")
}

// Options are what a site says about it.
type Options struct {
	Words []string // never to be written, in any case of letters
	Key   []byte   // for the labels of accounts; see [Key]
}

// Redactor takes out what the rules say. It may be used by several goroutines.
type Redactor struct {
	key     []byte
	phrases phrases
}

// New returns a redactor.
func New(opt Options) *Redactor {
	r := &Redactor{key: opt.Key, phrases: phrases{}}
	for _, w := range opt.Words {
		r.phrases.add(w, Word)
	}
	return r
}

// Knowing returns a redactor that knows people's names, too. Names of one word are
// left out, since many are words of the language as well.
func (r *Redactor) Knowing(names ...string) *Redactor {
	more := &Redactor{key: r.key, phrases: r.phrases}
	for _, name := range names {
		if len(words(name)) < 2 {
			continue
		}
		if len(more.phrases) == len(r.phrases) {
			more.phrases = maps.Clone(r.phrases)
		}
		more.phrases.add(name, Name)
	}
	return more
}

// passes bounds how often a text is looked at again. What is taken out can make
// visible what stood beside it; more than twice is hardly ever needed.
const passes = 16

// Text returns a text without what the rules take out, and counts that. A text that
// Text returned is returned unchanged.
func (r *Redactor) Text(s string) (string, Counts) {
	found := Counts{}
	for range passes {
		next := r.once(s, found)
		if next == s {
			break
		}
		s = next
	}
	return s, found
}

// once applies each rule once. Those that know more of what they take out come first.
func (r *Redactor) once(s string, found Counts) string {
	lower := strings.ToLower(s)
	for _, rule := range rules {
		if rule.needed(lower) {
			s = replace(s, rule.finds(s), found)
		}
	}
	return replace(s, r.phrases.finds(s), found)
}

// find is a piece of a text that is to be taken out.
type find struct {
	from, to int
	kind     Kind
}

// replace puts placeholders in the place of what was found, in the order of the text.
func replace(s string, finds []find, found Counts) string {
	if len(finds) == 0 {
		return s
	}
	var b strings.Builder
	end := 0
	for _, f := range finds {
		b.WriteString(s[end:f.from])
		b.WriteString(f.kind.placeholder())
		found[f.kind]++
		end = f.to
	}
	b.WriteString(s[end:])
	return b.String()
}

// placeholders are what may stand in a text that was redacted before.
var placeholders = func() []string {
	var all []string
	for _, k := range kinds {
		all = append(all, k.kind.placeholder())
	}
	return all
}()

// isPlaceholder reports whether a piece of a text with the brackets around it is one.
func isPlaceholder(s string, from, to int) bool {
	return from > 0 && to < len(s) && slices.Contains(placeholders, s[from-1:to+1])
}
