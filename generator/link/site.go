// Package link links compiled pages into a site.
//
// It is the only step that sees every page. [Resolve] gives each page its
// address, finds what every link points to, builds the lists, and decides, in
// one place ([Settings.includes] and content's publication rule), which page may be
// in this build and which in a feed. The result is a [*Site], which says what every
// HTML file shows ([File]) and never changes again.
//
// What is made of the site is made elsewhere: views by compose, items of feeds by
// items, documents for the search by search.
//
// The package reads no files, renders no HTML page and writes nothing.
package link

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/diag"
	"headsup/generator/link/address"
	"headsup/generator/paths"
	"headsup/generator/read/history"
	"headsup/generator/view/label"
	"headsup/generator/view/words"
)

// Doc is one compiled content file.
type Doc struct {
	Page *content.Page
	Body *markdown.Document
	// Key identifies the document: two with the same key are the same; "" when that is not
	// known.
	Key string
	// Read returns the document when Body has only what linking needs, all but
	// HTML and Passages; nil when Body is whole.
	Read func() (markdown.Encoded, error)
}

// Asset is one file that is not a page.
type Asset struct {
	Path          string // in the content folder
	Width, Height int    // of a picture in pixels, 0 when unknown
	Hidden        bool   // in a hidden folder: copied only when a page refers to it
}

// Settings are what a build says about a site as a whole.
type Settings struct {
	Config    *content.Config
	BaseURL   string // absolute, ends in "/"
	Generator string // "headsup 0.1.0"
	Now       time.Time

	Public bool // a public build: only what may be public
	Drafts bool // drafts too; never in a public build
	Future bool // pages that are held back from everyone too; never in a public build
}

// Input is what a site is resolved from.
type Input struct {
	Settings
	Docs   []Doc   // sorted by source path
	Assets []Asset // sorted by path
	Nav    []content.NavItem
	// Redirects are the rules of the configuration and of the file that it names.
	Redirects []content.RedirectRule
	// Refused are paths of files that are not published and have a
	// diagnostic that says so.
	Refused map[string]bool
	// Changes are the last commits of content files, by source path; nil when
	// there is no history.
	Changes map[string]history.Change
	// Revisions are those of the files of launches, by source path; nil when there is
	// no history.
	Revisions map[string]history.Revision
	// Renames returns the names that content files have now by those that they had; nil
	// when there is no history. It is asked when a link is broken.
	Renames func() map[string]string
	Themes  []Theme // of what comes back, in the order in which they are listed
	Told    []Told  // who was told of what is there
}

// In returns the site as it is shown in a language: what the interface says by itself,
// dates among it, is in that language where the catalogue has it.
func (s *Site) In(language string) *Site {
	shown := *s
	if shown.shownIn = ""; words.For(language).Speaks(language) {
		shown.shownIn = language
	}
	return &shown
}

// Interface is the language of what the interface says by itself: the site's own, or the
// one that [Site.In] was asked for.
func (s *Site) Interface() string { return cmp.Or(s.shownIn, s.Config.Language) }

// Words are those of the interface, in its language.
func (s *Site) Words() *words.Words { return words.For(s.Interface()) }

// includes reports whether a page is part of this build, and if not, why.
func (in *Settings) includes(p *content.Page) (ok bool, reason string) {
	switch {
	case in.Public && p.Visibility != content.Public:
		return false, "internal"
	case p.Draft && (in.Public || !in.Drafts):
		return false, "draft"
	case p.Appears().After(in.Now) && !in.Public && !in.Future:
		return false, "held back until " + label.Date(p.Appears(), "en").Text
	case !in.Public || p.PublicAt(in.Now):
		return true, ""
	}
	switch state := p.State(in.Now); state {
	case content.Expired:
		return false, "expired on " + label.Date(p.ExpiresAt, "en").Text
	case content.Embargoed:
		begins := p.Begins()
		text := label.Date(begins, "en").Text
		switch {
		case p.PublishAt.IsZero() && begins.Equal(p.LaunchAt.Time):
			return false, "waiting for its launch on " + text
		case p.PublishAt.IsZero() && begins.Equal(p.Date.Time):
			return false, "dated " + text + ", which has not come"
		}
		return false, "under embargo until " + text
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
	Settings
	in       Input
	basePath string // "/" or "/enable/"
	shownIn  string // language of the interface, "" for the site's own

	All   []*Page // every page, sorted by source
	Pages []*Page // those in this build, sorted by source
	// translations are apart from all pages, translated those in this build.
	translations, Translated []*Page
	Spoken                   []string // languages with something public, besides the site's own
	assets                   map[string]*asset

	bySource map[string]*Page
	parts    map[string][]*Page // of files that hold many pages, by the file
	byID     map[string]*Page
	byPath   map[string]*Page  // "releases/x/"
	byAlias  map[string]*Page  // "old/x"
	byFold   map[string]string // lower-cased source path of pages and assets -> as written

	Sections  []*Section
	Archives  []*List // of release notes: by year, the newest first, then by version
	Folders   []*Folder
	byFolder  map[string]*Folder // source folder -> its list
	Products  []*Term
	Audiences []*Term
	Tags      []*Term
	Former    []*Term // products and audiences of a public build of which only the feeds are left
	Home      *Page   // content/index.md
	Image     Target  // picture of pages without one, where links are shared
	foreign   foreignIndexes

	files     map[string]string // output path, case-folded -> what makes it
	names     paths.Names       // the same paths, with the folders that they need
	clashes   map[string]bool   // paths and folders of which a conflict was reported
	Files     []File            // all HTML files
	redirects []Redirect
	generated map[string]bool // paths that exist besides pages; true: public readers may be sent there
	omitted   []Omission
	Themes    []*Theme
	told      map[toldKey]Told
	Nav       []*NavNode // empty without one
	navOf     map[*Page]*NavNode
	Upcoming  []*Page // what has not happened, as the page of what is coming lists it
	Reviews   string  // folder of the page of reviews, which no public build has; "" when there is none
}

// Page is one content page with what linking found out about it.
type Page struct {
	*content.Page
	Doc   *markdown.Document
	key   string
	read  func() (markdown.Encoded, error)
	Shown *markdown.Fragment // the form that this build shows
	Title string
	Slug  string // last segment of path
	Path  string // "releases/x/", "" for the home page
	ID    string

	Original     *Page   // of a translation
	Translations []*Page // in the order of headsup.yaml

	titleAsked atomic.Bool // a link's anchor was compared with the title

	Included bool
	Public   bool // may be in feeds and public builds
	Reason   string

	Rank      int // place among all pages of the build, newest first
	Section   *Section
	Folder    string // source folder
	Branch    bool   // an index page with other pages below it
	Landing   bool   // the index page of a section, or of the site
	Products  []*Term
	Audiences []*Term
	Tags      []*Term
	Launch    *Page
	Pieces    []*Page // of a launch
	Members   []*Page // the same and those that are not in this build
	Prev      *Page
	Next      *Page
	Links     []Target // of frag.Refs
	Related   []*Page  // from `related`
	Items     []*Page  // of a checklist, from `items`; of an original
	Requests  []*Theme // that it brings, from `requests`; of an original
	Image     Target
	CTA       Target
	Docs      Target

	versionRank int // place of its version among those of the build, oldest first
}

func (p *Page) Summary() string {
	if p.Page.Summary != "" {
		return p.Page.Summary
	}
	return p.Shown.Summary
}

type asset struct {
	Asset
	Path string // in the output
	Used bool   // a page of this build refers to it
	held bool   // only pages that are not in this build have to do with it
}

// Resolve links compiled pages. Diagnostics carry every finding; when one of
// them is an error the site is not fit to be written.
func Resolve(in Input) (*Site, []diag.Diagnostic) {
	s := &Site{
		Settings:  in.Settings,
		in:        in,
		basePath:  address.BasePath(in.BaseURL),
		assets:    make(map[string]*asset, len(in.Assets)),
		bySource:  make(map[string]*Page, len(in.Docs)),
		parts:     map[string][]*Page{},
		byPath:    make(map[string]*Page, len(in.Docs)),
		byAlias:   map[string]*Page{},
		byFold:    make(map[string]string, len(in.Docs)+len(in.Assets)),
		byFolder:  map[string]*Folder{},
		files:     make(map[string]string, 2*len(in.Docs)+len(in.Assets)),
		names:     paths.Names{},
		clashes:   map[string]bool{},
		generated: map[string]bool{},
	}
	s.foreign = s.newForeignIndexes()
	var diags []diag.Diagnostic
	report := func(d diag.Diagnostic) { diags = append(diags, d) }

	s.load(report)
	s.placePages(report)
	s.placeTranslations()
	s.checkLanguages(report)
	s.checkFolders(report)
	s.identify(report)
	s.linkLaunches(report)
	s.followLaunches(report)
	s.admit()
	s.gatherTerms(report)
	s.gatherLists()
	s.order()
	s.inherit()
	s.placeAssets(report)
	s.plan(report)
	s.linkRequests(report)
	s.placeAliases(report)
	s.placeNav(report)
	diags = append(diags, s.resolveLinks()...)
	s.placeImage(report)
	s.holdFiles()
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
		p := &Page{Page: s.dated(d.Page, cmp.Or(d.Page.Title, d.Body.Title)), Doc: d.Body, key: d.Key, read: d.Read}
		p.Shown = s.form(d.Body)
		p.Title = cmp.Or(p.Page.Title, d.Body.Title)
		if p.Title == "" {
			p.Title = address.TitleFromPath(p.Source)
			if !address.IsIndex(p.Source) || address.Folder(p.Source) != "." {
				report(diag.New("no-title", p.Position("title"),
					"no title in the front matter and no first-level heading; the page is called "+quote(p.Title),
					"add `title:` to the front matter"))
			}
		}
		p.Folder = address.Folder(p.Source)
		s.All = append(s.All, p)
		s.bySource[p.Source] = p
		if p.File != "" {
			s.parts[p.File] = append(s.parts[p.File], p)
		}
		s.byFold[strings.ToLower(p.Source)] = p.Source
	}
	for _, a := range s.in.Assets {
		s.assets[a.Path] = &asset{Asset: a}
		s.byFold[strings.ToLower(a.Path)] = a.Path
	}
	for _, list := range s.parts {
		slices.SortStableFunc(list, func(a, b *Page) int { return cmp.Compare(a.Line, b.Line) })
	}
	s.loadTranslations(translations, report)
}

// admit decides which pages are in this build and which are public, once they have
// the dates of their launches.
func (s *Site) admit() {
	for _, p := range s.All {
		p.Included, p.Reason = s.includes(p.Page)
		p.Public = p.PublicAt(s.Now)
		if p.Included {
			s.Pages = append(s.Pages, p)
		} else {
			s.omitted = append(s.omitted, Omission{p.Source, p.Reason})
		}
	}
	s.admitTranslations()
	slices.SortStableFunc(s.omitted, func(a, b Omission) int { return cmp.Compare(a.Source, b.Source) })
	// Of two pages with one address, which plan reports if both are in this build,
	// links lead to one that is.
	for _, list := range [][]*Page{s.All, s.translations} {
		for _, p := range list {
			if key := strings.ToLower(p.Path); p.Included && s.byPath[key] != nil && !s.byPath[key].Included {
				s.byPath[key] = p
			}
		}
	}
	for _, launch := range s.All {
		for _, p := range launch.Members {
			if p.Included && launch.Included {
				p.Launch = launch
				launch.Pieces = append(launch.Pieces, p)
			}
		}
	}
}

// form returns the form of a body that this build shows.
func (s *Site) form(d *markdown.Document) *markdown.Fragment {
	if s.Public {
		return PublicForm(d)
	}
	return &d.Full
}

// PublicForm returns the form of a body that everyone may see.
func PublicForm(d *markdown.Document) *markdown.Fragment {
	if d.Public != nil {
		return d.Public
	}
	return &d.Full
}

// HTML returns the HTML of the form that everyone may see, or of the whole body.
func (p *Page) HTML(public bool) ([]byte, error) {
	public = public && p.Doc.Public != nil
	switch {
	case p.read != nil:
		return stored(p, public, markdown.Encoded.HTML)
	case public:
		return p.Doc.Public.HTML, nil
	}
	return p.Doc.Full.HTML, nil
}

// Passages returns the passages of the form that everyone may see, or of the
// whole body.
func (p *Page) Passages(public bool) ([]markdown.Passage, error) {
	public = public && p.Doc.Public != nil
	switch {
	case p.read != nil:
		return stored(p, public, markdown.Encoded.Passages)
	case public:
		return p.Doc.Public.Passages, nil
	}
	return p.Doc.Full.Passages, nil
}

// stored reads a part of the page's document.
func stored[T any](p *Page, public bool, part func(markdown.Encoded, bool) (T, error)) (out T, err error) {
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
// the file's own path, as a rule without its date; a title or slug has no part in it.
func (s *Site) identify(report func(diag.Diagnostic)) {
	owner, keys := make(map[string]*Page, len(s.All)), map[string]*Page{}
	s.byID = owner
	later := s.laterNamesakes(func(p *Page) bool {
		return p.Page.ID == "" && (p.Kind != content.Snippet || p.Snippet.Key == "")
	})
	for _, p := range s.All {
		if key := p.Snippet.Key; p.Kind == content.Snippet && key != "" {
			if other, taken := keys[key]; taken {
				at := other.Position("key")
				report(diag.New("duplicate-id", p.Position("key"), "the key "+quote(key)+" is already that of "+at.String(),
					"give the newer one a different key; the product identifies snippets by it"))
			} else {
				keys[key] = p
			}
		}
		switch {
		case p.Page.ID != "":
			p.ID = p.Page.ID
		case p.Kind == content.Snippet && p.Snippet.Key != "":
			p.ID = string(p.Kind) + ":" + p.Snippet.Key
			if keys[p.Snippet.Key] != p {
				continue // the key says so already
			}
		default:
			p.ID = string(p.Kind) + ":" + s.stablePath(p.Page, later[p])
		}
		if other, taken := owner[p.ID]; taken {
			at := other.Position("id")
			report(diag.New("duplicate-id", p.Position("id"),
				"the id "+quote(p.ID)+" is already that of "+at.String(),
				"give one of them a new `id:` that no page has used before"))
			continue
		}
		owner[p.ID] = p
	}
}

// linkLaunches ties pages to the launch that they name.
func (s *Site) linkLaunches(report func(diag.Diagnostic)) {
	byName := map[string]*Page{}
	var names []string
	for _, p := range s.All {
		if p.Kind != content.Launch || p.Landing {
			continue
		}
		for _, name := range []string{p.Slug, strings.TrimSuffix(p.Path, "/"), p.Source, p.ID, p.Page.ID} {
			if _, taken := byName[name]; !taken && name != "" {
				byName[name] = p
			}
		}
		names = append(names, p.Slug)
	}
	slices.Sort(names)
	for _, p := range s.All {
		if p.Page.Launch == "" {
			continue
		}
		name := strings.Trim(strings.TrimSuffix(p.Page.Launch, ".md"), "/")
		launch := cmp.Or(byName[p.Page.Launch], byName[name], byName[name+".md"])
		if t := s.find(p, p.Page.Launch); launch == nil && t.Page != nil && t.Page.Kind == content.Launch {
			launch = t.Page.Origin()
		}
		switch {
		case launch == nil:
			hint := diag.DidYouMean(name, names)
			was, now := s.renamed(name, path.Join(s.Config.Kinds[content.Launch].Dir, name))
			if to := s.bySource[now]; to != nil && to.Kind == content.Launch {
				hint = was + " is " + now + " now: change it to " + to.Slug
			}
			report(diag.New("launch-unknown", p.Position("launch"), "there is no launch "+quote(p.Page.Launch), hint))
		case launch == p:
			report(diag.New("launch-unknown", p.Position("launch"),
				"a launch cannot belong to itself", "remove `launch:`"))
		default:
			launch.Members = append(launch.Members, p)
		}
	}
}

// Omitted returns the pages that are not part of this build, by source path.
func (s *Site) Omitted() []Omission { return s.omitted }

// Redirects returns one redirect for each alias, sorted by From.
func (s *Site) Redirects() []Redirect { return s.redirects }

// Assets returns the files to copy. A public build copies only those that a
// page of it refers to, and an internal one all but those that belong to pages
// that it does not have.
func (s *Site) Assets() []CopiedAsset {
	var out []CopiedAsset
	for _, a := range s.in.Assets {
		if as := s.assets[a.Path]; as.Used || !s.Public && !as.held && !a.Hidden {
			out = append(out, CopiedAsset{Source: a.Path, Path: as.Path})
		}
	}
	return out
}

// Count returns how many pages of a kind this build holds.
func (s *Site) Count(k content.Kind) int {
	n := 0
	for _, p := range s.Pages {
		if p.Kind == k {
			n++
		}
	}
	return n
}

func quote(s string) string { return `"` + s + `"` }

// BasePath returns the path of the base URL, with slashes at both ends.
func (s *Site) BasePath() string { return s.basePath }
