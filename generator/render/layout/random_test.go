package layout_test

import (
	"errors"
	"html/template"
	"slices"
	"strings"
	"time"
)

// data has a field of every sort that a layout may meet, and of some that only
// html/template knows what to do with.
type data struct {
	Text, Other string
	HTML        template.HTML
	URL         template.URL
	Attr        template.HTMLAttr
	JS          template.JS
	CSS         template.CSS
	Word        word
	Number      int
	Small       int8
	Rate        float64
	Month       time.Month
	Yes         bool
	Words       []string
	Items       []data
	Next        *data
	Any         any
	Map         map[string]string
	Err         error
	Bytes       []byte
	Func        func() string
	inner
}

// inner is a struct that data has by its name only.
type inner struct{ Deep string }

// word is a text that prints otherwise.
type word string

func (w word) String() string { return "<" + string(w) + ">" }

// Method is what layouts may call too.
func (d data) Method() string { return "m<" + d.Text }

// funcs are the functions of the layouts.
var funcs = template.FuncMap{
	"join":  strings.Join,
	"shout": strings.ToUpper,
	"link":  func(s string) (template.URL, error) { return template.URL("/" + s), nil },
	"first": func(list []data) []data { return list[:1] }, // stops when there is none
	"fails": func(s string) (string, error) {
		if strings.Contains(s, "<") {
			return s, errors.New("no")
		}
		return s, nil
	},
	"any": func(v any) any { return v },
}

// source makes decisions: by the bytes of a fuzzer, and always the first one
// when there are none left.
type source struct {
	bytes []byte
	known []string // templates that may still be included: each once, so that pages stay small
}

func (s *source) below(n int) int {
	if len(s.bytes) == 0 {
		return 0
	}
	b := s.bytes[0]
	s.bytes = s.bytes[1:]
	return int(b) % n
}

func (s *source) pick(list ...string) string { return list[s.below(len(list))] }

// hostile are texts that mean something somewhere in a page.
var hostile = []string{
	"x", "", "/a/b/?c=d&e=f#g", `"><script>alert(1)</script>`, "javascript:alert(1)",
	" JaVaScRiPt:x", "java\nscript:x", "https://example.com/ü?x=%20%zz",
	"//host/x", "mailto:x@example.com", "it's", "a+b", "\x00<b>", "\xff\xfe",
	"日本語", "</title>", "-->", "0;url=javascript:x", "$x", "{{.}}", "`${x}`",
	"http:x", "HTTPS://X", "data:text/html,x", "#x", "a b", "x:y/z", "\u2028",
	"</script", "\\u003c", "/*", "*/", "expression(x)", "1e3", " ", "\t\n", "a=b",
}

func (s *source) text() string {
	t := hostile[s.below(len(hostile))]
	if s.below(4) == 3 {
		t += s.text()
	}
	return t
}

// value makes data, with depth more levels in it.
func (s *source) value(depth int) data {
	d := data{
		Text:   s.text(),
		Other:  s.text(),
		HTML:   template.HTML(s.text()),
		URL:    template.URL(s.text()),
		Word:   word(s.text()),
		Attr:   template.HTMLAttr(s.pick("", `title="a"`, "hidden")),
		JS:     template.JS(s.pick("1", "f()")),
		CSS:    template.CSS(s.pick("red", "a:b")),
		Number: s.below(7) - 2,
		Small:  int8(s.below(3)),
		Rate:   float64(s.below(5)) / 2,
		Month:  time.Month(s.below(13)),
		Yes:    s.below(2) == 1,
		inner:  inner{s.text()},
	}
	for range s.below(4) {
		d.Words = append(d.Words, s.text())
	}
	switch s.below(6) {
	case 1:
		d.Any = s.text()
	case 2:
		d.Any = s.below(9)
	case 3:
		d.Any = &d.Text
	case 4:
		d.Map = map[string]string{"Text": s.text(), "b": s.text()}
	case 5:
		d.Err, d.Bytes, d.Func = errors.New(s.text()), []byte(s.text()), func() string { return "f" }
	}
	if depth > 0 {
		for range s.below(3) {
			d.Items = append(d.Items, s.value(depth-1))
		}
		if s.below(2) == 1 {
			next := s.value(depth - 1)
			d.Next = &next
		}
	}
	return d
}

// templates makes a set of templates: "page", and three that it includes.
func (s *source) templates() string {
	var b strings.Builder
	for _, name := range []string{"a", "b", "c"} {
		b.WriteString(`{{define "` + name + `"}}` + s.nodes(2) + "{{end}}")
		s.known = append(s.known, name)
	}
	return b.String() + "<!doctype html><title>{{.Text}}</title><body>" + s.nodes(3)
}

// nodes makes what stands between two elements.
func (s *source) nodes(depth int) string {
	var b strings.Builder
	for range 1 + s.below(4) {
		b.WriteString(s.node(depth))
	}
	return b.String()
}

// node makes one of them.
func (s *source) node(depth int) string {
	if depth == 0 {
		return "{{" + s.expression(1) + "}}"
	}
	include := func(arg string) string {
		if len(s.known) == 0 {
			return ""
		}
		i := s.below(len(s.known))
		name := s.known[i]
		s.known = slices.Delete(s.known, i, i+1)
		return `{{template "` + name + `"` + arg + "}}"
	}
	in := func() string { return s.nodes(depth - 1) }
	e := func() string { return s.expression(2) }
	switch s.below(24) {
	case 0:
		return "<p>{{" + e() + "}}</p>\n"
	case 1:
		return `<a href="{{` + e() + `}}" title="{{` + e() + `}}">x</a>`
	case 2:
		return `<a href="#{{` + e() + `}}"{{if ` + e() + `}} class="a {{` + e() + `}}"{{end}}>` + in() + "</a>"
	case 3:
		return "{{if " + e() + "}}" + in() + "{{else if " + e() + "}}" + in() + "{{else}}" + in() + "{{end}}"
	case 4:
		return "{{with " + e() + "}}" + in() + "{{else}}" + in() + "{{end}}"
	case 5:
		return "{{range " + s.pick(".Words", ".Items", "first .Items", "$.Items", ".Next.Items",
			".Map", ".Number", ".Any") + "}}" + in() + "{{else}}" + in() + "{{end}}"
	case 6:
		return "{{range $i, $x := .Items}}{{if $i}}, {{end}}{{$x.Text}}" + in() + "{{end}}"
	case 7:
		return include(s.pick(" .", " $", " .Next", " (or .Next .)"))
	case 8:
		return include("")
	case 9:
		return `<p title="` + include(" .") + `">x</p>`
	case 10:
		return "{{$v := " + e() + "}}{{with .Next}}{{$v = " + e() + "}}{{end}}<b>{{$v}}</b>"
	case 11:
		return "{{with $v := " + e() + "}}{{$v}}{{else}}{{$v}}{{end}}"
	case 12:
		return "<script>var x = {{" + e() + "}};</script>"
	case 13:
		return `<p style="color: {{` + e() + `}}" onclick="f({{` + e() + `}})">x</p>`
	case 14:
		return "<p class={{" + e() + "}} {{.Attr}}>x</p><!-- {{.Text}} -->"
	case 15:
		return `<meta http-equiv="refresh" content="0; url={{` + e() + `}}"><meta name="x" content="{{` + e() + `}}">`
	case 16:
		return `<img src="/x/{{` + e() + `}}?q={{` + e() + `}}" srcset="{{` + e() + `}}">`
	case 17:
		return "<textarea>{{" + e() + "}}</textarea>"
	case 18:
		return "{{range .Items}}{{if .Yes}}{{break}}{{else}}{{continue}}{{end}}" + in() + "{{end}}"
	case 19:
		return "{{" + e() + " | " + s.pick("shout", "html", "urlquery", "printf `%q`", "len", "print", "any") + "}}"
	case 20:
		return `{{block "` + s.pick("d", "e") + `" .}}<i>{{.Text}}</i>{{end}}`
	case 21:
		return "{{range $x := .Words}}{{$x}}{{end}}{{range $x, $y := .Map}}{{$y}}{{end}}"
	default:
		return "<i>{{" + e() + "}}</i> "
	}
}

// expression makes a value, or a call with depth more levels of calls in it.
func (s *source) expression(depth int) string {
	operand := func() string {
		if depth > 0 && s.below(3) == 2 {
			return "(" + s.expression(depth-1) + ")"
		}
		return s.pick(
			".Text", ".Text", ".Other", ".HTML", ".Number", ".Yes", ".Next", ".Next.Text", ".Items", ".Words", "$.Text", ".",
			".URL", ".Word", ".Small", ".Rate", ".Month", ".Any", ".Map", ".Map.Text",
			".Err", ".Bytes", ".Method", ".Deep", ".JS", ".CSS", ".Func", "nil",
			`"a<b"`, "2", "-1", "1e3", "1.0", "'a'", "0x10", "true", "1i", "(or .Next .).Text", "$", "shout")
	}
	if depth == 0 {
		return operand()
	}
	switch s.below(16) {
	case 1:
		return "or " + operand() + " " + operand()
	case 2:
		return "and " + operand() + " " + operand()
	case 3:
		return "not " + operand()
	case 4:
		return "eq " + operand() + " " + operand() + s.pick("", " "+operand())
	case 5:
		return s.pick("lt", "le", "gt", "ge", "ne") + " " + operand() + " " + operand()
	case 6:
		return "len " + operand()
	case 7:
		return "join .Words " + operand()
	case 8:
		return s.pick("shout", "link", "fails", "any", "html", "print") + " " + operand()
	case 9:
		return "index .Words " + operand()
	default:
		return operand()
	}
}
