package generator_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"headsup/generator"
	"headsup/generator/compile/content"
)

// alternates returns the Markdown forms that a page announces.
func alternates(t *testing.T, text string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "link" {
			continue
		}
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
		}
		if attrs["rel"] == "alternate" && attrs["type"] == "text/markdown" {
			out = append(out, attrs["href"])
		}
	}
	return out
}

// Each content page of our own site has a Markdown form and says so, and
// llms.txt leads to the forms: of an internal build to all, of a public one to
// what is public.
func TestMarkdownForms(t *testing.T) {
	t.Parallel()
	for _, v := range []content.Visibility{content.Internal, content.Public} {
		out := filepath.Join(t.TempDir(), string(v))
		res := mustBuild(t, generator.Options{
			Content:    filepath.Join("..", "content"),
			Out:        out,
			NoCache:    true,
			Visibility: v,
			BaseURL:    "https://example.com/docs/",
		})
		files := served(t, out)
		pages := 0
		for _, n := range res.Pages {
			pages += n
		}
		forms := 0
		for name, text := range files {
			if strings.HasSuffix(name, ".md") {
				forms++
				if !strings.HasPrefix(text, "# ") || !strings.HasSuffix(text, "\n") || strings.Contains(text, "\n\n\n") {
					t.Errorf("%s: %.80q", name, text)
				}
			}
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			links := alternates(t, text)
			form := strings.TrimSuffix(name, ".html") + ".md"
			if _, has := files[form]; has != (len(links) == 1) {
				t.Errorf("%s announces %q, and there is a form: %v", name, links, has)
			} else if has && links[0] != "/docs/"+form {
				t.Errorf("%s announces %s", name, links[0])
			}
		}
		if forms < pages { // translations have forms, too
			t.Errorf("%s build: %d forms of %d pages", v, forms, pages)
		}
		index := files["llms.txt"]
		if !strings.HasPrefix(index, "# headsup\n\n> Product news") ||
			!strings.Contains(index, "\n## Release notes\n") || !strings.Contains(index, "\n## Playbooks\n") {
			t.Errorf("llms.txt begins %.200q", index)
		}
		for _, m := range regexp.MustCompile(`\]\(https://example\.com/docs/([^)]*)\)`).FindAllStringSubmatch(index, -1) {
			if _, ok := files[m[1]]; !ok {
				t.Errorf("llms.txt leads to %s, which is not there", m[1])
			}
		}
	}
}

func TestMarkdownFormsOfAPublicBuild(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"headsup.yaml": "title: Site\n",
		"releases/open.md": "---\ntitle: Open\nvisibility: public\n" +
			"date: 2026-01-01\nowner: ana\nactions: {sales: Call them}\n---\n" +
			"For everyone.\n\n:::sales\nHush hush among ourselves.\n:::\n\n[Closed](closed.md) words.\n",
		"releases/closed.md":    "---\ntitle: Closed\ndate: 2026-01-01\n---\nFor colleagues.\n",
		"releases/withdrawn.md": "---\ntitle: Later\nvisibility: public\npublish_at: 2027-01-01\n---\nNot yet.\n",
	})
	build := func(o generator.Options) map[string]string {
		t.Helper()
		o.Content, o.Out, o.NoCache, o.BaseURL = dir, filepath.Join(t.TempDir(), "out"), true, "https://example.com/"
		mustBuild(t, o)
		return served(t, o.Out)
	}
	internal := build(generator.Options{})
	if text := internal["releases/open/index.md"]; !strings.Contains(text, "> Hush hush") ||
		!strings.Contains(text, "[Closed](https://example.com/releases/closed/)") ||
		!strings.Contains(text, "- Owner: ana") || !strings.Contains(text, "  - Sales: Call them") {
		t.Errorf("the internal form:\n%s", text)
	}
	public := build(generator.Options{Visibility: content.Public})
	const want = "# Open\n\n- Type: Release note\n- Address: <https://example.com/releases/open/>\n" +
		"- Date: 1 January 2026\n\nFor everyone.\n\nClosed words.\n"
	if got := public["releases/open/index.md"]; got != want {
		t.Errorf("the public form:\n%s", got)
	}
	for _, name := range []string{"releases/closed/index.md", "releases/withdrawn/index.md"} {
		if _, ok := public[name]; ok {
			t.Errorf("a public build has %s", name)
		}
	}
	if got := public["llms.txt"]; got != "# Site\n\n## Release notes\n\n"+
		"- [Open](https://example.com/releases/open/index.md): For everyone.\n" {
		t.Errorf("llms.txt:\n%s", got)
	}
}

// A file of the author at a place that a build needs is a finding.
func TestLlmsFileOfTheAuthor(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"llms.txt": "# Mine\n",
		"page.md":  "---\ntitle: Page\naliases: [/other/index.md/]\n---\nText.\n",
		"other.md": "# Other\n",
	})
	res, err := generator.Build(t.Context(), generator.Options{
		Content: dir,
		Out:     filepath.Join(t.TempDir(), "out"),
		NoCache: true,
		BaseURL: "https://example.com/",
		Now:     now,
	})
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, d := range res.Diagnostics {
		rules = append(rules, d.Rule+" "+d.Message)
	}
	said := strings.Join(rules, "\n")
	if !res.Failed() || !strings.Contains(said, "duplicate-url headsup writes a file of its own at /llms.txt") ||
		!strings.Contains(said, "alias-conflict the alias \"/other/index.md/\" would hide") {
		t.Errorf("findings:\n%s", said)
	}
}
