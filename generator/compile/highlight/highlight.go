// Package highlight turns code into HTML with a span for each token, such as
//
//	<span class="kd">func</span> <span class="nf">main</span><span class="p">()</span>
//
// It has the languages and the class names of chroma, whose lexers it runs in a
// faster way ([Highlighter]). [AppendLines] adds an element for each line, and
// [WriteCSS] writes the colours. The element around the code is the caller's.
//
// Why chroma does not run its lexers itself:
//
//   - It takes six times the processor time and eight times the memory, since it
//     tries each rule of a state at each place and keeps the groups of each match.
//     A cold build of 1,000 pages, most of them with one or two short blocks of
//     code, then takes a fifth more processor time as a whole.
//   - Its regular expressions give up after a quarter of a second. On a busy
//     machine the same code could become other HTML.
//   - Nothing ends it when rules match without taking any text, again and again.
//
// The rules, their regular expressions and what they do with a match are
// chroma's, and the tests compare the tokens. Both highlight the same code in
//
//	go test -run ^$ -bench Compare ./generator/compile/highlight
package highlight

import (
	"errors"
	"fmt"
	"sync"

	"headsup/generator/compile/fragment"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// Highlighter turns code into HTML. It keeps what it made last, since pages
// repeat their code. It is safe for concurrent use.
type Highlighter struct {
	mu     sync.Mutex
	lexers map[string]tokenise // by language, nil for an unknown one
	cache  map[cacheKey][]byte
	size   int
	limit  int
}

type cacheKey struct{ lang, code string }

// New returns a highlighter that keeps up to limit bytes of code and of its
// HTML.
func New(limit int) *Highlighter {
	return &Highlighter{lexers: map[string]tokenise{}, cache: map[cacheKey][]byte{}, limit: limit}
}

// tokenise calls emit with each token of a text.
type tokenise func(text string, emit func(kind chroma.TokenType, value string)) error

// lexer returns the lexer of a language, nil when there is none. It is made
// once.
func (h *Highlighter) lexer(lang string) tokenise {
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
	return chromaTokenise(l)
}

// chromaTokenise has a lexer find its tokens itself, one text at a time.
func chromaTokenise(l chroma.Lexer) tokenise {
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

// HTML returns code as HTML with a span for each token that has a class. Code in
// a language that nobody knows is plain. The result must not be changed.
func (h *Highlighter) HTML(lang string, code []byte) []byte {
	if lang == "" || len(code) == 0 {
		return fragment.AppendText(nil, code)
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
		return fragment.AppendText(nil, code)
	}
	out = tokenHTML(lexer, key.code)
	h.mu.Lock()
	defer h.mu.Unlock()
	if size := len(key.code) + len(out); size < h.limit/8 {
		if h.size += size; h.size > h.limit {
			clear(h.cache)
			h.size = size
		}
		h.cache[key] = out
	}
	return out
}
