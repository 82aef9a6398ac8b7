package lint

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
)

// toDoMark begins what headsup new writes where the author's words have to stand.
const toDoMark = "To do: "

// toDoLine is a line that begins with them: in a list, in strong letters, or as a field.
var toDoLine = regexp.MustCompile(`^(?:\s*(?:[-*+>]|\d+[.)]))*\s*(?:summary:\s*)?['"]?(?:\*\*|__)?` + toDoMark)

// MayHaveToDo reports whether [ToDoInPublic] can find something in a page's file.
func MayHaveToDo(p *content.Page, text []byte) bool {
	return p.Visibility == content.Public && !p.Draft && bytes.Contains(text, []byte(toDoMark))
}

// ToDoInPublic looks for public pages that still say what their author has to
// write where everyone will read it.
func ToDoInPublic(in Input) []diag.Diagnostic {
	var found []diag.Diagnostic
	toDo(&in, func(d diag.Diagnostic) {
		if d.Severity == diag.Error {
			found = append(found, d)
		}
	})
	return found
}

// toDo looks for pages that still say what their author has to write, which is an
// error where everyone will read it. Drafts may, and so may code, which shows what
// others write.
func toDo(in *Input, report reporter) {
	for i := range in.Entries {
		e := &in.Entries[i]
		if e.Draft || !in.live(e) {
			continue
		}
		inside := toDoPlaces(in.Lines(e.Source))
		if e.Visibility == content.Public {
			lines := in.publicLines(e)
			isPublic := func(at place) bool { return lines[at.line-1] != "" }
			reportToDo(e, slices.DeleteFunc(slices.Clone(inside), func(at place) bool { return !isPublic(at) }), diag.Error, report)
			inside = slices.DeleteFunc(inside, isPublic)
		}
		reportToDo(e, inside, diag.Warning, report)
	}
}

// place is where in a file something stands, counted from 1.
type place struct{ line, column int }

// toDoPlaces finds the lines that say what is to be written, outside of code.
func toDoPlaces(lines []string) []place {
	var found []place
	code := ""
	for k, line := range lines {
		mark := codeFence(line)
		switch {
		case code != "":
			if strings.HasPrefix(mark, code) {
				code = ""
			}
		case mark != "":
			code = mark
		default:
			if at := toDoLine.FindStringIndex(line); at != nil {
				found = append(found, place{k + 1, at[1] - len(toDoMark) + 1})
			}
		}
	}
	return found
}

// reportToDo reports such lines of a page, if there are some, as one finding.
func reportToDo(e *link.Entry, places []place, severity diag.Severity, report reporter) {
	if len(places) == 0 {
		return
	}
	what, still := "a line", " is still a placeholder"
	if len(places) > 1 {
		what, still = fmt.Sprintf("%d lines", len(places)), " are still placeholders"
	}
	if severity == diag.Error {
		what += " of a public page"
	}
	d := diag.New("to-do", diag.Position{Path: e.Source, Line: places[0].line, Column: places[0].column},
		what+still, "write what it asks for, remove it, or set draft: true until it is done")
	d.Severity = severity
	report(d)
}

// codeFence returns the backquotes or tildes that a line begins with, three or
// more, or "".
func codeFence(line string) string {
	line = strings.TrimLeft(line, " \t")
	for _, c := range "`~" {
		if mark := line[:len(line)-len(strings.TrimLeft(line, string(c)))]; len(mark) >= 3 {
			return mark
		}
	}
	return ""
}
