package analysis

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// appendFolded appends a part of a run as tokens have it: lower case, without
// diacritics and apostrophes, NFC.
func appendFolded(dst []byte, part string) []byte {
	from := len(dst)
	apostrophes := false
	for i := range len(part) {
		c := part[i]
		if c >= utf8.RuneSelf {
			dst = append(dst[:from], foldUnicode(part)...)
			apostrophes = true
			break
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		apostrophes = apostrophes || c == '\''
		dst = append(dst, c)
	}
	if apostrophes && bytes.IndexByte(dst[from:], '\'') >= 0 {
		dst = append(dst[:from], withoutApostrophes(dst[from:])...)
	}
	return dst
}

// foldUnicode folds a part that is not all ASCII.
func foldUnicode(part string) string {
	var out []rune
	for _, r := range norm.NFKD.String(part) {
		switch {
		case isDiacritic(r):
		case r == '’' || r == '\'':
			out = append(out, '\'')
		case spelled[r] != "":
			out = append(out, []rune(spelled[r])...)
		case unicode.In(r, unicode.L, unicode.N, unicode.M), r < utf8.RuneSelf && class[r]&isConnector != 0:
			out = append(out, unicode.ToLower(r))
		}
	}
	for i, r := range out {
		if s := spelled[r]; len(s) > 0 && utf8.RuneCountInString(s) == 1 {
			out[i], _ = utf8.DecodeRuneInString(s)
		}
	}
	return norm.NFC.String(string(out))
}

// spelled are letters that do not decompose, as people type them who do not have
// them on their keyboard.
var spelled = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l",
	'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th", 'ı': "i", 'ħ': "h", 'Ħ': "h", 'ŧ': "t", 'Ŧ': "t",
	'ς': "σ",
}

// isDiacritic reports whether a mark is one that people leave out: accents, and
// the points of Hebrew and Arabic. The vowel signs of other scripts are not.
func isDiacritic(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r <= 0x36f, 0x591 <= r && r <= 0x5c7, 0x610 <= r && r <= 0x61a, 0x64b <= r && r <= 0x65f, r == 0x670,
		0x1ab0 <= r && r <= 0x1aff, 0x1dc0 <= r && r <= 0x1dff, 0x20d0 <= r && r <= 0x20ff, 0xfe20 <= r && r <= 0xfe2f:
		return unicode.Is(unicode.M, r)
	}
	return false
}

// withoutApostrophes takes the 's off the end, an elided article off the front,
// and all other apostrophes out.
func withoutApostrophes(b []byte) []byte {
	b = bytes.TrimSuffix(b, []byte("'s"))
	if i := bytes.IndexByte(b, '\''); i > 0 && len(b) > i+2 {
		switch head := string(b[:i]); head {
		case "c", "d", "j", "l", "m", "n", "s", "t", "qu":
			b = b[i+1:]
		}
	}
	return bytes.ReplaceAll(b, []byte("'"), nil)
}
