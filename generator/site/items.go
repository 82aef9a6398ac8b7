package site

import (
	"cmp"
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"

	"headsup/generator/content"
	"headsup/generator/markdown"
)

// Channels returns the site's feeds: one of everything public, then one for each
// product and audience that has public pages. Items that several channels carry
// are the same value.
func (s *Site) Channels() []Channel {
	items := s.items()
	all := Channel{
		Title: s.in.Config.Title, Description: s.in.Config.Description,
		Home: s.absolute(""), Language: s.in.Config.Language,
	}
	byTerm := map[string][]Item{}
	for _, it := range items {
		all.Items = append(all.Items, it.Item)
		for _, t := range it.terms {
			byTerm[t.path] = append(byTerm[t.path], it.Item)
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
		if !p.public || p.landing || p.branch {
			continue
		}
		out = append(out, termedItem{s.item(p), slices.Concat(p.products, p.auds)})
	}
	slices.SortStableFunc(out, func(a, b termedItem) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func (s *Site) item(p *page) Item {
	frag := publicFragment(p)
	it := Item{
		ID: p.id, URL: s.absolute(p.path), Path: p.path, Title: p.title,
		Summary:  cmp.Or(p.Summary, frag.Summary),
		Text:     plainText(frag),
		Language: s.in.Config.Language,

		Published: cmp.Or(p.Date, p.PublishAt).Time,
		Modified:  cmp.Or(p.Updated, p.Date, p.PublishAt).Time,

		Kind: p.Kind, Products: p.Page.Products, Audiences: p.Page.Audiences, Tags: p.Page.Tags,
		Release: p.Release, Snippet: p.Snippet,
		PublishAt: p.PublishAt.Time, ExpiresAt: p.ExpiresAt.Time,
	}
	it.HTML = feedHTML(s.publicBody(p), it.URL)
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

// plainText returns a fragment's text with its headings, a blank line between
// passages.
func plainText(f *markdown.Fragment) string {
	var b strings.Builder
	heading := -1
	line := func(text string) {
		if text == "" {
			return
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(text)
	}
	upTo := func(i int) {
		for heading < i {
			heading++
			line(f.Headings[heading].Text)
		}
	}
	for _, p := range f.Passages {
		upTo(p.Heading)
		line(p.Text)
	}
	upTo(len(f.Headings) - 1)
	return b.String()
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

// Texts returns what readers of feeds and public builds may see, and what they
// must not: everything on pages that are not public, and the audience blocks and
// actions of those that are.
func (s *Site) Texts() (public, secret []Text) {
	add := func(p *page, open bool, role Role, texts ...string) {
		list, source := &secret, content.ConfigFile
		if open {
			list = &public
		}
		if p != nil {
			source = p.Source
		}
		for _, t := range texts {
			if t != "" {
				*list = append(*list, Text{Source: source, Line: 1, Text: t, Role: role})
			}
		}
	}
	c := s.in.Config
	add(nil, true, Name, c.Title, c.Description)
	for _, p := range c.Products {
		add(nil, true, Name, p.Title, p.Description)
	}
	for _, list := range [][]content.Term{c.Audiences, c.Plans, c.Platforms, c.Surfaces} {
		for _, t := range list {
			add(nil, true, Name, t.Title)
		}
	}
	for _, p := range s.all {
		add(p, p.public, Name, p.title)
		add(p, p.public, Prose, p.Summary, p.CTA.Label, p.Playbook.When)
		add(p, p.public, Prose, p.Questions...)
		for _, e := range p.Extra {
			add(p, false, Prose, e.Value)
		}
		for _, a := range p.Actions {
			secret = append(secret, Text{Source: p.Source, Line: a.Line, Text: textOf(markdown.Inline(a.Text))})
		}
		frag := &p.doc.Full
		if p.public {
			frag = publicFragment(p)
		}
		if p.public || !s.shared(p) {
			add(p, p.public, Address, p.path)
		}
		if p.public {
			add(p, true, Address, s.absolute(p.path))
		}
		for _, h := range frag.Headings {
			add(p, p.public, Prose, h.Text)
		}
		for _, t := range frag.Passages {
			add(p, p.public, Prose, t.Text)
		}
		for _, t := range p.doc.Full.Passages {
			if frag != &p.doc.Full && t.Audience != "" {
				add(p, false, Prose, t.Text)
			}
		}
	}
	return public, secret
}

// textOf returns the text of HTML.
func textOf(fragment string) string {
	var b strings.Builder
	z := xhtml.NewTokenizer(strings.NewReader(fragment))
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
