package glob

import (
	"slices"
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	patterns := []string{"drafts/", "*.bak", "a/**/z.md", "docs/*/old", "/top.md", "lib/**"}
	for path, want := range map[string]bool{
		"drafts": true, "drafts/x.md": true, "x/drafts/y.md": true, "draft/x.md": false, "x.bak": true, "a/b/x.bak": true,
		"a/z.md": true, "a/b/c/z.md": true, "a/b/y.md": false, "docs/x/old/y.md": true, "docs/x/y/old": false,
		"top.md": true, "lib/x/y": true, "libs": false, "x/lib/y": false,
	} {
		got := slices.ContainsFunc(patterns, func(p string) bool { return Match(p, path) })
		if got != want {
			t.Errorf("%q = %v, want %v", path, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, good := range []string{"*.bak", "a/**", "/top", "drafts/", "[ab].md"} {
		if err := Check(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", "/", `a\b`, "../a", "a/./b", "["} {
		if Check(bad) == nil {
			t.Errorf("%q is a pattern", bad)
		}
	}
}

// Patterns with many stars take no more than the product of both lengths.
func TestMatchIsBounded(t *testing.T) {
	pattern := strings.Repeat("**/a/", 50) + "b"
	if Match(pattern, strings.Repeat("a/", 500)+"c") {
		t.Error("it matches")
	}
}
