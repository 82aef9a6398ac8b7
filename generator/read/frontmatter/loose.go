package frontmatter

import (
	"bytes"
	"cmp"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"headsup/generator/diag"
)

// A loose field is a line that a person means as a field, whatever a word
// processor, a chat or a list made of it: "- draft: true", "draft：true",
// "draft:true". Reading it so would be a guess; that it is there is none.
type looseField struct {
	key, value string
	offset     int // bytes before what keeps the line from being a field
	why, hint  string

	indented, item bool
}

var looseLine = regexp.MustCompile(`^([\s\pZ\p{Cf}]*)([-*+•·–][\s\pZ]+|(?:>[\s\pZ]*)+)?["'“”‘’«*_` + "`" + `]*` +
	`([\pL_][\pL\pN_.-]*)["'“”‘’»*_` + "`" + `]*([\s\pZ\p{Cf}]*)([:：﹕꞉∶=＝])([*_]*)([\s\pZ\p{Cf}]*)(.*)$`)

// loose takes a line apart that may be meant as a field.
func loose(f format, line string) (field looseField, ok bool) {
	m := looseLine.FindStringSubmatchIndex(line)
	if m == nil {
		return field, false
	}
	part := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return line[m[2*i]:m[2*i+1]]
	}
	field.key = norm.NFKC.String(part(3))
	value, _, _ := strings.Cut(norm.NFKC.String(part(8)), " #") // behind it is a comment
	field.value = strings.Trim(value, " \t\r\u200b\"'“”‘’,;*_`")
	mark, between := ":", part(7)
	if f == tomlFormat {
		mark = "="
	}
	field.indented, field.item = part(1) != "", part(2) != ""
	odd := func(r rune) bool { return r != ' ' && r != '\t' && r != '\r' }
	right := field.key + mark + " " + field.value
	if f == tomlFormat {
		right = field.key + " = " + field.value
	}
	switch hint := "write " + strings.TrimSpace(right); {
	case field.item:
		field.offset, field.why = m[4], "this line is the item of a list, not a field"
		if strings.HasPrefix(part(2), ">") {
			field.why = "this line is a quote, not a field"
		}
		field.hint = hint + ", without the " + strings.TrimSpace(part(2))
	case part(5) != mark && strings.ContainsAny(part(5), "=:"):
		field.offset, field.why = m[10], "between key and value of this line stands "+part(5)+", and the fences ask for "+mark
		field.hint = hint
	case part(5) != mark:
		field.offset, field.why = m[10], "the "+part(5)+" in this line is not the "+mark+" of the keyboard, so it is no field"
		field.hint = hint
	case mark == ":" && between == "" && part(8) != "":
		field.offset, field.why, field.hint = m[14], "there is no space behind the colon, so this line is no field", hint
	case strings.ContainsFunc(between+part(4), odd):
		field.offset, field.why = m[8], "a space in this line is a no-break space or another odd one, so it is no field"
		field.hint = "type the line anew: " + strings.TrimSpace(right)
	case field.indented:
		field.offset, field.why, field.hint = m[2], "this line is indented, so it is no field of its own", "begin it at the left edge"
	}
	return field, true
}

// dashes are what word processors make of hyphens.
const dashes = "-‐‑‒–—―−﹣－"

// likeFence reports whether a line is what a person takes for a fence, and which
// is meant. Marks of other tools are odd: only front matter that holds a page
// back is looked for below them.
func likeFence(line string) (f format, odd, ok bool) {
	mark, tail := line, ""
	if i := strings.IndexFunc(line, func(r rune) bool { return unicode.IsLetter(r) || r == '#' }); i > 0 {
		mark, tail = line[:i], line[i:]
	}
	mark = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Z, r) {
			return -1
		}
		return r
	}, mark)
	const longest = 12 // of "--- yaml"
	if tail != "" && tail[0] != '#' && (len(tail) > longest || strings.ContainsAny(strings.TrimSpace(tail), " \t:")) ||
		tail != "" && utf8.RuneCountInString(mark) < 3 {
		return "", false, false
	}
	switch {
	case len(mark) > 1 && strings.Trim(mark, dashes) == "":
		return yamlFormat, false, true
	case len(mark) > 1 && strings.Trim(mark, "+＋") == "":
		return tomlFormat, false, true
	case len(mark) > 2 && strings.Trim(mark, "*_=;.") == "":
		return yamlFormat, true, true
	}
	return "", false, false
}

// headLine is one of the first lines of a text, with what people and YAML take
// for the end of a line.
type headLine struct {
	text   string
	offset int
}

// head returns the first lines of a text.
func head(text []byte) (lines []headLine) {
	const bytes, count = 4096, 40
	begin := string(text[:min(len(text), bytes)])
	for at := 0; at < len(begin) && len(lines) < count; {
		end, next := len(begin), len(begin)
		if m := personBreak.FindStringIndex(begin[at:]); m != nil {
			end, next = at+m[0], at+m[1]
		}
		lines = append(lines, headLine{begin[at:end], at})
		at = next
	}
	return lines
}

var personBreak = regexp.MustCompile("\r\n|[\r\n\u2028\u2029]")

func blank(line string) bool {
	return strings.TrimFunc(line, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }) == ""
}

// bareFields are fields at the beginning that stand below no fence: two that are
// known, or one that holds the page back. Below a heading, as in notes of a
// meeting, behind an empty line, and in a quote, only the latter counts; where
// front matter was read, it has to be one of its fields. Below front matter that is
// empty, one above a closing fence will do.
func bareFields(s *suspect) *slip {
	lines := s.top()
	if len(lines) == 0 {
		return nil
	}
	f, familiar, headed, gap := yamlFormat, 0, false, false
	if keyOf(tomlFormat, lines[0].text) != "" {
		f = tomlFormat
	}
	begin := -1 // of the fields
	for _, line := range lines {
		field, ok := loose(f, line.text)
		_, _, fence := likeFence(line.text)
		apart := gap || strings.HasPrefix(strings.TrimSpace(line.text), ">")
		if ok && begin < 0 {
			begin = line.offset
		}
		switch {
		case blank(line.text):
			gap = true
		case s.holding(field) && (!apart || s.after != fullBlock || s.known(field.key)), fence && familiar > 0 && s.after == emptyBlock:
			familiar = 2
		case strings.HasPrefix(line.text, "#") && !gap: // a heading, or a comment where fields are meant
			headed = true
			if begin < 0 {
				begin = line.offset
			}
		case alertMark.MatchString(line.text) && begin < 0:
		case !ok:
			return nil
		case !headed && !apart && s.known(field.key) && s.after != fullBlock && keyOf(f, trimRight([]byte(line.text))) != "":
			familiar++
		}
		if familiar >= 2 {
			if apart {
				return s.inText(field.key, field.value, "in the text", line.offset)
			}
			return &slip{fence: string(f), offset: begin}
		}
	}
	return nil
}

// inText is a field that stands where the text is, and where nothing reads it.
func (s *suspect) inText(key, value, where string, offset int) *slip {
	field := strings.ToLower(strings.ReplaceAll(key, " ", "_")) + ": " + value
	hint := "write " + field + " between two lines --- at the beginning of the file"
	if s.after != noBlock {
		hint = "write " + field + " in the front matter, above its closing fence"
	}
	message := diag.Quote(field) + " stands " + where + ", where nothing reads it"
	return &slip{fence: string(yamlFormat), offset: offset, message: message, hint: hint}
}

// alertMark is the first line of a quote that is an alert.
var alertMark = regexp.MustCompile(`^>[ \t]*\[![A-Za-z]+\][ \t]*$`)

// top returns the first lines of a text, without blank ones before them. Of a
// heading that is underlined it has only the line of its words, as one with #.
func (s *suspect) top() []headLine {
	lines := head(s.text)
	for len(lines) > 0 && blank(lines[0].text) {
		lines = lines[1:]
	}
	if len(lines) > 1 && underline.MatchString(lines[1].text) && !strings.ContainsAny(lines[0].text[:1], "|>#-*+`~") &&
		!looseLine.MatchString(lines[0].text) {
		lines = lines[1:]
		lines[0].text = "# "
	}
	return lines
}

// underline is the line below a heading.
var underline = regexp.MustCompile(`^(?:=+|-+)[ \t]*$`)

// rows are fields that hold the page back and stand in the table that a text begins
// with, or below its heading: two cells a row, or names above values.
func rows(s *suspect) *slip {
	lines := s.top()
	if len(lines) > 0 && strings.HasPrefix(lines[0].text, "#") {
		lines = lines[1:]
	}
	for len(lines) > 0 && blank(lines[0].text) {
		lines = lines[1:]
	}
	var header []string
	for i, line := range lines {
		if !strings.Contains(line.text, "|") {
			return nil
		}
		cells := cellsOf(line.text)
		if i == 0 {
			header = cells
		}
		holds := func(key, value string) bool {
			return s.holding(looseField{key: key, value: value}) && !documents.MatchString(value) && (s.after != fullBlock || s.known(key))
		}
		key, value := "", ""
		if len(cells) == 2 && holds(cells[0], cells[1]) {
			key, value = cells[0], cells[1]
		} else if last := len(lines) == 3 || len(lines) > 3 && !strings.Contains(lines[3].text, "|"); i == 2 && last {
			for c := range min(len(cells), len(header)) {
				if holds(header[c], cells[c]) {
					key, value = header[c], cells[c]
					break
				}
			}
		}
		if key != "" {
			return s.inText(key, value, "in a table", line.offset)
		}
	}
	return nil
}

// documents is a cell that says of a field what it takes: code, or a type.
var documents = regexp.MustCompile("(?i)`|^(?:string|text|word|enum|choice|select|list|array|bool|boolean|required|optional|default)$")

// cellsOf returns the texts of the cells in a row, without the marks of bold text.
func cellsOf(row string) []string {
	row = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(row), "|"), "|")
	var cells []string
	for cell := range strings.SplitSeq(norm.NFKC.String(row), "|") {
		cells = append(cells, strings.Trim(strings.TrimSpace(cell), "*_:"))
	}
	return cells
}

// coded are fields that hold the page back and are all that stands in the block of code
// that a file begins with. Below front matter, and below a heading, that is an example.
func coded(s *suspect) *slip {
	lines := s.top()
	if s.after == fullBlock || len(lines) == 0 {
		return nil
	}
	m := codeOfFields.FindStringSubmatch(lines[0].text)
	if m == nil {
		return nil
	}
	f := yamlFormat
	if strings.EqualFold(m[2], "toml") {
		f = tomlFormat
	}
	var found *slip
	for _, line := range lines[1:] {
		field, ok := loose(f, line.text)
		_, _, fence := likeFence(line.text)
		switch {
		case strings.HasPrefix(strings.TrimSpace(line.text), m[1]):
			return found
		case fence, blank(line.text), strings.HasPrefix(line.text, "#"), strings.HasPrefix(line.text, " "),
			strings.HasPrefix(line.text, "- "):
		case !ok:
			return nil
		case s.holding(field) && found == nil:
			found = s.inText(field.key, field.value, "in a block of code", line.offset)
		}
	}
	return found
}

// codeOfFields is the first line of a block of code that may hold fields.
var codeOfFields = regexp.MustCompile("(?i)^ {0,3}(`{3,}|~{3,})[ \t]*(yaml|yml|toml|md|markdown|text|txt|front-?matter|)[ \t]*$")

// looseBlock is front matter between lines that a person takes for fences and a
// machine does not: indented, too long, behind a comment, with odd white space
// or line ends, made into dashes by a word processor. Or the fences are fine and
// the lines between them are no fields. Or front matter has ended before, and
// this is a second block.
func looseBlock(s *suspect) *slip {
	lines := head(s.text)
	prose, ended := false, false
	for i, line := range lines {
		switch f, odd, ok := likeFence(line.text); {
		case ok && !ended:
			if found := inBlock(s, f, lines[i:], odd, prose); found != nil {
				return found
			}
			prose = true
		case blank(line.text), isComment(line.text):
		case s.after != noBlock, isCode(line.text):
			return nil // code is no front matter, and a second block stands on top
		default:
			const near = 8
			prose = true
			ended = i >= near
		}
	}
	return nil
}

// isCode reports whether a line begins a block of code.
func isCode(line string) bool {
	t := strings.TrimSpace(line)
	return strings.HasPrefix(t, "```") || strings.HasPrefix(t, "~~~")
}

// isComment reports whether a line may stand before front matter.
func isComment(line string) bool {
	t := strings.TrimSpace(line)
	return strings.HasPrefix(t, "<!--") || strings.HasPrefix(t, "{/*") || strings.HasPrefix(t, "{#") || strings.HasPrefix(t, "#!")
}

// inBlock looks for fields below the first of some lines, which is taken for a
// fence of a format. Below an odd fence or a text they must hold the page back.
func inBlock(s *suspect, f format, lines []headLine, odd, prose bool) *slip {
	const near = 3 // lines from the fence to the first known key
	var first *looseField
	at, closed, held, gap := 0, false, false, false
	for i, line := range lines[1:] {
		if _, _, ok := likeFence(line.text); ok {
			closed = true
			break
		}
		if blank(line.text) {
			gap = true
			continue
		}
		if field, ok := loose(f, line.text); ok && (s.known(field.key) || s.holding(field)) {
			if first == nil && (i < near || s.holding(field)) || s.holding(field) && !held {
				first, at = &field, i+1
			}
			held = held || s.holding(field)
		} else if says := norm.NFKC.String(line.text); i == 0 && bareGuard.MatchString(says) {
			field := looseField{
				key: "draft", why: "this line says " + strings.TrimSpace(says) + " and is no field",
				hint: "write draft: true, or visibility: internal",
			}
			first, at, held = &field, i+1, true
		}
	}
	switch {
	case first == nil, (odd || prose) && !held:
		return nil
	case held && (closed || !prose): // nobody writes that as text
	case s.after == noBlock && !s.breaks && !prose: // the file begins so
	case !closed || gap: // a thematic break, and a text with a colon
		return nil
	}
	if s.after != noBlock {
		return &slip{fence: string(f), offset: lines[0].offset, again: true}
	}
	if exact := trimRight([]byte(lines[0].text)); s.breaks && exact == string(f) && first.why != "" {
		pos := lines[at].offset + first.offset
		return &slip{fence: exact, offset: pos, message: first.why, hint: first.hint}
	}
	return &slip{fence: string(f), offset: lines[0].offset, hint: cmp.Or(fenceHint(lines[0].text, f), first.hint)}
}

// bareGuard is a line that says "draft" or "internal" and nothing else.
var bareGuard = regexp.MustCompile(`(?i)^[\s\pP]*(?:draft|internal|private|visibility[\s\pP]+internal|` +
	`draft[\s\pP]+(?:true|yes|on))[\s\pP]*$`)

// fenceHint says what a word processor made of a fence.
func fenceHint(line string, f format) string {
	mark := strings.TrimSpace(line)
	if strings.ContainsAny(mark, strings.TrimPrefix(dashes, "-")) {
		return diag.Quote(mark) + " is a dash, which word processors make of hyphens; write " + string(f) +
			", before the fields and behind them"
	}
	return ""
}

// second looks for front matter below the block that was read: an empty block
// before the real one, or one that says more.
func (r *reader) second() {
	s := &suspect{text: r.Body, known: r.known, holds: r.holds, after: fullBlock}
	if len(r.Root.Content) == 0 && len(r.diags) == 0 {
		s.after = emptyBlock
	}
	first, rest := cutLine(bytes.TrimLeft(r.Body, "\ufeff\u200b \t\r\n"))
	next, _ := cutLine(rest)
	if _, _, fence := likeFence(string(first)); !fence && !looseLine.Match(first) && !mayLead.Match(first) && !underline.Match(next) {
		return // as nearly all bodies
	}
	var found *slip
	for _, fits := range []func(*suspect) *slip{looseBlock, bareFields, rows, coded} {
		if found = fits(s); found != nil {
			break
		}
	}
	if found == nil {
		return
	}
	pos := locate(r.Path, chunk{text: r.text, line: 1}, len(r.text)-len(r.Body)+found.offset)
	message, hint := "fields stand below the end of the front matter, so they are not read", "move them above the closing fence"
	switch {
	case s.after == emptyBlock:
		message, hint = "the front matter ends before this line with nothing in it, so these fields are not read",
			"remove the empty front matter above them"
		if !found.again {
			hint = "put these fields between the two fences above them"
		}
	case found.again:
		message, hint = "a second front matter begins here, and only the first is read", "move its fields into the first, and remove it"
	}
	r.report("front-matter-unread", pos, cmp.Or(found.message, message), cmp.Or(found.hint, hint))
	r.Unread, r.Lost = true, true
}

// mayLead is the first line of a body that may begin with fields: a heading, a quote,
// code, a row of a table.
var mayLead = regexp.MustCompile("^(?:#|>|```|~~~)|\\|")

var (
	jsonBegin = regexp.MustCompile(`^\{[\s\pZ]*["“]?\w+["”]?\s*:`)
	jsonKey   = regexp.MustCompile(`["“{,\s](\w+)["”]?\s*:`)
)

// lineOfJSON is front matter as JSON in which a key is known.
func lineOfJSON(s *suspect) *slip {
	text := bytes.TrimLeft(s.text, " \t\r\n")
	begin := text[:min(len(text), 4096)]
	if !jsonBegin.Match(begin) {
		return nil
	}
	for _, m := range jsonKey.FindAllSubmatch(begin, -1) {
		if s.known(string(m[1])) {
			return &slip{fence: "---", offset: len(s.text) - len(text)}
		}
	}
	return nil
}
