package theme

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

// script returns a script with the modules put in that only it imports, with the
// relative references of its imports followed, and without what only its author
// reads.
func (b *bundle) script(p string, source []byte) []byte {
	relative := func(source []byte) []reference {
		return slices.DeleteFunc(scriptReferences(source), func(ref reference) bool {
			return !strings.HasPrefix(ref.dest, "./") && !strings.HasPrefix(ref.dest, "../") // a bare name or a full URL
		})
	}
	// What is wrong is said where the author wrote it, so before anything moves.
	found := len(b.list)
	for _, ref := range relative(source) {
		b.resolve(p, ref)
	}
	if len(b.list) > found {
		return source
	}
	source = b.join(p, source)
	var out bytes.Buffer
	last := 0
	for _, ref := range relative(source) {
		target, suffix := b.resolve(p, ref)
		if target == nil {
			continue
		}
		target.named = true
		out.Write(source[last:ref.start])
		out.WriteString(strconv.Quote("./" + url.PathEscape(target.name) + suffix))
		last = ref.end
	}
	out.Write(source[last:])
	if b.minify {
		return minifyScript(out.Bytes())
	}
	return compactScript(out.Bytes())
}

// minifyScript makes a script smaller without a change of what it does. One with
// a comment that is not only for people, such as a licence, and one that the
// minifier cannot read, loses comments and indentation only.
func minifyScript(src []byte) []byte {
	compact := compactScript(src)
	if licence.Match(compact) {
		return compact
	}
	var out bytes.Buffer
	if err := js.Minify(minify.New(), &out, bytes.NewReader(compact), nil); err != nil {
		return compact
	}
	return out.Bytes()
}

// licence matches what only a comment for programs says. Where it stands in a
// text, the script stays a little larger.
var licence = regexp.MustCompile(`(?m)^#!|//[!#@]|/\*[!#@]|@license|@preserve|@cc_on`)

// compactScript removes line comments, indentation and empty lines. Comments
// that programs read (//! and //# and /*) stay.
func compactScript(src []byte) []byte {
	out := make([]byte, 0, len(src))
	last := 0
	for _, t := range append(scriptTokens(src), token{start: len(src), end: len(src)}) {
		gap := src[last:t.start]
		switch {
		case bytes.IndexByte(gap, '\n') < 0, marked.Match(gap):
			out = append(out, gap...)
		case last > 0:
			out = append(out, '\n')
		}
		out = append(out, src[t.start:t.end]...)
		last = t.end
	}
	return out
}

// marked matches a gap between tokens with a comment that is not only for people.
var marked = regexp.MustCompile(`/\*|//[^\s]|^#!`)

// scriptReferences finds the files that a script names, in order: in import
// and export … from, in import("…"), and in new URL("…", import.meta.url).
func scriptReferences(src []byte) []reference {
	tokens := scriptTokens(src)
	text := func(i int) string {
		if i < 0 || i >= len(tokens) || tokens[i].kind == stringToken {
			return ""
		}
		return string(src[tokens[i].start:tokens[i].end])
	}
	is := func(i int, words ...string) bool {
		for k, w := range words {
			if text(i+k) != w {
				return false
			}
		}
		return true
	}
	var list []reference
	add := func(i int) {
		if i >= len(tokens) || tokens[i].kind != stringToken {
			return
		}
		t := tokens[i]
		if n := len(list); n > 0 && t.start < list[n-1].end {
			return // two clauses that both lack their own string
		}
		list = append(list, reference{start: t.start, end: t.end, dest: unquoteScript(src[t.start:t.end])})
	}
	for i, t := range tokens {
		switch {
		case text(i-1) == ".":
		case t.kind == stringToken && is(i-3, "new", "URL", "(") && is(i+1, ",", "import", ".", "meta", ".", "url"):
			add(i)
		case is(i, "import", "("):
			if is(i+3, ")") || is(i+3, ",") {
				add(i + 2)
			}
		case is(i, "import") && i+1 < len(tokens) && tokens[i+1].kind == stringToken:
			add(i + 1)
		case is(i, "import"), is(i, "export", "{"), is(i, "export", "*"):
			add(fromClause(tokens, i+1, text))
		}
	}
	return list
}

// fromClause returns the index of the string behind "from" in the import or
// export clause that begins at i, or an index behind the last token.
func fromClause(tokens []token, i int, text func(int) string) int {
	depth := 0
	for ; i < len(tokens); i++ {
		switch w := text(i); {
		case w == "{":
			depth++
		case w == "}":
			depth--
		case depth > 0 && (w == "," || tokens[i].kind != punctToken):
		case w == "from" && i+1 < len(tokens) && tokens[i+1].kind == stringToken:
			return i + 1
		case w == "," || w == "*" || tokens[i].kind == nameToken:
		default:
			return len(tokens)
		}
		if depth < 0 {
			return len(tokens)
		}
	}
	return len(tokens)
}

type tokenKind uint8

const (
	nameToken   tokenKind = iota // names, keywords and numbers
	punctToken                   // one byte
	stringToken                  // with quotes
	otherToken                   // regular expressions and pieces of templates
)

type token struct {
	kind       tokenKind
	start, end int
}

// scriptTokens splits a script, without comments and white space. It knows just
// enough of the language to tell code from strings, templates and regular
// expressions.
func scriptTokens(src []byte) []token {
	var list []token
	var open []byte // '{' for a block, '`' for a ${ in a template
	emit := func(kind tokenKind, start, end int) int {
		list = append(list, token{kind, start, end})
		return end
	}
	template := func(i int) int { // i is behind the backquote or brace
		end, more := templateEnd(src, i)
		if more {
			open = append(open, '`')
		}
		return emit(otherToken, i-1, end)
	}
	for i := 0; i < len(src); {
		switch c := src[i]; {
		case isSpace(c):
			i++
		case bytes.HasPrefix(src[i:], []byte("//")) || i == 0 && bytes.HasPrefix(src, []byte("#!")):
			i += lineLength(src[i:])
		case bytes.HasPrefix(src[i:], []byte("/*")):
			i = skipStyle(src, i)
		case c == '"' || c == '\'':
			i = emit(stringToken, i, stringEnd(src, i))
		case c == '`':
			i = template(i + 1)
		case c == '}' && len(open) > 0 && open[len(open)-1] == '`':
			open = open[:len(open)-1]
			i = template(i + 1)
		case c == '/' && regexpAllowed(src, list):
			if end := regexpEnd(src, i); end > i {
				i = emit(otherToken, i, end)
			} else {
				i = emit(punctToken, i, i+1)
			}
		case isNameByte(c):
			start := i
			for i < len(src) && isNameByte(src[i]) && src[i] != '-' {
				i++
			}
			i = emit(nameToken, start, max(i, start+1))
		default:
			if c == '{' {
				open = append(open, c)
			} else if c == '}' && len(open) > 0 {
				open = open[:len(open)-1]
			}
			i = emit(punctToken, i, i+1)
		}
	}
	return list
}

// lineLength returns the number of bytes before the next line break.
func lineLength(b []byte) int {
	if n := bytes.IndexByte(b, '\n'); n >= 0 {
		return n
	}
	return len(b)
}

// templateEnd returns the end of the text of a template literal: behind the
// closing backquote, or behind a ${ when more is set.
func templateEnd(src []byte, i int) (end int, more bool) {
	for ; i < len(src); i++ {
		switch {
		case src[i] == '\\':
			i++
		case src[i] == '`':
			return i + 1, false
		case src[i] == '$' && i+1 < len(src) && src[i+1] == '{':
			return i + 2, true
		}
	}
	return len(src), false
}

// beforeRegexp are the keywords behind which a slash begins a regular
// expression.
var beforeRegexp = []string{
	"await", "case", "delete", "do", "else", "in", "instanceof", "new", "of", "return", "throw", "typeof", "void", "yield",
}

// regexpAllowed tells a regular expression from a division by what precedes it.
func regexpAllowed(src []byte, before []token) bool {
	if len(before) == 0 {
		return true
	}
	t := before[len(before)-1]
	switch t.kind {
	case nameToken:
		return slices.Contains(beforeRegexp, string(src[t.start:t.end]))
	case punctToken:
		return src[t.start] != ')' && src[t.start] != ']'
	default:
		return false
	}
}

// regexpEnd returns the end of the regular expression at i, or i when the line
// ends first.
func regexpEnd(src []byte, i int) int {
	class := false
	for j := i + 1; j < len(src) && src[j] != '\n'; j++ {
		switch src[j] {
		case '\\':
			j++
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if !class {
				return j + 1
			}
		}
	}
	return i
}

// unquoteScript returns the text of a string literal. One with escapes is left
// with them: file names in imports have none.
func unquoteScript(lit []byte) string {
	return strings.Trim(string(lit), `"'`)
}
