package icalendar

import (
	"math"
	"net/url"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/address"
	"headsup/generator/link/launch"
	"headsup/generator/paths"
	"headsup/generator/render/portable"
	"headsup/generator/view"
	"headsup/generator/view/label"
	"headsup/generator/view/words"
)

// File is one calendar of the output.
type File struct {
	Path     string
	Calendar Calendar
}

// Launches returns the calendars of this build: of all launches, of each
// product and audience that has some, and of each launch alone. A public build
// has none.
func Launches(s *link.Site) []File {
	if s.Public {
		return nil
	}
	var out []File
	w := s.Words()
	add := func(file, name, home string, launches []*link.Page, of *link.Term) {
		if !s.Has(file) {
			return
		}
		launches = slices.Clone(launches)
		slices.SortFunc(launches, link.ByNearest)
		c := Calendar{Name: name, URL: s.Absolute(file), Home: s.Absolute(home), Generator: s.Generator, Language: s.Config.Language}
		for _, p := range launches {
			c.Events = append(c.Events, event(s, p, of))
		}
		out = append(out, File{Path: file, Calendar: c})
	}
	all := link.DatedLaunches(s.Pages)
	add(paths.LaunchesCalendar, w.Say("calendar-all", "site", s.Config.Title), address.OfKind[content.Launch], all, nil)
	for _, t := range slices.Concat(s.Products, s.Audiences) {
		name := w.Say("calendar-of", "product", t.Title, "site", s.Config.Title)
		add(t.Path+paths.LaunchesCalendar, name, t.Path, link.DatedLaunches(t.Pages), t)
	}
	for _, p := range all {
		add(paths.Beside(p.Path)+paths.LaunchCalendar, p.Title+" – "+s.Config.Title, p.Path, []*link.Page{p}, nil)
	}
	return out
}

// event makes a calendar's entry of a launch. In the calendar of an audience it
// says what that audience has to do, else what each has.
func event(s *link.Site, p *link.Page, of *link.Term) Event {
	w := s.Words()
	e := Event{
		UID: p.ID + "@" + host(s), Start: p.Date.Time, AllDay: !p.Date.Clock,
		Summary: p.Title, URL: s.Absolute(p.Path), Confirmed: true,
	}
	e.Cancelled = calledOff(s, p)
	revise(&e, s, p)
	if s.OnlyMonth(p) {
		// The whole month, so that nobody reads a day that nobody meant.
		e.Start = time.Date(p.Date.Year(), p.Date.Month(), 1, 0, 0, 0, 0, p.Date.Location())
		e.End, e.AllDay = e.Start.AddDate(0, 1, 0), true
	}
	for _, t := range p.Products {
		e.Categories = append(e.Categories, t.Title)
	}
	var lines []string
	add := func(text string) {
		if text != "" {
			lines = append(lines, text)
		}
	}
	if e.Cancelled {
		// Programs that take a file in may not know the status, and lists show the title alone.
		e.Summary += " " + w.Say("cancelled")
		add(w.Say("launch-cancelled"))
	}
	add(p.Summary())
	if p.Date.After(s.Now) && !e.Cancelled {
		switch p.Release.Confidence {
		case content.Likely:
			e.Confirmed = false
			add(w.Say("date-is-likely"))
		case content.Rough:
			e.Confirmed = false
			e.Summary += " " + w.Say("date-open")
			add(w.Say("date-in-month", "month", label.Month(p.Date, s.Config.Language)))
		}
	}
	if e.Cancelled {
		e.Description = strings.Join(lines, "\n\n")
		return e // nobody has to do anything for it any more
	}
	r := launch.Readiness(s, p)
	if r.Text != "" {
		text := w.Say("checklist-is", "ready", r.Text)
		if len(r.Missing) > 0 {
			text += " " + w.Say("missing", "items", strings.Join(r.Missing, ", ")) + "."
		}
		add(text)
	}
	for _, todo := range launch.ToDo(s, p, r) {
		if of != nil && of.Facet == "audience" && todo.Audience.URL != s.Href(of.Path) {
			continue
		}
		add(todo.Audience.Title + ": " + plainToDo(w, &todo))
	}
	e.Description = strings.Join(lines, "\n\n")
	return e
}

// calledOff reports whether a launch does not take place: its page expired before
// its day.
func calledOff(s *link.Site, p *link.Page) bool {
	return p.State(s.Now) == content.Expired && !p.Date.Before(p.ExpiresAt.Time)
}

// revise says which revision an event is. Programs keep the one with the highest
// sequence, and of equal ones that with the latest stamp, so neither may ever get lower:
// not from one commit to the next, and not by the clock. No date of the launch can be the
// stamp, as dates are moved to and fro. Where nothing tells when a launch was changed,
// all its revisions are the same.
func revise(e *Event, s *link.Site, p *link.Page) {
	rev, known := s.Revision(p)
	switch {
	case known:
		e.Stamp, e.Sequence = rev.At, sequence(rev.At, rev.Commits)
		if rev.Commits > 0 {
			e.Modified = rev.At
		}
		// Without a commit, its day makes a date sure, and its end calls a launch off.
		if !p.Date.After(s.Now) && (p.Release.Confidence == content.Likely || p.Release.Confidence == content.Rough) {
			e.Sequence++
		}
		if e.Cancelled {
			e.Sequence++
		}
	case !p.Updated.IsZero():
		e.Stamp, e.Modified, e.Sequence = p.Updated.Time, p.Updated.Time, sequence(p.Updated.Time, 0)
	default:
		e.Stamp = time.Unix(0, 0).UTC()
	}
}

// sequenceBegin is the time of which the sequence is 0: with a number of seconds from 1970,
// which may have 31 bits, there would be no more of them in 2038.
var sequenceBegin = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// sequenceSteps is by how much a commit raises the sequence: by more than what comes
// without one.
const sequenceSteps = 3

// sequence is that of a file by its last commit and the number of them. The time makes it
// grow also where commits are not known, are put together or belong to a former name, and
// the number where clocks are wrong or commits follow fast.
func sequence(at time.Time, commits int) int {
	seconds := max(0, int(at.Unix()-sequenceBegin.Unix()))
	return min(seconds+sequenceSteps*commits, math.MaxInt32)
}

// plainToDo is what an audience has to do as plain text, in short.
func plainToDo(w *words.Words, t *view.ToDo) string {
	var parts []string
	if t.Text != "" {
		parts = append(parts, portable.Text([]byte(t.Text)))
	}
	for _, item := range t.Items {
		parts = append(parts, "- "+item.Page.Title+": "+portable.Text([]byte(item.Text)))
	}
	if n := len(t.More); n > 0 {
		parts = append(parts, "- "+w.Count("more-on-page", n))
	}
	for _, lack := range t.Lacks {
		parts = append(parts, "- "+lack)
	}
	return strings.Join(parts, "\n")
}

// host is the site's host, which makes the ids of its events unique.
func host(s *link.Site) string {
	u, err := url.Parse(s.BaseURL)
	if err != nil {
		return "headsup"
	}
	return u.Hostname()
}
