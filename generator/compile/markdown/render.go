package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"headsup/generator/compile/fragment"
	"headsup/generator/compile/rawhtml"
)

// renderer prints one tree as one fragment.
type renderer struct {
	*pass
	in        Input
	outline   outline
	ids       ids
	out       []byte
	frag      Fragment
	open      rawhtml.Stack
	links     int    // links of Markdown that are open
	heading   int    // 1 inside of a heading
	skip      string // raw element whose content is left out
	current   int    // index of the heading that text belongs to
	audience  []string
	tail      string // audience of all that follows an unclosed block
	marks     []mark
	addresses int  // bytes of all addresses
	more      int  // offset in out of <!-- more -->, -1
	summary   span // of the first paragraph in out
}

// mark is where in the HTML a passage begins.
type mark struct {
	offset   int
	heading  int
	audience string
}

func newRenderer(p *pass, in Input) *renderer {
	return &renderer{pass: p, in: in, ids: newIDs(), current: -1, more: -1}
}

// render prints the tree.
func (r *renderer) render() Fragment {
	r.outline = r.newOutline(r.doc)
	r.out = make([]byte, 0, len(r.src)+len(r.src)/2+64)
	r.marks = append(r.marks, mark{0, -1, ""})
	r.children(r.doc)
	r.frag.HTML = r.out
	r.frag.Headings = r.outline.heads
	r.frag.Passages = r.passages()
	r.frag.Summary = r.summaryText()
	return r.frag
}

func (r *renderer) raw(s string) { r.out = append(r.out, s...) }

// children prints the children of a node. What raw elements they leave open is
// closed behind them.
func (r *renderer) children(n ast.Node) {
	outer, skip := r.open.Enter(), r.skip
	r.skip = ""
	for c := n.FirstChild(); c != nil && !r.full(); c = c.NextSibling() {
		if r.skip != "" && c.Kind() != ast.KindHTMLBlock && c.Kind() != ast.KindRawHTML {
			continue
		}
		if c.Type() == ast.TypeInline {
			r.inline(c)
		} else {
			r.block(c)
		}
	}
	r.out = r.open.Leave(r.out, outer)
	r.skip = skip
}

// mark begins a passage.
func (r *renderer) mark() {
	audience := r.tail
	if n := len(r.audience); n > 0 {
		audience = r.audience[n-1]
	}
	r.marks = append(r.marks, mark{len(r.out), r.current, audience})
}

// enter begins a block of an audience, and leave ends it.
func (r *renderer) enter(audience string) {
	r.audience = append(r.audience, audience)
	r.mark()
}

func (r *renderer) leave() {
	r.audience = r.audience[:len(r.audience)-1]
	r.mark()
}

// attributes prints the id and the class of a node, and a class of our own.
func (r *renderer) attributes(n ast.Node, class string) {
	if id := attributeOf(n, "id"); id != "" && n.Kind() != ast.KindHeading {
		r.id(id)
	}
	if own := attributeOf(n, "class"); own != "" {
		if class != "" {
			class += " "
		}
		class += own
	}
	if class != "" {
		r.raw(` class="`)
		r.out = appendAttribute(r.out, class)
		r.raw(`"`)
	}
}

// id prints an id if it is free.
func (r *renderer) id(id string) {
	if !r.ids.claim(id) {
		return
	}
	r.frag.Anchors = append(r.frag.Anchors, id)
	r.raw(` id="`)
	r.out = appendAttribute(r.out, id)
	r.raw(`"`)
}

// block prints a block.
func (r *renderer) block(n ast.Node) {
	if n.Kind() != ast.KindHTMLBlock {
		r.out = r.open.EndParagraph(r.out)
	}
	switch n := n.(type) {
	case *ast.Paragraph:
		r.paragraph(n)
	case *ast.TextBlock:
		r.children(n)
		if n.NextSibling() != nil {
			r.raw("\n")
		}
	case *ast.Heading:
		r.printHeading(n)
	case *ast.List:
		r.list(n)
	case *ast.ListItem:
		r.listItem(n)
	case *ast.Blockquote:
		if a := alertOf(n); a != nil {
			r.alert(n, a)
			return
		}
		r.element("blockquote", n)
	case *ast.FencedCodeBlock:
		r.fencedCode(n)
	case *ast.CodeBlock:
		r.raw(`<pre class="chroma" tabindex="0"><code>`)
		r.out = fragment.AppendText(r.out, r.code(n))
		r.raw("</code></pre>\n")
	case *ast.ThematicBreak:
		r.raw("<hr")
		r.attributes(n, "")
		r.raw(">\n")
	case *ast.HTMLBlock:
		r.htmlBlock(n)
	case *fence:
		r.fence(n)
	case *alert:
		if n.plain {
			r.children(n)
			return
		}
		r.alert(n, n)
	case *title:
		r.children(n)
	case *east.Table:
		r.table(n)
	case *east.DefinitionList:
		r.element("dl", n)
	case *east.DefinitionTerm:
		r.raw("<dt>")
		r.children(n)
		r.raw("</dt>\n")
	case *east.DefinitionDescription:
		r.raw("<dd>")
		if !n.IsTight {
			r.raw("\n")
		}
		r.children(n)
		r.raw("</dd>\n")
	case *east.FootnoteList:
		r.footnotes(n)
	case *ast.LinkReferenceDefinition, *fenceEnd, *gap:
	default:
		r.children(n)
	}
}

// element prints an element with block content.
func (r *renderer) element(name string, n ast.Node) {
	r.raw("<" + name)
	r.attributes(n, "")
	r.raw(">\n")
	r.children(n)
	r.raw("</" + name + ">\n")
}

func (r *renderer) paragraph(n *ast.Paragraph) {
	// Raw HTML can put block elements into a paragraph, which a browser would
	// end there.
	name := "p"
	if r.holdsBlock(n) {
		name = "div"
	}
	start := len(r.out)
	r.raw("<" + name)
	r.attributes(n, "")
	r.raw(">")
	content := len(r.out)
	r.children(n)
	if r.blank(content) {
		// Only comments were in it.
		if r.more > start {
			r.more = start
		}
		r.out = r.out[:start]
		return
	}
	r.raw("</" + name + ">\n")
	if r.summary.stop == 0 && len(r.audience) == 0 && r.tail == "" && !insideFootnote(n) && plain(r.out[content:]) != "" {
		r.summary = span{content, len(r.out)}
	}
}

// blank reports whether nothing but white space was printed since an offset.
func (r *renderer) blank(since int) bool {
	for _, c := range r.out[since:] {
		if c != ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

func insideFootnote(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == east.KindFootnote {
			return true
		}
	}
	return false
}

func (r *renderer) printHeading(n *ast.Heading) {
	i, ok := r.outline.levels[n]
	if !ok {
		return // it became the title
	}
	h := &r.outline.heads[i]
	r.current = i
	r.mark()
	level := strconv.Itoa(h.Level)
	r.raw("<h" + level + ` id="`)
	r.out = appendAttribute(r.out, h.ID)
	r.raw(`"`)
	r.attributes(n, "")
	r.raw(">")
	r.heading++
	r.children(n)
	r.heading--
	if !r.linked() {
		r.raw(`<a class="anchor" href="#`)
		r.out = appendAttribute(r.out, h.ID)
		r.raw(`" aria-label="Link to this section"></a>`)
	}
	r.raw("</h" + level + ">\n")
	r.mark()
}

func (r *renderer) list(n *ast.List) {
	name, class := "ul", ""
	if n.IsOrdered() {
		name = "ol"
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if isTask(c) {
			class = "contains-task-list"
			break
		}
	}
	r.raw("<" + name)
	r.attributes(n, class)
	if n.IsOrdered() && n.Start != 1 {
		r.raw(` start="` + strconv.Itoa(n.Start) + `"`)
	}
	r.raw(">\n")
	r.children(n)
	r.raw("</" + name + ">\n")
}

// isTask reports whether a list item begins with a task's box.
func isTask(n ast.Node) bool {
	first := n.FirstChild()
	return first != nil && first.FirstChild() != nil && first.FirstChild().Kind() == east.KindTaskCheckBox
}

func (r *renderer) listItem(n *ast.ListItem) {
	r.raw("<li")
	step, isStep := r.outline.steps[n]
	if isStep {
		r.raw(` id="` + r.outline.stepIDs[step] + `"`)
	}
	class := ""
	if isTask(n) {
		class = "task-list-item"
	}
	r.attributes(n, class)
	r.raw(">")
	if isStep {
		if old := r.outline.stepNumbers[step]; old != r.outline.stepIDs[step] {
			r.raw(`<span id="` + old + `"></span>`)
			r.frag.Anchors = append(r.frag.Anchors, old)
		}
	}
	first := n.FirstChild()
	if first != nil && first.Kind() != ast.KindTextBlock {
		r.raw("\n")
	}
	content := len(r.out)
	if isStep {
		r.frag.Steps = append(r.frag.Steps, Step{ID: r.outline.stepIDs[step], Heading: r.current})
	}
	at := len(r.frag.Steps) - 1
	r.children(n)
	if isStep {
		r.frag.Steps[at].Text = firstText(r.out[content:])
	}
	r.raw("</li>\n")
}

func (r *renderer) alert(n ast.Node, a *alert) {
	element, heading := "div", "p"
	if a.details {
		element, heading = "details", "summary"
	}
	r.raw("<" + element)
	r.attributes(n, "alert alert-"+a.class)
	switch {
	case a.unfolded:
		r.raw(" open")
	case !a.details:
		r.raw(` role="note"`)
	}
	r.raw(">\n")
	r.titleLine(n, heading, "alert-title", a.label)
	r.childrenBehindTitle(n)
	r.raw("</" + element + ">\n")
}

// titleLine prints the title of an alert: the author's, else a default one.
func (r *renderer) titleLine(n ast.Node, element, class, label string) {
	own, ok := n.FirstChild().(*title)
	if !ok && label == "" {
		return
	}
	r.raw("<" + element + ` class="` + class + `">`)
	if ok {
		r.children(own)
	} else {
		r.out = fragment.AppendText(r.out, []byte(label))
	}
	r.raw("</" + element + ">\n")
}

// childrenBehindTitle prints the children that follow the title.
func (r *renderer) childrenBehindTitle(n ast.Node) {
	if own, ok := n.FirstChild().(*title); ok {
		n.RemoveChild(n, own)
	}
	r.children(n)
}

func (r *renderer) fence(n *fence) {
	switch {
	case n.dropped:
		return
	case n.foreign == plainLayout:
		if own, ok := n.FirstChild().(*title); ok && bytes.IndexByte(own.Lines().Value(r.src), '=') < 0 {
			r.raw("<p><strong>")
			r.children(own)
			r.raw("</strong></p>\n")
		}
		r.childrenBehindTitle(n)
		return
	case n.foreign != 0:
		r.alert(n, &alert{class: n.label, label: "Details", details: true, unfolded: n.foreign == openLayout})
		return
	}
	if !n.internal() {
		r.alert(n, &alert{class: n.label, label: labelOf(n.label)})
		return
	}
	r.enter(n.audience)
	r.raw(`<div class="audience"`)
	r.frag.Blocks = append(r.frag.Blocks, Block{Offset: len(r.out), Audience: n.audience})
	r.raw(` data-audience="`)
	r.out = appendAttribute(r.out, n.audience)
	r.raw(`"><p class="audience-label">`)
	r.out = fragment.AppendText(r.out, []byte(n.label))
	r.raw("</p>\n")
	r.titleLine(n, "p", "audience-title", "")
	r.childrenBehindTitle(n)
	r.raw("</div>\n")
	if !n.closed {
		r.tail = n.audience
	}
	r.leave()
}

func (r *renderer) table(n *east.Table) {
	r.raw("<table")
	r.attributes(n, "")
	r.raw(">\n")
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		cell := "td"
		switch {
		case row.Kind() == east.KindTableHeader:
			cell = "th"
			r.raw("<thead>\n")
		case !body:
			body = true
			r.raw("<tbody>\n")
		}
		r.raw("<tr>\n")
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			r.raw("<" + cell)
			class := ""
			if t, ok := c.(*east.TableCell); ok && t.Alignment != east.AlignNone {
				class = "align-" + t.Alignment.String()
			}
			r.attributes(c, class)
			r.raw(">")
			r.children(c)
			r.raw("</" + cell + ">\n")
		}
		r.raw("</tr>\n")
		if cell == "th" {
			r.raw("</thead>\n")
		}
	}
	if body {
		r.raw("</tbody>\n")
	}
	r.raw("</table>\n")
}

func (r *renderer) footnotes(n *east.FootnoteList) {
	r.raw("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<hr>\n<ol>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		f, ok := c.(*east.Footnote)
		if !ok {
			continue
		}
		id := "fn:" + strconv.Itoa(f.Index)
		r.frag.Anchors = append(r.frag.Anchors, id)
		audience := r.audienceAt(f.Pos())
		r.raw(`<li id="` + id + `"`)
		if audience != "" {
			r.enter(audience)
			r.raw(` class="audience" data-audience="`)
			r.out = appendAttribute(r.out, audience)
			r.raw(`"`)
		}
		r.raw(">\n")
		r.children(f)
		r.raw("</li>\n")
		if audience != "" {
			r.leave()
		}
	}
	r.raw("</ol>\n</section>\n")
}
