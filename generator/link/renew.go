package link

import (
	"reflect"
	"slices"

	"headsup/generator/compile/markdown"
)

// SameToOthers reports whether a page that was compiled again differs in nothing that
// other pages, lists and the page's own place on the site are made of: only in the
// words of its body, and where in the file they stand.
func SameToOthers(a, b Doc) bool {
	x, y := a.Body, b.Body
	if x.Title != y.Title || x.TitleID != y.TitleID || (x.Public == nil) != (y.Public == nil) || !reflect.DeepEqual(a.Page, b.Page) {
		return false
	}
	return sameLinks(&x.Full, &y.Full) && (x.Public == nil || sameLinks(x.Public, y.Public))
}

// sameLinks reports whether two forms of a body lead to the same places, and have the
// same places to lead to.
func sameLinks(a, b *markdown.Fragment) bool {
	return slices.EqualFunc(a.Refs, b.Refs, func(x, y markdown.Ref) bool {
		return x.Kind == y.Kind && x.Dest == y.Dest && x.Sized == y.Sized
	}) &&
		slices.Equal(a.Headings, b.Headings) && slices.Equal(a.Anchors, b.Anchors) &&
		slices.EqualFunc(a.Steps, b.Steps, func(x, y markdown.Step) bool { return x.ID == y.ID }) &&
		slices.EqualFunc(a.Blocks, b.Blocks, func(x, y markdown.Block) bool { return x.Audience == y.Audience })
}

// Renew puts a page that was compiled again, and is [SameToOthers], in the place of
// the former one. Nobody may use the site meanwhile.
func (s *Site) Renew(d Doc) {
	if p := s.bySource[d.Page.Source]; p != nil {
		p.Doc, p.read, p.Shown = d.Body, d.Read, s.form(d.Body)
	}
}
