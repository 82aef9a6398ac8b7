package link

import (
	"fmt"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/compile/fragment"
	"headsup/generator/diag"
)

// checkSteps compares the headings of a tour with what its front matter says of steps, and
// those of a translation with its original's.
func (s *Site) checkSteps(p *Page, report func(diag.Diagnostic)) {
	if p.Kind != content.Snippet || p.Snippet.Surface != content.TourSurface {
		return
	}
	at := p.Position("steps")
	if !p.Has("steps") {
		at = p.Position("surface")
	}
	problem := func(message, hint string) { report(diag.New("tour-steps", at, message, hint)) }
	all, public, ok := stepsOf(p)
	switch {
	case !ok: // which the build says when it reads the body
	case all == 0:
		problem("a tour has a step for each heading of level 2, and this one has none",
			"write a ## heading for each step, and its text below")
	case p.Doc.Public != nil && public != all:
		problem(fmt.Sprintf("of the %s of this tour, the public form has %d", plural(all, "step"), public),
			"move the ::: block below the heading of its step, or into a tour of its own")
	case len(p.Snippet.Steps) > 0 && len(p.Snippet.Steps) != all:
		if p.Original != nil {
			problem(fmt.Sprintf("this tour has %s, and its original has %d", plural(all, "heading of level 2"), len(p.Snippet.Steps)),
				"translate each step, in the same order")
			return
		}
		problem(fmt.Sprintf("steps lists %d, and the text has %s", len(p.Snippet.Steps), plural(all, "heading of level 2")),
			"list each heading's step in the same order; write {} for one that is nowhere in particular")
	case p.Original != nil:
		if own, _, ok := stepsOf(p.Original); ok && own != all {
			problem(fmt.Sprintf("this tour has %s, and its original has %d", plural(all, "heading of level 2"), own),
				"translate each step, in the same order")
		}
	}
}

// stepsOf counts the steps of a tour, and those of its public form.
func stepsOf(p *Page) (all, public int, ok bool) {
	var counts [2]int
	for i, form := range []bool{false, true} {
		html, err := p.HTML(form)
		if err != nil {
			return 0, 0, false
		}
		counts[i] = len(fragment.Sections(string(html))) - 1
	}
	return counts[0], counts[1], true
}

// plural names a number of things.
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if before, behind, ok := strings.Cut(what, " "); ok {
		return fmt.Sprintf("%d %ss %s", n, before, behind)
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// findItems finds the snippets of a checklist. A translation has those of its original.
func (s *Site) findItems(p *Page, report func(diag.Diagnostic)) {
	if p.Original != nil || p.Snippet.Surface != content.ChecklistSurface {
		return
	}
	if len(p.Snippet.Items) == 0 && p.Visibility == content.Public {
		report(diag.New("checklist-item", p.Position("surface"), "the checklist has no items",
			"add items: with the paths or ids of the snippets to do"))
	}
	for _, ref := range p.Snippet.Items {
		problem := func(message, hint string) { report(diag.New("checklist-item", ref.Position, message, hint)) }
		t := s.find(p, ref.Dest)
		for _, id := range []string{ref.Dest, string(content.Snippet) + ":" + ref.Dest} {
			if q, ok := s.byID[id]; ok && t.Page == nil {
				t.Page = q
			}
		}
		if t.Page == nil {
			problem("there is no snippet "+quote(ref.Dest), "")
			continue
		}
		q := t.Page.Origin()
		switch {
		case q.Kind != content.Snippet:
			problem(q.Source+" is not a snippet", "name snippets, which the product can show")
		case q.Snippet.Surface == content.ChecklistSurface:
			problem(q.Source+" is a checklist itself", "name its items")
		case p.Visibility == content.Public && q.Visibility != content.Public:
			problem("the checklist is public, and "+q.Source+" is internal", "make both public, or remove it from the checklist")
		case slices.Contains(p.Items, q):
			problem(quote(ref.Dest)+" is set twice", "remove one of them")
		default:
			p.Items = append(p.Items, q)
			if p.Public && !q.Public {
				_, why := (&Settings{Public: true, Now: s.Now}).includes(q.Page)
				report(diag.New("unpublished-link", ref.Position,
					"the checklist is shown without "+q.Source+", which is not public ("+why+")",
					"publish both at the same time"))
			}
		}
	}
}
