package compose

import (
	"cmp"
	"slices"

	"headsup/generator/link"
	"headsup/generator/view"
	"headsup/generator/view/label"
	"headsup/generator/view/words"
)

// homeAlternates returns the addresses of the home page in all its languages, as
// [Composer.alternates] does. Language is that of the one that asks, "" for the site's own.
func (c *Composer) homeAlternates(language string, public bool) []view.Alternate {
	out := []view.Alternate{c.homeIn("", language)}
	for _, tag := range c.LanguagesShown() {
		if home := c.HomePath(tag); home != "" && (!public || c.HasPublic(home)) {
			out = append(out, c.homeIn(tag, language))
		}
	}
	if len(out) == 1 {
		return nil
	}
	return append(out, view.Alternate{Language: "x-default", URL: c.Absolute(""), Path: c.Href("")})
}

func (c *Composer) homeIn(tag, current string) view.Alternate {
	at, named := c.HomePath(tag), cmp.Or(tag, c.Config.Language)
	return view.Alternate{
		Language: named, Title: c.Config.LanguageTitle(named), URL: c.Absolute(at), Path: c.Href(at), Current: tag == current,
	}
}

// editionsOf returns the alternates that readers are led to: those of other languages.
func editionsOf(alternates []view.Alternate) []view.Alternate {
	var out []view.Alternate
	for _, a := range alternates {
		if a.Title != "" && !a.Current {
			out = append(out, a)
		}
	}
	return out
}

// editionFeeds returns the feeds in a language, those of the site where it has none.
func (c *Composer) editionFeeds(language string) []view.FeedLink {
	if l, ok := c.Config.LanguageByID(language); ok && slices.Contains(c.Spoken, l.ID) {
		return c.feedLinks(l.Dir(), c.Config.Title+" ("+l.Title+")")
	}
	return c.feedLinks("", c.Config.Title)
}

// shown returns the page that says a page to readers of this edition.
func (c *Composer) shown(p *link.Page) *link.Page {
	if c.language == "" || p.Original != nil {
		return p
	}
	return p.ShownIn(c.language)
}

// foreign is the language of a page's words when it is another than that of the edition,
// else "".
func (c *Composer) foreign(p *link.Page) string {
	if tag := c.LanguageOf(p); tag != cmp.Or(c.language, c.Config.Language) {
		return tag
	}
	return ""
}

// sectionTitle names a section in the language of the edition.
func (c *Composer) sectionTitle(sec *link.Section) string {
	if c.language == "" {
		return sec.Title
	}
	if sec.Landing != nil && c.shown(sec.Landing) != sec.Landing {
		return c.shown(sec.Landing).Title
	}
	if sec.Title == label.Section(words.For(c.Config.Language), sec.Kind) {
		return label.Section(c.words, sec.Kind)
	}
	return sec.Title
}

// alternates returns the addresses of a page in all languages that a build shows
// it in, or in public: its original first, and again as what is for everybody
// else. It is nil for a page in one language.
func (c *Composer) alternates(p *link.Page, public bool) []view.Alternate {
	original := p.Origin()
	if original == c.Home {
		return c.homeAlternates(p.Language, public)
	}
	var out []view.Alternate
	add := func(q *link.Page) {
		tag := c.LanguageOf(q)
		out = append(out, view.Alternate{
			Language: tag, Title: c.Config.LanguageTitle(tag), URL: c.Absolute(q.Path), Path: c.Href(q.Path), Current: q == p,
		})
	}
	if !original.Included || public && !original.Public {
		return nil
	}
	add(original)
	for _, t := range original.Translations {
		if t.Included && (t.Public || !public) {
			add(t)
		}
	}
	if len(out) == 1 {
		return nil
	}
	return append(out, view.Alternate{Language: "x-default", URL: c.Absolute(original.Path), Path: c.Href(original.Path)})
}
