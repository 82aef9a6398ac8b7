package lint

import (
	"html"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/guard/leak"
	"headsup/generator/link"
)

// InternalWords looks for the site's internal words in all that public readers
// may get to see of a page. The error is one of reading a compiled body.
func InternalWords(in Input) ([]diag.Diagnostic, error) {
	var found []diag.Diagnostic
	err := internalWord(&in, func(d diag.Diagnostic) { found = append(found, d) })
	return found, err
}

func internalWord(in *Input, report reporter) error {
	if len(in.Config.InternalWords) == 0 {
		return nil
	}
	for i := range in.Entries {
		e := &in.Entries[i]
		if e.Visibility != content.Public || e.Draft {
			continue
		}
		says, err := publicHTML(e)
		if err != nil {
			return err
		}
		var lines []string // that are public
		for _, text := range in.Config.InternalWords {
			words := leak.NewWords(text)
			if !words.In(says) {
				continue
			}
			if lines == nil {
				lines = in.publicLines(e)
			}
			// What is not found stands in the file's own name.
			at := diag.Position{Path: e.Source, Line: 1, Column: 1}
			if line, column, ok := words.Find(lines); ok {
				at.Line, at.Column = line, column
			}
			report(diag.New("internal-word", at, "the public page says "+diag.Quote(text)+", which stays inside",
				"use the name that customers know, or move it into a block for one audience"))
		}
	}
	return nil
}

// publicHTML is what a page says to everyone, as HTML.
func publicHTML(e *link.Entry) (string, error) {
	texts := []string{
		e.Title, e.Page.Summary, e.CTA.Label, e.CTA.URL, e.Ask, e.Slug, e.Path, e.ID, e.Snippet.Key, e.Release.Version,
		e.Release.DocsURL, e.Page.Image.Dest, e.Playbook.When, e.Playbook.Duration,
	}
	texts = append(texts, e.Questions...)
	texts = append(texts, e.Tags...)
	for _, a := range e.Aliases {
		texts = append(texts, a.Path)
	}
	outline := e.Outline()
	frag := &outline.Full
	if outline.Public != nil {
		frag = outline.Public
	}
	for _, r := range frag.Refs {
		texts = append(texts, r.Dest)
	}
	for i, text := range texts {
		texts[i] = html.EscapeString(text)
	}
	body, err := e.HTML(true)
	if err != nil {
		return "", err
	}
	return strings.Join(append(texts, string(body)), "\n<p>"), nil
}

// publicLines returns the lines of a page's file; those that only insiders see
// are blank.
func (in *Input) publicLines(e *link.Entry) []string {
	var open []bool // blocks, and whether they are for one audience
	hidden := false // of front matter: the field at hand is internal
	lines := in.Lines(e.Source)
	out := make([]string, len(lines))
	for i, line := range lines {
		if i+1 < e.BodyLine {
			if line != "" && line[0] != ' ' && line[0] != '\t' && line[0] != '-' {
				hidden = isInternalField(line)
			}
		} else {
			open = in.fence(open, line)
			hidden = slices.Contains(open, true)
		}
		if !hidden {
			out[i] = line
		}
	}
	return out
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
	case "actions", "owner", "feature_flag", "silence", "review_by", "date_differs", "requests":
		return true
	}
	return false
}
