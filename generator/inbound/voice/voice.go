// Package voice says what customers and colleagues have asked, as the pages of a site
// show it: it turns sorted and answered records into what compose shows.
package voice

import (
	"slices"

	"headsup/generator/inbound/classify"
	"headsup/generator/inbound/report"
	"headsup/generator/inbound/themes"
	"headsup/generator/link"
	"headsup/generator/render/compose"
)

// Input is what is known of all records.
type Input struct {
	Site   *link.Site
	Items  []report.Item // in the order of their time, with their answers
	Themes themes.Themes // all there are
	// Accuracy is how good the judgement of kinds is.
	Accuracy classify.Accuracy
}

// New says what pages show of what people said.
func New(in Input) *compose.Voice {
	c := newCounts(in)
	b := newBuilder(c)
	v := &compose.Voice{Inbound: c.inbound(), Asked: c.asked(), Ask: c.asksOf(), Score: b.score()}
	v.Requests, v.Themes = b.requests()
	return v
}

// Themes returns what linking has to know of themes: who asked, and how many records
// there are. Known are those that people have named.
func Themes(items []report.Item, all, known themes.Themes) []link.Theme {
	at := make(map[string]int, len(all))
	out := make([]link.Theme, len(all))
	parts := all.Parts()
	for i, t := range all {
		at[t.ID] = i
		out[i] = link.Theme{ID: t.ID, Title: t.Title, Merged: parts[t.ID]}
		out[i].Named = slices.ContainsFunc(known, func(k themes.Theme) bool { return k.ID == t.ID && k.Title != "" })
	}
	// Who asked is counted first: lists that grow would take twice the memory.
	type asker struct {
		theme   int
		account string
	}
	people := map[asker]int32{}
	persons := make([]int32, len(items)) // places in the lists
	for i := range items {
		it := &items[i]
		place := at[it.Theme]
		t := &out[place]
		who := asker{place, it.Record.Account}
		n, seen := people[who]
		if !seen || who.account == "" { // who has no account stands for one record
			n = int32(t.Count)
			people[who] = n
			t.Count++
		}
		persons[i] = n
	}
	for i := range out {
		t := &out[i]
		t.Asked, t.Count = make([]link.Person, 0, t.Count), 0
	}
	for i := range items {
		it := &items[i]
		r, t := it.Record, &out[at[it.Theme]]
		t.Count++
		n := int(persons[i])
		if n == len(t.Asked) {
			t.Asked = append(t.Asked, link.Person{Account: r.Account, Record: r.Source + "/" + r.ID, First: r.At})
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
