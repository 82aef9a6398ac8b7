package link

import (
	"path"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link/address"
	"headsup/generator/read/calendar"
	"headsup/generator/view/label"
)

// The pages of what comes back. They show records, so a public build has none.
const (
	InboundFolder  = "inbound/"  // what people ask
	RequestsFolder = "requests/" // what they ask for, and a page a theme
)

// Theme is what people ask about or ask for, in the records of what comes back.
type Theme struct {
	ID     string
	Title  string
	Count  int      // of records
	Named  bool     // people gave it its title
	Merged []string // ids of themes that are part of it
	Asked  []Person // the first one to ask first
	// Products, Plans and Teams are ids of those whose records it has.
	Products, Plans, Teams []string
	Path                   string // "requests/export-invoices/", "" without a page
}

// Person is somebody who asked: an account, or a record without one.
type Person struct {
	Account string // label; "" without one
	Record  string // "source/id" of the first record
	Teams   []string
	Value   float64 // of the account, as its last record says
	First   time.Time
	Last    time.Time
	URL     string // of the last ticket or thread, "" without one
}

// planInbound adds the pages of what comes back, when something has. A theme has a
// page when several records or a person speak of it; the themes of a product, a plan and
// a team have a list.
func (s *Site) planInbound(report func(diag.Diagnostic)) {
	if s.Public || len(s.in.Themes) == 0 {
		return
	}
	s.generated[InboundFolder], s.generated[RequestsFolder] = false, false
	s.add(File{Path: InboundFolder + "index.html", Kind: InboundFile}, diag.Position{}, report)
	for _, t := range s.in.Themes {
		if t.Count > 1 || t.Named {
			t.Path = RequestsFolder + t.ID + "/"
			s.add(File{Path: t.Path + "index.html", Kind: ThemeFile, Theme: &t}, diag.Position{}, report)
		}
		s.Themes = append(s.Themes, &t)
	}
	for _, f := range s.ThemeFilters() {
		for _, c := range f.Choices {
			l := List{Title: c.Title, Path: c.Path, Section: RequestsFolder}
			total := min(requestsFiles, filesFor(c.Count, requestsMost))
			s.addNumbered(File{Kind: RequestsFile, List: &l, Filter: c, Size: requestsMost, Total: total}, diag.Position{}, report)
		}
	}
}

// requestsMost is how many themes a file lists, and requestsFiles how many files there
// are: who reads on has a question that filters answer.
const (
	requestsMost  = 200
	requestsFiles = 10
)

// ThemeFilter is one way to choose among themes.
type ThemeFilter struct {
	Key     string // product, plan or team
	Title   string
	Choices []ThemeChoice // all of them first
}

// ThemeChoice is the themes of one product, plan or team.
type ThemeChoice struct {
	Key, ID string // "" is all themes
	Title   string
	Path    string
	Count   int // of themes
}

// Has reports whether a theme is one of the choice.
func (c *ThemeChoice) Has(t *Theme) bool {
	switch c.Key {
	case "product":
		return slices.Contains(t.Products, c.ID)
	case "plan":
		return slices.Contains(t.Plans, c.ID)
	case "team":
		return slices.Contains(t.Teams, c.ID)
	}
	return true
}

// ThemeFilters returns the choices among themes, in the order of headsup.yaml. All of
// them is the first choice of the first filter, and of no other.
func (s *Site) ThemeFilters() []ThemeFilter {
	var products []content.Term
	for _, p := range s.Config.Products {
		products = append(products, p.Term)
	}
	teams := append([]content.Term{{ID: content.InboundCustomer, Title: "Customers"}}, s.Config.Audiences...)
	filters := []ThemeFilter{{Key: "product", Title: "Product", Choices: []ThemeChoice{{
		Title: "All", Path: RequestsFolder, Count: len(s.Themes),
	}}}, {Key: "plan", Title: "Plan"}, {Key: "team", Title: "Asked by"}}
	for i, known := range [][]content.Term{products, s.Config.Plans, teams} {
		f := &filters[i]
		for _, term := range known {
			c := ThemeChoice{
				Key: f.Key, ID: term.ID, Title: label.Term(known, term.ID),
				Path: RequestsFolder + "by/" + f.Key + "/" + address.Slug(term.ID) + "/",
			}
			for _, t := range s.Themes {
				if c.Has(t) {
					c.Count++
				}
			}
			if c.Count > 0 {
				f.Choices = append(f.Choices, c)
			}
		}
	}
	return slices.DeleteFunc(filters, func(f ThemeFilter) bool { return len(f.Choices) == 0 })
}

// Told says that a person who had asked for what a page brings was told that it is there.
type Told struct {
	Page   string // path in the content folder
	Person string // as [Person.Key] says
	At     calendar.Date
	Team   string // who told, "" where that is not said
}

// Key names the person: the account, or the record of who has none.
func (p *Person) Key() string {
	if p.Account != "" {
		return "account " + p.Account
	}
	return "record " + p.Record
}

// linkRequests ties pages to the themes that they bring, by their ids or those of what is
// part of them.
func (s *Site) linkRequests(report func(diag.Diagnostic)) {
	if s.Public {
		return // themes are for colleagues, whose build has told of mistakes
	}
	byID := map[string]*Theme{}
	var ids []string
	for _, t := range s.Themes {
		byID[t.ID] = t
		ids = append(ids, t.ID)
	}
	for _, t := range s.Themes {
		for _, id := range t.Merged {
			if byID[id] == nil {
				byID[id] = t
			}
		}
	}
	for _, p := range s.All {
		for _, r := range p.Page.Requests {
			t := byID[r.Theme]
			switch {
			case t == nil:
				hint := diag.DidYouMean(r.Theme, ids)
				if len(ids) == 0 {
					hint = "there are no records yet: put some into inbound/ with headsup inbound add, or remove `requests:`"
				} else if strings.HasPrefix(hint, "allowed: ") {
					hint = "headsup inbound themes lists all there are"
				}
				report(diag.New("request-unknown", r.Position, "there is no theme "+quote(r.Theme), hint))
			case !slices.Contains(p.Requests, t):
				p.Requests = append(p.Requests, t)
			}
		}
	}
	s.told = map[toldKey]Told{}
	for _, t := range s.in.Told {
		s.told[toldKey{path.Clean(strings.TrimPrefix(t.Page, "/")), t.Person}] = t
	}
}

type toldKey struct{ page, person string }

// ToldOf returns whether and when a person was told of a page.
func (s *Site) ToldOf(p *Page, person string) (Told, bool) {
	t, ok := s.told[toldKey{p.Source, person}]
	return t, ok
}

// HasInbound reports whether the site has pages of what comes back.
func (s *Site) HasInbound() bool { return len(s.Themes) > 0 }
