package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// spans are ranges of a body in the order of their beginnings.
type spans []span

// hold reports whether an offset is in one of the ranges, which must not overlap.
func (s spans) hold(offset int) bool {
	i, _ := slices.BinarySearchFunc(s, offset, func(s span, at int) int {
		if s.stop <= at {
			return -1
		}
		return 1
	})
	return i < len(s) && s[i].start <= offset
}

// joined returns the ranges in order, those that overlap or touch as one.
func (s spans) joined() spans {
	slices.SortFunc(s, func(a, b span) int { return a.start - b.start })
	out := s[:0]
	for _, r := range s {
		if n := len(out); n > 0 && r.start <= out[n-1].stop {
			out[n-1].stop = max(out[n-1].stop, r.stop)
		} else if r.stop > r.start {
			out = append(out, r)
		}
	}
	return out
}

// regions are the parts of a body that are not for the eyes as they stand.
type regions struct {
	code spans // text as it is: blocks of code, and code within a line
	raw  spans // comments, tags, and other raw HTML that is no text
	// endless are the blocks of raw HTML that begin something and do not end it:
	// readers see nothing of them.
	endless spans
}

// findRegions finds them in the tree.
func (p *pass) findRegions() regions {
	var r regions
	// The walker returns no error.
	_ = ast.Walk(p.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			if n.Info != nil {
				r.code = append(r.code, span{n.Info.Segment.Start, n.Info.Segment.Stop})
			}
			r.code = appendLines(r.code, n)
		case *ast.CodeBlock:
			r.code = appendLines(r.code, n)
		case *ast.CodeSpan:
			if first, ok := n.FirstChild().(*ast.Text); ok {
				last := n.LastChild().(*ast.Text)
				r.code = append(r.code, span{first.Segment.Start, last.Segment.Stop})
			}
		case *ast.RawHTML:
			for i := range n.Segments.Len() {
				seg := n.Segments.At(i)
				r.raw = append(r.raw, span{seg.Start, seg.Stop})
			}
		case *ast.HTMLBlock:
			p.addRaw(&r, n)
		}
		return ast.WalkContinue, nil
	})
	r.code, r.raw, r.endless = r.code.joined(), r.raw.joined(), r.endless.joined()
	return r
}

func appendLines(list spans, n ast.Node) spans {
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		list = append(list, span{seg.Start, seg.Stop})
	}
	return list
}

// addRaw adds what of a block of HTML is no text: all of a comment that ends and
// of its like, and the comments that end in any other.
func (p *pass) addRaw(r *regions, n *ast.HTMLBlock) {
	if n.Lines().Len() == 0 {
		return
	}
	start, stop := n.Lines().At(0).Start, n.Lines().At(n.Lines().Len()-1).Stop
	if n.HasClosure() {
		stop = n.ClosureLine.Stop
	}
	switch n.HTMLBlockType {
	case ast.HTMLBlockType2, ast.HTMLBlockType6, ast.HTMLBlockType7:
		for {
			i := bytes.Index(p.src[start:stop], []byte("<!--"))
			if i < 0 {
				return
			}
			start += i
			end := bytes.Index(p.src[start:stop], []byte("-->"))
			if end < 0 {
				r.endless = append(r.endless, span{start, stop})
				return
			}
			r.raw = append(r.raw, span{start, start + end + len("-->")})
			start += end
		}
	case ast.HTMLBlockType3, ast.HTMLBlockType4, ast.HTMLBlockType5:
		if !bytes.Contains(p.src[start:stop], []byte(endOfRaw[n.HTMLBlockType])) {
			r.endless = append(r.endless, span{start, stop})
		}
	}
	r.raw = append(r.raw, span{start, stop})
}

// htmlCode is code in raw HTML within a line.
var htmlCode = lazily(`(?i)<(?:code|kbd|samp|pre|tt)\b[^<>\n]*>[^\n]*?</(?:code|kbd|samp|pre|tt)>`)

// withoutCode returns the body with blanks for all code.
func (p *pass) withoutCode(code spans) []byte {
	out := bytes.Clone(p.src)
	blank := func(start, stop int) {
		for i := start; i < stop; i++ {
			if out[i] != '\n' {
				out[i] = ' '
			}
		}
	}
	for _, s := range code {
		blank(s.start, s.stop)
	}
	for _, m := range htmlCode().FindAllIndex(out, -1) {
		blank(m[0], m[1])
	}
	return out
}

// hides reports whether an offset is in a block that is not public.
func (p *pass) hides(offset int) bool {
	if p.hidden == nil {
		p.hidden = spans{}
		for _, f := range p.fences {
			if f.internal() {
				p.hidden = append(p.hidden, span{f.open, f.end})
			}
		}
		p.hidden = p.hidden.joined()
	}
	return p.hidden.hold(offset)
}

// lineAt returns the bounds of the line that an offset is in.
func (p *pass) lineAt(offset int) (start, end int) { return p.lines.bounds(p.lines.index(offset)) }

// isBlank reports whether a text is white space.
func isBlank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }

// alternatives returns a pattern for any of some words.
func alternatives(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = regexp.QuoteMeta(w)
	}
	// The longest first, so that none is taken for another's beginning.
	slices.SortFunc(quoted, func(a, b string) int { return len(b) - len(a) })
	return "(?:" + strings.Join(quoted, "|") + ")"
}
