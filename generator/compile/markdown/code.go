package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"headsup/generator/compile/fragment"
	"headsup/generator/compile/highlight"
)

// codeInfo is what the line above a code block says.
type codeInfo struct {
	lang    string // as written, in lower case
	title   string
	lines   []span // highlighted lines, 1-based, both ends included
	numbers bool
}

// parseInfo reads an info string: a language, then title="…", {1,3-5},
// hl_lines="1 3-5", linenums, or all of that in braces.
func parseInfo(s string) codeInfo {
	s = strings.TrimSpace(s)
	var info codeInfo
	end := strings.IndexAny(s, " \t{")
	if end < 0 {
		end = len(s)
	}
	lang, rest := s[:end], s[end:]
	if strings.Contains(lang, "=") {
		lang, rest = "", s
	}
	// rustdoc's flags follow a comma.
	info.lang, _, _ = strings.Cut(strings.ToLower(lang), ",")
	info.lang = strings.TrimPrefix(info.lang, ".")
	if name, behind, ok := strings.Cut(strings.TrimLeft(rest, " \t"), "]"); ok && strings.HasPrefix(name, "[") {
		info.title, rest = strings.TrimSpace(name[1:]), behind // VitePress
	}
	for rest = strings.TrimLeft(rest, " \t{},"); rest != ""; rest = strings.TrimLeft(rest, " \t{},") {
		if rest[0] >= '0' && rest[0] <= '9' {
			n := strings.IndexAny(rest, "} \t")
			if n < 0 {
				n = len(rest)
			}
			info.lines = append(info.lines, parseLines(rest[:n])...)
			rest = rest[n:]
			continue
		}
		a, n := parseAttribute([]byte(rest))
		if n == 0 {
			rest = rest[1:]
			continue
		}
		rest = rest[n:]
		switch a.key {
		case "title", "filename", "file":
			info.title = strings.TrimSpace(a.value)
		case "hl_lines":
			info.lines = append(info.lines, parseLines(a.value)...)
		case "linenums", "linenos", "showlinenumbers":
			info.numbers = a.value != "false"
		case "class":
			// Pandoc: {.go .numberLines}
			switch {
			case strings.EqualFold(a.value, "numberlines"):
				info.numbers = true
			case info.lang == "":
				info.lang = strings.ToLower(a.value)
			}
		}
	}
	return info
}

// parseLines reads "1,3-5", "1 3-5" and `1,"3-5"`.
func parseLines(s string) []span {
	var out []span
	for _, field := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '"' || r == '\'' }) {
		from, to, ranged := strings.Cut(field, "-")
		if !ranged {
			to = from
		}
		a, err := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err == nil && err2 == nil && a > 0 && b >= a {
			out = append(out, span{a, b})
		}
	}
	return out
}

func (i codeInfo) highlights(line int) bool {
	for _, s := range i.lines {
		if s.start <= line && line <= s.stop {
			return true
		}
	}
	return false
}

// lineMark is a comment that says which lines of the code are highlighted.
var lineMark = lazily(`^\s*(?://|#|--|;|%|<!--|/\*|\{/\*)\s*highlight-(next-line|start|end)\s*(?:-->|\*/\}?)?\s*$`)

// takeMarks takes the comments out of code that say which of its lines are highlighted.
func (i *codeInfo) takeMarks(code []byte) []byte {
	if !bytes.Contains(code, []byte("highlight-")) {
		return code
	}
	out := make([]byte, 0, len(code))
	line, start := 0, 0
	for text := range bytes.Lines(code) {
		m := lineMark().FindSubmatch(text)
		if m == nil {
			line++
			out = append(out, text...)
			continue
		}
		switch string(m[1]) {
		case "next-line":
			i.lines = append(i.lines, span{line + 1, line + 1})
		case "start":
			start = line + 1
		case "end":
			if start > 0 {
				i.lines = append(i.lines, span{start, line})
			}
			start = 0
		}
	}
	return out
}

// code returns the text of a code block.
func (r *renderer) code(n ast.Node) []byte {
	var out []byte
	lines := n.Lines()
	for i := range lines.Len() {
		seg := lines.At(i)
		out = append(out, seg.Value(r.src)...)
	}
	return out
}

func (r *renderer) fencedCode(n *ast.FencedCodeBlock) {
	var info codeInfo
	if n.Info != nil {
		info = parseInfo(string(appendUnescaped(nil, n.Info.Segment.Value(r.src))))
	}
	figure := info.title != ""
	if figure {
		r.raw(`<figure class="code"><figcaption>`)
		r.out = fragment.AppendText(r.out, []byte(info.title))
		r.raw("</figcaption>\n")
	}
	r.raw("<pre")
	class := "chroma"
	if info.numbers {
		class += " linenos"
	}
	r.attributes(n, class)
	r.raw(` tabindex="0"`)
	if info.lang != "" {
		r.raw(` data-lang="`)
		r.out = appendAttribute(r.out, info.lang)
		r.raw(`"`)
	}
	r.raw("><code>")
	text := info.takeMarks(r.code(n))
	code := r.c.code.HTML(info.lang, text)
	if info.numbers || len(info.lines) > 0 {
		r.out = highlight.AppendLines(r.out, code, info.highlights)
	} else {
		r.out = append(r.out, code...)
	}
	r.raw("</code></pre>\n")
	if figure {
		r.raw("</figure>\n")
	}
}
