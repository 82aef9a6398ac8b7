package compose

import (
	"html/template"
	"slices"
	"strconv"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/view"
)

// addActions adds what each audience is to do with a page: its action, and the
// first of the body's blocks that are for it.
func (c *Composer) addActions(v *view.PageView, p *link.Page) {
	blocks := map[string]string{} // ids by audience
	for i, id := range blockIDs(p) {
		if id != "" {
			blocks[p.Shown.Blocks[i].Audience] = id
		}
	}
	for i, a := range p.Actions {
		v.Actions = append(v.Actions, view.ActionView{
			Audience: c.AudienceLink(a.Audience),
			Text:     template.HTML(c.Action(p, i)),
			Block:    blocks[a.Audience],
		})
	}
	for _, a := range c.Config.Audiences {
		has := slices.ContainsFunc(p.Actions, func(action content.Action) bool { return action.Audience == a.ID })
		if block := blocks[a.ID]; block != "" && !has {
			v.Actions = append(v.Actions, view.ActionView{Audience: c.AudienceLink(a.ID), Block: block})
		}
	}
}

// blockIDs returns an id that is not taken for the first block of each audience in
// a page's body, in the order of its blocks, and "" for the others.
func blockIDs(p *link.Page) []string {
	if len(p.Shown.Blocks) == 0 {
		return nil
	}
	ids, named, taken := make([]string, len(p.Shown.Blocks)), map[string]bool{}, p.IDs()
	for i, b := range p.Shown.Blocks {
		if named[b.Audience] {
			continue
		}
		id := "for-" + b.Audience
		for n := 2; taken[id]; n++ {
			id = "for-" + b.Audience + "-" + strconv.Itoa(n)
		}
		ids[i], taken[id], named[b.Audience] = id, true, true
	}
	return ids
}
