package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/disk/cache"
	"headsup/generator/inbound/answer"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/report"
	"headsup/generator/inbound/themes"
	"headsup/generator/publish/search/searchtest"
)

func at(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t
}

// counted are a few items whose counts are easily checked.
func counted() []report.Item {
	item := func(id, day, kind, theme, account string, value float64, then, now string) report.Item {
		r := &record.Record{ID: id, At: at(day), Source: "tickets", Team: "support", Account: account, Value: value}
		return report.Item{
			Record: r, Kind: kind, Theme: theme,
			Then: report.Hit{Page: then, Score: 0.5}, Now: report.Hit{Page: now, Score: 0.50004},
		}
	}
	return []report.Item{
		item("1", "2026-01-05", "how-to", "export", "a", 10, "", "export.md"),
		item("2", "2026-01-31", "request", "export", "a", 20, "", ""),
		item("3", "2026-03-01", "unsure", "export", "b", 5, "export.md", "export.md"),
		item("4", "2026-03-02", "problem", "login", "", 7, "", ""),
		item("5", "2026-03-03", "praise", "=cmd", "", 0, "", ""),
		item("6", "2026-03-04", "roadmap", "login", "c", 0, "gone.md", "gone.md"),
	}
}

func options(records bool) report.Options {
	return report.Options{
		Themes: themes.Themes{{ID: "export", Title: "Export invoices"}, {ID: "=cmd", Title: " +1 great"}}, Records: records,
		Page: func(path string) (report.Page, bool) {
			launch := &report.Launch{URL: "/launch/", Title: "Launch"}
			return report.Page{URL: "/export/", Title: "Exports", Launch: launch}, path == "export.md"
		},
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	r := report.New(counted(), options(true))
	if r.Since != "2026-01-05" || r.Records != 6 || !slices.Equal(r.Unanswered, []string{"1", "4", "6"}) {
		t.Errorf("since %s, %d records, unanswered %v", r.Since, r.Records, r.Unanswered)
	}
	months := []report.Month{
		{Month: "2026-01", Count: 2, Kinds: map[string]int{"how-to": 1, "request": 1}},
		{Month: "2026-03", Count: 4, Kinds: map[string]int{"unsure": 1, "problem": 1, "praise": 1, "roadmap": 1}, Answered: 1},
	}
	if !reflect.DeepEqual(r.ByMonth, months) {
		t.Errorf("months %v", r.ByMonth)
	}
	want := report.Theme{
		ID: "export", Title: "Export invoices", Count: 3, Accounts: 2, Value: 25, First: "2026-01-05", Last: "2026-03-01",
		Kinds: map[string]int{"how-to": 1, "request": 1, "unsure": 1}, Teams: map[string]int{"support": 3},
		Sources: map[string]int{"tickets": 3}, Answer: &report.Answer{URL: "/export/", Title: "Exports", Score: 0.5, Path: "export.md"},
		Launches: []report.Launch{{URL: "/launch/", Title: "Launch"}},
	}
	if len(r.Themes) != 3 || !reflect.DeepEqual(r.Themes[0], want) {
		t.Errorf("themes %+v", r.Themes)
	}
	if gaps := r.Gaps(); len(gaps) != 1 || gaps[0].ID != "login" || gaps[0].Value != 7 {
		t.Errorf("gaps %+v", gaps)
	}
	if len(r.ByRecord) != 6 || r.ByRecord[2].Answer == nil || r.ByRecord[0].Answer != nil || r.ByRecord[5].Answer != nil {
		t.Errorf("records %+v", r.ByRecord)
	}
}

// Programs rely on the keys.
func TestJSON(t *testing.T) {
	t.Parallel()
	keys := func(r *report.Report) (top, theme []string) {
		var b bytes.Buffer
		if err := r.JSON(&b); err != nil {
			t.Fatal(err)
		}
		var all map[string]json.RawMessage
		var list []map[string]json.RawMessage
		if err := json.Unmarshal(b.Bytes(), &all); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(all["themes"], &list); err != nil {
			t.Fatal(err)
		}
		for k := range all {
			top = append(top, k)
		}
		for k := range list[0] {
			theme = append(theme, k)
		}
		slices.Sort(top)
		slices.Sort(theme)
		return top, theme
	}
	top, theme := keys(report.New(counted(), options(false)))
	if want := "by_month records since themes unanswered"; strings.Join(top, " ") != want {
		t.Errorf("keys %v", top)
	}
	want := "accounts answer count first id kinds last launches sources teams title value"
	if strings.Join(theme, " ") != want {
		t.Errorf("keys of a theme %v", theme)
	}
	if top, _ := keys(report.New(counted(), options(true))); !slices.Contains(top, "by_record") {
		t.Errorf("keys %v", top)
	}
	var b bytes.Buffer
	if err := report.New(nil, options(false)).JSON(&b); err != nil || strings.Contains(b.String(), "null") {
		t.Errorf("nothing is %s, %v", b.String(), err)
	}
}

// Nothing in a table is a formula.
func TestCSV(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := report.New(counted(), options(false)).CSV(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"id,title,count,accounts,value,how-to,",
		"\nexport,Export invoices,3,2,25,1,0,0,1,0,0,0,1,support,tickets,2026-01-05,2026-03-01,/export/,Exports,0.5,/launch/\n",
		"\n'=cmd,' +1 great,1,",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	b.Reset()
	err := report.New(counted(), options(true)).CSV(&b)
	if err != nil || !strings.Contains(b.String(), "\n3,unsure,export,/export/,Exports,0.5\n") {
		t.Errorf("%s%v", b.String(), err)
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	style := report.Style{Mend: func(id string) string { return "mend " + id }}
	if err := report.New(counted(), options(false)).Text(&b, style); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"6 records since 2026-01-05: 4 questions, of which 25 % had an answer",
		"2026-01        2  █████         50 %", "2026-03        4  ██████████",
		"    3  Export invoices\n", "; 2 accounts; value 25\n",
		"answered by Exports  /export/\n", "launch Launch\n", "    2  login\n       mend login\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	b.Reset()
	err := report.New(nil, report.Options{Since: at("2026-01-01")}).Text(&b, style)
	if err != nil || b.String() != "no records since 2026-01-01\n" {
		t.Errorf("%s%v", b.String(), err)
	}
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	var asked []*record.Record
	for _, text := range []string{
		"Hello, I have looked everywhere in the settings. How do I export invoices? Thanks",
		"How do I export the invoices?", "Help!", "the export of invoices fails for a customer", "Can I export to a spreadsheet?\nRegards",
		"How can all of this " + strings.Repeat("very ", 50) + "long text be one?", "請求書をエクスポートする方法は？", "",
	} {
		asked = append(asked, &record.Record{Text: text, Lang: "en"})
	}
	want := []string{
		"How do I export invoices?", "Can I export to a spreadsheet?", "請求書をエクスポートする方法は？",
		"the export of invoices fails for a customer",
	}
	if got := report.Questions(asked, "en", 5); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got := report.Questions(asked, "en", 1); !slices.Equal(got, want[:1]) {
		t.Errorf("%q", got)
	}
}

func FuzzQuestions(f *testing.F) {
	f.Add("Hello. How do I export?", "Export", "en")
	f.Add("どうすれば？\xff?!.", "", "ja")
	f.Fuzz(func(t *testing.T, text, title, language string) {
		records := []*record.Record{{Text: text, Title: title}, {Text: title, Title: text}}
		for _, q := range report.Questions(records, language, 5) {
			if q == "" || strings.ContainsAny(q, "\r\n\t") {
				t.Errorf("%q, %q: %q", text, title, q)
			}
		}
	})
}

const example = "testdata/example"

// site makes what answers, of a content folder.
func site(t testing.TB, folder string) (*answer.Finder, func(string) (report.Page, bool)) {
	files := searchtest.Read(t, folder)
	linked, config := searchtest.Resolve(t, files, false)
	finder, err := answer.New(t.Context(), searchtest.Build(t, files, false).Open(t), answer.PagesOf(linked), config.Language, nil)
	if err != nil {
		t.Fatal(err)
	}
	return finder, report.Pages(linked)
}

// The example has three sources, two years and all kinds, and its report is the same
// whatever the order in which its records are read.
func TestExample(t *testing.T) {
	t.Parallel()
	records, found := record.Load(os.DirFS(example), record.Kept{})
	if len(found) > 0 || len(records) != 300 {
		t.Fatalf("%d records, %v", len(records), found)
	}
	finder, page := site(t, example)
	read := func(records []record.Record, keep func(*record.Record) bool) *report.Report {
		items, all, _ := report.Sort(record.Pointers(records), "en", nil, record.Kept{})
		items = slices.DeleteFunc(items, func(it report.Item) bool { return keep != nil && !keep(it.Record) })
		if err := report.FindAnswers(context.Background(), items, finder, record.Kept{}); err != nil {
			t.Fatal(err)
		}
		return report.New(items, report.Options{Themes: all, Page: page, Records: true})
	}
	r := read(records, nil)
	kinds, sources, answered := map[string]int{}, map[string]int{}, 0
	for _, m := range r.ByMonth {
		answered += m.Answered
		for kind, n := range m.Kinds {
			kinds[kind] += n
		}
	}
	for _, th := range r.Themes {
		for source, n := range th.Sources {
			sources[source] += n
		}
	}
	if len(r.ByMonth) != 24 || len(kinds) != len(report.Kinds()) || len(sources) != 3 {
		t.Errorf("%d months, %v, %v", len(r.ByMonth), kinds, sources)
	}
	if n := len(r.Unanswered); n+answered < 200 || answered < 50 {
		t.Errorf("%d questions had an answer, and %d had none", answered, n)
	}
	// A page that came later does not answer what was asked before, though a launch to come
	// answers a theme today.
	asked := map[string]time.Time{}
	for _, r := range records {
		asked[r.ID] = r.At
	}
	byID := map[string]report.Line{}
	for _, l := range r.ByRecord {
		byID[l.ID] = l
		if l.Answer != nil && l.Answer.URL == "/hours/" && asked[l.ID].Before(at("2026-03-02")) {
			t.Errorf("%s is answered by a page that was not there", l.ID)
		}
	}
	launch := slices.ContainsFunc(r.Themes, func(th report.Theme) bool {
		return th.Answer != nil && th.Answer.URL == "/launches/templates/" && len(th.Launches) == 1 && th.Launches[0].Date == "2027-02-01"
	})
	if !launch {
		t.Error("no theme is answered by the launch to come")
	}
	mixed := slices.Clone(records)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	if !reflect.DeepEqual(read(mixed, nil), r) {
		t.Error("another order of records makes another report")
	}
	// What is left out changes nothing about the rest.
	some := read(records, func(r *record.Record) bool { return r.Product == "billing" })
	for _, l := range some.ByRecord {
		if !reflect.DeepEqual(l, byID[l.ID]) {
			t.Errorf("%v among others is %v", l, byID[l.ID])
		}
	}
	if some.Records < 40 || some.Records > 80 {
		t.Errorf("%d records about billing", some.Records)
	}
}

// What people set is the answer, and what is found without it is known as well.
func TestFoundWithoutPeople(t *testing.T) {
	t.Parallel()
	finder, _ := site(t, example)
	items := []report.Item{{Kind: "how-to"}, {Kind: "praise"}}
	for i := range items {
		items[i].Record = &record.Record{At: at("2026-09-01"), Text: "How do I export invoices as a spreadsheet?", Answer: "boards.md"}
	}
	if err := report.FindAnswers(context.Background(), items, finder, record.Kept{}); err != nil {
		t.Fatal(err)
	}
	if it := items[0]; it.Then.Page != "boards.md" || it.Now.Page != "boards.md" || it.Found.Page != "export-invoices.md" {
		t.Errorf("the answer was %v, is %v, and %v is found", it.Then, it.Now, it.Found)
	}
	if it := items[1]; it.Now.Page != "" || it.Found.Page != "" {
		t.Errorf("praise is answered by %v and %v", it.Now, it.Found)
	}
}

// What was found before is what is found now, whatever has changed in between.
func TestAnswersAreKept(t *testing.T) {
	t.Parallel()
	known, err := cache.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer known.Close()
	kept := record.Kept{Cache: known, Program: "test"}
	finder, _ := site(t, example)
	other, err := answer.New(t.Context(), nil, answer.List{}, "en", nil)
	if err != nil {
		t.Fatal(err)
	}
	records, _ := record.Load(os.DirFS(example), record.Kept{})
	items, _, _ := report.Sort(record.Pointers(records[:120]), "en", nil, kept)
	check := func(what string, finder *answer.Finder) {
		t.Helper()
		got, want := slices.Clone(items), slices.Clone(items)
		if err := report.FindAnswers(t.Context(), want, finder, record.Kept{}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := report.FindAnswers(t.Context(), got, finder, kept); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: other answers are kept than are found", what)
			}
		}
	}
	check("at first", finder)
	change := func(i int, to func(*report.Item)) {
		r := *items[i].Record
		items[i].Record = &r
		to(&items[i])
	}
	change(3, func(it *report.Item) { it.Record.Text = "How do I export invoices as a spreadsheet?" })
	check("another text", finder)
	change(4, func(it *report.Item) { it.Record.Answer = "boards.md" })
	check("an answer of people", finder)
	change(5, func(it *report.Item) { it.Kind = "praise" })
	check("another kind", finder)
	change(6, func(it *report.Item) { it.Record.At = it.Record.At.Add(time.Hour) })
	check("another time", finder)
	check("no pages", other)
}

// BenchmarkReport makes the report of a hundred thousand records, of sentences that are
// put together from those of the example, about headsup's own site.
func BenchmarkReport(b *testing.B) {
	example, found := record.Load(os.DirFS(example), record.Kept{})
	if len(found) > 0 {
		b.Fatal(found)
	}
	random := rand.New(rand.NewPCG(1, 2))
	records := make([]record.Record, 100_000)
	for i := range records {
		r := example[random.IntN(len(example))]
		words := strings.Fields(r.Text)
		other := strings.Fields(example[random.IntN(len(example))].Text)
		for range 1 + random.IntN(3) {
			words[random.IntN(len(words))] = other[random.IntN(len(other))]
		}
		r.ID, r.Text, r.Theme, r.Kind, r.Answer = fmt.Sprint(i), strings.Join(words, " "), "", "", ""
		r.At = r.At.Add(time.Duration(random.IntN(1000)) * time.Hour)
		records[i] = r
	}
	finder, page := site(b, "../../../content")
	for b.Loop() {
		items, all, _ := report.Sort(record.Pointers(records), "en", nil, record.Kept{})
		if err := report.FindAnswers(context.Background(), items, finder, record.Kept{}); err != nil {
			b.Fatal(err)
		}
		report.New(items, report.Options{Themes: all, Page: page})
	}
}
