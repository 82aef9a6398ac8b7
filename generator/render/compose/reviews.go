package compose

import (
	"strings"

	"headsup/generator/link/reviews"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

// What the page of reviews shows of each owner: an equal share of all that there is
// room for, but some in any case.
const (
	reviewsRoom  = 300
	reviewsLeast = 10
)

func (c *Composer) reviewsView() (view.View, error) {
	said, err := c.heard()
	if err != nil {
		return view.View{}, err
	}
	v := view.View{
		Layout: "reviews", Path: c.Reviews + "index.html", Site: c.chrome,
		Meta: c.meta(c.words.Say("reviews"), c.words.Say("reviews-description"), c.Reviews),
	}
	v.Breadcrumbs = c.crumbs(strings.TrimSuffix(c.Reviews, "/"))
	q := reviews.New(c.Site, reviews.Soon, said.Asked)
	v.Reviews = &view.ReviewsView{Overdue: q.Overdue, Soon: q.Soon, Dated: q.Dated, Within: q.Within}
	most := max(reviewsLeast, reviewsRoom/max(1, len(q.Owners)))
	for i := range q.Owners {
		o := &q.Owners[i]
		pages := o.Pages()
		owner := view.ReviewOwner{
			ID: o.Name, Title: o.Title, Overdue: len(o.Overdue), Soon: len(o.Soon), Rest: max(0, len(pages)-most),
		}
		for _, r := range pages[:min(len(pages), most)] {
			owner.Rows = append(owner.Rows, c.reviewRow(r))
		}
		v.Reviews.Owners = append(v.Reviews.Owners, owner)
	}
	return v, nil
}

func (c *Composer) reviewRow(r reviews.Review) view.ReviewRow {
	row := view.ReviewRow{
		Title: r.Title, URL: c.Href(r.Path), Language: r.Language,
		KindTitle: label.Kind(c.words, r.Kind), Products: c.termLinks(r.Products),
		Date:  label.Date(r.ReviewBy, c.Interface()),
		State: view.Badge{Class: "review-soon", Text: r.When(c.words)},
		Asked: r.AskedText(c.words), Edit: c.EditURL(r.Source),
	}
	if r.Overdue {
		row.State.Class = "review-overdue"
	}
	return row
}

// reviewsLink leads to the page of reviews; nil when this build has none.
func (c *Composer) reviewsLink() *view.Link {
	if c.chrome.Reviews == "" {
		return nil
	}
	return &view.Link{Title: c.words.Say("see-all"), URL: c.chrome.Reviews}
}
