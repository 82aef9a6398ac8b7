package ingest

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// decode returns the text of a file in UTF-8: in the encoding that its first bytes say,
// or the one that is named, or UTF-8 if all of it is, or else that of Western Windows.
func decode(data []byte, name string) (string, error) {
	text := string(data)
	var from encoding.Encoding = charmap.Windows1252
	switch {
	case strings.HasPrefix(text, "\xEF\xBB\xBF"):
		return text[3:], nil
	case strings.HasPrefix(text, "\xFF\xFE"), name == "" && zeros(text, 1):
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case strings.HasPrefix(text, "\xFE\xFF"), name == "" && zeros(text, 0):
		from = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case name != "":
		named, err := htmlindex.Get(name)
		if err != nil {
			return "", fmt.Errorf("there is no encoding %q\nhint: such as utf-8, windows-1252, iso-8859-2, shift_jis or utf-16le", name)
		}
		from = named
	case utf8.ValidString(text):
		return text, nil
	}
	text, err := from.NewDecoder().String(text)
	return strings.TrimPrefix(text, "\uFEFF"), err
}

// zeros reports whether nearly every second byte at the beginning is 0, counted from
// the first or the second one, as in UTF-16 of Western languages.
func zeros(text string, from int) bool {
	text = text[:min(len(text), 1000)]
	n := 0
	for i := from; i < len(text); i += 2 {
		if text[i] == 0 {
			n++
		}
	}
	return len(text) >= 4 && n > len(text)*2/5
}

// blockTags are elements that a text in HTML may begin with, those of Confluence included.
const blockTags = `p|br|hr|div|span|ul|ol|dl|table|h[1-6]|pre|blockquote|figure|details|section|article|header|iframe|ac:[a-z-]+`

var (
	anyTag = regexp.MustCompile(`(?i)</?(?:` + blockTags + `|a|b|i|u|s|em|strong|del|su[bp]|mark|kbd|li|img|code)` +
		`(?:\s[^<>]*)?/?>`)
	firstTag = regexp.MustCompile(`(?i)^\s*<(?:!doctype|html|body|` + blockTags + `)(?:\s[^<>]*)?/?>`)
)

// plain returns the text of what may be HTML or plain.
func plain(text string) string {
	if anyTag.MatchString(text) {
		return htmlText(text)
	}
	return text
}

// htmlText returns what a reader sees of HTML: a line for each block, marks of lists,
// addresses of links behind their words, names of pictures. It reads Confluence's own
// elements as well.
func htmlText(text string) string {
	w := htmlWriter{}
	z := html.NewTokenizer(strings.NewReader(text))
	z.AllowCDATA(true)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(w.b.String())
		case html.TextToken:
			w.text(z.Token().Data)
		case html.StartTagToken:
			w.start(z.Token())
		case html.EndTagToken:
			w.end(z.Token())
		case html.SelfClosingTagToken:
			t := z.Token()
			w.start(t)
			// HTML has no elements that close themselves, but those that have no content.
			if strings.Contains(t.Data, ":") || t.DataAtom == atom.P {
				w.end(t)
			}
		}
	}
}

// htmlWriter writes text. What is between elements waits until something follows.
type htmlWriter struct {
	b       strings.Builder
	pending string // blanks or line feeds
	fresh   bool   // a mark or a cell began, and its text follows on the same line
	inRow   bool   // a cell of the row was there
	cells   int    // depth of cells
	status  bool   // the next text is the status of a task
	pre     int    // depth of <pre>
	hidden  int    // depth of elements that nobody sees
	lists   []int  // the next number of each open list, 0 without
	links   []link
}

type link struct {
	target string
	from   int // where its text begins
}

// separate asks for a separator before the next text; the strongest counts.
func (w *htmlWriter) separate(s string) {
	if !w.fresh && (w.pending == "" || s[0] == '\n' && (w.pending[0] != '\n' || len(s) > len(w.pending))) {
		w.pending = s
	}
}

func (w *htmlWriter) text(s string) {
	if w.hidden > 0 {
		return
	}
	if w.status {
		s = map[bool]string{true: "[x] ", false: "[ ] "}[strings.TrimSpace(s) == "complete"]
	}
	after := ""
	if w.pre == 0 {
		const blanks = " \t\r\n\u00a0"
		if strings.TrimLeft(s, blanks) != s {
			w.separate(" ")
		}
		if strings.TrimRight(s, blanks) != s {
			after = " "
		}
		s = strings.Join(strings.Fields(s), " ")
	}
	if s == "" {
		return
	}
	if w.b.Len() > 0 {
		w.b.WriteString(w.pending)
	}
	w.pending, w.fresh = after, false
	w.b.WriteString(s)
}

// mark writes the mark of an item, whose text follows on the same line.
func (w *htmlWriter) mark(s string) {
	w.text(s)
	w.pending, w.fresh = " ", true
}

// unseen are elements whose text is none of the page's. A parameter of a macro is a
// setting, but for its title.
var unseen = map[string]bool{"script": true, "style": true, "head": true, "template": true, "noscript": true, "ac:task-id": true}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func isUnseen(t html.Token) bool {
	return unseen[t.Data] || t.Data == "ac:parameter" && attribute(t, "ac:name") != "title" && attribute(t, "ac:name") != "language"
}

func (w *htmlWriter) start(t html.Token) {
	if w.hidden > 0 || isUnseen(t) {
		if t.Type != html.SelfClosingTagToken {
			w.hidden++
		}
		return
	}
	w.separateBlock(t)
	switch t.DataAtom {
	case atom.Br:
		w.b.WriteString(strings.Trim(w.pending, " |"))
		w.pending, w.fresh = "\n", false
	case atom.Pre:
		w.pre++
	case atom.Img:
		w.text(nameOf(attribute(t, "alt"), attribute(t, "src")))
	case atom.Iframe, atom.Video, atom.Audio:
		w.separate("\n")
		w.text(attribute(t, "src"))
		w.separate("\n")
	case atom.A:
		w.links = append(w.links, link{attribute(t, "href"), w.b.Len()})
	case atom.Ul:
		w.lists = append(w.lists, 0)
	case atom.Ol:
		first := 1
		if n, ok := wholeNumber(attribute(t, "start")); ok {
			first = n
		}
		w.lists = append(w.lists, first)
	case atom.Li:
		w.item()
	case atom.Tr:
		w.inRow = false
	case atom.Td, atom.Th:
		if w.inRow {
			w.pending = " | "
		}
		w.inRow, w.fresh = true, w.inRow
		w.cells++
	}
	switch t.Data {
	case "ac:plain-text-body":
		w.pre++
	case "ri:attachment":
		w.text(attribute(t, "ri:filename"))
	case "ri:page":
		w.text(attribute(t, "ri:content-title") + ": ")
	case "ac:task-status":
		w.status = true
	}
	class := " " + attribute(t, "class") + " "
	if m := panel.FindStringSubmatch(class + attribute(t, "ac:name") + " "); m != nil {
		w.text(m[1] + ":")
		w.separate("\n")
	}
	if strings.Contains(class, " checkbox-on ") {
		w.mark("[x]")
	} else if strings.Contains(class, " checkbox-off ") {
		w.mark("[ ]")
	}
}

// panel is the kind of a box, of which readers see a sign and a colour.
var panel = regexp.MustCompile(` (?:confluence-information-macro-)?(info|note|tip|warning)\s+$`)

// item begins an item of the innermost list.
func (w *htmlWriter) item() {
	mark := "-"
	if n := len(w.lists); n > 0 && w.lists[n-1] > 0 {
		mark = fmt.Sprintf("%d.", w.lists[n-1])
		w.lists[n-1]++
	}
	w.mark(mark)
}

// nameOf is what stands for a picture.
func nameOf(alt, src string) string {
	if alt != "" {
		return alt
	}
	if src = src[strings.LastIndexByte(src, '/')+1:]; strings.Contains(src, ".") {
		return src
	}
	return "" // a number says nothing
}

func (w *htmlWriter) end(t html.Token) {
	if w.hidden > 0 {
		w.hidden--
		return
	}
	switch t.DataAtom {
	case atom.Pre:
		w.pre = max(0, w.pre-1)
	case atom.Td, atom.Th:
		w.cells = max(0, w.cells-1)
	case atom.Ul, atom.Ol:
		w.lists = w.lists[:max(0, len(w.lists)-1)]
	case atom.A:
		if n := len(w.links); n > 0 {
			w.target(w.links[n-1])
			w.links = w.links[:n-1]
		}
	}
	switch t.Data {
	case "ac:plain-text-body":
		w.pre = max(0, w.pre-1)
	case "ac:task-status":
		w.status, w.fresh = false, true
		return
	}
	w.separateBlock(t)
}

// target writes where a link leads, if that says more than its words.
func (w *htmlWriter) target(l link) {
	text := w.b.String()[min(l.from, w.b.Len()):]
	scheme, _, _ := strings.Cut(l.target, ":")
	switch scheme = strings.ToLower(scheme); {
	case l.target == "", l.target[0] == '#', scheme == "mailto", scheme == "tel", scheme == "javascript", scheme == "data":
	case strings.TrimSpace(text) == l.target:
	default:
		w.text(" (" + l.target + ")")
	}
}

// separateBlock asks for what stands before and after a block.
func (w *htmlWriter) separateBlock(t html.Token) {
	switch t.DataAtom {
	case atom.P, atom.Pre, atom.Blockquote, atom.Table, atom.Ul, atom.Ol, atom.Dl, atom.Section, atom.Aside, atom.Figure, atom.Details,
		atom.Header, atom.Footer, atom.Hr, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		if len(w.lists) > 0 || w.cells > 0 {
			w.separate("\n")
		} else {
			w.separate("\n\n")
		}
	case atom.Li, atom.Tr, atom.Div, atom.Dt, atom.Dd, atom.Summary, atom.Figcaption, atom.Caption:
		w.separate("\n")
	}
	switch t.Data {
	case "ac:structured-macro", "ac:plain-text-body", "ac:rich-text-body", "ac:task-list":
		w.separate("\n\n")
	case "ac:parameter", "ac:task", "ac:task-status", "ac:task-body", "ac:layout-cell":
		w.separate("\n")
	}
}
