package ingest

import (
	"fmt"
	"strings"
)

// csv reads a table whose cells a character separates. It does not use encoding/csv,
// which reads a row with an odd quote and the one behind it as one, or stops.
func (r *reader) csv(text string) error {
	if strings.ContainsRune(text, 0) {
		r.note(r.name, 0, "it holds characters without a meaning (NUL), which are read as blanks", "")
		text = strings.ReplaceAll(text, "\x00", " ")
	}
	text = lineFeeds(text)
	d, named := namedDelimiter(text)
	first := 1
	if named {
		_, text, _ = strings.Cut(text, "\n")
		first = 2
	} else {
		d = delimiter(text)
	}
	rows, odd := split(text, d, -1)
	for _, line := range odd {
		r.note(r.name, line+first-1, "a quote in the row has no other that belongs to it, and is read as it stands",
			`write a quote in a cell twice, and the cell in quotes: "5"" screen"`)
	}
	if len(rows) == 0 {
		return fmt.Errorf("%s is empty", r.name)
	}
	header, rows := rows[0], rows[1:]
	footer := footerAt(rows, len(header.cells))
	for range rows[footer:] {
		r.leaveOut("end of a report")
	}
	t := table{header: header.cells}
	for _, row := range rows[:footer] {
		if line := row.line + first - 1; len(row.cells) != len(header.cells) {
			r.note(r.name, line, fmt.Sprintf("the row has %d cells, and the header %d", len(row.cells), len(header.cells)),
				"write cells that hold the separator in quotes")
		}
		cells := make([]string, len(header.cells))
		for i := range min(len(cells), len(row.cells)) {
			cells[i] = unformula(row.cells[i])
		}
		t.rows = append(t.rows, tableRow{row.line + first - 1, cells})
	}
	return r.table(&t)
}

// lineFeeds ends lines with line feeds, also those of a Mac of old.
func lineFeeds(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if !strings.Contains(text, "\n") {
		return strings.ReplaceAll(text, "\r", "\n")
	}
	return strings.ReplaceAll(text, "\r", " ")
}

// unformula returns the text of a cell that is written as a formula so that programs
// keep it as it is: ="0012" and '0012. Other formulas are their own text.
func unformula(cell string) string {
	if inner, ok := strings.CutPrefix(cell, `="`); ok && strings.HasSuffix(inner, `"`) && strings.Count(inner, `"`) == 1 {
		return strings.TrimSuffix(inner, `"`)
	}
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte("=+-@0123456789", cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}

// footerAt is where the end of a report begins, such as "Grand Totals": rows of which
// only the first cell says something, in a table with several columns.
func footerAt(rows []csvRow, columns int) int {
	n := len(rows)
	if columns < 2 {
		return n
	}
	for n > 0 && strings.TrimSpace(strings.Join(rows[n-1].cells[1:], "")) == "" {
		n--
	}
	return n
}

// namedDelimiter is what the line "sep=;" says, which Excel writes before the header.
func namedDelimiter(text string) (byte, bool) {
	line, _, _ := strings.Cut(text, "\n")
	line = strings.Trim(strings.TrimSpace(line), `"`)
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") {
		return line[4], true
	}
	return 0, false
}

// delimiters are in the order in which they are preferred.
const delimiters = ",;\t|"

// delimiter finds out what separates cells: what splits the header and most of the
// first rows alike. It is 0 where nothing does, and the table has one column.
func delimiter(text string) byte {
	const rowsToTry = 100
	var best byte
	most := 0
	for _, d := range []byte(delimiters) {
		rows, _ := split(text, d, rowsToTry)
		if len(rows) == 0 || len(rows[0].cells) < 2 {
			continue
		}
		// A header whose names are known counts for more than rows that agree by chance.
		score := 1 + 1000*known(rows[0].cells)
		for _, row := range rows[1:] {
			if len(row.cells) == len(rows[0].cells) {
				score += 2
			}
		}
		if score > most {
			best, most = d, score
		}
	}
	return best
}

// csvRow is a row with the line on which it begins.
type csvRow struct {
	line  int
	cells []string
}

// split splits a text into rows, most at most unless that is negative, and leaves out
// those that are empty. It also returns the lines on which quotes do not belong together.
func split(text string, d byte, most int) (rows []csvRow, odd []int) {
	s := splitter{text: text, d: d, line: 1}
	for s.pos < len(text) && len(rows) != most {
		row := csvRow{line: s.line}
		for {
			row.cells = append(row.cells, s.cell())
			if s.pos >= len(text) || text[s.pos] == '\n' {
				break
			}
			s.pos++ // the delimiter
		}
		s.pos++
		s.line++
		if strings.TrimSpace(strings.Join(row.cells, "")) != "" {
			rows = append(rows, row)
		}
	}
	return rows, s.odd
}

type splitter struct {
	text string
	d    byte
	pos  int
	line int
	odd  []int
}

// cell reads a cell, up to a delimiter or the end of its row.
func (s *splitter) cell() string {
	start := s.pos
	if s.pos < len(s.text) && s.text[s.pos] == '"' {
		if cell, ok := s.quoted(); ok {
			return cell
		}
		s.pos = start
		if len(s.odd) == 0 || s.odd[len(s.odd)-1] != s.line {
			s.odd = append(s.odd, s.line)
		}
	}
	if s.pos < len(s.text) && s.text[s.pos] == '=' {
		s.formula()
	}
	for !s.ends(s.pos) {
		s.pos++
	}
	return strings.Trim(s.text[start:s.pos], " ")
}

// ends reports whether a cell without quotes ends here.
func (s *splitter) ends(i int) bool {
	return i >= len(s.text) || s.text[i] == '\n' || s.d != 0 && s.text[i] == s.d
}

// quoted reads a cell in quotes. A quote in it that is not written twice is part of
// it, if the cell is closed on the same line. Where that is not so, ok is false: a
// quote that nobody closes would make a cell of the rest of the file.
func (s *splitter) quoted() (cell string, ok bool) {
	var b strings.Builder
	line, loose := s.line, false
	from := s.pos + 1
	for i := from; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\n' && loose:
			return "", false
		case c == '\n':
			line++
		case c != '"':
		case i+1 < len(s.text) && s.text[i+1] == '"':
			b.WriteString(s.text[from : i+1])
			i++
			from = i + 1
		case s.ends(i + 1):
			b.WriteString(s.text[from:i])
			s.pos, s.line = i+1, line
			return b.String(), true
		case line > s.line && s.ends(i-1):
			return "", false // it opens a cell of a later row
		default:
			loose = true
		}
	}
	return "", false
}

// formula skips a formula, in which delimiters stand between arguments. One that does
// not end on its line is none.
func (s *splitter) formula() {
	depth, inQuotes := 0, false
	for i := s.pos; ; i++ {
		switch {
		case i >= len(s.text) || s.text[i] == '\n':
			if depth == 0 && !inQuotes {
				s.pos = i
			}
			return
		case s.text[i] == '"':
			inQuotes = !inQuotes
		case inQuotes:
		case s.text[i] == '(':
			depth++
		case s.text[i] == ')':
			depth--
		case s.ends(i) && depth <= 0:
			s.pos = i
			return
		}
	}
}
