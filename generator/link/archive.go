package link

import (
	"cmp"
	"headsup/generator/view"
	"slices"
	"strconv"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/publish/paths"
)

// Beside the list of all release notes there is one for each year and one by
// version. They are left out where the content has a page or folder of its own
// at their address.

// versionList is where release notes are listed by version.
const versionList = "versions/"

// planArchive decides which lists there are.
func (s *Site) planArchive(report func(diag.Diagnostic)) {
	i := slices.IndexFunc(s.sections, func(sec *section) bool { return sec.kind == content.ReleaseNote })
	if i < 0 {
		return
	}
	sec := s.sections[i]
	s.years = map[int][]*page{}
	var versions []*page
	for _, p := range sec.pages {
		if !p.Date.IsZero() {
			s.years[p.Date.Year()] = append(s.years[p.Date.Year()], p)
		}
		if p.Release.Version != "" {
			versions = append(versions, p)
		}
	}
	slices.SortStableFunc(versions, func(a, b *page) int {
		return cmp.Or(versionOrder(b.Release.Version, a.Release.Version), cmp.Compare(a.Release.Version, b.Release.Version), byRank(a, b))
	})
	add := func(l listing) {
		if _, taken := s.files[strings.ToLower(l.path+"index.html")]; !taken && len(l.pages) > 0 {
			l.section, l.archived = sec.path, true
			s.addList(l, report)
			s.archives = append(s.archives, l.path)
			s.archiveTitles = append(s.archiveTitles, l.title)
		}
	}
	for _, year := range s.archiveYears() {
		add(listing{title: sec.title + " of " + strconv.Itoa(year), path: s.yearPath(year), pages: s.years[year], byMonth: true})
	}
	add(listing{title: sec.title + " by version", path: sec.path + versionList, pages: versions, byVersion: true})
}

// archiveYears returns the years that have release notes, the newest first.
func (s *Site) archiveYears() []int {
	var years []int
	for year := range s.years {
		years = append(years, year)
	}
	slices.Sort(years)
	slices.Reverse(years)
	return years
}

func (s *Site) yearPath(year int) string {
	return prefixes[content.ReleaseNote] + strconv.Itoa(year) + "/"
}

// archive returns the links between the lists of release notes, for the list at
// a path.
func (s *Site) archive(at string) *view.Archive {
	a := &view.Archive{}
	for _, year := range s.archiveYears() {
		p := s.yearPath(year)
		if !slices.Contains(s.archives, p) {
			continue
		}
		y := view.ArchiveYear{Title: strconv.Itoa(year), URL: s.href(p), Count: len(s.years[year]), Current: p == at}
		if y.Current {
			y.Months = s.archiveMonths(year)
		}
		a.Years = append(a.Years, y)
	}
	if p := prefixes[content.ReleaseNote] + versionList; slices.Contains(s.archives, p) {
		a.Versions = &view.Link{Title: "By version", URL: s.href(p)}
	}
	return a
}

// archiveMonths returns links to the months of a year's list, wherever in its
// parts they begin.
func (s *Site) archiveMonths(year int) []view.Link {
	var out []view.Link
	last := ""
	for i, p := range s.years[year] {
		if month := p.Date.Format("2006-01"); month != last {
			last = month
			to := s.yearPath(year)
			if n := i/s.in.Config.PageSize + 1; n > 1 {
				to += pagePath(n)
			}
			out = append(out, view.Link{Title: monthTitle(p.Date, s.in.Config.Language), URL: s.href(to) + "#month-" + month})
		}
		out[len(out)-1].Count++
	}
	return out
}

// noteFilters returns what a list of release notes can be filtered by: products,
// audiences and stages, where there is a choice. Without scripts a choice leads
// to the page of the product or audience, or to the search.
func (s *Site) noteFilters(l listing) []view.Filter {
	all := func(title string) view.Choice {
		return view.Choice{Title: title, URL: s.href(l.path), Count: len(l.pages), Current: true}
	}
	products := view.Filter{Key: "product", Title: "Product", Choices: []view.Choice{all("All products")}}
	audiences := view.Filter{Key: "audience", Title: "For", Choices: []view.Choice{all("Everyone")}}
	stages := view.Filter{Key: "stage", Title: "Stage", Choices: []view.Choice{all("All stages")}}
	add := func(f *view.Filter, title, value, to string, has func(*page) bool) {
		choice := view.Choice{Title: title, Value: value, URL: s.href("") + to}
		for _, p := range l.pages {
			if has(p) {
				choice.Count++
			}
		}
		if choice.Count > 0 {
			f.Choices = append(f.Choices, choice)
		}
	}
	for _, t := range s.products {
		add(&products, t.title, t.slug(), escapePath(t.path), func(p *page) bool { return slices.Contains(p.products, t) })
	}
	for _, t := range s.audiences {
		add(&audiences, t.title, t.slug(), escapePath(t.path), func(p *page) bool { return slices.Contains(s.card(p).For, t.slug()) })
	}
	for _, st := range content.Stages() {
		to := paths.Search + "?kind=" + string(content.ReleaseNote) + "&stage=" + string(st)
		add(&stages, stageBadge(st).Text, string(st), to, func(p *page) bool { return p.Release.Stage == st })
	}
	// One choice beside all is none, unless it leaves some out.
	return slices.DeleteFunc([]view.Filter{products, audiences, stages}, func(f view.Filter) bool {
		return len(f.Choices) < 2 || len(f.Choices) == 2 && f.Choices[1].Count == len(l.pages)
	})
}
