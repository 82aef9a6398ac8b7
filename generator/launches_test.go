package generator_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	ical "github.com/emersion/go-ical"

	"headsup/generator"
	"headsup/generator/compile/content"
)

const launchConfig = `title: Site
base_url: https://example.com/
products: [{id: billing, title: Billing, owner: ann}, {id: reports, title: Reports}]
owners: [{id: ann, title: Zqsecretowner}]
launch: {requires: {ga: [release-note, "playbook:sales", "playbook:support", snippet]}}
`

// launchSite is a site with a public launch that internal pages, a draft and a
// page under embargo belong to.
func launchSite(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"headsup.yaml": launchConfig,
		"launches/2025-12-01-open.md": "---\ntitle: Open launch\nstage: ga\nvisibility: public\nowner: ann\n" +
			"products: [billing]\naudiences: [sales]\nactions: {sales: zqsecretaction}\n---\nOpen words.\n",
		"releases/2025-12-01-open.md": "---\ntitle: Open note\nlaunch: open\nvisibility: public\n" +
			"stage: beta\nproducts: [billing]\nconfidence: high\n---\nOpen words.\n",
		"releases/2025-12-02-inside.md": "---\ntitle: zqsecretnote\nlaunch: open\nactions: {support: zqsecretnoteaction}\n---\nText.\n",
		"playbooks/draft.md":            "---\ntitle: zqdrafttitle\nlaunch: open\naudiences: [sales]\ndraft: true\n---\nzqdraftbody\n",
		"snippets/embargo.md": "---\ntitle: zqdraftsnippet\nkey: a.b\n" +
			"surface: banner\nlaunch: open\npublish_at: 2031-05-06\n---\nText.\n",
		"launches/2031-01-25-plan.md": "---\ntitle: zqsecretplan\nstage: ga\nproducts: [reports]\nconfidence: low\n---\nText.\n",
		"releases/planned.md":         "---\ntitle: Planned in public\nvisibility: public\nstage: planned\n---\nOpen words.\n",
	})
	return dir
}

// TestPlansStayInside holds that what is coming, what is ready and the days of
// launches are in no public build, and that an internal one names no draft.
func TestPlansStayInside(t *testing.T) {
	t.Parallel()
	dir := launchSite(t)
	public := filepath.Join(t.TempDir(), "public")
	mustBuild(t, generator.Options{Content: dir, Out: public, NoCache: true, Visibility: content.Public})
	files := served(t, public)
	for name, text := range files {
		if strings.HasPrefix(name, "coming/") || strings.HasSuffix(name, ".ics") {
			t.Errorf("a public build has %s", name)
		}
		if m := secretWord.FindString(name + text); m != "" || strings.Contains(text, "zqdraft") {
			t.Errorf("public build: %s holds %q", name, m)
		}
		if strings.HasPrefix(name, "assets/") {
			continue
		}
		for _, word := range []string{"ready-bar", "class=\"badge piece-", "Playbook for", "/coming/", ".ics", "2031", "confidence"} {
			if strings.Contains(text, word) && !strings.HasPrefix(name, "schema/") {
				t.Errorf("public build: %s holds %q", name, word)
			}
		}
	}
	if !strings.Contains(files["launches/open/index.html"], "Target stage") {
		t.Error("the public launch does not say where it leads")
	}

	internal := filepath.Join(t.TempDir(), "internal")
	mustBuild(t, generator.Options{Content: dir, Out: internal, NoCache: true})
	files = served(t, internal)
	page := files["launches/open/index.html"]
	for _, want := range []string{
		"2 of 4 ready", "Playbook for Sales (draft)", "until 6 May 2031",
		"zqsecretnoteaction", "Zqsecretowner", `href="/launches/open/launch.ics"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the launch lacks %q", want)
		}
	}
	for name, text := range files {
		if strings.Contains(text, "zqdraft") {
			t.Errorf("internal build: %s names what is not in it", name)
		}
	}
	if !strings.Contains(files["coming/index.html"], "zqsecretplan") || !strings.Contains(files["coming/index.html"], "January 2031") {
		t.Error("the plan is not on the page of what is coming")
	}
	crawl(t, internal, "https://example.com/")
}

// TestMonthIsNoDay holds that of a date of low confidence nothing but the month
// gets out, in no output of a public build, until the day has come; and that no
// sitemap says that a page changed in the future.
func TestMonthIsNoDay(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"headsup.yaml": "title: Site\nproducts: [billing]\n",
		"releases/rough.md": "---\ntitle: Rough\ndate: 2027-05-17\npublish_at: 2026-01-02\n" +
			"confidence: low\nvisibility: public\nproducts: [billing]\nversion: 3.1\n---\nText.\n",
		"launches/rough.md": "---\ntitle: Ready\ndate: 2027-05-17\npublish_at: 2026-01-02\n" +
			"confidence: low\nstage: ga\nvisibility: public\n---\nText.\n",
		"releases/sure.md": "---\ntitle: Sure\ndate: 2027-04-16\npublish_at: 2026-01-03\nvisibility: public\n---\nText.\n",
	})
	build := func(o generator.Options) map[string]string {
		t.Helper()
		o.Content, o.Out, o.NoCache, o.BaseURL = dir, filepath.Join(t.TempDir(), "out"), true, "https://example.com/"
		mustBuild(t, o)
		return served(t, o.Out)
	}
	ahead := build(generator.Options{Visibility: content.Public})
	for name, text := range ahead {
		for _, day := range []string{"2027-05-17", "20270517", "17 May"} {
			if strings.Contains(text, day) {
				t.Errorf("public build: %s tells of %s", name, day)
			}
		}
	}
	if !strings.Contains(ahead["releases/rough/index.html"], "May 2027") ||
		!strings.Contains(ahead["releases/sure/index.html"], "16 April 2027") {
		t.Error("the pages do not tell the month or the day")
	}
	for name, text := range ahead {
		if strings.HasSuffix(name, "feed.json") && strings.Contains(text, `"Rough"`) &&
			!strings.Contains(text, `"date_published":"2026-01-02T00:00:00Z","date_modified":"2026-01-02T00:00:00Z"`) {
			t.Errorf("%s:\n%s", name, text)
		}
	}
	for _, files := range []map[string]string{ahead, build(generator.Options{})} {
		if text := files["sitemap.xml"]; !strings.Contains(text, "/releases/sure/") || strings.Contains(text, "2027-") {
			t.Errorf("the sitemap says:\n%s", text)
		}
		// Feeds say since when it is to be seen.
		if text := files["feed.json"]; strings.Contains(text, "2027-") ||
			!strings.Contains(text, `"date_published":"2026-01-03T00:00:00Z"`) {
			t.Errorf("the feed says:\n%s", text)
		}
	}
	there := build(generator.Options{Visibility: content.Public, Now: time.Date(2027, 5, 17, 9, 0, 0, 0, time.UTC)})
	for _, name := range []string{"releases/rough/index.html", "sitemap.xml"} {
		if !strings.Contains(there[name], "2027-05-17") {
			t.Errorf("%s does not tell the day when it has come", name)
		}
	}
}

// TestCalendarFiles reads the calendars of a build as a calendar does.
func TestCalendarFiles(t *testing.T) {
	t.Parallel()
	dir, out := launchSite(t), filepath.Join(t.TempDir(), "out")
	mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true})
	files := served(t, out)
	calendars := 0
	for name, text := range files {
		if !strings.HasSuffix(name, ".ics") {
			continue
		}
		calendars++
		c, err := ical.NewDecoder(strings.NewReader(text)).Decode()
		if err != nil || len(c.Events()) == 0 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, e := range c.Events() {
			address, err := e.Props.URI(ical.PropURL)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if _, ok := files[strings.TrimPrefix(address.Path, "/")+"index.html"]; !ok {
				t.Errorf("%s leads to %s, which is not there", name, address)
			}
		}
	}
	if calendars != 6 {
		t.Errorf("%d calendars", calendars)
	}
	c, err := ical.NewDecoder(strings.NewReader(files["products/reports/launches.ics"])).Decode()
	if err != nil {
		t.Fatal(err)
	}
	e := c.Events()[0] // the month of a launch whose day is not fixed
	start, err := e.DateTimeStart(time.UTC)
	uid, _ := e.Props.Text(ical.PropUID)
	status, _ := e.Status()
	if err != nil || start.Format(time.DateOnly) != "2031-01-01" || uid != "launch:plan@example.com" || status != ical.EventTentative {
		t.Errorf("the event is %v on %v, %v (%v)", uid, start, status, err)
	}
}

// TestManyLaunchesAndNotes holds that pages stay readable and small, however
// much there is.
func TestManyLaunchesAndNotes(t *testing.T) {
	t.Parallel()
	dir, out := filepath.Join(t.TempDir(), "content"), filepath.Join(t.TempDir(), "out")
	files := map[string]string{"headsup.yaml": launchConfig}
	for i := range 500 {
		files[fmt.Sprintf("launches/l%03d.md", i)] = fmt.Sprintf("---\ntitle: A launch with a title "+
			"of the usual length, number %d\nsummary: What it is and for whom it is worth knowing, "+
			"in one sentence of the usual length.\nstage: ga\ndate: 2026-%02d-%02d\nproducts: [billing, reports]\n"+
			"audiences: [sales, support]\nconfidence: medium\n---\nText.\n", i, 1+i%12, 1+i%28)
	}
	for i := range 2000 {
		stage := []string{"planned", "alpha", "beta", "ga"}[i%4]
		files[fmt.Sprintf("releases/n%04d.md", i)] = fmt.Sprintf("---\ntitle: A change with a title "+
			"of the usual length, number %d\nsummary: What it is and for whom it is worth knowing, "+
			"in one sentence of the usual length that goes on for a while.\nstage: %s\ndate: %d-%02d-%02d\n"+
			"products: [billing]\naudiences: [support]\n---\nText.\n", i, stage, 2026+i%3, 1+i%12, 1+i%28)
	}
	writeFiles(t, dir, files)
	mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true})
	built := served(t, out)
	for _, name := range []string{
		"launches/index.html", "launches/page/5/index.html", "coming/index.html", "coming/products/billing/index.html",
	} {
		text, ok := built[name]
		if !ok {
			t.Errorf("%s is missing", name)
		}
		if len(text) > 200_000 {
			t.Errorf("%s has %d bytes", name, len(text))
		}
	}
	if strings.Contains(built["coming/index.html"], "data-filter>") {
		t.Error("a page that has not all there is offers to filter it")
	}
}
