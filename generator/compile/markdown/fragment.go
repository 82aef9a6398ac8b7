// Package markdown compiles the body of one content file to an HTML fragment.
//
// It is a pure function of the body and a few options: a [Fragment] depends on
// no other file, so it can be cached on disk. Links and images are therefore
// not resolved here. They are left open as relocations ([Ref]), and the linker
// writes the final attributes into the fragment. Blocks for an audience are left
// open in the same way ([Block]), for a page that leads to them.
//
// A body with audience blocks is compiled twice. The public fragment comes from
// a source in which the blocks are blank lines: no step that makes public
// output ever sees the internal words.
package markdown

import "headsup/generator/diag"

// Document is the result of compiling one body.
type Document struct {
	// Title is the text of the H1 that was taken out of the body to be the
	// page's title, or "".
	Title string
	// TitleID is the id that the author gave to the H1 that was taken out,
	// or "". Links to it lead to the page's top.
	TitleID string
	// Full is the whole body.
	Full Fragment
	// Public is the body without its audience blocks, or nil when it has
	// none and Full serves both.
	Public *Fragment
	// Diagnostics have no Path, and lines of the file (not of the body).
	Diagnostics []diag.Diagnostic
}

// Fragment is one form of a body.
type Fragment struct {
	// HTML is safe to put into a page once each Ref is spliced in. It has no
	// h1, no script, no inline style and no event handler.
	HTML []byte
	// Refs are in the order of their offsets.
	Refs []Ref
	// Headings are in document order.
	Headings []Heading
	// Passages are the body's text for search and for plain-text output, in
	// document order.
	Passages []Passage
	// Summary is the text before <!-- more -->, else of the first paragraph.
	Summary string
	// Steps are the items of the outermost ordered lists; each has an
	// element with the given id in HTML.
	Steps []Step
	// Anchors are the ids of elements other than headings and steps.
	Anchors []string
	// Blocks are the blocks for an audience, in the order of their offsets; a
	// public form has none.
	Blocks []Block
}

// RefKind says what kind of element a Ref is in, and with it what is spliced in.
type RefKind uint8

// The kinds of references.
const (
	LinkRef   RefKind = iota // <a: ` href="…"`
	ImageRef                 // <img: ` src="…"`, and ` width="…" height="…"` unless Sized
	MediaRef                 // <video, <audio, <source, <track: ` src="…"`
	PosterRef                // <video: ` poster="…"`
)

// Ref is a place in a fragment where an attribute is to be spliced in, at
// Offset, right behind the element's name. Without it the element is still
// valid HTML: a link becomes plain text.
type Ref struct {
	Offset int
	Kind   RefKind
	Dest   string // destination as written, entities and escapes decoded
	Sized  bool   // the image has a width or height of its own
	Line   int    // of the file
	Column int    // 1-based, in code points
}

// Heading is one heading of the body.
type Heading struct {
	Level int    // 2 to 6, as in the HTML
	ID    string // unique in the fragment
	Text  string
}

// Passage is a run of text under one heading.
type Passage struct {
	Heading  int    // index into Headings, -1 before the first
	Audience string // id of the audience block that it stands in, or ""
	Text     string // white space folded
}

// Step is one step of a playbook.
type Step struct {
	ID, Text string
	Heading  int // index into Headings of the one that it stands under, -1 before the first
}

// Block is a block for an audience. Its element has no id: at Offset, behind its
// name and class, there is room for one.
type Block struct {
	Offset   int
	Audience string // id
}
