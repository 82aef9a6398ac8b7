package link

import (
	"cmp"
	"strings"

	"headsup/generator/read/history"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

// Ahead reports whether a launch or a change has not happened yet: its date is
// in the future, or it has none.
func (s *Site) Ahead(p *Page) bool { return p.Date.IsZero() || p.Date.After(s.Now) }

// OwnerID returns the id of who answers for a page: its own owner, else that of its first
// product that has one; "" when nobody does.
func (s *Site) OwnerID(p *Page) string {
	id := p.Owner
	for _, product := range p.Page.Products {
		for _, have := range s.Config.Products {
			if id == "" && have.ID == product {
				id = have.Owner
			}
		}
	}
	return id
}

// OwnerTitle returns the title of who answers for a page, "" when nobody does.
func (s *Site) OwnerTitle(p *Page) string { return label.Term(s.Config.OwnerTerms(), s.OwnerID(p)) }

// AudienceLink names an audience, and leads to its page if this build has one.
func (s *Site) AudienceLink(id string) view.Link {
	link := view.Link{Title: label.Term(s.Config.Audiences, id)}
	for _, t := range s.Audiences {
		if t.ID == id {
			link.URL, link.ID = s.Href(t.Path), t.Slug()
		}
	}
	return link
}

// ByNearest puts the nearest date first, and what has no date last.
func ByNearest(a, b *Page) int {
	if a.Date.IsZero() != b.Date.IsZero() {
		if a.Date.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(a.Date.Compare(b.Date.Time), cmp.Compare(a.Source, b.Source))
}

// IDs returns the ids of the page's body.
func (p *Page) IDs() map[string]bool {
	ids := map[string]bool{}
	for _, h := range p.Shown.Headings {
		ids[h.ID] = true
	}
	for _, st := range p.Shown.Steps {
		ids[st.ID] = true
	}
	for _, id := range p.Shown.Anchors {
		ids[id] = true
	}
	return ids
}

// ReviewDue reports whether a page was to be read again by now.
func (s *Site) ReviewDue(p *Page) bool {
	return !p.ReviewBy.IsZero() && !p.ReviewBy.After(s.Now)
}

// Has reports whether the build makes a file or folder of this path besides pages:
// a list, a feed, a calendar.
func (s *Site) Has(path string) bool {
	_, ok := s.generated[path]
	return ok
}

// HasPublic reports whether such a file or folder is there for public readers.
func (s *Site) HasPublic(path string) bool { return s.generated[path] }

// PageAt returns the page with an address, as a path from the site's root, in this
// build or not; nil when there is none.
func (s *Site) PageAt(path string) *Page { return s.byPath[strings.ToLower(path)] }

// Change returns when a page's file was committed last, where that is known.
func (s *Site) Change(p *Page) (history.Change, bool) {
	change, ok := s.in.Changes[p.InFile()]
	return change, ok
}

// Revision returns which revision of its file a launch's page is, where that is known.
func (s *Site) Revision(p *Page) (history.Revision, bool) {
	rev, ok := s.in.Revisions[p.InFile()]
	return rev, ok
}

// editionMark stands between the id of a page and the language of a translation
// of it. No id has it.
const editionMark = "@"

// EditionID returns the page's id; of a translation with its language, "…@fr".
func (p *Page) EditionID() string {
	if p.Original == nil {
		return p.ID
	}
	return p.ID + editionMark + p.Language
}

// PageByID returns the page with an id, the original for that of a translation, or
// nil.
func (s *Site) PageByID(id string) *Page {
	id, _, _ = strings.Cut(id, editionMark)
	return s.byID[id]
}
