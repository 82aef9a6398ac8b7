package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/compile/rawhtml"
)

// Pages for MDX, Vue and their like hold components:
//
//	<Tabs>
//	  <TabItem label="npm">
//	    ```bash
//
// A component is a pair of tags, and the blanks before what it encloses are layout.
// Known ones become what they stand for, and all others give up what they enclose.

// componentScan looks for components line by line.
type componentScan struct {
	c     *Compiler
	src   []byte
	mdx   bool
	ends  map[string]int // where the last end tag of a name is
	tags  []placedTag
	edits []edit
	notes []note
	seen  map[string]*seenTag // what nobody knows, by name

	scopes []scope
	open   []int          // tags that are open, as indices
	count  map[string]int // of these, by name
}

// placedTag is a tag with where it stands.
type placedTag struct {
	jsxTag
	partner int    // index of the end tag, -1 for none
	begins  bool   // nothing stands before it in its line but other tags
	prefix  string // of a line that goes on where it stands
	scoped  bool
	kept    bool // stays, for an error
}

// scope is what a component encloses.
type scope struct {
	tag     int   // index, -1 for the body
	base    int   // columns before its first line, -1 before that is known
	mapped  int   // columns that stand for them
	columns []int // of the texts of the lists that are open
}

// seenTag counts what is told once.
type seenTag struct {
	offset, count int
	shown         string
}

// components returns what of a body has to be rewritten so that no tag of a component is
// left.
func (c *Compiler) components(src []byte, mdx bool) ([]edit, []note) {
	s := &componentScan{
		c: c, src: src, mdx: mdx, ends: map[string]int{}, count: map[string]int{}, seen: map[string]*seenTag{},
		scopes: []scope{{tag: -1, base: 0}},
	}
	s.scan()
	s.rewrite()
	for _, name := range slices.SortedFunc(maps.Keys(s.seen), func(a, b string) int { return s.seen[a].offset - s.seen[b].offset }) {
		t := s.seen[name]
		more := ""
		if t.count > 1 {
			more = fmt.Sprintf(" It stands %d times on this page.", t.count)
		}
		s.notes = append(s.notes, note{"template-tag", t.offset, t.shown + more, "say under tags in headsup.yaml what it stands for"})
	}
	return s.edits, s.notes
}

// mayHaveComponents reports whether a body can have any.
func mayHaveComponents(src []byte) bool {
	for at := 0; ; {
		i := bytes.IndexByte(src[at:], '<')
		if i < 0 {
			break
		}
		at += i + 1
		if at >= len(src) {
			break
		}
		if c := src[at]; c >= 'A' && c <= 'Z' {
			return true
		}
		if isLetter(src[at]) {
			line := src[at:lineEnd(src, at)]
			if n := bytes.IndexAny(line, " \t>/"); n < 0 || bytes.Contains(line, []byte("={")) {
				return true
			} else if _, known := rawhtml.Lookup(string(line[:n])); !known {
				return true
			}
		}
	}
	if bytes.Contains(src, []byte("import ")) || bytes.Contains(src, []byte("export ")) {
		return true
	}
	return bytes.Contains(src, []byte("```{")) || bytes.Contains(src, []byte(":::{")) || bytes.Contains(src, []byte("mdx-code-block"))
}

var (
	listMark   = lazily(`^(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+|$)`)
	indentMark = lazily(`^(?:!!!|\?\?\?\+?|===)[!+]*[ \t]+["\w]|^\[\^[^\]\s]+\]:|^:[ \t]{1,3}\S`)
	directive  = lazily("^(`{3,}|~{3,}|:{3,})\\{([\\w:-]+)\\}[ \\t]*([^\\n]*)$")
	rawStart   = lazily(`(?i)^<(pre|script|style|textarea)\b`)
)

// scan finds the tags and takes the layout out of what they enclose.
func (s *componentScan) scan() {
	blank := true // the line before is
	for at := 0; at < len(s.src); {
		stop := lineEnd(s.src, at)
		if isBlank(s.src[at:stop]) {
			blank = true
			at = stop + 1
			continue
		}
		if blank && len(s.scopes) == 1 && (s.src[at] == 'i' || s.src[at] == 'e') {
			if end := s.module(at); end > at {
				s.edits = append(s.edits, edit{span{at, end - 1}, ""})
				at = end
				continue
			}
		}
		at = s.line(at, stop, blank)
		blank = false
	}
}

// module returns where the JavaScript that begins at an offset ends, or -1. Files that are
// no MDX have it as well, but there a paragraph may also tell about it.
func (s *componentScan) module(at int) int {
	if !moduleCode().Match(s.src[at:min(len(s.src), at+2000)]) {
		return -1
	}
	end := endOfModule(s.src, at)
	code := bytes.TrimRight(s.src[at:end], " \t\n")
	if !s.mdx && bytes.IndexByte([]byte(";})]'\"`"), code[len(code)-1]) < 0 || bytes.Contains(code, []byte(":::")) {
		return -1
	}
	return end
}

// columnsOf returns how far the text of a line is from its beginning.
func columnsOf(line []byte) (columns, bytes int) {
	for bytes < len(line) {
		switch line[bytes] {
		case ' ':
			columns++
		case '\t':
			columns += 4 - columns%4
		default:
			return columns, bytes
		}
		bytes++
	}
	return columns, bytes
}

// line reads one line, or as many as what begins in it has, and returns where the next
// begins.
func (s *componentScan) line(at, stop int, blank bool) int {
	columns, n := columnsOf(s.src[at:stop])
	text := at + n
	top := &s.scopes[len(s.scopes)-1]
	if top.base < 0 && !bytes.HasPrefix(s.src[text:], []byte("</")) {
		top.base = columns
	}
	base := max(top.base, 0)
	for len(top.columns) > 0 && columns < top.columns[len(top.columns)-1] {
		top.columns = top.columns[:len(top.columns)-1]
	}
	margin := base
	if len(top.columns) > 0 {
		margin = top.columns[len(top.columns)-1]
	}
	layout := s.mdx || len(s.scopes) > 1
	isFence, fence := false, []byte(nil)
	if m := fenceOpening().FindSubmatch(s.src[text:stop]); m != nil {
		isFence, fence = true, m[1]
	}
	if columns-margin >= 4 {
		switch {
		case !layout && blank:
			return stop + 1 // code
		case layout && (blank || isFence):
			columns = margin
		}
	}
	mapped := top.mapped + max(0, columns-base)
	s.indent(at, text, mapped)
	if isFence {
		return s.fenced(at, text, stop, mapped, fence)
	}
	if m := rawStart().FindSubmatch(s.src[text:stop]); m != nil {
		end := bytes.Index(bytes.ToLower(s.src[text:min(len(s.src), text+1<<20)]), append([]byte("</"), bytes.ToLower(m[1])...))
		if end < 0 {
			return stop + 1
		}
		return lineEnd(s.src, text+end) + 1
	}
	prefix := strings.Repeat(" ", mapped)
	column := columns
	for text < stop { // marks of lists and quotes
		if m := listMark().Find(s.src[text:stop]); m != nil {
			width := len(m)
			if blanks := width - len(bytes.TrimRight(m, " \t")); blanks > 4 {
				width -= blanks - 1
			}
			column += width
			top.columns = append(top.columns, column)
			prefix += strings.Repeat(" ", len(m))
			text += len(m)
			continue
		}
		if s.src[text] == '>' && (len(prefix) == mapped || strings.HasSuffix(strings.TrimSpace(prefix), ">")) {
			n := 1
			if text+1 < stop && s.src[text+1] == ' ' {
				n++
			}
			prefix += string(s.src[text : text+n])
			text += n
			continue
		}
		break
	}
	if indentMark().Match(s.src[text:stop]) {
		top.columns = append(top.columns, column+4)
	}
	return s.text(text, stop, prefix)
}

// indent makes the blanks before a line as many as they are to be.
func (s *componentScan) indent(at, text, columns int) {
	if have, _ := columnsOf(s.src[at:text]); have != columns {
		s.edits = append(s.edits, edit{span{at, text}, strings.Repeat(" ", columns)})
	}
}

// fenced goes over a block of code.
func (s *componentScan) fenced(at, text, stop, mapped int, fence []byte) int {
	have, _ := columnsOf(s.src[at:text])
	shift := have - mapped
	from, next := stop+1, stop+1
	for next < len(s.src) {
		end := lineEnd(s.src, next)
		columns, n := columnsOf(s.src[next:end])
		rest := bytes.TrimRight(s.src[next+n:end], " \t")
		closes := len(rest) >= len(fence) && rest[0] == fence[0] && len(bytes.Trim(rest, string(fence[:1]))) == 0 &&
			(columns < 4 || len(s.scopes) > 1 || s.mdx || columns <= have+3)
		if closes {
			if s.directive(text, stop, from, next, end, mapped, shift) {
				return min(end+1, len(s.src))
			}
			s.dedent(from, next, shift)
			s.indent(next, next+n, mapped)
			return end + 1
		}
		// The end of what it stands in ends it, too.
		next = end + 1
	}
	s.dedent(from, len(s.src), shift)
	return len(s.src)
}

// dedent moves lines of code with the fence above them.
func (s *componentScan) dedent(from, stop, shift int) {
	if shift <= 0 {
		return
	}
	for from < stop {
		end := lineEnd(s.src, from)
		columns, n := columnsOf(s.src[from:end])
		if n < end-from {
			s.indent(from, from+n, max(0, columns-shift))
		}
		from = end + 1
	}
}

// directive rewrites a block of code that is none: the directives of MyST, and what
// Docusaurus shows as if it stood outside of it.
func (s *componentScan) directive(text, stop, from, until, end, mapped, shift int) bool {
	line := s.src[text:stop]
	if bytes.Equal(bytes.TrimSpace(bytes.TrimLeft(line, "`~")), []byte("mdx-code-block")) {
		s.edits = append(s.edits, edit{span{text, stop}, ""}, edit{span{until, end}, ""})
		inner := &componentScan{
			c: s.c, src: s.src[:until], mdx: true, ends: s.ends, count: s.count, seen: s.seen, scopes: s.scopes, tags: s.tags, open: s.open,
		}
		blank := true
		for at := from; at < until; {
			stop := lineEnd(inner.src, at)
			if isBlank(inner.src[at:stop]) {
				blank, at = true, stop+1
				continue
			}
			if end := inner.module(at); blank && end > at {
				inner.edits = append(inner.edits, edit{span{at, end - 1}, ""})
				at = end
				continue
			}
			at, blank = inner.line(at, stop, blank), false
		}
		s.tags, s.open, s.scopes = inner.tags, inner.open, inner.scopes
		s.edits = append(s.edits, inner.edits...)
		return true
	}
	m := directive().FindSubmatch(line)
	if m == nil {
		return false
	}
	name, rest := strings.ToLower(string(m[2])), strings.TrimSpace(string(m[3]))
	if s.c.lookalikes.isName(name) {
		return false
	}
	options := map[string]string{}
	body := from
	for body < until {
		stop := lineEnd(s.src, body)
		o := directiveOption().FindSubmatch(s.src[body:stop])
		if o == nil {
			break
		}
		options[string(o[1])] = string(o[2])
		body = stop + 1
	}
	switch {
	case name == "code-block" || name == "code" || name == "sourcecode" || name == "code-cell" || name == "literalinclude":
		title := ""
		if v := strings.TrimSpace(options["caption"]); v != "" && !strings.ContainsAny(v, "\"{}") {
			title = ` title="` + v + `"`
		}
		lang, _, _ := strings.Cut(rest, " ")
		s.edits = append(s.edits, edit{span{text, stop}, string(m[1]) + strings.Trim(lang, "`{}") + title}, edit{span{from, body}, ""})
		s.dedent(body, until, shift)
		return true
	case name == "image" || name == "figure":
		t := siteTag{named: map[string]string{"src": rest, "alt": options["alt"]}}
		if picture := t.picture(content.Tag{}); picture != "" {
			s.edits = append(s.edits, edit{span{text, stop}, picture + "\n"}, edit{span{from, body}, ""}, edit{span{until, end}, ""})
			s.dedent(body, until, shift)
			return true
		}
	}
	class, known := admonitions[name]
	k := container{layout: alertLayout, class: class, title: rest}
	if name == "admonition" {
		known, k.class = true, alertClass(options["class"])
	}
	if name == "dropdown" {
		known, k = true, container{layout: foldedLayout, class: "tab", title: rest}
	}
	if !known {
		return false
	}
	id := s.id(text)
	s.edits = append(s.edits,
		edit{span{text, stop}, k.openingLine(id)}, edit{span{from, body}, ""},
		edit{span{until, end}, strings.Repeat(" ", mapped) + closingLine(id)})
	s.dedent(body, until, shift)
	return true
}

var directiveOption = lazily(`^[ \t]*:([\w-]+):[ \t]*([^\n]*)$`)

// id returns the number of a container, which no other one of the page has.
func (s *componentScan) id(offset int) int { return 4 * offset }

// text goes over a line of text, and those that a tag in it goes over.
func (s *componentScan) text(at, stop int, prefix string) int {
	begins := true
	for at < stop {
		switch c := s.src[at]; {
		case c == '\\':
			at += 2
			begins = false
		case c == '`':
			run := backticks(s.src[at:stop])
			end := closingRun(s.src[at+run:stop], run)
			at += run
			if end >= 0 {
				at += end
			}
			begins = false
		case c == '{' && s.mdx:
			if end := s.expression(at, stop); end > at {
				at = end
				continue
			}
			at++
			begins = false
		case c == '<':
			t, next, ok := readTag(s.src, at)
			if ok && s.isComponent(t) {
				s.place(t, begins, prefix)
				at = t.stop
				if at > stop {
					stop = lineEnd(s.src, at)
				}
				continue
			}
			if !ok {
				next = at + 1 // the rest of the line may hold code
			} else if t.dynamic {
				s.element(t)
			}
			begins = false
			if next > stop {
				stop = lineEnd(s.src, min(next, len(s.src)))
			}
			at = next
		case c == ' ' || c == '\t':
			at++
		default:
			at++
			begins = false
		}
	}
	return stop + 1
}

// closingRun returns where a run of backticks of a length ends, or -1.
func closingRun(b []byte, run int) int {
	for at := 0; ; {
		i := bytes.IndexByte(b[at:], '`')
		if i < 0 {
			return -1
		}
		at += i
		n := backticks(b[at:])
		if at += n; n == run {
			return at
		}
	}
}

var valueExpression = lazily(`^\{\s*([A-Za-z_$][\w$]*(?:\??\.[\w$]+|\([^(){}]*\))+)\s*\}`)

// expression rewrites a value in braces whose text is plain, and notes one that is not.
func (s *componentScan) expression(at, stop int) int {
	if s.src[at+1:stop] == nil {
		return at
	}
	end := endOfBraces(s.src[:min(len(s.src), at+4096)], at)
	if end < 0 {
		return at
	}
	if v, ok := literalOf(string(s.src[at+1 : end-1])); ok {
		if strings.Contains(v, "\n") {
			return at
		}
		s.edits = append(s.edits, edit{span{at, end}, literalText2(v)})
		return min(end, stop)
	}
	if m := valueExpression().Find(s.src[at:stop]); m != nil {
		s.unknown(string(m), at, string(m)+" is a value of another tool, so it is shown as text.")
	}
	return at
}

// literalText2 is literalText without folding: a blank alone is a text, too.
func literalText2(v string) string {
	if strings.TrimSpace(v) == "" {
		return v
	}
	head := v[:len(v)-len(strings.TrimLeft(v, " "))]
	tail := v[len(strings.TrimRight(v, " ")):]
	return head + literalText(v) + tail
}

// isComponent reports whether a tag is that of a component, and not of HTML, or text in
// angle brackets.
func (s *componentScan) isComponent(t jsxTag) bool {
	if t.name == "" {
		return s.mdx // <>
	}
	lower := strings.ToLower(t.name)
	if _, known := rawhtml.Lookup(t.name); known {
		return false
	}
	upper := t.name[0] >= 'A' && t.name[0] <= 'Z'
	if _, known := rawhtml.Lookup(lower); known && upper && strings.ToUpper(t.name) == t.name {
		return false // <BR>, <TABLE>
	}
	if t.alone || t.closing {
		return upper || t.closing && s.count[t.name] > 0 || t.alone && strings.IndexByte(t.name, '_') < 0 ||
			t.closing && strings.ContainsAny(t.name, "-")
	}
	_, ours := s.c.tags[lower]
	return s.closes(t) || upper && (s.mdx || s.aloneInLine(t)) || ours
}

func (s *componentScan) aloneInLine(t jsxTag) bool {
	start := bytes.LastIndexByte(s.src[max(0, t.start-200):t.start], '\n') + 1 + max(0, t.start-200)
	return isBlank(s.src[start:t.start]) && isBlank(s.src[t.stop:lineEnd(s.src, t.stop)])
}

// closes reports whether the end tag of a tag follows.
func (s *componentScan) closes(t jsxTag) bool {
	last, known := s.ends[t.name]
	if !known {
		last = bytes.LastIndex(s.src, []byte("</"+t.name))
		s.ends[t.name] = last
	}
	return last >= t.stop
}

// place notes a tag, and what it opens or closes.
func (s *componentScan) place(t jsxTag, begins bool, prefix string) {
	i := len(s.tags)
	p := placedTag{jsxTag: t, partner: -1, begins: begins, prefix: prefix}
	p.kept = !t.closing && s.guards(t)
	switch {
	case t.closing:
		for found := s.count[t.name] == 0; !found; {
			last := s.open[len(s.open)-1]
			s.open = s.open[:len(s.open)-1]
			s.count[s.tags[last].name]--
			if s.tags[last].scoped {
				s.scopes = s.scopes[:len(s.scopes)-1]
			}
			if found = s.tags[last].name == t.name; found {
				s.tags[last].partner = i
				p.partner, p.kept = last, s.tags[last].kept
				if s.tags[last].scoped && begins {
					// It stands where the tag that it ends does.
					line := bytes.LastIndexByte(s.src[:t.start], '\n') + 1
					if isBlank(s.src[line:t.start]) && s.src[line:t.start] != nil {
						s.edits = append(s.edits, edit{span{line, t.start}, blanksOf(s.tags[last].prefix)})
						p.prefix = s.tags[last].prefix
					}
				}
			}
		}
	case !t.alone:
		p.scoped = begins && s.closes(t)
		if p.scoped {
			s.scopes = append(s.scopes, scope{tag: i, base: -1, mapped: len(blanksOf(prefix))})
		}
		s.open = append(s.open, i)
		s.count[t.name]++
	}
	s.tags = append(s.tags, p)
}

// blanksOf returns a prefix when it is blanks alone.
func blanksOf(prefix string) string {
	if strings.TrimSpace(prefix) == "" {
		return prefix
	}
	return ""
}

// guards reports whether a component looks as if it kept what it encloses from some
// readers. It stays, for the error that says so.
func (s *componentScan) guards(t jsxTag) bool {
	l, name := s.c.lookalikes, strings.ToLower(t.name)
	if _, ours := s.c.tags[name]; ours {
		return false
	}
	if l.isName(name) {
		return true
	}
	if t.alone {
		return false
	}
	for key, value := range t.named {
		if l.isGuard(name, false, key, strings.ToLower(cmp.Or(value, t.code[key]))) {
			return true
		}
	}
	return t.dynamic && guardElement[name] && slices.ContainsFunc(wordsIn(string(s.src[t.start:t.stop])), l.isName)
}

func wordsIn(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !(r == '-' || r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	})
}

// unknown notes what nobody knows, once for each name.
func (s *componentScan) unknown(name string, offset int, message string) {
	if t := s.seen[name]; t != nil {
		t.count++
		return
	}
	s.seen[name] = &seenTag{offset, 1, message}
}

// element writes a tag of HTML without what only JavaScript makes of its attributes.
func (s *componentScan) element(t jsxTag) {
	var b strings.Builder
	b.WriteString("<" + t.name)
	for _, key := range slices.Sorted(maps.Keys(t.named)) {
		value := t.named[key]
		if value == "" || strings.ContainsAny(value, "\"\n") {
			continue
		}
		switch key {
		case "classname":
			key = "class"
		case "htmlfor":
			key = "for"
		case "style":
			continue
		}
		b.WriteString(" " + key + `="` + value + `"`)
	}
	if t.alone {
		b.WriteString(" /")
	}
	b.WriteString(">")
	s.edits = append(s.edits, edit{span{t.start, t.stop}, b.String()})
}

// rewrite replaces the tags that were found.
func (s *componentScan) rewrite() {
	steps := map[int]int{}  // by the tag around them
	labels := map[int]int{} // tabs without a label, by the tag around them
	var around []int
	dropped := -1
	for i, t := range s.tags {
		if t.closing {
			if t.partner >= 0 && len(around) > 0 {
				for len(around) > 0 && around[len(around)-1] >= t.partner {
					around = around[:len(around)-1]
				}
			}
			if t.partner < 0 && t.start >= dropped && !t.kept {
				s.edits = append(s.edits, edit{span{t.start, t.stop}, ""})
			}
			continue
		}
		parent := -1
		if len(around) > 0 {
			parent = around[len(around)-1]
		}
		if t.partner >= 0 {
			around = append(around, i)
		}
		if t.start < dropped || t.kept {
			continue
		}
		if end := s.one(i, parent, steps, labels); end > dropped {
			dropped = end
		}
	}
}

// one replaces a tag and its partner, and returns the end of what is left out with it, or -1.
func (s *componentScan) one(i, parent int, steps, labels map[int]int) int {
	t := s.tags[i]
	stop := span{-1, -1}
	inner := []byte(nil)
	if t.partner >= 0 {
		end := s.tags[t.partner]
		stop = span{end.start, end.stop}
		inner = s.src[t.stop:end.start]
	}
	put := func(first, last string) {
		s.edits = append(s.edits, edit{span{t.start, t.stop}, first})
		if stop.start >= 0 {
			s.edits = append(s.edits, edit{stop, last})
		}
	}
	g := siteTag{name: t.name, named: t.named}
	if g.named == nil {
		g.named = map[string]string{}
	}
	name := t.name
	m, known := s.c.meaningOf(name)
	if !known {
		if i := strings.LastIndexByte(name, '.'); i >= 0 {
			m, known = s.c.meaningOf(name[i+1:])
		}
	}
	if t.name == "" {
		m, known = content.Tag{As: content.TagText}, true
	}
	if !known {
		what := "what it encloses is shown"
		if t.partner < 0 {
			what = "nothing is shown in its place"
		}
		s.unknown(t.name, t.start, "<"+t.name+"> is a component of another tool; it is left out, and "+what+".")
		put("", "")
		return -1
	}
	if m.As == content.TagTab && g.value("", "label", "title", "value", "id", "name") == "" && parent >= 0 {
		around := s.tags[parent]
		if i := bytes.Index(s.src[around.start:around.stop], []byte("items=")); i >= 0 {
			list := listOf(string(s.src[around.start+i : around.stop]))
			if n := labels[parent]; n < len(list) {
				g.named["label"] = list[n]
			}
			labels[parent]++
		}
	}
	if k, ok := g.container(m); ok {
		if stop.start < 0 || !t.begins {
			put("", "")
			return -1
		}
		first, last := s.lines(i, k)
		put(first, last)
		return -1
	}
	switch m.As {
	case content.TagDrop:
		if stop.start < 0 {
			put("", "")
			return -1
		}
		if bytes.Contains(inner, []byte(":::")) {
			put("", "")
			return -1
		}
		s.edits = append(s.edits, edit{span{t.start, stop.stop}, ""})
		return stop.stop
	case content.TagStep, content.TagCard:
		title := literalText(g.label(m))
		if m.As == content.TagStep {
			steps[parent]++
			if title != "" {
				title = strconv.Itoa(steps[parent]) + "\\. " + title
			}
		} else if dest := destinationOf(g.address(m)); dest != "" && title != "" && !strings.ContainsAny(dest, "{}") {
			title = "[" + title + "](" + dest + ")"
		}
		if title != "" {
			title = "**" + title + "**"
		}
		put(s.paragraph(i, title), s.paragraph(max(t.partner, i), ""))
		return -1
	case content.TagImage:
		if stop.start < 0 {
			if p := g.picture(m); p != "" {
				put(p, "")
				return -1
			}
		}
	case content.TagLink:
		address := g.address(m)
		dest := destinationOf(address)
		if dest == "" || strings.ContainsAny(dest, "{}") {
			break
		}
		text := bytes.TrimSpace(inner)
		switch {
		case stop.start < 0, len(text) == 0:
			put(inlineLink(g.label(m), address), "")
		case !bytes.Contains(text, []byte("\n")) && !bytes.ContainsAny(text, "[]<"):
			put("[", "]("+dest+")")
		default:
			put("", s.paragraph(t.partner, inlineLink(g.label(m), address)))
		}
		return -1
	case content.TagInclude:
		if text, ok := s.c.included(g.address(m)); ok {
			put(text, "")
			return -1
		}
		s.notes = append(s.notes, note{
			"template-tag", t.start, "<" + t.name + "> includes another file, which headsup does not do, so nothing is shown in its place.",
			"copy the file's text, or link to it",
		})
	}
	put("", "")
	return -1
}

// lines returns the lines of a container in the place of a tag and of its partner.
func (s *componentScan) lines(i int, k container) (first, last string) {
	t := s.tags[i]
	id := s.id(t.start) + 1
	return s.around(i, k.openingLine(id)), s.around(t.partner, closingLine(id))
}

// around puts a text in the place of a tag on a line of its own.
func (s *componentScan) around(i int, text string) string {
	t := s.tags[i]
	start := max(bytes.LastIndexByte(s.src[:t.start], '\n')+1, 0)
	if !isBlank(s.src[start:t.start]) && !s.onlyMarks(start, t.start) {
		text = "\n" + t.prefix + text
	}
	if !isBlank(s.src[t.stop:lineEnd(s.src, t.stop)]) {
		text += "\n" + t.prefix
	}
	return text
}

// onlyMarks reports whether marks of lists and quotes are all that stands in a range.
func (s *componentScan) onlyMarks(start, stop int) bool {
	return len(bytes.Trim(s.src[start:stop], " \t>-*+.)0123456789")) == 0
}

// paragraph puts a text in the place of a tag as a paragraph of its own.
func (s *componentScan) paragraph(i int, text string) string {
	t := s.tags[i]
	if text == "" {
		if t.begins {
			return s.around(i, "")
		}
		return ""
	}
	if !t.begins && !t.closing {
		return text + " "
	}
	return s.around(i, "\n"+t.prefix+text+"\n")
}
