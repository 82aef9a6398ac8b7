package site

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"

	"headsup/generator/content"
	"headsup/generator/markdown"
)

// Channels returns the site's feeds: one of everything public, then one for each
// product and audience that has public pages, with its newest items, at most
// recent. Items that several channels carry are the same value.
func (s *Site) Channels(recent int) []Channel {
	items := s.items()
	all := Channel{
		Title: s.in.Config.Title, Description: s.in.Config.Description,
		Home: s.absolute(""), Language: s.in.Config.Language,
		Items: make([]Item, len(items)),
	}
	byTerm := map[string][]Item{}
	for i, it := range items {
		all.Items[i] = it.Item
		for _, t := range it.terms {
			if len(byTerm[t.path]) < recent {
				byTerm[t.path] = append(byTerm[t.path], it.Item)
			}
		}
	}
	out := []Channel{all}
	for _, t := range slices.Concat(s.products, s.audiences) {
		if t.public == 0 {
			continue
		}
		out = append(out, Channel{
			Title: t.title + " – " + s.in.Config.Title, Description: t.description,
			Home: s.absolute(t.path), Dir: t.path, Language: s.in.Config.Language,
			Items: byTerm[t.path],
		})
	}
	return out
}

type termedItem struct {
	Item
	terms []*term
}

// items makes an item of every page that may be public, newest first.
func (s *Site) items() []termedItem {
	var out []termedItem
	for _, p := range s.all {
		if !p.public && !s.retracted(p) || p.landing || p.branch {
			continue
		}
		out = append(out, termedItem{s.item(p), slices.Concat(p.products, p.auds)})
	}
	slices.SortStableFunc(out, func(a, b termedItem) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// retracted reports whether a snippet was public once and is withdrawn now. Feeds
// keep its id, so that a product with a copy takes it down, and nothing else.
func (s *Site) retracted(p *page) bool {
	if p.Kind != content.Snippet || p.State(s.in.Now) != content.Withdrawn {
		return false
	}
	once := *p.Page
	once.Snippet.Withdrawn = false
	return once.PublicAt(s.in.Now)
}

func (s *Site) item(p *page) Item {
	if s.retracted(p) {
		return Item{
			ID: p.id, Kind: p.Kind, Snippet: content.SnippetDetails{Key: p.Snippet.Key, Withdrawn: true},
			Published: cmp.Or(p.Date, p.PublishAt).Time, Modified: cmp.Or(p.Updated, p.Date, p.PublishAt).Time,
		}
	}
	it := Item{
		ID: p.id, URL: s.absolute(p.path), Path: p.path, Title: p.title,
		Summary:  cmp.Or(p.Summary, publicForm(p.doc).Summary),
		Language: s.in.Config.Language,

		Published: cmp.Or(p.Date, p.PublishAt).Time,
		Modified:  cmp.Or(p.Updated, p.Date, p.PublishAt).Time,

		Kind: p.Kind, Products: p.Page.Products, Audiences: p.Page.Audiences, Tags: p.Page.Tags,
		Release: p.Release, Snippet: p.Snippet,
		PublishAt: p.PublishAt.Time, ExpiresAt: p.ExpiresAt.Time,
	}
	it.Body = func() (html, text string, err error) {
		doc, err := p.whole()
		if err != nil {
			return "", "", err
		}
		html, text = feedBody(s.publicBody(p, publicForm(doc)), s.absolute(p.path))
		return html, text, nil
	}
	it.Release.FeatureFlag = ""
	if p.Image.Dest != "" {
		it.Image = s.publicURL(p, s.imageDest(p))
	}
	it.Release.DocsURL = s.publicURL(p, p.Release.DocsURL)
	if u := p.CTA.URL; u != "" {
		if p.Kind != content.Snippet || !strings.HasPrefix(u, "/") {
			u = s.publicURL(p, u)
		}
		if u != "" {
			it.CTA = content.CTA{Label: p.CTA.Label, URL: u}
		}
	}
	return it
}

// publicURL returns the absolute address of a link in front matter, "" when it
// leads to nothing public.
func (s *Site) publicURL(p *page, dest string) string {
	if dest == "" {
		return ""
	}
	t := s.find(p, dest)
	if t.page != nil && !t.page.public || t.path != "" && !s.generated[t.path] {
		return ""
	}
	return s.url(p, t, true)
}

// Text is a piece of the content with its place, for the check that nothing
// internal is in anything public.
type Text struct {
	Source string
	Line   int
	Text   string
	Role   Role
}

// Role is what a [Text] is.
type Role uint8

// The roles.
const (
	Prose   Role = iota // a sentence or more
	Name                // a title or heading
	Address             // a path of the site, without leading slash
)

// Texts calls yield with what readers of feeds and public builds must not see:
// everything on pages that are not public, and the audience blocks and actions
// of those that are; and then with what they may.
func (s *Site) Texts(yield func(t Text, public bool)) error {
	for _, public := range []bool{false, true} {
		say := func(p *page, role Role, texts ...string) {
			source := content.ConfigFile
			if p != nil {
				source = p.Source
			}
			for _, t := range texts {
				if t != "" {
					yield(Text{Source: source, Line: 1, Text: t, Role: role}, public)
				}
			}
		}
		if public {
			s.configTexts(func(texts ...string) { say(nil, Name, texts...) })
		}
		for _, p := range s.all {
			if err := s.pageTexts(p, public, say); err != nil {
				return err
			}
		}
	}
	return nil
}

// configTexts are texts of the configuration that public readers may see.
func (s *Site) configTexts(say func(...string)) {
	c := s.in.Config
	say(c.Title, c.Description)
	for _, p := range c.Products {
		say(p.Title, p.Description)
	}
	for _, list := range [][]content.Term{c.Audiences, c.Plans, c.Platforms, c.Surfaces} {
		for _, t := range list {
			say(t.Title)
		}
	}
}

// pageTexts are a page's texts that are public, or those that are not.
func (s *Site) pageTexts(p *page, public bool, say func(*page, Role, ...string)) error {
	if !public {
		for _, e := range p.Extra {
			say(p, Prose, e.Value)
		}
		for _, a := range p.Actions {
			say(p, Prose, textOf(markdown.Inline(a.Text).HTML))
		}
	}
	if p.public != public {
		if public || p.doc.Public == nil {
			return nil
		}
		// Of a public page only what is in audience blocks is secret.
		doc, err := p.whole()
		if err != nil {
			return err
		}
		for _, t := range doc.Full.Passages {
			if t.Audience != "" {
				say(p, Prose, t.Text)
			}
		}
		return nil
	}
	doc, err := p.whole()
	if err != nil {
		return err
	}
	frag := &doc.Full
	switch {
	case public:
		frag = publicForm(doc)
		say(p, Address, p.path, s.absolute(p.path))
	case !s.shared(p):
		say(p, Address, p.path)
	}
	say(p, Name, p.title)
	say(p, Prose, p.Summary, p.CTA.Label, p.Playbook.When)
	say(p, Prose, p.Questions...)
	for _, h := range frag.Headings {
		say(p, Prose, h.Text)
	}
	for _, t := range frag.Passages {
		say(p, Prose, t.Text)
	}
	return nil
}

// textOf returns the text of HTML.
func textOf(fragment []byte) string {
	var b strings.Builder
	z := xhtml.NewTokenizer(bytes.NewReader(fragment))
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return b.String()
		case xhtml.TextToken:
			b.Write(z.Text())
		}
	}
}

// shared reports whether a page's address says nothing about it, or is also
// that of a list.
func (s *Site) shared(p *page) bool {
	_, list := s.generated[p.path]
	return list || p.path == "" || p.landing || p.branch
}
