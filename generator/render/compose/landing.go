package compose

import (
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/address"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

// landing is what the page of a product, an audience or a tag leads with: what
// is new, what is coming, what needs work, then its other pages by kind.
func (c *Composer) landing(t *link.Term) (*view.Lead, []view.Group) {
	lead := c.lead(t.Pages, nil)
	for i := range lead.New.Cards {
		// The page of one audience says what that audience has to do.
		if actions := &lead.New.Cards[i].Actions; t.Facet == "audience" {
			*actions = slices.DeleteFunc(*actions, func(a view.ActionView) bool { return a.Audience.ID != t.Slug() })
		}
	}
	if t.Facet != "tag" {
		var needs []view.Task
		for _, n := range c.tasks() {
			if slices.Contains(n.Audiences, t.Slug()) && t.Facet == "audience" ||
				slices.Contains(n.Products, t.Slug()) && t.Facet == "product" {
				needs = append(needs, n)
			}
		}
		c.setTasks(lead, needs, nil)
	}
	byKind := map[content.Kind][]*link.Page{}
	for _, p := range t.Pages {
		if !p.Landing {
			byKind[p.Kind] = append(byKind[p.Kind], p)
		}
	}
	var groups []view.Group
	for _, k := range []content.Kind{content.Playbook, content.Snippet, content.Plain} {
		list := byKind[k]
		if k == content.Playbook {
			slices.SortStableFunc(list, func(a, b *link.Page) int { return b.Modified().Compare(a.Modified().Time) })
		}
		id := strings.TrimSuffix(address.OfKind[k], "/")
		if k == content.Plain {
			id = "pages"
		}
		if len(list) > 0 {
			groups = append(groups, c.group(id, label.Section(c.words, k), list, nil))
		}
	}
	return lead, groups
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
func (c *Composer) concerned(p *link.Page) []string {
	out := link.Slugs(p.Audiences)
	if c.Public {
		return out
	}
	for _, a := range p.Actions {
		for _, t := range c.Audiences {
			if t.ID == a.Audience && !slices.Contains(out, t.Slug()) {
				out = append(out, t.Slug())
			}
		}
	}
	return out
}
