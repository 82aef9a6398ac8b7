package compose

import (
	"strings"

	"headsup/generator/link"
	"headsup/generator/link/launch"
	"headsup/generator/paths"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

// launchView is what a launch's page leads with.
func (c *Composer) launchView(p *link.Page) *view.LaunchView {
	of := p.Origin() // to which the pieces belong
	v := &view.LaunchView{Ahead: c.Ahead(p)}
	if p.Release.Stage != "" {
		v.Stage = label.Stage(c.words, p.Release.Stage)
	}
	if c.Public {
		return v
	}
	v.Confidence = c.confidence(p)
	v.Readiness = launch.Readiness(c.Site, of)
	v.ToDo = launch.ToDo(c.Site, p, v.Readiness)
	v.Calendar = c.calendarLink(paths.Beside(of.Path) + paths.LaunchCalendar)
	return v
}

// confidence says how sure the date of a page is that has not come.
func (c *Composer) confidence(p *link.Page) view.Badge {
	if !p.Date.After(c.Now) {
		return view.Badge{}
	}
	return label.Confidence(c.words, p.Release.Confidence)
}

func (c *Composer) launchesView(f *link.File) (v view.View, err error) {
	l, n := f.List, f.Number
	p := l.Path + link.PagePath(n)
	title := l.Title
	if n > 1 {
		title += c.pageNumber(n)
	}
	v = view.View{Layout: "launches", Path: p + "index.html", Site: c.chrome}
	description := ""
	if l.Intro != nil && n == 1 {
		if v.Page, err = c.pageView(l.Intro); err != nil {
			return view.View{}, err
		}
		description = l.Intro.Summary()
	}
	v.Meta = c.meta(title, description, p)
	v.Meta.Section = c.Href(l.Path)
	v.Breadcrumbs = c.crumbs(strings.TrimSuffix(l.Path, "/"))
	o := c.overview()
	from, to := min(len(o.Launches), (n-1)*f.Size), min(len(o.Launches), n*f.Size)
	split := min(max(o.Ahead, from), to)
	v.Launches = &view.LaunchesView{
		Title: l.Title, Ahead: c.launchRows(o.Launches[from:split]), Past: c.launchRows(o.Launches[split:to]), Total: len(o.Launches),
		Pager: c.pager(l.Path, n, f.Total), Calendar: c.calendarLink(paths.LaunchesCalendar),
	}
	return v, nil
}

func (c *Composer) launchRows(list []*link.Page) []view.LaunchRow {
	var out []view.LaunchRow
	for _, p := range list {
		row := view.LaunchRow{
			Title:    p.Title,
			URL:      c.Href(p.Path),
			Date:     c.PageDay(p),
			Badges:   label.Badges(c.words, p.Page, c.Config.SurfaceTerms(), c.Now, c.Public),
			Products: c.termLinks(p.Products),
		}
		if !c.Public {
			row.Confidence, row.Owner, row.Readiness = c.confidence(p), c.OwnerTitle(p), launch.Readiness(c.Site, p)
			if !launch.Current(c.Site, p) {
				row.Readiness.Missing = nil // nobody writes it any more
			}
		}
		out = append(out, row)
	}
	return out
}
