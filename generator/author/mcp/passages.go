package mcp

import (
	"strings"
	"unicode"
)

// Passage is a run of a page's Markdown that has one mark.
type Passage struct {
	Public   bool   `json:"public" jsonschema:"Whether customers can read this very text. If not, it is for colleagues only."`
	Markdown string `json:"markdown"`
}

// passages marks the Markdown of a page by that which customers get: public are its
// paragraphs, list items and other blocks that stand there word for word.
func passages(markdown, customers string) []Passage {
	known := map[string]bool{}
	for _, b := range blocks(customers) {
		known[strings.TrimRight(b, "\n")] = true
	}
	out := []Passage{}
	for _, b := range blocks(markdown) {
		public := known[strings.TrimRight(b, "\n")]
		if last := len(out) - 1; last >= 0 && out[last].Public == public {
			out[last].Markdown += b
			continue
		}
		out = append(out, Passage{public, b})
	}
	return out
}

// blocks cuts Markdown at its empty lines and before the items of its lists. Put together, the
// blocks are the text again.
func blocks(markdown string) []string {
	var out []string
	ended := true
	for l := range lines(markdown) {
		empty := strings.TrimSpace(l.text) == ""
		item := !l.code && (strings.HasPrefix(l.text, "- ") || strings.HasPrefix(l.text, "  - "))
		switch {
		case !empty && (ended && !l.code || item), len(out) == 0:
			out = append(out, l.text)
		default:
			out[len(out)-1] += l.text
		}
		ended = empty && !l.code
	}
	return out
}

// line is one line of Markdown with its break.
type line struct {
	text  string
	code  bool // inside a block of code, behind its first line
	level int  // of the heading that it is, else 0
}

func lines(markdown string) func(yield func(line) bool) {
	return func(yield func(line) bool) {
		fence := ""
		for text := range strings.Lines(markdown) {
			l := line{text: text, code: fence != ""}
			trimmed := strings.TrimSpace(text)
			switch run := fenceOf(trimmed); {
			case fence == "" && run != "":
				fence = run
			case fence != "" && strings.HasPrefix(run, fence) && run == trimmed:
				fence = ""
			case fence == "":
				hashes := len(text) - len(strings.TrimLeft(text, "#"))
				if hashes > 0 && hashes <= 6 && strings.HasPrefix(text[hashes:], " ") {
					l.level = hashes
				}
			}
			if !yield(l) {
				return
			}
		}
	}
}

// fenceOf returns the run of backticks or tildes that fences code, "" for other lines.
func fenceOf(text string) string {
	for _, mark := range []string{"`", "~"} {
		if n := len(text) - len(strings.TrimLeft(text, mark)); n >= 3 {
			return text[:n]
		}
	}
	return ""
}

// headings returns the sections of Markdown, as their headings are written.
func headings(markdown string) []string {
	out := []string{}
	for l := range lines(markdown) {
		if l.level > 1 {
			out = append(out, heading(l))
		}
	}
	return out
}

func heading(l line) string { return strings.TrimSpace(strings.TrimLeft(l.text, "#")) }

// section returns the part of Markdown under a heading, which is meant by its words or by the
// anchor that is made of them.
func section(markdown, name string) (text string, ok bool) {
	level := 0
	for l := range lines(markdown) {
		switch {
		case level == 0 && l.level > 1 && letters(heading(l)) == letters(name):
			level = l.level
			text = l.text
		case level > 0 && l.level > 0 && l.level <= level:
			return text, true
		case level > 0:
			text += l.text
		}
	}
	return text, level > 0
}

// letters are the letters and digits of a text, in small letters.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// within reports whether each piece of an excerpt stands in a text.
func within(excerpt, text string) bool {
	for piece := range strings.SplitSeq(excerpt, "…") {
		if !strings.Contains(text, fold(piece)) {
			return false
		}
	}
	return true
}

// fold makes one space of all white space.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }
