package link

import (
	"cmp"
	"headsup/generator/view"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/read/calendar"
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

// Documents returns how many pages readers can search.
func (s *Site) Documents() int { return len(s.documents) }

// editionMark stands between the id of a page and the language of a translation
// of it. No id has it.
const editionMark = "@"

// Document makes a document. They are in the order of their standing: what is
// newest first, what is retired last, so that a search can break ties by it. It
// is pure and safe for concurrent use; its error is that of a document that
// could not be read.
func (s *Site) Document(i int) (Document, error) {
	p := s.documents[i]
	passages, err := p.passages(s.in.Public)
	if err != nil {
		return Document{}, err
	}
	id, badges := p.id, s.badges(p)
	if p.original != nil {
		id += editionMark + p.Language
		badges = append([]view.Badge{{Class: "language", Text: s.in.Config.LanguageTitle(p.Language)}}, badges...)
	}
	d := Document{
		ID: id, URL: s.href(p.path), Title: p.title, Summary: p.summary(),
		Kind: string(p.Kind), KindTitle: kindTitles[p.Kind],
		Badges: badges, Date: s.pageDay(p), Version: p.Release.Version,
		Products: facetsOf(p.products), Audiences: facetsOf(p.auds), Tags: facetsOf(p.tags),
		Questions: p.Questions,
		Sections:  sectionsOf(p.frag.Headings, passages),
	}
	if st := p.Release.Stage; st != "" {
		d.Stage = Facet{ID: string(st), Title: stageBadge(st).Text}
	}
	for _, name := range []string{p.Snippet.Key, p.Release.Version} {
		if name != "" {
			d.Names = append(d.Names, name)
		}
	}
	first := []string{p.Playbook.When}
	if !s.in.Public {
		if p.Release.FeatureFlag != "" {
			d.Names = append(d.Names, p.Release.FeatureFlag)
		}
		for i := range p.Actions {
			first = append(first, textOf(s.action(p, i)))
		}
	}
	d.Sections[0].Text = joinTexts(append(first, d.Sections[0].Text))
	return d, nil
}

// sectionsOf puts passages under their headings.
func sectionsOf(headings []markdown.Heading, passages []markdown.Passage) []DocumentSection {
	sections := make([]DocumentSection, 1+len(headings))
	for i, h := range headings {
		sections[i+1].ID, sections[i+1].Title = h.ID, h.Text
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

// joinTexts puts texts one behind the other.
func joinTexts(texts []string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), " ")
}

func facetsOf(terms []*term) []Facet {
	var out []Facet
	for _, t := range terms {
		out = append(out, Facet{ID: t.slug(), Title: t.title})
	}
	return out
}

// What a page without a date, and one of a thing that is gone, count as behind
// the newest.
const (
	undatedAge = 180 * 24 * time.Hour
	goneAge    = 3 * 365 * 24 * time.Hour
)

// orderDocuments puts the pages of the build in the order of their standing. It
// does not ask what day it is, so that the order changes with the content only.
func (s *Site) orderDocuments() {
	shown := slices.Concat(s.pages, s.translated)
	var newest calendar.Date
	for _, p := range shown {
		if m := p.modified(); m.After(newest.Time) {
			newest = m
		}
	}
	standing := make(map[*page]time.Time, len(shown))
	for _, p := range shown {
		at := p.modified().Time
		if at.IsZero() {
			at = newest.Time.Add(-undatedAge)
		}
		switch stage := p.Release.Stage; {
		case stage == content.Deprecated, stage == content.Retired, p.Snippet.Withdrawn, !p.ExpiresAt.IsZero() && p.ExpiresAt.Before(newest.Time):
			at = at.Add(-goneAge)
		}
		standing[p] = at
	}
	s.documents = shown
	slices.SortFunc(s.documents, func(a, b *page) int {
		return cmp.Or(standing[b].Compare(standing[a]), cmp.Compare(a.Source, b.Source))
	})
}
