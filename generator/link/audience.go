package link

import (
	"bytes"
	"headsup/generator/view"
	"html/template"
	"slices"
	"strconv"

	"headsup/generator/compile/content"
)

// addActions adds what each audience is to do with a page: its action, and the
// first of the body's blocks that are for it.
func (s *Site) addActions(v *view.PageView, p *page) {
	body, blocks := nameBlocks([]byte(v.Body), idsOf(p))
	v.Body = template.HTML(body)
	for i, a := range p.Actions {
		v.Actions = append(v.Actions, view.ActionView{Audience: s.audienceLink(a.Audience), Text: template.HTML(s.action(p, i)), Block: blocks[a.Audience]})
	}
	for _, a := range s.in.Config.Audiences {
		said := slices.ContainsFunc(p.Actions, func(action content.Action) bool { return action.Audience == a.ID })
		if block := blocks[a.ID]; block != "" && !said {
			v.Actions = append(v.Actions, view.ActionView{Audience: s.audienceLink(a.ID), Block: block})
		}
	}
}

// audienceBlock is how a block for an audience begins in the HTML of a body.
const audienceBlock = `<div class="audience"`

// nameBlocks gives the first block of each audience an id that is not taken. It
// returns the body and the ids by audience.
func nameBlocks(body []byte, taken map[string]bool) (out []byte, blocks map[string]string) {
	const mark = ` data-audience="`
	blocks = map[string]string{}
	last := 0
	for i := 0; ; {
		n := bytes.Index(body[i:], []byte(audienceBlock+mark))
		if n < 0 {
			break
		}
		i += n + len(audienceBlock)
		rest := body[i+len(mark):]
		end := bytes.IndexByte(rest, '"')
		if end < 0 {
			break
		}
		audience := string(rest[:end])
		if _, named := blocks[audience]; named {
			continue
		}
		id := "for-" + audience
		for n := 2; taken[id]; n++ {
			id = "for-" + audience + "-" + strconv.Itoa(n)
		}
		taken[id], blocks[audience] = true, id
		out = append(out, body[last:i]...)
		out = append(out, ` id="`+id+`"`...)
		last = i
	}
	if last == 0 {
		return body, blocks
	}
	return append(out, body[last:]...), blocks
}

// idsOf returns the ids that a page's body has.
func idsOf(p *page) map[string]bool {
	ids := map[string]bool{}
	for _, h := range p.frag.Headings {
		ids[h.ID] = true
	}
	for _, st := range p.frag.Steps {
		ids[st.ID] = true
	}
	for _, id := range p.frag.Anchors {
		ids[id] = true
	}
	return ids
}
