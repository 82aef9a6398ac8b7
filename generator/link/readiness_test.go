package link

import (
	"headsup/generator/view"
	"slices"
	"strings"
	"testing"

	"headsup/generator/compile/content"
)

const readinessConfig = `base_url: https://example.com/
owners: [{id: ann, title: Ann}, {id: bob, title: Bob}]
products: [{id: billing, title: Billing, owner: bob}]
launch:
  requires:
    beta: [release-note]
    ga: [release-note, "playbook:sales", "playbook:support", snippet, page]
`

// launchFiles is a launch with a piece in each state that there is.
func launchFiles() map[string]string {
	return map[string]string{
		content.ConfigFile:                  readinessConfig,
		"launches/2027-01-25-export.md":     "---\ntitle: Export\nstage: ga\nowner: ann\nproducts: [billing]\n---\n",
		"releases/2026-11-01-export.md":     "---\ntitle: Export note\nlaunch: export\nreview_by: 2027-05-01\nowner: ann\n---\n",
		"releases/2026-11-02-format.md":     "---\ntitle: Format note\nlaunch: export\ndraft: true\n---\n",
		"playbooks/sell.md":                 "---\ntitle: zqdraft\nlaunch: export\naudiences: [sales]\ndraft: true\nproducts: [billing]\n---\n",
		"playbooks/answer.md":               "---\ntitle: Answer\nlaunch: export\naudiences: [support, success]\nreview_by: 2026-11-01\n---\n",
		"snippets/tip.md":                   "---\ntitle: zqembargo\nkey: tip\nsurface: banner\nlaunch: export\npublish_at: 2027-01-25 09:00\n---\n",
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

func TestReadiness(t *testing.T) {
	s := mustResolve(t, Input{}, launchFiles())
	r := s.readiness(s.bySource["launches/2027-01-25-export.md"])
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
		{"Snippet", "Under embargo", "until 25 January 2027 09:00 UTC", "", "", ""},
		{"Page", "Missing", "", "", "", ""},
	}
	if got := rows(r.Pieces); !slices.Equal(got, want) {
		t.Errorf("pieces\n%q\nwant\n%q", got, want)
	}
	if got, want := rows(r.More), []row{{"Playbook", "Ready", "", "For success", "", ""}}; !slices.Equal(got, want) {
		t.Errorf("more\n%q\nwant\n%q", got, want)
	}
	// What expired after the launch has done its work.
	if r := s.readiness(s.bySource["launches/2026-11-20-done.md"]); r.Text != "1 of 1 ready" || r.Pieces[0].State.Text != "Done" {
		t.Errorf("after the launch: %+v", r)
	}
	if r := s.readiness(s.bySource["launches/2026-12-01-nothing.md"]); r.Text != "" || r.Required != 0 || r.Pieces != nil {
		t.Errorf("a launch of which nothing is required: %+v", r)
	}
}

func TestNeeds(t *testing.T) {
	s := mustResolve(t, Input{}, launchFiles())
	var got []string
	for _, n := range s.Needs() {
		day := "no date"
		if n.Date != nil {
			day = n.Date.ISO
		}
		got = append(got, strings.Join([]string{n.Reason, n.Text, n.Page.Title, day, strings.Join(n.Audiences, "+"), strings.Join(n.Products, "+"), n.Owner}, "|"))
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
	public := mustResolve(t, Input{Public: true}, launchFiles())
	if n := public.Needs(); n != nil {
		t.Errorf("a public build needs %v", n)
	}
}

// A day that nobody meant is nowhere.
func TestRoughDates(t *testing.T) {
	files := map[string]string{
		"launches/2027-03-25-a.md": "---\ntitle: A\nconfidence: low\n---\n",
		"launches/2026-03-25-b.md": "---\ntitle: B\nconfidence: low\n---\n",
		"launches/2027-04-25-c.md": "---\ntitle: C\nconfidence: medium\n---\n",
	}
	s := mustResolve(t, Input{}, files)
	for file, want := range map[string]view.Day{
		"launches/a/index.html": {ISO: "2027-03", Text: "March 2027"},
		"launches/b/index.html": {ISO: "2026-03-25", Text: "25 March 2026"},
		"launches/c/index.html": {ISO: "2027-04-25", Text: "25 April 2027"},
	} {
		v := s.viewAt(t, file)
		if got := v.Page.Date; *got != want {
			t.Errorf("%s has the date %v, want %v", file, *got, want)
		}
		if rough := len(want.ISO) == len("2027-03"); rough != (v.Meta.Published == "") || rough != (v.Meta.Modified == "") {
			t.Errorf("the head of %s has the days %q and %q", file, v.Meta.Published, v.Meta.Modified)
		}
	}
}
