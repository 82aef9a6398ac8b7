package content

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
)

// Bounds on front matter. Nothing that a person writes comes near them; what
// goes beyond is an error and not a burden.
const (
	blockLimit = 64 << 10 // bytes of a block
	depthLimit = 32       // levels of nesting
	nodeLimit  = 4000     // values that aliases may add to one block
)

// parseYAML parses a block that begins on a line of the file into a mapping
// with positions in the file. It always returns a mapping. When the block as a
// whole is not YAML, each of its fields is parsed alone: every bad one is
// reported, and keeps its text as it stands.
func (d *decoder) parseYAML(text []byte, line int) *yaml.Node {
	root := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: line, Column: 1}
	if len(text) > blockLimit {
		d.report("front-matter-syntax", d.at(root), fmt.Sprintf("%s is larger than %d kB", d.what(), blockLimit>>10), "a field is a line or two; text belongs into the body")
		return root
	}
	text = d.oneDocument(text, line)
	n, err := readYAML(text)
	switch {
	case err != nil:
		root = d.recoverYAML(text, line, err)
	case n == nil || isNull(n):
		return root
	default:
		shift(n, line-1)
		if !isMapping(n) {
			d.report("front-matter-syntax", d.at(n), d.what()+" is "+shapeOf(n)+", not lines of \"key: value\"", "write for example: title: My page")
			return root
		}
		root = n
	}
	d.proseKeys(root)
	return d.settle(root)
}

// proseKeys reports lines of running text that are valid YAML only because they
// hold a colon, and puts them back to the field above, where they belong.
func (d *decoder) proseKeys(root *yaml.Node) {
	const words = 6
	kept := root.Content[:0]
	for i := 0; i+1 < len(root.Content); i += 2 {
		k, v := root.Content[i], root.Content[i+1]
		if len(kept) == 0 || k.Kind != yaml.ScalarNode || k.Style != 0 || len(strings.Fields(k.Value)) <= words {
			kept = append(kept, k, v)
			continue
		}
		above := kept[len(kept)-1]
		d.report("front-matter-syntax", d.at(k), "this line is a key for YAML, because it holds a colon", "if it belongs to "+kept[len(kept)-2].Value+", write that as an indented block below \""+kept[len(kept)-2].Value+": |\"")
		if above.Kind == yaml.ScalarNode && v.Kind == yaml.ScalarNode {
			joined := *above
			joined.Value = strings.TrimSpace(above.Value + "\n\n" + k.Value + ": " + v.Value)
			joined.Tag, joined.Style = "!!str", yaml.LiteralStyle
			kept[len(kept)-1] = &joined
		}
	}
	root.Content = kept
}

// what names what is being read, for messages.
func (d *decoder) what() string {
	if d.rule != "" {
		return ConfigFile
	}
	return "front matter"
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

// oneDocument cuts a block at the beginning of a second document, which is an
// error.
func (d *decoder) oneDocument(text []byte, line int) []byte {
	significant := false
	for rest := text; len(rest) > 0; line++ {
		l, after := cutLine(rest)
		marker := bytes.HasPrefix(l, []byte("---")) || bytes.HasPrefix(l, []byte("..."))
		if marker && (len(l) == 3 || l[3] == ' ' || l[3] == '\t') {
			if significant || l[0] == '.' || len(l) > 3 {
				d.report("front-matter-syntax", diag.Position{Path: d.path, Line: line, Column: 1},
					"a second YAML document begins here", d.what()+" is one document: remove this line")
				return text[:len(text)-len(rest)]
			}
		}
		if s := bytes.TrimSpace(l); len(s) > 0 && s[0] != '#' && s[0] != '%' {
			significant = true
		}
		rest = after
	}
	return text
}

// shift moves a tree's lines. It does not follow aliases, whose targets are in
// the same tree.
func shift(n *yaml.Node, by int) {
	n.Line += by
	for _, c := range n.Content {
		shift(c, by)
	}
}

// settle bounds a tree and puts copies of what aliases and merge keys stand for
// in their place, so that no reader has to know of them.
func (d *decoder) settle(root *yaml.Node) *yaml.Node {
	if !d.shallow(root, 1) {
		return root
	}
	budget := nodeLimit
	out := d.expand(root, &budget, 1, false)
	if budget < 0 {
		d.report("front-matter-syntax", d.at(root), fmt.Sprintf("aliases (*name) stand for more than %d values", nodeLimit), "write the values out")
	}
	return out
}

// shallow cuts what is nested too deep, and reports whether the tree has
// aliases or merge keys.
func (d *decoder) shallow(n *yaml.Node, depth int) (aliases bool) {
	if depth > depthLimit && len(n.Content) > 0 {
		d.report("front-matter-syntax", d.at(n), fmt.Sprintf("values are nested more than %d levels deep", depthLimit), d.what()+" has at most a few levels")
		*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: n.Line, Column: n.Column}
		return false
	}
	for _, c := range n.Content {
		if d.shallow(c, depth+1) {
			aliases = true
		}
	}
	return aliases || n.Kind == yaml.AliasNode || n.Tag == "!!merge"
}

// expand returns a tree without aliases. Nodes below an alias are paid from the
// budget; when it is spent, they are null.
func (d *decoder) expand(n *yaml.Node, budget *int, depth int, copied bool) *yaml.Node {
	if copied {
		*budget--
	}
	if *budget < 0 || depth > depthLimit {
		*budget = min(*budget, -1)
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: n.Line, Column: n.Column}
	}
	if n.Kind == yaml.AliasNode {
		if n.Alias == nil {
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: n.Line, Column: n.Column}
		}
		return d.expand(n.Alias, budget, depth+1, true)
	}
	if len(n.Content) == 0 {
		return n
	}
	out := *n
	out.Content = make([]*yaml.Node, 0, len(n.Content))
	var merged []*yaml.Node
	for i, c := range n.Content {
		if isMapping(n) && i%2 == 0 && c.Tag == "!!merge" && i+1 < len(n.Content) {
			merged = append(merged, n.Content[i+1])
			continue
		}
		if isMapping(n) && i%2 == 1 && n.Content[i-1].Tag == "!!merge" {
			continue
		}
		out.Content = append(out.Content, d.expand(c, budget, depth+1, copied))
	}
	for _, m := range merged {
		m = d.expand(m, budget, depth+1, copied)
		sources := []*yaml.Node{m}
		if isList(m) {
			sources = m.Content
		}
		for _, s := range sources {
			if !isMapping(s) {
				d.report("front-matter-syntax", d.at(s), "<< merges "+shapeOf(s)+", not a mapping", "")
				continue
			}
			for i := 0; i+1 < len(s.Content); i += 2 {
				if valueOf(&out, s.Content[i].Value) == nil {
					out.Content = append(out.Content, s.Content[i], s.Content[i+1])
				}
			}
		}
	}
	return &out
}

// valueOf returns the value of a mapping's key, or nil.
func valueOf(m *yaml.Node, key string) *yaml.Node {
	if m == nil || !isMapping(m) {
		return nil
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Kind == yaml.ScalarNode && m.Content[i].Value == key {
			return m.Content[i+1]
		}
	}
	return nil
}

// chunk is the text of one top-level field: its first line and all lines that
// are not the beginning of another field.
type chunk struct {
	key  string // "" for lines before the first field
	text []byte
	line int // of the file
}

// chunks cuts a block into its top-level fields.
func chunks(f format, text []byte, line int) []chunk {
	var out []chunk
	begin := 0
	current := chunk{line: line}
	for rest := text; len(rest) > 0; line++ {
		l, after := cutLine(rest)
		at := len(text) - len(rest)
		s := trimRight(l)
		key := keyOf(f, s)
		if key != "" || f == tomlFormat && (strings.HasPrefix(s, "[") || keyOf(yamlFormat, s) != "") {
			current.text = text[begin:at]
			if len(bytes.TrimSpace(current.text)) > 0 {
				out = append(out, current)
			}
			current, begin = chunk{key: key, line: line}, at
		}
		rest = after
	}
	current.text = text[begin:]
	if len(bytes.TrimSpace(current.text)) > 0 {
		out = append(out, current)
	}
	return out
}

// recoverYAML reads a block that does not parse field by field.
func (d *decoder) recoverYAML(text []byte, line int, whole error) *yaml.Node {
	root := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: line, Column: 1}
	before := len(d.diags)
	for _, c := range chunks(yamlFormat, text, line) {
		if n, err := readYAML(c.text); err == nil {
			if n == nil || isNull(n) {
				continue // comments
			}
			if isMapping(n) {
				shift(n, c.line-1)
				root.Content = append(root.Content, n.Content...)
				continue
			}
		} else if c.key != "" {
			d.reportChunk(c, err)
			key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: c.key, Line: c.line, Column: 1}
			root.Content = append(root.Content, key, d.verbatim(c, ':'))
			continue
		}
		first, _ := cutLine(bytes.TrimLeft(c.text, "\r\n"))
		skipped := bytes.Count(c.text[:len(c.text)-len(bytes.TrimLeft(c.text, "\r\n"))], []byte("\n"))
		d.report("front-matter-syntax", diag.Position{Path: d.path, Line: c.line + skipped, Column: 1},
			diag.Quote(string(first))+" is not a line of \"key: value\"", "remove it, indent it if it belongs to the field above, or move it below the closing fence")
	}
	if len(d.diags) == before {
		l, message := yamlProblem(whole)
		d.report("front-matter-syntax", diag.Position{Path: d.path, Line: line + max(0, l-1), Column: 1}, message, "")
	}
	return root
}

// verbatim returns the text behind a chunk's key as a text value, for a site
// that lets broken front matter pass.
func (d *decoder) verbatim(c chunk, sep byte) *yaml.Node {
	i := bytes.IndexByte(c.text, sep) + 1
	value := strings.TrimSpace(string(c.text[i:]))
	for _, q := range []string{`"`, "'"} {
		if strings.HasPrefix(value, q) && strings.Count(value, q) < 2 {
			value = strings.TrimPrefix(value, q)
		} else if len(value) > 1 && strings.HasPrefix(value, q) && strings.HasSuffix(value, q) {
			value = value[1 : len(value)-1]
		}
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value, Line: c.line, Column: 1, Style: yaml.LiteralStyle}
	if value == "" {
		n.Tag = "!!null"
	}
	if d.broken == nil {
		d.broken = make(map[*yaml.Node]bool)
	}
	d.broken[n] = true
	return n
}

// reportChunk says what is wrong with a field that does not parse, and where.
func (d *decoder) reportChunk(c chunk, err error) {
	offset, message, hint := explain(c)
	if message == "" {
		_, problem := yamlProblem(err)
		offset, message = 0, problem
		hint = "put the value of " + c.key + " in quotes, or write it as an indented block below \"" + c.key + ": |\""
		if _, value, _ := bytes.Cut(c.text, []byte(":")); bytes.IndexAny(bytes.TrimSpace(value), "[{-") == 0 {
			hint = "put each item of " + c.key + " in quotes"
		}
	}
	d.report("front-matter-syntax", locate(d.path, c, offset), message, hint)
}

// locate turns an offset in a chunk into a position in the file.
func locate(path string, c chunk, offset int) diag.Position {
	head := c.text[:offset]
	start := bytes.LastIndexByte(head, '\n') + 1
	return diag.Position{Path: path, Line: c.line + bytes.Count(head, []byte("\n")), Column: utf8.RuneCount(head[start:]) + 1}
}

// explain recognises the mistakes that people make in YAML and returns the
// offset of the first one in the chunk, or no message.
func explain(c chunk) (offset int, message, hint string) {
	text := string(c.text)
	for at := 0; at < len(text); {
		end := strings.IndexByte(text[at:], '\n')
		if end < 0 {
			end = len(text) - at
		}
		indent := text[at : at+len(text[at:at+end])-len(strings.TrimLeft(text[at:at+end], " \t"))]
		if i := strings.IndexByte(indent, '\t'); i >= 0 && len(indent) < end {
			return at + i, "a tab is used for indentation, which YAML does not allow", "indent with spaces"
		}
		at += end + 1
	}
	first, _, _ := strings.Cut(text, "\n")
	begin := len(c.key)
	if text[0] == '"' || text[0] == '\'' {
		begin += 2
	}
	begin += strings.IndexByte(first[begin:], ':') + 1
	value := strings.TrimRight(first[begin:], " \t\r")
	lead := len(value) - len(strings.TrimLeft(value, " \t"))
	begin, value = begin+lead, value[lead:]
	if value == "" {
		return 0, "", ""
	}
	wrap := "put the whole value in quotes: " + c.key + ": " + quoted(value)
	switch value[0] {
	case '"', '\'':
		end := endOfQuoted(text[begin:])
		if end < 0 {
			return begin, "the quote that opens here is not closed", "close it, or put the whole value in the other kind of quotes"
		}
		if tail := strings.TrimLeft(text[begin+end:], " \t"); tail != "" && tail[0] != '\n' && tail[0] != '\r' && tail[0] != '#' {
			return len(text) - len(tail), "text follows the closing quote", wrap
		}
		return 0, "", ""
	case '[', '{':
		open, shut := value[:1], map[byte]string{'[': "]", '{': "}"}[value[0]]
		if strings.Count(text, open) > strings.Count(text, shut) {
			return begin, "the " + open + " that opens here is not closed", "add the " + shut + ", or put the value in quotes if it is a text"
		}
		if tail := strings.TrimSpace(value[strings.LastIndex(value, shut)+1:]); tail != "" && tail[0] != '#' {
			return begin + strings.LastIndex(value, shut) + 1, "text follows the closing " + shut, wrap
		}
		return 0, "", ""
	case '@', '`', '%':
		return begin, "a value cannot begin with " + value[:1], wrap
	case '*':
		return begin, "* begins an alias, and nothing has that name", "if it is a text, " + wrap
	case '&', '!', '|', '>':
		return begin, "the text behind " + value[:1] + " is not what YAML expects", wrap
	}
	if i := strings.Index(value, ": "); i >= 0 {
		return begin + i, "a colon and a space stand in a value without quotes", wrap
	}
	if strings.HasSuffix(value, ":") {
		return begin + len(value) - 1, "a value without quotes ends in a colon", wrap
	}
	// The value is fine; one of the lines below it is not.
	at := len(first) + 1
	for at < len(text) {
		l, _, _ := strings.Cut(text[at:], "\n")
		s := strings.TrimRight(l, " \t\r")
		if s != "" && s[0] != ' ' && s[0] != '#' && s[0] != '-' {
			return at, diag.Quote(s) + " is not a line of \"key: value\"", "indent it, and put the whole value in quotes, if it belongs to " + c.key
		}
		if i := strings.Index(s, ": "); i >= 0 && value[0] != '-' {
			return at + i, "a colon and a space stand in a value without quotes", "put the whole value of " + c.key + " in quotes"
		}
		at += len(l) + 1
	}
	return 0, "", ""
}

// endOfQuoted returns the offset behind the quote that closes the one at the
// beginning, or -1.
func endOfQuoted(s string) int {
	q := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && q == '"':
			i++
		case s[i] == q && q == '\'' && i+1 < len(s) && s[i+1] == q:
			i++
		case s[i] == q:
			return i + 1
		}
	}
	return -1
}

// quoted returns a value in YAML quotes, shortened when it is long.
func quoted(value string) string {
	if r := []rune(value); len(r) > 40 {
		value = string(r[:40]) + "…"
	}
	if strings.Contains(value, `"`) || strings.Contains(value, `\`) {
		return "'" + strings.ReplaceAll(value, "'", "''") + "'"
	}
	return `"` + value + `"`
}

// yamlProblem takes the parser's error apart: line in the text (0 when it has
// none) and problem.
func yamlProblem(err error) (line int, problem string) {
	problem = strings.TrimPrefix(err.Error(), "yaml: ")
	if _, scanErr := fmt.Sscanf(problem, "line %d:", &line); scanErr == nil {
		_, problem, _ = strings.Cut(problem, ": ")
	}
	if problem == "" {
		problem = "unreadable YAML"
	}
	return line, problem
}
