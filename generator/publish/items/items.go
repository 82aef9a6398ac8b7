// Package items makes the items of all feeds from the linked site: one for each page
// that is public, with what readers outside may see of it, and the id of each that
// was public once. How an item is written belongs to syndication and embed.
package items

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/compile/fragment"
	"headsup/generator/link"
	"headsup/generator/link/address"
	"headsup/generator/render/portable"
)

// Channels returns the site's feeds in each of [Site.Languages]: one of
// everything public that [content.Page.InFeeds] lets in, then one for each product
// and audience that has or had public pages, with its newest items: at most recent
// snippets, as many others, and the ids of as many that were taken back last. Items
// that several channels of a language carry are the same value.
func Channels(s *link.Site, recent int) []Channel {
	var out []Channel
	for _, language := range s.Languages() {
		out = append(out, channelsIn(s, language, recent)...)
	}
	return out
}

// channelsIn returns the feeds in one language.
func channelsIn(s *link.Site, language string, recent int) []Channel {
	dir, suffix := "", ""
	if l, ok := s.Config.LanguageByID(language); ok {
		dir, suffix = l.Dir(), " ("+l.Title+")"
	}
	home := ""
	if s.Home != nil && s.Home.Public {
		home = s.Edition(s.Home, language).Path
	}
	list := all(s, language)
	all := Channel{
		Title: s.Config.Title + suffix, Description: s.Config.Description,
		Home: s.Absolute(home), Dir: dir, Language: language,
		Items: make([]Item, 0, len(list)),
	}
	byTerm := map[*link.Term][]int{}
	for _, it := range list {
		if !it.page.InFeeds() && !it.Withdrawn {
			continue
		}
		for _, t := range slices.Concat(it.page.Products, it.page.Audiences) {
			byTerm[t] = append(byTerm[t], len(all.Items))
		}
		all.Items = append(all.Items, it.Item)
	}
	out := []Channel{all}
	for _, t := range s.Channels() {
		c := Channel{
			Title: t.Title + " – " + all.Title, Description: t.Description,
			Home: s.Absolute(t.Path), Dir: dir + t.Path, Language: language,
			Items: newest(all.Items, byTerm[t], recent),
		}
		if !t.Public {
			// All of it was taken back, and with it the name.
			c.Title, c.Description, c.Home = all.Title, "", all.Home
		}
		out = append(out, c)
	}
	return out
}

// NewsURL returns the absolute address of the list of release notes, or of the home
// page when there is none.
func NewsURL(s *link.Site) string {
	if list := address.OfKind[content.ReleaseNote]; s.HasPublic(list) {
		return s.Absolute(list)
	}
	return s.Absolute("")
}

// newest returns the newest of the items with these indices, in their order:
// so many snippets, others, and items taken back. Each has room of its own, as
// snippets hold until they are taken back, and news do not push them out.
func newest(items []Item, indices []int, recent int) []Item {
	return pick(items, indices, recent, func(it *Item) bool { return it.Kind == content.Snippet })
}

// News returns what of a feed is for people who read feeds: of the items that have a
// day, the newest, and those that were taken back last, so many of each.
func News(items []Item, recent int) []Item {
	var dated []int
	for i := range items {
		if items[i].Withdrawn || !items[i].Published.IsZero() {
			dated = append(dated, i)
		}
	}
	return pick(items, dated, recent, func(*Item) bool { return false })
}

// pick returns the first of the items with these indices, so many of each group and
// of those that were taken back last, in their order.
func pick(items []Item, indices []int, recent int, group func(*Item) bool) []Item {
	var withdrawn []int
	for _, i := range indices {
		if items[i].Withdrawn {
			withdrawn = append(withdrawn, i)
		}
	}
	// Who reads the feed has a copy since before an item was taken back, however
	// old the item is.
	slices.SortStableFunc(withdrawn, func(a, b int) int { return items[b].WithdrawnAt.Compare(items[a].WithdrawnAt) })
	withdrawn = withdrawn[:min(len(withdrawn), recent)]
	var out []Item
	count := map[bool]int{} // by group
	for _, i := range indices {
		it := &items[i]
		switch {
		case it.Withdrawn && !slices.Contains(withdrawn, i):
			continue
		case !it.Withdrawn:
			if count[group(it)] == recent {
				continue
			}
			count[group(it)]++
		}
		out = append(out, *it)
	}
	return out
}

// Products returns the ids of the products that have feeds: bundles say
// nothing of a product that has nothing public.
func Products(s *link.Site) []string {
	var ids []string
	for _, t := range s.Channels() {
		if t.Facet == "product" {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// Of returns what is public in a language of the site, newest first, each item
// in the first language of the chain that it is there in. Of what was public
// once, only the id is left.
func Of(s *link.Site, language string) []Item {
	list := all(s, language)
	out := make([]Item, len(list))
	for i, it := range list {
		out[i] = it.Item
	}
	return out
}

type pageItem struct {
	Item
	page *link.Page
}

// all makes an item of every page that is public, or was.
func all(s *link.Site, language string) []pageItem {
	edition := language
	if strings.EqualFold(language, s.Config.Language) {
		edition = ""
	}
	var out []pageItem
	for _, p := range s.All {
		if p.Landing || p.Branch {
			continue
		}
		var it Item
		switch {
		case p.Public:
			it = item(s, p, s.Edition(p, language), language)
		case s.Retracted(p):
			it = tombstone(s, p)
		default:
			continue
		}
		it.Edition = edition
		out = append(out, pageItem{it, p})
	}
	slices.SortFunc(out, func(a, b pageItem) int {
		return cmp.Or(b.Published.Compare(a.Published), link.ByWeight(a.page, b.page))
	})
	for i := range out {
		out[i].Rank = i
	}
	return out
}

// tombstone is what feeds keep of a page that was public once.
func tombstone(s *link.Site, p *link.Page) Item {
	since, _ := p.RetractedAt(s.Now)
	it := Item{
		ID: p.ID, Kind: p.Kind, Withdrawn: true, WithdrawnAt: since,
		Published: p.Begins().Time, Modified: since,
	}
	if it.Published.After(since) {
		it.Modified = it.Published
	}
	if p.Kind == content.Snippet {
		it.Snippet = content.SnippetDetails{Key: p.Snippet.Key, Withdrawn: true}
	}
	return it
}

// modified is when an item changed last. What was changed before anybody outside saw
// it is news to nobody.
func modified(p, words *link.Page) time.Time {
	begins := p.Begins()
	if words.Updated.After(begins.Time) {
		return words.Updated.Time
	}
	return begins.Time
}

// item says what a page says to readers of one language: in the words of the page
// itself or of one of its translations.
func item(s *link.Site, p, words *link.Page, language string) Item {
	it := Item{
		ID: p.ID, URL: s.Absolute(words.Path), Path: words.Path, Title: words.Title,
		Summary:  cmp.Or(words.Page.Summary, link.PublicForm(words.Doc).Summary),
		Language: s.LanguageOf(words),

		Published: p.Begins().Time,
		Modified:  modified(p, words),

		Kind: p.Kind, Products: p.Page.Products, Audiences: p.Page.Audiences, Tags: p.Page.Tags,
		Release: words.Release, Snippet: p.Snippet,
		PublishAt: p.PublishAt.Time, ExpiresAt: p.ExpiresAt.Time,
	}
	it.Body = func() (html, text string, err error) {
		body, err := s.PublicBody(words)
		if err != nil {
			return "", "", err
		}
		html, text = portable.Body(body, s.Absolute(words.Path))
		return html, text, nil
	}
	if p.Kind == content.Snippet && p.Snippet.Surface == content.TourSurface {
		it.Sections = func() (string, []Step, error) { return sections(s, p, words) }
	}
	for _, task := range p.Items {
		if task.Public {
			shown := s.Edition(task, language)
			it.Tasks = append(it.Tasks, Task{ID: task.ID, Key: task.Snippet.Key, Title: shown.Title, Path: task.Snippet.Anchor.Path})
		}
	}
	it.Release.FeatureFlag = ""
	if words.Page.Image.Dest != "" {
		it.Image = s.PublicURL(words, s.ImageDest(words))
	}
	it.Release.DocsURL = s.PublicURL(words, words.Release.DocsURL)
	it.CTA = s.PublicCTA(words)
	it.Ask = words.Ask
	return it
}

// sections cuts the public body of a tour into what stands before its steps, and the steps.
func sections(s *link.Site, p, words *link.Page) (intro string, steps []Step, err error) {
	body, err := s.PublicBody(words)
	if err != nil {
		return "", nil, err
	}
	for i, section := range fragment.Sections(string(body)) {
		html, _ := portable.Body([]byte(section.Body), s.Absolute(words.Path))
		if html = strings.TrimSpace(html); i == 0 {
			intro = html
			continue
		}
		_, title := portable.Body([]byte(section.Heading), s.Absolute(words.Path))
		step := Step{Title: title, HTML: html}
		if i <= len(p.Snippet.Steps) {
			step.Step = p.Snippet.Steps[i-1]
		}
		steps = append(steps, step)
	}
	return intro, steps, nil
}
