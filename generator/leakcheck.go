package generator

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"headsup/generator/compile/content"
	"headsup/generator/compile/media"
	"headsup/generator/diag"
	"headsup/generator/guard/leak"
	"headsup/generator/guard/lint"
	"headsup/generator/guard/secret"
	"headsup/generator/link"
	"headsup/generator/paths"
	"headsup/generator/publish/embed"
	"headsup/generator/publish/feed"
	"headsup/generator/publish/hosting"
	"headsup/generator/publish/items"
	"headsup/generator/publish/syndication"
	"headsup/generator/read/source"
	"headsup/generator/render/compose"
	"headsup/generator/render/llms"
	"headsup/generator/render/theme"
	"headsup/generator/view"
)

// scan looks for what is not public in one file.
func (w *writer) scan(name string, data []byte, items []string) ([]diag.Diagnostic, error) {
	return w.findings(items, func(c *leak.LeakCheck) []diag.Diagnostic {
		return append(c.ScanName(name), c.Scan(name, data)...)
	})
}

// findings looks for what is not public. What internal and public pages say alike
// is no secret, but to learn all that public pages say takes as long as to learn
// the secrets, so they are asked only when something seems to hold one: first the
// pages that it is made of, then all.
func (w *writer) findings(items []string, look func(*leak.LeakCheck) []diag.Diagnostic) ([]diag.Diagnostic, error) {
	leaks, err := w.leaks()
	if err != nil {
		return nil, err
	}
	found := look(leaks)
	if len(found) > 0 && len(items) > 0 {
		if err := secret.PublicTexts(w.site, items, func(t secret.Text) { leaks.Public(t.Text) }); err != nil {
			return nil, err
		}
		found = look(leaks)
	}
	if len(found) > 0 {
		if err := w.released(); err != nil {
			return nil, err
		}
		found = look(leaks)
	}
	return found, nil
}

// scanPart is how much of a copied file is looked through at once, in bytes. Parts
// overlap, so that nothing hides where one ends.
const (
	scanPart    = 4 << 20
	scanOverlap = 4 << 10
)

// scanCopied looks for what is not public in a file that readers outside may see
// and that was copied as it is, and in its name.
func (w *writer) scanCopied(a link.CopiedAsset) (found []diag.Diagnostic, err error) {
	if found, err = w.findings(nil, func(c *leak.LeakCheck) []diag.Diagnostic { return c.ScanName(a.Path) }); err != nil {
		return nil, err
	}
	if !leak.IsText(a.Path) {
		return found, nil
	}
	file, err := w.copied(a.Source)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	// A file that begins with a byte order mark may be UTF-16.
	src := transform.NewReader(file, unicode.BOMOverride(encoding.Nop.NewDecoder()))
	part := make([]byte, scanPart)
	lines, kept := 0, 0
	for {
		n, err := io.ReadFull(src, part[kept:])
		data := part[:kept+n]
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return nil, err
		}
		more, err := w.findings(nil, func(c *leak.LeakCheck) []diag.Diagnostic { return c.ScanCopied(w.in.display(a.Source), lines, data) })
		found = append(found, more...)
		if err != nil || last {
			return found, err
		}
		rest := data[len(data)-scanOverlap:]
		lines += bytes.Count(data[:len(data)-scanOverlap], []byte("\n"))
		kept = copy(part, rest)
	}
}

// copied opens a file of text as far as it is copied, with the lines that it has.
func (w *writer) copied(name string) (io.ReadCloser, error) {
	if mime, _ := source.AssetType(name); mime != source.SVG {
		return w.in.tree.Open(w.in.fsys, name)
	}
	data, _, err := w.picture(name, media.BlankSVG)
	if err != nil || data != nil {
		return io.NopCloser(bytes.NewReader(data)), err
	}
	return w.in.tree.Open(w.in.fsys, name)
}

// internalWords replaces what was found of internal words in files of the output
// by the places in pages that they come from. What does not come from a page is
// reported once no page has an internal word.
func (w *writer) internalWords() error {
	isWord := func(d diag.Diagnostic) bool { return d.Rule == "internal-word" }
	if !slices.ContainsFunc(w.found, isWord) {
		return nil
	}
	entries := slices.DeleteFunc(w.site.Entries(), func(e link.Entry) bool { return !e.Included })
	pages, err := lint.InternalWords(lint.Input{Config: w.in.cfg.Config, Entries: entries, Lines: w.in.lines})
	if err != nil || len(pages) == 0 {
		return err
	}
	w.found = slices.DeleteFunc(w.found, isWord)
	if w.in.lint == nil { // else they are reported already
		w.found = append(w.found, pages...)
	}
	return nil
}

// release tells the leak check all that is public.
func (w *writer) release() error {
	leaks, err := w.leaks()
	if err != nil {
		return err
	}
	own, err := ownWords(w.views, w.theme)
	for _, words := range own {
		leaks.Public(words)
	}
	return errors.Join(err, secret.Texts(w.site, true, func(t secret.Text) { leaks.Public(t.Text) }))
}

// newLeakCheck prepares the check of what outsiders may read.
func newLeakCheck(in *inputs, s *link.Site) (*leak.LeakCheck, error) {
	b := leak.NewBuilder()
	for _, word := range in.cfg.InternalWords {
		b.Secret(leak.Secret{Text: word, Kind: leak.Word, Position: diag.Position{Path: content.ConfigFile, Line: 1, Column: 1}})
	}
	if err := secret.Texts(s, false, func(t secret.Text) {
		b.Secret(leak.Secret{Text: t.Text, Kind: secretKinds[t.Role], Position: diag.Position{Path: t.Source, Line: t.Line, Column: 1}})
	}); err != nil {
		return nil, err
	}
	c := b.Check()
	c.Lines = in.lines
	return c, nil
}

// ownWords returns what the theme and the formats of feeds and hosts say by
// themselves. An internal page may have one of these words as its title.
func ownWords(s *compose.Composer, th *theme.Theme) ([]string, error) {
	var page bytes.Buffer
	chrome := s.Chrome()
	// Without its menus, which name internal sections in an internal build.
	bare := &view.Chrome{
		Title: chrome.Title, Description: chrome.Description, Language: chrome.Language,
		Home: chrome.Home, Search: chrome.Search, Ask: chrome.Ask,
		BasePath: chrome.BasePath, Public: chrome.Public, Generator: chrome.Generator, Report: chrome.Report,
	}
	if err := th.Render(&page, &view.View{Layout: "404", Path: paths.NotFound, Site: bare}); err != nil {
		return nil, fmt.Errorf("render an empty page: %w", err)
	}
	const home = "https://example.com/"
	list := []string{
		page.String(), th.Sources(), string(feed.Schema()),
		string(hosting.Headers(hosting.Site{
			BasePath: s.BasePath(),
			Public:   true,
			Files:    []string{"index.html", paths.Markdown, paths.JSONFeed, paths.AtomFeed, paths.Assets + "x", paths.FeedSchema},
		})),
		string(hosting.Headers(hosting.Site{BasePath: s.BasePath()})),
		string(hosting.Redirects([]hosting.Redirect{{From: "/a/", To: "/b/"}}, true)),
		string(hosting.Robots(home, true)),
	}
	for _, c := range s.Editions() {
		list = append(list, strings.Join(llms.Labels(c.Words()), "\n"))
	}
	for _, f := range hosting.ForHosts(hosting.Hosts(), hosting.Site{Files: []string{paths.Markdown, paths.JSONFeed}}, nil) {
		list = append(list, string(f.Data))
	}
	for _, f := range hosting.Sitemap(home, []hosting.URL{{
		Loc:        home,
		LastMod:    "2026-01-01",
		Alternates: []hosting.Alternate{{Language: "x-default", URL: home}},
	}}) {
		list = append(list, string(f.Data))
	}
	keep := func(f syndication.File) error {
		list = append(list, string(f.Data))
		return nil
	}
	sample := []items.Channel{{
		Title:       "x",
		Description: "x",
		Home:        home,
		Language:    "en",
		Items: []items.Item{{
			ID:        "x",
			URL:       home,
			Title:     "x",
			Summary:   "x",
			Language:  "en",
			HTML:      "x",
			Published: time.Unix(1, 0),
			Tags:      []string{"x"},
			Products:  []string{"x"},
		}},
	}}
	opt := syndication.Options{BaseURL: home, SiteTitle: "x", Generator: "x"}
	if err := errors.Join(syndication.Atom(sample, opt, keep), syndication.JSON(sample, opt, keep)); err != nil {
		return nil, fmt.Errorf("write an empty feed: %w", err)
	}
	sample[0].Items[0].Kind = content.ReleaseNote
	if err := embed.Bundles([]embed.Catalog{{Language: "en", Items: sample[0].Items}}, embed.Options{
		BaseURL:     home,
		HomePageURL: home,
	}, func(f embed.File) error {
		list = append(list, string(f.Data))
		return nil
	}); err != nil {
		return nil, fmt.Errorf("write empty bundles: %w", err)
	}
	return list, nil
}

// secretKinds says how the check matches each role of a text.
var secretKinds = map[secret.Role]leak.Kind{
	secret.Prose: leak.Passage, secret.Name: leak.Title, secret.Address: leak.Address,
}
