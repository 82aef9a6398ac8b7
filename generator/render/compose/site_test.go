package compose_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/publish/items"
	"headsup/generator/view"
)

func TestPublicBuildUnlinksInternalPages(t *testing.T) {
	files := map[string]string{
		"a.md": "---\ntitle: A\nvisibility: public\n---\nSee [the plan](b.md) and [the open one](c.md#in-block).\n",
		"b.md": "---\ntitle: B\ntags: [plan]\n---\n",
		"c.md": "---\ntitle: C\nvisibility: public\n---\n:::internal\n## In block\n:::\n",
	}
	s, diags := linktest.Resolve(t, link.Input{Settings: link.Settings{Public: true}}, files)
	for _, d := range diags {
		if d.Rule != "internal-link" {
			t.Error(d)
		}
	}
	body := string(viewAt(t, s, "a/index.html").Page.Body)
	if !strings.Contains(body, "See the plan and ") || !strings.Contains(body, `<a href="/base/c/">the open one</a>`) {
		t.Error(body)
	}
	for i := range s.Files {
		if p := s.Files[i].Path; strings.HasPrefix(p, "b/") || strings.HasPrefix(p, "tags/") {
			t.Errorf("the public build has %s", p)
		}
	}
	// The feed of an internal build says the same.
	s, _ = linktest.Resolve(t, link.Input{}, files)
	for _, it := range items.Channels(s, 100)[0].Items {
		markup, _, err := it.Body()
		if err != nil || strings.Contains(markup, "base/b/") {
			t.Error(err, markup)
		}
	}
}

func TestActionsLinkToPages(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"releases/a.md":  "---\ntitle: A\nactions: {sales: \"Read [the steps](../playbooks/b.md#one) and **tell**\"}\n---\n",
		"playbooks/b.md": "# B\n\n## One\n",
	})
	got := string(viewAt(t, s, "releases/a/index.html").Page.Actions[0].Text)
	if want := `Read <a href="/base/playbooks/b/#one">the steps</a> and <strong>tell</strong>`; got != want {
		t.Errorf("got %s", got)
	}
	_, diags := linktest.Resolve(t, link.Input{}, map[string]string{
		"releases/a.md": "---\ntitle: A\nactions:\n  sales: \"[x](gone.md)\"\n---\n",
	})
	if len(diags) != 1 || diags[0].Rule != "broken-link" || diags[0].Line != 4 {
		t.Error(diags)
	}
}

func TestPagination(t *testing.T) {
	files := map[string]string{content.ConfigFile: "page_size: 3\n"}
	for i := range 10 {
		files[fmt.Sprintf("releases/2026-01-%02d-n%d.md", i+1, i)] = fmt.Sprintf("# N%d", i)
	}
	s := linktest.MustResolve(t, link.Input{}, files)
	v := viewAt(t, s, "releases/page/2/index.html")
	if got := v.List.Cards[0].Title; got != "N6" {
		t.Errorf("page 2 begins with %s", got)
	}
	if p := v.List.Pager; p.Prev != "/base/releases/" || p.Next != "/base/releases/page/3/" || p.Total != 4 {
		t.Errorf("pager %+v", p)
	}
	if v.Meta.Canonical != "https://example.com/base/releases/page/2/" {
		t.Error(v.Meta.Canonical)
	}
	p := viewAt(t, s, "releases/n4/index.html").Page
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
	s := linktest.MustResolve(t, link.Input{}, files)
	var got []string
	for _, c := range viewAt(t, s, "playbooks/named/index.html").Page.Related {
		got = append(got, c.Title)
	}
	if want := []string{"P7", "P100", "P101"}; !slices.Equal(got, want) {
		t.Errorf("related: %q, want %q", got, want)
	}
	if got := viewAt(t, s, "playbooks/p010/index.html").Page.Related[0].Title; got != "P11" {
		t.Errorf("a rare tag counts less than a common one: %s", got)
	}
}

// Tags of signs alone are as many as there are signs, and have addresses that
// file systems and browsers take.
func TestTagsOfSigns(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"a.md": "---\ntitle: A\ntags: [\"\U0001F680\", \"\U0001F389\", x, \"+\", \"\U0001F680 \"]\n---\nText.\n",
	})
	var got []string
	for _, l := range viewAt(t, s, "a/index.html").Page.Tags {
		got = append(got, l.Title+" "+l.URL)
	}
	want := []string{"\U0001F680 /base/tags/u1f680/", "\U0001F389 /base/tags/u1f389/", "x /base/tags/x/", "+ /base/tags/plus/"}
	if !slices.Equal(got, want) {
		t.Errorf("the tags are %q, want %q", got, want)
	}
}

// A level that was skipped adds no empty level to the outline.
func TestOutlineNests(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{"a.md": "# A\n\n### a\n\n## b\n\n#### c\n\n### d\n\n## e\n"})
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
	if got, want := flat(viewAt(t, s, "a/index.html").Page.TOC), "(a b(c d) e)"; got != want {
		t.Errorf("outline %s, want %s", got, want)
	}
}

// Versions are compared number by number, pre-releases are before their release, and the
// list begins with the newest.
func TestVersionOrder(t *testing.T) {
	sorted := []string{"10.0", "4.0.0", "4.0.0-rc.1", "4.0.0-beta", "v2.0.0", "1.10", "1.9", "1.2", "1"}
	files := map[string]string{}
	for i, version := range sorted {
		files[fmt.Sprintf("releases/2026-01-%02d-n%d.md", 1+(i*5)%7, i)] = fmt.Sprintf("---\ntitle: N\nversion: %q\n---\n", version)
	}
	var got []string
	for _, c := range viewAt(t, linktest.MustResolve(t, link.Input{}, files), "releases/versions/index.html").List.Cards {
		got = append(got, c.Version)
	}
	if !slices.Equal(got, sorted) {
		t.Errorf("versions %q, want %q", got, sorted)
	}
}
