package leak

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isAddress reports whether the words that just ended are the end of a secret
// address: the path of the link that they stand in is the secret's.
func (c *LeakCheck) isAddress(index int, data []byte, st *stream) bool {
	from, to := st.last(0).start, st.last(0).end
	for from > 0 && inURL(data[from-1]) && (from < 2 || !jsonSpace(data[from-2:from])) {
		from--
	}
	for to < len(data) && inURL(data[to]) && !jsonSpace(data[to:min(to+2, len(data))]) {
		to++
	}
	link := strings.ReplaceAll(string(data[from:to]), `\`, "")
	link = strings.TrimLeftFunc(link, punctuation)
	link = strings.TrimRightFunc(link, func(r rune) bool { return punctuation(r) || r == '.' || r == ':' })
	if _, rest, ok := strings.Cut(link, "://"); ok {
		_, link, _ = strings.Cut(rest, "/")
	} else if rest, ok := strings.CutPrefix(link, "//"); ok {
		_, link, _ = strings.Cut(rest, "/")
	}
	link = strings.Trim(strings.TrimSuffix(link, "index.html"), "/")
	want := c.shorts[index].text
	return link == want || link == escapePath(want)
}

// inURL reports whether a byte may be part of a link's scheme, host or path.
// The backslash is that of an escaped slash in JSON.
func inURL(b byte) bool {
	switch {
	case b >= utf8.RuneSelf, '0' <= b && b <= '9', 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z':
		return true
	}
	return strings.IndexByte(`/-_.~%:@+\`, b) >= 0
}

// punctuation reports whether a rune beyond ASCII is around links, not in them.
func punctuation(r rune) bool {
	return r >= utf8.RuneSelf && !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Number)
}

// jsonSpace reports whether two bytes are JSON's escape of a space.
func jsonSpace(b []byte) bool {
	return len(b) == 2 && b[0] == '\\' && (b[1] == 'n' || b[1] == 'r' || b[1] == 't')
}

func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }
