package frontmatter

import (
	"strings"
	"testing"
)

func TestHeaders(t *testing.T) {
	known := func(key string) bool { return strings.Contains(" title date tags ", " "+strings.ToLower(key)+" ") }
	for _, tt := range []struct{ name, in, fields, body string }{
		{
			"headers",
			"Title: Part 2: it's here\nDate: 2026-10-01 9:00\nTags: a, b c\nStatus:\n\nText\n",
			"1:8 Part 2: it's here|2:7 2026-10-01 9:00|3:7 a|3:10 b c|4:8 ",
			"\nText\n",
		},
		{"one known key", "Title: A\nNote: b\n\nText", "", ""},
		{"prose between", "Title: A\nDate: b\nand more\n\nText", "", ""},
		{"nothing below", "Title: A\nDate: b\n", "", ""},
		{"no headers", "# Title\n", "", ""},
	} {
		var got []string
		body := ""
		if found := headers(&suspect{text: []byte(tt.in), known: known}); found != nil {
			root := found.fields
			body = string(found.body)
			for i := 1; i < len(root.Content); i += 2 {
				values := root.Content[i].Content
				if len(values) == 0 {
					values = root.Content[i : i+1]
				}
				for _, v := range values {
					got = append(got, strings.TrimPrefix((&Document{}).At(v).String(), ":")+" "+v.Value)
				}
			}
		}
		if s := strings.Join(got, "|"); s != tt.fields || body != tt.body {
			t.Errorf("%s: %q, body %q", tt.name, s, body)
		}
	}
}
