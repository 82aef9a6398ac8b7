package ingest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"headsup/generator/inbound/record"
	"headsup/generator/read/calendar"
)

// wholeNumber reads a number from 0 on, which tables may write as 7.0.
func wholeNumber(text string) (int, bool) {
	text = strings.TrimSuffix(strings.TrimSpace(text), ".0")
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0
}

var amount = regexp.MustCompile(`^[^0-9-]{0,4}([0-9][0-9.,' \x{a0}\x{202f}’]*)[^0-9]{0,4}$`)

// money reads an amount as people write it: 1.234,50 €, $1,234.50, CHF 1'234.
func money(text string) (float64, bool) {
	m := amount.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	number := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "").Replace(m[1])
	number = strings.TrimRight(number, ".,")
	// The last sign is that of the decimals, unless it groups thousands.
	if i := strings.LastIndexAny(number, ".,"); i >= 0 {
		whole, decimals := number[:i], number[i+1:]
		several := strings.Count(number, number[i:i+1]) > 1
		grouped := len(decimals) == 3 && (several || !strings.ContainsAny(whole, ".,") && len(whole) <= 3 && whole != "0")
		number = strings.NewReplacer(".", "", ",", "").Replace(whole)
		if grouped {
			number += decimals
		} else {
			number += "." + decimals
		}
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || v > record.MaxValue {
		return 0, false
	}
	return v, true
}

// sinceEpoch reads seconds, milliseconds or microseconds since 1970.
func sinceEpoch(text string) (time.Time, bool) {
	whole, _, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n < 0 {
		return time.Time{}, false
	}
	switch len(whole) {
	case 9, 10:
		return time.Unix(n, 0).UTC(), true
	case 12, 13:
		return time.UnixMilli(n).UTC(), true
	case 15, 16:
		return time.UnixMicro(n).UTC(), true
	}
	return time.Time{}, false
}

var (
	threeNumbers = regexp.MustCompile(`^\s*([0-9]{1,2})([./-])([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})\b,?(.*)$`)
	serial       = regexp.MustCompile(`^[2-6][0-9]{4}(?:\.[0-9]+)?$`)
)

// orderOf says in which order the dates of a column write day and month. Dates with
// dots begin with the day; of others, the first that can be read in one way only decides.
// Where two of them differ, or none decides, the order is unknown, and problem says why.
func orderOf(column []string) (order Order, problem string) {
	var dayFirst, monthFirst, open string
	for _, text := range column {
		m := threeNumbers.FindStringSubmatch(text)
		if m == nil || m[2] == "." {
			continue
		}
		first, _ := strconv.Atoi(m[1])
		second, _ := strconv.Atoi(m[3])
		switch date := strings.TrimSpace(text); {
		case first > 12 && dayFirst == "":
			dayFirst = date
		case second > 12 && monthFirst == "":
			monthFirst = date
		case first <= 12 && second <= 12 && open == "":
			open = date
		}
	}
	switch {
	case dayFirst != "" && monthFirst != "":
		return "", fmt.Sprintf("%s begins with the day, and %s with the month", dayFirst, monthFirst)
	case dayFirst != "":
		return DayFirst, ""
	case monthFirst != "":
		return MonthFirst, ""
	case open != "":
		return "", fmt.Sprintf("%s may begin with the day or with the month, and no other date in the column tells", open)
	}
	return DayFirst, ""
}

// when reads a time as tables write it, in a column with this order.
func when(text string, order Order, zone *time.Location) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if t, ok := sinceEpoch(text); ok {
		return t, true
	}
	if serial.MatchString(text) {
		// Days since the end of 1899, as Excel counts them, in the zone of the site.
		days, err := strconv.ParseFloat(text, 64)
		seconds := int(days*86400 + 0.5)
		return time.Date(1899, 12, 30, 0, 0, seconds, 0, zone), err == nil
	}
	if m := threeNumbers.FindStringSubmatch(text); m != nil {
		day, month, year := m[1], m[3], m[4]
		if order == MonthFirst && m[2] != "." {
			day, month = month, day
		}
		if len(year) == 2 {
			year = "20" + year
		}
		text = fmt.Sprintf("%s-%02s-%02s%s", year, month, day, m[5])
	}
	date, problem := calendar.Parse(text, zone)
	return date.Time, problem == nil
}
