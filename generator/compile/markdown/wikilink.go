package markdown

import (
	"bytes"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// wikiLinks parses links by a page's name: [[Name]], [[Name#Heading|label]], and
// ![[picture.png|300]]. The destination keeps its brackets, by which site knows
// that it may be the name of a file in any folder.
type wikiLinks struct{}

var _ parser.InlineParser = wikiLinks{}

func (wikiLinks) Trigger() []byte { return []byte{'[', '!'} }

func (wikiLinks) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, seg := block.PeekLine()
	start := 0
	embed := line[0] == '!'
	if embed {
		start = 1
	}
	if !bytes.HasPrefix(line[start:], []byte("[[")) {
		return nil
	}
	inner, after, ok := bytes.Cut(line[start+2:], []byte("]]"))
	if !ok || !isWikiName(inner) || len(after) > 0 && strings.IndexByte("([:]", after[0]) >= 0 {
		return nil
	}
	if _, defined := pc.Reference(util.ToLinkReference(inner)); defined {
		return nil
	}
	name, label, labelled := bytes.Cut(inner, []byte("|"))
	name = bytes.TrimSpace(bytes.TrimSuffix(name, []byte(`\`))) // \| in a table
	page, heading, _ := strings.Cut(string(name), "#")
	if i := strings.LastIndexByte(heading, '#'); i >= 0 {
		heading = heading[i+1:]
	}
	if strings.HasPrefix(heading, "^") {
		heading = "" // a paragraph's mark, which is no anchor here
	}
	dest := strings.TrimSpace(page)
	if heading != "" {
		dest += "#" + heading
	}
	if dest == "" {
		return nil
	}
	link := ast.NewLink()
	link.Destination = []byte("[[" + dest + "]]")
	if schemeOf(dest) != "" {
		link.Destination = []byte(dest)
	}
	shown := text.NewSegment(offsetIn(seg, start+2), offsetIn(seg, start+2+len(name)))
	if labelled && len(bytes.TrimSpace(label)) > 0 && !isNumber(label) {
		from := start + 2 + len(inner) - len(label)
		shown = text.NewSegment(offsetIn(seg, from), offsetIn(seg, from+len(label)))
	}
	block.Advance(start + len("[[") + len(inner) + len("]]"))
	var n ast.Node = link
	if embed && isPicture(page) {
		image := ast.NewImage(link)
		if labelled && isNumber(label) {
			width, _, _ := strings.Cut(string(bytes.TrimSpace(label)), "x")
			image.SetAttributeString("width", width)
		}
		n = image
	}
	n.AppendChild(n, ast.NewTextSegment(shown))
	if s, ok := n.(interface{ SetPos(int) }); ok {
		s.SetPos(offsetIn(seg, 0))
	}
	return n
}

// isWikiName tells a name from other text between double brackets.
func isWikiName(b []byte) bool {
	return len(b) > 0 && b[0] != ' ' && b[0] != '_' && b[len(b)-1] != ' ' && !bytes.ContainsAny(b, "[]\n<>{}")
}

// isNumber reports whether a label is a width: 300 or 300x200.
func isNumber(b []byte) bool {
	b = bytes.TrimSpace(b)
	return len(b) > 0 && b[0] != 'x' && len(bytes.Trim(b, "0123456789x")) == 0
}

func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp":
		return true
	}
	return false
}
