package markdown

import (
	"strings"
	"sync"

	"headsup/generator/compile/fragment"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// phraseParser parses inline Markdown only. It is made once; it does not change.
var phraseParser = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
			util.Prioritized(newLinkify(), 999),
		),
	)
})

// Inline compiles a line of inline Markdown: emphasis, code and links. Images
// are their text; blocks and raw HTML are text too, and so is a link that could
// run code. Of the fragment only HTML and Refs are set, and the refs have no
// position.
func Inline(s string) Fragment {
	src := normalise([]byte(fold(s)))
	if len(src) == 0 {
		return Fragment{}
	}
	r := &renderer{pass: &pass{src: src}, ids: newIDs()}
	r.phrase(phraseParser().Parse(text.NewReader(src)))
	return Fragment{HTML: r.out, Refs: r.frag.Refs}
}

// PlainInline returns what readers see of a line of inline Markdown, as text.
func PlainInline(s string) string {
	if !strings.ContainsAny(s, "`*_[&\\~") {
		return s
	}
	f := Inline(s)
	if text := plain(f.HTML); text != "" {
		return text
	}
	return s
}

func (r *renderer) phrase(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			r.text(c)
		case *ast.CodeSpan:
			r.raw("<code>")
			r.out = fragment.AppendText(r.out, codeSpanText(c, r.src))
			r.raw("</code>")
		case *ast.Emphasis:
			name := "em"
			if c.Level == 2 {
				name = "strong"
			}
			r.phraseElement(name, c)
		case *east.Strikethrough:
			r.phraseElement("del", c)
		case *ast.Link:
			dest := string(appendUnescaped(nil, c.Destination))
			r.phraseLink(dest, func() { r.phrase(c) })
		case *ast.AutoLink:
			dest := string(c.URL(r.src))
			if c.AutoLinkType == ast.AutoLinkEmail {
				dest = "mailto:" + strings.TrimPrefix(dest, "mailto:")
			}
			r.phraseLink(dest, func() { r.out = fragment.AppendText(r.out, c.Label(r.src)) })
		default:
			r.phrase(c)
		}
	}
}

func (r *renderer) phraseElement(name string, n ast.Node) {
	r.raw("<" + name + ">")
	r.phrase(n)
	r.raw("</" + name + ">")
}

// phraseLink prints a link, or its content alone where a link cannot be.
func (r *renderer) phraseLink(dest string, content func()) {
	clean, scheme := (&Compiler{}).destination(dest)
	if r.links > 0 || scheme != "" || clean == "" {
		content()
		return
	}
	r.raw("<a")
	r.frag.Refs = append(r.frag.Refs, Ref{Offset: len(r.out), Kind: LinkRef, Dest: clean})
	r.raw(">")
	r.links++
	content()
	r.links--
	r.raw("</a>")
}
