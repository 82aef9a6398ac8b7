package link

import (
	"cmp"
	"headsup/generator/view"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/diag"
	"headsup/generator/publish/paths"
)

// A translation is a page of its own, below the folder of its language, with the
// place in the site that its original has: it is in no list, and has no id, no
// neighbours and no former addresses of its own. It is never shown where its
// original is not.

// loadTranslations makes a page of each translation, once their originals are
// there.
func (s *Site) loadTranslations(docs []Doc, report func(diag.Diagnostic)) {
	for _, d := range docs {
		original := s.bySource[d.Page.Original]
		if original == nil || original.original != nil {
			continue // the one who read the file has said so
		}
		words := *d.Page
		words.Date = original.Date
		p := &page{Page: &words, doc: d.Body, read: d.Read, original: original, folder: original.folder}
		p.included, p.reason = s.in.includes(&words)
		if p.included && !original.included {
			p.included, p.reason = false, original.reason
		}
		p.public = original.public && words.PublicAt(s.in.Now)
		p.frag = s.form(d.Body)
		if p.title = cmp.Or(p.Title, d.Body.Title); p.title == "" {
			p.title = original.title
			report(diag.New("no-title", diag.Position{Path: p.Source, Line: 1, Column: 1},
				"no title in the front matter and no first-level heading; the translation is called "+quote(p.title)+" like its original",
				"add `title:` to the front matter"))
		}
		s.translations = append(s.translations, p)
		s.bySource[p.Source] = p
		s.byFold[strings.ToLower(p.Source)] = p.Source
		if p.included {
			s.translated = append(s.translated, p)
		} else {
			s.omitted = append(s.omitted, Omission{p.Source, p.reason})
		}
		// Of two files for one language, plan reports the second.
		if original.in(p.Language) == nil {
			original.translations = append(original.translations, p)
		}
	}
	for _, p := range s.all {
		slices.SortFunc(p.translations, func(a, b *page) int { return cmp.Compare(s.languageRank(a), s.languageRank(b)) })
	}
	slices.SortStableFunc(s.omitted, func(a, b Omission) int { return cmp.Compare(a.Source, b.Source) })
}

// languageRank is the place of a translation's language in headsup.yaml.
func (s *Site) languageRank(p *page) int {
	return slices.IndexFunc(s.in.Config.Languages, func(l content.Language) bool { return l.ID == p.Language })
}

// in returns the page's translation into a language, or nil.
func (p *page) in(language string) *page {
	for _, t := range p.translations {
		if t.Language == language {
			return t
		}
	}
	return nil
}

// source returns the page that says what a page is: its original or itself.
func (p *page) source() *page { return cmp.Or(p.original, p) }

// placeTranslations gives every translation its address.
func (s *Site) placeTranslations() {
	for _, p := range s.translations {
		l, ok := s.in.Config.LanguageByID(p.Language)
		if !ok {
			continue
		}
		p.path, p.slug, p.landing, p.branch = l.Dir()+p.original.path, p.original.slug, p.original.landing, p.original.branch
		key := strings.ToLower(p.path)
		if other, taken := s.byPath[key]; !taken || p.included && !other.included {
			s.byPath[key] = p
		}
		if p.public && !p.landing && !p.branch && !slices.Contains(s.spoken, p.Language) {
			s.spoken = append(s.spoken, p.Language)
		}
	}
	slices.SortFunc(s.spoken, func(a, b string) int {
		rank := func(tag string) int { return s.languageRank(&page{Page: &content.Page{Language: tag}}) }
		return cmp.Compare(rank(a), rank(b))
	})
}

// inherit gives every translation the place of its original in the site.
func (s *Site) inherit() {
	for _, p := range s.translations {
		o := p.original
		p.id, p.rank, p.section, p.launch, p.pieces, p.members = o.id, o.rank, o.section, o.launch, o.pieces, o.members
		p.products, p.auds, p.tags = o.products, o.auds, o.tags
	}
}

// planTranslations adds the HTML files of translations, and claims the addresses
// of the feeds in their languages.
func (s *Site) planTranslations(report func(diag.Diagnostic)) {
	for _, tag := range s.spoken {
		l, _ := s.in.Config.LanguageByID(tag)
		dirs := []string{l.Dir()}
		for _, t := range slices.Concat(s.products, s.audiences) {
			if t.feed {
				dirs = append(dirs, l.Dir()+t.path)
			}
		}
		for _, dir := range dirs {
			for _, name := range []string{paths.JSONFeed, paths.AtomFeed} {
				s.claim(dir+name, "headsup", diag.Position{}, report)
				s.generated[dir+name] = true
			}
		}
	}
	for _, p := range s.translated {
		pos := diag.Position{Path: p.Source, Line: 1, Column: 1}
		s.add(p.path+"index.html", p.public, p.modified(), pos, func() (view.View, error) { return s.contentView(p) }, report)
	}
}

// Languages returns the languages in which the site has feeds, as BCP 47 tags:
// its own, then those into which a public page is translated, in the order of
// headsup.yaml.
func (s *Site) Languages() []string {
	return append([]string{s.in.Config.Language}, s.spoken...)
}

// LanguageDirs returns the folders of the output with feeds in other languages
// than the site's own, "fr/".
func (s *Site) LanguageDirs() []string {
	var out []string
	for _, tag := range s.spoken {
		if l, ok := s.in.Config.LanguageByID(tag); ok {
			out = append(out, l.Dir())
		}
	}
	return out
}

// Translations returns how many translations this build holds.
func (s *Site) Translations() int { return len(s.translated) }

// edition returns the page that says what a page says to readers of a language
// in public: the first of its chain that there is.
func (s *Site) edition(p *page, language string) *page {
	l, ok := s.in.Config.LanguageByID(language)
	if !ok {
		return p
	}
	for _, tag := range l.Chain {
		if t := p.in(tag); t != nil && t.public {
			return t
		}
		if tag == s.in.Config.Language {
			break
		}
	}
	return p
}

// language returns the language of a page's words.
func (s *Site) language(p *page) string { return cmp.Or(p.Language, s.in.Config.Language) }

// shownIn returns a page's translation into the language of another when the
// build has it, else the page.
func (p *page) shownIn(language string) *page {
	if t := p.in(language); t != nil && t.included {
		return t
	}
	return p
}

// inLanguage leads a link of a translation to its target's translation into the
// same language, when readers may see that. An anchor of the original becomes
// that of the heading in the same place; without one, the link leads to the
// page's top. Form says which form of a body is meant.
func inLanguage(p *page, t target, public bool, form func(*markdown.Document) *markdown.Fragment) target {
	if p.original == nil {
		return t
	}
	from, to := p.original, p
	if !t.self {
		if t.page == nil || t.page.original != nil {
			return t
		}
		from, to = t.page, t.page.in(p.Language)
		if to == nil || public && !to.public || !to.included && !public {
			return t
		}
		t.page = to
	}
	id := anchorOf(t.suffix)
	if id == "" {
		return t
	}
	if _, ok := findAnchor(form(to.doc), to, id); ok {
		return t
	}
	query, _, _ := strings.Cut(t.suffix, "#")
	if there := counterpart(form(from.doc), form(to.doc), from, id); there != "" {
		t.suffix = query + "#" + there
	} else if !t.self {
		t.suffix = query
	}
	return t
}

// counterpart returns the id of the heading that has the place of another in the
// translation of its page, "" when their outlines differ.
func counterpart(from, to *markdown.Fragment, on *page, id string) string {
	found, ok := findAnchor(from, on, id)
	same := slices.EqualFunc(from.Headings, to.Headings, func(a, b markdown.Heading) bool { return a.Level == b.Level })
	i := slices.IndexFunc(from.Headings, func(h markdown.Heading) bool { return h.ID == found })
	if !ok || !same || i < 0 {
		return ""
	}
	return to.Headings[i].ID
}

// alternates returns the addresses of a page in all languages that a build shows
// it in, or in public: its original first, and again as what is for everybody
// else. It is nil for a page in one language.
func (s *Site) alternates(p *page, public bool) []view.Alternate {
	original := p.source()
	var out []view.Alternate
	add := func(q *page) {
		tag := s.language(q)
		out = append(out, view.Alternate{
			Language: tag, Title: s.in.Config.LanguageTitle(tag), URL: s.absolute(q.path), Path: s.href(q.path), Current: q == p,
		})
	}
	if !original.included || public && !original.public {
		return nil
	}
	add(original)
	for _, t := range original.translations {
		if t.included && (t.public || !public) {
			add(t)
		}
	}
	if len(out) == 1 {
		return nil
	}
	return append(out, view.Alternate{Language: "x-default", URL: s.absolute(original.path), Path: s.href(original.path)})
}

// checkLanguages reports files that look like translations into a language that
// the site does not list.
func (s *Site) checkLanguages(report func(diag.Diagnostic)) {
	for _, p := range s.all {
		original, tag, ok := s.in.Config.MaybeTranslation(p.Source)
		if !ok || s.bySource[original] == nil {
			continue
		}
		if _, listed := s.in.Config.LanguageByID(tag); listed {
			continue
		}
		report(diag.New("translation-language", diag.Position{Path: p.Source, Line: 1, Column: 1},
			"this looks like the translation of "+original+", and headsup.yaml does not list "+tag+"; it is a page of its own",
			"add languages: ["+tag+"] to headsup.yaml, or rename the file if it is no translation"))
	}
}
