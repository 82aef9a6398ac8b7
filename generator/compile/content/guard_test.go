package content

import (
	"slices"
	"strings"
	"testing"
)

// TestGuardWithoutValue holds that a field which could hold a page back, and
// says nothing, holds it back and is told.
func TestGuardWithoutValue(t *testing.T) {
	cfg := config(t, `
kinds:
  page:
    fields: {draft: wip, visibility: [access, extra.access]}
    defaults: {visibility: public}
`)
	const (
		noWord = " has no value [value-required]\n  write internal or public, or remove the line\n"
		noFlag = " has no value [value-required]\n  write true or false, or remove the line\n"
		noDay  = " has no value [value-required]\n  write a day such as 2026-10-01, or remove the line\n"
	)
	for front, want := range map[string]string{
		"visibility:":             "2:1: error: visibility" + noWord,
		"Visibility: ~":           "2:1: error: Visibility" + noWord,
		"visibility: \"\"":        "2:1: error: visibility" + noWord,
		"draft:":                  "2:1: error: draft" + noFlag,
		"draft: ' '":              "2:1: error: draft" + noFlag,
		"wip: null":               "2:6: error: wip" + noFlag,
		"access:":                 "2:8: error: access" + noWord,
		"extra: {access: }":       "2:17: error: extra.access" + noWord,
		"publish_at:":             "2:1: error: publish_at" + noDay,
		"internal_at:":            "2:1: error: internal_at" + noDay,
		"expires_at: \"\"":        "2:1: error: expires_at" + noDay,
		"expires_at: ~ # not yet": "2:1: error: expires_at" + noDay,
		"date:":                   "",
		"owner: ~":                "",
		"title: \"\"":             "",
	} {
		p, _, diags := Parse(cfg, "a.md", []byte("---\n"+front+"\n---\nText.\n"))
		if got := messages(diags, true); got != want {
			t.Errorf("%s:\n%swant:\n%s", front, got, want)
		}
		draft := strings.HasPrefix(front, "draft") || strings.HasPrefix(front, "wip") || strings.HasPrefix(front, "internal_at")
		if held := p.Visibility == Internal; held != (want != "") || p.Draft != draft {
			t.Errorf("%s: %s, draft %v", front, p.Visibility, p.Draft)
		}
	}
	_, diags := ParseConfig(ConfigFile, []byte("kinds: {page: {defaults: {draft: , owner: }}}"))
	const want = "1:27: error: draft has no value [config]\n  write true or false, or remove the line\n"
	if got := messages(diags, true); got != want {
		t.Errorf("defaults: %s", got)
	}
}

// TestDoubtOfInternalAt holds that a page which may be held back from everyone is a
// draft when nobody knows until when, and that other keys about what is internal
// are their own.
func TestDoubtOfInternalAt(t *testing.T) {
	doubted := []string{
		"internal_at: soon", "internal_at: 2027-02-30", "internal_at: {day: 2027-01-01}", "internal-at: 2027-01-01",
		"internalAt: 2027-01-01", "internel_at: 2027-01-01", "internal_at: 2026-01-01\ninternal_at: 2027-01-01", "Internal_At: ~",
	}
	clear := []string{
		"internal_at: 2027-01-01", "internal_id: PM-12", "internal_notes: Ask Ann.", "internal_url: https://x.example/",
		"internal_format: long", "internal_date: 2027-01-01", "internal_tags: [a]", "internal_chat: '#launch'",
	}
	for _, policy := range []string{"keep", "warn", "error"} {
		cfg := config(t, "kinds: {page: {unknown: "+policy+", defaults: {visibility: public}}}")
		for _, front := range append(slices.Clone(doubted), clear...) {
			p, _, diags := Parse(cfg, "a.md", []byte("---\ndraft: false\n"+front+"\n---\nText.\n"))
			want := slices.Contains(doubted, front)
			if p.Draft != want || (p.Visibility == Internal) != want || want && len(diags) == 0 {
				t.Errorf("%s, %s: draft %v, %s, %v", policy, front, p.Draft, p.Visibility, diags)
			}
			for _, d := range diags {
				if !want && (policy == "keep" || strings.Contains(d.Hint, "internal_at")) {
					t.Errorf("%s, %s: %v (%s)", policy, front, d, d.Hint)
				}
			}
		}
	}
	internal := config(t, "kinds: {page: {unknown: keep}}")
	if p, _, diags := Parse(internal, "a.md", []byte("---\ninternalAt: 2027-01-01\n---\nText.\n")); !p.Draft || len(diags) != 1 ||
		!strings.HasSuffix(diags[0].Message, "so the page is a draft") {
		t.Errorf("an internal page: draft %v, %v", p.Draft, diags)
	}
}

// TestLostFrontMatter holds that a file whose front matter could not be read is
// an internal draft, whatever the defaults of its kind say.
func TestLostFrontMatter(t *testing.T) {
	cfg := config(t, "languages: [fr]\nkinds: {release-note: {defaults: {visibility: public, draft: false}}}")
	for _, src := range []string{
		"---\ndraft:true\n---\nText.\n", "---\n---\ntitle: A\nvisibility: internal\n---\nText.\n", "—\ntitle: A\n—\nText.\n",
	} {
		if p, _, diags := Parse(cfg, "releases/a.md", []byte(src)); p.Visibility != Internal || !p.Draft || len(diags) == 0 {
			t.Errorf("%q: %s, draft %v, %v", src, p.Visibility, p.Draft, diags)
		}
		original := &Page{Source: "releases/a.md", Kind: ReleaseNote, Visibility: Public}
		if p, _, _ := ParseTranslation(cfg, "releases/a.fr.md", []byte(src), original); p.Visibility != Internal || !p.Draft {
			t.Errorf("%q, a translation: %s, draft %v", src, p.Visibility, p.Draft)
		}
	}
}
