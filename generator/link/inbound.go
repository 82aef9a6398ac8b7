package link

import (
	"time"

	"headsup/generator/diag"
)

// The pages of what comes back. They show records, so a public build has none.
const (
	InboundFolder  = "inbound/"  // what people ask
	RequestsFolder = "requests/" // what they ask for, and a page a theme
)

// Theme is what people ask about or ask for, in the records of what comes back.
type Theme struct {
	ID    string
	Title string
	Count int      // of records
	Named bool     // people gave it its title
	Asked []Person // the first one to ask first
	Path  string   // "requests/export-invoices/", "" without a page
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
	for i := range s.in.Themes {
		t := s.in.Themes[i]
		if t.Count > 1 || t.Named {
			t.Path = RequestsFolder + t.ID + "/"
			s.add(File{Path: t.Path + "index.html", Kind: ThemeFile, Theme: &t}, diag.Position{}, report)
		}
		s.Themes = append(s.Themes, &t)
	}
}

// HasInbound reports whether the site has pages of what comes back.
func (s *Site) HasInbound() bool { return len(s.Themes) > 0 }
