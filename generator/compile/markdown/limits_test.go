package markdown

import (
	"strings"
	"testing"

	"headsup/generator/diag"
)

// TestLimits lowers the limits, and holds that a body beyond one has nothing in
// any form, and says which it is.
func TestLimits(t *testing.T) {
	c := testCompiler()
	c.limits = limits{nesting: 6, depth: 8, nodes: 160, links: 4, elements: 5, cells: 15, marks: 50, html: 500}
	for in, want := range map[string]string{
		strings.Repeat("> ", 9) + "a":                                                 "blocks within each other",
		strings.Repeat("- ", 9) + "a":                                                 "blocks within each other",
		strings.Repeat(":::note\n", 9):                                                "blocks within each other",
		"a\n\n" + strings.Repeat(":::sales\n", 9):                                     "blocks within each other",
		"|a|b|c|\n|-|-|-|\n" + strings.Repeat("|\n", 9):                               "empty cells in a table",
		strings.Repeat("*a ", 60):                                                     "marks in one paragraph",
		"# " + strings.Repeat("[a", 60):                                               "marks in one paragraph",
		"[a]: /" + strings.Repeat("x", 90) + "\n\n" + strings.Repeat("[a] ", 40):      "bytes of HTML",
		"[a]: b '" + strings.Repeat("x", 90) + "'\n\n" + strings.Repeat("[a] ", 40):   "bytes of HTML",
		":::sales\na\n:::\n\n|a|b|c|\n|-|-|-|\n" + strings.Repeat("|\n", 9):           "empty cells in a table",
		strings.Repeat("a\n\n", 90):                                                   "parts, more",
		"*a _b *c _d *e _f *g _h h_ g* f_ e* d_ c* b_ a*":                             "parts within each other",
		strings.Repeat("[a]: b\n", 9):                                                 "addresses of links in a row",
		strings.Repeat("[a]: /b\n\n", 9):                                              "",
		strings.Repeat("<div>\n", 9):                                                  "elements of HTML within each other",
		"{/* a */}\n\n" + strings.Repeat("> ", 9) + "a":                               "blocks within each other",
		strings.Repeat("a\n\n", 9) + "- > 1. > a\n\n|a|\n|-|\n|b|\n\n*a* **b** `c`\n": "",
	} {
		d := c.Compile(Input{Body: []byte(in), Line: 1})
		if want == "" {
			if len(d.Diagnostics) > 0 {
				t.Errorf("%q: %v", in, d.Diagnostics)
			}
			continue
		}
		if rules := rules(d); len(d.Diagnostics) != 1 || !strings.Contains(d.Diagnostics[0].Message, want) {
			t.Errorf("%q: %s %v", in, rules, d.Diagnostics)
		}
		if d.Title != "" || len(d.Full.HTML) > 0 || d.Public == nil || len(d.Public.HTML) > 0 {
			t.Errorf("%q has a body", in)
		}
	}
	if !diag.Fixed("file-too-complex") {
		t.Error("the rule can be turned off")
	}
}
