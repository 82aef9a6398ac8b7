package compose

import (
	"headsup/generator/link"
	"headsup/generator/view"
)

// alternates returns the addresses of a page in all languages that a build shows
// it in, or in public: its original first, and again as what is for everybody
// else. It is nil for a page in one language.
func (c *Composer) alternates(p *link.Page, public bool) []view.Alternate {
	original := p.Origin()
	var out []view.Alternate
	add := func(q *link.Page) {
		tag := c.LanguageOf(q)
		out = append(out, view.Alternate{
			Language: tag, Title: c.Config.LanguageTitle(tag), URL: c.Absolute(q.Path), Path: c.Href(q.Path), Current: q == p,
		})
	}
	if !original.Included || public && !original.Public {
		return nil
	}
	add(original)
	for _, t := range original.Translations {
		if t.Included && (t.Public || !public) {
			add(t)
		}
	}
	if len(out) == 1 {
		return nil
	}
	return append(out, view.Alternate{Language: "x-default", URL: c.Absolute(original.Path), Path: c.Href(original.Path)})
}
