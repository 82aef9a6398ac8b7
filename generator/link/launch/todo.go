package launch

import (
	"cmp"
	"html/template"
	"slices"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/address"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

const toDoMost = 3 // pieces whose words an audience sees at once

// ToDo gathers what each audience has to do for a launch, in the order of
// headsup.yaml: what the launch says itself, what its pieces say, and which
// pieces for the audience are not ready.
func ToDo(s *link.Site, launch *link.Page, r *view.Readiness) []view.ToDo {
	required := s.Config.Launch.Requires[launch.Release.Stage]
	var out []view.ToDo
	for _, a := range s.Config.Audiences {
		todo := view.ToDo{Audience: s.AudienceLink(a.ID)}
		if i := actionFor(launch, a.ID); i >= 0 {
			todo.Text = template.HTML(s.Action(launch, i))
		}
		for _, q := range launch.Origin().Pieces {
			i := actionFor(q, a.ID)
			if i < 0 {
				continue
			}
			item := view.ToDoItem{
				Page: view.Link{Title: q.Title, URL: s.Href(q.Path)}, KindTitle: label.Kind(s.Words(), q.Kind),
				Text: template.HTML(s.Action(q, i)),
			}
			if len(todo.Items) < toDoMost {
				todo.Items = append(todo.Items, item)
			} else {
				todo.More = append(todo.More, item)
			}
		}
		for i, piece := range r.Pieces {
			if required[i].Audience == a.ID && !piece.Ready {
				todo.Lacks = append(todo.Lacks, lack(s.Words(), &piece))
			}
		}
		if todo.Text != "" || len(todo.Items) > 0 || len(todo.Lacks) > 0 {
			out = append(out, todo)
		}
	}
	taken := launch.IDs()
	for i := range out {
		id := audienceAnchor(s, out[i].Audience)
		for taken[id] {
			id = "for-" + id
		}
		taken[id] = true
		out[i].ID = id
	}
	return out
}

// audienceAnchor is the part of an audience's section in an address.
func audienceAnchor(s *link.Site, a view.Link) string {
	for _, t := range s.Audiences {
		if s.Href(t.Path) == a.URL {
			return t.Slug()
		}
	}
	return address.Slug(a.Title)
}

// actionFor returns the index of what an audience has to do with a page, or -1.
func actionFor(p *link.Page, audience string) int {
	return slices.IndexFunc(p.Actions, func(a content.Action) bool { return a.Audience == audience })
}

// byNeed orders launches by what they need: those ahead that lack something,
// the nearest date first and of one date the least ready, then those ahead that
// are ready, then the past from new to old. It returns how many are ahead.
func byNeed(s *link.Site, launches []*link.Page) (list []*link.Page, ahead int) {
	share := map[*link.Page]float64{}
	for _, p := range launches {
		share[p] = 1
		if s.Public || !s.Ahead(p) {
			continue
		}
		if r := Readiness(s, p); r.Required > 0 {
			share[p] = float64(r.Ready) / float64(r.Required)
		}
	}
	list = slices.Clone(launches)
	order := func(p *link.Page) int {
		switch {
		case !s.Ahead(p):
			return 2
		case share[p] == 1:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b *link.Page) int {
		if c := cmp.Compare(order(a), order(b)); c != 0 {
			return c
		}
		if order(a) == 2 {
			return link.ByRank(a, b)
		}
		return cmp.Or(link.ByDay(a, b), cmp.Compare(share[a], share[b]), cmp.Compare(a.Source, b.Source))
	})
	ahead = slices.IndexFunc(list, func(p *link.Page) bool { return !s.Ahead(p) })
	if ahead < 0 {
		ahead = len(list)
	}
	return list, ahead
}

// Overview is all launches in the order of what they need.
type Overview struct {
	Launches []*link.Page
	Ahead    int // so many of them have not happened yet
}

// NewOverview orders the launches of a site.
func NewOverview(s *link.Site) (o Overview) {
	for _, sec := range s.Sections {
		if sec.Kind == content.Launch {
			o.Launches, o.Ahead = byNeed(s, sec.Pages)
		}
	}
	return o
}
