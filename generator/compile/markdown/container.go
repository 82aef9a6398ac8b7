package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A tag of another tool that encloses blocks becomes a container: two lines with a
// mark that no author's text has. So it neither opens nor closes a block of the
// author's, whatever is between the two.
const containerMark = 0x1a

// Layouts of containers.
const (
	plainLayout  = 'p' // what it encloses, and nothing else
	alertLayout  = 'a'
	foldedLayout = 'f' // opens when it is clicked
	openLayout   = 'o' // the same, and is open
)

// container is what a pair of tags stands for.
type container struct {
	layout byte
	class  string // of the alert; "tab" for a tab
	title  string // inline Markdown, "" for none
}

// openingLine returns the line by which a container begins; its id is that of no
// other one.
func (k container) openingLine(id int) string {
	title := strings.Join(strings.Fields(strings.ReplaceAll(k.title, string(rune(containerMark)), " ")), " ")
	return strings.TrimRight(string(rune(containerMark))+"("+strconv.Itoa(id)+" "+string(k.layout)+k.class+" "+title, " ")
}

func closingLine(id int) string { return string(rune(containerMark)) + ")" + strconv.Itoa(id) }

var containerLine = lazily(`^\x1a([()])([0-9]+)(?: ([pafo])([a-z]*)(?: (.*))?)?[ \t]*\r?\n?$`)

// containerParser parses containers.
type containerParser struct{}

var _ parser.BlockParser = containerParser{}

func (containerParser) Trigger() []byte             { return []byte{containerMark} }
func (containerParser) CanInterruptParagraph() bool { return true }
func (containerParser) CanAcceptIndentedLine() bool { return true }

func (containerParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, parser.NoChildren
	}
	m := containerLine().FindSubmatchIndex(line[pos:])
	if m == nil {
		return nil, parser.NoChildren
	}
	group := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return string(line[pos+m[2*i] : pos+m[2*i+1]])
	}
	if group(1) == ")" {
		reader.AdvanceToEOL()
		return &fenceEnd{}, parser.NoChildren
	}
	n := &alert{id: group(2), class: group(4), indent: pc.BlockIndent(), plain: group(3) == string(plainLayout)}
	n.details = group(3) == string(foldedLayout) || group(3) == string(openLayout)
	n.unfolded = group(3) == string(openLayout)
	switch {
	case n.plain:
	case m[10] >= 0 && m[11] > m[10]:
		n.AppendChild(n, newTitle(text.NewSegment(offsetIn(seg, pos+m[10]), offsetIn(seg, pos+m[11]))))
	case n.details:
		n.label = "Details"
	case n.class != "":
		n.label = labelOf(n.class)
	}
	reader.AdvanceToEOL()
	return n, parser.HasChildren
}

func (containerParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	n, ok := node.(*alert)
	if !ok {
		return parser.Close
	}
	line, _ := reader.PeekLine()
	if rest := bytes.TrimLeft(line, " \t"); len(rest) > 1 && rest[0] == containerMark {
		if m := containerLine().FindSubmatch(rest); m != nil && m[1][0] == ')' && string(m[2]) == n.id {
			return parser.Close
		}
	}
	if n.indent > 0 && !util.IsBlank(line) {
		width, pos := util.IndentWidth(line, reader.LineOffset())
		padding := 0
		if width > n.indent {
			pos, padding = util.IndentPosition(line, reader.LineOffset(), n.indent)
		}
		reader.AdvanceAndSetPadding(pos, padding)
	}
	return parser.Continue | parser.HasChildren
}

func (containerParser) Close(ast.Node, text.Reader, parser.Context) {}
