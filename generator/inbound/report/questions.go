package report

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"headsup/generator/inbound/record"
	"headsup/generator/inbound/wording"
)

const (
	// longestQuestion is how many letters a question of a page has at most.
	longestQuestion = 140
	// alike is from which share of common words on two questions are one.
	alike = 0.75
)

// Questions returns what people ask in records, in the words of those who said it in the
// fewest, at most so many questions and none that only says another one again. Texts that
// are too long to be a question are left out.
func Questions(records []*record.Record, language string, most int) []string {
	type asked struct {
		text  string
		stems map[string]bool
	}
	var all []asked
	lexicon := wording.NewLexicon(wording.Form{})
	for _, r := range records {
		text := question(r)
		if text == "" || utf8.RuneCountInString(text) > longestQuestion {
			continue
		}
		a := asked{text, map[string]bool{}}
		for _, word := range lexicon.Read(text, cmp.Or(r.Lang, language)) {
			a.stems[word.Stem] = true
		}
		if len(a.stems) > 1 { // "Help!" asks nothing
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(a, b asked) int {
		return cmp.Or(cmp.Compare(rank(a.text), rank(b.text)), cmp.Compare(len(a.text), len(b.text)), cmp.Compare(a.text, b.text))
	})
	var out []string
	var kept []asked
	for _, a := range all {
		if len(kept) == most {
			break
		}
		if !slices.ContainsFunc(kept, func(b asked) bool { return shared(a.stems, b.stems) >= alike }) {
			kept, out = append(kept, a), append(out, a.text)
		}
	}
	return out
}

// rank puts what is written as a question first.
func rank(text string) int {
	if strings.HasSuffix(text, "?") || strings.HasSuffix(text, "？") {
		return 0
	}
	return 1
}

// question is the shortest sentence of a record that ends with a question mark, else its
// title or the first sentence of its text.
func question(r *record.Record) string {
	best, first := "", strings.TrimSpace(r.Title)
	for _, part := range []string{r.Title, r.Text} {
		for _, s := range sentences(part) {
			first = cmp.Or(first, s)
			if rank(s) == 0 && strings.Contains(s, " ") && (best == "" || len(s) < len(best)) {
				best = s
			}
		}
	}
	return strings.Join(strings.Fields(cmp.Or(best, first)), " ")
}

// sentences splits a text behind signs that end a sentence, and at the ends of lines.
func sentences(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		from := 0
		for i, c := range line {
			end := i + utf8.RuneLen(c)
			wide := c == '？' || c == '。' || c == '！'
			if wide || strings.ContainsRune("?!.", c) && (end == len(line) || strings.ContainsRune(" \t\r\n", rune(line[end]))) {
				out, from = append(out, strings.TrimSpace(line[from:end])), end
			}
		}
		out = append(out, strings.TrimSpace(line[from:]))
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// shared is the share of the words of the shorter set that both have.
func shared(a, b map[string]bool) float64 {
	if len(b) < len(a) {
		a, b = b, a
	}
	n := 0
	for stem := range a {
		if b[stem] {
			n++
		}
	}
	return float64(n) / float64(len(a))
}
