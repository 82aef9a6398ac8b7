package generator_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/publish/feed"
)

// words is front matter with a marker word in each field that a translation of a
// release note may have; %[1]s is the marker.
const words = `title: Titre %[1]stitle
summary: Résumé %[1]ssummary
questions: ["Pourquoi %[1]squestion ?"]
actions: {sales: "Faites %[1]saction"}
docs_url: https://%[1]sdocs.example/
cta: {label: "%[1]scta", url: "https://%[1]scta.example/"}
image: %[1]simage.png
owner: %[1]sowner
review_by: 2026-03-03
silence: {image-alt: "%[1]ssilence"}
`

// TestTranslationsKeepTheSecret holds that a translation is never more public
// than its original, nor than it says itself, in any output.
func TestTranslationsKeepTheSecret(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	files := map[string]string{
		"headsup.yaml":     "title: Site\nbase_url: https://example.com/\nlanguages: [fr, de, fr-CA]\nchecks: {broken-anchor: warn}\n",
		"releases/open.md": "---\ntitle: Open\ndate: 2026-01-01\nvisibility: public\n---\nOpen words.\n\n## Part\n",
		"releases/open.de.md": "---\n" + fmt.Sprintf(words, "zqsecretdraft") +
			"draft: true\n---\n" + fmt.Sprintf(everyBody, "zqsecretdraft"),
		"releases/open.fr.md": "---\ntitle: Ouvert\nactions: {sales: zqsecretaction}\nowner: zqsecretowner\n---\n" +
			"Mots ouverts, [secret](internal.md), [fini](expired.md#zqsecretexpiredheading).\n\n" +
			":::sales\nzqsecretblock en français, avec [lien](https://zqsecretlink.example/).\n\n## zqsecretheading\n:::\n\n## Partie\n",
		"snippets/gone.md":    "---\ntitle: Gone\nkey: gone\nsurface: banner\nvisibility: public\nwithdrawn: true\n---\nzqsecretgone\n",
		"snippets/gone.fr.md": "---\ntitle: zqsecretparti\ncta: {label: zqsecretcta, url: /zqsecretpath/}\n---\nzqsecretpartibody\n",
		"secrets/index.md":    "# zqsecretfolder\n",
		"secrets/index.fr.md": "# zqsecretdossier\n",
		"secrets/one.md":      "# zqsecretone\n",
	}
	for name, front := range map[string]string{
		"internal": "", "draft": "visibility: public\ndraft: true\n", "embargo": "visibility: public\npublish_at: 2027-01-01\n",
		"held":   "visibility: public\ninternal_at: 2027-01-01\n",
		"future": "visibility: public\ndate: 2027-01-01\n", "expired": "visibility: public\ndate: 2026-01-02\nexpires_at: 2026-02-01\n",
	} {
		marker := "zqsecret" + name
		files["releases/"+name+".md"] = "---\ntitle: Original " + marker + "\n" + front + "---\n" + fmt.Sprintf(everyBody, marker)
		for _, tag := range []string{"fr", "fr-CA"} {
			files["releases/"+name+"."+tag+".md"] = "---\n" +
				fmt.Sprintf(words, marker+"tr") + "---\n" + fmt.Sprintf(everyBody, marker+"tr")
		}
		for _, m := range []string{marker, marker + "tr"} {
			files["releases/"+m+"image.png"] = "not really a picture"
		}
	}
	writeFiles(t, dir, files)
	for _, opt := range []generator.Options{
		{}, {Drafts: true, Future: true}, {Visibility: content.Public},
	} {
		opt.Content, opt.Out, opt.NoCache = dir, filepath.Join(t.TempDir(), "out"), true
		mustBuild(t, opt)
		all := tree(t, opt.Out)
		if !strings.Contains(all["fr/feed.json"], "Mots ouverts") || !strings.Contains(all["fr/feed.xml"], "Mots ouverts") {
			t.Error("the feeds in French lack what is public")
		}
		if opt.Visibility != content.Public && !secretWord.MatchString(all["fr/releases/internal/index.html"]) {
			t.Error("the internal site does not show its translations: the test tests nothing")
		}
		for _, name := range []string{"de/feed.json", "fr-ca/feed.json"} {
			if _, ok := all[name]; ok {
				t.Errorf("there is %s, and nothing in it is public", name)
			}
		}
		for name, text := range all {
			base := path.Base(name)
			outside := base == "feed.json" || base == "feed.xml" ||
				strings.Contains(name, "feed/") || base == "sitemap.xml" || base == "robots.txt" ||
				strings.HasPrefix(name, "embed/")
			m := heldWord.FindString(name + "\n" + text)
			if m != "" && !opt.Future && path.Ext(name) != ".png" && base != ".headsup-manifest" {
				t.Errorf("%+v: %s holds %q, which is held back from everyone", opt.Visibility, name, m)
			}
			if !outside && opt.Visibility != content.Public {
				continue
			}
			if m := secretWord.FindString(name + "\n" + text); m != "" {
				t.Errorf("%+v: %s holds %q", opt.Visibility, name, m)
			}
		}
		// Of what was public once the ids are left, in each language.
		for _, name := range []string{"feed.json", "fr/feed.json"} {
			left := map[string]bool{}
			for _, it := range readFeed(t, opt.Out, name) {
				left[it.ID] = it.Headsup.Withdrawn
			}
			for _, id := range []string{"release-note:expired", "snippet:gone"} {
				if !left[id] {
					t.Errorf("%s does not say that %s is gone", name, id)
				}
			}
			if len(left) != 3 {
				t.Errorf("%s has %v", name, left)
			}
		}
	}
}

func readFeed(t *testing.T, out, name string) []feed.Item {
	t.Helper()
	items, err := feed.Read(os.DirFS(out), name)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// translatedSite is a site in which most things are translated.
func translatedSite() map[string]string {
	return map[string]string{
		"headsup.yaml": "title: Site\nbase_url: https://example.com/hub/\n" +
			"languages: [fr, {id: ar}, pt-BR]\nproducts: [billing]\naudiences: [sales]\n",
		"index.md":          "# Home\n\n[Export](releases/2026-01-01-export.md)\n",
		"index.fr.md":       "# Accueil\n\n[Exporter](releases/2026-01-01-export.md)\n",
		"guide/index.md":    "---\ntitle: Guide\nvisibility: public\n---\nText.\n",
		"guide/index.fr.md": "# Manuel\n\nDu texte.\n",
		"guide/one.md":      "---\ntitle: One\nvisibility: public\n---\n[Guide](index.md) [Export](../releases/2026-01-01-export.md#how)\n",
		"guide/one.fr.md": "# Un\n\n[Manuel](index.md) " +
			"[Exporter](../releases/2026-01-01-export.md#how) [Note](../releases/2026-02-02-note/index.md)\n",
		"releases/index.md":    "# What is new\n\nAll of it.\n",
		"releases/index.fr.md": "# Nouveautés\n\nToutes.\n",
		"releases/2026-01-01-export.md": "---\ntitle: Export\nvisibility: public\nproducts: [billing]\n" +
			"audiences: [sales]\naliases: [/old/]\nlaunch: big\ndate_differs: It was early.\n---\nText.\n\n## How\n\nSo.\n",
		"releases/2026-01-01-export.fr.md":        "# Exporter\n\nDu texte.\n\n## Comment\n\nComme ça.\n",
		"releases/2026-01-01-export.ar.md":        "# تصدير\n\nنص.\n\n## كيف\n\nهكذا.\n",
		"releases/2026-02-02-note/index.md":       "---\ntitle: Note\nvisibility: public\n---\n![A picture](p.png)\n",
		"releases/2026-02-02-note/index.pt-BR.md": "# Nota\n\n![Uma imagem](p.png) ![Outra](q.png)\n",
		"releases/2026-02-02-note/p.png":          "not really a picture",
		"releases/2026-02-02-note/q.png":          "not really a picture",
		"launches/2026-03-01-big.md":              "---\ntitle: Big\nvisibility: public\nstage: ga\n---\nText.\n",
		"launches/2026-03-01-big.fr.md":           "# Grand\n\nDu texte.\n",
		"playbooks/do.md":                         "---\ntitle: Do\nduration: 5 minutes\n---\n1. One\n2. Two\n",
		"playbooks/do.fr.md":                      "---\ntitle: Faire\nduration: 5 minutes environ\n---\n1. Un\n2. Deux\n",
		"snippets/tip.md": "---\ntitle: Tip\nkey: tip\n" +
			"surface: banner\nvisibility: public\ncta: {label: Go, url: /go/}\n---\nText.\n",
		"snippets/tip.fr.md": "---\ntitle: Astuce\ncta: {label: Allez}\n---\nDu texte.\n",
	}
}

// All links of a translated site lead somewhere, in both builds, and each page
// that has other languages is named by them.
func TestTranslatedSiteCrawls(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, translatedSite())
	for _, v := range []content.Visibility{content.Internal, content.Public} {
		out := filepath.Join(t.TempDir(), "out")
		res := mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true, Visibility: v})
		if len(res.Diagnostics) > 0 {
			t.Errorf("%s: findings: %v", v, res.Diagnostics)
		}
		crawl(t, out, "https://example.com/hub/")
		files := served(t, out)
		back := 0
		for name, text := range files {
			if !strings.HasSuffix(name, "index.html") {
				continue
			}
			for _, link := range strings.Split(text, "hreflang=")[1:] {
				_, address, found := strings.Cut(link, `href="https://example.com/hub/`)
				address, _, _ = strings.Cut(address, `"`)
				if !found || strings.Contains(link[:strings.Index(link, ">")], "x-default") {
					continue
				}
				other := files[address+"index.html"]
				if !strings.Contains(other, `href="https://example.com/hub/`+strings.TrimSuffix(name, "index.html")+`"`) {
					t.Errorf("%s: %s names %q, which does not name it", v, name, address)
				}
				back++
			}
		}
		if back < 12 {
			t.Errorf("%s: only %d links between languages", v, back)
		}
	}
}

// Pages of a translation say which language they are in, and that the frame is
// in another.
func TestTranslatedPageLanguage(t *testing.T) {
	t.Parallel()
	dir, out := filepath.Join(t.TempDir(), "content"), filepath.Join(t.TempDir(), "out")
	writeFiles(t, dir, translatedSite())
	mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true})
	files := served(t, out)
	for name, want := range map[string][]string{
		"ar/releases/export/index.html": {
			`<html lang="ar" dir="ltr">`,
			`lang="en">`,
			`<h1 lang="ar" dir="rtl">تصدير</h1>`,
			`<div class="prose" lang="ar" dir="rtl">`,
		},
		"fr/playbooks/do/index.html": {`<html lang="fr" dir="ltr">`, `<dd lang="fr" dir="ltr">5 minutes environ</dd>`},
		"fr/snippets/tip/index.html": {`<h1 lang="fr" dir="ltr">Astuce</h1>`, `hreflang="en">English</a>`},
		"releases/export/index.html": {
			`<html lang="en" dir="ltr">`,
			`<h1>Export</h1>`,
			`href="/hub/ar/releases/export/"`,
			`hreflang="ar">العربية</a>`,
		},
		"index.html":                 {`href="/hub/fr/"`},
		"guide/index.html":           {`href="/hub/fr/guide/"`},
		"fr/launches/big/index.html": {`/hub/fr/releases/export/`},
	} {
		for _, w := range want {
			if !strings.Contains(files[name], w) {
				t.Errorf("%s has no %s", name, w)
			}
		}
	}
	if strings.Contains(files["releases/index.html"], "Exporter") {
		t.Error("the list of release notes has a translation")
	}
}

// TestColdWarmTranslations holds that a build over an earlier one gives the bytes
// of a build from nothing, when originals, translations and languages change.
func TestColdWarmTranslations(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	dir, out := filepath.Join(root, "content"), filepath.Join(root, "out")
	writeFiles(t, dir, translatedSite())
	warm := generator.Options{Content: dir, Out: out, CacheDir: filepath.Join(root, "cache")}
	mustBuild(t, warm)
	if again := mustBuild(t, warm); again.Compiled != 0 || again.Rendered != 0 || again.Output.Written != 0 {
		t.Errorf("a build without changes compiled %d, rendered %d, wrote %d files", again.Compiled, again.Rendered, again.Output.Written)
	}
	change := func(name, from, to string) func() {
		return func() {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(text), from) {
				t.Fatalf("%s has no %q", name, from)
			}
			writeFiles(t, dir, map[string]string{name: strings.Replace(string(text), from, to, 1)})
		}
	}
	remove := func(name string) func() {
		return func() {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, edit := range []func(){
		change("releases/2026-01-01-export.fr.md", "Du texte", "D'autres mots"),
		change("releases/2026-01-01-export.md", "visibility: public", "visibility: internal"),
		change("releases/2026-01-01-export.md", "visibility: internal", "visibility: public\nexpires_at: 2026-02-02"),
		change("releases/2026-01-01-export.md", "\nexpires_at: 2026-02-02", "\nslug: csv"),
		change("playbooks/do.md", "duration: 5 minutes", "kind: page"),
		change("headsup.yaml", "languages: [fr, ", "languages: [fr-CA, fr, "),
		func() { writeFiles(t, dir, map[string]string{"snippets/tip.fr-CA.md": "# Truc\n\nDu texte.\n"}) },
		remove("snippets/tip.fr-CA.md"),
		change("snippets/tip.fr.md", "title: Astuce", "title: Astuce\ndraft: true"),
		remove("guide/index.fr.md"),
		change("headsup.yaml", "fr-CA, fr, {id: ar}, pt-BR", "fr, {id: ar, title: Arabic}"),
	} {
		edit()
		if i == 4 { // a plain page has no duration
			change("playbooks/do.fr.md", "duration: 5 minutes environ\n", "")()
		}
		opt := warm
		if opt.Visibility = content.Public; i%3 == 0 {
			opt.Visibility = content.Internal
		}
		mustBuild(t, opt)
		cold := filepath.Join(root, fmt.Sprintf("cold-%d", i))
		mustBuild(t, generator.Options{Content: dir, Out: cold, NoCache: true, Visibility: opt.Visibility})
		equalTrees(t, fmt.Sprintf("after edit %d, %s", i, opt.Visibility), served(t, out), served(t, cold))
	}
}

// The feeds of all languages have the same items in the same order, and bundles
// are there for the same languages.
func TestFeedsOfLanguages(t *testing.T) {
	t.Parallel()
	dir, out := filepath.Join(t.TempDir(), "content"), filepath.Join(t.TempDir(), "out")
	writeFiles(t, dir, translatedSite())
	mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true})
	ids := func(name string) (ids, languages []string) {
		for _, it := range readFeed(t, out, name) {
			ids, languages = append(ids, it.ID), append(languages, it.Language)
		}
		return ids, languages
	}
	want, _ := ids("feed.json")
	hashes := map[string]string{}
	for _, it := range readFeed(t, out, "feed.json") {
		hashes[it.ID] = it.Headsup.ContentHash
	}
	for dir, mine := range map[string]string{"fr/": "fr", "ar/": "ar", "pt-br/": "pt-BR"} {
		got, languages := ids(dir + "feed.json")
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s has %v, want %v", dir, got, want)
		}
		if !strings.Contains(fmt.Sprint(languages), mine) || !strings.Contains(fmt.Sprint(languages), "en") {
			t.Errorf("%s is in %v", dir, languages)
		}
		for _, it := range readFeed(t, out, dir+"feed.json") {
			if same := hashes[it.ID] == it.Headsup.ContentHash; same != (it.Language == "en") {
				t.Errorf("%s: %s in %s: the same content_hash: %v", dir, it.ID, it.Language, same)
			}
		}
	}
	site := os.DirFS(out)
	data, err := fs.ReadFile(site, "embed/v1/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest feed.Manifest
	if err := json.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	bundles := map[string]int{}
	for _, b := range manifest.Bundles {
		bundles[b.Language]++
	}
	if fmt.Sprint(bundles) != "map[ar:2 en:2 fr:2 pt-BR:2]" {
		t.Errorf("bundles: %v", bundles)
	}
	entries := map[string]string{}
	for _, name := range []string{"feed.xml", "fr/feed.xml", "ar/feed.xml", "pt-br/feed.xml"} {
		text, err := fs.ReadFile(site, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(text), "<id>")[1:] {
			id, _, _ := strings.Cut(part, "</id>")
			if other, had := entries[id]; had {
				t.Errorf("%s has an id of %s: %s", name, other, id)
			}
			entries[id] = name
		}
	}
}
