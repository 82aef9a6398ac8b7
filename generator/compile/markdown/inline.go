package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"headsup/generator/compile/fragment"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// inline prints an inline node.
func (r *renderer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		r.text(n)
	case *ast.CodeSpan:
		r.raw("<code")
		r.attributes(n, "")
		r.raw(">")
		r.out = fragment.AppendText(r.out, codeSpanText(n, r.src))
		r.raw("</code>")
	case *ast.Emphasis:
		if n.Level == 2 {
			r.wrap("strong", n)
		} else {
			r.wrap("em", n)
		}
	case *east.Strikethrough:
		r.wrap("del", n)
	case *ast.Link:
		r.link(n)
	case *ast.Image:
		r.image(n)
	case *ast.AutoLink:
		r.autoLink(n)
	case *ast.RawHTML:
		r.rawHTML(n)
	case *east.TaskCheckBox:
		if n.IsChecked {
			r.raw(`<input type="checkbox" checked disabled> `)
		} else {
			r.raw(`<input type="checkbox" disabled> `)
		}
	case *east.FootnoteLink:
		r.footnoteLink(n)
	case *east.FootnoteBacklink:
		r.raw(`&#160;<a class="footnote-backref" href="#` + footnoteRef(n.Index, n.RefIndex) +
			`" role="doc-backlink" aria-label="Back to the text">&#x21a9;&#xfe0e;</a>`)
	case *ast.String:
		r.out = fragment.AppendText(r.out, n.Value)
	default:
		r.children(n)
	}
}

func (r *renderer) wrap(element string, n ast.Node) {
	r.raw("<" + element + ">")
	r.children(n)
	r.raw("</" + element + ">")
}

func (r *renderer) text(n *ast.Text) {
	value := n.Segment.Value(r.src)
	switch {
	case n.IsRaw():
		r.out = fragment.AppendText(r.out, value)
	case bytes.IndexByte(value, '\\') >= 0 || bytes.IndexByte(value, '&') >= 0:
		r.out = fragment.AppendText(r.out, appendUnescaped(nil, value))
	default:
		r.out = fragment.AppendText(r.out, value)
	}
	switch {
	case n.HardLineBreak():
		r.raw("<br>\n")
	case n.SoftLineBreak():
		r.raw("\n")
	}
}

func codeSpanText(n ast.Node, src []byte) []byte {
	var out []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			out = append(out, t.Segment.Value(src)...)
		}
	}
	for i, c := range out {
		if c == '\n' {
			out[i] = ' '
		}
	}
	return out
}

// ref notes a reference; the element's name was printed last.
func (r *renderer) ref(kind RefKind, dest string, sized bool, offset int) {
	r.addresses += len(dest)
	line, column := r.origin.position(offset)
	r.frag.Refs = append(r.frag.Refs, Ref{Offset: len(r.out), Kind: kind, Dest: dest, Sized: sized, Line: line, Column: column})
}

// resolve checks a decoded destination. A scheme that is not allowed is an
// error.
func (r *renderer) resolve(dest string, offset int) (string, bool) {
	clean, scheme := r.c.destination(dest)
	if scheme != "" {
		r.report("link-scheme", offset, "links with the scheme "+strconv.Quote(scheme)+" are not allowed",
			"allowed: http, https, mailto, tel, sms, and paths without a scheme")
		return "", false
	}
	return clean, true
}

// linkTitle prints the rest of a link's start tag.
func (r *renderer) linkTitle(title []byte) {
	if len(title) == 0 {
		return
	}
	r.raw(` title="`)
	r.out = appendAttribute(r.out, string(appendUnescaped(nil, title)))
	r.raw(`"`)
}

func (r *renderer) link(n *ast.Link) {
	dest, ok := r.resolve(string(appendUnescaped(nil, n.Destination)), n.Pos())
	if !ok || r.linked() {
		r.children(n)
		return
	}
	r.raw("<a")
	r.ref(LinkRef, dest, false, n.Pos())
	r.attributes(n, "")
	r.linkTitle(n.Title)
	r.raw(">")
	r.links++
	r.children(n)
	r.links--
	r.raw("</a>")
}

func (r *renderer) image(n *ast.Image) {
	alt := r.inlineText(n)
	dest, ok := r.resolve(string(appendUnescaped(nil, n.Destination)), n.Pos())
	if !ok {
		r.out = fragment.AppendText(r.out, []byte(alt))
		return
	}
	if alt == "" {
		r.report("image-alt", n.Pos(), "the picture has no alternative text", "write what it shows between the brackets: ![…]("+dest+")")
	}
	width, height := attributeOf(n, "width"), attributeOf(n, "height")
	r.raw("<img")
	r.ref(ImageRef, dest, width != "" || height != "", n.Pos())
	r.raw(` alt="`)
	r.out = appendAttribute(r.out, alt)
	r.raw(`"`)
	r.linkTitle(n.Title)
	r.attributes(n, "")
	for _, size := range []struct{ name, value string }{{"width", width}, {"height", height}} {
		if size.value != "" {
			r.raw(" " + size.name + `="` + size.value + `"`)
		}
	}
	r.raw(` loading="lazy" decoding="async">`)
}

func (r *renderer) autoLink(n *ast.AutoLink) {
	label := n.Label(r.src)
	offset := n.Pos()
	// A bare address can follow a character that its parser took with it.
	if offset+1 < len(r.src) && r.src[offset] != '<' && !bytes.HasPrefix(r.src[offset:], label) {
		offset++
	}
	dest := string(n.URL(r.src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	if r.src[max(n.Pos(), 0)] == '<' && strings.Contains(dest, "::") && !allowedScheme(schemeOf(dest)) {
		// <std::path::Path> is no address.
		r.notMarkup("<"+string(label)+">", offset)
		r.raw("&lt;")
		r.out = fragment.AppendText(r.out, label)
		r.raw("&gt;")
		return
	}
	dest, ok := r.resolve(dest, offset)
	if !ok || r.linked() {
		r.out = fragment.AppendText(r.out, label)
		return
	}
	r.raw("<a")
	r.ref(LinkRef, dest, false, offset)
	r.attributes(n, "")
	r.raw(">")
	r.out = fragment.AppendText(r.out, label)
	r.raw("</a>")
}

// notMarkup warns of text in angle brackets that is not markup.
func (r *renderer) notMarkup(s string, offset int) {
	const most = 40
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	r.report("html-removed", offset, s+" is not HTML, so it is shown as text", "write it in backticks: `"+s+"`")
}

func (r *renderer) footnoteLink(n *east.FootnoteLink) {
	id := footnoteRef(n.Index, n.RefIndex)
	r.frag.Anchors = append(r.frag.Anchors, id)
	index := strconv.Itoa(n.Index)
	r.raw(`<sup class="footnote-mark" id="` + id + `">`)
	if r.linked() {
		r.raw(index + "</sup>")
		return
	}
	r.raw(`<a class="footnote-ref" href="#fn:` + index + `" role="doc-noteref">` + index + "</a></sup>")
}

func footnoteRef(index, repeat int) string {
	if repeat == 0 {
		return "fnref:" + strconv.Itoa(index)
	}
	return "fnref" + strconv.Itoa(repeat) + ":" + strconv.Itoa(index)
}

// inlineText returns the text of a node's inline children, white space folded:
// what a heading says, or the alternative text of an image.
func (r *renderer) inlineText(n ast.Node) string {
	var f folder
	r.collect(&f, n)
	return string(f.buf)
}

func (r *renderer) collect(f *folder, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			value := c.Segment.Value(r.src)
			if !c.IsRaw() && (bytes.IndexByte(value, '\\') >= 0 || bytes.IndexByte(value, '&') >= 0) {
				value = appendUnescaped(nil, value)
			}
			f.write(value)
			if c.SoftLineBreak() || c.HardLineBreak() {
				f.space = true
			}
		case *ast.CodeSpan:
			f.write(codeSpanText(c, r.src))
		case *ast.AutoLink:
			f.write(c.Label(r.src))
		case *ast.RawHTML:
			if s := c.Segments.Value(r.src); r.isText(c, s) {
				f.write(s)
			}
		default:
			r.collect(f, c)
		}
	}
}
