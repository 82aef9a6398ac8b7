package highlight

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestStyleSheet(t *testing.T) {
	var b strings.Builder
	if err := WriteCSS(&b); err != nil {
		t.Fatal(err)
	}
	css := b.String()
	for _, want := range []string{
		".chroma .k,", "@media (prefers-color-scheme:dark)",
		":root:not([data-theme=light]) .chroma .k",
		"[data-theme=dark] .chroma .k",
	} {
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
