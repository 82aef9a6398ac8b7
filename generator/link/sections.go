package link

import (
	"slices"

	"headsup/generator/compile/content"
)

// Section is a part of the site with its pages, for lists that lead to all of
// them.
type Section struct {
	Title string
	URL   string // absolute, where the rest of its pages can be found
	Links []SectionLink
	Rest  int // pages beyond these
}

// SectionLink leads to a page.
type SectionLink struct {
	Title   string
	URL     string // absolute
	Summary string // plain text
}

// Sections returns the pages of this build by section, at most so many of each:
// first single pages by title, then each kind in the order of its list.
func (s *Site) Sections(most int) []Section {
	var plain []*page
	for _, p := range s.pages {
		if p.Kind == content.Plain && p.original == nil {
			plain = append(plain, p)
		}
	}
	slices.SortStableFunc(plain, byTitle)
	out := []Section{s.sectionOf(sectionTitles[content.Plain], s.absolute(""), plain, most)}
	for _, sec := range s.sections {
		out = append(out, s.sectionOf(sec.title, s.absolute(sec.path), sec.pages, most))
	}
	return slices.DeleteFunc(out, func(sec Section) bool { return len(sec.Links) == 0 })
}

func (s *Site) sectionOf(title, url string, pages []*page, most int) Section {
	out := Section{Title: title, URL: url}
	for _, p := range pages[:min(len(pages), most)] {
		out.Links = append(out.Links, SectionLink{Title: p.title, URL: s.absolute(p.path), Summary: clip(p.summary(), cardSummary)})
	}
	out.Rest = len(pages) - len(out.Links)
	return out
}
