package link

import (
	"net/url"
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"headsup/generator/compile/content"
	"headsup/generator/read/calendar"
)

// prefixes are the folders of the output in which the pages of a kind are.
var prefixes = map[content.Kind]string{
	content.ReleaseNote: "releases/",
	content.Playbook:    "playbooks/",
	content.Snippet:     "snippets/",
	content.Launch:      "launches/",
	content.Plain:       "",
}

// address gives every page its path.
func (s *Site) address() {
	children := map[string]int{} // source folder -> Markdown files in it and below
	hasIndex := map[string]string{}
	for _, p := range s.all {
		for dir := p.folder; ; dir = path.Dir(dir) {
			children[dir]++
			if dir == "." {
				break
			}
		}
		if name := strings.ToLower(stem(p.Source)); name == "index" || name == "_index" {
			hasIndex[p.folder] = p.Source
		}
	}
	for _, p := range s.all {
		dir := s.kindDir(p.Page)
		index := isIndex(p.Source)
		if strings.EqualFold(stem(p.Source), "readme") && hasIndex[p.folder] != "" {
			index = false
		}
		p.branch = index && children[p.folder] > 1
		p.landing = index && (p.folder == "." || p.folder == dir)
		p.path = s.pagePath(p, dir, index)
		p.slug = path.Base(strings.TrimSuffix(p.path, "/"))
		if p.path == "" {
			p.slug = ""
		}
		if p.landing && p.path == "" {
			s.home = p
		}
	}
	for _, p := range s.all {
		key := strings.ToLower(p.path)
		other, taken := s.byPath[key]
		if !taken {
			s.byPath[key] = p
			continue
		}
		// Of two with one address, which plan reports if both are in this
		// build, links lead to one that is.
		if p.included && !other.included {
			s.byPath[key] = p
		}
	}
}

// kindDir returns the folder of the page's kind if the page is in it, else ".".
func (s *Site) kindDir(p *content.Page) string {
	dir := strings.Trim(path.Clean(s.in.Config.Kinds[p.Kind].Dir), "/")
	if n := len(dir); dir != "" && dir != "." && n < len(p.Source) && p.Source[n] == '/' && strings.EqualFold(p.Source[:n], dir) {
		return p.Source[:n] // as it is written on the disk
	}
	return "."
}

// pagePath returns a page's path in the output: its kind's folder, the folders
// below that of its file, and its name without the date; or what `slug` says.
func (s *Site) pagePath(p *page, dir string, index bool) string {
	prefix := prefixes[p.Kind]
	if p.Slug != "" && strings.Contains(strings.Trim(p.Slug, "/"), "/") {
		return prefix + slugPath(p.Slug)
	}
	rel := s.relative(p.Page, dir, index)
	if p.Slug != "" {
		parent := path.Dir(strings.TrimSuffix(rel, "/"))
		if rel == "" || parent == "." {
			return prefix + slugPath(p.Slug)
		}
		return prefix + parent + "/" + slugPath(p.Slug)
	}
	return prefix + rel
}

// relative returns the path that a file's own folders and name make, without
// date prefixes and below its kind's folder: "billing/export/", "" for an index
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
		segments = append(segments, stem(rel))
	}
	var out strings.Builder
	for i, seg := range segments {
		if i == len(segments)-1 {
			seg = undated(p.Source, seg, index)
		}
		out.WriteString(slugify(seg))
		out.WriteByte('/')
	}
	return out.String()
}

// stablePath is what a page's default id is made of.
func (s *Site) stablePath(p *content.Page) string {
	rel := strings.TrimSuffix(s.relative(p, s.kindDir(p), isIndex(p.Source)), "/")
	if rel == "" {
		return "index"
	}
	return rel
}

// undated removes a date prefix from a page's own name.
func undated(source, seg string, index bool) string {
	name := source
	if index {
		name = path.Dir(source) + ".md"
	}
	return cutDate(name, seg)
}

// cutDate removes the date that a file's own name begins with.
func cutDate(source, name string) string {
	_, rest, err := calendar.FromPath(source)
	if err != nil || rest == "" || len(rest) >= len(name) || !strings.HasSuffix(name, rest) || name[0] < '0' || name[0] > '9' {
		return name // the date is that of a folder above, or all there is
	}
	return rest
}

// slugPath slugifies each segment of a path and ends it with a slash.
func slugPath(p string) string {
	var out strings.Builder
	for _, seg := range strings.Split(strings.Trim(p, "/"), "/") {
		out.WriteString(slugify(seg))
		out.WriteByte('/')
	}
	return out.String()
}

// Slug returns the last part of the address of a page whose file is named after
// a title.
func Slug(title string) string { return slugify(title) }

// slugify makes a URL segment: lower case, letters and digits of any script
// with their marks, and "-", "_", "." kept; everything else becomes one "-".
func slugify(s string) string {
	var out strings.Builder
	dash := false
	for _, r := range norm.NFC.String(strings.ToLower(s)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_' || r == '.' {
			if dash && out.Len() > 0 {
				out.WriteByte('-')
			}
			dash = false
			out.WriteRune(r)
			continue
		}
		dash = true
	}
	slug := strings.Trim(out.String(), ".")
	if slug == "" {
		return "x"
	}
	return slug
}

// stem returns a file's name without its ending.
func stem(source string) string {
	base := path.Base(source)
	return strings.TrimSuffix(base, path.Ext(base))
}

func folderOf(source string) string { return path.Dir(source) }

// isIndex reports whether a file stands for its folder.
func isIndex(source string) bool {
	switch strings.ToLower(stem(source)) {
	case "index", "_index", "readme":
		return true
	}
	return false
}

// titleFromPath makes a title of a file's or its folder's name.
func titleFromPath(source string) string {
	name := stem(source)
	if isIndex(source) {
		name = path.Base(path.Dir(source))
		if name == "." {
			return "Home"
		}
	}
	return titleCase(cutDate(source, name))
}

// titleCase makes a title of an id: "being_oncall" -> "Being oncall".
func titleCase(name string) string {
	words := strings.Fields(strings.Map(func(r rune) rune {
		if r == '-' || r == '_' {
			return ' '
		}
		return r
	}, name))
	text := strings.Join(words, " ")
	if text == "" {
		return name
	}
	if r := text[1:]; text[0] == 'v' && r != "" && r[0] >= '0' && r[0] <= '9' {
		return text // a version
	}
	r := []rune(text)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// basePath returns the path of a base URL, with slashes at both ends.
func basePath(base string) string {
	u, err := url.Parse(base)
	if err != nil || u.Path == "" {
		return "/"
	}
	return "/" + strings.TrimPrefix(strings.TrimSuffix(u.EscapedPath(), "/")+"/", "/")
}

// href returns the root-relative URL of a path in the output.
func (s *Site) href(p string) string { return s.basePath + escapePath(p) }

// absolute returns the absolute URL of a path in the output.
func (s *Site) absolute(p string) string { return s.in.BaseURL + escapePath(p) }

// escapePath percent-encodes what a URL path may not hold.
func escapePath(p string) string {
	plain := true
	for i := 0; i < len(p) && plain; i++ {
		c := p[i]
		plain = c == '/' || c == '-' || c == '_' || c == '.' || c == '~' ||
			'0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	if plain {
		return p
	}
	return (&url.URL{Path: p}).EscapedPath()
}
