package link

import (
	"cmp"
	"headsup/generator/view"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/read/calendar"
)

// dayOf returns a date for people and machines, or nil when there is none.
func dayOf(d calendar.Date, language string) *view.Day {
	if d.IsZero() {
		return nil
	}
	v := day(d, english(language))
	return &v
}

// pageDay returns the date that a page is about. One that is ahead and only
// rough is its month: no reader should plan with a day that nobody meant.
func (s *Site) pageDay(p *page) *view.Day {
	v := dayOf(p.Date, s.in.Config.Language)
	if v == nil || !s.onlyMonth(p) {
		return v
	}
	v.ISO, v.Text = p.Date.Format("2006-01"), monthTitle(p.Date, s.in.Config.Language)
	return v
}

// onlyMonth reports whether of a page's date, which is ahead, nothing but the
// month is meant.
func (s *Site) onlyMonth(p *page) bool {
	return p.Release.Confidence == content.Rough && p.Date.After(s.in.Now)
}

// published returns the time that feeds give for a page's date. They have none
// for a month, so while that is all there is, it is the time from which on the
// page is public.
func (s *Site) published(p *page) calendar.Date {
	if s.onlyMonth(p) {
		return p.PublishAt
	}
	return cmp.Or(p.Date, p.PublishAt)
}

// monthTitle names the month of a date.
func monthTitle(d calendar.Date, language string) string {
	if english(language) {
		return d.Format("January 2006")
	}
	return d.Format("2006-01")
}

// day writes a date. Months have names in English only; in other languages the
// text is the ISO date, which everyone can read.
func day(d calendar.Date, english bool) view.Day {
	v := view.Day{ISO: d.Format("2006-01-02"), Text: d.Format("2006-01-02")}
	if english {
		v.Text = d.Format("2 January 2006")
	}
	if d.Clock {
		v.ISO = d.Format(time.RFC3339)
		v.Text += d.Format(" 15:04 MST")
	}
	return v
}

func english(language string) bool {
	return language == "" || language == "en" || strings.HasPrefix(language, "en-")
}
