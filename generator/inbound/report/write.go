package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"headsup/generator/diag"
	"headsup/generator/render/portable"
)

// JSON writes the report for programs.
func (r *Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// CSV writes a table of the themes, or, when the report has them, of the records. What
// a spreadsheet would take for a formula is made text with an apostrophe in front.
func (r *Report) CSV(w io.Writer) error {
	c := csv.NewWriter(w)
	rows := r.themeRows()
	if r.ByRecord != nil {
		rows = r.recordRows()
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = portable.Cell(cell)
		}
	}
	return c.WriteAll(rows)
}

func (r *Report) themeRows() [][]string {
	header := slices.Concat([]string{"id", "title", "count", "accounts", "value"}, Kinds(),
		[]string{"teams", "sources", "first", "last", "answer_url", "answer_title", "answer_score", "launches"})
	rows := [][]string{header}
	for _, t := range r.Themes {
		row := []string{t.ID, t.Title, strconv.Itoa(t.Count), strconv.Itoa(t.Accounts), number(t.Value)}
		for _, kind := range Kinds() {
			row = append(row, strconv.Itoa(t.Kinds[kind]))
		}
		var launches []string
		for _, l := range t.Launches {
			launches = append(launches, l.URL)
		}
		row = append(row, strings.Join(sortedKeys(t.Teams), " "), strings.Join(sortedKeys(t.Sources), " "), t.First, t.Last)
		rows = append(rows, append(append(row, answerCells(t.Answer)...), strings.Join(launches, " ")))
	}
	return rows
}

func (r *Report) recordRows() [][]string {
	rows := [][]string{{"id", "kind", "theme", "answer_url", "answer_title", "answer_score"}}
	for _, l := range r.ByRecord {
		rows = append(rows, append([]string{l.ID, l.Kind, l.Theme}, answerCells(l.Answer)...))
	}
	return rows
}

func answerCells(a *Answer) []string {
	if a == nil {
		return []string{"", "", ""}
	}
	return []string{a.URL, a.Title, number(a.Score)}
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// Style is how a report is written for people.
type Style struct {
	Bold, Plain string                 // what begins and ends bold text in a terminal
	Mend        func(id string) string // the command that begins a page for a theme
}

const (
	monthsShown = 24
	themesShown = 10
	barWidth    = 10
)

// Text writes the report for people in a terminal.
func (r *Report) Text(w io.Writer, style Style) error {
	var b strings.Builder
	asked, answered := 0, 0
	for _, m := range r.ByMonth {
		asked += m.Questions()
		answered += m.Answered
	}
	switch {
	case r.Records == 0 && r.Since == "":
		b.WriteString("no records\n")
	case r.Records == 0:
		fmt.Fprintf(&b, "no records since %s\n", r.Since)
	default:
		fmt.Fprintf(&b, "%s since %s: %s, of which %s had an answer when they were asked\n",
			counted(r.Records, "record"), r.Since, counted(asked, "question"), percent(answered, asked))
		r.months(&b, style)
		r.top(&b, style)
		r.gaps(&b, style)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// counted is a number with its noun.
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// percent is a share in whole percent, and a dash when there is nothing to have one of.
func percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return strconv.Itoa((200*part+whole)/(2*whole)) + " %"
}

// months writes the table of months: of all records the share of each kind, and of the
// questions the share that had an answer.
func (r *Report) months(b *strings.Builder, style Style) {
	months := r.ByMonth[max(0, len(r.ByMonth)-monthsShown):]
	most := 0
	var kinds []string
	for _, m := range months {
		most = max(most, m.Count)
	}
	for _, kind := range Kinds() {
		if slices.ContainsFunc(months, func(m Month) bool { return m.Kinds[kind] > 0 }) {
			kinds = append(kinds, kind)
		}
	}
	fmt.Fprintf(b, "\n%smonth    records  %s", style.Bold, strings.Repeat(" ", barWidth))
	for _, name := range append(slices.Clone(kinds), "answered") {
		fmt.Fprintf(b, "  %*s", width(name), name)
	}
	b.WriteString(style.Plain + "\n")
	for _, m := range months {
		fmt.Fprintf(b, "%s  %7d  %s", m.Month, m.Count, bar(m.Count, most))
		for _, kind := range kinds {
			fmt.Fprintf(b, "  %*s", width(kind), percent(m.Kinds[kind], m.Count))
		}
		fmt.Fprintf(b, "  %*s\n", width("answered"), percent(m.Answered, m.Questions()))
	}
	if left := len(r.ByMonth) - len(months); left > 0 {
		fmt.Fprintf(b, "and %s before\n", counted(left, "month"))
	}
}

// width is that of a column: of its name, and of "100 %" at least.
func width(name string) int { return max(len(name), len("100 %")) }

// bar shows a number beside the greatest. What is there at all is seen.
func bar(n, most int) string {
	full := (barWidth*n + most - 1) / max(most, 1)
	return strings.Repeat("█", full) + strings.Repeat(" ", barWidth-full)
}

// top writes the themes with the most records.
func (r *Report) top(b *strings.Builder, style Style) {
	fmt.Fprintf(b, "\n%sThemes%s\n", style.Bold, style.Plain)
	for _, t := range r.Themes[:min(themesShown, len(r.Themes))] {
		var kinds []string
		for _, kind := range Kinds() {
			if n := t.Kinds[kind]; n > 0 {
				kinds = append(kinds, fmt.Sprintf("%s %d", kind, n))
			}
		}
		fmt.Fprintf(b, "%5d  %s\n", t.Count, diag.Printable(t.Title))
		fmt.Fprintf(b, "       %s; %s to %s", strings.Join(kinds, ", "), t.First, t.Last)
		if t.Accounts > 0 {
			fmt.Fprintf(b, "; %s", counted(t.Accounts, "account"))
		}
		if t.Value > 0 {
			fmt.Fprintf(b, "; value %s", strconv.FormatFloat(t.Value, 'f', 0, 64))
		}
		b.WriteByte('\n')
		if t.Answer != nil {
			fmt.Fprintf(b, "       answered by %s  %s\n", diag.Printable(t.Answer.Title), diag.Printable(t.Answer.URL))
		}
		for _, l := range t.Launches {
			fmt.Fprintf(b, "       %s\n", diag.Printable(strings.TrimSpace("launch "+l.Title+"  "+l.Date)))
		}
	}
	if left := len(r.Themes) - themesShown; left > 0 {
		fmt.Fprintf(b, "and %s\n", counted(left, "more theme"))
	}
}

// gaps writes what is asked most and answered by no page, and what mends it.
func (r *Report) gaps(b *strings.Builder, style Style) {
	gaps := r.Gaps()
	if len(gaps) == 0 {
		b.WriteString("\nA page answers every theme that has questions.\n")
		return
	}
	fmt.Fprintf(b, "\n%sQuestions that no page answers%s\n", style.Bold, style.Plain)
	for _, t := range gaps[:min(themesShown, len(gaps))] {
		fmt.Fprintf(b, "%5d  %s\n", t.Questions(), diag.Printable(t.Title))
		if style.Mend != nil {
			fmt.Fprintf(b, "       %s\n", diag.Printable(style.Mend(t.ID)))
		}
	}
	if left := len(gaps) - themesShown; left > 0 {
		fmt.Fprintf(b, "and %s\n", counted(left, "more theme"))
	}
}
