package compose_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/publish/icalendar"
	"headsup/generator/render/compose"
	"headsup/generator/view"
)

func TestLaunchPage(t *testing.T) {
	files := linktest.LaunchFiles()
	files["launches/2027-01-25-export.md"] = "---\ntitle: Export\nstage: ga\nowner: ann\nproducts: [billing]\n" +
		"confidence: medium\nactions: {sales: \"Sell *it*.\"}\n---\n\n## Sales\n\nText. <b id=\"for-sales\">x</b>\n"
	files["playbooks/answer.md"] = "---\ntitle: Answer\nlaunch: export\naudiences: [support]\nactions: {support: \"Ask first.\"}\n---\n"
	s := linktest.MustResolve(t, link.Input{}, files)
	v := viewAt(t, s, "launches/export/index.html").Page
	if v.Plan == nil || !v.Plan.Ahead || v.Plan.Stage.Text != "GA" || v.Plan.Confidence.Text != "Likely" || v.Plan.Readiness.Required != 5 {
		t.Fatalf("plan: %+v", v.Plan)
	}
	if got := v.Plan.Calendar; got == nil || got.URL != "/base/launches/export/launch.ics" ||
		got.Address != "https://example.com/base/launches/export/launch.ics" {
		t.Errorf("the calendar is %v", got)
	}
	var todo []string
	for _, d := range v.Plan.ToDo {
		text := d.ID + " " + d.Audience.Title + ": " + string(d.Text)
		for _, i := range d.Items {
			text += " [" + i.Page.Title + "] " + string(i.Text)
		}
		todo = append(todo, text+" "+strings.Join(d.Lacks, "; "))
	}
	// The body has headings and anchors of its own.
	want := []string{
		"for-for-sales Sales: Sell <em>it</em>. Playbook for Sales is a draft",
		"support Support:  [Answer] Ask first. ",
	}
	if !slices.Equal(todo, want) {
		t.Errorf("to do\n%q\nwant\n%q", todo, want)
	}
	if v := viewAt(t, s, "launches/someday/index.html").Page; !v.Plan.Ahead || v.Plan.Calendar != nil || v.Date != nil {
		t.Errorf("without a date: %+v", v.Plan)
	}
}

// What is on the page of a public launch in a public build.
func TestPublicLaunchPage(t *testing.T) {
	files := linktest.LaunchFiles()
	for name, text := range files {
		if strings.HasSuffix(name, ".md") {
			files[name] = strings.Replace(text, "---\n", "---\nvisibility: public\nactions: {sales: Do it}\n", 1)
		}
	}
	s := linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: true}}, files)
	v := viewAt(t, s, "launches/done/index.html").Page
	if p := v.Plan; p == nil || p.Stage.Text != "Beta" || p.Ahead || p.Readiness != nil ||
		p.ToDo != nil || p.Calendar != nil || p.Confidence.Text != "" {
		t.Errorf("plan: %+v", p)
	}
	l := viewAt(t, s, "launches/index.html").Launches
	if len(l.Ahead) != 1 || len(l.Past) != 2 || l.Calendar != nil {
		t.Fatalf("launches: %+v", l)
	}
	for _, row := range slices.Concat(l.Ahead, l.Past) {
		if row.Readiness != nil || row.Owner != "" || row.Confidence.Text != "" {
			t.Errorf("the public overview tells %+v", row)
		}
	}
	for i := range s.Files {
		if strings.HasPrefix(s.Files[i].Path, "coming/") {
			t.Errorf("a public build has %s", s.Files[i].Path)
		}
	}
	if c := icalendar.Launches(s); c != nil {
		t.Errorf("a public build has the calendars %v", c)
	}
	c := compose.New(s, nil).Chrome()
	if c.Coming != "" || slices.ContainsFunc(c.Nav, func(l view.Link) bool { return l.Title == "Coming up" }) {
		t.Errorf("a public build's menu has %v", c.Nav)
	}
}

func titlesOfRows(rows []view.LaunchRow) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Title)
	}
	return out
}

// What needs work is first, and the past is last.
func TestOrderOfLaunches(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		content.ConfigFile:            "launch: {requires: {ga: [release-note, page]}}\n",
		"launches/2027-01-20-a.md":    "---\ntitle: Ready\nstage: ga\n---\n",
		"releases/a.md":               "---\ntitle: Note\nlaunch: a\n---\n",
		"a.md":                        "---\ntitle: Page\nlaunch: a\n---\n",
		"launches/2027-02-20-b.md":    "---\ntitle: Half\nstage: ga\n---\n",
		"b.md":                        "---\ntitle: Page b\nlaunch: b\n---\n",
		"launches/2027-02-20-c.md":    "---\ntitle: Nothing\nstage: ga\n---\n",
		"launches/2027-01-22-d.md":    "---\ntitle: Near\nstage: ga\n---\n",
		"launches/2027-01-01-e.md":    "---\ntitle: Rough\nstage: ga\nconfidence: low\n---\n",
		"launches/f.md":               "---\ntitle: Someday\nstage: ga\n---\n",
		"launches/2026-01-01-past.md": "---\ntitle: Past\nstage: ga\n---\n",
		"launches/2026-02-01-past.md": "---\ntitle: Later past\nstage: ga\nslug: later\nid: later\n---\n",
	})
	l := viewAt(t, s, "launches/index.html").Launches
	if got, want := titlesOfRows(l.Ahead), []string{"Near", "Rough", "Nothing", "Half", "Someday", "Ready"}; !slices.Equal(got, want) {
		t.Errorf("ahead are %q, want %q", got, want)
	}
	if got, want := titlesOfRows(l.Past), []string{"Later past", "Past"}; !slices.Equal(got, want) {
		t.Errorf("past are %q, want %q", got, want)
	}
	// Nobody writes pages for a launch of last year.
	if r := l.Past[0].Readiness; r.Text != "0 of 2 ready" || r.Missing != nil {
		t.Errorf("the past: %+v", r)
	}
}

// The parts of a long overview have all launches, once.
func TestPartsOfTheOverview(t *testing.T) {
	files := map[string]string{}
	for i := range 230 {
		files[fmt.Sprintf("launches/l%03d.md", i)] = fmt.Sprintf("---\ntitle: L%03d\ndate: 2026-%02d-01\n---\n", i, 1+i%12)
	}
	s := linktest.MustResolve(t, link.Input{}, files)
	seen := map[string]bool{}
	past := false
	for n, file := range []string{"launches/index.html", "launches/page/2/index.html", "launches/page/3/index.html"} {
		l := viewAt(t, s, file).Launches
		if l.Pager.Number != n+1 || l.Pager.Total != 3 || l.Total != 230 {
			t.Errorf("%s is part %d of %d", file, l.Pager.Number, l.Pager.Total)
		}
		for _, title := range slices.Concat(titlesOfRows(l.Ahead), titlesOfRows(l.Past)) {
			if seen[title] {
				t.Errorf("%s is there twice", title)
			}
			seen[title] = true
		}
		if past && len(l.Ahead) > 0 {
			t.Errorf("%s has what is ahead behind the past", file)
		}
		past = past || len(l.Past) > 0
	}
	if len(seen) != 230 {
		t.Errorf("%d launches are in the overview", len(seen))
	}
}

// The page of a product or an audience leads to the calendar of its launches.
func TestCalendarLinks(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		content.ConfigFile:   linktest.LaunchConfig,
		"launches/export.md": "---\ntitle: Export\ndate: 2027-01-25\nproducts: [billing]\n---\n",
		"playbooks/sell.md":  "---\ntitle: Sell\naudiences: [success]\n---\n",
	})
	if l := viewAt(t, s, "products/billing/index.html").List.Calendar; l == nil || l.URL != "/base/products/billing/launches.ics" {
		t.Errorf("the product's page leads to %v", l)
	}
	if l := viewAt(t, s, "audiences/success/index.html").List.Calendar; l != nil {
		t.Errorf("an audience without launches has the calendar %v", l)
	}
}
