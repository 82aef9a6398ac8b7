package link

import (
	"cmp"
	"slices"
	"strings"

	"headsup/generator/compile/content"
)

// Channels returns the site's feeds in each of [Site.Languages]: one of
// everything public, then one for each product and audience that has or had
// public pages, with its newest items: at most recent snippets, as many others,
// and the ids of as many that were taken back last. Items that several channels
// of a language carry are the same value.
func (s *Site) Channels(recent int) []Channel {
	var out []Channel
	for _, language := range s.Languages() {
		out = append(out, s.channels(language, recent)...)
	}
	return out
}

// channels returns the feeds in one language.
func (s *Site) channels(language string, recent int) []Channel {
	dir, suffix := "", ""
	if l, ok := s.in.Config.LanguageByID(language); ok {
		dir, suffix = l.Dir(), " ("+l.Title+")"
	}
	home := ""
	if s.home != nil && s.home.public {
		home = s.edition(s.home, language).path
	}
	items := s.items(language)
	all := Channel{
		Title: s.in.Config.Title + suffix, Description: s.in.Config.Description,
		Home: s.absolute(home), Dir: dir, Language: language,
		Items: make([]Item, len(items)),
	}
	byTerm := map[*term][]int{}
	for i, it := range items {
		all.Items[i] = it.Item
		for _, t := range it.terms {
			byTerm[t] = append(byTerm[t], i)
		}
	}
	out := []Channel{all}
	for _, t := range slices.Concat(s.products, s.audiences) {
		if !t.feed {
			continue
		}
		out = append(out, Channel{
			Title: t.title + " – " + s.in.Config.Title + suffix, Description: t.description,
			Home: s.absolute(t.path), Dir: dir + t.path, Language: language,
			Items: newest(all.Items, byTerm[t], recent),
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

// newest returns the newest of the items with these indices, in their order:
// so many snippets, others, and items taken back. Each has room of its own, as
// snippets hold until they are taken back, and news do not push them out.
func newest(items []Item, indices []int, recent int) []Item {
	var withdrawn []int
	for _, i := range indices {
		if items[i].Withdrawn {
			withdrawn = append(withdrawn, i)
		}
	}
	// A product has its copy since before an item was taken back, however old
	// the item is.
	slices.SortStableFunc(withdrawn, func(a, b int) int { return items[b].WithdrawnAt.Compare(items[a].WithdrawnAt) })
	withdrawn = withdrawn[:min(len(withdrawn), recent)]
	var out []Item
	count := map[bool]int{} // whether it is a snippet
	for _, i := range indices {
		it := &items[i]
		snippet := it.Kind == content.Snippet
		switch {
		case it.Withdrawn && !slices.Contains(withdrawn, i):
			continue
		case !it.Withdrawn:
			if count[snippet] == recent {
				continue
			}
			count[snippet]++
		}
		out = append(out, *it)
	}
	return out
}

// PublicProducts returns the ids of the products that have feeds: bundles say
// nothing of a product that has nothing public.
func (s *Site) PublicProducts() []string {
	var ids []string
	for _, t := range s.products {
		if t.feed {
			ids = append(ids, t.id)
		}
	}
	return ids
}

// Items returns what is public in a language of the site, newest first, each item
// in the first language of the chain that it is there in. Of what was public
// once, only the id is left.
func (s *Site) Items(language string) []Item {
	items := s.items(language)
	out := make([]Item, len(items))
	for i, it := range items {
		out[i] = it.Item
	}
	return out
}

type termedItem struct {
	Item
	terms []*term
}

// items makes an item of every page that is public, or was.
func (s *Site) items(language string) []termedItem {
	edition := language
	if strings.EqualFold(language, s.in.Config.Language) {
		edition = ""
	}
	var out []termedItem
	for _, p := range s.all {
		if p.landing || p.branch {
			continue
		}
		var it Item
		switch {
		case p.public:
			it = s.item(p, s.edition(p, language))
		case s.retracted(p):
			it = s.tombstone(p)
		default:
			continue
		}
		it.Edition = edition
		out = append(out, termedItem{it, slices.Concat(p.products, p.auds)})
	}
	slices.SortStableFunc(out, func(a, b termedItem) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// retracted reports whether a page was public once and is no more. Feeds keep its
// id, so that a product with a copy takes it down, and nothing else.
func (s *Site) retracted(p *page) bool {
	_, ok := p.RetractedAt(s.in.Now)
	return ok
}

// tombstone is what feeds keep of a page that was public once.
func (s *Site) tombstone(p *page) Item {
	since, _ := p.RetractedAt(s.in.Now)
	it := Item{
		ID: p.id, Kind: p.Kind, Withdrawn: true, WithdrawnAt: since,
		Published: s.published(p).Time, Modified: since,
	}
	if p.Kind == content.Snippet {
		it.Snippet = content.SnippetDetails{Key: p.Snippet.Key, Withdrawn: true}
	}
	return it
}

// item says what a page says to readers of one language: in the words of the page
// itself or of one of its translations.
func (s *Site) item(p, words *page) Item {
	it := Item{
		ID: p.id, URL: s.absolute(words.path), Path: words.path, Title: words.title,
		Summary:  cmp.Or(words.Summary, publicForm(words.doc).Summary),
		Language: s.language(words),

		Published: s.published(p).Time,
		Modified:  cmp.Or(words.Updated, s.published(p)).Time,

		Kind: p.Kind, Products: p.Page.Products, Audiences: p.Page.Audiences, Tags: p.Page.Tags,
		Release: words.Release, Snippet: p.Snippet,
		PublishAt: p.PublishAt.Time, ExpiresAt: p.ExpiresAt.Time,
	}
	it.Body = func() (html, text string, err error) {
		body, err := s.publicBody(words)
		if err != nil {
			return "", "", err
		}
		html, text = feedBody(body, s.absolute(words.path))
		return html, text, nil
	}
	it.Release.FeatureFlag = ""
	if words.Image.Dest != "" {
		it.Image = s.publicURL(words, s.imageDest(words))
	}
	it.Release.DocsURL = s.publicURL(words, words.Release.DocsURL)
	it.CTA = s.itemCTA(words)
	return it
}

// itemCTA returns a page's call to action as feeds carry it: none when it leads
// to nothing public. That of a snippet may be a place in the product.
func (s *Site) itemCTA(p *page) content.CTA {
	u := p.CTA.URL
	if u != "" && (p.Kind != content.Snippet || !strings.HasPrefix(u, "/")) {
		u = s.publicURL(p, u)
	}
	if u == "" {
		return content.CTA{}
	}
	return content.CTA{Label: p.CTA.Label, URL: u}
}

// publicURL returns the absolute address of a link in front matter, "" when it
// leads to nothing public.
func (s *Site) publicURL(p *page, dest string) string {
	if dest == "" {
		return ""
	}
	t := inLanguage(p, s.find(p, dest), true, publicForm)
	if t.page != nil && !t.page.public || t.path != "" && !s.generated[t.path] {
		return ""
	}
	return s.url(p, t, true)
}
