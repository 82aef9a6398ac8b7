package link_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
)

// body returns a page's HTML with its links.
func body(t *testing.T, s *link.Site, source string) string {
	t.Helper()
	html, err := s.Body(linktest.Page(t, s, source), func(int) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return string(html)
}

func TestAddresses(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
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
		if got := linktest.Page(t, s, source).Path; got != path {
			t.Errorf("%s is at %q, want %q", source, got, path)
		}
	}
	if got := linktest.Page(t, s, "snippets/tip.md").ID; got != "snippet:a.tip" {
		t.Errorf("the snippet's id is %q", got)
	}
	if got := linktest.Page(t, s, "releases/slugged.md").ID; got != "release-note:slugged" {
		t.Errorf("a slug is part of the id %q", got)
	}
}

func TestLinks(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"a/page.md": `---
title: Page
---
[file](other.md) [anchor](other.md#deux-pièces) [slash](other.md/#deux-pièces) [up](../b.md)
[rooted](/b.md) [pretty](/b/) [sibling](../other/) [alias](/old/b) [alike](other.md#deuxPièces)
[self](#here) [title](../b.md#bee) [list](/releases/) [tag](/tags/x/) [feed](/feed.json)
[asset](data.csv) [outside](https://elsewhere.example/x?a=b#c) [own](https://example.com/base/b/)
[base](/base/b/) [renamed](other.md#first) [topics](other.md#topics) ` +
			`[bundle](../releases/2026-01-01-n/index.md) [folder](../releases/2026-01-01-n/)

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
	html := body(t, s, "a/page.md")
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
		if !strings.Contains(html, want) {
			t.Errorf("the body has no %s", want)
		}
	}
	if t.Failed() {
		t.Log(html)
	}
	if q := body(t, s, "releases/2026-01-01-n/index.md"); !strings.Contains(q, `src="/base/releases/n/q.png"`) {
		t.Errorf("a bundle's picture is not beside its page: %s", q)
	}
}

// An address may be written with blanks in <>; in HTML it has none.
func TestAddressesHoldNoBlanks(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"a.md": "---\ntitle: A\n---\n" +
			"[out](<https://elsewhere.example/a b/é?c d=\"e\"#f g>) [mail](<mailto:a@example.com?subject=b c>)\n" +
			"[ref] [page](<my page.md?x y=<z\\>>) ![picture](<https://elsewhere.example/p q.png>)" +
			" [done](https://elsewhere.example/a%20b)\n\n" +
			"[ref]: <//elsewhere.example/r s>\n\n<a href=\"https://elsewhere.example/h i\">html</a>\n",
		"my page.md": "# My page\n",
	})
	html := body(t, s, "a.md")
	for _, want := range []string{
		`href="https://elsewhere.example/a%20b/é?c%20d=%22e%22#f%20g" rel="external noopener">out`,
		`href="mailto:a@example.com?subject=b%20c">mail`, `href="//elsewhere.example/r%20s" rel="external noopener">ref`,
		`href="/base/my-page/?x%20y=`, `src="https://elsewhere.example/p%20q.png"`, `href="https://elsewhere.example/a%20b" rel`,
		`href="https://elsewhere.example/h%20i" rel="external noopener">html`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the body has no %s: %s", want, html)
		}
	}
}

func TestFormerAddressOfTheSite(t *testing.T) {
	s, diags := linktest.Resolve(t, link.Input{}, map[string]string{
		content.ConfigFile: "links:\n  \"https://old.example/docs/\": /\n" +
			"  \"https://old.example/docs/api/\": \"https://api.example/v2/\"\n" +
			"  \"https://old.example/home/\": \"https://example.com/base/\"\n",
		"a.md": "# A\n\n[b](https://old.example/docs/b/#part) [c](https://old.example/docs/c/) [d](https://old.example/docs/api/x?y#z)\n" +
			"[e](https://old.example/home/b/) [f](https://old.example/home/none/) [g](https://old.example/)\n",
		"b.md": "# B\n\n## Part\n",
	})
	const outside = ` rel="external noopener">`
	html := body(t, s, "a.md")
	for _, want := range []string{
		`<a href="/base/b/#part">b</a> c <a`, `href="https://api.example/v2/x?y#z"` + outside + "d<",
		`<a href="/base/b/">e</a>`, `href="https://example.com/base/none/"` + outside + "f<",
		`href="https://old.example/"` + outside + "g<",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("there is no %s in %s", want, html)
		}
	}
	if len(diags) != 1 || diags[0].Rule != "broken-link" || diags[0].Position.String() != "a.md:3:39" ||
		!strings.Contains(diags[0].Hint, "`links` in headsup.yaml turns this into /c/") {
		t.Errorf("findings %v", diags)
	}
}

func TestBrokenReferences(t *testing.T) {
	_, diags := linktest.Resolve(t, link.Input{}, map[string]string{
		"a.md": "---\ntitle: A\nkind: release-note\nimage: none.png\nlaunch: nope\nrelated: [c.md]\n" +
			"cta: {label: Go, url: gone.md}\n---\n[x](b.md#nine)\n\n[y](B.md) [z](../x.md)\n\n[w](#gone) ![v](b.md)\n",
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

func TestTermsWithSigns(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{"a.md": "---\ntitle: A\ntags: [C, C++, C#, R & D, r-and-d]\n---\n"})
	var got []string
	for _, term := range s.Tags {
		got = append(got, term.Path)
	}
	want := []string{"tags/c/", "tags/c-sharp/", "tags/c-plus-plus/", "tags/r-and-d/"}
	if !slices.Equal(got, want) {
		t.Errorf("tags at %q, want %q", got, want)
	}
}

// Two pages at one address are one finding, whatever else is at that address.
func TestOneAddressIsToldOnce(t *testing.T) {
	_, diags := linktest.Resolve(t, link.Input{}, map[string]string{
		"launches/a.md": "---\ntitle: A\ndate: 2027-01-01\nslug: same\n---\nText.\n",
		"launches/b.md": "---\ntitle: B\ndate: 2027-01-01\nslug: same\nid: other\n---\nText.\n",
	})
	if len(diags) != 1 || diags[0].Rule != "duplicate-url" || !strings.HasPrefix(diags[0].Path, "launches/") {
		t.Errorf("findings %v", diags)
	}
}

// A tag becomes a folder, whose name no file system takes at any length.
func TestLongTags(t *testing.T) {
	_, diags := linktest.Resolve(t, link.Input{}, map[string]string{
		"a.md": "---\ntitle: A\ntags: [" + strings.Repeat("長", 66) + ", " + strings.Repeat("長", 67) + "]\n---\nText.\n",
		"b.md": "---\ntitle: B\ntags: [" + strings.Repeat("長", 67) + "]\n---\nText.\n",
	})
	if len(diags) != 1 || diags[0].Rule != "slug-invalid" || diags[0].Path != "a.md" || diags[0].Line != 3 {
		t.Errorf("findings %v", diags)
	}
}

// What no disk takes is a finding with its file. Of two folders it is one.
func TestNamesThatNoDiskTakes(t *testing.T) {
	_, diags := linktest.Resolve(t, link.Input{}, map[string]string{
		"a.md":                                "# A\n",
		"A/one.png":                           "png",
		"img/one.png":                         "png",
		"img/two.png":                         "png",
		"Img/one.jpg":                         "jpg",
		"Img/two.jpg":                         "jpg",
		"caf\u00e9.png":                       "png",
		"cafe\u0301.png":                      "png",
		strings.Repeat("\u023a", 120) + ".md": "# Longer in lower case\n",
		"llms.txt.md":                         "# A folder where a file is\n",
	})
	var got []string
	for _, d := range diag.Sort(diags) {
		got = append(got, strings.ReplaceAll(d.Path, "\u023a", "")+" "+d.Rule)
	}
	want := []string{
		"Img/one.jpg path-conflict", "cafe\u0301.png path-conflict",
		"llms.txt.md path-conflict", ".md path-conflict",
	}
	if !slices.Equal(got, want) {
		t.Errorf("findings %q, want %q\n%v", got, want, diags)
	}
}

// Notes whose names differ only in the date are pages of their own, and one that
// is added later changes none that is there.
func TestNamesThatDifferInTheDate(t *testing.T) {
	files := map[string]string{
		"releases/2026-11-01-note.md":          "# A\n",
		"releases/2026/11/05-fix.md":           "# B\n",
		"releases/2026-11-09-bundle/index.md":  "# C\n",
		"playbooks/2026-11-01-note.md":         "# D\n",
		"snippets/2026-11-01-tip.md":           "---\ntitle: E\nkey: tip\n---\nText.\n",
		"releases/2026-10-01-set.md":           "---\ntitle: F\nslug: fixed\nid: set-one\n---\n",
		"releases/2026-10-02-set.md":           "# G\n",
		"releases/2026-09-01-same-day/note.md": "# H\n",
	}
	got := func() map[string]string {
		places := map[string]string{}
		for _, p := range linktest.MustResolve(t, link.Input{}, files).All {
			places[p.Source] = p.Path + " " + p.ID
		}
		return places
	}
	before := got()
	for name, want := range map[string]string{
		"releases/2026-11-01-note.md": "releases/note/ release-note:note",
		"releases/2026/11/05-fix.md":  "releases/2026/11/fix/ release-note:2026/11/fix",
		"releases/2026-10-02-set.md":  "releases/set/ release-note:set",
	} {
		if before[name] != want {
			t.Errorf("%s is at %s, want %s", name, before[name], want)
		}
	}
	files["releases/2026-11-02-note.md"] = "# A2\n"
	files["releases/2026-12-01-note.md"] = "---\ntitle: A3\nslug: other\n---\n"
	files["releases/2026/11/06-fix.md"] = "# B2\n"
	files["releases/2026-11-10-bundle/index.md"] = "# C2\n"
	files["snippets/2026-11-02-tip.md"] = "---\ntitle: E2\nkey: tip-two\n---\nText.\n"
	after := got()
	for name, place := range before {
		if after[name] != place {
			t.Errorf("%s was at %s and is at %s", name, place, after[name])
		}
	}
	for name, want := range map[string]string{
		"releases/2026-11-02-note.md":         "releases/2026-11-02-note/ release-note:2026-11-02-note",
		"releases/2026-12-01-note.md":         "releases/other/ release-note:2026-12-01-note",
		"releases/2026/11/06-fix.md":          "releases/2026/11/06-fix/ release-note:2026/11/06-fix",
		"releases/2026-11-10-bundle/index.md": "releases/2026-11-10-bundle/ release-note:2026-11-10-bundle",
		"snippets/2026-11-02-tip.md":          "snippets/2026-11-02-tip/ snippet:tip-two",
	} {
		if after[name] != want {
			t.Errorf("%s is at %s, want %s", name, after[name], want)
		}
	}
	// Two names of one day are still one.
	files["releases/20261101-note.md"] = "# A4\n"
	_, diags := linktest.Resolve(t, link.Input{}, files)
	if len(diags) != 2 || diags[0].Rule != "duplicate-id" || diags[1].Rule != "duplicate-url" {
		t.Errorf("findings %v", diags)
	}
}
