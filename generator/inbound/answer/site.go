package answer

import (
	"fmt"
	"time"

	"headsup/generator/link"
	"headsup/generator/publish/search"
)

// Pages returns the pages of a site that may be answers: those that its search finds.
//
// When a page was there for the first time is not known cheaply. It is taken to be the
// day of its date, else that from which it may be seen; a page without either has
// always been there.
func Pages(site *link.Site) ([]Page, error) {
	byURL := make(map[string]*link.Page, len(site.Pages))
	for _, list := range [][]*link.Page{site.Pages, site.Translated} {
		for _, p := range list {
			byURL[site.Href(p.Path)] = p
		}
	}
	documents := search.NewPages(site)
	out := make([]Page, 0, documents.Documents())
	for i := range documents.Documents() {
		d, err := documents.Document(i)
		if err != nil {
			return nil, fmt.Errorf("read a page that may answer: %w", err)
		}
		p := byURL[d.URL]
		out = append(out, Page{Path: p.Source, Language: site.LanguageOf(p), Since: since(p), Document: d})
	}
	return out, nil
}

func since(p *link.Page) time.Time {
	if !p.Date.IsZero() {
		return p.Date.Time
	}
	return p.Begins().Time
}
