package compose

import (
	"html/template"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/render/portable"
	"headsup/generator/view"
)

// Fill fills in what the outline of a file's view lacks. The error is that of a
// document that could not be read.
func (c *Composer) Fill(f *link.File, v *view.View) error {
	if v.Page == nil {
		return nil
	}
	c = c.edition(f)
	p := c.PageOf(f)
	body, err := c.Body(p, c.blockID(p))
	if err != nil {
		return err
	}
	v.Page.Body = template.HTML(body)
	if err := c.fillShare(p, v); err != nil {
		return err
	}
	if p.Kind != content.Snippet {
		return nil
	}
	if body, err = c.PublicBody(p); err != nil {
		return err
	}
	shown, _ := portable.Body(body, c.Absolute(p.Path))
	v.Page.Snippet.Shown = template.HTML(shown) //nolint:gosec // sanitised for pages of other people
	return nil
}

// Facts are all that [Composer.Fill] makes what it fills in of: outlines that are equal
// become equal views when these are equal, too. They are not ok when it is not known
// what the document is.
func (c *Composer) Facts(f *link.File) (facts []string, ok bool) {
	p := c.PageOf(f)
	if p == nil || !p.Included {
		return nil, true
	}
	facts = []string{c.BodyFacts(p, c.blockID(p))}
	if p.Kind == content.Snippet || c.withheld(p) {
		facts = append(facts, c.PublicBodyFacts(p))
	}
	return facts, facts[0] != ""
}

// blockID returns a function that returns the id of each block for an audience in a
// page's body, "" for none: only readers of an internal build are led to blocks.
func (c *Composer) blockID(p *link.Page) func(i int) string {
	if c.Public {
		return func(int) string { return "" }
	}
	ids := blockIDs(p)
	return func(i int) string {
		if ids == nil {
			return ""
		}
		return ids[i]
	}
}
