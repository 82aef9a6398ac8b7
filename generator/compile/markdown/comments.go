package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// commentStart is where a comment of HTML or of another tool may begin.
var commentStart = lazily(`\{\{/\*|\{/\*|\{#|\{\{!(?:--)?|%%|\{::comment\}|<#--|<%(?:#|--)|<!--`)

// mayHaveComments reports whether [commentStart] matches, in a fraction of its time:
// most bodies have none.
func mayHaveComments(src []byte) bool {
	for _, start := range []string{"{/*", "{#", "{{!", "%%", "{::comment}", "<#--", "<%#", "<%--", "<!--"} {
		if bytes.Contains(src, []byte(start)) {
			return true
		}
	}
	return false
}

// foreignCommentEnds are the ends of comments, by their beginnings.
var foreignCommentEnds = map[string]string{
	"{{/*": "*/}}", "{/*": "*/}", "{#": "#}", "{{!--": "--}}", "{{!": "}}", "%%": "%%",
	"{::comment}": "{:/comment}", "<#--": "-->", "<%#": "%>", "<%--": "--%>", "<!--": "-->",
}

// comments returns the edits that leave out what other tools do not show either,
// {/* a */} and its like, and the comments of HTML that Markdown ends too early, at
// a blank line. What is not closed is an error: readers see it.
//
// A comment in which a ::: block begins and does not end stays, and so do those
// that mark where a block is to begin and to end: a rule of their own tells them.
func (p *pass) comments() (edits []edit, notes []note) {
	r := p.regions
	var marks []edit
	missing := map[string]bool{} // no such end follows
	until, brace := 0, -1        // a } that was found last
	for _, m := range commentStart().FindAllIndex(p.src, -1) {
		at, open := m[0], string(p.src[m[0]:m[1]])
		if at < until || r.code.hold(at) || r.raw.hold(at) || at > 0 && p.src[at-1] == '\\' || !p.mayComment(at, open) {
			continue
		}
		ends := foreignCommentEnds[open]
		end := -1
		switch {
		case open == "%%":
			end = p.percentEnd(m[1])
		case !missing[open]:
			end = bytes.Index(p.src[m[1]:], []byte(ends))
			missing[open] = end < 0
		}
		if end < 0 {
			if open == "{#" && brace < at {
				if brace = bytes.IndexByte(p.src[at:], '}'); brace >= 0 {
					brace += at
				} else {
					brace = len(p.src)
				}
			}
			if p.mustEnd(at, open, brace) && !r.endless.hold(at) {
				notes = append(notes, note{
					"comment-unclosed", at, "This comment is never closed, so readers see it.",
					"Close it with " + ends + ", or put it into backticks if it is meant as text.",
				})
			}
			continue
		}
		text := p.src[m[1] : m[1]+end]
		until = m[1] + end + len(ends)
		switch e := (edit{p.withBlanks(at, until), ""}); {
		case p.c.lookalikes.opensBlock(text):
		case p.c.lookalikes.marksBlock(text):
			marks = append(marks, e)
		default:
			edits = append(edits, e)
		}
	}
	if len(marks) == 1 {
		// Alone it marks where a block begins only when it says so.
		mark := bytes.ToLower(p.src[marks[0].start:marks[0].stop])
		if !bytes.Contains(mark, []byte(internalAudience)) && !guardWord().Match(mark) {
			edits = append(edits, marks...)
		}
	}
	return edits, notes
}

// mayComment reports whether a mark that has other uses begins a comment: not the
// {# of {#id}, nor the %% of "100 %%" and of a word.
func (p *pass) mayComment(at int, open string) bool {
	behind := p.src[at+len(open):]
	switch open {
	case "{#":
		if len(behind) > 0 && (behind[0] == ' ' || behind[0] == '\n' || behind[0] == '\t' || behind[0] == '-') {
			return true
		}
		end := bytes.IndexAny(behind, "{}\n")
		return end > 0 && behind[end] == '}' && behind[end-1] == '#'
	case "{{!":
		return len(behind) > 0 && (behind[0] == ' ' || behind[0] == '\n')
	case "%%":
		before := bytes.TrimRight(p.src[:at], " \t")
		return len(before) == 0 || !isWordByte(before[len(before)-1]) || len(before) < at && !isDigit(before[len(before)-1])
	}
	return true
}

// percentEnd returns where the %% stands that ends a comment, counted from behind
// the one that begins it, or -1. It stands in the same line, or begins a line when
// the first one does: Obsidian's rule.
func (p *pass) percentEnd(behind int) int {
	start, stop := p.lineAt(behind)
	line := p.src[behind:stop]
	for at := 0; ; at += 2 {
		i := bytes.Index(line[at:], []byte("%%"))
		if i < 0 {
			break
		}
		if at += i; at+2 == len(line) || !isWordByte(line[at+2]) && line[at+2] != '%' {
			return at
		}
	}
	if !isBlank(p.src[start:behind-2]) || !isBlank(line) && bytes.Contains(line, []byte("%%")) {
		return -1
	}
	return bytes.Index(p.src[behind:], []byte("%%"))
}

// mustEnd reports whether a mark without an end is a mistake, and not just text. Behind
// a {# the next } stands at brace.
func (p *pass) mustEnd(at int, open string, brace int) bool {
	start, stop := p.lineAt(at)
	behind := p.src[at+len(open) : stop]
	switch open {
	case "{{!":
		return false
	case "{#":
		return brace >= stop
	case "%%":
		return isBlank(p.src[start:at]) && isBlank(behind)
	}
	return true
}

// withBlanks returns a range with the blanks before it when nothing follows in the
// line, as two of them would break the line.
func (p *pass) withBlanks(start, stop int) span {
	lineStart, _ := p.lineAt(start)
	_, lineStop := p.lineAt(stop)
	if isBlank(p.src[stop:lineStop]) {
		start = lineStart + len(bytes.TrimRight(p.src[lineStart:start], " \t"))
	}
	return span{start, stop}
}

// endOfRaw are the ends of blocks of raw HTML that are no comments.
var endOfRaw = map[ast.HTMLBlockType]string{
	ast.HTMLBlockType3: "?>", ast.HTMLBlockType4: ">", ast.HTMLBlockType5: "]]>",
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
