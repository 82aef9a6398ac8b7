package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
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
		r.out = appendEscaped(r.out, []byte(info.title))
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
	code := r.code(n)
	lined := info.numbers || len(info.lines) > 0
	highlighted := r.c.code.highlight(info.lang, code)
	if lined {
		r.out = appendLines(r.out, highlighted, info)
	} else {
		r.out = append(r.out, highlighted...)
	}
	r.raw("</code></pre>\n")
	if figure {
		r.raw("</figure>\n")
	}
}

// appendLines puts each line of highlighted code into a span. A token that runs
// over a line's end is closed before it and opened again behind it.
func appendLines(dst, code []byte, info codeInfo) []byte {
	open := []byte(nil)
	for line := 1; len(code) > 0; line++ {
		end := bytes.IndexByte(code, '\n')
		if end < 0 {
			end = len(code) - 1
		}
		text := code[:end+1]
		code = code[end+1:]
		if info.highlights(line) {
			dst = append(dst, `<span class="line hl">`...)
		} else {
			dst = append(dst, `<span class="line">`...)
		}
		dst = append(dst, open...)
		body, newline := bytes.CutSuffix(text, []byte("\n"))
		dst = append(dst, body...)
		open = openSpan(open, body)
		if open != nil {
			dst = append(dst, "</span>"...)
		}
		if newline {
			dst = append(dst, '\n')
		}
		dst = append(dst, "</span>"...)
	}
	return dst
}

// openSpan returns the start tag of the span that is open behind a piece of
// highlighted code. Spans do not nest.
func openSpan(open, s []byte) []byte {
	start, end := bytes.LastIndex(s, []byte("<span ")), bytes.LastIndex(s, []byte("</span>"))
	switch {
	case start > end:
		stop := bytes.IndexByte(s[start:], '>')
		return s[start : start+stop+1]
	case end >= 0:
		return nil
	}
	return open
}

// highlighter turns code into HTML. It keeps what it made last, since pages
// repeat their code.
type highlighter struct {
	mu     sync.Mutex
	lexers map[string]tokenise // by language, nil for an unknown one
	cache  map[cacheKey][]byte
	size   int
}

type cacheKey struct{ lang, code string }

// cacheLimit is how many bytes of code and HTML the cache holds.
const cacheLimit = 4 << 20

func newHighlighter() *highlighter {
	return &highlighter{lexers: map[string]tokenise{}, cache: map[cacheKey][]byte{}}
}

// tokenise calls emit with each token of a text.
type tokenise func(text string, emit func(kind chroma.TokenType, value string)) error

// lexer returns the lexer of a language, nil when there is none. It is made
// once.
func (h *highlighter) lexer(lang string) tokenise {
	h.mu.Lock()
	defer h.mu.Unlock()
	t, ok := h.lexers[lang]
	if !ok {
		t = newTokenise(lexers.Get(lang))
		h.lexers[lang] = t
	}
	return t
}

func newTokenise(l chroma.Lexer) tokenise {
	if l == nil {
		return nil
	}
	if f, err := newFastLexer(l, lexers.GlobalLexerRegistry); err == nil {
		return f.tokens
	}
	var mu sync.Mutex // some of these lexers change themselves while they run
	return func(text string, emit func(chroma.TokenType, string)) error {
		mu.Lock()
		defer mu.Unlock()
		it, err := l.Tokenise(nil, text)
		if err != nil {
			return fmt.Errorf("lex code: %w", err)
		}
		idle := 0
		for t := it(); t != chroma.EOF; t = it() {
			if idle++; t.Value != "" {
				idle = 0
			}
			if idle > mostIdle {
				return errors.New("lex code: tokens without text")
			}
			emit(t.Type, t.Value)
		}
		return nil
	}
}

// highlight returns code as HTML with a span for each token that has a class.
// The result must not be changed.
func (h *highlighter) highlight(lang string, code []byte) []byte {
	if lang == "" || len(code) == 0 {
		return appendEscaped(nil, code)
	}
	key := cacheKey{lang, string(code)}
	h.mu.Lock()
	out, ok := h.cache[key]
	h.mu.Unlock()
	if ok {
		return out
	}
	lexer := h.lexer(lang)
	if lexer == nil {
		return appendEscaped(nil, code)
	}
	out = tokenHTML(lexer, key.code)
	h.mu.Lock()
	defer h.mu.Unlock()
	if size := len(key.code) + len(out); size < cacheLimit/8 {
		if h.size += size; h.size > cacheLimit {
			clear(h.cache)
			h.size = size
		}
		h.cache[key] = out
	}
	return out
}

// tokenHTML writes the tokens of code. Code that the lexer fails on is plain.
func tokenHTML(lexer tokenise, code string) (out []byte) {
	defer func() {
		if recover() != nil {
			out = appendEscaped(nil, []byte(code))
		}
	}()
	w := tokenWriter{out: make([]byte, 0, 4*len(code))}
	if err := lexer(code, w.write); err != nil {
		return appendEscaped(nil, []byte(code))
	}
	return w.end()
}

// tokenWriter writes tokens as spans; neighbours of one class share one.
type tokenWriter struct {
	out   []byte
	class string
}

func (w *tokenWriter) write(kind chroma.TokenType, value string) {
	if value == "" {
		return
	}
	if class := tokenClass(kind); class != w.class {
		if w.class != "" {
			w.out = append(w.out, "</span>"...)
		}
		if class != "" {
			w.out = append(w.out, `<span class="`+class+`">`...)
		}
		w.class = class
	}
	w.out = appendEscaped(w.out, []byte(value))
}

func (w *tokenWriter) end() []byte {
	if w.class != "" {
		w.out = append(w.out, "</span>"...)
	}
	return w.out
}

// tokenClass returns the class of a token, or of the nearest category that has
// one; "" for plain text.
func tokenClass(kind chroma.TokenType) string {
	for kind != 0 {
		if class, ok := chroma.StandardTypes[kind]; ok {
			if class == "w" || class == "err" {
				return ""
			}
			return class
		}
		kind = kind.Parent()
	}
	return ""
}
