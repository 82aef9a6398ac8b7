package link

import (
	"regexp"

	"headsup/generator/compile/content"
	"headsup/generator/read/calendar"
)

// titleDate is the day with which the titles of change logs end: "1.2.0 -
// 2026-10-01", "v1.2.0 (2026-10-01)".
var titleDate = regexp.MustCompile(`[\s(](\d{4}-\d{2}-\d{2})\)?$`)

// dated returns a release note that has no date with the one that its title
// ends with. The page itself stays as it was read.
func (s *Site) dated(p *content.Page, title string) *content.Page {
	if p.Kind != content.ReleaseNote || !p.Date.IsZero() {
		return p
	}
	m := titleDate.FindStringSubmatch(title)
	if m == nil {
		return p
	}
	date, problem := calendar.Parse(m[1], s.Config.TimeZone)
	if problem != nil {
		return p
	}
	with := *p
	with.Date = date
	return &with
}
