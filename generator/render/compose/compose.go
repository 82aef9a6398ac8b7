// Package compose decides what each page shows: it makes the view of every HTML
// file from the linked site.
//
// [New] takes a site, and [Composer.View] makes the view of one of its files:
// plain data, for a theme to print. Making views is pure, so the caller may do it
// from several goroutines.
package compose

import (
	"fmt"
	"sync"

	"headsup/generator/link"
	"headsup/generator/link/launch"
	"headsup/generator/view"
	"headsup/generator/view/words"
)

// Composer makes the views of a site. It is safe for concurrent use.
type Composer struct {
	*link.Site
	chrome *view.Chrome
	// editions compose the pages of other languages, by their tags.
	editions map[string]*Composer
	language string // of an edition, "" for that of the site
	words    *words.Words

	cards    map[*link.Page]func() view.Card // a page is in many lists
	filters  map[*link.List]func() []view.Filter
	tasks    func() []view.Task // of all landing pages
	overview func() launch.Overview
	voice    func() (*Voice, error)
}

// New returns a composer of a site. Voice is what people said, asked for when a page
// shows it; nil when nobody said anything.
func New(site *link.Site, voice func() (*Voice, error)) *Composer {
	c := newEdition(site, "", voice)
	c.editions = map[string]*Composer{}
	for _, tag := range site.LanguagesShown() {
		c.editions[tag] = newEdition(site.In(tag), tag, voice)
	}
	return c
}

// edition returns what composes a file: that of its language.
func (c *Composer) edition(f *link.File) *Composer {
	tag := f.Language
	if f.Kind == link.PageFile {
		tag = f.Page.Language
	}
	if e := c.editions[tag]; e != nil {
		return e
	}
	return c
}

// Editions returns the composers of all languages, the site's own first.
func (c *Composer) Editions() []*Composer {
	out := []*Composer{c}
	for _, tag := range c.LanguagesShown() {
		out = append(out, c.editions[tag])
	}
	return out
}

// newEdition returns the composer of a site in one language.
func newEdition(site *link.Site, language string, voice func() (*Voice, error)) *Composer {
	c := &Composer{
		Site: site, words: site.Words(), language: language, voice: voice,
		cards: make(map[*link.Page]func() view.Card, len(site.Pages)),
	}
	c.chrome = c.makeChrome()
	for _, p := range site.AllFiles() {
		c.cards[p] = sync.OnceValue(func() view.Card { return c.makeCard(p) })
	}
	c.filters = make(map[*link.List]func() []view.Filter, len(site.Archives))
	for i := range site.Files {
		if l := site.Files[i].List; l != nil && l.Archived && c.filters[l] == nil {
			c.filters[l] = sync.OnceValue(func() []view.Filter { return c.noteFilters(l) })
		}
	}
	c.tasks = sync.OnceValue(func() []view.Task { return launch.Tasks(site) })
	c.overview = sync.OnceValue(func() launch.Overview { return launch.NewOverview(site) })
	return c
}

// Chrome returns what all views in the site's own language share.
func (c *Composer) Chrome() *view.Chrome { return c.chrome }

// Chromes returns what views share, by language; that of the site's own first.
func (c *Composer) Chromes() []*view.Chrome {
	var out []*view.Chrome
	for _, e := range c.Editions() {
		out = append(out, e.chrome)
	}
	return out
}

// View makes the view of a file of the site. The error is that of a document that
// could not be read.
func (c *Composer) View(f *link.File) (view.View, error) {
	v, err := c.Outline(f)
	if err == nil {
		err = c.Fill(f, &v)
	}
	return v, err
}

// Outline makes the view of a file without the body of its page, which is all that
// takes reading a document. [Composer.Facts] are in the place of the body.
func (c *Composer) Outline(f *link.File) (view.View, error) {
	c = c.edition(f)
	switch f.Kind {
	case link.PageFile:
		return c.contentView(f.Page)
	case link.ListFile:
		return c.listView(f)
	case link.TermsFile:
		return c.termsView(f.List), nil
	case link.LaunchesFile:
		return c.launchesView(f)
	case link.ComingFile:
		return c.comingView(f.List), nil
	case link.ReviewsFile:
		return c.reviewsView()
	case link.HomeFile:
		return c.homeView(f)
	case link.SearchFile:
		return c.searchView(), nil
	case link.ThanksFile:
		return c.thanksView(), nil
	case link.NotFoundFile:
		return c.notFoundView(), nil
	case link.InboundFile, link.RequestsFile, link.ThemeFile:
		return c.voiceView(f)
	case link.RedirectFile:
		return c.redirectView(f), nil
	}
	return view.View{}, fmt.Errorf("%s is a file of an unknown kind", f.Path)
}
