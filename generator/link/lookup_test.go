package link_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
)

// adoptedFolder has the names that folders of other tools have.
var adoptedFolder = map[string]string{
	"headsup.yaml": "kinds:\n  release-note: {dir: _posts}\n  playbook: {dir: docs}\n",

	"index.md":                       "# Home",
	"Setup.MD.md":                    "# Odd",
	"docs/Guide.md":                  "# Guide\n\n## Größe & Maß\n\n## 1. First steps\n\n## Café\n\n## 見出し",
	"docs/sub/README.md":             "# Sub",
	"docs/sub/Other note.md":         "# Other\n\n## Part two",
	"docs/pictures/shot.png":         "",
	"static/img/logo.png":            "",
	"assets/photo.png":               "",
	"_posts/2020-01-02-Hello_You.md": "# Hello",
	"_posts/2020-03-04-slugged.md":   "---\ntitle: S\nslug: short\n---\n",
}

func TestForeignLinks(t *testing.T) {
	for dest, want := range map[string]string{
		"guide.md":                                  "/base/playbooks/guide/",
		"SUB/other%20NOTE.md":                       "/base/playbooks/sub/other-note/",
		"sub/readme.md":                             "/base/playbooks/sub/",
		`sub\Other note.md`:                         "/base/playbooks/sub/other-note/",
		"sub/Other note.html":                       "/base/playbooks/sub/other-note/",
		"sub/index.html":                            "/base/playbooks/sub/",
		"/docs/Guide.html#cafe":                     "/base/playbooks/guide/#caf%C3%A9",
		"/img/logo.png":                             "/base/static/img/logo.png",
		"/assets/photo.png":                         "/base/files/assets/photo.png",
		"/2020/01/02/hello_you.html":                "/base/releases/hello_you/",
		"/news/europe/2020/01/02/hello_you/":        "/base/releases/hello_you/",
		"/2020/1/2/Hello_You":                       "/base/releases/hello_you/",
		"/posts/short/":                             "/base/releases/short/",
		"/_posts/2020-03-04-slugged.md":             "/base/releases/short/",
		"[[Other note]]":                            "/base/playbooks/sub/other-note/",
		"[[other note#Part two]]":                   "/base/playbooks/sub/other-note/#part-two",
		"[[sub/Other note]]":                        "/base/playbooks/sub/other-note/",
		"[[docs/sub]]":                              "/base/playbooks/sub/",
		"[[shot.png]]":                              "/base/docs/pictures/shot.png",
		"[[#Café]]":                                 "#caf%C3%A9",
		"#groesse-mass":                             "#gr%C3%B6%C3%9Fe--ma%C3%9F",
		"#groe-ma":                                  "#gr%C3%B6%C3%9Fe--ma%C3%9F",
		"#first-steps":                              "#1-first-steps",
		"#user-content-1-first-steps":               "#1-first-steps",
		"#user-content-%E8%A6%8B%E5%87%BA%E3%81%97": "#%E8%A6%8B%E5%87%BA%E3%81%97",
	} {
		got, diags := linkFrom(t, "docs/Guide.md", dest)
		for _, d := range diags {
			if d.Severity == diag.Error {
				t.Errorf("%s: %v", dest, d)
			}
		}
		if got != want {
			t.Errorf("%s leads to %q, want %q", dest, got, want)
		}
	}
}

// linkFrom returns where a link in a page of the folder leads, and the findings.
func linkFrom(t *testing.T, page, dest string) (url string, diags []diag.Diagnostic) {
	t.Helper()
	files, text := maps.Clone(adoptedFolder), "[x](<"+dest+">)"
	if strings.HasPrefix(dest, "[[") {
		text = dest
	}
	files[page] += "\n\n" + text + "\n"
	s, diags := linktest.Resolve(t, link.Input{}, files)
	html := body(t, s, page)
	if _, after, ok := strings.Cut(html[strings.LastIndex(html, "<p>"):], ` href="`); ok {
		url, _, _ = strings.Cut(after, `"`)
	} else if _, after, ok := strings.Cut(html[strings.LastIndex(html, "<p>"):], ` src="`); ok {
		url, _, _ = strings.Cut(after, `"`)
	}
	return url, diags
}

func TestForeignLinksToNothing(t *testing.T) {
	for dest, hint := range map[string]string{
		"../../outside.html":  "the link leads out of the content folder",
		"/2020/01/03/hello":   "",
		"{{site.url}}/a/":     `this is a template of another tool; say in headsup.yaml what it stands for: links: {"{{site.url}}": ""}`,
		"[[Other nite]]":      "did you mean Other note?",
		"[[nothing like it]]": "if no link is meant, write \\[[ or put it in backticks",
		"#section-of-no-such": "",
	} {
		got, found := linkFrom(t, "docs/Guide.md", dest)
		if got != "" || len(found) != 1 || found[0].Severity != diag.Error {
			t.Errorf("%s: leads to %q, %v", dest, got, found)
			continue
		}
		if hint != "" && found[0].Hint != hint {
			t.Errorf("%s: hint %q, want %q", dest, found[0].Hint, hint)
		}
	}
}

// Words that a change log repeats are below their versions. Alone they mean the first,
// and a number is not followed, since it would mean another heading tomorrow.
func TestAnchorsOfRepeatedHeadings(t *testing.T) {
	files := map[string]string{"log.md": "# Log\n\n## 4.2.0\n### Fixed\n### New\n## 4.1.0\n### Fixed\n## 4.0.0\n### Fixed\n"}
	for dest, want := range map[string]string{
		"#410-fixed": "/base/log/#410-fixed", "#fixed": "/base/log/#420-fixed", "#420-new": "/base/log/#new",
		"#410-new": "", "#fixed-2": "", "#fixed-3": "",
	} {
		files["a.md"] = "# A\n\n[x](log.md" + dest + ")\n"
		s, diags := linktest.Resolve(t, link.Input{}, files)
		_, after, _ := strings.Cut(body(t, s, "a.md"), ` href="`)
		got, _, _ := strings.Cut(after, `"`)
		if want == "" {
			if len(diags) != 1 || diags[0].Rule != "broken-anchor" {
				t.Errorf("%s: %v", dest, diags)
			} else if hint := diags[0].Hint; dest == "#fixed-2" && !strings.HasPrefix(hint, "did you mean #400-fixed?") {
				t.Errorf("%s: hint %q", dest, hint)
			}
		} else if got != want || len(diags) > 0 {
			t.Errorf("%s leads to %q, want %q; %v", dest, got, want, diags)
		}
	}
}

// What the history says of a name comes before names that look like it, where the
// file is still there.
func TestRenamedFiles(t *testing.T) {
	files := map[string]string{
		"releases/new.md": "# New\n", "releases/older.md": "# Older\n", "launches/2026-01-01-go.md": "# Go\n", "pictures/b.png": "",
		"playbooks/a.md": "---\nlaunch: soon\nrelated: [../releases/old.md]\n---\n# A\n\n" +
			"[1](/releases/old/) [2](../releases/old.md#x) ![3](../pictures/a.png) [4](../releases/gone.md)\n",
		"b.md": "# B\n\n[[old]] [[Old#Words in it|label]] [[releases/old.md]] ![[a.png]] " +
			"[[soon]] [[gone]] [[team/guide]] [[Manual]]\n",
		"team/rules/older.md": "# Older\n", "team/handbook/index.md": "# Handbook\n",
	}
	names := map[string]string{
		"releases/old.md": "releases/new.md", "launches/soon.md": "launches/2026-01-01-go.md", "pictures/a.png": "pictures/b.png",
		"releases/gone.md": "releases/gone-again.md", "team/guide.md": "team/rules/older.md", "manual/index.md": "team/handbook/index.md",
	}
	_, diags := linktest.Resolve(t, link.Input{Renames: func() map[string]string { return names }}, files)
	var hints []string
	for _, d := range diag.Sort(diags) {
		hints = append(hints, d.Hint)
	}
	const (
		named   = "releases/old.md is releases/new.md now: change the link to new"
		changed = "releases/old.md is releases/new.md now: change the link to ../releases/new.md"
		unnamed = `if no link is meant, write \[[ or put it in backticks`
	)
	want := []string{
		named, named + "#Words in it", named, "pictures/a.png is pictures/b.png now: change the link to b.png",
		"launches/soon.md is launches/2026-01-01-go.md now: change the link to 2026-01-01-go", unnamed,
		"team/guide.md is team/rules/older.md now: change the link to team/rules/older",
		"manual/index.md is team/handbook/index.md now: change the link to handbook",
		"launches/soon.md is launches/2026-01-01-go.md now: change it to go", changed, changed, changed + "#x",
		"pictures/a.png is pictures/b.png now: change the link to ../pictures/b.png", "",
	}
	if !slices.Equal(hints, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(hints, "\n"), strings.Join(want, "\n"))
	}
}

func TestLinkCaseIsToldOnce(t *testing.T) {
	_, diags := linktest.Resolve(t, link.Input{}, map[string]string{"a.md": "# A\n\n[b](B.md), [b](b)", "b.md": "# B"})
	if len(diags) != 1 || diags[0].Rule != "link-case" || diags[0].Severity != diag.Warning {
		t.Errorf("%v", diags)
	}
}
