package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
)

// Text that was pasted from elsewhere holds what only looks like Markdown. Where
// there is one way to read it, it is read so.
var (
	noBreakMark   = lazily(`^(#{1,6}|[-*+]|[0-9]{1,9}[.)])\x{a0}`)
	bullet        = lazily(`^[•‣▪◦●][ \t\x{a0}]+`)
	noBreakRuler  = lazily(`^[|:\- \t\x{a0}]*-[|:\- \t\x{a0}]*\n?$`)
	spacedAddress = lazily(`\[[^\[\]\n]*\]\([ \t]*(` + ofPath + `*[ \x{a0}](?:` + ofPath + `*\([^()\n]*\))?` + ofPath + `*)\)`)
	pathEnd       = lazily(`(?i)\.(?:mdx?|markdown|html?|png|jpe?g|gif|webp|svg|avif|bmp|pdf|docx?|xlsx?|pptx?|csv|zip|` +
		`mp[34]|webm|mov|txt|json|ya?ml)(?:#\S*)?$`)
	pathStart = lazily(`^(?:\.{1,2}/|/)\S*`)
)

// ofPath is a character of a path that somebody wrote without angle brackets.
const ofPath = `[^()<>\[\]"'“”{}\n]`

// mayBeMeant reports whether a body may hold some of it.
func mayBeMeant(src []byte) bool {
	marked := func(mark string) bool { return bytes.Contains(src, []byte(mark)) }
	return slices.ContainsFunc([]string{"\u00a0", "•", "‣", "▪", "◦", "●"}, marked) || spacedAddress().Match(src)
}

// meant returns the edits that make Markdown of what is meant as such: a no-break
// space behind the mark of a heading or a list item, and in the line below a
// table's header; bullets; and the blanks in the path of a file.
func (p *pass) meant() (edits []edit) {
	var texts spans
	// The walker returns no error.
	_ = ast.Walk(p.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			edits = append(edits, p.meantLines(n)...)
		case *ast.Text:
			texts = append(texts, span{n.Segment.Start, n.Segment.Stop})
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	texts = texts.joined()
	for _, m := range spacedAddress().FindAllSubmatchIndex(p.src, -1) {
		path := bytes.TrimRight(p.src[m[2]:m[3]], " \t")
		if texts.hold(m[0]) && texts.hold(m[1]-1) && bytes.ContainsAny(path, " \u00a0") && isPath(path) {
			edits = append(edits, edit{span{m[2], m[2] + len(path)}, "<" + string(path) + ">"})
		}
	}
	return edits
}

// isPath reports whether a text with blanks is the path of a file.
func isPath(b []byte) bool {
	return schemeOf(string(b)) == "" && (pathEnd().Match(b) || pathStart().Match(b) && bytes.IndexByte(b, '.') < 0)
}

// meantLines returns the edits for the lines of a paragraph.
func (p *pass) meantLines(n ast.Node) (edits []edit) {
	numbered := true // the line may begin a numbered item
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		line := p.src[seg.Start:seg.Stop]
		if m := noBreakMark().FindIndex(line); m != nil {
			rest := line[m[1]:]
			isNumber := isDigit(line[0])
			sign := (line[0] == '-' || line[0] == '+') && len(rest) > 0 && isDigit(rest[0])
			if !(isNumber && !numbered) && !sign && !(line[0] == '*' && bytes.IndexByte(rest, '*') >= 0) && !isBlank(rest) {
				at := seg.Start + m[1] - len("\u00a0")
				edits = append(edits, edit{span{at, seg.Start + m[1]}, " "})
			}
			numbered = isNumber
			continue
		}
		numbered = false
		if m := bullet().FindIndex(line); m != nil && !isBlank(line[m[1]:]) {
			edits = append(edits, edit{span{seg.Start, seg.Start + m[1]}, "- "})
		}
		if i > 0 && bytes.Contains(line, []byte("\u00a0")) && bytes.IndexByte(line, '|') >= 0 && noBreakRuler().Match(line) {
			text := bytes.TrimRight(line, "\n")
			edits = append(edits, edit{
				span{seg.Start, seg.Start + len(text)},
				string(bytes.ReplaceAll(text, []byte("\u00a0"), []byte(" "))),
			})
		}
	}
	return edits
}
