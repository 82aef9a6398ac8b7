package llms

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// markOf returns the sign that Markdown has for an element, "" for none.
func markOf(a atom.Atom) string {
	switch a {
	case atom.Em, atom.I:
		return "*"
	case atom.Strong, atom.B:
		return "**"
	case atom.Del, atom.S:
		return "~~"
	}
	return ""
}

func markBit(mark string) uint8 {
	switch mark {
	case "*":
		return 1
	case "**":
		return 2
	}
	return 4
}

// staysHTML reports whether an element of a line stays HTML: Markdown allows it,
// and it means something to a reader.
func staysHTML(a atom.Atom) bool {
	switch a {
	case atom.Sub, atom.Sup, atom.Kbd, atom.Mark, atom.Ins, atom.Q:
		return true
	}
	return false
}

// piece is a part of a line.
type piece struct {
	kind  pieceKind
	space bool   // a blank stands before it
	html  bool   // of an end: its beginning is written as HTML
	text  string // of a text, with its white space folded, or of what is ready
	tag   atom.Atom
	size  int // of a beginning: how many pieces further its end is, 0 while it is open
}

type pieceKind uint8

const (
	textPiece  pieceKind = iota // to be escaped
	readyPiece                  // code, a picture, an end of a link: as it is
	openPiece
	closePiece
	breakPiece
)

const asciiSpace = " \t\r\n\f"

// line turns trees of a line into Markdown. It has no line breaks of its own but
// those of <br>; a table and a heading cannot have those, so there they stay
// HTML.
func (r *Renderer) line(list nodes, single bool) string {
	if len(list) == 0 {
		return ""
	}
	first, space := r.first, r.space
	r.first, r.space = len(r.pieces), false
	r.flatten(list)
	text := r.assemble(r.pieces[r.first:], single)
	r.pieces, r.first, r.space = r.pieces[:r.first], first, space
	return text
}

// flatten adds the pieces of trees to the line.
func (r *Renderer) flatten(list nodes) {
	for t := range list.trees() {
		switch n := &t[0]; {
		case n.tag == 0:
			r.text(n.text)
		case n.tag == atom.Br:
			r.lineBreak()
		case n.tag == atom.Img, n.tag == atom.Video, n.tag == atom.Audio:
			r.ready(r.media(t))
		case n.tag == atom.Code && t.onlyText():
			if code := t.allText(); strings.Trim(code, asciiSpace) != "" {
				r.ready(r.span(code))
			} else {
				r.text(code)
			}
		case n.tag == atom.A:
			r.link(t)
		case n.tag == atom.Sup && n.attrs.HasClass("footnote-mark"):
			r.ready("[^" + strings.TrimSpace(t.allText()) + "]")
		case markOf(n.tag) != "" || staysHTML(n.tag):
			at := len(r.pieces)
			r.add(piece{kind: openPiece, tag: n.tag})
			r.flatten(t[1:])
			r.pieces[at].size = len(r.pieces) - at
			r.pieces = append(r.pieces, piece{kind: closePiece, tag: n.tag})
		case n.tag == atom.Pre:
			r.ready(r.span(strings.TrimSpace(n.text)))
		case isBlock(n.tag):
			// Blocks in a cell or a link are lines of it.
			r.lineBreak()
			r.flatten(t[1:])
			r.lineBreak()
		default:
			r.flatten(t[1:])
		}
	}
}

// add adds a piece, behind the blank that is due.
func (r *Renderer) add(p piece) {
	p.space, r.space = r.space, false
	r.pieces = append(r.pieces, p)
}

func (r *Renderer) ready(text string) { r.add(piece{kind: readyPiece, text: text}) }

func (r *Renderer) lineBreak() {
	r.space = false
	r.pieces = append(r.pieces, piece{kind: breakPiece})
}

// text adds a text. White space at its ends is a blank before what follows.
func (r *Renderer) text(text string) {
	rest := strings.TrimLeft(text, asciiSpace)
	if len(rest) < len(text) {
		r.blank()
	}
	if words := strings.TrimRight(rest, asciiSpace); words != "" {
		r.add(piece{kind: textPiece, text: foldSpace(words)})
		r.space = len(words) < len(rest)
	}
}

// blank asks for a blank. It stands before the marks that begin here, because
// Markdown allows none behind them.
func (r *Renderer) blank() {
	due := &r.space
	for i := len(r.pieces) - 1; i >= r.first; i-- {
		p := &r.pieces[i]
		if p.kind != openPiece && p.kind != closePiece {
			break
		}
		if p.kind == openPiece && p.size == 0 {
			due = &p.space
		}
	}
	*due = true
}

// foldSpace makes each run of white space one blank.
func foldSpace(s string) string {
	if !strings.ContainsAny(s, "\t\r\n\f") && !strings.Contains(s, "  ") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for i := range len(s) {
		c := s[i]
		isSpace := strings.IndexByte(asciiSpace, c) >= 0
		switch {
		case !isSpace:
			b.WriteByte(c)
		case !space:
			b.WriteByte(' ')
		}
		space = isSpace
	}
	return b.String()
}

// span writes code in a line. In a cell of a table its bars need an escape.
func (r *Renderer) span(code string) string {
	s := string(appendCode(nil, code))
	if r.inCell {
		s = strings.ReplaceAll(s, "|", `\|`)
	}
	return s
}

// link adds a link. What leads from a heading to itself, or from a footnote back,
// is of use on the page only.
func (r *Renderer) link(t nodes) {
	attrs := t[0].attrs
	if attrs.HasClass("anchor") || attrs.HasClass("footnote-backref") {
		return
	}
	href := attrs.Get("href")
	dest := r.resolve(href)
	if dest == "" || r.inLink {
		r.flatten(t[1:])
		return
	}
	whole := t.allText()
	if whole == href && t.onlyText() && isAutolink(whole) {
		r.ready("<" + whole + ">")
		return
	}
	r.inLink = true
	text := r.line(t[1:], true)
	r.inLink = false
	if strings.TrimLeft(whole, asciiSpace) != whole {
		r.blank()
	}
	r.ready(string(appendDestination([]byte("["+text+"]"), dest, attrs.Get("title"))))
	r.space = strings.TrimRight(whole, asciiSpace) != whole
}

// isAutolink reports whether an address can stand between angle brackets.
func isAutolink(s string) bool {
	return (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsAny(s, " <>\\`|{")
}

// media writes a picture, or a recording as if it were one.
func (r *Renderer) media(t nodes) string {
	attrs := t[0].attrs
	src, label := attrs.Get("src"), attrs.Get("alt")
	if t[0].tag != atom.Img {
		label = attrs.Get("aria-label")
		for c := range t[1:].trees() {
			if c[0].tag == atom.Source && src == "" {
				src = c[0].attrs.Get("src")
			}
		}
	}
	label = oneLine(label)
	if src = r.resolve(src); src == "" {
		return string(appendText(nil, label, ' '))
	}
	b := append(appendText([]byte("!["), label, '['), ']')
	return string(appendDestination(b, src, attrs.Get("title")))
}

// assemble writes pieces one behind the other.
func (r *Renderer) assemble(list []piece, single bool) string {
	b := r.buf[:0]
	inside := uint8(0) // the marks that are open
	broken := 0        // where the last <br> ends
	for i := range list {
		p := &list[i]
		if p.space && len(b) > 0 && b[len(b)-1] != '\n' {
			b = append(b, ' ')
		}
		last, _ := utf8.DecodeLastRune(b)
		if len(b) == 0 || last == '\n' {
			last = 0
		}
		switch mark := markOf(p.tag); p.kind {
		case textPiece:
			b = appendText(b, p.text, last)
		case readyPiece:
			b = append(b, p.text...)
		case breakPiece:
			b = bytes.TrimRight(b, " ")
			switch {
			case len(b) == broken || last == 0 || atEnd(list[i+1:]):
			case single, b[len(b)-1] == '\\':
				b = append(b, "<br>"...)
				broken = len(b)
			default:
				b = append(b, "\\\n"...)
			}
		case openPiece:
			if mark == "" || inside&markBit(mark) != 0 || !fits(list[i:], last, inside != 0) {
				list[i+p.size].html = true
				b = append(b, "<"+p.tag.String()+">"...)
				continue
			}
			b = append(b, mark...)
			inside ^= markBit(mark)
		case closePiece:
			if p.html {
				b = append(b, "</"+p.tag.String()+">"...)
				continue
			}
			b = append(b, mark...)
			inside ^= markBit(mark)
		}
	}
	r.buf = b
	return string(bytes.TrimRight(b, " "))
}

// atEnd reports whether nothing is to be seen of pieces.
func atEnd(list []piece) bool {
	return !slices.ContainsFunc(list, func(p piece) bool { return p.text != "" })
}

// fits reports whether the mark of the first piece can begin there and end where
// it ends, so that Markdown takes both for marks. The rules are those of
// CommonMark, and stricter: no two marks stand side by side, and those inside
// others not in a word.
func fits(list []piece, before rune, nested bool) bool {
	end := list[0].size
	if end == 1 {
		return false
	}
	for i, p := range list[1:min(end+2, len(list))] {
		switch {
		case p.kind == breakPiece && i+1 < end:
			return false
		case p.kind == textPiece && strings.Contains(p.text, "@"):
			return false // marks are letters of addresses, for those who look for bare ones
		}
	}
	first, _ := list[1].ends()
	_, last := list[end-1].ends()
	after := rune(0)
	if end+1 < len(list) {
		if after, _ = list[end+1].ends(); list[end+1].space {
			after = ' '
		}
	}
	if first == markRune || last == markRune || after == markRune || before == '*' || before == '~' || before == '\\' {
		return false
	}
	apart := func(r rune) bool { return isSpace(r) || isPunctuation(r) }
	if nested && !(apart(before) && apart(after)) {
		return false
	}
	opens := !isSpace(first) && (!isPunctuation(first) || apart(before))
	closes := !isSpace(last) && (!isPunctuation(last) || apart(after))
	return opens && closes
}

// markRune stands for a mark next to another.
const markRune = utf8.MaxRune

// ends returns the first and the last character of a piece, 0 for none.
func (p *piece) ends() (first, last rune) {
	switch {
	case p.kind == openPiece, p.kind == closePiece:
		return markRune, markRune
	case p.text == "":
		return 0, 0
	}
	first, _ = utf8.DecodeRuneInString(p.text)
	last, _ = utf8.DecodeLastRuneInString(p.text)
	return first, last
}
