package calendar

import (
	"testing"
	"time"
)

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestParse(t *testing.T) {
	zone := berlin(t)
	tests := []struct {
		text, want string // RFC 3339
		clock      bool
	}{
		{"2026-10-01", "2026-10-01T00:00:00+02:00", false},
		{" 2026-10-01 ", "2026-10-01T00:00:00+02:00", false},
		{"2026/10/01", "2026-10-01T00:00:00+02:00", false},
		{"2026.10.1", "2026-10-01T00:00:00+02:00", false},
		{"2026-1-5", "2026-01-05T00:00:00+01:00", false},
		{"20261001", "2026-10-01T00:00:00+02:00", false},
		{"20261001T090000", "", false},
		{"2026-10-01T09:00:00Z", "2026-10-01T09:00:00Z", true},
		{"2026-10-01t09:00:00z", "2026-10-01T09:00:00Z", true},
		{"2026-10-01 9:00", "2026-10-01T09:00:00+02:00", true},
		{"2026-10-01 09:00:00 +0200", "2026-10-01T09:00:00+02:00", true},
		{"2026-10-01 09:00:00+02:00", "2026-10-01T09:00:00+02:00", true},
		{"2026-10-01 09:00:00 -05", "2026-10-01T09:00:00-05:00", true},
		{"2026-10-01 09:00 UTC", "2026-10-01T09:00:00Z", true},
		{"2026-10-01 09:00 GMT", "2026-10-01T09:00:00Z", true},
		{"2026-10-01 09:00 America/New_York", "2026-10-01T09:00:00-04:00", true},
		{"2026-10-01T09:00:00.123456789987Z", "2026-10-01T09:00:00.123456789Z", true},
		{"1 October 2026", "2026-10-01T00:00:00+02:00", false},
		{"1st Oct. 2026", "2026-10-01T00:00:00+02:00", false},
		{"01-Oct-2026", "2026-10-01T00:00:00+02:00", false},
		{"October 1, 2026", "2026-10-01T00:00:00+02:00", false},
		{"Oct 1, 2026", "2026-10-01T00:00:00+02:00", false},
		{"Thursday, October 1st, 2026 at 9:05 pm", "2026-10-01T21:05:00+02:00", true},
		{"October 1, 2026 12:30 AM", "2026-10-01T00:30:00+02:00", true},
		{"Thu, 01 Oct 2026 09:00:00 +0000", "2026-10-01T09:00:00Z", true},
		{"Thu, 01 Oct 2026 09:00:00 GMT", "2026-10-01T09:00:00Z", true},
		{"2026-10-01 09:00:00 +0200 (CEST)", "2026-10-01T09:00:00+02:00", true},
		{"2015/01/09/Rust-1.0-alpha", "2015-01-09T00:00:00+01:00", false},
		{"/2015/01/09/a/b", "2015-01-09T00:00:00+01:00", false},
		{"/2015/01/09", "2015-01-09T00:00:00+01:00", false},
		{"31.10.2026", "2026-10-31T00:00:00+01:00", false},
		{"31/10/2026", "2026-10-31T00:00:00+01:00", false},
		{"10/31/2026 3:04 PM", "2026-10-31T15:04:00+01:00", true},
		{"5-5-2026", "2026-05-05T00:00:00+02:00", false},
		{"1. Oktober 2026", "2026-10-01T00:00:00+02:00", false},
		{"1er août 2026", "2026-08-01T00:00:00+02:00", false},
		{"1 de octubre de 2026", "2026-10-01T00:00:00+02:00", false},
		{"5 März 2026", "2026-03-05T00:00:00+01:00", false},
		{"2026年10月1日", "2026-10-01T00:00:00+02:00", false},
		{"2026년 10월 1일", "2026-10-01T00:00:00+02:00", false},
		{"Thu Oct  1 09:00:00 2026", "2026-10-01T09:00:00+02:00", true},
		{"Thu Oct 1 09:00:00 2026 +0000", "2026-10-01T09:00:00Z", true},
		{"Thu Oct 1 09:00:00 UTC 2026", "2026-10-01T09:00:00Z", true},
		{"October 1st, 2026 at 3pm", "2026-10-01T15:00:00+02:00", true},
		{"2024-02-29", "2024-02-29T00:00:00+01:00", false},
		// Summer time begins: there is no 02:30. It ends: there are two.
		{"2026-03-29 02:30", "2026-03-29T03:30:00+02:00", true},
		{"2026-03-29 03:30", "2026-03-29T03:30:00+02:00", true},
		{"2026-10-25 02:30", "2026-10-25T02:30:00+02:00", true},
		{"2026-10-25 03:30", "2026-10-25T03:30:00+01:00", true},
		{"2026-10-26", "2026-10-26T00:00:00+01:00", false},
	}
	for _, test := range tests {
		got, problem := Parse(test.text, zone)
		if problem != nil {
			if test.want != "" {
				t.Errorf("%q: %s", test.text, problem.Message)
			}
			continue
		}
		if s := got.Format(time.RFC3339Nano); s != test.want || got.Clock != test.clock {
			t.Errorf("%q = %s, clock %v; want %s, %v", test.text, s, got.Clock, test.want, test.clock)
		}
	}
}

func TestProblems(t *testing.T) {
	tests := []struct {
		text    string
		offset  int
		message string
		hint    string // "" for the usual one
	}{
		{"2025-02-29", 8, "February 2025 has 28 days, so there is no day 29", ""},
		{"2025-04-31", 8, "April 2025 has 30 days, so there is no day 31", ""},
		{"2026-13-01", 5, "there is no month 13", ""},
		{"2026-00-01", 5, "there is no month 0", ""},
		{"2026-01-00", 8, "there is no day 0", ""},
		{"20261301", 0, "there is no month 13", ""},
		{"0001-01-01", 0, "the year 1 is not between 1000 and 2999", ""},
		{"2026-10-01 25:00", 11, "there is no hour 25", "hours go from 00 to 23"},
		{"2026-10-01 24:00", 11, "there is no hour 24", "the end of a day is 00:00 of the next one"},
		{"2026-10-01 10:60", 14, "there is no minute 60", "minutes go from 00 to 59"},
		{"2026-10-01 10:00:61", 17, "there is no second 61", "seconds go from 00 to 59"},
		{"2026-10-01 13:00 pm", 11, "there is no hour 13 pm", "-"},
		{"2026-10-01 9", 11, `"9" is not a time of day`, "write hours and minutes: 09:00"},
		{"2026-10-01 9:0", 13, "two digits of minutes are expected here", "write hours and minutes: 09:00"},
		{
			"2026-10-01 09:00 CET",
			17,
			`"CET" can mean more than one time zone`,
			"write +01:00, in summer +02:00, or nothing for the site's own zone (Europe/Berlin)",
		},
		{"2026-10-01 09:00 +25:00", 17, "offsets from UTC go up to 14 hours", "write for example +02:00"},
		{"2026-10-01 09:00 soon", 17, `"soon" can mean more than one time zone`, "-"},
		{"2026-10-01 09:00 or so", 17, `text follows the time: "or so"`, ""},
		{"2026-10", 0, "a year and a month are not a date", monthHint(2026, 10)},
		{"October 2026", 0, "a month and a year are not a date", "-"},
		{"2026", 0, "a year alone is not a date", "add month and day: 2026-01-01"},
		{"1790845200", 0, "a bare number is not a date", "if these are Unix seconds, write 2026-10-01T09:00:00Z"},
		{"10/01/2026", 0, "it is not clear which of these is the day and which the month", "write year, month, day: 2026-10-01"},
		{"10-01-2026", 0, "it is not clear which of these is the day and which the month", "write year, month, day: 2026-10-01"},
		{"13/13/2026", 0, "there is no month 13", ""},
		{"31.10.26", 6, "a year of four digits is expected here", "write the year in full, first: 2026-10-01"},
		{"3.4.2026", 0, "it is not clear which of these is the day and which the month", "write year, month, day: 2026-10-01"},
		{"9am", 0, "a time of day without a day", "write both: 2026-10-01 09:00"},
		{"23:00", 0, "a time of day without a day", "write both: 2026-10-01 09:00"},
		{"2026年10月", 8, "year, month and day are expected, with 年, 月 and 日", ""},
		{"1 Brumaire 2026", 2, "the name of a month is expected here", ""},
		{"1 October 26", 10, "a year of four digits is expected here", ""},
		{"tomorrow", 0, `"tomorrow" is not a date`, ""},
		{"ünknown", 0, `"ünknown" is not a date`, ""},
		{"Q3", 0, `"Q3" is not a date`, ""},
		{"2026-10-01-export", 10, `text follows the date: "-export"`, ""},
		{"2026-W40-1", 5, "a month of one or two digits is expected here", ""},
	}
	zone := berlin(t)
	for _, test := range tests {
		date, problem := Parse(test.text, zone)
		if problem == nil {
			t.Errorf("%q = %v, want an error", test.text, date)
			continue
		}
		hint := test.hint
		switch hint {
		case "":
			hint = Hint
		case "-":
			hint = problem.Hint
		}
		if problem.Offset != test.offset || problem.Message != test.message || problem.Hint != hint {
			t.Errorf("%q: %d %s (%s)\nwant %d %s (%s)", test.text, problem.Offset,
				problem.Message, problem.Hint, test.offset, test.message, hint)
		}
	}
}

func TestDayOfWrongTime(t *testing.T) {
	for _, text := range []string{"2026-10-01 25:00", "2026-10-01 09:00 CET", "1 October 2026 soon"} {
		date, problem := Parse(text, time.UTC)
		if problem == nil || date.Format(time.DateOnly) != "2026-10-01" || date.Clock {
			t.Errorf("%q = %v, %v", text, date, problem)
		}
	}
}
