package feed

import (
	"fmt"
	"html"
	"strings"

	"headsup/generator/site"
)

// The longest texts of a feed's own and of an item that is not carried whole,
// in code points.
const (
	maxTitle       = 300
	maxDescription = 1000
)

// clip shortens a text to n code points. Texts that long are accidents: a page
// whose only paragraph is its summary.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	count, cut := 0, 0
	for i := range s {
		if count == n-1 {
			cut = i
		}
		if count == n {
			return strings.TrimRight(s[:cut], " \n\t") + "…"
		}
		count++
	}
	return s
}

// fullPage is the text of the link from an item that a feed does not carry
// whole.
const fullPage = "Read the full page"

// excerptHTML is the content of an item that is too large for a page.
func excerptHTML(it *site.Item) string {
	out := ""
	if it.Summary != "" {
		out = "<p>" + html.EscapeString(clip(it.Summary, maxDescription)) + "</p>\n"
	}
	return out + `<p><a href="` + html.EscapeString(it.URL) + `">` + fullPage + "</a></p>\n"
}

func excerptText(it *site.Item) string {
	out := ""
	if it.Summary != "" {
		out = clip(it.Summary, maxDescription) + "\n\n"
	}
	return out + fullPage + ": " + it.URL
}

func tooLarge(it *site.Item, n int) error {
	return fmt.Errorf("encode item %s: its front matter takes %d bytes, more than the %d that a feed's page has room for", it.ID, n, maxItems)
}
