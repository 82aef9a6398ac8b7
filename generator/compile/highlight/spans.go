package highlight

import (
	"headsup/generator/compile/fragment"

	"github.com/alecthomas/chroma/v2"
)

// tokenHTML writes the tokens of code. Code that the lexer fails on is plain.
func tokenHTML(lexer tokenise, code string) (out []byte) {
	defer func() {
		if recover() != nil {
			out = fragment.AppendText(nil, code)
		}
	}()
	w := tokenWriter{out: make([]byte, 0, 4*len(code))}
	if err := lexer(code, w.write); err != nil {
		return fragment.AppendText(nil, code)
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
	w.out = fragment.AppendText(w.out, value)
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
