package link

import (
	"cmp"
	"headsup/generator/view"
	"slices"
	"strings"

	"headsup/generator/compile/content"
)

func (s *Site) homeView() (v view.View, err error) {
	v = view.View{
		Layout: "home", Path: "index.html", Site: s.chrome,
		Meta: s.meta(s.in.Config.Title, s.in.Config.Description, ""),
	}
	if s.home != nil && s.home.included {
		if v.Page, err = s.pageView(s.home); err != nil {
			return view.View{}, err
		}
		v.Meta.Description = clip(cmp.Or(s.home.summary(), s.in.Config.Description), 300)
		v.Meta.Alternates = s.alternates(s.home, s.in.Public)
		s.setImage(&v.Meta, s.home.image)
	}
	v.Lead = s.homeLead()
	v.Groups = s.homeGroups()
	return v, nil
}

const homeMost = 6 // cards in a group of the home page

// homeLead is what readers come for: what is new, what is coming and what waits
// for them.
func (s *Site) homeLead() *view.Lead {
	h := s.lead(s.pages, s.audiences)
	h.Launches = view.Group{} // they have a group of their own
	h.Roles = s.termCards(slices.DeleteFunc(slices.Clone(s.audiences), func(t *term) bool { return len(t.pages) == 0 }))
	h.Products = s.termCards(s.products)
	if s.chrome.Coming != "" {
		h.Coming.More = &view.Link{Title: "All that is coming", URL: s.chrome.Coming}
	}
	for _, sec := range s.sections {
		if sec.kind == content.ReleaseNote {
			h.New.More = &view.Link{Title: "All " + strings.ToLower(sec.title), URL: s.href(sec.path), Count: len(sec.pages)}
		}
	}
	s.setNeeds(h, s.needs(), s.audiences)
	return h
}

// homeGroups are the other sections, and the pages that are in none.
func (s *Site) homeGroups() []view.Group {
	var groups []view.Group
	for _, sec := range s.sections {
		list := sec.pages
		switch sec.kind {
		case content.ReleaseNote:
			continue
		case content.Playbook:
			list = slices.Clone(list)
			slices.SortStableFunc(list, func(a, b *page) int { return b.modified().Compare(a.modified().Time) })
		}
		groups = append(groups, s.group(strings.TrimSuffix(sec.path, "/"), sec.title, list,
			&view.Link{Title: "All " + strings.ToLower(sec.title), URL: s.href(sec.path), Count: len(sec.pages)}))
	}
	slices.SortStableFunc(groups, func(a, b view.Group) int { return cmp.Compare(groupOrder(a.ID), groupOrder(b.ID)) })
	var plain []*page
	for _, p := range s.pages {
		if p.Kind == content.Plain && p.folder == "." && !p.landing {
			plain = append(plain, p)
		}
	}
	slices.SortStableFunc(plain, byTitle)
	pages := s.cards(plain, len(plain))
	for _, f := range s.folders {
		if f.kind == content.Plain && !strings.Contains(f.dir, "/") {
			c := view.Card{Title: f.title, URL: s.href(f.path), Count: len(f.pages)}
			if f.index != nil {
				c.Summary = clip(f.index.summary(), cardSummary)
			}
			pages = append(pages, c)
		}
	}
	if len(pages) > 0 {
		groups = append(groups, view.Group{ID: "pages", Title: "More", Cards: pages})
	}
	return slices.DeleteFunc(groups, func(g view.Group) bool { return len(g.Cards) == 0 })
}

func groupOrder(id string) int {
	return slices.Index([]string{"playbooks", "launches", "snippets"}, id)
}
