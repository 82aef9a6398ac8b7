package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	emoji "github.com/yuin/goldmark-emoji/definition"

	"headsup/generator/compile/content"
)

// emojis are the names of emoji that code hosts know.
var emojis = sync.OnceValue(func() emoji.Emojis { return emoji.Github() })

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
	liquidTag    = lazily(`\{%-?\s*(\w(?:[\w-]*\w)?)((?:[^{}%]|\{[^{}%]*\})*?)-?%\}`)
	colonTag     = lazily(`(?m)^[ \t>]*(:{3,}[ \t]*([\pL_][\pL\pN_-]*)([^\n]*?)(:{3,})?)[ \t]*$`)
	rubyTag      = lazily(`<%[=-]?\s*(\w+)[ (]?([^<>%]*?)\)?\s*-?%>`)
	tagWord      = lazily(`"([^"\n]*)"|'([^'\n]*)'|([^\s"',=]+)`)
	liquidValue  = lazily(`\{\{-?\s*(?:site|page|config|layout)\.[^{}\n]*\}\}`)
	tagParameter = lazily(`([\w-]+)\s*[=:]\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'>/:][^\s"'>]*))`)
	tableOfToc   = lazily(`(?im)^(?:\[TOC\]|\[\[toc\]\]|\[\[_TOC_\]\]|[*-] [^\n]*\n\{:\s*toc[^}\n]*\})[ \t]*$`)
	snippetLine  = lazily(`(?m)^[ \t]*--8<--[^\n]*$`)
	iconName     = lazily(`:(?:material|fontawesome|octicons|simple)-([a-z0-9-]+):(?:\{[^}\n]*\})?[ \t]?`)
	emojiName    = lazily(`(?m:^|[\s(\[|>*_~])(:([a-z0-9_+-]*[a-z_+-][a-z0-9_+-]*|100|1234):)`)
	superscript  = lazily(`[\pL\pN](\^([\pL\pN+-]{1,12})\^)(?:$|[^\pL\pN^])`)
	blockMark    = lazily(`(?m)[ \t]+\^[A-Za-z0-9-]{3,40}[ \t]*$`)
	frame        = lazily(`(?i)<iframe\b[^<>]*?\ssrc="(https?://[^"<>\s]+)"[^<>]*>\s*</iframe>`)
	marked       = lazily(`(?:^|[\s(*_,;:])(==([^=\s](?:[^=\n]*[^=\s])?)==)(?:$|[\s)*_.,;:!?])`)
	keys         = lazily(`(?:^|[\s(*_,;:])(\+\+([a-z0-9-]+(?:\+[a-z0-9-]+)*)\+\+)(?:$|[\s)*_.,;:!?])`)
	hrefTag      = lazily(`(?:href|src|poster)=["']?\s*(\{\{[^{}\n]*\}\}|\{%[^{}%\n]*%\}|<%=[^<>\n]*%>)`)
	fenceOpening = lazily("^ {0,3}(?:> ?)*(`{3,}|~{3,})")
)

// rewriting is a body while its foreign tags are rewritten.
type rewriting struct {
	c     *Compiler
	src   []byte
	code  []span // where tags are text; nil before each has asked
	edits []edit
	notes []note
	left  map[string]*seenTag // tags that are left out, by name
}

// foreignTags returns what of a body has to be rewritten, and what is to be said
// about it.
func (c *Compiler) foreignTags(src []byte) ([]edit, []note) {
	w := &rewriting{src: src, c: c}
	if w.has("{{", "{%", "<%") || len(w.c.tags) > 0 && w.has(":::") {
		w.each(hrefTag(), func(m []int) {
			if plain := expandTemplate(w.text(m, 1)); !strings.ContainsAny(plain, " \"'") && plain != w.text(m, 1) {
				w.replace(m[2], m[3], plain)
			}
		})
		w.tags()
		for _, name := range slices.SortedFunc(maps.Keys(w.left), func(a, b string) int { return w.left[a].offset - w.left[b].offset }) {
			t := w.left[name]
			if t.count > 1 {
				t.shown += fmt.Sprintf(" (%d times on this page)", t.count)
			}
			w.note("template-tag", t.offset, t.shown, "write it in Markdown, or say under tags in headsup.yaml what it stands for")
		}
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
	if w.has(":material-", ":fontawesome-", ":octicons-", ":simple-") {
		w.each(iconName(), w.icon)
	}
	if w.opens(":") {
		w.each(emojiName(), func(m []int) {
			if e, known := emojis().Get(w.text(m, 2)); known && e.IsUnicode() {
				w.replace(m[2], m[3], string(e.Unicode))
			}
		})
	}
	if w.has("^") {
		w.each(superscript(), func(m []int) { w.replace(m[2], m[3], "<sup>"+w.text(m, 2)+"</sup>") })
		w.each(blockMark(), blank)
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

// iconSigns are what icons say that no word beside them does.
var iconSigns = []struct{ part, sign string }{
	{"check", "✓"},
	{"close", "✗"},
	{"cancel", "✗"},
	{"xmark", "✗"},
	{"x-", "✗"},
	{"alert", "⚠"},
	{"warning", "⚠"},
	{"minus", "–"},
	{"plus", "+"},
	{"arrow-right", "→"},
	{"arrow-left", "←"},
	{"arrow-up", "↑"},
	{"arrow-down", "↓"},
	{"star", "★"},
	{"heart", "♥"},
	{"information", "ℹ"},
	{"info", "ℹ"},
	{"help", "?"},
	{"question", "?"},
}

// icon puts a sign in the place of an icon that says something, and takes all others out:
// words stand beside them.
func (w *rewriting) icon(m []int) {
	name := "-" + w.text(m, 1) + "-"
	behind, _, _ := bytes.Cut(w.src[m[1]:], []byte("\n"))
	cell, _, _ := bytes.Cut(behind, []byte("|"))
	before := w.before(m[0])
	alone := isBlank(cell) && (len(bytes.TrimSpace(before)) == 0 || before[len(bytes.TrimRight(before, " \t"))-1] == '|')
	blank := ""
	if end := w.src[m[1]-1]; (end == ' ' || end == '\t') && !isBlank(cell) {
		blank = " "
	}
	for _, i := range iconSigns {
		if strings.Contains(name, "-"+i.part) && (alone || i.sign != "?") {
			w.replace(m[0], m[1], i.sign+blank)
			return
		}
	}
	if alone {
		w.replace(m[0], m[1], strings.ReplaceAll(w.text(m, 1), "-", " "))
		return
	}
	w.replace(m[0], m[1], "")
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
	closes, boxes := make([]bool, len(list)), make([]bool, len(list))
	flush := -1 // end of the last tag that has its line for itself, or stands behind one that has
	for i, t := range list {
		if t.name == "" || t.start < verbatim || w.isDestination(t.start) {
			continue
		}
		begins := w.begins(t.start) || flush >= 0 && flush <= t.start && isBlank(w.src[flush:t.start])
		if begins {
			flush = t.stop
		}
		if t.closing {
			if !closes[i] && !w.guards(t) {
				w.leaveOut(t, "it is left out")
			}
			if boxes[i] {
				flush = t.stop
			}
			continue
		}
		if w.guards(t) {
			if t.partner >= 0 {
				closes[t.partner] = true // it stays, for an error
			}
			continue
		}
		if t.partner < 0 {
			w.single(t)
			continue
		}
		end := list[t.partner]
		inner := w.src[t.stop:end.start]
		alone := w.alone(t) && w.alone(end)
		closes[t.partner] = true
		tag := siteTagOf(t)
		meaning, known := w.c.meaningOf(t.name)
		box, isBox := tag.container(meaning)
		switch {
		case t.name == "raw" || t.name == "verbatim":
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
		case t.name == "for" || t.name == "tablerow" || t.name == "capture" || t.name == "set" && len(inner) > 0:
			if !blocks {
				w.leaveOut(t, "it is left out, and what it encloses is shown")
				w.replace(end.start, end.stop, "")
				break
			}
			verbatim = end.start
			w.note("template-tag", t.start, w.shown(t)+" repeats a text with values of another tool; it is left out with its text",
				"write the text in Markdown")
			w.replace(t.start, end.stop, "")
		case known && isBox && begins:
			id := 4*t.start + 2
			w.onLine(t.start, t.stop, box.openingLine(id))
			w.onLine(end.start, end.stop, closingLine(id))
			flush, boxes[t.partner] = t.stop, true
		case known && meaning.As == content.TagDrop && blocks:
			verbatim = end.start
			w.replace(t.start, end.stop, "")
		case known && meaning.As == content.TagLink && w.pairOfLink(t, end, tag, meaning):
		case known && (meaning.As == content.TagCard || meaning.As == content.TagStep) && begins:
			title := literalText(cmp.Or(tag.label(meaning), tag.word(0)))
			if dest := destinationOf(tag.value(meaning.From, "href", "link", "url", "to")); dest != "" && title != "" {
				title = "[" + title + "](" + dest + ")"
			}
			if title != "" {
				title = "**" + title + "**\n"
			}
			w.onLine(t.start, t.stop, title)
			w.onLine(end.start, end.stop, "")
		case known:
			w.replace(t.start, t.stop, "")
			w.replace(end.start, end.stop, "")
			if tag.named["src"] != "" || meaning.As == content.TagImage {
				w.replace(t.start, t.stop, tag.picture(meaning))
			}
		default:
			w.replace(end.start, end.stop, "")
			w.leaveOut(t, "it is left out, and what it encloses is shown")
		}
	}
	w.each(liquidValue(), func(m []int) {
		if m[0] >= verbatim && !w.isDestination(m[0]) && !w.inTag(m[0]) {
			w.note("template-tag", m[0], string(w.src[m[0]:m[1]])+" is a value of another tool, so it is shown as text",
				"write what it stands for")
		}
	})
}

// guards reports whether a tag looks as if it kept what follows from some readers. It
// stays, for the error that says so.
func (w *rewriting) guards(t foreignTag) bool {
	text := w.src[t.start:t.stop]
	if w.c.lookalikes.isTag(text) {
		return true
	}
	if _, ours := w.c.tags[t.name]; ours {
		return false
	}
	return guardTag[t.name] && slices.ContainsFunc(wordsIn(string(text)), w.c.lookalikes.isName)
}

// guardTag are tags whose purpose is to choose what is shown.
var guardTag = map[string]bool{
	"if": true, "unless": true, "ifdef": true, "elsif": true, "elseif": true, "elif": true, "case": true, "when": true, "only": true,
	"audience": true, "audiences": true, "visibility": true, "role": true, "roles": true, "show": true, "block": true, "for": true,
	"with": true, "ifequal": true, "ifversion": true, "zone": true, "section": true,
}

// begins reports whether nothing but marks of lists and quotes stands before an offset in
// its line.
func (w *rewriting) begins(offset int) bool {
	return len(bytes.Trim(w.before(offset), " \t>-*+.)0123456789")) == 0
}

// onLine puts a text on a line of its own in the place of a tag.
func (w *rewriting) onLine(start, stop int, text string) {
	before := w.before(start)
	prefix := continuation(before)
	if len(bytes.Trim(before, " \t>-*+.)0123456789")) > 0 {
		text = "\n" + prefix + text
	}
	if behind, _, _ := bytes.Cut(w.src[stop:], []byte("\n")); !isBlank(behind) {
		text += "\n" + prefix
	}
	w.replace(start, stop, text)
}

// continuation returns what a line that goes on in the same list or quote begins with.
func continuation(line []byte) string {
	out := make([]byte, 0, 8)
	for len(line) > 0 {
		if m := listMark().Find(line); m != nil {
			out = append(out, bytes.Repeat([]byte(" "), len(m))...)
			line = line[len(m):]
			continue
		}
		if c := line[0]; c != ' ' && c != '\t' && c != '>' {
			break
		}
		out = append(out, line[0])
		line = line[1:]
	}
	return string(out)
}

// pairOfLink makes a link of what a pair of tags encloses, and reports whether it can.
func (w *rewriting) pairOfLink(t, end foreignTag, tag siteTag, m content.Tag) bool {
	address := tag.address(m)
	dest := destinationOf(address)
	if dest == "" || strings.ContainsAny(dest, "{}") {
		return false
	}
	inner := bytes.TrimSpace(w.src[t.stop:end.start])
	switch {
	case len(inner) == 0:
		w.replace(t.start, t.stop, inlineLink(tag.label(m), address))
		w.replace(end.start, end.stop, "")
	case bytes.ContainsAny(inner, "\n[]{}"):
		w.replace(t.start, t.stop, "")
		w.onLine(end.start, end.stop, "\n"+inlineLink(tag.label(m), address)+"\n")
	default:
		w.replace(t.start, t.stop, "[")
		w.replace(end.start, end.stop, "]("+dest+")")
	}
	return true
}

// siteTagOf reads what was given to a tag.
func siteTagOf(t foreignTag) siteTag {
	tag := siteTag{name: t.name, named: parameters(t.args)}
	for _, m := range tagWord().FindAllStringSubmatch(tagParameter().ReplaceAllString(t.args, " "), -1) {
		tag.words = append(tag.words, m[1]+m[2]+m[3])
	}
	return tag
}

// single deals with a tag that encloses nothing.
func (w *rewriting) single(t foreignTag) {
	tag := siteTagOf(t)
	m, known := w.c.meaningOf(t.name)
	switch m.As {
	case content.TagImage:
		if picture := tag.picture(m); picture != "" {
			w.replace(t.start, t.stop, picture)
			return
		}
	case content.TagLink:
		if (t.name == "youtube" || t.name == "vimeo") && m.From == "id" && tag.named["id"] == "" {
			tag.named["id"] = tag.word(0)
		}
		address := tag.address(m)
		if address == "" || strings.ContainsAny(address, "{}<>\"") {
			break
		}
		label := tag.label(m)
		if label == "" && len(tag.words) > 1 && m.From == "" && tag.named["url"] == "" {
			label, address = tag.words[0], tag.words[1] // link_to "Label", "/path"
		}
		if label == "" && strings.Contains(address, "://") && !strings.ContainsAny(address, " ") {
			w.replace(t.start, t.stop, "<"+address+">")
			return
		}
		w.replace(t.start, t.stop, inlineLink(label, address))
		return
	case content.TagInclude:
		if text, ok := w.c.included(tag.address(m)); ok {
			w.replace(t.start, t.stop, text)
			return
		}
		w.leaveOut(t, "it includes another file, which headsup does not do, so it is left out")
		return
	case content.TagAlert, content.TagDetails, content.TagTab, content.TagCard, content.TagStep, content.TagText, content.TagDrop:
		if text := tag.value(m.Title, "text", "content", "message", "body"); text != "" && m.As == content.TagAlert {
			box, _ := tag.container(m)
			id := 4*t.start + 2
			w.onLine(t.start, t.stop, box.openingLine(id)+"\n"+continuation(w.before(t.start))+literalText(text)+
				"\n"+continuation(w.before(t.start))+closingLine(id))
			return
		}
		w.replace(t.start, t.stop, "")
		return
	}
	if known {
		w.replace(t.start, t.stop, "")
	}
	w.leaveOut(t, "it is left out")
}

// leaveOut takes a tag out that nobody knows, and tells it once for each name.
func (w *rewriting) leaveOut(t foreignTag, what string) {
	w.replace(t.start, t.stop, "")
	if w.left == nil {
		w.left = map[string]*seenTag{}
	}
	if seen := w.left[t.name]; seen != nil {
		seen.count++
		return
	}
	w.left[t.name] = &seenTag{t.start, 1, w.shown(t) + " is a tag of another tool; " + what}
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
	if len(w.c.tags) > 0 && w.has(":::") {
		w.each(colonTag(), func(m []int) {
			name, end := strings.CutSuffix(strings.ToLower(w.text(m, 2)), "-end")
			if _, ours := w.c.tags[name]; !ours || !end && m[9] == m[8] && !w.has(name+"-end") {
				return // what is not closed by its name is a block as ours are
			}
			list = append(list, foreignTag{start: m[2], stop: m[3], partner: -1, name: name, closing: end, args: w.text(m, 3)})
		})
	}
	if w.has("<%") {
		w.each(rubyTag(), func(m []int) {
			list = append(list, foreignTag{
				start: m[0], stop: m[1], partner: -1,
				name: strings.ToLower(string(w.src[m[2]:m[3]])), args: string(w.src[m[4]:m[5]]),
			})
		})
	}
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
