package content

import (
	"strconv"
	"strings"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"
	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// selectorField reads a CSS selector.
func selectorField[T any](name, doc string, at func(*T) *string) field[T] {
	return field[T]{name: name, doc: doc, shape: textShape, set: func(d *decoder, n *yaml.Node, t *T) {
		if s, ok := d.selector(n); ok {
			*at(t) = s
		}
	}}
}

// selector reads a CSS selector. What is certainly none is an error; what remains is for
// browsers to judge, which know more of them each year.
func (d *decoder) selector(n *yaml.Node) (string, bool) {
	s, ok := d.line(n)
	if !ok {
		return "", false
	}
	if problem := selectorProblem(s); problem != "" {
		d.report("value-invalid", d.At(n), diag.Quote(s)+" is not a CSS selector: "+problem,
			"write for example \"#export\", or [data-help=export]")
		return "", false
	}
	return s, true
}

// selectorProblem says why a text is no CSS selector, "" when it may be one.
func selectorProblem(s string) string {
	closing := map[css.TokenType]css.TokenType{
		css.LeftParenthesisToken: css.RightParenthesisToken, css.FunctionToken: css.RightParenthesisToken,
		css.LeftBracketToken: css.RightBracketToken,
	}
	var open []css.TokenType
	expects := true // something has to come that is no comma and no combinator
	lexer := css.NewLexer(parse.NewInputString(s))
	for {
		kind, text := lexer.Next()
		combines := kind == css.DelimToken && len(open) == 0 && strings.Contains(">+~", string(text))
		switch {
		case kind == css.ErrorToken && len(open) > 0:
			return "a bracket is never closed"
		case kind == css.ErrorToken && expects:
			return "it ends too early"
		case kind == css.ErrorToken:
			return ""
		case kind == css.BadStringToken || kind == css.StringToken && (len(text) < 2 || text[0] != text[len(text)-1]):
			return "a quotation mark is never closed"
		case closing[kind] != 0:
			open = append(open, closing[kind])
			expects = false
		case kind == css.RightParenthesisToken || kind == css.RightBracketToken:
			if len(open) == 0 || open[len(open)-1] != kind {
				return "a bracket is closed that is not open"
			}
			open = open[:len(open)-1]
		case kind == css.WhitespaceToken, kind == css.CommentToken:
		case kind == css.LeftBraceToken, kind == css.RightBraceToken, kind == css.SemicolonToken, kind == css.AtKeywordToken,
			kind == css.URLToken, kind == css.BadURLToken, kind == css.CDOToken, kind == css.CDCToken,
			len(open) == 0 && (kind == css.StringToken ||
				kind == css.NumberToken || kind == css.PercentageToken || kind == css.DimensionToken):
			return diag.Quote(string(text)) + " has no place in it"
		case kind == css.CommaToken && len(open) == 0 || combines:
			if expects {
				return diag.Quote(string(text)) + " has nothing before it"
			}
			expects = true
		default:
			expects = false
		}
	}
}

const advanceHint = "write next, click, {visible: \"#done\"} or {path: /invoices/*}"

// advanceField reads what leads from one step to the next.
func advanceField[T any](name, doc string, at func(*T) *Advance) field[T] {
	words := []string{"next", "click"}
	conditions := []field[Advance]{
		selectorField("visible", "CSS selector of an element that appears.", func(a *Advance) *string { return &a.Visible }),
		lineField("path", "Pattern of the page that somebody goes to.", func(a *Advance) *string { return &a.Path }),
	}
	choice, mapping := choiceShape(words), mappingShape(conditions)
	s := shape{text: "next, click or {visible: …} or {path: …}", schema: func(cfg *Config) object {
		return object{"anyOf": []any{choice.schema(cfg), mapping.schema(cfg)}}
	}}
	return field[T]{name: name, doc: doc, shape: s, set: func(d *decoder, n *yaml.Node, t *T) {
		a := at(t)
		switch {
		case !frontmatter.IsMapping(n):
			if word, ok := d.choice(n, words); ok {
				a.Click = word == "click"
			}
		case !decodeMapping(d, n, conditions, a):
		case len(n.Content) != 2:
			d.report("value-invalid", d.At(n), "advance needs one condition", advanceHint)
		}
	}}
}

// checkStep reports a step that nobody can leave as it says.
func checkStep(d *decoder, n *yaml.Node, s *Step) bool {
	s.Position = d.At(n)
	if s.Advance.Click && s.Selector == "" && frontmatter.IsNull(frontmatter.Value(n, "selector")) {
		d.report("value-required", d.At(n), "the step waits for a click on its element and has no selector",
			"add selector: \"#export\", or leave out advance")
	}
	return true
}

// checkSurface reports fields that only another surface has.
func (d *decoder) checkSurface(p *Page) {
	if p.Kind != Snippet {
		return
	}
	for _, f := range []struct {
		name, surface string
		count         int
	}{{"steps", TourSurface, len(p.Snippet.Steps)}, {"items", ChecklistSurface, len(p.Snippet.Items)}} {
		if f.count > 0 && p.Snippet.Surface != f.surface && (p.Snippet.Surface != "" || !p.Has("surface")) {
			d.report("value-invalid", p.Position(f.name), "only a "+f.surface+" has "+f.name+", and this snippet is "+
				aSurface(p.Snippet.Surface), "write surface: "+f.surface+", or remove "+f.name)
		}
	}
}

func aSurface(surface string) string {
	if surface == "" {
		return "without a surface"
	}
	return "a " + strconv.Quote(surface)
}
