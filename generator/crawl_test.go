package generator_test

import (
	"encoding/json"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"headsup/generator"
	"headsup/generator/compile/content"
)

// document is what the crawl needs to know of one HTML file.
type document struct {
	ids   map[string]int
	links []string // href and src as written
	h1    int
	bad   []string // what must never be in a page
}

func parseDocument(t *testing.T, name, text string) document {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	doc := document{ids: map[string]int{}}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		inline := n.Data == "script"
		for _, a := range n.Attr {
			key, value := strings.ToLower(a.Key), strings.TrimSpace(a.Val)
			switch {
			case key == "id":
				doc.ids[a.Val]++
			case key == "href", key == "src", key == "poster":
				doc.links = append(doc.links, value)
				if strings.HasPrefix(strings.ToLower(value), "javascript:") || strings.HasPrefix(strings.ToLower(value), "vbscript:") {
					doc.bad = append(doc.bad, value)
				}
			case strings.HasPrefix(key, "on"), key == "style", key == "srcdoc":
				doc.bad = append(doc.bad, n.Data+" "+key)
			}
			if key == "src" {
				inline = false
			}
		}
		switch n.Data {
		case "h1":
			doc.h1++
		case "style", "iframe", "object", "embed", "base":
			doc.bad = append(doc.bad, n.Data)
		}
		if inline {
			doc.bad = append(doc.bad, "inline script")
		}
	}
	return doc
}

// crawl checks every page of a built site: every local link and anchor leads
// somewhere, ids are unique, there is one first-level heading, and nothing that
// the site's Content-Security-Policy would refuse.
func crawl(t *testing.T, out, base string) {
	t.Helper()
	files := served(t, out)
	docs := map[string]document{}
	for name, text := range files {
		if strings.HasSuffix(name, ".html") {
			docs[name] = parseDocument(t, name, text)
		}
	}
	baseURL, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	for name, doc := range docs {
		redirect := strings.Contains(files[name], `http-equiv="refresh"`) || strings.Contains(files[name], `http-equiv=refresh`)
		if doc.h1 != 1 {
			t.Errorf("%s has %d first-level headings", name, doc.h1)
		}
		for id, n := range doc.ids {
			if n > 1 {
				t.Errorf("%s has the id %q %d times", name, id, n)
			}
		}
		for _, bad := range doc.bad {
			t.Errorf("%s holds %s", name, bad)
		}
		if redirect {
			continue
		}
		at, err := baseURL.Parse(strings.TrimSuffix(name, "index.html"))
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range doc.links {
			u, err := at.Parse(link)
			if err != nil {
				t.Errorf("%s: %q is not a URL: %v", name, link, err)
				continue
			}
			if u.Host != baseURL.Host || u.Scheme != baseURL.Scheme {
				continue
			}
			rel, inside := strings.CutPrefix(u.Path, baseURL.Path)
			if !inside {
				t.Errorf("%s: %q leads out of the site", name, link)
				continue
			}
			target := rel
			if target == "" || strings.HasSuffix(target, "/") {
				target += "index.html"
			}
			if _, ok := files[target]; !ok {
				t.Errorf("%s: %q leads to %s, which does not exist", name, link, target)
				continue
			}
			if u.Fragment != "" && u.Fragment != "top" && strings.HasSuffix(target, ".html") && docs[target].ids[u.Fragment] == 0 {
				t.Errorf("%s: %q: there is no #%s", name, link, u.Fragment)
			}
		}
	}
}

// TestOwnContent builds headsup's own content, as its readers and as the public
// see it, and follows every link.
func TestOwnContent(t *testing.T) {
	t.Parallel()
	for _, v := range []content.Visibility{content.Internal, content.Public} {
		out := filepath.Join(t.TempDir(), string(v))
		res := mustBuild(t, generator.Options{
			Content: filepath.Join("..", "content"), Out: out, NoCache: true,
			Visibility: v, BaseURL: "https://example.com/docs/",
		})
		for _, d := range res.Diagnostics {
			t.Errorf("%s build: %v", v, d)
		}
		crawl(t, out, "https://example.com/docs/")
	}
}

// TestSyntheticContent follows every link of a made site.
func TestSyntheticContent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFiles(t, filepath.Join(dir, "content"), corpusFiles(t, 80))
	out := filepath.Join(dir, "out")
	mustBuild(t, generator.Options{Content: filepath.Join(dir, "content"), Out: out, NoCache: true, BaseURL: "https://example.com/"})
	crawl(t, out, "https://example.com/")
}

// corporaRoot is where folders of real content lie on machines that have them.
var corporaRoot = filepath.Join("..", "..", "shared", "corpora")

// TestAdoptedFolders builds folders that other tools were made for, with
// nothing but a headsup.yaml: those in testdata, and whole real ones where a
// machine has them.
func TestAdoptedFolders(t *testing.T) {
	t.Parallel()
	configs, err := filepath.Glob(filepath.Join("testdata", "corpora", "*", "headsup.yaml"))
	if err != nil || len(configs) == 0 {
		t.Fatalf("no configurations: %v", err)
	}
	for _, config := range configs {
		name := filepath.Base(filepath.Dir(config))
		folders := []string{filepath.Join("testdata", "adopted", name)}
		if real := filepath.Join(corporaRoot, name); exists(real) {
			folders = append(folders, real)
		}
		for _, folder := range folders {
			t.Run(filepath.ToSlash(folder), func(t *testing.T) { adopt(t, folder, config) })
		}
	}
}

func adopt(t *testing.T, folder, config string) {
	out := filepath.Join(t.TempDir(), "out")
	res := mustBuild(t, generator.Options{Content: folder, Out: out, Config: config, NoCache: true})
	crawl(t, out, siteBase(t, out))

	// Every Markdown file has its page, or a diagnostic says why not.
	told := map[string]bool{}
	for _, d := range res.Diagnostics {
		told[d.Path] = true
	}
	cfg, err := content.LoadConfig(folder, config)
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	for name := range tree(t, folder) {
		if strings.HasSuffix(name, ".md") && !cfg.LeftOut(name) {
			pages++
		}
	}
	built := 0
	for _, n := range res.Pages {
		built += n
	}
	if built != pages {
		t.Errorf("%d Markdown files made %d pages", pages, built)
	}
	for _, d := range res.Diagnostics {
		if d.Rule == "no-title" {
			continue
		}
		if strings.HasPrefix(d.Rule, "broken-") && ownFile(folder, d.Message) {
			t.Errorf("a link between the folder's own files breaks: %v", d)
		}
	}
}

// ownFile reports whether a message about a link names a file of the folder.
func ownFile(folder, message string) bool {
	_, rest, ok := strings.Cut(message, `"`)
	if !ok {
		return false
	}
	dest, _, _ := strings.Cut(rest, `"`)
	base := path.Base(strings.TrimSuffix(strings.Split(dest, "#")[0], "/"))
	if base == "." || base == "" || strings.Contains(dest, "://") {
		return false
	}
	found := false
	_ = filepath.WalkDir(folder, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (d.Name() == base || d.Name() == base+".md") {
			found = true
		}
		return nil
	})
	return found
}

// siteBase returns the base URL that a site was built for, from its feed.
func siteBase(t *testing.T, out string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(out, "feed.json"))
	if err != nil {
		t.Fatal(err)
	}
	var feed struct {
		Home string `json:"home_page_url"`
	}
	if err := json.Unmarshal(data, &feed); err != nil {
		t.Fatal(err)
	}
	return feed.Home
}

func exists(p string) bool {
	_, err := os.Stat(p)
	return err == nil
}

// TestEveryFileBecomesAnOutput holds that no file of a folder is dropped in
// silence: each is a page, a copied file, or named by a diagnostic.
func TestEveryFileBecomesAnOutput(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"headsup.yaml":            "checks: {asset-unsafe: warn}\n",
		"index.md":                "# Home\n",
		"releases/a.md":           "---\ntitle: A\ndate: 2026-01-01\n---\nText.\n",
		"releases/b/index.md":     "---\ntitle: B\ndate: 2026-01-01\n---\n![x](x.csv)\n\n[y](y.csv)\n",
		"releases/b/x.csv":        "a,b\n",
		"releases/b/y.csv":        "a,b\n",
		"notes.txt":               "text",
		"page.html":               "<p>HTML</p>",
		"script.js":               "alert(1)",
		"drawing.svg":             `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
		"almost":                  "---\ntitle: Almost\n---\nText.\n",
		"odd/deep/er/README.md":   "# Deeper\n",
		"odd/deep/er/thing.weird": "?",
	})
	out := filepath.Join(t.TempDir(), "out")
	res := mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true, BaseURL: "https://example.com/"})
	var named []string
	for _, d := range res.Diagnostics {
		named = append(named, strings.TrimPrefix(d.Path, filepath.ToSlash(dir)+"/"))
	}
	slices.Sort(named)
	want := []string{"almost", "drawing.svg", "odd/deep/er/thing.weird", "page.html", "script.js"}
	if !slices.Equal(named, want) {
		t.Errorf("diagnostics name %q, want %q", named, want)
	}
	for _, name := range []string{
		"index.html", "releases/a/index.html", "releases/b/index.html",
		"releases/b/x.csv", "notes.txt", "odd/deep/er/index.html",
	} {
		if !exists(filepath.Join(out, name)) {
			t.Errorf("%s is missing", name)
		}
	}
	for _, name := range []string{"page.html", "script.js", "drawing.svg", "almost"} {
		if exists(filepath.Join(out, name)) {
			t.Errorf("%s was published", name)
		}
	}
}
