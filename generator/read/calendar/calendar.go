// Package calendar knows days and dates, and reads them as people and tools
// write them.
//
// A [Day] is a square of the calendar; a [Date] is an instant, made from a day
// and a time zone. [Parse] reads a date from a text. What is wrong with it is a
// [Problem], with the place in the text. [FromPath] finds the day in the names
// of a file and its folders:
//
//	date, problem := calendar.Parse("1 October 2026", zone)
//	day, rest, err := calendar.FromPath("releases/2026-10-01-export.md")
//
// It never guesses: a date that can be read in two ways, such as 10/01/2026, is
// a problem, and so is one that does not exist. The zones are in the program,
// so that they are the same on every machine.
package calendar

import (
	"fmt"
	"time"
	_ "time/tzdata" // zones do not depend on the machine
)

// Date is a day or an instant. The zero value means that there is none.
type Date struct {
	time.Time      // in the site's time zone unless the text names another
	Clock     bool // the text gave a time of day
}

// Day is a date of the calendar, without time or zone.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// IsZero reports whether there is no day.
func (d Day) IsZero() bool { return d == Day{} }

// In returns the day's first moment in a time zone.
func (d Day) In(zone *time.Location) Date {
	return Date{Time: localTime(d, clock{}, zone)}
}

// The years that dates may have. A date before is a placeholder of some tool
// (0001-01-01), one after is a slip of the keyboard.
const (
	firstYear = 1000
	lastYear  = 2999
)

// problem returns what is wrong with the day, or "".
func (d Day) problem() string {
	switch {
	case d.Year < firstYear || d.Year > lastYear:
		return fmt.Sprintf("the year %d is not between %d and %d", d.Year, firstYear, lastYear)
	case d.Month < 1 || d.Month > 12:
		return fmt.Sprintf("there is no month %d", int(d.Month))
	case d.Day < 1 || d.Day > 31:
		return fmt.Sprintf("there is no day %d", d.Day)
	}
	if last := daysIn(d.Year, d.Month); d.Day > last {
		return fmt.Sprintf("%s %d has %d days, so there is no day %d", d.Month, d.Year, last, d.Day)
	}
	return ""
}

func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// clock is a time of day.
type clock struct{ hour, minute, second, nanosecond int }

// localTime returns the instant at which a zone's clocks show a day and time.
// When they show it twice (summer time ends), it is the first of both. When they
// never do (summer time begins), it is as long after the gap's beginning as the
// time is.
func localTime(d Day, c clock, zone *time.Location) time.Time {
	wall := time.Date(d.Year, d.Month, d.Day, c.hour, c.minute, c.second, c.nanosecond, time.UTC)
	at := func(probe time.Time) time.Time {
		_, offset := probe.In(zone).Zone()
		return wall.Add(-time.Duration(offset) * time.Second).In(zone)
	}
	before := at(wall.Add(-36 * time.Hour))
	if before.Hour() == c.hour && before.Minute() == c.minute && before.Day() == d.Day {
		return before
	}
	after := at(wall.Add(36 * time.Hour))
	if after.Hour() == c.hour && after.Minute() == c.minute && after.Day() == d.Day {
		return after
	}
	return before
}
