package compose

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/link"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

// outline nests headings. A level that was skipped adds no empty level.
func outline(headings []markdown.Heading) []view.TOCEntry {
	entries := make([]view.TOCEntry, len(headings))
	for i, h := range headings {
		entries[i] = view.TOCEntry{ID: h.ID, Text: h.Text, Level: h.Level}
	}
	return nest(entries)
}

// nest puts each entry of a list into the one of a lower level before it.
func nest(entries []view.TOCEntry) []view.TOCEntry {
	var below func(i, above int) ([]view.TOCEntry, int)
	below = func(i, above int) ([]view.TOCEntry, int) {
		var out []view.TOCEntry
		for i < len(entries) && entries[i].Level > above {
			e := entries[i]
			e.Children, i = below(i+1, e.Level)
			out = append(out, e)
		}
		return out, i
	}
	out, _ := below(0, 1)
	return out
}

func (c *Composer) playbookView(p *link.Page) *view.PlaybookView {
	v := &view.PlaybookView{When: p.Playbook.When, Duration: p.Playbook.Duration, Headed: len(p.Shown.Steps) == 0 && len(steps(p)) > 0}
	for _, o := range p.Playbook.Objections {
		if o.Public || !c.Public {
			v.Objections = append(v.Objections, view.ObjectionView{Text: o.Text, Answer: o.Answer})
		}
	}
	if !c.Public {
		v.NeverSay = p.Playbook.NeverSay
	}
	for _, st := range steps(p) {
		v.Steps = append(v.Steps, view.StepView{ID: st.ID, Text: st.Text})
	}
	return v
}

// steps returns a playbook's steps: its ordered lists' items, else its
// second-level headings, as far as they are steps.
func steps(p *link.Page) []markdown.Step {
	if len(p.Shown.Steps) > 0 {
		return p.Shown.Steps
	}
	var out []markdown.Step
	heads := p.Shown.Headings
	switch p.Playbook.Steps {
	case content.NoSteps:
		return nil
	case content.AutoSteps:
		heads = markdown.NumberedSections(heads)
	case content.AllSteps:
	}
	for _, h := range heads {
		if h.Level == 2 {
			out = append(out, markdown.Step{ID: h.ID, Text: h.Text})
		}
	}
	return out
}

const stepText = 72 // code points of a step in an outline

// stepOutline returns a playbook's outline: its sections, with the items of its
// lists as the last level, in the order of the body.
func stepOutline(p *link.Page) []view.TOCEntry {
	names := stepNames(p)
	const lowest = 7 // below all headings
	entries := make([]view.TOCEntry, 0, len(p.Shown.Headings)+len(p.Shown.Steps))
	next := 0
	addSteps := func(heading int) {
		for ; next < len(p.Shown.Steps) && p.Shown.Steps[next].Heading <= heading; next++ {
			st := p.Shown.Steps[next]
			entries = append(entries, view.TOCEntry{
				ID:    st.ID,
				Text:  label.Clip(firstSentence(st.Text), stepText),
				Level: lowest,
				Step:  names[st.ID],
			})
		}
	}
	addSteps(-1)
	for i, h := range p.Shown.Headings {
		entries = append(entries, view.TOCEntry{ID: h.ID, Text: h.Text, Level: h.Level, Step: names[h.ID]})
		addSteps(i)
	}
	return nest(entries)
}

// stepNames names each step, by its id, so that the name stays when other steps
// come and go: the ids of a list's items are their numbers.
func stepNames(p *link.Page) map[string]string {
	list := steps(p)
	names, used := make(map[string]string, len(list)), map[string]int{}
	for _, st := range list {
		name := st.ID
		if len(p.Shown.Steps) > 0 {
			sum := sha256.Sum256([]byte(st.Text))
			name = hex.EncodeToString(sum[:4])
		}
		if used[name]++; used[name] > 1 {
			name += "-" + strconv.Itoa(used[name])
		}
		names[st.ID] = name
	}
	return names
}

// firstSentence returns what stands before the first full stop that a space
// follows.
func firstSentence(text string) string {
	first, _, _ := strings.Cut(text, ". ")
	return strings.TrimRight(first, ".:,;")
}
