package link

import (
	"strings"

	"headsup/generator/compile/content"
)

// Retracted reports whether a page was public once and is no more. Feeds keep its
// id, so that a product with a copy takes it down, and nothing else.
func (s *Site) Retracted(p *Page) bool {
	_, ok := p.RetractedAt(s.Now)
	return ok
}

// PublicCTA returns a page's call to action as feeds carry it: none when it leads
// to nothing public. That of a snippet may be a place in the product.
func (s *Site) PublicCTA(p *Page) content.CTA {
	u := p.Page.CTA.URL
	if u != "" && (p.Kind != content.Snippet || !strings.HasPrefix(u, "/")) {
		u = s.PublicURL(p, u)
	}
	if u == "" {
		return content.CTA{}
	}
	return content.CTA{Label: p.Page.CTA.Label, URL: u}
}

// PublicURL returns the absolute address of a link in front matter, "" when it
// leads to nothing public.
func (s *Site) PublicURL(p *Page, dest string) string {
	if dest == "" {
		return ""
	}
	t := inLanguage(p, s.find(p, dest), true, PublicForm)
	if t.Page != nil && !t.Page.Public || t.Path != "" && !s.generated[t.Path] {
		return ""
	}
	return s.URL(p, t, true)
}
