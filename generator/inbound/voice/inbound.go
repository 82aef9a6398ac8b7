package voice

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/report"
	"headsup/generator/link/launch"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

const (
	productsShown = 12
	unsureShown   = 5
	// staleDays is after how many days without a record a source may be forgotten.
	staleDays = 60
)

// inbound is what the page of what people ask shows.
func (c *counts) inbound() view.InboundView {
	v := view.InboundView{Records: len(c.items), Days: recentDays}
	v.Answer, v.Trend = c.trend()
	c.charts(&v)
	v.Teams = c.rows(func(r *record.Record) string { return r.Team }, c.teamLink)
	v.Products = c.rows(func(r *record.Record) string { return r.Product }, c.productLink)
	if more := len(v.Products) - productsShown; more > 0 {
		v.Products, v.MoreProducts = v.Products[:productsShown], more
	}
	v.Gaps, v.Missed = c.gaps(), c.missed()
	v.Pages, v.Overdue = c.answering(c.asked())
	v.Judgement = c.judgement()
	v.Sources = c.sources()
	if f := launch.Told(c.Site); f.Asked > 0 {
		v.Told = &view.Told{People: f.Told, Of: f.Asked, Days: f.Days}
	}
	return v
}

// rows counts kinds of recent records by what they have, the one with the most records
// first.
func (c *counts) rows(by func(*record.Record) string, link func(id string) view.Link) []view.KindRow {
	counted := map[string]map[string]int{}
	for i := range c.recent {
		it := &c.recent[i]
		id := by(it.Record)
		if counted[id] == nil {
			counted[id] = map[string]int{}
		}
		counted[id][it.Kind]++
	}
	var out []view.KindRow
	for id, of := range counted {
		row := view.KindRow{Link: link(id), Parts: kinds(c.Site.Words(), of)}
		row.ID = id
		for _, n := range of {
			row.Count += n
		}
		stack(row.Parts)
		out = append(out, row)
	}
	slices.SortFunc(out, func(a, b view.KindRow) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID)) })
	return out
}

// productLink names a product, and leads to its page if there is one.
func (c *counts) productLink(id string) view.Link {
	if id == "" {
		return view.Link{Title: c.Site.Words().Say("no-product")}
	}
	for _, t := range c.Site.Products {
		if t.ID == id {
			return view.Link{Title: t.Title, URL: c.Site.Href(t.Path)}
		}
	}
	var terms []content.Term
	for _, p := range c.Site.Config.Products {
		terms = append(terms, p.Term)
	}
	return view.Link{Title: label.Term(terms, id)}
}

// judgement tells how sure the kinds are.
func (c *counts) judgement() view.Judgement {
	a := c.Accuracy
	j := view.Judgement{Examples: a.Examples, Right: hundredths(a.Right), RatherNot: hundredths(a.Unsure), Sure: hundredths(a.Sure)}
	for i := len(c.items) - 1; i >= 0; i-- {
		it := &c.items[i]
		if r := it.Record; r.Kind != "" || r.Theme != "" || r.Answer != "" {
			j.Decided++
		}
		if it.Kind != report.Unsure {
			continue
		}
		if j.Unsure++; len(j.Newest) < unsureShown {
			j.Newest = append(j.Newest, c.refer(it.Record))
		}
	}
	return j
}

// refer says where a record is.
func (c *counts) refer(r *record.Record) view.RecordRef {
	pos := r.Position()
	text := strings.Join(strings.Fields(cmp.Or(r.Title, r.Text)), " ")
	return view.RecordRef{
		Text: label.Clip(text, textLength), Day: c.day(r.At), File: pos.Path, Line: pos.Line, Edit: c.Site.EditURL(pos.Path),
	}
}

func hundredths(share float64) int { return int(math.Round(100 * share)) }

// sources tells what came from where: those of headsup.yaml, then others.
func (c *counts) sources() []view.InboundSource {
	var known []content.Term
	at := map[string]int{}
	var out []view.InboundSource
	for _, s := range c.Site.Config.Inbound.Sources {
		at[s.ID] = len(out)
		known, out = append(known, s.Term), append(out, view.InboundSource{Title: label.Term([]content.Term{s.Term}, s.ID), Stale: true})
	}
	listed := len(out)
	last := make([]time.Time, len(out))
	for i := range c.items {
		r := c.items[i].Record
		n, ok := at[r.Source]
		if !ok {
			n = len(out)
			at[r.Source] = n
			out, last = append(out, view.InboundSource{Title: label.Term(known, r.Source)}), append(last, time.Time{})
		}
		out[n].Count++
		last[n] = r.At
	}
	for n := range out {
		if out[n].Count > 0 {
			day := c.day(last[n])
			out[n].Last, out[n].Stale = &day, last[n].Before(c.today.AddDate(0, 0, -staleDays))
		}
	}
	slices.SortFunc(out[listed:], func(a, b view.InboundSource) int { return cmp.Compare(a.Title, b.Title) })
	return out
}
