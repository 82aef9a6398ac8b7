package link

import (
	"cmp"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/diag"
	"headsup/generator/paths"
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
		if original == nil || original.Original != nil {
			continue // the one who read the file has said so
		}
		words := *d.Page
		p := &Page{Page: &words, Doc: d.Body, key: d.Key, read: d.Read, Original: original, Folder: original.Folder}
		p.Shown = s.form(d.Body)
		if p.Title = cmp.Or(p.Page.Title, d.Body.Title); p.Title == "" {
			p.Title = original.Title
			report(diag.New("no-title", diag.Position{Path: p.Source, Line: 1, Column: 1},
				"no title in the front matter and no first-level heading; the translation is called "+quote(p.Title)+" like its original",
				"add `title:` to the front matter"))
		}
		s.translations = append(s.translations, p)
		s.bySource[p.Source] = p
		s.byFold[strings.ToLower(p.Source)] = p.Source
		// Of two files for one language, plan reports the second.
		if original.In(p.Language) == nil {
			original.Translations = append(original.Translations, p)
		}
	}
	for _, p := range s.All {
		slices.SortFunc(p.Translations, func(a, b *Page) int { return cmp.Compare(s.languageRank(a), s.languageRank(b)) })
	}
}

// admitTranslations decides which translations are in this build and which are
// public, after their originals.
func (s *Site) admitTranslations() {
	for _, p := range s.translations {
		original := p.Original
		// The page is the copy that loadTranslations made. Title or launch may have dated the original.
		p.Date, p.PublishAt, p.LaunchAt, p.InternalAt = original.Date, original.PublishAt, original.LaunchAt, original.InternalAt
		p.Release.Stage, p.Release.Confidence = original.Release.Stage, original.Release.Confidence
		p.Included, p.Reason = s.includes(p.Page)
		if p.Included && !original.Included {
			p.Included, p.Reason = false, original.Reason
		}
		p.Public = original.Public && p.PublicAt(s.Now)
		if p.Included {
			s.Translated = append(s.Translated, p)
		} else {
			s.omitted = append(s.omitted, Omission{p.Source, p.Reason})
		}
		if p.Public && !p.Landing && !p.Branch && !slices.Contains(s.Spoken, p.Language) {
			s.Spoken = append(s.Spoken, p.Language)
		}
	}
	slices.SortFunc(s.Spoken, func(a, b string) int {
		rank := func(tag string) int { return s.languageRank(&Page{Page: &content.Page{Language: tag}}) }
		return cmp.Compare(rank(a), rank(b))
	})
}

// languageRank is the place of a translation's language in headsup.yaml.
func (s *Site) languageRank(p *Page) int {
	return slices.IndexFunc(s.Config.Languages, func(l content.Language) bool { return l.ID == p.Language })
}

// In returns the page's translation into a language, or nil.
func (p *Page) In(language string) *Page {
	for _, t := range p.Translations {
		if t.Language == language {
			return t
		}
	}
	return nil
}

// Origin returns the page that says what a page is: its original or itself.
func (p *Page) Origin() *Page { return cmp.Or(p.Original, p) }

// placeTranslations gives every translation its address.
func (s *Site) placeTranslations() {
	for _, p := range s.translations {
		l, ok := s.Config.LanguageByID(p.Language)
		if !ok {
			continue
		}
		p.Path, p.Slug, p.Landing, p.Branch = l.Dir()+p.Original.Path, p.Original.Slug, p.Original.Landing, p.Original.Branch
		key := strings.ToLower(p.Path)
		if _, taken := s.byPath[key]; !taken {
			s.byPath[key] = p
		}
	}
}

// inherit gives every translation the place of its original in the site.
func (s *Site) inherit() {
	for _, p := range s.translations {
		o := p.Original
		p.ID, p.Rank, p.Section, p.Launch, p.Pieces, p.Members = o.ID, o.Rank, o.Section, o.Launch, o.Pieces, o.Members
		p.Products, p.Audiences, p.Tags = o.Products, o.Audiences, o.Tags
	}
}

// planTranslations adds the HTML files of translations, and claims the addresses
// of the feeds in their languages.
func (s *Site) planTranslations(report func(diag.Diagnostic)) {
	for _, tag := range s.Spoken {
		l, _ := s.Config.LanguageByID(tag)
		dirs := []string{l.Dir()}
		for _, t := range s.Channels() {
			dirs = append(dirs, l.Dir()+t.Path)
		}
		for _, dir := range dirs {
			for _, name := range []string{paths.JSONFeed, paths.AtomFeed} {
				s.claim(dir+name, "headsup", diag.Position{}, report)
				s.generated[dir+name] = true
			}
		}
	}
	for _, tag := range s.LanguagesShown() {
		l, _ := s.Config.LanguageByID(tag)
		home := File{Path: l.Dir() + "index.html", Kind: HomeFile, Language: tag, Public: slices.Contains(s.Spoken, tag)}
		var pos diag.Position
		if s.Home != nil {
			if home.Page = s.Home.In(tag); home.Page != nil && home.Page.Included {
				pos = diag.Position{Path: home.Page.Source, Line: 1, Column: 1}
				home.Modified, home.Public = home.Page.Modified(), home.Public || home.Page.Public
			} else {
				home.Page = nil
			}
		}
		// A folder of pages that is called like the language keeps its address.
		_, taken := s.files[strings.ToLower(home.Path)]
		folder := slices.ContainsFunc(s.Folders, func(f *Folder) bool { return f.Path == l.Dir() })
		if home.Page == nil && (taken || folder) {
			continue
		}
		s.add(home, pos, report)
		s.generated[l.Dir()] = home.Public
	}
	for _, p := range s.Translated {
		if p.Original == s.Home {
			if p == s.Home.In(p.Language) {
				continue // part of the home page in its language
			}
		}
		pos := diag.Position{Path: p.Source, Line: 1, Column: 1}
		s.add(File{Path: paths.HTML(p.Path), Public: p.Public, Modified: p.Modified(), Page: p}, pos, report)
	}
}

// Languages returns the languages in which the site has feeds, as BCP 47 tags:
// its own, then those into which a public page is translated, in the order of
// headsup.yaml.
func (s *Site) Languages() []string {
	return append([]string{s.Config.Language}, s.Spoken...)
}

// LanguagesShown returns the languages besides the site's own into which a page of this
// build is translated, in the order of headsup.yaml. Each has a home page.
func (s *Site) LanguagesShown() []string {
	var out []string
	for i := range s.Config.Languages {
		id := s.Config.Languages[i].ID
		if slices.ContainsFunc(s.Translated, func(p *Page) bool { return p.Language == id }) {
			out = append(out, id)
		}
	}
	return out
}

// HomePath returns the folder of the home page in a language, "" for the site's own and
// for one in which there is none.
func (s *Site) HomePath(language string) string {
	if l, ok := s.Config.LanguageByID(language); ok && s.Has(l.Dir()) {
		return l.Dir()
	}
	return ""
}

// LanguageDirs returns the folders of the output with feeds in other languages
// than the site's own, "fr/".
func (s *Site) LanguageDirs() []string {
	var out []string
	for _, tag := range s.Spoken {
		if l, ok := s.Config.LanguageByID(tag); ok {
			out = append(out, l.Dir())
		}
	}
	return out
}

// Translations returns all translations, those that are not in this build too.
func (s *Site) Translations() []*Page { return s.translations }

// Edition returns the page that says what a page says to readers of a language
// in public: the first of its chain that there is.
func (s *Site) Edition(p *Page, language string) *Page {
	l, ok := s.Config.LanguageByID(language)
	if !ok {
		return p
	}
	for _, tag := range l.Chain {
		if t := p.In(tag); t != nil && t.Public {
			return t
		}
		if tag == s.Config.Language {
			break
		}
	}
	return p
}

// LanguageOf returns the language of a page's words.
func (s *Site) LanguageOf(p *Page) string { return cmp.Or(p.Language, s.Config.Language) }

// ShownIn returns a page's translation into the language of another when the
// build has it, else the page.
func (p *Page) ShownIn(language string) *Page {
	if t := p.In(language); t != nil && t.Included {
		return t
	}
	return p
}

// inLanguage leads a link of a translation to its target's translation into the
// same language, when readers may see that. An anchor of the original becomes
// that of the heading in the same place; without one, the link leads to the
// page's top. Form says which form of a body is meant.
func inLanguage(p *Page, t Target, public bool, form func(*markdown.Document) *markdown.Fragment) Target {
	if p.Original == nil {
		return t
	}
	from, to := p.Original, p
	if !t.Self {
		if t.Page == nil || t.Page.Original != nil {
			return t
		}
		from, to = t.Page, t.Page.In(p.Language)
		if to == nil || public && !to.Public || !to.Included && !public {
			return t
		}
		t.Page = to
	}
	id := anchorOf(t.Suffix)
	if id == "" {
		return t
	}
	if _, ok := findAnchor(form(to.Doc), to, id); ok {
		return t
	}
	query, _, _ := strings.Cut(t.Suffix, "#")
	if there := counterpart(form(from.Doc), form(to.Doc), from, id); there != "" {
		t.Suffix = query + "#" + there
	} else if !t.Self {
		t.Suffix = query
	}
	return t
}

// counterpart returns the id of the heading that has the place of another in the
// translation of its page, "" when their outlines differ.
func counterpart(from, to *markdown.Fragment, on *Page, id string) string {
	found, ok := findAnchor(from, on, id)
	same := slices.EqualFunc(from.Headings, to.Headings, func(a, b markdown.Heading) bool { return a.Level == b.Level })
	i := slices.IndexFunc(from.Headings, func(h markdown.Heading) bool { return h.ID == found })
	if !ok || !same || i < 0 {
		return ""
	}
	return to.Headings[i].ID
}

// checkLanguages reports files that look like translations and are none, because the
// site does not list the language or they are in a folder of theirs.
func (s *Site) checkLanguages(report func(diag.Diagnostic)) {
	for _, p := range s.All {
		looks := func(original, but, hint string) {
			report(diag.New("translation-language", diag.Position{Path: p.Source, Line: 1, Column: 1},
				"this looks like the translation of "+original+", but "+but+", so it is a page of its own", hint))
		}
		original, tag, ok := s.Config.MaybeTranslation(p.Source)
		if _, listed := s.Config.LanguageByID(tag); ok && !listed && s.bySource[original] != nil {
			looks(original, "headsup.yaml does not list "+tag,
				"add languages: ["+tag+"] to headsup.yaml, or rename the file if it is no translation")
			continue
		}
		original, tag, ok = s.Config.TranslationIn(p.Source)
		of := s.bySource[original]
		if !ok || of == nil || of.Original != nil {
			continue
		}
		hint := "move it to " + content.TranslationName(original, tag)
		if there := of.In(tag); there != nil {
			hint = "put its words into " + there.Source + " and remove it"
		}
		looks(original, "is not beside it", hint)
	}
}
