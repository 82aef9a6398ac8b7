package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"headsup/generator/compile/rawhtml"
)

// attribute is one entry of an attribute list; "#x" and ".x" have the keys id
// and class. A bare word has no value.
type attribute struct{ key, value string }

// parseAttributes reads {#id .class key=value} or {: #id .class key=value} at
// the start of s, within one line. It returns the entries and the length.
// Bare words are allowed only after a colon.
func parseAttributes(s []byte) (list []attribute, n int, ok bool) {
	if len(s) < 3 || s[0] != '{' {
		return nil, 0, false
	}
	i := 1
	kramdown := s[1] == ':'
	if kramdown {
		i++
	}
	for {
		for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == ',') {
			i++
		}
		if i >= len(s) || s[i] == '\n' || s[i] == '\r' {
			return nil, 0, false
		}
		if s[i] == '}' {
			return list, i + 1, len(list) > 0
		}
		a, size := parseAttribute(s[i:])
		if size == 0 || a.value == "" && !kramdown && a.key != "id" && a.key != "class" && !bytes.Contains(s[i:i+size], []byte("=")) {
			return nil, 0, false
		}
		list = append(list, a)
		i += size
	}
}

// parseAttribute reads one entry and returns its length, 0 when it is none.
func parseAttribute(s []byte) (attribute, int) {
	if s[0] == '#' || s[0] == '.' {
		n := 1 + nameLength(s[1:])
		if n == 1 {
			return attribute{}, 0
		}
		if s[0] == '#' {
			return attribute{"id", string(s[1:n])}, n
		}
		return attribute{"class", string(s[1:n])}, n
	}
	n := 0
	for n < len(s) && (util.IsAlphaNumeric(s[n]) || s[n] == '-' || s[n] == '_' || s[n] == ':') {
		n++
	}
	if n == 0 {
		return attribute{}, 0
	}
	key := strings.ToLower(string(s[:n]))
	if n >= len(s) || s[n] != '=' {
		return attribute{key: key}, n
	}
	value, size := attributeValue(s[n+1:])
	if size == 0 {
		return attribute{}, 0
	}
	return attribute{key, value}, n + 1 + size
}

// nameLength returns how much of s is an id or class name.
func nameLength(s []byte) int {
	if n := bytes.IndexAny(s, " \t\r\n,{}#\"'<>&=`\\"); n >= 0 {
		s = s[:n]
	}
	if n := bytes.IndexByte(s, '.'); n > 0 {
		s = s[:n]
	}
	return len(s)
}

// attributeValue reads a value: quoted, a list in brackets, or a word.
func attributeValue(s []byte) (string, int) {
	if len(s) == 0 {
		return "", 0
	}
	closer := byte(0)
	switch s[0] {
	case '"', '\'':
		closer = s[0]
	case '[':
		closer = ']'
	default:
		n := bytes.IndexAny(s, " \t\r\n{}\"'<>`")
		if n < 0 {
			n = len(s)
		}
		return string(s[:n]), n
	}
	end := bytes.IndexByte(s[1:], closer)
	if end < 0 || bytes.IndexByte(s[1:end+1], '\n') >= 0 {
		return "", 0
	}
	return string(s[1 : end+1]), end + 2
}

// applyAttributes sets what survives of a list: id and class, and the size of
// an image.
func applyAttributes(n ast.Node, list []attribute) {
	for _, a := range list {
		switch a.key {
		case "id":
			id := cleanID(a.value)
			switch {
			case isReserved(id):
				n.SetAttributeString(reservedKey, a.value)
			case id != "":
				n.SetAttributeString("id", id)
			}
		case "class":
			class, reserved := withoutReserved(a.value)
			if reserved != "" {
				n.SetAttributeString(reservedKey, reserved)
			}
			if class == "" {
				continue
			}
			if old := attributeOf(n, "class"); old != "" {
				class = old + " " + class
			}
			n.SetAttributeString("class", class)
		case "width", "height":
			if size, ok := rawhtml.Size(a.value); ok && n.Kind() == ast.KindImage {
				n.SetAttributeString(a.key, size)
			}
		}
	}
}

// attributeOf returns an attribute that [applyAttributes] set, or "".
func attributeOf(n ast.Node, key string) string {
	if n.Attributes() == nil {
		return ""
	}
	v, _ := n.AttributeString(key)
	s, _ := v.(string)
	return s
}

// inlineAttributes parses attribute lists right behind a link, an image or a
// code span.
type inlineAttributes struct{}

var _ parser.InlineParser = inlineAttributes{}

func (inlineAttributes) Trigger() []byte { return []byte{'{'} }

func (inlineAttributes) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	list, n, ok := parseAttributes(line)
	prev := parent.LastChild()
	if !ok || prev == nil {
		return nil
	}
	switch prev := prev.(type) {
	case *ast.Link, *ast.Image, *ast.CodeSpan, *ast.AutoLink:
		applyAttributes(prev, list)
	case *ast.RawHTML, *parser.Delimiter:
		if line[1] != ':' {
			return nil
		}
	default:
		return nil
	}
	block.Advance(n)
	return ast.NewString(nil)
}

// blockAttributes takes an attribute list that is a paragraph's last line, or
// all of it: it belongs to the paragraph, or to the block before.
type blockAttributes struct{}

var _ parser.ParagraphTransformer = blockAttributes{}

func (blockAttributes) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	lines := node.Lines()
	count := lines.Len()
	if count == 0 {
		return
	}
	last := lines.At(count - 1)
	line := trimmed(last.Value(reader.Source()))
	if len(line) < 3 || line[0] != '{' || line[len(line)-1] != '}' {
		return
	}
	list, n, ok := parseAttributes(line)
	if !ok || n != len(line) {
		return
	}
	if count > 1 {
		lines.SetSliced(0, count-1)
		end := lines.At(count - 2)
		lines.Set(count-2, end.TrimRightSpace(reader.Source()))
		applyAttributes(node, list)
		return
	}
	prev := node.PreviousSibling()
	if line[1] != ':' && (prev == nil || node.HasBlankPreviousLines()) {
		return
	}
	if prev != nil && !node.HasBlankPreviousLines() {
		applyAttributes(prev, list)
	}
	node.Parent().RemoveChild(node.Parent(), node)
}

// keepAttributes hands the attributes of a paragraph on to the table that
// another transformer makes of it.
type keepAttributes struct{ parser.ParagraphTransformer }

func (t keepAttributes) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	if passOf(pc).padsTooMuch(node) {
		return
	}
	parent, next := node.Parent(), node.NextSibling()
	t.ParagraphTransformer.Transform(node, reader, pc)
	if node.Attributes() == nil {
		return
	}
	made := parent.LastChild()
	if next != nil {
		made = next.PreviousSibling()
	}
	if made == nil || made == ast.Node(node) {
		return
	}
	for _, a := range node.Attributes() {
		made.SetAttribute(a.Name, a.Value)
	}
}
