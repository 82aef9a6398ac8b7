package adopt

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// literals returns the texts, numbers and flags that a program in JavaScript,
// TypeScript, Python or Ruby gives to keys, as far as they stand there as literals:
//
//	const config = {url: 'https://docs.example.com', docs: {path: "guides"}}
//	project = "Handbook"
//
// give "url", "docs.path" and "project". Of a key that is there more than once the first
// value counts. Nothing is evaluated: a text that is put together of parts, or comes
// from a call, is absent.
func literals(src []byte, comment string) map[string]string {
	s := &literalScanner{src: string(src), comment: comment, found: map[string]string{}}
	s.scan()
	return s.found
}

// literalScanner goes through a program token by token.
type literalScanner struct {
	src     string
	comment string // what begins a comment to the end of the line: "//" or "#"
	at      int
	found   map[string]string
}

// token is a word, a text or a sign of a program.
type token struct {
	kind byte // 'w' a word or number, 't' a text, 'x' a text that holds an expression, otherwise the sign itself
	text string
}

// maxNesting is how deep brackets are followed.
const maxNesting = 100

func (s *literalScanner) scan() {
	var path []string // what is in front of each open bracket, "" without one
	key, before := "", token{}
	pending := ""   // the key whose value comes next
	choice := false // a colon is that of ? and :
	setting := 0    // how much of Middleman's "set :css_dir," is behind
	for {
		t, ok := s.next()
		if !ok {
			return
		}
		switch {
		case t.text == "set", t.kind == ':' && setting == 1, t.kind == 'w' && setting == 2:
			setting++
		case t.kind != ',':
			setting = 0
		}
		switch t.kind {
		case '{', '[', '(':
			choice = false
			if before.kind == '=' {
				pending = "" // the name of a variable
			}
			if len(path) < maxNesting {
				path = append(path, pending)
			}
			pending, key = "", ""
		case '}', ']', ')':
			choice = false
			if len(path) > 0 {
				path = path[:len(path)-1]
			}
			pending, key = "", ""
		case ':', '=':
			if !choice {
				pending = key
			}
		case 't', 'w':
			if pending != "" {
				s.value(append(path[:len(path):len(path)], pending), t)
				pending = ""
			}
			key = t.text
		case ',':
			pending, choice = "", false
			if setting == 3 {
				pending = key
			}
			key, setting = "", 0
		default:
			choice = choice || t.kind == '?'
			pending, key = "", ""
		}
		before = t
	}
}

// value keeps the value of a key, unless what follows makes more of it than a literal.
func (s *literalScanner) value(path []string, t token) {
	if t.kind == 'w' && t.text != "true" && t.text != "false" && !startsWithDigit(t.text) {
		return
	}
	at := s.at
	after, ok := s.next()
	s.at = at
	if ok && strings.IndexByte("+.([?|&%", after.kind) >= 0 {
		return
	}
	var named []string
	for _, p := range path {
		if p != "" {
			named = append(named, p)
		}
	}
	name := strings.Join(named, ".")
	if _, there := s.found[name]; !there {
		s.found[name] = t.text
	}
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// next returns the next token; comments and blanks are none.
func (s *literalScanner) next() (token, bool) {
	for s.at < len(s.src) {
		rest := s.src[s.at:]
		c := rest[0]
		switch {
		case strings.HasPrefix(rest, s.comment):
			s.skipTo(rest, "\n")
		case s.comment == "//" && strings.HasPrefix(rest, "/*"):
			s.skipTo(rest[2:], "*/")
			s.at += 2
		case c == '"' || c == '\'' || c == '`':
			return s.text(c), true
		case c <= ' ':
			s.at++
		default:
			r, size := utf8.DecodeRuneInString(rest)
			if !wordRune(r) {
				s.at += size
				return token{kind: c, text: rest[:size]}, true
			}
			end := 0
			for end < len(rest) {
				r, size := utf8.DecodeRuneInString(rest[end:])
				if !wordRune(r) {
					break
				}
				end += size
			}
			s.at += end
			return token{kind: 'w', text: rest[:end]}, true
		}
	}
	return token{}, false
}

func wordRune(r rune) bool { return r == '_' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r) }

func (s *literalScanner) skipTo(rest, end string) {
	if i := strings.Index(rest, end); i >= 0 {
		s.at += i + len(end)
	} else {
		s.at = len(s.src)
	}
}

// text reads a text in quotes. One with an expression in it is no literal.
func (s *literalScanner) text(quote byte) token {
	var out strings.Builder
	kind := byte('t')
	for s.at++; s.at < len(s.src); s.at++ {
		switch c := s.src[s.at]; {
		case c == quote:
			s.at++
			return token{kind, out.String()}
		case c == '\\' && s.at+1 < len(s.src):
			s.at++
			if c := s.src[s.at]; c == 'n' || c == 't' {
				out.WriteByte(' ')
			} else if c != '\n' {
				out.WriteByte(c)
			}
		case c == '\n' && quote != '`':
			return token{'x', ""} // a regular expression, or a quote in a comment of JSX
		default:
			if quote == '`' && c == '$' && s.at+1 < len(s.src) && s.src[s.at+1] == '{' || quote == '"' && c == '#' && s.comment == "#" {
				kind = 'x'
			}
			out.WriteByte(c)
		}
	}
	return token{'x', ""}
}
