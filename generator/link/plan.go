package link

import (
	"cmp"
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link/address"
	"headsup/generator/paths"
	"headsup/generator/read/calendar"
)

// File is one HTML file that the site has: where it is, and what it shows.
type File struct {
	Path     string        // in the output
	Public   bool          // belongs into the sitemap
	Modified calendar.Date // of what it shows, zero when it is not known
	Kind     FileKind
	Page     *Page       // of a PageFile, where a RedirectFile leads, and the home page in another language
	Language string      // of a HomeFile in another language than the site's own
	List     *List       // of a ListFile, TermsFile, LaunchesFile or ComingFile
	Theme    *Theme      // of a ThemeFile
	Filter   ThemeChoice // of a RequestsFile
	To       string      // of a RedirectFile, the address; "" when it is that of Page
	// Number and Total say which of how many files of its list it is, from 1, and
	// Size how many pages of the list each shows.
	Number, Total, Size int
}

// FileKind says what an HTML file shows.
type FileKind uint8

// The kinds of HTML files.
const (
	PageFile FileKind = iota
	ListFile
	TermsFile    // all products, audiences or tags
	LaunchesFile // the overview of launches
	ComingFile   // what has not happened
	ReviewsFile  // pages to be reviewed
	HomeFile
	SearchFile
	ThanksFile // where the form of a page leads
	NotFoundFile
	RedirectFile
	InboundFile  // what people ask
	RequestsFile // what they ask for
	ThemeFile    // one theme of that
)

// plan decides which HTML files the site has.
func (s *Site) plan(report func(diag.Diagnostic)) {
	for _, name := range []string{
		paths.Robots, paths.Sitemap, paths.NotFound, paths.JSONFeed,
		paths.AtomFeed, paths.FeedSchema, paths.LLMs, paths.Manifest,
	} {
		s.claim(name, "headsup", diag.Position{}, report)
		s.generated[name] = true
	}
	if !s.Public {
		for _, f := range content.Schemas(s.Config) {
			s.claim(f.Path, "headsup", diag.Position{}, report)
			s.generated[f.Path] = false
		}
	}
	s.add(File{Path: paths.NotFound, Kind: NotFoundFile}, diag.Position{}, report)
	s.add(File{Path: "index.html", Public: true, Kind: HomeFile}, diag.Position{}, report)
	s.generated[paths.Search] = true
	s.add(File{Path: paths.SearchPage, Kind: SearchFile}, diag.Position{}, report)
	for _, p := range s.Pages {
		// Two pages with one address are told of once, where their HTML is.
		if file := paths.MarkdownOf(p.Path); s.files[strings.ToLower(file)] != "headsup" {
			s.claim(file, "headsup", p.addressAt(), report)
		}
	}
	if s.hasForm() {
		s.add(File{Path: ThanksFolder + "index.html", Kind: ThanksFile}, diag.Position{}, report)
	}
	for _, p := range s.Pages {
		if p == s.Home || p.Landing && p.Section != nil {
			continue // part of the home page, or of its section's list
		}
		if p.Branch {
			if f := s.byFolder[p.Folder]; f != nil && f.Index == p {
				continue // part of its folder's list
			}
		}
		s.add(File{Path: paths.HTML(p.Path), Public: p.Public, Modified: p.Modified(), Page: p}, p.addressAt(), report)
	}
	s.planCalendars(report)
	s.planComing(report)
	s.planInbound(report)
	s.planReviews(report)
	for _, sec := range s.Sections {
		if sec.Kind == content.Launch {
			s.addLaunches(sec, report)
			continue
		}
		s.addList(List{
			Title: sec.Title, Path: sec.Path, Pages: sec.Pages, Intro: sec.Landing,
			ByMonth: sec.Kind == content.ReleaseNote, Section: sec.Path,
			Archived: sec.Kind == content.ReleaseNote,
		}, report)
	}
	for _, facet := range []struct {
		title string
		terms []*Term
	}{{s.Words().Say("products"), s.Products}, {s.Words().Say("audiences"), s.Audiences}, {s.Words().Say("tags"), s.Tags}} {
		if len(facet.terms) == 0 {
			continue
		}
		root := address.OfFacet[facet.terms[0].Facet]
		s.generated[root] = slices.ContainsFunc(facet.terms, func(t *Term) bool { return t.Public })
		s.add(File{Path: root + "index.html", Public: s.generated[root], Kind: TermsFile, List: &List{
			Title: facet.title, Path: root, Section: root, Terms: facet.terms,
		}}, diag.Position{}, report)
		for _, t := range facet.terms {
			s.addList(List{Title: t.Title, Path: t.Path, Pages: t.Pages, Section: root, Term: t}, report)
		}
	}
	for _, t := range s.Channels() {
		for _, name := range []string{paths.JSONFeed, paths.AtomFeed} {
			s.claim(t.Path+name, "headsup", diag.Position{}, report)
			s.generated[t.Path+name] = true
		}
	}
	s.planTranslations(report)
	for _, f := range s.Folders {
		// A folder's name is no reason to take the place of another list.
		if _, taken := s.files[strings.ToLower(f.Path+"index.html")]; taken && f.Index == nil {
			continue
		}
		s.addList(List{
			Title: f.Title, Path: f.Path, Pages: f.Pages, Intro: f.Index,
			ByMonth: f.Kind == content.ReleaseNote, Section: address.OfKind[f.Kind], Folder: f,
		}, report)
	}
	s.planArchive(report)
}

// List is what the HTML files of one list share.
type List struct {
	Title   string
	Path    string  // of its first file's folder, "releases/"
	Pages   []*Page // in the order in which they are listed
	Intro   *Page   // the index page that it begins with, or nil
	ByMonth bool    // a list by date
	Section string  // path of the navigation's entry that it belongs to

	ByVersion bool    // a list by version
	Archived  bool    // one of the lists of release notes
	Year      int     // of release notes that it lists, 0 for all
	Term      *Term   // of a product, an audience or a tag, else nil
	Folder    *Folder // of a folder, else nil
	Terms     []*Term // of a TermsFile
}

// PageOf returns the page whose words an HTML file shows in full, or nil: its own, the
// home page, or the one that a list begins with.
func (s *Site) PageOf(f *File) *Page {
	switch {
	case f.Kind == PageFile:
		return f.Page
	case f.Kind == HomeFile && f.Language != "":
		return f.Page
	case f.Kind == HomeFile:
		return s.Home
	case (f.Kind == ListFile || f.Kind == LaunchesFile) && f.Number == 1:
		return f.List.Intro
	}
	return nil
}

// addList adds as many HTML files as a list needs.
func (s *Site) addList(l List, report func(diag.Diagnostic)) {
	public := slices.ContainsFunc(l.Pages, func(p *Page) bool { return p.Public }) || l.Intro != nil && l.Intro.Public
	if l.Folder != nil && l.Intro != nil && !l.Intro.Public {
		public = false // its address is that of an internal page
	}
	s.addPaged(File{Public: public, Kind: ListFile, List: &l}, s.Config.PageSize, report)
}

// launchesMost is how many launches the overview has on one page, unless the
// site's lists are longer: rows are short, and what is ahead belongs together.
const launchesMost = 100

// addLaunches adds the files of the overview of launches.
func (s *Site) addLaunches(sec *Section, report func(diag.Diagnostic)) {
	public := slices.ContainsFunc(sec.Pages, func(p *Page) bool { return p.Public }) || sec.Landing != nil && sec.Landing.Public
	s.addPaged(File{Public: public, Kind: LaunchesFile, List: &List{
		Title: sec.Title, Path: sec.Path, Pages: sec.Pages, Intro: sec.Landing, Section: sec.Path,
	}}, max(launchesMost, s.Config.PageSize), report)
}

// addPaged adds as many files as a list needs that has so many pages on each.
// Only the first is in the sitemap.
func (s *Site) addPaged(f File, size int, report func(diag.Diagnostic)) {
	l, public := f.List, f.Public
	s.generated[l.Path] = public
	pos := diag.Position{}
	if l.Intro != nil {
		pos = l.Intro.addressAt()
		if l.Intro.Public {
			f.Modified = l.Intro.Modified()
		}
	}
	f.Size, f.Total = size, filesFor(len(l.Pages), size)
	s.addNumbered(f, pos, report)
}

// filesFor returns how many files a list of n entries needs with size of them on each.
func filesFor(n, size int) int { return max(1, (n+size-1)/size) }

// addNumbered adds all files of a list, from the first to as many as there are in total.
func (s *Site) addNumbered(f File, pos diag.Position, report func(diag.Diagnostic)) {
	for f.Number = 1; f.Number <= f.Total; f.Number++ {
		f.Path = f.List.Path + PagePath(f.Number) + "index.html"
		s.add(f, pos, report)
		f.Public, f.Modified = false, calendar.Date{}
	}
}

// PagePath returns where the nth file of a list is below the first, counted from
// 1: "" for the first, "page/2/" for the second.
func PagePath(n int) string {
	if n == 1 {
		return ""
	}
	return "page/" + strconv.Itoa(n) + "/"
}

// add registers one HTML file.
func (s *Site) add(f File, pos diag.Position, report func(diag.Diagnostic)) {
	if f.Kind != NotFoundFile && !s.claim(f.Path, cmp.Or(pos.Path, "headsup"), pos, report) {
		return
	}
	s.Files = append(s.Files, f)
}

// reserved are folders of the output that belong to other parts of a build.
var reserved = []string{paths.Assets, paths.EmbedRoot, paths.Search, paths.Schemas, paths.FeedArchive, ComingFolder}

// claim reserves an output path and reports what already has it. Paths that
// differ in case only are one: not every file system tells them apart.
func (s *Site) claim(file, by string, pos diag.Position, report func(diag.Diagnostic)) bool {
	key := strings.ToLower(file)
	if other, taken := s.files[key]; taken {
		if by == "headsup" && pos.Path == "" && other != by {
			report(diag.New("duplicate-url", s.placeOf(other),
				"headsup writes a file of its own at /"+strings.TrimSuffix(file, "index.html"),
				"choose another `slug:` or file name, or name the file under ignore in headsup.yaml"))
		} else if other != by || pos.Path == "" {
			report(diag.New("duplicate-url", pos,
				"the address /"+strings.TrimSuffix(file, "index.html")+" is already used by "+maker(other),
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
	var clash *paths.NameError
	// What is too long of a term is reported where the term is given, see gatherTerms.
	if err := s.names.Claim(file); errors.As(err, &clash) && (clash.Other != "" || pos.Path != "") {
		s.reportClash(clash, pos, report)
		return false
	}
	s.files[key] = by
	return true
}

// reportClash reports that a file of the site could not be on a disk, or not
// together with another. Of a folder with many files that is said once.
func (s *Site) reportClash(clash *paths.NameError, pos diag.Position, report func(diag.Diagnostic)) {
	if s.clashes[clash.At] && clash.At != "" {
		return
	}
	s.clashes[clash.At] = true
	by := s.files[strings.ToLower(clash.Other)]
	_, isAsset := s.assets[by]
	// Addresses of pages are in lower case, so it is the file beside them that can
	// be named otherwise.
	if isAsset && clash.CaseOnly || pos.Path == "" && by != "headsup" {
		pos = s.placeOf(by)
	}
	report(PathConflict(clash, pos))
}

// placeOf returns the place in a file that gives it its address.
func (s *Site) placeOf(source string) diag.Position {
	if p := s.bySource[source]; p != nil {
		return p.addressAt()
	}
	return diag.Position{Path: source}
}

// PathConflict is the finding about a file that cannot be written for its name.
func PathConflict(clash *paths.NameError, pos diag.Position) diag.Diagnostic {
	hint := "choose another `slug:`, alias or file name"
	switch {
	case clash.CaseOnly:
		hint = "write the two in the same way, best in lower case"
	case clash.Other == "":
		hint = "choose a shorter or simpler `slug:`, alias or file name"
	}
	return diag.New("path-conflict", pos, "the site cannot have the file "+diag.Quote(clash.Path)+": "+clash.Reason, hint)
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
// page's own folder, else where it is in the content folder, in the folder of pages
// if there is one of that name.
func (s *Site) placeAssets(report func(diag.Diagnostic)) {
	bundle := map[string]*Page{}
	for _, p := range s.Pages {
		// What public pages share with an internal one must not tell its slug.
		if address.IsIndex(p.Source) && p.Folder != "." && (p.Public || p.Page.Slug == "") {
			bundle[p.Folder] = p
		}
	}
	ofPages := map[string]bool{} // folders of addresses
	for _, p := range s.AllFiles() {
		for dir := strings.TrimSuffix(p.Path, "/"); dir != "" && dir != "." && !ofPages[dir]; dir = path.Dir(dir) {
			ofPages[dir] = true
		}
	}
	for _, a := range s.in.Assets {
		as := s.assets[a.Path]
		as.Path = a.Path
		if a.Hidden { // hosts keep names with a dot to themselves
			as.Path = strings.ReplaceAll("/"+a.Path, "/.", "/")[1:]
		}
		for dir := path.Dir(a.Path); dir != "."; dir = path.Dir(dir) {
			if p, ok := bundle[dir]; ok {
				as.Path = paths.Beside(p.Path) + strings.TrimPrefix(as.Path, dir+"/")
				break
			}
		}
		// Addresses of pages are in lower case, and many disks would take such a folder
		// and one that is written otherwise for one.
		for dir := path.Dir(as.Path); dir != "."; dir = path.Dir(dir) {
			if lower := strings.ToLower(dir); lower != dir && ofPages[lower] {
				as.Path = lower + strings.TrimPrefix(as.Path, dir)
				break
			}
		}
		// Folders that headsup has for itself are common names for pictures.
		if isReserved(strings.ToLower(as.Path)) {
			as.Path = "files/" + as.Path
		}
		s.claim(as.Path, a.Path, diag.Position{Path: a.Path}, report)
	}
}

// placeAliases makes a redirect of each alias.
func (s *Site) placeAliases(report func(diag.Diagnostic)) {
	for _, p := range s.All {
		for _, a := range p.Aliases {
			from := strings.TrimPrefix(path.Clean("/"+a.Path), "/")
			if from == "" {
				report(diag.New("alias-conflict", a.Position, "an alias cannot be the home page", "remove it"))
				continue
			}
			key := strings.ToLower(strings.TrimSuffix(from, "/"))
			if other, taken := s.byAlias[key]; taken {
				if other != p {
					report(diag.New("alias-conflict", a.Position,
						"the alias "+quote(a.Path)+" is already an alias of "+other.Source, "remove it from one of them"))
				}
				continue
			}
			s.byAlias[key] = p
			if !p.Included {
				continue
			}
			file := from
			if ext := path.Ext(from); ext != ".html" && ext != ".htm" {
				file = from + "/index.html"
			}
			if by, taken := s.files[strings.ToLower(file)]; taken {
				if by != p.Source {
					report(diag.New("alias-conflict", a.Position,
						"the alias "+quote(a.Path)+" would hide "+maker(by), "remove it, or rename the other"))
				}
				continue // an alias for the page's own address needs no redirect
			}
			if by, taken := s.files[strings.ToLower(from)]; taken && file != from {
				report(diag.New("alias-conflict", a.Position,
					"the alias "+quote(a.Path)+" would hide "+maker(by), "remove it, or rename the other"))
				continue // its folder would take the place of a file
			}
			if !s.claim(file, p.Source, a.Position, report) {
				continue
			}
			redirect := from
			if file != from {
				redirect += "/"
			}
			s.redirects = append(s.redirects, Redirect{From: redirect, To: s.Href(p.Path), File: file})
			s.Files = append(s.Files, File{Path: file, Kind: RedirectFile, Page: p})
		}
	}
	s.placeRedirects(report)
	slices.SortFunc(s.redirects, func(a, b Redirect) int { return cmp.Compare(a.From, b.From) })
}

// Modified returns when a page last changed, as far as it says.
func (p *Page) Modified() calendar.Date {
	if !p.Updated.IsZero() {
		return p.Updated
	}
	return p.Date
}
