package frontmatter

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
)

func known(key string) bool {
	return slices.Contains([]string{"title", "date", "tags"}, strings.ToLower(key))
}

// holds stands in for the table of fields that hold a page back.
func holds(key, value string) bool {
	switch key {
	case "draft", "internal":
		return value == "true"
	case "visibility":
		return value == "internal"
	case "publish_at":
		return value == "2027-01-01"
	}
	return false
}

// messages writes findings without the file's name.
func messages(list []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range list {
		_, s, _ := strings.Cut(d.String(), ":")
		b.WriteString(s + "\n")
		if d.Hint != "" {
			b.WriteString("  " + d.Hint + "\n")
		}
	}
	return b.String()
}

// written writes a tree in one line.
func written(n *yaml.Node) string {
	switch {
	case IsNull(n):
		return ""
	case IsList(n), IsMapping(n):
		var parts []string
		for i, c := range n.Content {
			if s := written(c); IsMapping(n) && i%2 == 0 {
				parts = append(parts, s+":")
			} else {
				parts = append(parts, s)
			}
		}
		if IsList(n) {
			return "[" + strings.Join(parts, " ") + "]"
		}
		return "{" + strings.Join(parts, " ") + "}"
	default:
		return n.Value
	}
}

func TestFences(t *testing.T) {
	tests := []struct {
		name, src, title, body string
		line                   int
		rules                  string
	}{
		{"none", "# Hello\n", "", "# Hello\n", 1, ""},
		{"YAML", "---\ntitle: x\n---\nbody\n", "x", "body\n", 4, ""},
		{"TOML", "+++\ntitle = 'x'\n+++\nbody\n", "x", "body\n", 4, ""},
		{"CRLF", "---\r\ntitle: x\r\n---\r\nbody\r\n", "x", "body\r\n", 4, ""},
		{"white space behind fences", "--- \ntitle: x\n---\t\nbody", "x", "body", 4, ""},
		{"blank lines before", "\n \n---\ntitle: x\n---\nbody", "x", "body", 6, ""},
		{"end of document", "---\ntitle: x\n...\nbody", "x", "body", 4, ""},
		{"end of file", "---\ntitle: x\n---", "x", "", 3, ""},
		{"nothing between", "---\n---\nbody", "", "body", 3, ""},
		{"only comments", "---\n# title: x\n---\nbody", "", "body", 4, ""},
		{"comment first", "---\n# mine\ntitle: x\n---\nbody", "x", "body", 5, ""},
		{"mapping in braces", "---\n{title: x}\n---\nbody", "x", "body", 4, ""},
		{"fence inside a text", "---\ntitle: x\nsummary: |\n  a\n  ---\n  b\n---\nbody", "x", "body", 8, ""},
		{"fence of the other kind inside", "---\ntitle: '+++'\n---\nbody", "+++", "body", 4, ""},
		{"body with breaks", "---\ntitle: x\n---\na\n\n---\n\nb", "x", "a\n\n---\n\nb", 4, ""},
		{"thematic break", "---\n\nHello world\n\n---\n\nMore", "", "---\n\nHello world\n\n---\n\nMore", 1, ""},
		{"thematic break before a note", "---\nNote: careful\n\nText", "", "---\nNote: careful\n\nText", 1, ""},
		{"break alone", "---\n", "", "---\n", 1, ""},
		{"broken first line, known second", "---\ntitle x\ndate: 2026-10-01\n---\nbody", "", "body", 5, "front-matter-syntax"},
		{"unclosed", "---\ntitle: x\ntags:\n  - a\n\ndate: 2026-10-01\n\n# Hello\n", "x", "\n# Hello\n", 7, "front-matter-unclosed"},
		{"unclosed before a heading", "---\ntitle: x\n\n# Hello\nText: more\n", "x", "\n# Hello\nText: more\n", 3, "front-matter-unclosed"},
		{"unclosed TOML", "+++\ntitle = 'x'\n[extra]\nrelease = true\n\nText", "x", "\nText", 5, "front-matter-unclosed"},
		{"byte order mark", "\xEF\xBB\xBF---\ntitle: x\n---\nbody", "x", "body", 4, "front-matter-bom"},
		{"wrong byte in the body", "---\ntitle: x\n---\nbo\xFFdy", "x", "bo\uFFFDdy", 4, "encoding"},
		{"key in other case", "---\ntitle x\nDATE: y\n---\nbody", "", "body", 5, "front-matter-syntax"},
		{"one header line", "Title: x\n\nbody", "", "Title: x\n\nbody", 1, ""},
		{"Pelican's headers", "title: x\nTags: a\n\nbody", "x", "\nbody", 3, "front-matter-unfenced"},
		{
			"headers in TOML",
			"title = 'x'\ndate = 2026-10-01\n\nbody",
			"",
			"title = 'x'\ndate = 2026-10-01\n\nbody",
			1,
			"front-matter-unread",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, diags := Parse("x.md", []byte(test.src), known, holds)
			title := written(Value(doc.Root, "title"))
			var rules []string
			for _, d := range diags {
				rules = append(rules, d.Rule)
			}
			if title != test.title || string(doc.Body) != test.body || doc.BodyLine != test.line || strings.Join(rules, " ") != test.rules {
				t.Errorf("title %q, body %q from line %d, rules %q\nwant %q, %q, %d, %q\n%s",
					title, doc.Body, doc.BodyLine, strings.Join(rules, " "), test.title, test.body, test.line, test.rules, messages(diags))
			}
		})
	}
}

// The library reads a file in pieces, up to the end of the block.
func TestFencesOfLargeFiles(t *testing.T) {
	long := strings.Repeat("long ", 2000)
	text := strings.Repeat("Text.\n\n---\n\n", 2000)
	for _, test := range []struct{ name, head string }{
		{"YAML", "---\ntitle: x\nsummary: " + long + "\n---\n"},
		{"TOML", "+++\ntitle = 'x'\nsummary = '" + long + "'\n+++\n"},
		{"end of document", "---\ntitle: x\nsummary: " + long + "\n...\n"},
		{"fence inside a text", "---\nsummary: |\n  " + long + "\n  ---\ntitle: x\n---\n"},
		{"blank lines before", strings.Repeat("\n", 5000) + "---\ntitle: x\n---\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc, diags := Parse("x.md", []byte(test.head+text), known, holds)
			if title := written(Value(doc.Root, "title")); title != "x" || string(doc.Body) != text || len(diags) > 0 {
				t.Errorf("title %q, %d bytes of body, not %d, findings:\n%s", title, len(doc.Body), len(text), messages(diags))
			}
			if line := 1 + strings.Count(test.head, "\n"); doc.BodyLine != line {
				t.Errorf("the body is on line %d, not %d", doc.BodyLine, line)
			}
		})
	}
}

func TestTrees(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"YAML", "---\ntitle: 3.10\nlist: [a, 'b', {c: d}]\nnone: ~\n---\n", "{title: 3.10 list: [a b {c: d}] none: }"},
		{"TOML", "+++\ntitle = 3.10\nlist = ['a', \"b\", {c = 'd'}]\n+++\n", "{title: 3.10 list: [a b {c: d}]}"},
		{
			"TOML's tables",
			"+++\na.b = 1\n[c]\nd = 2\n[c.e]\nf = 3\n[[g]]\nh = 4\n[[g]]\nh = 5\n[g.i]\nj = 6\n+++\n",
			"{a: {b: 1} c: {d: 2 e: {f: 3}} g: [{h: 4} {h: 5 i: {j: 6}}]}",
		},
		{"a table twice stays two", "+++\n[a]\nb = 1\n[a]\nc = 2\n+++\n", "{a: {b: 1} a: {c: 2}}"},
		{"aliases", "---\ntitle: &t [x, y]\nother: *t\n---\n", "{title: [x y] other: [x y]}"},
		{
			"merge keys",
			"---\nbase: &base {a: 1, b: 2}\nmore: &more {c: 3}\none:\n  <<: *base\n  b: 4\ntwo: {<<: [*base, *more], d: 5}\n---\n",
			"{base: {a: 1 b: 2} more: {c: 3} one: {b: 4 a: 1} two: {d: 5 a: 1 b: 2 c: 3}}",
		},
		{"beginning of a document", "---\n--- # of front matter\ntitle: x\n---\n", "{title: x}"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, diags := Parse("x.md", []byte(test.src), func(string) bool { return true }, holds)
			if got := written(doc.Root); got != test.want || len(diags) > 0 || doc.Unread {
				t.Errorf("tree %s, want %s, findings:\n%s", got, test.want, messages(diags))
			}
		})
	}
}

func TestPositionsInside(t *testing.T) {
	src := "---\ntitle: \"h\u00e9llo\"\ntags: [é, 'b c']\ndate: |\n  long\n---\n"
	doc, diags := Parse("x.md", []byte(src), known, holds)
	if len(diags) > 0 {
		t.Fatalf("findings:\n%s", messages(diags))
	}
	tags := Value(doc.Root, "tags")
	for _, test := range []struct {
		n            *yaml.Node
		offset       int
		line, column int
	}{
		{Value(doc.Root, "title"), 3, 2, 12},
		{tags.Content[0], 1, 3, 9},
		{tags.Content[1], 2, 3, 14},
		{Value(doc.Root, "date"), 2, 4, 7}, // its lines are elsewhere
	} {
		if pos := doc.Inside(test.n, test.offset); pos.Line != test.line || pos.Column != test.column {
			t.Errorf("%q, %d: %v, want %d:%d", test.n.Value, test.offset, pos, test.line, test.column)
		}
	}
}

// YAML ends lines at characters that editors show within them.
func TestPositionsBehindOddBreaks(t *testing.T) {
	for _, odd := range []string{"\u0085", "\u2028", "\u2029", "\r"} {
		doc, _ := Parse("x.md", []byte("---\r\ntitle: a"+odd+"  b\r\ndate: 'c"+odd+"  d' \r\ntags: [e]\r\n---\r\n"), known, holds)
		if pos := doc.At(Value(doc.Root, "tags").Content[0]); pos.Line != 4 || pos.Column != 8 {
			t.Errorf("behind %q: %v", odd, pos)
		}
		_, diags := ParseYAML("x.yaml", []byte(odd+odd+"\t"), "config")
		if len(diags) != 1 || diags[0].Line != 1 || diags[0].Column != 3 {
			t.Errorf("a tab behind %q: %v", odd, diags)
		}
	}
}

func TestBrokenValues(t *testing.T) {
	doc, diags := Parse("x.md", []byte("---\n\"ti: tle\": [a\ntitle: 'x' y\ndate: 2026-10-01\n---\n"), known, holds)
	if len(diags) != 2 || !doc.Unread || written(doc.Root) != "{ti: tle: [a title: 'x' y date: 2026-10-01}" {
		t.Errorf("tree %s, findings:\n%s", written(doc.Root), messages(diags))
	}
	if !doc.Broken(Value(doc.Root, "title")) || doc.Broken(Value(doc.Root, "date")) {
		t.Error("what is broken is not marked, or what is not is")
	}
}

func TestParseYAML(t *testing.T) {
	tests := []struct{ name, src, want, findings string }{
		{"empty", "", "{}", ""},
		{"document", "--- # ours\ntitle: x\n", "{title: x}", ""},
		{"two documents", "title: x\n---\ntitle: y\n", "{title: x}", `2:1: error: a second YAML document begins here [config]
  headsup.yaml is one document: remove this line
`},
		{"stray line", "stray\ntitle: x\n", "{title: x}", `1:1: error: "stray" is not a line of "key: value" [config]
  remove it, or indent it if it belongs to the field above
`},
		{"list", "- a\n", "{}", `1:1: error: headsup.yaml is a list, not lines of "key: value" [config]
  write for example: title: My page
`},
		{"large", "title: " + strings.Repeat("x", blockLimit), "{}", "1:1: error: headsup.yaml is larger than 64 kB [config]\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, diags := ParseYAML("headsup.yaml", []byte(test.src), "config")
			if got := written(doc.Root); got != test.want || messages(diags) != test.findings {
				t.Errorf("tree %s, want %s, findings:\n%s", got, test.want, messages(diags))
			}
		})
	}
}

func TestTreesAreBounded(t *testing.T) {
	var laughs strings.Builder
	laughs.WriteString("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&laughs, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	tests := map[string]string{
		"aliases":            laughs.String(),
		"an alias of itself": "b: &a [*a, *a]\n",
		"a merge of itself":  "b: &a {<<: *a}\n",
		"nesting":            "b: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "\n",
		"open nesting":       "b: " + strings.Repeat("[", 50000) + "\n",
		"mappings":           "b: " + strings.Repeat("{a: ", 9000) + strings.Repeat("}", 9000) + "\n",
		"size":               "b: " + strings.Repeat("x", blockLimit) + "\n",
		"not a merge":        "b: {<<: x}\n",
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			doc, diags := ParseYAML("x.yaml", []byte(src), "")
			if len(diags) == 0 {
				t.Error("no finding")
			}
			if nodes, depth := measure(doc.Root); nodes > 2*nodeLimit || depth > depthLimit+1 {
				t.Errorf("%d nodes in %d levels", nodes, depth)
			}
		})
	}
}

func measure(n *yaml.Node) (nodes, depth int) {
	nodes = 1
	for _, c := range n.Content {
		below, levels := measure(c)
		nodes += below
		depth = max(depth, levels)
	}
	return nodes, depth + 1
}
