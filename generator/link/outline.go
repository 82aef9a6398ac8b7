package link

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"headsup/generator/view"
	"slices"
	"strconv"
	"strings"

	"headsup/generator/compile/markdown"
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

func (s *Site) playbookView(p *page) *view.PlaybookView {
	v := &view.PlaybookView{When: p.Playbook.When, Duration: p.Playbook.Duration, Headed: len(p.frag.Steps) == 0}
	for _, st := range steps(p) {
		v.Steps = append(v.Steps, view.StepView{ID: st.ID, Text: st.Text})
	}
	return v
}

// steps returns a playbook's steps: its ordered lists' items, else its
// second-level headings.
func steps(p *page) []markdown.Step {
	if len(p.frag.Steps) > 0 {
		return p.frag.Steps
	}
	var out []markdown.Step
	for _, h := range p.frag.Headings {
		if h.Level == 2 {
			out = append(out, markdown.Step{ID: h.ID, Text: h.Text})
		}
	}
	return out
}

const stepText = 72 // code points of a step in an outline

// stepOutline returns a playbook's outline: its sections, with the items of its
// lists as the last level, in the order of the body.
func stepOutline(p *page, body []byte) []view.TOCEntry {
	names := stepNames(p)
	entries := make([]view.TOCEntry, 0, len(p.frag.Headings)+len(p.frag.Steps))
	for _, h := range p.frag.Headings {
		entries = append(entries, view.TOCEntry{ID: h.ID, Text: h.Text, Level: h.Level, Step: names[h.ID]})
	}
	if len(p.frag.Steps) == 0 {
		return nest(entries)
	}
	const lowest = 7 // below all headings
	for _, st := range p.frag.Steps {
		entries = append(entries, view.TOCEntry{ID: st.ID, Text: clip(firstSentence(st.Text), stepText), Level: lowest, Step: names[st.ID]})
	}
	at := make(map[string]int, len(entries))
	for _, e := range entries {
		at[e.ID] = bytes.Index(body, []byte(` id="`+e.ID+`"`))
	}
	slices.SortStableFunc(entries, func(a, b view.TOCEntry) int { return cmp.Compare(at[a.ID], at[b.ID]) })
	return nest(entries)
}

// stepNames names each step, by its id, so that the name stays when other steps
// come and go: the ids of a list's items are their numbers.
func stepNames(p *page) map[string]string {
	list := steps(p)
	names, used := make(map[string]string, len(list)), map[string]int{}
	for _, st := range list {
		name := st.ID
		if len(p.frag.Steps) > 0 {
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
