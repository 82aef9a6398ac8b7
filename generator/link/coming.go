package link

import (
	"cmp"
	"slices"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/paths"
)

// The page of what is coming. It shows plans, so a public build has none.
const ComingFolder = "coming/"

// isPlan reports whether a path of the output shows plans or what is to be done:
// internal builds have it when there is any, and public builds never.
func (s *Site) isPlan(p string) bool {
	return p == ComingFolder || p == paths.LaunchesCalendar || p != "" && p == s.Reviews
}

const filterMost = 60 // choices of one filter that are pages

// IsComing reports whether a page is about something that has not happened: a
// launch that is ahead, a change that is planned or in test, or any other with
// a date that is ahead, or without one and not public yet. What goes away is not
// coming.
func (s *Site) IsComing(p *Page) bool {
	st := p.Release.Stage
	switch {
	case p.Landing, p.Branch, st == content.Deprecated, st == content.Retired, p.State(s.Now) == content.Expired:
		return false
	case p.Kind == content.Launch:
		return s.Ahead(p)
	case p.Kind == content.ReleaseNote:
		return st == content.Planned || st == content.Alpha || st == content.Beta || p.Date.After(s.Now) ||
			p.Date.IsZero() && p.Awaits(s.Now)
	}
	return false
}

// planComing adds the page of what is coming, and one for each product and
// audience that waits for something. The page is there whether or not anything
// is coming today, so that a link to it holds.
func (s *Site) planComing(report func(diag.Diagnostic)) {
	if s.Public || !slices.ContainsFunc(s.All, func(p *Page) bool { return p.Kind == content.Launch || p.Kind == content.ReleaseNote }) {
		return
	}
	var list []*Page
	for _, p := range s.Pages {
		if s.IsComing(p) {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, s.byComing)
	s.Upcoming = list
	s.generated[ComingFolder] = false
	s.addComing(List{Path: ComingFolder, Section: ComingFolder, Pages: list}, report)
	for _, terms := range [][]*Term{s.Products, s.Audiences} {
		for _, l := range s.Waiting(terms) {
			s.addComing(l, report)
		}
	}
}

func (s *Site) addComing(l List, report func(diag.Diagnostic)) {
	s.add(File{Path: l.Path + "index.html", Kind: ComingFile, List: &l}, diag.Position{}, report)
}

// Waiting returns those of some terms for which something is coming, each as the
// list of it.
func (s *Site) Waiting(terms []*Term) []List {
	var out []List
	for _, t := range terms {
		var pages []*Page
		for _, p := range s.Upcoming {
			if slices.Contains(p.Products, t) || slices.Contains(p.Audiences, t) {
				pages = append(pages, p)
			}
		}
		if len(pages) > 0 && len(out) < filterMost {
			out = append(out, List{Path: ComingFolder + t.Path, Section: ComingFolder, Term: t, Pages: pages})
		}
	}
	return out
}

// byComing puts what is ahead first, the nearest day first; then what has begun,
// the newest first; then what has no date.
func (s *Site) byComing(a, b *Page) int {
	order := func(p *Page) int {
		switch {
		case p.Date.IsZero():
			return 2
		case p.Date.After(s.Now):
			return 0
		}
		return 1
	}
	if c := cmp.Compare(order(a), order(b)); c != 0 {
		return c
	}
	if order(a) == 1 {
		a, b = b, a
	}
	return cmp.Or(ByDay(a, b), cmp.Compare(a.Source, b.Source))
}

// ByDay puts the nearest date first and what has none last. A rough date is the
// end of its month.
func ByDay(a, b *Page) int {
	switch {
	case a.Date.IsZero() && b.Date.IsZero():
		return 0
	case a.Date.IsZero():
		return 1
	case b.Date.IsZero():
		return -1
	}
	return roughDay(a).Compare(roughDay(b))
}

func roughDay(p *Page) time.Time {
	if p.Release.Confidence != content.Rough {
		return p.Date.Time
	}
	return time.Date(p.Date.Year(), p.Date.Month()+1, 1, 0, 0, 0, -1, p.Date.Location())
}
