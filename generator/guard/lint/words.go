package lint

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
)

// word is one of the words that stay inside.
type word struct {
	text    string
	pattern *regexp.Regexp
}

// wordsOf compiles the site's internal words. White space in one matches any,
// and capitals do not count.
func wordsOf(list []string) []word {
	var out []word
	for _, text := range list {
		parts := strings.Fields(text)
		if len(parts) == 0 {
			continue
		}
		for i := range parts {
			parts[i] = regexp.QuoteMeta(parts[i])
		}
		out = append(out, word{text, regexp.MustCompile(`(?i)` + strings.Join(parts, `\s+`))})
	}
	return out
}

// find returns where the word stands by itself in a text, or -1: no letter or
// digit is next to it.
func (w *word) find(text string) int {
	for from := 0; ; {
		at := w.pattern.FindStringIndex(text[from:])
		if at == nil {
			return -1
		}
		begin, end := from+at[0], from+at[1]
		before, _ := utf8.DecodeLastRuneInString(text[:begin])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !inWord(before) && !inWord(after) {
			return begin
		}
		_, size := utf8.DecodeRuneInString(text[begin:])
		from = begin + size
	}
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// internalWord looks for the site's internal words in all that public readers
// may get to see of a page.
func internalWord(in *Input, report reporter) error {
	words := wordsOf(in.Config.InternalWords)
	if len(words) == 0 {
		return nil
	}
	for i := range in.Entries {
		e := &in.Entries[i]
		if e.Visibility != content.Public || e.Draft {
			continue
		}
		texts, err := publicTexts(e)
		if err != nil {
			return err
		}
		for j := range words {
			w := &words[j]
			for _, text := range texts {
				if w.find(text) < 0 {
					continue
				}
				report(diag.New("internal-word", w.place(in, e), "the public page says "+diag.Quote(w.text)+", which stays inside",
					"use the name that customers know, or move it into a block for one audience"))
				break
			}
		}
	}
	return nil
}

// publicTexts are what a page says to everyone.
func publicTexts(e *link.Entry) ([]string, error) {
	texts := []string{e.Title, e.Page.Summary, e.CTA.Label, e.CTA.URL, e.Slug, e.ID, e.Snippet.Key, e.Release.Version, e.Playbook.When}
	texts = append(texts, e.Questions...)
	texts = append(texts, e.Tags...)
	outline := e.Outline()
	frag := &outline.Full
	if outline.Public != nil {
		frag = outline.Public
	}
	for _, h := range frag.Headings {
		texts = append(texts, h.Text)
	}
	for _, r := range frag.Refs {
		texts = append(texts, r.Dest)
	}
	passages, err := e.Passages(true)
	if err != nil {
		return nil, err
	}
	for _, p := range passages {
		texts = append(texts, p.Text)
	}
	return texts, nil
}

// place returns where a word first stands in what is public of a page's file, or
// the beginning of the file.
func (w *word) place(in *Input, e *link.Entry) diag.Position {
	var open []bool // blocks, and whether they are for one audience
	hidden := false // of front matter: the field at hand is internal
	for i, line := range in.Lines(e.Source) {
		if i+1 < e.BodyLine {
			if line != "" && line[0] != ' ' && line[0] != '\t' && line[0] != '-' {
				hidden = isInternalField(line)
			}
			if hidden {
				continue
			}
		} else {
			open = in.fence(open, line)
			if slices.Contains(open, true) {
				continue
			}
		}
		if at := w.find(line); at >= 0 {
			return diag.Position{Path: e.Source, Line: i + 1, Column: utf8.RuneCountInString(line[:at]) + 1}
		}
	}
	// A phrase over two lines, or a word in the file's own name.
	return diag.Position{Path: e.Source, Line: 1, Column: 1}
}

// fence follows the ::: blocks of a body.
func (in *Input) fence(open []bool, line string) []bool {
	mark := strings.TrimSpace(strings.TrimLeft(line, "> \t"))
	rest := strings.TrimLeft(mark, ":")
	if len(mark)-len(rest) < 3 {
		return open
	}
	name, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if name == "" {
		return open[:max(0, len(open)-1)]
	}
	internal := strings.EqualFold(name, "internal") ||
		slices.ContainsFunc(in.Config.Audiences, func(t content.Term) bool { return strings.EqualFold(t.ID, name) })
	return append(open, internal)
}

// isInternalField reports whether a line of front matter begins a field that is
// never public.
func isInternalField(line string) bool {
	key, _, _ := strings.Cut(line, ":")
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "actions", "owner", "feature_flag", "silence", "review_by":
		return true
	}
	return false
}
