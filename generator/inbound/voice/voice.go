// Package voice says what customers and colleagues have asked, as the pages of a site
// show it: it turns sorted and answered records into what compose shows.
package voice

import (
	"slices"

	"golang.org/x/text/message"

	"headsup/generator/inbound/report"
	"headsup/generator/inbound/themes"
	"headsup/generator/link"
	"headsup/generator/render/compose"
	"headsup/generator/view"
)

// Input is what is known of all records.
type Input struct {
	Site   *link.Site
	Items  []report.Item // in the order of their time, with their answers
	Themes themes.Themes // all there are
}

// builder makes the views.
type builder struct {
	Input
	counts  map[string]*report.Theme // by the ids of themes
	byTheme map[string][]*report.Item
	tied    map[*link.Theme][]*link.Page // pages that say that they are about a theme
	printer *message.Printer
}

// New says what pages show of what people said.
func New(in Input) *compose.Voice {
	b := &builder{
		Input: in, counts: map[string]*report.Theme{}, byTheme: map[string][]*report.Item{},
		printer: newPrinter(in.Site.Config.Language),
	}
	all := report.New(in.Items, report.Options{Themes: in.Themes, Page: report.Pages(in.Site), Zone: in.Site.Config.TimeZone})
	for i := range all.Themes {
		b.counts[all.Themes[i].ID] = &all.Themes[i]
	}
	for i := range in.Items {
		it := &in.Items[i]
		b.byTheme[it.Theme] = append(b.byTheme[it.Theme], it)
	}
	v := &compose.Voice{
		Inbound: view.InboundView{Records: len(in.Items)}, Score: b.score(),
		Asked: map[*link.Page]int{}, Ask: map[*link.Term][]view.Ask{},
	}
	v.Requests, v.Themes = b.requests()
	return v
}

// Themes returns what linking has to know of themes: who asked, and how many records
// there are. Known are those that people have named.
func Themes(items []report.Item, all, known themes.Themes) []link.Theme {
	at := make(map[string]int, len(all))
	out := make([]link.Theme, len(all))
	for i, t := range all {
		at[t.ID] = i
		out[i] = link.Theme{ID: t.ID, Title: t.Title}
		out[i].Named = slices.ContainsFunc(known, func(k themes.Theme) bool { return k.ID == t.ID && k.Title != "" })
	}
	type asker struct{ theme, person string }
	people := map[asker]int{}
	for i := range items {
		it := &items[i]
		r, t := it.Record, &out[at[it.Theme]]
		t.Count++
		person := link.Person{Account: r.Account, Record: r.Source + "/" + r.ID, First: r.At}
		who := asker{t.ID, "account " + r.Account}
		if r.Account == "" {
			who.person = "record " + person.Record
		}
		n, seen := people[who]
		if !seen {
			n = len(t.Asked)
			people[who] = n
			t.Asked = append(t.Asked, person)
		}
		p := &t.Asked[n]
		p.Last = r.At
		if r.Value > 0 {
			p.Value = r.Value
		}
		if r.URL != "" {
			p.URL = r.URL
		}
		add(&p.Teams, r.Team)
		add(&t.Teams, r.Team)
		add(&t.Products, r.Product)
		add(&t.Plans, r.Plan)
	}
	return slices.DeleteFunc(out, func(t link.Theme) bool { return t.Count == 0 })
}

// add adds an id to a list that does not have it.
func add(list *[]string, id string) {
	if id != "" && !slices.Contains(*list, id) {
		*list = append(*list, id)
	}
}
