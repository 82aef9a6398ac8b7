package link_test

import (
	"slices"
	"strings"
	"testing"

	"headsup/generator/link"
	"headsup/generator/link/linktest"
)

// Files come with the pages that they belong to, and not before.
func TestFilesOfPagesThatAreHeldBack(t *testing.T) {
	const (
		held  = "visibility: public\ninternal_at: 2027-01-01\n"
		ahead = "visibility: public\npublish_at: 2027-01-01\n"
		open  = "visibility: public\n"
		draft = "visibility: public\ndraft: true\n"
	)
	page := func(front, body string) string { return "---\ntitle: T\n" + front + "---\n" + body + "\n" }
	files := map[string]string{
		"headsup.yaml": "languages: [fr]\naudiences: [sales]\nimage: logo.png\n",
		"held.md": page(held+"image: a-field.png\nactions: {sales: \"[x](a-action.pdf)\"}\n",
			"![](a.png) ![](shared/both.png) [x](shared/action.pdf) ![](logo.png)\n\n:::sales\n[x](a-block.pdf)\n:::\n\n[f]: b-feed.png"),
		"held.fr.md": page("", "![](a-french.png)"),
		"ahead.md":   page(ahead, "![](b.png) ![](shared/both.png)"),
		"draft.md":   page(draft, "![](d.png) ![](b-feed.png)"),
		"open.md": page(open+"actions: {sales: \"[x](shared/action.pdf)\"}\n", "![](shared/both.png)\n\n"+
			":::sales\n[f]: b.png\n:::\n\n![x][f]\n\n[f]: b-feed.png"),
		"own/index.md":  page(held, "![](seen.png)"),
		"group/one.md":  page(held, "Text."),
		"group/two.md":  page(draft, "Text."),
		"mixed/one.md":  page(held, "Text."),
		"mixed/open.md": page(open, "![](../own/seen.png)"),
	}
	assets := []string{
		"a.png", "a-field.png", "a-action.pdf", "a-block.pdf", "a-french.png", "own/a-deck.pdf", "own/pictures/a.png", "group/a.csv",
		"b.png", "d.png", "b-feed.png", "shared/both.png", "shared/action.pdf", "logo.png", "own/seen.png",
		"mixed/nobody.pdf", "nobody.png",
	}
	for _, name := range assets {
		files[name] = ""
	}
	all := slices.Sorted(slices.Values(assets))
	without := func(held string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(strings.Fields(held), name) })
	}
	const alone = "a.png a-field.png a-action.pdf a-block.pdf a-french.png own/a-deck.pdf own/pictures/a.png"
	for name, test := range map[string]struct {
		settings link.Settings
		want     []string
	}{
		"internal":        {link.Settings{}, without(alone + " group/a.csv d.png")},
		"what is to come": {link.Settings{Future: true}, without("d.png")},
		"drafts":          {link.Settings{Drafts: true}, without(alone)},
		"everything":      {link.Settings{Drafts: true, Future: true}, all},
		"for everyone":    {link.Settings{Public: true}, []string{"b-feed.png", "logo.png", "own/seen.png", "shared/both.png"}},
	} {
		s, _ := linktest.Resolve(t, link.Input{Settings: test.settings}, files)
		var got []string
		for _, a := range s.Assets() {
			got = append(got, a.Source)
		}
		if slices.Sort(got); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %v\nwant %v", name, got, test.want)
		}
	}
}

// A folder whose pages have addresses in lower case has its files there, too.
func TestFilesInFoldersOfPages(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"Onboarding.md": "# Onboarding\n\n![](Onboarding/a.png) ![](Onboarding/Week/b.png) [x](Onboarding/Week.md)\n" +
			"![](Pictures/c.png)\n",
		"Onboarding/Week.md":       "# Week\n\n![](Week/b.png) [x](../Onboarding.md)\n",
		"Team/Rules.md":            "# Rules\n\n![](Big%20pictures/d.png)\n",
		"Onboarding/a.png":         "",
		"Onboarding/Week/b.png":    "",
		"Pictures/c.png":           "",
		"Team/Big pictures/d.png":  "",
		"Moving house.md":          "# Moving\n\n![](Moving%20house/e.png)\n",
		"Moving house/e.png":       "",
		"playbooks/Guide/index.md": "# Guide\n\n![](F.png)\n",
		"playbooks/Guide/F.png":    "",
	})
	want := map[string]string{
		"Onboarding/a.png": "onboarding/a.png", "Onboarding/Week/b.png": "onboarding/week/b.png", "Pictures/c.png": "Pictures/c.png",
		"Team/Big pictures/d.png": "team/Big pictures/d.png", "Moving house/e.png": "Moving house/e.png",
		"playbooks/Guide/F.png": "playbooks/guide/F.png",
	}
	for _, a := range s.Assets() {
		if want[a.Source] != a.Path {
			t.Errorf("%s is at %s, want %s", a.Source, a.Path, want[a.Source])
		}
	}
	for _, part := range []string{`src="/base/onboarding/a.png"`, `href="/base/onboarding/week/"`} {
		if got := body(t, s, "Onboarding.md"); !strings.Contains(got, part) {
			t.Errorf("%s is missing: %s", part, got)
		}
	}
}
