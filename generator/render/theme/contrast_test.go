package theme

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"testing"
)

// luminance is the relative luminance of a colour, as WCAG 2 defines it.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	linear := func(c uint64) float64 {
		v := float64(c&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n)
}

// Text has the contrast of WCAG AA on every ground that it stands on, and lines
// that carry meaning have that of controls, in both schemes.
func TestContrast(t *testing.T) {
	css, err := fs.ReadFile(defaultFS(t), "assets/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	tokens := map[string][2]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): light-dark\(#([0-9a-f]{6}), `+
		`#([0-9a-f]{6})\)`).FindAllStringSubmatch(string(css), -1) {
		tokens[m[1]] = [2]string{m[2], m[3]}
	}
	check := func(ink, ground string, least float64) {
		a, okA := tokens[ink]
		b, okB := tokens[ground]
		if !okA || !okB {
			t.Errorf("no token %s or %s", ink, ground)
			return
		}
		for i, scheme := range []string{"light", "dark"} {
			x, y := luminance(t, a[i]), luminance(t, b[i])
			if ratio := (max(x, y) + 0.05) / (min(x, y) + 0.05); ratio < least {
				t.Errorf("%s on %s in the %s scheme: %.2f, want %.1f", ink, ground, scheme, ratio, least)
			}
		}
	}
	for _, ground := range []string{"paper", "raised", "sunken"} {
		for _, ink := range []string{"ink", "ink-soft", "accent"} {
			check(ink, ground, 4.5)
		}
	}
	check("ink", "accent-soft", 4.5)
	check("ink-soft", "accent-soft", 4.5)
	check("accent", "accent-soft", 4.5)
	check("on-accent", "accent", 4.5)
	check("line-strong", "paper", 3)
	for _, tone := range []string{"grey", "blue", "green", "purple", "amber", "red"} {
		for _, ink := range []string{"ink", "accent", tone + "-ink"} {
			check(ink, tone+"-soft", 4.5)
		}
		check(tone+"-ink", "paper", 4.5)
	}
}
