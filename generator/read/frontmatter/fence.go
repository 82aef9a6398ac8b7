package frontmatter

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/adrg/frontmatter"
)

// format is how front matter is written.
type format uint8

const (
	noFrontMatter format = iota
	yamlFormat
	tomlFormat
)

// fence returns the line that begins a block.
func (f format) fence() string {
	if f == tomlFormat {
		return "+++"
	}
	return "---"
}

// block is the front matter of a file as text, and what is around it.
type block struct {
	format format
	text   []byte // between the fences, with its line breaks
	line   int    // line on which text begins, 1-based
	body   []byte // suffix of the source, behind the closing fence
	open   int    // line of the opening fence
	closed bool
	near   string // a line that was probably meant as the closing fence
	nearAt int    // its line
}

// split finds the fences of a source that has no byte order mark. Blank lines
// before the opening fence are allowed, white space behind a fence too.
//
// A "---" at the beginning of a Markdown file can also be a thematic break. It
// is a fence when what follows looks like front matter: its first line is
// "key: value", or a later line has a key that front matter has.
func split(src []byte, known func(key string) bool) block {
	none := block{body: src, line: 1}
	rest, line := src, 1
	for {
		l, after := cutLine(rest)
		if len(after) == len(rest) {
			return none
		}
		if len(bytes.TrimSpace(l)) > 0 {
			break
		}
		rest, line = after, line+1
	}
	fenced := len(src) - len(rest)
	head, after := cutLine(rest)
	b := block{open: line, line: line + 1}
	switch trimRight(head) {
	case "---":
		b.format = yamlFormat
	case "+++":
		b.format = tomlFormat
	default:
		return none
	}
	start := len(src) - len(after)
	end, next := closing(&b, after)
	if b.closed {
		b.text, b.body = src[start:start+end], src[start+next:]
		b.text = carve(src[fenced:start+next], b)
	} else {
		end = plausible(b.format, after)
		b.text, b.body = src[start:start+end], src[start+end:]
	}
	if b.format == yamlFormat && !looksLikeYAML(b.text, b.closed, known) {
		return none
	}
	return b
}

// closing looks for the closing fence and returns where the block ends and
// where the body begins. A fence begins its line: an indented one is part of a
// text. YAML's own end of a document, "...", closes a YAML block too.
func closing(b *block, text []byte) (end, next int) {
	rest, line := text, b.line
	for len(rest) > 0 {
		l, after := cutLine(rest)
		s := trimRight(l)
		if s == b.format.fence() || b.format == yamlFormat && s == "..." {
			b.closed = true
			return len(text) - len(rest), len(text) - len(after)
		}
		if b.near == "" && nearFence(s) {
			b.near, b.nearAt = s, line
		}
		rest, line = after, line+1
	}
	return len(text), len(text)
}

// nearFence reports whether a line looks like a fence that went wrong.
func nearFence(s string) bool {
	t := strings.TrimSpace(s)
	if len(t) < 2 {
		return false
	}
	return strings.Trim(t, "-") == "" || strings.Trim(t, "+") == "" || strings.Trim(t, "–—") == ""
}

// carve takes the block out of its fences. The splitter ends a block at the
// first line that is a fence but for white space around it; where an indented
// line of the block is one, the block's own bounds count.
func carve(fenced []byte, b block) []byte {
	var captured []byte
	capture := func(data []byte, _ any) error {
		captured = data
		return nil
	}
	last := bytes.TrimRight(fenced, " \t\r\n")
	end := string(last[max(0, len(last)-3):])
	rest, err := frontmatter.Parse(bytes.NewReader(fenced), nil, frontmatter.NewFormat(b.format.fence(), end, capture))
	if err != nil || len(rest) > 0 || len(captured) != len(b.text) {
		return b.text
	}
	return captured
}

// plausible returns how much of a text without closing fence is front matter:
// up to the first line that cannot be, so that title and date are still read.
func plausible(f format, text []byte) int {
	rest := text
	blank := false
	end := 0
	for len(rest) > 0 {
		l, after := cutLine(rest)
		s := trimRight(l)
		switch {
		case s == "":
			blank = true
		case keyOf(f, s) != "" || f == tomlFormat && s[0] == '[',
			!blank && strings.IndexByte(" \t-#]}\"'", s[0]) >= 0 && !nearFence(s):
			blank = false
			end = len(text) - len(after)
		default:
			return end
		}
		rest = after
	}
	return end
}

// looksLikeYAML tells front matter from text between two thematic breaks.
func looksLikeYAML(text []byte, closed bool, known func(string) bool) bool {
	keys, significant := 0, false
	for rest := text; len(rest) > 0; {
		var l []byte
		l, rest = cutLine(rest)
		s := trimRight(l)
		if s == "" || s[0] == '#' {
			continue
		}
		key := keyOf(yamlFormat, s)
		if !significant {
			begins := key != "" || closed && strings.IndexByte("{?", s[0]) >= 0
			if begins == closed {
				return closed
			}
			significant = true
		}
		if key == "" {
			continue
		}
		if keys++; known(key) || !closed && keys > 1 {
			return true
		}
	}
	// Two fences with nothing between them are empty front matter.
	return closed && !significant
}

// keyOf returns the key of a line that begins with "key:" (or "key =" in TOML),
// or "". Keys are at most three words, so that prose with a colon is not one.
func keyOf(f format, line string) string {
	sep := byte(':')
	if f == tomlFormat {
		sep = '='
	}
	if line == "" {
		return ""
	}
	if q := line[0]; q == '"' || q == '\'' {
		i := strings.IndexByte(line[1:], q)
		if i < 0 {
			return ""
		}
		key, rest := line[1:1+i], strings.TrimLeft(line[i+2:], " \t")
		if rest == "" || rest[0] != sep || sep == ':' && len(rest) > 1 && rest[1] != ' ' && rest[1] != '\t' {
			return ""
		}
		return key
	}
	const longest = 48
	words, i := 1, 0
	for ; i < len(line) && i < longest; i++ {
		c := line[i]
		switch {
		case c == sep:
			if sep == ':' && i+1 < len(line) && line[i+1] != ' ' && line[i+1] != '\t' {
				return ""
			}
			return strings.TrimRight(line[:i], " \t")
		case c == ' ' || c == '\t':
			if i == 0 {
				return ""
			}
			if line[i-1] != ' ' && line[i-1] != '\t' && i+1 < len(line) && line[i+1] != sep {
				words++
			}
			if words > 3 {
				return ""
			}
		case c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80,
			i > 0 && (c == '-' || c == '.' || c == '/'):
		default:
			return ""
		}
	}
	return ""
}

// unfenced describes the beginning of a file that looks like front matter
// without fences: the header lines that Pelican and MultiMarkdown know, or a
// notation that headsup does not read. It returns "" when there is none.
func unfenced(src []byte, known func(key string) bool) (message, hint string) {
	first, rest := cutLine(src)
	head := trimRight(first)
	second, _ := cutLine(rest)
	switch {
	case head == ";;;" || head == "---json" || head == "---toml" || head == "---yaml":
		return fmt.Sprintf("the file begins with %s, which is not a fence that headsup reads", head), "write YAML between two lines --- or TOML between two lines +++"
	case head == "{" && strings.HasPrefix(strings.TrimSpace(string(second)), `"`):
		return "the file begins with JSON front matter, which headsup does not read", "write the fields as YAML between two lines ---"
	}
	for _, f := range []format{yamlFormat, tomlFormat} {
		familiar := 0
		for rest := src; len(rest) > 0; {
			var l []byte
			l, rest = cutLine(rest)
			key := keyOf(f, trimRight(l))
			if key == "" {
				break
			}
			if known(key) {
				familiar++
			}
		}
		if familiar >= 2 {
			return "the file begins with fields that are not between fences, so they are not read", "put the fields between two lines " + f.fence()
		}
	}
	if line := looseFence(src, known); line != "" {
		return "the file begins with fields, but the fence before them is none, so they are not read", "write " + line + " on the first line, with nothing before or behind it, and each key at the beginning of its line"
	}
	return "", ""
}

// looseFence finds what a person takes for an opening fence and a machine does
// not: indented, too long, behind a comment, with odd white space or line ends,
// or before indented keys. It returns the fence that is meant, or "".
func looseFence(src []byte, known func(key string) bool) string {
	const lines, keys = 8, 3 // how far a fence may be from the top, and a key from it
	head := strings.FieldsFunc(string(src[:min(len(src), 4096)]), func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' })
	for i, line := range head[:min(len(head), lines)] {
		mark := strings.TrimSpace(strings.Trim(line, "\uFEFF\u200B"))
		f := yamlFormat
		switch {
		case len(mark) < 3:
			continue
		case strings.Trim(mark, "+") == "":
			f = tomlFormat
		case strings.Trim(mark, "-") != "":
			continue
		}
		for _, next := range head[i+1 : min(len(head), i+1+keys)] {
			if key := keyOf(f, strings.TrimSpace(next)); key != "" && known(key) {
				return f.fence()
			}
		}
	}
	return ""
}

// cutLine returns the first line of a text without its line break, and the rest.
func cutLine(b []byte) (line, rest []byte) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		return b, nil
	}
	line, rest = b[:i], b[i+1:]
	if i > 0 && line[i-1] == '\r' {
		line = line[:i-1]
	}
	return line, rest
}

// trimRight returns a line without white space at its end.
func trimRight(b []byte) string { return string(bytes.TrimRight(b, " \t\r")) }
