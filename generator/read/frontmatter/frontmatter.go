// Package frontmatter finds the front matter of a content file and parses it.
//
// [Parse] takes a file apart: the block between its fences becomes a tree of
// [yaml.Node], whether it is YAML (---) or TOML (+++), and what follows is the
// body. [ParseYAML] does the same with a file that is YAML from its first line
// to its last. Positions in the tree count from the top of the file, and no
// aliases or merge keys are left in it, so that who reads values knows one
// notation only.
//
//	doc, findings := frontmatter.Parse("releases/export.md", src, known, holds)
//	title := frontmatter.Value(doc.Root, "title")
//	if problem { report(doc.At(title), …) }
//
// The library github.com/adrg/frontmatter finds the fences, takes the block out
// and has it decoded here (split.go). What it does not take for front matter is
// text for it, without an error: a block with no end, a fence that is not on the
// first line, headers of other tools. That alone is judged here (judge.go), with
// one exception: text between two thematic breaks is no block, unless its lines
// are nearly fields (loose.go). What stands right below a block is judged as
// well, as the block may not be the one that was meant.
//
// Everything that is wrong is a finding, and the tree is there in any case: a
// field that does not parse keeps its text, and its neighbours are read. Trees
// are small. What is too long, too deep, or too much once its aliases are
// written out is cut, and reported.
//
// The package does not know which fields there are. It asks for two things: whether
// a key is one of them, which tells front matter from text between two thematic
// breaks, and whether a line of text would hold a page back as a field.
package frontmatter

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
)

// Document is a file taken apart.
type Document struct {
	Path string

	// Root is the block: a mapping, or nil when the file has none.
	Root *yaml.Node
	// Unread reports that the file has front matter that is not, or not as it
	// was meant, in Root.
	Unread bool
	// Lost reports that fields of the file are not in Root at all, so that
	// nobody knows what they said: a page is a draft until they are read.
	Lost bool

	// Body is the end of the file, as it stands but for bytes that are no text.
	Body []byte
	// BodyLine is the line on which the body begins, 1-based.
	BodyLine int

	text   []byte              // the file, without byte order mark
	broken map[*yaml.Node]bool // values that stand in for text that could not be parsed
}

// Parse takes a content file apart. known reports whether a key is a field of
// front matter, and holds whether a key and a value, both in small letters, say even
// as text that a page is not for the public.
func Parse(path string, src []byte, known func(key string) bool, holds func(key, value string) bool) (*Document, []diag.Diagnostic) {
	r := &reader{Document: &Document{Path: path}, what: "front matter", fenced: true, known: known, holds: holds}
	r.text = r.clean(src)
	r.Body = r.text
	before := len(r.diags)
	if err := r.split(); err != nil {
		r.judge(&suspect{text: r.text, known: known, holds: holds, breaks: errors.Is(err, errProse)})
	} else {
		r.Unread = len(r.diags) > before
		r.second()
	}
	r.BodyLine = 1 + bytes.Count(r.text[:len(r.text)-len(r.Body)], []byte("\n"))
	return r.Document, r.diags
}

// ParseYAML takes apart a file that is YAML as a whole. All of its findings have
// the given rule.
func ParseYAML(name string, src []byte, rule string) (*Document, []diag.Diagnostic) {
	r := &reader{Document: &Document{Path: name}, what: path.Base(name), rule: rule}
	r.text = r.clean(src)
	r.Root = r.parseYAML(r.text, 1)
	r.Unread = len(r.diags) > 0
	r.BodyLine = 1 + bytes.Count(r.text, []byte("\n"))
	return r.Document, r.diags
}

// At returns the position of a node.
func (d *Document) At(n *yaml.Node) diag.Position {
	return diag.Position{Path: d.Path, Line: n.Line, Column: n.Column}
}

// Inside returns the position of a code point within a scalar's text. Where the
// file does not have the text as it reads (escapes, several lines) it is the
// scalar's.
func (d *Document) Inside(n *yaml.Node, offset int) diag.Position {
	pos := d.At(n)
	rest := d.text
	for line := 1; line < n.Line; line++ {
		_, rest = cutLine(rest)
	}
	text, _ := cutLine(rest)
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(text)
		text = text[size:]
	}
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 && len(text) > 0 {
		text = text[1:]
		offset++
	}
	if bytes.HasPrefix(text, []byte(n.Value)) {
		pos.Column += offset
	}
	return pos
}

// Find returns the position of the first occurrence of a mark in the text of a
// value, as the file has it; without one, that of the value.
func (d *Document) Find(n *yaml.Node, mark string) diag.Position {
	rest := d.text[:len(d.text)-len(d.Body)]
	for line := 1; len(rest) > 0; line++ {
		var text []byte
		text, rest = cutLine(rest)
		if line < n.Line {
			continue
		}
		skip := 0
		if line == n.Line {
			skip = min(len(text), len(string([]rune(string(text))[:min(n.Column-1, utf8.RuneCount(text))])))
		}
		if i := bytes.Index(text[skip:], []byte(mark)); i >= 0 {
			return diag.Position{Path: d.Path, Line: line, Column: 1 + utf8.RuneCount(text[:skip+i])}
		}
	}
	return d.At(n)
}

// Broken reports whether a value stands in for text that could not be parsed.
// That is reported; what else is wrong with the value follows from it.
func (d *Document) Broken(n *yaml.Node) bool { return d.broken[n] }

func (d *Document) markBroken(n *yaml.Node) {
	if d.broken == nil {
		d.broken = make(map[*yaml.Node]bool)
	}
	d.broken[n] = true
}

// start is the beginning of a line.
func (d *Document) start(line int) diag.Position {
	return diag.Position{Path: d.Path, Line: line, Column: 1}
}

// reader collects the findings while a document is made.
type reader struct {
	*Document
	what   string // names what is being read, for messages
	fenced bool   // it stands between fences, with a body behind them
	rule   string // when set, the rule of every finding
	known  func(key string) bool
	holds  func(key, value string) bool
	exact  bool // the library reads exactFences of the text
	diags  []diag.Diagnostic
}

func (r *reader) report(rule string, pos diag.Position, message, hint string) {
	if r.rule != "" {
		rule = r.rule
	}
	r.diags = append(r.diags, diag.New(rule, pos, message, hint))
}

// wrong reports what the notation does not allow.
func (r *reader) wrong(pos diag.Position, message, hint string) {
	r.report("front-matter-syntax", pos, message, hint)
}

// clean reports a byte order mark, behind which the library sees no fence, and
// bytes that are no text. It returns the source without them.
func (r *reader) clean(src []byte) []byte {
	switch {
	case bytes.HasPrefix(src, []byte("\xEF\xBB\xBF")):
		r.report("front-matter-bom", r.start(1), "the file begins with a byte order mark", "save it as UTF-8 without BOM")
		src = src[3:]
	case bytes.HasPrefix(src, []byte("\xFF\xFE")), bytes.HasPrefix(src, []byte("\xFE\xFF")):
		r.report("encoding", r.start(1), "the file is UTF-16, not UTF-8", "save it as UTF-8")
		return bytes.Map(printable, src)
	}
	if utf8.Valid(src) && bytes.IndexByte(src, 0) < 0 {
		return src
	}
	bad := 0
	for {
		char, size := utf8.DecodeRune(src[bad:])
		if char == 0 || char == utf8.RuneError && size == 1 {
			break
		}
		bad += size
	}
	message := fmt.Sprintf("the byte 0x%02X is not UTF-8 text", src[bad])
	if src[bad] == 0 {
		message = "the file holds a NUL byte"
	}
	r.report("encoding", locate(r.Path, chunk{text: src, line: 1}, bad), message, "save the file as UTF-8")
	return bytes.Map(printable, src)
}

// printable replaces NUL; bytes that are not UTF-8 come to it as U+FFFD.
func printable(char rune) rune {
	if char == 0 {
		return utf8.RuneError
	}
	return char
}
