package fragment

import "golang.org/x/net/html/atom"

// Section is a heading and what stands below it.
type Section struct {
	Heading string // HTML inside the heading; "" of what stands before the first one
	Body    string // HTML
}

// Sections cuts a fragment at its headings of level 2 that are in no other element. The first
// section is what stands before them, and may be empty.
func Sections(src string) []Section {
	list := []Section{{}}
	depth, from, heading := 0, 0, -1
	for t := range Tokens(src) {
		if t.Kind == Start && voids[t.Tag] {
			continue
		}
		switch t.Kind {
		case Start:
			if depth == 0 && t.Tag == atom.H2 {
				list[len(list)-1].Body = src[from:t.Offset]
				list, heading = append(list, Section{}), t.Offset+len(t.Raw)
			}
			depth++
		case End:
			depth = max(0, depth-1)
			if depth == 0 && heading >= 0 {
				list[len(list)-1].Heading = src[heading:t.Offset]
				from, heading = t.Offset+len(t.Raw), -1
			}
		}
	}
	list[len(list)-1].Body = src[from:]
	return list
}

// voids are the elements without an end tag.
var voids = map[atom.Atom]bool{
	atom.Area: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true, atom.Img: true, atom.Input: true,
	atom.Link: true, atom.Meta: true, atom.Source: true, atom.Track: true, atom.Wbr: true,
}
