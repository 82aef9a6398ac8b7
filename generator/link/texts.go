package link

import (
	"bytes"
	"path"
	"runtime"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/sync/errgroup"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/publish/paths"
	"headsup/generator/read/calendar"
)

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

// Texts calls yield with what readers of feeds and public builds may see or, when
// public is false, with what they must not: everything on pages that are not
// public, the audience blocks and actions of those that are, and products that
// no public page names. It calls yield from several goroutines, the texts of one
// page in order.
func (s *Site) Texts(public bool, yield func(Text)) error {
	say := teller(yield)
	s.configTexts(public, say)
	all := s.allFiles()
	var group errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		group.Go(func() error {
			for i := w; i < len(all); i += workers {
				if err := s.pageTexts(all[i], public, say); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// PublicTexts calls yield with what the pages with these ids, of items or of
// documents, say to readers of feeds in sentences, in all languages: a part of what [Site.Texts] gives, and most of what pages
// that are alike have in common.
func (s *Site) PublicTexts(ids []string, yield func(Text)) error {
	say := teller(yield)
	for _, id := range ids {
		id, _, _ = strings.Cut(id, editionMark)
		p, ok := s.byID[id]
		if !ok {
			continue
		}
		if s.retracted(p) {
			say(p, Name, p.id)
		}
		for _, q := range append([]*page{p}, p.translations...) {
			if !q.public {
				continue
			}
			if err := s.sentences(q, true, say); err != nil {
				return err
			}
		}
	}
	return nil
}

// sayer takes texts of a page, or of the configuration when it is nil.
type sayer func(p *page, role Role, texts ...string)

// teller returns a sayer that leaves out what is empty.
func teller(yield func(Text)) sayer {
	return func(p *page, role Role, texts ...string) {
		source := content.ConfigFile
		if p != nil {
			source = p.Source
		}
		for _, t := range texts {
			if t != "" {
				yield(Text{Source: source, Line: 1, Text: t, Role: role})
			}
		}
	}
}

// configTexts are texts of the configuration and of this package that public
// readers may see, or those that they may not.
func (s *Site) configTexts(public bool, tell sayer) {
	say := func(role Role, texts ...string) { tell(nil, role, texts...) }
	c := s.in.Config
	known := map[string]bool{}
	for _, t := range s.products {
		known[t.id] = t.feed
	}
	for _, p := range c.Products {
		if known[p.ID] == public {
			say(Name, p.Title)
			say(Prose, p.Description)
		}
	}
	if !public {
		return
	}
	say(Name, c.Title, c.Description, c.Language, c.AskURL, s.in.Generator, s.in.BaseURL)
	for _, t := range s.translations {
		if t.public {
			say(Name, s.in.Config.LanguageTitle(c.Language))
			say(Name, s.in.Config.LanguageTitle(t.Language), t.Language, strings.ToLower(t.Language))
		}
	}
	for _, list := range [][]content.Term{c.Audiences, c.Plans, c.Platforms, c.SurfaceTerms()} {
		for _, t := range list {
			say(Name, t.Title, titleCase(t.ID))
		}
	}
	say(Name, ownWords...)
	say(Name, feedbackTexts(c)...)
	for _, k := range content.Kinds() {
		say(Name, kindTitles[k], sectionTitles[k], "All "+strings.ToLower(sectionTitles[k]), strings.ReplaceAll(string(k), "-", " "))
	}
	for _, title := range s.archiveTitles {
		say(Name, title)
	}
	for _, root := range facets {
		say(Name, root)
	}
	for _, st := range content.Stages() {
		badge := stageBadge(st)
		say(Name, badge.Text, badge.Class)
	}
}

// ownWords are what views and feeds say by themselves. They are never secret,
// though an internal page may be called the same.
var ownWords = []string{
	"Home", "Search", "Page not found", "Tags", "Audiences", "All products", "Products", "More", "Coming", "What is new", "By version", "All stages", "Everyone", "Product", "For", "Stage",
	"Breaking", "High impact", "High", "Medium", "Low", "GA", "JSON Feed", "Atom", "page",
	"Shown on", "Anchored to", "Trigger", "Plans", "Roles", "Platforms", "Segments", "Languages", "Flags", "Version", "from … up to, but not including,",
	"Priority", "Frequency", "at most", "times", "once", "per", "session", "day", "week", "month", "Group", "Call to action", "Dismissible", "no",
	"Thank you", feedbackSubject, feedbackPrompt,
	"https", "http", "external noopener", "lazy", "async", "index.html", paths.JSONFeed, paths.AtomFeed,
}

// pageTexts are a page's texts that are public, or those that are not.
func (s *Site) pageTexts(p *page, public bool, say sayer) error {
	if !public {
		for _, e := range p.Extra {
			say(p, Prose, e.Value)
		}
		for _, q := range p.Silence {
			say(p, Prose, q.Reason)
		}
		for _, a := range p.Actions {
			say(p, Prose, textOf(markdown.Inline(a.Text).HTML))
		}
	}
	if public && s.retracted(p) {
		say(p, Name, p.id)
	}
	if p.public != public {
		if public || p.doc.Public == nil {
			return nil
		}
		// Of a public page only what is in audience blocks is secret.
		passages, err := p.passages(false)
		if err != nil {
			return err
		}
		for _, t := range passages {
			if t.Audience != "" {
				say(p, Prose, t.Text)
			}
		}
		return nil
	}
	switch {
	case public:
		say(p, Address, p.path, s.absolute(p.path))
		if err := s.facts(p, say); err != nil {
			return err
		}
	case !s.shared(p):
		say(p, Address, p.path)
	}
	return s.sentences(p, public, say)
}

// sentences are the title of a page and the text on it.
func (s *Site) sentences(p *page, public bool, say sayer) error {
	frag := &p.doc.Full
	if public {
		frag = publicForm(p.doc)
	}
	passages, err := p.passages(public)
	if err != nil {
		return err
	}
	say(p, Name, p.title)
	say(p, Prose, p.Summary, p.CTA.Label, p.Playbook.When)
	say(p, Prose, p.Questions...)
	for _, h := range frag.Headings {
		say(p, Prose, h.Text)
	}
	for _, t := range passages {
		say(p, Prose, t.Text)
	}
	return nil
}

// facts are the words of a public page that are in no sentence: names, dates,
// addresses and what stands in tags. A title of one or two words is easily
// among them.
func (s *Site) facts(p *page, say sayer) error {
	say(p, Name, p.id, p.Release.Version, string(p.Release.Impact), p.Release.DocsURL, p.CTA.URL, p.Image.Dest, p.Playbook.Duration)
	for _, dir := range strings.Split(path.Dir(p.Source), "/") {
		say(p, Name, dir, titleCase(dir))
	}
	for _, list := range [][]string{p.Page.Products, p.Page.Audiences, p.Page.Tags, p.Release.Plans, p.Release.Platforms} {
		for _, id := range list {
			say(p, Name, id, titleCase(id), slugify(id))
		}
	}
	for _, a := range p.Aliases {
		say(p, Name, a.Path)
	}
	for _, d := range []calendar.Date{p.Date, p.Updated, p.PublishAt, p.ExpiresAt} {
		if !d.IsZero() {
			say(p, Name, d.Format("2 January 2006 15:04 MST"))
		}
	}
	d := p.Snippet
	say(p, Name, d.Key, d.Surface, d.Anchor.Path, d.Anchor.Selector, d.Trigger, d.Group)
	for _, list := range [][]string{d.Target.Plans, d.Target.Roles, d.Target.Platforms, d.Target.Segments, d.Target.Locales, d.Target.Flags} {
		say(p, Name, list...)
	}
	for _, r := range d.Target.Versions {
		say(p, Name, r.Component, r.MinInclusive, r.MaxExclusive)
	}
	frag := publicForm(p.doc)
	for _, ref := range frag.Refs {
		say(p, Name, ref.Dest)
	}
	for _, h := range frag.Headings {
		say(p, Name, h.ID)
	}
	html, err := p.html(true)
	say(p, Name, tagsOf(html))
	return err
}

// tagsOf returns the tags of a fragment that have attributes: titles,
// descriptions of pictures, ids and classes.
func tagsOf(fragment []byte) string {
	var b strings.Builder
	for {
		i := bytes.IndexByte(fragment, '<')
		if i < 0 {
			return b.String()
		}
		fragment = fragment[i:]
		end := 0
		for end < len(fragment) && fragment[end] != '>' {
			if fragment[end] == '"' {
				end += 1 + max(0, bytes.IndexByte(fragment[end+1:], '"'))
			}
			end++
		}
		end = min(end, len(fragment))
		if bytes.IndexByte(fragment[:end], ' ') >= 0 {
			b.Write(fragment[:end])
			b.WriteString(">\n")
		}
		fragment = fragment[end:]
	}
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
