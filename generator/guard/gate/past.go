package gate

import (
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/read/calendar"
	"headsup/generator/view/label"
)

// pastMost is how long ago a new time to appear may be: a change takes its time to be
// looked at.
const pastMost = 24 * time.Hour

// moments are the fields that a page waits for.
var moments = []struct {
	field string
	of    func(*content.Page) calendar.Date
}{
	{"publish_at", func(p *content.Page) calendar.Date { return p.PublishAt }},
	{"internal_at", func(p *content.Page) calendar.Date { return p.InternalAt }},
}

// Past returns a finding for each page to which the change gives a publish_at or
// internal_at that is over at a time: who writes one means to wait for it, and a
// wrong year does not. Shown is as for [Comparison.Lost].
func (c *Comparison) Past(now time.Time, shown func(source string) string) []diag.Diagnostic {
	type name struct{ kind, title string }
	byID, byName := map[string]*link.Entry{}, map[name]*link.Entry{}
	nameOf := func(e *link.Entry) name { return name{string(e.Kind), e.Title} }
	for i := range c.Before {
		if e := &c.Before[i]; e.Original == "" {
			byID[e.ID], byName[nameOf(e)] = e, e
		}
	}
	if len(byID) == 0 {
		return nil // a folder of old pages is taken over, and nobody means to wait
	}
	var found []diag.Diagnostic
	for i := range c.After {
		e := &c.After[i]
		if e.Original != "" || e.Withdrawn {
			continue
		}
		was := byID[e.ID]
		if was == nil {
			was = byName[nameOf(e)] // a file that has moved
		}
		for _, m := range moments {
			at := m.of(e.Page)
			if !e.Has(m.field) || now.Sub(at.Time) <= pastMost ||
				was != nil && was.Has(m.field) && m.of(was.Page).Equal(at.Time) {
				continue
			}
			pos := e.Page.Position(m.field)
			pos.Path = shown(e.Source)
			found = append(found, diag.New("publish-past", pos,
				"the page was to appear on "+label.Date(at, "en").Text+
					", and today is "+now.In(at.Location()).Format("2 January 2006"),
				"correct the date, or remove "+m.field+": the page waits for nothing"))
		}
	}
	return found
}
