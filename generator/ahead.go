package generator

import (
	"fmt"
	"slices"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/read/calendar"
	"headsup/generator/view/label"
)

// mostTimes is how many later times a check looks at.
const mostTimes = 100

// ahead links the site as a build will at each later time at which a page appears or
// goes, and with its drafts, and returns what is wrong there and is not now. Without
// it, what breaks on the day of a launch is found on the day of the launch. The site is
// that of now.
func (in *inputs) ahead(site *link.Site, now []diag.Diagnostic) (found []diag.Diagnostic, note string) {
	type key struct {
		diag.Position
		rule, message string
	}
	known := map[key]bool{}
	fresh := func(d diag.Diagnostic) bool {
		k := key{d.Position, d.Rule, d.Message}
		if known[k] {
			return false
		}
		known[k] = true
		return true
	}
	for _, d := range now {
		fresh(d)
	}
	later := in.as(in.opt)
	c := later.compiled()
	times, drafts := datesAhead(site.AllFiles(), in.opt.Now)
	if len(times) > mostTimes {
		note = fmt.Sprintf("looked at the first %d of the %d times at which something will appear or go", mostTimes, len(times))
		times = times[:mostTimes]
	}
	for _, t := range times {
		later.opt.Now, later.opt.Future = t.Time, false
		_, diags := later.resolve(c)
		for _, d := range diags {
			if fresh(d) {
				d.Message = "from " + label.Date(t, "en").Text + ", " + d.Message
				found = append(found, d)
			}
		}
	}
	if !drafts || in.opt.Drafts || in.opt.Visibility == content.Public {
		return found, note
	}
	later.opt.Now, later.opt.Drafts, later.opt.Future = in.opt.Now, true, true
	_, diags := later.resolve(c)
	for _, d := range diags {
		if fresh(d) {
			d.Message = "once the drafts are published, " + d.Message
			d.Severity = min(d.Severity, diag.Warning) // it is not done, and may be wrong
			found = append(found, d)
		}
	}
	return found, note
}

// datesAhead returns the times after another at which pages appear or go, each once and
// in order, and whether there are drafts.
func datesAhead(pages []*link.Page, now time.Time) (times []calendar.Date, drafts bool) {
	for _, p := range pages {
		drafts = drafts || p.Draft
		for _, d := range []calendar.Date{p.Date, p.PublishAt, p.InternalAt, p.LaunchAt, p.ExpiresAt} {
			if d.After(now) && !p.Draft {
				times = append(times, d)
			}
		}
	}
	slices.SortFunc(times, func(a, b calendar.Date) int { return a.Compare(b.Time) })
	return slices.CompactFunc(times, func(a, b calendar.Date) bool { return a.Equal(b.Time) }), drafts
}
