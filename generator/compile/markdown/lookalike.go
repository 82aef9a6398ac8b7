package markdown

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"

	"headsup/generator/compile/rawhtml"
)

// A writer who takes something for the beginning of an internal block, and is
// wrong, publishes what follows. So everything that looks like one and is none
// is an error that no setting turns off: ::: where no block can begin, and what
// other tools, or habit, would write for it. Code is an example.

// lookalikes are the patterns for what looks like the beginning of a block. In
// all of them the group name is that of the block.
type lookalikes struct {
	names map[string]bool // of internal blocks, in lower case
	// foreign are the names to which the site gives a meaning that all readers see.
	foreign map[string]bool
	list    []lookalike
	tag     func() *regexp.Regexp // of a template language
	only    func() *regexp.Regexp // all that a comment says, when it marks a beginning or an end
	rest    func() *regexp.Regexp // what may follow the name behind !!!
	title   func() *regexp.Regexp // of an alert that is meant for some readers only
}

// lookalike is one way to write such a beginning.
type lookalike struct {
	marks  []string // without one of these, in lower case, it is not there
	colons bool     // it is written with colons; with any other sign, the name of an alert is an alert
	begin  func() *regexp.Regexp
	// accept says whether a match is meant as a beginning; nil accepts all.
	accept func(l *lookalikes, src *lookText, m []int) bool
}

// lookText is the text in which blocks are looked for: of the length of the body,
// in lower case, without code.
type lookText struct {
	bytes []byte
	last  map[string]int // where texts are that were asked for
}

// follows reports whether a text stands behind an offset.
func (t *lookText) follows(offset int, text string) bool {
	last, known := t.last[text]
	if !known {
		last = bytes.LastIndex(t.bytes, []byte(text))
		t.last[text] = last
	}
	return last >= offset
}

// alone reports whether a line holds only what stands from start to stop, so far
// as margins of quotes and lists do not count.
func (t *lookText) alone(start, stop int) bool {
	before := bytes.TrimRight(t.bytes[:start], " \t>*+-.)0123456789")
	behind := bytes.TrimLeft(t.bytes[stop:], " \t\r")
	return (len(before) == 0 || before[len(before)-1] == '\n') && (len(behind) == 0 || behind[0] == '\n')
}

// newLookalikes makes the patterns for blocks with any of some names.
func newLookalikes(audiences []string) *lookalikes {
	l := &lookalikes{names: map[string]bool{internalAudience: true}}
	for _, id := range audiences {
		l.names[id] = true
	}
	var all []string
	for name := range l.names {
		all = append(all, name)
	}
	slices.Sort(all)
	anyName := alternatives(all)
	name := "(?P<name>" + anyName + ")(?:[ _-]?only)?"
	compiled := func(pattern string) func() *regexp.Regexp {
		return lazily("(?im)" + strings.ReplaceAll(pattern, "NAME", name))
	}
	comments := []string{"<!--", "{/*", "{#", "%%", "{{!", "<%#", "<#--"}
	// What a comment says when it marks a beginning: "internal", "begin: internal", "#region internal".
	mark := `(?:(?:begin|start|if|only|for|audience|visibility|region|section|[@#\[])[\s:=@#\["'-]*)*NAME["']?` +
		`(?:[\s:\]-]*(?:begin|start|only|section|notes?|block|content|\]))*`
	comment := `(<!--|\{/\*|\{#|%%|\{\{!(?:--)?|<%#|<#--)\s*` + mark + `\s*(-->|\*/\}|#\}|%%|(?:--)?\}\}|%>)`
	// {% if sales %}, {{< audience "sales" >}} and their like enclose a block as well.
	tagName := `(?:(?:if|unless|only|audiences?|for|role|show|hint|notice|alert|callout|admonition|block)\s+[^{}\n]*?\b)?` +
		`NAME(?:[^\w{}\n.-][^{}\n]*)?`
	l.tag = compiled(`^(?:\{\{[<%#]-?|\{%-?)\s*` + tagName + `\}`)
	l.only = compiled(`^(?:` + mark + `|(?:(?:end[\s:-]*|/\s*)` + mark + `|NAME[\s:-]*end))$`)
	l.rest = lazily(`^[ \t]*(?:"[^\n]*")?[ \t]*$`)
	l.title = compiled(`^(?:(?:only[ \t]+)?for[ \t]+)?NAME(?:[ \t]+(?:use|eyes|teams?|staff|notes?))?(?P<only>[ \t]+only)?[.:!]*$`)
	spans := []string{"only["} // as in :sales[text]; a colon alone is in every text
	for _, name := range all {
		spans = append(spans, strings.ToLower(name)+"[")
	}
	// A list of attributes that is no link's and no code's.
	class := `(?:^[ \t>]*|[^)\]>` + "`" + `])(?P<at>\{:?[^{}\n]*\.(?P<name>internal(?:-only)?|` + anyName + `-only)\b[^{}\n]*\})[ \t]*$`
	l.list = []lookalike{
		{
			[]string{"::", "：", "﹕", "︓", "꞉", "∶"},
			true,
			compiled(`(?:^|[^\w\\:：﹕︓꞉∶])(?P<at>[:：﹕︓꞉∶]{3,})[ \t]*\{?\.?NAME(?:$|[^\w-])`), nil,
		},
		{[]string{"::"}, true, lazily(`(?m)(?:^|<!--|>)[ \t>*_~|]*(?P<at>:{3,})[ \t]*(?P<name>[\pL_][\pL\w-]*)`), unknownName},
		{[]string{"::"}, true, compiled(`^[ \t>*_~|#-]*(?:<\w+>)?(?P<at>::)[ \t]*NAME[ \t*_~|]*(?:</\w+>)?[ \t]*$`), nil},
		{[]string{"::"}, true, compiled(`^[ \t>*+-]*(?P<at>::)[ \t]*NAME\b[^\n]*[^\n:]::[ \t]*$`), nil},
		{spans, true, compiled(`(?:^|[ \t>(])(?P<at>::?)NAME\[`), nil},
		{[]string{"::"}, true, compiled(`^[ \t>*+-]*:{3,}[^\n{]*(?P<at>\{)[^{}\n]*(?:audiences?|visibility)=["']?NAME`), nil},
		{[]string{"ifdef"}, false, compiled(`^(?P<at>#?ifdef)(?:::|[ \t]+)NAME(?:\[[^\n]*)?[ \t]*$`), nil},
		{[]string{"[!"}, false, compiled(`^[ \t>*+-]*(?P<at>\[!)[ \t]*NAME[ \t]*\]`), nil},
		{[]string{"!!!", "???"}, false, compiled(`^[ \t>*+-]*(?P<at>!!!|\?\?\?\+?)[ \t]*NAME(?P<rest>|[^\w\n-][^\n]*)$`), isAdmonition},
		{[]string{"!!!", "???"}, false, compiled(`^[ \t>*+-]*(?P<at>!!!|\?\?\?\+?)[ \t]*\w+[ \t]+NAME[ \t]*$`), nil},
		{[]string{"///"}, false, compiled(`^[ \t>*+-]*(?P<at>/{3,})[ \t]*NAME[ \t]*(?:\|[^\n]*)?$`), nil},
		{[]string{"{{", "{%"}, false, compiled(`(?P<at>\{\{[<%#]-?|\{%-?)\s*` + tagName + `\}`), nil},
		{[]string{"{{"}, false, compiled(`(?P<at>\{\{-?)[ \t]*(?:if|unless|with)[ \t][^{}\n]*?\bNAME\b[^{}\n]*\}\}`), nil},
		{[]string{"<#", "<%", "[%"}, false, compiled(`(?P<at><#|<%-?|\[%-?)[ \t]*(?:if|unless)\b[^<>\n]*?\bNAME\b[^<>\n]*[>\]]`), nil},
		{[]string{"@", "#if"}, false, compiled(`^[ \t>]*(?P<at>[@#])(?:if|unless)[ \t(]+["'$!]*NAME["')]*[ \t]*$`), nil},
		{[]string{"@end"}, false, compiled(`^[ \t>]*(?P<at>@)NAME[ \t]*$`), isPaired},
		{[]string{`\begin`}, false, compiled(`(?P<at>\\begin)\{NAME\}`), nil},
		{[]string{"&&"}, false, compiled(`(?P<at>\{)[ \t]*(?:is[_-]?)?NAME[ \t]*&&`), nil},
		{
			[]string{"+++", "===", "&&&", "$$$", "@@@", "^^^", ";;;", "%%%"},
			false,
			compiled(`^[ \t>]*(?P<at>[+=&$@^;%]{3,})[ \t]*NAME[ \t]*$`), nil,
		},
		{[]string{"<?"}, false, compiled(`(?P<at><\?)[ \t]*NAME[ \t]*\?>`), nil},
		{
			[]string{"<summary"},
			false,
			compiled(`(?P<at><summary)[^<>]*>\s*(?:<\w+>)*(?:(?:only[ \t]+)?for[ \t]+)?NAME` +
				`[ \t]+(?:use|eyes|notes?|only)\b[^<>]{0,10}<`), nil,
		},
		{[]string{"<"}, false, lazily(`(?P<at><)(?P<name>[A-Za-z][\w.:-]*)(?:\s[^<>]*)?>`), isElement},
		{[]string{"[/", "[end "}, false, compiled(`(?P<at>\[)(?:(?:begin|start)[ -])?NAME\]`), isPaired},
		{[]string{"{"}, false, compiled(`(?P<at>\{{1,2})[ \t]*#?NAME[ \t]*\}`), isPaired},
		{[]string{"]:"}, false, compiled(`^(?P<at>\[[^\]\n]*\]:[ \t]*(?:#|<#?>)[ \t]*["'(])` + mark + `["')][ \t]*$`), isLinkMark},
		{comments, false, compiled(`(?P<at>` + comment + `)`), isMark},
		{[]string{".internal", "-only"}, false, lazily("(?im)" + class), isAttributes},
		{[]string{".. "}, false, compiled(`^[ \t>*+-]*(?P<at>\.\.)[ \t]+(?:only::[ \t]*)?NAME(?:::)?[ \t]*$`), nil},
	}
	return l
}

// unknownName accepts a name that no block and no alert has: ::: at the start of
// a line would make an internal block of it.
func unknownName(l *lookalikes, src *lookText, m []int) bool {
	name := strings.ToLower(string(src.bytes[m[4]:m[5]]))
	_, isAlert := fenceAlerts[name]
	_, isForeign := foreignFences[name]
	return !isAlert && !isForeign && !l.names[name] && !l.foreign[name]
}

// isAdmonition tells a block, of which the line says no more than a title or
// whose text is indented, from an exclamation.
func isAdmonition(l *lookalikes, src *lookText, m []int) bool {
	if l.rest().Match(src.bytes[m[6]:m[7]]) {
		return true
	}
	next := bytes.TrimLeft(src.bytes[m[1]:], "\n")
	return bytes.HasPrefix(next, []byte("    ")) || bytes.HasPrefix(next, []byte("\t"))
}

// isElement accepts the tag of an element that is named as a block and has an
// end or a line of its own, of a component that has such a name among its
// values, and of an element of HTML that is marked as internal.
func isElement(l *lookalikes, src *lookText, m []int) bool {
	tag := src.bytes[m[2]:m[1]]
	name := string(src.bytes[m[4]:m[5]])
	_, isHTML := rawhtml.Lookup(name)
	if !isHTML && l.isName(name) {
		return src.follows(m[1], "</"+name) || src.alone(m[2], m[1])
	}
	if bytes.HasSuffix(tag, []byte("/>")) {
		return false // it encloses nothing
	}
	switch name {
	case "a", "img", "code", "kbd", "samp", "video", "audio", "source", "track", "br", "hr", "input", "col":
		return false
	}
	z := html.NewTokenizer(bytes.NewReader(tag))
	z.Next()
	for _, a := range z.Token().Attr {
		if l.isGuard(name, isHTML, a.Key, strings.ToLower(a.Val)) {
			return true
		}
	}
	return false
}

// isGuard reports whether an attribute keeps what its element encloses from some
// readers.
func (l *lookalikes) isGuard(element string, isHTML bool, key, value string) bool {
	words := strings.FieldsFunc(value, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
	})
	switch key {
	case "audience", "audiences", "visibility", "data-audience", "data-audiences", "data-visibility":
		return slices.ContainsFunc(words, l.isName)
	case "hidden":
		return isHTML && value != "false"
	case "style":
		value = strings.ReplaceAll(value, " ", "")
		return strings.Contains(value, "display:none") || strings.Contains(value, "visibility:hidden")
	case "class":
		return slices.ContainsFunc(strings.Fields(value), func(s string) bool {
			return s == internalAudience || l.isName(s) && !l.names[s] || l.names[strings.TrimPrefix(s, "audience-")] && !l.names[s]
		})
	case internalAudience, "internal-only", "data-internal", "data-internal-only":
		return isHTML || guardElement[element]
	case "v-if", "v-show", "x-if", "x-show", "ng-if", "ng-show", "*ngif", "data-if", "data-show", "data-for", "data-only", "data-role",
		"data-roles":
		return slices.ContainsFunc(words, l.isName)
	case "for", "type", "role", "name", "only", "kind", "when", "if", "level", "roles", "group", "groups", "team", "teams", "to",
		"show", "test", "condition":
		return !isHTML && (l.isName(value) || guardElement[element] && slices.ContainsFunc(words, l.isName))
	}
	return guardElement[element] && l.isName(key)
}

// guardElement are components whose purpose is to choose readers.
var guardElement = map[string]bool{
	"audience": true, "audiences": true, "visibility": true, "visible": true, "only": true, "show": true, "if": true,
	"c:if": true,
}

// isName reports whether a word is the name of a block, alone or as in
// "internal-only" and "ForSales".
func (l *lookalikes) isName(word string) bool {
	if l.names[word] {
		return true
	}
	base := strings.TrimRight(strings.TrimSuffix(word, "only"), "-_.")
	for _, prefix := range []string{"for", "is"} {
		if l.names[strings.TrimLeft(strings.TrimPrefix(base, prefix), "-_.")] {
			return true
		}
	}
	return false
}

// isTitle reports whether the title of an alert says for whom it is: "internal",
// "sales" as the id is written, "Sales only". A title such as "Sales" is about them.
func (l *lookalikes) isTitle(title string) (name string, ok bool) {
	title = strings.Trim(title, "*_\"'[]( )\t")
	m := l.title().FindStringSubmatch(title)
	if m == nil {
		return "", false
	}
	name = strings.ToLower(m[l.title().SubexpIndex("name")])
	only := m[l.title().SubexpIndex("only")] != "" || strings.HasSuffix(strings.ToLower(title), "only")
	return name, only || name == internalAudience || title == name
}

// lowerASCII returns a text of the same length with its ASCII letters in lower
// case.
func lowerASCII(src []byte) []byte {
	out := bytes.Clone(src)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return out
}

// isPaired accepts [name] when [/name] follows, and {name} when {/name} does, or
// the same again: lines of their own as in wikis.
func isPaired(_ *lookalikes, src *lookText, m []int) bool {
	name := string(src.bytes[m[4]:m[5]])
	for _, end := range []string{"[/", "[end ", "{/", "{{/", "{{ /", "@end"} {
		if end[0] == src.bytes[m[2]] && src.follows(m[1], end+name) {
			return true
		}
	}
	again := "\n{" + name + "}"
	return src.bytes[m[2]] == '{' && src.alone(m[2], m[1]) && src.follows(m[1], again)
}

// isLinkMark accepts what is written as the address of a link, so that it is a
// comment, when it says "internal" or an end follows.
func isLinkMark(_ *lookalikes, src *lookText, m []int) bool {
	name := string(src.bytes[m[4]:m[5]])
	return name == internalAudience || src.follows(m[1], "(/"+name) || src.follows(m[1], "(end "+name)
}

// guardWord says of a comment that it is about who may read what follows.
var guardWord = lazily(`\b(?:only|audience|visibility|if)\b`)

// isMark accepts a comment that is nothing but a name when another one marks the
// end, or when it says "internal", or that something is for some only, on a line of
// its own.
func isMark(_ *lookalikes, src *lookText, m []int) bool {
	part := func(i int) string { return string(src.bytes[m[2*i]:m[2*i+1]]) }
	if foreignCommentEnds[part(2)] != part(4) {
		return false
	}
	name := part(3)
	for _, end := range []string{"/NAME", "/ NAME", "end NAME", "end-NAME", "end:NAME", "NAME end", "NAME-end", "NAME:end"} {
		if src.follows(m[1], strings.Replace(end, "NAME", name, 1)) {
			return true
		}
	}
	return (name == internalAudience || guardWord().Match(src.bytes[m[2]:m[1]])) && src.alone(m[2], m[1])
}

// isAttributes accepts a list of attributes.
func isAttributes(_ *lookalikes, src *lookText, m []int) bool {
	_, n, ok := parseAttributes(src.bytes[m[2]:m[3]])
	return ok && n == m[3]-m[2]
}

// isTag reports whether a tag of a template language is named as a block.
func (l *lookalikes) isTag(tag []byte) bool {
	m := l.tag().FindSubmatch(tag)
	if m == nil {
		return false
	}
	_, alert := admonitions[strings.ToLower(string(m[1]))]
	return !alert
}

// marksBlock reports whether all that a comment says is where a block begins or
// ends.
func (l *lookalikes) marksBlock(text []byte) bool { return l.only().Match(bytes.TrimSpace(text)) }

// opensBlock reports whether a text begins a block with ::: that it does not end.
func (l *lookalikes) opensBlock(text []byte) bool {
	if i := bytes.LastIndex(text, []byte(":::")); i >= 0 {
		line, _, _ := bytes.Cut(text[i+len(":::"):], []byte("\n"))
		return !isBlank(line)
	}
	return l.list[0].begin().Match(text)
}

// checkLookalikes reports what looks like the beginning of an internal block
// and is none.
func (p *pass) checkLookalikes() {
	l, r := p.c.lookalikes, p.regions
	for _, c := range p.code {
		p.checkCodeName(c)
	}
	lower := lowerASCII(p.src)
	var src *lookText
	found := map[int]string{} // the name, by offset
	for _, look := range l.list {
		if !slices.ContainsFunc(look.marks, func(mark string) bool { return bytes.Contains(lower, []byte(mark)) }) {
			continue
		}
		if src == nil {
			src = &lookText{lowerASCII(p.withoutCode(r.code)), map[string]int{}}
		}
		at := 2 * look.begin().SubexpIndex("at")
		name := 2 * look.begin().SubexpIndex("name")
		accepted := 0
		for _, m := range look.begin().FindAllSubmatchIndex(src.bytes, -1) {
			offset := m[at]
			if _, known := found[offset]; known || p.opensAt(offset) || p.hides(offset) || l.closedWithin(src.bytes, r.raw, offset, m[1]) {
				continue
			}
			if look.accept != nil && !look.accept(l, src, m) {
				continue
			}
			word := string(src.bytes[m[name]:m[name+1]])
			if _, alert := admonitions[word]; alert && l.names[word] && !look.colons {
				continue
			}
			found[offset] = strings.TrimSuffix(word, "-only")
			if accepted++; accepted == mostLookalikes {
				break
			}
		}
	}
	p.oddLines(found)
	p.guardTitles(found)
	for _, offset := range sortedKeys(found) {
		p.noBlock(offset, found[offset])
	}
}

// guardTitles finds the alerts whose title says that they are for some readers only.
func (p *pass) guardTitles(found map[int]string) {
	marks := []string{":::", "!!!", "???", "[!", string(rune(containerMark))}
	if !slices.ContainsFunc(marks, func(mark string) bool { return bytes.Contains(p.src, []byte(mark)) }) {
		return
	}
	// The walker returns no error.
	_ = ast.Walk(p.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() != kindTitle || !entering {
			return ast.WalkContinue, nil
		}
		line := n.Lines().At(0)
		if name, ok := p.c.lookalikes.isTitle(string(line.Value(p.src))); ok && !p.hides(line.Start) {
			found[line.Start] = name
		}
		return ast.WalkSkipChildren, nil
	})
}

// mostLookalikes is how many findings of one kind are enough.
const mostLookalikes = 20

func sortedKeys(m map[int]string) []int {
	var keys []int
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// opensAt reports whether a block begins at an offset.
func (p *pass) opensAt(offset int) bool {
	_, ok := slices.BinarySearchFunc(p.fences, offset, func(f *fence, at int) int { return f.open - at })
	return ok
}

// closedWithin reports whether a block begins and ends in the comment that an
// offset is in: none of it is public.
func (l *lookalikes) closedWithin(src []byte, raw spans, offset, behind int) bool {
	i, _ := slices.BinarySearchFunc(raw, offset, func(s span, at int) int { return s.stop - at - 1 })
	return i < len(raw) && raw[i].start <= offset && bytes.HasPrefix(src[raw[i].start:], []byte("<!--")) &&
		behind < raw[i].stop && bytes.Contains(src[behind:raw[i].stop], []byte(":::"))
}

func (p *pass) noBlock(offset int, name string) {
	name = strings.ToLower(name)
	id := cmp.Or(p.c.audiences[name].ID, name)
	if !p.c.lookalikes.names[name] {
		id = internalAudience // the name is that of an element, or of no block
	}
	p.report("block-lookalike", offset, "This does not start an internal block, so the text below would be public.",
		"Write :::"+id+" alone at the start of a line, and ::: to end it.")
}

// codeName is the name in the opening line of a block of code: ```internal,
// ```{internal}, ```{only} internal, and ```ad-internal of a plugin.
var codeName = lazily(`^\s*(?:\{only\}[ \t]+|\{?[.:]?(?:ad-)?)([\w-]+)\}?`)

// checkCodeName reports code whose language is the name of a block.
func (p *pass) checkCodeName(c fencedCode) {
	n, ok := c.node.(*ast.FencedCodeBlock)
	if !ok || n.Info == nil || p.hides(c.open) {
		return
	}
	m := codeName().FindSubmatch(n.Info.Segment.Value(p.src))
	if m == nil {
		return
	}
	name := strings.ToLower(string(m[1]))
	if _, alert := admonitions[name]; !alert && p.c.lookalikes.isName(name) {
		p.noBlock(c.open, name)
	}
}

// oddColons are how two colons can stand next to each other: also with blanks or
// the beginning of an invisible sign between them.
var oddColons = []string{"::", ": :", "：", "﹕", "︓", "꞉", "∶", ":\u00a0", ":\u00ad", ":\xe2\x80", ":\xe2\x81", ":\ufeff"}

// oddLines finds lines of colons and a name that are text, or indented code:
// behind a space that is no space of Markdown's, with invisible signs, or indented
// by four columns.
func (p *pass) oddLines(found map[int]string) {
	if !slices.ContainsFunc(oddColons, func(mark string) bool { return bytes.Contains(p.src, []byte(mark)) }) {
		return
	}
	// The walker returns no error.
	_ = ast.Walk(p.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindParagraph, ast.KindTextBlock, ast.KindCodeBlock, ast.KindHeading:
		default:
			return ast.WalkContinue, nil
		}
		for i := range n.Lines().Len() {
			seg := n.Lines().At(i)
			for at, line := range breaks(string(seg.Value(p.src))) {
				name, colons := p.c.lookalikes.oddLine(line)
				offset := min(seg.Start+max(0, at+colons-seg.Padding), len(p.src)-1)
				if name != "" && !p.hides(seg.Start) {
					found[offset] = name
				}
			}
		}
		return ast.WalkSkipChildren, nil
	})
}

// breaks yields the parts of a line as editors show them, which break lines
// where Markdown does not, with their offsets.
func breaks(line string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		start := 0
		for i, r := range line {
			if r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029' {
				if !yield(start, line[start:i]) {
					return
				}
				start = i + utf8.RuneLen(r)
			}
		}
		yield(start, line[start:])
	}
}

// oddLine returns the name of the block that a line seems to open, or "", and
// where its colons are.
func (l *lookalikes) oddLine(line string) (name string, colons int) {
	invisible := func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
	rest := strings.TrimLeftFunc(line, invisible)
	start := len(line) - len(rest)
	count := 0
	for rest != "" {
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case strings.ContainsRune(":：﹕︓꞉∶", r):
			count++
		case count == 0 || !invisible(r):
			size = 0
		}
		if size == 0 {
			break
		}
		rest = rest[size:]
	}
	if count < 2 {
		return "", 0
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return invisible(r) || r == '[' || r == '{' })
	if end < 0 {
		end = len(rest)
	}
	name = strings.ToLower(rest[:end])
	if !l.names[name] || count == 2 && strings.TrimSpace(rest[end:]) != "" {
		return "", 0
	}
	return name, start
}
