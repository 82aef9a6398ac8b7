package answer

import (
	"fmt"
	"time"

	"headsup/generator/compile/markdown"
	"headsup/generator/link"
	"headsup/generator/publish/search"
)

// sitePages are the pages of a site that its search finds.
type sitePages struct {
	site      *link.Site
	documents *search.Pages
}

// PagesOf returns the pages of a site that may be answers: those that its search finds.
//
// When a page was there for the first time is not known cheaply. It is taken to be the
// day of its date, else that from which it may be seen; a page without either has
// always been there.
func PagesOf(site *link.Site) Pages { return &sitePages{site, search.NewPages(site)} }

// Len is that of Pages.
func (x *sitePages) Len() int { return x.documents.Documents() }

// Page is that of Pages.
func (x *sitePages) Page(i int) (Page, error) {
	d, err := x.documents.Document(i)
	if err != nil {
		return Page{}, fmt.Errorf("read a page that may answer: %w", err)
	}
	p := x.documents.Page(i)
	return Page{Path: p.Source, Language: x.site.LanguageOf(p), Since: since(p), Document: d}, nil
}

// key is that of a page of one linked site, of which only words of bodies change.
type key struct {
	page *link.Page
	body *markdown.Document
}

// Key is that of Pages.
func (x *sitePages) Key(i int) any {
	p := x.documents.Page(i)
	return key{p, p.Doc}
}

func since(p *link.Page) time.Time {
	if !p.Date.IsZero() {
		return p.Date.Time
	}
	return p.Begins().Time
}
