package content

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestForeignShapes reads keys of other systems whose values have another shape
// than our fields.
func TestForeignShapes(t *testing.T) {
	cfg, diags := ParseConfig(ConfigFile, []byte(`
kinds:
  release-note:
    dir: .
    fields:
      date: [date.created, meta.made]
      updated: date.changed
      owner: [authors.name, authors]
      tags: [integrations.package, labels]
      version: [minimum.version, minimum]
      image: images
    unknown: keep
`))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	for _, tt := range []struct{ name, in, date, owner, tags, version string }{
		{
			"lists of mappings",
			"integrations:\n  - package: foo\n  - package: bar\n  - other: x\nauthors:\n  - {name: Jo}\n  - {name: Al}",
			"",
			"Jo, Al",
			"foo bar",
			"",
		},
		{"one mapping", "authors: {name: Jo, title: Engineer}\nminimum: {version: '3.10'}", "", "Jo", "", "3.10"},
		{"plain values", "authors: Jo\nminimum: 3.10\nlabels: a", "", "Jo", "a", "3.10"},
		{"lists of texts", "authors: [Jo, Al]\nminimum: ['>=2.5']\nimages: [a.png]", "", "Jo, Al", "", ">=2.5"},
		{"a mapping with our name", "date:\n  created: 2026-10-01\n  changed: 2026-10-02", "2026-10-01", "", "", ""},
		{"our name wins", "date: 2026-10-03\nmeta: {made: 2026-10-01}", "2026-10-03", "", "", ""},
		{"a date in a list", "meta:\n  - made: 1 Oct 2026", "2026-10-01", "", "", ""},
	} {
		p, _, diags := Parse(cfg, "a.md", []byte("---\ntitle: A\n"+tt.in+"\n---\n"))
		for _, d := range diags {
			t.Errorf("%s: %v", tt.name, d)
		}
		date := ""
		if !p.Date.IsZero() {
			date = p.Date.Format(time.DateOnly)
		}
		if date != tt.date || p.Owner != tt.owner || strings.Join(p.Tags, " ") != tt.tags || p.Release.Version != tt.version {
			t.Errorf("%s: %q, %q, %q, %q", tt.name, date, p.Owner, p.Tags, p.Release.Version)
		}
	}
}

// TestForeignMappingIsExplained holds that the hint names the key to write.
func TestForeignMappingIsExplained(t *testing.T) {
	cfg, _ := ParseConfig(ConfigFile, []byte("kinds: {page: {dir: ., fields: {tags: parts, owner: by}}}"))
	_, _, diags := Parse(cfg, "a.md", []byte("---\ntitle: A\nparts: [{name: x}]\nby: {who: y}\n---\n"))
	var hints []string
	for _, d := range diags {
		hints = append(hints, d.Hint)
	}
	slices.Sort(hints)
	want := []string{
		"name the key in it that is meant, in headsup.yaml: kinds: {page: {fields: {owner: by.who}}}",
		"name the key in it that is meant, in headsup.yaml: kinds: {page: {fields: {tags: parts.name}}}",
	}
	if !slices.Equal(hints, want) {
		t.Errorf("hints %q", hints)
	}
}

// TestDayOfWrongTime keeps a page's day when only its time is wrong, and holds
// the page back when that is the time of its publication.
func TestDayOfWrongTime(t *testing.T) {
	p, _, diags := Parse(DefaultConfig(), "releases/a.md", []byte("---\ntitle: A\n"+
		"visibility: public\ndate: 2026-10-01 09:00 PST\npublish_at: 2026-10-01 09:00 PST\n---\n"))
	if len(diags) != 2 || p.Date.Format(time.DateOnly) != "2026-10-01" || p.Visibility != Internal {
		t.Errorf("%v, %v, %v", p.Date, p.Visibility, diags)
	}
}
