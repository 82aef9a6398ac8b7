package calendar

import (
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"2026-10-01", "2026/10/01/x", "2026-10-01T09:00:00.5+02:00", "1st October 2026",
		"Thu, 01 Oct 2026 09:00:00 GMT", "20261001", "1790845200", "2026-03-29 02:30",
		"Oct 1, 2026 12:00 am", "99999999999999999999-1-1", "2026-10-01 09:00 Europe/Berlin", "١-٢",
	} {
		f.Add(s)
	}
	zone, err := time.LoadLocation("America/St_Johns")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		date, problem := Parse(text, zone)
		switch {
		case problem != nil:
			if problem.Offset < 0 || problem.Offset > utf8.RuneCountInString(text) || problem.Message == "" {
				t.Errorf("%q: %+v", text, problem)
			}
		case date.IsZero() || date.Year() < firstYear-1 || date.Year() > lastYear+1:
			t.Errorf("%q is %v", text, date)
		}
		if day, _, err := FromPath(text + "/" + text + ".md"); err == nil && !day.IsZero() && day.problem() != "" {
			t.Errorf("%q: %v", text, day)
		}
	})
}
