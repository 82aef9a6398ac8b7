package frontmatter

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
)

// chunk is the text of one top-level field: its first line and all lines that
// are not the beginning of another field.
type chunk struct {
	key  string // "" for lines before the first field
	text []byte
	line int // of the file
}

func (c chunk) keyNode() *yaml.Node { return scalar(c.key, c.line, 1) }

// valueStart returns the offset behind the mark between key and value.
func (c chunk) valueStart(sep byte) int {
	begin := len(c.key)
	if c.text[0] == '"' || c.text[0] == '\'' {
		begin += 2
	}
	return begin + bytes.IndexByte(c.text[begin:], sep) + 1
}

// chunks cuts a block into its top-level fields.
func chunks(f format, text []byte, line int) []chunk {
	out := []chunk{{line: line}}
	begin, at := 0, 0
	for l := range bytes.Lines(text) {
		s := trimRight(l)
		key := keyOf(f, s)
		if key != "" || f == tomlFormat && (strings.HasPrefix(s, "[") || keyOf(yamlFormat, s) != "") {
			out = append(out, chunk{key: key, line: line})
			begin = at
		}
		at += len(l)
		line++
		out[len(out)-1].text = text[begin:at]
	}
	return slices.DeleteFunc(out, func(c chunk) bool { return len(bytes.TrimSpace(c.text)) == 0 })
}

// recoverYAML reads a block that does not parse field by field.
func (r *reader) recoverYAML(text []byte, line int, whole error) *yaml.Node {
	root := mapping(line, 1)
	before := len(r.diags)
	for _, c := range chunks(yamlFormat, text, line) {
		if n, err := readYAML(c.text); err == nil {
			if n == nil || IsNull(n) {
				continue // comments
			}
			if IsMapping(n) {
				place(n, c.text, c.line)
				root.Content = append(root.Content, n.Content...)
				continue
			}
		} else if c.key != "" {
			r.reportChunk(c, err)
			root.Content = append(root.Content, c.keyNode(), r.verbatim(c, ':'))
			continue
		}
		stray := bytes.TrimLeft(c.text, "\r\n")
		first, _ := cutLine(stray)
		hint := "remove it, or indent it if it belongs to the field above"
		if r.fenced {
			hint = "remove it, indent it if it belongs to the field above, or move it below the closing fence"
		}
		message := diag.Quote(string(first)) + " is not a line of \"key: value\""
		at := len(c.text) - len(stray)
		if field, ok := r.strayField(string(first)); ok {
			at, message, hint = at+field.offset, field.why, field.hint
			r.Lost = true
		}
		r.wrong(locate(r.Path, c, at), message, hint)
	}
	if len(r.diags) == before {
		l, message := yamlProblem(whole)
		pos := r.start(line + max(0, l-1))
		if starts := oddStarts(text); starts != nil {
			pos = locate(r.Path, chunk{text: text, line: line}, starts[max(1, min(l, len(starts)))-1])
		}
		r.wrong(pos, message, "")
	}
	return root
}

// verbatim returns the text behind a chunk's key as a text value, for a site
// that lets broken front matter pass.
func (r *reader) verbatim(c chunk, sep byte) *yaml.Node {
	value := strings.TrimSpace(string(c.text[c.valueStart(sep):]))
	for _, q := range []string{`"`, "'"} {
		if strings.HasPrefix(value, q) && strings.Count(value, q) < 2 {
			value = strings.TrimPrefix(value, q)
		} else if len(value) > 1 && strings.HasPrefix(value, q) && strings.HasSuffix(value, q) {
			value = value[1 : len(value)-1]
		}
	}
	n := scalar(value, c.line, 1)
	n.Style = yaml.LiteralStyle
	r.markBroken(n)
	return n
}

// reportChunk says what is wrong with a field that does not parse, and where.
func (r *reader) reportChunk(c chunk, err error) {
	offset, message, hint := r.explain(c)
	if message == "" {
		_, problem := yamlProblem(err)
		offset, message = 0, problem
		hint = "put the value of " + c.key + " in quotes, or write it as an indented block below \"" + c.key + ": |\""
		if value := bytes.TrimSpace(c.text[c.valueStart(':'):]); bytes.IndexAny(value, "[{-") == 0 {
			hint = "put each item of " + c.key + " in quotes"
		}
	}
	r.wrong(locate(r.Path, c, offset), message, hint)
}

// locate turns an offset in a chunk into a position in the file.
func locate(path string, c chunk, offset int) diag.Position {
	head := c.text[:offset]
	start := bytes.LastIndexByte(head, '\n') + 1
	return diag.Position{Path: path, Line: c.line + bytes.Count(head, []byte("\n")), Column: utf8.RuneCount(head[start:]) + 1}
}

// strayField takes a line apart that is meant as a field, and is none.
func (r *reader) strayField(line string) (looseField, bool) {
	field, ok := loose(yamlFormat, strings.TrimRight(line, "\r\n"))
	return field, ok && field.why != "" && r.known != nil && r.known(field.key)
}

// explain recognises the mistakes that people make in YAML and returns the
// offset of the first one in the chunk, or no message.
func (r *reader) explain(c chunk) (offset int, message, hint string) {
	text := string(c.text)
	at := 0
	start := strings.TrimLeft(text[c.valueStart(':'):], " \t")
	plain := start != "" && strings.IndexByte("|>[{\"'\r\n", start[0]) < 0 // so nothing belongs below it
	for l := range strings.Lines(text) {
		if field, ok := r.strayField(l); ok && at > 0 && !field.item && (!field.indented || plain) {
			r.Lost = true
			return at + field.offset, field.why, field.hint
		}
		if mark := trimRight([]byte(l)); at > 0 && nearFence(mark) {
			r.Lost = true
			return at, diag.Quote(mark) + " does not end the front matter", "the closing fence is exactly ---, at the beginning of its line"
		}
		indent := l[:len(l)-len(strings.TrimLeft(l, " \t"))]
		if i := strings.IndexByte(indent, '\t'); i >= 0 && len(indent) < len(strings.TrimSuffix(l, "\n")) {
			return at + i, "a tab is used for indentation, which YAML does not allow", "indent with spaces"
		}
		at += len(l)
	}
	first, _, _ := strings.Cut(text, "\n")
	begin := c.valueStart(':')
	value := strings.TrimRight(first[begin:], " \t\r")
	lead := len(value) - len(strings.TrimLeft(value, " \t"))
	begin, value = begin+lead, value[lead:]
	if value == "" {
		return 0, "", ""
	}
	whole := value
	if n := len(value); n > 2 && value[0] == '\'' && value[n-1] == '\'' {
		whole = value[1 : n-1] // 'It's here'
	}
	wrap := "put the whole value in quotes: " + c.key + ": " + quoted(whole)
	switch value[0] {
	case '"', '\'':
		end := endOfQuoted(text[begin:])
		if end < 0 {
			return begin, "the quote that opens here is not closed", "close it, or put the whole value in the other kind of quotes"
		}
		if tail := strings.TrimLeft(text[begin+end:], " \t"); tail != "" && tail[0] != '\n' && tail[0] != '\r' && tail[0] != '#' {
			return len(text) - len(tail), "text follows the closing quote", wrap
		}
		return 0, "", ""
	case '[', '{':
		open, shut := value[:1], map[byte]string{'[': "]", '{': "}"}[value[0]]
		if strings.Count(text, open) > strings.Count(text, shut) {
			return begin, "the " + open + " that opens here is not closed",
				"add the " + shut + ", or put the value in quotes if it is a text"
		}
		if tail := strings.TrimSpace(value[strings.LastIndex(value, shut)+1:]); tail != "" && tail[0] != '#' {
			return begin + strings.LastIndex(value, shut) + 1, "text follows the closing " + shut, wrap
		}
		return 0, "", ""
	case '@', '`', '%':
		return begin, "a value cannot begin with " + value[:1], wrap
	case '*':
		return begin, "* begins an alias, and nothing has that name", "if it is a text, " + wrap
	case '&', '!', '|', '>':
		return begin, "the text behind " + value[:1] + " is not what YAML expects", wrap
	}
	if i := strings.Index(value, ": "); i >= 0 {
		return begin + i, "a colon and a space stand in a value without quotes", wrap
	}
	if strings.HasSuffix(value, ":") {
		return begin + len(value) - 1, "a value without quotes ends in a colon", wrap
	}
	// The value is fine; one of the lines below it is not.
	at = len(first) + 1
	for l := range strings.Lines(text[min(at, len(text)):]) {
		s := strings.TrimRight(l, " \t\r\n")
		if s != "" && s[0] != ' ' && s[0] != '#' && s[0] != '-' {
			return at, diag.Quote(s) + " is not a line of \"key: value\"",
				"indent it, and put the whole value in quotes, if it belongs to " + c.key
		}
		if i := strings.Index(s, ": "); i >= 0 && value[0] != '-' {
			return at + i, "a colon and a space stand in a value without quotes", "put the whole value of " + c.key + " in quotes"
		}
		at += len(l)
	}
	return 0, "", ""
}

// endOfQuoted returns the offset behind the quote that closes the one at the
// beginning, or -1.
func endOfQuoted(s string) int {
	q := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && q == '"':
			i++
		case s[i] == q && q == '\'' && i+1 < len(s) && s[i+1] == q:
			i++
		case s[i] == q:
			return i + 1
		}
	}
	return -1
}

// quoted returns a value in YAML quotes, shortened when it is long.
func quoted(value string) string {
	if r := []rune(value); len(r) > 40 {
		value = string(r[:40]) + "…"
	}
	if strings.Contains(value, `"`) || strings.Contains(value, `\`) {
		return "'" + strings.ReplaceAll(value, "'", "''") + "'"
	}
	return `"` + value + `"`
}

// yamlProblem takes the parser's error apart: line in the text (0 when it has
// none) and problem.
func yamlProblem(err error) (line int, problem string) {
	problem = strings.TrimPrefix(err.Error(), "yaml: ")
	if _, scanErr := fmt.Sscanf(problem, "line %d:", &line); scanErr == nil {
		_, problem, _ = strings.Cut(problem, ": ")
	}
	if problem == "" {
		problem = "unreadable YAML"
	}
	return line, problem
}
