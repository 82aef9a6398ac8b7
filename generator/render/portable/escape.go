package portable

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cell makes of a text a cell that no spreadsheet takes for a formula.
func Cell(text string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(text, unicode.IsSpace))
	if strings.ContainsRune("=+-@＝＋－＠", first) {
		return "'" + text
	}
	return text
}

// Markdown keeps a text from being Markdown, HTML, or a name that is notified. It is
// for places such as GitHub, which look for names in what Markdown has become, so that
// something invisible stands behind each @.
func Markdown(text string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(text), " ") {
		switch {
		case strings.ContainsRune("\\`*_{}[]()#|~$", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '@':
			b.WriteString("@&#8203;")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// MarkdownLink is a link in Markdown, with a text that is none.
func MarkdownLink(text, url string) string {
	return "[" + Markdown(text) + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "").Replace(url) + ">)"
}
