package compose

import (
	"headsup/generator/link"
	"headsup/generator/view"
)

// tree returns the navigation as a page shows it: the first level, and what is below the entries
// that lead to the page. So a large navigation does not stand on each page as a whole.
func (c *Composer) tree(p *link.Page) []view.Branch {
	if len(c.Nav) == 0 {
		return nil
	}
	current := c.NavOf(p)
	open := map[*link.NavNode]bool{}
	for n := current; n != nil; n = n.Parent {
		open[n] = true
	}
	var branches func(list []*link.NavNode) []view.Branch
	branches = func(list []*link.NavNode) []view.Branch {
		out := make([]view.Branch, len(list))
		for i, n := range list {
			out[i] = view.Branch{Title: n.Title, URL: first(n), Current: n == current, Open: open[n] && len(n.Items) > 0}
			if open[n] {
				out[i].Items = branches(n.Items)
			}
		}
		return out
	}
	return branches(c.Nav)
}

// first returns where an entry leads: of a group, where the first entry below it does.
func first(n *link.NavNode) string {
	for n.URL == "" && len(n.Items) > 0 {
		n = n.Items[0]
	}
	return n.URL
}
