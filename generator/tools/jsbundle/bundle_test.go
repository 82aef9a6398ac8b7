package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// modules writes modules to a folder, which it returns.
func modules(t *testing.T, pairs ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(pairs); i += 2 {
		file := filepath.Join(dir, pairs[i])
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(pairs[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t *testing.T, parts ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestOneBundle(t *testing.T) {
	dir := modules(t,
		"a.js", "import { b } from \"./lib/b.js\";\nexport const a = b(new URL(\"./c.js\", import.meta.url));\n",
		"lib/b.js", "//! Licence\nexport function b(address) { return address.href; } // why\n",
	)
	out := filepath.Join(dir, "dist", "made.js")
	if err := run(options{entries: []string{filepath.Join(dir, "a.js")}, out: out}, nil); err != nil {
		t.Fatal(err)
	}
	code := read(t, out)
	for _, want := range []string{`new URL("./c.js",import.meta.url)`, ".href", "as a}", "//! Licence"} {
		if !strings.Contains(code, want) {
			t.Errorf("the bundle lacks %s: %s", want, code)
		}
	}
	if strings.Contains(code, "import{") || strings.Contains(code, "why") {
		t.Errorf("the bundle has an import or a comment: %s", code)
	}
}

func TestBundlesOfEachOther(t *testing.T) {
	dir := modules(t,
		"a.js", "import { b } from \"./b.js\";\nimport { c } from \"./c.js\";\nb(c, () => import(\"./d.js\"));\n",
		"b.js", "import { c } from \"./c.js\";\nexport function b(f) { f(c); }\n",
		"c.js", "export const c = \"see\";\n",
		"d.js", "export { b } from \"./b.js\";\n",
	)
	var entries []string
	for _, name := range []string{"a.js", "b.js", "d.js"} {
		entries = append(entries, filepath.Join(dir, name))
	}
	out := filepath.Join(dir, "dist")
	if err := run(options{entries: entries, dir: out, sources: filepath.Join(out, "sources.json")}, nil); err != nil {
		t.Fatal(err)
	}
	if a := read(t, out, "a.js"); !strings.Contains(a, `from"./b.js"`) ||
		!strings.Contains(a, `import("./d.js")`) || !strings.Contains(a, "see") {
		t.Errorf("a.js does not import the other bundles, or lacks c.js: %s", a)
	}
	if d := read(t, out, "d.js"); !strings.Contains(d, `from"./b.js"`) {
		t.Errorf("d.js does not import b.js: %s", d)
	}
	var sources map[string]map[string]string
	if err := json.Unmarshal([]byte(read(t, out, "sources.json")), &sources); err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(sources["a.js"])); !slices.Equal(got, []string{"a.js", "c.js"}) {
		t.Errorf("a.js is made of %q", got)
	}
	if len(sources["d.js"]) != 1 || len(sources["d.js"]["d.js"]) != 64 || len(sources) != 3 {
		t.Errorf("the sources are %v", sources)
	}
}

// A module of the bundle that is elsewhere than where it is imported from, whose own
// imports are of what lies beside the bundle.
func TestForeignModules(t *testing.T) {
	dir := modules(t,
		"theme/js/a.js", "import { start } from \"./engine.js\";\nstart();\n",
		"engine/dist/engine.js", "export function start() { import(\"./worker.js\"); new URL(\"./worker.js\", import.meta.url); }\n",
		"engine/dist/worker.js", "export const big = 'big';\n",
	)
	out := filepath.Join(dir, "dist")
	err := run(options{
		entries: []string{filepath.Join(dir, "theme", "js", "a.js")}, base: filepath.Join(dir, "theme"),
		dir: out, sources: filepath.Join(out, "sources.json"),
		foreign: map[string]string{"js/engine.js": filepath.Join(dir, "engine", "dist", "engine.js")},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	a := read(t, out, "js", "a.js")
	for _, want := range []string{`import("./worker.js")`, `new URL("./worker.js",import.meta.url)`} {
		if !strings.Contains(a, want) {
			t.Errorf("the bundle lacks %s: %s", want, a)
		}
	}
	if strings.Contains(a, "engine.js") || strings.Contains(a, "big") {
		t.Errorf("the bundle imports the engine, or has what that imports: %s", a)
	}
	var sources map[string]map[string]string
	if err := json.Unmarshal([]byte(read(t, out, "sources.json")), &sources); err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(sources["js/a.js"])); !slices.Equal(got, []string{"js/a.js", "js/engine.js"}) {
		t.Errorf("js/a.js is made of %q", got)
	}
}

// Style sheets of a folder, whose imports and pictures need not be there.
func TestStyleSheets(t *testing.T) {
	dir := modules(t,
		"css/a.css", "@layer x, y;\n@import \"b.css\" layer(x);\n"+
			"@import \"made.css\" layer(y); /* why */\np { color: red; background: url(../img/p.png) }\n",
		"css/b.css", "a { margin: 0px }\na:hover { inset: 0px }\n",
		"js/a.js", "f();\n",
	)
	out := filepath.Join(dir, "dist")
	entries := []string{filepath.Join(dir, "css", "a.css"), filepath.Join(dir, "css", "b.css"), filepath.Join(dir, "js", "a.js")}
	if err := run(options{entries: entries, base: dir, dir: out, sources: filepath.Join(out, "sources.json")}, nil); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"css/a.css": `@layer x,y;@import"b.css"layer(x);@import"made.css"layer(y);p{color:red;background:url(../img/p.png)}`,
		"css/b.css": `a{margin:0}a:hover{inset:0}`,
		"js/a.js":   `f();`,
	} {
		if got := strings.TrimSpace(read(t, out, name)); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if sources := read(t, out, "sources.json"); strings.Count(sources, `"css/a.css": `) != 2 || strings.Contains(sources, "made.css") {
		t.Errorf("the sources are %s", sources)
	}
}

func TestWrongUse(t *testing.T) {
	dir := modules(t, "a.js", "import \"./no.js\";\n", "b.js", "let b = ;\n")
	a, b, out := filepath.Join(dir, "a.js"), filepath.Join(dir, "b.js"), filepath.Join(dir, "out.js")
	for _, tt := range []struct {
		name string
		o    options
		args []string
		want string
	}{
		{"no module", options{out: out}, nil, "-in is missing"},
		{"nowhere to write", options{entries: []string{a}}, nil, "either -out or -dir"},
		{"a file for two", options{entries: []string{a, b}, out: out}, nil, "-out takes one -in"},
		{"an argument", options{entries: []string{a}, out: out}, []string{"c.js"}, "unexpected"},
		{"a missing import", options{entries: []string{a}, out: out}, nil, `a.js:1:7: Could not resolve "./no.js"`},
		{"a syntax error", options{entries: []string{b}, out: out}, nil, `b.js:1:8: Unexpected ";"`},
	} {
		if err := run(tt.o, tt.args); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}
