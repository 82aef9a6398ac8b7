package layout_test

import (
	"bytes"
	"html/template"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"headsup/generator/render/layout"
)

func parse(t testing.TB, text string) *template.Template {
	t.Helper()
	tmpl, err := template.New("page").Funcs(funcs).Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tmpl
}

// compare reports a difference between a layout and a template of its own.
func compare(t *testing.T, l *layout.Layout, ref *template.Template, text string, v data) {
	t.Helper()
	var want, got bytes.Buffer
	wantErr := ref.Execute(&want, v)
	got.WriteString("before")
	gotErr := l.Execute(&got, v)
	switch {
	case (wantErr == nil) != (gotErr == nil):
		t.Errorf("%s\nerror %v, want %v", text, gotErr, wantErr)
	case wantErr == nil && got.String() != "before"+want.String():
		t.Errorf("%s\ngot  %q\nwant %q", text, got.String(), "before"+want.String())
	}
}

// trial compares both on a template and values made from bytes. It reports
// whether the template is one, and whether it was translated.
func trial(t *testing.T, decisions []byte) (sound, translated bool) {
	t.Helper()
	s := &source{bytes: decisions}
	text := s.templates()
	ref, err := template.New("page").Funcs(funcs).Parse(text)
	if err != nil {
		return false, false
	}
	own := parse(t, text)
	// A sample that the template prints, so that other values meet a program
	// that was not tried on them.
	sample := s.value(2)
	l, err := layout.New(own, funcs, sample)
	if refErr := ref.Execute(io.Discard, sample); (err == nil) != (refErr == nil) {
		t.Errorf("%s\nerror %v, want %v", text, err, refErr)
	}
	if err != nil {
		return false, false
	}
	for range 4 {
		compare(t, l, ref, text, s.value(2))
	}
	return true, l.Translated()
}

// FuzzAgainstTemplate makes templates and values from bytes. A layout prints
// what html/template prints, or both fail.
func FuzzAgainstTemplate(f *testing.F) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		f.Add(randomBytes(random, 600))
	}
	f.Fuzz(func(t *testing.T, decisions []byte) { trial(t, decisions) })
}

func randomBytes(random *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}

// The same as the fuzzer's, for as many templates as fit into a test; it makes
// sure that many of them are translated.
func TestAgainstTemplate(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	sound, translated := 0, 0
	for range 1000 {
		ok, fast := trial(t, randomBytes(random, 100+random.IntN(900)))
		if ok {
			sound++
		}
		if fast {
			translated++
		}
		if t.Failed() {
			break
		}
	}
	t.Logf("%d templates, %d of them translated", sound, translated)
	if sound < 150 || translated < 80 {
		t.Error("too few templates were compared")
	}
}

// Each construct that pages need is translated, and right for hostile values.
func TestTranslated(t *testing.T) {
	for _, text := range []string{
		"", "<p>x</p>", "<p>{{.Text}}</p>", "{{.HTML}}", "<title>{{.Text}}</title>", "<textarea>{{.Text}}</textarea>",
		`<p title="{{.Text}}" class="a {{.Other}}">{{.Number}}</p>`,
		`<p title="{{.HTML}}">{{.Word}} {{.Month}} {{.Small}} {{.Rate}} {{.Yes}}</p>`,
		`<a href="{{.Text}}">x</a>`, `<a href="#{{.Text}}">x</a>`, `<a href="{{.URL}}">{{.URL}}</a>`,
		`<a href="{{.Number}}">x</a>`, `<img src="{{.Text}}" alt="">`,
		`<meta http-equiv="refresh" content="0; url={{.Text}}"><meta name="x" content="{{.Text}}">`,
		"{{if .Yes}}a{{else if .Next}}b{{else}}c{{end}}",
		"{{with .Next}}{{.Text}}{{else}}{{$.Text}}{{end}}", "{{with $n := .Number}}{{$n}}{{end}}",
		"{{range .Words}}{{.}}{{else}}none{{end}}", "{{range $i, $w := .Words}}{{if $i}}, {{end}}{{$w}}{{end}}",
		`{{define "a"}}<i>{{.Text}}</i>{{range .Items}}{{template "a" .}}{{end}}{{end}}{{template "a" .}}`,
		`{{$x := ""}}{{with .Next}}{{$x = .Text}}{{end}}{{$x}}`, `{{if and .Yes (eq .Text .Other "x")}}a{{end}}{{or .Text "none"}}`,
		"{{len .Words}}{{if gt (len .Items) 1}}more{{end}}{{if not .Words}}none{{end}}",
		`{{join .Words ", "}}<a href="{{link .Text}}">{{shout .Text}}</a>`,
	} {
		l, err := layout.New(parse(t, text), funcs, data{Next: &data{}})
		if err != nil {
			t.Fatal(err)
		}
		if !l.Translated() {
			t.Errorf("%s is not translated", text)
		}
		ref := parse(t, text)
		for _, h := range hostile {
			v := data{
				Text:   h,
				Other:  "x",
				HTML:   template.HTML(h),
				URL:    template.URL(h),
				Word:   word(h),
				Month:  2,
				Words:  []string{h, h},
				Number: len(h),
			}
			compare(t, l, ref, text, v)
			v.Yes, v.Next, v.Items = true, &v, []data{{Text: h}, {Items: []data{{Text: h}}}}
			compare(t, l, ref, text, v)
		}
	}
}

// What is not known is left to html/template, and says so.
func TestLeftToTemplate(t *testing.T) {
	for _, text := range []string{
		"<script>x = {{.Text}}</script>", `<p style="color: {{.Text}}">x</p>`,
		`<p onclick="f({{.Text}})">x</p>`, "<p class={{.Text}}>x</p>",
		`{{define "a"}}{{.Text}}{{end}}<p title="{{template "a" .}}">x</p>{{template "a" .}}`,
		"{{printf `%q` .Text}}", "{{.Text | shout}}", "{{.Text | html}}",
		"{{range .Words}}{{break}}{{end}}", "{{any .Text}}", "{{1e3}}", "{{'a'}}",
		"{{if .Yes}}{{not shout}}{{end}}",
	} {
		l, err := layout.New(parse(t, text), funcs, data{})
		if err != nil {
			t.Fatal(err)
		}
		if l.Translated() {
			t.Errorf("%s is translated", text)
		}
		compare(t, l, parse(t, text), text, data{Text: `"><b>`, Words: []string{"x"}, Yes: true})
	}
}

// A program gives up on a value that it does not know, and starts again.
func TestGivesUp(t *testing.T) {
	for _, text := range []string{
		"a{{.Any}}", "a{{.Map.Text}}", "a{{range .Map}}{{.}}{{end}}", "a{{.Method}}", "a{{.Deep}}", "a{{range .Number}}{{.}}{{end}}",
		"a{{.Next.Text}}", "a{{range first .Items}}x{{end}}", "a{{fails .Text}}",
		`a{{define "a"}}{{or . "x"}}{{end}}{{if .Yes}}{{template "a"}}{{end}}`,
		`a{{define "a"}}{{with .Next}}{{template "a" .}}{{end}}x{{end}}{{template "a" .}}`,
	} {
		l, err := layout.New(parse(t, text), funcs, data{Next: &data{}, Items: []data{{}}})
		if err != nil {
			t.Fatal(err)
		}
		if !l.Translated() {
			t.Errorf("%s is not translated", text)
		}
		var deep *data
		for range 700 {
			deep = &data{Next: deep}
		}
		ref := parse(t, text)
		for _, v := range []data{
			{Yes: true, Text: "<", Number: 3, inner: inner{"<d>"}},
			{Any: "<x>", Map: map[string]string{"Text": "<m>"}, Next: deep},
			{Any: &data{Text: "x"}},
		} {
			compare(t, l, ref, text, v)
		}
	}
}

func TestWithoutSamples(t *testing.T) {
	l, err := layout.New(parse(t, "<p>{{.Text}}</p>"), funcs)
	if err != nil || l.Translated() {
		t.Fatalf("translated without a sample, error %v", err)
	}
	compare(t, l, parse(t, "<p>{{.Text}}</p>"), "", data{Text: "<b>"})
}

func TestErrorOfASample(t *testing.T) {
	for _, text := range []string{"{{.Next.Text}}", "{{.Nosuch}}", "<p {{if .Yes}}class='a{{end}}>"} {
		if _, err := layout.New(parse(t, text), funcs, data{}); err == nil || !strings.Contains(err.Error(), "page") {
			t.Errorf("%s: error %v", text, err)
		}
	}
}

func TestConcurrent(t *testing.T) {
	l, err := layout.New(parse(t, `{{range .Items}}<a href="{{.Text}}">{{.Other}}</a>{{end}}`), funcs, data{})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for _, h := range hostile {
		wg.Go(func() {
			compare(t, l, parse(t, `{{range .Items}}<a href="{{.Text}}">{{.Other}}</a>{{end}}`),
				"", data{Items: []data{{Text: h}, {Other: h}}})
		})
	}
	wg.Wait()
}
