package link

import (
	"fmt"
	"headsup/generator/view"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/diag"
)

var testNow = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// resolve links a content folder given as path to text.
func resolve(t *testing.T, in Input, files map[string]string) (*Site, []diag.Diagnostic) {
	t.Helper()
	if in.Config == nil {
		cfg, diags := content.ParseConfig(content.ConfigFile, []byte(files[content.ConfigFile]))
		if len(diags) > 0 {
			t.Fatal(diags)
		}
		in.Config = cfg
	}
	if in.BaseURL == "" {
		in.BaseURL = "https://example.com/base/"
	}
	in.Now = testNow
	compiler := markdown.New(markdown.Options{Audiences: in.Config.Audiences})
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	pages := map[string]*content.Page{}
	parse := func(name string) (*content.Page, []byte, []diag.Diagnostic) {
		if original, _, ok := in.Config.Translation(name); ok {
			return content.ParseTranslation(in.Config, name, []byte(files[name]), pages[original])
		}
		return content.Parse(in.Config, name, []byte(files[name]))
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".md") {
			pages[name], _, _ = parse(name)
		}
	}
	for _, name := range names {
		switch {
		case name == content.ConfigFile:
		case strings.HasSuffix(name, ".md"):
			p, body, diags := parse(name)
			if len(diags) > 0 {
				t.Fatal(diags)
			}
			d := compiler.Compile(markdown.Input{Body: body, Line: p.BodyLine, Title: p.Title, Steps: p.Kind == content.Playbook})
			in.Docs = append(in.Docs, Doc{Page: p, Body: &d})
		default:
			in.Assets = append(in.Assets, Asset{Path: name, Width: 40, Height: 30})
		}
	}
	return Resolve(in)
}

func mustResolve(t *testing.T, in Input, files map[string]string) *Site {
	t.Helper()
	s, diags := resolve(t, in, files)
	for _, d := range diags {
		t.Errorf("unexpected: %v (%s)", d, d.Hint)
	}
	return s
}

func (s *Site) viewAt(t *testing.T, file string) view.View {
	t.Helper()
	for i := range s.Views() {
		if s.ViewPath(i) == file {
			v, err := s.View(i)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
	}
	t.Fatalf("there is no view %s", file)
	return view.View{}
}

func TestAddresses(t *testing.T) {
	s := mustResolve(t, Input{}, map[string]string{
		"index.md":                            "# Home",
		"about.md":                            "# About",
		"guide/index.md":                      "# Guide",
		"guide/Getting Started.md":            "# Getting started",
		"guide/déjà vu.md":                    "# Déjà vu",
		"releases/2026-10-01-export.md":       "# Export",
		"releases/2026/10-02-import.md":       "# Import",
		"releases/2026-10-03-bundle/index.md": "# Bundle",
		"releases/v3.10.0.md":                 "# Version",
		"Releases/2026/capital.md":            "---\ntitle: Capital\nstage: ga\n---\n",
		"releases/slugged.md":                 "---\ntitle: S\nslug: Other_Name\n---\n",
		"releases/deep/slugged.md":            "---\ntitle: S2\nslug: other\n---\n",
		"releases/pathed.md":                  "---\ntitle: P\nslug: 2015/01/09/Rust-1.0\n---\n",
		"playbooks/README.md":                 "# All playbooks",
		"playbooks/2026-10-01-notes/box.md":   "# Box",
		"billing/kind.md":                     "---\ntitle: K\nkind: release-note\n---\n",
		"snippets/tip.md":                     "---\ntitle: T\nkey: a.tip\nsurface: banner\n---\n",
	})
	want := map[string]string{
		"index.md":                            "",
		"about.md":                            "about/",
		"guide/index.md":                      "guide/",
		"guide/Getting Started.md":            "guide/getting-started/",
		"guide/déjà vu.md":                    "guide/déjà-vu/",
		"releases/2026-10-01-export.md":       "releases/export/",
		"releases/2026/10-02-import.md":       "releases/2026/import/",
		"releases/2026-10-03-bundle/index.md": "releases/bundle/",
		"releases/v3.10.0.md":                 "releases/v3.10.0/",
		"Releases/2026/capital.md":            "releases/2026/capital/",
		"releases/slugged.md":                 "releases/other_name/",
		"releases/deep/slugged.md":            "releases/deep/other/",
		"releases/pathed.md":                  "releases/2015/01/09/rust-1.0/",
		"playbooks/README.md":                 "playbooks/",
		"playbooks/2026-10-01-notes/box.md":   "playbooks/2026-10-01-notes/box/",
		"billing/kind.md":                     "releases/billing/kind/",
		"snippets/tip.md":                     "snippets/tip/",
	}
	for source, path := range want {
		if got := s.bySource[source].path; got != path {
			t.Errorf("%s is at %q, want %q", source, got, path)
		}
	}
	if got := s.bySource["snippets/tip.md"].id; got != "snippet:a.tip" {
		t.Errorf("the snippet's id is %q", got)
	}
	if got := s.bySource["releases/slugged.md"].id; got != "release-note:slugged" {
		t.Errorf("a slug is part of the id %q", got)
	}
}

func TestLinks(t *testing.T) {
	s := mustResolve(t, Input{}, map[string]string{
		"a/page.md": `---
title: Page
---
[file](other.md) [anchor](other.md#deux-pièces) [slash](other.md/#deux-pièces) [up](../b.md)
[rooted](/b.md) [pretty](/b/) [sibling](../other/) [alias](/old/b) [alike](other.md#deuxPièces)
[self](#here) [title](../b.md#bee) [list](/releases/) [tag](/tags/x/) [feed](/feed.json)
[asset](data.csv) [outside](https://elsewhere.example/x?a=b#c) [own](https://example.com/base/b/)
[base](/base/b/) [renamed](other.md#first) [topics](other.md#topics) [bundle](../releases/2026-01-01-n/index.md) [folder](../releases/2026-01-01-n/)

![picture](p.png)

## Here
`,
		"a/other.md":                     "# Other {#first}\n\n## Deux pièces\n\n<b id=\"topics\">x</b>\n",
		"a/data.csv":                     "",
		"a/p.png":                        "",
		"b.md":                           "---\ntitle: Bee\naliases: [/old/b]\ntags: [x]\n---\n",
		"releases/2026-01-01-n/index.md": "# N\n\n![q](q.png)",
		"releases/2026-01-01-n/q.png":    "",
	})
	body := string(s.viewAt(t, "a/page/index.html").Page.Body)
	for _, want := range []string{
		`href="/base/a/other/">file`,
		`href="/base/a/other/#deux-pi%C3%A8ces">anchor`,
		`href="/base/a/other/#deux-pi%C3%A8ces">slash`,
		`href="/base/b/">up`, `href="/base/b/">rooted`, `href="/base/b/">pretty`, `href="/base/a/other/">sibling`,
		`href="/base/b/">alias`,
		`href="/base/a/other/#deux-pi%C3%A8ces">alike`,
		`href="#here">self`, `href="/base/b/">title`, `href="/base/releases/">list`, `href="/base/tags/x/">tag`,
		`href="/base/feed.json">feed`, `href="/base/a/data.csv">asset`,
		`href="https://elsewhere.example/x?a=b#c" rel="external noopener">outside`,
		`href="/base/a/other/">renamed`, `href="/base/a/other/#topics">topics`,
		`href="/base/b/">own`, `href="/base/b/">base`, `href="/base/releases/n/">bundle`, `href="/base/releases/n/">folder`,
		`src="/base/a/p.png" width="40" height="30"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the body has no %s", want)
		}
	}
	if t.Failed() {
		t.Log(body)
	}
	if q := string(s.viewAt(t, "releases/n/index.html").Page.Body); !strings.Contains(q, `src="/base/releases/n/q.png"`) {
		t.Errorf("a bundle's picture is not beside its page: %s", q)
	}
}

func TestFormerAddressOfTheSite(t *testing.T) {
	s := mustResolve(t, Input{}, map[string]string{
		content.ConfigFile: "links: {\"https://old.example/docs/\": /}\n",
		"a.md":             "# A\n\n[b](https://old.example/docs/b/#part) [c](https://old.example/docs/c/)\n",
		"b.md":             "# B\n\n## Part\n",
	})
	body := string(s.viewAt(t, "a/index.html").Page.Body)
	if !strings.Contains(body, `href="/base/b/#part"`) || !strings.Contains(body, `href="https://old.example/docs/c/"`) {
		t.Error(body)
	}
}

func TestBrokenReferences(t *testing.T) {
	_, diags := resolve(t, Input{}, map[string]string{
		"a.md": "---\ntitle: A\nkind: release-note\nimage: none.png\nlaunch: nope\nrelated: [c.md]\ncta: {label: Go, url: gone.md}\n---\n[x](b.md#nine)\n\n[y](B.md) [z](../x.md)\n\n[w](#gone) ![v](b.md)\n",
		"b.md": "# B\n\n## Nine lives\n",
	})
	var got []string
	for _, d := range diag.Sort(diags) {
		got = append(got, fmt.Sprintf("%s %s | %s", d.Position, d.Rule, d.Hint))
	}
	want := []string{
		"a.md:4:8 broken-image | ",
		"a.md:5:9 launch-unknown | ",
		"a.md:6:11 related-unknown | did you mean a.md?",
		"a.md:7:6 broken-link | ",
		"a.md:9:1 broken-anchor | did you mean #nine-lives?",
		"a.md:11:1 link-case | write b.md; other tools and hosts tell them apart",
		"a.md:11:11 broken-link | the link leads out of the content folder",
		"a.md:13:1 broken-anchor | ",
		"a.md:13:12 broken-image | name a file",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestPublicBuildUnlinksInternalPages(t *testing.T) {
	files := map[string]string{
		"a.md": "---\ntitle: A\nvisibility: public\n---\nSee [the plan](b.md) and [the open one](c.md#in-block).\n",
		"b.md": "---\ntitle: B\ntags: [plan]\n---\n",
		"c.md": "---\ntitle: C\nvisibility: public\n---\n:::internal\n## In block\n:::\n",
	}
	s, diags := resolve(t, Input{Public: true}, files)
	for _, d := range diags {
		if d.Rule != "internal-link" {
			t.Error(d)
		}
	}
	body := string(s.viewAt(t, "a/index.html").Page.Body)
	if !strings.Contains(body, "<a>the plan</a>") || !strings.Contains(body, `<a href="/base/c/">the open one</a>`) {
		t.Error(body)
	}
	for i := range s.Views() {
		if p := s.ViewPath(i); strings.HasPrefix(p, "b/") || strings.HasPrefix(p, "tags/") {
			t.Errorf("the public build has %s", p)
		}
	}
	// The feed of an internal build says the same.
	s, _ = resolve(t, Input{}, files)
	for _, it := range s.Channels(100)[0].Items {
		markup, _, err := it.Body()
		if err != nil || strings.Contains(markup, "base/b/") {
			t.Error(err, markup)
		}
	}
}

func TestActionsLinkToPages(t *testing.T) {
	s := mustResolve(t, Input{}, map[string]string{
		"releases/a.md":  "---\ntitle: A\nactions: {sales: \"Read [the steps](../playbooks/b.md#one) and **tell**\"}\n---\n",
		"playbooks/b.md": "# B\n\n## One\n",
	})
	got := string(s.viewAt(t, "releases/a/index.html").Page.Actions[0].Text)
	if want := `Read <a href="/base/playbooks/b/#one">the steps</a> and <strong>tell</strong>`; got != want {
		t.Errorf("got %s", got)
	}
	_, diags := resolve(t, Input{}, map[string]string{
		"releases/a.md": "---\ntitle: A\nactions:\n  sales: \"[x](gone.md)\"\n---\n",
	})
	if len(diags) != 1 || diags[0].Rule != "broken-link" || diags[0].Line != 4 {
		t.Error(diags)
	}
}

func TestTermsWithSigns(t *testing.T) {
	s := mustResolve(t, Input{}, map[string]string{"a.md": "---\ntitle: A\ntags: [C, C++, C#, R & D, r-and-d]\n---\n"})
	var got []string
	for _, term := range s.tags {
		got = append(got, term.path)
	}
	want := []string{"tags/c/", "tags/c-sharp/", "tags/c-plus-plus/", "tags/r-and-d/"}
	if !slices.Equal(got, want) {
		t.Errorf("tags at %q, want %q", got, want)
	}
}

func TestFeedsStay(t *testing.T) {
	s := mustResolve(t, Input{}, map[string]string{
		content.ConfigFile:  "products: [{id: known}, {id: quiet}]\n",
		"releases/gone.md":  "---\ntitle: Gone\nvisibility: public\nproducts: [known]\ndate: 2026-01-01\nexpires_at: 2026-02-01\n---\n",
		"releases/later.md": "---\ntitle: Later\nvisibility: public\nproducts: [quiet]\ndate: 2027-01-01\n---\n",
	})
	var got []string
	for _, ch := range s.Channels(100) {
		got = append(got, ch.Dir)
	}
	if want := []string{"", "products/known/"}; !slices.Equal(got, want) {
		t.Errorf("feeds in %q, want %q", got, want)
	}
}

func TestPagination(t *testing.T) {
	files := map[string]string{content.ConfigFile: "page_size: 3\n"}
	for i := range 10 {
		files[fmt.Sprintf("releases/2026-01-%02d-n%d.md", i+1, i)] = fmt.Sprintf("# N%d", i)
	}
	s := mustResolve(t, Input{}, files)
	v := s.viewAt(t, "releases/page/2/index.html")
	if got := v.List.Cards[0].Title; got != "N6" {
		t.Errorf("page 2 begins with %s", got)
	}
	if p := v.List.Pager; p.Prev != "/base/releases/" || p.Next != "/base/releases/page/3/" || p.Total != 4 {
		t.Errorf("pager %+v", p)
	}
	if v.Meta.Canonical != "https://example.com/base/releases/page/2/" {
		t.Error(v.Meta.Canonical)
	}
	p := s.viewAt(t, "releases/n4/index.html").Page
	if p.Prev.Title != "N3" || p.Next.Title != "N5" {
		t.Errorf("before N4 is %s, after it %s", p.Prev.Title, p.Next.Title)
	}
}

func TestRelated(t *testing.T) {
	files := map[string]string{}
	for i := range 200 {
		files[fmt.Sprintf("playbooks/p%03d.md", i)] = fmt.Sprintf("---\ntitle: P%d\ntags: [common, rare%d]\nproducts: [x]\n---\n", i, i/2)
	}
	files["playbooks/named.md"] = "---\ntitle: Named\nrelated: [p007.md]\ntags: [rare50]\n---\n"
	s := mustResolve(t, Input{}, files)
	var got []string
	for _, c := range s.viewAt(t, "playbooks/named/index.html").Page.Related {
		got = append(got, c.Title)
	}
	if want := []string{"P7", "P100", "P101"}; !slices.Equal(got, want) {
		t.Errorf("related: %q, want %q", got, want)
	}
	if got := s.viewAt(t, "playbooks/p010/index.html").Page.Related[0].Title; got != "P11" {
		t.Errorf("a rare tag counts less than a common one: %s", got)
	}
}

func TestOutlineNests(t *testing.T) {
	h := func(level int, id string) markdown.Heading { return markdown.Heading{Level: level, ID: id} }
	got := outline([]markdown.Heading{h(3, "a"), h(2, "b"), h(4, "c"), h(3, "d"), h(2, "e")})
	var flat func([]view.TOCEntry) string
	flat = func(list []view.TOCEntry) string {
		var parts []string
		for _, e := range list {
			parts = append(parts, e.ID+flat(e.Children))
		}
		if len(parts) == 0 {
			return ""
		}
		return "(" + strings.Join(parts, " ") + ")"
	}
	if want := "(a b(c d) e)"; flat(got) != want {
		t.Errorf("outline %s, want %s", flat(got), want)
	}
}

func TestClip(t *testing.T) {
	if got := clip("one two three", 9); got != "one two…" {
		t.Error(got)
	}
	if got := clip("ÄÖÜ", 3); got != "ÄÖÜ" {
		t.Error(got)
	}
}

// Two pages at one address are one finding, whatever else is at that address.
func TestOneAddressIsToldOnce(t *testing.T) {
	_, diags := resolve(t, Input{}, map[string]string{
		"launches/a.md": "---\ntitle: A\ndate: 2027-01-01\nslug: same\n---\nText.\n",
		"launches/b.md": "---\ntitle: B\ndate: 2027-01-01\nslug: same\nid: other\n---\nText.\n",
	})
	if len(diags) != 1 || diags[0].Rule != "duplicate-url" || !strings.HasPrefix(diags[0].Path, "launches/") {
		t.Errorf("findings %v", diags)
	}
}

// A tag becomes a folder, whose name no file system takes at any length.
func TestLongTags(t *testing.T) {
	_, diags := resolve(t, Input{}, map[string]string{
		"a.md": "---\ntitle: A\ntags: [" + strings.Repeat("長", 66) + ", " + strings.Repeat("長", 67) + "]\n---\nText.\n",
		"b.md": "---\ntitle: B\ntags: [" + strings.Repeat("長", 67) + "]\n---\nText.\n",
	})
	if len(diags) != 1 || diags[0].Rule != "slug-invalid" || diags[0].Path != "a.md" || diags[0].Line != 3 {
		t.Errorf("findings %v", diags)
	}
}

// Tags of signs alone are as many as there are signs, and have addresses that
// file systems and browsers take.
func TestTagsOfSigns(t *testing.T) {
	s := mustResolve(t, Input{}, map[string]string{
		"a.md": "---\ntitle: A\ntags: [\"\U0001F680\", \"\U0001F389\", x, \"+\", \"\U0001F680 \"]\n---\nText.\n",
	})
	var got []string
	for _, l := range s.viewAt(t, "a/index.html").Page.Tags {
		got = append(got, l.Title+" "+l.URL)
	}
	want := []string{"\U0001F680 /base/tags/u1f680/", "\U0001F389 /base/tags/u1f389/", "x /base/tags/x/", "+ /base/tags/plus/"}
	if !slices.Equal(got, want) {
		t.Errorf("the tags are %q, want %q", got, want)
	}
}
