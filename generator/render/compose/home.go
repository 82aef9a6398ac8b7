package compose

import (
	"cmp"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

func (c *Composer) homeView(f *link.File) (v view.View, err error) {
	v = view.View{
		Layout: "home", Path: f.Path, Site: c.chrome,
		Meta: c.meta(c.Config.Title, c.Config.Description, c.HomePath(f.Language)),
	}
	home := c.Home
	if f.Language != "" {
		home, v.Meta.Language = f.Page, f.Language
		v.Meta.Title = c.Config.LanguageTitle(f.Language) // no two pages have one title
		v.Meta.Feeds = c.editionFeeds(f.Language)
	}
	if home != nil && home.Included {
		if v.Page, err = c.pageView(home); err != nil {
			return view.View{}, err
		}
		v.Meta.Description = label.Clip(cmp.Or(home.Summary(), c.Config.Description), 300)
		c.setImage(&v.Meta, home.Image)
	}
	v.Meta.Alternates = c.homeAlternates(f.Language, c.Public)
	v.Editions = editionsOf(v.Meta.Alternates)
	if v.Page != nil {
		v.Page.Editions = v.Editions
	}
	v.Lead = c.homeLead()
	v.Groups = c.homeGroups()
	return v, nil
}

const homeMost = 6 // cards in a group of the home page

// homeLead is what readers come for: what is new, what is coming and what waits
// for them.
func (c *Composer) homeLead() *view.Lead {
	h := c.lead(c.Pages, c.Audiences)
	h.Launches = view.Group{} // they have a group of their own
	if !c.Public {
		h.Roles = c.termCards(slices.DeleteFunc(slices.Clone(c.Audiences), func(t *link.Term) bool { return len(t.Pages) == 0 }))
	}
	h.Products = c.termCards(c.Products)
	if c.chrome.Coming != "" {
		h.Coming.More = &view.Link{Title: c.words.Say("see-all"), URL: c.chrome.Coming}
	}
	for _, sec := range c.Sections {
		if sec.Kind == content.ReleaseNote {
			h.New.More = &view.Link{Title: c.words.Say("see-all"), URL: c.Href(sec.Path), Count: len(sec.Pages)}
			h.Customer = c.customer()
		}
	}
	c.setTasks(h, c.tasks(), c.Audiences)
	return h
}

// homeGroups are the other sections, and the pages that are in none.
func (c *Composer) homeGroups() []view.Group {
	var groups []view.Group
	for _, sec := range c.Sections {
		list := sec.Pages
		switch sec.Kind {
		case content.ReleaseNote:
			continue
		case content.Snippet:
			if c.Public {
				continue // customers see them in the product
			}
		case content.Playbook:
			list = slices.Clone(list)
			slices.SortStableFunc(list, func(a, b *link.Page) int { return b.Modified().Compare(a.Modified().Time) })
		}
		groups = append(groups, c.group(strings.TrimSuffix(sec.Path, "/"), c.sectionTitle(sec), list,
			&view.Link{Title: c.words.Say("see-all"), URL: c.Href(sec.Path), Count: len(sec.Pages)}))
	}
	slices.SortStableFunc(groups, func(a, b view.Group) int { return cmp.Compare(groupOrder(a.ID), groupOrder(b.ID)) })
	var plain []*link.Page
	for _, p := range c.Pages {
		if p.Kind == content.Plain && p.Folder == "." && !p.Landing {
			plain = append(plain, p)
		}
	}
	slices.SortStableFunc(plain, link.ByTitle)
	pages := c.cardsOf(plain, len(plain))
	for _, f := range c.Folders {
		if f.Kind == content.Plain && !strings.Contains(f.Dir, "/") {
			c := view.Card{Title: f.Title, URL: c.Href(f.Path), Count: len(f.Pages)}
			if f.Index != nil {
				c.Summary = label.Clip(f.Index.Summary(), cardSummary)
			}
			pages = append(pages, c)
		}
	}
	if len(pages) > 0 {
		groups = append(groups, view.Group{ID: "pages", Title: c.words.Say("more-pages"), Cards: pages})
	}
	return slices.DeleteFunc(groups, func(g view.Group) bool { return len(g.Cards) == 0 })
}

func groupOrder(id string) int {
	return slices.Index([]string{"playbooks", "launches", "snippets"}, id)
}
