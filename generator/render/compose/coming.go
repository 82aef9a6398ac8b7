package compose

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/address"
	"headsup/generator/link/launch"
	"headsup/generator/paths"
	"headsup/generator/read/calendar"
	"headsup/generator/view"
	"headsup/generator/view/label"
	"headsup/generator/view/words"
)

const (
	comingMost   = 40  // things in one column of the board
	comingTold   = 6   // of them with their summary
	calendarMost = 100 // things in the calendar
	comingText   = 120 // code points of a summary
)

func (c *Composer) comingView(l *link.List) view.View {
	title := c.words.Say("coming")
	if l.Term != nil {
		title = c.words.Say("coming-of", "product", l.Term.Title)
	}
	v := view.View{
		Layout: "coming",
		Path:   l.Path + "index.html",
		Site:   c.chrome,
		Meta:   c.meta(title, c.words.Say("coming-description"), l.Path),
	}
	v.Meta.Section = c.Href(link.ComingFolder)
	v.Breadcrumbs = c.crumbs(strings.TrimSuffix(l.Path, "/"))
	v.Coming = &view.ComingView{Title: title, Total: len(l.Pages), Filters: c.comingFilters(l.Term)}
	columns := []view.ComingColumn{
		{ID: string(content.Planned), Title: c.words.Say("stage-planned"), Text: c.words.Say("about-planned")},
		{ID: string(content.Alpha), Title: c.words.Say("stage-alpha"), Text: c.words.Say("about-alpha")},
		{ID: string(content.Beta), Title: c.words.Say("stage-beta"), Text: c.words.Say("about-beta")},
		{ID: launching, Title: c.words.Say("launching"), Text: c.words.Say("about-launching")},
	}
	dated := 0
	for _, p := range l.Pages {
		item := c.comingItem(p)
		col := &columns[slices.IndexFunc(columns, func(col view.ComingColumn) bool { return col.ID == item.Stage })]
		if col.Total++; len(col.Items) < comingMost {
			card := item
			if len(col.Items) >= comingTold {
				card.Summary = ""
			}
			col.Items = append(col.Items, card)
		}
		switch {
		case p.Date.IsZero():
			if len(v.Coming.Undated) < comingMost {
				v.Coming.Undated = append(v.Coming.Undated, item)
			}
		case p.Date.After(c.Now):
			if dated++; dated <= calendarMost {
				v.Coming.Months = addDate(v.Coming.Months, p, item, c.Interface())
			}
		}
	}
	v.Coming.InPlace = l.Term == nil && dated <= calendarMost
	for i := range columns {
		col := &columns[i]
		if col.Total > len(col.Items) {
			v.Coming.InPlace = false
			col.More = c.allOfStage(col.ID, l.Term)
		}
	}
	v.Coming.Columns = columns
	for i := range v.Coming.Months {
		v.Coming.Months[i].Weeks = weeks(&v.Coming.Months[i])
	}
	v.Coming.Calendar = c.calendarLink(paths.LaunchesCalendar)
	if l.Term != nil {
		v.Coming.Calendar = c.calendarLink(l.Term.Path + paths.LaunchesCalendar)
	}
	return v
}

// allOfStage leads to more than a column has room for.
func (c *Composer) allOfStage(stage string, t *link.Term) *view.Link {
	if stage == launching {
		return &view.Link{Title: c.words.Say("see-all"), URL: c.Href(address.OfKind[content.Launch])}
	}
	query := "?stage=" + stage
	if t != nil {
		query += "&" + t.Facet + "=" + t.Slug()
	}
	return &view.Link{Title: c.words.Say("see-all"), URL: c.Href(paths.Search) + query}
}

func (c *Composer) comingItem(p *link.Page) view.ComingItem {
	item := view.ComingItem{
		Title: p.Title, URL: c.Href(p.Path), KindTitle: label.Kind(c.words, p.Kind), Summary: label.Clip(p.Summary(), comingText),
		Stage: comingStage(p), Date: c.PageDay(p), Confidence: c.confidence(p), DateLabel: c.dateLabel(p),
		Owner: c.OwnerTitle(p), Products: c.termLinks(p.Products),
		ProductIDs: strings.Join(link.Slugs(p.Products), " "), AudienceIDs: strings.Join(link.Slugs(p.Audiences), " "),
	}
	for _, b := range label.Badges(c.words, p.Page, c.Config.SurfaceTerms(), c.Now, c.Public) {
		if b.Class == "draft" || b.Class == "embargo" || b.Class == "breaking" {
			item.Badges = append(item.Badges, b)
		}
	}
	if p.Kind == content.Launch {
		item.Ready = launch.Readiness(c.Site, p).Text
	}
	return item
}

// dateLabel returns what stands in front of the date of something that is
// coming, once it has passed: nobody should take a plan that slipped for one
// that holds.
func (c *Composer) dateLabel(p *link.Page) string {
	switch {
	case p.Date.IsZero(), p.Date.After(c.Now):
		return ""
	case p.Release.Stage == content.Planned:
		return c.words.Say("was-due")
	}
	return c.words.Say("since")
}

// comingFilters returns the choices of products and audiences, with that of the
// current page marked.
func (c *Composer) comingFilters(current *link.Term) []view.Filter {
	var out []view.Filter
	for _, f := range []struct {
		key, title, all string
		terms           []*link.Term
	}{
		{"product", c.words.Say("product"), c.words.Say("all-products"), c.Products},
		{"audience", c.words.Say("for"), c.words.Say("everyone"), c.Audiences},
	} {
		filter := view.Filter{Key: f.key, Title: f.title, Choices: []view.Choice{{
			Title: f.all, URL: c.Href(link.ComingFolder), Count: len(c.Upcoming), Current: current == nil || current.Facet != f.key,
		}}}
		for _, w := range c.Waiting(f.terms) {
			filter.Choices = append(filter.Choices, view.Choice{
				Title: w.Term.Title, Value: w.Term.Slug(), URL: c.Href(w.Path), Count: len(w.Pages), Current: w.Term == current,
			})
		}
		if len(filter.Choices) > 1 {
			out = append(out, filter)
		}
	}
	return out
}

// addDate puts an item into its month. Items come in the order of their days.
func addDate(months []view.ComingMonth, p *link.Page, item view.ComingItem, language string) []view.ComingMonth {
	id := p.Date.Format("2006-01")
	if n := len(months); n == 0 || months[n-1].ID != id {
		months = append(months, view.ComingMonth{ID: id, Title: label.Month(p.Date, language)})
	}
	m := &months[len(months)-1]
	if p.Release.Confidence == content.Rough {
		m.Rough = append(m.Rough, item)
		return months
	}
	day := "day-" + p.Date.Format(time.DateOnly)
	if n := len(m.Days); n == 0 || m.Days[n-1].ID != day {
		at := calendar.Day{Year: p.Date.Year(), Month: p.Date.Month(), Day: p.Date.Day()}
		m.Days = append(m.Days, view.ComingDay{
			ID:      day,
			Date:    *label.Day(at.In(p.Date.Location()), language),
			Weekday: words.For(language).Say("weekday-abbr-" + strconv.Itoa((int(p.Date.Weekday())+6)%7+1)),
			Number:  p.Date.Day(),
		})
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

// launching is the column of what becomes generally available on its date.
const launching = "launching"

// comingStage returns the column of the board that a page is in.
func comingStage(p *link.Page) string {
	switch st := p.Release.Stage; st {
	case content.Planned, content.Alpha, content.Beta:
		return string(st)
	}
	return launching
}
