// Package fragment reads the HTML that the compiler writes into pages.
//
// It is for that HTML alone, in which "<" begins a tag wherever it stands,
// attribute values are between double quotes, names are in lower case, and
// there are no comments, scripts and styles. HTML of authors, of themes or of
// files is for golang.org/x/net/html to read.
package fragment

import (
	"html"
	"iter"
	"strings"

	"golang.org/x/net/html/atom"
)

// Kind is what a token is.
type Kind uint8

// The kinds of tokens.
const (
	Text  Kind = iota
	Start      // a start tag
	End        // an end tag
)

// Token is a tag, or the text between two.
type Token struct {
	Kind   Kind
	Tag    atom.Atom // of a tag; 0 when the name is not HTML's
	Attrs  Attributes
	Raw    string // as it is written
	Offset int    // of its first byte
}

// Text returns what a text says, its character references decoded.
func (t Token) Text() string { return html.UnescapeString(t.Raw) }

// Tokens returns the tokens of a fragment in their order: joined, their Raw is
// the fragment. The rest behind a "<" that begins no whole tag is left out.
func Tokens(src string) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		for at := 0; at < len(src); {
			t := next(src[at:])
			t.Offset = at
			at += len(t.Raw)
			if t.Raw == "" || !yield(t) {
				return
			}
		}
	}
}

// next returns the token at the start of src, one without Raw when there is none.
func next(src string) Token {
	if src[0] != '<' {
		if end := strings.IndexByte(src, '<'); end >= 0 {
			src = src[:end]
		}
		return Token{Raw: src}
	}
	name := 1
	t := Token{Kind: Start}
	if strings.HasPrefix(src, "</") {
		name, t.Kind = 2, End
	}
	size := name
	for size < len(src) && src[size] != ' ' && src[size] != '>' {
		size++
	}
	t.Tag = atom.Lookup([]byte(src[name:size]))
	for end := size; end < len(src); end++ {
		switch src[end] {
		case '>':
			t.Attrs, t.Raw = Attributes(src[size:end]), src[:end+1]
			return t
		case '"':
			n := strings.IndexByte(src[end+1:], '"')
			if n < 0 {
				return Token{}
			}
			end += 1 + n
		}
	}
	return Token{}
}

// Attributes are those of a start tag as they are written:
// ` class="alert alert-note" open`.
type Attributes string

// All returns the attributes in their order, the values decoded.
func (a Attributes) All() iter.Seq2[string, string] {
	return func(yield func(key, value string) bool) {
		for rest := string(a); rest != ""; {
			rest = strings.TrimLeft(rest, " ")
			key := rest
			if end := strings.IndexAny(rest, " ="); end >= 0 {
				key = rest[:end]
			}
			rest = rest[len(key):]
			value := ""
			if strings.HasPrefix(rest, `="`) {
				value, rest, _ = strings.Cut(rest[2:], `"`)
			}
			if key == "" || !yield(key, html.UnescapeString(value)) {
				return
			}
		}
	}
}

// Lookup returns the value of an attribute, and whether it is there.
func (a Attributes) Lookup(key string) (string, bool) {
	for k, v := range a.All() {
		if k == key {
			return v, true
		}
	}
	return "", false
}

// Get returns the value of an attribute, "" when it is not there.
func (a Attributes) Get(key string) string {
	value, _ := a.Lookup(key)
	return value
}

// HasClass reports whether a class is among those of the attribute.
func (a Attributes) HasClass(class string) bool {
	if !strings.Contains(string(a), class) {
		return false
	}
	for c := range strings.FieldsSeq(a.Get("class")) {
		if c == class {
			return true
		}
	}
	return false
}

// IsVoid reports whether an element has neither content nor an end tag.
func IsVoid(a atom.Atom) bool {
	switch a {
	case atom.Br, atom.Hr, atom.Img, atom.Input, atom.Source, atom.Track, atom.Wbr, atom.Col:
		return true
	}
	return false
}

// AppendText appends text with what HTML text cannot hold as entities.
func AppendText[T string | []byte](dst []byte, s T) []byte {
	last := 0
	for i := range len(s) {
		var entity string
		switch s[i] {
		case '&':
			entity = "&amp;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		default:
			continue
		}
		dst = append(dst, s[last:i]...)
		dst = append(dst, entity...)
		last = i + 1
	}
	return append(dst, s[last:]...)
}
