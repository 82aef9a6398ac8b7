package link

import (
	"cmp"
	"headsup/generator/view"
	"path"
	"slices"
	"strconv"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/publish/paths"
	"headsup/generator/read/calendar"
)

// viewMaker makes one HTML file's view when it is asked for.
type viewMaker struct {
	file    string // path in the output
	public  bool   // belongs into the sitemap
	lastMod calendar.Date
	make    func() (view.View, error)
}

// Views returns how many HTML files the site has.
func (s *Site) Views() int { return len(s.views) }

// ViewPath returns the output path of a view.
func (s *Site) ViewPath(i int) string { return s.views[i].file }

// View makes a view. It is pure and safe for concurrent use; its error is that
// of a document that could not be read.
func (s *Site) View(i int) (view.View, error) { return s.views[i].make() }

// plan decides which HTML files the site has.
func (s *Site) plan(report func(diag.Diagnostic)) {
	for _, name := range []string{paths.Robots, paths.Sitemap, paths.NotFound, paths.JSONFeed, paths.AtomFeed, paths.FeedSchema, paths.LLMs, paths.Manifest} {
		s.claim(name, "headsup", diag.Position{}, report)
		s.generated[name] = true
	}
	if !s.in.Public {
		for _, k := range content.Kinds() {
			for _, translation := range []bool{false, true} {
				if translation && len(s.in.Config.Languages) == 0 {
					continue
				}
				name := content.SchemaPath(k, translation)
				s.claim(name, "headsup", diag.Position{}, report)
				s.generated[name] = false
			}
		}
	}
	s.add(paths.NotFound, false, calendar.Date{}, diag.Position{}, s.notFoundView, report)
	s.add("index.html", true, calendar.Date{}, diag.Position{}, s.homeView, report)
	s.generated[paths.Search] = true
	s.add(paths.SearchPage, false, calendar.Date{}, diag.Position{}, s.searchView, report)
	for _, p := range s.pages {
		// Two pages with one address are told of once, where their HTML is.
		if file := p.path + paths.Markdown; s.files[strings.ToLower(file)] != "headsup" {
			s.claim(file, "headsup", diag.Position{}, report)
		}
	}
	if s.hasForm() {
		s.add(thanksFolder+"index.html", false, calendar.Date{}, diag.Position{}, s.thanksView, report)
	}
	for _, p := range s.pages {
		if p == s.home || p.landing && p.section != nil {
			continue // part of the home page, or of its section's list
		}
		if p.branch {
			if f := s.byFolder[p.folder]; f != nil && f.index == p {
				continue // part of its folder's list
			}
		}
		s.add(p.path+"index.html", p.public, p.modified(), p.Position("slug"), func() (view.View, error) { return s.contentView(p) }, report)
	}
	s.planCalendars(report)
	s.planComing(report)
	for _, sec := range s.sections {
		if sec.kind == content.Launch {
			s.addLaunches(sec, report)
			continue
		}
		intro := sec.landing
		s.addList(listing{
			title: sec.title, path: sec.path, pages: sec.pages, intro: intro,
			byMonth: sec.kind == content.ReleaseNote, section: sec.path,
			archived: sec.kind == content.ReleaseNote,
		}, report)
	}
	for _, facet := range []struct {
		title string
		terms []*term
	}{{"Products", s.products}, {"Audiences", s.audiences}, {"Tags", s.tags}} {
		if len(facet.terms) == 0 {
			continue
		}
		root := facets[facet.terms[0].facet]
		s.generated[root] = slices.ContainsFunc(facet.terms, func(t *term) bool { return t.public })
		s.add(root+"index.html", s.generated[root], calendar.Date{}, diag.Position{}, func() (view.View, error) {
			return s.termsView(facet.title, root, facet.terms)
		}, report)
		for _, t := range facet.terms {
			s.addList(listing{
				title: t.title, path: t.path, pages: t.pages, byMonth: false, section: root, term: t,
			}, report)
			if t.feed {
				for _, name := range []string{paths.JSONFeed, paths.AtomFeed} {
					s.claim(t.path+name, "headsup", diag.Position{}, report)
					s.generated[t.path+name] = true
				}
			}
		}
	}
	s.planTranslations(report)
	for _, f := range s.folders {
		// A folder's name is no reason to take the place of another list.
		if _, taken := s.files[strings.ToLower(f.path+"index.html")]; taken && f.index == nil {
			continue
		}
		s.addList(listing{
			title: f.title, path: f.path, pages: f.pages, intro: f.index,
			byMonth: f.kind == content.ReleaseNote, section: prefixes[f.kind], folder: f,
		}, report)
	}
	s.planArchive(report)
}

// listing is what the pages of one list share.
type listing struct {
	title   string
	path    string
	pages   []*page
	intro   *page
	byMonth bool
	section string // URL path of the navigation's entry

	byVersion bool
	archived  bool // it is one of the lists of release notes
	term      *term
	folder    *folder
}

// addList adds as many HTML files as a list needs.
func (s *Site) addList(l listing, report func(diag.Diagnostic)) {
	size := s.in.Config.PageSize
	total := max(1, (len(l.pages)+size-1)/size)
	public := slices.ContainsFunc(l.pages, func(p *page) bool { return p.public }) || l.intro != nil && l.intro.public
	if l.folder != nil && l.intro != nil && !l.intro.public {
		public = false // its address is that of an internal page
	}
	s.generated[l.path] = public
	pos := diag.Position{}
	if l.intro != nil {
		pos = l.intro.Position("slug")
	}
	for n := 1; n <= total; n++ {
		file := l.path + "index.html"
		if n > 1 {
			file = l.path + pagePath(n) + "index.html"
		}
		var last calendar.Date
		if n == 1 && l.intro != nil && l.intro.public {
			last = l.intro.modified()
		}
		s.add(file, public && n == 1, last, pos, func() (view.View, error) { return s.listView(l, n, total) }, report)
	}
}

func pagePath(n int) string { return "page/" + strconv.Itoa(n) + "/" }

// add registers one HTML file.
func (s *Site) add(file string, public bool, last calendar.Date, pos diag.Position, mk func() (view.View, error), report func(diag.Diagnostic)) {
	if file != paths.NotFound && !s.claim(file, cmp.Or(pos.Path, "headsup"), pos, report) {
		return
	}
	s.views = append(s.views, viewMaker{file: file, public: public, lastMod: last, make: mk})
}

// reserved are folders of the output that belong to other parts of a build.
var reserved = []string{paths.Assets, paths.EmbedRoot, paths.Search, paths.Schemas, paths.FeedArchive, comingFolder}

// claim reserves an output path and reports what already has it. Paths that
// differ in case only are one: not every file system tells them apart.
func (s *Site) claim(file, by string, pos diag.Position, report func(diag.Diagnostic)) bool {
	key := strings.ToLower(file)
	if other, taken := s.files[key]; taken {
		if by == "headsup" && pos.Path == "" && other != by {
			report(diag.New("duplicate-url", diag.Position{Path: other}, "headsup writes a file of its own at /"+strings.TrimSuffix(file, "index.html"),
				"choose another `slug:` or file name, or name the file under ignore in headsup.yaml"))
		} else if other != by || pos.Path == "" {
			report(diag.New("duplicate-url", pos, "the address /"+strings.TrimSuffix(file, "index.html")+" is already taken by "+maker(other),
				"choose another `slug:` or file name"))
		}
		return false
	}
	if by != "headsup" {
		if isReserved(key) {
			report(diag.New("duplicate-url", pos, "addresses below /"+key[:strings.IndexByte(key, '/')+1]+" belong to headsup's own files",
				"choose another folder or `slug:`, or name the file under ignore in headsup.yaml"))
			return false
		}
	}
	s.files[key] = by
	return true
}

func isReserved(key string) bool {
	return slices.ContainsFunc(reserved, func(r string) bool { return strings.HasPrefix(key, r) })
}

func maker(by string) string {
	if by == "headsup" {
		return "a page that headsup makes"
	}
	return by
}

// placeAssets gives every asset its address: beside its page when it is in a
// page's own folder, else where it is in the content folder.
func (s *Site) placeAssets(report func(diag.Diagnostic)) {
	bundle := map[string]*page{}
	for _, p := range s.pages {
		// What public pages share with an internal one must not tell its slug.
		if isIndex(p.Source) && p.folder != "." && (p.public || p.Slug == "") {
			bundle[p.folder] = p
		}
	}
	for _, a := range s.in.Assets {
		as := s.assets[a.Path]
		as.path = a.Path
		for dir := path.Dir(a.Path); dir != "."; dir = path.Dir(dir) {
			if p, ok := bundle[dir]; ok {
				as.path = p.path + strings.TrimPrefix(a.Path, dir+"/")
				break
			}
		}
		// Folders that headsup has for itself are common names for pictures.
		if isReserved(strings.ToLower(as.path)) {
			as.path = "files/" + as.path
		}
		s.claim(as.path, a.Path, diag.Position{Path: a.Path}, report)
	}
}

// placeAliases makes a redirect of each alias.
func (s *Site) placeAliases(report func(diag.Diagnostic)) {
	for _, p := range s.all {
		for _, a := range p.Aliases {
			from := strings.TrimPrefix(path.Clean("/"+a.Path), "/")
			if from == "" {
				report(diag.New("alias-conflict", a.Position, "an alias cannot be the home page", "remove it"))
				continue
			}
			key := strings.ToLower(strings.TrimSuffix(from, "/"))
			if other, taken := s.byAlias[key]; taken {
				if other != p {
					report(diag.New("alias-conflict", a.Position, "the alias "+quote(a.Path)+" is already one of "+other.Source, "remove it from one of the two"))
				}
				continue
			}
			s.byAlias[key] = p
			if !p.included {
				continue
			}
			file := from
			if ext := path.Ext(from); ext != ".html" && ext != ".htm" {
				file = from + "/index.html"
			}
			if by, taken := s.files[strings.ToLower(file)]; taken {
				if by != p.Source {
					report(diag.New("alias-conflict", a.Position, "the alias "+quote(a.Path)+" would hide "+maker(by), "remove it, or rename the other"))
				}
				continue // an alias for the page's own address needs no redirect
			}
			if by, taken := s.files[strings.ToLower(from)]; taken && file != from {
				report(diag.New("alias-conflict", a.Position, "the alias "+quote(a.Path)+" would hide "+maker(by), "remove it, or rename the other"))
				continue // its folder would take the place of a file
			}
			if !s.claim(file, p.Source, a.Position, report) {
				continue
			}
			redirect := from
			if file != from {
				redirect += "/"
			}
			s.redirects = append(s.redirects, Redirect{From: redirect, To: s.href(p.path), File: file})
			s.views = append(s.views, viewMaker{file: file, make: func() (view.View, error) { return s.redirectView(p, file) }})
		}
	}
	slices.SortFunc(s.redirects, func(a, b Redirect) int { return cmp.Compare(a.From, b.From) })
}

// SitemapURL is one address for the sitemap.
type SitemapURL struct {
	URL     string // absolute
	LastMod string // "2026-11-23", or ""
	// Alternates are the addresses of the same page in all its languages, this
	// one among them.
	Alternates []view.Alternate
}

// Sitemap returns the addresses that search engines may know: public pages and
// lists that hold any, in the order of their paths.
func (s *Site) Sitemap() []SitemapURL {
	var out []SitemapURL
	for _, v := range s.views {
		if !v.public || v.file == paths.NotFound {
			continue
		}
		at := strings.TrimSuffix(v.file, "index.html")
		a := SitemapURL{URL: s.absolute(at)}
		if p := s.byPath[strings.ToLower(at)]; p != nil && p.included && p.public {
			a.Alternates = s.alternates(p, true)
		}
		if !v.lastMod.IsZero() && !v.lastMod.After(s.in.Now) {
			a.LastMod = v.lastMod.Format("2006-01-02")
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b SitemapURL) int { return cmp.Compare(a.URL, b.URL) })
	return out
}

// modified returns when a page last changed, as far as it says.
func (p *page) modified() calendar.Date {
	if !p.Updated.IsZero() {
		return p.Updated
	}
	return p.Date
}
