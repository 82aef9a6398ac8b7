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

// parse reads the HTML of a body as the compiler writes it: every element is
// closed, attributes are between double quotes, and less-than signs in text are
// escaped. Of a <pre> it keeps the text only.
func parse(body []byte) *node {
	p := parser{open: make([]*node, 1, 16)}
	root := p.node()
	root.tag = atom.Div
	p.open[0] = root
	for len(body) > 0 {
		i := bytes.IndexByte(body, '<')
		if i < 0 {
			i = len(body)
		}
		if i > 0 {
			p.text(body[:i])
			body = body[i:]
			continue
		}
		body = p.markup(body[1:])
	}
	return root
}

type parser struct {
	open  []*node
	pre   int    // depth inside a <pre>
	code  []byte // its text so far
	spare []node // memory for nodes to come
}

func (p *parser) node() *node {
	if len(p.spare) == 0 {
		p.spare = make([]node, 64)
	}
	n := &p.spare[0]
	p.spare = p.spare[1:]
	return n
}

func (p *parser) add(n *node) {
	top := p.open[len(p.open)-1]
	if top.children == nil {
		top.children = make([]*node, 0, 4)
	}
	top.children = append(top.children, n)
}

func (p *parser) text(raw []byte) {
	if p.pre > 0 {
		p.code = append(p.code, unescape(raw)...)
		return
	}
	n := p.node()
	n.text = unescape(raw)
	p.add(n)
}

// unescape decodes the references in a text.
func unescape(raw []byte) string {
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw)
	}
	return html.UnescapeString(string(raw))
}

// markup reads what follows a less-than sign, and returns what follows that.
func (p *parser) markup(b []byte) []byte {
	if len(b) > 0 && b[0] == '/' {
		end := bytes.IndexByte(b, '>')
		if end < 0 {
			return nil
		}
		p.end(atom.Lookup(b[1:end]))
		return b[end+1:]
	}
	size := 0
	for size < len(b) && b[size] != ' ' && b[size] != '>' && b[size] != '/' {
		size++
	}
	tag := atom.Lookup(b[:size])
	if p.pre > 0 {
		switch {
		case tag == atom.Br:
			p.code = append(p.code, '\n')
		case !void(tag):
			p.pre++
		}
		return p.attributes(nil, b[size:])
	}
	n := p.node()
	n.tag = tag
	rest := p.attributes(n, b[size:])
	p.add(n)
	if !void(tag) {
		p.open = append(p.open, n)
	}
	if tag == atom.Pre {
		p.pre, p.code = 1, p.code[:0]
	}
	return rest
}

// attributes reads the attributes of a start tag, for a node if there is one,
// and returns what follows the tag.
func (p *parser) attributes(n *node, b []byte) []byte {
	for len(b) > 0 {
		switch b[0] {
		case '>':
			return b[1:]
		case ' ', '/', '\n', '\t':
			b = b[1:]
			continue
		}
		size := 0
		for size < len(b) && b[size] != '=' && b[size] != ' ' && b[size] != '>' {
			size++
		}
		key, value := b[:size], []byte(nil)
		b = b[size:]
		if len(b) > 1 && b[0] == '=' && b[1] == '"' {
			end := bytes.IndexByte(b[2:], '"')
			if end < 0 {
				return nil
			}
			value, b = b[2:2+end], b[2+end+1:]
		} else if len(b) > 0 && b[0] == '=' {
			b = b[1:]
		}
		if n != nil {
			n.attrs = append(n.attrs, html.Attribute{Key: string(key), Val: unescape(value)})
		}
	}
	return nil
}

// end reads an end tag. One of something else leaves what is open as it is.
func (p *parser) end(tag atom.Atom) {
	switch top := p.open[len(p.open)-1]; {
	case void(tag):
	case p.pre > 1:
		p.pre--
	case len(p.open) > 1:
		if p.pre == 1 {
			p.pre, top.text = 0, string(p.code)
		}
		if top.tag == tag {
			p.open = p.open[:len(p.open)-1]
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
