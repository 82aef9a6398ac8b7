package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html/atom"

	"headsup/generator/compile/fragment"
)

// appendAttribute appends a value as it stands between double quotes.
func appendAttribute(dst []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; c {
		case '&':
			dst = append(dst, "&amp;"...)
		case '<':
			dst = append(dst, "&lt;"...)
		case '>':
			dst = append(dst, "&gt;"...)
		case '"':
			dst = append(dst, "&#34;"...)
		case '\n', '\t':
			dst = append(dst, ' ')
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// appendUnescaped appends Markdown text with its backslash escapes and its
// character references resolved, in one pass: what a reference stands for is
// not read again.
func appendUnescaped(dst, s []byte) []byte {
	for len(s) > 0 {
		i := bytes.IndexAny(s, `\&`)
		if i < 0 {
			return append(dst, s...)
		}
		dst = append(dst, s[:i]...)
		s = s[i:]
		if s[0] == '\\' {
			if len(s) > 1 && util.IsPunct(s[1]) {
				s = s[1:]
			}
			dst = append(dst, s[0])
			s = s[1:]
			continue
		}
		if text, n := reference(s); n > 0 {
			dst = append(dst, text...)
			s = s[n:]
			continue
		}
		dst = append(dst, '&')
		s = s[1:]
	}
	return dst
}

// reference reads a character reference at the start of s and returns what it
// stands for and its length, 0 when it is none.
func reference(s []byte) (string, int) {
	const longest = 40
	end := bytes.IndexByte(s[:min(len(s), longest)], ';')
	if end < 2 {
		return "", 0
	}
	name := string(s[1:end])
	if name[0] != '#' {
		if entity, ok := util.LookUpHTML5EntityByName(name); ok {
			return string(entity.Characters), end + 1
		}
		return "", 0
	}
	digits, base, most := name[1:], 10, 7
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, most = digits[1:], 16, 6
	}
	if digits == "" || len(digits) > most {
		return "", 0
	}
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return "", 0
	}
	r := rune(v)
	if v == 0 || v > utf8.MaxRune || !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	return string(r), end + 1
}

// folder collects text with its white space folded: runs of it become one
// space, and there is none at either end.
type folder struct {
	buf   []byte
	space bool
}

func (f *folder) write(s []byte) {
	for len(s) > 0 {
		n := 0
		for n < len(s) && s[n] > ' ' && s[n] < 0x7f {
			n++
		}
		if n > 0 {
			f.gap()
			f.buf = append(f.buf, s[:n]...)
			s = s[n:]
			continue
		}
		if s[0] <= ' ' || s[0] == 0x7f {
			f.space = true
			s = s[1:]
			continue
		}
		r, n := utf8.DecodeRune(s)
		switch r {
		case '\u00a0', '\u2028', '\u2029', '\u3000', '\u0085':
			f.space = true
		default:
			f.gap()
			f.buf = append(f.buf, s[:n]...)
		}
		s = s[n:]
	}
}

func (f *folder) gap() {
	if f.space && len(f.buf) > 0 {
		f.buf = append(f.buf, ' ')
	}
	f.space = false
}

func fold(s string) string {
	var f folder
	f.write([]byte(s))
	return string(f.buf)
}

// partsWords reports whether an element stands between words; the others can be
// inside of one.
func partsWords(a atom.Atom) bool {
	switch a {
	case atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Cite, atom.Code, atom.Data, atom.Del, atom.Dfn, atom.Em, atom.I, atom.Ins,
		atom.Kbd, atom.Label, atom.Mark, atom.Q, atom.Rp, atom.Rt, atom.Ruby, atom.S, atom.Samp, atom.Small, atom.Span, atom.Strong,
		atom.Sub, atom.Sup, atom.Time, atom.U, atom.Var, atom.Wbr:
		return false
	}
	return true
}

// plain returns the text of HTML that this package wrote: tags left out,
// references resolved, alternative texts of images in their places, white space
// folded. Marks of footnotes and labels of audience blocks are not text.
func plain(src []byte) string {
	f := folder{buf: make([]byte, 0, len(src)/2)}
	var unspoken atom.Atom // the element that is being left out
	for t := range fragment.Tokens(string(src)) {
		switch {
		case unspoken != 0:
			if t.Kind == fragment.End && t.Tag == unspoken {
				unspoken = 0
			}
		case t.Kind == fragment.Text:
			f.write([]byte(t.Text()))
		case isUnspoken(t.Raw):
			unspoken = t.Tag
		case t.Tag == atom.Img:
			f.write([]byte(t.Attrs.Get("alt")))
		default:
			f.space = f.space || partsWords(t.Tag)
		}
	}
	return string(f.buf)
}

// isUnspoken reports whether a tag begins an element that is not part of the text.
func isUnspoken(tag string) bool {
	return strings.HasPrefix(tag, `<sup class="footnote-mark"`) || strings.HasPrefix(tag, `<a class="footnote-backref"`) ||
		strings.HasPrefix(tag, `<p class="audience-label"`)
}
