package compose

import (
	"slices"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

// Contents returns the pages of this build by section, at most so many of each:
// first single pages by title, then each kind in the order of its list.
func (c *Composer) Contents(most int) []view.Contents {
	var plain []*link.Page
	for _, p := range c.Pages {
		if p.Kind == content.Plain && p.Original == nil {
			plain = append(plain, p)
		}
	}
	slices.SortStableFunc(plain, link.ByTitle)
	out := []view.Contents{c.sectionOf(label.Section(c.words, content.Plain), c.Absolute(""), plain, most)}
	for _, sec := range c.Sections {
		out = append(out, c.sectionOf(sec.Title, c.Absolute(sec.Path), sec.Pages, most))
	}
	return slices.DeleteFunc(out, func(sec view.Contents) bool { return len(sec.Links) == 0 })
}

func (c *Composer) sectionOf(title, url string, pages []*link.Page, most int) view.Contents {
	out := view.Contents{Title: title, URL: url}
	for _, p := range pages[:min(len(pages), most)] {
		out.Links = append(out.Links, view.ContentsLink{
			Title:   p.Title,
			URL:     c.Absolute(p.Path),
			Summary: label.Clip(p.Summary(), cardSummary),
		})
	}
	out.Rest = len(pages) - len(out.Links)
	return out
}
