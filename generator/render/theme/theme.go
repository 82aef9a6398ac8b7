// Package theme turns the site's views into HTML.
//
// A theme is a folder:
//
//	layouts/base.html        the page's frame, with blocks
//	layouts/NAME.html        one per name of [site.Layouts]; defines "main"
//	layouts/partials/*.html  pieces, included as {{template "partials/NAME" .}}
//	assets/css, assets/js, … style sheets, ES modules, pictures, fonts
//
// [Load] lays one folder over another, file by file: a file at the same path
// replaces that one file, any other file is an addition. It reports everything
// that is wrong with the result at once. A [Theme] is then immutable.
//
// Layouts are html/template files over a [site.View], with these functions:
//
//	say "KEY" "HOLE" X     a text of the catalogue of words, with its holes filled
//	count "KEY" N          the form that it has with a number
//	before "KEY", after …  what stands before and after its hole
//	asset "css/site.css"   URL of an asset's fingerprinted file
//	dir LANGUAGE           "rtl" or "ltr"
//	join LIST ", "         the texts of a list, with a separator
//	months CARDS           runs of cards of one month, see [Month]
//	versions CARDS         runs of cards of one version
//
// A line that holds nothing but a control action ({{if}}, {{range}}, {{end}}, …)
// leaves no line in the page, and lines are not indented, so layouts can be laid
// out for their readers. A file with a pre or textarea element keeps its
// indentation.
//
// Assets are published in one flat folder under names that carry a hash of
// their bytes, so they can be cached for ever. Relative references in style
// sheets and ES modules follow. A style sheet that is imported with @import
// becomes part of the one that imports it. Style sheets are published without
// comments and indentation, and scripts are minified.
//
// The default theme has its scripts and style sheets a second time, bundled and
// minified, in the folder dist. A bundle is published in place of its sources, as
// long as they are the ones that it was made of: when an override replaces one of
// a bundle's modules, all of them are published, each as a file of its own.
//
// The package reads no content and decides nothing about it: what a page shows
// is settled in its view.
package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"headsup/generator/diag"
	"headsup/generator/view"
	"headsup/generator/view/words"
)

// Options is what a theme has to know about the site.
type Options struct {
	// BasePath is the path of the site's root in URLs: "/" or "/enable/".
	// Empty means "/".
	BasePath string
	// Language is that of the site, a BCP 47 tag; it decides on the words of the interface.
	Language string
	// Languages are others into which pages are translated. Their pages are rendered in the
	// words of their language, where the catalogue has it.
	Languages []string
	// Supplied are the assets that the generator makes, by name: [HighlightCSS],
	// [SearchEngine], [SearchWorker], [EmbedScript], [NewsScript] and
	// [EmbedParts]. Scripts are minified already. A file of the theme wins; what is in neither is empty.
	Supplied map[string][]byte
}

// The assets that are supplied to a theme, by their names in layouts.
const (
	HighlightCSS = "css/highlight.css"   // the colours of highlighted code
	SearchEngine = "js/search-engine.js" // the ES module that answers queries
	SearchWorker = "js/search-worker.js" // what it starts in a thread of its own
	EmbedScript  = "js/headsup.js"       // the ES module that products load
	NewsScript   = "js/news.js"          // the one that shows news alone
)

// EmbedParts are the parts that [EmbedScript] and [NewsScript] load when they are due.
var EmbedParts = []string{
	"js/ask.js", "js/cards.js", "js/checklist.js", "js/history.js", "js/panel.js", "js/parts.js", "js/rules.js", "js/shown.js",
	"js/tours.js", "js/words.js",
}

// Asset is one file that a theme adds to the output.
type Asset struct {
	Path string // in the output, "assets/site.3f2a9c1b.css"
	Data []byte
}

// Theme renders views. It is immutable and safe for concurrent use.
type Theme struct {
	layouts map[string]trial
	assets  []Asset
	digest  string
	sources string // of all layouts
	// others render the pages of other languages, by their tags.
	others map[string]*Theme
}

// Load reads a theme: the files of def, with those of override (which may be
// nil) in place of or beside them. All findings are returned together, with
// paths relative to the theme's folder; they are of the rule "theme". The theme
// is nil when one of them is an error. What layouts do wrong when they are executed
// is found where there is an override; def alone has to be sound.
func Load(def, override fs.FS, opt Options) (*Theme, []diag.Diagnostic) {
	own, list := loadIn(def, override, opt)
	if own == nil {
		return nil, list
	}
	th, site := *own, words.For(opt.Language)
	for _, tag := range opt.Languages {
		w := words.For(tag)
		if !w.Speaks(tag) || w == site {
			continue
		}
		opt.Language = tag
		// What is wrong with it has been said.
		other, _ := loadIn(def, override, opt)
		if other == nil {
			continue
		}
		if th.others == nil {
			th.others = map[string]*Theme{}
		}
		th.others[tag] = other
		th.digest += " " + tag + " " + other.digest
		th.sources += "\n" + other.sources
		th.assets = append(slices.Clip(th.assets), other.assets...)
	}
	if th.others == nil {
		return own, list
	}
	slices.SortFunc(th.assets, func(a, b Asset) int { return strings.Compare(a.Path, b.Path) })
	th.assets = slices.CompactFunc(th.assets, func(a, b Asset) bool { return a.Path == b.Path })
	return &th, list
}

// loadIn reads a theme in one language.
func loadIn(def, override fs.FS, opt Options) (*Theme, []diag.Diagnostic) {
	if opt.BasePath == "" {
		opt.BasePath = "/"
	}
	files, list := readFiles(def, override, opt.Supplied)
	sum := digest(files, opt)
	if len(list) == 0 {
		if th := loaded.get(sum); th != nil {
			return th, nil
		}
	}
	bundle, found := buildAssets(files, opt)
	list = append(list, found...)
	// Our tests have tried the default theme, and a small site has few kinds of pages.
	layouts, found := parseLayouts(files, bundle, override != nil)
	list = diag.Sort(append(list, found...))
	if errors, _ := diag.Count(list); errors > 0 {
		return nil, list
	}
	var sources strings.Builder
	sources.WriteString(strings.Join(bundle.words.All(), "\n"))
	for _, p := range files.under("layouts/") {
		sources.Write(files[p].data)
		sources.Write(layoutAction.ReplaceAll(files[p].data, []byte(" ")))
	}
	th := &Theme{layouts: layouts, assets: bundle.assets(), digest: sum, sources: sources.String()}
	if len(list) == 0 {
		loaded.put(th)
	}
	return th, list
}

// memory has the themes that were loaded last and had nothing wrong with them. To
// load one takes longer than to build a small site.
type memory struct {
	mu     sync.Mutex
	themes []*Theme // the latest is the first
}

// mostLoaded is the number of themes that are kept: those of a site that is shown with
// several base paths or while its theme is edited.
const mostLoaded = 8

var loaded memory

// get returns the theme with a digest, nil when it is not kept.
func (m *memory) get(digest string) *Theme {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, th := range m.themes {
		if th.digest == digest {
			return th
		}
	}
	return nil
}

func (m *memory) put(th *Theme) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.themes = slices.Insert(m.themes, 0, th)
	m.themes = m.themes[:min(len(m.themes), mostLoaded)]
}

// Render appends the HTML of a view to w. Errors name the layout and the path
// of the view; w then holds an incomplete page.
func (t *Theme) Render(w *bytes.Buffer, v *view.View) error {
	if v.Site != nil && t.others[v.Site.Language] != nil {
		t = t.others[v.Site.Language]
	}
	tried, ok := t.layouts[v.Layout]
	if !ok {
		return fmt.Errorf("render %s: the theme has no layout %q", v.Path, v.Layout)
	}
	l, err := tried()
	if err == nil {
		err = l.Execute(w, v)
	}
	if err != nil {
		return fmt.Errorf("render %s with layout %q: %w", v.Path, v.Layout, err)
	}
	return nil
}

// Assets returns the files that the pages refer to, by path.
func (t *Theme) Assets() []Asset { return t.assets }

var layoutAction = regexp.MustCompile(`\{\{[^}]*\}\}`)

// Sources returns the sources of all layouts, as they are and without actions:
// they hold every word that the theme itself puts into pages.
func (t *Theme) Sources() string { return t.sources }

// Digest identifies everything but the view that a page is made of: all files
// of the theme and the options. Two themes with one digest render equal views
// to equal bytes.
func (t *Theme) Digest() string { return t.digest }

// digest hashes the files in the order of their paths, each with its length, so
// that no two sets of files run together to the same bytes, and what is done with them.
func digest(files fileSet, opt Options) string {
	h := sha256.New()
	put := func(b []byte) {
		h.Write(strconv.AppendInt(nil, int64(len(b)), 10))
		h.Write([]byte{0})
		h.Write(b)
	}
	put([]byte(opt.BasePath))
	put([]byte(words.For(opt.Language).Language()))
	for _, name := range supplied {
		put(opt.Supplied[name])
	}
	for _, p := range files.paths() {
		f := files[p]
		put([]byte(p))
		put(f.data)
		put(strconv.AppendBool(strconv.AppendBool(nil, f.finished), f.bundled))
	}
	return hex.EncodeToString(h.Sum(nil))
}
