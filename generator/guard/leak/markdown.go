package leak

import "bytes"

// fromMarkdown returns Markdown, as this program writes it, as the HTML that it
// stands for, so far as words go: marks and destinations of links do not
// interrupt a sentence, and an escape is the character itself. It is no parser:
// what it takes for a mark and is none parts no more words than before.
func fromMarkdown(data []byte) []byte {
	out := make([]byte, 0, len(data)+len(data)/8)
	for i := 0; i < len(data); {
		switch c := data[i]; {
		case c == '\\' && i+1 < len(data):
			out = appendCharacter(out, data[i+1])
			i += 2
		case c == '`':
			run := runLength(data[i:])
			code := data[i+run:]
			end := closingRun(code, run)
			if end < 0 {
				i += run
				continue
			}
			for _, c := range code[:end] {
				out = appendCharacter(out, c)
			}
			i += run + end + run
		case c == ']' && i+1 < len(data) && data[i+1] == '(':
			end := destinationEnd(data[i+2:])
			out = append(out, `<a href="`...)
			for _, c := range data[i+2 : i+2+end] {
				out = appendCharacter(out, c)
			}
			out = append(out, `">`...)
			if i += 2 + end + 1; i < len(data) && data[i] == ':' {
				out = append(out, "<p>"...) // an entry of a list, and what it is
			}
		case c == '*', c == '~', c == '[', c == ']':
			i++
		case c == '\n':
			out = append(out, "\n<p>"...) // each block is one line
			i++
		case c == '|':
			out = append(out, "<td>"...)
			i++
		case c == '&':
			out = append(out, "&amp;"...)
			i++
		default:
			out = append(out, c)
			i++
		}
	}
	return out
}

// appendCharacter appends one byte of text to HTML.
func appendCharacter(out []byte, c byte) []byte {
	switch c {
	case '<':
		return append(out, "&lt;"...)
	case '>':
		return append(out, "&gt;"...)
	case '&':
		return append(out, "&amp;"...)
	case '"':
		return append(out, "&#34;"...)
	}
	return append(out, c)
}

// runLength returns how often the first byte stands in a row.
func runLength(data []byte) int {
	n := 1
	for n < len(data) && data[n] == data[0] {
		n++
	}
	return n
}

// closingRun returns where a run of exactly n backticks begins, or -1.
func closingRun(data []byte, n int) int {
	for i := 0; i < len(data); {
		at := bytes.IndexByte(data[i:], '`')
		if at < 0 {
			return -1
		}
		i += at
		run := runLength(data[i:])
		if run == n {
			return i
		}
		i += run
	}
	return -1
}

// destinationEnd returns where the parenthesis is that ends a destination and
// its title.
func destinationEnd(data []byte) int {
	quoted, angled := false, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == '<' && i == 0:
			angled = true
		case c == '>':
			angled = false
		case c == ')' && !quoted && !angled, c == '\n':
			return i
		}
	}
	return len(data)
}
