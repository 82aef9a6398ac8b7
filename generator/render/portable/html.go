// Package portable reduces the HTML of a page to what other people's pages may hold,
// and to plain text, and texts to what issues and spreadsheets may hold. Feeds, bundles,
// calendars and the page of a snippet use it, and what is written for other programs.
package portable

import (
	"bytes"
	"html"
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// feedElements are the elements that feeds carry, each with its attributes. A
// feed is put into other people's pages, so there are no classes, ids, styles
// or form controls; what only carried a class disappears, its text stays.
var feedElements = map[atom.Atom][]string{
	atom.P: nil, atom.Br: nil, atom.Hr: nil, atom.Blockquote: nil, atom.Pre: nil, atom.Code: nil,
	atom.H2: nil, atom.H3: nil, atom.H4: nil, atom.H5: nil, atom.H6: nil,
	atom.Ul: nil, atom.Ol: {"start"}, atom.Li: nil, atom.Dl: nil, atom.Dt: nil, atom.Dd: nil,
	atom.Em: nil, atom.Strong: nil, atom.B: nil, atom.I: nil, atom.U: nil, atom.S: nil, atom.Del: nil, atom.Ins: nil,
	atom.Sub: nil, atom.Sup: nil, atom.Mark: nil, atom.Small: nil, atom.Kbd: nil, atom.Samp: nil, atom.Var: nil,
	atom.Q: nil, atom.Cite: nil, atom.Abbr: {"title"}, atom.Dfn: nil, atom.Time: {"datetime"},
	atom.Table: nil, atom.Caption: nil, atom.Thead: nil, atom.Tbody: nil, atom.Tfoot: nil, atom.Tr: nil,
	atom.Th: {"colspan", "rowspan", "scope"}, atom.Td: {"colspan", "rowspan"},
	atom.Details: {"open"}, atom.Summary: nil, atom.Figure: nil, atom.Figcaption: nil,
	atom.Ruby: nil, atom.Rt: nil, atom.Rp: nil,
	atom.A:     {"href", "title"},
	atom.Img:   {"src", "alt", "title", "width", "height"},
	atom.Video: {"src", "poster", "controls", "width", "height"},
	atom.Audio: {"src", "controls"}, atom.Source: {"src", "type"}, atom.Track: {"src", "kind", "srclang", "label"},
}

// Body reduces a page's body to what feeds carry, and to its plain text.
// Anchors of the page become absolute links to it. It reads HTML as browsers do, and
// not as the compiler writes it: nothing gets through because a step before it erred.
func Body(body []byte, pageURL string) (markup, text string) {
	var b strings.Builder
	var plain plainText
	b.Grow(len(body))
	z := xhtml.NewTokenizer(bytes.NewReader(body))
	skip := 0 // depth inside an element that is left out with its content
	for {
		tt := z.Next()
		if tt == xhtml.ErrorToken {
			return b.String(), plain.String()
		}
		switch tt {
		case xhtml.TextToken:
			if skip == 0 {
				t := html.UnescapeString(string(z.Raw()))
				b.WriteString(html.EscapeString(t))
				plain.text(t)
			}
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			tok := tagToken(z)
			if skip > 0 || leftOut(tok) {
				if tt == xhtml.StartTagToken && !void(tok.DataAtom) {
					skip++
				}
				continue
			}
			if tok.DataAtom == atom.Input {
				b.WriteString(taskBox(tok))
				plain.text(taskBox(tok))
				continue
			}
			plain.start(tok)
			writeTag(&b, tok, pageURL)
		case xhtml.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if skip > 0 {
				if !void(a) {
					skip--
				}
				continue
			}
			plain.end(a)
			if _, ok := feedElements[a]; ok && !void(a) {
				b.WriteString("</")
				b.WriteString(a.String())
				b.WriteString(">")
			}
		}
	}
}

// tagToken is the tokenizer's Token for a start tag. It reads the attributes of
// elements where they matter only, and most of a page's elements are spans.
func tagToken(z *xhtml.Tokenizer) xhtml.Token {
	name, more := z.TagName()
	tok := xhtml.Token{DataAtom: atom.Lookup(name)}
	if feedElements[tok.DataAtom] == nil && tok.DataAtom != atom.Input {
		return tok
	}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		tok.Attr = append(tok.Attr, xhtml.Attribute{Key: string(key), Val: string(value)})
	}
	return tok
}

// leftOut reports whether an element disappears with all that is in it: links
// from a heading to itself, and the way back from a footnote.
func leftOut(tok xhtml.Token) bool {
	if tok.DataAtom != atom.A {
		return false
	}
	class := strings.Fields(attr(tok, "class"))
	return slices.Contains(class, "anchor") || slices.Contains(class, "footnote-backref")
}

// taskBox writes a task list's box as text: forms have no place in a feed.
func taskBox(tok xhtml.Token) string {
	switch {
	case attr(tok, "type") != "checkbox":
		return ""
	case has(tok, "checked"):
		return "☑ "
	default:
		return "☐ "
	}
}

func writeTag(b *strings.Builder, tok xhtml.Token, pageURL string) {
	allowed, ok := feedElements[tok.DataAtom]
	if !ok {
		return
	}
	b.WriteByte('<')
	b.WriteString(tok.DataAtom.String())
	for _, a := range tok.Attr {
		if a.Namespace != "" || !slices.Contains(allowed, a.Key) {
			continue
		}
		value := a.Val
		switch a.Key {
		case "href", "src", "poster":
			if strings.HasPrefix(value, "#") {
				value = pageURL + value
			}
			if !safeURL(value) {
				continue
			}
		}
		b.WriteByte(' ')
		b.WriteString(a.Key)
		b.WriteString(`="`)
		b.WriteString(html.EscapeString(value))
		b.WriteByte('"')
	}
	b.WriteByte('>')
}

// safeURL allows absolute URLs of schemes that run nothing.
func safeURL(u string) bool {
	scheme, _, ok := strings.Cut(u, ":")
	if !ok {
		return strings.HasPrefix(u, "//")
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "tel", "sms":
		return true
	}
	return strings.HasPrefix(u, "//")
}

func attr(tok xhtml.Token, key string) string {
	for _, a := range tok.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(tok xhtml.Token, key string) bool {
	return slices.ContainsFunc(tok.Attr, func(a xhtml.Attribute) bool { return a.Key == key })
}

func void(a atom.Atom) bool {
	switch a {
	case atom.Br, atom.Hr, atom.Img, atom.Input, atom.Source, atom.Track,
		atom.Wbr, atom.Area, atom.Base, atom.Col, atom.Embed, atom.Link, atom.Meta:
		return true
	}
	return false
}
