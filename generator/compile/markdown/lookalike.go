package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// checkLookalikes reports lines that a writer takes for the beginning of an
// audience block and that are text or indented code, so that what follows is
// public: behind a space that is no space of Markdown's, with wide colons or
// two of them, or indented by four columns. Code between fences is an example.
func (p *pass) checkLookalikes() {
	if !bytes.Contains(p.src, []byte("::")) && !bytes.Contains(p.src, []byte("：")) {
		return
	}
	// The walker returns no error.
	_ = ast.Walk(p.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindParagraph, ast.KindTextBlock, ast.KindCodeBlock, ast.KindHeading:
		default:
			return ast.WalkContinue, nil
		}
		for i := range n.Lines().Len() {
			seg := n.Lines().At(i)
			for at, line := range breaks(string(seg.Value(p.src))) {
				name := p.lookalike(line)
				if name == "" || p.audienceAt(seg.Start) != "" {
					continue
				}
				p.report("block-name", min(seg.Start+max(0, at-seg.Padding), len(p.src)-1),
					"this line looks like the beginning of a block for “"+name+"” and is none, so what follows is public",
					"begin the line with ::: and nothing else but spaces, fewer than four; put an example between two lines of ```")
			}
		}
		return ast.WalkSkipChildren, nil
	})
}

// breaks yields the parts of a line as editors show them, which break lines
// where Markdown does not, with their offsets.
func breaks(line string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		start := 0
		for i, r := range line {
			if r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029' {
				if !yield(start, line[start:i]) {
					return
				}
				start = i + utf8.RuneLen(r)
			}
		}
		yield(start, line[start:])
	}
}

// lookalike returns the audience whose block a line seems to open, or "".
func (p *pass) lookalike(line string) string {
	invisible := func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
	rest := strings.TrimLeftFunc(line, invisible)
	count := 0
	for rest != "" {
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case r == ':' || r == '：' || r == '﹕' || r == '︓':
			count++
		case !unicode.Is(unicode.Cf, r):
			size = 0
		}
		if size == 0 {
			break
		}
		rest = rest[size:]
	}
	if count < 2 {
		return ""
	}
	rest = strings.TrimLeftFunc(rest, invisible)
	end := strings.IndexFunc(rest, func(r rune) bool { return invisible(r) || r == '[' || r == '{' })
	if end < 0 {
		end = len(rest)
	}
	name := strings.ToLower(rest[:end])
	if _, ok := p.c.audiences[name]; !ok && name != internalAudience || count == 2 && strings.TrimSpace(rest[end:]) != "" {
		return ""
	}
	return name
}
