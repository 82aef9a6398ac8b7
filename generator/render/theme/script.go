package theme

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tdewolff/minify/v2"
	minifyjs "github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/js"
)

// script returns a script with its relative references followed, and the assets
// that they lead to.
func (b *bundle) script(p string, source []byte) (data []byte, loads []*built) {
	var out bytes.Buffer
	last := 0
	for _, ref := range scriptReferences(source) {
		if !strings.HasPrefix(ref.dest, "./") && !strings.HasPrefix(ref.dest, "../") {
			continue // a bare name or a full URL
		}
		target, suffix := b.resolve(p, ref)
		if target == nil {
			continue
		}
		loads = append(loads, target)
		out.Write(source[last:ref.start])
		out.WriteString(strconv.Quote("./" + url.PathEscape(target.name) + suffix))
		last = ref.end
	}
	out.Write(source[last:])
	return out.Bytes(), loads
}

// minifyScript makes a script smaller without a change of what it does. One with
// a comment that is not only for people, such as a licence, and one that the
// minifier cannot read, stay as they are.
func minifyScript(source []byte) []byte {
	if licence.Match(source) {
		return source
	}
	var out bytes.Buffer
	if err := minifyjs.Minify(minify.New(), &out, bytes.NewReader(source), nil); err != nil {
		return source
	}
	return out.Bytes()
}

// licence matches what only a comment for programs says. Where it stands in a
// text, the script stays a little larger.
var licence = regexp.MustCompile(`(?m)^#!|//[!#@]|/\*[!#@]|@license|@preserve|@cc_on`)

// scriptToken is a token of a script.
type scriptToken struct {
	kind  js.TokenType
	text  string
	start int
}

// scriptTokens returns the tokens of a script without white space and comments.
func scriptTokens(source []byte) []scriptToken {
	input := parse.NewInputBytes(slices.Clip(source))
	lexer := js.NewLexer(input)
	if bytes.HasPrefix(source, []byte("#!")) {
		input.Move(max(bytes.IndexByte(source, '\n'), len("#!")))
		input.Skip()
	}
	var list []scriptToken
	for {
		kind, text := lexer.Next()
		if kind == js.ErrorToken && input.Err() != nil {
			return list
		}
		if (kind == js.DivToken || kind == js.DivEqToken) && !(len(list) > 0 && endsValue(list[len(list)-1].kind)) {
			if whole, expression := lexer.RegExp(); whole == js.RegExpToken {
				kind, text = whole, expression
			} else {
				input.Rewind(len(text)) // the line ends first
				input.Skip()
			}
		}
		switch kind {
		case js.WhitespaceToken, js.LineTerminatorToken, js.CommentToken, js.CommentLineTerminatorToken:
		default:
			list = append(list, scriptToken{kind, string(text), input.Offset() - len(text)})
		}
	}
}

// endsValue reports whether a slash behind a token divides. Otherwise it begins
// a regular expression.
func endsValue(kind js.TokenType) bool {
	switch kind {
	case js.CloseParenToken, js.CloseBracketToken, js.StringToken, js.TemplateToken, js.TemplateEndToken, js.RegExpToken,
		js.PrivateIdentifierToken, js.IncrToken, js.DecrToken, js.ThisToken, js.SuperToken, js.NullToken, js.TrueToken, js.FalseToken:
		return true
	}
	return js.IsNumeric(kind) || js.IsIdentifier(kind) && kind != js.OfToken
}

// besideScript is new URL("…", import.meta.url).
var besideScript = []js.TokenType{
	js.NewToken, js.IdentifierToken, js.OpenParenToken, js.StringToken, js.CommaToken,
	js.ImportToken, js.DotToken, js.MetaToken, js.DotToken, js.IdentifierToken,
}

// scriptReferences finds the files that a script names, in order: in import
// and export … from, in import("…"), and in new URL("…", import.meta.url).
func scriptReferences(source []byte) []reference {
	tokens := scriptTokens(source)
	is := func(i int, kinds ...js.TokenType) bool {
		if i < 0 || i+len(kinds) > len(tokens) {
			return false
		}
		for k, kind := range kinds {
			if tokens[i+k].kind != kind {
				return false
			}
		}
		return true
	}
	var list []reference
	add := func(t scriptToken) {
		if n := len(list); n > 0 && t.start < list[n-1].end {
			return // an export without a string before an import that has one
		}
		list = append(list, reference{start: t.start, end: t.start + len(t.text), dest: t.text[1 : len(t.text)-1]})
	}
	for i := range tokens {
		switch {
		case is(i-1, js.DotToken), is(i-1, js.OptChainToken): // a property of that name
		case is(i, besideScript...) && tokens[i+1].text == "URL" && tokens[i+9].text == "url":
			add(tokens[i+3])
		case is(i, js.ImportToken, js.OpenParenToken, js.StringToken):
			if is(i+3, js.CloseParenToken) || is(i+3, js.CommaToken) {
				add(tokens[i+2])
			}
		case is(i, js.ImportToken, js.StringToken):
			add(tokens[i+1])
		case is(i, js.ImportToken), is(i, js.ExportToken, js.OpenBraceToken), is(i, js.ExportToken, js.MulToken):
			for k := i + 1; k < len(tokens) && inClause(tokens[k].kind); k++ {
				if is(k, js.FromToken, js.StringToken) {
					add(tokens[k+1])
					break
				}
			}
		}
	}
	return list
}

// inClause reports whether a token can stand between import or export and the
// string behind from.
func inClause(kind js.TokenType) bool {
	switch kind {
	case js.OpenBraceToken, js.CloseBraceToken, js.CommaToken, js.MulToken, js.StringToken:
		return true
	}
	return js.IsIdentifierName(kind)
}
