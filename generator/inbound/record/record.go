// Package record is what comes back from customers and colleagues: questions,
// requests and problems, one [Record] each, as they lie in the content folder under
// inbound/SOURCE/YYYY-MM.jsonl, one JSON object a line.
//
// Records are always internal, and free of personal data when they are written. The
// package knows their form: it reads and writes lines, and says what is wrong with
// one. Where they come from, and what they mean, is decided elsewhere.
package record

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"headsup/generator/diag"
	"headsup/generator/link/address"
)

// Record is one question, request or remark of one person.
type Record struct {
	// ID is that of the source, and unique in it. A record with the same one
	// replaces the former.
	ID     string    `json:"id"`
	At     time.Time `json:"at"`     // when it was asked
	Source string    `json:"source"` // id of a source in headsup.yaml
	Team   string    `json:"team"`   // who asked: id of an audience, or [Customer]
	Title  string    `json:"title,omitempty"`
	Text   string    `json:"text"`

	Product string `json:"product,omitempty"` // id of a product
	Plan    string `json:"plan,omitempty"`    // id of a plan
	// Account is a label of the company that asked, never its name unless the
	// site keeps names.
	Account string  `json:"account,omitempty"`
	Value   float64 `json:"value,omitempty"` // of the account, in the currency of headsup.yaml
	Score   *int    `json:"score,omitempty"` // 0 to 10, of a survey
	URL     string  `json:"url,omitempty"`   // of the ticket or thread
	Lang    string  `json:"lang,omitempty"`  // BCP 47

	// What people set to correct the machine:
	Kind   Kind   `json:"kind,omitempty"`
	Theme  string `json:"theme,omitempty"`  // id of a theme
	Answer string `json:"answer,omitempty"` // path of a page in the content folder, as in front matter

	line int // of the file that it was read from; 0: it was not
}

// Position is where the record is in the content folder.
func (r *Record) Position() diag.Position {
	pos := diag.Position{Path: File(r), Line: r.line}
	if r.line > 0 {
		pos.Column = 1
	}
	return pos
}

// Customer is the team of those who are no colleagues.
const Customer = "customer"

// Kind is what somebody wants to know or to have.
type Kind string

// The kinds.
const (
	HowTo      Kind = "how-to"     // teach me how
	Capability Kind = "capability" // what can it do
	Roadmap    Kind = "roadmap"    // when will it
	Request    Kind = "request"    // we need it
	Problem    Kind = "problem"
	Praise     Kind = "praise"
	Other      Kind = "other"
)

// Kinds returns all kinds in the order in which they are shown.
func Kinds() []Kind { return []Kind{HowTo, Capability, Roadmap, Request, Problem, Praise, Other} }

// MaxScore is the highest score of a survey; the lowest is 0.
const MaxScore = 10

// MaxValue is the highest value of an account: sums of those can be written and shown.
const MaxValue = 1e15

// IsTheme reports whether a text can be the id of a theme: the folder of a page is called
// so, in one that has an index.html itself.
func IsTheme(id string) bool {
	return len(id) <= 128 && address.Slug(id) == id && id != "index.html"
}

// IsID reports whether a text can be the id of a record: commands and lists show it on one
// line, so it has no line breaks, and nothing that controls a terminal.
func IsID(id string) bool {
	return !strings.ContainsFunc(id, func(c rune) bool {
		return unicode.IsControl(c) || unicode.In(c, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
	})
}

// ThemeHint says what the id of a theme looks like.
const ThemeHint = "write small letters, digits and hyphens; headsup inbound themes lists the ids that there are"

// Month is the name of the file for a time, without its ending: "2026-11", in UTC.
func Month(at time.Time) string { return at.UTC().Format("2006-01") }

// Compare orders records as they stand in a file: by their time, then by their id.
func Compare(a, b Record) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
}

// Merge returns the records of a file with others put in, in order. Where several have
// one source and id, the last one stays.
func Merge(records []Record, more ...Record) []Record {
	type name struct{ source, id string }
	all := slices.Concat(records, more)
	at := make(map[name]int, len(all))
	for i, r := range all {
		at[name{r.Source, r.ID}] = i
	}
	if len(at) < len(all) {
		kept := all[:0]
		for i, r := range all {
			if at[name{r.Source, r.ID}] == i {
				kept = append(kept, r)
			}
		}
		all = kept
	}
	slices.SortStableFunc(all, Compare)
	return all
}

// Append appends records as lines of a file. Equal records have equal lines.
func Append(b []byte, records []Record) ([]byte, error) {
	written := slices.Clone(records)
	for i := range written {
		written[i].At = written[i].At.UTC().Truncate(time.Second)
	}
	return appendLines(b, written)
}
