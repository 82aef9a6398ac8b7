package generator

import (
	"fmt"
	"slices"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/guard/leak"
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
//
// Files that are copied are looked through as a public build does, now and then.
func (in *inputs) ahead(site *link.Site, now []diag.Diagnostic) (found []diag.Diagnostic, note string, err error) {
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
	if found, err = in.copied(c, times); err != nil {
		return nil, "", err
	}
	for _, t := range times {
		later.opt.Now, later.opt.Future = t.Time, false
		_, diags := later.resolve(c)
		for _, d := range diags {
			if fresh(d) {
				found = append(found, from(t, d))
			}
		}
	}
	if !drafts || in.opt.Drafts || in.opt.Visibility == content.Public {
		return found, note, nil
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
	return found, note, nil
}

// from returns a finding that is one from a later time on.
func from(t calendar.Date, d diag.Diagnostic) diag.Diagnostic {
	d.Message = "from " + label.Date(t, "en").Text + ", " + d.Message
	return d
}

// copied looks for what is not public in the files that a public build copies now
// or at one of some later times, in each the first time that it is copied; later in
// those with text only, as to learn all secrets of one more day takes long.
func (in *inputs) copied(c compiled, times []calendar.Date) (found []diag.Diagnostic, err error) {
	done := map[string]bool{}
	later := slices.ContainsFunc(c.assets, func(a link.Asset) bool { return leak.IsText(a.Path) })
	public := in.as(in.opt)
	public.opt.Visibility, public.opt.Drafts, public.opt.Future = content.Public, false, false
	for i := -1; i < len(times) && (i < 0 || later); i++ {
		if i >= 0 {
			public.opt.Now = times[i].Time
		}
		site, _ := public.resolve(c)
		assets := slices.DeleteFunc(site.Assets(), func(a link.CopiedAsset) bool {
			return done[a.Source] || i >= 0 && !leak.IsText(a.Path)
		})
		if len(assets) == 0 {
			continue
		}
		th, diags, err := in.loadTheme(site.BasePath())
		if err != nil || len(diags) > 0 {
			return found, err // the theme's faults are reported when it is used
		}
		w := public.newWriter(site, th, nil)
		for _, a := range assets {
			done[a.Source] = true
			more, err := w.scanCopied(a)
			if err != nil {
				return nil, fmt.Errorf("check %s: %w", a.Source, err)
			}
			for _, d := range more {
				if i >= 0 {
					d = from(times[i], d)
				}
				found = append(found, d)
			}
		}
	}
	return found, nil
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
