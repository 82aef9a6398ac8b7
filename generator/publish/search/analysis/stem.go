package analysis

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// Stems reports whether words of a language, a BCP 47 tag, are stemmed.
func Stems(language string) bool {
	tag := strings.ToLower(language)
	return tag == "en" || strings.HasPrefix(tag, "en-")
}

// Stem returns the stem of an English token: that of the Snowball algorithm
// (https://snowballstem.org/algorithms/english/stemmer.html). Tokens that are
// not words, with anything but the letters a to z, are their own stem.
func Stem(token string) string {
	if len(token) < 3 || !isWordToken(token) {
		return token
	}
	env := snowballstem.NewEnv(token)
	english.Stem(env)
	return env.Current()
}

// StemPrefixes returns beginnings of which all tokens with a stem have one, in
// order: the stem itself, and another one where its last letter comes from the
// algorithm, as in happy, hoping and possibility. The few tokens that have none are
// in [Irregular].
func StemPrefixes(stem string) []string {
	if len(stem) < 3 || !isWordToken(stem) {
		return []string{stem}
	}
	head := stem[:len(stem)-1]
	switch {
	case strings.HasSuffix(stem, "i"):
		return []string{stem, head + "y"}
	case strings.HasSuffix(stem, "bl"):
		return []string{head + "ilit", stem}
	case strings.HasSuffix(stem, "e") && strings.ContainsAny(head, "aeiouy"):
		return []string{stem, head + "ing"}
	}
	return []string{stem}
}

// Irregular are the tokens that do not begin as their stem does, by stem.
var Irregular = map[string][]string{"die": {"dying"}, "lie": {"lying"}, "tie": {"tying"}, "sky": {"skies"}}

func isWordToken(token string) bool {
	for i := range len(token) {
		if token[i] < 'a' || token[i] > 'z' {
			return false
		}
	}
	return token != ""
}

// IsStopWord reports whether a token is an English word that has no bearing on
// what a page is about. A query with other words leaves it out.
func IsStopWord(token string) bool { return stopWords[token] }

var stopWords = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`a about already also am an and any are as at be been but by can could did do does for
		from get had has have he her here him his how i if in into is it its just may me might must my now of on or our
		shall she should so some still than that the their them then there these they this those to too us very was we
		were what when where which while who why will with would yet you your`) {
		set[w] = true
	}
	return set
}()

// IsWord reports whether a token is letters and nothing else, of a script that is
// written with spaces: a word that can be misspelt.
func IsWord(token string) bool {
	for _, r := range token {
		if !unicode.IsLetter(r) || isUnspaced(r) {
			return false
		}
	}
	return token != ""
}
