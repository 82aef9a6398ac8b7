package voice

import (
	"cmp"
	"slices"

	"headsup/generator/inbound/report"
	"headsup/generator/link"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

const (
	pagesShown = 10
	asksShown  = 5
)

// asked counts for each page the recent questions that it answers.
func (c *counts) asked() map[*link.Page]int {
	out := map[*link.Page]int{}
	for i := range c.recent {
		if it := &c.recent[i]; asks(it) {
			if p := c.pages[it.Now.Page]; p != nil {
				out[p]++
			}
		}
	}
	return out
}

// answering returns pages that answer questions, the one that answers the most first, and
// those of them that are past their review.
func (c *counts) answering(asked map[*link.Page]int) (all, overdue []view.Answers) {
	pages := make([]*link.Page, 0, len(asked))
	for p := range asked {
		pages = append(pages, p)
	}
	slices.SortFunc(pages, func(a, b *link.Page) int {
		return cmp.Or(cmp.Compare(asked[b], asked[a]), cmp.Compare(a.Source, b.Source))
	})
	for _, p := range pages {
		a := view.Answers{
			Link:  view.Link{Title: p.Title, URL: c.Site.Href(p.Path), Count: asked[p]},
			Owner: c.Site.OwnerTitle(p), Edit: c.Site.EditURL(p.Source),
		}
		if c.Site.ReviewDue(p) {
			a.ReviewBy = label.Day(p.ReviewBy, c.Site.Config.Language)
			overdue = append(overdue, a)
		}
		all = append(all, a)
	}
	return all[:min(len(all), pagesShown)], overdue[:min(len(overdue), pagesShown)]
}

// asksOf returns what people ask most about each product.
func (c *counts) asksOf() map[*link.Term][]view.Ask {
	byProduct := map[string][]report.Item{}
	for _, it := range c.recent {
		if asks(&it) && it.Record.Product != "" {
			byProduct[it.Record.Product] = append(byProduct[it.Record.Product], it)
		}
	}
	out := map[*link.Term][]view.Ask{}
	for _, product := range c.Site.Products {
		if len(byProduct[product.ID]) == 0 {
			continue
		}
		for _, t := range report.ByTheme(byProduct[product.ID], c.options()) {
			if len(out[product]) == asksShown {
				break
			}
			to := c.linkTo(t.ID, t.Title, t.Count)
			ask := view.Ask{Text: to.Title, URL: to.URL, Count: t.Count}
			if t.Answer != nil {
				ask.Answer = &view.Link{Title: t.Answer.Title, URL: t.Answer.URL}
			}
			out[product] = append(out[product], ask)
		}
	}
	return out
}
