package gate

import (
	"path"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
)

// Lost returns a finding for each page that the product's feed had and of which it
// has not even the id any more: because its file has moved and the id with it,
// or because the page is gone. A product that has a copy would go on showing it.
// Shown returns the path of a page's file as the reader is to see it.
func (c *Comparison) Lost(shown func(source string) string) []diag.Diagnostic {
	before, after := map[string]bool{}, map[string]*link.Entry{}
	for _, e := range c.Before {
		before[e.ID] = true
	}
	for i, e := range c.After {
		if e.Original == "" {
			after[e.ID] = &c.After[i]
		}
	}
	var found []diag.Diagnostic
	for i := range c.Before {
		was := &c.Before[i]
		now := after[was.ID]
		if !was.InFeed || was.Original != "" || now != nil && (now.InFeed || now.Withdrawn) {
			continue
		}
		if now != nil {
			pos := now.Page.Position("visibility")
			pos.Path = shown(now.Source)
			found = append(found, diag.New("id-lost", pos, was.ID+
				" was in the feed and is not any more; a product that has a copy goes on showing it", takeBack(was)))
			continue
		}
		if moved := c.moved(was, before); moved != nil {
			found = append(found, diag.New("id-lost", diag.Position{Path: shown(moved.Source), Line: 1, Column: 1},
				"the page was "+was.ID+" in "+path.Base(was.Source)+", and is "+moved.ID+
					" now; products take it for another one", "add `id: "+was.ID+"`"))
			continue
		}
		found = append(found, diag.New("id-lost", diag.Position{},
			shown(was.Source)+" is gone, and "+was.ID+" was in the feed; a product that has a copy goes on showing it",
			"bring the file back; "+takeBack(was)))
	}
	return found
}

// takeBack says how feeds are told that a page must not be shown any more.
func takeBack(e *link.Entry) string {
	if e.Kind == content.Snippet {
		return "write `withdrawn: true`"
	}
	return "write `expires_at:` with the day on which it ends"
}

// moved returns the page that a page has become, if another file of its kind has
// its title, or is the same file by the history, and an id that was not there before.
func (c *Comparison) moved(was *link.Entry, before map[string]bool) (now *link.Entry) {
	for i := range c.After {
		e := &c.After[i]
		if e.Original != "" || e.Kind != was.Kind || before[e.ID] {
			continue
		}
		if e.Title == was.Title {
			return e
		}
		if c.Renamed != nil && e.Source == c.Renamed(was.Source) {
			now = e
		}
	}
	return now
}

// Unreachable returns a finding for each public page that is at another address and
// that its former address does not lead to. Shown is as for [Comparison.Lost].
func (c *Comparison) Unreachable(shown func(source string) string) []diag.Diagnostic {
	key := func(address string) string { return strings.ToLower(strings.Trim(address, "/")) }
	before, after, taken := map[string]bool{}, map[string]*link.Entry{}, map[string]bool{}
	for _, e := range c.Before {
		before[e.ID] = true
	}
	for i := range c.After {
		e := &c.After[i]
		taken[key(e.Path)] = true
		for _, a := range e.Aliases {
			taken[key(a.Path)] = true
		}
		if e.Original == "" {
			after[e.ID] = e
		}
	}
	var found []diag.Diagnostic
	for i := range c.Before {
		was := &c.Before[i]
		if !was.InFeed || was.Original != "" || taken[key(was.Path)] {
			continue
		}
		now := after[was.ID]
		if now == nil {
			now = c.moved(was, before)
		}
		if now == nil || !now.InFeed {
			continue // it is gone, which somebody wanted
		}
		hint := "add `aliases: [/" + was.Path + "]`"
		if now.Has("aliases") {
			hint = "add /" + was.Path + " to `aliases`"
		}
		pos := now.Page.Position("aliases")
		pos.Path = shown(now.Source)
		found = append(found, diag.New("address-lost", pos,
			"the page was at /"+was.Path+" and is at /"+now.Path+" now; links and bookmarks to the old address no longer work", hint))
	}
	return found
}
