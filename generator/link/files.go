package link

import (
	"path"

	"headsup/generator/compile/markdown"
)

// useFiles notes the files that a page of this build refers to.
func (s *Site) useFiles(p *Page) {
	use := func(t Target) {
		if t.Asset != nil {
			t.Asset.Used = true
		}
	}
	for _, t := range p.Links {
		use(t)
	}
	for _, t := range []Target{p.Image, p.CTA, p.Docs} {
		use(t)
	}
	if s.Public {
		return
	}
	for _, r := range actionRefs(p) {
		use(s.find(p, r.Dest))
	}
	// The form that feeds have may define a link in another way.
	if p.Public && p.Doc.Public != nil {
		for _, r := range p.Doc.Public.Refs {
			use(s.find(p, r.Dest))
		}
	}
}

// holdFiles finds the files of an internal build that nobody is to see before the pages
// that they belong to: those that only pages refer to that are not in this build, and
// those that no page refers to, in a folder of which no page is in it.
func (s *Site) holdFiles() {
	if s.Public {
		return
	}
	shown := map[string]bool{} // folders with pages, and whether one of them is in this build
	for _, p := range s.AllFiles() {
		shown[p.Folder] = shown[p.Folder] || p.Included
		if p.Included {
			continue
		}
		dests := []string{s.ImageDest(p), p.Page.CTA.URL, p.Release.DocsURL}
		for _, r := range append(actionRefs(p), p.Doc.Full.Refs...) {
			dests = append(dests, r.Dest)
		}
		for _, dest := range dests {
			if t := s.find(p, dest); t.Asset != nil {
				t.Asset.held = true
			}
		}
	}
	for _, a := range s.assets {
		for dir := path.Dir(a.Asset.Path); dir != "."; dir = path.Dir(dir) {
			if included, pages := shown[dir]; pages {
				a.held = a.held || !included
				break
			}
		}
	}
}

// actionRefs returns the links in what audiences are to do.
func actionRefs(p *Page) (refs []markdown.Ref) {
	for _, a := range p.Actions {
		refs = append(refs, markdown.Inline(a.Text).Refs...)
	}
	return refs
}
