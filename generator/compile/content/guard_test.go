package content

import (
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
		draft := strings.HasPrefix(front, "draft") || strings.HasPrefix(front, "wip")
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
