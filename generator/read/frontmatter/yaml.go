package frontmatter

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// parseYAML parses a block that begins on a line of the file into a mapping
// with positions in the file. It always returns a mapping. When the block as a
// whole is not YAML, each of its fields is parsed alone: every bad one is
// reported, and keeps its text as it stands.
func (r *reader) parseYAML(text []byte, line int) *yaml.Node {
	root := mapping(line, 1)
	if r.tooLarge(text, root) {
		return root
	}
	text = r.oneDocument(text, line)
	n, err := readYAML(text)
	switch {
	case err != nil:
		root = r.recoverYAML(text, line, err)
	case n == nil || IsNull(n):
		return root
	default:
		place(n, text, line)
		if !IsMapping(n) {
			r.wrong(r.At(n), r.what+" is "+Shape(n)+", not lines of \"key: value\"", "write for example: title: My page")
			return root
		}
		root = n
	}
	r.proseKeys(root)
	return r.settle(root)
}

// proseKeys reports lines of running text that are valid YAML only because they
// hold a colon, and puts them back to the field above, where they belong.
func (r *reader) proseKeys(root *yaml.Node) {
	const words = 6
	kept := root.Content[:0]
	for i := 0; i+1 < len(root.Content); i += 2 {
		k, v := root.Content[i], root.Content[i+1]
		if len(kept) == 0 || k.Kind != yaml.ScalarNode || k.Style != 0 || len(strings.Fields(k.Value)) <= words {
			kept = append(kept, k, v)
			continue
		}
		above := kept[len(kept)-1]
		r.wrong(r.At(k), "this line is a key for YAML, because it holds a colon", "if it belongs to "+
			kept[len(kept)-2].Value+", write that as an indented block below \""+kept[len(kept)-2].Value+": |\"")
		if above.Kind == yaml.ScalarNode && v.Kind == yaml.ScalarNode {
			joined := *above
			joined.Value = strings.TrimSpace(above.Value + "\n\n" + k.Value + ": " + v.Value)
			joined.Tag, joined.Style = "!!str", yaml.LiteralStyle
			if r.Broken(above) {
				r.markBroken(&joined)
			}
			kept[len(kept)-1] = &joined
		}
	}
	root.Content = kept
}

// readYAML parses one YAML document to its root node, or nil when it is empty.
func readYAML(text []byte) (n *yaml.Node, err error) {
	// The parser answers some malformed comments with a panic of its own.
	defer func() {
		if r := recover(); r != nil {
			n, err = nil, errors.New("unreadable YAML")
		}
	}()
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

// oneDocument cuts a text at the beginning of a second document, which is an
// error.
func (r *reader) oneDocument(text []byte, line int) []byte {
	begun := false
	for rest := text; len(rest) > 0; line++ {
		l, after := cutLine(rest)
		if marker := bytes.HasPrefix(l, []byte("---")) ||
			bytes.HasPrefix(l, []byte("...")); marker && (len(l) == 3 || l[3] == ' ' || l[3] == '\t') {
			if begun || l[0] == '.' {
				r.wrong(r.start(line), "a second YAML document begins here", r.what+" is one document: remove this line")
				return text[:len(text)-len(rest)]
			}
			begun, l = true, l[3:]
		}
		if s := bytes.TrimSpace(l); len(s) > 0 && s[0] != '#' && s[0] != '%' {
			begun = true
		}
		rest = after
	}
	return text
}

// place moves the positions of a tree from a text to the file, where the text
// begins on a line. It does not follow aliases, whose targets are in the same
// tree.
func place(n *yaml.Node, text []byte, line int) {
	starts := oddStarts(text)
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if starts != nil && n.Line > 0 {
			offset := starts[min(n.Line, len(starts))-1]
			for range n.Column - 1 {
				_, size := utf8.DecodeRune(text[offset:])
				offset += size
			}
			pos := locate("", chunk{text: text, line: 1}, offset)
			n.Line, n.Column = pos.Line, pos.Column
		}
		n.Line += line - 1
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(n)
}

// oddStarts returns where the lines begin that YAML sees in a text, nil when they are
// those that people and their editors see.
func oddStarts(text []byte) []int {
	if !oddBreaks(text) {
		return nil
	}
	starts := []int{0}
	for _, m := range yamlBreak.FindAllIndex(text, -1) {
		starts = append(starts, m[1])
	}
	return starts
}

var yamlBreak = regexp.MustCompile("\r\n|[\r\n\u0085\u2028\u2029]")

// oddBreaks reports whether a text has what is the end of a line for YAML, but
// not for people and their editors.
func oddBreaks(text []byte) bool {
	return bytes.Count(text, []byte("\r")) != bytes.Count(text, []byte("\r\n")) ||
		bytes.Contains(text, []byte("\u0085")) || bytes.Contains(text, []byte("\u2028")) || bytes.Contains(text, []byte("\u2029"))
}
