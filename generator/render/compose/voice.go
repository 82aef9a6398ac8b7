package compose

import (
	"strings"

	"headsup/generator/link"
	"headsup/generator/view"
)

// Voice is what people said, as pages show it.
type Voice struct {
	Inbound  view.InboundView
	Requests view.RequestsView
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
	title := ""
	switch f.Kind {
	case link.InboundFile:
		v.Layout, title, v.Inbound = "inbound", "What people ask", &said.Inbound
	case link.RequestsFile:
		v.Layout, title, v.Requests = "requests", "Requests", &said.Requests
	default:
		v.Layout, title, v.Theme = "theme", f.Theme.Title, said.Themes[f.Theme.ID]
	}
	folder := strings.TrimSuffix(f.Path, "index.html")
	v.Meta = c.meta(title, "", folder)
	v.Meta.NoIndex = true
	v.Breadcrumbs = c.crumbs(strings.TrimSuffix(folder, "/"))
	return v, nil
}
