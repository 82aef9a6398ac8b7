package diag_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"headsup/generator/diag"
)

func TestRulesAreSortedAndDocumented(t *testing.T) {
	rules := diag.Rules()
	if len(rules) == 0 {
		t.Fatal("there are no rules")
	}
	id := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for i, r := range rules {
		if i > 0 && rules[i-1].ID >= r.ID {
			t.Errorf("%s stands after %s", r.ID, rules[i-1].ID)
		}
		if !id.MatchString(r.ID) {
			t.Errorf("%q is no rule id", r.ID)
		}
		if r.Severity == diag.Off {
			t.Errorf("%s is off by default", r.ID)
		}
		if first, _ := utf8.DecodeRuneInString(r.Doc); !strings.HasSuffix(r.Doc, ".") ||
			strings.ToUpper(string(first)) != string(first) && !strings.HasPrefix(r.Doc, "headsup.yaml") &&
				!strings.HasPrefix(r.Doc, "base_url") && !strings.HasPrefix(r.Doc, "related") {
			t.Errorf("%s: the documentation %q is no sentence", r.ID, r.Doc)
		}
		if found, ok := diag.Lookup(r.ID); !ok || found != r {
			t.Errorf("Lookup(%s) = %v, %v", r.ID, found, ok)
		}
		if diag.Fixed(r.ID) != r.Fixed {
			t.Errorf("Fixed(%s) = %v", r.ID, !r.Fixed)
		}
	}
	for _, id := range []string{"", "a", "leaks", "zzz"} {
		if _, ok := diag.Lookup(id); ok {
			t.Errorf("Lookup(%q) found a rule", id)
		}
	}
	rules[0].ID = "changed"
	if diag.Rules()[0].ID == "changed" {
		t.Error("a caller can change the table")
	}
}

func TestRulesThatKeepThePromisesAreFixed(t *testing.T) {
	for _, id := range []string{"leak", "config", "file-unreadable"} {
		r, ok := diag.Lookup(id)
		if !ok || !r.Fixed || r.Severity != diag.Error {
			t.Errorf("%s: %+v", id, r)
		}
	}
}

func TestNew(t *testing.T) {
	pos := diag.Position{Path: "a.md", Line: 2, Column: 3}
	d := diag.New("no-title", pos, "the page has no title", "add one")
	want := diag.Diagnostic{Position: pos, Severity: diag.Warning, Rule: "no-title", Message: "the page has no title", Hint: "add one"}
	if d != want {
		t.Errorf("got %+v", d)
	}
	if d := diag.New("no-such-rule", pos, "x", ""); d.Severity != diag.Error {
		t.Errorf("an unknown rule is of severity %v", d.Severity)
	}
}

func TestString(t *testing.T) {
	tests := []struct {
		pos  diag.Position
		want string
	}{
		{diag.Position{Path: "a/b.md", Line: 2, Column: 3}, "a/b.md:2:3: error: broken [leak]"},
		{diag.Position{Path: "a/b.md", Line: 2}, "a/b.md:2: error: broken [leak]"},
		{diag.Position{Path: "a/b.md"}, "a/b.md: error: broken [leak]"},
		{diag.Position{}, "error: broken [leak]"},
	}
	for _, tt := range tests {
		if got := diag.New("leak", tt.pos, "broken", "").String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestSeverity(t *testing.T) {
	for text, want := range map[string]diag.Severity{"error": diag.Error, "warn": diag.Warning, "warning": diag.Warning, "off": diag.Off} {
		got, ok := diag.ParseSeverity(text)
		if !ok || got != want {
			t.Errorf("ParseSeverity(%s) = %v, %v", text, got, ok)
		}
		if again, ok := diag.ParseSeverity(got.String()); !ok || again != got {
			t.Errorf("%v does not read what it prints", got)
		}
	}
	for _, text := range []string{"", "Error", "on", "info"} {
		if _, ok := diag.ParseSeverity(text); ok {
			t.Errorf("ParseSeverity(%q) is allowed", text)
		}
	}
}

func TestSortOrdersAndRemovesRepetitions(t *testing.T) {
	at := func(path string, line, column int, rule, message string) diag.Diagnostic {
		return diag.New(rule, diag.Position{Path: path, Line: line, Column: column}, message, "")
	}
	want := []diag.Diagnostic{
		at("", 0, 0, "no-content", "x"),
		at("a.md", 0, 0, "no-title", "x"),
		at("a.md", 2, 0, "broken-link", "x"),
		at("a.md", 2, 1, "broken-link", "x"),
		at("a.md", 2, 1, "broken-link", "y"),
		at("a.md", 2, 1, "encoding", "a"),
		at("a.md", 10, 1, "broken-link", "x"),
		at("b.md", 1, 1, "broken-link", "x"),
	}
	withHint := want[7]
	withHint.Hint = "a hint"
	want = append(want, withHint)
	withSource := withHint
	withSource.Source = "[x](y)"
	want = append(want, withSource)
	softer := want[7]
	softer.Severity = diag.Warning
	want = append(want, softer)
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		list := append(slices.Clone(want), want[r.IntN(len(want))], want[r.IntN(len(want))])
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if got := diag.Sort(list); !slices.Equal(got, want) {
			t.Fatalf("got\n%v\nwant\n%v", got, want)
		}
	}
	if got := diag.Sort(nil); len(got) != 0 {
		t.Errorf("Sort(nil) = %v", got)
	}
}

func TestCount(t *testing.T) {
	list := []diag.Diagnostic{{Severity: diag.Error}, {Severity: diag.Warning}, {Severity: diag.Error}, {Severity: diag.Off}}
	if errors, warnings := diag.Count(list); errors != 2 || warnings != 1 {
		t.Errorf("%d errors, %d warnings", errors, warnings)
	}
}

func TestLevelsApply(t *testing.T) {
	list := []diag.Diagnostic{
		diag.New("broken-link", diag.Position{}, "", ""),
		diag.New("no-title", diag.Position{}, "", ""),
		diag.New("leak", diag.Position{}, "", ""),
	}
	tests := []struct {
		name   string
		levels diag.Levels
		strict bool
		want   string
	}{
		{"as they are", nil, false, "broken-link error, no-title warning, leak error"},
		{"strict", nil, true, "broken-link error, no-title error, leak error"},
		{
			"softer and harder",
			diag.Levels{"broken-link": diag.Warning, "no-title": diag.Error},
			false,
			"broken-link warning, no-title error, leak error",
		},
		{"softer but strict", diag.Levels{"broken-link": diag.Warning}, true, "broken-link error, no-title error, leak error"},
		{"off", diag.Levels{"broken-link": diag.Off, "no-title": diag.Off}, false, "leak error"},
		{"off and strict", diag.Levels{"no-title": diag.Off}, true, "broken-link error, leak error"},
		{"fixed rules stay", diag.Levels{"leak": diag.Off}, false, "broken-link error, no-title warning, leak error"},
		{"other rules", diag.Levels{"date-invalid": diag.Off}, false, "broken-link error, no-title warning, leak error"},
	}
	for _, tt := range tests {
		var got []string
		for _, d := range tt.levels.Apply(list, tt.strict) {
			got = append(got, fmt.Sprintf("%s %s", d.Rule, d.Severity))
		}
		if s := strings.Join(got, ", "); s != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, s, tt.want)
		}
	}
	if list[1].Severity != diag.Warning {
		t.Error("Apply changed its argument")
	}
}

func printed(t *testing.T, color bool, d ...diag.Diagnostic) string {
	t.Helper()
	var b strings.Builder
	if err := diag.Print(&b, d, color); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPrint(t *testing.T) {
	at := func(line, column int, source, hint string) diag.Diagnostic {
		d := diag.New("broken-link", diag.Position{Path: "a.md", Line: line, Column: column}, "leads nowhere", hint)
		d.Source = source
		return d
	}
	const head = "a.md:3:5: error: leads nowhere [broken-link]\n"
	tests := []struct {
		name string
		d    diag.Diagnostic
		want string
	}{
		{"all parts", at(3, 5, "see [x](y)", "mend it"), head + "  see [x](y)\n      ^\n  hint: mend it\n"},
		{"no source", at(3, 5, "", ""), head},
		{"a tab is one column", at(3, 5, "\ta\tb[x](y)", ""), head + "   a b[x](y)\n      ^\n"},
		{"code points, not bytes", at(3, 5, "äöü [x](y)", ""), head + "  äöü [x](y)\n      ^\n"},
		{"wide characters take two cells", at(3, 5, "変更履歴[x](y)", ""), head + "  変更履歴[x](y)\n          ^\n"},
		{"marks take none", at(3, 5, "e\u0301e\u0301[x](y)", ""), head + "  e\u0301e\u0301[x](y)\n    ^\n"},
		{"behind the end", at(3, 5, "ab", ""), head + "  ab\n    ^\n"},
		{"no column", at(3, 0, "ab", ""), "a.md:3: error: leads nowhere [broken-link]\n  ab\n"},
		{"no line", at(0, 0, "ab", ""), "a.md: error: leads nowhere [broken-link]\n"},
		{"control characters", at(3, 5, "a\x1b[31mb\u009bc", "\x07bell"), head + "  a\uFFFD[31mb\uFFFDc\n      ^\n  hint: \uFFFDbell\n"},
		{"direction of writing", at(3, 5, "a\u202eb\u2066c", ""), head + "  a\uFFFDb\uFFFDc\n      ^\n"},
	}
	for _, tt := range tests {
		if got := printed(t, false, tt.d); got != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
	forged := diag.New("leak", diag.Position{Path: "a\x1b]0;x\x07.md"}, "m\x1b[2J\nb.md: error", "")
	if got, want := printed(t, false, forged), "a\uFFFD]0;x\uFFFD.md: error: m\uFFFD[2J\uFFFDb.md: error [leak]\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPrintOfALongLineShowsThePartAroundTheColumn(t *testing.T) {
	for _, column := range []int{1, 50, 51, 52, 120, 199, 240, 241, 300} {
		runes := []rune(strings.Repeat(".", 240))
		if column <= len(runes) {
			runes[column-1] = 'X'
		}
		d := diag.New("leak", diag.Position{Path: "a.md", Line: 1, Column: column}, "m", "")
		d.Source = string(runes)
		lines := strings.Split(printed(t, false, d), "\n")
		source, mark := []rune(lines[1]), []rune(lines[2])
		if len(source) > 2+1+100+1 {
			t.Errorf("column %d: %d characters", column, len(source))
		}
		caret := len(mark) - 1
		if mark[caret] != '^' || strings.TrimSpace(string(mark)) != "^" {
			t.Fatalf("column %d: mark %q", column, string(mark))
		}
		if column > 240 {
			if caret != len(source) {
				t.Errorf("column %d: the mark is not behind the end: %q", column, string(mark))
			}
			continue
		}
		if source[caret] != 'X' {
			t.Errorf("column %d: the mark is under %q", column, source[caret])
		}
	}
}

func TestPrintInColour(t *testing.T) {
	e := diag.New("leak", diag.Position{Path: "a.md"}, "m", "")
	w := diag.New("no-title", diag.Position{}, "m", "")
	want := "\x1b[1ma.md:\x1b[0m \x1b[31;1merror:\x1b[0m m [leak]\n\x1b[33;1mwarning:\x1b[0m m [no-title]\n"
	if got := printed(t, true, e, w); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

type broken struct{ error }

func (b broken) Write([]byte) (int, error) { return 0, b.error }

func TestPrintReturnsTheErrorOfItsWriter(t *testing.T) {
	full := errors.New("disk full")
	if err := diag.Print(broken{full}, []diag.Diagnostic{{}}, false); !errors.Is(err, full) {
		t.Errorf("err = %v", err)
	}
}

func FuzzPrint(f *testing.F) {
	f.Add("a.md", "message", "source", 3)
	f.Add("\x1b", "\n", strings.Repeat("変", 200), 150)
	f.Add("", "", "\xff\xfe", -1)
	f.Fuzz(func(t *testing.T, path, message, source string, column int) {
		d := diag.New("leak", diag.Position{Path: path, Line: 1, Column: column}, message, message)
		d.Source = source
		got := printed(t, false, d)
		if strings.ContainsAny(got, "\x1b\x07\r\t") || strings.Count(got, "\n") > 4 || !utf8.ValidString(got) {
			t.Errorf("printed %q", got)
		}
	})
}

func TestSuggest(t *testing.T) {
	fields := []string{"title", "summary", "audiences", "visibility", "publish_at", "expires_at", "ga", "id"}
	tests := []struct{ word, want string }{
		{"titel", "title"}, // two letters exchanged are one edit
		{"Title", "title"},
		{"tilte", "title"},
		{"audience", "audiences"},
		{"visiblity", "visibility"},
		{"publishat", "publish_at"},
		{"expire_at", "expires_at"},
		{"g", "ga"},
		{"gaa", "ga"},
		{"ie", "id"},
		{"summary", "summary"},
		{"colour", ""},
		{"xyz", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := diag.Suggest(tt.word, fields); got != tt.want {
			t.Errorf("Suggest(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
	if got := diag.Suggest("x", nil); got != "" {
		t.Errorf("Suggest without words = %q", got)
	}
	if got := diag.Suggest("überischt", []string{"übersicht"}); got != "übersicht" {
		t.Errorf("Suggest with letters of two bytes = %q", got)
	}
	if got := diag.Suggest("aa", []string{"ab", "ac"}); got != "ab" {
		t.Errorf("of two equally near words the first is meant, got %q", got)
	}
}

func TestDidYouMean(t *testing.T) {
	many := make([]string, 15)
	for i := range many {
		many[i] = fmt.Sprintf("word-%c", 'a'+i)
	}
	tests := []struct {
		word  string
		known []string
		want  string
	}{
		{"salse", []string{"sales", "support"}, "did you mean sales?"},
		{"marketing", []string{"sales", "support"}, "allowed: sales, support"},
		{"marketing", nil, ""},
		{"x", many, "allowed: word-a, word-b, word-c, word-d, word-e, word-f, word-g, word-h, word-i, word-j, word-k, word-l and 3 more"},
	}
	for _, tt := range tests {
		if got := diag.DidYouMean(tt.word, tt.known); got != tt.want {
			t.Errorf("DidYouMean(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}

// TestCiteLongLine holds that a line of any length is not repeated with each of
// the findings in it.
func TestCiteLongLine(t *testing.T) {
	d := diag.Diagnostic{Position: diag.Position{Line: 1}}
	if d.Cite([]string{strings.Repeat("a", diag.LongLine+1)}); d.Source != "" {
		t.Error("a very long line is repeated")
	}
	if d.Cite([]string{strings.Repeat("a", diag.LongLine)}); d.Source == "" {
		t.Error("a line is missing")
	}
}
