package search

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/link"
	"headsup/generator/read/calendar"
	"headsup/generator/render/portable"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

// Document is one page as readers search it: plain data, in the form that this
// build shows, with nothing that is not on the page.
type Document struct {
	ID        string // "release-note:billing-export"; of a translation with its language behind, "…@fr"
	URL       string // root-relative, with the base path in front
	Title     string
	Summary   string // plain text
	Kind      string // id
	KindTitle string
	Badges    []view.Badge
	Date      *view.Day
	Version   string
	Stage     Facet
	Products  []Facet
	Audiences []Facet
	Plans     []Facet // of a release note, all of them when it names none
	Platforms []Facet // likewise
	Tags      []Facet
	Names     []string // exact names that people search for: a snippet's key, a version, a feature flag
	Questions []string // what the page answers, as a person would ask
	// Sections are the body by headings. The first is what stands before the
	// first heading, without an ID.
	Sections []DocumentSection
}

// DocumentSection is the text under one heading.
type DocumentSection struct {
	ID    string // of the heading, "" for the first section
	Title string
	Text  string // white space folded
}

// Facet is one value of a facet.
type Facet struct{ ID, Title string }

// sectionsOf puts passages under their headings. The title of a heading that the page
// has several times begins with that of the heading above it: "4.2.0 · Fixed".
func sectionsOf(headings []markdown.Heading, passages []markdown.Passage) []DocumentSection {
	sections := make([]DocumentSection, 1+len(headings))
	count := make(map[string]int, len(headings))
	for _, h := range headings {
		count[h.Text]++
	}
	above := markdown.Above(headings)
	for i, h := range headings {
		sections[i+1].ID, sections[i+1].Title = h.ID, h.Text
		if above[i] < 0 || count[h.Text] == 1 {
			continue
		}
		if over := sections[above[i]+1].Title; len(over) <= longestAbove {
			sections[i+1].Title = over + " · " + h.Text
		}
	}
	for start := 0; start < len(passages); {
		end := start
		var texts []string
		for end < len(passages) && passages[end].Heading == passages[start].Heading {
			texts = append(texts, passages[end].Text)
			end++
		}
		at := &sections[1+passages[start].Heading]
		at.Text = joinTexts(append([]string{at.Text}, texts...))
		start = end
	}
	return sections
}

// longestAbove is how long a title may be, in bytes, that those below it begin with.
const longestAbove = 200

// joinTexts puts texts one behind the other.
func joinTexts(texts []string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), " ")
}

func facetsOf(terms []*link.Term) []Facet {
	var out []Facet
	for _, t := range terms {
		out = append(out, Facet{ID: t.Slug(), Title: t.Title})
	}
	return out
}

// What a page without a date, and one of a thing that is gone, count as behind
// the newest.
const (
	undatedAge = 180 * 24 * time.Hour
	goneAge    = 3 * 365 * 24 * time.Hour
)

// Pages are the pages of a linked site, as documents in the order of their
// standing: what is retired first, what is newest last, so that a search can break
// ties by it, and a new page is the last one.
type Pages struct {
	site  *link.Site
	pages []*link.Page
}

// NewPages returns the pages that readers of a site can search.
func NewPages(site *link.Site) *Pages {
	return &Pages{site: site, pages: byStanding(slices.Concat(site.Pages, site.Translated))}
}

// Documents returns how many there are.
func (x *Pages) Documents() int { return len(x.pages) }

// Page returns the page that a document is made of.
func (x *Pages) Page(i int) *link.Page { return x.pages[i] }

// Document makes a document. It is pure and safe for concurrent use; its error is
// that of a document that could not be read.
func (x *Pages) Document(i int) (Document, error) {
	s, p := x.site, x.pages[i]
	passages, err := p.Passages(s.Public)
	if err != nil {
		return Document{}, err
	}
	badges := label.Badges(s.Words(), p.Page, s.Config.SurfaceTerms(), s.Now, s.Public)
	if p.Original != nil {
		badges = append([]view.Badge{{Class: "language", Text: s.Config.LanguageTitle(p.Language)}}, badges...)
	}
	d := Document{
		ID: p.EditionID(), URL: s.Href(p.Path), Title: p.Title, Summary: p.Summary(),
		Kind: string(p.Kind), KindTitle: label.Kind(s.Words(), p.Kind),
		Badges: badges, Date: s.PageDay(p), Version: p.Release.Version,
		Products: facetsOf(p.Products), Audiences: facetsOf(p.Audiences), Tags: facetsOf(p.Tags),
		Questions: p.Questions,
		Sections:  sectionsOf(p.Shown.Headings, passages),
	}
	if st := p.Release.Stage; st != "" {
		d.Stage = Facet{ID: string(st), Title: label.Stage(s.Words(), st).Text}
	}
	if p.Kind == content.ReleaseNote {
		d.Plans, d.Platforms = termsOf(s.Config.Plans, p.Release.Plans), termsOf(s.Config.Platforms, p.Release.Platforms)
	}
	for _, name := range []string{p.Snippet.Key, p.Release.Version} {
		if name != "" {
			d.Names = append(d.Names, name)
		}
	}
	first := []string{p.Playbook.When}
	for _, o := range p.Playbook.Objections {
		if o.Public || !s.Public {
			first = append(first, o.Text, o.Answer)
		}
	}
	if !s.Public {
		if p.Release.FeatureFlag != "" {
			d.Names = append(d.Names, p.Release.FeatureFlag)
		}
		for i := range p.Actions {
			first = append(first, portable.Text(s.Action(p, i)))
		}
	}
	d.Sections[0].Text = joinTexts(append(first, d.Sections[0].Text))
	return d, nil
}

// termsOf returns the terms that a page names, and all when it names none: it is for
// all of them.
func termsOf(terms []content.Term, ids []string) []Facet {
	var out []Facet
	for _, t := range terms {
		if len(ids) == 0 || slices.Contains(ids, t.ID) {
			out = append(out, Facet{ID: t.ID, Title: t.Title})
		}
	}
	return out
}

// byStanding sorts pages. It does not ask what day it is, so that the order changes
// with the content only.
func byStanding(pages []*link.Page) []*link.Page {
	var newest calendar.Date
	for _, p := range pages {
		if m := p.Modified(); m.After(newest.Time) {
			newest = m
		}
	}
	standing := make(map[*link.Page]time.Time, len(pages))
	for _, p := range pages {
		at := p.Modified().Time
		if at.IsZero() {
			at = newest.Time.Add(-undatedAge)
		}
		switch stage := p.Release.Stage; {
		case stage == content.Deprecated, stage == content.Retired, p.Snippet.Withdrawn,
			!p.ExpiresAt.IsZero() && p.ExpiresAt.Before(newest.Time):
			at = at.Add(-goneAge)
		}
		standing[p] = at
	}
	slices.SortFunc(pages, func(a, b *link.Page) int {
		return cmp.Or(standing[a].Compare(standing[b]), cmp.Compare(b.Source, a.Source))
	})
	return pages
}
