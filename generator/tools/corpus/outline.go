package corpus

import (
	"fmt"
	"strings"
	"time"
)

// kind is what a page is.
type kind uint8

const (
	release kind = iota
	playbook
	snippet
)

// state is who sees a page.
type state uint8

const (
	internal state = iota
	public
	expired   // was public until a day before every clock's
	withdrawn // was public until it was taken back
)

// outline is what other pages can know about a page.
type outline struct {
	number   int
	kind     kind
	state    state
	path     string // in the content folder
	title    string
	date     time.Time
	words    int       // of the body
	headings []heading // a snippet has none
	surface  surface   // of a snippet
}

// heading is one heading of a body; its level is 2 or 3.
type heading struct {
	level int
	text  string
}

// anchor returns the heading's id. The texts hold lower-case ASCII words but
// for their first letter, so that every scheme for making ids agrees.
func (h heading) anchor() string {
	return strings.ReplaceAll(strings.ToLower(h.text), " ", "-")
}

// The first page is the oldest. The days are far enough in the past for no
// clock to hide a page.
var firstDay = time.Date(2019, time.January, 7, 0, 0, 0, 0, time.UTC)

const days = 6 * 365

// maker holds what all pages of a corpus share. It does not change.
type maker struct {
	vocabulary *vocabulary
	outlines   []outline // by number
}

func newMaker(pages int) *maker {
	m := &maker{vocabulary: newVocabulary(), outlines: make([]outline, pages)}
	for i := range m.outlines {
		m.outlines[i] = m.outline(i)
	}
	return m
}

// outline makes the outline of the page with a number.
func (m *maker) outline(number int) outline {
	r := newRandom(number, forOutline)
	o := outline{
		number: number,
		kind:   []kind{release, playbook, release, snippet}[number%4],
		title:  title(m.vocabulary.nouns(r, r.between(3, 6))),
		words:  r.between(150, 900),
	}
	if r.chance(50) {
		o.state = public
	}
	o.date = firstDay.AddDate(0, 0, number*days/len(m.outlines))
	if r.chance(30) {
		o.date = o.date.Add(time.Duration(r.between(1, 24*60-1)) * time.Minute)
	}
	name := fmt.Sprintf("%s-%05d.md", strings.Join(strings.Fields(strings.ToLower(o.title))[:3], "-"), number)
	switch o.kind {
	case release:
		o.path = fmt.Sprintf("releases/%d/%s", o.date.Year(), name)
	case playbook:
		o.path = "playbooks/" + name
	case snippet:
		o.path = "snippets/" + name
		o.state = snippetState(number/4, len(m.outlines)/4)
		o.surface = pick(r, surfaces)
		o.words = r.between(o.surface.room/24, o.surface.room/longestWord)
		return o
	}
	seen := map[string]bool{}
	for sections := 1 + o.words/130; len(o.headings) < sections; {
		h := heading{2, title(m.vocabulary.nouns(r, r.between(2, 4)))}
		if len(o.headings) > 0 && r.chance(35) {
			h.level = 3
		}
		if !seen[h.anchor()] {
			seen[h.anchor()] = true
			o.headings = append(o.headings, h)
		}
	}
	return o
}

// Each person who uses a product loads all snippets that are public, and the ids
// of those that were: a team with many pages takes back what has done its work.
const mostPublicSnippets = 300

// snippetState returns the state of one of all snippets. Half of them are or were
// public, as far as there may be so many, and half of these still are. Both are
// spread evenly.
func snippetState(index, all int) state {
	published := min(all/2, mostPublicSnippets)
	before := index * published / all
	if (index+1)*published/all == before {
		return internal
	}
	return []state{public, expired, public, withdrawn}[before%4]
}

// link returns the destination of a link from a page to another one, relative
// to the page's file. It is false when there is no page to link to.
func (m *maker) link(r *random, from outline) (dest string, to outline, ok bool) {
	const near = 100
	pages := len(m.outlines)
	number := r.below(pages)
	if r.chance(50) {
		number = (from.number + r.between(-near, near)%pages + pages) % pages
	}
	for range min(pages, near) {
		if number != from.number {
			to = m.outlines[number]
			if to.state == public || from.state != public {
				dest = strings.Repeat("../", strings.Count(from.path, "/")) + to.path
				if r.chance(30) && len(to.headings) > 0 {
					dest += "#" + pick(r, to.headings).anchor()
				}
				return dest, to, true
			}
		}
		number = (number + 1) % pages
	}
	return "", outline{}, false
}
