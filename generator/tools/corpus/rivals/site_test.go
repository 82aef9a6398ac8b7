package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"headsup/generator/tools/corpus"
	"headsup/generator/tools/corpus/process"
)

const article = `<!doctype html>
<html lang="en-GB">
<head>
<title>Export – Acme</title>
<link rel="canonical" href="https://acme.example/enable/playbooks/export/">
</head>
<body>
<nav><p>Main navigation</p></nav>
<main>
<nav class="crumbs">Home</nav>
<article class="sheet">
<h1>Export <em>invoices</em></h1>
<details class="outline"><nav><a href="#how">How</a></nav></details>
<section class="questions"><h2>This page answers</h2><ul><li>How do I export?</li><li>To where?</li></ul></section>
<details class="steps"><ol><li>How</li></ol></details>
<div class="prose">
<p>Before   it begins.</p><p>Then</p>
<h2 id="how">How &amp; when<a class="anchor" href="#how"></a></h2>
<pre><code><span class="k">acme</span>.<span>export</span>()
</code></pre>
<ul><li>one</li><li>two</li></ul>
<script>ignored()</script>
</div>
<ul class="tags"><li><a href="/tags/csv/">CSV</a></li><li><a href="/tags/tax/">Tax</a></li></ul>
<p class="source">Source: <code>playbooks/export.md</code></p>
</article>
<section><h2>Related</h2></section>
</main>
<footer>Foot</footer>
</body>
</html>`

func parse(t *testing.T, text string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestReadPage(t *testing.T) {
	p, err := readPage(parse(t, article), "playbooks/export/index.html")
	if err != nil {
		t.Fatal(err)
	}
	want := page{
		source: "playbooks/export.md", url: "playbooks/export/", file: "playbooks/export/index.html",
		base: "/enable/", language: "en-GB",
		document: document{
			ID: "playbooks/export/", Title: "Export invoices", Headings: "How & when",
			Body: "Before it begins. Then acme.export() one two", Tags: "CSV Tax", Questions: "How do I export? To where?",
		},
	}
	if p != want {
		t.Errorf("got  %+v\nwant %+v", p, want)
	}
}

func TestReadPageWithout(t *testing.T) {
	list := strings.Replace(article, `class="source"`, "", 1)
	if p, err := readPage(parse(t, list), "playbooks/export/index.html"); err != nil || p.source != "" {
		t.Errorf("a page without a source: %+v, %v", p, err)
	}
	for _, broken := range []string{
		strings.Replace(article, `rel="canonical"`, `rel="next"`, 1),
		strings.Replace(article, "/playbooks/export/", "/playbooks/import/", 1),
		strings.Replace(article, "<code>playbooks/export.md</code>", "unknown", 1),
	} {
		if _, err := readPage(parse(t, broken), "playbooks/export/index.html"); err == nil {
			t.Error("no error for a page that says too little of itself")
		}
	}
}

func TestStripBase(t *testing.T) {
	for _, tc := range []struct{ base, url, want string }{
		{"/", "/playbooks/x/", "playbooks/x/"},
		{"/", "/playbooks/x/#part", "playbooks/x/"},
		{"/enable/", "/enable/playbooks/x/?highlight=y", "playbooks/x/"},
		{"/enable/", "/playbooks/x/", ""},
		{"/", "/%C3%BCber/index.html", "über/"},
		{"", "playbooks/x/", "playbooks/x/"},
	} {
		if got := stripBase(tc.base, tc.url); got != tc.want {
			t.Errorf("%s below %s is %q, want %q", tc.url, tc.base, got, tc.want)
		}
	}
}

// A real build: every file of the content is found again, and nothing else.
func TestReadSite(t *testing.T) {
	dir := t.TempDir()
	c := command{Stdout: io.Discard, Stderr: os.Stderr}
	program, err := process.Headsup(context.Background(), c.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	l := layoutOf(dir)
	if err := corpus.Write(l.content, 12); err != nil {
		t.Fatal(err)
	}
	if _, err := measureProcess(context.Background(), program, "build", "--content",
		l.content, "--out", l.out, "--now", now, "--no-cache"); err != nil {
		t.Fatal(err)
	}
	s, err := readSiteInto(l.documents, l.out)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	err = corpus.Files(12, func(path string, _ []byte) error {
		if path != "headsup.yaml" {
			want = append(want, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(s.urls)); !slices.Equal(got, want) {
		t.Errorf("sources %q, want %q", got, want)
	}
	lines, err := os.ReadFile(l.documents)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(lines) {
		var d document
		if err := json.Unmarshal(line, &d); err != nil || !s.known(d.ID) || d.Title == "" || len(d.Body) < 100 {
			t.Errorf("document %+v, %v", d, err)
		}
	}
	pages := filepath.Join(dir, "pages")
	if err := s.copyPages(pages); err != nil {
		t.Fatal(err)
	}
	copied := 0
	err = fs.WalkDir(os.DirFS(pages), ".", func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			copied++
		}
		return err
	})
	if err != nil || copied != len(want) {
		t.Errorf("%d pages are copied, %v", copied, err)
	}
}

// The pages are those in the language of the home page, whatever comes first.
func TestReadSiteOfTwoLanguages(t *testing.T) {
	out := t.TempDir()
	german := strings.NewReplacer(`lang="en-GB"`, `lang="de"`, "/playbooks", "/de/playbooks", "export.md", "export.de.md")
	for name, text := range map[string]string{
		"index.html":                     `<!doctype html><html lang="en-GB"><title>Home</title>`,
		"de/playbooks/export/index.html": german.Replace(article),
		"playbooks/export/index.html":    article,
	} {
		file := filepath.Join(out, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s, err := readSite(out, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if s.language != "en-GB" || !slices.Equal(s.files, []string{"playbooks/export/index.html"}) {
		t.Errorf("the pages in %s are %q", s.language, s.files)
	}
	if err := os.WriteFile(filepath.Join(out, "index.html"), []byte("<!doctype html><html>"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readSite(out, io.Discard); err == nil {
		t.Error("a home page without a language is no error")
	}
}

func TestReadSiteOfNothing(t *testing.T) {
	if _, err := readSite(t.TempDir(), io.Discard); err == nil {
		t.Error("a site without pages is no error")
	}
}
