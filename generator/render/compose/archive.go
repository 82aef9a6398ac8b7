package compose

import (
	"net/url"
	"slices"
	"strconv"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/address"
	"headsup/generator/paths"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

// archive returns the links between the lists of release notes, for the list at
// a path.
func (c *Composer) archive(at string) *view.Archive {
	a := &view.Archive{}
	for _, l := range c.Archives {
		if l.ByVersion {
			a.Versions = &view.Link{Title: c.words.Say("by-version"), URL: c.Href(l.Path)}
			continue
		}
		y := view.ArchiveYear{Title: strconv.Itoa(l.Year), URL: c.Href(l.Path), Count: len(l.Pages), Current: l.Path == at}
		if y.Current {
			y.Months = c.archiveMonths(l)
		}
		a.Years = append(a.Years, y)
	}
	return a
}

// archiveMonths returns links to the months of a year's list, wherever in its
// parts they begin.
func (c *Composer) archiveMonths(l *link.List) []view.Link {
	var out []view.Link
	last := ""
	for i, p := range l.Pages {
		if month := p.Date.Format("2006-01"); month != last {
			last = month
			at := c.Href(l.Path+link.PagePath(i/c.Config.PageSize+1)) + "#month-" + month
			out = append(out, view.Link{Title: label.Month(p.Date, c.Interface()), URL: at})
		}
		out[len(out)-1].Count++
	}
	return out
}

// customer returns what a customer can have that release notes tell apart, nil when
// they tell nothing apart.
func (c *Composer) customer() *view.CustomerView {
	v := &view.CustomerView{}
	for _, sec := range c.Sections {
		if sec.Kind != content.ReleaseNote {
			continue
		}
		v.URL = c.Href(sec.Path)
		plans, platforms := map[string]bool{}, map[string]bool{}
		for _, p := range sec.Pages {
			v.Versions = v.Versions || p.Release.Version != ""
			for _, id := range p.Release.Plans {
				plans[id] = true
			}
			for _, id := range p.Release.Platforms {
				platforms[id] = true
			}
		}
		v.Plans, v.Platforms = options(c.Config.Plans, plans), options(c.Config.Platforms, platforms)
	}
	if len(v.Plans)+len(v.Platforms) == 0 {
		return nil
	}
	return v
}

// options returns all terms when pages name any of them: a customer may have another.
func options(terms []content.Term, named map[string]bool) []view.Option {
	if len(named) == 0 {
		return nil
	}
	out := make([]view.Option, len(terms))
	for i, t := range terms {
		out[i] = view.Option{ID: t.ID, Title: t.Title}
	}
	return out
}

// noteFilters returns what a list of release notes can be filtered by: products,
// audiences, plans, platforms and stages, where there is a choice. Without scripts a choice leads
// to the page of the product or audience, or to the search.
func (c *Composer) noteFilters(l *link.List) []view.Filter {
	all := func(title string) view.Choice {
		return view.Choice{Title: title, URL: c.Href(l.Path), Count: len(l.Pages), Current: true}
	}
	products := view.Filter{Key: "product", Title: c.words.Say("product"), Choices: []view.Choice{all(c.words.Say("all-products"))}}
	audiences := view.Filter{Key: "audience", Title: c.words.Say("for"), Choices: []view.Choice{all(c.words.Say("everyone"))}}
	stages := view.Filter{Key: "stage", Title: c.words.Say("stage"), Choices: []view.Choice{all(c.words.Say("all-stages"))}}
	add := func(f *view.Filter, title, value, to string, has func(*link.Page) bool) {
		choice := view.Choice{Title: title, Value: value, URL: c.Href("") + to}
		for _, p := range l.Pages {
			if has(p) {
				choice.Count++
			}
		}
		if choice.Count > 0 {
			f.Choices = append(f.Choices, choice)
		}
	}
	for _, t := range c.Products {
		add(&products, t.Title, t.Slug(), address.Escape(t.Path), func(p *link.Page) bool { return slices.Contains(p.Products, t) })
	}
	for _, t := range c.Audiences {
		add(&audiences, t.Title, t.Slug(), address.Escape(t.Path),
			func(p *link.Page) bool { return slices.Contains(c.card(p).For, t.Slug()) })
	}
	plans := view.Filter{Key: "plan", Title: c.words.Say("plan"), Choices: []view.Choice{all(c.words.Say("all-plans"))}}
	platforms := view.Filter{Key: "platform", Title: c.words.Say("platform"), Choices: []view.Choice{all(c.words.Say("all-platforms"))}}
	for _, of := range []struct {
		filter *view.Filter
		terms  []content.Term
		has    func(*link.Page) []string
	}{
		{&plans, c.Config.Plans, func(p *link.Page) []string { return p.Release.Plans }},
		{&platforms, c.Config.Platforms, func(p *link.Page) []string { return p.Release.Platforms }},
	} {
		for _, t := range of.terms {
			to := paths.Search + "?kind=" + string(content.ReleaseNote) + "&" + of.filter.Key + "=" + url.QueryEscape(t.ID)
			// What names none is for all of them.
			has := func(p *link.Page) bool { return len(of.has(p)) == 0 || slices.Contains(of.has(p), t.ID) }
			if slices.ContainsFunc(l.Pages, func(p *link.Page) bool { return len(of.has(p)) > 0 }) {
				add(of.filter, t.Title, t.ID, to, has)
			}
		}
	}
	for _, st := range content.Stages() {
		to := paths.Search + "?kind=" + string(content.ReleaseNote) + "&stage=" + string(st)
		add(&stages, label.Stage(c.words, st).Text, string(st), to, func(p *link.Page) bool { return p.Release.Stage == st })
	}
	// One choice beside all is none, unless it leaves some out.
	return slices.DeleteFunc([]view.Filter{products, audiences, plans, platforms, stages}, func(f view.Filter) bool {
		return len(f.Choices) < 2 || len(f.Choices) == 2 && f.Choices[1].Count == len(l.Pages)
	})
}
