package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
)

// htmlParser parses blocks of raw HTML, with three differences: a name that is
// not HTML's opens none; a ::: line ends one; and Markdown begins right behind
// a tag with a markdown attribute.
type htmlParser struct {
	parser.BlockParser
	c *Compiler
}

var (
	tagStart    = regexp.MustCompile(`^[ \t]*</?([A-Za-z][A-Za-z0-9-]*)`)
	markdownTag = regexp.MustCompile(`(?i)^[ \t]*<[a-z][^>]*\smarkdown(?:=["']?(?:1|block|span)["']?)?[^>]*>[ \t]*\r?\n?$`)
)

func (p htmlParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	if m := tagStart.FindSubmatch(line); m != nil {
		if _, known := elements[strings.ToLower(string(m[1]))]; !known {
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
		if markdownTag.Match(last.Value(reader.Source())) {
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
}

type part struct{ at, source int }

func newChunk(src []byte, lines *text.Segments, closure *text.Segment) chunk {
	var c chunk
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

// offset returns where in the body a byte of the chunk is.
func (c chunk) offset(at int) int {
	for i := len(c.parts) - 1; i >= 0; i-- {
		if c.parts[i].at <= at {
			return c.parts[i].source + at - c.parts[i].at
		}
	}
	if len(c.parts) > 0 {
		return c.parts[0].source
	}
	return 0
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
				r.out = appendEscaped(r.out, rest)
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
			r.out = appendEscaped(r.out, []byte(t.Data))
		case html.StartTagToken, html.SelfClosingTagToken:
			r.startTag(t, raw, c, start, n)
		case html.EndTagToken:
			r.endTag(t.Data, raw, c.offset(start))
		case html.CommentToken:
			r.comment(raw)
		case html.DoctypeToken:
			r.removed("<!doctype>", c.offset(start))
		}
	}
}

var moreComment = regexp.MustCompile(`(?i)^<!--\s*more\s*-->$`)

// comment prints nothing. <!-- more --> ends the summary.
func (r *renderer) comment(raw []byte) {
	if r.more < 0 && len(r.audience) == 0 && moreComment.Match(bytes.TrimSpace(raw)) {
		r.more = len(r.out)
	}
}

func (r *renderer) removed(what string, offset int) {
	r.report("html-removed", offset, "removed "+what, "")
}

// isText reports whether an inline tag is none: text in angle brackets, such as
// a type's parameters.
func (r *renderer) isText(n *ast.RawHTML, raw []byte) bool {
	m := tagStart.FindSubmatch(raw)
	if m == nil {
		return false
	}
	name := string(m[1])
	if _, known := elements[strings.ToLower(name)]; !known {
		return true
	}
	// Path<a> and Vec<U>: no attribute, no end, and stuck to a word.
	start := n.Segments.At(0).Start
	if raw[1] == '/' || len(raw) != len(name)+2 || start == 0 || !isWordByte(r.src[start-1]) || elements[strings.ToLower(name)]&void != 0 {
		return false
	}
	return !endsLater(n, r.src, name)
}

func isWordByte(c byte) bool {
	return c == '_' || c == ':' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// endsLater reports whether a sibling that follows holds the end tag of an
// element.
func endsLater(n ast.Node, src []byte, name string) bool {
	end := []byte("</" + strings.ToLower(name))
	for s := n.NextSibling(); s != nil; s = s.NextSibling() {
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
	e, known := elements[name]
	if inline, ok := n.(*ast.RawHTML); !known || ok && r.isText(inline, raw) {
		r.notMarkup(string(raw), offset)
		r.out = appendEscaped(r.out, raw)
		return
	}
	if e&allowed == 0 {
		r.removed("<"+name+">", offset)
		rest := bytes.ToLower(c.src[min(at+len(raw), len(c.src)):])
		if e&hollow != 0 && t.Type == html.StartTagToken && (bytes.Contains(rest, []byte("</"+name)) || endsLater(n, r.src, name)) {
			r.skip = name
		}
		return
	}
	if name == "h1" {
		name = "h2"
	}
	if reason := r.misplaced(name); reason != "" {
		r.removed("<"+t.Data+"> "+reason, offset)
		return
	}
	for len(r.open) > r.base && r.endsOpen(name) {
		continue
	}
	tag, ok := r.tag(name, t.Attr, offset)
	if !ok {
		return
	}
	r.raw("<" + name)
	for _, ref := range tag.refs {
		r.ref(ref.Kind, ref.Dest, ref.Sized, offset)
	}
	if tag.id != "" {
		r.id(tag.id)
	}
	r.raw(tag.attributes + ">")
	switch {
	case e&void != 0:
	case t.Type == html.SelfClosingTagToken:
		r.raw("</" + name + ">")
	default:
		r.open = append(r.open, name)
		if name == "a" {
			r.links++
		}
	}
}

// misplaced says why an element cannot stand where it is, or "".
func (r *renderer) misplaced(name string) string {
	if name == "a" && r.links > 0 {
		return "inside of a link"
	}
	if r.heading > 0 && len(name) == 2 && name[0] == 'h' && name != "hr" {
		return "inside of a heading"
	}
	if parents := needs(name); parents != "" {
		for i := len(r.open) - 1; i >= r.base; i-- {
			if strings.Contains(parents, " "+r.open[i]+" ") {
				return ""
			}
			if r.open[i] == "table" {
				break
			}
		}
		return "outside of " + strings.ReplaceAll(strings.TrimSpace(parents), " ", ", ")
	}
	return ""
}

// endsOpen closes the elements that a start tag ends, if it ends one.
func (r *renderer) endsOpen(name string) bool {
	for i := len(r.open) - 1; i >= r.base; i-- {
		if ends(name, r.open[i]) {
			r.closeTo(i)
			return true
		}
		if bounds(r.open[i]) {
			return false
		}
	}
	return false
}

// endTag prints an end tag if its element is open under this parent, with the
// end tags of what is open inside of it.
func (r *renderer) endTag(name string, raw []byte, offset int) {
	if _, known := elements[name]; !known {
		r.notMarkup(string(raw), offset)
		r.out = appendEscaped(r.out, raw)
		return
	}
	if name == "h1" {
		name = "h2"
	}
	for i := len(r.open) - 1; i >= r.base; i-- {
		if r.open[i] == name {
			r.closeTo(i)
			return
		}
	}
}

// closeTo prints the end tags of all open raw elements but the first n.
func (r *renderer) closeTo(n int) {
	for len(r.open) > n {
		name := r.open[len(r.open)-1]
		r.open = r.open[:len(r.open)-1]
		if name == "a" {
			r.links--
		}
		r.raw("</" + name + ">")
	}
}

// closeParagraph ends a raw <p> before a block, as a browser would.
func (r *renderer) closeParagraph() {
	if i := slices.Index(r.open[r.base:], "p"); i >= 0 {
		r.closeTo(r.base + i)
	}
}

// holdsBlock reports whether a paragraph holds raw elements that a browser
// would end it for.
func (r *renderer) holdsBlock(n ast.Node) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if raw, ok := c.(*ast.RawHTML); ok {
			tag := raw.Segments.Value(r.src)
			m := tagStart.FindSubmatch(tag)
			if m != nil && tag[1] != '/' && elements[strings.ToLower(string(m[1]))]&(block|allowed) == block|allowed {
				return true
			}
		} else if c.HasChildren() && r.holdsBlock(c) {
			return true
		}
	}
	return false
}

// startTagParts is what of an author's tag is printed.
type startTagParts struct {
	refs       []Ref
	id         string
	attributes string
}

// tag sorts the attributes of a tag: addresses become references, the policy
// judges the rest. It reports false for a picture without an address.
func (r *renderer) tag(name string, list []html.Attribute, offset int) (startTagParts, bool) {
	var p startTagParts
	var rest []html.Attribute
	seen := map[string]bool{}
	class, alt, sized := "", "", false
	for _, a := range list {
		if seen[a.Key] {
			continue
		}
		seen[a.Key] = true
		switch {
		case a.Key == "href" && name == "a":
			if dest, ok := r.resolve(a.Val, offset); ok {
				p.refs = append(p.refs, Ref{Kind: LinkRef, Dest: dest})
			}
		case a.Key == "src" && name == "img":
			if dest, ok := r.resolve(a.Val, offset); ok && dest != "" {
				p.refs = append(p.refs, Ref{Kind: ImageRef, Dest: dest})
			}
		case a.Key == "src" && strings.Contains(" video audio source track ", " "+name+" "):
			if dest, ok := r.resolve(a.Val, offset); ok {
				p.refs = append(p.refs, Ref{Kind: MediaRef, Dest: dest})
			}
		case a.Key == "poster" && name == "video":
			if dest, ok := r.resolve(a.Val, offset); ok {
				p.refs = append(p.refs, Ref{Kind: PosterRef, Dest: dest})
			}
		case a.Key == "id":
			p.id = cleanID(a.Val)
		case a.Key == "name" && name == "a":
			if !seen["id"] {
				p.id = cleanID(a.Val)
			}
		case a.Key == "align":
			if v := strings.ToLower(a.Val); v == "left" || v == "right" || v == "center" || v == "justify" {
				class = "align-" + v
			}
		case isIdle(name, a.Key, a.Val):
		default:
			if a.Key == "alt" {
				alt = a.Val
			}
			rest = append(rest, a)
		}
	}
	if name == "img" && len(p.refs) == 0 {
		r.out = appendEscaped(r.out, []byte(alt))
		return p, false
	}
	kept := r.allowedAttributes(name, rest)
	var b []byte
	for _, a := range rest {
		value, ok := kept[a.Key]
		if !ok {
			r.removed(a.Key+" from <"+name+">", offset)
			continue
		}
		switch a.Key {
		case "class":
			if class != "" {
				value += " " + class
				class = ""
			}
		case "width", "height":
			sized = true
			value = strings.TrimSuffix(value, "px")
		case "type", "disabled":
			if name == "input" {
				continue
			}
		}
		b = append(b, " "+a.Key...)
		if value != "" || !flagAttribute(a.Key) {
			b = append(b, `="`...)
			b = appendAttribute(b, value)
			b = append(b, '"')
		}
	}
	if class != "" {
		b = append(b, ` class="`+class+`"`...)
	}
	switch name {
	case "input":
		if kept["type"] == "" {
			r.removed("<input>", offset)
			return p, false
		}
		b = append(b, ` type="checkbox" disabled`...)
	case "img":
		if _, ok := kept["alt"]; !ok {
			b = append(b, ` alt=""`...)
		}
		b = append(b, ` loading="lazy" decoding="async"`...)
		p.refs[0].Sized = sized
	}
	p.attributes = string(b)
	return p, true
}

func flagAttribute(key string) bool {
	switch key {
	case "open", "checked", "controls", "loop", "muted", "playsinline", "default", "reversed", "download":
		return true
	}
	return false
}

// allowedAttributes asks the policy which attributes a tag may keep.
func (r *renderer) allowedAttributes(name string, list []html.Attribute) map[string]string {
	if len(list) == 0 {
		return nil
	}
	tag := html.Token{Type: html.StartTagToken, Data: name, Attr: list}
	z := html.NewTokenizer(bytes.NewReader(r.c.policy.SanitizeBytes([]byte(tag.String()))))
	kept := map[string]string{}
	if z.Next() == html.StartTagToken {
		for _, a := range z.Token().Attr {
			kept[a.Key] = a.Val
		}
	}
	return kept
}

// isComment reports whether a block of raw HTML prints nothing.
func (r *renderer) isComment(n *ast.HTMLBlock) bool {
	return n.HTMLBlockType == ast.HTMLBlockType2 && bytes.HasSuffix(trimmed(r.chunkOf(n).src), []byte("-->"))
}

// rawTitle returns the text of the first <h1> in a block of raw HTML and where
// in it the element is.
func (r *renderer) rawTitle(n *ast.HTMLBlock) (string, span) {
	src := r.chunkOf(n).src
	if !bytes.Contains(bytes.ToLower(src), []byte("<h1")) {
		return "", span{}
	}
	z := html.NewTokenizer(bytes.NewReader(src))
	var f folder
	at, inside := 0, false
	var cut span
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return "", span{}
		}
		start := at
		at += len(z.Raw())
		t := z.Token()
		switch {
		case kind == html.StartTagToken && t.Data == "h1" && !inside:
			inside, cut.start = true, start
		case kind == html.EndTagToken && t.Data == "h1" && inside:
			cut.stop = at
			return string(f.buf), cut
		case kind == html.TextToken && inside:
			f.write([]byte(t.Data))
		case kind == html.StartTagToken && inside && strings.EqualFold(t.Data, "br"):
			f.space = true
		}
	}
}
