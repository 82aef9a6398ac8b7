package markdown

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// What an author wrote and no reader sees is told, unless it is a comment.

// footnote is the text of a footnote, before it is known whether it is shown.
type footnote struct {
	node   *east.Footnote
	offset int
}

// footnoteParser parses the texts of footnotes, and notes where they are: those
// that nothing refers to leave the tree.
type footnoteParser struct{ parser.BlockParser }

func (p footnoteParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, seg := reader.PeekLine()
	n, state := p.BlockParser.Open(parent, reader, pc)
	if f, ok := n.(*east.Footnote); ok {
		pass := passOf(pc)
		pass.footnotes = append(pass.footnotes, footnote{f, offsetIn(seg, max(pc.BlockOffset(), 0))})
	}
	return n, state
}

// checkDropped reports what of a body is not shown.
func (p *pass) checkDropped() {
	for _, s := range p.regions.endless {
		what := "comment"
		if !bytes.HasPrefix(p.src[s.start:], []byte("<!--")) {
			what = string(p.src[s.start : s.start+len("<?")])
		}
		p.report("text-dropped", s.start, "This "+what+" is never closed, so nothing that follows it is shown.",
			"Close it with --> for a comment, or put it into backticks if it is meant as text.")
	}
	seen := map[string]bool{}
	for _, f := range p.footnotes {
		label := string(f.node.Ref)
		switch {
		case seen[label]:
			p.report("text-dropped", f.offset, "There is a footnote [^"+label+"] before this one, which is not shown.",
				"Give it a name of its own, such as [^"+label+"-2].")
		case f.node.Parent() == nil:
			p.report("text-dropped", f.offset, "No text refers to the footnote [^"+label+"], so it is not shown.",
				"Write [^"+label+"] in the text where it belongs, or remove the footnote.")
		}
		seen[label] = true
	}
	used := map[string]bool{}
	var definitions []*ast.LinkReferenceDefinition
	// The walker returns no error.
	_ = ast.Walk(p.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			if n.Reference != nil {
				used[util.ToLinkReference(n.Reference.Value)] = true
			}
		case *ast.Image:
			if n.Reference != nil {
				used[util.ToLinkReference(n.Reference.Value)] = true
			}
		case *ast.LinkReferenceDefinition:
			definitions = append(definitions, n)
		case *east.Table:
			p.checkRows(n)
		}
		return ast.WalkContinue, nil
	})
	for _, d := range definitions {
		if !used[util.ToLinkReference(d.Label)] && !isAddress(string(d.Destination)) {
			p.report("text-dropped", d.Lines().At(0).Start,
				"This line is read as the address of a link that no text uses, so it is not shown.",
				`Write \[`+string(d.Label)+"]: to show it as text, or remove the line.")
		}
	}
}

// isAddress tells an address from a word.
func isAddress(dest string) bool {
	word := strings.TrimRight(dest, ".?!,;:")
	return word == "" || strings.ContainsAny(word, "/#@:\\{=& .?")
}

// checkRows reports the cells of a table for which its header has no column.
func (p *pass) checkRows(table *east.Table) {
	columns := len(table.Alignments)
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		start := row.Pos()
		if start < 0 || row.Kind() == east.KindTableHeader {
			continue
		}
		_, end := p.lineAt(start)
		line := p.src[start:end]
		cells := cellsOf(line)
		if len(cells) <= columns {
			continue
		}
		lost, first := 0, 0
		for i := len(cells) - 1; i >= columns; i-- {
			if cell := cells[i]; !isBlank(line[cell.start:cell.stop]) {
				lost++
				first = cell.stop - len(bytes.TrimLeft(line[cell.start:cell.stop], " \t"))
			}
		}
		if lost == 0 {
			continue
		}
		what, hint := "the last is not shown", "Add a column to the header, or take the cell away."
		if lost > 1 {
			what, hint = "the last "+strconv.Itoa(lost)+" are not shown", "Add columns to the header, or take the cells away."
		}
		if bytes.IndexByte(line, '`') >= 0 {
			hint = `Write \| for a | that belongs to the text of a cell, in code as well.`
		}
		p.report("text-dropped", start+first, fmt.Sprintf("This row has %d cells and the header %d; %s.", len(cells), columns, what), hint)
	}
}

// cellsOf returns where the cells of a table's row are in its line.
func cellsOf(line []byte) []span {
	stop := len(bytes.TrimRight(line, " \t\r\n"))
	at := stop - len(bytes.TrimLeft(line[:stop], " \t"))
	if at < stop && line[at] == '|' {
		at++
	}
	if at < stop && line[stop-1] == '|' {
		stop--
	}
	var cells []span
	for start := at; at <= stop; at++ {
		if at == stop || line[at] == '|' && line[at-1] != '\\' {
			if at > start || at < stop {
				cells = append(cells, span{start, at})
			}
			start = at + 1
		}
	}
	return cells
}
