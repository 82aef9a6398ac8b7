package link_test

import (
	"testing"
	"time"

	"headsup/generator/link"
	"headsup/generator/link/linktest"
)

func TestDateOfTitle(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"releases/a.md":            "# 1.2.0 - 2026-10-01",
		"releases/b.md":            "## [v1.3.0](https://example.com/v1.3.0) (2026-10-02)\n\n### Fixed\n\nText",
		"releases/c.md":            "---\ntitle: 2026-10-03 and after\n---\n",
		"releases/d.md":            "---\ntitle: D 2026-13-03\n---\n",
		"releases/2026-10-05-e.md": "# E 2026-10-04",
		"releases/f.md":            "---\ntitle: F (2027-01-01)\nvisibility: public\n---\n",
		"page.md":                  "# Page 2026-10-06",
	})
	for source, want := range map[string]string{
		"releases/a.md": "2026-10-01", "releases/b.md": "2026-10-02", "releases/c.md": "", "releases/d.md": "",
		"releases/2026-10-05-e.md": "2026-10-05", "releases/f.md": "2027-01-01", "page.md": "",
	} {
		got := ""
		if p := linktest.Page(t, s, source); !p.Date.IsZero() {
			got = p.Date.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%s has the date %q, want %q", source, got, want)
		}
	}
	if linktest.Page(t, s, "releases/f.md").Public {
		t.Error("a release note is public before the day in its title")
	}
}

// A launch that says only from when on it is public happens then, and its pieces with it.
func TestDateOfLaunch(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"launches/only.md":             "---\ntitle: Only\npublish_at: 2027-01-25 09:00\nvisibility: public\n---\n",
		"launches/both.md":             "---\ntitle: Both\ndate: 2027-01-26\npublish_at: 2027-01-26 09:00\nvisibility: public\n---\n",
		"launches/2027-01-27-named.md": "---\ntitle: Named\npublish_at: 2027-01-28\nvisibility: public\n---\n",
		"launches/past.md":             "---\ntitle: Past\npublish_at: 2026-01-25\n---\n",
		"launches/known.md":            "---\ntitle: Known\ninternal_at: 2026-01-25\n---\n",
		"releases/follows.md":          "---\ntitle: Follows\nlaunch: only\nvisibility: public\n---\n",
		"releases/alone.md":            "---\ntitle: Alone\npublish_at: 2027-01-25 09:00\nvisibility: public\n---\n",
	})
	for source, want := range map[string]string{
		"launches/only.md": "2027-01-25 09:00", "launches/both.md": "2027-01-26 00:00", "launches/2027-01-27-named.md": "2027-01-27 00:00",
		"launches/past.md": "2026-01-25 00:00", "launches/known.md": "", "releases/follows.md": "2027-01-25 09:00", "releases/alone.md": "",
	} {
		got := ""
		if p := linktest.Page(t, s, source); !p.Date.IsZero() {
			got = p.Date.Format("2006-01-02 15:04")
		}
		if got != want {
			t.Errorf("%s has the date %q, want %q", source, got, want)
		}
	}
	if s.Ahead(linktest.Page(t, s, "launches/past.md")) || !s.Ahead(linktest.Page(t, s, "launches/only.md")) {
		t.Error("a launch is ahead that has happened, or the other way round")
	}
}
