package icalendar

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ical "github.com/emersion/go-ical"
)

var berlin = time.FixedZone("CET", 3600)

func full() Calendar {
	return Calendar{
		Name:      "Launches; all, of them",
		URL:       "https://example.com/launches.ics",
		Home:      "https://example.com/launches/",
		Generator: "headsup 0.1.0",
		Language:  "en-GB",
		Events: []Event{
			{
				UID:         "launch:export@example.com",
				Start:       time.Date(2027, 1, 25, 0, 0, 0, 0, berlin),
				AllDay:      true,
				Stamp:       time.Date(2026, 11, 1, 0, 0, 0, 0, berlin),
				Modified:    time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC),
				Sequence:    7,
				Summary:     `Export, import; and \n`,
				Description: "First line\nSecond, \"line\"",
				URL:         "https://example.com/launches/export/",
				Categories:  []string{"Billing", "Plans, all"},
				Confirmed:   true,
			},
			{
				UID:     "launch:time@example.com",
				Start:   time.Date(2027, 3, 1, 9, 30, 0, 0, berlin),
				Stamp:   time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC),
				Summary: "At half past nine",
			},
			{
				UID: "launch:off@example.com", Start: time.Date(2027, 3, 2, 9, 30, 0, 0, berlin),
				Stamp: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Summary: "Called off", Confirmed: true, Cancelled: true,
			},
		},
	}
}

func TestEncode(t *testing.T) {
	want := strings.Join([]string{
		"BEGIN:VCALENDAR",
		"VERSION:2.0",
		"PRODID:-//headsup//headsup 0.1.0//EN",
		"CALSCALE:GREGORIAN",
		`NAME;LANGUAGE=en-GB:Launches\; all\, of them`,
		`X-WR-CALNAME:Launches\; all\, of them`,
		"SOURCE;VALUE=URI:https://example.com/launches.ics",
		"URL:https://example.com/launches/",
		"REFRESH-INTERVAL;VALUE=DURATION:PT12H",
		"X-PUBLISHED-TTL:PT12H",
		"BEGIN:VEVENT",
		"UID:launch:export@example.com",
		"DTSTAMP:20261031T230000Z",
		"DTSTART;VALUE=DATE:20270125",
		"DTEND;VALUE=DATE:20270126",
		"LAST-MODIFIED:20261102T100000Z",
		"SEQUENCE:7",
		`SUMMARY;LANGUAGE=en-GB:Export\, import\; and \\n`,
		`DESCRIPTION;LANGUAGE=en-GB:First line\nSecond\, "line"`,
		"URL:https://example.com/launches/export/",
		`CATEGORIES;LANGUAGE=en-GB:Billing,Plans\, all`,
		"STATUS:CONFIRMED",
		"TRANSP:TRANSPARENT",
		"END:VEVENT",
		"BEGIN:VEVENT",
		"UID:launch:time@example.com",
		"DTSTAMP:20261201T000000Z",
		"DTSTART:20270301T083000Z",
		"SUMMARY;LANGUAGE=en-GB:At half past nine",
		"STATUS:TENTATIVE",
		"TRANSP:TRANSPARENT",
		"END:VEVENT",
		"BEGIN:VEVENT",
		"UID:launch:off@example.com",
		"DTSTAMP:20261201T000000Z",
		"DTSTART:20270302T083000Z",
		"SUMMARY;LANGUAGE=en-GB:Called off",
		"STATUS:CANCELLED",
		"TRANSP:TRANSPARENT",
		"END:VEVENT",
		"END:VCALENDAR",
		"",
	}, "\r\n")
	if got := string(Encode(full())); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// decode reads a calendar with a library that is not ours, and lets it judge
// what it read: each property that is needed once is there once.
func decode(t *testing.T, data []byte) *ical.Calendar {
	t.Helper()
	c, err := ical.NewDecoder(bytes.NewReader(data)).Decode()
	if err != nil {
		t.Fatalf("decode: %v\n%q", err, data)
	}
	if err := ical.NewEncoder(&bytes.Buffer{}).Encode(c); err != nil {
		t.Fatalf("it is not a calendar: %v\n%q", err, data)
	}
	return c
}

// lines holds what RFC 5545 says of the lines of a file.
func lines(t *testing.T, data []byte) {
	t.Helper()
	text, whole := strings.CutSuffix(string(data), "\r\n")
	if !whole || !utf8.ValidString(text) {
		t.Fatalf("it does not end a line, or is not UTF-8: %q", data)
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 75 || line == "" || !utf8.ValidString(line) || strings.ContainsFunc(line, isControl) {
			t.Errorf("the line %q has %d octets", line, len(line))
		}
	}
}

func TestOthersReadIt(t *testing.T) {
	data := Encode(full())
	lines(t, data)
	c := decode(t, data)
	events := c.Events()
	if len(events) != 3 {
		t.Fatalf("%d events", len(events))
	}
	text := func(e ical.Event, name string) string {
		v, err := e.Props.Text(name)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if got := text(events[0], ical.PropSummary); got != full().Events[0].Summary {
		t.Errorf("the summary is %q", got)
	}
	if got := text(events[0], ical.PropDescription); got != full().Events[0].Description {
		t.Errorf("the description is %q", got)
	}
	categories, err := events[0].Props.Get(ical.PropCategories).TextList()
	if err != nil || !slices.Equal(categories, full().Events[0].Categories) {
		t.Errorf("the categories are %q (%v)", categories, err)
	}
	if n, err := events[0].Props.Get(ical.PropSequence).Int(); n != 7 || err != nil {
		t.Errorf("the sequence is %d (%v)", n, err)
	}
	start, err := events[1].DateTimeStart(time.UTC)
	if err != nil || !start.Equal(full().Events[1].Start) {
		t.Errorf("the second begins at %v (%v)", start, err)
	}
	for i, want := range []ical.EventStatus{ical.EventConfirmed, ical.EventTentative, ical.EventCancelled} {
		if got, err := events[i].Status(); got != want || err != nil {
			t.Errorf("event %d is %v (%v)", i, got, err)
		}
	}
}

// A line is folded between characters, wherever they are.
func TestFolding(t *testing.T) {
	for _, char := range []string{"a", "é", "漢", "🚀", ",", "\n"} {
		for before := range 80 {
			c := full()
			c.Events[0].Summary = strings.Repeat("x", before) + strings.Repeat(char, 90)
			data := Encode(c)
			lines(t, data)
			got, err := decode(t, data).Events()[0].Props.Text(ical.PropSummary)
			if err != nil || got != c.Events[0].Summary {
				t.Fatalf("%q after %d: got %q (%v)", char, before, got, err)
			}
		}
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"", "a,b;c\\n", "line\r\nBEGIN:VEVENT\r\nEND:VEVENT", "\x00\x7f\xff",
		strings.Repeat("é漢🚀", 60), "END:VCALENDAR\n", "\t", "\\",
	} {
		f.Add(seed, seed, seed)
	}
	f.Fuzz(func(t *testing.T, summary, description, category string) {
		c := full()
		c.Name, c.Language, c.URL = category, summary, description
		e := &c.Events[0]
		e.UID, e.Summary, e.Description, e.URL, e.Categories = "x"+category, summary, description, description, []string{category, summary}
		data := Encode(c)
		lines(t, data)
		read := decode(t, data)
		if n := len(read.Children); n != 3 {
			t.Fatalf("%d components in %q", n, data)
		}
		want := strings.Map(func(r rune) rune {
			if isControl(r) && r != '\n' {
				return -1
			}
			return r
		}, strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(summary, "\uFFFD")))
		if got, err := read.Events()[0].Props.Text(ical.PropSummary); got != want || err != nil {
			t.Errorf("%q became %q (%v)", want, got, err)
		}
	})
}
