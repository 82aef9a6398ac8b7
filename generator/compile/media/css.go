package media

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// css reports what a style loads or runs. Presentation attributes take the same
// functions, so any attribute can be passed.
func (c *svgChecker) css(at place, where, text string) {
	plain := strings.ToLower(unescapeCSS(text))
	// A comment may stand where a parser joins what is around it, or may only
	// seem to be one (inside a string): both readings are checked.
	for _, s := range []string{plain, withoutComments(plain)} {
		if fault := cssFault(s); fault != "" {
			c.report(at, "has %s %s", where, fault)
			return
		}
	}
}

// cssFault says what is wrong with a style in lower case, or "".
func cssFault(s string) string {
	if !strings.ContainsAny(s, "@(:") {
		return ""
	}
	switch tight := squeeze(s); {
	case strings.Contains(s, "@import"):
		return "that imports another style sheet"
	case strings.Contains(tight, "javascript:"), strings.Contains(tight, "vbscript:"), strings.Contains(tight, "expression("),
		strings.Contains(tight, "-moz-binding"), strings.Contains(tight, "behavior:"), strings.Contains(tight, "behaviour:"):
		return "that runs a script"
	case strings.Contains(tight, "image-set("), strings.Contains(tight, "src("),
		strings.Contains(tight, "image("), strings.Contains(tight, "cross-fade("):
		return "that loads a picture"
	}
	for rest := s; ; {
		_, after, ok := strings.Cut(rest, "url(")
		if !ok {
			return ""
		}
		target, _, _ := strings.Cut(after, ")")
		target = strings.Trim(squeeze(target), `"'`)
		if target != "" && !strings.HasPrefix(target, "#") && !embeddedPicture(target) && !embeddedFont(target) {
			return "that loads " + shorten(target)
		}
		rest = after
	}
}

// withoutComments removes /* … */; one that is not closed reaches to the end.
func withoutComments(s string) string {
	if !strings.Contains(s, "/*") {
		return s
	}
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(s, "/*")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		if _, s, ok = strings.Cut(after, "*/"); !ok {
			return b.String()
		}
	}
}

// unescapeCSS resolves backslash escapes: up to six hexadecimal digits and one
// blank, or any other character itself.
func unescapeCSS(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			i++
			continue
		}
		i++
		n := i
		for n < len(s) && n < i+6 && isHex(s[n]) {
			n++
		}
		if n > i {
			if v, err := strconv.ParseUint(s[i:n], 16, 32); err == nil && v <= utf8.MaxRune {
				b.WriteRune(rune(v))
			}
			if n < len(s) && strings.IndexByte(" \t\n\r\f", s[n]) >= 0 {
				n++
			}
			i = n
			continue
		}
		if i < len(s) && (s[i] == '\n' || s[i] == '\r') {
			i++ // an escaped line break is nothing
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
