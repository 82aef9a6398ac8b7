package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"headsup/generator/diag"
)

// limits bound the work for one body. No page that somebody reads comes near them.
// They count what there is, and no time: what a page is must not depend on the
// machine that reads it.
type limits struct {
	nesting  int // blocks within blocks
	depth    int // parts of a text within each other, blocks and what is in a line
	nodes    int // of the tree
	links    int // addresses of links that stand below one another
	elements int // elements of HTML that are open at once
	cells    int // cells that a table's rows lack
	marks    int // signs in one paragraph that may begin something
	html     int // bytes of HTML, with the addresses in it
}

var defaultLimits = limits{
	nesting: 100, depth: 1000, nodes: 2_000_000, links: 10_000, elements: 1000, cells: 100_000, marks: 20_000, html: 16 << 20,
}

// excess is the limit that a body went beyond.
type excess struct {
	offset int
	what   string
	count  int
	limit  int
}

// exceed notes that a body goes beyond a limit. The first one counts.
func (p *pass) exceed(offset int, what string, count, limit int) {
	if p.excess == nil {
		p.excess = &excess{offset, what, count, limit}
	}
}

// withheld returns the document of a body that goes beyond a limit: it has nothing.
func (p *pass) withheld() Document {
	e := p.excess
	return Document{Public: &Fragment{}, Diagnostics: []diag.Diagnostic{p.origin.finding("file-too-complex", e.offset,
		fmt.Sprintf("This page has %d %s, more than the %d that headsup reads, so nothing of it is shown.", e.count, e.what, e.limit),
		"Split the page, or take out what no reader needs.")}}
}

// boundTree notes that the tree has too many nodes, or that they are too deep within
// each other for what walks through them.
func (p *pass) boundTree() {
	nodes, depth := 0, 0
	at := 0 // where the last block begins
	for n := p.doc; n != nil; {
		if nodes++; nodes > p.c.limits.nodes {
			p.exceed(at, "parts", nodes, p.c.limits.nodes)
			return
		}
		if n.Type() == ast.TypeBlock && n.Pos() > at {
			at = n.Pos()
		}
		if child := n.FirstChild(); child != nil {
			n = child
			if depth++; depth > p.c.limits.depth {
				p.exceed(at, "parts within each other", depth, p.c.limits.depth)
				return
			}
			continue
		}
		for n != nil && n.NextSibling() == nil {
			n = n.Parent()
			depth--
		}
		if n != nil {
			n = n.NextSibling()
		}
	}
}

// boundedLinks empties a paragraph that begins with more addresses of links than can
// be read in a short time: each is taken out of the lines that are left.
type boundedLinks struct{}

func (boundedLinks) Transform(node *ast.Paragraph, _ text.Reader, pc parser.Context) {
	p := passOf(pc)
	limit := p.c.limits.links
	lines := node.Lines()
	if lines.Len() <= limit {
		return
	}
	count := 0
	for i := range lines.Len() {
		seg := lines.At(i)
		if line := bytes.TrimLeft(p.src[seg.Start:seg.Stop], " "); len(line) > 0 && line[0] == '[' && bytes.Contains(line, []byte("]:")) {
			count++
		}
	}
	if count > limit {
		p.exceed(lines.At(0).Start, "addresses of links in a row", count, limit)
		p.empty(node)
	}
}

// empty takes the text of a paragraph away.
func (p *pass) empty(n ast.Node) {
	first := n.Lines().At(0)
	n.Lines().SetSliced(0, 1)
	n.Lines().Set(0, text.NewSegment(first.Start, first.Start))
}

// tooDeep reports whether a block cannot have another one inside of it.
func (p *pass) tooDeep(parent ast.Node, offset int) bool {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		depth++
	}
	if depth <= p.c.limits.nesting {
		return false
	}
	p.exceed(offset, "blocks within each other", depth, p.c.limits.nesting)
	return true
}

// boundedParser parses blocks that can hold blocks, down to some depth.
type boundedParser struct{ parser.BlockParser }

func (b boundedParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, seg := reader.PeekLine()
	if passOf(pc).tooDeep(parent, seg.Start) {
		return nil, parser.NoChildren
	}
	return b.BlockParser.Open(parent, reader, pc)
}

// boundedText empties a paragraph that has more marks than can be read in a short
// time: some of them are looked at once for each other.
type boundedText struct{}

func (boundedText) Transform(node *ast.Paragraph, _ text.Reader, pc parser.Context) {
	passOf(pc).boundText(node)
}

func (p *pass) boundText(n ast.Node) {
	marks := 0
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		for _, c := range p.src[seg.Start:seg.Stop] {
			switch c {
			case '*', '_', '[', '<', '~', '`', '!', ':':
				marks++
			}
		}
	}
	if marks > p.c.limits.marks {
		p.exceed(n.Lines().At(0).Start, "marks in one paragraph", marks, p.c.limits.marks)
		p.empty(n)
	}
}

// padsTooMuch reports whether the rows of a table that a paragraph may be lack
// very many cells.
func (p *pass) padsTooMuch(n *ast.Paragraph) bool {
	lines := n.Lines()
	for i := 1; i < lines.Len(); i++ {
		seg := lines.At(i)
		line := bytes.TrimRight(p.src[seg.Start:seg.Stop], "\r\n")
		if len(line) < 2 || !rulerLine().Match(line) {
			continue
		}
		last := lines.At(lines.Len() - 1)
		rows := lines.Len() - i - 1
		lacking := len(cellsOf(line))*rows - bytes.Count(p.src[seg.Stop:last.Stop], []byte("|"))
		if rows > 0 && lacking > p.c.limits.cells {
			p.exceed(seg.Start, "empty cells in a table", lacking, p.c.limits.cells)
			return true
		}
		return false
	}
	return false
}

// tooManyOpen reports whether no further element of HTML can begin: each looks at
// those that are open.
func (r *renderer) tooManyOpen(offset int) bool {
	open, limit := r.open.Depth(), r.c.limits.elements
	if open >= limit {
		r.exceed(offset, "elements of HTML within each other", open+1, limit)
	}
	return open >= limit
}

// full reports whether there is no room for more HTML.
func (r *renderer) full() bool {
	size, limit := len(r.out)+r.addresses, r.c.limits.html+8*len(r.src)
	if size > limit {
		r.exceed(0, "bytes of HTML", size, limit)
	}
	return r.excess != nil
}
