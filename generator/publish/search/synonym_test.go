package search_test

import (
	"strings"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/publish/search"
	"headsup/generator/publish/search/index"
	"headsup/generator/publish/search/searchtest"
)

// An index has the synonyms of which its pages have one, and no others: those of internal
// pages are none of a public index.
func TestUsefulSynonyms(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		content.ConfigFile: "synonyms:\n  handover: [transfer of command]\n  invoices: [bill]\n  crew: [shift team]\n",
		"open.md":          "---\ntitle: Open\nvisibility: public\n---\nAn invoice, and the shifts of a team.\n",
		"held.md":          "---\ntitle: Held\n---\nThe handover is a transfer of command.\n",
	}
	for public, want := range map[bool]string{true: "bill crew", false: "bill crew handover"} {
		site, config := searchtest.Resolve(t, files, public)
		text := ""
		opt := search.Options{Language: config.Language, Synonyms: config.Synonyms}
		if err := search.Build(t.Context(), search.NewPages(site), opt, func(f search.File) error {
			if f.Path == index.RootFile {
				text = f.Text
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, word := range []string{"bill", "crew", "handover"} {
			if strings.Contains(text, word) {
				got = append(got, word)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("public %v: the root has %q", public, got)
		}
	}
}
