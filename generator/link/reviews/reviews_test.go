package reviews_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/link/reviews"
	"headsup/generator/view/words"
)

// day is a number of days from the day of tests.
func day(n int) string { return linktest.Now.AddDate(0, 0, n).Format(time.DateOnly) }

func page(fields string, reviewed int) string {
	return "---\ntitle: T\n" + fields + "review_by: " + day(reviewed) + "\n---\nText.\n"
}

// show writes a queue as lines: owners, and below each its pages.
func show(q reviews.Queue) []string {
	var out []string
	for _, o := range q.Owners {
		out = append(out, fmt.Sprintf("%s (%s): %d + %d", o.Title, o.Name, len(o.Overdue), len(o.Soon)))
		for _, r := range o.Pages() {
			out = append(out, "  "+r.Source+" "+r.When(words.For("en")))
		}
	}
	return out
}

func check(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

func TestQueue(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		content.ConfigFile: "owners: [{id: zoe, github: zoe-l}, ann]\nproducts: [{id: billing, owner: ann}]\nlanguages: [fr]\n",
		"a.md":             page("owner: ann\n", -3),
		"b.md":             page("owner: ann\n", -40),
		"soon.md":          page("owner: ann\n", 30),
		"later.md":         page("owner: ann\n", 31),
		"product.md":       page("products: [billing]\n", 0),
		"z.md":             page("owner: zoe\n", 1),
		"nobody.md":        page("", -800),
		"draft.md":         page("draft: true\n", -5),
		"old.md":           page("expires_at: "+day(-1)+"\n", -5),
		"snippets/gone.md": page("key: gone\nwithdrawn: true\n", -5),
		"held.md":          page("internal_at: "+day(9)+"\n", -5),
		"never.md":         "---\ntitle: T\n---\nText.\n",
		"a.fr.md":          "---\ntitle: T\nreview_by: " + day(-20) + "\n---\nTexte.\n",
	})
	q := reviews.New(s, reviews.Soon, nil)
	check(t, show(q), []string{
		"Zoe (owner-zoe): 0 + 1",
		"  z.md due tomorrow",
		"Ann (owner-ann): 4 + 1",
		"  b.md 5 weeks overdue",
		"  a.fr.md 2 weeks overdue",
		"  a.md 3 days overdue",
		"  product.md due today",
		"  soon.md due in 4 weeks",
		"No owner (no-owner): 1 + 0",
		"  nobody.md 2 years overdue",
	})
	if q.Overdue != 5 || q.Soon != 2 || q.Dated != 8 || q.Owners[0].GitHub != "zoe-l" || q.Owners[2].ID != "" {
		t.Errorf("%d overdue, %d soon, %d dated, owners %+v", q.Overdue, q.Soon, q.Dated, q.Owners)
	}
	if got := show(reviews.New(s, 1, nil)); len(got) != 9 {
		t.Errorf("within a day: %q", got)
	}
}

// What is asked for often comes before what is only late.
func TestWeight(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"late.md": page("", -40), "often.md": page("", -3), "today.md": page("", 0), "yesterday.md": page("", -1),
		"soon1.md": page("", 5), "soon2.md": page("", 5), "sooner.md": page("", 4),
	})
	asked := map[*link.Page]int{s.PageAt("often/"): 14, s.PageAt("soon2/"): 3, s.PageAt("today/"): 1}
	var got []string
	for _, r := range reviews.New(s, reviews.Soon, asked).Owners[0].Pages() {
		got = append(got, r.Source+" "+r.AskedText(words.For("en")))
	}
	check(t, got, []string{
		"often.md asked 14 times in the last 90 days", // 4 days times 15
		"late.md ",      // 41 days times 1
		"yesterday.md ", // 2 days times 1, and due before
		"today.md asked once in the last 90 days", // 1 day times 2
		"sooner.md ", "soon2.md asked 3 times in the last 90 days", "soon1.md ",
	})
}

// Days are those of the site's time zone, and a time of day counts for what is overdue.
func TestDays(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		content.ConfigFile: "time_zone: Pacific/Auckland\n", // where it is 01:00 on the 24th
		"a.md":             "---\ntitle: A\nreview_by: 2026-11-24\n---\n",
		"b.md":             "---\ntitle: B\nreview_by: 2026-11-24 09:00\n---\n",
		"c.md":             "---\ntitle: C\nreview_by: 2026-11-25\n---\n",
		"d.md":             "---\ntitle: D\nreview_by: 2026-11-22 23:30 +00:00\n---\n",
	})
	check(t, show(reviews.New(s, reviews.Soon, nil)), []string{
		"No owner (no-owner): 2 + 2", "  d.md 1 day overdue", "  a.md due today", "  b.md due today", "  c.md due tomorrow",
	})
}

func TestWords(t *testing.T) {
	for days, want := range map[int]string{
		0: "due today", 1: "1 day overdue", 13: "13 days overdue", 14: "2 weeks overdue", 59: "8 weeks overdue",
		60: "2 months overdue", 729: "24 months overdue", 730: "2 years overdue",
	} {
		if got := (reviews.Review{Overdue: true, Days: days}).When(words.For("en")); got != want {
			t.Errorf("%d days are %q, want %q", days, got, want)
		}
	}
}

// Without a list any text is an owner, and each has a name of its own.
func TestOwnersWithoutList(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"a.md": page("owner: Ann Lee\n", -1), "b.md": page("owner: ann-lee\n", -1),
		"c.md": page("owner: Zoë <b>\n", -1), "d.md": page("owner: owner\n", -1), "e.md": page("", -1),
	})
	var names []string
	for _, o := range reviews.New(s, reviews.Soon, nil).Owners {
		names = append(names, o.Title+": "+o.Name)
	}
	check(t, names, []string{
		"Ann Lee: owner-ann-lee", "Zoë <b>: owner-zoë-b", "ann-lee: owner-ann-lee-2", "owner: owner-owner", "No owner: no-owner",
	})
}
