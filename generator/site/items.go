package site

import (
	"cmp"
	"slices"
	"strings"

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
		if t := s.find(p, s.imageDest(p)); t.page == nil && !t.none() {
			it.Image = s.url(p, t, true)
		}
	}
	if p.CTA.URL != "" {
		it.CTA = content.CTA{Label: p.CTA.Label, URL: p.CTA.URL}
		if t := s.find(p, p.CTA.URL); t.page != nil {
			it.CTA.URL = s.url(p, t, true)
			if !t.page.public {
				it.CTA = content.CTA{}
			}
		}
	}
	return it
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
	URL    bool // a path of the site, without leading slash
}

// Texts returns what readers of feeds and public builds may see, and what they
// must not: everything on pages that are not public, and the audience blocks and
// actions of those that are.
func (s *Site) Texts() (public, secret []Text) {
	c := s.in.Config
	open := func(source string, texts ...string) {
		for _, t := range texts {
			if t != "" {
				public = append(public, Text{Source: source, Text: t})
			}
		}
	}
	closed := func(source string, texts ...string) {
		for _, t := range texts {
			if t != "" {
				secret = append(secret, Text{Source: source, Line: 1, Text: t})
			}
		}
	}
	open(content.ConfigFile, c.Title, c.Description)
	for _, p := range c.Products {
		open(content.ConfigFile, p.Title, p.Description)
	}
	for _, list := range [][]content.Term{c.Audiences, c.Plans, c.Platforms, c.Surfaces} {
		for _, t := range list {
			open(content.ConfigFile, t.Title)
		}
	}
	for _, p := range s.all {
		say := closed
		if p.public {
			say = open
		}
		say(p.Source, p.title, p.Summary, p.CTA.Label, p.Playbook.When)
		say(p.Source, p.Questions...)
		for _, e := range p.Extra {
			closed(p.Source, e.Value)
		}
		for _, a := range p.Actions {
			secret = append(secret, Text{Source: p.Source, Line: a.Line, Text: a.Text})
		}
		if !p.public {
			if !s.shared(p) {
				secret = append(secret, Text{Source: p.Source, Line: 1, Text: p.path, URL: true})
			}
			for _, h := range p.doc.Full.Headings {
				closed(p.Source, h.Text)
			}
			for _, t := range p.doc.Full.Passages {
				closed(p.Source, t.Text)
			}
			continue
		}
		frag := publicFragment(p)
		for _, h := range frag.Headings {
			open(p.Source, h.Text)
		}
		for _, t := range frag.Passages {
			open(p.Source, t.Text)
		}
		if frag != &p.doc.Full {
			for _, t := range p.doc.Full.Passages {
				if t.Audience != "" {
					closed(p.Source, t.Text)
				}
			}
		}
	}
	return public, secret
}

// shared reports whether a page's address is also that of something public,
// such as a section that lists public pages.
func (s *Site) shared(p *page) bool {
	return p.path == "" || p.landing || p.branch || len(p.path) < 8 || s.generated[p.path]
}
