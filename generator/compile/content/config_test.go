package content

import (
	"reflect"
	"strings"
	"testing"

	"headsup/generator/diag"
)

func TestConfigDefaults(t *testing.T) {
	for _, src := range []string{"", "# nothing\n", "title:\n", "---\n"} {
		c, diags := ParseConfig(ConfigFile, []byte(src))
		if len(diags) > 0 {
			t.Errorf("%q: findings:\n%s", src, messages(diags, true))
		}
		if !reflect.DeepEqual(c, DefaultConfig()) {
			t.Errorf("%q: not the defaults: %+v", src, c)
		}
	}
}

func TestConfigReadsEverything(t *testing.T) {
	c := config(t, `# Acme
title: Acme enablement
description: What we ship
base_url: https://enablement.example.com/hub
time_zone: Europe/Berlin
language: pt-BR
ask_url: https://chat.example.com/ask?team=billing
image: images/share.png
edit_url: {url: "https://git.example.com/acme/edit/main/content/{path}", public: true}
last_change: {author: true, public: true}
feedback: {url: "https://git.example.com/new?title={title}&body={url}", public: true, report: {to: netlify, public: true}}
products:
  - {id: billing, title: Billing, description: Invoices and plans, owner: billing-pm, paths: ["src/billing/**"]}
  - in-app
audiences: [{id: sales, title: Sales teams}, support]
plans: [free, pro]
platforms: [web]
owners: [{id: billing-pm, github: acme/billing}]
surfaces: [banner, {id: toast, max_length: 90}]
internal_words: [Falcon, "customer zero"]
synonyms: {sso: [single sign-on, saml], mrr: revenue}
checks: {broken-link: warn, no-title: off, file-empty: error}
links: {"{{site.baseurl}}": "", "https://old.example/docs/": "/"}
ignore: ["drafts/**", "*.bak"]
host: [Nginx, s3]
page_size: 50
kinds:
  release-note:
    dir: ./docs/changelog/
    fields: {date: [applied_at, extra.day], tags: applies_to}
    unknown: keep
    defaults: {visibility: public, stage: ga}
  playbook: {dir: ., summary_length: 90}
launch:
  requires: {ga: [release-note, "playbook:sales", snippet, closed-loop]}
approvals: {public: "@acme/legal", launch: ["@jo", "@acme/product"]}
gate: {skip_labels: [chore], exempt_paths: ["docs/**"], exempt_authors: []}
inbound:
  accounts: Keep
  gap: 8
  redact: [Falcon, " customer  zero "]
  currency: eur
  told_within: 30
  sources:
    - {id: desk, title: Help desk, team: support, format: zendesk, encoding: utf-8, map: {product: custom_fields.12}}
    - {id: nps, dates: day-first, channels: [leads]}
    - forum
`)
	want := DefaultConfig()
	want.Title, want.Description = "Acme enablement", "What we ship"
	want.BaseURL, want.Language, want.PageSize = "https://enablement.example.com/hub/", "pt-BR", 50
	want.Hosts = []string{"nginx", "s3"}
	want.AskURL = "https://chat.example.com/ask?team=billing"
	want.Image = Reference{Dest: "images/share.png", Position: diag.Position{Path: ConfigFile, Line: 8, Column: 8}}
	want.Edit = EditLink{URL: "https://git.example.com/acme/edit/main/content/{path}", Public: true}
	want.LastChange = LastChange{Author: true, Public: true}
	want.Feedback = Feedback{
		URL: "https://git.example.com/new?title={title}&body={url}", Public: true, Report: Report{To: ReportNetlify, Public: true},
	}
	want.TimeZone = berlin(t)
	want.Products = []Product{
		{Term: Term{"billing", "Billing"}, Description: "Invoices and plans", Owner: "billing-pm", Paths: []string{"src/billing/**"}},
		{Term: Term{"in-app", "In app"}},
	}
	want.Audiences = []Term{{"sales", "Sales teams"}, {"support", "Support"}}
	want.Plans, want.Platforms = termsOf("free", "pro"), termsOf("web")
	want.Owners = []Owner{{Term: Term{"billing-pm", "Billing pm"}, GitHub: "acme/billing"}}
	want.Surfaces = []Surface{{termsOf("banner")[0], 200}, {termsOf("toast")[0], 90}}
	want.Approvals = map[string][]string{"public": {"@acme/legal"}, "launch": {"@jo", "@acme/product"}}
	want.Gate = GateConfig{SkipLabels: []string{"chore"}, ExemptPaths: []string{"docs/**"}}
	want.Inbound = InboundConfig{
		Accounts: "keep", Redact: []string{"Falcon", "customer zero"}, Currency: "EUR", Gap: 8, ToldWithin: 30,
		Sources: []InboundSource{
			{
				Term: Term{"desk", "Help desk"}, Team: "support", Format: "zendesk", Encoding: "utf-8",
				Map: map[string]string{"product": "custom_fields.12"},
			},
			{Term: Term{"nps", "Nps"}, Team: "customer", Dates: "day-first", Channels: []string{"leads"}},
			{Term: Term{"forum", "Forum"}, Team: "customer"},
		},
	}
	want.InternalWords = []string{"Falcon", "customer zero"}
	want.Synonyms = map[string][]string{"sso": {"single sign-on", "saml"}, "mrr": {"revenue"}}
	want.Checks = diag.Levels{"broken-link": diag.Warning, "no-title": diag.Off, "file-empty": diag.Error}
	want.Links = []LinkPrefix{{"https://old.example/docs/", "/"}, {"{{site.baseurl}}", ""}}
	want.Ignore = []string{"drafts/**", "*.bak"}
	want.Launch.Requires = map[Stage][]Requirement{
		GA: {{Kind: ReleaseNote}, {Kind: Playbook, Audience: "sales"}, {Kind: Snippet}, {Loop: true}},
	}
	want.Kinds[ReleaseNote] = KindConfig{
		Dir: "docs/changelog", Unknown: KeepUnknown, SummaryLength: 200,
		Fields: map[string][]string{"date": {"applied_at", "extra.day"}, "tags": {"applies_to"}},
	}
	want.Kinds[Playbook] = KindConfig{Dir: ".", Unknown: ErrorUnknown, SummaryLength: 90}

	rn := c.Kinds[ReleaseNote]
	if got := flatten(rn.Defaults); got != "visibility: public, stage: ga" {
		t.Errorf("defaults = %s", got)
	}
	rn.Defaults = nil
	c.Kinds[ReleaseNote] = rn
	if !reflect.DeepEqual(c, want) {
		t.Errorf("configuration:\n got %+v\nwant %+v", c, want)
	}
}

func TestConfigDiagnostics(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"unknown and duplicate keys", "titel: x\ntitle: a\ntitle: b\nbase-url: https://x.example/\nproducts: [{id: a, name: A}]\n", `
3:1: error: title appears twice; the first is on line 2 [config]
  remove one of them
1:1: error: unknown key "titel" [config]
  did you mean title?
4:1: error: unknown key "base-url" [config]
  did you mean base_url?
5:20: error: unknown key "name" [config]
  allowed: id, title, description, owner, paths
`},
		{"types", "title: [a]\nproducts: billing\nsynonyms: [a]\npage_size: many\nkinds: []\nlaunch: soon\n", `
1:8: error: expected text, found a list [config]
  write one value without brackets or dashes; if it begins with [ or {, put it in quotes
2:11: error: expected a list, found a single value [config]
  write [one, two], or a line "- {id: one, title: One}" for each product
3:11: error: expected key: value pairs, found a list [config]
  write for example sso: [single sign-on]
4:12: error: "many" is not a whole number [config]
  write a number from 1 to 1000
5:8: error: expected key: value pairs, found a list [config]
  write for example release-note: {dir: changelog}
6:9: error: expected key: value pairs, found a single value [config]
  write {requires: …}
`},
		{"addresses", "base_url: https://x.example/?a=b\n", `
1:11: error: base_url "https://x.example/?a=b" has a query [config]
  write for example https://enablement.example.com/
`},
		{"where to ask", "ask_url: ask-product\n", `
1:10: error: "ask-product" is not an absolute http, https or mailto URL [config]
  write for example https://chat.example.com/ask or mailto:help@example.com
`},
		{
			"what pages have below them",
			"edit_url: https://git.example.com/edit/\nlast_change: svn\nfeedback: {url: \"https://x.example/?t={titel}\"}\n",
			`
1:11: error: "https://git.example.com/edit/" has no place for the file [config]
  write for example https://git.example.com/acme/handbook/edit/main/content/{path}
2:14: error: unknown value "svn" [config]
  allowed: git, off
3:17: error: "https://x.example/?t={titel}" has the unknown placeholder {titel} [config]
  write for example https://git.example.com/acme/handbook/issues/new?title={title}&body={url}
`,
		},
		{"two ways to tell", "edit_url: {url: \"/edit/{path}\"}\nfeedback: {email: docs@example.com, netlify: true}\n", `
1:17: error: "/edit/{path}" is not an absolute http or https URL [config]
  write for example https://git.example.com/acme/handbook/edit/main/content/{path}
2:11: error: feedback has both email and netlify [config]
  keep one of them: readers are shown one way
`},
		{"no way to tell", "edit_url: \"https://{path}.example/\"\nfeedback: {public: true}\n", `
1:11: error: "https://{path}.example/" has a placeholder in its host [config]
  write for example https://git.example.com/acme/handbook/edit/main/content/{path}
2:11: error: feedback does not say where it goes [config]
  write {url: …}, {email: …}, {netlify: true} or {report: …}
`},
		{"two forms", "feedback: {netlify: true, report: netlify}\n", `
1:11: error: feedback has both netlify and report [config]
  keep one of them: readers are shown one form
`},
		{"reports without a place", "feedback: {report: {public: true}}\n", `
1:20: error: report does not say where it goes [config]
  write {to: netlify}, or {to: …} with the address of a receiver
`},
		{"reports in public", "feedback: {report: netlify, public: true}\n", `
1:37: error: public says who sees url, email or netlify, and there is none of them [config]
  for what pages report, write report: {to: …, public: true}
`},
		{"a mailbox", "feedback: {email: \"docs@example.com?bcc=x@y.example\"}\n", `
1:19: error: "docs@example.com?bcc=x@y.example" is not the address of a mailbox [config]
  write for example docs@example.com
`},
		{"hosts", "host: [nginx, iis]\n", `
1:15: error: "iis" is no host that headsup writes a file for [config]
  write one of apache, caddy, firebase, nginx, s3, vercel; Netlify and Cloudflare need none
`},
		{"approvals", "approvals: {publik: \"@a\", launch: [\"@acme/product\", legal]}\n", `
1:13: error: there is nothing called "publik" to approve [config]
  did you mean public?
1:53: error: "legal" is not a person or team on GitHub [config]
  write "@person" or "@organisation/team", in quotes
`},
		{"place and time", "base_url: example.com\ntime_zone: Berlin\nlanguage: english!\npage_size: 0\n", `
1:11: error: base_url "example.com" is not an absolute http or https URL [config]
  write for example https://enablement.example.com/
2:12: error: "Berlin" is not a time zone [config]
  write a name of the IANA list, such as Europe/Berlin, or UTC
3:11: error: "english!" is not a language tag [config]
  write for example en, de or pt-BR
4:12: error: 0 is not between 1 and 1000 [config]
`},
		{"lists", "owners: [ana]\nproducts:\n  - Billing Suite\n  - {title: X}\n  - {id: a, owner: bob}\n  - a\naudiences: [internal]\n", `
7:13: error: an audience cannot be named internal [config]
  the word is taken: it says who may see a page or a block
3:5: error: "Billing Suite" is not an id [config]
  write {id: billing-suite, title: Billing Suite}
4:5: error: this product has no id [config]
  write {id: word, title: Name}
5:20: error: "bob" is not one of the site's owners [config]
  allowed: ana
6:5: error: the product a appears twice; the first is on line 5 [config]
  remove one of them
`},
		{"checks", "checks: {brokenlink: warn, leak: off, no-title: loud}\n", `
1:10: error: there is no rule "brokenlink" [config]
  did you mean broken-link?
1:28: error: the rule leak cannot be changed [config]
  it protects every build; remove the line
1:49: error: "loud" is not a severity [config]
  write error, warn or off
`},
		{
			"kinds",
			"kinds:\n  release: {}\n  release-note:\n    dir: ../up\n    fields: {url: slug, datte: day}\n" +
				"    unknown: ignore\n    defaults: {key: a, stage: gaga, slug: x, plan: pro, description: x}\n" +
				"  playbook: {dir: releases}\n",
			`
2:3: error: there is no kind "release" [config]
  allowed: release-note, playbook, snippet, launch, page
4:10: error: the folder "../up" is not in the content folder: it leads out of the content folder [config]
  write a path from the content folder, such as docs/releases, or . for all of it
5:14: error: a release-note has no field url [config]
  our field comes first: slug: url
5:25: error: a release-note has no field datte [config]
  did you mean date?
6:14: error: unknown value "ignore" [config]
  allowed: error, warn, keep
7:16: error: a release-note has no field key [config]
  it is a field of snippet
7:31: error: unknown value "gaga" [config]
  allowed: planned, alpha, beta, ga, deprecated, retired
7:37: error: slug belongs to one page and cannot be a default [config]
  remove it
7:46: error: unknown field plan [config]
  did you mean plans?
7:57: error: unknown field description [config]
  did you mean summary?
8:19: error: release-note and playbook have the same folder releases [config]
  give each kind a folder of its own; a file's kind field overrides it
`,
		},
		{"launch", "launch: {requires: {gaa: [x], ga: [blog, \"playbook:sales-team\"]}}\nignore: [\"[\", ..]\n", `
2:10: error: "[" is not a pattern: a bracket is not closed [config]
  write for example drafts/**, *.bak or src/billing/**
2:15: error: ".." is not a pattern: it has the part .. [config]
  write for example drafts/**, *.bak or src/billing/**
1:21: error: there is no stage "gaa" [config]
  did you mean ga?
1:36: error: there is no kind "blog" [config]
  allowed: release-note, playbook, snippet, launch, page, closed-loop
1:42: error: "sales-team" is not one of the site's audiences [config]
  allowed: sales, success, support
`},
		{"inbound", "inbound: all\n", `
1:10: error: expected key: value pairs, found a single value [config]
  write {sources: …, accounts: …, redact: …, currency: …, gap: …, told_within: …}
`},
		{
			"what comes back",
			"inbound:\n  accounts: hide\n  currency: Euro\n  redact: {a: b}\n  words: [a]\n  sources:\n" +
				"    - {title: Desk}\n    - {id: Help Desk}\n    - {id: a.b}\n    - desk\n    - {id: desk, team: sales}\n" +
				"    - {id: chat, team: Sales, format: cvs, encoding: utf-9, dates: iso, " +
				"map: {titel: A, at: , text: [a]}, channels: {}}\n" +
				"    - {id: mail, team: people, fromat: csv, map: Text}\n",
			`
5:3: error: unknown key "words" [config]
  allowed: sources, accounts, redact, currency, gap, told_within
7:7: error: this source has no id [config]
  write {id: word, title: Name}
8:12: error: "Help Desk" is not an id [config]
  write {id: help-desk, title: Help Desk}
11:12: error: the source desk appears twice; the first is on line 10 [config]
  remove one of them
12:24: error: "Sales" is not one of the site's audiences [config]
  write its id: sales
12:39: error: unknown value "cvs" [config]
  did you mean csv?
12:54: error: there is no encoding "utf-9" [config]
  write for example windows-1252, shift_jis or utf-16le
12:68: error: unknown value "iso" [config]
  allowed: day-first, month-first
12:79: error: a record has no field "titel" that a column can be named for [config]
  did you mean title?
12:89: error: no column is named for at [config]
  write the name of the column, or remove the line
12:101: error: expected text, found a list [config]
  write one value without brackets or dashes; if it begins with [ or {, put it in quotes
12:117: error: expected a list, found key: value pairs [config]
  write [one, two] or a line "- one" for each
13:32: error: unknown key "fromat" [config]
  did you mean format?
13:24: error: "people" is not one of the site's audiences [config]
  allowed: sales, success, support, customer
13:50: error: expected key: value pairs, found a single value [config]
  write for example {text: Description, at: Created}
9:12: error: "a.b" cannot be the id of a source, because a folder is called so [config]
  use at most 64 small letters, digits, - and _
2:13: error: unknown value "hide" [config]
  allowed: hash, keep, drop
4:11: error: expected a list, found key: value pairs [config]
  write [one, two] or a line "- one" for each
3:13: error: "Euro" is not a currency [config]
  write its code of three letters, such as EUR or USD
`,
		},
		{"syntax", "title: a: b\n\tdescription: x\nlanguage: de\n", `
2:1: error: a tab is used for indentation, which YAML does not allow [config]
  indent with spaces
`},
		{"not a mapping", "- title\n", `
1:1: error: headsup.yaml is a list, not lines of "key: value" [config]
  write for example: title: My page
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, diags := ParseConfig(ConfigFile, []byte(test.src))
			if got, want := messages(diags, true), strings.TrimPrefix(test.want, "\n"); got != want {
				t.Errorf("findings:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func TestKindOf(t *testing.T) {
	c := config(t, "kinds: {release-note: {dir: docs}, playbook: {dir: docs/how}, page: {dir: .}, launch: {dir: \"\"}}")
	for path, want := range map[string]Kind{
		"docs/x.md": ReleaseNote, "docs/how/x.md": Playbook, "docs/how.md": ReleaseNote, "docshow/x.md": Plain,
		"snippets/x.md": Snippet, "launches/x.md": Plain, "x.md": Plain,
	} {
		if got := c.KindOf(path); got != want {
			t.Errorf("KindOf(%q) = %s, want %s", path, got, want)
		}
	}
	c = config(t, "kinds: {release-note: {dir: .}}")
	for path, want := range map[string]Kind{"x.md": ReleaseNote, "a/b.md": ReleaseNote, "playbooks/x.md": Playbook} {
		if got := c.KindOf(path); got != want {
			t.Errorf("KindOf(%q) = %s, want %s", path, got, want)
		}
	}
}

func TestIgnored(t *testing.T) {
	c := &Config{Ignore: []string{"drafts/", "*.bak"}}
	for path, want := range map[string]bool{"drafts/x.md": true, "a/x.bak": true, "x.md": false} {
		if got := c.Ignored(path); got != want {
			t.Errorf("Ignored(%q) = %v, want %v", path, got, want)
		}
	}
}

func TestParseBaseURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://x.example": "https://x.example/", "http://localhost:8080/a/b//": "http://localhost:8080/a/b/",
		"https://x.example/ü/": "https://x.example/%C3%BC/",
		"ftp://x.example":      "", "//x.example": "", "https:///x": "", "https://u:p@x.example": "",
		"https://x.example/#": "", "https://x.example/a/../b": "", "": "",
	} {
		got, err := ParseBaseURL(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("ParseBaseURL(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestContactURL(t *testing.T) {
	for in, want := range map[string]bool{
		"https://chat.example.com/ask?team=billing#top": true, "http://localhost:8080": true,
		"mailto:help@example.com": true, "mailto:help@example.com?subject=Question": true, "MAILTO:help@example.com": true,
		"": false, "ask": false, "/ask": false, "//chat.example.com": false, "https://": false, "https:///x": false,
		"mailto:": false, "mailto:help": false, "mailto:@example.com": false, "mailto://help@example.com": false,
		"javascript:alert(1)": false, "data:text/html,x": false, "slack://channel": false, "tel:+1": false,
		"https://u:p@chat.example.com": false, "https://x.example/a b": false, "https://x.example/\"": false,
	} {
		if got := isContactURL(in); got != want {
			t.Errorf("isContactURL(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestPageSettings(t *testing.T) {
	c := config(t, "last_change: off\nedit_url: https://git.example.com/{path}\nfeedback: {email: docs@example.com}\n")
	if !c.LastChange.Off || c.Edit != (EditLink{URL: "https://git.example.com/{path}"}) ||
		c.Feedback != (Feedback{Email: "docs@example.com"}) || c.Feedback.None() {
		t.Errorf("%+v %+v %+v", c.LastChange, c.Edit, c.Feedback)
	}
	c = config(t, "last_change: git\nfeedback: {netlify: true}\n")
	if c.LastChange.Off || !c.Feedback.Netlify || c.Feedback.None() {
		t.Errorf("%+v %+v", c.LastChange, c.Feedback)
	}
	if c = config(t, "title: x\n"); !c.Feedback.None() || c.LastChange.Off {
		t.Errorf("without a word: %+v %+v", c.LastChange, c.Feedback)
	}
}

// A receiver is named exactly: the policy of the pages lets them send there, and nowhere else.
func TestReceivers(t *testing.T) {
	for _, to := range []string{
		"netlify", "https://feedback.example.com/headsup", "http://localhost:8080/a/b-1", "https://example.com/.netlify/functions/feedback",
	} {
		f := config(t, "feedback: {report: \""+to+"\"}\n").Feedback
		if f.Report != (Report{To: to}) || !f.Report.In(false) || f.Report.In(true) || !f.None() {
			t.Errorf("%s: %+v", to, f)
		}
		if f := config(t, "feedback: {report: {to: \""+to+"\", public: true}}\n").Feedback; !f.Report.In(true) {
			t.Errorf("%s: %+v", to, f)
		}
	}
	if f := config(t, "feedback: {email: docs@example.com, report: netlify}\n").Feedback; f.Email == "" || f.Report.To == "" {
		t.Errorf("beside a mailbox: %+v", f)
	}
	if f := config(t, "feedback: {email: docs@example.com}\n").Feedback; f.Report.In(false) {
		t.Errorf("without a word: %+v", f)
	}
	for to, want := range map[string]string{
		"feedback.example.com":                            "is neither netlify nor",
		"mailto:docs@example.com":                         "is neither netlify nor",
		"https://example.com":                             "ends in a name",
		"https://example.com/":                            "ends in a name",
		"https://example.com/a/":                          "ends in a name",
		"https://example.com/a/..":                        "ends in a name",
		"https://*.example.com/a":                         "ends in a name",
		"https://example.com/a?key=1":                     "ends in a name",
		"https://example.com/a; script-src *":             "ends in a name",
		"https://user:word@example.com/a":                 "ends in a name",
		"https://example.com/a%20b":                       "ends in a name",
		"https://bücher.example/a":                        "ends in a name",
		"https://example.com/" + strings.Repeat("a", 500): "ends in a name",
	} {
		_, diags := ParseConfig(ConfigFile, []byte("feedback: {report: \""+to+"\"}\n"))
		if got := messages(diags, true); len(diags) != 1 || !strings.Contains(got, want) {
			t.Errorf("%s: %s", to, got)
		}
	}
}
