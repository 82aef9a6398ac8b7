package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// codeFenceParser parses fenced code, and notes blocks that nobody closed. What
// follows the opening line of such a block is code to its end, ::: blocks and
// all, and code is public.
type codeFenceParser struct{ parser.BlockParser }

func (p codeFenceParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, seg := reader.PeekLine()
	n, state := p.BlockParser.Open(parent, reader, pc)
	if n != nil {
		pass := passOf(pc)
		pass.code = append(pass.code, fencedCode{node: n, open: offsetIn(seg, max(pc.BlockOffset(), 0))})
	}
	return n, state
}

func (p codeFenceParser) Continue(n ast.Node, reader text.Reader, pc parser.Context) parser.State {
	state := p.BlockParser.Continue(n, reader, pc)
	if state == parser.Close { // only the closing fence ends it from inside
		pass := passOf(pc)
		for i := len(pass.code) - 1; i >= 0; i-- { // it is among the last
			if pass.code[i].node == n {
				pass.code[i].closed = true
				break
			}
		}
	}
	return state
}

// fencedCode is one block of fenced code.
type fencedCode struct {
	node   ast.Node
	open   int // offset of the opening fence
	closed bool
}

// checkCode reports a code block that nobody closed when any code looks as if it
// held ::: blocks: one fence too few turns the text between code into code.
func (p *pass) checkCode() {
	unclosed, holds := -1, false
	for _, c := range p.code {
		if !c.closed {
			unclosed = c.open
		}
		lines := c.node.Lines()
		for i := 0; i < lines.Len() && !holds; i++ {
			seg := lines.At(i)
			holds = isFenceLine(seg.Value(p.src))
		}
	}
	if unclosed >= 0 && holds {
		p.report("code-unclosed", unclosed, "this code block is never closed, and ::: lines stand in code, where they hide nothing",
			"close it with as many of the same characters; if the ::: lines are meant as code, close it all the same")
	}
}
