package compose

import (
	"slices"
	"strings"

	"headsup/generator/link"
	"headsup/generator/view"
)

// Voice is what people said, as pages show it.
type Voice struct {
	Inbound  view.InboundView
	Requests []view.ThemeRow            // all themes, in the order in which they are listed
	Score    *view.ScoreView            // nil without scores
	Themes   map[string]*view.ThemeView // by their ids, those with a page
	Asked    map[*link.Page]int         // how often a page was asked for in the last 90 days
	Ask      map[*link.Term][]view.Ask  // what people ask about a product
}

// noVoice stands for a site of which nobody said anything.
var noVoice = &Voice{}

// heard returns what people said, never nil.
func (c *Composer) heard() (*Voice, error) {
	if c.voice == nil || !c.HasInbound() {
		return noVoice, nil
	}
	return c.voice()
}

func (c *Composer) voiceView(f *link.File) (view.View, error) {
	said, err := c.heard()
	if err != nil {
		return view.View{}, err
	}
	v := view.View{Path: f.Path, Site: c.chrome}
	title, section := "", link.RequestsFolder
	switch f.Kind {
	case link.InboundFile:
		v.Layout, title, v.Inbound, section = "inbound", c.words.Say("what-people-ask"), &said.Inbound, link.InboundFolder
	case link.RequestsFile:
		v.Layout, v.Requests = "requests", c.requestsView(f, said)
		if title = v.Requests.Title; f.Number > 1 {
			title += c.pageNumber(f.Number)
		}
	default:
		v.Layout, title, v.Theme = "theme", f.Theme.Title, said.Themes[f.Theme.ID]
	}
	folder := strings.TrimSuffix(f.Path, "index.html")
	v.Meta = c.meta(title, "", folder)
	v.Meta.NoIndex, v.Meta.Feeds, v.Meta.Section = true, nil, c.Href(section)
	v.Breadcrumbs = []view.Link{{Title: c.words.Say("home"), URL: c.Href("")}}
	if folder != section {
		v.Breadcrumbs = append(v.Breadcrumbs, view.Link{Title: c.words.Say("voice-title"), URL: c.Href(section)})
	}
	return v, nil
}

// requestsView is a list of themes: all of them, or those of a product, a plan or a team.
func (c *Composer) requestsView(f *link.File, said *Voice) *view.RequestsView {
	choice := f.Filter
	v := &view.RequestsView{Title: c.words.Say("voice-title"), Total: choice.Count, InPlace: choice.Key == "" && f.Total == 1}
	if choice.Key != "" {
		v.Title += ": " + choice.Title
	}
	var rows []view.ThemeRow
	for _, row := range said.Requests {
		ids := map[string]string{"product": row.ProductIDs, "plan": row.PlanIDs, "team": row.TeamIDs}[choice.Key]
		if choice.Key == "" || slices.Contains(strings.Fields(ids), choice.ID) {
			rows = append(rows, row)
		}
	}
	from, to := min(len(rows), (f.Number-1)*f.Size), min(len(rows), f.Number*f.Size)
	v.Themes, v.Pager = rows[from:to], c.pager(f.List.Path, f.Number, f.Total)
	if f.Number == f.Total {
		v.Left = len(rows) - to
	}
	for _, filter := range c.ThemeFilters() {
		shown := view.Filter{Key: filter.Key, Title: filter.Title}
		all := view.Choice{
			Title: c.words.Say("all"), URL: c.Href(link.RequestsFolder), Count: len(said.Requests), Current: choice.Key != filter.Key,
		}
		shown.Choices = append(shown.Choices, all)
		for _, other := range filter.Choices {
			if other.Key != "" {
				shown.Choices = append(shown.Choices, view.Choice{
					Title: other.Title, Value: other.ID, URL: c.Href(other.Path), Count: other.Count,
					Current: other.Key == choice.Key && other.ID == choice.ID,
				})
			}
		}
		if len(shown.Choices) > 1 {
			v.Filters = append(v.Filters, shown)
		}
	}
	if f.Number == 1 && choice.Key == "" {
		v.Score = said.Score
	}
	return v
}
