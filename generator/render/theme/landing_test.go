package theme

import (
	"strings"
	"testing"

	"headsup/generator/view"
)

// The page of an audience leads with its news, then has all its pages.
func TestLandingPage(t *testing.T) {
	th := load(t, nil, Options{})
	v := richViews()["list"]
	home := richViews()["home"]
	v.Lead, v.Groups = home.Lead, home.Groups
	v.Lead.Asks = []view.Ask{
		{Text: "Export invoices", URL: "/requests/export/", Count: 6, Answer: &view.Link{Title: "Exports", URL: "/playbooks/export/"}},
		{Text: "Seats", Count: 2},
	}
	v.List.Facet, v.List.ByMonth, v.List.Archive, v.List.Landing = "audience", false, nil, true
	page := render(t, th, v)
	checkPage(t, page)
	at := 0
	for _, want := range []string{
		"Product operations", "Subscribe", "What’s new", "Show it at renewals", "Needs attention",
		"Coming", "What people ask", `href="/requests/export/"`, "6 in 90 days", `href="/playbooks/export/"`, "Seats",
		"No page answers this yet", `id="group-playbooks"`, "All pages", "Export invoices as one file 3",
	} {
		i := strings.Index(page[at:], want)
		if i < 0 {
			t.Fatalf("%q does not follow", want)
		}
		at += i
	}
	v.List.Cards, v.List.Pager, v.Lead = nil, view.Pager{}, &view.Lead{Coming: view.Group{ID: "coming", Title: "Coming"}}
	page = render(t, th, v)
	checkPage(t, page)
	for _, blank := range []string{"No release notes yet", "Nothing coming up"} {
		if !strings.Contains(page, blank) {
			t.Errorf("an empty page lacks %q", blank)
		}
	}
	v.Site.Public = true
	if page = render(t, th, v); strings.Contains(page, `id="group-coming"`) {
		t.Error("a public page speaks of what is coming, and has nothing")
	}
	if strings.Contains(page, "All pages") || strings.Contains(page, "Nothing here yet") {
		t.Error("an empty list of all pages is shown")
	}
}

func TestVersionHeadings(t *testing.T) {
	th := load(t, nil, Options{})
	v := richViews()["list"]
	v.List.ByMonth, v.List.ByVersion = false, true
	v.List.Cards[2].Version = "3.9 LTS"
	page := render(t, th, v)
	checkPage(t, page)
	if strings.Count(page, `id="version-3.10"`) != 1 || !strings.Contains(page, `id="version-3.9-LTS" aria-label="Version 3.9 LTS"`) {
		t.Error("the versions are not headings")
	}
}
