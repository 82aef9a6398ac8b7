package markdown

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// internalAudience is what a block that no audience owns belongs to.
const internalAudience = "internal"

// fence is a block between a line of colons with a name and a line of as many
// colons: an audience block, or an alert.
type fence struct {
	ast.BaseBlock
	length   int    // colons of the opening line
	indent   int    // columns before them
	audience string // id, "" for an alert
	label    string // "For Sales"; of an alert its class
	open     int    // offset of the colons of the opening line
	end      int    // offset of the closing line's end, or of the body's
	closed   bool
	stray    bool // a closing line that closes nothing
	foreign  byte // layout of a block of another tool, 0 for none
	dropped  bool // nothing of it is shown
	margins  []margin
}

// margin says that the bytes of a line up to an offset belong to the containers
// around a block.
type margin struct{ line, text int }

// fenceEnd is the closing line; it prints nothing.
type fenceEnd struct{ ast.BaseBlock }

var (
	kindFence    = ast.NewNodeKind("Fence")
	kindFenceEnd = ast.NewNodeKind("FenceEnd")
	passKey      = parser.NewContextKey()
)

func (*fence) Kind() ast.NodeKind              { return kindFence }
func (n *fence) Dump(src []byte, level int)    { ast.DumpHelper(n, src, level, nil, nil) }
func (*fenceEnd) Kind() ast.NodeKind           { return kindFenceEnd }
func (n *fenceEnd) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }
func (n *fence) internal() bool                { return n.audience != "" }
func (n *fence) covers(offset int) bool        { return n.open <= offset && offset < n.end }
func passOf(pc parser.Context) *pass           { p, _ := pc.Get(passKey).(*pass); return p }
func offsetIn(seg text.Segment, index int) int { return seg.Start - seg.Padding + index }
func trimmed(line []byte) []byte               { return bytes.TrimSpace(line) }
func colons(line []byte) int                   { return len(line) - len(bytes.TrimLeft(line, ":")) }
func isFenceLine(line []byte) bool             { return colons(bytes.TrimLeft(line, " \t")) >= 3 }
func isParagraphOrHTML(n ast.Node) bool {
	return n != nil && (n.Kind() == ast.KindParagraph || n.Kind() == ast.KindHTMLBlock)
}

// fenceParser parses ::: blocks. What must not become public is at stake, so
// where other parsers see text it sees a block: a fence opens inside raw HTML
// and behind a paragraph whatever its indentation, and a name that nobody knows
// is internal. Only code stays code.
type fenceParser struct{ c *Compiler }

func (fenceParser) Trigger() []byte             { return []byte{':'} }
func (fenceParser) CanInterruptParagraph() bool { return true }
func (fenceParser) CanAcceptIndentedLine() bool { return true }

func (p fenceParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 || pc.BlockIndent() > 3 && !isParagraphOrHTML(pc.LastOpenedBlock().Node) {
		return nil, parser.NoChildren
	}
	length := colons(line[pos:])
	if length < 3 {
		return nil, parser.NoChildren
	}
	rest := line[pos+length:]
	pass := passOf(pc)
	if len(trimmed(rest)) == 0 {
		if f, ok := parent.(*fence); ok && !f.closed && length >= f.length {
			f.closed, f.end = true, seg.Stop
			reader.AdvanceToEOL()
			return &fenceEnd{}, parser.NoChildren
		}
	}
	f := &fence{length: length, indent: pc.BlockIndent(), open: offsetIn(seg, pos), end: len(reader.Source())}
	start := pos + length + len(rest) - len(bytes.TrimLeft(rest, " \t"))
	name, title := splitOpening(line[start:])
	if m := mystName().FindSubmatch(line[start:]); m != nil {
		name = m[1]
		title = span{len(m[0]), max(len(m[0]), len(bytes.TrimRight(line[start:], " \t\r\n")))}
	}
	if len(name) == 0 {
		// Pandoc: ::: {.sales}
		if list, _, ok := parseAttributes(line[start:]); ok {
			for _, a := range list {
				if a.key == "class" && len(name) == 0 {
					name = []byte(a.value)
				}
			}
		}
	}
	if f.stray = len(trimmed(rest)) == 0; f.stray {
		f.audience, f.label = internalAudience, "Internal"
		pass.reportStray(f, parent)
	} else {
		p.resolve(f, string(name), pass)
	}
	if title.stop > title.start {
		n := newTitle(text.NewSegment(offsetIn(seg, start+title.start), offsetIn(seg, start+title.stop)))
		f.AppendChild(f, n)
	}
	f.margins = append(f.margins, margin{pass.lines.starts[pass.lines.index(f.open)], offsetIn(seg, 0)})
	pass.fences = append(pass.fences, f)
	reader.AdvanceToEOL()
	return f, parser.HasChildren
}

// mystName is the name of a directive, and what stands before its title.
var mystName = lazily(`^(\{[a-z][\w:-]*\})[ \t]*`)

// span is a range of a line.
type span struct{ start, stop int }

// splitOpening parts what follows the colons: a name, and a title in brackets
// or behind white space. Attributes at the end are dropped.
func splitOpening(s []byte) (name []byte, title span) {
	n := bytes.IndexAny(s, " \t\r\n[{")
	if n < 0 {
		return s, span{}
	}
	name = s[:n]
	stop := len(bytes.TrimRight(s, " \t\r\n"))
	if i := bytes.LastIndexByte(s[:stop], '{'); i >= n {
		if _, size, ok := parseAttributes(s[i:stop]); ok && i+size == stop {
			stop = max(n, len(bytes.TrimRight(s[:i], " \t")))
		}
	}
	start := n + len(s[n:stop]) - len(bytes.TrimLeft(s[n:stop], " \t"))
	if start < stop && s[start] == '[' && s[stop-1] == ']' {
		start, stop = start+1, stop-1
	}
	return name, span{start, stop}
}

// resolve finds out what a name opens.
func (p fenceParser) resolve(f *fence, name string, pass *pass) {
	key := strings.ToLower(name)
	if key == internalAudience {
		f.audience, f.label = internalAudience, "Internal"
		return
	}
	if term, ok := p.c.audiences[key]; ok {
		f.audience, f.label = term.ID, "For "+term.Title
		return
	}
	if class, ok := fenceAlerts[key]; ok {
		f.label = class
		return
	}
	if p.resolveForeign(f, key) {
		return
	}
	f.audience, f.label = internalAudience, "Internal"
	if name == "" {
		pass.report("block-name", f.open, "This block has no name, so it is internal.",
			"Write the name right after the colons, such as :::internal.")
		return
	}
	pass.report("block-name", f.open, "unknown block \""+name+"\", so it is internal", diag.DidYouMean(name, p.c.blockNames))
}

// foreignFences are the names after ::: by which well-known tools lay out what all readers
// see. Any other name of another tool is internal, until the site says under tags what
// it stands for.
var foreignFences = map[string]byte{"details": foldedLayout, "code-group": plainLayout, "v-pre": plainLayout}

// resolveForeign finds out what the name of another tool's block stands for.
func (p fenceParser) resolveForeign(f *fence, key string) bool {
	bare := strings.Trim(key, "{}")
	if _, known := fenceAlerts[bare]; known && bare != key {
		f.label = bare // MyST: :::{tip}
		return true
	}
	if layout, known := foreignFences[key]; known {
		f.foreign, f.label = layout, "tab"
		if p.c.tags[key].As == "" {
			return true
		}
	}
	m, known := p.c.tags[bare]
	if !known {
		return false
	}
	switch m.As {
	case content.TagAlert:
		f.label, f.foreign = cmp.Or(m.Kind, alertClass(bare)), 0
	case content.TagDetails:
		f.foreign, f.label = foldedLayout, "tab"
	case content.TagTab:
		f.foreign, f.label = openLayout, "tab"
	case content.TagDrop:
		f.foreign, f.dropped = plainLayout, true
	case content.TagText, content.TagCard, content.TagStep, content.TagImage, content.TagLink, content.TagInclude:
		f.foreign = plainLayout
	}
	return true
}

// reportStray tells of a closing line that closes nothing.
func (p *pass) reportStray(f *fence, parent ast.Node) {
	for ; parent != nil; parent = parent.Parent() {
		if open, ok := parent.(*fence); ok && !open.closed {
			p.report("block-name", f.open, "This line does not close the block of line "+strconv.Itoa(p.lineOf(open.open))+
				", so what follows is internal.", "Close it with "+strings.Repeat(":", open.length)+
				", indented as the line that opens it. Write \\::: for text.")
			return
		}
	}
	p.report("block-name", f.open, "Extra ::: — no block is open here.",
		"Take it away, or write the name of a block after the opening :::. Until then, what follows is internal.")
}

func (p fenceParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	f, ok := node.(*fence)
	if !ok || f.closed {
		return parser.Close
	}
	line, seg := reader.PeekLine()
	if pass := passOf(pc); pass != nil && f.internal() {
		start := pass.lines.starts[pass.lines.index(seg.Start)]
		f.margins = append(f.margins, margin{start, seg.Start})
	}
	if f.indent > 0 && !util.IsBlank(line) {
		width, pos := util.IndentWidth(line, reader.LineOffset())
		padding := 0
		if width > f.indent {
			pos, padding = util.IndentPosition(line, reader.LineOffset(), f.indent)
		}
		reader.AdvanceAndSetPadding(pos, padding)
	}
	return parser.Continue | parser.HasChildren
}

func (p fenceParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	f, ok := node.(*fence)
	if !ok || f.closed || f.stray {
		return
	}
	message, hint := "this ::: block is never closed",
		"close it with "+strings.Repeat(":", f.length)+" on a line of its own, indented as the opening line"
	if f.internal() {
		message += "; everything from here to the end is internal"
	}
	passOf(pc).report("block-unclosed", f.open, message, hint)
}

var _ parser.BlockParser = fenceParser{}

// public returns the tree of the body without its audience blocks.
//
// Blanking a block can make a block of what stood behind it; those are blanked
// too. Each round takes at least one line, and when a few rounds are not enough
// nothing is public.
func (p *pass) public() *pass {
	const rounds = 8
	for range rounds {
		if p = p.withoutBlocks(); !p.hasInternal() {
			return p
		}
	}
	return p.c.parse(bytes.Repeat([]byte("\n"), bytes.Count(p.src, []byte("\n"))+1), p.origin)
}

// withoutBlocks parses the body again, with the audience blocks masked. A mark
// that the parser takes for anything else than the gap it stands for is a space.
func (p *pass) withoutBlocks() *pass {
	src := p.mask()
	next := p.c.parse(src, p.origin)
	if next.gaps != bytes.Count(src, []byte{gapMark}) {
		next = p.c.parse(bytes.ReplaceAll(src, []byte{gapMark}, []byte(" ")), p.origin)
	}
	return next
}

// mask returns the body with every audience block as blank lines of the same
// length. Of a line only the marks of quotes before the block stay, so that
// what surrounds it keeps its shape; and a list item, a footnote or a definition
// that begins with the block and has more than it keeps its own mark.
func (p *pass) mask() []byte {
	out := bytes.Clone(p.src)
	for _, f := range p.fences {
		if !f.internal() {
			continue
		}
		gap := f.gap()
		first, last := p.lines.index(f.open), p.lines.index(max(f.open, f.end-1))
		margins := f.margins
		for i := first; i <= last; i++ {
			start, end := p.lines.bounds(i)
			keep := start
			for len(margins) > 0 && margins[0].line < start {
				margins = margins[1:]
			}
			if len(margins) > 0 && margins[0].line == start {
				for keep < margins[0].text && (out[keep] == ' ' || out[keep] == '\t' || out[keep] == '>') {
					keep++
				}
			}
			holds := i == first && gap >= start
			if holds {
				keep = gap
			}
			for j := keep; j < end; j++ {
				out[j] = ' '
			}
			if holds {
				out[gap] = gapMark
			}
		}
	}
	return out
}

// hasInternal reports whether there is anything to mask.
func (p *pass) hasInternal() bool {
	for _, f := range p.fences {
		if f.internal() {
			return true
		}
	}
	return false
}

// audienceAt returns the audience of the innermost audience block that an
// offset is in, or "".
func (p *pass) audienceAt(offset int) string {
	audience := ""
	for _, f := range p.fences {
		if f.internal() && f.covers(offset) {
			audience = f.audience
		}
	}
	return audience
}
