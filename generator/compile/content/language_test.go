package content

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"headsup/generator/read/calendar"
)

func TestLanguages(t *testing.T) {
	c := config(t, `language: en
languages:
  - fr
  - {id: fr-CA}
  - {id: pt-BR, title: Português do Brasil, fallback: [es, FR]}
  - es
  - {id: pt, fallback: []}
  - {id: ar, fallback: [en, es]}
  - zh-Hant-TW
`)
	want := []Language{
		{"fr", "Français", nil, []string{"fr", "en"}},
		{"fr-CA", "Français canadien", []string{"fr"}, []string{"fr-CA", "fr", "en"}},
		{"pt-BR", "Português do Brasil", []string{"es", "fr"}, []string{"pt-BR", "es", "fr", "en"}},
		{"es", "Español", nil, []string{"es", "en"}},
		{"pt", "Português", nil, []string{"pt", "en"}},
		{"ar", "العربية", []string{"en", "es"}, []string{"ar", "en"}},
		{"zh-Hant-TW", "繁體中文", nil, []string{"zh-Hant-TW", "en"}},
	}
	if !reflect.DeepEqual(c.Languages, want) {
		t.Errorf("languages:\n got %+v\nwant %+v", c.Languages, want)
	}
	if l, ok := c.LanguageByID("PT-br"); !ok || l.Dir() != "pt-br/" {
		t.Errorf("pt-BR in capitals: %+v, %v", l, ok)
	}
	if got := c.LanguageTitle("en"); got != "English" {
		t.Errorf("the site's own language is called %q", got)
	}
	for src, want := range map[string]string{
		"language: en-GB\nlanguages: [fr]\n":    "English",
		"language: en-GB\nlanguages: [en-US]\n": "British English",
	} {
		if got := config(t, src).LanguageTitle("en-GB"); got != want {
			t.Errorf("%q: en-GB is called %q, want %q", src, got, want)
		}
	}
}

// A language whose name is also that of its variants is told apart by its tag.
func TestLanguageTitles(t *testing.T) {
	for tag, want := range map[string]string{
		"pt-BR": "Português (BR)", "pt": "Português", "de": "Deutsch", "en-GB": "British English",
		"he": "עברית", "gsw": "Schwiizertüütsch", "zu": "IsiZulu", "tlh": "",
	} {
		if got := nameOf(tag); got != want {
			t.Errorf("%s is called %q, want %q", tag, got, want)
		}
	}
}

func TestLanguageDiagnostics(t *testing.T) {
	_, diags := ParseConfig(ConfigFile, []byte(`language: en-GB
languages:
  - fr
  - FR
  - pt_BR
  - francais!
  - xx
  - en-gb
  - {title: Nothing}
  - {id: de, fallbacks: [fr]}
  - {id: es, fallback: [fr, pt-BR, en-GB]}
`))
	const want = `10:14: error: unknown key "fallbacks" [config]
  did you mean fallback?
4:5: error: the language FR appears twice; the first is on line 3 [config]
  remove one of them
5:5: error: "pt_BR" is not a language tag [config]
  write pt-BR
6:5: error: "francais!" is not a language tag [config]
  write for example fr, de or pt-BR
7:5: error: no language is known as "xx" [config]
  write for example fr, de or pt-BR
8:5: error: en-gb is the site's own language [config]
  remove it: the files without a language in their names are in it
9:5: error: this language has no id [config]
  write {id: fr, title: Français}
11:29: error: "pt-BR" is not one of the site's languages [config]
  allowed: en-GB, fr, de, es
`
	got := strings.Split(messages(diags, true), "\n")
	for _, line := range strings.Split(want, "\n") {
		found := false
		for _, g := range got {
			found = found || g == line
		}
		if !found {
			t.Errorf("missing: %s", line)
		}
	}
	if len(got) != len(strings.Split(want, "\n")) {
		t.Errorf("findings:\n%s", strings.Join(got, "\n"))
	}
	if _, diags := ParseConfig(ConfigFile, []byte("languages: fr\n")); len(diags) != 1 {
		t.Errorf("a single word: %s", messages(diags, true))
	}
}

func TestTranslationNames(t *testing.T) {
	c := config(t, "languages: [fr, pt-BR]\n")
	for source, want := range map[string]string{
		"export.fr.md":                        "export.md fr",
		"releases/2026-11-01-export.PT-br.md": "releases/2026-11-01-export.md pt-BR",
		"releases/x/index.fr.markdown":        "releases/x/index.markdown fr",
		"v1.2.fr.md":                          "v1.2.md fr",
		"export.pt_BR.md":                     "export.md pt-BR",
		"export.de.md":                        "",
		"fr.md":                               "",
		".fr.md":                              "",
		"a/.fr.md":                            "",
		"export.md":                           "",
		"export.french.md":                    "",
		"fr/export.md":                        "",
	} {
		got := ""
		if original, tag, ok := c.Translation(source); ok {
			got = original + " " + tag
		}
		if got != want {
			t.Errorf("%s is a translation of %q, want %q", source, got, want)
		}
	}
	for source, want := range map[string]bool{
		"export.de.md": true, "export.zh-Hant.md": true, "export.fil.md": true, "export.en.md": false,
		"export.de_AT.md": true, "export.zh_Hans.md": true, "export.my_file.md": false, "notes.final.md": false, "v1.2.md": false,
		"export.new.md": false, "export.mac.md": false, "export.api.md": false, "export.v2.md": false, "export.go.md": false,
		"export.old.md": false, "export.in.md": false, "export.xx.md": false, "export.german.md": false, "1.2.md": false,
	} {
		if _, _, ok := c.MaybeTranslation(source); ok != want {
			t.Errorf("%s looks like a translation: %v", source, ok)
		}
	}
}

const translated = `---
title: Export
id: my-export
date: 2026-01-01
updated: 2026-02-01
visibility: public
products: [billing]
stage: ga
version: 3.10
owner: ana
review_by: 2027-01-01
slug: csv
aliases: [/old/]
launch: big
summary: In one file.
questions: ["How do I export?"]
actions: {sales: Show it.}
cta: {label: Try it, url: /try/}
docs_url: /docs/
image: shot.png
silence: {image-alt: decoration}
---
Text.
`

func translate(t *testing.T, c *Config, source, original, text string) (*Page, string) {
	t.Helper()
	name, _, ok := c.Translation(source)
	if !ok {
		t.Fatalf("%s is no translation", source)
	}
	var o *Page
	if original != "" {
		o, _, _ = Parse(c, name, []byte(original))
	}
	p, _, diags := ParseTranslation(c, source, []byte(text), o)
	return p, messages(diags, false)
}

// A translation has words, and the rest from its original.
func TestTranslation(t *testing.T) {
	c := config(t, "languages: [fr]\nkinds: {release-note: {fields: {summary: description}}}\n")
	p, said := translate(t, c, "releases/export.fr.md", translated, `---
title: Exporter
description: En un fichier.
cta: {label: Essayer}
updated: 2026-02-02
---
Du texte.
`)
	if said != "" {
		t.Errorf("findings:\n%s", said)
	}
	date := func(day string) calendar.Date {
		d, problem := calendar.Parse(day, time.UTC)
		if problem != nil {
			t.Fatal(problem.Message)
		}
		return d
	}
	want := Page{
		Source: "releases/export.fr.md", Original: "releases/export.md", Language: "fr", Kind: ReleaseNote,
		Title: "Exporter", Summary: "En un fichier.", Date: date("2026-01-01"), Updated: date("2026-02-02"),
		Visibility: Public, Products: []string{"billing"}, Owner: "ana",
		Release: ReleaseDetails{Stage: GA, Version: "3.10", DocsURL: "/docs/"},
		Snippet: SnippetDetails{Dismissible: true}, BodyLine: 7,
	}
	want.CTA, want.Image = p.CTA, p.Image
	got := *p
	got.positions = nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("page:\n got %+v\nwant %+v", got, want)
	}
	if p.CTA.Label != "Essayer" || p.CTA.URL != "/try/" || p.CTA.Line != 4 || p.Image.Dest != "shot.png" {
		t.Errorf("call to action %+v, picture %+v", p.CTA, p.Image)
	}
}

// What holds a page back holds its translations back, and more is allowed in
// this direction only.
func TestTranslationHoldsBack(t *testing.T) {
	const public, draft = "---\nvisibility: public\n---\nText.\n", "---\nvisibility: public\ndraft: true\n---\nText.\n"
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name, config, original, text string
		public                       bool
		said                         string
	}{
		{name: "nothing", original: public, text: "Du texte.\n", public: true},
		{name: "internal original", original: "Text.\n", text: "Du texte.\n"},
		{name: "draft", original: public, text: "---\ndraft: true\n---\nDu texte.\n"},
		{name: "draft original", original: draft, text: "---\ndraft: false\n---\nDu texte.\n"},
		{
			name:     "draft by default",
			config:   "kinds: {page: {defaults: {draft: true}}}\n",
			original: "---\nvisibility: public\ndraft: false\n---\n",
			text:     "Du texte.\n",
		},
		{
			name:     "no draft by default",
			config:   "kinds: {page: {defaults: {draft: true}}}\n",
			original: "---\nvisibility: public\ndraft: false\n---\n",
			text:     "---\ndraft: false\n---\nDu texte.\n",
			public:   true,
		},
		{
			name: "publication", original: "Text.\n", text: "---\nvisibility: public\n---\nDu texte.\n",
			said: "2:1: error: a translation takes visibility from a.md [translation-field]\n",
		},
		{
			name: "its own visibility", original: public, text: "---\nVisibility: internal\n---\nDu texte.\n",
			said: "2:1: error: a translation takes Visibility from a.md [translation-field]\n",
		},
		{
			name: "its own time", original: public, text: "---\npublish_at: 2027-01-01\nexpires_at:\n---\nDu texte.\n",
			said: "2:1: error: a translation takes publish_at from a.md [translation-field]\n",
		},
		{
			name: "a foreign key", config: "kinds: {page: {fields: {date: [meta.day, day], tags: topics}}}\n", original: public,
			text: "---\nmeta: {day: 2027-01-01}\ntopics: [a]\n---\nDu texte.\n",
			said: "3:1: error: a translation takes topics from a.md [translation-field]\n" +
				"2:13: error: a translation takes meta.day from a.md [translation-field]\n",
		},
		{
			name:     "an unknown key",
			config:   "kinds: {page: {unknown: keep}}\n",
			original: public,
			text:     "---\nhidden: true\n---\nDu texte.\n",
			said:     "2:1: warning: hidden: true holds a page back in other tools, so the page is not public [unknown-field]\n",
		},
		{
			name:     "a broken draft",
			original: public,
			text:     "---\ndraft: perhaps\n---\nDu texte.\n",
			said:     "2:8: error: \"perhaps\" is neither true nor false [wrong-type]\n",
		},
		{
			name: "no original",
			text: "Du texte.\n",
			said: "1:1: error: there is no a.md that this is a translation of [translation-original]\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, said := translate(t, config(t, "languages: [fr]\n"+tt.config), "a.fr.md", tt.original, tt.text)
			sorted := func(s string) []string { return strings.Split(s, "\n") }
			if len(sorted(said)) != len(sorted(tt.said)) {
				t.Errorf("findings:\n%swant:\n%s", said, tt.said)
			}
			for _, line := range sorted(tt.said) {
				if !strings.Contains(said, line) {
					t.Errorf("findings:\n%swant:\n%s", said, tt.said)
				}
			}
			if got := p.PublicAt(now); got != tt.public {
				t.Errorf("public: %v", got)
			}
		})
	}
}

// Feeds keep the id of what was public and is no more, and of nothing else.
func TestRetracted(t *testing.T) {
	for front, want := range map[string]string{
		"visibility: public\ndate: 2026-01-01":                                                                 "",
		"visibility: public\ndate: 2026-01-01\nexpires_at: 2026-02-01":                                         "2026-02-01",
		"visibility: public\nexpires_at: 2026-02-01":                                                           "2026-02-01",
		"visibility: public\nexpires_at: 2026-12-24":                                                           "",
		"date: 2026-01-01\nexpires_at: 2026-02-01":                                                             "",
		"visibility: public\ndraft: true\ndate: 2026-01-01\nexpires_at: 2026-02-01":                            "",
		"visibility: public\ndate: 2026-03-01\nexpires_at: 2026-02-01":                                         "",
		"visibility: public\npublish_at: 2026-01-15\ndate: 2026-03-01\nexpires_at: 2026-02-01":                 "2026-02-01",
		"visibility: public\npublish_at: 2027-01-01":                                                           "",
		"visibility: public\nkind: snippet\nkey: a\ndate: 2026-01-01\nwithdrawn: true":                         "2026-01-01",
		"visibility: public\nkind: snippet\nkey: a\nupdated: 2026-05-01\nwithdrawn: true":                      "2026-05-01",
		"visibility: public\nkind: snippet\nkey: a\ndate: 2027-01-01\nwithdrawn: true":                         "",
		"kind: snippet\nkey: a\ndate: 2026-01-01\nwithdrawn: true":                                             "",
		"visibility: public\nkind: snippet\nkey: a\ndate: 2026-01-01\nexpires_at: 2026-02-01\nwithdrawn: true": "2026-01-01",
	} {
		p, _, _ := Parse(DefaultConfig(), "a.md", []byte("---\n"+front+"\n---\nText.\n"))
		got := ""
		if since, ok := p.RetractedAt(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)); ok {
			got = since.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%s: taken back on %q, want %q", front, got, want)
		}
	}
}
