package syndication

import "unicode/utf8"

// appendElement appends an element with text, or nothing when the text is empty.
func appendElement(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	b = append(append(append(b, '<'), name...), '>')
	b = appendXML(b, text, false)
	b = append(append(b, "</"...), name...)
	return append(b, ">\n"...)
}

// appendLink appends a link, or nothing when there is no address.
func appendLink(b []byte, rel, mediaType, href string) []byte {
	if href == "" {
		return b
	}
	b = append(b, `<link rel="`+rel+`" type="`+mediaType+`" href="`...)
	b = appendXML(b, href, true)
	return append(b, "\"/>\n"...)
}

func appendCategory(b []byte, scheme, term string) []byte {
	b = append(b, "<category"...)
	if scheme != "" {
		b = append(b, ` scheme="`...)
		b = appendXML(b, scheme, true)
		b = append(b, '"')
	}
	b = append(b, ` term="`...)
	b = appendXML(b, term, true)
	return append(b, "\"/>\n"...)
}

func appendLanguage(b []byte, language string) []byte {
	if language == "" {
		return b
	}
	b = append(b, ` xml:lang="`...)
	b = appendXML(b, language, true)
	return append(b, '"')
}

// appendXML appends text, escaped for an element or for an attribute in double
// quotes. Characters that XML 1.0 forbids, even as references, are dropped;
// bytes that are not UTF-8 become U+FFFD.
func appendXML(b []byte, s string, attribute bool) []byte {
	done := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '&' && c != '<' && c != '>' && c != '"' {
			i++
			continue
		}
		size, replacement := 1, ""
		switch {
		case c == '&':
			replacement = "&amp;"
		case c == '<':
			replacement = "&lt;"
		case c == '>':
			replacement = "&gt;"
		case c == '\r':
			// A bare one would be read as a line feed.
			replacement = "&#13;"
		case c == '"' && attribute:
			replacement = "&#34;"
		case c == '\t' && attribute:
			replacement = "&#9;"
		case c == '\n' && attribute:
			replacement = "&#10;"
		case c == '"' || c == '\t' || c == '\n':
			i++
			continue
		case c < ' ':
		default:
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && size == 1:
				replacement = "\uFFFD"
			case r != 0xFFFE && r != 0xFFFF:
				i += size
				continue
			}
		}
		b = append(b, s[done:i]...)
		b = append(b, replacement...)
		i += size
		done = i
	}
	return append(b, s[done:]...)
}
