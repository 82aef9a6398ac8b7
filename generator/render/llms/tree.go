package llms

import (
	"iter"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"headsup/generator/compile/fragment"
)

// node is an element of a body, or a text when it has no tag.
type node struct {
	tag   atom.Atom
	size  int // of its tree: the node and all that is in it
	attrs fragment.Attributes
	text  string // of a text, or all that is in a <pre>
}

// nodes are trees in the order of the page: behind each node is what is in it,
// then its next sibling.
type nodes []node

// trees returns the trees one by one.
func (l nodes) trees() iter.Seq[nodes] {
	return func(yield func(nodes) bool) {
		for len(l) > 0 {
			if !yield(l[:l[0].size]) {
				return
			}
			l = l[l[0].size:]
		}
	}
}

// parse reads the HTML of a body. Of a <pre> it keeps the text only.
func (r *Renderer) parse(body string) nodes {
	list, open := r.tree[:0], r.open[:0]
	var code []byte
	pre := 0 // elements that are open from a <pre> on
	for t := range fragment.Tokens(body) {
		switch void := fragment.IsVoid(t.Tag); {
		case t.Kind == fragment.Text && pre > 0:
			code = append(code, t.Text()...)
		case t.Kind == fragment.Text:
			list = append(list, node{text: t.Text(), size: 1})
		case t.Kind == fragment.Start && pre > 0:
			switch {
			case t.Tag == atom.Br:
				code = append(code, '\n')
			case !void:
				pre++
			}
		case t.Kind == fragment.Start:
			list = append(list, node{tag: t.Tag, attrs: t.Attrs, size: 1})
			if !void {
				open = append(open, len(list)-1)
			}
			if t.Tag == atom.Pre {
				pre, code = 1, code[:0]
			}
		case void || len(open) == 0:
		case pre > 1:
			pre--
		default:
			top := open[len(open)-1]
			if pre == 1 {
				pre, list[top].text = 0, string(code)
			}
			if list[top].tag == t.Tag {
				open, list[top].size = open[:len(open)-1], len(list)-top
			}
		}
	}
	for _, i := range open {
		list[i].size = len(list) - i
	}
	r.tree, r.open = list, open
	return list
}

// onlyText reports whether a tree is an element that holds nothing but text.
func (l nodes) onlyText() bool {
	for _, n := range l[1:] {
		if n.tag != 0 && n.tag != atom.Span {
			return false
		}
	}
	return true
}

// allText returns the text in trees.
func (l nodes) allText() string {
	if len(l) == 2 {
		return l[0].text + l[1].text
	}
	var b strings.Builder
	for _, n := range l {
		b.WriteString(n.text)
	}
	return b.String()
}

// holdsBlock reports whether a tree is a block or there is one in it. An element
// of a line is then no more than what is in it; but a link is one in its lines.
func (l nodes) holdsBlock() bool {
	for i := 0; i < len(l); i++ {
		switch tag := l[i].tag; {
		case isBlock(tag):
			return true
		case tag == atom.A, tag == atom.Audio, tag == atom.Video:
			i += l[i].size - 1
		}
	}
	return false
}

// parts returns the trees of some elements, those in groups too, and what else
// authors have put between them.
func (l nodes) parts(kinds ...atom.Atom) (found []nodes, stray nodes) {
	for t := range l.trees() {
		switch tag := t[0].tag; {
		case slices.Contains(kinds, tag):
			found = append(found, t)
		case tag == atom.Thead, tag == atom.Tbody, tag == atom.Tfoot, tag == atom.Ol, tag == atom.Div:
			f, s := t[1:].parts(kinds...)
			found, stray = append(found, f...), append(stray, s...)
		case tag == atom.Caption, tag == atom.Colgroup, tag == atom.Col:
		case tag != 0 || strings.Trim(t[0].text, asciiSpace) != "":
			stray = append(stray, t...)
		}
	}
	return found, stray
}

// isBlock reports whether an element stands by itself, and not in a line.
func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Aside, atom.Header, atom.Footer, atom.Address,
		atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd,
		atom.Blockquote, atom.Pre, atom.Hr, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Table, atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Th, atom.Td, atom.Colgroup, atom.Col,
		atom.Details, atom.Summary, atom.Figure, atom.Figcaption:
		return true
	}
	return false
}
