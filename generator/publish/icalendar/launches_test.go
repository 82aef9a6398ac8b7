package icalendar_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/publish/icalendar"
	"headsup/generator/read/history"
)

func TestCalendars(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		content.ConfigFile: linktest.LaunchConfig + "time_zone: Europe/Berlin\n",
		"launches/export.md": "---\ntitle: Export\nsummary: All of a month.\ndate: 2027-01-25\n" +
			"updated: 2026-11-20\nstage: beta\nproducts: [billing]\naudiences: [sales, support]\n" +
			"confidence: medium\nactions: {sales: \"Sell *it*.\", support: Be ready.}\n---\n",
		"launches/clock.md":             "---\ntitle: At nine\ndate: 2027-03-25 09:00\nproducts: [billing]\nconfidence: low\n---\n",
		"launches/known.md":             "---\ntitle: Known\ndate: 2027-05-05\ninternal_at: 2026-11-01\npublish_at: 2027-05-04\n---\n",
		"launches/hour.md":              "---\ntitle: Hour\npublish_at: 2027-06-01 09:00\nvisibility: public\n---\n",
		"launches/past.md":              "---\ntitle: Past\ndate: 2026-01-05\nconfidence: low\n---\n",
		"launches/someday.md":           "---\ntitle: Someday\nproducts: [billing]\n---\n",
		"launches/draft.md":             "---\ntitle: Draft\ndate: 2027-01-01\ndraft: true\n---\n",
		"releases/2027-01-25-export.md": "---\ntitle: Export note\nlaunch: export\nactions: {sales: Read it.}\n---\n",
	})
	byPath := map[string]icalendar.File{}
	for _, c := range icalendar.Launches(s) {
		byPath[c.Path] = c
	}
	titles := func(path string) string {
		var out []string
		for _, e := range byPath[path].Calendar.Events {
			out = append(out, e.Summary)
		}
		return strings.Join(out, ", ")
	}
	for path, want := range map[string]string{
		"launches.ics":                   "Past, Export, At nine (day not fixed), Known, Hour",
		"products/billing/launches.ics":  "Export, At nine (day not fixed)",
		"audiences/sales/launches.ics":   "Export",
		"audiences/support/launches.ics": "Export",
		"launches/export/launch.ics":     "Export",
		"launches/clock/launch.ics":      "At nine (day not fixed)",
		"launches/past/launch.ics":       "Past",
		"launches/known/launch.ics":      "Known",
		"launches/hour/launch.ics":       "Hour",
	} {
		if got := titles(path); got != want {
			t.Errorf("%s has %q, want %q", path, got, want)
		}
	}
	known := byPath["launches/known/launch.ics"].Calendar.Events[0]
	if known.Stamp.Format(time.DateOnly) != "1970-01-01" || known.Start.Format(time.DateOnly) != "2027-05-05" {
		t.Errorf("what colleagues know since November is %+v", known)
	}
	if len(byPath) != 9 {
		t.Errorf("%d calendars", len(byPath))
	}
	events := byPath["launches.ics"].Calendar.Events
	if hour := events[4]; hour.AllDay || hour.Start.Format("2006-01-02 15:04") != "2027-06-01 09:00" {
		t.Errorf("what is public at an hour is %+v", hour)
	}
	export, clock, past := events[1], events[2], events[0]
	if export.UID != "launch:export@example.com" || !export.AllDay ||
		export.Confirmed || export.Start.Format(time.DateOnly) != "2027-01-25" ||
		export.Stamp.Format(time.DateOnly) != "2026-11-20" || export.Modified != export.Stamp ||
		!slices.Equal(export.Categories, []string{"Billing"}) ||
		export.URL != "https://example.com/base/launches/export/" {
		t.Errorf("the event is %+v", export)
	}
	want := `All of a month.

The date is likely, and not sure.

Pieces: 1 of 1 ready.

Sales: Sell it.
- Export note: Read it.

Support: Be ready.`
	if export.Description != want {
		t.Errorf("it says\n%s\nwant\n%s", export.Description, want)
	}
	march := clock.Start.Format(time.DateOnly) == "2027-03-01" && clock.End.Format(time.DateOnly) == "2027-04-01"
	if !clock.AllDay || clock.Confirmed || !march || clock.Stamp.Day() != 1 || !clock.Modified.IsZero() ||
		!strings.Contains(clock.Description, "some time in March 2027") {
		t.Errorf("the event without a day is %+v", clock)
	}
	if !past.Confirmed || past.Description != "" {
		t.Errorf("the past is %+v", past)
	}
	if d := byPath["audiences/support/launches.ics"].Calendar.Events[0].Description; strings.Contains(d, "Sell") ||
		!strings.Contains(d, "Be ready.") {
		t.Errorf("support is told %q", d)
	}
}

// launchEvent returns the event of the one launch of a site, with what git says of it.
func launchEvent(t *testing.T, frontMatter string, rev *history.Revision) icalendar.Event {
	t.Helper()
	in := link.Input{}
	if rev != nil {
		in.Revisions = map[string]history.Revision{"launches/x.md": *rev}
	}
	s := linktest.MustResolve(t, in, map[string]string{"launches/x.md": "---\ntitle: X\n" + frontMatter + "\n---\n"})
	return icalendar.Launches(s)[0].Calendar.Events[0]
}

// A calendar without a history says nothing that goes back when a launch is moved, and
// with one says what is newer: by the time of the commit, by the number of them, and by
// what becomes true without one.
func TestRevisionOfEvent(t *testing.T) {
	at := func(hour, commits int) *history.Revision {
		return &history.Revision{At: time.Date(2026, 11, 2, hour, 0, 0, 0, time.UTC), Commits: commits}
	}
	older := func(name string, a, b icalendar.Event, sequence bool) {
		t.Helper()
		if b.Stamp.Before(a.Stamp) || b.Sequence < a.Sequence || sequence != (a.Sequence < b.Sequence) {
			t.Errorf("%s: %v %d, then %v %d", name, a.Stamp, a.Sequence, b.Stamp, b.Sequence)
		}
	}
	for _, dates := range [][2]string{
		{"date: 2026-12-10 09:30", "date: 2026-12-03 09:30"},
		{"date: 2026-11-10\nconfidence: low", "date: 2026-12-03\nconfidence: low"},
		{"date: 2026-12-20\npublish_at: 2026-11-20 09:00", "date: 2026-12-20\npublish_at: 2026-11-01 09:00"},
		{"date: 2026-12-20\ninternal_at: 2026-11-20", "date: 2026-12-20\ninternal_at: 2026-11-01"},
	} {
		a, b := dates[0], dates[1]
		older("moved earlier", launchEvent(t, a, nil), launchEvent(t, b, nil), false)
		older("with an updated", launchEvent(t, "updated: 2026-11-01\n"+a, nil), launchEvent(t, "updated: 2026-11-02\n"+b, nil), true)
		older("with another commit", launchEvent(t, a, at(8, 1)), launchEvent(t, b, at(9, 2)), true)
		older("with one of the same second", launchEvent(t, a, at(8, 1)), launchEvent(t, b, at(8, 2)), true)
		older("under a new name", launchEvent(t, a, at(8, 5)), launchEvent(t, b, at(9, 1)), true)
		older("in shallow clones", launchEvent(t, a, at(8, 0)), launchEvent(t, b, at(9, 0)), true)
		older("from no history", launchEvent(t, a, nil), launchEvent(t, b, at(8, 1)), true)
	}
	older("by its day", launchEvent(t, "date: 2026-11-24\nconfidence: low", at(8, 1)),
		launchEvent(t, "date: 2026-11-22\nconfidence: low", at(8, 1)), true)
	older("moved after its day", launchEvent(t, "date: 2026-11-22\nconfidence: low", at(8, 1)),
		launchEvent(t, "date: 2027-11-22\nconfidence: low", at(8, 2)), true)
	older("of no likely time", launchEvent(t, "date: 2027-01-01", &history.Revision{Commits: 1}),
		launchEvent(t, "date: 2027-01-01", &history.Revision{Commits: 2, At: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}), true)
	late := &history.Revision{At: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}
	if e := launchEvent(t, "date: 2027-01-01", late); e.Sequence != math.MaxInt32 {
		t.Errorf("the sequence is %d", e.Sequence)
	}
	if e := launchEvent(t, "date: 2027-01-01", at(8, 0)); !e.Modified.IsZero() {
		t.Errorf("a shallow clone says that the launch was changed on %v", e.Modified)
	}
}

// A launch that expires before its day is called off; one that expires later took place.
func TestCalledOff(t *testing.T) {
	rev := &history.Revision{At: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC), Commits: 1}
	for fields, want := range map[string]bool{
		"date: 2027-01-25\nexpires_at: 2026-11-22":  true,
		"date: 2026-11-22\nexpires_at: 2026-11-21":  true,
		"date: 2026-11-20\nexpires_at: 2026-11-22":  false,
		"date: 2027-01-25\nexpires_at: 2027-01-01":  false,
		"date: 2027-01-25\nstage: retired":          false,
		"date: 2026-11-20\nconfidence: medium":      false,
		"date: 2027-01-25\nactions: {sales: Sell.}": false,
	} {
		e := launchEvent(t, fields, rev)
		if e.Cancelled != want || strings.Contains(e.Description, "does not take place") != want ||
			(e.Summary == "X (does not take place)") != want {
			t.Errorf("%q is %+v", fields, e)
		}
	}
	on := launchEvent(t, "date: 2027-01-25\nactions: {sales: Sell.}\nconfidence: low\nexpires_at: 2026-12-01", rev)
	off := launchEvent(t, "date: 2027-01-25\nactions: {sales: Sell.}\nconfidence: low\nexpires_at: 2026-11-22", rev)
	if off.Sequence <= on.Sequence || strings.Contains(off.Description, "Sell") || !strings.Contains(on.Description, "Sell") {
		t.Errorf("first %+v, then %+v", on, off)
	}
}
