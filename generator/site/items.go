package site

import (
	"cmp"
	"slices"
	"strings"

	"headsup/generator/content"
)

// Channels returns the site's feeds: one of everything public, then one for each
// product and audience that has or had public pages, with its newest items:
// at most recent snippets and as many others. Items that several channels carry are the same value.
func (s *Site) Channels(recent int) []Channel {
	items := s.items()
	all := Channel{
		Title: s.in.Config.Title, Description: s.in.Config.Description,
		Home: s.absolute(""), Language: s.in.Config.Language,
		Items: make([]Item, len(items)),
	}
	type list struct {
		path     string
		snippets bool
	}
	byTerm, count := map[string][]Item{}, map[list]int{}
	for i, it := range items {
		all.Items[i] = it.Item
		for _, t := range it.terms {
			// Snippets hold until they are taken back, so news do not
			// push them out.
			of := list{t.path, it.Kind == content.Snippet}
			if count[of] < recent {
				count[of]++
				byTerm[t.path] = append(byTerm[t.path], it.Item)
			}
		}
	}
	out := []Channel{all}
	for _, t := range slices.Concat(s.products, s.audiences) {
		if !t.feed {
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

// News returns the absolute address of the list of release notes, or of the home
// page when there is none.
func (s *Site) News() string {
	if list := prefixes[content.ReleaseNote]; s.generated[list] {
		return s.absolute(list)
	}
	return s.absolute("")
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
		body, err := s.publicBody(p)
		if err != nil {
			return "", "", err
		}
		html, text = feedBody(body, s.absolute(p.path))
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
