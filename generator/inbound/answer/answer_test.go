package answer_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"headsup/generator/inbound/answer"
	"headsup/generator/inbound/record"
	"headsup/generator/publish/search/searchtest"
)

// finderOf makes a finder for a content folder. A page was there from the time that is
// given for its source.
func finderOf(t testing.TB, files map[string]string, since map[string]time.Time) *answer.Finder {
	t.Helper()
	site, config := searchtest.Resolve(t, files, false)
	pages := read(t, answer.PagesOf(site))
	for i := range pages {
		if at, ok := since[pages[i].Path]; ok {
			pages[i].Since = at
		}
	}
	f, err := answer.New(t.Context(), searchtest.Build(t, files, false).Open(t), pages, config.Language, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func read(t testing.TB, pages answer.Pages) (list answer.List) {
	t.Helper()
	for i := range pages.Len() {
		p, err := pages.Page(i)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

// keyed are pages with keys, and count how often one is read.
type keyed struct {
	answer.List
	keys []any
	read *atomic.Int64
}

func (k keyed) Key(i int) any { return k.keys[i] }

func (k keyed) Page(i int) (answer.Page, error) {
	k.read.Add(1)
	return k.List.Page(i)
}

// With a memory only what is new is read, and it is found as without one.
func TestMemory(t *testing.T) {
	t.Parallel()
	memory := answer.NewMemory()
	questions := []string{
		"saving the table into a spreadsheet", "I forgot my password, how can I reset it", "how do people share boards", "press the arrow",
	}
	files := maps.Clone(answers)
	keys := map[string]int{}
	for edit, body := range []string{"Press the arrow.", "Press the bent arrow to reset a board.", "Press it.", "Press it."} {
		files["export.md"] = strings.Replace(answers["export.md"], "Press the arrow.", body, 1)
		if edit == 3 {
			delete(files, "boards.md")
		}
		if edit == 0 || body != "Press it." || edit == 2 {
			keys["export.md"]++
		}
		site, config := searchtest.Resolve(t, files, false)
		pages := keyed{List: read(t, answer.PagesOf(site)), read: new(atomic.Int64)}
		for _, p := range pages.List {
			pages.keys = append(pages.keys, fmt.Sprint(p.Path, keys[p.Path]))
		}
		engine := searchtest.Build(t, files, false).Open(t)
		finder, err := answer.New(t.Context(), engine, pages, config.Language, memory)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := pages.read.Load(), []int64{3, 1, 1, 0}[edit]; got != want {
			t.Errorf("edit %d: %d pages were read, want %d", edit, got, want)
		}
		fresh, err := answer.New(t.Context(), engine, pages.List, config.Language, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range questions {
			got, err := finder.Rank(t.Context(), q, "en", later, 3)
			if err != nil {
				t.Fatal(err)
			}
			want, err := fresh.Rank(t.Context(), q, "en", later, 3)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("edit %d: %q is answered by %v, want %v, %v", edit, q, got, want, err)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := answer.New(ctx, nil, answer.List{{}}, "en", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a finder nobody waits for: %v", err)
	}
}

var answers = map[string]string{
	"headsup.yaml": "title: Help\nlanguage: en\n",
	"export.md": "---\ntitle: Exports\nvisibility: internal\nquestions: [How do I save a table as a spreadsheet?, Can I export rows?]\n" +
		"---\n\nPress the arrow.\n",
	"sign-in.md": "---\ntitle: Sign-in\nvisibility: internal\nquestions: [Why can I not sign in?, How do I reset my password?]\n" +
		"---\n\n## Locked accounts\n\nWait an hour.\n",
	"boards.md": "---\ntitle: Boards\nvisibility: internal\nquestions: [How many people can edit a board at once?]\n---\n\n" +
		"As many as you like.\n",
}

var (
	early = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	later = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
)

func TestFind(t *testing.T) {
	t.Parallel()
	f := finderOf(t, answers, map[string]time.Time{"boards.md": later})
	for _, c := range []struct {
		text, want string
		at         time.Time
	}{
		{"saving the table into a spreadsheet", "export.md", early},
		{"I forgot my password, how can I reset it", "sign-in.md", early},
		{"my account is locked", "sign-in.md", early},
		{"do many people edit one board at the same time?", "boards.md", later},
		{"do many people edit one board at the same time?", "", early},
		{`-password "reset`, "sign-in.md", early},
		{"what is the weather in Lisbon", "", later},
		{"", "", later},
	} {
		hits, err := f.Rank(context.Background(), c.text, "en", c.at, 1)
		if err != nil {
			t.Fatal(err)
		}
		page, score := "", 0.0
		if len(hits) > 0 {
			if score = hits[0].Score; score >= answer.Least {
				page = hits[0].Page
			}
		}
		if page != c.want {
			t.Errorf("%q is answered by %q with %.3f, want %q", c.text, page, score, c.want)
		}
	}
}

func TestThenAndNow(t *testing.T) {
	t.Parallel()
	f := finderOf(t, answers, map[string]time.Time{"boards.md": later})
	for _, c := range []struct {
		text, set, then, now string
	}{
		{"do many people edit one board at the same time?", "", "", "boards.md"},
		{"I forgot my password, how can I reset it", "", "sign-in.md", "sign-in.md"},
		{"what is the weather in Lisbon", "", "", ""},
		{"what is the weather in Lisbon", "export.md", "export.md", "export.md"},
		{"what is the weather in Lisbon", "boards.md", "", "boards.md"},
		{"How do I reset my password?", "export.md", "export.md", "export.md"},
		{"Can I export rows?", "gone.md", "", ""},
		{"", "", "", ""},
	} {
		r := record.Record{Text: c.text, At: early, Answer: c.set}
		then, now, err := f.ThenAndNow(context.Background(), &r)
		if err != nil || then.Page != c.then || now.Page != c.now {
			t.Errorf("%q, set to %q: %v and %v, %v, want %q and %q", c.text, c.set, then, now, err, c.then, c.now)
		}
	}
}

// A page is there from its date on, else from when it may be seen.
func TestSince(t *testing.T) {
	t.Parallel()
	site, _ := searchtest.Resolve(t, map[string]string{
		"a.md": "---\ntitle: A\ndate: 2026-06-01\npublish_at: 2026-07-01\n---\n\nA.\n",
		"b.md": "---\ntitle: B\npublish_at: 2026-05-01\n---\n\nB.\n",
		"c.md": "---\ntitle: C\n---\n\nC.\n",
	}, false)
	got := map[string]string{}
	for _, p := range read(t, answer.PagesOf(site)) {
		got[p.Path] = p.Since.Format(time.DateOnly)
	}
	for path, want := range map[string]string{"b.md": "2026-05-01", "c.md": "0001-01-01"} {
		if got[path] != want {
			t.Errorf("%s is there since %q, want %s", path, got[path], want)
		}
	}
	if since, ok := got["a.md"]; ok && since != "2026-06-01" {
		t.Errorf("a.md is there since %s", since)
	}
}

// TestOwnQuestions asks the labelled questions about headsup's own content, most of which
// have words that stand in no title, question or heading.
func TestOwnQuestions(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../tools/corpus/rivals/testdata/queries/own.json")
	if err != nil {
		t.Fatal(err)
	}
	var set struct {
		Queries []struct {
			Query, Class string
			Want         []string
		}
	}
	if err := json.Unmarshal(data, &set); err != nil {
		t.Fatal(err)
	}
	f := finderOf(t, searchtest.Read(t, "../../../content"), nil)
	asked, sum := 0, 0.0
	at := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, q := range set.Queries {
		if q.Class != "question" {
			continue
		}
		asked++
		hits, err := f.Rank(context.Background(), q.Query, "en", at, 10)
		if err != nil {
			t.Fatal(err)
		}
		_, now, err := f.ThenAndNow(context.Background(), &record.Record{Text: q.Query, Lang: "en", At: at})
		if err != nil {
			t.Fatal(err)
		}
		if want := hits[0]; want.Score >= answer.Least && now.Page != want.Page || want.Score < answer.Least && now.Page != "" {
			t.Errorf("%q is answered by %v, and by %v without the engine", q.Query, want, now)
		}
		if i := slices.IndexFunc(hits, func(h answer.Hit) bool { return slices.Contains(q.Want, h.Page) }); i >= 0 {
			sum += 1 / float64(i+1)
		} else {
			t.Logf("%q is not answered", q.Query)
		}
	}
	if mean := sum / float64(max(1, asked)); mean < 0.75 {
		t.Errorf("the mean reciprocal rank of %d questions is %.3f", asked, mean)
	} else {
		t.Logf("%.3f of %d questions", mean, asked)
	}
}

// BenchmarkFind finds the answer of one question among headsup's own pages.
func BenchmarkFind(b *testing.B) {
	f := finderOf(b, searchtest.Read(b, "../../../content"), nil)
	for b.Loop() {
		if _, err := f.Rank(context.Background(), "how do I show a message to trial users only", "en", early, 1); err != nil {
			b.Fatal(err)
		}
	}
}
