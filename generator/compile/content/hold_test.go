package content

import (
	"slices"
	"strings"
	"testing"

	"headsup/generator/diag"
)

// TestForeignHolds holds that keys by which other tools hold a page back do so
// under any setting, that a finding says it, and that others do not.
func TestForeignHolds(t *testing.T) {
	held := []string{
		"published: false", "publish: no", "isPublished: false", "dg-publish: false", "visible: false", "listed: false",
		"enabled: false",
		"published: 2026-01-01", "published: ~", "public: false", "live: false",
		"wip: true", "is_draft: true", "isDraft: yes", "hidden: true", "unlisted: true", "headless: true", "archived: true",
		"noIndex: true",
		"eleventyExcludeFromCollections: true", "hidden: maybe",
		"private: true", "internal: true", "internal_only: true", "confidential: true", "secret: true", "restricted: true",
		"internal: see the wiki",
		"status: draft", "status: In review", "state: private", "state: pending", "post_status: trash", "status: ~", "status: scheduled",
		"access: pro", "access: [staff]", "access: {groups: [staff]}", "permission: staff", "permissions: [admin]",
		"classification: internal", "sensitivity: high",
		"password: hunter2", "robots: noindex", "robots: 'noindex, nofollow'", "robots: [noindex]", "robots: none",
		"sitemap: false", "sitemap: {exclude: true}", "sitemap_exclude: true", "permalink: false",
		"embargoed: true", "do_not_publish: yes", "customer_facing: false", "not-public: true", "nda: true", "login_required: true",
		"visible_to: [sales]", "tlp: amber", "audience: internal", "audience: [sales, internal]", "scope: [internal]",
		"category: Internal", "distribution: internal-only",
		"params: {internal: true}", "extra: {draft: true}", "meta: {visibility: internal}", "metadata: {public: no}",
		"build: {render: never}", "build: {render: link, list: never}", "_build: {list: local}", "_build: {render: false}",
	}
	shown := []string{
		"published: true", "publish: yes", "visible: true", "listed: true", "enabled: true", "public: true", "live: on",
		"wip: false", "is_draft: false", "hidden: false", "unlisted: false", "noindex: false", "archived: no",
		"private: false", "internal: false", "confidential: no",
		"status: published", "status: Live", "state: released", "state: ga", "state: public",
		"status: beta", "status: deprecated", "status: new",
		"access: everyone", "access: Public", "permissions: all", "classification: public",
		"password: ''", "password: false", "robots: all", "robots: 'index, follow'", "sitemap: true", "sitemap: {priority: 0.5}",
		"permalink: /a/", "build: {render: always}", "build: {publishResources: false}", "_build: {list: always}",
		"customer_facing: true", "nda: false", "visible_to: everyone", "tlp: clear", "audience: sales", "type: [internals]",
		"category: how-to", "scope: internal tools", "category: [how-to, internal tools]", "params: {hidden: true, toc: false}",
		"extra: {draft: false}",
		"meta: {visibility: public}", "extra: {date: 2031-01-01, kind: x}",
		"toc: false", "search: false", "nav_exclude: true",
		"sidebar: false", "comments: false", "layout: post", "weight: 3", "orphan: true",
	}
	for _, policy := range []string{"keep", "warn", "error"} {
		cfg := config(t, "kinds: {page: {unknown: "+policy+", defaults: {visibility: public}}}")
		for _, front := range append(slices.Clone(held), shown...) {
			p, _, diags := Parse(cfg, "a.md", []byte("---\ntitle: A\n"+front+"\n---\nText.\n"))
			told := slices.ContainsFunc(diags, func(d diag.Diagnostic) bool {
				return d.Line == 3 && strings.Contains(d.Message, "not public") && d.Hint != ""
			})
			want := slices.Contains(held, front)
			if got := p.Visibility == Internal; got != want || told != want {
				t.Errorf("%s, %s: held back %v, told %v: %v", policy, front, got, told, diags)
			}
			if !want && policy == "keep" && len(diags) > 0 {
				t.Errorf("%s: %v", front, diags)
			}
		}
	}
}

// TestHoldHintsKeepTheSense holds that who does what a hint says holds back what
// was held back, and publishes what was published.
func TestHoldHintsKeepTheSense(t *testing.T) {
	cfg := config(t, "kinds: {page: {unknown: keep, defaults: {visibility: public}}}")
	for _, row := range holdKeys {
		if row.field == "" {
			continue
		}
		for _, key := range row.keys {
			if strings.Contains(key, ".") {
				continue
			}
			values := []string{"true", "false"}
			if !row.isFlag() {
				values = []string{"private"}
			}
			for _, value := range values {
				src := []byte("---\n" + key + ": " + value + "\n---\nText.\n")
				p, _, diags := Parse(cfg, "a.md", src)
				if len(diags) == 0 {
					continue
				}
				_, form, ok := strings.Cut(diags[0].Hint, "in headsup.yaml ")
				if !ok {
					t.Errorf("%s: no form in %q", src, diags[0].Hint)
					continue
				}
				form = strings.Replace(form, "{page: {", "{page: {unknown: keep, defaults: {visibility: public}, ", 1)
				mapped, found := ParseConfig(ConfigFile, []byte(form))
				if len(found) > 0 {
					t.Errorf("%s: the hint is no configuration: %s: %v", key, form, found)
				}
				again, _, diags := Parse(mapped, "a.md", src)
				if p.Visibility == Public || again.Visibility == Public && !again.Draft || len(diags) > 0 {
					t.Errorf("%s with %s: %s, draft %v; %v", src, form, again.Visibility, again.Draft, diags)
				}
				if row.isFlag() {
					other := map[string]string{"true": "false", "false": "true"}[value]
					src := []byte("---\n" + key + ": " + other + "\n---\nText.\n")
					if shown, _, diags := Parse(mapped, "a.md", src); shown.Visibility != Public || shown.Draft || len(diags) > 0 {
						t.Errorf("%s with %s: %s, draft %v; %v", src, form, shown.Visibility, shown.Draft, diags)
					}
				}
			}
		}
	}
}
