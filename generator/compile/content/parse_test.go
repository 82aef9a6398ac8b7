package content

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"headsup/generator/diag"
	"headsup/generator/read/calendar"
)

// messages writes findings as "line:col: severity: message [rule]", with the
// hint on a line of its own when hints is set.
func messages(list []diag.Diagnostic, hints bool) string {
	var b strings.Builder
	for _, d := range list {
		s := d.String()
		b.WriteString(s[strings.Index(s, ":")+1:])
		b.WriteByte('\n')
		if hints && d.Hint != "" {
			b.WriteString("  " + d.Hint + "\n")
		}
	}
	return b.String()
}

func config(t *testing.T, src string) *Config {
	t.Helper()
	c, diags := ParseConfig(ConfigFile, []byte(src))
	if len(diags) > 0 {
		t.Fatalf("configuration has findings:\n%s", messages(diags, true))
	}
	return c
}

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

const everything = `---
kind: snippet
id: snippet-export
title: "Export: now in bulk"
summary: |
  All invoices at once.

  As CSV.
date: 2026-10-01
updated: 2026-10-02 9:05
products: [billing, crm]
audiences: sales
tags: [export, 2026, export]
owner: ana
review_by: 2027-04-01
visibility: public
draft: no
publish_at: "2026-10-01T09:00:00+02:00"
expires_at: 1 November 2026
slug: /tips/export/
aliases:
  - /old/export.html
  - https://enablement.example.com/base/older/
launch: bulk-export
actions:
  sales: Tell **accounts**.
  support: Nothing.
questions:
  - How do I export?
related: [playbooks/export.md]
image: export.png
cta: {label: Try it, url: https://app.example.com/export}
key: billing.export-tip
surface: banner
anchor: {path: /invoices/*, selector: "#export"}
trigger: invoices.opened
target:
  plans: [pro]
  roles: [admin]
  platforms: [web]
  segments: [eu]
  versions:
    - {component: app, min_inclusive: 3.10, max_exclusive: 4.0.0-beta.1}
    - {min_inclusive: 3.9}
  locales: [fr, en-GB]
  flags: [bulk-export]
  not: {plans: [pro], segments: staff}
  since: {signed_up: {at_least: 2 days, less_than: 2w}}
  numbers: {seats: {more_than: 49.5}}
  share: 20% to 40%
  experiment: new-export
  from: 2026-12-01 9:00 local
  until: 2026-12-24T18:00+01:00
priority: 10
frequency: {max: 3}
group: invoices
dismissible: false
withdrawn: false
---
Body.
`

func TestParseReadsEveryField(t *testing.T) {
	cfg := config(t, `
base_url: https://enablement.example.com/base
time_zone: Europe/Berlin
products: [billing, {id: crm, title: CRM}]
plans: [pro]
platforms: [web]
owners: [ana]
`)
	p, body, diags := Parse(cfg, "tips/export.md", []byte(everything))
	if len(diags) > 0 {
		t.Fatalf("findings:\n%s", messages(diags, true))
	}
	if string(body) != "Body.\n" {
		t.Errorf("body = %q", body)
	}
	at := func(line, column int) diag.Position {
		return diag.Position{Path: "tips/export.md", Line: line, Column: column}
	}
	zone := cfg.TimeZone
	want := &Page{
		Source: "tips/export.md", Kind: Snippet, ID: "snippet-export",
		Title: "Export: now in bulk", Summary: "All invoices at once.\n\nAs CSV.",
		Date:      calendar.Date{Time: time.Date(2026, 10, 1, 0, 0, 0, 0, zone)},
		Updated:   calendar.Date{Time: time.Date(2026, 10, 2, 9, 5, 0, 0, zone), Clock: true},
		ReviewBy:  calendar.Date{Time: time.Date(2027, 4, 1, 0, 0, 0, 0, zone)},
		PublishAt: calendar.Date{Time: time.Date(2026, 10, 1, 9, 0, 0, 0, time.FixedZone("", 7200)), Clock: true},
		ExpiresAt: calendar.Date{Time: time.Date(2026, 11, 1, 0, 0, 0, 0, zone)},
		Products:  []string{"billing", "crm"}, Audiences: []string{"sales"}, Tags: []string{"export", "2026"}, Owner: "ana",
		Visibility: Public, Slug: "tips/export",
		Aliases:   []Alias{{"/old/export.html", at(22, 5)}, {"/older/", at(23, 5)}},
		Launch:    "bulk-export",
		Actions:   []Action{{"sales", "Tell **accounts**.", at(26, 10)}, {"support", "Nothing.", at(27, 12)}},
		Questions: []string{"How do I export?"},
		Related:   []Reference{{"playbooks/export.md", at(30, 11)}},
		Image:     Reference{"export.png", at(31, 8)},
		CTA:       CTA{"Try it", "https://app.example.com/export", at(32, 6)},
		Snippet: SnippetDetails{
			Key: "billing.export-tip", Surface: "banner", Anchor: Anchor{"/invoices/*", "#export"}, Trigger: "invoices.opened",
			Target: Target{
				Lists: Lists{
					Plans: []string{"pro"}, Roles: []string{"admin"}, Platforms: []string{"web"}, Segments: []string{"eu"},
					Versions: []VersionRange{{"app", "3.10", "4.0.0-beta.1"}, {"", "3.9", ""}},
					Locales:  []string{"fr", "en-GB"}, Flags: []string{"bulk-export"},
				},
				Not:     Lists{Plans: []string{"pro"}, Segments: []string{"staff"}},
				Since:   map[string]Bounds{"signed_up": {"at_least": 2, "less_than": 14}},
				Numbers: map[string]Bounds{"seats": {"more_than": 49.5}},
				Share:   Share{20, 40}, Experiment: "new-export",
				From: "2026-12-01T09:00:00", Until: "2026-12-24T18:00:00+01:00",
			},
			Priority: 10, Frequency: Frequency{3, "ever"}, Group: "invoices",
		},
		BodyLine: 60,
	}
	if pos := p.Position("title"); pos != at(4, 8) {
		t.Errorf("Position(title) = %v", pos)
	}
	if pos := p.Position("stage"); pos != at(1, 1) {
		t.Errorf("Position(stage) = %v", pos)
	}
	p.positions = nil
	if !reflect.DeepEqual(p, want) {
		t.Errorf("page:\n got %+v\nwant %+v", p, want)
	}
}

func TestParseTOMLIsTheSame(t *testing.T) {
	cfg := config(t, "time_zone: Europe/Berlin")
	fromYAML, body, diags := Parse(cfg, "releases/x.md", []byte(`---
title: "Announcing \"X\""
version: 3.10
date: 2026-10-01 09:00:00
tags: [a, 1, true]
cta:
  label: Go
  url: /go/
actions: {sales: Sell it}
breaking: true
---

Hi`))
	if len(diags) > 0 || string(body) != "\nHi" {
		t.Fatalf("body %q, findings:\n%s", body, messages(diags, true))
	}
	fromTOML, body, diags := Parse(cfg, "releases/x.md", []byte("+++\r\n"+strings.ReplaceAll(`# a comment
title = "Announcing \"X\""
version = 3.10
date = 2026-10-01 09:00:00
tags = ["a",
  1, true]
breaking = true
cta.label = 'Go'
cta.url = "/go/"

[actions]
sales = """
Sell it"""
`, "\n", "\r\n")+"+++\r\n\nHi"))
	if len(diags) > 0 || string(body) != "\nHi" {
		t.Fatalf("body %q, findings:\n%s", body, messages(diags, true))
	}
	if pos := fromTOML.Position("tags"); pos.Line != 6 || pos.Column != 8 {
		t.Errorf("tags are at %v", pos)
	}
	if pos := fromTOML.Actions[0].Position; pos.Line != 13 || pos.Column != 9 {
		t.Errorf("the action is at %v", pos)
	}
	for _, p := range []*Page{fromYAML, fromTOML} {
		p.positions, p.BodyLine, p.CTA.Position, p.Actions[0].Position = nil, 0, diag.Position{}, diag.Position{}
	}
	if !reflect.DeepEqual(fromYAML, fromTOML) {
		t.Errorf("pages differ:\nYAML %+v\nTOML %+v", fromYAML, fromTOML)
	}
}

func TestParseRequests(t *testing.T) {
	cfg := config(t, "")
	for _, name := range []string{"releases/x.md", "launches/x.md"} {
		p, _, diags := Parse(cfg, name, []byte("---\nrequests:\n  - export\n  - login-1f2e3d\n---\n"))
		if len(diags) > 0 || len(p.Requests) != 2 || p.Requests[1].Theme != "login-1f2e3d" || p.Requests[1].Line != 4 {
			t.Errorf("%s: %+v %v", name, p.Requests, diags)
		}
	}
	if p, _, _ := Parse(cfg, "releases/x.md", []byte("---\nrequests: export\n---\n")); len(p.Requests) != 1 {
		t.Errorf("one without a list: %+v", p.Requests)
	}
	if _, _, diags := Parse(cfg, "playbooks/x.md", []byte("---\nrequests: [export]\n---\n")); len(diags) != 1 {
		t.Errorf("of a playbook: %v", diags)
	}
}

func TestParseDiagnostics(t *testing.T) {
	cfg := config(t, `
products: [{id: billing, title: Invoices and billing}, crm]
base_url: https://example.com/`)
	tests := []struct {
		name, path, src string
		want            string
	}{
		{"unknown keys", "releases/x.md", "---\ntitel: x\nsurface: banner\nblub: 1\ndescription: d\n---\n", `
2:1: error: unknown field titel [unknown-field]
  did you mean title?
3:1: error: a release-note has no field surface [unknown-field]
  it is a field of snippet
4:1: error: unknown field blub [unknown-field]
  to let it pass, say in headsup.yaml kinds: {release-note: {unknown: keep}}, or map it to a field of ours by fields
5:1: error: unknown field description [unknown-field]
  headsup's name for it may be summary; ` +
			`to have the files' own name read, say in headsup.yaml kinds: {release-note: {fields: {summary: description}}}
`},
		{"duplicate keys", "x.md", "---\ntitle: a\ntags: b\ntitle: c\nTags: d\n---\n", `
4:1: error: title appears twice; the first is on line 2 [duplicate-key]
  remove one of them
5:1: error: tags appears twice; the first is on line 3 [duplicate-key]
  remove one of them
`},
		{
			"wrong types",
			"releases/x.md",
			"---\ntitle: [a, b]\nsummary: {a: b}\ntags: {a: b}\nbreaking: maybe\ndraft: \"yes\"\ncta: /x/\nowner: true\n---\n",
			`
2:8: error: expected text, found a list [wrong-type]
  write one value without brackets or dashes; if it begins with [ or {, put it in quotes
3:10: error: expected text, found key: value pairs [wrong-type]
  write one value; if it begins with {, or holds a colon and a space, put it in quotes
4:7: error: expected a list, found key: value pairs [wrong-type]
  write [one, two] or a line "- one" for each
6:8: error: "yes" is neither true nor false [wrong-type]
  write true or false, without quotes
7:6: error: expected key: value pairs, found a single value [wrong-type]
  write cta: {label: …, url: …}
5:11: error: "maybe" is neither true nor false [wrong-type]
  write true or false, without quotes
`,
		},
		{
			"closed lists",
			"x.md",
			"---\nproducts: [biling, crm, Invoices and Billing]\naudiences:\n  - sale\n  - everyone\nvisibility: secret\n---\n",
			`
2:12: error: "biling" is not one of the site's products [unknown-value]
  did you mean billing?
2:25: error: "Invoices and Billing" is not one of the site's products [unknown-value]
  write its id: billing
4:5: error: "sale" is not one of the site's audiences [unknown-value]
  did you mean sales?
5:5: error: "everyone" is not one of the site's audiences [unknown-value]
  allowed: sales, success, support; or add it under audiences in headsup.yaml
6:13: error: unknown value "secret" [unknown-value]
  allowed: internal, public
`,
		},
		{"actions", "x.md", "---\nactions: {sles: x}\n---\n", `
2:11: error: "sles" is not one of the site's audiences [unknown-value]
  did you mean sales?
`},
		{"dates", "x.md", "---\ndate: 2025-02-30\nupdated: \"2026-13-01\"\nreview_by: 2026-10-01 25:00\n---\n", `
2:15: error: February 2025 has 28 days, so there is no day 30 [date-invalid]
  write for example 2026-10-01 or 2026-10-01T09:00:00+02:00
3:16: error: there is no month 13 [date-invalid]
  write for example 2026-10-01 or 2026-10-01T09:00:00+02:00
4:23: error: there is no hour 25 [date-invalid]
  hours go from 00 to 23
`},
		{"date in the name", "releases/2025-02-30-x.md", "x", `
 error: the date in the file's name does not exist: February 2025 has 28 days, so there is no day 30 [date-invalid]
  rename the file, or give it a date field
`},
		{"lifetime", "x.md", "---\npublish_at: 2026-10-02\nexpires_at: 2026-10-01\n---\n", `
3:13: error: the page expires before it is published [value-invalid]
  expires_at has to be later than publish_at
`},
		{"lifetime inside", "x.md", "---\ninternal_at: 2026-10-02\nexpires_at: 2026-10-01\n---\n", `
3:13: error: the page expires before anybody sees it [value-invalid]
  expires_at has to be later than internal_at
`},
		{"public before internal", "x.md", "---\ninternal_at: 2026-10-02\npublish_at: 2026-10-01\n---\n", `
2:14: error: the page is published before colleagues may see it [value-invalid]
  internal_at must not be later than publish_at
`},
		{"public when internal", "x.md", "---\ninternal_at: 2026-10-02\npublish_at: 2026-10-02\nexpires_at: 2026-10-03\n---\n", ""},
		{
			"slugs and aliases",
			"x.md",
			"---\nslug: a/../b\naliases: [/, ../x, https://other.example/x, \"https://example.com/x?y\", \"a b\", /a//b, " +
				"'c\\d', /a%20b/, 100%]\n---\n",
			`
2:9: error: slug "a/../b" is not a path: it has the part .. [slug-invalid]
  write words with hyphens, and / between parts: billing/export
3:11: error: alias "/" is the home page [alias-invalid]
  write the former address as a path: /old/address/
3:14: error: alias "../x" is not a path: it has the part .. [alias-invalid]
  write the former address as a path: /old/address/
3:20: error: alias "https://other.example/x" is an address outside of this site [alias-invalid]
  write the former address as a path: /old/address/
3:45: error: alias "https://example.com/x?y" is more than a path: it holds a ? or a # [alias-invalid]
  write the former address as a path: /old/address/
3:82: error: alias "/a//b" is not a path: it has an empty part [alias-invalid]
  write the former address as a path: /old/address/
3:88: error: alias "c\d" is not a path: it holds a backslash [alias-invalid]
  write the former address as a path: /old/address/
3:95: error: alias "/a%20b/" is not a path: it holds a % [alias-invalid]
  write it as readers see it, without percent signs: /a b/
3:105: error: alias "100%" is not a path: it holds a % [alias-invalid]
  write the former address as a path: /old/address/
`,
		},
		{
			"snippets",
			"snippets/2026-10-01-Big Export.md",
			"---\nsurface: popup\npriority: high\nfrequency: {per: day}\n" +
				"cta: {label: x, url: 'javascript:alert(1)'}\n" +
				"target: {versions: [{component: app, min_inclusive: v3, max_exclusive: 4.0}, " +
				"{component: app, min_inclusive: 4.0, max_exclusive: 3.9}, {min_inclusive: 1.0}, {component: a}]}\n---\n",
			`
5:22: error: links with javascript: are not allowed [link-scheme]
  write an http, https or mailto URL, or a path such as /docs/export/
2:10: error: "popup" is not one of the site's surfaces [unknown-value]
  allowed: tooltip, banner, panel, modal, inline, tour, checklist; or add it under surfaces in headsup.yaml
6:53: error: "v3" is not a version [value-invalid]
  versions are two to four numbers with dots between, such as 3.10 or 4.0.0-beta.1
6:130: error: the range from 4.0 to 3.9 holds no version [value-invalid]
  max_exclusive is the first version behind the range
6:158: error: a range of versions has neither min_inclusive nor max_exclusive [value-required]
  add one of them; without a range the snippet is for every version
3:11: error: "high" is not a whole number [wrong-type]
  write a number from -1000000 to 1000000
4:12: error: frequency has no max [value-required]
  write frequency: {max: 1, per: day}
1:1: error: a snippet needs a key [value-required]
  add key: 2026-10-01-big-export; it stays the same when the text changes
`,
		},
		{"snippet's key", "snippets/x.md", "---\nkey: Not A Key\n---\nx", `
2:6: error: "Not A Key" is not a key [value-invalid]
  keys are small letters and digits with single . _ or - between them: billing.export-tip
`},
		{"empty", "x.md", " \n\n", `
1:1: warning: the file is empty [file-empty]
  write something, or remove it
`},
		{"byte order mark", "x.md", "\xEF\xBB\xBF---\ntitle: x\n---\nx", `
1:1: error: the file begins with a byte order mark [front-matter-bom]
  save it as UTF-8 without BOM
`},
		{"bad bytes", "x.md", "héllo w\xF6rld \x00", `
1:8: error: the byte 0xF6 is not UTF-8 text [encoding]
  save the file as UTF-8
`},
		{"NUL", "x.md", "a\nb\x00", `
2:2: error: the file holds a NUL byte [encoding]
  save the file as UTF-8
`},
		{"UTF-16", "x.md", "\xFF\xFEh\x00i\x00", `
1:1: error: the file is UTF-16, not UTF-8 [encoding]
  save it as UTF-8
`},
		{"headers without fences", "x.md", "Title: x\nDate: 2026-10-01\n\nText", `
1:1: warning: the file begins with fields that are not between fences; they are read all the same [front-matter-unfenced]
  put the fields between two lines ---
`},
		{"JSON front matter", "x.md", "{\n  \"title\": \"x\"\n}\n", `
1:1: error: the file begins with JSON front matter, which headsup does not read [front-matter-unread]
  write the fields as YAML between two lines ---
`},
		{"unclosed", "x.md", "---\ntitle: x\n----\n\nText", `
1:1: error: front matter begins here and has no closing --- [front-matter-unclosed]
  line 3 is "----"; the closing fence is exactly ---, at the beginning of its line
`},
		{"unclosed TOML", "x.md", "+++\ntitle = \"x\"\n\nText", `
1:1: error: front matter begins here and has no closing +++ [front-matter-unclosed]
  add a line +++ behind the last field
`},
		{"several documents", "x.md", "---\ntitle: x\n--- # more\ndraft: true\n---\n", `
3:1: error: a second YAML document begins here [front-matter-syntax]
  front matter is one document: remove this line
`},
		{"not a mapping", "x.md", "---\n{[a]: b}\n---\n", `
2:2: error: a list is used as a key [front-matter-syntax]
  a key is a word; put a value that begins with [ or { in quotes
`},
		{
			"broken fields",
			"x.md",
			"---\ntitle: Why: because\nowner: @ana\ntags: [a, b\nsummary: \"Foo\" bar\n" +
				"launch: \"x\n\tactions: x\nimage: *nope\nid: ok\nstray\ndate: 2026-02-30\n---\n",
			`
2:11: error: a colon and a space stand in a value without quotes [front-matter-syntax]
  put the whole value in quotes: title: "Why: because"
3:8: error: a value cannot begin with @ [front-matter-syntax]
  put the whole value in quotes: owner: "@ana"
4:7: error: the [ that opens here is not closed [front-matter-syntax]
  add the ], or put the value in quotes if it is a text
5:16: error: text follows the closing quote [front-matter-syntax]
  put the whole value in quotes: summary: '"Foo" bar'
7:1: error: a tab is used for indentation, which YAML does not allow [front-matter-syntax]
  indent with spaces
8:8: error: * begins an alias, and nothing has that name [front-matter-syntax]
  if it is a text, put the whole value in quotes: image: "*nope"
10:1: error: "stray" is not a line of "key: value" [front-matter-syntax]
  indent it, and put the whole value in quotes, if it belongs to id
11:15: error: February 2026 has 28 days, so there is no day 30 [date-invalid]
  write for example 2026-10-01 or 2026-10-01T09:00:00+02:00
`,
		},
		{"comments in texts", "x.md", "---\ntitle: Fix #12 for good\nsummary: fine # a comment\ntags:\n  - a #b\n---\n", `
2:12: warning: the text from "#12 for good" on is a comment for YAML, so it is left out [front-matter-syntax]
  put the value in quotes to keep it, or write a space behind the #
5:7: warning: the text from "#b" on is a comment for YAML, so it is left out [front-matter-syntax]
  put the value in quotes to keep it, or write a space behind the #
`},
		{
			"prose that is a key",
			"playbooks/x.md",
			"---\nwhen: First sentence.\n\nAnd a second one of which you might ask: why?\n\nduration: 1 hour\n---\n",
			`
4:1: error: this line is a key for YAML, because it holds a colon [front-matter-syntax]
  if it belongs to when, write that as an indented block below "when: |"
`,
		},
		{"broken TOML", "x.md", "+++\ntitle = Hello world\ntags = [\"a\"\ndate = 2026-02-30\nslug: x\nid = \"i\"\nid = \"j\"\n+++\n", `
2:9: error: the value is neither in quotes nor a number, a date, true or false [front-matter-syntax]
  texts stand in quotes: key = "value"
3:12: error: array is incomplete [front-matter-syntax]
  texts stand in quotes: key = "value"
5:5: error: this line is YAML, and the fences say TOML [front-matter-syntax]
  write key = "value", or make the fences ---
7:1: error: id appears twice; the first is on line 6 [duplicate-key]
  remove one of them
4:16: error: February 2026 has 28 days, so there is no day 30 [date-invalid]
  write for example 2026-10-01 or 2026-10-01T09:00:00+02:00
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, diags := Parse(cfg, test.path, []byte(test.src))
			if got, want := messages(diags, true), strings.TrimPrefix(test.want, "\n"); got != want {
				t.Errorf("findings:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func TestDateComesFromTheNameWhenTheFileHasNone(t *testing.T) {
	cfg := config(t, "time_zone: Europe/Berlin")
	p, _, diags := Parse(cfg, "releases/2026-10-01-x.md", []byte("---\ntitle: x\n---\n"))
	if len(diags) > 0 || p.Date.Format(time.RFC3339) != "2026-10-01T00:00:00+02:00" || p.Date.Clock {
		t.Errorf("date = %v, findings %v", p.Date, diags)
	}
	p, _, diags = Parse(cfg, "releases/2025-02-30-x.md", []byte("---\ndate: 2026-10-02\n---\nx"))
	if len(diags) > 0 || p.Date.Day() != 2 {
		t.Errorf("date = %v, findings %v", p.Date, diags)
	}
}

// A release note has a target of its own, with the fields of a snippet's.
func TestTargetOfReleaseNote(t *testing.T) {
	cfg := config(t, "base_url: https://enablement.example.com/\nplans: [pro, free]\n")
	p, _, diags := Parse(cfg, "releases/export.md", []byte("---\ntitle: Export\nkind: release-note\nplans: [pro]\n"+
		"target: {plans: [pro, free], roles: [admin], versions: [{min_inclusive: 3.10}]}\n---\nBody.\n"))
	want := Target{Lists: Lists{Plans: []string{"pro", "free"}, Roles: []string{"admin"}, Versions: []VersionRange{{MinInclusive: "3.10"}}}}
	if !reflect.DeepEqual(p.Release.Target, want) || !reflect.DeepEqual(p.Snippet.Target, Target{}) {
		t.Errorf("the target is %+v, want %+v (%v)", p.Release.Target, want, diags)
	}
	_, _, diags = Parse(cfg, "releases/export.md", []byte("---\ntitle: Export\nkind: release-note\ntarget: {plans: [gold]}\n---\nBody.\n"))
	if len(diags) == 0 {
		t.Error("a plan that is none is no finding")
	}
}
