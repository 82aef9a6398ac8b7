package markdown

import (
	"strings"
	"testing"
)

// TestReservedNames holds that no body has the names of the theme.
func TestReservedNames(t *testing.T) {
	for in, want := range map[string]string{
		"## Search {#hu-search}\n\na":                         "1:13 name-reserved",
		"# Title {#hu-main}\n\na":                             "1:11 name-reserved",
		"a\n{: #hu-x .hu-y .ok}":                              "2:11 name-reserved",
		"<div id=\"hu-search\" class=\"hu-a b\">x</div>":      "1:10 name-reserved, 1:28 name-reserved",
		"a <span id=\"HU-Main\">x</span>":                     "1:13 name-reserved",
		"a <a name=\"hu-main\">x</a> [b](c){.hu-d}":           "1:35 name-reserved, 1:12 name-reserved",
		"<h1 id=\"hu-main\">x</h1>":                           "1:9 name-reserved",
		"## HU main\n\n## HU Berlin\n\n## Hub {#hub}":         "",
		"[a](#hu-main) <div id=\"hue\" class=\"hub\">b</div>": "",
	} {
		d := testCompiler().Compile(Input{Body: []byte(in), Line: 1, Title: "Given"})
		out := strings.ToLower(string(d.Full.HTML)) + " id=" + d.TitleID
		for _, name := range []string{`"hu-main"`, `"hu-search"`, `"hu-x"`, "hu-y", "hu-a", "hu-d", "id=hu-"} {
			if strings.Contains(out, name) {
				t.Errorf("%q: %s is in %s", in, name, out)
			}
		}
		if got := rules(d); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
	if out := string(compile("## HU Berlin").Full.HTML); !strings.Contains(out, `id="hu-berlin"`) {
		t.Errorf("a heading of its own words: %s", out)
	}
}
