package launch

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/read/calendar"
	"headsup/generator/view"
	"headsup/generator/view/label"
	"headsup/generator/view/words"
)

// Loop is who asked for what a page brings, and who of them was told that it is there.
type Loop struct {
	Page    *link.Page    // an original
	Themes  []*link.Theme // of a launch, those of its members too
	Shipped calendar.Date // zero: it is not there yet
	// Asked are the people who asked before it was there, the first one first: for who
	// asked later, the page is the answer.
	Asked []Asker
	Told  int // so many of them know
}

// Asker is a person who asked for what a page brings.
type Asker struct {
	link.Person
	Themes []*link.Theme // that they asked about
	Told   calendar.Date // when they were told of all of it, zero if they were not
	By     string        // team that told them last, "" when that is not said
}

// Left is how many people are still to be told.
func (l *Loop) Left() int { return len(l.Asked) - l.Told }

// NewLoop finds out who asked for what a release note or a launch brings. A page that
// brings nothing that was asked for has no themes. People also know of a page who were
// told of its launch, and of a launch who were told of the member that they asked for.
func NewLoop(s *link.Site, p *link.Page) *Loop {
	p = p.Origin()
	l := &Loop{Page: p, Shipped: Shipped(s, p)}
	bringing := map[*link.Theme][]*link.Page{}
	add := func(q *link.Page) {
		for _, t := range q.Requests {
			if !slices.Contains(l.Themes, t) {
				l.Themes = append(l.Themes, t)
			}
			bringing[t] = append(bringing[t], q)
		}
	}
	add(p)
	also := []*link.Page{p}
	if p.Kind == content.Launch {
		for _, q := range p.Members {
			add(q)
		}
	} else if p.Launch != nil {
		also = append(also, p.Launch)
	}
	at := map[string]int{}
	for _, t := range l.Themes {
		pages := slices.Concat(also, bringing[t])
		for _, person := range t.Asked {
			if !l.Shipped.IsZero() && !person.First.Before(l.Shipped.Time) {
				continue
			}
			told := first(s, pages, person.Key())
			i, known := at[person.Key()]
			if !known {
				at[person.Key()] = len(l.Asked)
				l.Asked = append(l.Asked, Asker{Person: person, Themes: []*link.Theme{t}, Told: told.At, By: told.Team})
				continue
			}
			l.Asked[i].join(person, t, told)
		}
	}
	slices.SortStableFunc(l.Asked, func(a, b Asker) int { return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.Key(), b.Key())) })
	for i := range l.Asked {
		if !l.Asked[i].Told.IsZero() {
			l.Told++
		}
	}
	return l
}

// join adds another theme that the person asked about.
func (a *Asker) join(p link.Person, t *link.Theme, told link.Told) {
	a.Themes = append(a.Themes, t)
	teams := slices.Clone(a.Teams) // they are the theme's
	for _, team := range p.Teams {
		if !slices.Contains(teams, team) {
			teams = append(teams, team)
		}
	}
	a.Teams = teams
	if p.First.Before(a.First) {
		a.First, a.Record = p.First, p.Record
	}
	if p.Last.After(a.Last) {
		a.Last, a.Value, a.URL = p.Last, cmp.Or(p.Value, a.Value), cmp.Or(p.URL, a.URL)
	}
	switch {
	case a.Told.IsZero() || told.At.IsZero():
		a.Told, a.By = calendar.Date{}, ""
	case told.At.After(a.Told.Time):
		a.Told, a.By = told.At, told.Team
	}
}

// first returns when a person was told of one of some pages first, the zero value if of none.
func first(s *link.Site, pages []*link.Page, person string) (earliest link.Told) {
	for _, p := range pages {
		if t, ok := s.ToldOf(p, person); ok && (earliest.At.IsZero() || t.At.Before(earliest.At.Time)) {
			earliest = t
		}
	}
	return earliest
}

// Shipped returns when what a release note or a launch is about was there for customers:
// on its date, or when they could see the page if that is later. It is zero while that is
// ahead.
func Shipped(s *link.Site, p *link.Page) calendar.Date {
	day := p.Begins()
	if p.Date.After(day.Time) {
		day = p.Date
	}
	planned := p.Kind == content.ReleaseNote && p.Release.Stage == content.Planned
	if p.Draft || planned || day.IsZero() || day.After(s.Now) {
		return calendar.Date{}
	}
	return day
}

// Message is what to write to those who asked. It is made of what customers may see of the
// page, and has its address only if they can open it.
func Message(s *link.Site, p *link.Page) string {
	summary := p.Page.Summary
	if summary == "" {
		summary = link.PublicForm(p.Doc).Summary
	}
	parts := []string{s.Words().Say("shipped-message", "title", p.Title)}
	if summary = strings.Join(strings.Fields(summary), " "); summary != "" {
		parts = append(parts, summary)
	}
	open := func(q *link.Page) bool { return q.Public && q.Kind == content.ReleaseNote }
	at := p
	if i := slices.IndexFunc(p.Members, open); !p.Public && i >= 0 {
		at = p.Members[i]
	}
	if at.Public {
		parts = append(parts, s.Absolute(at.Path))
	}
	return strings.Join(parts, "\n\n")
}

// Command notes that people were told of a page.
func Command(p *link.Page) string { return "headsup inbound told " + label.Argument(p.Source) }

// Team is who asked by way of one team.
type Team struct {
	ID, Title string
	Asked     []Asker
}

// ByTeam puts people under the team that asked for them, which is who tells them: the
// teams of headsup.yaml in its order, then customers who asked themselves.
func (l *Loop) ByTeam(s *link.Site) []Team {
	var teams []Team
	for _, a := range s.Config.Audiences {
		teams = append(teams, Team{ID: a.ID, Title: a.Title})
	}
	customers := Team{ID: content.InboundCustomer, Title: s.Words().Say("customers")}
	for _, a := range l.Asked {
		i := slices.IndexFunc(teams, func(t Team) bool { return slices.Contains(a.Teams, t.ID) })
		if i >= 0 {
			teams[i].Asked = append(teams[i].Asked, a)
		} else {
			customers.Asked = append(customers.Asked, a)
		}
	}
	return slices.DeleteFunc(append(teams, customers), func(t Team) bool { return len(t.Asked) == 0 })
}

// Figures say how many of those who asked for what is there now were told.
type Figures struct {
	Asked int // people, once for each theme that is there
	Told  int
	// Days is the median time from the day on which it was there to the day on which they
	// were told; it says nothing when nobody was.
	Days int
}

// Told returns the figures of a site.
func Told(s *link.Site) (f Figures) {
	type pair struct {
		theme  *link.Theme
		person string
	}
	type span struct{ shipped, told time.Time }
	spans := map[pair]span{}
	for _, p := range s.All {
		if len(p.Requests) == 0 {
			continue
		}
		l := NewLoop(s, p)
		if l.Shipped.IsZero() {
			continue
		}
		for _, a := range l.Asked {
			for _, t := range a.Themes {
				key := pair{t, a.Key()}
				is, known := spans[key]
				if !known || l.Shipped.Before(is.shipped) {
					is.shipped = l.Shipped.Time
				}
				if !a.Told.IsZero() && (is.told.IsZero() || a.Told.Before(is.told)) {
					is.told = a.Told.Time
				}
				spans[key] = is
			}
		}
	}
	var days []int
	for _, is := range spans {
		if !is.told.IsZero() {
			days = append(days, max(0, daysBetween(is.shipped, is.told)))
		}
	}
	slices.Sort(days)
	f.Asked, f.Told = len(spans), len(days)
	if len(days) > 0 {
		f.Days = days[(len(days)-1)/2]
	}
	return f
}

// daysBetween counts days of the calendar.
func daysBetween(from, to time.Time) int {
	midnight := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(midnight(to).Sub(midnight(from)).Hours() / 24)
}

// Overdue is a page that has brought for some time what people asked for, while not all of
// them know.
type Overdue struct {
	Left, Asked int
	Since       calendar.Date
}

// Untold returns these pages by their source files: those that say themselves what they
// bring, and have been there for so many days. A launch that does so stands for its members.
func Untold(s *link.Site, days int) map[string]Overdue {
	out := map[string]Overdue{}
	for _, p := range s.All {
		if len(p.Requests) == 0 || p.Launch != nil && len(p.Launch.Requests) > 0 {
			continue
		}
		l := NewLoop(s, p)
		passed := daysBetween(l.Shipped.Time, s.Now.In(cmp.Or(s.Config.TimeZone, time.UTC)))
		if left := l.Left(); !l.Shipped.IsZero() && passed >= days && left > 0 {
			out[p.Source] = Overdue{Left: left, Asked: len(l.Asked), Since: l.Shipped}
		}
	}
	return out
}

func laterBadge(w *words.Words) view.Badge {
	return view.Badge{Class: "piece-later", Text: w.Say("after-launch")}
}

func untoldBadge(w *words.Words) view.Badge {
	return view.Badge{Class: "piece-missing", Text: w.Say("to-be-notified")}
}

// loopPiece is that those who asked were told, as a piece of a launch. Before the launch
// nobody can be told, so it is neither there nor missing.
func loopPiece(s *link.Site, launch *link.Page) view.Piece {
	w := s.Words()
	p := view.Piece{Title: w.Say("notified-head")}
	l := NewLoop(s, launch)
	if n := len(l.Asked); n > 0 {
		p.Pages = []view.Link{{Title: w.Say("who-asked-for-this"), URL: s.Href(launch.Path) + "#" + AskedID}}
		p.Note = w.Count("asked-n", n)
	} else {
		p.Note = w.Say("nobody-asked")
	}
	switch {
	case l.Shipped.IsZero():
		p.State = laterBadge(w)
		return p
	case l.Left() == 0:
		p.State, p.Ready = pieceReady.badge(w), true
		return p
	}
	p.State, p.Note = untoldBadge(w), w.Say("n-of", "n", l.Left(), "total", len(l.Asked))
	for _, t := range l.ByTeam(s) {
		if slices.ContainsFunc(t.Asked, func(a Asker) bool { return a.Told.IsZero() }) {
			p.Owners = append(p.Owners, t.Title)
		}
	}
	return p
}

// AskedID is the id of the part of a page that says who asked.
const AskedID = "hu-asked"
