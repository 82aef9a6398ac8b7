package generator_test

import (
	"flag"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// secretWord matches the marker words of the leak test, in any case and
// spelling that a slug or an id gives them.
var secretWord = regexp.MustCompile(`(?i)zqsecret[a-z0-9]*`)

// saidWord matches those of what came back.
var saidWord = regexp.MustCompile(`(?i)zqsecretsaid[a-z0-9]*`)

// heldWord matches those of pages that are in no build.
var heldWord = regexp.MustCompile(`(?i)zqsecretheld[a-z0-9]*`)

// everyField is front matter with a marker word in each field that holds free
// text, for a release note; %[1]s is the marker.
const everyField = `title: Title %[1]stitle
summary: Summary %[1]ssummary
date: 2026-01-05
products: [%[1]sproduct]
audiences: [sales]
tags: [%[1]stag, shared]
owner: %[1]sowner
slug: %[1]sslug
aliases: [/%[1]salias/]
actions: {sales: "Do %[1]saction"}
questions: ["What is %[1]squestion?"]
image: %[1]simage.png
version: 9.9-%[1]sversion
plans: [%[1]splan]
platforms: [%[1]splatform]
feature_flag: %[1]sflag
docs_url: https://%[1]sdocs.example/
cta: {label: "%[1]scta", url: "https://%[1]scta.example/"}
`

const everyBody = `Body %[1]sbody with [a link](https://%[1]slink.example/ "%[1]stitle"), ![%[1]salt](%[1]simage.png)

## Heading %[1]sheading

| %[1]stable | x |
|---|---|
| a | b |

` + "```sql title=\"%[1]scodetitle\"\nSELECT %[1]scode;\n```" + `

- [ ] %[1]stask

Term %[1]sterm
: %[1]sdefinition

Note[^%[1]sfn].

[^%[1]sfn]: %[1]sfootnote

<details><summary>%[1]shtml</summary>

%[1]sdetails

</details>

<!-- %[1]scomment -->
`

// blocks puts marker words into audience blocks of a public page in every way
// in which they could get out.
const blocks = `---
title: Open page
date: 2026-01-01
visibility: public
products: [billing]
audiences: [sales]
tags: [open, shared]
actions: {sales: "zqsecretaction of an open page"}
acknowledge: [sales]
quiz: [{question: zqsecretquestion, answers: [zqsecretanswer, zqsecretother], right: 1}]
owner: zqsecretowner
feature_flag: zqsecretflag
review_by: 2026-02-01
---
:::sales
# zqsecretfirst heading
First paragraph zqsecretblock, before all others.
:::

Open words.[^open] [Named link][ref] and [internal page](internal.md), [draft](draft.md#zqsecretheading),
[ahead](embargo.md), [held back](held.md#zqsecretheldheading).

:::internal
zqsecretinternal with a footnote[^hidden] and [link][hidden-ref].

[^hidden]: zqsecretfootnote defined inside.

[hidden-ref]: https://zqsecretref.example/

## zqsecretheading inside

![zqsecretalt](picture.png)
:::

- An item

  :::support
  zqsecretlist in a list
  :::

> :::success
> zqsecretquote in a quote
> :::

[^open]: An open footnote.
:::sales
A block that refers to a footnote[^inside] zqsecretrefers.

[^inside]: zqsecretinside.

:::::internal
zqsecretnested
:::::

More zqsecretafter.
:::

## Open heading

[ref]: https://open.example/

:::internal
zqsecretunfinished
:::
`

func leakSite(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "content")
	files := map[string]string{
		"headsup.yaml":     "title: Site\nbase_url: https://example.com/\nchecks: {broken-anchor: warn}\n" + inboundConfig,
		"releases/open.md": blocks,
	}
	closed := map[string]string{
		"internal": "visibility: internal\n",
		"default":  "",
		"draft":    "visibility: public\ndraft: true\n",
		"embargo":  "visibility: public\npublish_at: 2027-01-01\n",
		"future":   "visibility: public\n",
		"known":    "visibility: public\ninternal_at: 2026-01-01\npublish_at: 2027-01-01\n",

		// Held back from everyone.
		"held":       "visibility: public\ninternal_at: 2027-01-01\n",
		"heldfirst":  "visibility: public\ninternal_at: 2027-01-01\npublish_at: 2027-02-01\n",
		"heldinside": "publish_at: 2027-01-01\n",
		"heldpiece":  "visibility: public\nlaunch: zqsecretheldlaunch\n",
		"expired":    "visibility: public\nexpires_at: 2026-02-01\n",
	}
	for name, extra := range closed {
		marker := "zqsecret" + name
		front := fmt.Sprintf(everyField, marker)
		if name == "future" {
			front = strings.Replace(front, "date: 2026-01-05", "date: 2027-01-05", 1)
		}
		body := fmt.Sprintf(everyBody, marker)
		folder := "releases/"
		if name == "internal" {
			// The page that the open one links to, in the same folder.
			front = strings.ReplaceAll(front, "slug: zqsecretinternalslug\n", "")
		}
		files[folder+name+".md"] = "---\n" + front + extra + "---\n" + body
		files[folder+marker+"image.png"] = "not really a picture"
	}
	files["playbooks/rivals.md"] = "---\ntitle: Rivals\nvisibility: public\ndate: 2026-01-01\nnever_say: [zqsecretnever]\n" +
		"objections: [{objection: zqsecretobjection, answer: zqsecretreply}, {objection: Open, answer: Answer, public: true}]\n---\nText.\n"
	files["releases/picture.png"] = "not really a picture"
	files["zqsecretfolder/page.md"] = "---\ntitle: zqsecretfoldertitle\n---\nzqsecretfolderbody\n"
	files["zqsecretfolder/file.pdf"] = "%PDF zqsecretpdf"
	files["launches/zqsecretlaunch.md"] = "---\ntitle: zqsecretlaunchtitle\ndate: 2027-02-02\n---\nzqsecretlaunchbody\n"
	files["launches/zqsecretheldlaunch.md"] = "---\ntitle: zqsecretheldlaunch\ndate: 2027-02-02\ninternal_at: 2027-01-02\n---\nText.\n"
	files["releases/in-launch.md"] = "---\ntitle: In a launch\ndate: 2026-03-01\n" +
		"visibility: public\nlaunch: zqsecretlaunch\ndate_differs: zqsecretreason\nrelated: [internal.md, draft.md]\n---\n" +
		"Open, too. [The launch](../launches/zqsecretlaunch.md).\n"
	files["snippets/zqsecretsnippet.md"] = "---\ntitle: zqsecretsnippettitle\nkey: zqsecret.key\n" +
		"surface: banner\nanchor: {path: /zqsecretpath, selector: .zqsecretselector}\n---\nzqsecretsnippetbody\n"
	files["snippets/withdrawn.md"] = "---\ntitle: Withdrawn zqsecretwithdrawn\nkey: old.key\n" +
		"surface: banner\nvisibility: public\nwithdrawn: true\n---\nzqsecretwithdrawnbody\n"
	maps.Copy(files, inboundFiles)
	writeFiles(t, dir, files)
	return dir
}

// What came back, with a marker word in each field and each place. It is on
// pages for colleagues alone.
const inboundConfig = "inbound:\n  redact: [zqsecretsaidword]\n  sources:\n" +
	"    - {id: desk, title: zqsecretsaidsource, channels: [zqsecretsaidchannel], map: {text: zqsecretsaidcolumn}}\n" +
	"    - zqsecretsaidfolder\n"

var inboundFiles = map[string]string{
	"inbound/desk/2026-01.jsonl": `{"id":"zqsecretsaidid","at":"2026-01-05T09:00:00Z","source":"desk","team":"zqsecretsaidteam",` +
		`"title":"zqsecretsaidtitle","text":"zqsecretsaidtext","product":"zqsecretsaidproduct","plan":"zqsecretsaidplan",` +
		`"account":"zqsecretsaidaccount","value":10,"score":3,"url":"https://example.com/zqsecretsaidurl","lang":"zqsecretsaidlang",` +
		`"kind":"praise","theme":"zqsecretsaidtheme","answer":"zqsecretsaidanswer.md"}` + "\nzqsecretsaidnorecord\n",
	"inbound/zqsecretsaidfolder/2026-01.jsonl": `{"id":"1","at":"2026-01-05T09:00:00Z","source":"zqsecretsaidfolder","team":"customer",` +
		`"text":"What is the open page about?","answer":"releases/open.md"}` + "\n",
	"inbound/zqsecretsaidmonth.jsonl": "zqsecretsaidmisplaced\n",
	"inbound/themes.yaml":             "zqsecretsaidthemeid: {title: zqsecretsaidthemetitle, merged: [zqsecretsaidmerged]}\n",
	"inbound/desk/zqsecretsaid.csv":   "zqsecretsaidcell\n",
	"inbound/desk/zqsecretsaid.png":   "zqsecretsaidpicture",
	"inbound/README.md":               "---\ntitle: zqsecretsaidreadme\nvisibility: public\n---\nzqsecretsaidbody\n",
}

// TestRecordsStayInside holds that what came back is on pages for colleagues alone: in no
// public build, and in the internal one in no feed, bundle, calendar, index or form for
// programs, in the name or the text of a file.
func TestRecordsStayInside(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, inboundFiles)
	writeFiles(t, dir, map[string]string{
		"headsup.yaml":     "title: Site\nbase_url: https://example.com/\n" + inboundConfig,
		"releases/open.md": "---\ntitle: Open page\ndate: 2026-01-01\nvisibility: public\n---\nOpen words.\n",
	})
	for _, opt := range []generator.Options{{Visibility: content.Public}, {Visibility: content.Internal}, {Drafts: true, Future: true}} {
		opt.Content, opt.Out, opt.NoCache = dir, filepath.Join(t.TempDir(), "out"), true
		mustBuild(t, opt)
		files := tree(t, opt.Out)
		if !strings.Contains(files["feed.json"], "Open words.") {
			t.Error("the feed does not have the page: the test tests nothing")
		}
		shown := 0
		for name, text := range files {
			m := saidWord.FindString(name + "\n" + text)
			if m == "" && !strings.Contains(name, "inbound") {
				continue
			}
			if opt.Visibility == content.Public || path.Ext(name) != ".html" && name != ".headsup-manifest" {
				t.Errorf("%+v: %s holds %q", opt, name, m)
			}
			shown++
		}
		if shown == 0 && opt.Visibility != content.Public {
			t.Error("the internal site does not show what came back: the test tests nothing")
		}
	}
}

// TestNothingInternalLeaves holds the product's most important promise.
func TestNothingInternalLeaves(t *testing.T) {
	t.Parallel()
	dir := leakSite(t)

	internal := filepath.Join(t.TempDir(), "internal")
	mustBuild(t, generator.Options{Content: dir, Out: internal, NoCache: true})
	all := tree(t, internal)
	if !secretWord.MatchString(all["releases/open/index.html"]) {
		t.Error("the internal site does not show its internal words: the test tests nothing")
	}
	for _, slug := range []string{"zqsecretembargoslug", "zqsecretknownslug"} {
		if !strings.Contains(all["releases/"+slug+"/index.html"], "Customers can see this from 1 January 2027.") {
			t.Errorf("colleagues do not see %s, which customers will", slug)
		}
	}
	for name, text := range all {
		if m := heldWord.FindString(name + "\n" + text); m != "" {
			t.Errorf("internal build: %s holds %q, which is held back from everyone", name, m)
		}
	}
	feeds := 0
	for name, text := range all {
		base := filepath.Base(name)
		if base == "feed.json" || base == "feed.xml" || strings.Contains(name, "feed/") ||
			strings.HasPrefix(name, "embed/") || base == "sitemap.xml" || base == "robots.txt" {
			feeds++
			if m := secretWord.FindString(text); m != "" {
				t.Errorf("%s holds %q", name, m)
			}
			if m := secretWord.FindString(name); m != "" {
				t.Errorf("the name of %s holds %q", name, m)
			}
		}
	}
	if feeds < 5 || !strings.Contains(all["feed.json"], "Open words.") {
		t.Errorf("%d feeds and small files were found, and the open words must be in them", feeds)
	}

	public := filepath.Join(t.TempDir(), "public")
	mustBuild(t, generator.Options{Content: dir, Out: public, NoCache: true, Visibility: content.Public})
	for name, text := range tree(t, public) {
		if m := secretWord.FindString(name + "\n" + text); m != "" {
			t.Errorf("public build: %s holds %q", name, m)
		}
	}
	// With drafts and embargoed pages on the internal site the feeds stay clean.
	everything := filepath.Join(t.TempDir(), "everything")
	mustBuild(t, generator.Options{Content: dir, Out: everything, NoCache: true, Drafts: true, Future: true})
	for name, text := range tree(t, everything) {
		if (strings.HasPrefix(filepath.Base(name), "feed.") || strings.HasPrefix(name, "embed/")) && secretWord.MatchString(text) {
			t.Errorf("with drafts and embargo: %s holds %q", name, secretWord.FindString(text))
		}
	}
}

// TestOrdinaryTitlesAreNoLeak holds that an internal page may have a title that
// the site says anyway: in its theme, in names of fields, or on a public page.
// The check cannot be turned off, so a find that is none would stop a team.
func TestOrdinaryTitlesAreNoLeak(t *testing.T) {
	t.Parallel()
	titles := []string{
		"Documentation", "Stage", "Version", "Impact", "Platforms", "Products", "Related", "Previous", "Next", "Tags",
		"Part of this launch",
		"Beta", "Breaking", "High impact", "Release note", "Release notes", "What’s new", "Coming up", "On this page", "About this page",
		"By version", "Your role", "Everyone", "All pages", "All stages", "All products",
		"Combine filters in search", "Needs attention", "Archive", "Filter", "Launch calendar",
		"About this site", "2026", "November 2026", "Release notes from 2026", "Release notes by version",
		"No date", "Skip to content", "Home", "Subscribe", "JSON Feed", "Time needed", "When to use it",
		"Steps at a glance", "Updated",
		"Launched", "Target stage", "Upcoming", "Past", "Launch calendar", "No date yet",
		"Owner", "Review due", "Questions this page answers", "Attached to", "Shown on",
		"Trigger", "Roles", "Frequency", "Snippet", "Playbook", "Pages", "Pricing",
		"January", "January 2026", "1 January 2026", "SSO", "Team plan",
		"Enterprise", "Admins", "Invoice list", "Harbour map", "Query file",
		"card", "lead", "title", "tags", "items", "home_page_url", "entry", "summary", "my-anchor", "Old deck",
		"Rollout", "Field guide",
		"English", "Français", "Also in",
	}
	dir := filepath.Join(t.TempDir(), "content")
	files := map[string]string{
		"headsup.yaml": "title: Site\nbase_url: https://example.com/\nlanguages: [fr]\n" +
			"plans: [{id: team, title: Team plan}]\nplatforms: [{id: web, title: Web}]\n",
		"releases/open.md": `---
title: Open
date: 2026-01-01
updated: 2026-02-01
expires_at: 2027-03-01
visibility: public
stage: beta
version: 2 Rollout
impact: high
breaking: true
plans: [team]
platforms: [web]
tags: [SSO]
aliases: [/Old-deck/]
docs_url: https://example.net/Pricing
questions: ["Why?"]
image: map.png
---
See [more](https://example.net/Enterprise "Field guide"). ![Harbour map](map.png)

` + "```sql title=\"Query file\"\nSELECT 1;\n```\n",
		"releases/open.fr.md": "# Ouvert\n\nDu texte.\n",
		"releases/map.png":    "not really a picture",
		"launches/open.md":    "---\ntitle: Open launch\ndate: 2026-01-01\nstage: ga\nvisibility: public\n---\nText.\n",
		"launches/ahead.md": "---\ntitle: Open plan\ndate: 2027-01-01\n" +
			"publish_at: 2025-01-01\nstage: ga\nvisibility: public\nconfidence: low\n---\nText.\n",
		"releases/undated.md": "---\ntitle: Undated\nvisibility: public\n---\nText.\n",
		"playbooks/open.md": "---\ntitle: Open playbook\nvisibility: public\n" +
			"when: Often.\nduration: 5 minutes\n---\n## One\n\nA.\n\n## Two\n\nB.\n",
		"snippets/open.md": "---\ntitle: Open snippet\nkey: a.b\nsurface: panel\nvisibility: public\n" +
			"trigger: view\ntarget: {plans: [team], roles: [Admins]}\ngroup: Invoice list\n" +
			"frequency: {max: 1, per: day}\nanchor: {path: /x, selector: .my-anchor}\n---\nText.\n",
	}
	for i, title := range titles {
		files[fmt.Sprintf("playbooks/closed-%d.md", i)] = fmt.Sprintf("---\ntitle: %q\n---\nText.\n", title)
	}
	writeFiles(t, dir, files)
	for _, v := range []content.Visibility{content.Internal, content.Public} {
		mustBuild(t, generator.Options{Content: dir, Out: filepath.Join(t.TempDir(), "out"), NoCache: true, Visibility: v})
	}
}

// TestFeedsTellNoInternalAddress holds that an internal build's feeds and sitemap
// say nothing of internal pages whose files and folders public pages share.
func TestFeedsTellNoInternalAddress(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"headsup.yaml": "title: Site\nbase_url: https://example.com/\n" +
			"products: [{id: hidden, title: zqsecretproduct, description: zqsecretdescription}]\n",
		"releases/open.md": "---\ntitle: Open\ndate: 2026-01-01\nvisibility: public\n" +
			"cta: {label: Brochure, url: brochure.pdf}\n---\n![x](bundle/plan.png)\n",
		"releases/brochure.pdf":    "not really a document",
		"releases/bundle/index.md": "---\ntitle: Hidden\nslug: zqsecretslug\nupdated: 2031-03-03\nproducts: [hidden]\n---\nText.\n",
		"releases/bundle/plan.png": "not really a picture",
		"guides/index.md":          "---\ntitle: zqsecrettitle\nslug: zqsecretguides\nupdated: 2031-03-03\n---\nText.\n",
		"guides/open.md":           "---\ntitle: Guide\nvisibility: public\n---\nText.\n",
	})
	for _, v := range []content.Visibility{content.Internal, content.Public} {
		out := filepath.Join(t.TempDir(), "out")
		mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true, Visibility: v})
		files := tree(t, out)
		for name, text := range files {
			base := filepath.Base(name)
			if v == content.Internal && base != "feed.json" && base != "feed.xml" &&
				base != "sitemap.xml" && !strings.HasPrefix(name, "embed/") {
				continue
			}
			if m := secretWord.FindString(name + "\n" + text); m != "" {
				t.Errorf("%s build: %s holds %q", v, name, m)
			}
			if strings.Contains(text, "2031-03-03") {
				t.Errorf("%s build: %s tells when an internal page has changed", v, name)
			}
		}
		for _, name := range []string{"releases/bundle/plan.png", "releases/brochure.pdf"} {
			if _, ok := files[name]; !ok {
				t.Errorf("%s build: %s is missing", v, name)
			}
		}
	}
}

// TestBundlesTellNoInternalProduct holds that bundles, which are apart for each
// product once they are large, do not tell of products with nothing public.
func TestBundlesTellNoInternalProduct(t *testing.T) {
	t.Parallel()
	dir, out := filepath.Join(t.TempDir(), "content"), filepath.Join(t.TempDir(), "out")
	files := map[string]string{
		"headsup.yaml":       "title: Site\nbase_url: https://example.com/\nproducts: [open, zqsecretproduct]\n",
		"releases/hidden.md": "---\ntitle: Hidden\nproducts: [zqsecretproduct]\n---\nText.\n",
	}
	for i := range 40 {
		files[fmt.Sprintf("snippets/tip-%d.md", i)] = fmt.Sprintf("---\ntitle: Tip\nkey: tip-%d\n"+
			"surface: panel\nvisibility: public\nproducts: [open]\n---\n%s\n", i, strings.Repeat("word ", 500))
	}
	writeFiles(t, dir, files)
	for _, v := range []content.Visibility{content.Internal, content.Public} {
		mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true, Visibility: v})
		apart := false
		for name, text := range tree(t, out) {
			if !strings.HasPrefix(name, "embed/") {
				continue
			}
			apart = apart || strings.Contains(name, "tips.open.en.")
			if m := secretWord.FindString(name + "\n" + text); m != "" {
				t.Errorf("%s build: %s holds %q", v, name, m)
			}
		}
		if !apart {
			t.Errorf("%s build: products have no bundles of their own: the test tests nothing", v)
		}
	}
}

// TestPageThatBecomesInternal holds that nothing stays behind in the output when
// a page turns internal, nor when a public build goes over an internal one.
func TestPageThatBecomesInternal(t *testing.T) {
	t.Parallel()
	dir, out, cache := filepath.Join(t.TempDir(), "content"), filepath.Join(t.TempDir(), "out"), t.TempDir()
	page := "---\ntitle: zqsecrettitle\ndate: 2026-01-01\nvisibility: %s\nslug: zqsecretslug\n" +
		"aliases: [/zqsecretalias/]\ntags: [zqsecrettag]\n---\nzqsecretbody ![x](zqsecret.png)\n"
	files := map[string]string{
		"headsup.yaml":          "title: Site\nbase_url: https://example.com/\n",
		"releases/open.md":      "---\ntitle: Open\ndate: 2026-01-02\nvisibility: public\n---\nText.\n",
		"releases/page.md":      fmt.Sprintf(page, "public"),
		"releases/zqsecret.png": "not really a picture",
	}
	writeFiles(t, dir, files)
	for _, step := range []struct {
		visibility content.Visibility // of the page
		build      content.Visibility
		hidden     bool
	}{
		{content.Public, content.Public, false},
		{content.Internal, content.Public, true},
		{content.Internal, content.Internal, false},
		{content.Internal, content.Public, true},
	} {
		writeFiles(t, dir, map[string]string{"releases/page.md": fmt.Sprintf(page, step.visibility)})
		mustBuild(t, generator.Options{Content: dir, Out: out, CacheDir: cache, Visibility: step.build})
		found := ""
		for name, text := range tree(t, out) {
			if secretWord.MatchString(name + "\n" + text) {
				found = name
			}
		}
		if (found == "") != step.hidden {
			t.Errorf("%s page, %s build: found in %q", step.visibility, step.build, found)
		}
	}
}

// Fields that hold a page back, as people write them, and where: F stands for the
// field. A page is public by the defaults of its kind.
var (
	heldFields = []string{
		"draft: true", "Draft: yes", "draft:true", "draft： true", "- draft: true", "“draft”: true", "**draft:** true",
		"visibility: internal", "Visibility:internal", "visibility： internal", "published: false", "private: yes",
		"publish_at: 2099-01-01",
	}
	heldPlaces = []string{
		"---\nF\n---\n", "---\ntitle: T\nF\n---\n", "—\nF\n—\n", "———\nF\n———\n", "--- yaml\nF\n---\n",
		" ---\nF\n ---\n", "--\nF\n--\n",
		"---\u00a0\nF\n---\n", "\ufeff---\nF\n---\n", "***\nF\n***\n", "---\n---\nF\n---\n",
		"---\ntitle: T\n---\n---\nF\n---\n", "<!-- x -->\n---\nF\n---\n",
		"---\nF\n", "---\nF\n———\n", "F\n\n", "\n\nF\n\n", "# T\nF\n\n", "# T\n\nF\n\n", "T\n=\n\nF\n\n", "T\n===\n\nF\n\n",
		"---\ntitle: \"T\nF\n---\n", "---\ntitle: A: B\nF\n---\n", "---\ntags: [a\nF\n---\n",
	}
	// Marks of text that only a field as it should be stands behind.
	heldTexts = []string{
		"> F\n\n", "> [!NOTE]\n> F\n\n", ">F\n\n", "# T\n\n> F\n\n", "```yaml\nF\n```\n\n",
		"```\n---\nF\n---\n```\n\n", "~~~\ntitle: T\nF\n~~~\n\n",
		"| K | V |\n|---|---|\n| ROW |\n\n", "# T\n\n| ROW |\n|---|---|\n| a | b |\n\n", "K | V\n--- | ---\nROW\n\n",
	}
	// Front matter that a rule finds a fault with, in the field that holds the page back
	// or beside it.
	heldFaults = []string{
		"visibility: interal", "visibility: [internal]", "visibility: {a: b}", "visibility:", "visiblity: internal", "visibility: \"\"",
		"visibility: internal\nvisibility: public", "visibility: public\nvisibility: internal",
		"draft: [true]", "draft: maybe", "draft:", "draft: true\ndraft: false", "draft: false\ndraft: true",
		"publish_at: 2099-02-30", "publish_at: soon", "publish_at:", "publish_at: [2099-01-01]",
		"internal_at: 2099-02-30", "internal_at: soon", "expires_at: 2020-02-30", "expires_at:",
		"publish_at: 2099-01-01\nexpires_at: 2098-01-01", "summary: \":::internal\"", "title: \":::internal\"",
		"draft: true\nslug: ../x", "draft: true\naliases: [\"..\"]", "draft: true\nowner: [a, b]", "draft: true\nid: same",
		"visibility: internal\nid: same", "visibility: internal\nlaunch: nosuch", "visibility: internal\nrelated: [nosuch.md]",
		"visibility: internal\nimage: nosuch.png", "visibility: internal\ndocs_url: \"javascript:x\"",
		"visibility: internal\nstage: nosuch",
		"visibility: internal\nupdated: 2026-02-30", "visibility: internal\naliases: [/former/]", "draft: true\naliases: [/former/]",
		"visibility: internal\nsilence: [no-title]",
	}
	// Bodies of internal pages that a rule finds a fault with.
	heldBodies = []string{
		"", "[x](nosuch.md)", "[x](#nosuch)", "![x](nosuch.png)", "[x](javascript:x)", "[x](CONTROL.md)", "<script>x</script>",
		"<b id=\"hu-x\">x</b>", "{{< x >}}", "[x][y]", "| a |\n|---|\n| b | c |", "{/* x", "To do: x", "[[Nosuch]]", "\xff",
	}
	plainFields = []string{"draft: true", "visibility: internal", "private: yes", "published: false"}
)

// heldBlocks are blocks of which nothing is public whatever is wrong with them, with
// M for the words.
var heldBlocks = []string{
	":::sales\nM\n:::\n", ":::internal\nM\n", ":::nosuch\nM\n:::\n", ":::SALES\nM\n:::\n", "::: sales\nM\n:::\n",
	":::sales[Title M]\nM\n:::\n",
	"::: {.sales}\nM\n:::\n", "::::sales\n:::\nM\n:::\n::::\n", ":::sales\n:::internal\nM\n:::\nM\n:::\n",
	"- a\n\n  :::sales\n  M\n  :::\n", "> :::sales\n> M\n> :::\n",
	"1. :::sales\n   M\n   :::\n", "a\n:::sales\nM\n:::\n", "<div>\n:::sales\nM\n:::\n</div>\n",
	"Term\n: :::sales\n  M\n  :::\n", "x[^1]\n\n[^1]: :::sales\n    M\n    :::\n",
	":::sales\n```\n:::\nM\n```\n:::\n", ":::sales\n# M\n:::\n", ":::sales\n[M]: https://M.example/\n:::\n",
	":::\nM\n", ":::sales\n| M |\n|---|\n| M |\n:::\n",
	"!!! note\n    :::sales\n    M\n    :::\n", ":::sales\n<details>\nM\n</details>\n:::\n",
	"<!-- M -->\n", "{/* M */}\n", "%% M %%\n", "{# M #}\n", "<!--\n:::sales\nM\n:::\n-->\n",
}

// lookalikes are what hides nothing, and what a rule that cannot be turned off tells,
// with N for the name of a block and M for the words.
var lookalikes = []string{
	"<!-- :::N -->\nM\n<!-- ::: -->\n", "a :::N M ::: b\n", "## :::N\n\nM\n", "| a |\n|---|\n| :::N M ::: |\n",
	"::N\nM\n::\n", "： ： ：N\nM\n",
	"\u00a0:::N\nM\n", "    :::N\n    M\n\n", "**:::N**\n\nM\n", "> [!N]\n> M\n", "> [!NOTE] N only\n> M\n",
	"!!! N\n    M\n", "!!! note \"N only\"\n    M\n",
	":::note N only\nM\n:::\n", ":::tip[For N only]\nM\n:::\n", "<details class=\"N-only\">\n\nM\n\n</details>\n",
	"<details><summary>N only</summary>\n\nM\n\n</details>\n",
	"<N>\n\nM\n\n</N>\n", "<div data-audience=\"N\">\n\nM\n\n</div>\n", "<div hidden>\n\nM\n\n</div>\n",
	"<div v-if=\"N\">\n\nM\n\n</div>\n", "<!-- N -->\nM\n<!-- /N -->\n",
	"<!-- N only -->\n\nM\n", "<!-- audience: N -->\n\nM\n", "{% if N %}\nM\n{% endif %}\n",
	"{{ if .N }}\nM\n{{ end }}\n", "{{< N >}}\nM\n{{< /N >}}\n", "<% if N %>\nM\n<% end %>\n",
	"[N]\n\nM\n\n[/N]\n", "{N}\nM\n{/N}\n", "{{#N}}\nM\n{{/N}}\n", "@N\nM\n@endN\n", "#if N\nM\n#end\n",
	"\\begin{N}\nM\n\\end{N}\n", "{N && (\nM\n)}\n", "+++ N\nM\n+++\n",
	"/// N\nM\n///\n", "```N\nM\n```\n", "ifdef::N[]\nM\nendif::[]\n", ".. only:: N\n\n  M\n",
	"[//]: # (N)\n\nM\n\n[//]: # (/N)\n", "M\n{: .N-only}\n",
	"<!-- :::N\nM\n\nM\n", "[:::N M](https://example.com)\n",
}

// constructs are all ways to hide words, by the file that has them: whole pages, and
// parts of pages that are public.
func constructs() (held, told map[string]string) {
	held, told = map[string]string{}, map[string]string{}
	page := func(place, field string) {
		marker := fmt.Sprintf("zqsecret%d", len(held))
		key, value, _ := strings.Cut(field, ": ")
		top := strings.NewReplacer("F", field, "ROW", key+" | "+value).Replace(place)
		held["releases/"+marker+".md"] = top + "# " + marker + "title\n\nWords " + marker + "body.\n"
	}
	for _, place := range heldPlaces {
		for _, field := range heldFields {
			if !strings.HasPrefix(place, "---\ntitle") && !strings.HasPrefix(place, "---\ntags") || strings.HasPrefix(field, "draft: ") {
				page(place, field)
			}
		}
	}
	for _, place := range heldTexts {
		for _, field := range plainFields {
			page(place, field)
		}
	}
	for _, front := range heldFaults {
		page("---\nF\n---\n", front)
	}
	for _, body := range heldBodies {
		page("---\nvisibility: internal\n---\n"+body+"\n\n", "")
	}
	page("\ufeff---\nF\n---\n", "visibility: internal")
	for language, front := range map[string]string{"fr": "visibility: internal", "de": "draft: true", "es": "publish_at: 2099-01-01"} {
		marker := "zqsecret" + language
		held["releases/control."+language+".md"] = "---\n" + front + "\n---\n# " + marker + "title\n\nWords " + marker + "body.\n"
	}
	held["releases/alone.fr.md"] = "---\ndraft: true\n---\n# zqsecretalone\n"
	for _, block := range heldBlocks {
		n := len(held)
		held[fmt.Sprintf("releases/open-%d.md", n)] = "# Open\n\nText.\n\n" + strings.ReplaceAll(block, "M", fmt.Sprintf("zqsecret%d", n))
	}
	for _, form := range lookalikes {
		for _, name := range []string{"internal", "sales"} {
			n := len(told)
			told[fmt.Sprintf("releases/told-%d.md", n)] = "# Told\n\nText.\n\n" +
				strings.NewReplacer("M", fmt.Sprintf("zqsecret%d", n), "NOTE", "NOTE", "N", name).Replace(form)
		}
	}
	return held, told
}

// constructConfig is the configuration of the site that constructs are on, to which
// `checks` may be added.
const constructConfig = "title: Site\nbase_url: https://example.com/\nlanguages: [de, es, fr]\n" +
	"kinds: {release-note: {unknown: keep, defaults: {visibility: public, date: 2026-01-01}}}\n"

// everyConstruct has each rule lowered alone with every construct that does not need
// another one, not only with those that it is about and a share of the others.
var everyConstruct = flag.Bool("every-construct", false, "lower each rule alone with every construct")

// buildConstructs makes the public site of some constructs and a page that everyone may
// see. It returns the files of the output, nil when it was not written, and what was found
// in each file.
func buildConstructs(t *testing.T, checks string, files map[string]string) (site map[string]string, found map[string][]diag.Diagnostic) {
	t.Helper()
	dir, out := filepath.Join(t.TempDir(), "content"), filepath.Join(t.TempDir(), "out")
	writeFiles(t, dir, files)
	writeFiles(t, dir, map[string]string{
		"headsup.yaml": constructConfig + checks, "releases/control.md": "# Control\n\nText of the control page.\n",
	})
	res, err := generator.Build(t.Context(), generator.Options{
		Content: dir, Out: out, NoCache: true, Visibility: content.Public, Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	found = map[string][]diag.Diagnostic{}
	for _, d := range res.Diagnostics {
		name := strings.TrimPrefix(filepath.ToSlash(d.Path), filepath.ToSlash(dir)+"/")
		found[name] = append(found[name], d)
	}
	if res.Failed() {
		return nil, found
	}
	return tree(t, out), found
}

// holdsNoConstruct reports marker words in a site of constructs.
func holdsNoConstruct(t *testing.T, checks string, site, held map[string]string) {
	t.Helper()
	if !strings.Contains(site["releases/control/index.html"], "Text of the control page") {
		t.Errorf("%s: the control page is not public: the test tests nothing", checks)
	}
	for name, text := range site {
		if m := secretWord.FindString(name + "\n" + text); m != "" {
			t.Errorf("%s: %s holds %q", checks, name, m)
			for source, text := range held {
				if strings.Contains(source+text, m) {
					t.Logf("%s: %q", source, text)
				}
			}
		}
	}
}

// lowerable are the rules that a site can turn off.
func lowerable() []string {
	var rules []string
	for _, r := range diag.Rules() {
		if !r.Fixed {
			rules = append(rules, r.ID)
		}
	}
	return rules
}

// TestNoConstructLeaves holds that what is meant to be inside does not leave however
// it is written: it is held back also when every rule is turned off that can be, or
// a rule that cannot be keeps the site from being written.
func TestNoConstructLeaves(t *testing.T) {
	t.Parallel()
	off := "checks:\n"
	for _, rule := range lowerable() {
		off += "  " + rule + ": off\n"
	}
	held, told := constructs()
	t.Logf("%d constructs are held back, and %d are told", len(held), len(told))
	site, found := buildConstructs(t, off, held)
	if site == nil {
		t.Fatalf("the site is not written, so nothing is tested: %v", found)
	}
	holdsNoConstruct(t, "all rules off", site, held)
	// With the severities that rules have, nothing is written.
	for _, checks := range []string{"", off} {
		_, found := buildConstructs(t, checks, told)
		for source, text := range told {
			if !slices.ContainsFunc(found[source], func(d diag.Diagnostic) bool { return d.Severity == diag.Error && diag.Fixed(d.Rule) }) {
				t.Errorf("nothing is told of %q", text)
			}
		}
	}
}

// TestNoRuleAloneLetsOut holds that no rule is what holds a page back: with one of them
// turned off, nothing leaves of the constructs that only this one is an error about, nor
// of a share of those that none is.
func TestNoRuleAloneLetsOut(t *testing.T) {
	t.Parallel()
	held, _ := constructs()
	names := slices.Sorted(maps.Keys(held))
	_, found := buildConstructs(t, "", held)
	for i, rule := range lowerable() {
		const share = 20 // one in so many
		files := map[string]string{}
		others, about := 0, 0
		for _, name := range names {
			isRule := func(d diag.Diagnostic) bool { return d.Rule == rule }
			switch {
			case slices.ContainsFunc(found[name], func(d diag.Diagnostic) bool { return d.Severity == diag.Error && !isRule(d) }):
				continue
			case slices.ContainsFunc(found[name], isRule):
				about++
				files[name] = held[name]
			default:
				if others++; *everyConstruct || others%share == i%share {
					files[name] = held[name]
				}
			}
		}
		checks := "checks: {" + rule + ": off}\n"
		site, found := buildConstructs(t, checks, files)
		if site == nil {
			t.Errorf("%s: the site is not written, so nothing is tested: %v", rule, found)
			continue
		}
		t.Logf("%s: %d constructs, %d that it is about", rule, len(files), about)
		holdsNoConstruct(t, rule+" is off", site, files)
	}
}
