package link

import (
	"fmt"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link/address"
)

// NavNode is an entry of the navigation that readers of this build see.
type NavNode struct {
	Title  string
	Page   *Page  // or nil
	URL    string // "" for a group that is no page
	Items  []*NavNode
	Parent *NavNode
}

// placeNav makes the navigation of what the configuration, or the file that it names, says.
// Entries of pages that are not in this build are left out with their titles, and so are groups
// that have nothing else. Neighbours of pages in it are those in it.
func (s *Site) placeNav(report func(diag.Diagnostic)) {
	if len(s.in.Nav) == 0 {
		return
	}
	root := &Page{Page: &content.Page{Source: content.ConfigFile, Kind: content.Plain}, Folder: "."}
	if file := s.Config.NavFile; file != "" {
		root.Page = &content.Page{Source: file, Kind: content.Plain}
		root.Folder = address.Folder(file)
	}
	s.navOf = map[*Page]*NavNode{}
	listed := map[*Page]bool{}
	var order []*Page
	var walk func(items []content.NavItem, parent *NavNode) []*NavNode
	walk = func(items []content.NavItem, parent *NavNode) (out []*NavNode) {
		for _, item := range items {
			n := &NavNode{Title: item.Title, URL: item.URL, Parent: parent}
			if item.Page != "" {
				t := s.find(root, item.Page)
				switch {
				case t.None() || t.Self:
					report(diag.New("nav", item.Position, "there is no page "+quote(item.Page), "correct the path, or remove the entry"))
				case t.Page != nil:
					listed[t.Page] = true
					if t.Page.Included {
						n.Page, n.URL = t.Page, s.Href(t.Page.Path)+t.Suffix
						if n.Title == "" {
							n.Title = t.Page.Title
						}
						if s.navOf[t.Page] == nil {
							s.navOf[t.Page] = n
							order = append(order, t.Page)
						}
					}
				default:
					n.URL = s.hrefOf(t)
				}
			}
			n.Items = walk(item.Items, n)
			switch {
			case n.URL == "" && len(n.Items) == 0:
				continue
			case n.URL == "" && item.Page != "":
				// The page is not in this build: what is below it takes its place.
				for _, below := range n.Items {
					below.Parent = parent
				}
				out = append(out, n.Items...)
				continue
			case n.Title == "":
				n.Title = strings.Trim(n.URL, "/")
			}
			out = append(out, n)
		}
		return out
	}
	s.Nav = walk(s.in.Nav, nil)
	chain(order, false)
	s.countUnlisted(listed, report)
}

// countUnlisted tells how many pages are in no navigation. Lists and the search lead to them
// all the same. Kinds with a section of their own need no entry.
func (s *Site) countUnlisted(listed map[*Page]bool, report func(diag.Diagnostic)) {
	const shown = 5
	var missing []string
	for _, p := range s.Pages {
		if p.Kind == content.Plain && !p.Landing && !listed[p] {
			missing = append(missing, p.Source)
		}
	}
	if len(missing) == 0 {
		return
	}
	names := strings.Join(missing[:min(shown, len(missing))], ", ")
	if more := len(missing) - shown; more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	what := "1 page is"
	if len(missing) > 1 {
		what = fmt.Sprintf("%d pages are", len(missing))
	}
	report(diag.New("nav-missing", diag.Position{Path: content.ConfigFile, Line: 1, Column: 1},
		what+" not in the navigation: "+names, "add them under `nav`, or leave them to lists and the search"))
}

// NavOf returns the entry of a page in the navigation, nil when it has none.
func (s *Site) NavOf(p *Page) *NavNode { return s.navOf[p.Origin()] }
