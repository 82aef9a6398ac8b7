// Package linktest links content folders for tests of what is made of a site.
package linktest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/diag"
	"headsup/generator/link"
)

// Now is the time at which the sites of tests are made.
var Now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// Resolve links a content folder given as path to text.
func Resolve(t testing.TB, in link.Input, files map[string]string) (*link.Site, []diag.Diagnostic) {
	t.Helper()
	return link.Resolve(Input(t, in, files))
}

// Input compiles a content folder given as path to text.
func Input(t testing.TB, in link.Input, files map[string]string) link.Input {
	t.Helper()
	if in.Config == nil {
		cfg, diags := content.ParseConfig(content.ConfigFile, []byte(files[content.ConfigFile]))
		if len(diags) > 0 {
			t.Fatal(diags)
		}
		in.Config = cfg
	}
	if in.BaseURL == "" {
		in.BaseURL = "https://example.com/base/"
	}
	in.Now = Now
	compiler := markdown.New(markdown.Options{Audiences: in.Config.Audiences})
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	pages := map[string]*content.Page{}
	parse := func(name string) (*content.Page, []byte, []diag.Diagnostic) {
		if original, _, ok := in.Config.Translation(name); ok {
			return content.ParseTranslation(in.Config, name, []byte(files[name]), pages[original])
		}
		return content.Parse(in.Config, name, []byte(files[name]))
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".md") {
			pages[name], _, _ = parse(name)
		}
	}
	for _, name := range names {
		switch {
		case name == content.ConfigFile:
		case strings.HasSuffix(name, ".md"):
			p, body, diags := parse(name)
			if len(diags) > 0 {
				t.Fatal(diags)
			}
			d := compiler.Compile(markdown.Input{Body: body, Line: p.BodyLine, Title: p.Title, Steps: markdown.StepsOf(p)})
			in.Docs = append(in.Docs, link.Doc{Page: p, Body: &d})
		default:
			in.Assets = append(in.Assets, link.Asset{Path: name, Width: 40, Height: 30})
		}
	}
	return in
}

// MustResolve links a content folder that has no mistakes.
func MustResolve(t testing.TB, in link.Input, files map[string]string) *link.Site {
	t.Helper()
	s, diags := Resolve(t, in, files)
	for _, d := range diags {
		t.Errorf("unexpected: %v (%s)", d, d.Hint)
	}
	return s
}

// Page returns the page of a source file.
func Page(t testing.TB, s *link.Site, source string) *link.Page {
	t.Helper()
	for _, p := range s.AllFiles() {
		if p.Source == source {
			return p
		}
	}
	t.Fatalf("there is no page %s", source)
	return nil
}

// LaunchConfig requires pieces of launches.
const LaunchConfig = `base_url: https://example.com/
owners: [{id: ann, title: Ann}, {id: bob, title: Bob}]
products: [{id: billing, title: Billing, owner: bob}]
launch:
  requires:
    beta: [release-note]
    ga: [release-note, "playbook:sales", "playbook:support", snippet, page]
`

// LaunchFiles is a launch with a piece in each state that there is.
func LaunchFiles() map[string]string {
	return map[string]string{
		content.ConfigFile:              LaunchConfig,
		"launches/2027-01-25-export.md": "---\ntitle: Export\nstage: ga\nowner: ann\nproducts: [billing]\n---\n",
		"releases/2026-11-01-export.md": "---\ntitle: Export note\n" +
			"launch: export\ndate_differs: beta\nreview_by: 2027-05-01\nowner: ann\n---\n",
		"releases/2026-11-02-format.md": "---\ntitle: Format note\nlaunch: export\ndate_differs: beta\ndraft: true\n---\n",
		"playbooks/sell.md":             "---\ntitle: zqdraft\nlaunch: export\naudiences: [sales]\ndraft: true\nproducts: [billing]\n---\n",
		"playbooks/answer.md":           "---\ntitle: Answer\nlaunch: export\naudiences: [support, success]\nreview_by: 2026-11-01\n---\n",
		"snippets/tip.md": "---\ntitle: zqembargo\nkey: tip\n" +
			"surface: banner\nlaunch: export\npublish_at: 2027-01-25 09:00\n---\n",
		"faq.md":                            "---\ntitle: Expired\nlaunch: export\nexpires_at: 2026-01-01\n---\n",
		"playbooks/other.md":                "---\ntitle: For success\nlaunch: export\naudiences: [success]\n---\n",
		"launches/2026-11-20-done.md":       "---\ntitle: Done\nstage: beta\n---\n",
		"releases/2026-11-20-done.md":       "---\ntitle: Done note\nlaunch: done\nexpires_at: 2026-11-22\n---\n",
		"launches/2026-01-01-long-past.md":  "---\ntitle: Long past\nstage: beta\n---\n",
		"launches/someday.md":               "---\ntitle: Someday\nstage: beta\n---\n",
		"launches/2026-12-01-nothing.md":    "---\ntitle: Nothing required\nstage: alpha\n---\n",
		"launches/2026-12-02-late-draft.md": "---\ntitle: Draft launch\nstage: ga\ndraft: true\n---\n",
	}
}
