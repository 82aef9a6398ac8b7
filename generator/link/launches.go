package link

import (
	"cmp"
	"headsup/generator/view"
	"html/template"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/publish/paths"
	"headsup/generator/read/calendar"
)

// launchView is what a launch's page leads with.
func (s *Site) launchView(p *page) *view.LaunchView {
	of := p.source() // to which the pieces belong
	v := &view.LaunchView{Ahead: s.ahead(p)}
	if p.Release.Stage != "" {
		v.Stage = stageBadge(p.Release.Stage)
	}
	if s.in.Public {
		return v
	}
	v.Confidence = s.confidence(p)
	v.Readiness = s.readiness(of)
	v.ToDo = s.toDo(p, v.Readiness)
	v.Calendar = s.calendarLink(of.path + paths.LaunchCalendar)
	return v
}

// confidence says how sure the date of a page is that has not come.
func (s *Site) confidence(p *page) view.Badge {
	if !p.Date.After(s.in.Now) {
		return view.Badge{}
	}
	switch p.Release.Confidence {
	case content.Sure:
		return view.Badge{Class: "date-sure", Text: "Sure"}
	case content.Likely:
		return view.Badge{Class: "date-likely", Text: "Likely"}
	case content.Rough:
		return view.Badge{Class: "date-rough", Text: "Rough"}
	default:
		return view.Badge{}
	}
}

const toDoMost = 3 // pieces whose words an audience sees at once

// toDo gathers what each audience has to do for a launch, in the order of
// headsup.yaml: what the launch says itself, what its pieces say, and which
// pieces for the audience are not ready.
func (s *Site) toDo(launch *page, r *view.Readiness) []view.ToDo {
	required := s.in.Config.Launch.Requires[launch.Release.Stage]
	var out []view.ToDo
	for _, a := range s.in.Config.Audiences {
		todo := view.ToDo{Audience: s.audienceLink(a.ID)}
		if i := actionFor(launch, a.ID); i >= 0 {
			todo.Text = template.HTML(s.action(launch, i))
		}
		for _, q := range launch.source().pieces {
			i := actionFor(q, a.ID)
			if i < 0 {
				continue
			}
			item := view.ToDoItem{
				Page: view.Link{Title: q.title, URL: s.href(q.path)}, KindTitle: kindTitles[q.Kind],
				Text: template.HTML(s.action(q, i)),
			}
			if len(todo.Items) < toDoMost {
				todo.Items = append(todo.Items, item)
			} else {
				todo.More = append(todo.More, item)
			}
		}
		for i, piece := range r.Pieces {
			if required[i].Audience == a.ID && !piece.Ready {
				todo.Lacks = append(todo.Lacks, lack(&piece))
			}
		}
		if todo.Text != "" || len(todo.Items) > 0 || len(todo.Lacks) > 0 {
			out = append(out, todo)
		}
	}
	taken := launch.anchors()
	for i := range out {
		id := s.audienceAnchor(out[i].Audience)
		for taken[id] {
			id = "for-" + id
		}
		taken[id] = true
		out[i].ID = id
	}
	return out
}

// audienceAnchor is the part of an audience's section in an address.
func (s *Site) audienceAnchor(a view.Link) string {
	for _, t := range s.audiences {
		if s.href(t.path) == a.URL {
			return t.slug()
		}
	}
	return slugify(a.Title)
}

// actionFor returns the index of what an audience has to do with a page, or -1.
func actionFor(p *page, audience string) int {
	return slices.IndexFunc(p.Actions, func(a content.Action) bool { return a.Audience == audience })
}

// anchors returns the ids of the page's body.
func (p *page) anchors() map[string]bool {
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

// launchesMost is how many launches the overview has on one page, unless the
// site's lists are longer: rows are short, and what is ahead belongs together.
const launchesMost = 100

// addLaunches adds the pages of the overview of launches.
func (s *Site) addLaunches(sec *section, report func(diag.Diagnostic)) {
	s.generated[sec.path] = slices.ContainsFunc(sec.pages, func(p *page) bool { return p.public }) || sec.landing != nil && sec.landing.public
	list, ahead := s.byNeed(sec.pages)
	size := max(launchesMost, s.in.Config.PageSize)
	total := max(1, (len(list)+size-1)/size)
	pos := diag.Position{}
	var last calendar.Date
	if sec.landing != nil {
		pos = sec.landing.Position("slug")
		if sec.landing.public {
			last = sec.landing.modified()
		}
	}
	for n := 1; n <= total; n++ {
		file := sec.path + "index.html"
		if n > 1 {
			file = sec.path + pagePath(n) + "index.html"
		}
		s.add(file, s.generated[sec.path] && n == 1, last, pos, func() (view.View, error) {
			from, to := min(len(list), (n-1)*size), min(len(list), n*size)
			split := min(max(ahead, from), to)
			return s.launchesView(sec, list[from:split], list[split:to], len(list), n, total)
		}, report)
	}
}

// byNeed orders launches by what they need: those ahead that lack something,
// the nearest date first and of one date the least ready, then those ahead that
// are ready, then the past from new to old. It returns how many are ahead.
func (s *Site) byNeed(launches []*page) (list []*page, ahead int) {
	share := map[*page]float64{}
	for _, p := range launches {
		share[p] = 1
		if s.in.Public || !s.ahead(p) {
			continue
		}
		if r := s.readiness(p); r.Required > 0 {
			share[p] = float64(r.Ready) / float64(r.Required)
		}
	}
	list = slices.Clone(launches)
	order := func(p *page) int {
		switch {
		case !s.ahead(p):
			return 2
		case share[p] == 1:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b *page) int {
		if c := cmp.Compare(order(a), order(b)); c != 0 {
			return c
		}
		if order(a) == 2 {
			return byRank(a, b)
		}
		return cmp.Or(byDay(a, b), cmp.Compare(share[a], share[b]), cmp.Compare(a.Source, b.Source))
	})
	ahead = slices.IndexFunc(list, func(p *page) bool { return !s.ahead(p) })
	if ahead < 0 {
		ahead = len(list)
	}
	return list, ahead
}

func (s *Site) launchesView(sec *section, ahead, past []*page, count, n, total int) (v view.View, err error) {
	p := sec.path
	title := sec.title
	if n > 1 {
		p += pagePath(n)
		title += pageNumber(n)
	}
	v = view.View{Layout: "launches", Path: p + "index.html", Site: s.chrome}
	description := ""
	if sec.landing != nil && n == 1 {
		if v.Page, err = s.pageView(sec.landing); err != nil {
			return view.View{}, err
		}
		description = sec.landing.summary()
	}
	v.Meta = s.meta(title, description, p)
	v.Meta.Section = s.href(sec.path)
	v.Breadcrumbs = s.crumbs(strings.TrimSuffix(sec.path, "/"))
	v.Launches = &view.LaunchesView{
		Title: sec.title, Ahead: s.launchRows(ahead), Past: s.launchRows(past), Total: count,
		Pager: s.pager(sec.path, n, total), Calendar: s.calendarLink(paths.LaunchesCalendar),
	}
	return v, nil
}

func (s *Site) launchRows(list []*page) []view.LaunchRow {
	var out []view.LaunchRow
	for _, p := range list {
		row := view.LaunchRow{
			Title: p.title, URL: s.href(p.path), Date: s.pageDay(p), Badges: s.badges(p), Products: s.termLinks(p.products),
		}
		if !s.in.Public {
			row.Confidence, row.Owner, row.Readiness = s.confidence(p), s.owner(p), s.readiness(p)
			if !s.current(p) {
				row.Readiness.Missing = nil // nobody writes it any more
			}
		}
		out = append(out, row)
	}
	return out
}
