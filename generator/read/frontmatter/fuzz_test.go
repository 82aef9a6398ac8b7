package frontmatter

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"---\n---\n", "---\ntitle: x", "+++\ntitle = 'x'\n[a]\nb.c = [{d = 1}, 2]\n[[e]]\n[[e.f]]\n+++\nx",
		"---\na: &a [*a]\n<<: *a\n---\n", "---\ntitle: \"x\n\tb: [\n? k\n: v\n---\n", "\xEF\xBB\xBF---\r\ndate: 2026-02-30\r\n---\r\n",
		"---\n!!binary x: !foo y\n- z\n---\n", "---\nx: |\n  ---\n y\n---\n",
		"+++\na = \"\"\"\nx\"\"\"\nb = 2026-10-01 9:00\nc = 'x\n+++", "{\n\"a\": 1}", "Title: x\nDate: y",
		"\x00\xFF\xFE", "\xFF\xFEa\x00", "---\n# c\n\n  # d\na: # e\n  - b\n# f\n---\n",
		"---\na: b\n--- c\n---\n", "---\nThis is a line of text with: a colon\ntitle: x\n---\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		before := bytes.Clone(src)
		doc, diags := Parse("x.md", src, known, holds)
		if !bytes.Equal(before, src) {
			t.Fatal("the source was changed")
		}
		if !bytes.HasSuffix(doc.text, doc.Body) {
			t.Errorf("the body is not the end of the source: %q", doc.Body)
		}
		if n := bytes.Count(doc.text, []byte("\n")) - bytes.Count(doc.Body, []byte("\n")) + 1; doc.BodyLine != n {
			t.Errorf("the body begins on line %d, not %d", doc.BodyLine, n)
		}
		checkTree(t, doc, diags)
		file, diags := ParseYAML("x.yaml", src, "config")
		checkTree(t, file, diags)
	})
}

// checkTree looks for positions outside of the file, and for what no reader of
// values knows.
func checkTree(t *testing.T, doc *Document, diags []diag.Diagnostic) {
	t.Helper()
	lines := bytes.Split(doc.text, []byte("\n"))
	check := func(pos diag.Position, what string) {
		if pos.Line == len(lines)+1 && pos.Column == 1 {
			return // what is left out at the end is behind it
		}
		if pos.Line < 1 || pos.Line > len(lines) || pos.Column < 1 || pos.Column > utf8.RuneCount(lines[pos.Line-1])+2 {
			t.Errorf("%s is outside of the file: %v", what, pos)
		}
	}
	for _, d := range diags {
		check(d.Position, d.Message)
		if _, ok := diag.Lookup(d.Rule); !ok || d.Message == "" {
			t.Errorf("unknown rule or no message: %+v", d)
		}
	}
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode && n.Kind != yaml.SequenceNode && n.Kind != yaml.MappingNode ||
			n.Tag == "!!merge" && len(n.Content) > 0 {
			t.Errorf("a node of kind %d, tag %s", n.Kind, n.Tag)
		}
		check(doc.At(n), "the value "+diag.Quote(n.Value))
		if n.Kind == yaml.ScalarNode {
			check(doc.Inside(n, 0), "the text "+diag.Quote(n.Value))
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	if doc.Root != nil {
		if !IsMapping(doc.Root) {
			t.Error("the root is not a mapping")
		}
		walk(doc.Root)
	}
}
