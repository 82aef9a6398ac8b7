package link

import (
	"headsup/generator/view"
	"slices"
	"strings"

	"headsup/generator/compile/content"
)

// landing is what the page of a product, an audience or a tag leads with: what
// is new, what is coming, what needs work, then its other pages by kind.
func (s *Site) landing(t *term) (*view.Lead, []view.Group) {
	lead := s.lead(t.pages, nil)
	for i := range lead.New.Cards {
		// The page of one audience says what that audience has to do.
		if actions := &lead.New.Cards[i].Actions; t.facet == "audience" {
			*actions = slices.DeleteFunc(*actions, func(a view.ActionView) bool { return a.Audience.ID != t.slug() })
		}
	}
	if t.facet != "tag" {
		var needs []view.Need
		for _, n := range s.needs() {
			if slices.Contains(n.Audiences, t.slug()) && t.facet == "audience" || slices.Contains(n.Products, t.slug()) && t.facet == "product" {
				needs = append(needs, n)
			}
		}
		s.setNeeds(lead, needs, nil)
	}
	byKind := map[content.Kind][]*page{}
	for _, p := range t.pages {
		if !p.landing {
			byKind[p.Kind] = append(byKind[p.Kind], p)
		}
	}
	var groups []view.Group
	for _, k := range []content.Kind{content.Playbook, content.Snippet, content.Plain} {
		list := byKind[k]
		if k == content.Playbook {
			slices.SortStableFunc(list, func(a, b *page) int { return b.modified().Compare(a.modified().Time) })
		}
		id := strings.TrimSuffix(prefixes[k], "/")
		if k == content.Plain {
			id = "pages"
		}
		if len(list) > 0 {
			groups = append(groups, s.group(id, sectionTitles[k], list, nil))
		}
	}
	return lead, groups
}

// needs returns what [Site.Needs] does, found once for all landing pages.
func (s *Site) needs() []view.Need {
	s.needsOnce.Do(func() { s.needsFound = s.Needs() })
	return s.needsFound
}

// holds reports whether a landing page shows so many pages.
func holds(lead *view.Lead, groups []view.Group, total int) bool {
	for _, g := range append([]view.Group{lead.New, lead.Coming, lead.Launches}, groups...) {
		total -= len(g.Cards)
	}
	return total <= 0
}

// concerned returns the audiences that a page is for or that have to do
// something with it, as in addresses. What they have to do is internal.
func (s *Site) concerned(p *page) []string {
	out := slugs(p.auds)
	if s.in.Public {
		return out
	}
	for _, a := range p.Actions {
		for _, t := range s.audiences {
			if t.id == a.Audience && !slices.Contains(out, t.slug()) {
				out = append(out, t.slug())
			}
		}
	}
	return out
}
