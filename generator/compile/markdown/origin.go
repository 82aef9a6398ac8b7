package markdown

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"headsup/generator/diag"
)

// edit is a range of a body and what stands there instead.
type edit struct {
	span
	text string
}

// shift says where the text behind an offset of an edited body came from.
type shift struct {
	at, from int
	edited   bool // the text is new: all of it came from one place
}

// applyEdits returns a body with all edits but those within others, src itself
// when there are none. Line breaks of a range follow its new text.
func applyEdits(src []byte, edits []edit) ([]byte, []shift) {
	if len(edits) == 0 {
		return src, nil
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	out := make([]byte, 0, len(src)+64)
	var shifts []shift
	at := 0
	for _, e := range edits {
		if e.start < at {
			continue
		}
		out = append(out, src[at:e.start]...)
		shifts = append(shifts, shift{len(out), e.start, true})
		out = append(out, e.text...)
		for range bytes.Count(src[e.start:e.stop], []byte("\n")) {
			out = append(out, '\n')
		}
		at = e.stop
		shifts = append(shifts, shift{len(out), at, false})
	}
	return append(out, src[at:]...), shifts
}

// origin finds the place in the file that a place in the body for the parser
// came from.
type origin struct {
	lines lineTable // of the body as written
	first int       // number of its first line in the file
	steps [][]shift // in the order in which the body was edited

	// The last place asked for: most questions are about one close behind it.
	line, offset, column int
}

func newOrigin(src []byte, first int) *origin {
	return &origin{lines: newLineTable(src), first: max(first, 1), line: -1}
}

// edited notes one round of edits.
func (o *origin) edited(shifts []shift) {
	if len(shifts) > 0 {
		o.steps = append(o.steps, shifts)
	}
}

// written returns the offset in the body as written.
func (o *origin) written(offset int) int {
	for _, shifts := range slices.Backward(o.steps) {
		i, found := slices.BinarySearchFunc(shifts, offset, func(s shift, at int) int { return s.at - at })
		for found && i+1 < len(shifts) && shifts[i+1].at == offset {
			i++ // nothing is left of the range before
		}
		if !found {
			i--
		}
		switch {
		case i < 0:
		case shifts[i].edited:
			offset = shifts[i].from
		default:
			offset += shifts[i].from - shifts[i].at
		}
	}
	return min(max(offset, 0), len(o.lines.src))
}

// position returns line and column of the file, both 1-based, the column in code
// points.
func (o *origin) position(offset int) (line, column int) {
	offset = o.written(offset)
	i := o.lines.index(offset)
	if i != o.line || offset < o.offset {
		o.line, o.offset, o.column = i, o.lines.starts[i], 1
	}
	o.column += utf8.RuneCount(o.lines.src[o.offset:offset])
	o.offset = offset
	return o.first + i, o.column
}

// text returns the line of an offset without its line break, "" when it is very
// long.
func (o *origin) text(offset int) string {
	start, end := o.lines.bounds(o.lines.index(o.written(offset)))
	if end-start > diag.LongLine {
		return ""
	}
	return string(o.lines.src[start:end])
}

// finding returns a finding at an offset of the body as it is now.
func (o *origin) finding(rule string, offset int, message, hint string) diag.Diagnostic {
	var pos diag.Position
	pos.Line, pos.Column = o.position(offset)
	d := diag.New(rule, pos, message, hint)
	d.Source = o.text(offset)
	return d
}

// findings returns what notes say, at their places.
func (o *origin) findings(notes []note) []diag.Diagnostic {
	var list []diag.Diagnostic
	for _, n := range notes {
		list = append(list, o.finding(n.rule, n.offset, n.message, n.hint))
	}
	return list
}

// note is a finding whose place is an offset of a body.
type note struct {
	rule          string
	offset        int
	message, hint string
}

// lineOf returns the number of an offset's line in the file.
func (p *pass) lineOf(offset int) int {
	line, _ := p.origin.position(offset)
	return line
}
