package link

import (
	"cmp"
	"headsup/generator/view"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/publish/paths"
	"headsup/generator/read/calendar"
)

// Feed media types.
const (
	jsonFeedType = "application/feed+json"
	atomFeedType = "application/atom+xml"
)

func (s *Site) makeChrome() *view.Chrome {
	c := &view.Chrome{
		Title:       s.in.Config.Title,
		Description: s.in.Config.Description,
		Language:    s.in.Config.Language,
		Embed:       s.href(paths.Manifest),
		Home:        s.href(""),
		Search:      s.href(paths.Search),
		Ask:         s.in.Config.AskURL,
		BasePath:    s.basePath,
		Public:      s.in.Public,
		Generator:   s.in.Generator,
	}
	for _, sec := range s.sections {
		c.Nav = append(c.Nav, view.Link{Title: sec.title, URL: s.href(sec.path), Count: len(sec.pages)})
	}
	if len(s.upcoming) > 0 {
		c.Coming = s.href(comingFolder)
		at := 0
		if len(c.Nav) > 0 && s.sections[0].kind == content.ReleaseNote {
			at = 1
		}
		c.Nav = slices.Insert(c.Nav, at, view.Link{Title: "Coming", URL: c.Coming, Count: len(s.upcoming)})
	}
	for _, f := range s.folders {
		if f.kind == content.Plain && !strings.Contains(f.dir, "/") {
			c.Nav = append(c.Nav, view.Link{Title: f.title, URL: s.href(f.path), Count: len(f.pages)})
		}
	}
	c.Products = s.termLinks(s.products)
	c.Audiences = s.termLinks(s.audiences)
	return c
}

func (s *Site) termLinks(terms []*term) []view.Link {
	var out []view.Link
	for _, t := range terms {
		out = append(out, view.Link{Title: t.title, URL: s.href(t.path), Count: len(t.pages), ID: t.slug()})
	}
	return out
}

// meta fills in what the head of every page needs.
func (s *Site) meta(title, description, p string) view.Meta {
	m := view.Meta{
		Title:       title,
		Description: clip(cmp.Or(description, s.about(title)), 300),
		Canonical:   s.absolute(p),
		NoIndex:     !s.in.Public,
		Feeds:       s.feedLinks("", s.in.Config.Title),
		Locale:      locale(s.in.Config.Language),
	}
	s.setImage(&m, s.image)
	return m
}

// about describes a page that says nothing about itself: what it is part of.
func (s *Site) about(title string) string {
	if title == s.in.Config.Title {
		return cmp.Or(s.in.Config.Description, title)
	}
	return title + " – " + cmp.Or(s.in.Config.Description, s.in.Config.Title)
}

func (s *Site) feedLinks(dir, title string) []view.FeedLink {
	if _, ok := s.generated[dir+paths.JSONFeed]; !ok {
		return nil
	}
	return []view.FeedLink{
		{Title: title + " (JSON Feed)", Type: jsonFeedType, URL: s.href(dir + paths.JSONFeed), Address: s.absolute(dir + paths.JSONFeed)},
		{Title: title + " (Atom)", Type: atomFeedType, URL: s.href(dir + paths.AtomFeed), Address: s.absolute(dir + paths.AtomFeed)},
	}
}

func (s *Site) group(id, title string, list []*page, more *view.Link) view.Group {
	return view.Group{ID: id, Title: title, Cards: ofOneKind(s.cards(list, homeMost)), More: more}
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

func (s *Site) cards(list []*page, most int) []view.Card {
	var out []view.Card
	for _, p := range list[:min(len(list), most)] {
		out = append(out, s.card(p))
	}
	return out
}

const cardSummary = 220 // code points of a summary on a card

// card returns a page's card, which is made once: a page is in many lists.
func (s *Site) card(p *page) view.Card {
	p.cardOnce.Do(func() { p.cardMade = s.makeCard(p) })
	return p.cardMade
}

func (s *Site) makeCard(p *page) view.Card {
	c := view.Card{
		Title:     p.title,
		URL:       s.href(p.path),
		Summary:   clip(p.summary(), cardSummary),
		Kind:      string(p.Kind),
		KindTitle: kindTitles[p.Kind],
		Date:      s.pageDay(p),
		Version:   p.Release.Version,
		Duration:  p.Playbook.Duration,
		Badges:    s.badges(p),
		Products:  s.termLinks(p.products),
		Audiences: s.termLinks(p.auds),
		Language:  p.Language,
		For:       s.concerned(p),
		Stage:     string(p.Release.Stage),
		Changed:   s.changed(p),
	}
	if first := p.Date.Format("2006-01-02"); !p.Date.IsZero() && first < c.Changed {
		c.First = first
	}
	return c
}

func (s *Site) termCards(terms []*term) []view.Card {
	var out []view.Card
	for _, t := range terms {
		out = append(out, view.Card{
			Title: t.title, URL: s.href(t.path), Summary: t.description, Count: len(t.pages),
			Newest: s.newest(t.pages),
		})
	}
	return out
}

// newest returns the last day on which one of some pages changed.
func (s *Site) newest(list []*page) *view.Day {
	var last calendar.Date
	for _, p := range list {
		if at := p.modified(); at.After(last.Time) && !at.After(s.in.Now) {
			last = at
		}
	}
	last.Clock = false
	return dayOf(last, s.in.Config.Language)
}

func (s *Site) listView(l listing, n, total int) (v view.View, err error) {
	p := l.path
	if n > 1 {
		p += pagePath(n)
	}
	size := s.in.Config.PageSize
	shown := l.pages[min(len(l.pages), (n-1)*size):min(len(l.pages), n*size)]
	v = view.View{Layout: "list", Path: p + "index.html", Site: s.chrome}
	list := &view.ListView{
		Title: l.title, Total: len(l.pages), ByMonth: l.byMonth,
		Cards: s.cards(shown, len(shown)), Pager: s.pager(l.path, n, total),
	}
	if l.archived {
		list.ByVersion, list.Archive = l.byVersion, s.archive(l.path)
		list.Filters, list.InPlace = s.noteFilters(l), total == 1
		if !list.InPlace {
			list.Faceted = s.href(paths.Search) + "?kind=" + string(content.ReleaseNote)
		}
	}
	if l.term == nil {
		list.Cards = ofOneKind(list.Cards)
	}
	if t := l.term; t != nil {
		list.Facet, list.Description = t.facet, t.description
		if !s.in.Public {
			list.Owner = t.owner
		}
		list.Feeds = s.feedLinks(t.path, t.title)
		list.Calendar = s.calendarLink(t.path + paths.LaunchesCalendar)
		if n == 1 {
			v.Lead, v.Groups = s.landing(t)
			list.Landing = true
			if total == 1 && holds(v.Lead, v.Groups, list.Total) {
				list.Cards = nil
			}
			if t.facet == "tag" && len(v.Lead.New.Cards)+len(v.Lead.Coming.Cards)+len(v.Lead.Launches.Cards) == 0 {
				v.Lead = nil // a tag has no news to wait for
			}
		}
	} else if l.folder == nil && l.section != "" {
		list.Feeds = s.feedLinks("", s.in.Config.Title)
	}
	description := list.Description
	if l.intro != nil && n == 1 {
		if v.Page, err = s.pageView(l.intro); err != nil {
			return view.View{}, err
		}
		description = cmp.Or(l.intro.summary(), description)
	}
	var alternates []view.Alternate
	if v.Page != nil {
		alternates = s.alternates(l.intro, s.in.Public)
	}
	title := l.title
	if n > 1 {
		title += pageNumber(n)
	}
	v.Meta = s.meta(title, description, p)
	v.Meta.Section = s.href(l.section)
	v.Meta.Alternates = alternates
	if l.term != nil {
		v.Meta.Feeds = append(v.Meta.Feeds, list.Feeds...)
	}
	if v.Page != nil {
		s.setImage(&v.Meta, l.intro.image)
	}
	v.List = list
	v.Breadcrumbs = s.crumbs(strings.TrimSuffix(l.path, "/"))
	return v, nil
}

// pageNumber ends the title of a page behind the first.
func pageNumber(n int) string { return " – page " + strconv.Itoa(n) }

// pager shows the first and last page and two on each side of the current one.
func (s *Site) pager(root string, n, total int) view.Pager {
	if total < 2 {
		return view.Pager{}
	}
	at := func(i int) string {
		switch {
		case i < 1 || i > total:
			return ""
		case i == 1:
			return s.href(root)
		default:
			return s.href(root + pagePath(i))
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

func (s *Site) termsView(title, root string, terms []*term) (view.View, error) {
	v := view.View{Layout: "terms", Path: root + "index.html", Site: s.chrome, Meta: s.meta(title, "", root)}
	v.Meta.Section = s.href(root)
	v.Breadcrumbs = s.crumbs(strings.TrimSuffix(root, "/"))
	v.List = &view.ListView{Title: title, Cards: s.termCards(terms), Total: len(terms), Facet: terms[0].facet}
	return v, nil
}

const searchMost = 200 // pages of a kind that the search page lists

// searchView lists all pages by kind, which is what the search is without
// JavaScript.
func (s *Site) searchView() (view.View, error) {
	v := view.View{Layout: "search", Path: paths.SearchPage, Site: s.chrome, Meta: s.meta("Search", "", paths.Search)}
	v.Meta.NoIndex = true
	v.Breadcrumbs = s.crumbs(strings.TrimSuffix(paths.Search, "/"))
	for _, sec := range s.sections {
		list := sec.pages
		if len(list) > searchMost {
			list = slices.Clone(list)
			slices.SortFunc(list, byRank)
			list = list[:searchMost]
		}
		v.Groups = append(v.Groups, view.Group{
			ID: string(sec.kind), Title: sec.title, Cards: s.entries(list),
			More: &view.Link{Title: "All " + strings.ToLower(sec.title), URL: s.href(sec.path), Count: len(sec.pages)},
		})
	}
	var plain []*page
	for _, p := range s.pages {
		if p.Kind == content.Plain && p != s.home {
			plain = append(plain, p)
		}
	}
	slices.SortStableFunc(plain, byTitle)
	v.Groups = append(v.Groups, view.Group{ID: string(content.Plain), Title: sectionTitles[content.Plain], Cards: s.entries(plain)})
	v.Groups = slices.DeleteFunc(v.Groups, func(g view.Group) bool { return len(g.Cards) == 0 })
	return v, nil
}

// entries returns cards that hold only what a plain list shows, so that the
// list does not change with the rest of its pages.
func (s *Site) entries(list []*page) []view.Card {
	var out []view.Card
	for _, p := range list {
		c := s.card(p)
		out = append(out, view.Card{Title: c.Title, URL: c.URL, Date: c.Date})
	}
	return out
}

func (s *Site) notFoundView() (view.View, error) {
	v := view.View{Layout: "404", Path: paths.NotFound, Site: s.chrome, Meta: s.meta("Page not found", "", paths.NotFound)}
	v.Meta.NoIndex = true
	return v, nil
}

func (s *Site) redirectView(p *page, file string) (view.View, error) {
	v := view.View{Layout: "redirect", Path: file, Site: s.chrome, Meta: s.meta(p.title, "", p.path)}
	v.Meta.NoIndex = true
	v.Meta.Redirect = s.href(p.path)
	v.Meta.Feeds = nil
	return v, nil
}

func (s *Site) contentView(p *page) (v view.View, err error) {
	v = view.View{Layout: string(p.Kind), Path: p.path + "index.html", Site: s.chrome}
	if v.Page, err = s.pageView(p); err != nil {
		return view.View{}, err
	}
	v.Meta = s.meta(p.title, p.summary(), p.path)
	v.Meta.Language, v.Meta.Alternates = p.Language, s.alternates(p, s.in.Public)
	if p.original != nil {
		if p.landing || p.branch {
			// Its original is the beginning of a list, which has one language.
			v.Layout = string(content.Plain)
		}
		if l, ok := s.in.Config.LanguageByID(p.Language); ok && slices.Contains(s.spoken, l.ID) {
			v.Meta.Feeds = s.feedLinks(l.Dir(), s.in.Config.Title+" ("+l.Title+")")
		}
	}
	v.Meta.Article, v.Meta.Locale = true, locale(cmp.Or(p.Language, s.in.Config.Language))
	s.setImage(&v.Meta, p.image)
	if !p.Date.IsZero() && !s.onlyMonth(p) {
		v.Meta.Published = p.Date.Format(time.RFC3339)
	}
	if m := p.modified(); !m.IsZero() && !(s.onlyMonth(p) && p.Updated.IsZero()) {
		v.Meta.Modified = m.Format(time.RFC3339)
	}
	if p.section != nil {
		v.Meta.Section = s.href(p.section.path)
	} else if i := strings.IndexByte(p.source().path, '/'); i > 0 {
		v.Meta.Section = s.href(p.source().path[:i+1])
	}
	v.Breadcrumbs = s.crumbs(strings.TrimSuffix(p.source().path, "/"))
	return v, nil
}

// crumbs returns links to what is above a path, as far as it has pages.
func (s *Site) crumbs(p string) []view.Link {
	out := []view.Link{{Title: "Home", URL: s.href("")}}
	segments := strings.Split(p, "/")
	for i := 1; i < len(segments); i++ {
		up := strings.Join(segments[:i], "/") + "/"
		if _, ok := s.generated[up]; !ok {
			if pg := s.byPath[strings.ToLower(up)]; pg == nil || !pg.included {
				continue
			}
		}
		out = append(out, view.Link{Title: s.pathTitle(up), URL: s.href(up)})
	}
	return out
}

// pathTitle names a list or page by its path.
func (s *Site) pathTitle(p string) string {
	for _, sec := range s.sections {
		if sec.path == p {
			return sec.title
		}
	}
	if pg := s.byPath[strings.ToLower(p)]; pg != nil && pg.included {
		return pg.title
	}
	for _, f := range s.folders {
		if f.path == p {
			return f.title
		}
	}
	segments := strings.Split(strings.Trim(p, "/"), "/")
	return titleCase(segments[len(segments)-1])
}

func (s *Site) pageView(p *page) (*view.PageView, error) {
	body, err := s.body(p)
	if err != nil {
		return nil, err
	}
	lang := s.in.Config.Language
	v := &view.PageView{
		Kind: string(p.Kind), KindTitle: kindTitles[p.Kind],
		Title: p.title, URL: s.href(p.path),
		Summary: p.summary(),
		Lead:    p.Summary != "" && !strings.HasPrefix(p.frag.Summary, p.Summary),
		Body:    template.HTML(body),
		TOC:     outline(p.frag.Headings),

		Date: s.pageDay(p), Updated: dayOf(p.Updated, lang),
		ExpiresAt: dayOf(p.ExpiresAt, lang),
		Badges:    s.badges(p),
		Products:  s.termLinks(p.products),
		Audiences: s.termLinks(p.auds),
		Tags:      s.termLinks(p.tags),
		Questions: p.Questions,
		Changed:   s.changed(p),
		Language:  p.Language,
	}
	for _, a := range s.alternates(p, s.in.Public) {
		if a.Title != "" && !a.Current {
			v.Editions = append(v.Editions, a)
		}
	}
	// A picture that the body shows is not shown twice.
	if u := s.url(p, p.image, false); u != "" && !slices.ContainsFunc(p.links, func(t target) bool { return t.asset != nil && t.asset == p.image.asset }) {
		v.Image = &view.Image{URL: u}
		if a := p.image.asset; a != nil {
			v.Image.Width, v.Image.Height = a.Width, a.Height
		}
	}
	v.CTA = s.cta(p)
	if p.launch != nil {
		c := s.card(p.launch.shownIn(p.Language))
		v.Launch = &c
	}
	for _, q := range s.related(p.source()) {
		v.Related = append(v.Related, s.card(q.shownIn(p.Language)))
	}
	v.Prev, v.Next = s.neighbour(p.prev), s.neighbour(p.next)
	if !s.in.Public {
		s.addInternal(v, p)
	}
	s.addUpkeep(v, p)
	v.Markdown = s.href(p.path + paths.Markdown)
	switch p.Kind {
	case content.ReleaseNote:
		v.Release = s.releaseView(p)
	case content.Launch:
		if p.Release.Stage != "" {
			v.Release = s.releaseView(p)
		}
		v.Pieces = s.pieces(p)
		if !p.landing {
			v.Plan = s.launchView(p)
		}
	case content.Playbook:
		v.Playbook, v.TOC = s.playbookView(p), stepOutline(p, body)
	case content.Snippet:
		if v.Snippet, err = s.snippetView(p); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// addInternal adds what only internal readers see.
func (s *Site) addInternal(v *view.PageView, p *page) {
	lang := s.in.Config.Language
	v.ReviewBy, v.PublishAt = dayOf(p.ReviewBy, lang), dayOf(p.PublishAt, lang)
	v.Owner = termTitle(s.in.Config.Owners, p.Owner)
	v.Source = p.Source
	s.addActions(v, p)
	for _, e := range p.Extra {
		v.Extra = append(v.Extra, view.Row{Label: titleCase(e.Key), Value: e.Value})
	}
	if p.Draft {
		v.Notices = append(v.Notices, "This is a draft. It is not published.")
	}
	if p.PublishAt.After(s.in.Now) {
		v.Notices = append(v.Notices, "Under embargo until "+day(p.PublishAt, english(lang)).Text+". Do not share it.")
	}
	if !p.ExpiresAt.IsZero() && !p.ExpiresAt.After(s.in.Now) {
		v.Notices = append(v.Notices, "Expired on "+day(p.ExpiresAt, english(lang)).Text+".")
	}
	if p.Snippet.Withdrawn {
		v.Notices = append(v.Notices, "Withdrawn: the product no longer shows it.")
	}
	if !p.ReviewBy.IsZero() && !p.ReviewBy.After(s.in.Now) {
		v.Notices = append(v.Notices, "Its review was due on "+day(p.ReviewBy, english(lang)).Text+".")
	}
}

func (s *Site) neighbour(p *page) *view.Link {
	if p == nil {
		return nil
	}
	return &view.Link{Title: p.title, URL: s.href(p.path)}
}

// cta returns the page's call to action; one that leads to nothing in this
// build is left out.
func (s *Site) cta(p *page) *view.Link {
	u := s.url(p, p.cta, false)
	if u == "" {
		return nil
	}
	return &view.Link{Title: cmp.Or(p.CTA.Label, u), URL: u}
}

func (s *Site) releaseView(p *page) *view.ReleaseView {
	r := &view.ReleaseView{
		Version: p.Release.Version, Breaking: p.Release.Breaking,
		Impact: titleCase(string(p.Release.Impact)), DocsURL: s.url(p, p.docs, false),
	}
	if p.Release.Stage != "" {
		r.Stage = stageBadge(p.Release.Stage)
	}
	for _, id := range p.Release.Plans {
		r.Plans = append(r.Plans, termTitle(s.in.Config.Plans, id))
	}
	for _, id := range p.Release.Platforms {
		r.Platforms = append(r.Platforms, termTitle(s.in.Config.Platforms, id))
	}
	if !s.in.Public {
		r.FeatureFlag, r.Confidence = p.Release.FeatureFlag, s.confidence(p)
	}
	return r
}

func (s *Site) snippetView(p *page) (*view.SnippetView, error) {
	d := p.Snippet
	v := &view.SnippetView{Key: d.Key, Surface: d.Surface, Dismissible: d.Dismissible}
	body, err := s.publicBody(p)
	if err != nil {
		return nil, err
	}
	shown, _ := feedBody(body, s.absolute(p.path))
	v.Shown = template.HTML(shown) //nolint:gosec // sanitised for pages of other people
	if cta := s.itemCTA(p); cta.URL != "" {
		v.CTA = &view.Link{Title: cta.Label, URL: cta.URL}
	}
	add := func(label, value string) {
		if value != "" {
			v.Rows = append(v.Rows, view.Row{Label: label, Value: value})
		}
	}
	add("Shown on", d.Anchor.Path)
	add("Anchored to", d.Anchor.Selector)
	add("Trigger", d.Trigger)
	add("Plans", strings.Join(d.Target.Plans, ", "))
	add("Roles", strings.Join(d.Target.Roles, ", "))
	add("Platforms", strings.Join(d.Target.Platforms, ", "))
	add("Segments", strings.Join(d.Target.Segments, ", "))
	add("Languages", strings.Join(d.Target.Locales, ", "))
	add("Flags", strings.Join(d.Target.Flags, ", "))
	for _, r := range d.Target.Versions {
		text := ""
		if r.MinInclusive != "" {
			text = "from " + r.MinInclusive
		}
		if r.MaxExclusive != "" {
			text = strings.TrimSpace(text + " up to, but not including, " + r.MaxExclusive)
		}
		add(cmp.Or(r.Component, "Version"), text)
	}
	if d.Priority != 0 {
		add("Priority", strconv.Itoa(d.Priority))
	}
	if d.Frequency.Max > 0 {
		text := "at most " + strconv.Itoa(d.Frequency.Max) + " times"
		if d.Frequency.Max == 1 {
			text = "once"
		}
		switch d.Frequency.Per {
		case "", "ever":
		default:
			text += " per " + d.Frequency.Per
		}
		add("Frequency", text)
	}
	add("Group", d.Group)
	if p.cta.none() && p.CTA.URL != "" {
		add("Call to action", strings.TrimSpace(p.CTA.Label+" → "+p.CTA.URL))
	}
	if !d.Dismissible {
		add("Dismissible", "no")
	}
	return v, nil
}

// pieces lists what belongs to a launch, by kind.
func (s *Site) pieces(p *page) []view.Group {
	var out []view.Group
	for _, k := range content.Kinds() {
		var list []*page
		for _, q := range p.pieces {
			if q.Kind == k {
				list = append(list, q.shownIn(p.Language))
			}
		}
		if len(list) > 0 {
			out = append(out, view.Group{ID: string(k), Title: sectionTitles[k], Cards: ofOneKind(s.cards(list, len(list)))})
		}
	}
	return out
}

func (s *Site) badges(p *page) []view.Badge {
	var out []view.Badge
	if p.Release.Stage != "" {
		out = append(out, stageBadge(p.Release.Stage))
	}
	if p.Release.Breaking {
		out = append(out, view.Badge{Class: "breaking", Text: "Breaking"})
	}
	if p.Release.Impact == content.High {
		out = append(out, view.Badge{Class: "impact-high", Text: "High impact"})
	}
	if p.Kind == content.Snippet && p.Snippet.Surface != "" {
		out = append(out, view.Badge{Class: "surface", Text: termTitle(s.in.Config.SurfaceTerms(), p.Snippet.Surface)})
	}
	if s.in.Public {
		return out
	}
	if p.Draft {
		out = append(out, view.Badge{Class: "draft", Text: "Draft"})
	}
	if p.PublishAt.After(s.in.Now) {
		out = append(out, view.Badge{Class: "embargo", Text: "Embargo"})
	}
	if !p.ExpiresAt.IsZero() && !p.ExpiresAt.After(s.in.Now) {
		out = append(out, view.Badge{Class: "expired", Text: "Expired"})
	}
	if p.Snippet.Withdrawn {
		out = append(out, view.Badge{Class: "withdrawn", Text: "Withdrawn"})
	}
	if p.Visibility == content.Public {
		out = append(out, view.Badge{Class: "public", Text: "Public"})
	}
	return out
}

func stageBadge(st content.Stage) view.Badge {
	text := titleCase(string(st))
	if st == content.GA {
		text = "GA"
	}
	return view.Badge{Class: "stage-" + string(st), Text: text}
}

func termTitle(terms []content.Term, id string) string {
	for _, t := range terms {
		if t.ID == id {
			return cmp.Or(t.Title, titleCase(id))
		}
	}
	return id
}

// clip shortens a text to a number of code points, at a word's end.
func clip(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	cut := string(r[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.–-") + "…"
}

// changed returns the day on which a page says that it last changed, "" while
// that day has not come.
func (s *Site) changed(p *page) string {
	at := p.modified()
	if at.IsZero() || at.After(s.in.Now) {
		return ""
	}
	return at.Format("2006-01-02")
}
