package gate

import (
	"time"

	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/view/label"
)

// pastMost is how long ago a new publish_at may be: a change takes its time to be
// looked at.
const pastMost = 24 * time.Hour

// Past returns a finding for each page to which the change gives a publish_at that
// is over at a time: who writes one means to wait for it, and a wrong year does
// not. Shown is as for [Comparison.Lost].
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
		if e.Original != "" || !e.Has("publish_at") || e.Withdrawn || now.Sub(e.PublishAt.Time) <= pastMost {
			continue
		}
		was := byID[e.ID]
		if was == nil {
			was = byName[nameOf(e)] // a file that has moved
		}
		if was != nil && was.Has("publish_at") && was.PublishAt.Equal(e.PublishAt.Time) {
			continue
		}
		pos := e.Page.Position("publish_at")
		pos.Path = shown(e.Source)
		found = append(found, diag.New("publish-past", pos,
			"the page was to appear on "+label.Date(e.PublishAt, "en").Text+
				", and today is "+now.In(e.PublishAt.Location()).Format("2 January 2006"),
			"correct the date, or remove publish_at: the page waits for nothing"))
	}
	return found
}
