package voice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/inbound/record"
	"headsup/generator/inbound/report"
	"headsup/generator/inbound/themes"
	"headsup/generator/inbound/voice"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/render/compose"
	"headsup/generator/view"
)

const config = "title: Site\nbase_url: https://example.com/\nproducts: [billing, boards]\nplans: [pro]\n" +
	"inbound:\n  currency: EUR\n  sources: [{id: desk, title: Service desk}]\n"

// said are records of two themes, and a survey.
func said() []report.Item {
	var items []report.Item
	add := func(theme, kind, day, text, account string, value float64, change func(*record.Record)) {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			panic(err)
		}
		r := &record.Record{
			ID: fmt.Sprint(len(items)), At: at, Source: "desk", Team: record.Customer, Text: text, Account: account, Value: value,
			Product: "billing",
		}
		if change != nil {
			change(r)
		}
		items = append(items, report.Item{Record: r, Kind: kind, Theme: theme})
	}
	score := func(n int) func(*record.Record) { return func(r *record.Record) { r.Score = &n } }
	add("export", "request", "2026-08-01", "We need an export.", "calm-ibis-1", 1000, nil)
	add("export", "how-to", "2026-08-02", "How do I <b>export</b>?", "calm-ibis-1", 41000, func(r *record.Record) {
		r.Team, r.Product, r.Plan, r.URL = "sales", "boards", "pro", "https://desk.example.com/2"
	})
	add("export", "how-to", "2026-09-03", "how do i <b>EXPORT</b>?", "", 0, func(r *record.Record) { r.URL = "javascript:alert(1)" })
	add("login", "problem", "2026-09-04", "Cannot sign in.", "keen-lynx-2", 90000, score(3))
	add("login", "problem", "2026-09-05", "Sign-in fails.", "dusty-wren-3", 0, score(9))
	add("once", "praise", "2026-10-06", "Great!", "", 0, score(10))
	return items
}

func heard(t *testing.T, items []report.Item) (*link.Site, *compose.Voice) {
	t.Helper()
	all := themes.Themes{{ID: "export", Title: "Export"}, {ID: "login", Title: "Sign-in"}, {ID: "once", Title: "Great!"}}
	asked := voice.Themes(items, all, nil)
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	s, diags := linktest.Resolve(t, link.Input{Settings: link.Settings{Now: now}, Themes: asked}, map[string]string{
		"headsup.yaml": config, "index.md": "# Home\n",
	})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return s, voice.New(voice.Input{Site: s, Items: items, Themes: all})
}

func TestRequests(t *testing.T) {
	t.Parallel()
	s, v := heard(t, said())
	var files []string
	for _, f := range s.Files {
		if f.Kind == link.RequestsFile || f.Kind == link.ThemeFile || f.Kind == link.InboundFile {
			files = append(files, f.Path)
		}
		if f.Public && strings.HasPrefix(f.Path, link.RequestsFolder) {
			t.Errorf("%s is in the sitemap", f.Path)
		}
	}
	slices.Sort(files)
	want := []string{
		"inbound/index.html", "requests/by/plan/pro/index.html", "requests/by/product/billing/index.html",
		"requests/by/product/boards/index.html", "requests/by/team/customer/index.html", "requests/by/team/sales/index.html",
		"requests/export/index.html", "requests/index.html", "requests/login/index.html",
	}
	if !slices.Equal(files, want) {
		t.Errorf("files %q", files)
	}
	var order []string
	for _, row := range v.Requests {
		order = append(order, fmt.Sprintf("%s %d %d %s %s %s %s",
			row.Title, row.Accounts, row.Count, row.Value, row.Score, row.Kind.Text, row.URL))
	}
	want = []string{
		"Sign-in 2 2 90,000 EUR 6.0 Problem /base/requests/login/",
		"Export 1 3 41,000 EUR  How-to /base/requests/export/",
		"Great! 0 1  10.0 Praise ",
	}
	if !slices.Equal(order, want) {
		t.Errorf("rows %q", order)
	}
	if row := v.Requests[1]; row.ProductIDs != "billing boards" || row.PlanIDs != "pro" || row.TeamIDs != "customer sales" ||
		row.Sources[0] != "Service desk" || !row.Gap || len(row.Quotes) != 2 {
		t.Errorf("row %+v", row)
	}
	if len(v.Requests[2].Quotes) != 0 {
		t.Error("a quote says the title again")
	}
}

// TestTheme holds that a theme's page names those who asked by their labels, and leads
// to no address that is none of the web.
func TestTheme(t *testing.T) {
	t.Parallel()
	_, v := heard(t, said())
	th := v.Themes["export"]
	if th == nil || len(v.Themes) != 2 {
		t.Fatalf("themes %v", v.Themes)
	}
	var quotes []string
	for _, q := range th.Quotes {
		quotes = append(quotes, q.Text+"|"+q.URL+"|"+strings.Join(q.Who, ","))
	}
	want := []string{
		"how do i <b>EXPORT</b>?||How-to,Customers,Billing,Service desk",
		"We need an export.||Request,Customers,calm-ibis-1,Billing,Service desk",
	}
	if !slices.Equal(quotes, want) || th.More != 1 {
		t.Errorf("quotes %q, %d more", quotes, th.More)
	}
	if p := th.People; len(p) != 2 || p[0].Account != "calm-ibis-1" || p[0].Value != "41,000 EUR" || p[0].Teams != "Customers, Sales" ||
		p[0].URL != "https://desk.example.com/2" || p[1].Account != "" || p[1].URL != "" {
		t.Errorf("people %+v", p)
	}
	counts := map[string]int{}
	for _, m := range th.Months {
		counts[m.Title] = m.Count
	}
	if len(th.Months) != 4 || counts["August 2026"] != 2 || counts["September 2026"] != 1 || counts["November 2026"] != 0 {
		t.Errorf("months %+v", th.Months)
	}
	if th.Begin != "headsup new playbook --theme export" {
		t.Errorf("command %q", th.Begin)
	}
}

func TestScore(t *testing.T) {
	t.Parallel()
	_, v := heard(t, said())
	var months []view.ScoreMonth
	for _, m := range v.Score.Months {
		months = append(months, view.ScoreMonth{Month: m.Month, Score: m.Score, Count: m.Count, Few: m.Few})
	}
	want := []view.ScoreMonth{
		{Month: "September 2026", Score: 0, Count: 2, Few: true},
		{Month: "October 2026", Score: 100, Count: 1, Few: true},
	}
	if !slices.Equal(months, want) {
		t.Errorf("months %+v", months)
	}
	const text = "October 2026: +100, of 1 answer. The months before it, up to three: 0, of 2 answers. So few answers say little."
	if v.Score.Text != text {
		t.Errorf("text %q", v.Score.Text)
	}
	late := said()
	late[5].Record.At = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, v := heard(t, late); len(v.Score.Months) != 1 {
		t.Errorf("a record that is dated later than today makes months %+v", v.Score.Months)
	}
	if _, v := heard(t, said()[:3]); v.Score != nil {
		t.Error("there is a score without surveys")
	}
}
