package report

import (
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
)

// Pages returns a function that describes a page of a site, by its path in the content
// folder.
func Pages(site *link.Site) func(path string) (Page, bool) {
	pages := make(map[string]*link.Page, len(site.Pages))
	for _, list := range [][]*link.Page{site.Pages, site.Translated} {
		for _, p := range list {
			pages[p.Source] = p
		}
	}
	return func(path string) (Page, bool) {
		p, ok := pages[path]
		if !ok {
			return Page{}, false
		}
		return Page{URL: site.Href(p.Path), Title: p.Title, Launch: launchOf(site, p)}, true
	}
}

func launchOf(site *link.Site, p *link.Page) *Launch {
	l := p.Launch
	if p.Kind == content.Launch && !p.Landing {
		l = p
	}
	if l == nil || !l.Included {
		return nil
	}
	out := &Launch{URL: site.Href(l.Path), Title: l.Title}
	if !l.Date.IsZero() {
		out.Date = l.Date.Format(time.DateOnly)
	}
	return out
}
