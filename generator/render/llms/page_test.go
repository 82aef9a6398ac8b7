package llms

import (
	"strings"
	"testing"

	"headsup/generator/view"
	"headsup/generator/view/words"
)

func day(text string) *view.Day { return &view.Day{Text: text} }

func TestPage(t *testing.T) {
	v := &view.View{
		Path: "releases/x/index.html",
		Meta: view.Meta{Canonical: "https://example.com/base/releases/x/"},
		Page: &view.PageView{
			KindTitle:  "Release note",
			Title:      "Export *all* invoices",
			Summary:    "One file, and #1 in <demand>.",
			OwnSummary: true,
			Body: `<p>See <a href="/base/a/">a</a> and ` +
				`<a href="#how">how</a>.</p><h2 id="how">How<a class="anchor" href="#how"></a></h2>` +
				`<div class="audience" data-audience="sales"><p class="audience-label">For Sales</p><p>Ask.</p></div>`,
			Date:      day("23 November 2026"),
			Updated:   day("24 November 2026"),
			Committed: day("25 November 2026"),
			ReviewBy:  day("1 March 2027"),
			Notices:   []string{"This is a draft."},
			Products:  []view.Link{{Title: "Billing"}, {Title: "Reports"}},
			Audiences: []view.Link{{Title: "Sales"}},
			Tags:      []view.Link{{Title: "export"}},
			Owner:     "Billing team",
			Release: &view.ReleaseView{
				Version:     "3.10",
				Stage:       view.Badge{Text: "Beta"},
				Impact:      "High",
				Breaking:    true,
				Plans:       []string{"Pro", "Team"},
				Platforms:   []string{"Web"},
				FeatureFlag: "billing_export",
				DocsURL:     "/base/docs/",
			},
			CTA: &view.Link{Title: "Try it", URL: "https://app.example.com/"},
			Actions: []view.ActionView{
				{Audience: view.Link{Title: "Sales"}, Text: `Say <strong>so</strong> in <a href="/base/b/">calls</a>.`},
				{Audience: view.Link{Title: "Support"}, Text: "<p>One.</p><p>Two.</p>"},
				{Audience: view.Link{Title: "Success"}},
			},
			Questions: []string{"Can I export all?"},
			Launch:    &view.Card{Title: "Launch", URL: "/base/launches/l/"},
			Extra:     []view.Row{{Label: "Ticket", Value: "BIL-2"}},
			Pieces:    []view.Group{{Title: "Playbooks", Cards: []view.Card{{Title: "Sell it", URL: "/base/p/", Summary: "How to."}}}},
			Related:   []view.Card{{Title: "Other", URL: "/base/o/"}},
		},
	}
	const want = `# Export \*all\* invoices

One file, and #1 in \<demand>.

**This is a draft.**

- Type: Release note
- Address: <https://example.com/base/releases/x/>
- Date: 23 November 2026
- Updated: 24 November 2026
- Last changed: 25 November 2026
- Version: 3.10
- Stage: Beta
- Impact: High
- Breaking change: Yes
- Plans: Pro, Team
- Platforms: Web
- Feature flag: billing_export
- Documentation: [/base/docs/](https://example.com/base/docs/)
- Products: Billing, Reports
- For: Sales
- Tags: export
- Owner: Billing team
- Review due: 1 March 2027
- Link: [Try it](https://app.example.com/)
- Part of this launch: [Launch](https://example.com/base/launches/l/)
- Ticket: BIL-2
- What to do:
  - Sales: Say **so** in [calls](https://example.com/base/b/).
  - Support: One.

    Two.
- Questions this page answers:
  - Can I export all?

See [a](https://example.com/base/a/) and [how](https://example.com/base/releases/x/#how).

## How

> **For Sales**
>
> Ask.

## Playbooks

- [Sell it](https://example.com/base/p/): How to.

## Related

- [Other](https://example.com/base/o/)
`
	if got := string(new(Renderer).AppendPage(nil, v)); got != want {
		t.Errorf("got\n%s", got)
	}
	if Path(v) != "releases/x/index.md" {
		t.Errorf("path %s", Path(v))
	}
	// The labels are known to the check that nothing internal leaves.
	known := " " + strings.Join(Labels(words.For("en")), " ") + " "
	for line := range strings.Lines(want) {
		label, _, ok := strings.Cut(strings.TrimPrefix(line, "- "), ":")
		if ok && strings.HasPrefix(line, "- ") && !strings.Contains(line, "Ticket") &&
			!strings.HasPrefix(line, "- [") && !strings.Contains(known, " "+label+" ") {
			t.Errorf("the label %q is not known", label)
		}
	}
}

func TestPagesOfOtherKinds(t *testing.T) {
	page := func(p *view.PageView) string {
		return string(new(Renderer).AppendPage(nil, &view.View{
			Path: "index.html",
			Meta: view.Meta{Canonical: "https://example.com/"},
			Page: p,
		}))
	}
	for _, test := range []struct {
		page *view.PageView
		want string
	}{
		{
			&view.PageView{Title: "P", Playbook: &view.PlaybookView{When: "A customer asks", Duration: "10 minutes"}},
			"- When to use it: A customer asks\n- Time needed: 10 minutes\n",
		},
		{
			&view.PageView{
				Title:   "S",
				Snippet: &view.SnippetView{Key: "a.b", Surface: "banner", Rows: []view.Row{{Label: "Shown on", Value: "/x/*"}}},
			},
			"- Key: a.b\n- Surface: banner\n- Shown on: /x/\\*\n",
		},
		{&view.PageView{Title: "R", ReviewDue: true, ReviewBy: day("1 March 2026")}, "- Review overdue: 1 March 2026\n"},
		{
			&view.PageView{Title: "D", Release: &view.ReleaseView{DocsURL: "https://docs.example.com/"}},
			"- Documentation: <https://docs.example.com/>\n",
		},
	} {
		if got := page(test.page); !strings.Contains(got, test.want) {
			t.Errorf("%q is not in\n%s", test.want, got)
		}
	}
	if got := page(&view.PageView{}); got != "# \n\n- Address: <https://example.com/>\n" {
		t.Errorf("of nothing: %q", got)
	}
}

func TestIndex(t *testing.T) {
	got := string(AppendIndex(nil, Index{
		Words: words.For("en"),
		Title: "Acme [enablement]", Description: "What is new,\nand what to do.",
		Sections: []view.Contents{
			{Title: "Pages", URL: "https://example.com/", Links: []view.ContentsLink{{Title: "Home", URL: "https://example.com/"}}},
			{Title: "Release notes", URL: "https://example.com/releases/", Rest: 98, Links: []view.ContentsLink{
				{Title: "Export", URL: "https://example.com/releases/export/", Summary: "One file."},
				{Title: "Import", URL: "https://example.com/releases/(import)/"},
			}},
		},
	}))
	const want = `# Acme \[enablement\]

> What is new, and what to do.

## Pages

- [Home](https://example.com/index.md)

## Release notes

- [Export](https://example.com/releases/export/index.md): One file.
- [Import](<https://example.com/releases/(import)/index.md>)
- [All 100 pages](https://example.com/releases/)
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
	if got := string(AppendIndex(nil, Index{Title: "Empty"})); got != "# Empty\n" {
		t.Errorf("of nothing: %q", got)
	}
}

func TestAddresses(t *testing.T) {
	r := newRenderer()
	for in, want := range map[string]string{
		"/a/?b#c": "https://example.com/a/?b#c", "#x": pageURL + "#x", "//cdn.example/a": "https://cdn.example/a",
		"https://a.example/": "https://a.example/", "mailto:a@b.example": "mailto:a@b.example", "": "",
	} {
		if got := r.resolve(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
	if got := string(appendDestination(nil, "https://x.example/a b(c)<d>", `say "x"`)); got !=
		`(<https://x.example/a b(c)\<d\>> "say \"x\"")` {
		t.Errorf("destination %s", got)
	}
	if got := r.body(`<p><a href="https://x.example/a_b">https://x.example/a_b</a></p>`); got != "<https://x.example/a_b>" {
		t.Errorf("a bare address is %s", got)
	}
}
