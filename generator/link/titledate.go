package link

import (
	"regexp"

	"headsup/generator/compile/content"
	"headsup/generator/read/calendar"
)

// titleDate is the day with which the titles of change logs end: "1.2.0 -
// 2026-10-01", "v1.2.0 (2026-10-01)".
var titleDate = regexp.MustCompile(`[\s(](\d{4}-\d{2}-\d{2})\)?$`)

// dated returns a page that has no date with the one that the rest of it tells: a
// release note with the day that its title ends with, a launch with the moment from
// which on customers see it, which is when it happens. The page itself stays as it was
// read.
func (s *Site) dated(p *content.Page, title string) *content.Page {
	if !p.Date.IsZero() {
		return p
	}
	date := p.Date
	switch p.Kind {
	case content.Launch:
		date = p.PublishAt
	case content.ReleaseNote:
		if m := titleDate.FindStringSubmatch(title); m != nil {
			date, _ = calendar.Parse(m[1], s.Config.TimeZone)
		}
	}
	if date.IsZero() {
		return p
	}
	with := *p
	with.Date = date
	return &with
}
