package content

import "testing"

func TestLeftOut(t *testing.T) {
	cfg := config(t, "include: [_methods, \"docs/_guides/**\"]\nkinds: {release-note: {dir: _posts}, playbook: {dir: docs/_books}}")
	for file, want := range map[string]bool{
		"_draft.md": true, "_drafts/a.md": true, "docs/_partials/a.md": true, "_drafts/_index.md": true, "_posts/_drafts/a.md": true,
		"docs/_Index_.md": true,
		"a.md":            false, "docs/a_b.md": false, "docs/_index.md": false, "docs/_index.fr.md": false, "_INDEX.markdown": false,
		"_posts/2026-10-01-a.md": false, "docs/_books/a.md": false, "_methods/a.md": false, "_methods/x/a.md": false,
		"docs/_guides/a.md": false, "docs/_guides/_x/a.md": false,
	} {
		if got := cfg.LeftOut(file); got != want {
			t.Errorf("%s: %v", file, got)
		}
	}
}
