package markdown

import (
	"bytes"
	"cmp"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Pages that were written for another tool hold tags of its template language:
//
//	{{< figure src="a.png" >}}   {% highlight go %}   <Tabs>   [TOC]
//
// What Markdown has too is rewritten before the body is parsed; the rest is
// reported. Lines keep their numbers.

// foreignTag is one tag of a template language.
type foreignTag struct {
	start, stop int
	name        string // in lower case, "" when it is of no interest
	args        string
	closing     bool
	partner     int // index of the closing tag, or -1
}

var (
	shortcode    = lazily(`\{\{[<%]-?\s*(/?)\s*(\w[\w./-]*)([^{}]*?)/?\s*-?[>%]\}\}`)
	liquidTag    = lazily(`\{%-?\s*(\w+)([^{}%]*?)-?%\}`)
	liquidValue  = lazily(`\{\{-?\s*(?:site|page|config|layout)\.[^{}\n]*\}\}`)
	tagParameter = lazily(`([\w-]+)\s*=\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'>]+))`)
	tableOfToc   = lazily(`(?im)^(?:\[TOC\]|\[\[toc\]\]|\[\[_TOC_\]\]|[*-] [^\n]*\n\{:\s*toc[^}\n]*\})[ \t]*$`)
	snippetLine  = lazily(`(?m)^[ \t]*--8<--[^\n]*$`)
	moduleLine   = lazily(`(?m)^import (?:(?:type )?(?:[\w$]+|\{[^{}\n]*\}|\* as [\w$]+)` +
		`(?:, ?(?:\{[^{}\n]*\}|\* as [\w$]+))? from )?(?:'[^'\s]+'|"[^"\s]+");?[ \t]*$`)
	tabTag       = lazily(`</?(?:Tabs|TabItem|Tab)\b[^<>\n]*>`)
	iconName     = lazily(`:(?:material|fontawesome|octicons|simple)-[a-z0-9-]+:(?:\{[^}\n]*\})?`)
	frame        = lazily(`(?i)<iframe\b[^<>]*?\ssrc="(https?://[^"<>\s]+)"[^<>]*>\s*</iframe>`)
	marked       = lazily(`(?:^|[\s(*_,;:])(==([^=\s](?:[^=\n]*[^=\s])?)==)(?:$|[\s)*_.,;:!?])`)
	keys         = lazily(`(?:^|[\s(*_,;:])(\+\+([a-z0-9-]+(?:\+[a-z0-9-]+)*)\+\+)(?:$|[\s)*_.,;:!?])`)
	hrefTag      = lazily(`((?:href|src)=")\{\{[<%]-?\s*(?:rel)?ref\s+["']?([^"'\s]+)["']?\s*-?[>%]\}\}([^"\n]*")`)
	fenceOpening = lazily("^ {0,3}(?:> ?)*(`{3,}|~{3,})")
)

// rewriting is a body while its foreign tags are rewritten.
type rewriting struct {
	c     *Compiler
	src   []byte
	code  []span // where tags are text; nil before each has asked
	edits []edit
	notes []note
}

// foreignTags returns what of a body has to be rewritten, and what is to be said
// about it.
func (c *Compiler) foreignTags(src []byte) ([]edit, []note) {
	w := &rewriting{src: src, c: c}
	if w.has("{{", "{%") {
		w.each(hrefTag(), func(m []int) { w.replace(m[3], m[6], "[["+w.text(m, 2)+"]]") })
		w.tags()
	}
	if w.has("<iframe", "<IFRAME") {
		w.each(frame(), func(m []int) {
			address := w.text(m, 1)
			label := cmp.Or(parameters(w.text(m, 0))["title"], hostOf(address), address)
			w.replace(m[0], m[1], `<a href="`+address+`">`+html.EscapeString(label)+`</a>`)
			w.note("html-removed", m[0], "<iframe> is shown as a link to what it holds",
				"write a link, or a video element, to have no warning")
		})
	}
	blank := func(m []int) { w.replace(m[0], m[1], "") }
	if w.has("[TOC]", "[toc]", "[[_TOC_]]", "{:toc", "{: toc") {
		w.each(tableOfToc(), blank)
	}
	if w.has(" from '", ` from "`, "import '", `import "`) && w.has("import ") {
		w.modules()
	}
	if w.has(":material-", ":fontawesome-", ":octicons-", ":simple-") {
		w.each(iconName(), blank)
	}
	if w.has("<Tab") {
		w.each(tabTag(), w.tab)
	}
	if w.has("--8<--") {
		w.each(snippetLine(), func(m []int) {
			w.note("template-tag", m[0], w.text(m, 0)+" includes a file for another tool, so it is shown as text",
				"copy the file's text, or link to it")
		})
	}
	if w.opens("==") {
		w.each(marked(), func(m []int) { w.replace(m[2], m[3], "<mark>"+w.text(m, 2)+"</mark>") })
	}
	if w.opens("++") {
		w.each(keys(), func(m []int) {
			w.replace(m[2], m[3], "<kbd>"+strings.ReplaceAll(w.text(m, 2), "+", "</kbd>+<kbd>")+"</kbd>")
		})
	}
	return w.edits, w.notes
}

// modules takes out the lines that import modules, in paragraphs that have no
// other lines: in prose, "import" is a word.
func (w *rewriting) modules() {
	var lines [][]int
	flush := func() {
		if len(lines) > 0 && w.endsParagraph(lines[len(lines)-1][1]) {
			for _, m := range lines {
				w.replace(m[0], m[1], "")
			}
		}
		lines = nil
	}
	w.each(moduleLine(), func(m []int) {
		if len(lines) > 0 && lines[len(lines)-1][1]+1 != m[0] {
			flush()
		}
		if len(lines) > 0 || w.beginsParagraph(m[0]) {
			lines = append(lines, m)
		}
	})
	flush()
}

// beginsParagraph reports whether no text stands in the line before an offset, which
// begins a line.
func (w *rewriting) beginsParagraph(offset int) bool {
	before := bytes.TrimSuffix(w.src[:offset], []byte("\n"))
	return isBlank(before[bytes.LastIndexByte(before, '\n')+1:])
}

// endsParagraph reports whether no text stands in the line behind an offset, which
// ends a line.
func (w *rewriting) endsParagraph(offset int) bool {
	behind, _, _ := bytes.Cut(bytes.TrimPrefix(w.src[offset:], []byte("\n")), []byte("\n"))
	return isBlank(behind)
}

// has reports whether the body holds one of the marks; to look for them is much
// faster than a pattern.
func (w *rewriting) has(marks ...string) bool {
	return slices.ContainsFunc(marks, func(mark string) bool { return bytes.Contains(w.src, []byte(mark)) })
}

// opens reports whether a mark may begin something: code is full of signs that
// do not, and to look is much faster than a pattern.
func (w *rewriting) opens(mark string) bool {
	for at := 0; ; at += len(mark) {
		i := bytes.Index(w.src[at:], []byte(mark))
		if i < 0 {
			return false
		}
		at += i
		next := at + len(mark)
		if (at == 0 || strings.IndexByte(" \t\r\n\f\v(*_,;:", w.src[at-1]) >= 0) &&
			next < len(w.src) && strings.IndexByte(" \t\r\n=+", w.src[next]) < 0 {
			return true
		}
	}
}

// text returns a group of a match.
func (w *rewriting) text(m []int, group int) string { return string(w.src[m[2*group]:m[2*group+1]]) }

// tab puts a tab's label before what it holds; the tags themselves go.
func (w *rewriting) tab(m []int) {
	label := parameters(w.text(m, 0))["label"]
	if label == "" || strings.ContainsAny(label, "*_`[]<") {
		w.replace(m[0], m[1], "")
		return
	}
	label = "**" + label + "**"
	if m[1] < len(w.src) && w.src[m[1]] != '\n' {
		label += " "
	}
	w.replace(m[0], m[1], label)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

func (w *rewriting) note(rule string, offset int, message, hint string) {
	w.notes = append(w.notes, note{rule, offset, message, hint})
}

// each calls do for every match that is not code.
func (w *rewriting) each(re *regexp.Regexp, do func(m []int)) {
	for _, m := range re.FindAllSubmatchIndex(w.src, -1) {
		if w.code == nil {
			w.code = codeSpans(w.src)
		}
		if !w.isCode(m[0]) {
			do(m)
		}
	}
}

func (w *rewriting) isCode(offset int) bool {
	i, _ := slices.BinarySearchFunc(w.code, offset, func(s span, at int) int {
		if s.stop <= at {
			return -1
		}
		return 1
	})
	return i < len(w.code) && w.code[i].start <= offset
}

// replace notes that a text stands for a range.
func (w *rewriting) replace(start, stop int, text string) {
	w.edits = append(w.edits, edit{span{start, stop}, text})
}

// tags rewrites the tags between braces.
func (w *rewriting) tags() {
	list := w.find()
	blocks := !bytes.Contains(w.src, []byte(":::")) // no other block may be opened or closed by chance
	verbatim := 0                                   // end of a region in which tags are text
	closes := make([]bool, len(list))
	for i, t := range list {
		if t.name == "" || t.start < verbatim || w.isDestination(t.start) {
			continue
		}
		if t.closing {
			if !closes[i] {
				w.tell(t)
			}
			continue
		}
		if t.partner < 0 {
			if !w.c.lookalikes.isTag(w.src[t.start:t.stop]) {
				w.single(t)
			}
			continue
		}
		end := list[t.partner]
		if w.c.lookalikes.isTag(w.src[t.start:t.stop]) {
			closes[t.partner] = true
			continue // it stays, for an error
		}
		inner := w.src[t.stop:end.start]
		alone := w.alone(t) && w.alone(end)
		closes[t.partner] = true
		alertName, alertTitle := alertOfTag(t)
		switch {
		case t.name == "raw":
			verbatim = end.start
			w.replace(t.start, t.stop, "")
			w.replace(end.start, end.stop, "")
		case t.name == "comment" && blocks:
			verbatim = end.start
			w.replace(t.start, end.stop, "")
		case t.name == "highlight" && alone && blocks && !bytes.Contains(inner, []byte("~~~")):
			verbatim = end.start
			lang, _, _ := strings.Cut(strings.TrimSpace(t.args), " ")
			w.replace(t.start, t.stop, "~~~"+strings.Trim(lang, `"'`))
			w.replace(end.start, end.stop, "~~~")
		case alertName != "" && alone && blocks:
			w.replace(t.start, t.stop, strings.TrimSpace(":::"+alertName+" "+alertTitle))
			w.replace(end.start, end.stop, ":::")
		default:
			w.replace(t.start, t.stop, "")
			w.replace(end.start, end.stop, "")
			w.note("template-tag", t.start,
				w.shown(t)+" is a tag of another tool; it is left out, and what it encloses is shown",
				"write it in Markdown, or take the tag out")
		}
	}
	w.each(liquidValue(), func(m []int) {
		if m[0] >= verbatim && !w.isDestination(m[0]) && !w.inTag(m[0]) {
			w.note("template-tag", m[0], string(w.src[m[0]:m[1]])+" is a value of another tool, so it is shown as text",
				"write what it stands for")
		}
	})
}

// single deals with a tag that encloses nothing.
func (w *rewriting) single(t foreignTag) {
	args := parameters(t.args)
	switch t.name {
	case "figure", "img", "image":
		src := args["src"]
		alt := cmp.Or(args["alt"], args["caption"], args["title"])
		if src == "" || strings.ContainsAny(src, "{}<>()\"") || strings.ContainsAny(alt, "[]\\`") {
			break
		}
		if strings.Contains(src, " ") {
			src = "<" + src + ">"
		}
		w.replace(t.start, t.stop, "!["+alt+"]("+src+")")
		return
	case "youtube", "vimeo":
		id := cmp.Or(args["id"], strings.Trim(strings.TrimSpace(t.args), `"'`))
		if id == "" || strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			break
		}
		w.replace(t.start, t.stop, map[string]string{
			"youtube": "<https://www.youtube.com/watch?v=",
			"vimeo":   "<https://vimeo.com/",
		}[t.name]+id+">")
		return
	case "toc", "tableofcontents":
		w.replace(t.start, t.stop, "")
		return
	}
	w.tell(t)
}

func (w *rewriting) tell(t foreignTag) {
	w.note("template-tag", t.start, w.shown(t)+" is a tag of another tool, so it is shown as text", "write in Markdown what it stands for")
}

// shown returns a tag for a message.
func (w *rewriting) shown(t foreignTag) string {
	const most = 60
	text := strings.Join(strings.Fields(string(w.src[t.start:t.stop])), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// find returns the tags outside of code, in order, with each other's partners.
func (w *rewriting) find() []foreignTag {
	var list []foreignTag
	w.each(shortcode(), func(m []int) {
		list = append(list, foreignTag{
			start: m[0], stop: m[1], closing: m[3] > m[2], partner: -1,
			name: strings.ToLower(string(w.src[m[4]:m[5]])), args: string(w.src[m[6]:m[7]]),
		})
	})
	w.each(liquidTag(), func(m []int) {
		if m[0] > 0 && w.src[m[0]-1] == '{' {
			return // the inside of a shortcode
		}
		t := foreignTag{
			start:   m[0],
			stop:    m[1],
			partner: -1,
			name:    strings.ToLower(string(w.src[m[2]:m[3]])),
			args:    string(w.src[m[4]:m[5]]),
		}
		if rest, ok := strings.CutPrefix(t.name, "end"); ok && rest != "" {
			t.name, t.closing = rest, true
		}
		list = append(list, t)
	})
	slices.SortFunc(list, func(a, b foreignTag) int { return a.start - b.start })
	var open []int
	count := map[string]int{} // of the open tags, by name
	for i := range list {
		name := list[i].name
		if !list[i].closing {
			open = append(open, i)
			count[name]++
			continue
		}
		for found := count[name] == 0; !found; {
			last := open[len(open)-1]
			open = open[:len(open)-1]
			count[list[last].name]--
			if found = list[last].name == name; found {
				list[last].partner = i
			}
		}
	}
	return list
}

// alone reports whether a tag has its line for itself.
func (w *rewriting) alone(t foreignTag) bool {
	const most = 4 // columns before it would make it code
	before := w.before(t.start)
	if len(before) >= most || len(bytes.TrimSpace(before)) > 0 {
		return false
	}
	after, _, _ := bytes.Cut(w.src[t.stop:], []byte("\n"))
	return len(bytes.TrimSpace(after)) == 0
}

// isDestination reports whether a tag is part of a link's destination, which
// has its own reading.
func (w *rewriting) isDestination(offset int) bool {
	line := w.before(offset)
	for _, head := range [][]byte{[]byte("]("), []byte("]:"), []byte(`href="`), []byte(`src="`), []byte("href='"), []byte("src='")} {
		if i := bytes.LastIndex(line, head); i >= 0 && !bytes.ContainsAny(line[i+len(head):], ")>") {
			return true
		}
	}
	return false
}

// before returns what of its line stands before an offset. Of a long line the
// last part is enough: nobody's link is longer.
func (w *rewriting) before(offset int) []byte {
	const most = 2048
	start := max(offset-most, 0)
	return w.src[start+bytes.LastIndexByte(w.src[start:offset], '\n')+1 : offset]
}

// inTag reports whether an offset is within another tag's parameters.
func (w *rewriting) inTag(offset int) bool {
	line := w.before(offset)
	open := bytes.LastIndex(line, []byte("{%"))
	return open >= 0 && !bytes.Contains(line[open:], []byte("%}"))
}

// alertOfTag returns the alert that a tag stands for, "" for none, and its title.
func alertOfTag(t foreignTag) (name, title string) {
	args := parameters(t.args)
	title = args["title"]
	switch t.name {
	case "notice", "alert", "hint", "callout", "admonition", "admonish", "callouts":
		name = cmp.Or(args["type"], args["color"], args["level"])
		if words := strings.Fields(t.args); name == "" && len(words) > 0 && !strings.Contains(words[0], "=") {
			name = strings.Trim(words[0], `"'`)
		}
		if name == "" {
			name = "note"
		}
	default:
		name = t.name
	}
	class, known := admonitions[strings.ToLower(name)]
	if !known {
		if t.name == name {
			return "", ""
		}
		class = "note"
	}
	return class, title
}

// parameters returns the named parameters of a tag.
func parameters(args string) map[string]string {
	out := map[string]string{}
	for _, m := range tagParameter().FindAllStringSubmatch(args, -1) {
		out[strings.ToLower(m[1])] = m[2] + m[3] + m[4]
	}
	return out
}

// codeSpans returns the ranges of a body in which tags are text: fenced code,
// lines that are indented as code, and code within a line.
func codeSpans(src []byte) []span {
	spans := []span{}
	fence := ""
	for start := 0; start < len(src); {
		stop := start + bytes.IndexByte(src[start:], '\n') + 1
		if stop == start {
			stop = len(src)
		}
		line := src[start:stop]
		m := fenceOpening().FindSubmatch(line)
		switch {
		case fence != "":
			spans = append(spans, span{start, stop})
			if m != nil && strings.HasPrefix(string(m[1]), fence) &&
				len(bytes.TrimSpace(line)) == len(bytes.TrimRight(bytes.TrimLeft(line, " >"), " \n")) &&
				len(bytes.Trim(bytes.TrimLeft(line, " >"), " \t\n"+fence[:1])) == 0 {
				fence = ""
			}
		case m != nil:
			fence = string(m[1])
			spans = append(spans, span{start, stop})
		case bytes.HasPrefix(line, []byte("    ")) || line[0] == '\t':
			spans = append(spans, span{start, stop})
		default:
			spans = appendInlineCode(spans, line, start)
		}
		start = stop
	}
	return spans
}

// appendInlineCode adds the ranges between equal runs of backticks in a line.
func appendInlineCode(spans []span, line []byte, offset int) []span {
	for i := 0; i < len(line); {
		if line[i] != '`' {
			i++
			continue
		}
		run := backticks(line[i:])
		end := -1
		for j := i + run; j < len(line); {
			if line[j] != '`' {
				j++
				continue
			}
			n := backticks(line[j:])
			if n == run {
				end = j + n
				break
			}
			j += n
		}
		if end < 0 {
			i += run
			continue
		}
		spans = append(spans, span{offset + i, offset + end})
		i = end
	}
	return spans
}

func backticks(b []byte) int { return len(b) - len(bytes.TrimLeft(b, "`")) }
