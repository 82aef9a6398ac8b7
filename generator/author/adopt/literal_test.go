package adopt

import (
	"maps"
	"testing"
)

// TestLiterals reads what stands in a program as a literal, and nothing that it works
// out.
func TestLiterals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, comment, src string
		want               map[string]string
	}{
		{
			"a module", "//", "module.exports = {title: 'A', docs: {path: \"d\", routeBasePath: '/'}}",
			map[string]string{"title": "A", "docs.path": "d", "docs.routeBasePath": "/"},
		},
		{
			"presets in lists", "//", "export default defineConfig({presets: [['classic', {docs: {path: 'x'}, blog: false}]]} satisfies C)",
			map[string]string{"presets.docs.path": "x", "presets.blog": "false"},
		},
		{
			"what is worked out is absent", "//",
			"const c = {a: 'x' + y, b: f('x'), c: `x${y}`, d: process.env.D || 'x', e: 'x'.trim(), f: ['x'][0], g: on ? 'x' : 'y', h: 'h'}",
			map[string]string{"h": "h"},
		},
		{"comments", "//", "// a: 'x'\n/* b: 'x' */ ({c: 'c'})", map[string]string{"c": "c"}},
		{"the first value counts", "//", "({a: '1', a: '2'})", map[string]string{"a": "1"}},
		{"an open text ends at its line", "//", "({a: 'x\n, b: 'b'})", map[string]string{"b": "b"}},
		{
			"Python", "#", "# project = 'x'\nproject = 'Handbook'\nextensions = ['myst']\n" +
				"html_theme_options = {'logo': 'l.svg'}\nlang = os.environ['L']\n",
			map[string]string{"project": "Handbook", "logo": "l.svg"},
		},
		{"Ruby", "#", "set :css_dir, 'styles'\nset :name, \"a#{b}\"\n", map[string]string{"css_dir": "styles"}},
		{"nothing", "//", "", map[string]string{}},
		{"unbalanced", "//", "}}])({a: 'a'", map[string]string{"a": "a"}},
	} {
		if got := literals([]byte(tt.src), tt.comment); !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func FuzzLiterals(f *testing.F) {
	for _, seed := range []string{"({a: 'x'})", "a = \"x\" # y", "`${", "/*", "{{{[[", "a: 1"} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, src string) {
		literals([]byte(src), "//")
		literals([]byte(src), "#")
	})
}
