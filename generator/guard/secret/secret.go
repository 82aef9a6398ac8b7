// Package secret says what of a site is internal and what is public, as texts with
// their places: what package leak looks for in the files that outsiders may read.
package secret

import (
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"headsup/generator/compile/content"
	"headsup/generator/compile/fragment"
	"headsup/generator/compile/markdown"
	"headsup/generator/link"
	"headsup/generator/link/address"
	"headsup/generator/read/calendar"
	"headsup/generator/render/compose"
	"headsup/generator/render/portable"
	"headsup/generator/view/label"
	"headsup/generator/view/words"
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
func Texts(s *link.Site, public bool, yield func(Text)) error {
	emit := emitter(yield)
	configTexts(s, public, emit)
	all := s.AllFiles()
	var group errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		group.Go(func() error {
			for i := w; i < len(all); i += workers {
				if err := pageTexts(s, all[i], public, emit); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// PublicTexts calls yield with what the pages with these ids, of items or of
// documents, add to readers of feeds in sentences, in all languages: a part of what [Site.Texts] gives, and most of what pages
// that are alike have in common.
func PublicTexts(s *link.Site, ids []string, yield func(Text)) error {
	emit := emitter(yield)
	for _, id := range ids {
		p := s.PageByID(id)
		if p == nil {
			continue
		}
		if s.Retracted(p) {
			emit(p, Name, p.ID)
		}
		for _, q := range append([]*link.Page{p}, p.Translations...) {
			if !q.Public {
				continue
			}
			if err := sentences(s, q, true, emit); err != nil {
				return err
			}
		}
	}
	return nil
}

// emitFunc takes texts of a page, or of the configuration when it is nil.
type emitFunc func(p *link.Page, role Role, texts ...string)

// emitter returns an emitFunc that leaves out what is empty.
func emitter(yield func(Text)) emitFunc {
	return func(p *link.Page, role Role, texts ...string) {
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
func configTexts(s *link.Site, public bool, all emitFunc) {
	add := func(role Role, texts ...string) { all(nil, role, texts...) }
	c := s.Config
	known := map[string]bool{}
	for _, t := range s.Products {
		known[t.ID] = t.Public
	}
	for _, p := range c.Products {
		if known[p.ID] == public {
			add(Name, p.Title)
			add(Prose, p.Description)
		}
	}
	if !public {
		return
	}
	add(Name, c.Title, c.Description, c.Language, c.Public.Title, c.Public.Description, c.Public.AskURL, s.Generator, s.BaseURL)
	for _, t := range s.Translations() {
		if t.Public {
			add(Name, s.Config.LanguageTitle(c.Language))
			add(Name, s.Config.LanguageTitle(t.Language), t.Language, strings.ToLower(t.Language))
		}
	}
	for _, list := range [][]content.Term{c.Audiences, c.Plans, c.Platforms, c.SurfaceTerms()} {
		for _, t := range list {
			add(Name, t.Title, label.Title(t.ID))
		}
	}
	add(Name, feedbackTexts(c)...)
	for _, language := range append([]string{c.Language}, s.LanguagesShown()...) {
		interfaceTexts(s.In(language).Words(), func(texts ...string) { add(Name, texts...) })
	}
	for _, l := range s.Archives {
		add(Name, l.Title)
	}
	for _, root := range address.OfFacet {
		add(Name, root)
	}
}

// interfaceTexts are what the interface says by itself in one language.
func interfaceTexts(w *words.Words, add func(texts ...string)) {
	add(compose.Words(w)...)
	for _, k := range content.Kinds() {
		add(label.Kind(w, k), label.Section(w, k), strings.ReplaceAll(string(k), "-", " "))
	}
	for _, st := range content.Stages() {
		badge := label.Stage(w, st)
		add(badge.Text, badge.Class)
	}
}

// pageTexts are a page's texts that are public, or those that are not.
func pageTexts(s *link.Site, p *link.Page, public bool, emit emitFunc) error {
	if !public {
		for _, e := range p.Extra {
			emit(p, Prose, e.Value)
		}
		for _, q := range p.Silence {
			emit(p, Prose, q.Reason)
		}
		emit(p, Prose, p.Playbook.NeverSay...)
		for _, q := range p.Quiz {
			emit(p, Prose, q.Text)
			emit(p, Prose, q.Answers...)
		}
		for _, o := range p.Playbook.Objections {
			if !o.Public {
				emit(p, Prose, o.Text, o.Answer)
			}
		}
		for _, a := range p.Actions {
			emit(p, Prose, portable.Text(markdown.Inline(a.Text).HTML))
		}
	}
	if public && s.Retracted(p) {
		emit(p, Name, p.ID)
	}
	if p.Public != public {
		if public || p.Doc.Public == nil {
			return nil
		}
		// Of a public page only what is in audience blocks is secret.
		passages, err := p.Passages(false)
		if err != nil {
			return err
		}
		for _, t := range passages {
			if t.Audience != "" {
				emit(p, Prose, t.Text)
			}
		}
		return nil
	}
	switch {
	case public:
		for _, o := range p.Playbook.Objections {
			if o.Public {
				emit(p, Prose, o.Text, o.Answer)
			}
		}
		emit(p, Address, p.Path, s.Absolute(p.Path))
		if err := facts(s, p, emit); err != nil {
			return err
		}
	case !shared(s, p):
		emit(p, Address, p.Path)
		for _, a := range p.Aliases {
			emit(p, Address, a.Path)
		}
	}
	return sentences(s, p, public, emit)
}

// sentences are the title of a page and the text on it.
func sentences(s *link.Site, p *link.Page, public bool, emit emitFunc) error {
	frag := &p.Doc.Full
	if public {
		frag = link.PublicForm(p.Doc)
	}
	passages, err := p.Passages(public)
	if err != nil {
		return err
	}
	emit(p, Name, p.Title)
	emit(p, Prose, p.Page.Summary, p.Page.CTA.Label, p.Page.Ask, p.Playbook.When)
	emit(p, Prose, p.Questions...)
	var headings []string
	for _, h := range frag.Headings {
		headings = append(headings, h.Text)
		emit(p, Prose, h.Text)
	}
	if public {
		// In a row, as the outline of the page has them.
		emit(p, Prose, strings.Join(headings, " "))
	}
	for _, t := range passages {
		emit(p, Prose, t.Text)
	}
	return nil
}

// facts are the words of a public page that are in no sentence: names, dates,
// addresses and what stands in tags. A title of one or two words is easily
// among them.
func facts(s *link.Site, p *link.Page, emit emitFunc) error {
	emit(p, Name, p.ID, p.Release.Version, string(p.Release.Impact), p.Playbook.Duration)
	// Of a link within the site only the address of a public page is public, and
	// not how the content folder calls a page or a file.
	away := func(dest string) {
		if strings.Contains(dest, ":") {
			emit(p, Name, dest)
		}
	}
	away(p.Release.DocsURL)
	away(p.Page.CTA.URL)
	away(p.Page.Image.Dest)
	for _, dir := range strings.Split(path.Dir(p.Source), "/") {
		emit(p, Name, dir, label.Title(dir))
	}
	for _, list := range [][]string{p.Page.Products, p.Page.Audiences, p.Page.Tags, p.Release.Plans, p.Release.Platforms} {
		for _, id := range list {
			emit(p, Name, id, label.Title(id), address.Slug(id))
		}
		// In a row, as the Markdown form of the page has them.
		emit(p, Name, strings.Join(list, " "))
	}
	for _, a := range p.Aliases {
		emit(p, Name, a.Path)
	}
	for _, d := range []calendar.Date{p.Date, p.Updated, p.PublishAt, p.ExpiresAt} {
		if !d.IsZero() {
			emit(p, Name, d.Format("2 January 2006 15:04 MST"))
		}
	}
	d := p.Snippet
	emit(p, Name, d.Key, d.Surface, d.Anchor.Path, d.Anchor.Selector, d.Trigger, d.Group)
	for _, step := range d.Steps {
		emit(p, Name, step.Selector, step.Path, step.Advance.Visible, step.Advance.Path)
	}
	for _, t := range []content.Target{d.Target, p.Release.Target} {
		for _, l := range []content.Lists{t.Lists, t.Not} {
			for _, list := range [][]string{l.Plans, l.Roles, l.Platforms, l.Segments, l.Locales, l.Flags} {
				emit(p, Name, list...)
			}
			for _, r := range l.Versions {
				emit(p, Name, r.Component, r.MinInclusive, r.MaxExclusive)
			}
		}
		emit(p, Name, slices.Sorted(maps.Keys(t.Since))...)
		emit(p, Name, slices.Sorted(maps.Keys(t.Numbers))...)
		emit(p, Name, t.Experiment)
	}
	frag := link.PublicForm(p.Doc)
	for _, ref := range frag.Refs {
		away(ref.Dest)
	}
	for _, h := range frag.Headings {
		emit(p, Name, s.Absolute(p.Path)+"#"+h.ID)
	}
	html, err := p.HTML(true)
	emit(p, Name, tagsOf(html))
	return err
}

// tagsOf returns the tags of a fragment that have attributes: titles,
// descriptions of pictures, ids and classes.
func tagsOf(body []byte) string {
	var b strings.Builder
	for tok := range fragment.Tokens(string(body)) {
		if tok.Kind == fragment.Start && tok.Attrs != "" {
			b.WriteString(tok.Raw)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// shared reports whether a page's address says nothing about it, or is also
// that of a list.
func shared(s *link.Site, p *link.Page) bool {
	return s.Has(p.Path) || p.Path == "" || p.Landing || p.Branch
}

// feedbackTexts are what public readers may see of the settings of pages.
func feedbackTexts(c *content.Config) []string {
	var out []string
	if c.Feedback.Public {
		out = append(out, c.Feedback.URL, c.Feedback.Email)
	}
	if c.Feedback.Report.Public {
		out = append(out, c.Feedback.Report.To)
	}
	if c.Edit.Public {
		out = append(out, c.Edit.URL)
	}
	return out
}
