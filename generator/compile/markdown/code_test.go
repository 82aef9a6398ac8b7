package markdown

import (
	"reflect"
	"testing"
)

func TestParseInfo(t *testing.T) {
	for in, want := range map[string]codeInfo{
		"go":                                  {lang: "go"},
		"Go title=\"a b.go\" {1,3-5}":         {lang: "go", title: "a b.go", lines: []span{{1, 1}, {3, 5}}},
		"go{2}":                               {lang: "go", lines: []span{{2, 2}}},
		"go hl_lines=\"1 3-5\" linenums":      {lang: "go", lines: []span{{1, 1}, {3, 5}}, numbers: true},
		"go {title='x' hl_lines=[1,\"3-5\"]}": {lang: "go", title: "x", lines: []span{{1, 1}, {3, 5}}},
		"rust,ignore":                         {lang: "rust"},
		"title=\"x\"":                         {title: "x"},
		"{.go .numberLines}":                  {lang: "go", numbers: true},
		"go {5-1,0,x}":                        {lang: "go"},
		"":                                    {},
	} {
		if got := parseInfo(in); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %+v, want %+v", in, got, want)
		}
	}
}

func TestHighlight(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{
			"```diff\n-a\n+b\n c\n```",
			"<pre class=\"chroma\" tabindex=\"0\" data-lang=\"diff\"><code><span class=\"gd\">-a\n" +
				"</span><span class=\"gi\">+b\n</span> c\n</code></pre>\n",
		},
		{
			"```go title=\"<x>\" {2}\n/* a\nb */ x\ny\n```",
			"<figure class=\"code\"><figcaption>&lt;x&gt;</figcaption>\n<pre class=\"chroma\" tabindex=\"0\" " +
				"data-lang=\"go\"><code><span class=\"line\"><span class=\"cm\">/* a</span>\n" +
				"</span><span class=\"line hl\"><span class=\"cm\">b */</span> <span class=\"nx\">x</span>\n" +
				"</span><span class=\"line\"><span class=\"nx\">y</span>\n</span></code></pre>\n</figure>\n",
		},
		{
			"```text linenums\na\n\nb\n```",
			"<pre class=\"chroma linenos\" tabindex=\"0\" data-lang=\"text\"><code><span class=\"line\">a\n" +
				"</span><span class=\"line\">\n</span><span class=\"line\">b\n</span></code></pre>\n",
		},
		{"```json\n```", "<pre class=\"chroma\" tabindex=\"0\" data-lang=\"json\"><code></code></pre>\n"},
	} {
		d := compile(tt.in)
		if got := string(d.Full.HTML); got != tt.want {
			t.Errorf("got\n%s\nwant\n%s", got, tt.want)
		}
	}
}
