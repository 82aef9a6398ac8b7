package frontmatter

import (
	"slices"
	"strings"
	"testing"

	"headsup/generator/diag"
)

func someKnown(key string) bool {
	return slices.Contains([]string{"title", "visibility", "draft", "date", "owner", "summary", "status", "tags"}, strings.ToLower(key))
}

// TestUnread holds that front matter which is not read is told where it is, and
// that it counts as lost, so that a page is not published by what it did not
// mean to say. What is text stays text.
func TestUnread(t *testing.T) {
	const nbsp = "\u00a0"
	for src, want := range map[string]string{
		"---\n\ttitle: T\n\tvisibility: internal\n---\nx\n":    "3:1",
		"---\n  draft: true\n---\nx\n":                         "2:1",
		" ---\ntitle: T\n ---\nx\n":                            "1:1",
		"----\ndraft: true\n----\nx\n":                         "1:1",
		"--\ndraft: true\n--\nx\n":                             "1:1",
		"--- yaml\ndraft: true\n---\nx\n":                      "1:1",
		"***\ndraft: true\n***\nx\n":                           "1:1",
		"<!-- licence -->\n---\ntitle: T\n---\nx\n":            "2:1",
		"# Title\n\n---\ndraft: true\n---\nx\n":                "3:1",
		"---\rtitle: T\rvisibility: internal\r---\rx\r":        "1:1",
		"---" + nbsp + "\ntitle: T\n---\nx\n":                  "1:1",
		"++++\ndraft = true\n++++\nx\n":                        "1:1",
		"---\ndraft:true\n---\nx\n":                            "2:7",
		"---\ndraft:" + nbsp + "true\n---\nx\n":                "2:6",
		"---\ndraft： true\n---\nx\n":                           "2:6",
		"---\ndraft = true\n---\nx\n":                          "2:7",
		"---\n- draft: true\n---\nx\n":                         "2:1",
		"---\ndraft true\n---\nx\n":                            "2:1",
		"---\ninternal\n---\nx\n":                              "2:1",
		"---\ntitle: T\ndraft:true\n---\nx\n":                  "3:7",
		"---\ntitle: T\ndraft：true\n---\nx\n":                  "3:6",
		"---\ntitle: T\n  draft: true\n---\nx\n":               "3:1",
		"—\ntitle: T\ndraft: true\n—\nx\n":                     "1:1",
		"—-\ndraft: true\n—-\nx\n":                             "1:1",
		"–––\ndraft: true\n–––\nx\n":                           "1:1",
		"———\ndraft: true\n---\nx\n":                           "1:1",
		"---\ndraft: true\n———\nx\n":                           "1:1",
		"---\ndraft: true\n———\nx\n\n---\n\ny\n":               "3:1",
		"draft: true\n\nx\n":                                   "1:1",
		"\nVisibility: internal\n\nx\n":                        "2:1",
		"publish_at: 2027-01-01\n\nx\n":                        "1:1",
		"{\"title\":\"T\",\"draft\":true}\n\nx\n":              "1:1",
		"{name: T, draft: true}\n\nx\n":                        "1:1",
		"---\n---\ntitle: T\nvisibility: internal\n---\nx\n":   "3:1",
		"---\n---\n---\ntitle: T\n---\nx\n":                    "3:1",
		"---\n# none\n---\n\n———\ndraft: true\n———\nx\n":       "5:1",
		"---\ntitle: T\n---\n---\nvisibility: internal\n---\n": "4:1",
		"---\ntitle: T\n---\n---\nowner: Ana\n---\nx\n":        "4:1",
		"---\ntitle: T\n---\n+++\ndraft = true\n+++\nx\n":      "4:1",
		"---\ntitle: T\n---\ndraft: true\n\nx\n":               "4:1",

		"---\n\nJust a line above a text.\n":                                   "",
		"Text.\n\n---\n\nMore: text.\n":                                        "",
		"# Title\n\nText\n\n---\n\nText with title: in it.\n":                  "",
		"# Notes\n\n---\n\nDate: 1 May\nOwner: Ana\n\nText\n":                  "",
		"# Weekly sync\nDate: 3 November\nOwner: Ana\nStatus: draft\n\nText\n": "",
		"# none\ntitle: T\ndraft: true\n\nx\n":                                 "1:1",
		"Note: this is careful.\n\nText\n":                                     "",
		"Status: draft\n\nText\n":                                              "",
		"Visibility: public and internal pages\n\nText\n":                      "",
		"Draft: the word for what nobody has read\n":                           "",
		"---\n\nThe end: for now.\n\n---\n\nText\n":                            "",
		// Where nothing reads a field.
		"```yaml\n---\ndraft: true\n---\n```\n":                            "3:1",
		"~~~\ntitle: T\ndraft: true\n~~~\n":                                "3:1",
		"\n```toml\ndraft = true\n```\n":                                   "3:1",
		"---\n---\n```yaml\ndraft: true\n```\n":                            "4:1",
		"# Title\n\nvisibility: internal\n\nText.\n":                       "3:1",
		"Title\n=====\n\n\ndraft: true\nText.\n":                           "5:1",
		"---\ntitle: T\n---\n# Title\n\nVisibility: internal\n":            "6:1",
		"title: T\n\ndraft: true\n\nText.\n":                               "3:1",
		"> visibility: internal\n\nText.\n":                                "1:1",
		">visibility: internal\n\nText.\n":                                 "1:1",
		"> > **Draft:** true\n\nText.\n":                                   "1:1",
		"> [!NOTE]\n> draft: true\n\nText.\n":                              "2:1",
		"---\ntitle: T\n---\n\n> visibility: internal\n":                   "5:1",
		"| Visibility | Internal |\n|---|---|\n| Owner | Ana |\n":          "1:1",
		"| Key | Value |\n|---|---|\n| **Draft** | true |\n\nText.\n":      "3:1",
		"# Title\n\n| title | visibility |\n|---|---|\n| T | internal |\n": "5:1",
		"Key | Value\n--- | ---\nPublish at | 2027-01-01\n":                "",
		"---\ntitle: T\n---\n| draft | true |\n|---|---|\n":                "4:1",
		// Pages about fields, and text.
		"---\ntitle: T\n---\n```yaml\ndraft: true\n```\n":                                "",
		"# Front matter\n\n```yaml\ndraft: true\n```\n":                                  "",
		"```yaml\ndraft: true\nname of a thing\n```\n":                                   "",
		"```js\ndraft: true\n```\n":                                                      "",
		"```yaml\nspec:\n  draft: true\n```\n":                                           "",
		"`draft: true` holds a page back.\n":                                             "",
		"# Title\n\nText.\n\nvisibility: internal\n":                                     "",
		"# Title\n\n## Part\n\nvisibility: internal\n":                                   "",
		"# Title\n\nDate: 3 November\n\nOwner: Ana\n\nStatus: draft\n\nText\n":           "",
		"Title: we did this\n\nSummary: it works\n\nText\n":                              "",
		"> Draft: the word for what nobody has read\n":                                   "",
		"| Field | Value |\n|---|---|\n| `draft` | `true` |\n| visibility | string |\n":  "",
		"| Field | Value | Note |\n|---|---|---|\n| draft | true | x |\n| a | b | c |\n": "",
		"Text.\n\n| draft | true |\n|---|---|\n":                                         "",
		"Name | Value\n--- | ---\ntitle | x\n":                                           "",
		"- draft: true holds a page back\n- date: when\n":                                "",
		"{{< note >}}\ntitle: x\n":                                                       "",
		"---\ntitle: T\n---\n\n---\n\nSummary: it works.\n\n---\n\nText\n":               "",
		"---\ntitle: T\n---\nDate: 2026-10-01\n\nText\n":                                 "",
		"---\ntitle: T\n---\nOwner: Ana\nStatus: open\n\nText\n":                         "",
		"---\ntitle: T\n---\n```yaml\n---\ndraft: true\n---\n```\n":                      "",
		"---\ntitle: T\n---\n# Heading\n\n---\n\ntext\n":                                 "",
		"---\n---\n# Heading\n":                                                          "",
		"---\n---\nTitle: the first word of a sentence\n\nText\n":                        "",
		"---\nsummary: |\n  Draft: true is what\n  holds a page back.\n---\nText.\n":     "",
	} {
		doc, diags := Parse("a.md", []byte(src), someKnown, holds)
		at := ""
		if i := slices.IndexFunc(diags, func(d diag.Diagnostic) bool { return strings.HasPrefix(d.Rule, "front-matter") }); i >= 0 {
			at = strings.TrimPrefix(diags[i].Position.String(), "a.md:")
			if diags[i].Severity != diag.Error || diags[i].Hint == "" {
				t.Errorf("%q: %v", src, diags[i])
			}
		}
		if at != want || doc.Unread != (want != "") || doc.Lost != (want != "") {
			t.Errorf("%q: found at %q, want %q; unread %v, lost %v: %v", src, at, want, doc.Unread, doc.Lost, diags)
		}
	}
}

// TestHintsOfLooseFields holds what is said about a line that is nearly a field.
func TestHintsOfLooseFields(t *testing.T) {
	for line, want := range map[string]string{
		"draft:true": "there is no space behind the colon, so this line is no field / write draft: true",
		"draft:\u00a0true": "a space in this line is a no-break space or another odd one, so it is no field / " +
			"type the line anew: draft: true",
		"draft： true":       "the ： in this line is not the : of the keyboard, so it is no field / write draft: true",
		"- draft: true":     "this line is the item of a list, not a field / write draft: true, without the -",
		"  draft: true":     "this line is indented, so it is no field of its own / begin it at the left edge",
		"draft = true":      "between key and value of this line stands =, and the fences ask for : / write draft: true",
		"draft: true":       " / ",
		"“draft”: “true”":   " / ",
		"\u200bdraft: true": "this line is indented, so it is no field of its own / begin it at the left edge",
	} {
		field, ok := loose(yamlFormat, line)
		if got := field.why + " / " + field.hint; !ok || got != want || field.key != "draft" || field.value != "true" {
			t.Errorf("%q: %q, %q: %q", line, field.key, field.value, got)
		}
	}
}
