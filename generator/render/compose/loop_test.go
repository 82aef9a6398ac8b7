package compose_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/read/calendar"
	"headsup/generator/view"
)

func askedInput(people int) link.Input {
	first := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	asked := []link.Person{
		{Record: "desk/1", Teams: []string{"customer"}, First: first, URL: "javascript:alert(1)"},
		{Account: "Acme & Sons", Record: "desk/2", Teams: []string{"sales"}, Value: 12000, First: first, URL: "https://desk.example/2"},
	}
	for i := range people {
		account := fmt.Sprintf("otter-%02d", i)
		asked = append(asked, link.Person{Account: account, Teams: []string{"customer"}, First: first.AddDate(0, 0, i+1)})
	}
	return link.Input{
		Themes: []link.Theme{
			{ID: "export", Title: strings.Repeat("Export ", 40), Count: 20, Asked: asked}, {ID: "one", Title: "One", Count: 1},
		},
		Told: []link.Told{{
			Page: "releases/2026-11-20-a.md", Person: "account otter-00", Team: "success",
			At: calendar.Date{Time: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)},
		}},
	}
}

func TestLoop(t *testing.T) {
	files := map[string]string{
		"headsup.yaml":             "base_url: https://example.com/\ninbound: {currency: EUR}\n",
		"releases/2026-11-20-a.md": "---\ntitle: A\nvisibility: public\nrequests: [export, one]\n---\nIt is there.\n",
		"releases/2027-01-20-b.md": "---\ntitle: B\nrequests: [export]\n---\nText.\n",
		"releases/2026-11-20-c.md": "---\ntitle: C\n---\nText.\n",
	}
	loop := func(in link.Input, page string) *view.LoopView {
		s := linktest.MustResolve(t, in, files)
		return viewAt(t, s, page).Page.Loop
	}
	v := loop(askedInput(14), "releases/a/index.html")
	if v == nil || v.Told != 1 || v.Asked != 16 ||
		v.Text != "Asked for by 15 accounts, 1 person without an account, worth 12,000 EUR in total." {
		t.Fatalf("%+v", v)
	}
	if v.Shipped == nil || v.Shipped.ISO != "2026-11-20" || !v.Open || !strings.Contains(v.Message, "It is there.") ||
		v.Command != "headsup inbound told releases/2026-11-20-a.md" {
		t.Errorf("%+v", v)
	}
	if len(v.Themes) != 2 || v.Themes[0].URL != "/base/requests/export/" || len(v.Themes[0].Title) > 100 ||
		v.Themes[1].URL != "" {
		t.Errorf("themes %+v", v.Themes)
	}
	sales, customers := v.Teams[0], v.Teams[1]
	if p := sales.First[0]; sales.Text != "0 of 1 notified" || p.Choice != `--account "Acme & Sons"` || p.URL != "https://desk.example/2" ||
		p.Value != "12,000 EUR" || p.Since.ISO != "2026-01-01" {
		t.Errorf("sales %+v", sales)
	}
	if p := customers.First[0]; customers.Title != "Customers" || customers.Text != "1 of 15 notified" || p.URL != "" ||
		p.Choice != "--record desk/1" {
		t.Errorf("customers %+v", customers)
	}
	if len(customers.First) != 12 || len(customers.More) != 3 {
		t.Errorf("%d people at once and %d more", len(customers.First), len(customers.More))
	}
	if p := customers.More[2]; p.Name != "otter-00" || p.Told == nil || p.Told.ISO != "2026-11-21" || p.By != "Success" {
		t.Errorf("who knows comes last: %+v", p)
	}

	if v := loop(askedInput(0), "releases/b/index.html"); v.Shipped != nil || v.Message != "" || v.Teams[0].Text != "1" {
		t.Errorf("ahead: %+v", v)
	}
	if v := loop(askedInput(0), "releases/c/index.html"); v != nil {
		t.Errorf("what nobody asked for: %+v", v)
	}
	public := askedInput(0)
	public.Public = true
	if v := loop(public, "releases/a/index.html"); v != nil {
		t.Errorf("a public build has %+v", v)
	}
}
