package portable

import (
	"strings"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"headsup/generator/compile/fragment"
)

// plainText gathers the text of HTML: a blank line between paragraphs, a line
// for each item and row, a tab between cells, code as it is. Pictures are their
// alternative text.
type plainText struct {
	b       strings.Builder
	pending string // what stands before the next text
	pre     int    // depth of <pre>
}

func (p *plainText) String() string { return p.b.String() }

// separate asks for a separator before the next text; the longest one counts.
func (p *plainText) separate(s string) {
	if len(s) > len(p.pending) {
		p.pending = s
	}
}

func (p *plainText) text(t string) {
	if p.pre == 0 {
		folded := fold(t)
		switch {
		case folded == "":
			if t != "" {
				p.separate(" ")
			}
			return
		case isSpace(t[0]):
			p.separate(" ")
		}
		defer func(last byte) {
			if isSpace(last) {
				p.separate(" ")
			}
		}(t[len(t)-1])
		t = folded
	}
	if t == "" {
		return
	}
	if p.b.Len() > 0 {
		p.b.WriteString(p.pending)
	}
	p.pending = ""
	p.b.WriteString(t)
}

// fold is the words of a text with one space between them.
func fold(t string) string {
	t = strings.TrimSpace(t)
	for i := range len(t) {
		c := t[i]
		if c >= utf8.RuneSelf || c < ' ' || c == ' ' && t[i-1] == ' ' {
			return strings.Join(strings.Fields(t), " ")
		}
	}
	return t
}

func (p *plainText) start(tok xhtml.Token) {
	switch tok.DataAtom {
	case atom.Img:
		p.text(attr(tok, "alt"))
	case atom.Br:
		p.separate("\n")
	case atom.Td, atom.Th:
		p.separate("\t")
	default:
		p.separate(around(tok.DataAtom))
	}
	if tok.DataAtom == atom.Pre {
		p.pre++
	}
}

func (p *plainText) end(a atom.Atom) {
	if a == atom.Pre && p.pre > 0 {
		p.pre--
	}
	p.separate(around(a))
}

// around returns what stands before and after an element.
func around(a atom.Atom) string {
	switch a {
	case atom.P, atom.Pre, atom.Blockquote, atom.Table, atom.Ul, atom.Ol, atom.Dl, atom.Div, atom.Section, atom.Aside, atom.Figure,
		atom.Details, atom.Hr, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return "\n\n"
	case atom.Li, atom.Tr, atom.Dt, atom.Dd, atom.Summary, atom.Figcaption, atom.Caption:
		return "\n"
	}
	return ""
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// Text returns the text of compiled HTML as it stands, without its tags.
func Text(body []byte) string {
	var b strings.Builder
	for tok := range fragment.Tokens(string(body)) {
		if tok.Kind == fragment.Text {
			b.WriteString(tok.Text())
		}
	}
	return b.String()
}
