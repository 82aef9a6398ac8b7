package compose

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/paths"
	"headsup/generator/read/calendar"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

// Feed media types.
const (
	jsonFeedType = "application/feed+json"
	atomFeedType = "application/atom+xml"
)

func (c *Composer) makeChrome() *view.Chrome {
	chrome := &view.Chrome{
		Title:       c.Config.Title,
		Description: c.Config.Description,
		Language:    c.Interface(),
		Embed:       c.Href(paths.Manifest),
		Home:        c.Href(c.HomePath(c.language)),
		Search:      c.Href(paths.Search),
		Ask:         c.askURL(),
		BasePath:    c.BasePath(),
		Public:      c.Public,
		Generator:   c.Generator,
		Report:      c.report(),
	}
	for _, sec := range c.Sections {
		if c.Public && sec.Kind == content.Snippet {
			continue // customers see them in the product
		}
		chrome.Nav = append(chrome.Nav, view.Link{Title: c.sectionTitle(sec), URL: c.Href(sec.Path), Count: len(sec.Pages)})
	}
	if len(c.Upcoming) > 0 {
		chrome.Coming = c.Href(link.ComingFolder)
		at := 0
		if len(chrome.Nav) > 0 && c.Sections[0].Kind == content.ReleaseNote {
			at = 1
		}
		chrome.Nav = slices.Insert(chrome.Nav, at, view.Link{Title: c.words.Say("coming"), URL: chrome.Coming, Count: len(c.Upcoming)})
	}
	if c.HasInbound() {
		chrome.Inbound, chrome.Requests = c.Href(link.InboundFolder), c.Href(link.RequestsFolder)
	}
	if !c.Public && c.Has(c.Reviews) {
		chrome.Reviews = c.Href(c.Reviews)
	}
	for _, f := range c.Folders {
		if f.Kind == content.Plain && !strings.Contains(f.Dir, "/") {
			chrome.Nav = append(chrome.Nav, view.Link{Title: f.Title, URL: c.Href(f.Path), Count: len(f.Pages)})
		}
	}
	chrome.Products = c.termLinks(c.Products)
	if !c.Public { // customers have no role
		chrome.Audiences = c.termLinks(c.Audiences)
	}
	return chrome
}

// askURL is where readers ask; colleagues' address is none for customers.
func (c *Composer) askURL() string {
	if c.Public {
		return c.Config.Public.AskURL
	}
	return c.Config.AskURL
}

func (c *Composer) termLinks(terms []*link.Term) []view.Link {
	var out []view.Link
	for _, t := range terms {
		out = append(out, view.Link{Title: t.Title, URL: c.Href(t.Path), Count: len(t.Pages), ID: t.Slug()})
	}
	return out
}

// meta fills in what the head of every page needs.
func (c *Composer) meta(title, description, p string) view.Meta {
	m := view.Meta{
		Title:       title,
		Description: label.Clip(cmp.Or(description, c.about(title)), 300),
		Canonical:   c.Absolute(p),
		NoIndex:     !c.Public,
		Feeds:       c.feedLinks("", c.Config.Title),
		Locale:      locale(c.Interface()),
	}
	c.setImage(&m, c.Image)
	return m
}

// about describes a page that says nothing about itself: what it is part of.
func (c *Composer) about(title string) string {
	if title == c.Config.Title {
		return cmp.Or(c.Config.Description, title)
	}
	return title + " – " + cmp.Or(c.Config.Description, c.Config.Title)
}

func (c *Composer) feedLinks(dir, title string) []view.FeedLink {
	if !c.Has(dir + paths.JSONFeed) {
		return nil
	}
	return []view.FeedLink{
		{Title: title + " (JSON Feed)", Type: jsonFeedType, URL: c.Href(dir + paths.JSONFeed), Address: c.Absolute(dir + paths.JSONFeed)},
		{Title: title + " (Atom)", Type: atomFeedType, URL: c.Href(dir + paths.AtomFeed), Address: c.Absolute(dir + paths.AtomFeed)},
	}
}

func (c *Composer) group(id, title string, list []*link.Page, more *view.Link) view.Group {
	return view.Group{ID: id, Title: title, Cards: ofOneKind(c.cardsOf(list, homeMost)), More: more}
}

// ofOneKind leaves the kind out of cards that are all of one: what stands above
// them says it.
func ofOneKind(cards []view.Card) []view.Card {
	if slices.ContainsFunc(cards, func(c view.Card) bool { return c.Kind != cards[0].Kind }) {
		return cards
	}
	for i := range cards {
		cards[i].KindTitle = ""
	}
	return cards
}

func (c *Composer) cardsOf(list []*link.Page, most int) []view.Card {
	var out []view.Card
	for _, p := range list[:min(len(list), most)] {
		out = append(out, c.card(p))
	}
	return out
}

const cardSummary = 220 // code points of a summary on a card

// card returns a page's card.
func (c *Composer) card(p *link.Page) view.Card { return c.cards[c.shown(p)]() }

func (c *Composer) makeCard(p *link.Page) view.Card {
	card := view.Card{
		Title:     p.Title,
		URL:       c.Href(p.Path),
		Summary:   label.Clip(p.Summary(), cardSummary),
		Kind:      string(p.Kind),
		KindTitle: label.Kind(c.words, p.Kind),
		Date:      c.PageDay(p),
		Version:   p.Release.Version,
		Duration:  p.Playbook.Duration,
		Badges:    label.Badges(c.words, p.Page, c.Config.SurfaceTerms(), c.Now, c.Public),
		Products:  c.termLinks(p.Products),
		Audiences: c.termLinks(p.Audiences),
		Language:  c.foreign(p),
		For:       c.concerned(p),
		Stage:     string(p.Release.Stage),
		Plans:     p.Release.Plans,
		Runs:      p.Release.Platforms,
		Changed:   c.changed(p),
	}
	if c.language != "" && card.Language != "" {
		card.Badges = append([]view.Badge{{Class: "language", Text: c.Config.LanguageTitle(card.Language)}}, card.Badges...)
	}
	if first := p.Date.Format("2006-01-02"); !p.Date.IsZero() && !c.OnlyMonth(p) && first < card.Changed {
		card.First = first
	}
	return card
}

func (c *Composer) termCards(terms []*link.Term) []view.Card {
	var out []view.Card
	for _, t := range terms {
		out = append(out, view.Card{
			Title: t.Title, URL: c.Href(t.Path), Summary: t.Description, Count: len(t.Pages),
			Newest: c.newest(t.Pages),
		})
	}
	return out
}

// newest returns the last day on which one of some pages changed.
func (c *Composer) newest(list []*link.Page) *view.Day {
	var last calendar.Date
	for _, p := range list {
		if at := p.Modified(); at.After(last.Time) && !at.After(c.Now) {
			last = at
		}
	}
	last.Clock = false
	return label.Day(last, c.Interface())
}

func (c *Composer) listView(f *link.File) (v view.View, err error) {
	l, n, total := f.List, f.Number, f.Total
	p := l.Path + link.PagePath(n)
	shown := l.Pages[min(len(l.Pages), (n-1)*f.Size):min(len(l.Pages), n*f.Size)]
	v = view.View{Layout: "list", Path: p + "index.html", Site: c.chrome}
	list := &view.ListView{
		Title: l.Title, Total: len(l.Pages), ByMonth: l.ByMonth,
		Cards: c.cardsOf(shown, len(shown)), Pager: c.pager(l.Path, n, total),
	}
	if l.Archived {
		list.ByVersion, list.Archive = l.ByVersion, c.archive(l.Path)
		list.Filters, list.InPlace = c.filters[l](), total == 1
		if list.InPlace {
			list.Customer = c.customer()
		}
		if !list.InPlace {
			list.Faceted = c.Href(paths.Search) + "?kind=" + string(content.ReleaseNote)
		}
	}
	if l.Term == nil {
		list.Cards = ofOneKind(list.Cards)
	}
	if t := l.Term; t != nil {
		list.Facet, list.Description = t.Facet, t.Description
		if !c.Public {
			list.Owner = t.Owner
		}
		list.Feeds = c.feedLinks(t.Path, t.Title)
		list.Calendar = c.calendarLink(t.Path + paths.LaunchesCalendar)
		if n == 1 {
			v.Lead, v.Groups = c.landing(t)
			said, err := c.heard()
			if err != nil {
				return view.View{}, err
			}
			v.Lead.Asks = said.Ask[t]
			list.Landing = true
			if total == 1 && holds(v.Lead, v.Groups, list.Total) {
				list.Cards = nil
			}
			if t.Facet == "tag" && len(v.Lead.New.Cards)+len(v.Lead.Coming.Cards)+len(v.Lead.Launches.Cards) == 0 {
				v.Lead = nil // a tag has no news to wait for
			}
		}
	} else if l.Folder == nil && l.Section != "" {
		list.Feeds = c.feedLinks("", c.Config.Title)
	}
	description := list.Description
	if l.Intro != nil && n == 1 {
		if v.Page, err = c.pageView(l.Intro); err != nil {
			return view.View{}, err
		}
		description = cmp.Or(l.Intro.Summary(), description)
	}
	var alternates []view.Alternate
	if v.Page != nil {
		alternates = c.alternates(l.Intro, c.Public)
	}
	title := l.Title
	if n > 1 {
		title += c.pageNumber(n)
	}
	v.Meta = c.meta(title, description, p)
	v.Meta.Section = c.Href(l.Section)
	v.Meta.Alternates = alternates
	if l.Term != nil {
		v.Meta.Feeds = append(v.Meta.Feeds, list.Feeds...)
	}
	if v.Page != nil {
		c.setImage(&v.Meta, l.Intro.Image)
	}
	v.List = list
	v.Breadcrumbs = c.crumbs(strings.TrimSuffix(l.Path, "/"))
	return v, nil
}

// pageNumber ends the title of a page behind the first.
func (c *Composer) pageNumber(n int) string { return " – " + c.words.Say("page-number", "n", n) }

// pager shows the first and last page and two on each side of the current one.
func (c *Composer) pager(root string, n, total int) view.Pager {
	if total < 2 {
		return view.Pager{}
	}
	at := func(i int) string {
		switch {
		case i < 1 || i > total:
			return ""
		default:
			return c.Href(root + link.PagePath(i))
		}
	}
	pg := view.Pager{Number: n, Total: total, Prev: at(n - 1), Next: at(n + 1), First: at(1), Last: at(total)}
	last := 0
	for i := 1; i <= total; i++ {
		if i != 1 && i != total && (i < n-2 || i > n+2) {
			continue
		}
		if i > last+1 {
			pg.Pages = append(pg.Pages, view.Link{Title: "…"})
		}
		l := view.Link{Title: strconv.Itoa(i), URL: at(i)}
		if i == n {
			l.URL = ""
		}
		pg.Pages = append(pg.Pages, l)
		last = i
	}
	return pg
}

func (c *Composer) termsView(l *link.List) view.View {
	v := view.View{Layout: "terms", Path: l.Path + "index.html", Site: c.chrome, Meta: c.meta(l.Title, "", l.Path)}
	v.Meta.Section = c.Href(l.Section)
	v.Breadcrumbs = c.crumbs(strings.TrimSuffix(l.Path, "/"))
	v.List = &view.ListView{Title: l.Title, Cards: c.termCards(l.Terms), Total: len(l.Terms), Facet: l.Terms[0].Facet}
	return v
}

const searchMost = 200 // pages of a kind that the search page lists

// searchView lists all pages by kind, which is what the search is without
// JavaScript.
func (c *Composer) searchView() view.View {
	v := view.View{Layout: "search", Path: paths.SearchPage, Site: c.chrome, Meta: c.meta(c.words.Say("search"), "", paths.Search)}
	v.Meta.NoIndex = true
	v.Breadcrumbs = c.crumbs(strings.TrimSuffix(paths.Search, "/"))
	for _, sec := range c.Sections {
		list := sec.Pages
		if len(list) > searchMost {
			list = slices.Clone(list)
			slices.SortFunc(list, link.ByRank)
			list = list[:searchMost]
		}
		v.Groups = append(v.Groups, view.Group{
			ID: string(sec.Kind), Title: sec.Title, Cards: c.entries(list),
			More: &view.Link{Title: c.words.Say("see-all"), URL: c.Href(sec.Path), Count: len(sec.Pages)},
		})
	}
	var plain []*link.Page
	for _, p := range c.Pages {
		if p.Kind == content.Plain && p != c.Home {
			plain = append(plain, p)
		}
	}
	slices.SortStableFunc(plain, link.ByTitle)
	v.Groups = append(v.Groups, view.Group{
		ID: string(content.Plain), Title: label.Section(c.words, content.Plain), Cards: c.entries(plain),
	})
	v.Groups = slices.DeleteFunc(v.Groups, func(g view.Group) bool { return len(g.Cards) == 0 })
	return v
}

// entries returns cards that hold only what a plain list shows, so that the
// list does not change with the rest of its pages.
func (c *Composer) entries(list []*link.Page) []view.Card {
	var out []view.Card
	for _, p := range list {
		c := c.card(p)
		out = append(out, view.Card{Title: c.Title, URL: c.URL, Date: c.Date})
	}
	return out
}

func (c *Composer) notFoundView() view.View {
	v := view.View{Layout: "404", Path: "404.html", Site: c.chrome, Meta: c.meta(c.words.Say("page-not-found"), "", "404.html")}
	v.Meta.NoIndex = true
	return v
}

func (c *Composer) redirectView(f *link.File) view.View {
	title, at, to := f.To, f.Path, f.To
	if p := f.Page; p != nil {
		title, at, to = p.Title, p.Path, cmp.Or(f.To, c.Href(p.Path))
	}
	v := view.View{Layout: "redirect", Path: f.Path, Site: c.chrome, Meta: c.meta(title, "", at)}
	v.Meta.NoIndex = true
	v.Meta.Redirect = to
	v.Meta.Feeds = nil
	return v
}

func (c *Composer) contentView(p *link.Page) (v view.View, err error) {
	v = view.View{Layout: string(p.Kind), Path: paths.HTML(p.Path), Site: c.chrome}
	if v.Page, err = c.pageView(p); err != nil {
		return view.View{}, err
	}
	v.Meta = c.meta(p.Title, p.Summary(), p.Path)
	v.Meta.Language, v.Meta.Alternates = p.Language, c.alternates(p, c.Public)
	if p.Original != nil {
		if p.Landing || p.Branch {
			// Its original is the beginning of a list, which has one language.
			v.Layout = string(content.Plain)
		}
		v.Meta.Feeds = c.editionFeeds(p.Language)
	}
	v.Meta.Article, v.Meta.Locale = true, locale(cmp.Or(p.Language, c.Config.Language))
	c.setImage(&v.Meta, p.Image)
	if !p.Date.IsZero() && !c.OnlyMonth(p) {
		v.Meta.Published = p.Date.Format(time.RFC3339)
	}
	if m := p.Modified(); !m.IsZero() && !(c.OnlyMonth(p) && p.Updated.IsZero()) {
		v.Meta.Modified = m.Format(time.RFC3339)
	}
	if p.Section != nil {
		v.Meta.Section = c.Href(p.Section.Path)
	} else if i := strings.IndexByte(p.Origin().Path, '/'); i > 0 {
		v.Meta.Section = c.Href(p.Origin().Path[:i+1])
	}
	v.Breadcrumbs = c.crumbs(strings.TrimSuffix(p.Origin().Path, "/"))
	return v, nil
}

// crumbs returns links to what is above a path, as far as it has pages.
func (c *Composer) crumbs(p string) []view.Link {
	out := []view.Link{{Title: c.words.Say("home"), URL: c.chrome.Home}}
	segments := strings.Split(p, "/")
	for i := 1; i < len(segments); i++ {
		up := strings.Join(segments[:i], "/") + "/"
		if !c.Has(up) {
			if pg := c.PageAt(up); pg == nil || !pg.Included {
				continue
			}
		}
		out = append(out, view.Link{Title: c.pathTitle(up), URL: c.Href(up)})
	}
	return out
}

// pathTitle names a list or page by its path.
func (c *Composer) pathTitle(p string) string {
	for _, sec := range c.Sections {
		if sec.Path == p {
			return c.sectionTitle(sec)
		}
	}
	if pg := c.PageAt(p); pg != nil && pg.Included {
		return pg.Title
	}
	for _, f := range c.Folders {
		if f.Path == p {
			return f.Title
		}
	}
	segments := strings.Split(strings.Trim(p, "/"), "/")
	return label.Title(segments[len(segments)-1])
}

// pageView makes the view of a page without its body, see [Composer.Fill].
func (c *Composer) pageView(p *link.Page) (*view.PageView, error) {
	lang := c.Interface()
	v := &view.PageView{
		Kind: string(p.Kind), KindTitle: label.Kind(c.words, p.Kind),
		Title: p.Title, URL: c.Href(p.Path),
		Summary:    p.Summary(),
		OwnSummary: p.Page.Summary != "" && !strings.HasPrefix(p.Shown.Summary, p.Page.Summary),
		TOC:        outline(p.Shown.Headings),
		Tree:       c.tree(p),

		Date: c.PageDay(p), Updated: label.Day(p.Updated, lang),
		ExpiresAt: label.Day(p.ExpiresAt, lang),
		Badges:    label.Badges(c.words, p.Page, c.Config.SurfaceTerms(), c.Now, c.Public),
		Products:  c.termLinks(p.Products),
		Audiences: c.termLinks(p.Audiences),
		Tags:      c.termLinks(p.Tags),
		Questions: c.questions(p),
		Changed:   c.changed(p),
		Language:  p.Language,
	}
	v.Editions = editionsOf(c.alternates(p, c.Public))
	// A picture that the body shows is not shown twice.
	if u := c.URL(p, p.Image, false); u != "" &&
		!slices.ContainsFunc(p.Links, func(t link.Target) bool { return t.Asset != nil && t.Asset == p.Image.Asset }) {
		v.Image = &view.Image{URL: u}
		if a := p.Image.Asset; a != nil {
			v.Image.Width, v.Image.Height = a.Width, a.Height
		}
	}
	v.CTA = c.cta(p)
	if p.Launch != nil {
		c := c.card(p.Launch.ShownIn(p.Language))
		v.Launch = &c
	}
	for _, q := range c.Related(p.Origin()) {
		v.Related = append(v.Related, c.card(q.ShownIn(p.Language)))
	}
	v.Prev, v.Next = c.neighbour(p.Prev), c.neighbour(p.Next)
	if !c.Public {
		c.addInternal(v, p)
	}
	if err := c.addUpkeep(v, p); err != nil {
		return nil, err
	}
	v.Markdown = c.Href(paths.MarkdownOf(p.Path))
	v.Share, v.Acknowledge = c.share(p), c.acknowledge(p)
	switch p.Kind {
	case content.ReleaseNote:
		v.Release = c.releaseView(p)
	case content.Launch:
		if p.Release.Stage != "" {
			v.Release = c.releaseView(p)
		}
		v.Pieces = c.pieces(p)
		if !p.Landing {
			v.Plan = c.launchView(p)
		}
	case content.Playbook:
		v.Playbook, v.TOC = c.playbookView(p), stepOutline(p)
	case content.Snippet:
		v.Snippet = c.snippetView(p)
	}
	return v, nil
}

// questions are what a page answers. Customers find it by them, and read the answer.
func (c *Composer) questions(p *link.Page) []string {
	if c.Public {
		return nil
	}
	return p.Questions
}

// addInternal adds what only internal readers see.
func (c *Composer) addInternal(v *view.PageView, p *link.Page) {
	lang := c.Interface()
	v.ReviewBy = label.Day(p.ReviewBy, lang)
	if p.Visibility == content.Public {
		v.PublishAt = label.Day(p.PublishAt, lang)
	}
	v.Owner = label.Term(c.Config.OwnerTerms(), p.Owner)
	v.Source = p.Source
	v.Loop = c.loopView(p)
	c.addActions(v, p)
	for _, e := range p.Extra {
		v.Extra = append(v.Extra, view.Row{Label: label.Title(e.Key), Value: e.Value})
	}
	if p.Draft {
		v.Notices = append(v.Notices, c.words.Say("notice-draft"))
	}
	if p.Appears().After(c.Now) {
		v.Notices = append(v.Notices, c.words.Say("notice-held-back", "date", label.Date(p.Appears(), lang).Text))
	}
	if p.Awaits(c.Now) {
		v.Notices = append(v.Notices, c.words.Say("notice-embargo", "date", c.BeginsDay(p).Text))
	}
	if !p.ExpiresAt.IsZero() && !p.ExpiresAt.After(c.Now) {
		v.Notices = append(v.Notices, c.words.Say("notice-expired", "date", label.Date(p.ExpiresAt, lang).Text))
	}
	if p.Snippet.Withdrawn {
		v.Notices = append(v.Notices, c.words.Say("notice-withdrawn"))
	}
	if !p.ReviewBy.IsZero() && !p.ReviewBy.After(c.Now) {
		v.Notices = append(v.Notices, c.words.Say("review-was-due", "date", label.Date(p.ReviewBy, lang).Text))
	}
}

func (c *Composer) neighbour(p *link.Page) *view.Link {
	if p == nil {
		return nil
	}
	return &view.Link{Title: p.Title, URL: c.Href(p.Path)}
}

// cta returns the page's call to action; one that leads to nothing in this
// build is left out.
func (c *Composer) cta(p *link.Page) *view.Link {
	u := c.URL(p, p.CTA, false)
	if u == "" {
		return nil
	}
	return &view.Link{Title: cmp.Or(p.Page.CTA.Label, u), URL: u}
}

func (c *Composer) releaseView(p *link.Page) *view.ReleaseView {
	r := &view.ReleaseView{
		Version: p.Release.Version, Breaking: p.Release.Breaking,
		Impact: c.impact(p.Release.Impact), DocsURL: c.URL(p, p.Docs, false),
	}
	if p.Release.Stage != "" {
		r.Stage = label.Stage(c.words, p.Release.Stage)
	}
	for _, id := range p.Release.Plans {
		r.Plans = append(r.Plans, label.Term(c.Config.Plans, id))
	}
	for _, id := range p.Release.Platforms {
		r.Platforms = append(r.Platforms, label.Term(c.Config.Platforms, id))
	}
	if !c.Public {
		r.FeatureFlag, r.Confidence = p.Release.FeatureFlag, c.confidence(p)
	}
	return r
}

// impact names the impact of a release note, "" for none.
func (c *Composer) impact(impact content.Impact) string {
	if impact == "" {
		return ""
	}
	return c.words.Say("impact-" + string(impact))
}

func (c *Composer) snippetView(p *link.Page) *view.SnippetView {
	d := p.Snippet
	v := &view.SnippetView{Key: d.Key, Surface: d.Surface, Dismissible: d.Dismissible}
	if cta := c.PublicCTA(p); cta.URL != "" {
		v.CTA = &view.Link{Title: cta.Label, URL: cta.URL}
	}
	addRow := func(label, value string) {
		if value != "" {
			v.Rows = append(v.Rows, view.Row{Label: label, Value: value})
		}
	}
	add := func(key, value string) { addRow(c.words.Say(key), value) }
	add("shown-on", d.Anchor.Path)
	add("anchored-to", d.Anchor.Selector)
	add("trigger", d.Trigger)
	for _, row := range c.targetRows(&d.Target) {
		addRow(row.Label, row.Value)
	}
	if d.Priority != 0 {
		add("priority", strconv.Itoa(d.Priority))
	}
	if d.Frequency.Max > 0 {
		add("frequency", c.words.Count("at-most-per-"+cmp.Or(d.Frequency.Per, "ever"), d.Frequency.Max))
	}
	add("group", d.Group)
	if p.CTA.None() && p.Page.CTA.URL != "" {
		add("call-to-action", strings.TrimSpace(p.Page.CTA.Label+" → "+p.Page.CTA.URL))
	}
	if !d.Dismissible {
		add("dismissible", c.words.Say("no"))
	}
	for i, s := range d.Steps {
		step := view.TourStep{Selector: s.Selector, Path: s.Path, Advance: c.advance(s.Advance)}
		v.Steps = append(v.Steps, step)
		row := slices.DeleteFunc([]string{s.Selector, s.Path, step.Advance}, func(text string) bool { return text == "" })
		addRow(c.words.Say("tour-step", "n", strconv.Itoa(i+1)), cmp.Or(strings.Join(row, " · "), c.words.Say("in-a-corner")))
	}
	for _, q := range p.Origin().Items {
		if q.Included {
			v.Items = append(v.Items, c.card(q.ShownIn(p.Language)))
		}
	}
	return v
}

// advance says what leads on from a step of a tour, "" for a button.
func (c *Composer) advance(a content.Advance) string {
	switch {
	case a.Click:
		return c.words.Say("advance-click")
	case a.Visible != "":
		return c.words.Say("advance-visible", "what", a.Visible)
	case a.Path != "":
		return c.words.Say("advance-path", "what", a.Path)
	}
	return ""
}

// targetRows says for whom a snippet is.
func (c *Composer) targetRows(t *content.Target) []view.Row {
	rows := c.listRows(&t.Lists)
	for _, row := range c.listRows(&t.Not) {
		rows = append(rows, view.Row{Label: row.Label, Value: c.words.Say("all-but", "what", row.Value)})
	}
	bounds := func(all map[string]content.Bounds, say func(word string, n float64) string) {
		for _, name := range slices.Sorted(maps.Keys(all)) {
			var said []string
			for _, word := range slices.Sorted(maps.Keys(all[name])) {
				said = append(said, say(strings.ReplaceAll(word, "_", "-"), all[name][word]))
			}
			rows = append(rows, view.Row{Label: name, Value: strings.Join(said, ", ")})
		}
	}
	bounds(t.Since, func(word string, n float64) string { return c.words.Count("since-"+word, int(n)) })
	plain := func(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
	bounds(t.Numbers, func(word string, n float64) string { return c.words.Say("number-"+word, "n", plain(n)) })
	share := ""
	if s := t.Share; s.From > 0 {
		share = c.words.Say("share-between", "min", plain(s.From), "max", plain(s.To))
	} else if s.To > 0 {
		share = c.words.Say("share-of", "n", plain(s.To))
	}
	for _, row := range []view.Row{
		{Label: "share", Value: share},
		{Label: "experiment", Value: t.Experiment},
		{Label: "shown-from", Value: c.clock(t.From)},
		{Label: "shown-until", Value: c.clock(t.Until)},
	} {
		rows = append(rows, view.Row{Label: c.words.Say(row.Label), Value: row.Value})
	}
	return rows
}

// clock says a target's time; one without an offset is that of each person's clock.
func (c *Composer) clock(text string) string {
	if at, err := time.Parse("2006-01-02T15:04:05", text); err == nil {
		return c.words.Say("local-time", "time", at.Format("2006-01-02 15:04"))
	}
	return text
}

func (c *Composer) listRows(l *content.Lists) (rows []view.Row) {
	add := func(label, value string) {
		if value != "" {
			rows = append(rows, view.Row{Label: label, Value: value})
		}
	}
	for _, of := range []struct {
		key  string
		list []string
	}{
		{"plans", l.Plans},
		{"roles", l.Roles},
		{"platforms", l.Platforms},
		{"segments", l.Segments},
		{"languages", l.Locales},
		{"flags", l.Flags},
	} {
		add(c.words.Say(of.key), strings.Join(of.list, ", "))
	}
	for _, r := range l.Versions {
		text := c.words.Say("versions-from", "min", r.MinInclusive)
		switch {
		case r.MinInclusive != "" && r.MaxExclusive != "":
			text = c.words.Say("versions-between", "min", r.MinInclusive, "max", r.MaxExclusive)
		case r.MaxExclusive != "":
			text = c.words.Say("versions-before", "max", r.MaxExclusive)
		case r.MinInclusive == "":
			text = ""
		}
		add(cmp.Or(r.Component, c.words.Say("version")), text)
	}
	return rows
}

// pieces lists what belongs to a launch, by kind.
func (c *Composer) pieces(p *link.Page) []view.Group {
	var out []view.Group
	for _, k := range content.Kinds() {
		var list []*link.Page
		for _, q := range p.Pieces {
			if q.Kind == k {
				list = append(list, q.ShownIn(p.Language))
			}
		}
		if len(list) > 0 {
			out = append(out, view.Group{ID: string(k), Title: label.Section(c.words, k), Cards: ofOneKind(c.cardsOf(list, len(list)))})
		}
	}
	return out
}

// changed returns the day on which a page says that it last changed, "" while
// that day has not come.
func (c *Composer) changed(p *link.Page) string {
	at := p.Modified()
	if at.IsZero() || at.After(c.Now) {
		return ""
	}
	return at.Format("2006-01-02")
}
