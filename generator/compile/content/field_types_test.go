package content

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// A site may turn syntax errors down; the page then keeps what can be read.
func TestBrokenFieldsKeepTheirText(t *testing.T) {
	p, body, diags := Parse(DefaultConfig(), "releases/x.md", []byte(`---
title: Framing "it": you ask: "why?"
date: "2026-10-01
version: 3.10
summary: 'Sales' view
tags: [a
---
body`))
	for _, d := range diags {
		if d.Rule != "front-matter-syntax" {
			t.Errorf("finding that follows from another: %v", d)
		}
	}
	if len(diags) != 4 {
		t.Errorf("findings:\n%s", messages(diags, false))
	}
	if p.Title != `Framing "it": you ask: "why?"` || p.Date.Format(time.DateOnly) != "2026-10-01" ||
		p.Release.Version != "3.10" || p.Summary != "'Sales' view" || string(body) != "body" {
		t.Errorf("page = %+v, body %q", p, body)
	}

	p, _, diags = Parse(DefaultConfig(), "releases/x.md", []byte("+++\ntitle = Hello world\nversion = 3.10\n[extra\na = 1\n+++\n"))
	if p.Title != "Hello world" || p.Release.Version != "3.10" || len(diags) != 3 {
		t.Errorf("page = %+v, findings:\n%s", p, messages(diags, false))
	}

	p, _, _ = Parse(DefaultConfig(), "playbooks/x.md", []byte("---\nwhen: One.\n\nTwo is what you may call it, or this: three.\n---\n"))
	if p.Playbook.When != "One.\n\nTwo is what you may call it, or this: three." {
		t.Errorf("when = %q", p.Playbook.When)
	}
}

func TestWrongTypesAreRead(t *testing.T) {
	p, _, _ := Parse(DefaultConfig(), "releases/x.md", []byte("---\ntitle: [a, b]\nsummary: 2024\nversion: 1.10\n"+
		"tags: one, two\naudiences: [sales, nobody]\nquestions: [{What: now}, why]\nowner: null\n---\n"))
	if p.Title != "a, b" || p.Summary != "2024" || p.Release.Version != "1.10" || fmt.Sprint(p.Tags) != "[one, two]" || len(p.Tags) != 1 ||
		fmt.Sprint(p.Audiences) != "[sales]" || fmt.Sprint(p.Questions) != "[What: now why]" || p.Owner != "" {
		t.Errorf("page = %+v", p)
	}
}

func TestBombsAreErrors(t *testing.T) {
	var laughs strings.Builder
	laughs.WriteString("---\ntitle: x\na0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&laughs, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	laughs.WriteString("---\n")
	tests := map[string]string{
		"aliases":            laughs.String(),
		"an alias of itself": "---\ntitle: x\nb: &a [*a, *a]\n---\n",
		"a merge of itself":  "---\ntitle: x\nb: &a {<<: *a}\n---\n",
		"nesting":            "---\ntitle: x\nb: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "\n---\n",
		"open nesting":       "---\ntitle: x\nb: " + strings.Repeat("[", 50000) + "\n---\n",
		"mappings":           "---\ntitle: x\nb: " + strings.Repeat("{a: ", 9000) + strings.Repeat("}", 9000) + "\n---\n",
		"TOML nesting":       "+++\ntitle = 'x'\nb = " + strings.Repeat("[", 30000) + "\n+++\n",
		"TOML keys":          "+++\ntitle = 'x'\n" + strings.Repeat("a.", 30000) + "a = 1\n+++\n",
		"TOML tables":        "+++\ntitle = 'x'\n" + strings.Repeat("[a]\n", 15000) + "+++\n",
		"size":               "---\ntitle: x\nsummary: " + strings.Repeat("x", 100_000) + "\n---\n",
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			p, _, diags := Parse(config(t, "kinds: {page: {unknown: keep}}"), "x.md", []byte(src))
			if errors := len(diags); errors == 0 {
				t.Error("no finding")
			}
			if p.Title != "x" && name != "size" {
				t.Errorf("title = %q", p.Title)
			}
			size := 0
			for _, e := range p.Extra {
				size += len(e.Value)
			}
			if size > 1<<20 {
				t.Errorf("kept %d bytes of a small file", size)
			}
		})
	}
}

func TestFieldMapping(t *testing.T) {
	cfg := config(t, `
kinds:
  release-note:
    fields: {date: [applied_at, path], slug: path, tags: [labels, extra.topics], version: extra.release.name, title: name}
    unknown: keep
    defaults: {visibility: public, tags: [none], owner: docs}
`)
	p, _, diags := Parse(cfg, "releases/x.md",
		[]byte("+++\npath = '2015/01/09/Rust-1.0'\nname = 'N'\ntitle = 'T'\nlabels = ['a']\n[extra]\n"+
			"topics = ['b', 'a']\nother = true\nmore = {x = 1, y = [1, 2]}\n[extra.release]\nname = '1.0'\ncode = 'c'\n+++\n"))
	if len(diags) > 0 {
		t.Errorf("findings:\n%s", messages(diags, true))
	}
	if p.Title != "T" || p.Date.Format(time.DateOnly) != "2015-01-09" || p.Slug != "2015/01/09/Rust-1.0" || fmt.Sprint(p.Tags) != "[a b]" ||
		p.Release.Version != "1.0" || p.Visibility != Public || p.Owner != "docs" {
		t.Errorf("page = %+v", p)
	}
	if got := fmt.Sprint(p.Extra); got != "[{extra.other true} {extra.more.x 1} {extra.more.y 1, 2} {extra.release.code c}]" {
		t.Errorf("extra = %s", got)
	}
	p, _, _ = Parse(cfg, "releases/x.md", []byte("---\ntags: [mine]\nlabels: [theirs]\napplied_at: 2026-10-01\npath: /2015/01/09/x\n---\n"))
	if fmt.Sprint(p.Tags) != "[mine]" || p.Date.Year() != 2026 || p.Slug != "2015/01/09/x" {
		t.Errorf("page = %+v", p)
	}

	cfg = config(t, "kinds: {page: {fields: {tags: extra.tags}, unknown: warn}}")
	_, _, diags = Parse(cfg, "x.md", []byte("---\nextra: {tags: a, other: b}\n---\n"))
	if got := messages(diags, false); got != "2:18: warning: unknown field extra.other [unknown-field]\n" {
		t.Errorf("findings: %s", got)
	}
}

func TestKindOverride(t *testing.T) {
	p, _, diags := Parse(DefaultConfig(), "releases/x.md", []byte("---\nkind: playbook\nwhen: now\n---\n"))
	if p.Kind != Playbook || p.Playbook.When != "now" || len(diags) > 0 {
		t.Errorf("kind %s, findings:\n%s", p.Kind, messages(diags, false))
	}
	p, _, diags = Parse(DefaultConfig(), "releases/x.md", []byte("---\nkind: playbok\n---\n"))
	if p.Kind != ReleaseNote ||
		messages(diags, true) != "2:7: error: unknown value \"playbok\" [unknown-value]\n  did you mean playbook?\n" {
		t.Errorf("kind %s, findings:\n%s", p.Kind, messages(diags, true))
	}
}

// Whatever severities a site chooses: what was meant to hold a page back and
// was not understood does hold it back.
func TestUnreadGuardsKeepPagesInternal(t *testing.T) {
	public := config(t, "kinds: {page: {unknown: keep, defaults: {visibility: public}}}")
	tests := []struct {
		front  string
		public bool
	}{
		{"title: x", true},
		{"visibility: public", true},
		{"visibility: internal", false},
		{"visibility: intern", false},
		{"visibility: [public]", false},
		{"visibilty: internal", false},
		{"draft: maybe", false},
		{"draft: \"true\"", false},
		{"publish_at: soon", false},
		{"publish_at: 2027-02-30", false},
		{"publishDate: 2027-01-01", false},
		{"expires_at: 2026", false},
		{"expiryDate: 2020-01-01", false},
		{"published: false", false},
		{"published: true", true},
		{"hidden: true", false},
		{"hidden: false", true},
		{"status: draft", false},
		{"status: published", true},
		{"draft: false\nDraft: true", false},
		{"visibility: public\nvisibility: internal", false},
		{"draft: \"yes", false},
		{"title: a: b", false},
		{"foreign: 1", true},
		{"date: tomorrow", false}, // without publish_at it is the end of the embargo
		{"updated: tomorrow", true},
	}
	for _, test := range tests {
		p, _, diags := Parse(public, "x.md", []byte("---\n"+test.front+"\n---\nx"))
		got := p.Visibility == Public && !p.Draft
		if got != test.public {
			t.Errorf("%q: public = %v; findings:\n%s", test.front, got, messages(diags, false))
		}
		if !test.public && len(diags) == 0 && !strings.HasPrefix(test.front, "visibility: internal") {
			t.Errorf("%q: held back in silence", test.front)
		}
	}
	for _, src := range []string{"---\ntitle: x\ndraft: true\n\nText", "Title: x\nStatus: draft\n\nText", ""} {
		p, _, _ := Parse(public, "x.md", []byte(src))
		if p.Visibility == Public && src != "" {
			t.Errorf("%q is public", src)
		}
	}
}
