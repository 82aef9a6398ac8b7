package link

import (
	"strings"
	"unicode"
)

// partsOf returns the pages of a file that holds many, in its order.
func (s *Site) partsOf(file string) []*Page { return s.parts[file] }

// findParts finds what a link to a file that holds many pages leads to: the first of them that
// is in this build, which is the newest where new ones are put on top.
func (s *Site) findParts(file string) Target {
	var first *Page
	for _, p := range s.partsOf(file) {
		if p.Included {
			return Target{Page: p, whole: true}
		}
		if first == nil {
			first = p
		}
	}
	if first == nil {
		return Target{}
	}
	return Target{Page: first, whole: true}
}

// inPart returns the page of a file that an anchor in the file stood for: hosts of code make
// #210---2026-11-24 of the heading of a version. Nil when there is none.
func (s *Site) inPart(file, suffix string) *Page {
	id := plainAnchor(anchorOf(suffix))
	var found *Page
	best := 0
	for _, p := range s.partsOf(file) {
		name := plainAnchor(p.Part)
		for _, as := range []string{name, "v" + name} {
			if strings.HasPrefix(id, as) && len(as) > best {
				found, best = p, len(as)
			}
		}
	}
	return found
}

// plainAnchor returns the letters and digits of an anchor.
func plainAnchor(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, id)
}
