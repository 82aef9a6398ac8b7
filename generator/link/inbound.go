package link

import (
	"path"
	"slices"
	"strings"
	"time"

	"headsup/generator/diag"
	"headsup/generator/read/calendar"
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
	Path   string   // "requests/export-invoices/", "" without a page
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
// page when several records or a person speak of it.
func (s *Site) planInbound(report func(diag.Diagnostic)) {
	if s.Public || len(s.in.Themes) == 0 {
		return
	}
	s.generated[InboundFolder], s.generated[RequestsFolder] = false, false
	s.add(File{Path: InboundFolder + "index.html", Kind: InboundFile}, diag.Position{}, report)
	s.add(File{Path: RequestsFolder + "index.html", Kind: RequestsFile}, diag.Position{}, report)
	for _, t := range s.in.Themes {
		if t.Count > 1 || t.Named {
			t.Path = RequestsFolder + t.ID + "/"
			s.add(File{Path: t.Path + "index.html", Kind: ThemeFile, Theme: &t}, diag.Position{}, report)
		}
		s.Themes = append(s.Themes, &t)
	}
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
