package llms

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// marks are the elements that Markdown has signs for.
var marks = map[atom.Atom]string{
	atom.Em: "*", atom.I: "*", atom.Strong: "**", atom.B: "**", atom.Del: "~~", atom.S: "~~",
}

// kept are the elements of a line that stay HTML: Markdown allows them, and they
// mean something to a reader.
var kept = map[atom.Atom]bool{
	atom.Sub: true, atom.Sup: true, atom.Kbd: true, atom.Mark: true, atom.Ins: true, atom.Q: true,
}

// piece is a part of a line.
type piece struct {
	kind  pieceKind
	text  string    // of a text or of what is ready
	tag   atom.Atom // of a beginning or an end
	other int       // index of the end that belongs to a beginning
}

type pieceKind uint8

const (
	textPiece  pieceKind = iota // to be escaped
	readyPiece                  // code, a picture, an end of a link: as it is
	openPiece
	closePiece
	breakPiece
)

// line turns nodes of a line into Markdown. It has no line breaks of its own but
// those of <br>; a table and a heading cannot have those, so there they stay
// HTML.
func (r *renderer) line(nodes []*node, single bool) string {
	var pieces []piece
	pieces = r.flatten(pieces, nodes)
	pieces = foldSpace(pieces)
	return assemble(pieces, single)
}

// flatten lists the pieces of nodes.
func (r *renderer) flatten(list []piece, nodes []*node) []piece {
	for _, n := range nodes {
		switch {
		case n.tag == 0 && n.text != "":
			list = append(list, piece{kind: textPiece, text: n.text})
		case n.tag == atom.Br:
			list = append(list, piece{kind: breakPiece})
		case n.tag == atom.Img, n.tag == atom.Video, n.tag == atom.Audio:
			list = append(list, piece{kind: readyPiece, text: r.media(n)})
		case n.tag == atom.Code && onlyText(n):
			if code := textOf(n); strings.Trim(code, asciiSpace) != "" {
				list = append(list, piece{kind: readyPiece, text: r.span(code)})
			} else if code != "" {
				list = append(list, piece{kind: textPiece, text: code})
			}
		case n.tag == atom.A:
			list = r.link(list, n)
		case n.tag == atom.Sup && n.hasClass("footnote-mark"):
			list = append(list, piece{kind: readyPiece, text: "[^" + strings.TrimSpace(textOf(n)) + "]"})
		case marks[n.tag] != "" || kept[n.tag]:
			at := len(list)
			list = r.flatten(append(list, piece{kind: openPiece, tag: n.tag}), n.children)
			list[at].other = len(list)
			list = append(list, piece{kind: closePiece, tag: n.tag, other: at})
		case n.tag == atom.Pre:
			list = append(list, piece{kind: readyPiece, text: r.span(strings.TrimSpace(n.text))})
		case isBlock(n.tag):
			// Blocks in a cell or a link are lines of it.
			if len(list) > 0 {
				list = append(list, piece{kind: breakPiece})
			}
			list = append(r.flatten(list, n.children), piece{kind: breakPiece})
		default:
			list = r.flatten(list, n.children)
		}
	}
	return list
}

// span writes code in a line. In a cell of a table its bars need an escape.
func (r *renderer) span(code string) string {
	s := string(appendCode(nil, code))
	if r.inCell {
		s = strings.ReplaceAll(s, "|", `\|`)
	}
	return s
}

// link adds a link. What leads from a heading to itself, or from a footnote back,
// is of use on the page only.
func (r *renderer) link(list []piece, n *node) []piece {
	if n.hasClass("anchor") || n.hasClass("footnote-backref") {
		return list
	}
	dest := r.resolve(n.attr("href"))
	if dest == "" || r.inLink {
		return r.flatten(list, n.children)
	}
	if text := textOf(n); text == n.attr("href") && onlyText(n) && isAutolink(text) {
		return append(list, piece{kind: readyPiece, text: "<" + text + ">"})
	}
	r.inLink = true
	defer func() { r.inLink = false }()
	inner := foldSpace(r.flatten(nil, n.children))
	text := assemble(inner, true)
	whole := textOf(n)
	if whole != "" && isASCIISpace(whole[0]) {
		list = append(list, piece{kind: textPiece, text: " "})
	}
	list = append(list, piece{kind: readyPiece, text: "[" + text + string(appendDestination([]byte("]"), dest, n.attr("title")))})
	if whole != "" && isASCIISpace(whole[len(whole)-1]) {
		list = append(list, piece{kind: textPiece, text: " "})
	}
	return list
}

// isAutolink reports whether an address can stand between angle brackets.
func isAutolink(s string) bool {
	return (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsAny(s, " <>\\`|{")
}

// media writes a picture, or a recording as if it were one.
func (r *renderer) media(n *node) string {
	src, label := n.attr("src"), n.attr("alt")
	if n.tag != atom.Img {
		label = n.attr("aria-label")
		for _, c := range n.children {
			if c.tag == atom.Source && src == "" {
				src = c.attr("src")
			}
		}
	}
	label = strings.Join(strings.Fields(label), " ")
	if src = r.resolve(src); src == "" {
		return string(appendText(nil, label, ' '))
	}
	return "![" + string(appendText(nil, label, '[')) + string(appendDestination([]byte("]"), src, n.attr("title")))
}

// onlyText reports whether an element holds nothing but text.
func onlyText(n *node) bool {
	for _, c := range n.children {
		if c.tag != 0 && !(c.tag == atom.Span && onlyText(c)) {
			return false
		}
	}
	return true
}

// textOf returns the text in an element.
func textOf(n *node) string {
	if n.tag == 0 || n.tag == atom.Pre {
		return n.text
	}
	if len(n.children) == 1 {
		return textOf(n.children[0])
	}
	var b strings.Builder
	for _, c := range n.children {
		b.WriteString(textOf(c))
	}
	return b.String()
}

// foldSpace makes runs of white space one blank, across pieces, and moves it out
// of emphasis, where Markdown does not allow it at the ends.
func foldSpace(list []piece) []piece {
	out := make([]piece, 0, len(list))
	moved := make([]int, len(list)) // where a piece is now
	space := false                  // a blank is due
	put := func(i int, p piece) {
		moved[i] = len(out)
		out = append(out, p)
	}
	for i, p := range list {
		switch p.kind {
		case textPiece:
			text := strings.Trim(p.text, asciiSpace)
			if text == "" {
				space = true
				moved[i] = len(out)
				continue
			}
			if space || isASCIISpace(p.text[0]) {
				text = " " + foldText(text)
			} else {
				text = foldText(text)
			}
			space = isASCIISpace(p.text[len(p.text)-1])
			put(i, piece{kind: textPiece, text: text})
		case readyPiece:
			if space {
				p.text = " " + p.text
				space = false
			}
			put(i, p)
		case breakPiece:
			space = false
			put(i, p)
		case openPiece:
			// The blank in front of the first text inside stands before the mark.
			if space || beginsWithSpace(list[i+1:p.other]) {
				out = append(out, piece{kind: textPiece, text: " "})
				space = false
				dropSpace(list[i+1 : p.other])
			}
			put(i, p)
		case closePiece:
			put(i, p)
		}
	}
	for i, p := range list {
		if p.kind == openPiece || p.kind == closePiece {
			out[moved[i]].other = moved[p.other]
		}
	}
	return out
}

const asciiSpace = " \t\r\n\f"

func isASCIISpace(c byte) bool { return strings.IndexByte(asciiSpace, c) >= 0 }

func foldText(s string) string {
	if !strings.ContainsAny(s, "\t\r\n\f") && !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < utf8.RuneSelf && isASCIISpace(byte(r)) }), " ")
}

func beginsWithSpace(list []piece) bool {
	for _, p := range list {
		switch p.kind {
		case textPiece:
			return isASCIISpace(p.text[0])
		case openPiece, closePiece:
		default:
			return false
		}
	}
	return false
}

// dropSpace takes the blank from the beginning of pieces.
func dropSpace(list []piece) {
	for i := range list {
		switch list[i].kind {
		case textPiece:
			if list[i].text = strings.TrimLeft(list[i].text, asciiSpace); list[i].text == "" {
				list[i].text, list[i].kind = "", readyPiece
			}
			return
		case openPiece, closePiece:
		default:
			return
		}
	}
}

// assemble writes pieces one behind the other.
func assemble(list []piece, single bool) string {
	var b []byte
	asHTML := make([]bool, len(list))
	inside := " " // the marks that are open
	for i, p := range list {
		last := lastRune(b)
		switch p.kind {
		case textPiece:
			text := p.text
			if len(b) == 0 || last == '\n' {
				text = strings.TrimLeft(text, " ")
				last = 0
			}
			b = appendText(b, text, last)
		case readyPiece:
			text := p.text
			if len(b) == 0 || last == '\n' {
				text = strings.TrimLeft(text, " ")
			}
			b = append(b, text...)
		case breakPiece:
			b = []byte(strings.TrimRight(string(b), " "))
			switch {
			case len(b) == 0 || lastRune(b) == '\n' || strings.HasSuffix(string(b), "<br>") || atEnd(list[i+1:]):
			case single, lastRune(b) == '\\':
				b = append(b, "<br>"...)
			default:
				b = append(b, "\\\n"...)
			}
		case openPiece:
			mark := marks[p.tag]
			if mark == "" || strings.Contains(inside, " "+mark+" ") || !fits(list, i, last, inside != " ") {
				asHTML[p.other] = true
				b = append(b, "<"+p.tag.String()+">"...)
				continue
			}
			b = append(b, mark...)
			inside += mark + " "
		case closePiece:
			if asHTML[i] {
				b = append(b, "</"+p.tag.String()+">"...)
				continue
			}
			b = append(b, marks[p.tag]...)
			inside = strings.TrimSuffix(inside, marks[p.tag]+" ")
		}
	}
	return strings.TrimRight(string(b), " ")
}

// atEnd reports whether nothing is to be seen of pieces.
func atEnd(list []piece) bool {
	for _, p := range list {
		if p.kind == readyPiece && p.text != "" || p.kind == textPiece && strings.TrimSpace(p.text) != "" {
			return false
		}
	}
	return true
}

// fits reports whether a mark can begin at piece i and end where it ends, so that
// Markdown takes both for marks. The rules are those of CommonMark, and stricter:
// no two marks stand side by side, and those inside others not in a word.
func fits(list []piece, i int, before rune, nested bool) bool {
	end := list[i].other
	if end <= i+1 {
		return false
	}
	for j := i + 1; j < end; j++ {
		if list[j].kind == breakPiece {
			return false
		}
	}
	// Marks are letters of addresses, for those who look for bare ones.
	for _, p := range list[i+1 : min(end+2, len(list))] {
		if p.kind == textPiece && strings.Contains(p.text, "@") {
			return false
		}
	}
	first, last := firstRune(list[i+1]), lastOf(list[end-1])
	after := rune(0)
	if end+1 < len(list) {
		after = firstRune(list[end+1])
	}
	if first == markRune || last == markRune || after == markRune || before == '*' || before == '~' || before == '\\' {
		return false
	}
	if nested && !(isSpace(before) || isPunctuation(before)) || nested && !(isSpace(after) || isPunctuation(after)) {
		return false
	}
	opens := !isSpace(first) && (!isPunctuation(first) || isSpace(before) || isPunctuation(before))
	closes := !isSpace(last) && (!isPunctuation(last) || isSpace(after) || isPunctuation(after))
	return opens && closes
}

// markRune stands for a mark next to another.
const markRune = utf8.MaxRune

func firstRune(p piece) rune {
	switch p.kind {
	case openPiece, closePiece:
		return markRune
	case breakPiece:
		return 0
	}
	r, _ := utf8.DecodeRuneInString(p.text)
	if p.text == "" {
		return 0
	}
	return r
}

func lastOf(p piece) rune {
	switch p.kind {
	case openPiece, closePiece:
		return markRune
	case breakPiece:
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(p.text)
	if p.text == "" {
		return 0
	}
	return r
}

// lastRune returns the last character that was written, 0 at the beginning.
func lastRune(b []byte) rune {
	if len(b) == 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRune(b)
	return r
}
