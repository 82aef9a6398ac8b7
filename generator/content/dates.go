package content

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Day is a date of the calendar, without time or zone.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

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

// dateError says what is wrong with a date, and at which code point of it.
type dateError struct {
	offset        int
	message, hint string
}

// date reads a date, or reports why it is none.
func (d *decoder) date(n *yaml.Node) (Date, bool) {
	if isNull(n) {
		return Date{}, false
	}
	if n.Kind != yaml.ScalarNode {
		d.report("wrong-type", d.at(n), shapeOf(n)+" where a date is expected", dateHint)
		return Date{}, false
	}
	if strings.TrimSpace(n.Value) == "" {
		return Date{}, false
	}
	date, problem := parseDate(n.Value, d.zone())
	if problem != nil {
		d.report("date-invalid", d.inside(n, problem.offset), problem.message, problem.hint)
		return Date{}, false
	}
	return date, true
}

// zone is the site's time zone.
func (d *decoder) zone() *time.Location {
	if d.cfg.TimeZone == nil {
		return time.UTC
	}
	return d.cfg.TimeZone
}

const dateHint = "write for example 2026-10-01 or 2026-10-01T09:00:00+02:00"

// parseDate reads a date in the forms that people and tools write. Without a
// zone in the text, it is in the given one.
//
//	2026-10-01  2026/10/01  2026.10.01  20261001
//	2026-10-01T09:00:00Z  2026-10-01 9:00  2026-10-01 09:00:00.5 +0200
//	1 October 2026  October 1, 2026  Thu, 01 Oct 2026 09:00:00 +0000
//	2015/01/09/any-path
func parseDate(text string, zone *time.Location) (Date, *dateError) {
	s := &dateScanner{text: text}
	s.spaces()
	day, path, err := s.day()
	if err != nil {
		return Date{}, err
	}
	if path {
		return day.In(zone), nil
	}
	gap := s.pos
	s.spaces()
	if s.done() {
		return day.In(zone), nil
	}
	switch {
	case s.peek() == 'T' || s.peek() == 't' || s.peek() == ',':
		s.pos++
		s.spaces()
	case strings.HasPrefix(s.rest(), "at "):
		s.pos += 3
		s.spaces()
	case gap == s.pos:
		return Date{}, s.fail("text follows the date: "+quote(s.rest()), dateHint)
	}
	c, err := s.clock()
	if err != nil {
		return Date{}, err
	}
	named, err := s.zone(zone)
	if err != nil {
		return Date{}, err
	}
	return Date{Time: localTime(day, c, named), Clock: true}, nil
}

// dateScanner reads a date from left to right.
type dateScanner struct {
	text string
	pos  int
}

func (s *dateScanner) rest() string { return s.text[s.pos:] }
func (s *dateScanner) done() bool   { return s.pos >= len(s.text) }

func (s *dateScanner) peek() byte {
	if s.done() {
		return 0
	}
	return s.text[s.pos]
}

func (s *dateScanner) spaces() {
	for !s.done() && strings.IndexByte(" \t\r\n", s.peek()) >= 0 {
		s.pos++
	}
}

func (s *dateScanner) fail(message, hint string) *dateError { return s.failAt(s.pos, message, hint) }

func (s *dateScanner) failAt(pos int, message, hint string) *dateError {
	return &dateError{utf8.RuneCountInString(s.text[:pos]), message, hint}
}

// digits reads a run of digits. Its value is meaningless beyond nine of them.
func (s *dateScanner) digits() (value, count int) {
	for !s.done() && s.peek() >= '0' && s.peek() <= '9' {
		if count < 9 {
			value = value*10 + int(s.peek()-'0')
		}
		count++
		s.pos++
	}
	return value, count
}

func (s *dateScanner) letters() string {
	from := s.pos
	for !s.done() && (s.peek()|0x20 >= 'a' && s.peek()|0x20 <= 'z') {
		s.pos++
	}
	return s.text[from:s.pos]
}

// day reads the part up to the day, and reports whether it is the beginning of
// a path.
func (s *dateScanner) day() (d Day, path bool, err *dateError) {
	start := s.pos
	if s.peek() == '/' {
		s.pos++
	}
	if s.pos == start {
		if word := s.letters(); word != "" {
			if _, ok := monthNamed(word); ok {
				s.pos = start
				d, err = s.monthFirst()
				return d, false, err
			}
			if !isWeekday(word) {
				return d, false, s.failAt(start, quote(s.text)+" is not a date", dateHint)
			}
			if s.peek() == '.' || s.peek() == ',' {
				s.pos++
			}
			s.spaces()
			if m := s.pos; s.letters() != "" {
				s.pos = m
				d, err = s.monthFirst()
				return d, false, err
			}
		}
	}
	first := s.pos
	v, n := s.digits()
	switch {
	case n == 0:
		return d, false, s.failAt(start, quote(s.text)+" is not a date", dateHint)
	case n == 8 && first == start && s.peek() != '-' && s.peek() != '/':
		d = Day{v / 10000, time.Month(v / 100 % 100), v % 100}
		if p := d.problem(); p != "" {
			return d, false, s.failAt(first, p, dateHint)
		}
		return d, false, nil
	case n == 4:
		return s.yearFirst(v, first, start)
	case n <= 2:
		d, err = s.dayFirst(v, first)
		return d, false, err
	case (n == 10 || n == 13) && s.done():
		sec, convErr := strconv.ParseInt(s.text[first:s.pos], 10, 64)
		if n == 13 {
			sec /= 1000
		}
		hint := dateHint
		if convErr == nil {
			hint = "if these are Unix seconds, write " + time.Unix(sec, 0).UTC().Format(time.RFC3339)
		}
		return d, false, s.failAt(first, "a bare number is not a date", hint)
	}
	return d, false, s.failAt(start, quote(s.text)+" is not a date", dateHint)
}

// yearFirst reads what follows a year of four digits.
func (s *dateScanner) yearFirst(year, first, start int) (d Day, path bool, err *dateError) {
	sep := s.peek()
	if sep != '-' && sep != '/' && sep != '.' {
		if s.done() {
			return d, false, s.failAt(first, "a year alone is not a date", fmt.Sprintf("add month and day: %04d-01-01", year))
		}
		return d, false, s.failAt(start, quote(s.text)+" is not a date", dateHint)
	}
	s.pos++
	monthAt := s.pos
	m, n := s.digits()
	if n == 0 || n > 2 {
		return d, false, s.failAt(monthAt, "a month of one or two digits is expected here", dateHint)
	}
	if s.peek() != sep {
		if m < 1 || m > 12 {
			return d, false, s.failAt(monthAt, fmt.Sprintf("there is no month %d", m), dateHint)
		}
		if sep == '/' && first > start || s.done() {
			return d, false, s.failAt(first, "a year and a month are not a date", fmt.Sprintf("add the day: %04d-%02d-01", year, m))
		}
		return d, false, s.failAt(s.pos, "text follows the month: "+quote(s.rest()), dateHint)
	}
	s.pos++
	dayAt := s.pos
	v, n := s.digits()
	if n == 0 || n > 2 {
		return d, false, s.failAt(dayAt, "a day of one or two digits is expected here", dateHint)
	}
	d = Day{year, time.Month(m), v}
	if p := d.problem(); p != "" {
		at := dayAt
		switch {
		case year < firstYear || year > lastYear:
			at = first
		case m < 1 || m > 12:
			at = monthAt
		}
		return d, false, s.failAt(at, p, dateHint)
	}
	return d, sep == '/' && (s.peek() == '/' || s.done() && first > start), nil
}

// dayFirst reads what follows a day of one or two digits: a month's name and a
// year.
func (s *dateScanner) dayFirst(day, first int) (Day, *dateError) {
	if c := s.peek(); c == '/' || c == '.' {
		mark := s.pos
		s.pos++
		if _, n := s.digits(); n > 0 && s.peek() == c {
			return Day{}, s.failAt(first, "it is not clear which of these is the day and which the month", "write year, month, day: 2026-10-01")
		}
		s.pos = mark
	}
	s.ordinal()
	s.between()
	monthAt := s.pos
	month, ok := monthNamed(s.letters())
	if !ok {
		return Day{}, s.failAt(monthAt, "the name of a month is expected here", dateHint)
	}
	s.between()
	yearAt := s.pos
	year, n := s.digits()
	if n != 4 {
		return Day{}, s.failAt(yearAt, "a year of four digits is expected here", dateHint)
	}
	return s.checked(Day{year, month, day}, first, yearAt)
}

// monthFirst reads a month's name, a day and a year.
func (s *dateScanner) monthFirst() (Day, *dateError) {
	first := s.pos
	month, ok := monthNamed(s.letters())
	if !ok {
		return Day{}, s.failAt(first, "the name of a month is expected here", dateHint)
	}
	s.between()
	dayAt := s.pos
	day, n := s.digits()
	if n == 4 && s.done() {
		return Day{}, s.failAt(first, "a month and a year are not a date", fmt.Sprintf("add the day: %04d-%02d-01", day, int(month)))
	}
	if n == 0 || n > 2 {
		return Day{}, s.failAt(dayAt, "a day of one or two digits is expected here", dateHint)
	}
	s.ordinal()
	s.between()
	yearAt := s.pos
	year, n := s.digits()
	if n != 4 {
		return Day{}, s.failAt(yearAt, "a year of four digits is expected here", dateHint)
	}
	return s.checked(Day{year, month, day}, dayAt, yearAt)
}

func (s *dateScanner) checked(d Day, dayAt, yearAt int) (Day, *dateError) {
	if p := d.problem(); p != "" {
		if d.Year < firstYear || d.Year > lastYear {
			dayAt = yearAt
		}
		return d, s.failAt(dayAt, p, dateHint)
	}
	return d, nil
}

// ordinal skips the letters of 1st, 2nd, 3rd and 4th.
func (s *dateScanner) ordinal() {
	for _, o := range []string{"st", "nd", "rd", "th"} {
		if strings.HasPrefix(s.rest(), o) {
			s.pos += len(o)
			return
		}
	}
}

// between skips what stands between the parts of a written date.
func (s *dateScanner) between() {
	for !s.done() && strings.IndexByte(" \t.,-", s.peek()) >= 0 {
		s.pos++
	}
}

// clock reads a time of day.
func (s *dateScanner) clock() (c clock, err *dateError) {
	hourAt := s.pos
	var n int
	if c.hour, n = s.digits(); n == 0 || n > 2 || s.peek() != ':' {
		return c, s.failAt(hourAt, quote(s.text[hourAt:])+" is not a time of day", "write hours and minutes: 09:00")
	}
	s.pos++
	minuteAt := s.pos
	if c.minute, n = s.digits(); n != 2 {
		return c, s.failAt(minuteAt, "two digits of minutes are expected here", "write hours and minutes: 09:00")
	}
	secondAt := s.pos
	if s.peek() == ':' {
		s.pos++
		secondAt = s.pos
		if c.second, n = s.digits(); n != 2 {
			return c, s.failAt(secondAt, "two digits of seconds are expected here", "")
		}
		if s.peek() == '.' || s.peek() == ',' {
			s.pos++
			c.nanosecond = s.fraction()
		}
	}
	mark := s.pos
	s.spaces()
	switch half := strings.ToLower(s.letters()); half {
	case "am", "pm":
		if c.hour < 1 || c.hour > 12 {
			return c, s.failAt(hourAt, fmt.Sprintf("there is no hour %d %s", c.hour, half), "")
		}
		c.hour %= 12
		if half == "pm" {
			c.hour += 12
		}
	default:
		s.pos = mark
	}
	switch {
	case c.hour == 24:
		return c, s.failAt(hourAt, "there is no hour 24", "the end of a day is 00:00 of the next one")
	case c.hour > 24:
		return c, s.failAt(hourAt, fmt.Sprintf("there is no hour %d", c.hour), "hours go from 00 to 23")
	case c.minute > 59:
		return c, s.failAt(minuteAt, fmt.Sprintf("there is no minute %d", c.minute), "minutes go from 00 to 59")
	case c.second > 59:
		return c, s.failAt(secondAt, fmt.Sprintf("there is no second %d", c.second), "seconds go from 00 to 59")
	}
	return c, nil
}

// fraction reads digits of a second; those beyond nanoseconds are dropped.
func (s *dateScanner) fraction() int {
	value, scale := 0, int(time.Second)
	for !s.done() && s.peek() >= '0' && s.peek() <= '9' {
		scale /= 10
		value += int(s.peek()-'0') * scale
		s.pos++
	}
	return value
}

// zone reads a zone and expects the text's end behind it. Names that mean
// different zones to different people are errors.
func (s *dateScanner) zone(site *time.Location) (*time.Location, *dateError) {
	s.spaces()
	if s.done() {
		return site, nil
	}
	at := s.pos
	if s.peek() == '+' || s.peek() == '-' {
		zone, err := s.offset()
		if err != nil {
			return nil, err
		}
		s.spaces()
		if !s.done() && s.peek() != '(' { // "+0200 (CEST)"
			return nil, s.fail("text follows the time: "+quote(s.rest()), dateHint)
		}
		return zone, nil
	}
	name := strings.TrimRight(s.rest(), " \t\r\n")
	switch strings.ToUpper(name) {
	case "Z", "UTC", "GMT", "UT":
		return time.UTC, nil
	}
	if strings.Contains(name, "/") {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone, nil
		}
	}
	word := s.letters()
	if word == name && len(word) <= 5 && len(word) >= 2 {
		return nil, s.failAt(at, quote(name)+" can mean more than one time zone", "write an offset such as +02:00, or nothing for the site's own zone ("+site.String()+")")
	}
	return nil, s.failAt(at, "text follows the time: "+quote(name), dateHint)
}

// offset reads +02:00, +0200 or +02.
func (s *dateScanner) offset() (*time.Location, *dateError) {
	at := s.pos
	sign := 1
	if s.peek() == '-' {
		sign = -1
	}
	s.pos++
	v, n := s.digits()
	hours, minutes := v, 0
	switch {
	case n == 4:
		hours, minutes = v/100, v%100
	case n == 2 && s.peek() == ':':
		s.pos++
		if minutes, n = s.digits(); n != 2 {
			return nil, s.failAt(at, "this is not an offset from UTC", "write for example +02:00")
		}
	case n == 2 || n == 1:
	default:
		return nil, s.failAt(at, "this is not an offset from UTC", "write for example +02:00")
	}
	if hours > 14 || minutes > 59 {
		return nil, s.failAt(at, "offsets from UTC go up to 14 hours", "write for example +02:00")
	}
	if hours == 0 && minutes == 0 {
		return time.UTC, nil
	}
	return time.FixedZone("", sign*(hours*3600+minutes*60)), nil
}

// monthNamed finds a month by its English name or the first letters of it.
func monthNamed(word string) (time.Month, bool) {
	word = strings.ToLower(word)
	if len(word) < 3 {
		return 0, false
	}
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if word == name || word == name[:3] || m == time.September && word == "sept" {
			return m, true
		}
	}
	return 0, false
}

func isWeekday(word string) bool {
	word = strings.ToLower(word)
	for d := time.Sunday; d <= time.Saturday; d++ {
		name := strings.ToLower(d.String())
		if len(word) >= 3 && strings.HasPrefix(name, word) {
			return true
		}
	}
	return false
}
