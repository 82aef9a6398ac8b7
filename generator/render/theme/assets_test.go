package theme

import (
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"headsup/generator/view"
)

// minimal returns a small theme around some assets. Its layouts use those that
// are named.
func minimal(used string, pairs ...string) fstest.MapFS {
	m := files(pairs...)
	body := `{{define "main"}}<h1>x</h1>` + used + `{{end}}`
	for _, name := range view.Layouts() {
		m["layouts/"+name+".html"] = &fstest.MapFile{Data: []byte(body)}
	}
	m["layouts/base.html"] = &fstest.MapFile{Data: []byte(`<!doctype html>{{template "main" .}}`)}
	return m
}

// assetsOf returns a theme's assets by their names without the fingerprint.
func assetsOf(t *testing.T, fsys fs.FS, opt Options) (data, names map[string]string) {
	t.Helper()
	th, list := Load(fsys, nil, opt)
	if th == nil {
		t.Fatalf("findings: %v", list)
	}
	data, names = map[string]string{}, map[string]string{}
	print := regexp.MustCompile(`^assets/(.*)\.[0-9a-f]{8}(\.\w+)$`)
	for _, a := range th.Assets() {
		m := print.FindStringSubmatch(a.Path)
		if m == nil {
			t.Fatalf("asset at %s", a.Path)
		}
		data[m[1]+m[2]] = string(a.Data)
		names[m[1]+m[2]] = path.Base(a.Path)
	}
	return data, names
}

func TestFingerprintsFollowTheBytes(t *testing.T) {
	theme := func(picture, other string) map[string]string {
		_, names := assetsOf(t, minimal("",
			"assets/img/a.png", picture,
			"assets/css/a.css", `a { background: url(../img/a.png) }`,
			"assets/js/a.js", `import "./lib/b.js";`,
			"assets/js/lib/b.js", other,
		), Options{})
		return names
	}
	first, same := theme("1", "2"), theme("1", "2")
	for name := range first {
		if first[name] != same[name] {
			t.Errorf("%s differs from load to load", name)
		}
	}
	changed := func(after map[string]string) []string {
		var list []string
		for name := range first {
			if first[name] != after[name] {
				list = append(list, name)
			}
		}
		slices.Sort(list)
		return list
	}
	if got := changed(theme("1b", "2")); !slices.Equal(got, []string{"a.css", "a.png"}) {
		t.Errorf("a new picture changed %v", got)
	}
	if got := changed(theme("1", "2b")); !slices.Equal(got, []string{"a.js", "b.js"}) {
		t.Errorf("a new module changed %v", got)
	}
}

func TestStyleSheets(t *testing.T) {
	data, names := assetsOf(t, minimal(`<link rel="stylesheet" href="{{asset "css/site.css"}}">`,
		"assets/css/site.css", `@layer a, b;
@import "parts/a.css" layer(a);
@import url("parts/b.css") layer(b) supports(display: grid) screen and (min-width: 1px);
@import 'https://example.com/x.css';
/* url(nothing.png) */
p { content: "/* no comment */  url(x.png)"; `+
			`background: url( '../img/p q.png?v=1#f' ), url(data:image/png;base64,AA==), url("#frag"), url(/abs.png) }
`,
		"assets/css/parts/a.css", "a {\n\n    color: red; /* why */\n}\n",
		"assets/css/parts/b.css", "b { background: url(../../img/b.svg) }",
		"assets/css/alone.css", "i {}",
		"assets/img/p q.png", "p", "assets/img/b.svg", "b",
	), Options{Supplied: map[string][]byte{HighlightCSS: []byte(".k{color:blue}")}})
	want := `@layer a, b;
@layer a {
a {
color: red;
}
}
@layer b {
@supports (display: grid) {
@media screen and (min-width: 1px) {
b { background: url("` + names["b.svg"] + `") }
}
}
}
@import 'https://example.com/x.css';
p { content: "/* no comment */  url(x.png)"; background: url("` + strings.ReplaceAll(names["p q.png"], " ", "%20") +
		`?v=1#f"), url(data:image/png;base64,AA==), url("#frag"), url(/abs.png) }
`
	if data["site.css"] != want {
		t.Errorf("got\n%s\nwant\n%s", data["site.css"], want)
	}
	if _, ok := data["a.css"]; ok {
		t.Error("a part of another style sheet is published")
	}
	for _, name := range []string{"alone.css", "highlight.css"} {
		if _, ok := data[name]; !ok {
			t.Errorf("%s is not published", name)
		}
	}
}

func TestScripts(t *testing.T) {
	for _, tt := range []struct{ name, source, want string }{
		{"for its effect", `import "./b.js";`, `import "@b";`},
		{"names", `import d, { a as b, c } from './b.js'`, `import d, { a as b, c } from "@b"`},
		{"all", `import * as b from "./b.js"`, `import * as b from "@b"`},
		{"minified", `import{a}from"./b.js";export{a}from"./c.js"`, `import{a}from"@b";export{a}from"@c"`},
		{"a name that is text", `import { "x y" as z } from "./b.js"`, `import { "x y" as z } from "@b"`},
		{"a name that is a keyword", `import { from, default as x } from "./b.js"`, `import { from, default as x } from "@b"`},
		{"dynamic", `const m = await import("./b.js")`, `const m = await import("@b")`},
		{"dynamic with attributes", `import("./b.js", { with: {} })`, `import("@b", { with: {} })`},
		{
			"re-export",
			`export * from "./b.js"; export * as n from "./b.js"; export { x } from "./c.js"`,
			`export * from "@b"; export * as n from "@b"; export { x } from "@c"`,
		},
		{"over lines", "import {\n  a, // from \"./c.js\"\n} from\n  \"./b.js\";", "import {\n  a, // from \"./c.js\"\n} from\n  \"@b\";"},
		{"a file beside the script", `new URL("./b.js", import.meta.url)`, `new URL("@b", import.meta.url)`},
		{"upwards", `import "../js/b.js?x=1"`, `import "@b?x=1"`},
		{"inside a template", "`${await import(\"./b.js\")} import \"./c.js\"`", "`${await import(\"@b\")} import \"./c.js\"`"},
		{"text", `const s = 'import "./b.js"'; const t = "import('./b.js')"`, ""},
		{"comments", "// import \"./b.js\"\n/* import './b.js' */", ""},
		{"a regular expression", `const r = /import "[/"]'/.test(x); const q = a / b / "./b.js"`, ""},
		{"other places", `import "lib"; import "https://example.com/x.js"; import "/x.js"; import(name)`, ""},
		{"a method", `api.import("./b.js"); o = { import: "./b.js" }; api.export`, ""},
		{"exports of its own", `export const a = "./b.js"; export default "./b.js"; export { a }; "./b.js"`, ""},
		{"not finished", `import { a `, ""},
		{"an export before an import", "export { a }\nimport b from \"./b.js\"", "export { a }\nimport b from \"@b\""},
		{"attributes", `import b from "./b.js" with { type: "json" }`, `import b from "@b" with { type: "json" }`},
		{"a spread", `[...(await import("./b.js")).list, ...import("./c.js")]`, `[...(await import("@b")).list, ...import("@c")]`},
		{"an optional method", `api?.import("./b.js")`, ""},
		{"a division behind an index", `a[0] / 2; import("./b.js"); 1 / 2`, `a[0] / 2; import("@b"); 1 / 2`},
		{"a division behind an increment", `a++ / 2; import("./b.js"); 1 / 2`, `a++ / 2; import("@b"); 1 / 2`},
		{"a division behind a brace", "f = {} / 2\nimport(\"./b.js\")", "f = {} / 2\nimport(\"@b\")"},
		{
			"an expression behind a keyword",
			`for (const r of /"/g.exec(x)) await /"/; import("./b.js")`,
			`for (const r of /"/g.exec(x)) await /"/; import("@b")`,
		},
		{"an expression behind a block", "if (a) {}\n/\"/.test(b); import(\"./b.js\")", "if (a) {}\n/\"/.test(b); import(\"@b\")"},
		{"templates in templates", "`${`}${a}` + '`'} ${import(\"./b.js\")}`", "`${`}${a}` + '`'} ${import(\"@b\")}`"},
		{"a line for the shell", "#!/usr/bin/env node it's\nimport \"./b.js\"", "#!/usr/bin/env node it's\nimport \"@b\""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			// With a licence, a script stays as it is but for its references.
			const licence = "\n/*! Licence */"
			data, names := assetsOf(t, minimal("", "assets/js/a.js", tt.source+licence,
				"assets/js/b.js", "b", "assets/js/c.js", "c"), Options{})
			want := tt.want
			if want == "" {
				want = tt.source
			}
			want = strings.NewReplacer("@b", "./"+names["b.js"], "@c", "./"+names["c.js"]).Replace(want) + licence
			if data["a.js"] != want {
				t.Errorf("got  %s\nwant %s", data["a.js"], want)
			}
		})
	}
}

func TestMinifiedScripts(t *testing.T) {
	for _, tt := range []struct{ name, source, want string }{
		{
			"names and spaces",
			"export function add(first, second) {\n  return first + second; // sum\n}\n",
			"export function add(e,t){return e+t}",
		},
		{"templates", "t = `\n  // text ${\n    a // no text\n  }\n  more`;", "t=`\n  // text ${a}\n  more`"},
		{"strings and expressions", "a = ' // x';\n  b = /[/] \\/\\/  x/;\n", "a=" + `" // x"` + ",b=/[/] \\/\\/  x/"},
		{"a licence", "/*! Licence */\nf( 1 );", "/*! Licence */\nf( 1 );"},
		{"an older licence", "/* @license MIT */\nf( 1 );", "/* @license MIT */\nf( 1 );"},
		{"a licence in a line", "//! Licence\nf( 1 );", "//! Licence\nf( 1 );"},
		{"a source map", "f( 1 );\n//# sourceMappingURL=x", "f( 1 );\n//# sourceMappingURL=x"},
		{"a line for the shell", "#!/usr/bin/env node\nf( 1 );", "#!/usr/bin/env node\nf( 1 );"},
		{"what it cannot read", "f( 1 ) ) // so", "f( 1 ) ) // so"},
	} {
		data, _ := assetsOf(t, minimal("", "assets/js/a.js", tt.source), Options{})
		if got := data["a.js"]; got != tt.want {
			t.Errorf("%s: got  %q, want %q", tt.name, got, tt.want)
		}
	}
	data, names := assetsOf(t, minimal("", "assets/js/a.js", `import { f } from "./b.js"; f( 1 );`,
		"assets/js/b.js", "export const f = (number) => number"), Options{})
	if want := `import{f}from"./` + names["b.js"] + `";f(1)`; data["a.js"] != want {
		t.Errorf("got %s, want %s", data["a.js"], want)
	}
	// What the generator supplies is as small as it can be.
	data, _ = assetsOf(t, minimal(""), Options{Supplied: map[string][]byte{SearchWorker: []byte("f( 1 );")}})
	if got := data["search-worker.js"]; got != "f( 1 );" {
		t.Errorf("a supplied script is minified: %s", got)
	}
}

func TestCompactStyle(t *testing.T) {
	for _, tt := range []struct{ name, source, want string }{
		{"indentation", "a {\n\n    color: red;\t top:  0 }\r\n", "a {\ncolor: red; top: 0 }\n"},
		{"comments", "/* a */\na { /* b */ top: 0; /* c */\n }", "\na { top: 0;\n}"},
		{"a comment between names", "a/* b */b, c/* d */ d { top/**/: 0 }", "a/**/b, c d { top/**/: 0 }"},
		{"a comment at the ends", "/* a */a {}/* b */", "a {}"},
		{"a licence", "/*! Licence */\na {}", "/*! Licence */\na {}"},
		{"text", "a::before { content: \"/* b */  \\\"c\" }", "a::before { content: \"/* b */  \\\"c\" }"},
		{"an address", "a { b: url( c//d.png ) }", "a { b: url( c//d.png ) }"},
		{"not finished", "a { b: 'c", "a { b: 'c"},
		{"an open comment", "a { } /* b", "a { } "},
	} {
		if got := string(compactStyle([]byte(tt.source))); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestHighlightStyleSheet(t *testing.T) {
	data, _ := assetsOf(t, defaultFS(t), Options{Supplied: map[string][]byte{HighlightCSS: []byte(".k{color:blue}")}})
	if !strings.Contains(data["site.css"], "@layer highlight {\n.k{color:blue}\n}") {
		t.Error("the highlighting is not a layer of the site's style sheet")
	}
	// The parts of the style sheet and of site.js are not among them.
	want := []string{
		"acknowledge.js",
		"ask.js",
		"asked.css",
		"cards.js",
		"checklist.js",
		"coming.css",
		"customer.js",
		"filter.js",
		"headsup.js",
		"history.js",
		"loop.css",
		"mark.svg",
		"news.js",
		"panel.js",
		"parts.js",
		"preview.js",
		"report.js",
		"requests.css",
		"reviews.css",
		"rules.js",
		"scheme.js",
		"search-dialog.js",
		"search-engine.js",
		"search-page.js",
		"search-worker.js",
		"search.js",
		"share.js",
		"shown.js",
		"site.css",
		"site.js",
		"sort.js",
		"steps.js",
		"told.js",
		"tours.js",
		"words.js",
	}
	if got := slices.Sorted(maps.Keys(data)); !slices.Equal(got, want) {
		t.Errorf("the assets are %q, want %q", got, want)
	}
}

func FuzzReferences(f *testing.F) {
	f.Add([]byte(`@import "a.css" layer(x); a { b: url(c) }`))
	f.Add([]byte("import x from \"./a.js\"; `${`${1}`}` /[/]/ export * from '"))
	f.Add([]byte(`@import`))
	f.Add([]byte(`url(`))
	f.Add([]byte(`new URL("./b.js", import.meta.url)`))
	f.Fuzz(func(t *testing.T, src []byte) {
		if got := styleText(styleTokens(src)); got != strings.TrimSpace(string(src)) {
			t.Fatalf("the tokens of %q are %q", src, got)
		}
		for _, token := range scriptTokens(src) {
			if got := string(src[token.start : token.start+len(token.text)]); got != token.text {
				t.Fatalf("the token %q is at %q", token.text, got)
			}
		}
		for _, list := range [][]reference{styleReferences(src), scriptReferences(src)} {
			last := 0
			for _, ref := range list {
				if ref.start < last || ref.end < ref.start || ref.end > len(src) {
					t.Fatalf("reference %+v after %d in %d bytes", ref, last, len(src))
				}
				last = ref.end
			}
		}
		if len(compactStyle(src)) > len(src) {
			t.Error("compacting made the text longer")
		}
	})
}
