package gate

import (
	"testing"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
)

func TestPast(t *testing.T) {
	now := time.Date(2027, 1, 5, 12, 0, 0, 0, time.UTC)
	entry := func(source, title, fields string) link.Entry {
		p, _, diags := content.Parse(content.DefaultConfig(), source, []byte("---\ntitle: "+title+"\n"+fields+"---\n\nText.\n"))
		if len(diags) > 0 {
			t.Fatal(diags)
		}
		return link.Entry{Page: p, ID: source, Title: title}
	}
	for _, tt := range []struct {
		name, before, after string // "" before: the file is new
		want                bool
	}{
		{"a typo in a new page", "", "publish_at: 2026-01-25\n", true},
		{"a typo in a draft", "", "publish_at: 2026-01-25\ndraft: true\n", true},
		{"a typo in an old page", "publish_at: 2027-01-25\n", "publish_at: 2026-01-25\n", true},
		{"a first publish_at", "date: 2026-01-01\n", "publish_at: 2026-01-25\n", true},
		{"ahead", "", "publish_at: 2027-01-25\n", false},
		{"this morning", "", "publish_at: 2027-01-05\n", false},
		{"a day ago", "", "publish_at: 2027-01-04 12:00\n", false},
		{"no publish_at", "", "date: 2026-01-25\n", false},
		{"as it was", "publish_at: 2026-01-25\n", "publish_at: 2026-01-25\nstage: ga\n", false},
		{"written in another way", "publish_at: 2026-01-25\n", "publish_at: 25 January 2026\n", false},
		{"a typo for colleagues", "", "internal_at: 2026-01-25\n", true},
		{"ahead for colleagues", "", "internal_at: 2027-01-25\npublish_at: 2027-02-01\n", false},
		{"as it was for colleagues", "internal_at: 2026-01-25\n", "internal_at: 2026-01-25\nstage: ga\n", false},
	} {
		c := Comparison{
			Before: []link.Entry{entry("releases/other.md", "Other", "")},
			After:  []link.Entry{entry("releases/a.md", "A", tt.after)},
		}
		if tt.before != "" {
			c.Before = append(c.Before, entry("releases/a.md", "A", tt.before))
		}
		found := c.Past(now, func(s string) string { return "content/" + s })
		if (len(found) == 1) != tt.want {
			t.Errorf("%s: %v", tt.name, found)
		}
		if len(found) == 1 && (found[0].Path != "content/releases/a.md" || found[0].Line != 3) {
			t.Errorf("%s: found at %v", tt.name, found[0].Position)
		}
	}
	moved := Comparison{
		Before: []link.Entry{entry("releases/a.md", "A", "publish_at: 2026-01-25\n")},
		After:  []link.Entry{entry("releases/b.md", "A", "publish_at: 2026-01-25\n")},
	}
	if found := moved.Past(now, func(s string) string { return s }); len(found) > 0 {
		t.Errorf("a file that has moved: %v", found)
	}
	moved.Before = nil
	if found := moved.Past(now, func(s string) string { return s }); len(found) > 0 {
		t.Errorf("the first content of a repository: %v", found)
	}
}
