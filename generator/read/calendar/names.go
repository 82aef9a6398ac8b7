package calendar

import (
	"errors"
	"strings"
	"time"
)

// The years that names of files may have: fewer than texts, because a name may
// begin with other numbers.
const (
	firstNamedYear = 1900
	lastNamedYear  = 2199
)

func namedYear(year int) bool { return year >= firstNamedYear && year <= lastNamedYear }

// FromPath finds the day in the names of a file and its folders, and returns
// what follows it in the name that has it, without the file's extension:
//
//	releases/2026-10-01-export.md        export
//	releases/20261001-export.md          export
//	releases/2026-10-01-export/index.md  export
//	releases/2026/10-01-export.md        export
//	releases/2026/10/01-export.md        export
//	releases/2026-10-01.md               "", the name is only a date
//
// The name nearest to the file counts. Without a date the day is zero; a date
// that does not exist is an error.
func FromPath(path string) (day Day, rest string, err error) {
	names := strings.Split(path, "/")
	for i := len(names) - 1; i >= 0; i-- {
		name := names[i]
		if i == len(names)-1 {
			if dot := strings.LastIndexByte(name, '.'); dot > 0 {
				name = name[:dot]
			}
		}
		day, rest, found := datedName(name, names[:i])
		if !found {
			continue
		}
		if p := day.problem(); p != "" {
			return Day{}, "", errors.New(p)
		}
		return day, rest, nil
	}
	return Day{}, "", nil
}

// datedName finds the date at the beginning of one name; above are the names of
// the folders that it is in. The tail is "" when the name is only the date.
func datedName(name string, above []string) (day Day, tail string, found bool) {
	s := &scanner{text: name}
	v, n := s.digits()
	switch n {
	case 4:
		sep := s.peek()
		if sep != '-' && sep != '_' { // with dots it is a version
			return Day{}, "", false
		}
		s.pos++
		m, mn := s.digits()
		if mn < 1 || mn > 2 || s.peek() != sep {
			return Day{}, "", false
		}
		s.pos++
		d, dn := s.digits()
		tail, ok := s.tail()
		if dn < 1 || dn > 2 || !ok || !namedYear(v) {
			return Day{}, "", false
		}
		return Day{v, time.Month(m), d}, tail, true
	case 8:
		// Eight digits that are no date are some other number.
		day := Day{v / 10000, time.Month(v / 100 % 100), v % 100}
		tail, ok := s.tail()
		if !ok || !namedYear(day.Year) || day.problem() != "" {
			return Day{}, "", false
		}
		return day, tail, true
	case 2:
		if len(above) > 1 {
			year, month := yearName(above[len(above)-2]), twoDigits(above[len(above)-1])
			if tail, ok := s.tail(); ok && year > 0 && month > 0 {
				day := Day{year, time.Month(month), v}
				return day, tail, day.problem() == ""
			}
		}
		if len(above) > 0 && s.peek() == '-' {
			year := yearName(above[len(above)-1])
			s.pos++
			d, dn := s.digits()
			if tail, ok := s.tail(); ok && year > 0 && dn == 2 {
				day := Day{year, time.Month(v), d}
				return day, tail, day.problem() == ""
			}
		}
	}
	return Day{}, "", false
}

// tail returns what follows the date of a name, without the mark between.
func (s *scanner) tail() (string, bool) {
	if s.done() {
		return "", true
	}
	if strings.IndexByte("-_ .", s.peek()) < 0 {
		return "", false
	}
	return strings.TrimLeft(s.rest(), "-_ ."), true
}

// yearName returns the year that a folder is named after, or 0.
func yearName(name string) int {
	s := &scanner{text: name}
	if v, n := s.digits(); n == 4 && s.done() && namedYear(v) {
		return v
	}
	return 0
}

func twoDigits(name string) int {
	s := &scanner{text: name}
	if v, n := s.digits(); n == 2 && s.done() {
		return v
	}
	return 0
}
