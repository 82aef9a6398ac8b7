package markdown

import (
	"fmt"
	"math"
	"reflect"
	"strings"
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
		{"```diff\n-a\n+b\n c\n```", "<pre class=\"chroma\" tabindex=\"0\" data-lang=\"diff\"><code><span class=\"gd\">-a\n</span><span class=\"gi\">+b\n</span> c\n</code></pre>\n"},
		{"```go title=\"<x>\" {2}\n/* a\nb */ x\ny\n```", "<figure class=\"code\"><figcaption>&lt;x&gt;</figcaption>\n<pre class=\"chroma\" tabindex=\"0\" data-lang=\"go\"><code><span class=\"line\"><span class=\"cm\">/* a</span>\n</span><span class=\"line hl\"><span class=\"cm\">b */</span> <span class=\"nx\">x</span>\n</span><span class=\"line\"><span class=\"nx\">y</span>\n</span></code></pre>\n</figure>\n"},
		{"```text linenums\na\n\nb\n```", "<pre class=\"chroma linenos\" tabindex=\"0\" data-lang=\"text\"><code><span class=\"line\">a\n</span><span class=\"line\">\n</span><span class=\"line\">b\n</span></code></pre>\n"},
		{"```json\n```", "<pre class=\"chroma\" tabindex=\"0\" data-lang=\"json\"><code></code></pre>\n"},
	} {
		d := compile(tt.in)
		if got := string(d.Full.HTML); got != tt.want {
			t.Errorf("got\n%s\nwant\n%s", got, tt.want)
		}
	}
}

func TestStyleSheet(t *testing.T) {
	var b strings.Builder
	if err := WriteHighlightCSS(&b); err != nil {
		t.Fatal(err)
	}
	css := b.String()
	for _, want := range []string{".chroma .k,", "@media (prefers-color-scheme:dark)", ":root:not([data-theme=light]) .chroma .k", "[data-theme=dark] .chroma .k"} {
		if !strings.Contains(css, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Count(css, "{") != strings.Count(css, "}") {
		t.Error("braces do not match")
	}
	for _, i := range inks {
		if i.light == "" {
			continue
		}
		for _, pair := range [][2]string{{i.light, "#ffffff"}, {i.light, "#f6f8fa"}, {i.dark, "#0d1117"}, {i.dark, "#161b22"}} {
			if ratio := contrast(t, pair[0], pair[1]); ratio < 4.5 {
				t.Errorf("%s on %s: contrast %.2f", pair[0], pair[1], ratio)
			}
		}
	}
}

// contrast is the contrast ratio of WCAG 2.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	luminance := func(s string) float64 {
		var r, g, b int
		if _, err := fmt.Sscanf(s, "#%02x%02x%02x", &r, &g, &b); err != nil {
			t.Fatal(err)
		}
		linear := func(c int) float64 {
			v := float64(c) / 255
			if v <= 0.04045 {
				return v / 12.92
			}
			return math.Pow((v+0.055)/1.055, 2.4)
		}
		return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
