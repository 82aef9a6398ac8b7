package link

import (
	"cmp"
	"headsup/generator/view"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/publish/paths"
	"headsup/generator/read/calendar"
)

// The page of what is coming. It tells of plans, so a public build has none.
const comingFolder = "coming/"

// isPlan reports whether a path of the output tells of plans: internal builds
// have it when there are any, and public builds never.
func isPlan(p string) bool { return p == comingFolder || p == paths.LaunchesCalendar }

const (
	comingMost   = 40  // things in one column of the board
	comingTold   = 6   // of them with their summary
	calendarMost = 100 // things in the calendar
	filterMost   = 60  // choices of one filter that are pages
	comingText   = 120 // code points of a summary
)

// launching is the column of what becomes generally available on its date.
const launching = "launching"

// isComing reports whether a page is about something that has not happened: a
// launch that is ahead, a change that is planned or in test, or any other with
// a date that is ahead. What goes away is not coming.
func (s *Site) isComing(p *page) bool {
	st := p.Release.Stage
	switch {
	case p.landing, p.branch, st == content.Deprecated, st == content.Retired, p.State(s.in.Now) == content.Expired:
		return false
	case p.Kind == content.Launch:
		return s.ahead(p)
	case p.Kind == content.ReleaseNote:
		return st == content.Planned || st == content.Alpha || st == content.Beta || p.Date.After(s.in.Now)
	}
	return false
}

// comingStage returns the column of the board that a page is in.
func comingStage(p *page) string {
	switch st := p.Release.Stage; st {
	case content.Planned, content.Alpha, content.Beta:
		return string(st)
	}
	return launching
}

// planComing adds the page of what is coming, and one for each product and
// audience that waits for something. The page is there whether or not anything
// is coming today, so that a link to it holds.
func (s *Site) planComing(report func(diag.Diagnostic)) {
	if s.in.Public || !slices.ContainsFunc(s.all, func(p *page) bool { return p.Kind == content.Launch || p.Kind == content.ReleaseNote }) {
		return
	}
	var list []*page
	for _, p := range s.pages {
		if s.isComing(p) {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, s.byComing)
	s.upcoming = list
	s.generated[comingFolder] = false
	s.addComing(comingScope{path: comingFolder, pages: list}, report)
	for _, terms := range [][]*term{s.products, s.audiences} {
		for _, w := range s.waiting(terms) {
			s.addComing(comingScope{path: comingFolder + w.term.path, term: w.term, pages: w.pages}, report)
		}
	}
}

// comingScope is what one page of what is coming holds.
type comingScope struct {
	path  string
	term  *term // nil for all
	pages []*page
}

func (s *Site) addComing(scope comingScope, report func(diag.Diagnostic)) {
	s.add(scope.path+"index.html", false, calendar.Date{}, diag.Position{}, func() (view.View, error) { return s.comingView(scope), nil }, report)
}

// waiting returns the terms for which something is coming, with it.
func (s *Site) waiting(terms []*term) []comingScope {
	var out []comingScope
	for _, t := range terms {
		var pages []*page
		for _, p := range s.upcoming {
			if slices.Contains(p.products, t) || slices.Contains(p.auds, t) {
				pages = append(pages, p)
			}
		}
		if len(pages) > 0 && len(out) < filterMost {
			out = append(out, comingScope{term: t, pages: pages})
		}
	}
	return out
}

// byComing puts what is ahead first, the nearest day first; then what has begun,
// the newest first; then what has no date.
func (s *Site) byComing(a, b *page) int {
	order := func(p *page) int {
		switch {
		case p.Date.IsZero():
			return 2
		case p.Date.After(s.in.Now):
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
	return cmp.Or(byDay(a, b), cmp.Compare(a.Source, b.Source))
}

// byDay puts the nearest date first and what has none last. A rough date is the
// end of its month.
func byDay(a, b *page) int {
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

func roughDay(p *page) time.Time {
	if p.Release.Confidence != content.Rough {
		return p.Date.Time
	}
	return time.Date(p.Date.Year(), p.Date.Month()+1, 1, 0, 0, 0, -1, p.Date.Location())
}

func (s *Site) comingView(scope comingScope) view.View {
	title := "Coming"
	if scope.term != nil {
		title += ": " + scope.term.title
	}
	v := view.View{Layout: "coming", Path: scope.path + "index.html", Site: s.chrome, Meta: s.meta(title, "What is planned, in test and about to launch.", scope.path)}
	v.Meta.Section = s.href(comingFolder)
	v.Breadcrumbs = s.crumbs(strings.TrimSuffix(scope.path, "/"))
	c := &view.ComingView{Title: title, Total: len(scope.pages), Filters: s.comingFilters(scope.term)}
	columns := []view.ComingColumn{
		{ID: string(content.Planned), Title: "Planned", Text: "Decided, and not to be tried yet."},
		{ID: string(content.Alpha), Title: "Alpha", Text: "A few customers try it."},
		{ID: string(content.Beta), Title: "Beta", Text: "Open to customers, and may change."},
		{ID: launching, Title: "Launching", Text: "On its day, everyone has it."},
	}
	dated := 0
	for _, p := range scope.pages {
		item := s.comingItem(p)
		col := &columns[slices.IndexFunc(columns, func(c view.ComingColumn) bool { return c.ID == item.Stage })]
		if col.Total++; len(col.Items) < comingMost {
			card := item
			if len(col.Items) >= comingTold {
				card.Summary = ""
			}
			col.Items = append(col.Items, card)
		}
		switch {
		case p.Date.IsZero():
			if len(c.Undated) < comingMost {
				c.Undated = append(c.Undated, item)
			}
		case p.Date.After(s.in.Now):
			if dated++; dated <= calendarMost {
				c.Months = addDate(c.Months, p, item, s.in.Config.Language)
			}
		}
	}
	c.InPlace = scope.term == nil && dated <= calendarMost
	for i := range columns {
		col := &columns[i]
		if col.Total > len(col.Items) {
			c.InPlace = false
			col.More = s.allOfStage(col.ID, scope.term)
		}
	}
	c.Columns = columns
	for i := range c.Months {
		c.Months[i].Weeks = weeks(&c.Months[i])
	}
	c.Calendar = s.calendarLink(paths.LaunchesCalendar)
	if scope.term != nil {
		c.Calendar = s.calendarLink(scope.term.path + paths.LaunchesCalendar)
	}
	v.Coming = c
	return v
}

// allOfStage leads to more than a column has room for.
func (s *Site) allOfStage(stage string, t *term) *view.Link {
	if stage == launching {
		return &view.Link{Title: "All launches", URL: s.href(prefixes[content.Launch])}
	}
	query := "?stage=" + stage
	if t != nil {
		query += "&" + t.facet + "=" + t.slug()
	}
	return &view.Link{Title: "Search for all", URL: s.href(paths.Search) + query}
}

func (s *Site) comingItem(p *page) view.ComingItem {
	item := view.ComingItem{
		Title: p.title, URL: s.href(p.path), KindTitle: kindTitles[p.Kind], Summary: clip(p.summary(), comingText),
		Stage: comingStage(p), Date: s.pageDay(p), Confidence: s.confidence(p), DateLabel: s.dateLabel(p),
		Owner: s.owner(p), Products: s.termLinks(p.products),
		ProductIDs: strings.Join(slugs(p.products), " "), AudienceIDs: strings.Join(slugs(p.auds), " "),
	}
	for _, b := range s.badges(p) {
		if b.Class == "draft" || b.Class == "embargo" || b.Class == "breaking" {
			item.Badges = append(item.Badges, b)
		}
	}
	if p.Kind == content.Launch {
		item.Ready = s.readiness(p).Text
	}
	return item
}

// dateLabel returns what stands in front of the date of something that is
// coming, once it has passed: nobody should take a plan that slipped for one
// that holds.
func (s *Site) dateLabel(p *page) string {
	switch {
	case p.Date.IsZero(), p.Date.After(s.in.Now):
		return ""
	case p.Release.Stage == content.Planned:
		return "Was due"
	}
	return "Since"
}

// comingFilters returns the choices of products and audiences, with that of the
// current page marked.
func (s *Site) comingFilters(current *term) []view.Filter {
	var out []view.Filter
	for _, f := range []struct {
		key, title, all string
		terms           []*term
	}{{"product", "Product", "All products", s.products}, {"audience", "For", "Everyone", s.audiences}} {
		filter := view.Filter{Key: f.key, Title: f.title, Choices: []view.Choice{{
			Title: f.all, URL: s.href(comingFolder), Count: len(s.upcoming), Current: current == nil || current.facet != f.key,
		}}}
		for _, w := range s.waiting(f.terms) {
			filter.Choices = append(filter.Choices, view.Choice{
				Title: w.term.title, Value: w.term.slug(), URL: s.href(comingFolder + w.term.path), Count: len(w.pages), Current: w.term == current,
			})
		}
		if len(filter.Choices) > 1 {
			out = append(out, filter)
		}
	}
	return out
}

// addDate puts an item into its month. Items come in the order of their days.
func addDate(months []view.ComingMonth, p *page, item view.ComingItem, language string) []view.ComingMonth {
	id := p.Date.Format("2006-01")
	if n := len(months); n == 0 || months[n-1].ID != id {
		months = append(months, view.ComingMonth{ID: id, Title: monthTitle(p.Date, language)})
	}
	m := &months[len(months)-1]
	if p.Release.Confidence == content.Rough {
		m.Rough = append(m.Rough, item)
		return months
	}
	day := "day-" + p.Date.Format(time.DateOnly)
	if n := len(m.Days); n == 0 || m.Days[n-1].ID != day {
		at := calendar.Day{Year: p.Date.Year(), Month: p.Date.Month(), Day: p.Date.Day()}
		m.Days = append(m.Days, view.ComingDay{ID: day, Date: *dayOf(at.In(p.Date.Location()), language), Weekday: p.Date.Format("Mon"), Number: p.Date.Day()})
	}
	d := &m.Days[len(m.Days)-1]
	d.Items = append(d.Items, item)
	return months
}

// weeks lays out a month, weeks beginning on Monday.
func weeks(m *view.ComingMonth) []view.Week {
	first, err := time.Parse("2006-01", m.ID)
	if err != nil || len(m.Days) == 0 {
		return nil
	}
	var out []view.Week
	before := (int(first.Weekday()) + 6) % 7
	length := first.AddDate(0, 1, -1).Day()
	for at := -before; at < length; at += 7 {
		var w view.Week
		for i := range 7 {
			var d view.WeekDay
			if n := at + i + 1; n >= 1 && n <= length {
				d.Number = n
				for _, busy := range m.Days {
					if busy.Number == n {
						d.Count, d.URL = len(busy.Items), "#"+busy.ID
					}
				}
			}
			w.Days = append(w.Days, d)
		}
		out = append(out, w)
	}
	return out
}
