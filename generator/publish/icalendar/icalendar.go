// Package icalendar writes calendars that people subscribe to, as RFC 5545
// has them, with the names and the refresh interval of RFC 7986.
//
// The same calendar is always the same bytes: nothing in it comes from the
// clock.
//
// There is no METHOD: with one the file would be a message of a scheduling protocol
// (RFC 5546), in which each event needs an ORGANIZER who answers for it.
package icalendar

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// MediaType is the type of the files.
const MediaType = "text/calendar"

// Calendar is a list of days and times.
type Calendar struct {
	Name      string
	URL       string // absolute, of the file itself
	Home      string // absolute, of the page about it
	Generator string // "headsup 0.1.0"
	Language  string // BCP 47 tag of its texts, may be empty
	Events    []Event
}

// Event is one day or time. UID, Start and Stamp are needed.
type Event struct {
	UID      string // stays when all else changes, and is unique in the world
	Start    time.Time
	AllDay   bool      // only the day of Start counts, in its own zone
	End      time.Time // of AllDay: the day behind the last; zero for a single day
	Stamp    time.Time // when what is said here was written
	Modified time.Time // zero when not known
	Sequence int       // grows when the time or the status changes; 0 when not known
	Summary  string
	// Description is plain text; its lines are kept.
	Description string
	URL         string // absolute
	Categories  []string
	Confirmed   bool // else tentative
	Cancelled   bool // it does not take place, whatever Confirmed says
}

// refresh is how often a calendar that is subscribed to is fetched.
const refresh = "PT12H"

const (
	dateForm = "20060102"
	timeForm = "20060102T150405Z"
)

// Encode returns the calendar's file.
func Encode(c Calendar) []byte {
	var w writer
	w.line("BEGIN", "", "VCALENDAR")
	w.line("VERSION", "", "2.0")
	w.line("PRODID", "", text("-//headsup//"+cmp.Or(c.Generator, "headsup")+"//EN"))
	w.line("CALSCALE", "", "GREGORIAN")
	language := ""
	if isTag(c.Language) {
		language = ";LANGUAGE=" + c.Language
	}
	if c.Name != "" {
		w.line("NAME", language, text(c.Name))
		w.line("X-WR-CALNAME", "", text(c.Name))
	}
	w.uri("SOURCE", ";VALUE=URI", c.URL)
	w.uri("URL", "", c.Home)
	w.line("REFRESH-INTERVAL", ";VALUE=DURATION", refresh)
	w.line("X-PUBLISHED-TTL", "", refresh)
	for i := range c.Events {
		w.event(&c.Events[i], language)
	}
	w.line("END", "", "VCALENDAR")
	return w.Bytes()
}

func (w *writer) event(e *Event, language string) {
	w.line("BEGIN", "", "VEVENT")
	w.line("UID", "", text(e.UID))
	w.line("DTSTAMP", "", e.Stamp.UTC().Format(timeForm))
	if e.AllDay {
		w.line("DTSTART", ";VALUE=DATE", e.Start.Format(dateForm))
		w.line("DTEND", ";VALUE=DATE", cmp.Or(e.End, e.Start.AddDate(0, 0, 1)).Format(dateForm))
	} else {
		w.line("DTSTART", "", e.Start.UTC().Format(timeForm))
	}
	if !e.Modified.IsZero() {
		w.line("LAST-MODIFIED", "", e.Modified.UTC().Format(timeForm))
	}
	if e.Sequence > 0 {
		w.line("SEQUENCE", "", strconv.Itoa(e.Sequence))
	}
	w.line("SUMMARY", language, text(e.Summary))
	if e.Description != "" {
		w.line("DESCRIPTION", language, text(e.Description))
	}
	w.uri("URL", "", e.URL)
	if len(e.Categories) > 0 {
		list := make([]string, len(e.Categories))
		for i, c := range e.Categories {
			list[i] = text(c)
		}
		w.line("CATEGORIES", language, strings.Join(list, ","))
	}
	status := "TENTATIVE"
	switch {
	case e.Cancelled:
		status = "CANCELLED"
	case e.Confirmed:
		status = "CONFIRMED"
	}
	w.line("STATUS", "", status)
	w.line("TRANSP", "", "TRANSPARENT") // the day stays free for appointments
	w.line("END", "", "VEVENT")
}

// writer writes content lines.
type writer struct{ bytes.Buffer }

// uri writes a property with an address. What is no address is left out; without
// one there is no property.
func (w *writer) uri(name, params, address string) {
	if address != "" && utf8.ValidString(address) && !strings.ContainsFunc(address, isControl) {
		w.line(name, params, address)
	}
}

// lineMost is how many octets a line may have without its end (RFC 5545, 3.1).
const lineMost = 75

// line writes one content line, folded between characters.
func (w *writer) line(name, params, value string) {
	rest := name + params + ":" + value
	for room := lineMost; len(rest) > room; room = lineMost - 1 {
		cut := room
		for cut > 1 && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		w.WriteString(rest[:cut])
		w.WriteString("\r\n ")
		rest = rest[cut:]
	}
	w.WriteString(rest)
	w.WriteString("\r\n")
}

// escaper writes what has a meaning in a value of type TEXT (RFC 5545, 3.3.11).
var escaper = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// text returns a value of type TEXT. Control characters, which such a value
// cannot have, are left out, and what is not UTF-8 is replaced.
func text(s string) string {
	s = escaper.Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if isControl(r) {
			return -1
		}
		return r
	}, s)
}

func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7F }

// isTag reports whether a language can stand in a parameter as it is.
func isTag(s string) bool {
	return s != "" && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
