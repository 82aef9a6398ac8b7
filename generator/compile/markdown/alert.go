package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The three syntaxes of alerts end in one form of HTML:
//
//	> [!NOTE]        :::note[Title]        !!! note "Title"
//	> Text.          Text.                     Text.
//	                 :::
//
// A tab, === "Title", is a block that opens on demand and is open.
var (
	// fenceAlerts are the names after ::: that are alerts, unless an audience
	// has that name.
	fenceAlerts = map[string]string{
		"note": "note", "tip": "tip", "info": "info", "important": "important",
		"warning": "warning", "caution": "caution", "danger": "danger",
	}
	// admonitions are the names after !!!.
	admonitions = map[string]string{
		"note": "note", "seealso": "note", "abstract": "note", "summary": "note", "tldr": "note",
		"example": "note", "quote": "note", "cite": "note", "aside": "note",
		"tip": "tip", "hint": "tip", "success": "tip", "check": "tip", "done": "tip",
		"info": "info", "todo": "info", "question": "info", "help": "info", "faq": "info",
		"important": "important",
		"warning":   "warning", "attention": "warning",
		"caution": "caution",
		"danger":  "danger", "error": "danger", "failure": "danger", "fail": "danger", "missing": "danger", "bug": "danger",
	}
)

// alert is an admonition: its content is indented.
type alert struct {
	ast.BaseBlock
	class    string
	label    string // default title, "" for none
	details  bool   // can be folded
	unfolded bool

	// Of a [container]:
	id     string
	indent int // columns before its mark
	plain  bool
}

// title is the line of inline Markdown above an alert or audience block.
type title struct{ ast.BaseBlock }

var (
	kindAlert = ast.NewNodeKind("Alert")
	kindTitle = ast.NewNodeKind("Title")
)

func (*alert) Kind() ast.NodeKind           { return kindAlert }
func (n *alert) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }
func (*title) Kind() ast.NodeKind           { return kindTitle }
func (n *title) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

func newTitle(seg text.Segment) *title {
	n := &title{}
	n.Lines().Append(seg)
	n.SetPos(seg.Start)
	return n
}

// labelOf returns a name as a title: "Note".
func labelOf(name string) string {
	return strings.ToUpper(name[:1]) + strings.ToLower(name[1:])
}

// admonitionParser parses !!! and ??? blocks.
type admonitionParser struct{}

var _ parser.BlockParser = admonitionParser{}

var admonitionLine = lazily(`^(!!!|\?\?\?\+?)[ \t]*([A-Za-z][\w-]*)((?:[ \t]+[\w-]+)*)(?:[ \t]+"(.*)")?[ \t]*$`)

var tabLine = lazily(`^===[!+]*[ \t]+"([^"]+)"[ \t]*$`)

func (admonitionParser) Trigger() []byte             { return []byte{'!', '?', '='} }
func (admonitionParser) CanInterruptParagraph() bool { return true }
func (admonitionParser) CanAcceptIndentedLine() bool { return false }

func (admonitionParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, parser.NoChildren
	}
	if m := tabLine().FindSubmatchIndex(bytes.TrimRight(line[pos:], "\r\n")); m != nil {
		n := &alert{class: "tab", details: true, unfolded: true}
		n.AppendChild(n, newTitle(text.NewSegment(offsetIn(seg, pos+m[2]), offsetIn(seg, pos+m[3]))))
		reader.AdvanceToEOL()
		return n, parser.HasChildren
	}
	if !bytes.HasPrefix(line[pos:], []byte("!!!")) && !bytes.HasPrefix(line[pos:], []byte("???")) {
		return nil, parser.NoChildren
	}
	m := admonitionLine().FindSubmatchIndex(bytes.TrimRight(line[pos:], "\r\n"))
	if m == nil {
		return nil, parser.NoChildren
	}
	group := func(i int) string { return string(line[pos+m[2*i] : pos+m[2*i+1]]) }
	name := strings.ToLower(group(2))
	class, known := admonitions[name]
	titled := m[8] >= 0
	if !known {
		// Without a title that could be a sentence.
		if !titled {
			return nil, parser.NoChildren
		}
		class = "note"
	}
	n := &alert{class: class, details: group(1) != "!!!", unfolded: group(1) == "???+"}
	if pass := passOf(pc); pass != nil && !titled && !isLayout(group(3)) {
		words := strings.TrimSpace(group(3))
		pass.report("text-dropped", offsetIn(seg, pos+m[7]-len(words)),
			"These words are read as names of styles, because they are not in quotes, so they are not shown.",
			"Write "+group(1)+" "+group(2)+` "`+words+`" to show them as the title.`)
	}
	switch {
	case !titled:
		n.label = labelOf(name)
	case m[9] > m[8]:
		n.AppendChild(n, newTitle(text.NewSegment(offsetIn(seg, pos+m[8]), offsetIn(seg, pos+m[9]))))
	case n.details:
		n.label = labelOf(name)
	}
	reader.AdvanceToEOL()
	return n, parser.HasChildren
}

// isLayout reports whether all of the words behind the name of an admonition are
// those of Material for MkDocs that say where it stands and how it looks.
func isLayout(words string) bool {
	for _, word := range strings.Fields(words) {
		switch word {
		case "inline", "end", "highlight", "annotate", "blink":
		default:
			return false
		}
	}
	return true
}

func (admonitionParser) Continue(_ ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	pos, padding := util.IndentPosition(line, reader.LineOffset(), 4)
	if pos < 0 {
		return parser.Close
	}
	reader.AdvanceAndSetPadding(pos, padding)
	return parser.Continue | parser.HasChildren
}

func (admonitionParser) Close(ast.Node, text.Reader, parser.Context) {}

// quoteAlert finds the quotes that are alerts. The mark leaves the text and
// becomes an attribute of the quote.
type quoteAlert struct{}

var _ parser.ParagraphTransformer = quoteAlert{}

var quoteMark = lazily(`^[ \t\x{a0}]*\[!([A-Za-z]+)\]([+-]?)(?:[ \t\x{a0}]+(.*?))?[ \t\x{a0}]*\r?\n?$`)

// boldMark is how code hosts wrote alerts before: > **Note** in a line of its own.
var boldMark = lazily(`^[ \t]*\*\*(Note|Tip|Important|Warning|Caution)\*\*()()()[ \t]*\r?\n?$`)

func (quoteAlert) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote, ok := node.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != ast.Node(node) || node.Lines().Len() == 0 {
		return
	}
	first := node.Lines().At(0)
	value := first.Value(reader.Source())
	m := quoteMark().FindSubmatchIndex(value)
	if m == nil {
		m = boldMark().FindSubmatchIndex(value)
	}
	if m == nil {
		return
	}
	name := strings.ToLower(string(value[m[2]:m[3]]))
	class, known := admonitions[name]
	if !known {
		return
	}
	n := &alert{class: class, label: labelOf(name), details: m[5] > m[4]}
	n.unfolded = n.details && value[m[4]] == '+'
	quote.SetAttributeString("alert", n)
	if len(m) > 6 && m[6] >= 0 && m[7] > m[6] {
		quote.InsertBefore(quote, node, newTitle(text.NewSegment(offsetIn(first, m[6]), offsetIn(first, m[7]))))
	}
	node.Lines().SetSliced(1, node.Lines().Len())
	if node.Lines().Len() == 0 {
		quote.RemoveChild(quote, node)
	}
}

// alertOf returns the alert that a quote is, or nil.
func alertOf(n ast.Node) *alert {
	if n.Attributes() == nil {
		return nil
	}
	v, _ := n.AttributeString("alert")
	a, _ := v.(*alert)
	return a
}
