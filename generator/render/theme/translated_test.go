package theme

import (
	"bytes"
	"html/template"
	"io/fs"
	"math/rand/v2"
	"reflect"
	"testing"

	"headsup/generator/view"
)

// fillAtRandom gives the fields in v hostile texts, lists of any length and nil
// pointers.
func fillAtRandom(v reflect.Value, random *rand.Rand, depth int) {
	texts := []string{
		"", " ", "x", "/a/b/?c=d&e=f#g", "https://example.com/ü?x=%20%zz", "#x",
		"javascript:alert(1)", "mailto:x@example.com", "//host/x", "a+b", "product", "terms",
		`"><script>`, "it's", "\x00", "\xff", "日本語", "</title>", "(x)", "[x]", "a b",
		"0;url=x", "$x", "{{.}}", "x:y/z", "http:x", "HTTPS://X", "…", "2026-11-23",
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(texts[random.IntN(len(texts))])
	case reflect.Int:
		v.SetInt(int64(random.IntN(15) - 2))
	case reflect.Bool:
		v.SetBool(random.IntN(2) == 0)
	case reflect.Pointer:
		if depth > 0 && random.IntN(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fillAtRandom(v.Elem(), random, depth-1)
		}
	case reflect.Slice:
		n := random.IntN(4)
		if depth <= 0 {
			n = 0
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fillAtRandom(v.Index(i), random, depth-1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fillAtRandom(v.Field(i), random, depth)
		}
	}
}

// templates returns the layouts of a theme, as html/template has them.
func templates(t testing.TB, override fs.FS) map[string]*template.Template {
	t.Helper()
	files, list := readFiles(defaultFS(t), override, nil)
	bundle, found := buildAssets(files, Options{BasePath: "/"})
	p := newParser(files, bundle)
	out := p.templates()
	if list = append(append(list, found...), p.list...); len(list) > 0 {
		t.Fatal(list)
	}
	return out
}

// All layouts of the theme are translated, and print what html/template prints,
// byte for byte. Where it fails, they fail.
func TestLayoutsPrintTheSame(t *testing.T) {
	override := files("layouts/404.html", `{{define "main"}}<h1>{{printf "%q" .Meta.Title}}</h1>{{end}}`)
	th, refs := load(t, override, Options{}), templates(t, override)
	if l, err := th.layouts["404"](); err != nil || l.Translated() {
		t.Error("printf is translated")
	}
	random := rand.New(rand.NewPCG(5, 6))
	rich := richViews()
	for _, name := range view.Layouts() {
		l, err := th.layouts[name]()
		if err != nil {
			t.Fatal(err)
		}
		if name != "404" && !l.Translated() {
			t.Errorf("%s is not translated", name)
		}
		views := []*view.View{rich[name], {Layout: name, Site: &view.Chrome{}}}
		for range 60 {
			v := &view.View{}
			fillAtRandom(reflect.ValueOf(v).Elem(), random, 5)
			v.Layout = name
			if v.Site == nil {
				v.Site = &view.Chrome{}
			}
			views = append(views, v)
		}
		for _, v := range views {
			var want, got bytes.Buffer
			wantErr, err := refs[name].Execute(&want, v), l.Execute(&got, v)
			if (wantErr == nil) != (err == nil) {
				t.Errorf("%s: error %v, want %v", name, err, wantErr)
			} else if err == nil && got.String() != want.String() {
				t.Errorf("%s differs for the title %q", name, v.Meta.Title)
			}
		}
	}
}

// Rendering is compared with html/template's own.
func BenchmarkRender(b *testing.B) {
	th, refs := load(b, nil, Options{}), templates(b, nil)
	views := richViews()
	for _, name := range []string{"release-note", "playbook", "list"} {
		measure := func(render func(*bytes.Buffer, *view.View) error) func(*testing.B) {
			return func(b *testing.B) {
				b.ReportAllocs()
				var w bytes.Buffer
				for b.Loop() {
					w.Reset()
					if err := render(&w, views[name]); err != nil {
						b.Fatal(err)
					}
				}
			}
		}
		b.Run(name, measure(th.Render))
		ref := refs[name]
		b.Run(name+"/html-template", measure(func(w *bytes.Buffer, v *view.View) error { return ref.Execute(w, v) }))
	}
}
