package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// daysBefore is a number of days, such as 90d.
var daysBefore = regexp.MustCompile(`^(\d{1,5})d$`)

// ParseSince reads from when on something counts: days before today, "90d", or a date,
// "2026-01-31". It returns when that day begins in the time zone of a present moment. Its
// error says what the text may be and goes behind its name.
func ParseSince(text string) (func(now time.Time) time.Time, error) {
	if found := daysBefore.FindStringSubmatch(text); found != nil {
		days, err := strconv.Atoi(found[1])
		return func(now time.Time) time.Time {
			year, month, day := now.Date()
			return time.Date(year, month, day-days, 0, 0, 0, 0, now.Location())
		}, err
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil, fmt.Errorf("takes days such as 90d, or a date such as 2026-01-31, not %q", text)
	}
	return func(now time.Time) time.Time {
		return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, now.Location())
	}, nil
}
