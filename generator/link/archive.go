package link

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link/address"
)

// Beside the list of all release notes there is one for each year and one by
// version. They are left out where the content has a page or folder of its own
// at their address.

// versionList is where release notes are listed by version.
const versionList = "versions/"

// planArchive decides which lists there are.
func (s *Site) planArchive(report func(diag.Diagnostic)) {
	i := slices.IndexFunc(s.Sections, func(sec *Section) bool { return sec.Kind == content.ReleaseNote })
	if i < 0 {
		return
	}
	sec := s.Sections[i]
	years := map[int][]*Page{}
	var versions []*Page
	for _, p := range sec.Pages {
		if !p.Date.IsZero() {
			years[p.Date.Year()] = append(years[p.Date.Year()], p)
		}
		if p.Release.Version != "" {
			versions = append(versions, p)
		}
	}
	slices.SortStableFunc(versions, func(a, b *Page) int {
		if c := cmp.Compare(b.versionRank, a.versionRank); c != 0 {
			return c
		}
		if c := cmp.Compare(a.Release.Version, b.Release.Version); c != 0 {
			return c
		}
		return ByRank(a, b)
	})
	add := func(l List) {
		if _, taken := s.files[strings.ToLower(l.Path+"index.html")]; !taken && len(l.Pages) > 0 {
			l.Section, l.Archived = sec.Path, true
			s.addList(l, report)
			s.Archives = append(s.Archives, &l)
		}
	}
	for _, year := range slices.Backward(slices.Sorted(maps.Keys(years))) {
		name := strconv.Itoa(year)
		add(List{
			Title:   s.Words().Say("notes-of-year", "section", sec.Title, "year", name),
			Path:    address.OfKind[content.ReleaseNote] + name + "/",
			Pages:   years[year],
			ByMonth: true,
			Year:    year,
		})
	}
	title := s.Words().Say("notes-by-version", "section", sec.Title)
	add(List{Title: title, Path: sec.Path + versionList, Pages: versions, ByVersion: true})
}
