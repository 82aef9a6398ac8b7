package compose_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/publish/items"
	"headsup/generator/render/compose"
	"headsup/generator/view"
)

// threeLanguages is a site in English, French and Canadian French, with German
// that nobody may read yet.
func threeLanguages() map[string]string {
	return map[string]string{
		content.ConfigFile: "title: Site\nlanguages: [fr-CA, fr, de]\nproducts: [billing]\n",
		"index.md":         "# Home\n\nHello.",
		"index.fr.md":      "# Accueil\n\nBonjour.",
		"releases/2026-01-01-a.md": "---\ntitle: A\nvisibility: public\nproducts: [billing]\n" +
			"aliases: [/old/a]\nupdated: 2026-02-01\ncta: {label: Go, url: 2026-01-02-b.md}\n---\n" +
			"English [b](2026-01-02-b.md#second) [c](c.md) ![p](p.png)\n\n## One\n\n## Two\n",
		"releases/2026-01-01-a.fr.md": "---\ntitle: A en français\nupdated: 2026-02-02\ncta: {label: Allez}\n---\n" +
			"En français [b](2026-01-02-b.md#second) [c](c.md) [haut](#one) [adresse](../b/) ![p](p.png)\n\n" +
			"## Un\n\n## Deux\n",
		"releases/2026-01-01-a.fr-CA.md": "---\ntitle: A au Québec\n---\nAu Québec\n",
		"releases/2026-01-01-a.de.md":    "---\ntitle: A auf Deutsch\ndraft: true\n---\nEntwurf\n",
		"releases/2026-01-02-b.md":       "---\ntitle: B\nvisibility: public\nproducts: [billing]\n---\nB\n\n## First\n\n## Second\n",
		"releases/2026-01-02-b.fr.md":    "B en français\n\n## Première\n\n## Seconde\n",
		"releases/c.md":                  "---\ntitle: C\ndate: 2026-01-03\nvisibility: public\n---\nC\n",
		"releases/d.md":                  "---\ntitle: D\ndate: 2026-01-04\n---\nInternal\n",
		"releases/d.fr.md":               "---\ntitle: D en français\n---\nInterne\n",
		"releases/p.png":                 "",
	}
}

func TestTranslationAddresses(t *testing.T) {
	s, diags := linktest.Resolve(t, link.Input{}, threeLanguages())
	if got := rulesOf(diags); got != "no-title releases/2026-01-02-b.fr.md:1" {
		t.Errorf("findings: %s", got)
	}
	for source, want := range map[string]string{
		"index.fr.md": "fr/", "releases/2026-01-01-a.fr.md": "fr/releases/a/", "releases/2026-01-01-a.fr-CA.md": "fr-ca/releases/a/",
	} {
		if got := linktest.Page(t, s, source).Path; got != want {
			t.Errorf("%s is at %q, want %q", source, got, want)
		}
	}
	if got := len(s.Translated); got != 5 {
		t.Errorf("%d translations", got)
	}
	if n := s.Count(content.ReleaseNote); n != 4 {
		t.Errorf("%d release notes", n)
	}
	var omitted []string
	for _, o := range s.Omitted() {
		omitted = append(omitted, o.Source+": "+o.Reason)
	}
	if got := strings.Join(omitted, "\n"); got != "releases/2026-01-01-a.de.md: draft" {
		t.Errorf("left out:\n%s", got)
	}
	if got := fmt.Sprint(s.Languages()); got != "[en fr-CA fr]" {
		t.Errorf("languages %s", got)
	}
}

func rulesOf(diags []diag.Diagnostic) string {
	var out []string
	for _, d := range diags {
		out = append(out, fmt.Sprintf("%s %s:%d", d.Rule, d.Path, d.Line))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// Lists, menus and neighbours know originals only.
func TestTranslationsAreInNoList(t *testing.T) {
	s, _ := linktest.Resolve(t, link.Input{}, threeLanguages())
	for i := range s.Files {
		v, err := compose.New(s, nil).View(&s.Files[i])
		if err != nil {
			t.Fatal(err)
		}
		var cards []view.Card
		if v.List != nil {
			cards = append(cards, v.List.Cards...)
		}
		for _, g := range v.Groups {
			cards = append(cards, g.Cards...)
		}
		for _, c := range cards {
			if s.Files[i].Language == "" && (strings.Contains(c.URL, "/fr") || strings.Contains(c.Title, "français")) {
				t.Errorf("%s lists %s", v.Path, c.URL)
			}
		}
		if v.Page != nil && v.Page.Language != "" && (v.Page.Prev != nil || v.Page.Next != nil) {
			t.Errorf("%s has neighbours", v.Path)
		}
		if v.Page != nil && v.Page.Language == "" {
			for _, l := range []*view.Link{v.Page.Prev, v.Page.Next} {
				if l != nil && strings.Contains(l.URL, "/fr/") {
					t.Errorf("%s is beside %s", v.Path, l.URL)
				}
			}
		}
	}
	if r := s.Redirects(); len(r) != 1 || r[0].To != "/base/releases/a/" {
		t.Errorf("redirects: %+v", r)
	}
}

func TestTranslationViews(t *testing.T) {
	s, _ := linktest.Resolve(t, link.Input{}, threeLanguages())
	v := viewAt(t, s, "fr/releases/a/index.html")
	if v.Layout != "release-note" || v.Meta.Title != "A en français" || v.Meta.Language != "fr" || v.Page.Language != "fr" {
		t.Errorf("view: %s %+v", v.Layout, v.Meta)
	}
	if v.Meta.Section != "/base/releases/" || v.Meta.Canonical != "https://example.com/base/fr/releases/a/" {
		t.Errorf("section %s, canonical %s", v.Meta.Section, v.Meta.Canonical)
	}
	if v.Page.CTA == nil || *v.Page.CTA != (view.Link{Title: "Allez", URL: "/base/fr/releases/b/"}) {
		t.Errorf("call to action: %+v", v.Page.CTA)
	}
	if got := alternatesText(v.Meta.Alternates); got != "en /base/releases/a/, "+
		"fr-CA /base/fr-ca/releases/a/, fr /base/fr/releases/a/ *, x-default /base/releases/a/" {
		t.Errorf("alternates: %s", got)
	}
	if got := alternatesText(v.Page.Editions); got != "en /base/releases/a/, fr-CA /base/fr-ca/releases/a/" {
		t.Errorf("also in: %s", got)
	}
	if got := v.Meta.Feeds; len(got) != 2 || got[0].URL != "/base/fr/feed.json" || got[0].Title != "Site (Français) (JSON Feed)" {
		t.Errorf("feeds: %+v", got)
	}
	for _, want := range []string{
		`<a href="/base/fr/releases/b/#seconde">b</a>`, `<a href="/base/releases/c/">c</a>`, `<a href="#un">haut</a>`,
		`<a href="/base/fr/releases/b/">adresse</a>`, `src="/base/releases/p.png"`,
	} {
		if !strings.Contains(string(v.Page.Body), want) {
			t.Errorf("the body has no %s:\n%s", want, v.Page.Body)
		}
	}
	if v := viewAt(t, s, "fr/index.html"); v.Layout != "home" || v.Page.Title != "Accueil" {
		t.Errorf("home in French: %s %q", v.Layout, v.Page.Title)
	}
	if v := viewAt(t, s, "index.html"); alternatesText(v.Page.Editions) != "fr-CA /base/fr-ca/, fr /base/fr/" {
		t.Errorf("home: %+v", v.Page.Editions)
	}
	if v := viewAt(t, s, "releases/c/index.html"); v.Meta.Alternates != nil || v.Page.Editions != nil || v.Meta.Language != "" {
		t.Errorf("a page in one language: %+v", v.Meta)
	}
}

func alternatesText(list []view.Alternate) string {
	var out []string
	for _, a := range list {
		text := a.Language + " " + a.Path
		if a.Current {
			text += " *"
		}
		if a.URL != "https://example.com"+a.Path {
			text += " at " + a.URL
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// A public build, the sitemap of any, and what they say of languages know what
// is public only.
func TestTranslationsInPublic(t *testing.T) {
	files := threeLanguages()
	delete(files, "releases/2026-01-01-a.fr-CA.md")
	s, _ := linktest.Resolve(t, link.Input{Settings: link.Settings{Public: true}}, files)
	for i := range s.Files {
		if p := s.Files[i].Path; strings.Contains(p, "/d/") || strings.Contains(p, "de/") {
			t.Errorf("there is %s", p)
		}
	}
	for _, in := range []link.Settings{{Public: true}, {Drafts: true}} {
		s, _ := linktest.Resolve(t, link.Input{Settings: in}, files)
		var out []string
		for _, u := range compose.New(s, nil).Sitemap() {
			if len(u.Alternates) > 0 {
				out = append(out, strings.TrimPrefix(u.URL, "https://example.com")+
					": "+strings.ReplaceAll(alternatesText(u.Alternates), " *", ""))
			}
		}
		const a = "en /base/releases/a/, fr /base/fr/releases/a/, x-default /base/releases/a/"
		const b = "en /base/releases/b/, fr /base/fr/releases/b/, x-default /base/releases/b/"
		want := "/base/fr/releases/a/: " + a + "\n/base/fr/releases/b/: " + b + "\n/base/releases/a/: " + a + "\n/base/releases/b/: " + b
		if got := strings.Join(out, "\n"); got != want {
			t.Errorf("sitemap:\n%s\nwant:\n%s", got, want)
		}
	}
}

// Each language has feeds of the same items, each in the best words there are.
func TestEditions(t *testing.T) {
	s, _ := linktest.Resolve(t, link.Input{}, threeLanguages())
	var got []string
	for _, ch := range items.Channels(s, 10) {
		var items []string
		for _, it := range ch.Items {
			items = append(items, it.ID+"="+it.Language+" "+it.Path+" "+it.Title)
		}
		got = append(got, ch.Language+" "+ch.Dir+" "+ch.Title+"\n  "+strings.Join(items, "\n  "))
	}
	const want = `en  Site
  release-note:c=en releases/c/ C
  release-note:b=en releases/b/ B
  release-note:a=en releases/a/ A
en products/billing/ Billing – Site
  release-note:b=en releases/b/ B
  release-note:a=en releases/a/ A
fr-CA fr-ca/ Site (Français canadien)
  release-note:c=en releases/c/ C
  release-note:b=fr fr/releases/b/ B
  release-note:a=fr-CA fr-ca/releases/a/ A au Québec
fr-CA fr-ca/products/billing/ Billing – Site (Français canadien)
  release-note:b=fr fr/releases/b/ B
  release-note:a=fr-CA fr-ca/releases/a/ A au Québec
fr fr/ Site (Français)
  release-note:c=en releases/c/ C
  release-note:b=fr fr/releases/b/ B
  release-note:a=fr fr/releases/a/ A en français
fr fr/products/billing/ Billing – Site (Français)
  release-note:b=fr fr/releases/b/ B
  release-note:a=fr fr/releases/a/ A en français`
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("feeds:\n%s\nwant:\n%s", text, want)
	}
	for _, it := range items.Of(s, "fr") {
		if it.ID != "release-note:a" {
			continue
		}
		html, _, err := it.Body()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(html, `<a href="https://example.com/base/fr/releases/b/#seconde">`) ||
			it.CTA != (content.CTA{Label: "Allez", URL: "https://example.com/base/fr/releases/b/"}) {
			t.Errorf("the item's links: %+v %s", it.CTA, html)
		}
		if it.Edition != "fr" || it.Modified.Format("2006-01-02") != "2026-02-02" || it.Published.Format("2006-01-02") != "2026-01-01" {
			t.Errorf("the item: %+v", it)
		}
	}
}

// Feeds keep the ids of what has expired, and give them room of their own.
func TestTombstones(t *testing.T) {
	files := map[string]string{content.ConfigFile: "products: [billing]\n"}
	for i := range 9 {
		files[fmt.Sprintf("releases/2026-01-0%d-gone.md", i+1)] = fmt.Sprintf("---\ntitle: Gone\nid: gone%d\n"+
			"visibility: public\nproducts: [billing]\nexpires_at: 2026-03-%02d\n---\nGone.\n", i, 30-i)
	}
	files["releases/2025-01-01-live.md"] = "---\ntitle: Live\nvisibility: public\nproducts: [billing]\n---\n"
	files["releases/2026-01-01-never.md"] = "---\ntitle: Never\nexpires_at: 2026-02-01\n---\n"
	files["releases/2026-01-01-draft.md"] = "---\ntitle: Draft\nvisibility: public\ndraft: true\nexpires_at: 2026-02-01\n---\n"
	for _, public := range []bool{false, true} {
		s, _ := linktest.Resolve(t, link.Input{Settings: link.Settings{Public: public}}, files)
		all := items.Of(s, "en")
		if len(all) != 10 {
			t.Fatalf("%d items", len(all))
		}
		gone := all[0]
		if !gone.Withdrawn || gone.ID != "gone8" || gone.WithdrawnAt.Format("2006-01-02") != "2026-03-22" ||
			gone.Title+gone.URL+gone.Path+gone.Summary != "" || gone.Body != nil {
			t.Errorf("what is left: %+v", gone)
		}
		channels := items.Channels(s, 3)
		var ids []string
		for _, it := range channels[1].Items {
			ids = append(ids, it.ID)
		}
		if got := strings.Join(ids, " "); got != "gone2 gone1 gone0 release-note:live" {
			t.Errorf("the product's feed has %s", got)
		}
	}
}

// Two files for one address are a finding, whatever they are.
func TestTranslationConflicts(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"a page":           {"a.md": "# A", "a.fr.md": "# A", "fr/a.md": "# B"},
		"another spelling": {"a.md": "# A", "a.fr.md": "# A", "a.FR.md": "# A"},
		"a feed":           {"a.md": "---\ntitle: A\nvisibility: public\n---\n", "a.fr.md": "# A", "fr/feed.json": "{}"},
	} {
		files[content.ConfigFile] = "languages: [fr]\n"
		_, diags := linktest.Resolve(t, link.Input{}, files)
		if got := rulesOf(diags); !strings.HasPrefix(got, "duplicate-url ") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// A link leads to a draft of a translation where drafts are shown, and in feeds
// never.
func TestLinksToDraftTranslations(t *testing.T) {
	files := threeLanguages()
	files["releases/c.fr.md"] = "---\ntitle: C en français\ndraft: true\n---\nBrouillon\n"
	for drafts, want := range map[bool]string{false: "/base/releases/c/", true: "/base/fr/releases/c/"} {
		s, _ := linktest.Resolve(t, link.Input{Settings: link.Settings{Drafts: drafts}}, files)
		if v := viewAt(t, s, "fr/releases/a/index.html"); !strings.Contains(string(v.Page.Body), `<a href="`+want+`">c</a>`) {
			t.Errorf("drafts %v: no link to %s:\n%s", drafts, want, v.Page.Body)
		}
		for _, it := range items.Of(s, "fr") {
			if it.ID == "release-note:c" && it.Title != "C" {
				t.Errorf("drafts %v: the feed has %q", drafts, it.Title)
			}
			if it.ID != "release-note:a" {
				continue
			}
			html, _, err := it.Body()
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(html, `<a href="https://example.com/base/releases/c/">c</a>`) {
				t.Errorf("drafts %v: the feed's links: %s", drafts, html)
			}
		}
	}
}

// The feeds of a language lead to the home page in that language, when it is
// public.
func TestHomeOfEditions(t *testing.T) {
	files := map[string]string{
		content.ConfigFile: "languages: [fr, de]\n",
		"index.md":         "---\ntitle: Home\nvisibility: public\n---\n", "index.fr.md": "# Accueil",
		"a.md": "---\ntitle: A\nvisibility: public\n---\n", "a.fr.md": "# A", "a.de.md": "# A",
	}
	s := linktest.MustResolve(t, link.Input{}, files)
	var got []string
	for _, ch := range items.Channels(s, 1) {
		got = append(got, ch.Language+" "+ch.Home)
	}
	const want = "en https://example.com/base/, fr https://example.com/base/fr/, de https://example.com/base/"
	if text := strings.Join(got, ", "); text != want {
		t.Errorf("homes: %s", text)
	}
}

// A page and its frame speak one language, and each language has a home: what is
// translated in it, and everything else once, marked with its language.
func TestEditionsSpeakOneLanguage(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		content.ConfigFile: "title: Site\nlanguages: [fr, nl]\nproducts: [billing]\n",
		"releases/a.md":    "---\ntitle: A\ndate: 2026-01-02\nvisibility: public\nstage: ga\nreview_by: 2026-01-20\n---\nA\n",
		"releases/a.fr.md": "---\ntitle: A en français\n---\nA\n",
		"releases/a.nl.md": "---\ntitle: A in het Nederlands\n---\nA\n",
		"releases/b.md":    "---\ntitle: B\ndate: 2026-01-01\nvisibility: public\n---\nB\n",
	})
	v := viewAt(t, s, "fr/releases/a/index.html")
	if v.Site.Language != "fr" || v.Site.Home != "/base/fr/" || v.Site.Nav[0].Title != "Notes de version" {
		t.Errorf("the frame: %s %s %v", v.Site.Language, v.Site.Home, v.Site.Nav)
	}
	if v.Page.Date.Text != "2 janvier 2026" || v.Page.KindTitle != "Note de version" || v.Page.Release.Stage.Text != "Disponible" {
		t.Errorf("the page: %+v %s %+v", v.Page.Date, v.Page.KindTitle, v.Page.Release.Stage)
	}
	if v.Breadcrumbs[0] != (view.Link{Title: "Accueil", URL: "/base/fr/"}) || v.Meta.Locale != "fr" {
		t.Errorf("crumbs %v, locale %s", v.Breadcrumbs, v.Meta.Locale)
	}
	// The interface does not speak Dutch; the site's own language stands in.
	if v := viewAt(t, s, "nl/releases/a/index.html"); v.Site.Language != "en" || v.Meta.Language != "nl" {
		t.Errorf("Dutch has a frame in %s around %s", v.Site.Language, v.Meta.Language)
	}
	home := viewAt(t, s, "fr/index.html")
	var cards []string
	for _, c := range home.Lead.New.Cards {
		text := c.Language + " " + c.URL
		for _, b := range c.Badges {
			if b.Class == "language" {
				text += " [" + b.Text + "]"
			}
		}
		cards = append(cards, text)
	}
	if got := strings.Join(cards, ", "); got != " /base/fr/releases/a/, en /base/releases/b/ [English]" {
		t.Errorf("the French home lists %s", got)
	}
	if home.Meta.Title != "Français" || home.Lead.New.Title != "Nouveautés" || home.Meta.Language != "fr" || home.Layout != "home" {
		t.Errorf("the French home: %q %s", home.Lead.New.Title, home.Meta.Language)
	}
	const want = "en /base/, fr /base/fr/ *, nl /base/nl/, x-default /base/"
	if got := alternatesText(home.Meta.Alternates); got != want {
		t.Errorf("homes: %s, want %s", got, want)
	}
	if got := alternatesText(viewAt(t, s, "index.html").Editions); got != "fr /base/fr/, nl /base/nl/" {
		t.Errorf("the home leads to %s", got)
	}
}

// Readers of a public build learn of a language when something public is in it.
func TestHomesInPublic(t *testing.T) {
	files := threeLanguages()
	delete(files, "releases/2026-01-01-a.fr-CA.md")
	delete(files, "releases/2026-01-02-b.fr.md")
	delete(files, "releases/2026-01-01-a.fr.md")
	s, _ := linktest.Resolve(t, link.Input{Settings: link.Settings{Public: true}}, files)
	if v := viewAt(t, s, "index.html"); v.Meta.Alternates != nil || v.Editions != nil {
		t.Errorf("homes: %+v", v.Meta.Alternates)
	}
	for i := range s.Files {
		if s.Files[i].Language != "" {
			t.Errorf("there is %s", s.Files[i].Path)
		}
	}
}
