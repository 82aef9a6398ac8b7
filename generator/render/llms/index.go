package llms

import (
	"fmt"
	"strings"

	"headsup/generator/paths"
	"headsup/generator/view"
)

// Index is what llms.txt says: the site's name, what it is about, and its pages.
type Index struct {
	Title       string
	Description string
	Sections    []view.Contents
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
			lines = append(lines, entry(l.Title, l.URL+paths.Markdown, l.Summary))
		}
		if s.Rest > 0 {
			lines = append(lines, entry(fmt.Sprintf("All %d pages", len(s.Links)+s.Rest), s.URL, ""))
		}
		w.paragraph("## " + escape(s.Title))
		w.paragraph(strings.Join(lines, "\n"))
	}
	return append(w.b, '\n')
}
