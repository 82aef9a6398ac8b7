package link

import (
	"cmp"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/read/calendar"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

// PageDay returns the date that a page is about. One that is ahead and only
// rough is its month: no reader should plan with a day that nobody meant.
func (s *Site) PageDay(p *Page) *view.Day {
	v := label.Day(p.Date, s.Interface())
	if v == nil || !s.OnlyMonth(p) {
		return v
	}
	v.ISO, v.Text = p.Date.Format("2006-01"), label.Month(p.Date, s.Interface())
	return v
}

// OnlyMonth reports whether of a page's date, which is ahead, nothing but the
// month is meant.
func (s *Site) OnlyMonth(p *Page) bool {
	return p.Release.Confidence == content.Rough && p.Date.After(s.Now)
}

// BeginsDay returns from when on a public page's customers see it. Of a rough date
// that is ahead it is the month, unless publish_at names the day.
func (s *Site) BeginsDay(p *Page) *view.Day {
	begins := p.Begins()
	if s.OnlyMonth(p) && begins.Equal(p.Date.Time) && p.PublishAt.IsZero() {
		return s.PageDay(p)
	}
	return label.Day(begins, s.Interface())
}

// zone is the site's time zone.
func (s *Site) zone() *time.Location { return cmp.Or(s.Config.TimeZone, time.UTC) }

// ChangesAfter returns the first time after another at which a site of the same
// content may be another one: when a date of a page has come, or the day is over.
func (s *Site) ChangesAfter(now time.Time) time.Time {
	zone := s.zone()
	year, month, day := now.In(zone).Date()
	next := time.Date(year, month, day+1, 0, 0, 0, 0, zone)
	for _, list := range [][]*Page{s.All, s.translations} {
		for _, p := range list {
			for _, d := range []calendar.Date{p.Date, p.PublishAt, p.InternalAt, p.LaunchAt, p.ExpiresAt, p.Updated, p.ReviewBy} {
				if d.After(now) && d.Before(next) {
					next = d.Time
				}
			}
		}
	}
	return next
}
