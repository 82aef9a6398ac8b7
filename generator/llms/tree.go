package llms

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// node is an element of a body, or a text when it has no tag.
type node struct {
	tag      atom.Atom
	text     string // of a text, or of a <pre>
	attrs    []html.Attribute
	children []*node
}

func (n *node) attr(key string) string {
	for _, a := range n.attrs {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func (n *node) has(key string) bool {
	for _, a := range n.attrs {
		if a.Key == key {
			return true
		}
	}
	return false
}

// hasClass reports whether an element is of a class.
func (n *node) hasClass(class string) bool {
	for c := range strings.FieldsSeq(n.attr("class")) {
		if c == class {
			return true
		}
	}
	return false
}

// void elements have no content and no end.
func void(a atom.Atom) bool {
	switch a {
	case atom.Br, atom.Hr, atom.Img, atom.Input, atom.Source, atom.Track, atom.Wbr, atom.Col:
		return true
	}
	return false
}

// parse reads the HTML of a body: well-formed, as the compiler writes it. Of a
// <pre> it keeps the text only.
func parse(body []byte) *node {
	root := &node{tag: atom.Div}
	open := []*node{root}
	z := html.NewTokenizer(bytes.NewReader(body))
	var code strings.Builder
	pre := 0 // depth inside a <pre>
	for {
		tt := z.Next()
		top := open[len(open)-1]
		switch tt {
		case html.ErrorToken:
			return root
		case html.TextToken:
			if pre > 0 {
				code.Write(z.Text())
			} else {
				top.children = append(top.children, &node{text: string(z.Text())})
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := atom.Lookup(name)
			if pre > 0 {
				switch {
				case tag == atom.Br:
					code.WriteByte('\n')
				case !void(tag):
					pre++
				}
				continue
			}
			n := &node{tag: tag}
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				n.attrs = append(n.attrs, html.Attribute{Key: string(key), Val: string(value)})
			}
			top.children = append(top.children, n)
			if void(tag) || tt == html.SelfClosingTagToken {
				continue
			}
			open = append(open, n)
			if tag == atom.Pre {
				pre = 1
				code.Reset()
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			switch {
			case void(tag):
			case pre > 1:
				pre--
			case len(open) > 1:
				if pre == 1 {
					pre, top.text = 0, code.String()
				}
				// An end of something else leaves what is open as it is.
				if top.tag == tag {
					open = open[:len(open)-1]
				}
			}
		}
	}
}

// isBlock reports whether an element stands by itself, and not in a line.
func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Aside, atom.Header, atom.Footer, atom.Nav, atom.Main, atom.Address, atom.Center,
		atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd, atom.Menu,
		atom.Blockquote, atom.Pre, atom.Hr, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Hgroup,
		atom.Table, atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Th, atom.Td, atom.Colgroup, atom.Col,
		atom.Details, atom.Summary, atom.Figure, atom.Figcaption:
		return true
	}
	return false
}
