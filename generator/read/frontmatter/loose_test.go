package frontmatter

import (
	"slices"
	"testing"

	"headsup/generator/diag"
)

// TestLooseFences holds that front matter which is not read is told, and counts
// as unread, so that a page is not published by what it did not mean to say.
func TestLooseFences(t *testing.T) {
	known := func(key string) bool { return slices.Contains([]string{"title", "visibility", "draft"}, key) }
	for src, want := range map[string]bool{
		"---\n\ttitle: T\n\tvisibility: internal\n---\nx\n":   true,
		" ---\ntitle: T\n ---\nx\n":                           true,
		"----\ndraft: true\n----\nx\n":                        true,
		"<!-- licence -->\n---\ntitle: T\n---\nx\n":           true,
		"---\rtitle: T\rvisibility: internal\r---\rx\r":       true,
		"---\u00a0\ntitle: T\n---\nx\n":                       true,
		"++++\ndraft = true\n++++\nx\n":                       true,
		"---\n\nJust a line above a text.\n":                  false,
		"Text.\n\n---\n\nMore: text.\n":                       false,
		"# Title\n\nText\n\n---\n\nText with title: in it.\n": false,
	} {
		doc, diags := Parse("a.md", []byte(src), known)
		told := slices.ContainsFunc(diags, func(d diag.Diagnostic) bool { return d.Rule[:12] == "front-matter" })
		if told != want || doc.Unread != want {
			t.Errorf("%q: told %v, unread %v, want %v: %v", src, told, doc.Unread, want, diags)
		}
	}
}
