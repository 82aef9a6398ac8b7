package link

import (
	"reflect"
	"slices"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
)

// SameToOthers reports whether a page that was compiled again differs in nothing that
// the place of pages, files and links on the site is made of: only in the words of its
// body, where in the file they stand, and the title in its front matter. Whether a site
// can take another title without being linked again is for [Site.Renewable] to say.
func SameToOthers(a, b Doc) bool {
	if a.Page.Snippet.Surface == content.TourSurface {
		return false // its body is steps, which are checked
	}
	x, y := a.Body, b.Body
	if x.Title != y.Title || x.TitleID != y.TitleID || (x.Public == nil) != (y.Public == nil) {
		return false
	}
	before, after := *a.Page, *b.Page
	before.Title, after.Title = "", ""
	if (a.Page.Title == "") != (b.Page.Title == "") || !reflect.DeepEqual(before, after) {
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

// Renewable reports whether [Site.Renew] can put a page that was compiled again, and is
// [SameToOthers], in the place of the former one. Of pages with another title it cannot
// when more than lists depends on it: the name of a list that the page begins, the title
// of a translation without one, the target of a link, or a day.
func (s *Site) Renewable(d Doc) bool {
	p := s.bySource[d.Page.Source]
	if p == nil || p.Page.Title == d.Page.Title {
		return true
	}
	return !p.Landing && !p.Branch && p != s.Home && p.Original == nil && len(p.Translations) == 0 &&
		!p.titleAsked.Load() && s.dated(p.Page, p.Title).Date == s.dated(d.Page, d.Page.Title).Date
}

// Renew puts pages that were compiled again, and are [Site.Renewable], in the place of
// the former ones. Nobody may use the site meanwhile.
func (s *Site) Renew(docs []Doc) {
	retitled := false
	for _, d := range docs {
		p := s.bySource[d.Page.Source]
		if p == nil {
			continue
		}
		if p.Page.Title != d.Page.Title {
			p.Page, p.Title = s.dated(d.Page, d.Page.Title), d.Page.Title
			retitled = true
		}
		p.Doc, p.key, p.read, p.Shown = d.Body, d.Key, d.Read, s.form(d.Body)
	}
	if retitled {
		s.orderByTitle()
	}
}
