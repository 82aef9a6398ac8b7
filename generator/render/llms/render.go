package llms

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// renderer turns a body's HTML into Markdown.
type renderer struct {
	origin string // "https://example.com"
	page   string // absolute URL of the page
	inLink bool
	inCell bool
}

// resolve makes an address absolute, so that the text can be taken elsewhere.
func (r *renderer) resolve(dest string) string {
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
	code
	heading
	other // a table, a definition list, a rule: needs an empty line around it
)

// blocks turns the nodes of a block into blocks. What stands between them in a
// line is a paragraph.
func (r *renderer) blocks(nodes []*node) []block {
	var out []block
	var run []*node
	flush := func() {
		if len(run) > 0 {
			if text := r.line(run, false); text != "" {
				out = append(out, block{text, paragraph})
			}
			run = nil
		}
	}
	for _, n := range nodes {
		if !isBlock(n.tag) && !holdsBlock(n) {
			run = append(run, n)
			continue
		}
		flush()
		out = append(out, r.block(n, out)...)
	}
	flush()
	return out
}

// holdsBlock reports whether there is a block in an element of a line. It is
// then no more than what is in it.
func holdsBlock(n *node) bool {
	switch n.tag {
	case 0, atom.Video, atom.Audio, atom.A:
		return false // a link is one in its lines
	}
	return slices.ContainsFunc(n.children, func(c *node) bool { return isBlock(c.tag) || holdsBlock(c) })
}

// block turns an element into blocks. Before are those in front of it.
func (r *renderer) block(n *node, before []block) []block {
	switch n.tag {
	case atom.P:
		return r.blocks(n.children)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		text := r.line(n.children, true)
		if text == "" {
			return nil
		}
		// Signs at the end of a heading would be taken for its frame.
		if strings.HasSuffix(text, "#") && !strings.HasSuffix(text, `\#`) {
			text = text[:len(text)-1] + `\#`
		}
		return []block{{strings.Repeat("#", int(n.tag.String()[1]-'0')) + " " + text, heading}}
	case atom.Hr:
		return []block{{"---", other}}
	case atom.Pre:
		return []block{r.code(n, "")}
	case atom.Figure:
		return r.figure(n)
	case atom.Blockquote:
		return quoted(r.blocks(n.children))
	case atom.Ul, atom.Ol:
		return r.list(n, before)
	case atom.Dl:
		return r.definitions(n)
	case atom.Table:
		return r.table(n)
	case atom.Details:
		return r.details(n)
	case atom.Div:
		switch {
		case n.hasClass("alert"):
			return r.alert(n)
		case n.hasClass("audience"):
			return r.audience(n)
		}
	case atom.Section:
		if n.hasClass("footnotes") {
			return r.footnotes(n)
		}
	}
	return r.blocks(n.children)
}

// join writes blocks one below the other.
func join(list []block, tight bool) string {
	var b strings.Builder
	for i, bl := range list {
		if i > 0 {
			b.WriteByte('\n')
			if !tight || !interrupts(bl) || list[i-1].kind != paragraph {
				b.WriteByte('\n')
			}
		}
		b.WriteString(bl.text)
	}
	return b.String()
}

// interrupts reports whether a block can follow a paragraph without an empty line.
func interrupts(b block) bool {
	switch b.kind {
	case bullets, quote, code:
		return true
	case numbers:
		return strings.HasPrefix(b.text, "1. ")
	}
	return false
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

func quoted(list []block) []block {
	if len(list) == 0 {
		return nil
	}
	return []block{{indent(join(list, false), "> ", "> "), quote}}
}

// code writes a block of code, with its language and title.
func (r *renderer) code(n *node, title string) block {
	ticks := fence(n.text, '`', 3)
	info := n.attr("data-lang")
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
	return block{ticks + infoEscapes.Replace(strings.TrimSpace(info)) + "\n" + text + ticks, code}
}

var infoEscapes = strings.NewReplacer(`\`, `\\`, "&", "&amp;", "\n", " ", "{", `\{`)

// figure writes what is in a figure, and its caption below; that of code is its
// title.
func (r *renderer) figure(n *node) []block {
	if n.hasClass("code") {
		title := ""
		for _, c := range n.children {
			switch c.tag {
			case atom.Figcaption:
				title = strings.Join(strings.Fields(textOf(c)), " ")
			case atom.Pre:
				if strings.ContainsAny(title, "\"`") {
					return []block{{string(appendText(nil, title, 0)), paragraph}, r.code(c, "")}
				}
				return []block{r.code(c, title)}
			}
		}
	}
	return r.blocks(n.children)
}

// alert writes an alert. Those that code hosts know have their form.
func (r *renderer) alert(n *node) []block {
	title, rest := r.title(n, "alert-title")
	inner := r.blocks(rest)
	switch name := strings.ToUpper(title); name {
	case "NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION":
		if n.tag == atom.Div && n.hasClass("alert-"+strings.ToLower(name)) {
			text := "[!" + name + "]"
			if len(inner) > 0 {
				text += "\n" + join(inner, false)
			}
			return []block{{indent(text, "> ", "> "), quote}}
		}
	}
	if title != "" {
		inner = append([]block{strong(title)}, inner...)
	}
	return quoted(inner)
}

// title takes the first child off that is of a class.
func (r *renderer) title(n *node, class string) (text string, rest []*node) {
	for i, c := range n.children {
		if c.hasClass(class) {
			return r.line(c.children, true), slices.Concat(n.children[:i], n.children[i+1:])
		}
	}
	return "", n.children
}

// strong is a line of its own that stands out. A title that has marks of its own
// keeps those.
func strong(text string) block {
	if strings.ContainsAny(text, "*`[~<") || strings.HasPrefix(text, `\`) || strings.HasSuffix(text, `\`) {
		return block{text, paragraph}
	}
	return block{"**" + text + "**", paragraph}
}

// audience writes a block for colleagues as a quote that says for whom it is.
func (r *renderer) audience(n *node) []block {
	label, rest := r.title(n, "audience-label")
	inner := r.blocks(rest)
	if label != "" {
		inner = append([]block{strong(label)}, inner...)
	}
	return quoted(inner)
}

// details writes what is folded on the page below its title. An alert that folds
// is an alert.
func (r *renderer) details(n *node) []block {
	if n.hasClass("alert") {
		return r.alert(n)
	}
	var out []block
	for _, c := range n.children {
		if c.tag == atom.Summary {
			if text := r.line(c.children, true); text != "" {
				out = append(out, strong(text))
			}
			continue
		}
		out = append(out, r.blocks([]*node{c})...)
	}
	return out
}

// list writes a list. Two lists in a row have different marks, else they would
// be one.
func (r *renderer) list(n *node, before []block) []block {
	ordered := n.tag == atom.Ol
	second := false
	if len(before) > 0 {
		last := before[len(before)-1]
		second = ordered && last.kind == numbers && !strings.Contains(firstWord(last.text), ")") ||
			!ordered && last.kind == bullets && strings.HasPrefix(last.text, "-")
	}
	tight := !slices.ContainsFunc(n.children, func(item *node) bool {
		return slices.ContainsFunc(item.children, func(c *node) bool { return c.tag == atom.P || c.tag == atom.Div })
	})
	number, err := strconv.Atoi(n.attr("start"))
	if err != nil || number < 0 {
		number = 1
	}
	var items []string
	for _, item := range n.children {
		if item.tag != atom.Li {
			if item.tag == 0 && strings.Trim(item.text, asciiSpace) == "" {
				continue
			}
			item = &node{tag: atom.Li, children: []*node{item}}
		}
		mark := "- "
		switch {
		case ordered && second:
			mark = strconv.Itoa(number) + ") "
		case ordered:
			mark = strconv.Itoa(number) + ". "
		case second:
			mark = "* "
		}
		number++
		items = append(items, r.item(item, mark, tight))
	}
	if len(items) == 0 {
		return nil
	}
	kind, between := bullets, "\n\n"
	if ordered {
		kind = numbers
	}
	if tight {
		between = "\n"
	}
	return []block{{strings.Join(items, between), kind}}
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// item writes one item of a list.
func (r *renderer) item(n *node, mark string, tight bool) string {
	inner := r.blocks(withoutBox(n.children))
	box := ""
	if n.hasClass("task-list-item") {
		box = "[ ] "
		if isChecked(n) {
			box = "[x] "
		}
		if len(inner) == 0 || inner[0].kind != paragraph {
			inner = append([]block{{"", paragraph}}, inner...)
		}
	}
	rest := strings.Repeat(" ", len(mark))
	if box == "" && len(inner) > 0 && inner[0].kind == other && strings.HasPrefix(inner[0].text, "---") {
		// A rule as the first thing of an item would be read as one with its mark.
		inner[0].text = "***"
	}
	return indent(box+join(inner, tight), mark, rest)
}

// withoutBox leaves out the box of a task.
func withoutBox(nodes []*node) []*node {
	out := make([]*node, 0, len(nodes))
	for _, n := range nodes {
		switch n.tag {
		case atom.Input:
			continue
		case atom.P:
			c := *n
			c.children = withoutBox(n.children)
			n = &c
		}
		out = append(out, n)
	}
	return out
}

func isChecked(n *node) bool {
	return slices.ContainsFunc(n.children, func(c *node) bool {
		return c.tag == atom.Input && c.has("checked") || c.tag == atom.P && isChecked(c)
	})
}

// definitions writes a definition list.
func (r *renderer) definitions(n *node) []block {
	var b strings.Builder
	term, described := false, false
	entries, stray := parts(n.children, atom.Dt, atom.Dd)
	if len(stray) > 0 {
		return r.loose(n)
	}
	for _, c := range entries {
		switch c.tag {
		case atom.Dt:
			text := r.line(c.children, true)
			if text == "" {
				continue
			}
			switch {
			case described:
				b.WriteString("\n\n")
			case term:
				b.WriteByte('\n')
			}
			b.WriteString(text)
			term, described = true, false
		case atom.Dd:
			inner := r.blocks(c.children)
			if len(inner) == 0 {
				continue
			}
			if !term {
				// Without a term there is nothing to define.
				return r.loose(n)
			}
			b.WriteByte('\n')
			if inner[0].kind != paragraph {
				return r.loose(n)
			}
			b.WriteString(indent(join(inner, false), ":   ", "    "))
			described = true
		}
	}
	if b.Len() == 0 {
		return nil
	}
	if !described {
		return r.loose(n)
	}
	return []block{{b.String(), other}}
}

// loose writes a definition list that Markdown has no form for: terms that stand
// out, and what is said about them below.
func (r *renderer) loose(n *node) []block {
	var out []block
	for _, c := range n.children {
		switch c.tag {
		case atom.Dt:
			if text := r.line(c.children, true); text != "" {
				out = append(out, strong(text))
			}
		case atom.Div:
			out = append(out, r.loose(c)...)
		default:
			out = append(out, r.blocks([]*node{c})...)
		}
	}
	return out
}

// parts returns the elements of some kinds, those in groups too, and what else
// authors have put between them.
func parts(nodes []*node, kinds ...atom.Atom) (found, stray []*node) {
	for _, n := range nodes {
		switch n.tag {
		case atom.Thead, atom.Tbody, atom.Tfoot, atom.Ol, atom.Div:
			f, s := parts(n.children, kinds...)
			found, stray = append(found, f...), append(stray, s...)
		case atom.Caption, atom.Colgroup, atom.Col:
			if slices.Contains(kinds, n.tag) {
				found = append(found, n)
			}
		default:
			switch {
			case slices.Contains(kinds, n.tag):
				found = append(found, n)
			case n.tag != 0 || strings.Trim(n.text, asciiSpace) != "":
				stray = append(stray, n)
			}
		}
	}
	return found, stray
}

// footnotes writes the notes at the end.
func (r *renderer) footnotes(n *node) []block {
	var out []block
	notes, _ := parts(n.children, atom.Li)
	for _, li := range notes {
		number := strings.TrimPrefix(li.attr("id"), "fn:")
		inner := r.blocks(li.children)
		if n := len(inner); n > 0 { // behind the text stood the way back
			inner[n-1].text = strings.TrimRight(inner[n-1].text, "\u00a0 ")
		}
		out = append(out, block{indent(join(inner, false), "[^"+number+"]: ", "    "), other})
	}
	return out
}
