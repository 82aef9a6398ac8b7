package link

import "strconv"

// BodyFacts are all that [Site.Body] makes the HTML of a page of, without reading its
// document: two bodies with the same facts are the same bytes. They are "" when it is
// not known what the document is.
func (s *Site) BodyFacts(p *Page, blockID func(i int) string) string {
	if p.key == "" {
		return ""
	}
	b := strconv.AppendBool(append(make([]byte, 0, 512), p.key...), s.Public)
	for i, r := range s.form(p.Doc).Refs {
		b = strconv.AppendQuote(b, s.attribute(p, r, p.Links[i], false))
	}
	for i := range s.form(p.Doc).Blocks {
		b = strconv.AppendQuote(b, blockID(i))
	}
	return string(b)
}

// PublicBodyFacts are what BodyFacts are, of [Site.PublicBody].
func (s *Site) PublicBodyFacts(p *Page) string {
	if p.key == "" {
		return ""
	}
	b := append(make([]byte, 0, 512), p.key...)
	for _, r := range PublicForm(p.Doc).Refs {
		b = strconv.AppendQuote(b, s.publicAttribute(p, r))
	}
	return string(b)
}

// DocumentKey identifies the page's document, with all that it was compiled from: two
// documents with the same key are the same. It is "" when that is not known.
func (p *Page) DocumentKey() string { return p.key }
