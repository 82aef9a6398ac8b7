package highlight

import (
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

func TestHTML(t *testing.T) {
	for _, tt := range []struct{ lang, code, want string }{
		{"diff", "-a\n+<b>\n c\n", "<span class=\"gd\">-a\n</span><span class=\"gi\">+&lt;b&gt;\n</span> c\n"},
		{"go", "x := 1", "<span class=\"nx\">x</span> <span class=\"o\">:=</span> <span class=\"mi\">1</span>"},
		{"nosuch", "a < b & c", "a &lt; b &amp; c"},
		{"", "<", "&lt;"},
		{"go", "", ""},
	} {
		for _, limit := range []int{0, 1 << 20} {
			h := New(limit)
			for range 2 {
				if got := string(h.HTML(tt.lang, []byte(tt.code))); got != tt.want {
					t.Errorf("%s: %q\ngot  %s\nwant %s", tt.lang, tt.code, got, tt.want)
				}
			}
		}
	}
}

func TestCacheIsBounded(t *testing.T) {
	const limit = 4000
	h := New(limit)
	for i := range 200 {
		h.HTML("go", []byte(strings.Repeat("x", i)))
		held := 0
		for key, out := range h.cache {
			held += len(key.code) + len(out)
		}
		if held > limit || held != h.size {
			t.Fatalf("holds %d bytes, counts %d", held, h.size)
		}
	}
	if len(h.cache) == 0 {
		t.Error("nothing is kept")
	}
}

func TestAppendLines(t *testing.T) {
	code := "a<span class=\"cm\">/* b\n\nc */</span>d"
	got := string(AppendLines([]byte("!"), []byte(code), func(line int) bool { return line == 3 }))
	want := "!<span class=\"line\">a<span class=\"cm\">/* b</span>\n</span>" +
		"<span class=\"line\"><span class=\"cm\"></span>\n</span>" +
		"<span class=\"line hl\"><span class=\"cm\">c */</span>d</span>"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// BenchmarkCompare writes the same code with the tokens that are found here and
// with those that chroma finds itself, each for the whole of samples.
func BenchmarkCompare(b *testing.B) {
	for _, engine := range []struct {
		name string
		make func(chroma.Lexer) tokenise
	}{{"highlight", newTokenise}, {"chroma", chromaTokenise}} {
		b.Run(engine.name, func(b *testing.B) {
			var list []tokenise
			for _, s := range samples {
				list = append(list, engine.make(lexers.Get(s.lang)))
			}
			b.ReportAllocs()
			for b.Loop() {
				for i, s := range samples {
					tokenHTML(list[i], s.code)
				}
			}
		})
	}
}

// samples are blocks as documentation has them.
var samples = []struct{ lang, code string }{
	{
		"go",
		"package main\n\nimport \"fmt\"\n\n" +
			"func main() {\n\tfor i := 0; i < 12; i++ {\n\t\tfmt.Printf(\"%d: %s\\n\", i, \"value\")\n\t}\n}\n",
	},
	{
		"sql",
		"SELECT c.name, COUNT(i.id) AS invoices\nFROM customers c\nLEFT JOIN invoices i ON i.customer_id = c.id\n" +
			"WHERE c.plan = 'pro' AND i.total > 12\nGROUP BY c.name\nORDER BY invoices DESC\nLIMIT 20;\n",
	},
	{
		"bash",
		"set -euo pipefail\nfor f in *.json; do\n" +
			"  curl -sS -X POST \"https://api.example.com/v1/import?limit=12\" -d @\"$f\" | jq '.id'\ndone\n",
	},
	{"json", "{\"id\": 12, \"name\": \"export\", \"enabled\": true, \"limits\": [10, 20.5, null], \"owner\": {\"team\": \"billing\"}}\n"},
}
