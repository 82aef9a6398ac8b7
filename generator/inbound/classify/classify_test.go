package classify

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"headsup/generator/disk/cache"
	"headsup/generator/inbound/record"
	"headsup/generator/publish/search/analysis"
)

// trained is what all tests may use that teach nothing more.
var trained = sync.OnceValue(func() *Classifier { return Train(Seed()) })

func TestKind(t *testing.T) {
	t.Parallel()
	if n := len(scores{}); n != len(record.Kinds()) {
		t.Fatalf("a score is of %d kinds, and there are %d", n, len(record.Kinds()))
	}
	for _, c := range []struct {
		lang, text string
		want       record.Kind
	}{
		{"en", "How do I rename a folder?", record.HowTo},
		{"en", "hi all, quick one: how do i rename a folder", record.HowTo},
		{"", "How do I rename a folder?", record.HowTo},
		{"en-GB", "Can a folder have two owners?", record.Capability},
		{"en", "When will folders be released?", record.Roadmap},
		{"en", "We need nested folders, please add them", record.Request},
		{"en", "I get an error when I open a folder", record.Problem},
		{"en", "The new folders are great, thank you!", record.Praise},
		{"en", "Please send me a quote for ten users", record.Other},
		{"en", "Hello", record.Other},
		{"en", "Kind regards", record.Other},
		{"de", "Wie kann ich einen Ordner umbenennen?", record.HowTo},
		{"fr", "Quand sortira la nouvelle version ?", record.Roadmap},
		{"es", "La aplicación no funciona", record.Problem},
		{"pt", "Seria ótimo ter pastas compartilhadas", record.Request},
		{"ja", "フォルダの名前を変える方法を教えてください", record.HowTo},
	} {
		if got, confidence, _ := trained().Kind(c.text, c.lang); got != c.want {
			t.Errorf("%q is %s (%v), want %s", c.text, got, confidence, c.want)
		}
	}
}

// What says nothing is not forced into a kind.
func TestUnsure(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", " \n", "?!", "qwrtz plmk vbnx", "Ω≈ç√", "\xff\xfe", "3 7 9"} {
		if kind, confidence, sure := trained().Kind(text, ""); sure {
			t.Errorf("%q is surely %s (%v)", text, kind, confidence)
		}
	}
	if kind, confidence, sure := Train(nil).Kind("How do I rename a folder?", "en"); sure || confidence != 0 {
		t.Errorf("one that learned nothing says %s, %v, %v", kind, confidence, sure)
	}
}

// The order of examples changes nothing, and neither do several goroutines.
func TestDeterminism(t *testing.T) {
	t.Parallel()
	examples := slices.Concat(Seed(), Corrected([]*record.Record{
		{Text: "Ship it", Kind: record.Praise}, {Text: "Ship it", Kind: record.Request}, {Text: "Ship it", Kind: "unheard-of"},
	}))
	slices.Reverse(examples)
	one := Train(examples)
	slices.SortFunc(examples, func(a, b Example) int { return strings.Compare(a.Text, b.Text) })
	other := Train(examples)
	if one.enough != other.enough {
		t.Errorf("%v is enough, and then %v", one.enough, other.enough)
	}
	var wait sync.WaitGroup
	for part := range 4 {
		wait.Go(func() {
			for i := part; i < len(examples); i += 4 {
				e := examples[i]
				k1, c1, s1 := one.Kind(e.Text, e.Lang)
				if k2, c2, s2 := other.Kind(e.Text, e.Lang); k1 != k2 || c1 != c2 || s1 != s2 {
					t.Errorf("%q is %s, %v, %v, and then %s, %v, %v", e.Text, k1, c1, s1, k2, c2, s2)
				}
			}
		})
	}
	wait.Wait()
}

// What people set is the kind of the record, and of others that are nearly equal.
func TestCorrected(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		set, near string
		kind      record.Kind
	}{
		{"When will we finally be able to share a folder?", "When will we be able to share folders?", record.Request},
		{"Is there an outage in the northern region?", "Is there an outage in the southern region?", record.Other},
		{"How do I get my money back?", "Hi, how do I get our money back? Thanks, Ada", record.Other},
		{"Greetings from the loading dock", "greetings from the loading dock!!", record.Praise},
		{"フォルダを共有できますか", "フォルダを共有できますか？", record.Roadmap},
	} {
		if before, _, _ := trained().Kind(c.near, ""); before == c.kind {
			t.Errorf("%q is %s already", c.near, before)
		}
		r := record.Record{Text: c.set, Kind: c.kind}
		learned := Train(slices.Concat(Seed(), Corrected([]*record.Record{&r})))
		if got, confidence, sure := learned.Record(&r); got != c.kind || confidence != 1 || !sure {
			t.Errorf("%q was set to %s and is %s, %v, %v", c.set, c.kind, got, confidence, sure)
		}
		if got, _, _ := learned.Kind(c.near, ""); got != c.kind {
			t.Errorf("%q is %s after %q was set to %s", c.near, got, c.set, c.kind)
		}
	}
}

// Many corrections of one kind do not pull everything else to it.
func TestManyCorrected(t *testing.T) {
	t.Parallel()
	var records []record.Record
	for _, e := range many(3000) {
		if e.Kind == record.Problem {
			records = append(records, record.Record{Text: e.Text, Lang: e.Lang, Kind: e.Kind})
		}
	}
	c := Train(slices.Concat(Seed(), Corrected(record.Pointers(records))))
	examples := heldOutExamples(t)
	right := 0
	for _, e := range examples {
		if kind, _, _ := c.Kind(e.Text, e.Lang); kind == e.Kind {
			right++
		}
	}
	if share(right, len(examples)) < 0.85 {
		t.Errorf("%d of %d are right after %d corrections of one kind", right, len(examples), len(records))
	}
}

// What is asked counts, not what is around it.
func TestAround(t *testing.T) {
	t.Parallel()
	const asked = "How do I rename a folder?"
	want, _, _ := trained().Kind(asked, "en")
	for _, text := range []string{
		"Hi team,\n" + asked,
		asked + "\n\nKind regards\nAda\nHead of praise, we love errors",
		"> The app crashes with an error\n> and nobody answers\n" + asked,
		"> It is great, thank you!\n" + asked,
		"On Monday Bo wrote:\n> The app crashes with an error.\n\n" + asked,
		asked + " Thanks!",
		asked + strings.Repeat("\n", 5000) + "ERROR 500 broken",
	} {
		if got, confidence, sure := trained().Kind(text, "en"); got != want || !sure {
			t.Errorf("%.80q is %s, %v, %v", text, got, confidence, sure)
		}
	}
}

func TestRecord(t *testing.T) {
	t.Parallel()
	c := trained()
	for _, want := range []struct {
		record record.Record
		kind   record.Kind // "" when it is not sure
	}{
		{record.Record{Title: "How do I rename a folder?", Text: "See above."}, record.HowTo},
		{record.Record{Text: "qwrtz plmk"}, ""},
		{record.Record{Title: "I get an error…", Text: "I get an error whenever a folder is opened"}, record.Problem},
		{record.Record{Text: "How do I rename a folder?", Kind: record.Praise}, record.Praise},
		{record.Record{Text: "The app crashes with an error"}, record.Problem},
	} {
		kind, confidence, sure := c.Record(&want.record)
		if !sure {
			kind = ""
		}
		if kind != want.kind {
			t.Errorf("%+v is %q with %.3f, want %q", want.record, kind, confidence, want.kind)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ title, text, want string }{
		{"", "b", "b"},
		{"a", "b", "a\nb"},
		{"a b…", "a b c", "a b c"},
		{"...", "b", "b"},
	} {
		if got := text(&record.Record{Title: c.title, Text: c.text}); got != c.want {
			t.Errorf("of %q and %q %q is read, want %q", c.title, c.text, got, c.want)
		}
	}
}

func TestCrossValidate(t *testing.T) {
	t.Parallel()
	a := CrossValidate(Seed(), 10)
	t.Logf("%.3f right, %.3f unsure, %.3f of the sure right, %+v", a.Right, a.Unsure, a.Sure, a.Kinds)
	if a.Examples != len(Seed()) || a.Right < 0.87 || a.Sure < precision || a.Unsure > 0.15 {
		t.Errorf("%d examples, %.3f right, %.3f unsure, %.3f of the sure right", a.Examples, a.Right, a.Unsure, a.Sure)
	}
	all := 0
	for i, k := range a.Kinds {
		row := 0
		for _, n := range a.Confusion[i] {
			row += n
		}
		all += row
		if k.Kind != record.Kinds()[i] || k.Examples != row || k.Found < 0.8 || k.Right < 0.8 {
			t.Errorf("%+v, and %d in its row", k, row)
		}
	}
	if all != a.Examples {
		t.Errorf("the confusion is of %d examples, want %d", all, a.Examples)
	}
	again := CrossValidate(Seed(), 10)
	if again.Right != a.Right || again.Unsure != a.Unsure || !slices.EqualFunc(again.Confusion, a.Confusion, slices.Equal) {
		t.Errorf("the second time it is %+v, want %+v", again, a)
	}
	folds := CrossValidate(Seed(), calibrationFolds)
	if c := Train(Seed()).Accuracy(); c.Right != folds.Right || c.Unsure != folds.Unsure || c.Sure != folds.Sure ||
		c.Examples != a.Examples {
		t.Errorf("what was trained is as good as %+v, want %+v", c, folds)
	}
	if none := CrossValidate(nil, 0); none.Examples != 0 || none.Right != 0 || math.IsNaN(none.Sure) || len(none.Kinds) != len(a.Kinds) {
		t.Errorf("of no examples it is %+v", none)
	}
}

func TestThreshold(t *testing.T) {
	t.Parallel()
	hit := func(confidence float64) tested { return tested{judgement{1, confidence}, 1} }
	miss := func(confidence float64) tested { return tested{judgement{1, confidence}, 2} }
	for _, c := range []struct {
		judged []tested
		want   float64
	}{
		{nil, 2},
		{[]tested{miss(0.9)}, 2},
		{[]tested{hit(0.4), hit(0.9)}, 0.4},
		{[]tested{miss(0.4), hit(0.9)}, 0.9},
		{[]tested{hit(0.9), miss(0.9)}, 2}, // equal ones are sure together or not at all
		{append(slices.Repeat([]tested{hit(0.5)}, 14), miss(0.8)), 0.5},
	} {
		if got := threshold(c.judged); got != c.want {
			t.Errorf("%v of %v is enough, want %v", got, c.judged, c.want)
		}
	}
}

func TestSeed(t *testing.T) {
	t.Parallel()
	kinds, languages, texts := map[record.Kind]int{}, map[string]int{}, map[string]bool{}
	for _, e := range Seed() {
		kinds[e.Kind]++
		languages[e.Lang]++
		if texts[strings.ToLower(e.Text)] {
			t.Errorf("%q is there twice", e.Text)
		}
		texts[strings.ToLower(e.Text)] = true
	}
	for _, kind := range record.Kinds() {
		if kinds[kind] < 100 {
			t.Errorf("%d sentences are %s, want 100", kinds[kind], kind)
		}
		delete(kinds, kind)
	}
	if len(kinds) > 0 {
		t.Errorf("kinds that there are not: %v", kinds)
	}
	for _, lang := range []string{"de", "fr", "es", "pt", "ja"} {
		if languages[lang] < 25 {
			t.Errorf("%d sentences are %s, want 25", languages[lang], lang)
		}
	}
}

// A phrase belongs to one group, and a word with a star can be found.
func TestCues(t *testing.T) {
	t.Parallel()
	type place struct{ group, phrase string }
	seen := map[feature]place{}
	for line := range strings.Lines(cuesText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		group, phrases, ok := strings.Cut(line, ": ")
		if !ok {
			t.Errorf("%q is no group", line)
		}
		for phrase := range strings.SplitSeq(phrases, ", ") {
			var h feature
			var s analysis.Scanner
			s.Scan(phrase, func(token analysis.Token) {
				if !token.Variant {
					h = mix(h, hash(token.Text))
				}
			})
			if start, ok := strings.CutSuffix(phrase, "*"); ok {
				h = mix(h, number)
				if len(start) < shortestStart || len(start) > longestStart || strings.Contains(start, " ") {
					t.Errorf("%s: %q cannot be found", group, phrase)
				}
			}
			if h == 0 {
				t.Errorf("%s: %q has no words", group, phrase)
			}
			if other, ok := seen[h]; ok {
				t.Errorf("%s: %q is %q of %s", group, phrase, other.phrase, other.group)
			}
			seen[h] = place{group, phrase}
		}
	}
}

func FuzzKind(f *testing.F) {
	for _, e := range Seed()[:50] {
		f.Add(e.Text, e.Lang)
	}
	f.Add("\xff\u0301 ???", "-")
	f.Add("a\n>\n>b?\n", "")
	c := trained() // it takes longer than one input may
	f.Fuzz(func(t *testing.T, text, lang string) {
		kind, confidence, _ := c.Kind(text, lang)
		if !slices.Contains(record.Kinds(), kind) || confidence < 0 || confidence > 1 || math.IsNaN(confidence) {
			t.Errorf("%q is %s, %v", text, kind, confidence)
		}
		if again, second, _ := c.Kind(text, lang); again != kind || second != confidence {
			t.Errorf("%q is %s, %v the second time, first %s, %v", text, again, second, kind, confidence)
		}
	})
}

// many returns so many examples, all different.
func many(n int) []Example {
	var out []Example
	for i := range n {
		e := Seed()[i%len(Seed())]
		e.Text += " " + strings.Repeat("x", i/len(Seed())) + "y"
		out = append(out, e)
	}
	return out
}

func BenchmarkTrain5000(b *testing.B) {
	examples := many(5000)
	for b.Loop() {
		Train(examples)
	}
}

func BenchmarkKind100000(b *testing.B) {
	examples, c := Seed(), trained()
	for b.Loop() {
		for i := range 100_000 {
			e := &examples[i%len(examples)]
			c.Kind(e.Text, e.Lang)
		}
	}
}

func TestSaid(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Hello, how do I export?\nThanks!":             "how do I export?\n",
		"Dear all,\nit fails. Why?\nKind regards\nKim": "it fails. Why?\n",
		"> What?\nIt fails":                            "It fails",
		"Hello, [name] asks (for [email]) why.":        "[name] asks (for [email]) why.",
		"Hello!":                                       "Hello!",
		"":                                             "",
	} {
		if got := Said(text); got != want {
			t.Errorf("%q says %q, want %q", text, got, want)
		}
	}
}

// What was learned before is what is learned now, and another correction teaches anew.
func TestLearningIsKept(t *testing.T) {
	t.Parallel()
	known, err := cache.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer known.Close()
	kept := record.Kept{Cache: known, Program: "test"}
	set := []*record.Record{{Text: "The tiles are blue", Kind: record.Praise}, {Text: "Blue, blue tiles", Lang: "en", Kind: record.Problem}}
	var digests []string
	for n := range len(set) + 1 {
		want := Train(slices.Concat(Seed(), Corrected(set[:n])))
		for range 2 {
			got := Learn(Corrected(set[:n]), kept)
			digests = append(digests, string(got.Digest()))
			got.digest = nil
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("with %d corrections, something else is kept", n)
			}
		}
		data := want.packed()
		for _, end := range []int{0, 1, 8, 100, len(data) - 1} {
			if unpacked(data[:end]) != nil {
				t.Errorf("%d of %d bytes are taken for all", end, len(data))
			}
		}
	}
	if slices.Sort(digests); len(slices.Compact(digests)) != len(set)+1 {
		t.Error("what is learned from other examples has the same digest")
	}
}
