package link

import (
	"headsup/generator/view"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/publish/icalendar"
	"headsup/generator/publish/paths"
)

// CalendarFile is one calendar of the output.
type CalendarFile struct {
	Path     string
	Calendar icalendar.Calendar
}

// planCalendars reserves the paths of calendars. Launches are plans, so a public
// build has none.
func (s *Site) planCalendars(report func(diag.Diagnostic)) {
	if s.in.Public {
		return
	}
	s.claim(paths.LaunchesCalendar, "headsup", diag.Position{}, report)
	launches := s.datedLaunches(s.pages)
	if len(launches) == 0 {
		return
	}
	s.generated[paths.LaunchesCalendar] = false
	for _, t := range slices.Concat(s.products, s.audiences) {
		if len(s.datedLaunches(t.pages)) > 0 && s.claim(t.path+paths.LaunchesCalendar, "headsup", diag.Position{}, report) {
			s.generated[t.path+paths.LaunchesCalendar] = false
		}
	}
	for _, p := range launches {
		// Two launches with one address are told of where their HTML is.
		if s.byPath[strings.ToLower(p.path)] == p && s.claim(p.path+paths.LaunchCalendar, "headsup", diag.Position{}, report) {
			s.generated[p.path+paths.LaunchCalendar] = false
		}
	}
}

// datedLaunches returns the launches of a list that have a date.
func (s *Site) datedLaunches(list []*page) []*page {
	var out []*page
	for _, p := range list {
		if p.Kind == content.Launch && !p.landing && !p.Date.IsZero() {
			out = append(out, p)
		}
	}
	return out
}

// calendarLink leads to a calendar of this build, nil when there is none.
func (s *Site) calendarLink(p string) *view.CalendarLink {
	if _, ok := s.generated[p]; !ok {
		return nil
	}
	return &view.CalendarLink{URL: s.href(p), Address: s.absolute(p)}
}

// Calendars returns the calendars of this build: of all launches, of each
// product and audience that has some, and of each launch alone. A public build
// has none.
func (s *Site) Calendars() []CalendarFile {
	if s.in.Public {
		return nil
	}
	var out []CalendarFile
	add := func(file, name, home string, launches []*page, of *term) {
		if _, ok := s.generated[file]; !ok {
			return
		}
		launches = slices.Clone(launches)
		slices.SortFunc(launches, byNearest)
		c := icalendar.Calendar{Name: name, URL: s.absolute(file), Home: s.absolute(home), Generator: s.in.Generator, Language: s.in.Config.Language}
		for _, p := range launches {
			c.Events = append(c.Events, s.event(p, of))
		}
		out = append(out, CalendarFile{Path: file, Calendar: c})
	}
	all := s.datedLaunches(s.pages)
	add(paths.LaunchesCalendar, "Launches – "+s.in.Config.Title, prefixes[content.Launch], all, nil)
	for _, t := range slices.Concat(s.products, s.audiences) {
		add(t.path+paths.LaunchesCalendar, t.title+": launches – "+s.in.Config.Title, t.path, s.datedLaunches(t.pages), t)
	}
	for _, p := range all {
		add(p.path+paths.LaunchCalendar, p.title+" – "+s.in.Config.Title, p.path, []*page{p}, nil)
	}
	return out
}

// event makes a calendar's entry of a launch. In the calendar of an audience it
// says what that audience has to do, else what each has.
func (s *Site) event(p *page, of *term) icalendar.Event {
	e := icalendar.Event{
		UID: p.id + "@" + s.host(), Start: p.Date.Time, AllDay: !p.Date.Clock, Stamp: p.modified().Time,
		Summary: p.title, URL: s.absolute(p.path), Confirmed: true,
	}
	if !p.Updated.IsZero() {
		e.Modified = p.Updated.Time
	}
	for _, t := range p.products {
		e.Categories = append(e.Categories, t.title)
	}
	var lines []string
	say := func(text string) {
		if text != "" {
			lines = append(lines, text)
		}
	}
	say(p.summary())
	if p.Date.After(s.in.Now) {
		switch p.Release.Confidence {
		case content.Likely:
			e.Confirmed = false
			say("The date is likely, and not sure.")
		case content.Rough:
			e.Confirmed = false
			e.Summary += " (day not fixed)"
			say("The day is not fixed: some time in " + monthTitle(p.Date, s.in.Config.Language) + ".")
		}
	}
	r := s.readiness(p)
	if r.Text != "" {
		text := "Pieces: " + r.Text
		if len(r.Missing) > 0 {
			text += ". Missing: " + strings.Join(r.Missing, ", ")
		}
		say(text + ".")
	}
	for _, todo := range s.toDo(p, r) {
		if of != nil && of.facet == "audience" && todo.Audience.URL != s.href(of.path) {
			continue
		}
		say(todo.Audience.Title + ": " + plainToDo(&todo))
	}
	e.Description = strings.Join(lines, "\n\n")
	return e
}

// plain is what an audience has to do as plain text, in short.
func plainToDo(t *view.ToDo) string {
	var parts []string
	if t.Text != "" {
		parts = append(parts, textOf([]byte(t.Text)))
	}
	for _, item := range t.Items {
		parts = append(parts, "- "+item.Page.Title+": "+textOf([]byte(item.Text)))
	}
	if n := len(t.More); n > 0 {
		parts = append(parts, "- "+strconv.Itoa(n)+" more on the page")
	}
	for _, lack := range t.Lacks {
		parts = append(parts, "- "+lack)
	}
	return strings.Join(parts, "\n")
}

// host is the site's host, which makes the ids of its events unique.
func (s *Site) host() string {
	u, err := url.Parse(s.in.BaseURL)
	if err != nil {
		return "headsup"
	}
	return u.Hostname()
}
