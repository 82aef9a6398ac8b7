// Package diag holds diagnostics: what is wrong with the content, where, and
// what its author should change.
//
// Diagnostics are data. A stage returns the ones that it found together with
// its value; it neither prints nor stops at the first. The driver collects
// them, applies the site's severities ([Levels.Apply]), sorts them ([Sort]) and
// prints them all in one run ([Print]).
//
// The package imports no other package of this module.
package diag

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Severity says what a diagnostic does to a build.
type Severity uint8

// The severities. Off exists only as a setting: a diagnostic whose rule is off
// is dropped by [Levels.Apply].
const (
	Off Severity = iota
	Warning
	Error
)

// String returns "error", "warning" or "off".
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "off"
	}
}

// ParseSeverity reads a severity as headsup.yaml spells it: error, warn
// (or warning), off.
func ParseSeverity(s string) (Severity, bool) {
	switch s {
	case "error":
		return Error, true
	case "warn", "warning":
		return Warning, true
	case "off":
		return Off, true
	}
	return Off, false
}

// Position is a place in a content file.
type Position struct {
	Path   string // slash-separated, relative to the content folder
	Line   int    // 1-based; 0: the file as a whole
	Column int    // 1-based, in Unicode code points; 0: the line as a whole
}

// String returns path:line:col, without the parts that are 0.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.Path
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.Path, p.Line)
	default:
		return fmt.Sprintf("%s:%d:%d", p.Path, p.Line, p.Column)
	}
}

// Diagnostic is one finding.
type Diagnostic struct {
	Position
	Severity Severity
	Rule     string // id of the rule, such as "broken-link"
	Message  string // what is wrong, in lower case, without a full stop
	Hint     string // what to change, may be empty
	Source   string // text of the line, without its line break, may be empty
}

// String returns "path:line:col: severity: message [rule]".
func (d Diagnostic) String() string {
	var b strings.Builder
	if p := d.Position.String(); p != "" {
		b.WriteString(p)
		b.WriteString(": ")
	}
	fmt.Fprintf(&b, "%s: %s [%s]", d.Severity, d.Message, d.Rule)
	return b.String()
}

// LongLine is the length of a line, in bytes, that diagnostics do not repeat:
// there can be thousands of them in it.
const LongLine = 4096

// Cite fills in the text of the line that the diagnostic is about, from the lines
// of its file, unless it has one, or there is no such line, or it is very long.
func (d *Diagnostic) Cite(lines []string) {
	if d.Source == "" && d.Line > 0 && d.Line <= len(lines) && len(lines[d.Line-1]) <= LongLine {
		d.Source = strings.TrimSuffix(lines[d.Line-1], "\r")
	}
}

// Sort orders diagnostics by path, line, column, rule and message, and removes
// exact repetitions. It returns the shortened slice.
func Sort(list []Diagnostic) []Diagnostic {
	slices.SortStableFunc(list, Compare)
	return slices.Compact(list)
}

// Compare is the order of [Sort].
func Compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.Path, b.Path),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Message, b.Message),
		// Parallel stages report in any order: nothing may be left to it.
		cmp.Compare(b.Severity, a.Severity),
		cmp.Compare(a.Hint, b.Hint),
		cmp.Compare(a.Source, b.Source),
	)
}

// Number writes a number with what it counts: "1 launch", "2 launches".
func Number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// Count returns how many errors and how many warnings a list holds.
func Count(list []Diagnostic) (errors, warnings int) {
	for _, d := range list {
		switch d.Severity {
		case Error:
			errors++
		case Warning:
			warnings++
		}
	}
	return errors, warnings
}

// Levels is a site's own severity for some rules, by rule id.
type Levels map[string]Severity

// Apply returns the diagnostics with the site's severities: those whose rule is
// off are left out, and with strict every warning is an error. Rules that guard
// a promise (see [Fixed]) keep their severity.
func (l Levels) Apply(list []Diagnostic, strict bool) []Diagnostic {
	out := make([]Diagnostic, 0, len(list))
	for _, d := range list {
		if s, ok := l[d.Rule]; ok && !Fixed(d.Rule) {
			d.Severity = s
		}
		if strict && d.Severity == Warning {
			d.Severity = Error
		}
		if d.Severity != Off {
			out = append(out, d)
		}
	}
	return out
}

// Silenced is a finding that its file silences, with the reason that it gives.
type Silenced struct {
	Diagnostic
	Reason string
}

// Print writes each diagnostic with the line it is about and a mark under the
// column, then its hint. With color, severities stand out by ANSI codes.
func Print(w io.Writer, list []Diagnostic, color bool) error {
	var b strings.Builder
	paint := func(code, s string) string {
		if !color {
			return s
		}
		return "\x1b[" + code + "m" + s + "\x1b[0m"
	}
	for _, d := range list {
		b.Reset()
		if p := d.Position.String(); p != "" {
			b.WriteString(paint("1", Printable(p)+":") + " ")
		}
		code := "31;1"
		if d.Severity == Warning {
			code = "33;1"
		}
		fmt.Fprintf(&b, "%s %s [%s]\n", paint(code, d.Severity.String()+":"), Printable(d.Message), d.Rule)
		if d.Source != "" && d.Line > 0 {
			line, mark := excerpt(d.Source, d.Column)
			fmt.Fprintf(&b, "  %s\n", line)
			if mark != "" {
				fmt.Fprintf(&b, "  %s\n", mark)
			}
		}
		if d.Hint != "" {
			fmt.Fprintf(&b, "  hint: %s\n", Printable(d.Hint))
		}
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// excerptWidth is how much of a long line is shown, in code points.
const excerptWidth = 100

// excerpt returns the part of a line around a column, and a caret line for it.
// Without a column there is no caret.
func excerpt(source string, column int) (line, mark string) {
	r := []rune(Printable(strings.ReplaceAll(source, "\t", " ")))
	col := min(max(column, 1)-1, len(r))
	start := 0
	if len(r) > excerptWidth && col > excerptWidth/2 {
		start = min(col-excerptWidth/2, len(r)-excerptWidth)
	}
	end := min(len(r), start+excerptWidth)
	line = string(r[start:end])
	indent := cells(r[start:col])
	if start > 0 {
		line = "…" + line
		indent++
	}
	if end < len(r) {
		line += "…"
	}
	if column < 1 {
		return line, ""
	}
	return line, strings.Repeat(" ", indent) + "^"
}

// cells returns how many columns of a terminal a text takes: two for an East
// Asian wide character, none for a mark that is put on the one before.
func cells(text []rune) int {
	n := 0
	for _, r := range text {
		switch k := width.LookupRune(r).Kind(); {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case k == width.EastAsianWide || k == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// Printable replaces control characters, so that no content can write escape
// codes to a terminal, and those that turn the direction of writing, so that
// none can make a line look like another.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return '\uFFFD'
		}
		return r
	}, s)
}
