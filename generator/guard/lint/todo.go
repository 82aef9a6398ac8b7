package lint

import (
	"fmt"
	"regexp"
	"strings"

	"headsup/generator/diag"
)

// toDoLine is a line that begins with words that headsup new writes where the
// author's have to stand: in a list, in strong letters, or as a field.
var toDoLine = regexp.MustCompile(`^(?:\s*(?:[-*+>]|\d+[.)]))*\s*(?:summary:\s*)?['"]?(?:\*\*|__)?To do: `)

// toDo looks for pages that still say what their author has to write. Drafts
// may, and so may code, which shows what others write.
func toDo(in *Input, report reporter) {
	for i := range in.Entries {
		e := &in.Entries[i]
		if e.Draft || !in.live(e) {
			continue
		}
		first, count, code := diag.Position{}, 0, ""
		for k, line := range in.Lines(e.Source) {
			mark := codeFence(line)
			switch {
			case code != "":
				if strings.HasPrefix(mark, code) {
					code = ""
				}
			case mark != "":
				code = mark
			default:
				at := toDoLine.FindStringIndex(line)
				if at == nil {
					continue
				}
				if count++; count == 1 {
					first = diag.Position{Path: e.Source, Line: k + 1, Column: at[1] - len("To do: ") + 1}
				}
			}
		}
		if count == 0 {
			continue
		}
		message := "a line still says what is to be written here"
		if count > 1 {
			message = fmt.Sprintf("%d lines still say what is to be written there", count)
		}
		report(diag.New("to-do", first, message, "write it, take the line away, or say draft: true until it is done"))
	}
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
