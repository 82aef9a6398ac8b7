package compose_test

import (
	"slices"
	"strings"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/view"
)

// Colleagues who see a page before customers do are told from when on they may share
// it, on the page and wherever it is listed, whatever it is that the page waits for.
func TestNotPublicYet(t *testing.T) {
	const launch = "launches/export.md"
	const public = "---\ntitle: A\nvisibility: public\n"
	for _, tt := range []struct {
		name, launch, page string
		future             bool // the build
		notices, badges    string
	}{
		{
			"publish_at", "", public + "publish_at: 2026-12-08 09:00\n", false,
			"Customers can see this from 8 December 2026 09:00 UTC.", "Not public yet",
		},
		{"date", "", public + "date: 2026-12-08\n", false, "Customers can see this from 8 December 2026.", "Not public yet"},
		{
			"month", "", public + "date: 2026-12-08\nconfidence: low\n", false,
			"Customers can see this from December 2026.", "Not public yet",
		},
		{
			"month with a day", "", public + "date: 2027-03-08\nconfidence: low\npublish_at: 2026-12-08\n", false,
			"Customers can see this from 8 December 2026.", "Not public yet",
		},
		{
			"launch", "date: 2026-12-08", public + "launch: export\n", false,
			"Customers can see this from 8 December 2026.", "Not public yet",
		},
		{
			"hour of a launch", "publish_at: 2026-12-08 09:00", public + "launch: export\ndate: 2026-11-01\n", false,
			"Customers can see this from 8 December 2026 09:00 UTC.", "Not public yet",
		},
		{
			"colleagues know", "", public + "internal_at: 2026-11-01\npublish_at: 2026-12-08\n", false,
			"Customers can see this from 8 December 2026.", "Not public yet",
		},
		{
			"nobody knows", "", public + "internal_at: 2026-12-01\npublish_at: 2026-12-08\n", true,
			"Scheduled for 1 December 2026. Colleagues can’t see it until then. Customers can see this from 8 December 2026.",
			"Scheduled, Not public yet",
		},
		{
			"for colleagues", "", "---\ntitle: A\npublish_at: 2026-12-08\n", true,
			"Scheduled for 8 December 2026. Colleagues can’t see it until then.", "Scheduled",
		},
		{"published", "", public + "publish_at: 2026-11-01\n", false, "", "Public"},
		{"internal", "", "---\ntitle: A\ndate: 2026-12-08\n", false, "", ""},
		{"internal piece", "publish_at: 2026-12-08 09:00", "---\ntitle: A\nlaunch: export\n", false, "", ""},
		{"draft", "", public + "draft: true\npublish_at: 2026-12-08\n", true, "This is a draft. It’s not published.", "Draft, Public"},
	} {
		files := map[string]string{"releases/a.md": tt.page + "---\n"}
		if tt.launch != "" {
			files[launch] = "---\ntitle: Export\nvisibility: public\n" + tt.launch + "\n---\n"
		}
		in := link.Input{Settings: link.Settings{Future: tt.future, Drafts: tt.future}}
		s, _ := linktest.Resolve(t, in, files)
		p := viewAt(t, s, "releases/a/index.html").Page
		notices := strings.ReplaceAll(strings.Join(p.Notices, " "), " Don’t share it before then.", "")
		if notices != tt.notices || strings.Contains(tt.notices, "Customers") == (notices == strings.Join(p.Notices, " ")) {
			t.Errorf("%s: it says %q", tt.name, p.Notices)
		}
		if public := strings.Contains(tt.page, "visibility: public"); !public && p.PublishAt != nil {
			t.Errorf("%s: a page for colleagues is public from %v", tt.name, p.PublishAt)
		}
		list := viewAt(t, s, "releases/index.html")
		for where, badges := range map[string][]view.Badge{"page": p.Badges, "card": list.List.Cards[0].Badges} {
			var got []string
			for _, b := range badges {
				if !strings.HasPrefix(b.Class, "stage-") {
					got = append(got, b.Text)
				}
			}
			if strings.Join(got, ", ") != tt.badges {
				t.Errorf("%s: the %s is marked %q, want %q", tt.name, where, got, tt.badges)
			}
		}
	}
}

// A change without a date is coming until customers have it, and is marked as others
// are.
func TestComingIsMarked(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"releases/a.md":        "---\ntitle: A\nvisibility: public\npublish_at: 2026-12-08\n---\n",
		"releases/b.md":        "---\ntitle: B\nvisibility: public\ndate: 2026-12-08\n---\n",
		"releases/c.md":        "---\ntitle: C\nvisibility: public\ndate: 2026-12-08\npublish_at: 2026-11-01\n---\n",
		"releases/d.md":        "---\ntitle: D\nvisibility: public\npublish_at: 2026-11-01\n---\n",
		"releases/e.md":        "---\ntitle: E\n---\n",
		content.ConfigFile:     "products: [billing]\n",
		"launches/2026-1-1.md": "---\ntitle: Over\ndate: 2026-01-01\n---\n",
	})
	c := viewAt(t, s, "coming/index.html").Coming
	if got := board(c); !strings.HasSuffix(got, "launching: B(8 December 2026) C(8 December 2026) A()") {
		t.Errorf("board\n%s", got)
	}
	for _, it := range c.Columns[3].Items {
		marked := slices.ContainsFunc(it.Badges, func(b view.Badge) bool { return b.Text == "Not public yet" })
		if marked != (it.Title != "C") {
			t.Errorf("%s is marked %v", it.Title, it.Badges)
		}
	}
}
