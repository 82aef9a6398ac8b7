package llms

import (
	"strings"

	"headsup/generator/paths"
	"headsup/generator/view"
	"headsup/generator/view/words"
)

// Index is what llms.txt says: the site's name, what it is about, and its pages.
type Index struct {
	Title       string
	Description string
	Sections    []view.Contents
	Words       *words.Words // of the site's language
}

// AppendIndex appends llms.txt: a heading, a quote that sums the site up, and
// under a heading for each section a list of links to Markdown forms.
func AppendIndex(b []byte, x Index) []byte {
	w := &writer{b: b}
	w.paragraph("# " + escape(x.Title))
	if x.Description != "" {
		w.paragraph("> " + escape(x.Description))
	}
	for _, s := range x.Sections {
		lines := make([]string, 0, len(s.Links)+1)
		for _, l := range s.Links {
			lines = append(lines, entry(l.Title, paths.MarkdownOf(l.URL), l.Summary))
		}
		if s.Rest > 0 {
			lines = append(lines, entry(x.Words.Count("all-n-pages", len(s.Links)+s.Rest), s.URL, ""))
		}
		w.paragraph("## " + escape(s.Title))
		w.paragraph(strings.Join(lines, "\n"))
	}
	return append(w.b, '\n')
}
