package themes

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/disk/cache"
	"headsup/generator/inbound/record"
)

// asked are questions of five themes, as people write them.
var asked = []string{
	"How do I export an invoice as a spreadsheet?",
	"Can two people edit the same board at once?",
	"export invoices to a spreadsheet",
	"The calendar shows meetings an hour late since the clocks changed",
	"is there a way to export our invoices into spreadsheets",
	"Editing a board together with several people",
	"We need single sign-on with our identity provider",
	"Meetings are one hour off in the calendar",
	"when will you support single sign on?",
	"Board editing: can several people edit at the same time?",
	"Password reset mail never arrives",
	"I never got the mail to reset my password",
	"Calendar meetings are shown an hour too late",
	"single sign-on for the identity provider of our company",
	"spreadsheet export of invoice lines",
}

func recordsOf(texts []string) []record.Record {
	var out []record.Record
	for i, text := range texts {
		out = append(out, record.Record{
			ID: fmt.Sprint(i), Source: "tickets", Team: "support", Text: text,
			At: time.Date(2026, 11, 1, i, 0, 0, 0, time.UTC),
		})
	}
	return out
}

var english = Options{Language: "en"}

func TestAssign(t *testing.T) {
	t.Parallel()
	themes, got := Assign(record.Pointers(recordsOf(asked)), nil, english)
	if len(themes) != 5 {
		t.Errorf("%d themes: %v", len(themes), themes)
	}
	for _, same := range [][]int{{0, 2, 4, 14}, {1, 5, 9}, {3, 7, 12}, {6, 8, 13}, {10, 11}} {
		for _, i := range same[1:] {
			if got[i].Theme != got[same[0]].Theme {
				t.Errorf("%q is of %s, and %q of %s", asked[i], got[i].Theme, asked[same[0]], got[same[0]].Theme)
			}
		}
	}
	if id := themes[0].ID; !strings.HasPrefix(id, "export-invoice-spreadsheet-") {
		t.Errorf("the first theme is %s", id)
	}
	if title := themes[1].Title; !strings.Contains(strings.ToLower(title), "board") {
		t.Errorf("the second theme is called %q", title)
	}
}

// Records that come one by one change nothing that was there, whatever the order in which
// a reader finds them.
func TestAssignIsSteady(t *testing.T) {
	t.Parallel()
	records := recordsOf(asked)
	_, all := Assign(record.Pointers(records), nil, english)
	for n := range records {
		_, some := Assign(record.Pointers(records[:n]), nil, english)
		if !slices.Equal(some, all[:n]) {
			t.Fatalf("of %d records: %v, and of all %v", n, some, all[:n])
		}
	}
	for seed := range uint64(20) {
		order := rand.New(rand.NewPCG(seed, 0)).Perm(len(records))
		mixed := make([]record.Record, len(records))
		for i, j := range order {
			mixed[i] = records[j]
		}
		_, got := Assign(record.Pointers(mixed), nil, english)
		for i, j := range order {
			if got[i] != all[j] {
				t.Fatalf("%q is %v in another order, not %v", mixed[i].Text, got[i], all[j])
			}
		}
	}
}

// What people set wins, and what comes behind learns from it.
func TestPeopleTeach(t *testing.T) {
	t.Parallel()
	records := recordsOf([]string{
		"Print a price list", "The cupboard of rates", "Where is the cupboard of rates?", "Print a price list for a customer",
	})
	records[1].Theme = "prices"
	themes, got := Assign(record.Pointers(records), Themes{{ID: "prices", Title: "What it costs"}}, english)
	if got[1] != (Assignment{"prices", 1, true}) || got[2].Theme != "prices" || got[2].Set {
		t.Errorf("got %v", got)
	}
	if got[0].Theme != got[3].Theme || got[0].Theme == "prices" {
		t.Errorf("got %v", got)
	}
	if len(themes) != 2 || themes[0].Title != "What it costs" {
		t.Errorf("themes %v", themes)
	}
}

// Merged themes have one id, and no other record moves.
func TestMerged(t *testing.T) {
	t.Parallel()
	records := recordsOf(asked)
	before, first := Assign(record.Pointers(records), nil, english)
	known := Themes{{ID: before[3].ID, Title: "Access", Merged: []string{before[4].ID}}}
	after, second := Assign(record.Pointers(records), known, english)
	if len(after) != len(before)-1 || after[0].Title != "Access" {
		t.Errorf("themes %v", after)
	}
	for i, a := range first {
		if a.Theme == before[4].ID {
			a.Theme = before[3].ID
		}
		if second[i] != a {
			t.Errorf("%q is %v, and was %v", asked[i], second[i], a)
		}
	}
}

// Being polite is no theme, and no title.
func TestPolite(t *testing.T) {
	t.Parallel()
	records := recordsOf([]string{
		"Hello,\nhow do I export invoices?\nKind regards", "Hello,\nthe calendar is an hour late\nKind regards",
		"Good morning, is there a dark theme? Thanks!", "Good morning, can I merge two boards? Thanks!",
	})
	records[3].Title = "Good morning, can I…"
	themes, _ := Assign(record.Pointers(records), nil, english)
	var titles []string
	for _, theme := range themes {
		titles = append(titles, theme.Title)
	}
	want := []string{"how do I export invoices?", "the calendar is an hour late", "is there a dark theme?", "can I merge two boards?"}
	if !slices.Equal(titles, want) {
		t.Errorf("%q", titles)
	}
}

// Words of other languages are compared by their letters.
func TestOtherLanguages(t *testing.T) {
	t.Parallel()
	records := recordsOf([]string{
		"Wie exportiere ich Rechnungen?", "Der Kalender zeigt falsche Zeiten", "Rechnung exportieren", "Falsche Zeit im Kalender",
		"請求書をエクスポートする方法", "請求書のエクスポート", "", "?!",
	})
	_, got := Assign(record.Pointers(records), nil, Options{Language: "de"})
	if got[0].Theme != got[2].Theme || got[1].Theme != got[3].Theme || got[4].Theme != got[5].Theme {
		t.Errorf("got %v", got)
	}
	if got[0].Theme == got[1].Theme || got[6].Theme == got[7].Theme {
		t.Errorf("got %v", got)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, at, want string }{
		{"a: {title: A, merged: [b, c]}\nd:\n", "", ""},
		{"a: A\n", "1:4", "a theme is a single value"},
		{"a:\n  name: A\n", "2:3", `no field "name"`},
		{"a: {title: [A]}\n", "1:12", "title is a list"},
		{"a: {merged: b}\n", "1:13", "merged is a single value"},
		{"a: {merged: [[b]]}\n", "1:14", "an id in merged is a list"},
		{"a: {merged: [a]}\n", "1:14", "merged into itself"},
		{"a: {merged: [c]}\nb: {merged: [c]}\n", "2:14", `merged into "a" already`},
	} {
		_, found := Parse(File, []byte(c.text))
		if c.want == "" && len(found) == 0 {
			continue
		}
		if len(found) != 1 || found[0].Position.String() != File+":"+c.at || !strings.Contains(found[0].Message, c.want) {
			t.Errorf("%q: %v, want %q at %s", c.text, found, c.want, c.at)
		}
	}
	if _, found := Parse(File, []byte("a: {merged: [b]}\nb: {merged: [a]}\n")); len(found) == 0 {
		t.Error("a circle is not found")
	}
}

func TestEncode(t *testing.T) {
	t.Parallel()
	want := Themes{{"a-1", "Export: how?", []string{"b-2", "c-3"}}, {"12", "", nil}}
	text, err := want.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, found := Parse(File, text)
	if len(found) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("%s\nread as %v, %v", text, got, found)
	}
}

// Whatever records have been through, themes are those that are found without a cache.
func TestAssignWithCache(t *testing.T) {
	t.Parallel()
	kept, err := cache.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	for seed := range uint64(3) {
		random := rand.New(rand.NewPCG(seed, 5))
		words := strings.Fields("how export invoice table calendar late sign password reset board share print dark theme hour user when")
		text := func() string {
			var out []string
			for range 2 + random.IntN(5) {
				out = append(out, words[random.IntN(len(words))])
			}
			return strings.Join(out, " ")
		}
		var texts []string
		for range 40 {
			texts = append(texts, text())
		}
		records, known := recordsOf(texts), Themes(nil)
		for i := range records { // over nine months, and a new year
			records[i].At = time.Date(2025, 7, 1+7*i, 9, 0, 0, 0, time.UTC)
		}
		for step := range 40 {
			i := random.IntN(len(records))
			switch random.IntN(7) {
			case 0, 1, 2: // new ones, most of them last
				more := recordsOf([]string{text()})[0]
				more.ID = fmt.Sprint("new", seed, step)
				more.At = records[len(records)-1].At.AddDate(0, 0, random.IntN(30)-10)
				records = append(records, more)
			case 3:
				records[i].Text = text()
			case 4:
				records = slices.Delete(records, i, i+1)
			case 5:
				records[i].Theme = []string{"", "one", "two"}[random.IntN(3)]
			case 6:
				known = Themes{{ID: "one", Title: text(), Merged: []string{"two"}}}[:random.IntN(2)]
			}
			opt := Options{Language: "en"}
			wantThemes, want := Assign(record.Pointers(records), known, opt)
			opt.Kept = record.Kept{Cache: kept, Program: "test"}
			gotThemes, got := Assign(record.Pointers(records), known, opt)
			if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(gotThemes, wantThemes) {
				t.Fatalf("seed %d, step %d: with a cache\n%v\n%v\nand without\n%v\n%v", seed, step, got, gotThemes, want, wantThemes)
			}
		}
	}
	// What is kept is used: a decision that was put there by hand is taken.
	records := recordsOf([]string{"export invoices", "the calendar is late"})
	opt := Options{Language: "en", Kept: record.Kept{Cache: kept, Program: "by hand"}}
	h := (&Options{Language: "en", Least: Least, Kept: opt.Kept}).history(record.Pointers(records))
	var list []decision
	for i := range h.segments {
		for range h.segments[i].To - h.segments[i].From {
			list = append(list, decision{0, 1})
		}
		h.keepDecisions(&h.segments[i], list[h.segments[i].From:])
	}
	if _, got := Assign(record.Pointers(records), nil, opt); got[0].Theme != got[1].Theme {
		t.Error("what is kept is not used")
	}
	// So is a state, unless it is damaged.
	records[1].At = records[0].At.AddDate(0, 1, 0)
	a := newAssigner(Least)
	a.decided = []decision{{a.begin("by-hand"), 0.7}}
	h = (&Options{Language: "en", Least: Least, Kept: opt.Kept}).history(record.Pointers(records))
	data := a.packed()
	h.keepState(&h.segments[1], a)
	if _, got := Assign(record.Pointers(records), nil, opt); got[0] != (Assignment{Theme: "by-hand", Near: 0.7}) {
		t.Errorf("the state that is kept is not used: %v", got)
	}
	for n := range data {
		if unpacked(data[:n], 1, Least) != nil {
			t.Errorf("%d of %d bytes are taken for a state", n, len(data))
		}
	}
}

// What people wrote beside the themes stays when a command changes one.
func TestRewriteKeepsComments(t *testing.T) {
	t.Parallel()
	const before = "# About billing.\n\n# Asked by nearly everybody.\na-1:\n  title: Export # as said in May\n" +
		"  merged: # see the wiki\n    - b-2 # the same\n    - c-3\nd-4:\n  # Ana knows more.\n  title: \"Sign in\"\n# The end.\n"
	known, found := Parse(File, []byte(before))
	if len(found) > 0 {
		t.Fatal(found)
	}
	comments := func(text []byte) (list []string) {
		for line := range strings.Lines(string(text)) {
			if _, comment, ok := strings.Cut(line, "#"); ok {
				list = append(list, strings.TrimSpace(comment))
			}
		}
		slices.Sort(list)
		return list
	}
	split, _ := known.Split("b-2")
	for what, after := range map[string]Themes{
		"nothing": known, "a name": known.Name("a-1", "Export all"), "a new one": known.Name("e-5", "Print"),
		"a merger": known.Merge("e-5", "d-4"), "a larger one": known.Merge("a-1", "e-5"), "one less": split,
	} {
		text, err := after.Rewrite([]byte(before))
		if err != nil {
			t.Fatal(err)
		}
		again, found := Parse(File, text)
		if !reflect.DeepEqual(again, after) || len(found) > 0 {
			t.Errorf("%s: %v is read as %v, %v", what, after, again, found)
		}
		got, want := comments(text), comments([]byte(before))
		if what == "one less" {
			want = slices.DeleteFunc(want, func(c string) bool { return c == "the same" }) // it was about what is gone
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: comments %q, want %q, in\n%s", what, got, want, text)
		}
		if what == "nothing" && strings.ReplaceAll(string(text), "\n\n", "\n") != strings.ReplaceAll(before, "\n\n", "\n") {
			t.Errorf("nothing has changed, and the file is now\n%s", text)
		}
	}
}

// What was taken out of a text is not what it is about.
func TestIDsHoldNoPlaceholders(t *testing.T) {
	t.Parallel()
	records := recordsOf([]string{"[name] wants exports", "Hello, [email] fails", "(\"[user]\" asks) why invoices bounce"})
	themes, _ := Assign(record.Pointers(records), nil, english)
	for _, theme := range themes {
		for _, word := range []string{"name", "email", "user"} {
			if slices.Contains(strings.Split(theme.ID, "-"), word) {
				t.Errorf("%s is called after what was taken out", theme.ID)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("a: {title: A, merged: [b, c]}\n")
	f.Add("a: {merged: [b]}\nb: {merged: [a]}\n")
	f.Fuzz(func(t *testing.T, text string) {
		themes, found := Parse(File, []byte(text))
		for _, theme := range themes {
			themes.names().of(theme.ID)
		}
		if len(found) > 0 {
			return
		}
		written, err := themes.Encode()
		if err != nil {
			t.Fatal(err)
		}
		over, err := themes.Rewrite([]byte(text))
		if again, _ := Parse(File, over); err != nil || !reflect.DeepEqual(again, themes) {
			t.Errorf("%q is written as %q over itself, %v", text, over, err)
		}
		if again, found := Parse(File, written); len(found) > 0 || len(again) != len(themes) {
			t.Errorf("%q written as %q: %v", text, written, found)
		}
	})
}

// BenchmarkAssign assigns a hundred thousand records of made-up words: about 300 subjects
// that each have words of their own, among words that all have.
func BenchmarkAssign(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	word := func(of, n int) string { return fmt.Sprintf("w%cx%d", 'a'+of%26, of*31+random.IntN(n)) }
	texts := make([]string, 100_000)
	for i := range texts {
		subject := random.IntN(300)
		var words []string
		for range 4 + random.IntN(12) {
			if random.IntN(2) == 0 {
				words = append(words, word(subject, 12))
			} else {
				words = append(words, word(1000+random.IntN(3), 200))
			}
		}
		texts[i] = strings.Join(words, " ")
	}
	records := recordsOf(texts)
	for b.Loop() {
		themes, _ := Assign(record.Pointers(records), nil, english)
		b.ReportMetric(float64(len(themes)), "themes")
	}
}

// An id is the name of a folder, however long the words are that people write.
func TestIDsAreNames(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		strings.Repeat("W", 3000), strings.Repeat("ü", 200) + " " + strings.Repeat("請", 200),
		"../../etc/passwd index.html", "?!", "\x00\u202e",
	} {
		themes, _ := Assign(record.Pointers(recordsOf([]string{text})), nil, english)
		if id := themes[0].ID; !record.IsTheme(id) {
			t.Errorf("%.20q gets the id %q", text, id)
		}
	}
}
