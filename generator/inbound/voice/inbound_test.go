package voice_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/inbound/classify"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/report"
	"headsup/generator/inbound/themes"
	"headsup/generator/inbound/voice"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/view"
)

// question is a record on a day of a theme, and where its answer is.
func question(day, theme, kind, page string) report.Item {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	hit := report.Hit{Page: page, Score: 1}
	if page == "" {
		hit = report.Hit{}
	}
	r := &record.Record{
		At: at, Source: "desk", Team: record.Customer, Text: "How do I " + theme + " this?", Product: "billing", Lang: "en",
	}
	return report.Item{Record: r, Kind: kind, Theme: theme, Then: hit, Now: hit, Found: hit}
}

// input is items on a site with two pages, one of which is past its review.
func input(t *testing.T, items ...report.Item) voice.Input {
	t.Helper()
	for i := range items {
		items[i].Record.ID = fmt.Sprint(i)
	}
	slices.SortStableFunc(items, func(a, b report.Item) int { return a.Record.At.Compare(b.Record.At) })
	all := themes.Themes{{ID: "export", Title: "Export"}, {ID: "seats", Title: "Seats"}, {ID: "login", Title: "Log in"}}
	in := link.Input{Settings: link.Settings{BaseURL: "https://example.com/"}, Themes: voice.Themes(items, all, nil)}
	site, found := linktest.Resolve(t, in, map[string]string{
		"headsup.yaml": "title: Site\nbase_url: https://example.com/\nproducts: [billing, boards]\naudiences: [sales]\nowners: [ann]\n" +
			"edit_url: https://git.example.com/{path}\ninbound: {sources: [{id: desk, title: Help desk}, forum]}\n",
		"index.md":  "---\ntitle: Home\n---\n",
		"export.md": "---\ntitle: Exports\nproducts: [billing]\nowner: ann\nreview_by: 2026-10-01\n---\nText.\n",
		"seats.md":  "---\ntitle: Seats\nproducts: [billing]\n---\nText.\n",
	})
	for _, d := range found {
		t.Error(d)
	}
	accuracy := classify.Accuracy{Examples: 200, Right: 0.885, Unsure: 0.1, Sure: 0.94}
	return voice.Input{Site: site, Items: items, Themes: all, Accuracy: accuracy}
}

func times(n int, it func() report.Item) []report.Item {
	var out []report.Item
	for range n {
		out = append(out, it())
	}
	return out
}

func of(day, kind string, n int) []report.Item {
	return times(n, func() report.Item { return question(day, "export", kind, "") })
}

func TestTrend(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		items        []report.Item
		answer, text string
	}{
		{"nothing", nil, "Too few questions to tell.", "0 questions from August 2026 to October 2026"},
		{
			// The current month is not over, and requests are no questions.
			"few", slices.Concat(of("2026-10-05", "how-to", 29), of("2026-11-05", "how-to", 50), of("2026-10-05", "request", 50)),
			"Too few questions to tell.", "29 questions from August 2026 to October 2026: 29 how-to and 0 on capability.",
		},
		{
			"nothing before", slices.Concat(of("2026-08-01", "how-to", 25), of("2026-10-31", "capability", 5)),
			"People still mainly ask how to do things.",
			"Of 30 questions from August 2026 to October 2026, 83% are how-to and 17% are about capability. " +
				"The three months before had 0 questions, too few to compare.",
		},
		{
			"moved", slices.Concat(of("2026-06-01", "how-to", 50), of("2026-09-01", "how-to", 10), of("2026-09-01", "capability", 40)),
			"People mainly ask what the product can do.", "how-to is down 80 points and capability is up 80 points.",
		},
		{
			"chance", slices.Concat(of("2026-06-01", "how-to", 16), of("2026-06-01", "capability", 16),
				of("2026-09-01", "how-to", 18), of("2026-09-01", "capability", 16)),
			"Questions are split evenly between how-to and capability.",
			"how-to is about the same (+3 points, which may be chance) and capability is about the same (-3",
		},
		{"as before", slices.Concat(of("2026-06-01", "how-to", 30), of("2026-09-01", "how-to", 30)), "People still", "how-to is unchanged"},
	} {
		v := voice.New(input(t, c.items...)).Inbound
		if !strings.HasPrefix(v.Answer, c.answer) || !strings.Contains(v.Trend, c.text) {
			t.Errorf("%s: %q, %q; want %q, %q", c.name, v.Answer, v.Trend, c.answer, c.text)
		}
	}
}

func TestCharts(t *testing.T) {
	t.Parallel()
	v := voice.New(input(t, slices.Concat(
		of("2023-01-05", "how-to", 1), of("2025-01-05", "how-to", 3), of("2025-01-06", "praise", 1),
		[]report.Item{question("2026-11-02", "export", "how-to", "export.md"), question("2026-11-03", "seats", "capability", "")},
		of("2026-12-05", "how-to", 9), // it has not come yet
	)...)).Inbound
	months := v.Kinds.Months
	if v.Records != 7 || v.Questions != 2 || len(months) != 24 || v.Kinds.Width != 240 || v.Kinds.Most != 4 {
		t.Fatalf("%d records, %d questions, chart %+v", v.Records, v.Questions, v.Kinds)
	}
	january := months[1]
	if january.Title != "January 2025" || january.Short != "Jan" || january.Year != "2025" || january.Count != 4 || january.Height != 1000 {
		t.Errorf("January is %+v", january)
	}
	howTo, praise := january.Parts[0], january.Parts[5]
	if howTo.Percent != 75 || howTo.From != 0 || howTo.Size != 750 || praise.Text != "Praise" || praise.From != 750 || praise.Size != 250 {
		t.Errorf("its parts are %+v", january.Parts)
	}
	if february := months[2]; february.Parts != nil || february.Short != "" {
		t.Errorf("February is %+v", february)
	}
	if last := months[23]; last.Title != "November 2026 so far" || last.Count != 2 || last.Height != 500 {
		t.Errorf("the current month is %+v", last)
	}
	if l := v.Kinds.Legend; len(l) != len(report.Kinds()) || l[0].Percent != 50 || l[1].Percent != 50 {
		t.Errorf("the legend is %+v", l)
	}
	if got := v.Answered.Months[23].Parts; got[0].Count != 1 || got[1].Count != 1 {
		t.Errorf("of the questions of the current month, %+v", got)
	}
	if want := "This site already answered 20% of 5 questions"; !strings.HasPrefix(v.AnsweredText, want) {
		t.Errorf("%q, want %q", v.AnsweredText, want)
	}
	if got := voice.New(input(t, of("2026-11-05", "praise", 1)...)).Inbound.AnsweredText; got != "No questions in these months." {
		t.Errorf("of praise alone it says %q", got)
	}
	short := voice.New(input(t, of("2026-09-05", "how-to", 1)...)).Inbound.Kinds
	if len(short.Months) != 3 || short.Months[0].Year != "2026" || short.Months[1].Year != "" || short.Months[1].Short != "Oct" {
		t.Errorf("three months are %+v", short.Months)
	}
}

func TestGaps(t *testing.T) {
	t.Parallel()
	found := question("2026-11-10", "export", "how-to", "export.md")
	missed := question("2026-11-11", "export", "capability", "")
	other := question("2026-11-12", "export", "capability", "")
	other.Record.Text = "Is there a way to save the table?"
	decided := question("2026-11-13", "seats", "how-to", "seats.md")
	decided.Record.Answer, decided.Found = "seats.md", report.Hit{}
	items := []report.Item{found, found, found, missed, other, decided, question("2026-11-14", "login", "praise", "")}
	for i := range 3 {
		it := question("2026-11-2"+fmt.Sprint(i), "login", "problem", "")
		it.Record.Account = []string{"calm-ibis-1", "keen-lynx-2", "calm-ibis-1"}[i]
		items = append(items, it)
	}
	for i := range items { // each is a record of its own
		r := *items[i].Record
		items[i].Record = &r
	}
	items = append(items, of("2026-01-01", "how-to", 20)...) // too long ago
	in := input(t, items...)
	v := voice.New(in).Inbound
	gaps := []view.Gap{{
		Link: view.Link{Title: "Log in", URL: "/requests/login/", Count: 3}, Accounts: 2,
		Command: "headsup new playbook --theme login", Said: []string{"How do I login this?"},
	}}
	if !reflect.DeepEqual(v.Gaps, gaps) {
		t.Errorf("gaps: %+v, want %+v", v.Gaps, gaps)
	}
	if len(v.Missed) != 2 || v.Missed[0].Page.URL != "/export/" || v.Missed[0].Count != 2 || len(v.Missed[0].Said) != 2 ||
		v.Missed[1].Page.URL != "/seats/" || v.Missed[1].Count != 1 || v.Missed[1].Edit != "https://git.example.com/seats.md" {
		t.Errorf("missed: %+v", v.Missed)
	}
	if len(v.Overdue) != 1 || v.Overdue[0].Title != "Exports" || v.Overdue[0].Count != 3 || v.Overdue[0].Owner != "Ann" ||
		v.Overdue[0].ReviewBy.ISO != "2026-10-01" || v.Overdue[0].Edit != "https://git.example.com/export.md" {
		t.Errorf("overdue: %+v", v.Overdue)
	}
	if len(v.Pages) != 2 || v.Pages[0].Count != 3 || v.Pages[1].Title != "Seats" || v.Pages[1].ReviewBy != nil {
		t.Errorf("pages: %+v", v.Pages)
	}
	for least, want := range map[int]string{
		0: "", 4: "",
		3: "inbound/desk/2026-11.jsonl: warning: " +
			"3 questions about \"Log in\" in the last 90 days, and no page answers them; asked by 2 accounts [gap]\n" +
			"  hint: start a page with: headsup new playbook --theme login; if a page already answers, set `answer` in the record",
	} {
		got := ""
		for _, d := range voice.Gaps(in, least) {
			got += d.String() + "\n  hint: " + d.Hint
		}
		if got != want {
			t.Errorf("from %d on: %q, want %q", least, got, want)
		}
	}
}

func TestAsked(t *testing.T) {
	t.Parallel()
	sales := question("2026-11-10", "seats", "praise", "")
	sales.Record.Team, sales.Record.Product = "sales", ""
	in := input(t, append(slices.Concat(
		times(2, func() report.Item { return question("2026-11-10", "export", "how-to", "export.md") }),
		times(3, func() report.Item { return question("2026-11-11", "login", "how-to", "") }),
		of("2026-03-01", "how-to", 5),
	), sales)...)
	v := voice.New(in)
	for p, n := range v.Asked {
		if p.Source != "export.md" || n != 2 {
			t.Errorf("%s is asked for %d times", p.Source, n)
		}
	}
	want := []view.Ask{
		{Text: "Log in", URL: "/requests/login/", Count: 3},
		{Text: "Export", URL: "/requests/export/", Count: 2, Answer: &view.Link{Title: "Exports", URL: "/export/"}},
	}
	billing := in.Site.Products[0]
	if got := v.Ask[billing]; len(v.Asked) != 1 || len(v.Ask) != 1 || !reflect.DeepEqual(got, want) {
		t.Errorf("about %s people ask %+v, want %+v", billing.ID, got, want)
	}
	teams, products := v.Inbound.Teams, v.Inbound.Products
	if len(teams) != 2 || teams[0].Title != "Customers" || teams[0].Count != 5 || teams[1].Title != "Sales" ||
		teams[1].Parts[5].Percent != 100 {
		t.Errorf("teams: %+v", teams)
	}
	if len(products) != 2 || products[0].Title != "Billing" || products[0].URL != "/products/billing/" ||
		products[1].Title != "No product" {
		t.Errorf("products: %+v", products)
	}
}

func TestJudgementAndSources(t *testing.T) {
	t.Parallel()
	old := question("2026-09-01", "export", report.Unsure, "")
	old.Record.Source, old.Record.Text = "mail", strings.Repeat("long\ntext ", 40)
	known := question("2026-11-01", "export", "how-to", "")
	known.Record.Kind = record.HowTo
	in := input(t, append(times(7, func() report.Item { return question("2026-11-02", "seats", report.Unsure, "") }), old, known)...)
	v := voice.New(in).Inbound
	j := v.Judgement
	if j.Unsure != 8 || j.Decided != 1 || len(j.Newest) != 5 || j.Examples != 200 || j.Right != 89 || j.RatherNot != 10 || j.Sure != 94 {
		t.Errorf("judgement: %+v", j)
	}
	const file = "inbound/desk/2026-11.jsonl"
	if r := j.Newest[0]; r.File != file || r.Edit != "https://git.example.com/"+file || r.Day.ISO != "2026-11-02" {
		t.Errorf("the newest is %+v", r)
	}
	var got []string
	for _, s := range v.Sources {
		last := "never"
		if s.Last != nil {
			last = s.Last.Text
		}
		got = append(got, fmt.Sprintf("%s %d %s %v", s.Title, s.Count, last, s.Stale))
	}
	want := []string{"Help desk 8 2 November 2026 false", "Forum 0 never true", "mail 1 1 September 2026 true"}
	if !slices.Equal(got, want) {
		t.Errorf("sources %q, want %q", got, want)
	}
}

// What is recent begins and ends with a day of the site's time zone.
func TestRecent(t *testing.T) {
	t.Parallel()
	var items []report.Item
	for _, at := range []string{"2026-08-25T23:59:59Z", "2026-08-26T00:00:00Z", "2026-11-23T23:59:59Z", "2026-11-24T00:00:00Z"} {
		it := question("2026-01-01", "export", "how-to", "")
		var err error
		if it.Record.At, err = time.Parse(time.RFC3339, at); err != nil {
			t.Fatal(err)
		}
		items = append(items, it)
	}
	if v := voice.New(input(t, items...)).Inbound; v.Records != 3 || v.Questions != 2 {
		t.Errorf("%d records and %d recent questions, want 3 and 2", v.Records, v.Questions)
	}
}

// Equal records give equal views.
func TestSameViews(t *testing.T) {
	t.Parallel()
	var items []report.Item
	for i := range 40 {
		theme := []string{"export", "seats", "login"}[i%3]
		it := question(fmt.Sprintf("2026-11-%02d", 1+i%28), theme, report.Kinds()[i%8], []string{"", "export.md", "seats.md"}[i%7%3])
		it.Record.Product = []string{"", "billing", "boards", "x"}[i%4]
		items = append(items, it)
	}
	in := input(t, items...)
	first := voice.New(in)
	for range 5 {
		if again := voice.New(in); !reflect.DeepEqual(again.Inbound, first.Inbound) || !reflect.DeepEqual(again.Ask, first.Ask) {
			t.Fatal("the views differ")
		}
	}
}
