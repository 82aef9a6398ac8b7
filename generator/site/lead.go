package site

import (
	"cmp"
	"html/template"
	"slices"

	"headsup/generator/content"
)

const (
	leadNew      = 5 // release notes
	leadComing   = 5 // what is coming
	leadLaunches = 4
	leadNeeds    = 5
	leadExtra    = 4 // more cards that each audience finds first
)

// lead finds what is new and what is coming among some pages. Readers of the
// given audiences find enough for them.
func (s *Site) lead(pages []*page, audiences []*term) *Lead {
	var fresh, coming, launches []*page
	for _, p := range pages {
		switch {
		case p.landing:
		case p.Kind == content.ReleaseNote && s.coming(p), p.Kind == content.Launch && p.Date.After(s.in.Now):
			coming = append(coming, p)
		case p.Kind == content.ReleaseNote:
			fresh = append(fresh, p)
		case p.Kind == content.Launch:
			launches = append(launches, p)
		}
	}
	slices.SortFunc(fresh, byRank)
	slices.SortFunc(launches, byRank)
	slices.SortStableFunc(coming, byNearest)
	return &Lead{
		New:      s.leadGroup("releases", "What is new", fresh, leadNew, audiences),
		Coming:   s.leadGroup("coming", "Coming", coming, leadComing, audiences),
		Launches: s.leadGroup("launches", sectionTitles[content.Launch], launches, leadLaunches, audiences),
	}
}

// coming reports whether a release note is about the future.
func (s *Site) coming(p *page) bool {
	return p.Release.Stage == content.Planned || p.Date.After(s.in.Now)
}

// leadGroup returns a group of the first pages of a list, and behind them the
// first ones for each audience, for readers who say that they are of it.
func (s *Site) leadGroup(id, title string, list []*page, most int, audiences []*term) Group {
	g := Group{ID: id, Title: title, Most: most}
	shown := slices.Clone(list[:min(len(list), most)])
	for _, t := range audiences {
		left := leadExtra
		for _, p := range list {
			if left == 0 {
				break
			}
			if !slices.Contains(s.card(p).For, t.slug()) {
				continue
			}
			left--
			if !slices.Contains(shown, p) {
				shown = append(shown, p)
			}
		}
	}
	if len(shown) > most {
		at := make(map[*page]int, len(list))
		for i, p := range list {
			at[p] = i
		}
		slices.SortFunc(shown[most:], func(a, b *page) int { return cmp.Compare(at[a], at[b]) })
	}
	g.Cards = s.cards(shown, len(shown))
	for i, p := range shown {
		g.Cards[i].Extra = i >= most
		for k, a := range p.Actions {
			if !s.in.Public {
				g.Cards[i].Actions = append(g.Cards[i].Actions, ActionView{Audience: s.audienceLink(a.Audience), Text: template.HTML(s.action(p, k))})
			}
		}
	}
	return g
}

// first returns the first few needs, and how many more there are.
func first(needs []Need, most int) (shown []Need, more int) {
	shown = needs[:min(len(needs), most)]
	return shown, len(needs) - len(shown)
}
