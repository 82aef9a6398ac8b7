package theme

import (
	"html"
	"regexp"
	"slices"
	"text/template/parse"

	"headsup/generator/view/words"
)

// wordFuncs are the functions of layouts that reach the catalogue of words.
var wordFuncs = []string{"say", "count", "before", "after"}

// wordKey returns the function and the key of a call that names a text of the catalogue.
func wordKey(n parse.Node) (function string, key *parse.StringNode) {
	c, ok := n.(*parse.CommandNode)
	if !ok || len(c.Args) < 2 || !slices.Contains(wordFuncs, c.Args[0].String()) {
		return "", nil
	}
	key, _ = c.Args[1].(*parse.StringNode)
	return c.Args[0].String(), key
}

// checkWords reports each call with a key that the catalogue does not have.
func (p *parser) checkWords(root parse.Node, file string) bool {
	sound := true
	walk(root, func(n parse.Node) {
		if _, key := wordKey(n); key != nil && !p.bundle.words.Has(key.Text) {
			pos := position(file, p.files[file].data, p.offset(file, int(key.Pos)))
			p.report(pos, unknownWord(key.Text, p.bundle.words))
			sound = false
		}
	})
	return sound
}

// inlineWords replaces actions that print a text without values by that text, so that it
// costs a page nothing.
func inlineWords(root parse.Node, w *words.Words) {
	walk(root, func(n parse.Node) {
		list, ok := n.(*parse.ListNode)
		if !ok || list == nil {
			return
		}
		for i, c := range list.Nodes {
			if a, ok := c.(*parse.ActionNode); ok && len(a.Pipe.Decl) == 0 && len(a.Pipe.Cmds) == 1 && len(a.Pipe.Cmds[0].Args) == 2 {
				if text, ok := constantWord(a.Pipe.Cmds[0], w); ok {
					list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: a.Pos, Text: []byte(markup(text))}
				}
			}
		}
	})
}

func constantWord(c *parse.CommandNode, w *words.Words) (text string, ok bool) {
	function, key := wordKey(c)
	if key == nil || !w.Has(key.Text) {
		return "", false
	}
	before, after := w.Around(key.Text)
	switch function {
	case "say":
		return w.Say(key.Text), true
	case "before":
		return before, true
	case "after":
		return after, true
	}
	return "", false
}

var code = regexp.MustCompile("`([^`]+)`")

// markup writes a text as HTML: what stands between backticks is code.
func markup(text string) string {
	return code.ReplaceAllString(html.EscapeString(text), "<code>$1</code>")
}
