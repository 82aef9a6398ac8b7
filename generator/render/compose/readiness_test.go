package compose_test

import (
	"testing"

	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/view"
)

// A day that nobody meant is nowhere.
func TestRoughDates(t *testing.T) {
	files := map[string]string{
		"launches/2027-03-25-a.md": "---\ntitle: A\nconfidence: low\n---\n",
		"launches/2026-03-25-b.md": "---\ntitle: B\nconfidence: low\n---\n",
		"launches/2027-04-25-c.md": "---\ntitle: C\nconfidence: medium\n---\n",
	}
	s := linktest.MustResolve(t, link.Input{}, files)
	for file, want := range map[string]view.Day{
		"launches/a/index.html": {ISO: "2027-03", Text: "March 2027"},
		"launches/b/index.html": {ISO: "2026-03-25", Text: "25 March 2026"},
		"launches/c/index.html": {ISO: "2027-04-25", Text: "25 April 2027"},
	} {
		v := viewAt(t, s, file)
		if got := v.Page.Date; *got != want {
			t.Errorf("%s has the date %v, want %v", file, *got, want)
		}
		if rough := len(want.ISO) == len("2027-03"); rough != (v.Meta.Published == "") || rough != (v.Meta.Modified == "") {
			t.Errorf("the head of %s has the days %q and %q", file, v.Meta.Published, v.Meta.Modified)
		}
	}
}
