package split_test

import (
	"strings"
	"testing"

	"headsup/generator/read/split"
)

// TestEntries reads what data files say, with the keys of theirs and with those that a site names.
func TestEntries(t *testing.T) {
	hold := func(key string) bool { return key == "private" }
	for name, tc := range map[string]struct {
		text, items string
		fields      map[string]string
		want        string // of each entry: name, fields, body, its line
	}{
		"what is new, in YAML": {
			"- name: Dark mode\n  description: |\n    It is **dark**.\n  published_at: 2026-01-05\n  release: 14.9\n" +
				"  self-managed: true\n  private: true\n", "", nil,
			"14.9 date=2026-01-05 title=Dark mode version=14.9 private=true | It is **dark**. @3",
		},
		"releases of GitHub": {
			"[{\"tagName\":\"v1.2.0\",\"name\":\"One \\ud83d\\ude80\",\"body\":\"a\\nb\",\"isDraft\":true,\n" +
				"\t\"publishedAt\":\"2026-01-05T09:00:00Z\",\"author\":{\"login\":\"x\"}}]",
			"", nil, "1.2.0 date=2026-01-05T09:00:00Z draft=true title=One \U0001F680 version=1.2.0 | a\nb @1",
		},
		"a path and fields": {
			"data:\n  notes:\n    - {what: First, when: 2026-01-05, say: Text}\n", "data.notes",
			map[string]string{"title": "what", "date": "when", "body": "say"},
			"First date=2026-01-05 title=First | Text @3",
		},
		"one entry a file": {"title: Only one\nbody: Text\n", "", nil, "Only one title=Only one | Text @2"},
	} {
		parts, problems := split.Entries([]byte(tc.text), tc.items, tc.fields, hold)
		var got []string
		for _, p := range parts {
			words := []string{p.Name}
			for i := 0; i < len(p.Fields.Content); i += 2 {
				words = append(words, p.Fields.Content[i].Value+"="+p.Fields.Content[i+1].Value)
			}
			got = append(got, strings.Join(words, " ")+" | "+strings.TrimSpace(string(p.Body))+" @"+string(rune('0'+p.BodyLine)))
		}
		if have := strings.Join(got, "\n"); have != tc.want || len(problems) > 0 {
			t.Errorf("%s: got  %s\nwant %s\n%v", name, have, tc.want, problems)
		}
	}
	for text, want := range map[string]string{
		"a: &x [1]\nb: *x\n": "aliases", "- a\n": "not key: value", "a: [\n" +
			"": "neither YAML nor JSON", "a: 1\n": "no list", "": "empty",
	} {
		if _, problems := split.Entries([]byte(text), "", nil, hold); len(problems) != 1 || !strings.Contains(problems[0].Message, want) {
			t.Errorf("%q: %v", text, problems)
		}
	}
}
