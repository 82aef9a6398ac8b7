package icalendar_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/publish/icalendar"
)

func TestCalendars(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		content.ConfigFile: linktest.LaunchConfig + "time_zone: Europe/Berlin\n",
		"launches/export.md": "---\ntitle: Export\nsummary: All of a month.\ndate: 2027-01-25\n" +
			"updated: 2026-11-20\nstage: beta\nproducts: [billing]\naudiences: [sales, support]\n" +
			"confidence: medium\nactions: {sales: \"Sell *it*.\", support: Be ready.}\n---\n",
		"launches/clock.md":             "---\ntitle: At nine\ndate: 2027-03-25 09:00\nproducts: [billing]\nconfidence: low\n---\n",
		"launches/known.md":             "---\ntitle: Known\ndate: 2027-05-05\ninternal_at: 2026-11-01\npublish_at: 2027-05-04\n---\n",
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
		"launches.ics":                   "Past, Export, At nine (day not fixed), Known",
		"products/billing/launches.ics":  "Export, At nine (day not fixed)",
		"audiences/sales/launches.ics":   "Export",
		"audiences/support/launches.ics": "Export",
		"launches/export/launch.ics":     "Export",
		"launches/clock/launch.ics":      "At nine (day not fixed)",
		"launches/past/launch.ics":       "Past",
		"launches/known/launch.ics":      "Known",
	} {
		if got := titles(path); got != want {
			t.Errorf("%s has %q, want %q", path, got, want)
		}
	}
	known := byPath["launches/known/launch.ics"].Calendar.Events[0]
	if known.Stamp.Format(time.DateOnly) != "2026-11-01" || known.Start.Format(time.DateOnly) != "2027-05-05" {
		t.Errorf("what colleagues know since November is %+v", known)
	}
	if len(byPath) != 8 {
		t.Errorf("%d calendars", len(byPath))
	}
	events := byPath["launches.ics"].Calendar.Events
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
