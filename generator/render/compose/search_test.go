package compose_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/render/compose"
	"headsup/generator/view"
)

// titles returns the titles in a group of the search page.
func titles(t *testing.T, v view.View, group string) (list []string, more *view.Link) {
	t.Helper()
	for _, g := range v.Groups {
		if g.ID != group {
			continue
		}
		for _, c := range g.Cards {
			list = append(list, c.Title)
		}
		return list, g.More
	}
	return nil, nil
}

func TestSearchPageListsAllPages(t *testing.T) {
	files := map[string]string{
		"headsup.yaml":        "ask_url: mailto:help@example.com\n",
		"index.md":            "# Home",
		"about.md":            "# About",
		"guide/index.md":      "# Guide",
		"guide/b.md":          "---\ntitle: Public guide\nvisibility: public\n---\n",
		"playbooks/index.md":  "# How we work",
		"playbooks/b.md":      "# Beta",
		"playbooks/a.md":      "---\ntitle: Alpha\nvisibility: public\nsummary: Not on the page\n---\n",
		"playbooks/deep/c.md": "# Gamma",
		"releases/new.md":     "---\ntitle: New\ndate: 2026-11-01\nvisibility: public\nstage: ga\n---\n",
		"releases/old.md":     "---\ntitle: Old\ndate: 2026-10-01\n---\n",
		"releases/draft.md":   "---\ntitle: Draft\ndraft: true\n---\n",
	}
	for _, tt := range []struct {
		public bool
		want   map[string][]string
	}{
		{false, map[string][]string{
			"release-note": {"New", "Old"}, "playbook": {"Alpha", "Beta", "Gamma"}, "page": {"About", "Guide", "Public guide"},
		}},
		{true, map[string][]string{"release-note": {"New"}, "playbook": {"Alpha"}, "page": {"Public guide"}}},
	} {
		s := linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: tt.public}}, files)
		v := viewAt(t, s, "search/index.html")
		if v.Layout != "search" || v.Meta.Title != "Search" || !v.Meta.NoIndex || v.Meta.Section != "" {
			t.Errorf("layout %q, meta %+v", v.Layout, v.Meta)
		}
		ask := "mailto:help@example.com"
		if tt.public {
			ask = "" // that is for colleagues
		}
		if v.Site.Search != "/base/search/" || v.Site.Ask != ask {
			t.Errorf("search at %q, questions to %q", v.Site.Search, v.Site.Ask)
		}
		if len(v.Groups) != len(tt.want) {
			t.Errorf("%d groups", len(v.Groups))
		}
		for group, want := range tt.want {
			if got, _ := titles(t, v, group); !slices.Equal(got, want) {
				t.Errorf("public %v: %s lists %q, want %q", tt.public, group, got, want)
			}
		}
		listed := compose.New(s, nil).Sitemap()
		if slices.ContainsFunc(listed, func(u compose.SitemapURL) bool { return strings.Contains(u.URL, "search") }) {
			t.Error("the search page is in the sitemap")
		}
	}
	v := viewAt(t, linktest.MustResolve(t, link.Input{}, files), "search/index.html")
	if _, more := titles(t, v, "playbook"); *more != (view.Link{Title: "See all", URL: "/base/playbooks/", Count: 3}) {
		t.Errorf("more: %+v", *more)
	}
	if c := v.Groups[0].Cards[0]; c.Date == nil || c.URL != "/base/releases/new/" || c.Badges != nil {
		t.Errorf("card: %+v", c)
	}
}

const searchMost = 200 // pages of a kind that the search page lists

func TestSearchPageOfManyPages(t *testing.T) {
	files := map[string]string{}
	for i := range searchMost + 5 {
		files[fmt.Sprintf("playbooks/%03d.md", i)] = fmt.Sprintf("---\ntitle: P%03d\ndate: %d-01-01\n---\n", i, 1000+i)
		files[fmt.Sprintf("p%03d.md", i)] = "# Plain"
	}
	v := viewAt(t, linktest.MustResolve(t, link.Input{}, files), "search/index.html")
	list, more := titles(t, v, "playbook")
	if len(list) != searchMost || list[0] != "P204" || list[searchMost-1] != "P005" || more.Count != searchMost+5 {
		t.Errorf("%d of %d playbooks, %q to %q", len(list), more.Count, list[0], list[len(list)-1])
	}
	if list, more := titles(t, v, "page"); len(list) != searchMost+5 || more != nil {
		t.Errorf("%d plain pages", len(list))
	}
}

func TestSearchFolderIsTaken(t *testing.T) {
	_, diags := linktest.Resolve(t, link.Input{}, map[string]string{"search.md": "# Mine", "search/deep.md": "# Mine too"})
	var got []string
	for _, d := range diags {
		got = append(got, d.Path+": "+d.Message)
	}
	want := []string{
		"search.md: the address /search/ is already used by a page that headsup makes",
		"search/deep.md: addresses below /search/ belong to headsup's own files",
	}
	if !slices.Equal(got, want) {
		t.Errorf("findings %q", got)
	}
	s := linktest.MustResolve(t, link.Input{}, map[string]string{"a.md": "# A\n\n[Find](/search/)", "search/picture.png": ""})
	if s.Assets()[0].Path != "files/search/picture.png" {
		t.Errorf("a picture is at %s", s.Assets()[0].Path)
	}
}
