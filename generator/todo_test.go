package generator_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// A build refuses a public page that says what is still to be written, and leaves
// colleagues and drafts alone.
func TestToDoInPublic(t *testing.T) {
	t.Parallel()
	const head = "---\ntitle: A\ndate: 2026-01-01\n"
	for _, tt := range []struct {
		name, text string
		errors     int
	}{
		{"public", head + "visibility: public\n---\n\nTo do: the text.\n", 1},
		{"summary", head + "visibility: public\nsummary: 'To do: one sentence.'\n---\n\nText.\n", 1},
		{"internal", head + "---\n\nTo do: the text.\n", 0},
		{"draft", head + "visibility: public\ndraft: true\n---\n\nTo do: the text.\n", 0},
		{"block", head + "visibility: public\n---\n\nText.\n\n:::internal\nTo do: whom to ask.\n:::\n", 0},
		{"code", head + "visibility: public\n---\n\n```\nTo do: as it is typed.\n```\n", 0},
		{"prose", head + "visibility: public\n---\n\nWhat you have to do: nothing. A list \"To do: \" is not one.\n", 0},
		{"silenced", head + "visibility: public\nsilence: {to-do: it is the name of a list}\n---\n\nTo do: a list.\n", 0},
	} {
		for _, visibility := range []content.Visibility{content.Internal, content.Public} {
			dir := filepath.Join(t.TempDir(), "content")
			writeFiles(t, dir, map[string]string{"headsup.yaml": "title: Site\nbase_url: https://example.com/\n", "releases/a.md": tt.text})
			res, err := generator.Build(context.Background(), generator.Options{
				Content: dir, NoCache: true, Visibility: visibility, Now: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC),
			})
			if err != nil {
				t.Fatal(err)
			}
			if errors, _ := diag.Count(res.Diagnostics); errors != tt.errors {
				t.Errorf("%s, built as %s: %v", tt.name, visibility, res.Diagnostics)
			}
		}
	}
}
