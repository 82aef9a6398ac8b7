package theme

import (
	"bytes"
	"regexp"
	"text/template/parse"
)

// controlLine is a line that holds one action which prints nothing by itself:
// what a template prints brings its own line breaks.
var controlLine = regexp.MustCompile(
	`(?m)^[ \t]*\{\{(?:- )?[ \t]*(?:(?:if|else|end|range|with|define|block|template|break|continue)\b|` +
		`/\*|\$\w+[ \t]*:?=)[^{}\n]*\}\}[ \t\r]*$`)

// trimControlLines marks the actions that stand alone on their line so that
// the line leaves nothing in the page. Lines and columns stay the same.
func trimControlLines(text string) string {
	return controlLine.ReplaceAllStringFunc(text, func(line string) string {
		end := len(line)
		for line[end-1] != '}' {
			end--
		}
		action, rest := line[:end-len("}}")], line[end:]
		if bytes.HasSuffix([]byte(action), []byte(" -")) {
			return line
		}
		return action + " -}}" + rest
	})
}

// tidy removes from a tree what only its author reads: indentation (unless
// keep) and line breaks around conditions that do not hold.
func tidy(n parse.Node, keep bool) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, c := range n.Nodes {
			if t, ok := c.(*parse.TextNode); ok && !keep {
				t.Text = unindent(t.Text)
			}
		}
		lineStart := true
		for i, c := range n.Nodes {
			if lineStart && i+1 < len(n.Nodes) {
				moveLineBreak(c, n.Nodes[i+1])
			}
			tidy(c, keep)
			lineStart = endsLine(c, lineStart)
		}
	case *parse.IfNode:
		tidy(n.List, keep)
		tidy(n.ElseList, keep)
	case *parse.WithNode:
		tidy(n.List, keep)
		tidy(n.ElseList, keep)
	case *parse.RangeNode:
		tidy(n.List, keep)
		tidy(n.ElseList, keep)
	}
}

// endsLine reports whether what a node prints ends with a line break, given
// whether it begins on a new line.
func endsLine(n parse.Node, lineStart bool) bool {
	all := func(lists ...*parse.ListNode) bool {
		for _, l := range lists {
			end := lineStart
			if l != nil {
				for _, c := range l.Nodes {
					end = endsLine(c, end)
				}
			}
			if !end {
				return false
			}
		}
		return true
	}
	switch n := n.(type) {
	case *parse.TextNode:
		if len(n.Text) == 0 {
			return lineStart
		}
		return bytes.HasSuffix(bytes.TrimRight(n.Text, " \t"), []byte("\n"))
	case *parse.IfNode:
		return all(n.List, n.ElseList)
	case *parse.WithNode:
		return all(n.List, n.ElseList)
	case *parse.RangeNode:
		return all(n.List, n.ElseList)
	case *parse.TemplateNode:
		return lineStart // partials end with a line break
	default:
		return false
	}
}

// moveLineBreak moves the line break that follows a condition into it: a line
// {{with .X}}…{{end}} leaves an empty line no more when there is no X.
func moveLineBreak(condition, next parse.Node) {
	t, ok := next.(*parse.TextNode)
	if !ok || !bytes.HasPrefix(t.Text, []byte("\n")) {
		return
	}
	switch n := condition.(type) {
	case *parse.IfNode:
		addLineBreak(n.List)
		addLineBreak(n.ElseList)
	case *parse.WithNode:
		addLineBreak(n.List)
		addLineBreak(n.ElseList)
	default:
		return
	}
	t.Text = t.Text[1:]
}

// addLineBreak adds a line break to a list that prints something.
func addLineBreak(list *parse.ListNode) {
	if list == nil || len(list.Nodes) == 0 {
		return
	}
	last := list.Nodes[len(list.Nodes)-1]
	list.Nodes = append(list.Nodes, &parse.TextNode{NodeType: parse.NodeText, Pos: last.Position(), Text: []byte("\n")})
}

// unindent folds each run of white space with a line break to one line break.
func unindent(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		if !isSpace(text[i]) {
			out = append(out, text[i])
			i++
			continue
		}
		start, broken := i, false
		for i < len(text) && isSpace(text[i]) {
			broken = broken || text[i] == '\n'
			i++
		}
		if broken {
			out = append(out, '\n')
		} else {
			out = append(out, text[start:i]...)
		}
	}
	return out
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }
