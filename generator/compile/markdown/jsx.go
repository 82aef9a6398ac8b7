package markdown

import (
	"bytes"
	"regexp"
	"strings"
)

// jsxTag is the tag of a component, or of an element whose attributes are written as
// components have them.
type jsxTag struct {
	start, stop int
	name        string
	closing     bool
	alone       bool              // it ends itself: <A />
	named       map[string]string // what is known without running anything
	dynamic     bool              // it has an attribute in braces
	code        map[string]string // what stands in the braces
}

// readTag reads the tag at an offset, where a < stands. When there is none, next is where
// one may begin: what was read is not read again.
func readTag(src []byte, start int) (t jsxTag, next int, ok bool) {
	const most = 16 << 10
	limit := min(len(src), start+most)
	at := start + 1
	t = jsxTag{start: start}
	if at < limit && src[at] == '/' {
		t.closing = true
		at++
	}
	from := at
	for at < limit && (isWordByte(src[at]) && src[at] != ':' || at > from && (src[at] == '.' || src[at] == '-')) {
		at++
	}
	t.name = string(src[from:at])
	if t.name == "" && (at >= limit || src[at] != '>') || t.name != "" && !isLetter(t.name[0]) {
		return t, start + 1, false
	}
	for {
		space := at
		for at < limit && (src[at] == ' ' || src[at] == '\t' || src[at] == '\n') {
			at++
		}
		switch {
		case at >= limit:
			return t, at, false
		case src[at] == '>':
			t.stop = at + 1
			return t, t.stop, true
		case src[at] == '/' && at+1 < limit && src[at+1] == '>':
			t.alone, t.stop = true, at+2
			return t, t.stop, true
		case t.closing || space == at && src[at-1] != '"' && src[at-1] != '\'' && src[at-1] != '}':
			return t, max(start+1, at), false
		case src[at] == '{':
			t.dynamic = true
			end := endOfBraces(src[:limit], at)
			if end < 0 {
				return t, limit, false
			}
			at = end
			continue
		}
		from := at
		for at < limit && (isWordByte(src[at]) || strings.IndexByte("-.@#[]*$", src[at]) >= 0) {
			at++
		}
		if at == from {
			return t, max(start+1, at), false
		}
		key := strings.ToLower(string(src[from:at]))
		value := ""
		if at < limit && src[at] == '=' {
			at++
			if at >= limit {
				return t, at, false
			}
			switch c := src[at]; c {
			case '"', '\'':
				end := bytes.IndexByte(src[at+1:limit], c)
				if end < 0 {
					return t, limit, false
				}
				value = string(src[at+1 : at+1+end])
				at += end + 2
			case '{':
				t.dynamic = true
				end := endOfBraces(src[:limit], at)
				if end < 0 {
					return t, limit, false
				}
				value, _ = literalOf(string(src[at+1 : end-1]))
				if t.code == nil {
					t.code = map[string]string{}
				}
				t.code[key] = string(src[at+1 : end-1])
				at = end
			default:
				from := at
				for at < limit && strings.IndexByte(" \t\n>\"'`<", src[at]) < 0 && !(src[at] == '/' && at+1 < limit && src[at+1] == '>') {
					at++
				}
				value = string(src[from:at])
			}
		}
		if t.named == nil {
			t.named = map[string]string{}
		}
		if _, known := t.named[key]; !known {
			t.named[key] = value
		}
	}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// endOfBraces returns where what the { at an offset opens ends, or -1. Braces in strings
// and comments do not count.
func endOfBraces(src []byte, at int) int {
	depth := 0
	for at < len(src) {
		switch c := src[at]; c {
		case '{', '(', '[':
			depth++
		case '}', ')', ']':
			if depth--; depth == 0 {
				return at + 1
			}
		case '"', '\'', '`':
			end := endOfString(src, at)
			if end < 0 {
				if c == '`' {
					return -1
				}
				break // an apostrophe in text
			}
			at = end
			continue
		case '/':
			if at+1 < len(src) && src[at+1] == '*' {
				end := bytes.Index(src[at+2:], []byte("*/"))
				if end < 0 {
					return -1
				}
				at += end + 4
				continue
			}
		}
		at++
	}
	return -1
}

// endOfString returns where the string that begins at an offset ends, or -1. Only
// one with backticks goes over lines.
func endOfString(src []byte, at int) int {
	quote := src[at]
	for at++; at < len(src); at++ {
		switch src[at] {
		case '\\':
			at++
		case quote:
			return at + 1
		case '\n':
			if quote != '`' {
				return -1
			}
		}
	}
	return -1
}

var (
	quotedText  = lazily("(?s)^\\s*(?:\"([^\"\\\\]*)\"|'([^'\\\\]*)'|`([^`\\\\$]*)`)\\s*$")
	calledText  = lazily("^\\s*[A-Za-z_$][\\w$]*\\(\\s*(?:\"([^\"\\\\]*)\"|'([^'\\\\]*)'|`([^`\\\\$]*)`)\\s*\\)(?:\\.default)?\\s*$")
	plainNumber = lazily(`^\s*(-?[0-9]+(?:\.[0-9]+)?|true|false)\s*$`)
	listedText  = lazily("\"([^\"\\\\\\n]*)\"|'([^'\\\\\\n]*)'|`([^`\\\\$\\n]*)`")
)

// literalOf returns what an expression is, when that is plain without running it: a
// text, a number, or what a function such as useBaseUrl or require makes of a text.
func literalOf(expression string) (string, bool) {
	for _, re := range []*regexp.Regexp{quotedText(), calledText(), plainNumber()} {
		if m := re.FindStringSubmatch(expression); m != nil {
			return strings.Join(m[1:], ""), true
		}
	}
	return "", false
}

// listOf returns the texts of a list in braces.
func listOf(expression string) (list []string) {
	for _, m := range listedText().FindAllStringSubmatch(expression, -1) {
		list = append(list, m[1]+m[2]+m[3])
	}
	return list
}

// moduleCode is the beginning of a line of JavaScript in MDX. Prose can begin with the
// same words.
var moduleCode = lazily(`^(?:` +
	`import\s*(?:(?:type\s+)?(?:[\w$]+|\{[^{}]*\}|\*\s*as\s+[\w$]+)` +
	`(?:\s*,\s*(?:\{[^{}]*\}|\*\s*as\s+[\w$]+))?\s*from\s*)?["'][^"'\s]+["']` +
	`|import\s*\{[^{}.!?]*$` +
	`|export\s+(?:const|let|var)\s+[\w${\[][^\n]*?=` +
	`|export\s+(?:async\s+)?function\s*\*?\s*[\w$]*\s*\(` +
	`|export\s+(?:abstract\s+)?class\s+[\w$]+[^{\n]*\{` +
	`|export\s+(?:interface|type|enum)\s+[\w$]+[^\n]*[={]` +
	`|export\s*\{[^{}]*\}\s*(?:from\s*["']|;|$)` +
	`|export\s*\*\s*(?:as\s+[\w$]+\s+)?from\s*["']` +
	`|export\s+default\s+(?:(?:async\s+)?function\b\s*[\w$]*\s*\(|class\b|\(|\{|\[|<|[\w$.]+\s*;?\s*$|[\w$.]+\()` +
	`)`)

// endOfModule returns where the JavaScript that begins a paragraph at an offset ends: the
// end of the paragraph, or of what its braces enclose, blank lines and all.
func endOfModule(src []byte, at int) int {
	paragraph := func(from int) int {
		for from < len(src) {
			stop := lineEnd(src, from)
			if isBlank(src[from:stop]) {
				return from
			}
			from = min(stop+1, len(src))
		}
		return len(src)
	}
	depth, stop := 0, paragraph(at)
	for i := at; i < len(src); i++ {
		if i >= stop {
			if depth <= 0 {
				return stop
			}
			stop = paragraph(min(lineEnd(src, i)+1, len(src)))
		}
		switch c := src[i]; c {
		case '{', '(', '[':
			depth++
		case '}', ')', ']':
			depth--
		case '"', '\'', '`':
			if end := endOfString(src, i); end > 0 {
				i = end - 1
				if stop < end {
					stop = paragraph(end)
				}
			}
		}
	}
	if depth > 0 {
		return paragraph(at) // not closed: the paragraph alone
	}
	return len(src)
}

func lineEnd(src []byte, at int) int {
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(src)
}
