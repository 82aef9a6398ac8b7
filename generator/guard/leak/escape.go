package leak

import (
	"html"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// entity decodes the character reference at the beginning of data, which is an
// ampersand, and returns the character and how many bytes it takes. With twice
// set, a reference may be escaped once more, as HTML in XML is. What is no
// reference is an ampersand.
func entity(data []byte, twice bool) (rune, int) {
	const longest = 32
	skip := 1
	if twice && len(data) >= 5 && string(data[1:5]) == "amp;" {
		skip = 5
	}
	rest := data[skip:min(len(data), skip+longest)]
	if len(rest) >= 4 {
		// What writers of HTML and XML escape.
		switch string(rest[:4]) {
		case "amp;":
			return '&', skip + 4
		case "#34;":
			return '"', skip + 4
		case "#39;":
			return '\'', skip + 4
		}
		switch string(rest[:3]) {
		case "lt;":
			return '<', skip + 3
		case "gt;":
			return '>', skip + 3
		}
	}
	for i, c := range rest {
		switch {
		case c == ';' && i > 0:
			switch name := string(rest[:i]); name {
			case "lt":
				return '<', skip + i + 1
			case "gt":
				return '>', skip + i + 1
			case "quot":
				return '"', skip + i + 1
			case "nbsp":
				return '\u00a0', skip + i + 1
			case "rsquo":
				return '’', skip + i + 1
			default:
				if r, ok := number(name); ok {
					return r, skip + i + 1
				}
				text := html.UnescapeString("&" + name + ";")
				if r, size := utf8.DecodeRuneInString(text); size == len(text) {
					return r, skip + i + 1
				}
				return '&', skip
			}
		case c == '#' && i == 0, class[c] == letter:
		default:
			return '&', skip
		}
	}
	return '&', skip
}

// number reads the usual numeric references. HTML has exceptions for others.
func number(name string) (rune, bool) {
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	base, digits := 10, name[1:]
	if digits[0] == 'x' || digits[0] == 'X' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(digits, base, 16)
	if err != nil || n < ' ' || 0x7f <= n && n < 0xa0 || 0xd800 <= n && n < 0xe000 {
		return 0, false
	}
	return rune(n), true
}

// escape decodes the JSON escape at the beginning of data, which is a
// backslash, and returns the character and how many bytes it takes.
func escape(data []byte) (rune, int) {
	if len(data) < 2 {
		return '\\', 1
	}
	switch data[1] {
	case 'n', 't', 'r', 'b', 'f':
		return ' ', 2
	case 'u':
		r, ok := hexRune(data[2:])
		if !ok {
			return ' ', 2
		}
		if utf16.IsSurrogate(r) && len(data) >= 12 && data[6] == '\\' && data[7] == 'u' {
			if low, ok := hexRune(data[8:]); ok {
				if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
					return both, 12
				}
			}
		}
		return r, 6
	}
	if data[1] < utf8.RuneSelf {
		return rune(data[1]), 2
	}
	return '\\', 1
}

// hexRune reads four hexadecimal digits.
func hexRune(data []byte) (rune, bool) {
	if len(data) < 4 {
		return 0, false
	}
	var r rune
	for _, b := range data[:4] {
		switch {
		case '0' <= b && b <= '9':
			b -= '0'
		case 'a' <= b && b <= 'f':
			b -= 'a' - 10
		case 'A' <= b && b <= 'F':
			b -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(b)
	}
	return r, true
}
