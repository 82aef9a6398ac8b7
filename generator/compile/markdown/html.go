package markdown

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"headsup/generator/compile/fragment"
	"headsup/generator/compile/rawhtml"
	"headsup/generator/diag"
)

// htmlParser parses blocks of raw HTML, with three differences: a name that is
// not HTML's opens none; a ::: line ends one; and Markdown begins right behind
// a tag with a markdown attribute.
type htmlParser struct {
	parser.BlockParser
	c *Compiler
}

var (
	tagStart    = lazily(`^[ \t]*</?([A-Za-z][A-Za-z0-9-]*)`)
	markdownTag = lazily(`(?i)^[ \t]*<[a-z][^>]*\smarkdown(?:=["']?(?:1|block|span)["']?)?[^>]*>[ \t]*\r?\n?$`)
)

func (p htmlParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	if m := tagStart().FindSubmatch(line); m != nil {
		if _, known := rawhtml.Lookup(strings.ToLower(string(m[1]))); !known {
			return nil, parser.NoChildren
		}
	}
	return p.BlockParser.Open(parent, reader, pc)
}

func (p htmlParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	n := node.(*ast.HTMLBlock)
	line, _ := reader.PeekLine()
	switch n.HTMLBlockType {
	case ast.HTMLBlockType6, ast.HTMLBlockType7:
		if isFenceLine(line) {
			return parser.Close
		}
		last := n.Lines().At(n.Lines().Len() - 1)
		if markdownTag().Match(last.Value(reader.Source())) {
			return parser.Close
		}
	case ast.HTMLBlockType1:
		if p.opensAudience(line) {
			return parser.Close
		}
	}
	return p.BlockParser.Continue(node, reader, pc)
}

// opensAudience reports whether a line opens the block of an audience, for raw
// HTML in which other ::: lines are text.
func (p htmlParser) opensAudience(line []byte) bool {
	line = trimmed(line)
	n := colons(line)
	if n < 3 {
		return false
	}
	name, _ := splitOpening(bytes.TrimLeft(line[n:], " \t"))
	key := strings.ToLower(string(name))
	_, ok := p.c.audiences[key]
	return ok || key == internalAudience
}

// chunk is raw HTML with where each of its lines is in the body.
type chunk struct {
	src   []byte
	parts []part
	ends  map[string]int // of [chunk.lastEnd]
}

type part struct{ at, source int }

func newChunk(src []byte, lines *text.Segments, closure *text.Segment) chunk {
	c := chunk{ends: map[string]int{}}
	add := func(seg text.Segment) {
		c.parts = append(c.parts, part{len(c.src) + seg.Padding, seg.Start})
		c.src = append(c.src, seg.Value(src)...)
	}
	for i := range lines.Len() {
		add(lines.At(i))
	}
	if closure != nil {
		add(*closure)
	}
	return c
}

// lastEnd returns where the last end tag of an element begins, or -1.
func (c chunk) lastEnd(name string) int {
	at, known := c.ends[name]
	if !known {
		at = bytes.LastIndex(bytes.ToLower(c.src), []byte("</"+name))
		c.ends[name] = at
	}
	return at
}

// offset returns where in the body a byte of the chunk is.
func (c chunk) offset(at int) int {
	i := sort.Search(len(c.parts), func(i int) bool { return c.parts[i].at > at }) - 1
	switch {
	case len(c.parts) == 0:
		return 0
	case i < 0:
		return c.parts[0].source
	}
	return c.parts[i].source + at - c.parts[i].at
}

func (r *renderer) chunkOf(n *ast.HTMLBlock) chunk {
	if n.HasClosure() {
		return newChunk(r.src, n.Lines(), &n.ClosureLine)
	}
	return newChunk(r.src, n.Lines(), nil)
}

// htmlBlock prints a block of raw HTML.
func (r *renderer) htmlBlock(n *ast.HTMLBlock) {
	c := r.chunkOf(n)
	var cut span
	if r.outline.drop == ast.Node(n) {
		cut = r.outline.cut
	}
	start := len(r.out)
	r.markup(c, cut, n)
	if r.blank(start) {
		r.out = r.out[:start]
		return
	}
	if r.out[len(r.out)-1] != '\n' {
		r.raw("\n")
	}
}

// rawHTML prints one inline tag or comment.
func (r *renderer) rawHTML(n *ast.RawHTML) {
	r.markup(newChunk(r.src, n.Segments, nil), span{}, n)
}

// markup prints raw HTML: what the policy allows, in balance with the raw HTML
// around it under the same parent. The part cut is left out.
func (r *renderer) markup(c chunk, cut span, n ast.Node) {
	z := html.NewTokenizer(bytes.NewReader(c.src))
	at := 0
	for {
		kind := z.Next()
		raw := z.Raw()
		start := at
		at += len(raw)
		if kind == html.ErrorToken {
			if rest := c.src[start:]; len(bytes.TrimSpace(rest)) > 0 && r.skip == "" {
				r.notMarkup(string(bytes.TrimSpace(rest)), c.offset(start))
				r.out = fragment.AppendText(r.out, rest)
			}
			return
		}
		if cut.stop > cut.start && start >= cut.start && start < cut.stop {
			continue
		}
		raw = bytes.Clone(raw)
		t := z.Token()
		if r.skip != "" {
			if kind == html.EndTagToken && t.Data == r.skip {
				r.skip = ""
			}
			continue
		}
		switch kind {
		case html.TextToken:
			r.out = fragment.AppendText(r.out, []byte(t.Data))
		case html.StartTagToken, html.SelfClosingTagToken:
			r.startTag(t, raw, c, start, n)
		case html.EndTagToken:
			r.endTag(t.Data, raw, c.offset(start))
		case html.CommentToken:
			r.comment(raw, c.offset(start))
		case html.DoctypeToken:
			r.removed("<!doctype>", c.offset(start))
		}
	}
}

var moreComment = lazily(`(?i)^<!--\s*more\s*-->$`)

// comment prints nothing. <!-- more --> ends the summary. HTML takes more for a
// comment than what authors know as one.
func (r *renderer) comment(raw []byte, offset int) {
	if !bytes.HasPrefix(raw, []byte("<!--")) && !r.regions.endless.hold(offset) {
		r.report("text-dropped", offset, diag.Quote(string(raw))+" is not shown.",
			"Put it into backticks if it is meant as text, or remove it.")
	}
	if r.more < 0 && len(r.audience) == 0 && moreComment().Match(bytes.TrimSpace(raw)) {
		r.more = len(r.out)
	}
}

func (r *renderer) removed(what string, offset int) {
	r.report("html-removed", offset, "removed "+what, "")
}

// isText reports whether an inline tag is none: text in angle brackets, such as
// a type's parameters.
func (r *renderer) isText(n *ast.RawHTML, raw []byte) bool {
	m := tagStart().FindSubmatch(raw)
	if m == nil {
		return false
	}
	name := string(m[1])
	e, known := rawhtml.Lookup(strings.ToLower(name))
	if !known {
		return true
	}
	// Path<a> and Vec<U>: no attribute, no end, and stuck to a word.
	start := n.Segments.At(0).Start
	if e.Is(rawhtml.Block) && inCell(n) {
		return false // paragraphs of a cell are written so
	}
	if raw[1] == '/' || len(raw) != len(name)+2 || start == 0 || !isWordByte(r.src[start-1]) || e.Is(rawhtml.Void) {
		return false
	}
	return !endsLater(n, r.src, name)
}

// inCell reports whether a node is in a cell of a table.
func inCell(n ast.Node) bool {
	for p := n.Parent(); p != nil && p.Type() == ast.TypeInline || p != nil && p.Kind() == east.KindTableCell; p = p.Parent() {
		if p.Kind() == east.KindTableCell {
			return true
		}
	}
	return false
}

func isWordByte(c byte) bool {
	return c == '_' || c == ':' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// endsLater reports whether a sibling that follows holds the end tag of an
// element.
func endsLater(n ast.Node, src []byte, name string) bool {
	const most = 500 // siblings, as this is asked for each of them
	end := []byte("</" + strings.ToLower(name))
	for s, i := n.NextSibling(), 0; s != nil && i < most; s, i = s.NextSibling(), i+1 {
		var raw []byte
		switch s := s.(type) {
		case *ast.RawHTML:
			raw = s.Segments.Value(src)
		case *ast.HTMLBlock:
			raw = s.Lines().Value(src)
			if s.HasClosure() {
				raw = append(raw, s.ClosureLine.Value(src)...)
			}
		default:
			continue
		}
		if bytes.Contains(bytes.ToLower(raw), end) {
			return true
		}
	}
	return false
}

// startTag prints a start tag.
func (r *renderer) startTag(t html.Token, raw []byte, c chunk, at int, n ast.Node) {
	name, offset := t.Data, c.offset(at)
	e, known := rawhtml.Lookup(name)
	if inline, ok := n.(*ast.RawHTML); !known || ok && r.isText(inline, raw) {
		r.notMarkup(string(raw), offset)
		r.out = fragment.AppendText(r.out, raw)
		return
	}
	if !e.Is(rawhtml.Allowed) {
		r.removed("<"+name+">", offset)
		if e.Is(rawhtml.Hollow) && t.Type == html.StartTagToken && (c.lastEnd(name) > at || endsLater(n, r.src, name)) {
			r.skip = name
		}
		return
	}
	if name == "h1" {
		name = "h2"
	}
	if name == "li" && r.open.Missing(name) != nil { // cells of tables hold points without their list
		r.out = r.open.Start(r.out, "ul")
		r.raw("<ul>")
		r.open.Push("ul")
	}
	if reason := r.misplaced(name); reason != "" {
		r.removed("<"+t.Data+"> "+reason, offset)
		return
	}
	if r.tooManyOpen(offset) {
		return
	}
	r.out = r.open.Start(r.out, name)
	tag := r.c.policy.Read(name, t.Attr)
	var refs []Ref
	for _, a := range tag.Addresses {
		if dest, ok := r.resolve(a.Val, offset); ok && (dest != "" || name != "img") {
			refs = append(refs, Ref{Kind: refKind(name, a.Key), Dest: dest})
		}
	}
	if name == "a" && len(tag.Addresses) > 0 && len(refs) == 0 {
		return // its text stays
	}
	if name == "img" && len(refs) == 0 {
		r.out = fragment.AppendText(r.out, []byte(tag.Alt))
		return
	}
	for _, key := range tag.Removed {
		r.removed(key+" from <"+name+">", offset)
	}
	if tag.Rejected {
		r.removed("<"+name+">", offset)
		return
	}
	if name == "img" && !slices.ContainsFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) {
		r.report("image-alt", offset, "the picture has no alternative text",
			`add alt="…" with what it shows, or alt="" when it is decoration`)
	}
	r.raw("<" + name)
	for _, ref := range refs {
		r.ref(ref.Kind, ref.Dest, tag.Sized, offset)
	}
	r.dropReserved(&tag, raw, c, at)
	if id := cleanID(tag.ID); id != "" {
		r.id(id)
	}
	for _, a := range tag.Attributes {
		r.raw(" " + a.Key)
		if a.Val != "" || !rawhtml.IsFlag(a.Key) {
			r.raw(`="`)
			r.out = appendAttribute(r.out, a.Val)
			r.raw(`"`)
		}
	}
	r.raw(">")
	switch {
	case e.Is(rawhtml.Void):
	case t.Type == html.SelfClosingTagToken:
		r.raw("</" + name + ">")
	default:
		r.open.Push(name)
	}
}

// dropReserved takes the names of the theme out of a tag.
func (r *renderer) dropReserved(tag *rawhtml.Tag, raw []byte, c chunk, at int) {
	tell := func(name string) {
		r.reserved(c.offset(at+max(0, bytes.Index(raw, []byte(name)))), name)
	}
	if isReserved(cleanID(tag.ID)) {
		tell(tag.ID)
		tag.ID = ""
	}
	for i, a := range tag.Attributes {
		if a.Key != "class" {
			continue
		}
		if kept, reserved := withoutReserved(a.Val); reserved != "" {
			tell(reserved)
			tag.Attributes[i].Val = kept
		}
	}
}

// refKind returns what an address in a raw tag is a reference to.
func refKind(name, key string) RefKind {
	switch {
	case key == "href":
		return LinkRef
	case key == "poster":
		return PosterRef
	case name == "img":
		return ImageRef
	}
	return MediaRef
}

// misplaced says why an element cannot stand where it is, or "".
func (r *renderer) misplaced(name string) string {
	if name == "a" && r.linked() {
		return "inside of a link"
	}
	if r.heading > 0 && rawhtml.IsHeading(name) {
		return "inside of a heading"
	}
	if missing := r.open.Missing(name); missing != nil {
		return "outside of " + strings.Join(missing, ", ")
	}
	return ""
}

// linked reports whether a link is open, an author's raw <a> included.
func (r *renderer) linked() bool { return r.links > 0 || r.open.Linked() }

// endTag prints an end tag if its element is open under this parent.
func (r *renderer) endTag(name string, raw []byte, offset int) {
	if _, known := rawhtml.Lookup(name); !known {
		r.notMarkup(string(raw), offset)
		r.out = fragment.AppendText(r.out, raw)
		return
	}
	if name == "h1" {
		name = "h2"
	}
	r.out = r.open.End(r.out, name)
}

// holdsBlock reports whether a paragraph holds raw elements that a browser
// would end it for.
func (r *renderer) holdsBlock(n ast.Node) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if raw, ok := c.(*ast.RawHTML); ok {
			tag := raw.Segments.Value(r.src)
			if m := tagStart().FindSubmatch(tag); m != nil && tag[1] != '/' {
				if e, _ := rawhtml.Lookup(strings.ToLower(string(m[1]))); e.Is(rawhtml.Block | rawhtml.Allowed) {
					return true
				}
			}
		} else if c.HasChildren() && r.holdsBlock(c) {
			return true
		}
	}
	return false
}

// isComment reports whether a block of raw HTML prints nothing.
func (r *renderer) isComment(n *ast.HTMLBlock) bool {
	return n.HTMLBlockType == ast.HTMLBlockType2 && bytes.HasSuffix(trimmed(r.chunkOf(n).src), []byte("-->"))
}

// idOf returns the id that a raw start tag gives, or "".
func idOf(t html.Token) string {
	name := ""
	for _, a := range t.Attr {
		switch {
		case isReserved(cleanID(a.Val)):
		case a.Key == "id":
			return cleanID(a.Val)
		case a.Key == "name" && t.Data == "a":
			name = cleanID(a.Val)
		}
	}
	return name
}

// rawTitle returns the text and the id of the first <h1> in a block of raw HTML
// and where in it the element is.
func (r *renderer) rawTitle(n *ast.HTMLBlock) (text, id string, cut span) {
	src := r.chunkOf(n).src
	if !bytes.Contains(bytes.ToLower(src), []byte("<h1")) {
		return "", "", span{}
	}
	z := html.NewTokenizer(bytes.NewReader(src))
	var f folder
	at, inside := 0, false
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return "", "", span{}
		}
		start := at
		at += len(z.Raw())
		t := z.Token()
		if inside && id == "" {
			id = idOf(t)
		}
		switch {
		case kind == html.StartTagToken && t.Data == "h1" && !inside:
			inside, cut.start, id = true, start, idOf(t)
		case kind == html.EndTagToken && t.Data == "h1" && inside:
			cut.stop = at
			return string(f.buf), id, cut
		case kind == html.TextToken && inside:
			f.write([]byte(t.Data))
		case kind == html.StartTagToken && inside && strings.EqualFold(t.Data, "br"):
			f.space = true
		}
	}
}
