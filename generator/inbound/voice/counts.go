package voice

import (
	"sort"
	"time"

	"headsup/generator/inbound/record"
	"headsup/generator/inbound/report"
	"headsup/generator/link"
	"headsup/generator/read/calendar"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

// recentDays is for how many days, today among them, something counts as recent.
const recentDays = 90

// counts is what pages are made of.
type counts struct {
	Input
	zone   *time.Location
	today  time.Time      // its beginning: pages are the same all day
	items  []report.Item  // until the end of today
	recent []report.Item  // of the last days
	report *report.Report // of what is recent
	themes map[string]*link.Theme
	page   func(path string) (report.Page, bool)
	pages  map[string]*link.Page // by their files
	days   map[int]view.Day      // as they are written, by their numbers
}

func newCounts(in Input) *counts {
	c := &counts{
		Input: in, zone: in.Site.Config.TimeZone, page: report.Pages(in.Site),
		themes: map[string]*link.Theme{}, pages: map[string]*link.Page{}, days: map[int]view.Day{},
	}
	now := in.Site.Now.In(c.zone)
	c.today = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, c.zone)
	c.items = in.Items[:c.before(c.today.AddDate(0, 0, 1))]
	c.recent = c.items[c.before(c.today.AddDate(0, 0, 1-recentDays)):]
	c.report = c.count(c.recent)
	for _, t := range in.Site.Themes {
		c.themes[t.ID] = t
	}
	for _, list := range [][]*link.Page{in.Site.Pages, in.Site.Translated} {
		for _, p := range list {
			c.pages[p.Source] = p
		}
	}
	return c
}

// before returns how many items are of before a time.
func (c *counts) before(at time.Time) int {
	return sort.Search(len(c.Items), func(i int) bool { return !c.Items[i].Record.At.Before(at) })
}

// count counts items, as reports do.
func (c *counts) count(items []report.Item) *report.Report { return report.New(items, c.options()) }

func (c *counts) options() report.Options {
	return report.Options{Themes: c.Themes, Page: c.page, Zone: c.zone}
}

// asks reports whether an item wants an answer.
func asks(it *report.Item) bool { return report.Asks(it.Kind) }

// linkTo leads to the page of a theme, if it has one.
func (c *counts) linkTo(theme, title string, count int) view.Link {
	l := view.Link{Title: label.Clip(title, titleLength), Count: count}
	if t := c.themes[theme]; t != nil && t.Path != "" {
		l.URL = c.Site.Href(t.Path)
	}
	return l
}

// How much of texts is shown, in code points.
const (
	titleLength = 100
	textLength  = 140
)

// said returns what people asked in some records, a few questions that differ.
func (c *counts) said(records []*record.Record, most int) []string {
	out := report.Questions(records, c.Site.Config.Language, most)
	for i := range out {
		out[i] = label.Clip(out[i], textLength)
	}
	return out
}

func (c *counts) day(at time.Time) view.Day {
	at = c.local(at)
	number := 366*at.Year() + at.YearDay()
	day, ok := c.days[number]
	if !ok {
		day = label.Date(calendar.Date{Time: at}, c.Site.Config.Language)
		c.days[number] = day
	}
	return day
}

// local is a time in the site's time zone.
func (c *counts) local(at time.Time) time.Time { return at.In(c.zone) }

// percent rounds a share.
func percent(part, whole int) int { return (200*part + whole) / max(2*whole, 1) }
