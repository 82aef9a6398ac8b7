package theme

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// bundled returns a theme with a bundle of a.js, which imports b.js, and a
// minified style sheet.
func bundled(t *testing.T, used string) fstest.MapFS {
	t.Helper()
	m := minimal(used,
		"assets/js/a.js", "import { b } from \"./b.js\";\nimport(\"./later.js\");\nb();\n",
		"assets/js/b.js", "export function b() { return 1; }\n",
		"assets/js/later.js", "export const later = true;\n",
		"assets/css/site.css", "@import \"tokens.css\";\n@import \"brand.css\";\n",
		"assets/css/tokens.css", ":root { --a: 1 }\n",
		"assets/css/brand.css", "",
		"dist/js/a.js", "import(\"./later.js\");(()=>1)();\n",
		"dist/css/tokens.css", ":root{--a:1}\n",
	)
	sources := map[string]map[string]string{}
	for name, parts := range map[string][]string{"js/a.js": {"js/a.js", "js/b.js"}, "css/tokens.css": {"css/tokens.css"}} {
		sources[name] = map[string]string{}
		for _, part := range parts {
			sum := sha256.Sum256(m["assets/"+part].Data)
			sources[name][part] = hex.EncodeToString(sum[:])
		}
	}
	list, err := json.Marshal(sources)
	if err != nil {
		t.Fatal(err)
	}
	m["dist/sources.json"] = &fstest.MapFile{Data: list}
	return m
}

const usesA = `<script type="module" src="{{asset "js/a.js"}}"></script>`

func TestBundlesStandForTheirSources(t *testing.T) {
	data, names := assetsOf(t, bundled(t, usesA), Options{})
	if want := "import(\"./" + names["later.js"] + "\");(()=>1)();\n"; data["a.js"] != want {
		t.Errorf("got %q, want %q", data["a.js"], want)
	}
	if _, alone := data["b.js"]; alone {
		t.Error("a module of the bundle is a file too")
	}
	if want := ":root{--a:1}\n"; data["site.css"] != want {
		t.Errorf("got %q, want %q", data["site.css"], want)
	}
	data, _ = assetsOf(t, bundled(t, usesA+`{{asset "js/b.js"}}`), Options{})
	if data["b.js"] == "" {
		t.Error("a module that a layout names is gone")
	}
}

// overlaid loads a theme with an override.
func overlaid(t *testing.T, def fstest.MapFS, pairs ...string) map[string]string {
	t.Helper()
	th, list := Load(def, files(pairs...), Options{})
	if th == nil {
		t.Fatalf("findings: %v", list)
	}
	data := map[string]string{}
	for _, a := range th.Assets() {
		parts := strings.Split(strings.TrimPrefix(a.Path, "assets/"), ".")
		data[parts[0]+"."+parts[2]] = string(a.Data)
	}
	return data
}

// An override of one module of a bundle counts, whichever it is.
func TestOverridesOfBundles(t *testing.T) {
	for _, tt := range []struct {
		name, file, text string
		want             []string // of the assets
		in, of           string
	}{
		{"a module", "assets/js/b.js", "export function b() { return 'own'; }", []string{"a.js", "b.js", "later.js"}, `"own"`, "b.js"},
		{
			"the first module",
			"assets/js/a.js",
			"import('./later.js'); console.log('own')",
			[]string{"a.js", "b.js", "later.js"},
			`"own"`,
			"a.js",
		},
		{"another module", "assets/js/later.js", "export const later = 'own';", []string{"a.js", "later.js"}, `"own"`, "later.js"},
		{"a style sheet", "assets/css/tokens.css", ":root {\n  --a: own\n}", []string{"a.js", "later.js"}, "--a: own", "site.css"},
		{
			"an empty style sheet",
			"assets/css/brand.css",
			":root {\n  --a: own\n}",
			[]string{"a.js", "later.js"},
			":root{--a:1}\n:root {\n--a: own",
			"site.css",
		},
		{"the same file", "assets/js/b.js", "export function b() { return 1; }\n", []string{"a.js", "later.js"}, "(()=>1)()", "a.js"},
		{
			"an own module that imports one",
			"assets/js/own.js",
			"import { b } from \"./b.js\"; b();",
			[]string{"a.js", "b.js", "later.js", "own.js"},
			"(()=>1)()",
			"a.js",
		},
		{"the folder of bundles", "dist/js/a.js", "own()", []string{"a.js", "later.js"}, "(()=>1)()", "a.js"},
	} {
		data := overlaid(t, bundled(t, usesA), "layouts/404.html", `{{define "main"}}<h1>x</h1>{{end}}`, tt.file, tt.text)
		scripts := slices.DeleteFunc(slices.Sorted(maps.Keys(data)), func(name string) bool {
			return !strings.HasSuffix(name, ".js") || data[name] == "" // what is supplied is empty here
		})
		if !slices.Equal(scripts, tt.want) {
			t.Errorf("%s: the scripts are %q, want %q", tt.name, scripts, tt.want)
		}
		if !strings.Contains(data[tt.of], tt.in) {
			t.Errorf("%s: %s lacks %s: %s", tt.name, tt.of, tt.in, data[tt.of])
		}
	}
}

// A bundle has a part of what the generator supplies as long as that is what it was
// made of; the part is a file as well.
func TestBundlesOfSuppliedFiles(t *testing.T) {
	m := minimal(usesA,
		"assets/js/a.js", "import { open } from \"./search-engine.js\";\nopen();\n",
		"dist/js/a.js", "(()=>1)();\n",
	)
	engine := []byte("export function open(){}")
	list := map[string]string{}
	for name, data := range map[string][]byte{"js/a.js": m["assets/js/a.js"].Data, SearchEngine: engine} {
		sum := sha256.Sum256(data)
		list[name] = hex.EncodeToString(sum[:])
	}
	sources, err := json.Marshal(map[string]map[string]string{"js/a.js": list})
	if err != nil {
		t.Fatal(err)
	}
	m["dist/sources.json"] = &fstest.MapFile{Data: sources}
	data, _ := assetsOf(t, m, Options{Supplied: map[string][]byte{SearchEngine: engine}})
	if data["a.js"] != "(()=>1)();\n" || data["search-engine.js"] != string(engine) {
		t.Errorf("a.js is %q, the engine %q", data["a.js"], data["search-engine.js"])
	}
	data, names := assetsOf(t, m, Options{Supplied: map[string][]byte{SearchEngine: []byte("export function open(){1}")}})
	if !strings.Contains(data["a.js"], names["search-engine.js"]) {
		t.Errorf("with another engine, a.js is %q", data["a.js"])
	}
}

func TestDigestOfBundles(t *testing.T) {
	digest := func(m fstest.MapFS) string {
		th, list := Load(m, nil, Options{})
		if th == nil {
			t.Fatalf("findings: %v", list)
		}
		return th.Digest()
	}
	other := bundled(t, usesA)
	other["dist/js/a.js"] = &fstest.MapFile{Data: []byte("(()=>2)()")}
	if digest(bundled(t, usesA)) == digest(other) {
		t.Error("another bundle, the same digest")
	}
}

func TestBrokenBundles(t *testing.T) {
	for name, want := range map[string]string{
		"dist/js/a.js":      "dist/js/a.js: error: cannot be read: ",
		"dist/sources.json": "dist/sources.json: error: cannot be read: ",
	} {
		m := bundled(t, usesA)
		if delete(m, name); name == "dist/sources.json" {
			m[name] = &fstest.MapFile{Data: []byte("{")}
		}
		th, list := Load(m, nil, Options{})
		if th != nil || len(list) != 1 || !strings.HasPrefix(list[0].String(), want) {
			t.Errorf("%s: theme %v, findings %v", name, th, list)
		}
	}
}
