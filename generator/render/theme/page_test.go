package theme

import (
	"strings"
	"testing"
)

// What every page says of itself, and offers.
func TestPagesSpeakOfThemselves(t *testing.T) {
	th := load(t, nil, Options{})
	for name, wants := range map[string][]string{
		"release-note": {
			`<meta property="og:type" content="article">`, `<meta property="og:locale" content="en_GB">`,
			`<meta property="og:image:width" content="1200">`,
			`<meta name="twitter:card" content="summary_large_image">`, "article:published_time", "article:modified_time",
			"Review due", `href="mailto:docs@example.com?subject=Not%20answered"`,
		},
		"page": {
			"Last changed", "26 November 2026", "by Ana Lima", "Its review was due on",
			`href="https://git.example.com/edit/main/releases/2026-11-23-export.md"`,
			`action="/feedback/thanks/"`, `data-netlify="true"`, `value="https://enablement.example.com/x/"`, "data-copy-link",
		},
		"list": {
			`<meta property="og:type" content="website">`,
			`<meta property="og:url" content="https://enablement.example.com/releases/x/">`,
		},
		"home": {`<meta property="og:site_name" content="Acme enablement">`},
	} {
		page := render(t, th, richViews()[name])
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
		if name == "page" && strings.Count(page, "1 May 2027") != 1 {
			t.Error("the page says more than once that its review was due")
		}
	}
}
