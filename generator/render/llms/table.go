package llms

import (
	"strings"

	"golang.org/x/net/html/atom"

	"headsup/generator/compile/fragment"
)

// table writes a table. The first row is its head, as Markdown wants one; cells
// over several columns are one cell.
func (r *Renderer) table(list nodes) []block {
	lines, stray := list.parts(atom.Tr, atom.Caption)
	out := r.blocks(stray) // a browser shows it in front, too
	for _, c := range lines {
		if c[0].tag == atom.Caption {
			out = append(out, r.blocks(c[1:])...)
		}
	}
	r.inCell = true
	defer func() { r.inCell = false }()
	var rows [][]string
	var aligns []string
	columns := 0
	for _, tr := range lines {
		if tr[0].tag == atom.Caption {
			continue
		}
		var row []string
		cells, stray := tr[1:].parts(atom.Td, atom.Th)
		out = append(out, r.blocks(stray)...)
		for _, cell := range cells {
			if len(rows) == 0 {
				aligns = append(aligns, alignment(cell[0].attrs))
			}
			row = append(row, r.line(cell[1:], true))
		}
		if len(row) > 0 {
			rows = append(rows, row)
			columns = max(columns, len(row))
		}
	}
	if columns == 0 {
		return out
	}
	var b strings.Builder
	write := func(row []string) {
		b.WriteByte('|')
		for i := range columns {
			cell := ""
			if i < len(row) {
				cell = row[i]
			}
			b.WriteString(" " + cell + " |")
		}
	}
	write(rows[0])
	b.WriteString("\n|")
	for i := range columns {
		rule := "---"
		if i < len(aligns) {
			rule = aligns[i]
		}
		b.WriteString(rule + "|")
	}
	for _, row := range rows[1:] {
		b.WriteByte('\n')
		write(row)
	}
	return append(out, block{b.String(), other})
}

// alignment returns the rule below the head of a column.
func alignment(cell fragment.Attributes) string {
	switch {
	case cell.HasClass("align-left"):
		return ":--"
	case cell.HasClass("align-center"):
		return ":-:"
	case cell.HasClass("align-right"):
		return "--:"
	}
	return "---"
}
