package frontmatter

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
	"go.yaml.in/yaml/v3"
)

// tomlTree builds the tree of a TOML block in the form that YAML has, so that
// all reading of values is written once.
type tomlTree struct {
	r    *reader
	part chunk // what is being read, which is valid

	root    *yaml.Node
	current *yaml.Node          // table of the last header
	defined map[*yaml.Node]bool // tables that have had a header
}

// parseTOML parses a block that begins on a line of the file into a mapping
// with positions in the file. It always returns a mapping. A field that is not
// TOML is reported and keeps its text as it stands; the others are read.
func (r *reader) parseTOML(text []byte, line int) *yaml.Node {
	root := mapping(line, 1)
	if r.tooLarge(text, root) {
		return root
	}
	t := &tomlTree{r: r, root: root, current: root, defined: map[*yaml.Node]bool{}}
	whole := chunk{text: text, line: line}
	if err := checkTOML(text); err == nil {
		t.read(whole)
	} else {
		t.recover(whole, err)
	}
	r.shallow(root, 1)
	return root
}

// checkTOML parses a text without keeping anything.
func checkTOML(text []byte) error {
	var p unstable.Parser
	p.Reset(text)
	for p.NextExpression() {
	}
	return p.Error()
}

// recover reads a block field by field.
func (t *tomlTree) recover(whole chunk, problem error) {
	before := len(t.r.diags)
	for _, c := range chunks(tomlFormat, whole.text, whole.line) {
		err := checkTOML(c.text)
		if err == nil {
			t.read(c)
			continue
		}
		t.reportError(err, c)
		if c.key != "" {
			t.current.Content = append(t.current.Content, c.keyNode(), t.r.verbatim(c, '='))
		}
	}
	if len(t.r.diags) == before {
		t.reportError(problem, whole)
	}
}

// reportError reports a parser's error about a part of the block.
func (t *tomlTree) reportError(err error, c chunk) {
	offset, message := 0, err.Error()
	var perr *unstable.ParserError
	if errors.As(err, &perr) {
		message = perr.Message
		// The highlight is a slice of the part: what is left of its capacity
		// tells where it begins.
		if o := cap(c.text) - cap(perr.Highlight); perr.Highlight != nil && o >= 0 && o <= len(c.text) {
			offset = o
		}
	}
	hint := "texts stand in quotes: key = \"value\""
	if first, _ := cutLine(c.text[offset:]); len(first) > 0 {
		switch {
		case strings.Contains(message, "start of value") || strings.Contains(message, "expected keyword"):
			message = "the value is neither in quotes nor a number, a date, true or false"
		case keyOf(yamlFormat, lineAt(c.text, offset)) != "":
			message, hint = "this line is YAML, and the fences say TOML", "write key = \"value\", or make the fences ---"
		}
	}
	t.r.wrong(locate(t.r.Path, c, offset), message, hint)
}

// lineAt returns the line around an offset.
func lineAt(text []byte, offset int) string {
	start := bytes.LastIndexByte(text[:offset], '\n') + 1
	l, _ := cutLine(text[start:])
	return trimRight(l)
}

// read adds the expressions of a valid part of the block to the tree.
func (t *tomlTree) read(c chunk) {
	t.part = c
	var p unstable.Parser
	p.Reset(c.text)
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table:
			t.table(t.keys(e.Key()), false)
		case unstable.ArrayTable:
			t.table(t.keys(e.Key()), true)
		case unstable.KeyValue:
			t.keyValue(t.current, e)
		}
	}
}

// node makes a node at an offset of the part.
func (t *tomlTree) node(kind yaml.Kind, tag string, offset int) *yaml.Node {
	pos := locate(t.r.Path, t.part, offset)
	return &yaml.Node{Kind: kind, Tag: tag, Line: pos.Line, Column: pos.Column}
}

// keys returns the parts of a dotted key, up to the depth that trees may have.
func (t *tomlTree) keys(it unstable.Iterator) []*yaml.Node {
	var out []*yaml.Node
	for it.Next() {
		k := it.Node()
		if len(out) == depthLimit {
			t.r.wrong(locate(t.r.Path, t.part, int(k.Raw.Offset)),
				fmt.Sprintf("a key has more than %d parts", depthLimit), "front matter has at most a few levels")
			break
		}
		n := t.node(yaml.ScalarNode, "!!str", int(k.Raw.Offset))
		n.Value = string(k.Data)
		out = append(out, n)
	}
	return out
}

// table makes the table of a header the current one.
func (t *tomlTree) table(keys []*yaml.Node, array bool) {
	at, last := t.descend(t.root, keys)
	have := Value(at, last.Value)
	switch {
	case array:
		item := mapping(last.Line, last.Column)
		if have == nil || !IsList(have) {
			// A second key of one name is reported with all other such keys.
			have = &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: last.Line, Column: last.Column}
			at.Content = append(at.Content, last, have)
		}
		have.Content = append(have.Content, item)
		t.current = item
	case have != nil && IsMapping(have) && !t.defined[have]:
		t.current = have
	default:
		n := mapping(last.Line, last.Column)
		at.Content = append(at.Content, last, n)
		t.current = n
	}
	t.defined[t.current] = true
}

// descend returns the table that the last of some keys is in, and makes those
// that there are not. Of an array of tables it takes the last one.
func (t *tomlTree) descend(at *yaml.Node, keys []*yaml.Node) (table, last *yaml.Node) {
	for _, key := range keys[:len(keys)-1] {
		below := Value(at, key.Value)
		if below != nil && IsList(below) && len(below.Content) > 0 {
			below = below.Content[len(below.Content)-1]
		}
		if below == nil || !IsMapping(below) {
			below = mapping(key.Line, key.Column)
			at.Content = append(at.Content, key, below)
		}
		at = below
	}
	return at, keys[len(keys)-1]
}

// keyValue adds one entry to a table.
func (t *tomlTree) keyValue(at *yaml.Node, e *unstable.Node) {
	at, last := t.descend(at, t.keys(e.Key()))
	// Arrays carry no range of their own: the value begins behind the "=".
	offset := int(e.Raw.Offset)
	it := e.Key()
	for it.Next() {
		offset = int(it.Node().Raw.Offset + it.Node().Raw.Length)
	}
	for offset < len(t.part.text) && strings.IndexByte(" \t=", t.part.text[offset]) >= 0 {
		offset++
	}
	at.Content = append(at.Content, last, t.value(e.Value(), offset))
}

// value converts a value; offset is where it begins when it does not say so.
func (t *tomlTree) value(v *unstable.Node, offset int) *yaml.Node {
	if v.Raw.Length > 0 {
		offset = int(v.Raw.Offset)
	}
	n := t.node(yaml.ScalarNode, "!!str", offset)
	n.Value = string(v.Data)
	switch v.Kind {
	case unstable.String:
		switch raw := t.part.text[offset:]; {
		case bytes.HasPrefix(raw, []byte(`"""`)), bytes.HasPrefix(raw, []byte("'''")):
			n.Style = yaml.LiteralStyle
		case raw[0] == '"':
			n.Style = yaml.DoubleQuotedStyle
		default:
			n.Style = yaml.SingleQuotedStyle
		}
	case unstable.Bool:
		n.Tag = "!!bool"
	case unstable.Integer:
		n.Tag = "!!int"
	case unstable.Float:
		n.Tag = "!!float"
	case unstable.LocalDate, unstable.LocalDateTime, unstable.DateTime:
		n.Tag = "!!timestamp"
	case unstable.Array:
		n.Kind, n.Tag, n.Value = yaml.SequenceNode, "!!seq", ""
		it := v.Children()
		for it.Next() {
			n.Content = append(n.Content, t.value(it.Node(), offset))
		}
	case unstable.InlineTable:
		n.Kind, n.Tag, n.Value = yaml.MappingNode, "!!map", ""
		it := v.Children()
		for it.Next() {
			t.keyValue(n, it.Node())
		}
	}
	return n
}
