package link

import (
	"path"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/link/address"
)

// placePages gives every page its path.
func (s *Site) placePages() {
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
	for _, p := range s.All {
		dir := s.kindDir(p.Page)
		index := address.IsIndex(p.Source)
		if strings.EqualFold(address.Stem(p.Source), "readme") && hasIndex[p.Folder] != "" {
			index = false
		}
		p.Branch = index && children[p.Folder] > 1
		p.Landing = index && (p.Folder == "." || p.Folder == dir)
		p.Path = s.pagePath(p, dir, index)
		p.Slug = path.Base(strings.TrimSuffix(p.Path, "/"))
		if p.Path == "" {
			p.Slug = ""
		}
		if p.Landing && p.Path == "" {
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
// below that of its file, and its name without the date; or what `slug` says.
func (s *Site) pagePath(p *Page, dir string, index bool) string {
	prefix := address.OfKind[p.Kind]
	if p.Page.Slug != "" && strings.Contains(strings.Trim(p.Page.Slug, "/"), "/") {
		return prefix + address.Path(p.Page.Slug)
	}
	rel := s.relative(p.Page, dir, index)
	if p.Page.Slug != "" {
		parent := path.Dir(strings.TrimSuffix(rel, "/"))
		if rel == "" || parent == "." {
			return prefix + address.Path(p.Page.Slug)
		}
		return prefix + parent + "/" + address.Path(p.Page.Slug)
	}
	return prefix + rel
}

// relative returns the path that a file's own folders and name make, without
// date address.OfKind and below its kind's folder: "billing/export/", "" for an index
// page of that folder itself.
func (s *Site) relative(p *content.Page, dir string, index bool) string {
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
		segments = append(segments, address.Stem(rel))
	}
	var out strings.Builder
	for i, seg := range segments {
		if i == len(segments)-1 {
			seg = address.Undated(p.Source, seg, index)
		}
		out.WriteString(address.Slug(seg))
		out.WriteByte('/')
	}
	return out.String()
}

// stablePath is what a page's default id is made of.
func (s *Site) stablePath(p *content.Page) string {
	rel := strings.TrimSuffix(s.relative(p, s.kindDir(p), address.IsIndex(p.Source)), "/")
	if rel == "" {
		return "index"
	}
	return rel
}

// Href returns the root-relative URL of a path in the output.
func (s *Site) Href(p string) string { return s.basePath + address.Escape(p) }

// Absolute returns the absolute URL of a path in the output.
func (s *Site) Absolute(p string) string { return s.BaseURL + address.Escape(p) }
