package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"headsup/generator/diag"
)

// mostLiteral is how many findings about literal Markdown a file has.
const mostLiteral = 20

// Markdown that is none, in the text that readers see. \x01 stands for what was
// read, such as code and links, \x03 for an address, \x02 for what is escaped.
var (
	literalReference = lazily(`\[([^\[\]\x01-\x03\n]{1,200})\]\[([^\[\]\x01-\x03\n]{0,200})\]`)
	literalFootnote  = lazily(`\[\^([\pL\pN][\pL\pN_-]{0,100})\]`)
	literalLink      = lazily(`\[[^\[\]\n]{0,300}\]\(([^()\n]{1,500}(?:\([^()\n]{0,100}\)[^()\n]{0,100})?)\)`)
	literalSpaced    = lazily(`\[[^\[\]\x01-\x03\n]{1,200}\] \(([^()\s\x01-\x03]{1,300})\)`)
	literalStrong    = lazily(`(?:^|[\s(])(\*\*)(?:[^\s*\x{a0}][^*\n]{0,200}[ \x{a0}]|\x{a0}[^*\n]{1,200})\*\*(?:$|[^\w*])`)
	literalHeading   = lazily(`^#{1,6}\pL`)
	literalAlert     = lazily(`^[ \t\x{a0}]*\[!([A-Za-z]+)\]`)
	rulerLine        = lazily(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
	ofRange          = lazily(`a-z|A-Z|0-9|\\`)
	ofPattern        = lazily(`^(?:.-.)+$|^[^\pL]*$`) // [a-z], [0]
)

// visible is the text of a block, with where it is in the body.
type visible struct {
	text  []byte
	parts []part
}

// offset returns where in the body a byte of the text is.
func (v *visible) offset(at int) int { return chunk{parts: v.parts}.offset(at) }

// checkLiteral reports what looks like Markdown and is shown as text.
func (p *pass) checkLiteral() {
	var found []note
	add := func(offset int, message, hint string) {
		found = append(found, note{"literal-markdown", offset, message, hint})
	}
	if !slices.ContainsFunc(p.diags, func(d diag.Diagnostic) bool { return d.Rule == "code-unclosed" }) {
		for _, c := range p.code {
			if !c.closed {
				add(c.open, "This block of code is never closed.", "Close it with as many of the same characters, on a line of their own.")
			}
		}
	}
	// The walker returns no error.
	_ = ast.Walk(p.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			if len(n.Destination) == 0 && n.Reference == nil {
				add(n.Pos(), "This link has no address.", "Write the address between the parentheses.")
			}
		case *ast.Image:
			if len(n.Destination) == 0 && n.Reference == nil {
				add(n.Pos(), "This picture has no address.", "Write the path of the file between the parentheses.")
			}
		case *ast.Paragraph:
			p.literalLines(n, add)
			p.literalText(n, add)
		case *ast.TextBlock, *ast.Heading, *east.TableCell, *east.DefinitionTerm, *title:
			p.literalText(n, add)
		}
		return ast.WalkContinue, nil
	})
	slices.SortStableFunc(found, func(a, b note) int { return a.offset - b.offset })
	if len(found) > mostLiteral {
		found[mostLiteral-1].hint += " This page has " + strconv.Itoa(len(found)-mostLiteral) + " more of the kind."
		found = found[:mostLiteral]
	}
	p.diags = append(p.diags, p.origin.findings(found)...)
}

// literalLines looks at the beginnings of a paragraph's lines.
func (p *pass) literalLines(n *ast.Paragraph, add func(int, string, string)) {
	lines := n.Lines()
	quoted := n.Parent().Kind() == ast.KindBlockquote && n.PreviousSibling() == nil
	for i := range lines.Len() {
		seg := lines.At(i)
		line := bytes.TrimRight(seg.Value(p.src), "\r\n")
		offset := seg.Start
		switch {
		case len(line) == 0:
		case line[0] == '#':
			if isHeadingLine(line, lines.Len()) {
				marks := string(line[:len(line)-len(bytes.TrimLeft(line, "#"))])
				add(offset, "This is not a heading, because no space follows the "+marks+".", "Put a space after the "+marks+".")
			}
		case line[0] == '[' || line[0] > 0x7f:
			m := literalAlert().FindSubmatchIndex(line)
			if m == nil {
				continue
			}
			name := string(line[m[2]:m[3]])
			_, known := admonitions[strings.ToLower(name)]
			switch {
			case quoted && i == 0 && !known && !p.c.lookalikes.names[strings.ToLower(name)]:
				add(offset, "There is no alert "+diag.Quote(name)+", so its mark is shown as text.",
					"Write [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION].")
			case known && !quoted:
				add(offset, "This is not an alert, because it is in no quote.", "Begin this line and those that follow with >.")
			case known && i > 0:
				add(offset, "This is not an alert, because it is not the first line of its quote.",
					"Put an empty line without > before the quote.")
			}
		case i > 0 && bytes.IndexByte(line, '|') >= 0 && rulerLine().Match(line):
			above := lines.At(i - 1)
			header := bytes.TrimRight(above.Value(p.src), "\r\n")
			if cells := len(cellsOf(header)); bytes.IndexByte(header, '|') >= 0 && cells != len(cellsOf(line)) {
				add(offset,
					fmt.Sprintf("This is not a table: its header has %d cells and the line below it %d.", cells, len(cellsOf(line))),
					"Give both lines the same number of cells.")
			}
		}
	}
}

// isHeadingLine tells a heading that lacks a blank from a hashtag. With one # it is
// a heading when it is a paragraph of its own, has words, and is no sentence.
func isHeadingLine(line []byte, lines int) bool {
	if !literalHeading().Match(line) {
		return false
	}
	if line[1] == '#' {
		return true
	}
	r, _ := utf8.DecodeRune(line[1:])
	last := line[len(line)-1]
	return lines == 1 && unicode.IsUpper(r) && bytes.IndexByte(line, ' ') > 0 && bytes.Count(line, []byte("#")) == 1 &&
		bytes.IndexByte([]byte(".,:;!?"), last) < 0
}

// literalText looks at the text of a block.
func (p *pass) literalText(n ast.Node, add func(int, string, string)) {
	var v visible
	p.addVisible(&v, n)
	if bytes.IndexByte(v.text, '[') < 0 && !bytes.Contains(v.text, []byte("**")) {
		return
	}
	text := withoutEscapes(v.text)
	behindWord := func(at int) bool {
		r, _ := utf8.DecodeLastRune(text[:at])
		return at > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == ']' || r == ')' || r == '$')
	}
	for _, m := range literalReference().FindAllSubmatchIndex(text, -1) {
		label, key := string(text[m[2]:m[3]]), string(text[m[4]:m[5]])
		if behindWord(m[0]) || !isLabel(label) || key != "" && !isLabel(key) && !isNumberOf(label, key) || goesOn(text[m[1]:]) {
			continue
		}
		if key == "" {
			key = label
		}
		add(v.offset(m[0]), "No line of this page says what ["+key+"] leads to, so this is no link.",
			"Add a line ["+key+"]: with the address, or write [text](address).")
	}
	for _, m := range literalFootnote().FindAllSubmatchIndex(text, -1) {
		label := string(text[m[2]:m[3]])
		// [^abc] can be part of a pattern, too.
		if goesOn(text[m[1]:]) || !p.isFootnoteMark(text, m[0], label) {
			continue
		}
		add(v.offset(m[0]), "There is no footnote [^"+label+"], so the mark is shown as text.",
			"Add a line [^"+label+"]: with the text of the footnote.")
	}
	for _, m := range literalLink().FindAllSubmatchIndex(text, -1) {
		dest := string(bytes.TrimSpace(text[m[2]:m[3]]))
		if message, hint := whyNoLink(dest); message != "" {
			add(v.offset(m[0]), message, hint)
		}
	}
	for _, m := range literalSpaced().FindAllSubmatchIndex(text, -1) {
		if dest := text[m[2]:m[3]]; !behindWord(m[0]) && (pathEnd().Match(dest) || pathStart().Match(dest) && len(dest) > 2) {
			add(v.offset(m[0]), "This is no link, because a space stands between ] and (.", "Take the space away.")
		}
	}
	for _, m := range literalStrong().FindAllSubmatchIndex(text, -1) {
		add(v.offset(m[2]), "These ** are shown as text, because a space stands inside of them.", "Move the space out of the bold text.")
	}
}

// whyNoLink returns what keeps text in the form of a link from being one, "" when
// it is not meant as one.
func whyNoLink(dest string) (message, hint string) {
	switch {
	case strings.Contains(dest, "{{") || strings.Contains(dest, "{%"):
		return "This is no link, because its address holds a tag of another tool.", "Write the path of the page instead of the tag."
	case !strings.ContainsAny(dest, " \t\u00a0") || strings.ContainsRune(dest, '\x01'):
		return "", ""
	}
	if i := strings.IndexAny(dest, "“”„«»‘’"); i > 0 {
		if address := strings.TrimSpace(dest[:i]); isPath([]byte(address)) || hasScheme(address) {
			return "This is no link, because the quotes around its title are curly.", `Write straight quotes: "…".`
		}
	}
	if address, _, _ := strings.Cut(dest, " "); isPath([]byte(address)) || isPath([]byte(dest)) || hasScheme(address) {
		return "This is no link, because its address has a space.", "Write the address between < and >."
	}
	return "", ""
}

// hasScheme reports whether an address is a full one; \x03 stands for one that
// was found in the text.
func hasScheme(address string) bool {
	s := schemeOf(address)
	return strings.HasPrefix(address, "\x03") || s != "" && allowedScheme(s)
}

// isLabel tells the label of a link from an option or a part of a pattern.
func isLabel(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) && utf8.RuneCountInString(s) > 1 && !ofPattern().MatchString(s) && !ofRange().MatchString(s) &&
		!strings.ContainsAny(s, "|=…") && !strings.Contains(s, "...")
}

// isNumberOf reports whether a number names the address of a link with some words.
func isNumberOf(label, key string) bool {
	return strings.Trim(key, "0123456789") == "" && len(label) > len("index")
}

// goesOn reports whether what follows makes a part of a pattern, or of code, of
// what stands before.
func goesOn(rest []byte) bool {
	r, _ := utf8.DecodeRune(rest)
	return len(rest) > 0 && (strings.ContainsRune("*+?{[", r) || unicode.IsLetter(r))
}

// isFootnoteMark tells the mark of a footnote from a set of characters: it is a
// number, stands right behind a word, or its page has footnotes.
func (p *pass) isFootnoteMark(text []byte, at int, label string) bool {
	if strings.Trim(label, "0123456789") == "" {
		return true
	}
	if ofPattern().MatchString(label) {
		return false
	}
	if len(p.footnotes) > 0 {
		return true
	}
	r, _ := utf8.DecodeLastRune(text[:at])
	return at > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(`.,;:!?)"”’»`, r)) && len(label) > 1
}

// addVisible adds the text of a block.
func (p *pass) addVisible(v *visible, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			v.parts = append(v.parts, part{len(v.text), c.Segment.Start})
			v.text = append(v.text, c.Segment.Value(p.src)...)
			if c.SoftLineBreak() || c.HardLineBreak() {
				v.text = append(v.text, '\n')
			}
		case *ast.Emphasis, *east.Strikethrough:
			p.addVisible(v, c)
		case *ast.String:
		case *ast.AutoLink:
			v.text = append(v.text, 3)
		default:
			if c.Type() == ast.TypeInline {
				v.text = append(v.text, 1)
			}
		}
	}
}

// withoutEscapes returns a text of the same length in which no character that is
// escaped is left.
func withoutEscapes(text []byte) []byte {
	if bytes.IndexByte(text, '\\') < 0 {
		return text
	}
	out := bytes.Clone(text)
	for i := 0; i+1 < len(out); i++ {
		if out[i] == '\\' && out[i+1] < utf8.RuneSelf && out[i+1] != '\n' {
			out[i], out[i+1] = 2, 2
			i++
		}
	}
	return out
}
