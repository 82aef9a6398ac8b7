package highlight

import "bytes"

// AppendLines appends highlighted code with each line in a span of its own, those
// that are marked with the class hl; lines count from 1. A token that runs over a
// line's end is closed before it and opened again behind it.
func AppendLines(dst, code []byte, marked func(line int) bool) []byte {
	var open []byte
	for line := 1; len(code) > 0; line++ {
		end := bytes.IndexByte(code, '\n')
		if end < 0 {
			end = len(code) - 1
		}
		text := code[:end+1]
		code = code[end+1:]
		if marked(line) {
			dst = append(dst, `<span class="line hl">`...)
		} else {
			dst = append(dst, `<span class="line">`...)
		}
		dst = append(dst, open...)
		body, newline := bytes.CutSuffix(text, []byte("\n"))
		dst = append(dst, body...)
		open = openSpan(open, body)
		if open != nil {
			dst = append(dst, "</span>"...)
		}
		if newline {
			dst = append(dst, '\n')
		}
		dst = append(dst, "</span>"...)
	}
	return dst
}

// openSpan returns the start tag of the span that is open behind a piece of
// highlighted code. Spans do not nest.
func openSpan(open, s []byte) []byte {
	start, end := bytes.LastIndex(s, []byte("<span ")), bytes.LastIndex(s, []byte("</span>"))
	switch {
	case start > end:
		stop := bytes.IndexByte(s[start:], '>')
		return s[start : start+stop+1]
	case end >= 0:
		return nil
	}
	return open
}
