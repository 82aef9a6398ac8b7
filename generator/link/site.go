// Package link links compiled pages into a site.
//
// It is the only step that sees every page. [Resolve] gives each page its
// address, finds what every link points to, builds the lists, and decides, in
// one place ([Input.includes] and content's publication rule), which page may be
// in this build and which in a feed. The result is an immutable [*Site].
//
// From it come closed values for the steps after: a [View] per HTML file, a
// [Channel] per feed, and the lists of assets, redirects and addresses. Making
// them is pure, so the caller may do it from several goroutines.
//
// The package reads no files, renders no HTML page and writes nothing.
package link

import (
	"cmp"
	"fmt"
	"headsup/generator/view"
	"slices"
	"strings"
	"sync"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/diag"
	"headsup/generator/read/history"
)

// Doc is one compiled content file.
type Doc struct {
	Page *content.Page
	Body *markdown.Document
	// Read returns the document when Body has only what linking needs, all but
	// HTML and Passages; nil when Body is whole.
	Read func() (markdown.Encoded, error)
}

// Asset is one file that is not a page.
type Asset struct {
	Path          string // in the content folder
	Width, Height int    // of a picture in pixels, 0 when unknown
}

// Input is what a site is resolved from.
type Input struct {
	Config *content.Config
	Docs   []Doc   // sorted by source path
	Assets []Asset // sorted by path
	// Refused are paths of files that are not published and have a
	// diagnostic that says so.
	Refused   map[string]bool
	BaseURL   string // absolute, ends in "/"
	Generator string // "headsup 0.1.0"
	Now       time.Time

	Public bool // a public build: only what may be public
	Drafts bool // drafts too; never in a public build
	Future bool // pages under embargo too; never in a public build

	// Changes are the last commits of content files, by source path; nil when
	// there is no history.
	Changes map[string]history.Change
}

// includes reports whether a page is part of this build, and if not, why.
func (in *Input) includes(p *content.Page) (ok bool, reason string) {
	embargo := !p.PublishAt.IsZero() && p.PublishAt.After(in.Now)
	switch {
	case in.Public && p.Visibility != content.Public:
		return false, "internal"
	case p.Draft && (in.Public || !in.Drafts):
		return false, "draft"
	case embargo && (in.Public || !in.Future):
		return false, "under embargo until " + day(p.PublishAt, true).Text
	case !in.Public || p.PublicAt(in.Now):
		return true, ""
	}
	switch state := p.State(in.Now); state {
	case content.Expired:
		return false, "expired on " + day(p.ExpiresAt, true).Text
	case content.Embargoed:
		return false, "dated " + day(p.Date, true).Text + ", which has not come"
	default:
		return false, string(state)
	}
}

// Omission is a page that is not part of this build.
type Omission struct{ Source, Reason string }

// Redirect leads from a former address to a page.
type Redirect struct {
	From string // path from the site's root, without base path: "old/x/" or "old.html"
	To   string // root-relative URL with base path
	File string // path of the HTML file that redirects where the host cannot
}

// CopiedAsset is one asset of the build.
type CopiedAsset struct {
	Source string // in the content folder
	Path   string // in the output
}

// Site is a resolved site. It is immutable and safe for concurrent use.
type Site struct {
	in       Input
	basePath string // "/" or "/enable/"

	all   []*page // every page, sorted by source
	pages []*page // those in this build, sorted by source
	// translations are apart from all pages, translated those in this build.
	translations, translated []*page
	spoken                   []string // languages with something public, besides the site's own
	// documents are the same pages in the order of their standing.
	documents []*page
	assets    map[string]*asset

	bySource map[string]*page
	byID     map[string]*page
	byPath   map[string]*page  // "releases/x/"
	byAlias  map[string]*page  // "old/x"
	byFold   map[string]string // lower-cased source path of pages and assets -> as written

	sections []*section
	years    map[int][]*page // release notes that have a date
	archives []string        // paths of the lists of release notes by year and version

	archiveTitles []string // what they are called
	folders       []*folder
	byFolder      map[string]*folder // source folder -> its list
	products      []*term
	audiences     []*term
	tags          []*term
	home          *page  // content/index.md
	image         target // picture of pages without one, where links are shared
	foreign       foreignIndexes

	files     map[string]string // output path, case-folded -> what makes it
	views     []viewMaker
	redirects []Redirect
	generated map[string]bool // paths that exist besides pages; true: public readers may be sent there
	chrome    *view.Chrome
	omitted   []Omission
	upcoming  []*page // what has not happened, as the page of what is coming lists it

	needsOnce  sync.Once
	needsFound []view.Need
}

// page is one content page with what linking found out about it.
type page struct {
	*content.Page
	doc   *markdown.Document
	read  func() (markdown.Encoded, error)
	frag  *markdown.Fragment // the form that this build shows
	title string
	slug  string // last segment of path
	path  string // "releases/x/", "" for the home page
	id    string

	original     *page   // of a translation
	translations []*page // in the order of headsup.yaml

	included bool
	public   bool // may be in feeds and public builds
	reason   string

	rank     int // place among all pages of the build, newest first
	section  *section
	folder   string // source folder
	branch   bool   // an index page with other pages below it
	landing  bool   // the index page of a section, or of the site
	products []*term
	auds     []*term
	tags     []*term
	launch   *page
	pieces   []*page // of a launch
	members  []*page // the same and those that are not in this build
	prev     *page
	next     *page
	links    []target // of frag.Refs
	manual   []*page  // from `related`
	image    target
	cta      target
	docs     target

	cardOnce sync.Once
	cardMade view.Card
}

func (p *page) summary() string {
	if p.Summary != "" {
		return p.Summary
	}
	return p.frag.Summary
}

type asset struct {
	Asset
	path string // in the output
	used bool   // a page of this build refers to it
}

// Resolve links compiled pages. Diagnostics carry every finding; when one of
// them is an error the site is not fit to be written.
func Resolve(in Input) (*Site, []diag.Diagnostic) {
	s := &Site{
		in:        in,
		basePath:  basePath(in.BaseURL),
		assets:    make(map[string]*asset, len(in.Assets)),
		bySource:  make(map[string]*page, len(in.Docs)),
		byPath:    make(map[string]*page, len(in.Docs)),
		byAlias:   map[string]*page{},
		byFold:    make(map[string]string, len(in.Docs)+len(in.Assets)),
		byFolder:  map[string]*folder{},
		files:     make(map[string]string, len(in.Docs)),
		generated: map[string]bool{},
	}
	s.foreign = s.newForeignIndexes()
	var diags []diag.Diagnostic
	report := func(d diag.Diagnostic) { diags = append(diags, d) }

	s.load(report)
	s.address()
	s.placeTranslations()
	s.checkLanguages(report)
	s.identify(report)
	s.linkLaunches(report)
	s.gatherTerms(report)
	s.gatherLists()
	s.order()
	s.inherit()
	s.placeAssets(report)
	s.plan(report)
	s.placeAliases(report)
	diags = append(diags, s.resolveLinks()...)
	s.placeImage(report)
	s.chrome = s.makeChrome()
	s.orderDocuments()
	return s, diags
}

// load makes a page of each document.
func (s *Site) load(report func(diag.Diagnostic)) {
	var translations []Doc
	for _, d := range s.in.Docs {
		if d.Page.Original != "" {
			translations = append(translations, d)
			continue
		}
		p := &page{Page: s.dated(d.Page, cmp.Or(d.Page.Title, d.Body.Title)), doc: d.Body, read: d.Read}
		p.included, p.reason = s.in.includes(p.Page)
		p.public = p.PublicAt(s.in.Now)
		p.frag = s.form(d.Body)
		p.title = cmp.Or(p.Title, d.Body.Title)
		if p.title == "" {
			p.title = titleFromPath(p.Source)
			if !isIndex(p.Source) || folderOf(p.Source) != "." {
				report(diag.New("no-title", diag.Position{Path: p.Source, Line: 1, Column: 1},
					"no title in the front matter and no first-level heading; the page is called "+quote(p.title),
					"add `title:` to the front matter"))
			}
		}
		p.folder = folderOf(p.Source)
		s.all = append(s.all, p)
		s.bySource[p.Source] = p
		s.byFold[strings.ToLower(p.Source)] = p.Source
		if p.included {
			s.pages = append(s.pages, p)
		} else {
			s.omitted = append(s.omitted, Omission{p.Source, p.reason})
		}
	}
	for _, a := range s.in.Assets {
		s.assets[a.Path] = &asset{Asset: a}
		s.byFold[strings.ToLower(a.Path)] = a.Path
	}
	s.loadTranslations(translations, report)
}

// form returns the form of a body that this build shows.
func (s *Site) form(d *markdown.Document) *markdown.Fragment {
	if s.in.Public {
		return publicForm(d)
	}
	return &d.Full
}

// publicForm returns the form of a body that everyone may see.
func publicForm(d *markdown.Document) *markdown.Fragment {
	if d.Public != nil {
		return d.Public
	}
	return &d.Full
}

// html returns the HTML of the form that everyone may see, or of the whole body.
func (p *page) html(public bool) ([]byte, error) {
	public = public && p.doc.Public != nil
	switch {
	case p.read != nil:
		return stored(p, public, markdown.Encoded.HTML)
	case public:
		return p.doc.Public.HTML, nil
	}
	return p.doc.Full.HTML, nil
}

// passages returns the passages of the form that everyone may see, or of the
// whole body.
func (p *page) passages(public bool) ([]markdown.Passage, error) {
	public = public && p.doc.Public != nil
	switch {
	case p.read != nil:
		return stored(p, public, markdown.Encoded.Passages)
	case public:
		return p.doc.Public.Passages, nil
	}
	return p.doc.Full.Passages, nil
}

// stored reads a part of the page's document.
func stored[T any](p *page, public bool, part func(markdown.Encoded, bool) (T, error)) (out T, err error) {
	encoded, err := p.read()
	if err == nil {
		out, err = part(encoded, public)
	}
	if err != nil {
		return out, fmt.Errorf("read the compiled %s: %w", p.Source, err)
	}
	return out, nil
}

// identify gives every page its id. An id comes from `id`, a snippet's key or
// the file's own path without its date; a title or slug has no part in it.
func (s *Site) identify(report func(diag.Diagnostic)) {
	owner, keys := make(map[string]*page, len(s.all)), map[string]*page{}
	s.byID = owner
	for _, p := range s.all {
		if key := p.Snippet.Key; p.Kind == content.Snippet && key != "" {
			if other, taken := keys[key]; taken {
				at := other.Position("key")
				report(diag.New("duplicate-id", p.Position("key"), "the key "+quote(key)+" is already that of "+at.String(),
					"give the newer one another key; the product tells snippets apart by it"))
			} else {
				keys[key] = p
			}
		}
		switch {
		case p.ID != "":
			p.id = p.ID
		case p.Kind == content.Snippet && p.Snippet.Key != "":
			p.id = string(p.Kind) + ":" + p.Snippet.Key
			if keys[p.Snippet.Key] != p {
				continue // the key says so already
			}
		default:
			p.id = string(p.Kind) + ":" + s.stablePath(p.Page)
		}
		if other, taken := owner[p.id]; taken {
			at := other.Position("id")
			report(diag.New("duplicate-id", p.Position("id"),
				"the id "+quote(p.id)+" is already that of "+at.String(),
				"give one of the two an `id:` of its own; ids are never used again"))
			continue
		}
		owner[p.id] = p
	}
}

// linkLaunches ties pages to the launch that they name.
func (s *Site) linkLaunches(report func(diag.Diagnostic)) {
	byName := map[string]*page{}
	var names []string
	for _, p := range s.all {
		if p.Kind != content.Launch || p.landing {
			continue
		}
		for _, name := range []string{p.slug, strings.TrimSuffix(p.path, "/"), p.Source, p.id, p.ID} {
			if _, taken := byName[name]; !taken && name != "" {
				byName[name] = p
			}
		}
		names = append(names, p.slug)
	}
	slices.Sort(names)
	for _, p := range s.all {
		if p.Launch == "" {
			continue
		}
		name := strings.Trim(strings.TrimSuffix(p.Launch, ".md"), "/")
		launch := cmp.Or(byName[p.Launch], byName[name], byName[name+".md"])
		if t := s.find(p, p.Launch); launch == nil && t.page != nil && t.page.Kind == content.Launch {
			launch = t.page.source()
		}
		switch {
		case launch == nil:
			report(diag.New("launch-unknown", p.Position("launch"),
				"there is no launch "+quote(p.Launch), diag.DidYouMean(name, names)))
		case launch == p:
			report(diag.New("launch-unknown", p.Position("launch"),
				"a launch cannot belong to itself", "remove `launch:`"))
		default:
			launch.members = append(launch.members, p)
			if p.included && launch.included {
				p.launch = launch
				launch.pieces = append(launch.pieces, p)
			}
		}
	}
}

// Omitted returns the pages that are not part of this build, by source path.
func (s *Site) Omitted() []Omission { return s.omitted }

// Redirects returns one redirect for each alias, sorted by From.
func (s *Site) Redirects() []Redirect { return s.redirects }

// Assets returns the files to copy. A public build copies only those that a
// page of it refers to.
func (s *Site) Assets() []CopiedAsset {
	var out []CopiedAsset
	for _, a := range s.in.Assets {
		if as := s.assets[a.Path]; as.used || !s.in.Public {
			out = append(out, CopiedAsset{Source: a.Path, Path: as.path})
		}
	}
	return out
}

// Count returns how many pages of a kind this build holds.
func (s *Site) Count(k content.Kind) int {
	n := 0
	for _, p := range s.pages {
		if p.Kind == k {
			n++
		}
	}
	return n
}

func quote(s string) string { return `"` + s + `"` }

// BasePath returns the path of the base URL, with slashes at both ends.
func (s *Site) BasePath() string { return s.basePath }

// Chrome returns what all views share.
func (s *Site) Chrome() *view.Chrome { return s.chrome }
