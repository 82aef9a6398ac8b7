package link

import (
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/paths"
)

// planCalendars reserves the paths of calendars. Launches are plans, so a public
// build has none.
func (s *Site) planCalendars(report func(diag.Diagnostic)) {
	if s.Public {
		return
	}
	s.claim(paths.LaunchesCalendar, "headsup", diag.Position{}, report)
	launches := DatedLaunches(s.Pages)
	if len(launches) == 0 {
		return
	}
	s.generated[paths.LaunchesCalendar] = false
	for _, t := range slices.Concat(s.Products, s.Audiences) {
		if len(DatedLaunches(t.Pages)) > 0 && s.claim(t.Path+paths.LaunchesCalendar, "headsup", diag.Position{}, report) {
			s.generated[t.Path+paths.LaunchesCalendar] = false
		}
	}
	for _, p := range launches {
		// Two launches with one address are told of where their HTML is.
		file := paths.Beside(p.Path) + paths.LaunchCalendar
		if s.byPath[strings.ToLower(p.Path)] == p && s.claim(file, "headsup", diag.Position{}, report) {
			s.generated[file] = false
		}
	}
}

// DatedLaunches returns the launches of a list that have a date.
func DatedLaunches(list []*Page) []*Page {
	var out []*Page
	for _, p := range list {
		if p.Kind == content.Launch && !p.Landing && !p.Date.IsZero() {
			out = append(out, p)
		}
	}
	return out
}
