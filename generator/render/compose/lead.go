package compose

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

const (
	leadNew      = 5 // release notes
	leadComing   = 5 // what is coming
	leadLaunches = 4
	leadNeeds    = 5
	leadReviews  = 2 // of them pages to be read again, when there are more
	leadExtra    = 4 // more cards that each audience finds first
)

// lead finds what is new and what is coming among some pages. Readers of the
// given audiences find enough for them.
func (c *Composer) lead(pages []*link.Page, audiences []*link.Term) *view.Lead {
	var fresh, coming, launches []*link.Page
	for _, p := range pages {
		switch {
		case p.Landing:
		case p.Kind == content.ReleaseNote && c.coming(p), p.Kind == content.Launch && c.Ahead(p):
			coming = append(coming, p)
		case p.Kind == content.ReleaseNote:
			fresh = append(fresh, p)
		case p.Kind == content.Launch:
			launches = append(launches, p)
		}
	}
	slices.SortFunc(fresh, link.ByRank)
	slices.SortFunc(launches, link.ByRank)
	slices.SortStableFunc(coming, link.ByNearest)
	return &view.Lead{
		New:      c.leadGroup("releases", "What is new", fresh, leadNew, audiences),
		Coming:   c.leadGroup("coming", "Coming", coming, leadComing, audiences),
		Launches: c.leadGroup("launches", label.Sections[content.Launch], launches, leadLaunches, audiences),
	}
}

// coming reports whether a release note is about the future.
func (c *Composer) coming(p *link.Page) bool {
	return p.Release.Stage == content.Planned || p.Date.After(c.Now)
}

// leadGroup returns a group of the first pages of a list, and behind them the
// first ones for each audience, for readers who say that they are of it.
func (c *Composer) leadGroup(id, title string, list []*link.Page, most int, audiences []*link.Term) view.Group {
	g := view.Group{ID: id, Title: title, Most: most}
	shown := slices.Clone(list[:min(len(list), most)])
	for _, t := range audiences {
		left := leadExtra
		for _, p := range list {
			if left == 0 {
				break
			}
			if !slices.Contains(c.card(p).For, t.Slug()) {
				continue
			}
			left--
			if !slices.Contains(shown, p) {
				shown = append(shown, p)
			}
		}
	}
	if len(shown) > most {
		at := make(map[*link.Page]int, len(list))
		for i, p := range list {
			at[p] = i
		}
		slices.SortFunc(shown[most:], func(a, b *link.Page) int { return cmp.Compare(at[a], at[b]) })
	}
	g.Cards = c.cardsOf(shown, len(shown))
	for i, p := range shown {
		g.Cards[i].Extra = i >= most
		if c.Public {
			continue
		}
		if c.coming(p) {
			g.Cards[i].Confidence, g.Cards[i].DateLabel = c.confidence(p), c.dateLabel(p)
		}
		for k, a := range p.Actions {
			g.Cards[i].Actions = append(g.Cards[i].Actions, view.ActionView{Audience: c.AudienceLink(a.Audience), Text: template.HTML(c.Action(p, k))})
		}
	}
	return g
}

// setNeeds fills in the most urgent needs: each launch and page once, launches
// first but with room for pages to be read again, and behind them what each of
// the given audiences finds first.
func (c *Composer) setNeeds(lead *view.Lead, needs []view.Need, audiences []*link.Term) {
	needs = oneEach(needs)
	reviews := slices.IndexFunc(needs, func(n view.Need) bool { return n.Reason == "review" })
	if reviews < 0 {
		reviews = len(needs)
	}
	launches := min(reviews, leadNeeds-min(len(needs)-reviews, leadReviews))
	shown := make([]bool, len(needs))
	for i := range needs {
		if i < launches || i >= reviews && i < reviews+leadNeeds-launches {
			shown[i] = true
			lead.Needs = append(lead.Needs, needs[i])
		}
	}
	lead.NeedMost = len(lead.Needs)
	lead.NeedMore.Count = len(needs) - lead.NeedMost
	for _, sec := range c.Sections {
		if sec.Kind == content.Launch && launches < reviews {
			lead.NeedMore.URL = c.Href(sec.Path)
		}
	}
	extra := make([]bool, len(needs))
	for _, t := range audiences {
		left := leadExtra
		for i, n := range needs {
			if left > 0 && slices.Contains(n.Audiences, t.Slug()) {
				left--
				extra[i] = !shown[i]
			}
		}
	}
	for i, n := range needs {
		if extra[i] {
			n.Extra = true
			lead.Needs = append(lead.Needs, n)
		}
	}
}

// oneEach joins what one launch needs.
func oneEach(needs []view.Need) []view.Need {
	var out []view.Need
	for _, n := range needs {
		last := len(out) - 1
		if last < 0 || n.Reason == "review" || out[last].Reason == "review" || out[last].Page != n.Page {
			out = append(out, n)
			continue
		}
		into := &out[last]
		into.Text += "; " + n.Text
		into.Audiences = union(into.Audiences, n.Audiences)
		if owners := strings.Split(into.Owner, ", "); n.Owner != "" && !slices.Contains(owners, n.Owner) {
			into.Owner = strings.TrimPrefix(into.Owner+", "+n.Owner, ", ")
		}
	}
	return out
}

// union returns what is in either list, in that order.
func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, name := range b {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
