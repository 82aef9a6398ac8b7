package link

import (
	"cmp"
	"path"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link/address"
	"headsup/generator/read/calendar"
)

// placePages gives every page its path.
func (s *Site) placePages(report func(diag.Diagnostic)) {
	children := map[string]int{} // source folder -> Markdown files in it and below
	hasIndex := map[string]string{}
	for _, p := range s.All {
		for dir := p.Folder; ; dir = path.Dir(dir) {
			children[dir]++
			if dir == "." {
				break
			}
		}
		if name := strings.ToLower(address.Stem(p.Source)); name == "index" || name == "_index" {
			hasIndex[p.Folder] = p.Source
		}
	}
	later := s.laterNamesakes(func(p *Page) bool { return p.Page.Slug == "" })
	for p := range s.laterNamesakesOf(func(p *Page) string {
		pattern, _ := s.permalinkOf(p)
		if pattern == "" {
			return ""
		}
		at, _ := s.expand(p, pattern, false)
		return at
	}) {
		later[p] = true
	}
	for _, p := range s.All {
		dir := s.kindDir(p.Page)
		index := address.IsIndex(p.Source)
		if strings.EqualFold(address.Stem(p.Source), "readme") && hasIndex[p.Folder] != "" {
			index = false
		}
		p.Branch = index && children[p.Folder] > 1
		p.Landing = index && (p.Folder == "." || p.Folder == dir)
		p.Path = s.pagePath(p, dir, index, later[p])
		s.permalink(p, later[p], report)
		p.Slug = strings.TrimSuffix(path.Base(strings.TrimSuffix(p.Path, "/")), ".html")
		if p.Path == "" {
			p.Slug = ""
		}
		if p.Path == "" && (p.Landing || s.Home == nil) {
			p.Landing = true
			s.Home = p
		}
	}
	for _, p := range s.All {
		key := strings.ToLower(p.Path)
		if _, taken := s.byPath[key]; !taken {
			s.byPath[key] = p
		}
	}
}

// kindDir returns the folder of the page's kind if the page is in it, else ".".
func (s *Site) kindDir(p *content.Page) string {
	dir := strings.Trim(path.Clean(s.Config.Kinds[p.Kind].Dir), "/")
	if n := len(dir); dir != "" && dir != "." && n < len(p.Source) && p.Source[n] == '/' && strings.EqualFold(p.Source[:n], dir) {
		return p.Source[:n] // as it is written on the disk
	}
	return "."
}

// pagePath returns a page's path in the output: its kind's folder, the folders
// below that of its file, and its name, as a rule without the date; or what `slug`
// says.
func (s *Site) pagePath(p *Page, dir string, index, dated bool) string {
	prefix := address.OfKind[p.Kind]
	if p.Page.Slug != "" && strings.Contains(strings.Trim(p.Page.Slug, "/"), "/") {
		return prefix + address.Path(p.Page.Slug)
	}
	rel := s.relative(p.Page, dir, index, dated)
	if p.Page.Slug != "" {
		parent := path.Dir(strings.TrimSuffix(rel, "/"))
		if rel == "" || parent == "." {
			return prefix + address.Path(p.Page.Slug)
		}
		return prefix + parent + "/" + address.Path(p.Page.Slug)
	}
	return prefix + rel
}

// laterNamesakes returns, of the pages that count, those whose names differ from
// that of another only in a later date. They keep their dates, the first does not:
// a note that is written later must not change the address or the id of one that
// people know. What is common to all, such as two names of one day, stays a clash.
func (s *Site) laterNamesakes(counts func(*Page) bool) map[*Page]bool {
	return s.laterNamesakesOf(func(p *Page) string {
		if !counts(p) {
			return ""
		}
		return string(p.Kind) + ":" + s.relative(p.Page, s.kindDir(p.Page), address.IsIndex(p.Source), false)
	})
}

// laterNamesakesOf is laterNamesakes for what a page is called without the date; "" when it
// does not count.
func (s *Site) laterNamesakesOf(called func(*Page) string) map[*Page]bool {
	type named struct {
		page *Page
		day  time.Time
	}
	dated := map[string][]named{}
	first := map[string]time.Time{}
	for _, p := range s.All {
		key := called(p)
		if key == "" {
			continue
		}
		index := address.IsIndex(p.Source)
		name, rest, err := calendar.FromPath(address.Named(p.Source, index))
		if err != nil || rest == "" {
			continue
		}
		day := name.In(time.UTC).Time
		if have, ok := first[key]; !ok || day.Before(have) {
			first[key] = day
		}
		dated[key] = append(dated[key], named{p, day})
	}
	later := map[*Page]bool{}
	for key, pages := range dated {
		for _, n := range pages {
			if n.day.After(first[key]) {
				later[n.page] = true
			}
		}
	}
	return later
}

// relative returns the path that a file's own folders and name make, below its
// kind's folder and with or without its date: "billing/export/", "" for an index
// page of that folder itself.
func (s *Site) relative(p *content.Page, dir string, index, dated bool) string {
	rel := p.Source
	if dir != "." {
		rel = strings.TrimPrefix(rel, dir+"/")
	}
	folders := strings.Split(path.Dir(rel), "/")
	if folders[0] == "." {
		folders = folders[1:]
	}
	segments := folders
	if !index {
		segments = append(segments, cmp.Or(p.Part, address.Stem(rel)))
	}
	var out strings.Builder
	for i, seg := range segments {
		if i == len(segments)-1 && !dated {
			seg = address.Undated(p.Source, seg, index)
		}
		out.WriteString(address.Slug(seg))
		out.WriteByte('/')
	}
	return out.String()
}

// stablePath is what a page's default id is made of.
func (s *Site) stablePath(p *content.Page, dated bool) string {
	rel := strings.TrimSuffix(s.relative(p, s.kindDir(p), address.IsIndex(p.Source), dated), "/")
	if rel == "" {
		return "index"
	}
	return rel
}

// Href returns the root-relative URL of a path in the output.
func (s *Site) Href(p string) string { return s.basePath + address.Escape(p) }

// Absolute returns the absolute URL of a path in the output.
func (s *Site) Absolute(p string) string { return s.BaseURL + address.Escape(p) }
