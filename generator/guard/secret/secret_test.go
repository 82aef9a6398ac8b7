package secret_test

import (
	"slices"
	"sync"
	"testing"

	"headsup/generator/guard/secret"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
)

// What some public pages say is part of what the site says, and nothing that
// only an audience or a colleague may read is in it.
func TestPublicTexts(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"headsup.yaml": "title: Site\n",
		"releases/open.md": "---\ntitle: Open\nvisibility: public\ndate: 2026-01-01\n---\n" +
			"For everyone to read.\n\n:::sales\nHush.\n:::\n",
		"releases/other.md":  "---\ntitle: Other\nvisibility: public\ndate: 2026-01-01\n---\nOf another page.\n",
		"releases/closed.md": "---\ntitle: Closed\ndate: 2026-01-01\n---\nFor colleagues.\n",
	})
	var mu sync.Mutex
	all := map[string]bool{}
	if err := secret.Texts(s, true, func(t secret.Text) {
		mu.Lock()
		all[t.Text] = true
		mu.Unlock()
	}); err != nil {
		t.Fatal(err)
	}
	var got []string
	ids := []string{"nowhere"}
	for _, p := range s.All {
		if p.Title != "Other" {
			ids = append(ids, p.ID)
		}
	}
	if err := secret.PublicTexts(s, ids, func(t secret.Text) { got = append(got, t.Text) }); err != nil {
		t.Fatal(err)
	}
	for _, text := range got {
		if !all[text] {
			t.Errorf("%q is no public text of the site", text)
		}
	}
	for text, want := range map[string]bool{
		"Open": true, "For everyone to read.": true, "Hush.": false, "Other": false, "Closed": false, "For colleagues.": false,
	} {
		if slices.Contains(got, text) != want {
			t.Errorf("%q is among %q: %t", text, got, !want)
		}
	}
}
