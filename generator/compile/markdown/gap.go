package markdown

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// gap is where an audience block was the first thing in a list item, a footnote
// or a definition that goes on behind it. It prints nothing. Without it the
// container would begin with blank lines, and its text would belong to what
// stands before it.
type gap struct{ ast.BaseBlock }

// gapMark stands for a gap in a masked body; no author's text has this byte.
const gapMark = 0

var kindGap = ast.NewNodeKind("Gap")

func (*gap) Kind() ast.NodeKind           { return kindGap }
func (n *gap) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// gapParser parses the marks of gaps.
type gapParser struct{}

var _ parser.BlockParser = gapParser{}

func (gapParser) Trigger() []byte             { return []byte{gapMark} }
func (gapParser) CanInterruptParagraph() bool { return true }
func (gapParser) CanAcceptIndentedLine() bool { return false }

func (gapParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	passOf(pc).gaps++
	reader.AdvanceToEOL()
	return &gap{}, parser.NoChildren
}

func (gapParser) Continue(ast.Node, text.Reader, parser.Context) parser.State { return parser.Close }
func (gapParser) Close(ast.Node, text.Reader, parser.Context)                 {}

// gap returns the offset on the opening line where the mark of a gap has to
// stand, -1 when the block leaves none.
func (n *fence) gap() int {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if f, ok := p.(*fence); ok && f.internal() {
			return -1 // all of it goes
		}
	}
	var first ast.Node = n
	for p := n.Parent(); p != nil && first.PreviousSibling() == nil; first, p = p, p.Parent() {
		switch p.Kind() {
		case ast.KindListItem, east.KindFootnote, east.KindDefinitionDescription:
			if shows(p) {
				return first.Pos()
			}
		case ast.KindList, ast.KindBlockquote:
		default:
			return -1
		}
	}
	return -1
}

// shows reports whether anything of a block is public.
func shows(n ast.Node) bool {
	switch n := n.(type) {
	case *fence:
		return !n.internal()
	case *gap, *fenceEnd, *ast.LinkReferenceDefinition:
		return false
	case *ast.List, *ast.ListItem, *ast.Blockquote, *east.Footnote, *east.DefinitionDescription:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if shows(c) {
				return true
			}
		}
		return false
	}
	return true
}
