package feed

import (
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/publish/items"
)

const base = "https://enablement.example.com/"

func day(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }

// fullSnippet is an item with all that a snippet can have.
func fullSnippet() items.Item {
	return items.Item{
		ID: "snippet:export-tip", URL: base + "snippets/export-tip/", Path: "snippets/export-tip/",
		Title: "Export your invoices", Summary: "One file for your accountant.",
		HTML: "<p>Press <strong>Export</strong> & go.</p>", Text: "Press Export & go.",
		Image: base + "snippets/export-tip/shot.png", Language: "en-GB",
		Published: day(3), Modified: day(4), Kind: content.Snippet,
		Products: []string{"billing"}, Audiences: []string{"support"}, Tags: []string{"Export", "R&D"},
		Snippet: content.SnippetDetails{
			Key: "export-tip", Surface: "tooltip",
			Anchor:  content.Anchor{Path: "/invoices/*", Selector: `button[data-x="export"]`},
			Trigger: "visit",
			Target: content.Target{Lists: content.Lists{
				Plans: []string{"pro"}, Segments: []string{"new"},
				Versions: []content.VersionRange{{Component: "web", MinInclusive: "3.10", MaxExclusive: "4"}},
			}},
			Priority: 10, Frequency: content.Frequency{Max: 2, Per: "week"}, Group: "onboarding", Dismissible: true,
		},
		CTA:       content.CTA{Label: "Try it", URL: "/invoices"},
		PublishAt: day(2), ExpiresAt: day(30),
	}
}
