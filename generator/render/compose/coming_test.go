package compose_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/render/compose"
	"headsup/generator/view"
)

func comingFiles() map[string]string {
	return map[string]string{
		content.ConfigFile: "products: [{id: billing, title: Billing}, {id: reports, title: Reports}, " +
			"{id: idle, title: Idle}]\nlaunch: {requires: {ga: [snippet]}}\n",

		"launches/2027-01-25-export.md": "---\ntitle: Export launch\nstage: ga\nproducts: [billing]\nconfidence: medium\n---\n",
		"launches/2026-12-01-trial.md":  "---\ntitle: Trial launch\nstage: beta\nproducts: [reports]\naudiences: [support]\n---\n",
		"launches/someday.md":           "---\ntitle: Someday\nstage: ga\n---\n",
		"launches/2026-01-01-over.md":   "---\ntitle: Over\nstage: ga\n---\n",
		"releases/2027-03-25-rough.md":  "---\ntitle: Rough\nstage: planned\nconfidence: low\nproducts: [billing]\n---\n",
		"releases/2027-03-02-exact.md": "---\ntitle: Exact\nconfidence: high\n" +
			"products: [billing, reports]\naudiences: [sales, support]\n---\n",
		"releases/2026-10-01-slipped.md": "---\ntitle: Slipped\nstage: planned\n---\n",
		"releases/2026-10-02-trying.md":  "---\ntitle: Trying\nstage: beta\n---\n",
		"releases/2026-10-03-alpha.md":   "---\ntitle: Newer trying\nstage: beta\nvisibility: public\n---\n",
		"releases/out.md":                "---\ntitle: Out\nstage: ga\n---\n",
		"releases/2026-10-04-out.md":     "---\ntitle: Out and dated\nstage: ga\nid: out-dated\nslug: out-dated\n---\n",
		"releases/2027-05-01-gone.md":    "---\ntitle: Going away\nstage: retired\n---\n",
		"releases/2027-05-02-old.md":     "---\ntitle: Expired\nstage: planned\nexpires_at: 2026-01-01\n---\n",
		"releases/2027-05-03-draft.md":   "---\ntitle: Draft\nstage: planned\ndraft: true\n---\n",
	}
}

func board(c *view.ComingView) string {
	var out []string
	for _, col := range c.Columns {
		text := col.ID + ":"
		for _, it := range col.Items {
			text += " " + it.Title + "("
			if it.DateLabel != "" {
				text += it.DateLabel + " "
			}
			if it.Date != nil {
				text += it.Date.Text
			}
			text += ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, "\n")
}

func TestComingBoard(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, comingFiles())
	c := viewAt(t, s, "coming/index.html").Coming
	want := `planned: Rough(March 2027) Slipped(Was due 1 October 2026)
alpha:
beta: Trial launch(1 December 2026) Newer trying(Since 3 October 2026) Trying(Since 2 October 2026)
launching: Export launch(25 January 2027) Exact(2 March 2027) Someday()`
	if got := board(c); got != want {
		t.Errorf("board\n%s\nwant\n%s", got, want)
	}
	if c.Total != 8 || !c.InPlace {
		t.Errorf("%d are coming, in place %t", c.Total, c.InPlace)
	}
	exact := c.Columns[3].Items[1]
	if exact.ProductIDs != "billing reports" || exact.AudienceIDs != "sales support" || exact.Confidence.Text != "Confirmed" {
		t.Errorf("an item is %+v", exact)
	}
	if got := c.Columns[3].Items[0].Ready; got != "0 of 1 ready" {
		t.Errorf("the launch is %q", got)
	}
	nav := compose.New(s, nil).Chrome().Nav
	if i := slices.IndexFunc(nav, func(l view.Link) bool { return l.Title == "Coming up" }); i != 1 ||
		nav[i].URL != "/base/coming/" || nav[i].Count != 8 {
		t.Errorf("the menu is %v", nav)
	}
}

func TestComingCalendar(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, comingFiles())
	c := viewAt(t, s, "coming/index.html").Coming
	var got []string
	for _, m := range c.Months {
		text := m.ID + " " + m.Title + ":"
		for _, d := range m.Days {
			for _, it := range d.Items {
				text += fmt.Sprintf(" %s %s %d %s", d.Weekday, d.ID, d.Number, it.Title)
			}
		}
		for _, it := range m.Rough {
			text += " some day " + it.Title
		}
		got = append(got, text)
	}
	want := []string{
		"2026-12 December 2026: Tue day-2026-12-01 1 Trial launch",
		"2027-01 January 2027: Mon day-2027-01-25 25 Export launch",
		"2027-03 March 2027: Tue day-2027-03-02 2 Exact some day Rough",
	}
	if !slices.Equal(got, want) {
		t.Errorf("months\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(c.Undated) != 1 || c.Undated[0].Title != "Someday" {
		t.Errorf("without a date: %v", c.Undated)
	}
	// Each month's grid has each day once, under its weekday.
	for _, m := range c.Months {
		next := 1
		for _, w := range m.Weeks {
			if len(w.Days) != 7 {
				t.Fatalf("a week of %d days", len(w.Days))
			}
			for at, d := range w.Days {
				if d.Number == 0 {
					continue
				}
				if d.Number != next {
					t.Errorf("%s has the day %d where %d is expected", m.ID, d.Number, next)
				}
				next++
				for _, busy := range m.Days {
					if busy.Number == d.Number && (d.URL != "#"+busy.ID || d.Count != len(busy.Items) ||
						[]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}[at] != busy.Weekday) {
						t.Errorf("%s: the day %d is %+v under weekday %d", m.ID, d.Number, d, at)
					}
				}
			}
		}
		if next != 32 {
			t.Errorf("%s ends on %d", m.ID, next-1)
		}
	}
}

// Without scripts a filter's choices are pages with what was chosen.
func TestComingFilters(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, comingFiles())
	c := viewAt(t, s, "coming/index.html").Coming
	var got []string
	for _, f := range c.Filters {
		for _, ch := range f.Choices {
			got = append(got, fmt.Sprintf("%s %q %s %d %t", f.Key, ch.Value, ch.URL, ch.Count, ch.Current))
			if ch.Value == "" {
				continue
			}
			v := viewAt(t, s, strings.TrimPrefix(ch.URL, "/base/")+"index.html").Coming
			if v.Total != ch.Count || v.InPlace {
				t.Errorf("%s has %d, in place %t", ch.URL, v.Total, v.InPlace)
			}
			current := 0
			for _, g := range v.Filters {
				for _, other := range g.Choices {
					if other.Current && (other.Value == ch.Value) == (g.Key == f.Key) {
						current++
					}
				}
			}
			if current != 2 {
				t.Errorf("%s marks %d choices", ch.URL, current)
			}
		}
	}
	want := []string{
		`product "" /base/coming/ 8 true`,
		`product "billing" /base/coming/products/billing/ 3 false`,
		`product "reports" /base/coming/products/reports/ 2 false`,
		`audience "" /base/coming/ 8 true`,
		`audience "sales" /base/coming/audiences/sales/ 1 false`,
		`audience "support" /base/coming/audiences/support/ 2 false`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("choices\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// More than a page can hold is not filtered in place: the choice would be wrong.
func TestMuchIsComing(t *testing.T) {
	files := map[string]string{content.ConfigFile: "products: [{id: billing, title: Billing}]\n"}
	for i := range 300 {
		files[fmt.Sprintf("releases/n%03d.md", i)] = fmt.Sprintf("---\ntitle: N%03d\n"+
			"stage: planned\nproducts: [billing]\ndate: 2027-%02d-%02d\n---\n", i, 1+i%12, 1+i%28)
	}
	s := linktest.MustResolve(t, link.Input{}, files)
	for file, link := range map[string]string{
		"coming/index.html":                  "/base/search/?stage=planned",
		"coming/products/billing/index.html": "/base/search/?stage=planned&product=billing",
	} {
		c := viewAt(t, s, file).Coming
		col := c.Columns[0]
		if c.InPlace || c.Total != 300 || col.Total != 300 || len(col.Items) != 40 || col.More == nil || col.More.URL != link {
			t.Errorf("%s: %d of %d, more %v, in place %t", file, len(col.Items), col.Total, col.More, c.InPlace)
		}
		n := 0
		for _, m := range c.Months {
			for _, d := range m.Days {
				n += len(d.Items)
			}
		}
		if n != 100 {
			t.Errorf("%s has %d dates", file, n)
		}
	}
}

// The page is there when nothing is coming, so that a link to it holds.
func TestNothingIsComing(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"releases/2026-01-01-a.md": "---\ntitle: A\nstage: ga\n---\n",
		"x.md":                     "# X\n\n[Coming](/coming/)\n",
	})
	if c := viewAt(t, s, "coming/index.html").Coming; c.Total != 0 || c.Filters != nil {
		t.Errorf("coming: %+v", c)
	}
	if compose.New(s, nil).Chrome().Coming != "" {
		t.Error("the menu leads to nothing")
	}
	s = linktest.MustResolve(t, link.Input{}, map[string]string{"x.md": "# X"})
	for i := range s.Files {
		if strings.HasPrefix(s.Files[i].Path, "coming/") {
			t.Error("a site without notes and launches has the page")
		}
	}
}

// A public page says so when it links to what only colleagues have.
func TestLinkToPlans(t *testing.T) {
	files := map[string]string{
		"launches/2027-01-01-a.md": "---\ntitle: A\n---\n",
		"x.md":                     "---\ntitle: X\nvisibility: public\n---\n\n[Coming](/coming/) [days](/launches.ics)\n",
		"y.md":                     "---\ntitle: Y\n---\n\n[Coming](/coming/) [days](/launches.ics)\n",
	}
	for public, want := range map[bool]string{
		false: `<p><a href="/base/coming/">Coming</a> <a href="/base/launches.ics">days</a></p>`,
		true:  `<p>Coming days</p>`,
	} {
		s, diags := linktest.Resolve(t, link.Input{Settings: link.Settings{Public: public}}, files)
		for _, d := range diags {
			if d.Rule != "internal-link" || d.Path != "x.md" {
				t.Errorf("public %t: %v", public, d)
			}
		}
		if len(diags) != 2 {
			t.Errorf("public %t: %d findings", public, len(diags))
		}
		if got := strings.TrimSpace(string(viewAt(t, s, "x/index.html").Page.Body)); got != want {
			t.Errorf("public %t: the body is %s", public, got)
		}
	}
}

// What headsup makes has its place to itself.
func TestComingIsReserved(t *testing.T) {
	for _, public := range []bool{false, true} {
		_, diags := linktest.Resolve(t, link.Input{Settings: link.Settings{Public: public}}, map[string]string{
			"coming.md":      "---\ntitle: X\nvisibility: public\n---\n",
			"coming/soon.md": "---\ntitle: Y\nvisibility: public\n---\n",
		})
		var rules []string
		for _, d := range diags {
			rules = append(rules, d.Rule+" "+d.Path)
		}
		if want := []string{"duplicate-url coming.md", "duplicate-url coming/soon.md"}; !slices.Equal(rules, want) {
			t.Errorf("public %t: %q", public, rules)
		}
	}
	_, diags := linktest.Resolve(t, link.Input{}, map[string]string{"x.md": "# X", "launches.ics": ""})
	if len(diags) != 1 || diags[0].Rule != "duplicate-url" || diags[0].Path != "launches.ics" {
		t.Errorf("a file of one's own: %v", diags)
	}
}
