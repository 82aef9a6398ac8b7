package leak

import (
	"unicode"
	"unicode/utf8"
)

// longestQuote is in characters. Between the words of a passage may stand tags
// of any length, which are left out, and any number of signs.
const longestQuote = 200

// quote returns what data, a part of a file, says to a reader: without tags,
// with entities and escapes decoded, on one line.
func quote(data []byte, m mode, json bool) string {
	var out []rune
	space, tag := false, false
	for i := 0; i < len(data); {
		if len(out) == longestQuote {
			return string(out) + "…"
		}
		r, size := utf8.DecodeRune(data[i:])
		markup := m.markup()
		switch {
		case r == '&' && m.markup():
			r, size = entity(data[i:], m == xmlText)
			markup = m == xmlText && size == len("&lt;")
		case r == '\\' && json:
			r, size = escape(data[i:])
		}
		i += size
		switch {
		case tag:
			tag = r != '>' || !markup
		case r == '<' && markup && beginsTag(data, i):
			tag = true
			from := i
			if data[from] == '\\' || data[from] == '/' {
				from++
			}
			space = space || !tagName(data, from).inline()
		case unicode.IsSpace(r), unicode.IsControl(r):
			space = true
		case unicode.Is(unicode.Cf, r):
		default:
			if space && len(out) > 0 {
				out = append(out, ' ')
			}
			space = false
			out = append(out, r)
		}
	}
	return string(out)
}

// beginsTag reports whether a tag goes on at data[i:], behind its less-than
// sign.
func beginsTag(data []byte, i int) bool {
	if i == len(data) {
		return false
	}
	b := data[i]
	return b == '/' || b == '!' || b == '?' || b == '\\' || b > '9' && class[b] == letter
}
