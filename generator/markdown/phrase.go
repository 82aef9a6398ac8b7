package markdown

import (
	"strings"
	"sync"

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

// Inline returns a line of inline Markdown as safe HTML: emphasis, code and
// links that leave the site. Other links and images are their text; blocks and
// raw HTML are text too.
func Inline(s string) string {
	src := normalise([]byte(fold(s)))
	if len(src) == 0 {
		return ""
	}
	r := &renderer{pass: &pass{src: src}, ids: newIDs()}
	r.phrase(phraseParser().Parse(text.NewReader(src)))
	return string(r.out)
}

func (r *renderer) phrase(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			r.text(c)
		case *ast.CodeSpan:
			r.raw("<code>")
			r.out = appendEscaped(r.out, codeSpanText(c, r.src))
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
			r.phraseLink(dest, func() { r.out = appendEscaped(r.out, c.Label(r.src)) })
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

// phraseLink prints a link if it leaves the site, else its content alone.
func (r *renderer) phraseLink(dest string, content func()) {
	clean, scheme := (&Compiler{}).destination(dest)
	if r.links > 0 || scheme != "" || schemeOf(clean) == "" {
		content()
		return
	}
	r.raw(`<a href="`)
	r.out = appendAttribute(r.out, clean)
	r.raw(`">`)
	r.links++
	content()
	r.links--
	r.raw("</a>")
}
