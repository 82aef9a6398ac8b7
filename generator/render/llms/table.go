package llms

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// table writes a table. The first row is its head, as Markdown wants one; cells
// over several columns are one cell.
func (r *renderer) table(n *node) []block {
	lines, stray := parts(n.children, atom.Tr, atom.Caption)
	out := r.blocks(stray) // a browser shows it in front, too
	for _, c := range lines {
		if c.tag == atom.Caption {
			out = append(out, r.blocks(c.children)...)
		}
	}
	r.inCell = true
	defer func() { r.inCell = false }()
	var rows [][]string
	var aligns []string
	columns := 0
	for _, tr := range lines {
		if tr.tag == atom.Caption {
			continue
		}
		var row []string
		cells, stray := parts(tr.children, atom.Td, atom.Th)
		out = append(out, r.blocks(stray)...)
		for _, cell := range cells {
			if len(rows) == 0 {
				aligns = append(aligns, alignment(cell))
			}
			row = append(row, r.line(cell.children, true))
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
func alignment(cell *node) string {
	switch {
	case cell.hasClass("align-left"):
		return ":--"
	case cell.hasClass("align-center"):
		return ":-:"
	case cell.hasClass("align-right"):
		return "--:"
	}
	return "---"
}
