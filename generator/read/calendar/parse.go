package calendar

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"headsup/generator/diag"
)

// Problem says what is wrong with a date, and where.
type Problem struct {
	Offset  int // in the text, in code points
	Message string
	Hint    string // may be empty
}

// writeYearFirst is a hint for dates of numbers that may be read in two ways.
const writeYearFirst = "write year, month, day: 2026-10-01"

// Hint says how to write a date.
const Hint = "write for example 2026-10-01 or 2026-10-01T09:00:00+02:00"

// Parse reads a date in the forms that people and tools write. Without a
// zone in the text, it is in the given one.
//
//	2026-10-01  2026/10/01  2026.10.01  20261001
//	2026-10-01T09:00:00Z  2026-10-01 9:00  2026-10-01 09:00:00.5 +0200
//	1 October 2026  October 1, 2026  Thu, 01 Oct 2026 09:00:00 +0000
//	Thu Oct 1 09:00:00 2026 +0000  1. Oktober 2026  1 de octubre de 2026
//	31.10.2026  31/10/2026  10/31/2026  2026年10月1日
//	2015/01/09/any-path
//
// Where only the time of day or the zone is wrong, the date is the day.
func Parse(text string, zone *time.Location) (Date, *Problem) {
	if m := logDate.FindStringSubmatch(text); m != nil {
		if date, problem := Parse(m[1]+" "+m[4]+" "+m[2]+" "+m[3]+m[5], zone); problem == nil {
			return date, nil
		}
	}
	s := &scanner{text: text}
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
		return Date{}, s.fail("text follows the date: "+diag.Quote(s.rest()), Hint)
	}
	c, err := s.clock()
	if err != nil {
		return day.In(zone), err
	}
	named, err := s.zone(zone)
	if err != nil {
		return day.In(zone), err
	}
	return Date{Time: localTime(day, c, named), Clock: true}, nil
}

// logDate is a date as the system's clock and version control print it, with
// the year behind the time: "Thu Oct 1 09:00:00 2026 +0200", "… UTC 2026". The
// groups are day, time, zone, year and zone.
var logDate = regexp.MustCompile(`^\s*[A-Z][a-z]{2} ([A-Z][a-z]{2} +\d{1,2}) ` +
	`(\d{1,2}:\d{2}:\d{2}) (?:(UTC|GMT) )?(\d{4})((?: [+-]\d{4})?)\s*$`)

// scanner reads a date from left to right.
type scanner struct {
	text string
	pos  int
}

func (s *scanner) rest() string { return s.text[s.pos:] }
func (s *scanner) done() bool   { return s.pos >= len(s.text) }

func (s *scanner) peek() byte {
	if s.done() {
		return 0
	}
	return s.text[s.pos]
}

func (s *scanner) spaces() {
	for !s.done() && strings.IndexByte(" \t\r\n", s.peek()) >= 0 {
		s.pos++
	}
}

func (s *scanner) fail(message, hint string) *Problem { return s.failAt(s.pos, message, hint) }

func (s *scanner) failAt(pos int, message, hint string) *Problem {
	return &Problem{utf8.RuneCountInString(s.text[:pos]), message, hint}
}

// digits reads a run of digits. Its value is meaningless beyond nine of them.
func (s *scanner) digits() (value, count int) {
	for !s.done() && s.peek() >= '0' && s.peek() <= '9' {
		if count < 9 {
			value = value*10 + int(s.peek()-'0')
		}
		count++
		s.pos++
	}
	return value, count
}

func (s *scanner) letters() string {
	from := s.pos
	for !s.done() && (s.peek()|0x20 >= 'a' && s.peek()|0x20 <= 'z' || s.peek() >= 0x80) {
		s.pos++
	}
	return s.text[from:s.pos]
}

// day reads the part up to the day, and reports whether it is the beginning of
// a path.
func (s *scanner) day() (d Day, path bool, err *Problem) {
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
				return d, false, s.failAt(start, diag.Quote(s.text)+" is not a date", Hint)
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
		return d, false, s.failAt(start, diag.Quote(s.text)+" is not a date", Hint)
	case n == 8 && first == start && s.peek() != '-' && s.peek() != '/':
		d = Day{v / 10000, time.Month(v / 100 % 100), v % 100}
		if p := d.problem(); p != "" {
			return d, false, s.failAt(first, p, Hint)
		}
		return d, false, nil
	case n == 4:
		return s.yearFirst(v, first, start)
	case n <= 2:
		d, err = s.dayFirst(v, first)
		return d, false, err
	case (n == 10 || n == 13) && s.done():
		// Thirteen digits are milliseconds. Ten digits always are a number.
		seconds, _ := strconv.ParseInt(s.text[first:first+10], 10, 64)
		return d, false, s.failAt(first, "a bare number is not a date",
			"if these are Unix seconds, write "+time.Unix(seconds, 0).UTC().Format(time.RFC3339))
	}
	return d, false, s.failAt(start, diag.Quote(s.text)+" is not a date", Hint)
}

// yearFirst reads what follows a year of four digits.
func (s *scanner) yearFirst(year, first, start int) (d Day, path bool, err *Problem) {
	sep := s.peek()
	for _, units := range [][3]string{{"年", "月", "日"}, {"년", "월", "일"}} {
		if strings.HasPrefix(s.rest(), units[0]) {
			d, err = s.withUnits(year, first, units)
			return d, false, err
		}
	}
	if sep != '-' && sep != '/' && sep != '.' {
		if s.done() {
			return d, false, s.failAt(first, "a year alone is not a date", fmt.Sprintf("add month and day: %04d-01-01", year))
		}
		return d, false, s.failAt(start, diag.Quote(s.text)+" is not a date", Hint)
	}
	s.pos++
	monthAt := s.pos
	m, n := s.digits()
	if n == 0 || n > 2 {
		return d, false, s.failAt(monthAt, "a month of one or two digits is expected here", Hint)
	}
	if s.peek() != sep {
		if m < 1 || m > 12 {
			return d, false, s.failAt(monthAt, fmt.Sprintf("there is no month %d", m), Hint)
		}
		if sep == '/' && first > start || s.done() {
			return d, false, s.failAt(first, "a year and a month are not a date", monthHint(year, m))
		}
		return d, false, s.failAt(s.pos, "text follows the month: "+diag.Quote(s.rest()), Hint)
	}
	s.pos++
	dayAt := s.pos
	v, n := s.digits()
	if n == 0 || n > 2 {
		return d, false, s.failAt(dayAt, "a day of one or two digits is expected here", Hint)
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
		return d, false, s.failAt(at, p, Hint)
	}
	return d, sep == '/' && (s.peek() == '/' || s.done() && first > start), nil
}

// monthHint says how a month is written.
func monthHint(year, month int) string {
	return fmt.Sprintf("add the day: %04d-%02d-01; in a release note or launch, confidence: low says that only the month is meant",
		year, month)
}

// withUnits reads what follows a year that has the word for year behind it.
func (s *scanner) withUnits(year, first int, units [3]string) (Day, *Problem) {
	parts := [3]int{year}
	at := [3]int{first}
	for i, unit := range units {
		s.spaces()
		n := 4
		if i > 0 {
			at[i] = s.pos
			parts[i], n = s.digits()
		}
		if n == 0 || !strings.HasPrefix(s.rest(), unit) {
			return Day{}, s.failAt(at[i], "year, month and day are expected, with "+units[0]+", "+units[1]+" and "+units[2], Hint)
		}
		s.pos += len(unit)
	}
	return s.checked(Day{parts[0], time.Month(parts[1]), parts[2]}, at[2], first)
}

// numeric reads day, month and year, or month, day and year, where it is clear
// which is which, as there is no month 13.
func (s *scanner) numeric(value, first int) (Day, *Problem) {
	s.pos++
	second, _ := s.digits()
	s.pos++
	yearAt := s.pos
	year, n := s.digits()
	if n != 4 {
		return Day{}, s.failAt(yearAt, "a year of four digits is expected here", "write the year in full, first: 2026-10-01")
	}
	switch {
	case value > 12, value == second:
		return s.checked(Day{year, time.Month(second), value}, first, yearAt)
	case second > 12:
		return s.checked(Day{year, time.Month(value), second}, first, yearAt)
	}
	return Day{}, s.failAt(first, "it is not clear which of these is the day and which the month", writeYearFirst)
}

var halfDay = regexp.MustCompile(`^[ap]\.?m\b`)

// dayFirst reads what follows a day of one or two digits: a month's name and a
// year.
func (s *scanner) dayFirst(day, first int) (Day, *Problem) {
	if c := s.peek(); c == '/' || c == '.' || c == '-' {
		mark := s.pos
		s.pos++
		_, n := s.digits()
		clear := n > 0 && n <= 2 && s.peek() == c
		s.pos = mark
		if clear {
			return s.numeric(day, first)
		}
	}
	if rest := strings.ToLower(strings.TrimSpace(s.rest())); s.peek() == ':' || halfDay.MatchString(rest) {
		return Day{}, s.failAt(first, "a time of day without a day", "write both: 2026-10-01 09:00")
	}
	s.ordinal()
	s.between()
	monthAt := s.pos
	month, ok := monthNamed(s.letters())
	if !ok {
		return Day{}, s.failAt(monthAt, "the name of a month is expected here", Hint)
	}
	s.between()
	yearAt := s.pos
	year, n := s.digits()
	if n != 4 {
		return Day{}, s.failAt(yearAt, "a year of four digits is expected here", Hint)
	}
	return s.checked(Day{year, month, day}, first, yearAt)
}

// monthFirst reads a month's name, a day and a year.
func (s *scanner) monthFirst() (Day, *Problem) {
	first := s.pos
	month, ok := monthNamed(s.letters())
	if !ok {
		return Day{}, s.failAt(first, "the name of a month is expected here", Hint)
	}
	s.between()
	dayAt := s.pos
	day, n := s.digits()
	if n == 4 && s.done() {
		return Day{}, s.failAt(first, "a month and a year are not a date", monthHint(day, int(month)))
	}
	if n == 0 || n > 2 {
		return Day{}, s.failAt(dayAt, "a day of one or two digits is expected here", Hint)
	}
	s.ordinal()
	s.between()
	yearAt := s.pos
	year, n := s.digits()
	if n != 4 {
		return Day{}, s.failAt(yearAt, "a year of four digits is expected here", Hint)
	}
	return s.checked(Day{year, month, day}, dayAt, yearAt)
}

func (s *scanner) checked(d Day, dayAt, yearAt int) (Day, *Problem) {
	if p := d.problem(); p != "" {
		if d.Year < firstYear || d.Year > lastYear {
			dayAt = yearAt
		}
		return d, s.failAt(dayAt, p, Hint)
	}
	return d, nil
}

// ordinal skips the letters of 1st, 2nd, 3rd and 4th, 1er and 1º.
func (s *scanner) ordinal() {
	for _, o := range []string{"st", "nd", "rd", "th", "er", "º"} {
		if strings.HasPrefix(s.rest(), o) {
			s.pos += len(o)
			return
		}
	}
}

// between skips what stands between the parts of a written date.
func (s *scanner) between() {
	for !s.done() && strings.IndexByte(" \t.,-", s.peek()) >= 0 {
		s.pos++
	}
	for _, word := range []string{"of ", "de ", "del "} {
		if strings.HasPrefix(s.rest(), word) {
			s.pos += len(word)
			s.spaces()
		}
	}
}

// clock reads a time of day.
func (s *scanner) clock() (c clock, err *Problem) {
	hourAt := s.pos
	var n int
	c.hour, n = s.digits()
	if n > 0 && n <= 2 && c.hour >= 1 && c.hour <= 12 {
		mark := s.pos
		s.spaces()
		if half := strings.ToLower(s.letters()); half == "am" || half == "pm" {
			if c.hour %= 12; half == "pm" {
				c.hour += 12
			}
			return c, nil
		}
		s.pos = mark
	}
	if n == 0 || n > 2 || s.peek() != ':' {
		return c, s.failAt(hourAt, diag.Quote(s.text[hourAt:])+" is not a time of day", "write hours and minutes: 09:00")
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
func (s *scanner) fraction() int {
	value, scale := 0, int(time.Second)
	for !s.done() && s.peek() >= '0' && s.peek() <= '9' {
		scale /= 10
		value += int(s.peek()-'0') * scale
		s.pos++
	}
	return value
}

// offsets are what names of zones mean to most people who write them.
var offsets = map[string]string{
	"CET": "+01:00, in summer +02:00", "CEST": "+02:00", "MEZ": "+01:00", "MESZ": "+02:00", "WET": "+00:00", "WEST": "+01:00",
	"EET": "+02:00, in summer +03:00", "EEST": "+03:00", "BST": "+01:00", "IST": "+05:30 for India, +01:00 for Ireland",
	"EST": "-05:00", "EDT": "-04:00", "CST": "-06:00 for Chicago, +08:00 for China", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00",
	"PST": "-08:00", "PDT": "-07:00", "PT": "-08:00, in summer -07:00", "ET": "-05:00, in summer -04:00", "JST": "+09:00",
	"AEST": "+10:00", "AEDT": "+11:00", "SGT": "+08:00",
}

// zone reads a zone and expects the text's end behind it. Names that mean
// different zones to different people are errors.
func (s *scanner) zone(site *time.Location) (*time.Location, *Problem) {
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
			return nil, s.fail("text follows the time: "+diag.Quote(s.rest()), Hint)
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
		return nil, s.failAt(at, diag.Quote(name)+" can mean more than one time zone",
			"write "+cmp.Or(offsets[name], "an offset such as +02:00")+", or nothing for the site's own zone ("+site.String()+")")
	}
	return nil, s.failAt(at, "text follows the time: "+diag.Quote(name), Hint)
}

// offset reads +02:00, +0200 or +02.
func (s *scanner) offset() (*time.Location, *Problem) {
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

// monthNames are the names of the months in the languages of Western Europe.
var monthNames = [12]string{
	"january jan januar jänner jän janvier enero gennaio janeiro januari",
	"february feb februar février fevrier febrero febbraio fevereiro februari",
	"march mar märz mär mars marzo março marco maart",
	"april apr avril abril aprile",
	"may mai mayo maggio maio mei",
	"june jun juni juin junio giugno junho",
	"july jul juli juillet julio luglio julho",
	"august aug août aout agosto augustus",
	"september sep sept septembre septiembre settembre setembro",
	"october oct oktober okt octobre octubre ottobre outubro",
	"november nov novembre noviembre novembro",
	"december dec dezember dez décembre decembre diciembre dicembre dezembro",
}

// monthNamed finds a month by its name or the English abbreviation of it.
func monthNamed(word string) (time.Month, bool) {
	word = strings.ToLower(word)
	for i, names := range monthNames {
		for name := range strings.FieldsSeq(names) {
			if name == word {
				return time.Month(i + 1), true
			}
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
