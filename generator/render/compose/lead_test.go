package compose_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/view"
)

func titlesOf(cards []view.Card) string {
	var out []string
	for _, c := range cards {
		title := c.Title
		if c.Extra {
			title = "+" + title
		}
		out = append(out, title)
	}
	return strings.Join(out, " ")
}

func leadFiles() map[string]string {
	files := map[string]string{
		"headsup.yaml": "products: [{id: billing, title: Billing, description: Invoices, owner: ann}]\n" +
			"audiences: [{id: sales, title: Sales}, {id: support, title: Support}, {id: legal, title: Legal}]\n",
		// For nobody but through what it asks of sales.
		"releases/old.md": "---\ntitle: Old\ndate: 2025-02-03\nversion: 3.9\nactions: {sales: \"Tell [all](plan.md).\"}\n---\nx\n",
		"releases/public.md": "---\ntitle: Public\ndate: 2026-11-22\nupdated: 2026-11-23\n" +
			"visibility: public\nversion: 3.10\nstage: beta\nproducts: [billing]\n" +
			"audiences: [support]\nactions: {sales: Sell it., support: Know it.}\n---\nx\n",
		"releases/plan.md":   "---\ntitle: Plan\nstage: planned\nproducts: [billing]\n---\nx\n",
		"releases/next.md":   "---\ntitle: Next\ndate: 2026-12-01\naudiences: [support]\n---\nx\n",
		"launches/soon.md":   "---\ntitle: Soon\ndate: 2026-11-30\nproducts: [billing]\n---\nx\n",
		"launches/done.md":   "---\ntitle: Done\ndate: 2026-10-01\nproducts: [billing]\n---\nx\n",
		"playbooks/first.md": "---\ntitle: First\ndate: 2026-01-01\nproducts: [billing]\n---\nx\n",
		"playbooks/second.md": "---\ntitle: Second\ndate: 2026-02-01\n" +
			"products: [billing]\nreview_by: 2026-11-01\naudiences: [sales]\n---\nx\n",
	}
	for i := range 6 {
		files[fmt.Sprintf("releases/n%d.md", i)] = fmt.Sprintf("---\ntitle: N%d\n"+
			"date: 2026-11-1%d\naudiences: [support]\nversion: 3.%d\n---\nx\n", i, i, i)
	}
	return files
}

func TestHomeLead(t *testing.T) {
	s, _ := linktest.Resolve(t, link.Input{}, leadFiles())
	lead := viewAt(t, s, "index.html").Lead
	if got := titlesOf(lead.New.Cards); got != "Public N5 N4 N3 N2 +Old" || lead.New.Most != 5 {
		t.Errorf("new: %s", got)
	}
	if got := titlesOf(lead.Coming.Cards); got != "Soon Next Plan" {
		t.Errorf("coming: %s", got)
	}
	public := lead.New.Cards[0]
	if len(public.Actions) != 2 || public.Actions[0].Audience.ID != "sales" || !slices.Equal(public.For, []string{"support", "sales"}) {
		t.Errorf("what to do: %+v, for %v", public.Actions, public.For)
	}
	if public.Changed != "2026-11-23" || public.First != "2026-11-22" || public.Stage != "beta" {
		t.Errorf("it changed on %q after %q", public.Changed, public.First)
	}
	if next := lead.Coming.Cards[1]; next.Changed != "" {
		t.Errorf("what is coming changed on %q", next.Changed)
	}
	if got := titlesOf(lead.Roles); got != "Sales Support" || lead.Roles[1].Newest == nil || lead.Roles[1].Newest.ISO != "2026-11-23" {
		t.Errorf("roles: %s", got)
	}
	if len(lead.Tasks) == 0 || !strings.HasPrefix(lead.Tasks[0].Text, "Review was due") {
		t.Errorf("needs: %+v", lead.Tasks)
	}
	s, _ = linktest.Resolve(t, link.Input{Settings: link.Settings{Public: true}}, leadFiles())
	v := viewAt(t, s, "index.html")
	if got := titlesOf(v.Lead.New.Cards) + titlesOf(v.Lead.Coming.Cards); got != "Public" {
		t.Errorf("a public build has %s", got)
	}
	if c := v.Lead.New.Cards[0]; c.Actions != nil || !slices.Equal(c.For, []string{"support"}) || v.Lead.Tasks != nil {
		t.Errorf("a public build tells colleagues' work: %+v", v.Lead)
	}
	if got := titlesOf(v.Lead.Roles); got != "" || v.Site.Audiences != nil {
		t.Errorf("a public build asks for a role: %s", got)
	}
}

func TestLeadSaysHowSureDatesAre(t *testing.T) {
	files := map[string]string{
		"headsup.yaml":     "title: x\n",
		"launches/soon.md": "---\ntitle: Soon\ndate: 2026-12-20\nconfidence: low\n---\nx\n",
		"launches/open.md": "---\ntitle: Open\n---\nx\n",
		"releases/slip.md": "---\ntitle: Slipped\ndate: 2026-11-01\nstage: planned\nvisibility: public\n---\nx\n",
	}
	s, _ := linktest.Resolve(t, link.Input{}, files)
	var got []string
	for _, c := range viewAt(t, s, "index.html").Lead.Coming.Cards {
		day := "no date"
		if c.Date != nil {
			day = c.Date.Text
		}
		got = append(got, strings.Join([]string{c.Title, c.DateLabel, day, c.Confidence.Text}, "|"))
	}
	want := []string{"Slipped|Was due|1 November 2026|", "Soon||December 2026|Estimate", "Open||no date|"}
	if !slices.Equal(got, want) {
		t.Errorf("coming: %q", got)
	}
	s, _ = linktest.Resolve(t, link.Input{Settings: link.Settings{Public: true}}, files)
	if c := viewAt(t, s, "index.html").Lead.Coming.Cards; len(c) != 1 || c[0].DateLabel != "" {
		t.Errorf("a public build tells of plans: %+v", c)
	}
}

func TestLeadNeeds(t *testing.T) {
	files := map[string]string{
		"headsup.yaml": "audiences: [{id: sales, title: Sales}, {id: support, title: Support}]\n" +
			"launch: {requires: {ga: [release-note, \"playbook:sales\"]}}\n",
	}
	for i := range 6 {
		files[fmt.Sprintf("launches/l%d.md", i)] = fmt.Sprintf("---\ntitle: L%d\ndate: 2026-12-0%d\nstage: ga\n---\nx\n", i, i+1)
		audience := "sales"
		if i == 5 {
			audience = "support"
		}
		files[fmt.Sprintf("playbooks/p%d.md", i)] = fmt.Sprintf("---\ntitle: P%d\n"+
			"review_by: 2026-10-0%d\naudiences: [%s]\n---\nx\n", i, i+1, audience)
	}
	s, _ := linktest.Resolve(t, link.Input{}, files)
	lead := viewAt(t, s, "index.html").Lead
	titles := func() string {
		var out []string
		for _, n := range lead.Tasks {
			mark := ""
			if n.Extra {
				mark = "+"
			}
			out = append(out, mark+n.Page.Title)
		}
		return strings.Join(out, " ")
	}
	// Each launch once, room for reviews; and support finds the one that is its.
	if got := titles(); got != "L0 L1 L2 P0 P1 +L3 +P5" || lead.TasksMost != 5 {
		t.Errorf("needs %s, %d at first", got, lead.TasksMost)
	}
	if n := lead.Tasks[0]; n.Text != "Release note is missing; Playbook for Sales is missing" ||
		!slices.Equal(n.Audiences, []string{"sales"}) {
		t.Errorf("the first: %+v", n)
	}
	if lead.MoreTasks.Count != 7 || lead.MoreTasks.URL != "/base/launches/" {
		t.Errorf("more: %+v", lead.MoreTasks)
	}
	// With room left, launches or reviews take it.
	lead = viewAt(t, s, "audiences/support/index.html").Lead
	if got := titles(); got != "P5" || lead.MoreTasks != (view.Link{}) {
		t.Errorf("support needs %s and %+v", got, lead.MoreTasks)
	}
}

func TestCardsSayTheirKindWhereKindsMix(t *testing.T) {
	files := map[string]string{
		"playbooks/refund.md": "---\ntitle: Refund\nduration: 5 minutes\ntags: [money, help]\n---\nx\n",
		"releases/invoice.md": "---\ntitle: Invoice\ndate: 2026-11-01\ntags: [money]\nrelated: [../playbooks/refund.md]\n---\nx\n",
	}
	s, diags := linktest.Resolve(t, link.Input{}, files)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	home := viewAt(t, s, "index.html")
	if viewAt(t, s, "tags/money/index.html").Lead == nil || viewAt(t, s, "tags/help/index.html").Lead != nil {
		t.Error("a tag leads with news when it has none, or does not when it has some")
	}
	for where, cards := range map[string][]view.Card{
		"the section":      viewAt(t, s, "playbooks/index.html").List.Cards,
		"the home page":    home.Groups[0].Cards,
		"the release note": viewAt(t, s, "releases/invoice/index.html").Page.Related,
	} {
		want := ""
		if where == "the release note" {
			want = "Playbook"
		}
		if len(cards) != 1 || cards[0].KindTitle != want || cards[0].Duration != "5 minutes" {
			t.Errorf("%s: %+v", where, cards)
		}
	}
}

func TestEmptyHome(t *testing.T) {
	s, _ := linktest.Resolve(t, link.Input{}, map[string]string{"headsup.yaml": "title: x\n"})
	v := viewAt(t, s, "index.html")
	if v.Lead == nil || len(v.Lead.New.Cards)+len(v.Lead.Coming.Cards)+len(v.Groups) > 0 || v.Lead.New.More != nil {
		t.Errorf("%+v", v.Lead)
	}
}

func TestLandingPages(t *testing.T) {
	s, _ := linktest.Resolve(t, link.Input{}, leadFiles())
	v := viewAt(t, s, "products/billing/index.html")
	if got := titlesOf(v.Lead.New.Cards) + "|" + titlesOf(v.Lead.Coming.Cards) +
		"|" + titlesOf(v.Lead.Launches.Cards); got != "Public|Soon Plan|Done" {
		t.Errorf("the product leads with %s", got)
	}
	if len(v.Groups) != 1 || titlesOf(v.Groups[0].Cards) != "Second First" {
		t.Errorf("its groups: %+v", v.Groups)
	}
	if v.List.Cards != nil || !v.List.Landing || v.List.Total != 6 {
		t.Errorf("all are shown, and listed again: %+v", v.List)
	}
	if len(v.Lead.Tasks) != 1 || v.Lead.Tasks[0].Page.Title != "Second" {
		t.Errorf("it needs %+v", v.Lead.Tasks)
	}
	v = viewAt(t, s, "audiences/support/index.html")
	if got := titlesOf(v.Lead.New.Cards); got != "Public N5 N4 N3 N2" {
		t.Errorf("support has the news %s", got)
	}
	if a := v.Lead.New.Cards[0].Actions; len(a) != 1 || a[0].Audience.ID != "support" {
		t.Errorf("support is to do %+v", a)
	}
	// N0 and N1 are on no group of the page.
	if len(v.List.Cards) != v.List.Total || v.Lead.Tasks != nil {
		t.Errorf("%d of %d pages are listed; needs %+v", len(v.List.Cards), v.List.Total, v.Lead.Tasks)
	}
}

func TestArchive(t *testing.T) {
	files := leadFiles()
	files["headsup.yaml"] += "page_size: 4\n"
	s, diags := linktest.Resolve(t, link.Input{}, files)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	v := viewAt(t, s, "releases/2026/page/2/index.html")
	years := v.List.Archive.Years
	if len(years) != 2 || years[0].Title != "2026" || years[0].Count != 8 ||
		!years[0].Current || years[1].URL != "/base/releases/2025/" || years[1].Months != nil {
		t.Fatalf("years: %+v", years)
	}
	// Next is in December, all others in November: they begin on the first part.
	if m := years[0].Months; len(m) != 2 ||
		m[0] != (view.Link{Title: "December 2026", URL: "/base/releases/2026/#month-2026-12", Count: 1}) ||
		m[1].URL != "/base/releases/2026/#month-2026-11" || m[1].Count != 7 {
		t.Errorf("months: %+v", m)
	}
	if v.List.Faceted != "/base/search/?kind=release-note" || v.List.InPlace {
		t.Error("a part of a list is filtered in place")
	}
	v = viewAt(t, s, "releases/versions/index.html")
	if got := titlesOf(v.List.Cards); got != "Public Old N5 N4" || !v.List.ByVersion {
		t.Errorf("by version: %s", got)
	}
	v = viewAt(t, s, "releases/2025/index.html")
	if got := titlesOf(v.List.Cards); got != "Old" || !v.List.InPlace ||
		v.Meta.Title != "Release notes from 2025" || v.Breadcrumbs[1].URL != "/base/releases/" {
		t.Errorf("2025 has %s: %+v", got, v.Meta)
	}
	// A folder of a year, and a page at the address of the versions, stay what they are.
	files["releases/2025/more.md"] = "---\ntitle: More\ndate: 2025-03-01\n---\nx\n"
	files["releases/versions.md"] = "---\ntitle: Versions\ndate: 2025-03-02\n---\nx\n"
	s, diags = linktest.Resolve(t, link.Input{}, files)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	if v := viewAt(t, s, "releases/versions/index.html"); v.Page == nil || v.Page.Title != "Versions" {
		t.Error("a page has lost its address")
	}
	if v := viewAt(t, s, "releases/2025/index.html"); titlesOf(v.List.Cards) != "More" || v.List.Archive != nil {
		t.Errorf("the folder of 2025 lists %s", titlesOf(v.List.Cards))
	}
	if a := viewAt(t, s, "releases/index.html").List.Archive; a.Versions != nil || len(a.Years) != 1 {
		t.Errorf("the archive leads to what it is not: %+v", a)
	}
}

func TestNoteFilters(t *testing.T) {
	s, _ := linktest.Resolve(t, link.Input{}, leadFiles())
	f := viewAt(t, s, "releases/index.html").List.Filters
	if len(f) != 3 || f[0].Key != "product" || f[1].Key != "audience" || f[2].Key != "stage" {
		t.Fatalf("%+v", f)
	}
	if c := f[1].Choices; len(c) != 3 ||
		c[1] != (view.Choice{Title: "Sales", Value: "sales", URL: "/base/audiences/sales/", Count: 2}) ||
		!c[0].Current || c[0].Count != 10 {
		t.Errorf("audiences: %+v", c)
	}
	if c := f[2].Choices; len(c) != 3 || c[2].Value != "beta" || c[2].URL != "/base/search/?kind=release-note&stage=beta" {
		t.Errorf("stages: %+v", c)
	}
	s, _ = linktest.Resolve(t, link.Input{Settings: link.Settings{Public: true}}, leadFiles())
	if f := viewAt(t, s, "releases/index.html").List.Filters; len(f) != 0 {
		t.Errorf("one public note can be filtered: %+v", f)
	}
}
