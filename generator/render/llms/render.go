package llms

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"

	"headsup/generator/view/words"
)

// Renderer writes Markdown forms one after the other; it keeps its memory from
// one to the next. The zero value is ready. It is not safe for concurrent use.
type Renderer struct {
	origin string // "https://example.com"
	page   string // absolute URL of the page
	words  *words.Words
	inLink bool
	inCell bool
	items  int // items of lists that are open

	tree nodes // the body
	open []int // its elements that are open, while it is parsed

	// The line that is being written.
	pieces []piece
	first  int  // index of its first piece; those before are of lines around it
	space  bool // a blank is due
	buf    []byte
}

// resolve makes an address absolute, so that the text can be taken elsewhere.
func (r *Renderer) resolve(dest string) string {
	switch {
	case dest == "":
		return ""
	case dest[0] == '#':
		return r.page + dest
	case strings.HasPrefix(dest, "//"):
		return "https:" + dest
	case dest[0] == '/':
		return r.origin + dest
	}
	return dest
}

// block is a block of Markdown: lines without a break at the end.
type block struct {
	text string
	kind blockKind
}

type blockKind uint8

const (
	paragraph blockKind = iota
	bullets
	numbers
	quote
	fenced
	heading
	other // a table, a definition list, a rule: needs an empty line around it
)

const rule = "---"

// blocks turns trees into blocks. What stands between them in a line is a
// paragraph.
func (r *Renderer) blocks(list nodes) []block {
	var out []block
	start := 0 // of what stands in a line
	for i := 0; i <= len(list); {
		if i < len(list) && !list[i:i+list[i].size].holdsBlock() {
			i += list[i].size
			continue
		}
		if text := r.line(list[start:i], false); text != "" {
			out = append(out, block{text, paragraph})
		}
		if i == len(list) {
			break
		}
		out = append(out, r.block(list[i:i+list[i].size], out)...)
		i += list[i].size
		start = i
	}
	return out
}

// block turns a tree into blocks. Before are those in front of it.
func (r *Renderer) block(t nodes, before []block) []block {
	switch n := &t[0]; n.tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		text := r.line(t[1:], true)
		if text == "" {
			return nil
		}
		// Signs at the end of a heading would be taken for its frame.
		if strings.HasSuffix(text, "#") && !strings.HasSuffix(text, `\#`) {
			text = text[:len(text)-1] + `\#`
		}
		return []block{{strings.Repeat("#", int(n.tag.String()[1]-'0')) + " " + text, heading}}
	case atom.Hr:
		return []block{{rule, other}}
	case atom.Pre:
		return []block{code(n, "")}
	case atom.Figure:
		if n.attrs.HasClass("code") {
			return r.titledCode(t[1:])
		}
	case atom.Blockquote:
		return r.quoted(r.blocks(t[1:]))
	case atom.Ul, atom.Ol:
		return r.list(t, before)
	case atom.Dl:
		return r.definitions(t[1:])
	case atom.Table:
		return r.table(t[1:])
	case atom.Div, atom.Details:
		switch {
		case n.attrs.HasClass("alert"):
			return r.callout(t, "alert-title")
		case n.attrs.HasClass("audience"):
			return r.callout(t, "audience-label")
		case n.tag == atom.Details:
			return r.titled(t[1:], atom.Summary)
		}
	case atom.Section:
		if n.attrs.HasClass("footnotes") {
			return r.footnotes(t[1:])
		}
	}
	return r.blocks(t[1:])
}

// join writes blocks one below the other.
func (r *Renderer) join(list []block, tight bool) string {
	if len(list) == 1 {
		return list[0].text
	}
	size := 0
	for _, bl := range list {
		size += len(bl.text) + len("\n\n")
	}
	var b strings.Builder
	b.Grow(size)
	for i, bl := range list {
		if i > 0 {
			before := list[i-1]
			if tight && interrupts(bl) && before.kind == paragraph {
				b.WriteByte('\n')
			} else {
				b.WriteString(r.gap(before.text))
			}
		}
		b.WriteString(bl.text)
	}
	return b.String()
}

// gap returns what stands between a block and the next one: an empty line. In an
// item of a list none follows an item without content, because readers of
// Markdown then end the lists around it as well.
func (r *Renderer) gap(text string) string {
	if r.items > 0 && endsWithMark(text) {
		return "\n"
	}
	return "\n\n"
}

// endsWithMark reports whether the last line of a block has nothing but marks of
// lists and quotes.
func endsWithMark(text string) bool {
	mark := false
	for word := range strings.FieldsSeq(text[strings.LastIndexByte(text, '\n')+1:]) {
		number := strings.TrimRight(word, ".)")
		mark = word == "-" || word == "*" || len(number) == len(word)-1 && isNumber(number)
		if !mark && word != ">" {
			return false
		}
	}
	return mark
}

// interrupts reports whether a block can follow a paragraph without an empty
// line: a list only if its first item has content and the number 1.
func interrupts(b block) bool {
	switch b.kind {
	case bullets:
		return strings.HasPrefix(b.text, "- ") || strings.HasPrefix(b.text, "* ")
	case numbers:
		return strings.HasPrefix(b.text, "1. ")
	}
	return b.kind == quote || b.kind == fenced
}

// indent puts a prefix in front of each line but the first, which has one of its
// own. Empty lines get the prefix without blanks at its end.
func indent(text, first, rest string) string {
	if !strings.Contains(text, "\n") {
		return strings.TrimRight(first+text, " ")
	}
	var b strings.Builder
	b.Grow(len(text) + len(text)/8)
	prefix := first
	for line := range strings.Lines(text) {
		if line == "\n" {
			b.WriteString(strings.TrimRight(prefix, " "))
		} else {
			b.WriteString(prefix)
		}
		b.WriteString(line)
		prefix = rest
	}
	return b.String()
}

func (r *Renderer) quoted(list []block) []block {
	if len(list) == 0 {
		return nil
	}
	return []block{{indent(r.join(list, false), "> ", "> "), quote}}
}

// code writes a block of code, with its language and title.
func code(n *node, title string) block {
	ticks := fence(n.text, '`', 3)
	info := n.attrs.Get("data-lang")
	if title != "" {
		info += ` title="` + title + `"`
	}
	if strings.ContainsAny(info, "`\n") {
		ticks = fence(n.text, '~', 3)
	}
	text := n.text
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return block{ticks + infoEscapes.Replace(strings.TrimSpace(info)) + "\n" + text + ticks, fenced}
}

var infoEscapes = strings.NewReplacer(`\`, `\\`, "&", "&amp;", "\n", " ", "{", `\{`)

// titledCode writes what is in a figure of code: its caption is its title.
func (r *Renderer) titledCode(list nodes) []block {
	title := ""
	for t := range list.trees() {
		switch n := &t[0]; {
		case n.tag == atom.Figcaption:
			title = oneLine(t.allText())
		case n.tag == atom.Pre && strings.ContainsAny(title, "\"`"):
			return []block{{escape(title), paragraph}, code(n, "")}
		case n.tag == atom.Pre:
			return []block{code(n, title)}
		}
	}
	return r.blocks(list)
}

// callout writes an alert, or a block for colleagues, as a quote: alerts that
// code hosts know in their form, and all others below their title.
func (r *Renderer) callout(t nodes, titleClass string) []block {
	title, rest := "", t[1:]
	for i := 1; i < len(t); i += t[i].size {
		if t[i].attrs.HasClass(titleClass) {
			behind := i + t[i].size
			title, rest = r.line(t[i+1:behind], true), slices.Concat(t[1:i], t[behind:])
			break
		}
	}
	inner := r.blocks(rest)
	switch name := strings.ToUpper(title); name {
	case "NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION":
		if t[0].tag == atom.Div && t[0].attrs.HasClass("alert-"+strings.ToLower(name)) {
			text := "[!" + name + "]"
			if len(inner) > 0 {
				text += "\n"
				switch first := inner[0]; {
				case first.kind == paragraph, first.kind == heading, first.text[0] == '|', interrupts(first):
				default:
					text += "\n" // else the mark would be part of it, or the other way round
				}
				text += r.join(inner, false)
			}
			return []block{{indent(text, "> ", "> "), quote}}
		}
	}
	if title != "" {
		inner = append([]block{strong(title)}, inner...)
	}
	return r.quoted(inner)
}

// titled writes trees, those of one element as titles of what follows them.
func (r *Renderer) titled(list nodes, title atom.Atom) []block {
	var out []block
	start := 0
	for i := 0; i < len(list); {
		t := list[i : i+list[i].size]
		i += len(t)
		group := title == atom.Dt && t[0].tag == atom.Div
		if t[0].tag != title && !group {
			continue
		}
		out = append(out, r.blocks(list[start:i-len(t)])...)
		start = i
		if group {
			out = append(out, r.titled(t[1:], title)...)
		} else if text := r.line(t[1:], true); text != "" {
			out = append(out, strong(text))
		}
	}
	return append(out, r.blocks(list[start:])...)
}

// strong is a line of its own that stands out. A title that has marks of its own
// keeps those.
func strong(text string) block {
	if strings.ContainsAny(text, "*`[~<") || strings.HasPrefix(text, `\`) ||
		strings.HasSuffix(text, `\`) || strings.TrimSpace(text) != text {
		return block{text, paragraph}
	}
	return block{"**" + text + "**", paragraph}
}

// list writes a list. Two lists in a row have different marks, else they would
// be one.
func (r *Renderer) list(t nodes, before []block) []block {
	kind, mark := bullets, "- "
	number, err := strconv.Atoi(t[0].attrs.Get("start"))
	if err != nil || number < 0 {
		number = 1
	}
	if t[0].tag == atom.Ol {
		kind, mark = numbers, ". "
	}
	if len(before) > 0 {
		switch last := before[len(before)-1]; {
		case last.kind != kind:
		case kind == bullets && last.text[0] == '-':
			mark = "* "
		case kind == numbers && strings.TrimLeft(last.text, "0123456789")[0] == '.':
			mark = ") "
		}
	}
	tight := true
	for item := range t[1:].trees() {
		for c := range item[1:].trees() {
			tight = tight && c[0].tag != atom.P && c[0].tag != atom.Div
		}
	}
	r.items++
	defer func() { r.items-- }()
	var b strings.Builder
	gap := ""
	for item := range t[1:].trees() {
		own := node{}
		switch {
		case item[0].tag == atom.Li:
			own, item = item[0], item[1:]
		case item[0].tag == 0 && strings.Trim(item[0].text, asciiSpace) == "":
			continue
		}
		first := mark
		if kind == numbers {
			first = strconv.Itoa(number) + mark
			number++
		}
		text := r.item(own, item, first, tight)
		b.WriteString(gap)
		b.WriteString(text)
		gap = "\n"
		if !tight {
			gap = r.gap(text)
		}
	}
	if b.Len() == 0 {
		return nil
	}
	return []block{{b.String(), kind}}
}

// item writes one item of a list.
func (r *Renderer) item(n node, list nodes, mark string, tight bool) string {
	inner := r.blocks(list)
	box := ""
	if n.attrs.HasClass("task-list-item") {
		box = "[ ] "
		if list.checked() {
			box = "[x] "
		}
		if len(inner) == 0 || inner[0].kind != paragraph {
			inner = append([]block{{"", paragraph}}, inner...)
		}
	} else if len(inner) > 0 && inner[0].text == rule {
		// As the first thing of an item it would be one with the item's mark.
		inner[0].text = "***"
	} else if len(inner) > 0 && (strings.HasPrefix(inner[0].text, "[x]") || strings.HasPrefix(inner[0].text, "[X]")) {
		// A link with this label would be the box of a task.
		inner[0].text = "[&#" + strconv.Itoa(int(inner[0].text[1])) + ";" + inner[0].text[2:]
	}
	return indent(box+r.join(inner, tight), mark, strings.Repeat(" ", len(mark)))
}

// checked reports whether the box of a task is.
func (l nodes) checked() bool {
	for t := range l.trees() {
		_, checked := t[0].attrs.Lookup("checked")
		if t[0].tag == atom.Input && checked || t[0].tag == atom.P && t[1:].checked() {
			return true
		}
	}
	return false
}

// definitions writes a definition list. One that Markdown has no form for has
// terms that stand out, and what is said about them below.
func (r *Renderer) definitions(list nodes) []block {
	var b strings.Builder
	term, described := false, false
	entries, stray := list.parts(atom.Dt, atom.Dd)
	for _, t := range entries {
		if t[0].tag == atom.Dt {
			text := r.line(t[1:], true)
			switch {
			case text == "":
				continue
			case described:
				b.WriteString("\n\n")
			case term:
				b.WriteByte('\n')
			}
			b.WriteString(text)
			term, described = true, false
			continue
		}
		inner := r.blocks(t[1:])
		if len(inner) == 0 {
			continue
		}
		if !term || inner[0].kind != paragraph {
			return r.titled(list, atom.Dt)
		}
		b.WriteByte('\n')
		b.WriteString(indent(r.join(inner, false), ":   ", "    "))
		described = true
	}
	switch {
	case len(stray) > 0 || term && !described:
		return r.titled(list, atom.Dt)
	case !term:
		return nil
	}
	return []block{{b.String(), other}}
}

// footnotes writes the notes at the end.
func (r *Renderer) footnotes(list nodes) []block {
	var out []block
	notes, _ := list.parts(atom.Li)
	for _, t := range notes {
		number := strings.TrimPrefix(t[0].attrs.Get("id"), "fn:")
		text := r.join(r.blocks(t[1:]), false)
		text = strings.TrimRight(text, "\u00a0 ") // behind it stood the way back
		out = append(out, block{indent(text, "[^"+number+"]: ", "    "), other})
	}
	return out
}
