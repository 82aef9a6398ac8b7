package generator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/publish/search/index"
)

// readable returns all that an index in a built folder says: terms, words,
// names of facets, synonyms, suggestions and fragments; and how many pages it has.
func readable(t *testing.T, out string) (texts []string, pages int) {
	t.Helper()
	folder := filepath.Join(out, "search")
	file := func(name string) []byte {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	files := func(sort string) []string {
		names, err := filepath.Glob(filepath.Join(folder, sort, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	root, err := index.ParseRoot(file(filepath.Join(folder, index.RootFile)))
	if err != nil {
		t.Fatal(err)
	}
	texts = append(texts, root.Hot...)
	for _, group := range root.Synonyms {
		texts = append(texts, group...)
	}
	for _, name := range files("terms") {
		s, err := index.ParseShard(file(name), root.Pages)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, s.Terms...)
	}
	for _, name := range files("spelling") {
		s, err := index.ParseSpelling(file(name))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, s.Words...)
	}
	for _, name := range files("facets") {
		facets, err := index.ParseFacets(file(name), root.Pages)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range facets {
			for _, v := range f.Values {
				texts = append(texts, v.ID, v.Title)
			}
		}
	}
	for _, name := range files("fragments/*") {
		texts = append(texts, string(file(name)))
	}
	return texts, root.Pages
}

// TestSearchIndexKeepsTheSecret reads a public build's index as an engine does:
// no word, title or count of what is internal is in it. Terms are compressed and
// share their beginnings, so that looking at bytes would not do.
func TestSearchIndexKeepsTheSecret(t *testing.T) {
	t.Parallel()
	dir := leakSite(t)
	internal, public := filepath.Join(t.TempDir(), "internal"), filepath.Join(t.TempDir(), "public")
	mustBuild(t, generator.Options{Content: dir, Out: internal, NoCache: true})
	texts, all := readable(t, internal)
	if !secretWord.MatchString(strings.Join(texts, "\n")) {
		t.Error("the internal index does not hold the internal words: the test tests nothing")
	}
	// An earlier internal build leaves nothing behind.
	for _, v := range []content.Visibility{content.Internal, content.Public} {
		mustBuild(t, generator.Options{Content: dir, Out: public, NoCache: true, Visibility: v})
	}
	texts, pages := readable(t, public)
	for _, text := range texts {
		if m := secretWord.FindString(text); m != "" {
			t.Errorf("the public index holds %q", m)
		}
	}
	if !strings.Contains(strings.Join(texts, "\n"), "Open words.") {
		t.Error("the public index does not hold the open words")
	}
	if want := 3; pages != want || all <= want {
		t.Errorf("the public index has %d pages, want the %d public ones; the internal one has %d", pages, want, all)
	}
}

// TestSynonymsTellNoSecret holds that a public build stops when its synonyms say
// the title of an internal page.
func TestSynonymsTellNoSecret(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"headsup.yaml":       "title: Site\nbase_url: https://example.com/\nsynonyms: {export: [Falcon data pipeline]}\n",
		"releases/open.md":   "---\ntitle: Open\ndate: 2026-01-01\nvisibility: public\n---\nExport.\n",
		"releases/closed.md": "---\ntitle: Falcon data pipeline\n---\nText.\n",
	})
	out := filepath.Join(t.TempDir(), "out")
	res, err := generator.Build(t.Context(), generator.Options{Content: dir, Out: out, NoCache: true, Now: now, Visibility: content.Public})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, d := range res.Diagnostics {
		found = found || d.Rule == "leak" && strings.Contains(d.Message, "search/"+index.RootFile)
	}
	if !found || exists(out) {
		t.Errorf("diagnostics %v; the output exists: %t", res.Diagnostics, exists(out))
	}
}
