package theme

import (
	"strings"
	"testing"
)

func TestModulesAreJoined(t *testing.T) {
	data, names := assetsOf(t, minimal(`<script type="module" src="{{asset "js/a.js"}}"></script>`,
		"assets/js/a.js", "import { b, c as d } from \"./b.js\";\nimport { shared } from \"./shared.js\";\nb(d, shared);\n",
		"assets/js/b.js", "import { keep } from './keep.js';\nconst own = 1; // of this module\nexport const c = { own };\nexport async function b() { return keep(own); }\n",
		"assets/js/shared.js", "export const shared = 1;",
		"assets/js/keep.js", "export function keep() {}",
		"assets/js/later.js", "import { shared } from \"./shared.js\";\nimport { keep } from \"./keep.js\";",
	), Options{})
	want := `import { keep } from "./` + names["keep.js"] + `";
const { b, c: d } = (() => {
const own = 1;
const c = { own };
async function b() { return keep(own); }
return { b, c };
})();
import { shared } from "./` + names["shared.js"] + `";
b(d, shared);`
	if got := strings.TrimSpace(data["a.js"]); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, alone := data["b.js"]; alone {
		t.Error("the joined module is a file too")
	}
}

// A module is a file of its own when joining it could change what it means.
func TestModulesThatStay(t *testing.T) {
	const use = "import { b } from \"./b.js\";\nb();"
	for _, tt := range []struct {
		name, a, b string
		more       []string
	}{
		{name: "its export changes", a: use, b: "export let b = 1;"},
		{name: "it exports a list", a: use, b: "const b = 1;\nexport { b };"},
		{name: "it exports a pattern", a: use, b: "export const { b } = document;"},
		{name: "it waits", a: use, b: "await 1;\nexport const b = 1;"},
		{name: "it has a default", a: use, b: "export default 1;\nexport const b = 1;"},
		{name: "it exports something else", a: use, b: "export const c = 1;"},
		{name: "it imports all", a: use, b: "import * as x from \"./x.js\";\nexport const b = x;", more: []string{"assets/js/x.js", ""}},
		{name: "all of it is imported", a: "import * as b from \"./b.js\";\nb.b();", b: "export const b = 1;"},
		{name: "it is loaded later", a: "import(\"./b.js\");", b: "export const b = 1;"},
		{name: "two import it", a: use, b: "export const b = 1;", more: []string{"assets/js/c.js", use}},
		{name: "another folder", a: "import { b } from \"../lib/b.js\";", more: []string{"assets/lib/b.js", "export const b = 1;"}},
		{
			name: "a name would be taken", a: "import { b } from \"./b.js\";\nlet shared = b;", b: "import { shared } from \"./shared.js\";\nexport const b = shared;",
			more: []string{"assets/js/shared.js", "export const shared = 1;", "assets/js/c.js", "import { shared } from './shared.js';"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := append([]string{"assets/js/a.js", tt.a}, tt.more...)
			if tt.b != "" {
				files = append(files, "assets/js/b.js", tt.b)
			}
			data, names := assetsOf(t, minimal(`<script type="module" src="{{asset "js/a.js"}}"></script>`, files...), Options{})
			if !strings.Contains(data["a.js"], "./"+names["b.js"]) || data["b.js"] == "" {
				t.Errorf("it is joined: %s", data["a.js"])
			}
		})
	}
	data, _ := assetsOf(t, minimal(`{{asset "js/a.js"}} {{asset "js/b.js"}}`, "assets/js/a.js", use, "assets/js/b.js", "export const b = 1;"), Options{})
	if data["b.js"] == "" {
		t.Error("a module that a layout names is gone")
	}
}
