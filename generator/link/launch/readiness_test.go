package launch_test

import (
	"slices"
	"strings"
	"testing"

	"headsup/generator/link"
	"headsup/generator/link/launch"
	"headsup/generator/link/linktest"
	"headsup/generator/view"
)

func TestReadiness(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, linktest.LaunchFiles())
	r := launch.Readiness(s, linktest.Page(t, s, "launches/2027-01-25-export.md"))
	if r.Text != "3 of 5 ready" || r.Ready != 3 || r.Required != 5 {
		t.Errorf("%q, %d of %d", r.Text, r.Ready, r.Required)
	}
	if want := []string{"Playbook for Sales (draft)", "Page"}; !slices.Equal(r.Missing, want) {
		t.Errorf("missing are %q, want %q", r.Missing, want)
	}
	type row struct{ title, state, note, pages, review, owners string }
	rows := func(pieces []view.Piece) (out []row) {
		for _, p := range pieces {
			review := ""
			if p.ReviewBy != nil {
				review = p.ReviewBy.Text
			}
			var pages []string
			for _, l := range p.Pages {
				pages = append(pages, l.Title)
			}
			out = append(out, row{p.Title, p.State.Text, p.Note, strings.Join(pages, "+"), review, strings.Join(p.Owners, "+")})
		}
		return out
	}
	want := []row{
		{"Release note", "Ready", "1 more is a draft", "Export note", "1 May 2027", "Ann"},
		{"Playbook for Sales", "Draft", "", "", "", "Bob"},
		{"Playbook for Support", "Review overdue", "", "Answer", "1 November 2026", ""},
		{"Snippet", "Scheduled", "until 25 January 2027 09:00 UTC", "", "", ""},
		{"Page", "Missing", "", "", "", ""},
	}
	if got := rows(r.Pieces); !slices.Equal(got, want) {
		t.Errorf("pieces\n%q\nwant\n%q", got, want)
	}
	if got, want := rows(r.More), []row{{"Playbook", "Ready", "", "For success", "", ""}}; !slices.Equal(got, want) {
		t.Errorf("more\n%q\nwant\n%q", got, want)
	}
	// What expired after the launch has done its work.
	if r := launch.Readiness(s, linktest.Page(t, s, "launches/2026-11-20-done.md")); r.Text != "1 of 1 ready" ||
		r.Pieces[0].State.Text != "Done" {
		t.Errorf("after the launch: %+v", r)
	}
	if r := launch.Readiness(s, linktest.Page(t, s, "launches/2026-12-01-nothing.md")); r.Text != "" || r.Required != 0 || r.Pieces != nil {
		t.Errorf("a launch of which nothing is required: %+v", r)
	}
}

func TestNeeds(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, linktest.LaunchFiles())
	var got []string
	for _, n := range launch.Tasks(s) {
		day := "no date"
		if n.Date != nil {
			day = n.Date.ISO
		}
		got = append(got, strings.Join([]string{
			n.Reason, n.Text, n.Page.Title, day,
			strings.Join(n.Audiences, "+"), strings.Join(n.Products, "+"), n.Owner,
		}, "|"))
	}
	want := []string{
		"draft|Playbook for Sales is a draft|Export|2027-01-25|sales|billing|Bob",
		"missing|Page is missing|Export|2027-01-25||billing|Ann",
		"missing|Release note is missing|Someday|no date|||",
		"review|Review was due on 1 November 2026|Answer|2026-11-01|support+success||",
	}
	if !slices.Equal(got, want) {
		t.Errorf("needs\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	public := linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: true}}, linktest.LaunchFiles())
	if n := launch.Tasks(public); n != nil {
		t.Errorf("a public build needs %v", n)
	}
}
