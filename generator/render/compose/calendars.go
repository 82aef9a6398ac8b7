package compose

import (
	"headsup/generator/view"
)

// calendarLink leads to a calendar of this build, nil when there is none.
func (c *Composer) calendarLink(p string) *view.CalendarLink {
	if !c.Has(p) {
		return nil
	}
	return &view.CalendarLink{URL: c.Href(p), Address: c.Absolute(p)}
}
