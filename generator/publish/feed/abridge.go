package feed

import (
	"html"
	"strings"

	"headsup/generator/publish/items"
)

// The longest texts of a feed's own and of an item that is not carried whole,
// in code points.
const (
	MaxTitle       = 300
	MaxDescription = 1000
)

// Clip shortens a text to n code points. Texts that long are accidents: a page
// whose only paragraph is its summary.
func Clip(s string, n int) string {
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

// Abridge returns an item with the beginning of its words and a link to the
// rest, for where there is no room for all of them.
func Abridge(it *items.Item) *items.Item {
	short := *it
	short.Title, short.Summary = Clip(it.Title, MaxTitle), Clip(it.Summary, MaxDescription)
	short.HTML, short.Text, short.Body = excerptHTML(it), excerptText(it), nil
	return &short
}

func excerptHTML(it *items.Item) string {
	out := ""
	if it.Summary != "" {
		out = "<p>" + html.EscapeString(Clip(it.Summary, MaxDescription)) + "</p>\n"
	}
	return out + `<p><a href="` + html.EscapeString(it.URL) + `">` + fullPage + "</a></p>\n"
}

func excerptText(it *items.Item) string {
	out := ""
	if it.Summary != "" {
		out = Clip(it.Summary, MaxDescription) + "\n\n"
	}
	return out + fullPage + ": " + it.URL
}
