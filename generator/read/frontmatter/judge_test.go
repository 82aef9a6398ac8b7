package frontmatter

import "testing"

func TestShapes(t *testing.T) {
	tests := []struct{ name, src, findings string }{
		{"unclosed", "---\ntitle: x\n\nText\n", `1:1: error: front matter begins here and has no closing --- [front-matter-unclosed]
  add a line --- behind the last field
`},
		{
			"badly closed",
			"\n+++\ntitle = 'x'\n +++\nText\n",
			`2:1: error: front matter begins here and has no closing +++ [front-matter-unclosed]
  line 4 is "+++"; the closing fence is exactly +++, at the beginning of its line
`,
		},
		{
			"headers",
			"Title: x\nDate: y\n\nText\n",
			`1:1: warning: the file begins with fields that are not between fences; they are read all the same [front-matter-unfenced]
  put the fields between two lines ---
`,
		},
		{
			"fence of another tool",
			"---json\n{\"title\": \"x\"}\n---\nText\n",
			`1:1: error: the file begins with ---json, which is not a fence that headsup reads [front-matter-unread]
  write YAML between two lines --- or TOML between two lines +++
`,
		},
		{
			"JSON",
			"{\r\n\t\"title\": \"x\"\r\n}\r\n\r\nText\r\n",
			`1:1: error: the file begins with JSON front matter, which headsup does not read [front-matter-unread]
  write the fields as YAML between two lines ---
`,
		},
		{
			"TOML without fences",
			"title = 'x'\ndate = 2026-10-01\n\nText\n",
			`1:1: error: the file begins with fields that are not between fences, so they are not read [front-matter-unread]
  put the fields between two lines +++
`,
		},
		{
			"long fences",
			"++++\ntitle = 'x'\n++++\nText\n",
			`1:1: error: the file begins with fields, but the fence before them is none, so they are not read [front-matter-unread]
  write +++ on the first line, with nothing before or behind it, and each key at the beginning of its line
`,
		},
		{"text", "Text\n", ""},
		{"thematic breaks", "---\n\nText\n\n---\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, diags := Parse("x.md", []byte(test.src), known, holds); messages(diags) != test.findings {
				t.Errorf("findings:\n%swant:\n%s", messages(diags), test.findings)
			}
		})
	}
}
