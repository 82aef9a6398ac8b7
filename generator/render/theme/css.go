package theme

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"
)

// styleSheet returns a style sheet with its references followed, the style
// sheets that it imports put in, and comments and indentation removed.
func (b *bundle) styleSheet(p string, source []byte) []byte {
	var out bytes.Buffer
	last := 0
	for _, ref := range styleReferences(source) {
		target, suffix := b.resolve(p, ref)
		if target == nil {
			continue
		}
		out.Write(compactStyle(source[last:ref.start]))
		last = ref.end
		if !ref.imports {
			target.named = true
			out.WriteString(cssString(url.PathEscape(target.name) + suffix))
			continue
		}
		target.part = true
		before, after := importFrame(ref.condition)
		out.WriteString(before)
		out.Write(bytes.TrimSpace(target.data))
		out.WriteString(after)
	}
	out.Write(compactStyle(source[last:]))
	return append(bytes.TrimSpace(out.Bytes()), '\n')
}

// styleToken is a token of a style sheet.
type styleToken struct {
	kind  css.TokenType
	text  string
	start int
}

func (t styleToken) end() int { return t.start + len(t.text) }

// is reports whether the token is of a kind and has a text, case ignored.
func (t styleToken) is(kind css.TokenType, text string) bool {
	return t.kind == kind && strings.EqualFold(t.text, text)
}

// styleTokens returns the tokens of a style sheet; together they are its text.
func styleTokens(source []byte) []styleToken {
	lexer := css.NewLexer(parse.NewInputBytes(slices.Clip(source)))
	var list []styleToken
	for at := 0; at < len(source); {
		kind, text := lexer.Next()
		if len(text) == 0 {
			break // the end
		}
		list = append(list, styleToken{kind, string(text), at})
		at += len(text)
	}
	return list
}

// styleReferences finds url(…) and @import in a style sheet, in order.
func styleReferences(source []byte) []reference {
	var list []reference
	tokens := styleTokens(source)
	for i := 0; i < len(tokens); i++ {
		switch t := tokens[i]; {
		case t.is(css.AtKeywordToken, "@import"):
			end := i + 1
			for end < len(tokens) && tokens[end].kind != css.SemicolonToken && tokens[end].kind != css.LeftBraceToken {
				end++
			}
			if ref, ok := styleImport(tokens[i+1 : end]); ok {
				ref.start, ref.end = t.start, tokens[end-1].end()
				if end < len(tokens) && tokens[end].kind == css.SemicolonToken {
					ref.end = tokens[end].end()
				}
				list = append(list, ref)
			}
			i = end - 1
		case t.kind == css.URLToken:
			start := t.start + strings.IndexByte(t.text, '(') + 1
			end := t.start + len(strings.TrimSuffix(t.text, ")"))
			list = append(list, reference{start: start, end: end, dest: destination(t)})
		}
	}
	return list
}

// styleImport reads what follows @import. The reference has no place yet.
func styleImport(tokens []styleToken) (ref reference, ok bool) {
	tokens = slices.DeleteFunc(slices.Clone(tokens), func(t styleToken) bool { return t.kind == css.CommentToken })
	tokens = trimSpace(tokens)
	if len(tokens) == 0 || tokens[0].kind != css.StringToken && tokens[0].kind != css.URLToken {
		return ref, false
	}
	return reference{dest: destination(tokens[0]), imports: true, condition: tokens[1:]}, true
}

// destination returns the address in a string or url().
func destination(t styleToken) string {
	text := t.text
	if t.kind == css.URLToken {
		text = strings.TrimSpace(strings.TrimSuffix(text[strings.IndexByte(text, '(')+1:], ")"))
	}
	return strings.Trim(text, `"'`)
}

func trimSpace(tokens []styleToken) []styleToken {
	for len(tokens) > 0 && tokens[0].kind == css.WhitespaceToken {
		tokens = tokens[1:]
	}
	return tokens
}

// importFrame returns what stands around the rules of an imported style sheet,
// from what follows the URL in @import: layer, supports() and media queries.
func importFrame(condition []styleToken) (before, after string) {
	open := func(rule string) {
		before += rule + " {\n"
		after += "\n}"
	}
	rest := trimSpace(condition)
	if word, ok := cutFunction(&rest, "layer("); ok {
		open("@layer " + word)
	} else if len(rest) > 0 && rest[0].is(css.IdentToken, "layer") {
		open("@layer")
		rest = trimSpace(rest[1:])
	}
	if word, ok := cutFunction(&rest, "supports("); ok {
		if strings.Contains(word, ":") && !strings.HasPrefix(word, "(") {
			word = "(" + word + ")"
		}
		open("@supports " + word)
	}
	if media := styleText(rest); media != "" {
		open("@media " + media)
	}
	return before, after
}

// cutFunction takes a function such as layer(…) from the beginning of tokens, and
// returns what is between its parentheses.
func cutFunction(tokens *[]styleToken, name string) (arg string, ok bool) {
	list := *tokens
	if len(list) == 0 || !list[0].is(css.FunctionToken, name) {
		return "", false
	}
	depth := 0
	for i, t := range list {
		switch t.kind {
		case css.FunctionToken, css.LeftParenthesisToken:
			depth++
		case css.RightParenthesisToken:
			depth--
		}
		if depth == 0 {
			*tokens = trimSpace(list[i+1:])
			return styleText(list[1:i]), true
		}
	}
	return "", false
}

// styleText returns the text of tokens without space around it.
func styleText(tokens []styleToken) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.text)
	}
	return strings.TrimSpace(b.String())
}

// compactStyle removes comments but those that begin with /*!, and folds each run
// of white space to one line break or space.
func compactStyle(source []byte) []byte {
	out := make([]byte, 0, len(source))
	gap := "" // what stands for the white space and comments since the last token
	for _, t := range styleTokens(source) {
		switch {
		case t.kind == css.WhitespaceToken && (gap == "\n" || strings.Contains(t.text, "\n")):
			gap = "\n"
		case t.kind == css.WhitespaceToken:
			gap = " "
		case t.kind == css.CommentToken && !strings.HasPrefix(t.text, "/*!"):
			if gap == "" && len(out) > 0 {
				gap = "/**/" // it keeps two names apart
			}
		default:
			out = append(append(out, gap...), t.text...)
			gap = ""
		}
	}
	if gap == "/**/" {
		gap = ""
	}
	return append(out, gap...)
}

// cssString returns a quoted string.
func cssString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\a `).Replace(s) + `"`
}
