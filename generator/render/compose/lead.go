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
	mostNew      = 5 // release notes
	mostComing   = 5 // what is coming
	mostLaunches = 4
	mostTasks    = 5
	mostReviews  = 2 // of them pages to be read again, when there are more
	mostExtra    = 4 // more cards that each audience finds first
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
		New:      c.leadGroup("releases", c.words.Say("whats-new"), fresh, mostNew, audiences),
		Coming:   c.leadGroup("coming", c.words.Say("coming"), coming, mostComing, audiences),
		Launches: c.leadGroup("launches", label.Section(c.words, content.Launch), launches, mostLaunches, audiences),
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
		left := mostExtra
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
			g.Cards[i].Actions = append(g.Cards[i].Actions, view.ActionView{
				Audience: c.AudienceLink(a.Audience),
				Text:     template.HTML(c.Action(p, k)),
			})
		}
	}
	return g
}

// setTasks fills in the most urgent tasks: each launch and page once, launches
// first but with room for pages to be read again, and behind them what each of
// the given audiences finds first.
func (c *Composer) setTasks(lead *view.Lead, needs []view.Task, audiences []*link.Term) {
	needs = oneOfEach(needs)
	reviews := slices.IndexFunc(needs, func(n view.Task) bool { return n.Reason == "review" })
	if reviews < 0 {
		reviews = len(needs)
	}
	launches := min(reviews, mostTasks-min(len(needs)-reviews, mostReviews))
	shown := make([]bool, len(needs))
	for i := range needs {
		if i < launches || i >= reviews && i < reviews+mostTasks-launches {
			shown[i] = true
			lead.Tasks = append(lead.Tasks, needs[i])
		}
	}
	if reviews < len(needs) {
		lead.Reviews = c.reviewsLink()
	}
	lead.TasksMost = len(lead.Tasks)
	lead.MoreTasks.Count = len(needs) - lead.TasksMost
	for _, sec := range c.Sections {
		if sec.Kind == content.Launch && launches < reviews {
			lead.MoreTasks.URL = c.Href(sec.Path)
		}
	}
	extra := make([]bool, len(needs))
	for _, t := range audiences {
		left := mostExtra
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
			lead.Tasks = append(lead.Tasks, n)
		}
	}
}

// oneOfEach joins what one launch needs.
func oneOfEach(needs []view.Task) []view.Task {
	var out []view.Task
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
