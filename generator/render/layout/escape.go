package layout

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"
)

// escapers are the ways in which html/template escapes a value, by the names
// of the functions that it appends to an action.
type escapers map[string]*escaper

// escaper escapes values for one kind of place in a page. Text that needs no
// escaping there is recognised; all else goes through html/template.
type escaper struct {
	place  *template.Template // the place, with one action
	before int                // bytes of the place before the value
	after  int                // and behind it
	plain  func(string) bool  // reports text that stays as it is
	text   bool               // the place is for text, with no meaning of its own
	html   bool               // template.HTML stays as it is
}

// knownEscapers asks html/template how it escapes in the places that pages have.
var knownEscapers = sync.OnceValues(func() (escapers, error) {
	list := escapers{}
	for _, p := range []struct {
		before, after string
		plain         func(string) bool
		text          bool
	}{
		{"<p>", "</p>", plainText, true},
		{"<title>", "</title>", plainText, true},
		{`<p title="`, `">`, plainText, true},
		{`<a href="`, `">`, plainURL, false},
		{`<a href="#`, `">`, plainFragment, false},
		{`<meta name="x" content="`, `">`, plainFragment, false},
		{`<meta http-equiv="refresh" content="0; url=`, `">`, plainFragment, false},
	} {
		t, err := template.New("place").Parse(p.before + "{{.}}" + p.after)
		if err != nil {
			return nil, fmt.Errorf("parse place: %w", err)
		}
		var b bytes.Buffer
		if err := t.Execute(&b, "x"); err != nil {
			return nil, fmt.Errorf("escape place: %w", err)
		}
		chain := ""
		for _, n := range t.Tree.Root.Nodes {
			if action, ok := n.(*parse.ActionNode); ok {
				_, chain = splitEscapers(action.Pipe.Cmds)
			}
		}
		if _, ok := list[chain]; !ok {
			list[chain] = &escaper{
				place: t, before: len(p.before), after: len(p.after), plain: p.plain, text: p.text, html: p.before == "<p>",
			}
		}
	}
	return list, nil
})

// Types of values that are written directly. They are compared as they are: a
// type of one's own may have a String method.
var (
	stringType = reflect.TypeFor[string]()
	intType    = reflect.TypeFor[int]()
	htmlType   = reflect.TypeFor[template.HTML]()
)

// entities writes text for any of HTML's places for text.
var entities = strings.NewReplacer(
	`"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;", "\x00", "\uFFFD")

// write appends a value as it has to stand in its place.
func (e *escaper) write(w *bytes.Buffer, v reflect.Value) error {
	if !v.IsValid() {
		return errUnknown
	}
	switch t := v.Type(); {
	case t == stringType:
		s := v.String()
		if e.plain(s) {
			w.WriteString(s)
			return nil
		}
		if e.text {
			_, err := entities.WriteString(w, s)
			return err
		}
	case t == htmlType && e.html:
		w.WriteString(v.String())
		return nil
	case t == intType:
		if s := strconv.FormatInt(v.Int(), 10); e.plain(s) {
			w.WriteString(s)
			return nil
		}
	case v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface:
		return errUnknown
	}
	var b bytes.Buffer
	if err := e.place.Execute(&b, v.Interface()); err != nil {
		return errUnknown
	}
	w.Write(b.Bytes()[e.before : b.Len()-e.after])
	return nil
}

// plainText reports text without a byte that HTML could read as anything else.
func plainText(s string) bool { return !strings.ContainsAny(s, "\"&'+<>\x00") }

// plainFragment reports text that is the same in every part of a URL.
func plainFragment(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isAlphanumeric(c) && !strings.ContainsRune("-_.~", rune(c)) {
			return false
		}
	}
	return true
}

// plainURL reports an address inside the site, or at http or https, without a
// byte that would have to be escaped.
func plainURL(s string) bool {
	rest := s
	for _, start := range []string{"https://", "http://", "/"} {
		if after, ok := strings.CutPrefix(s, start); ok {
			rest = after
			break
		}
	}
	if rest == s {
		return false
	}
	for i := range len(rest) {
		if c := rest[i]; !isAlphanumeric(c) && !strings.ContainsRune("-_.~/#?=,:;@$", rune(c)) {
			return false
		}
	}
	return true
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// splitEscapers splits the commands of an action into those of its author and
// the chain of escapers that html/template has put behind them.
func splitEscapers(cmds []*parse.CommandNode) (own []*parse.CommandNode, chain string) {
	first := len(cmds)
	for first > 0 && isEscaper(cmds[first-1]) {
		first--
	}
	for _, cmd := range cmds[first:] {
		chain += cmd.String() + " "
	}
	return cmds[:first], chain
}

func isEscaper(cmd *parse.CommandNode) bool {
	id, ok := cmd.Args[0].(*parse.IdentifierNode)
	return ok && len(cmd.Args) == 1 && strings.HasPrefix(id.Ident, "_html_template_")
}
