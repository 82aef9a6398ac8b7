package generator

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/guard/leak"
	"headsup/generator/guard/secret"
	"headsup/generator/link"
	"headsup/generator/paths"
	"headsup/generator/publish/embed"
	"headsup/generator/publish/feed"
	"headsup/generator/publish/hosting"
	"headsup/generator/publish/items"
	"headsup/generator/publish/syndication"
	"headsup/generator/render/compose"
	"headsup/generator/render/llms"
	"headsup/generator/render/theme"
	"headsup/generator/view"
)

// scan looks for what is not public in one file. What internal and public pages
// say alike is no secret, but to learn all that public pages say takes as long
// as to learn the secrets, so they are asked only about a file that seems to
// hold one: first the pages in it, then all.
func (w *writer) scan(name string, data []byte, items []string) ([]diag.Diagnostic, error) {
	leaks, err := w.leaks()
	if err != nil {
		return nil, err
	}
	found := leaks.Scan(name, data)
	if len(found) > 0 && len(items) > 0 {
		if err := secret.PublicTexts(w.site, items, func(t secret.Text) { leaks.Public(t.Text) }); err != nil {
			return nil, err
		}
		found = leaks.Scan(name, data)
	}
	if len(found) > 0 {
		if err := w.released(); err != nil {
			return nil, err
		}
		found = leaks.Scan(name, data)
	}
	return found, nil
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
func newLeakCheck(s *link.Site) (*leak.LeakCheck, error) {
	b := leak.NewBuilder()
	if err := secret.Texts(s, false, func(t secret.Text) {
		b.Secret(leak.Secret{Text: t.Text, Kind: secretKinds[t.Role], Position: diag.Position{Path: t.Source, Line: t.Line, Column: 1}})
	}); err != nil {
		return nil, err
	}
	return b.Check(), nil
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
		BasePath: chrome.BasePath, Public: chrome.Public, Generator: chrome.Generator,
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
		string(hosting.Redirects([]hosting.Redirect{{From: "/a/", To: "/b/"}})),
		string(hosting.Robots(home, true)),
		strings.Join(llms.Labels(), "\n"),
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
