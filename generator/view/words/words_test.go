package words_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"headsup/generator/view/words"
)

func TestSay(t *testing.T) {
	t.Parallel()
	w := words.For("en-GB")
	for _, tt := range []struct{ got, want string }{
		{w.Language(), "en"},
		{w.Say("part-of", "n", 2, "total", 5), "Page 2 of 5"},
		{w.Count("launches-count", 1), "1 launch"},
		{w.Count("launches-count", 2), "2 launches"},
		{w.Count("launches-count", 0), "0 launches"},
		{w.Count("due-within", 3, "days", 30), "3 due in the next 30 days"},
		{w.Say("no-such-key"), "no-such-key"},
		{words.For("xx").Say("home"), "Home"}, // a language that nobody has translated to
		{words.For("").Say("home"), "Home"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
	if !w.Speaks("en-US") || !w.Speaks("") || w.Speaks("ja") {
		t.Error("English words speak English alone")
	}
	if before, after := w.Around("answered-by"); before != "Answered by " || after != "" {
		t.Errorf("%q and %q around the hole", before, after)
	}
}

func TestScript(t *testing.T) {
	t.Parallel()
	got, unknown := words.For("en").Script([]byte(`say($word("home"), $word('launches-count'), $word("language"), $word("nothing"))`))
	want := `say("Home", {"one":"{n} launch","other":"{n} launches"}, "en", $word("nothing"))`
	if string(got) != want || !slices.Equal(unknown, []string{"nothing"}) {
		t.Errorf("%s, unknown %v", got, unknown)
	}
}

// A translation says all that English does, with the same holes, in the forms that the
// rules of its language have.
func TestLanguagesAreComplete(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("*.json")
	if err != nil || len(names) < 6 {
		t.Fatal("languages:", names, err)
	}
	english := words.For("en")
	for _, name := range names {
		tag := strings.TrimSuffix(name, ".json")
		w := words.For(tag)
		if w.Language() != tag {
			t.Errorf("%s is read as %s", name, w.Language())
		}
		var missing []string
		for _, key := range english.Keys() {
			if !w.Has(key) {
				missing = append(missing, "  "+key+": "+strings.Join(english.Texts(key), " / "))
			}
		}
		if len(missing) > 0 {
			t.Errorf("%s lacks %d texts that en.json has:\n%s", name, len(missing), strings.Join(missing, "\n"))
		}
		for _, key := range w.Keys() {
			if !english.Has(key) {
				t.Errorf("%s has %q, which en.json does not have", name, key)
				continue
			}
			checkText(t, name, key, english, w)
		}
	}
}

var holePattern = regexp.MustCompile(`\{[a-z]+\}`)

func holes(text string) []string {
	list := holePattern.FindAllString(text, -1)
	slices.Sort(list)
	return slices.Compact(list)
}

// checkText compares one text with the English one. A form for a single number need not
// name the number.
func checkText(t *testing.T, name, key string, english, w *words.Words) {
	t.Helper()
	if english.Form(key, "other") == "" {
		if got, want := holes(w.Form(key, "")), holes(english.Form(key, "")); !slices.Equal(got, want) {
			t.Errorf("%s: %s has the holes %v, want %v", name, key, got, want)
		}
		return
	}
	want := holes(english.Form(key, "other"))
	for _, form := range pluralForms[w.Language()] {
		text := w.Form(key, form)
		if text == "" {
			t.Errorf("%s: %s has no form %q", name, key, form)
			continue
		}
		got := holes(text)
		without := slices.DeleteFunc(slices.Clone(want), func(h string) bool { return h == "{n}" })
		if !slices.Equal(got, want) && (form != "one" || !slices.Equal(got, without)) {
			t.Errorf("%s: %s has the holes %v in the form %q, want %v", name, key, got, form, want)
		}
	}
	for _, form := range []string{"zero", "one", "two", "few", "many"} {
		if w.Form(key, form) != "" && !slices.Contains(pluralForms[w.Language()], form) {
			t.Errorf("%s: %s has the form %q, which the language does not have", name, key, form)
		}
	}
}

// The categories of cardinal numbers by CLDR 48. Browsers know all of them; the rules in Go
// are older and may lack "many", for which "other" stands in.
var pluralForms = map[string][]string{
	"en": {"one", "other"}, "de": {"one", "other"}, "fr": {"one", "many", "other"},
	"es": {"one", "many", "other"}, "pt-BR": {"one", "many", "other"}, "ja": {"other"},
}

// How templates, scripts and Go ask for a text.
var (
	calls    = regexp.MustCompile(`(?:\b(?:say|count|before|after) |\$word\(|\.(?:Say|Count|Around)[ (])"([a-z0-9-]+)"`)
	prefixes = regexp.MustCompile(`\.(?:Say|Count)\("([a-z-]+-)" ?\+`)
	literals = regexp.MustCompile(`"([a-z0-9-]+)"`)
)

// Every key that is used has a text, and every text is used.
func TestKeys(t *testing.T) {
	t.Parallel()
	w := words.For("en")
	used := map[string]bool{"language": true}
	mention := map[string]bool{}
	var begin []string
	root := filepath.Join("..", "..", "..")
	for _, dir := range []string{"themes/default/layouts", "themes/default/assets/js", "generator", "cmd"} {
		err := fs.WalkDir(os.DirFS(root), dir, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "testdata" || name == "generator/tools" || d.Name() == "dist"):
				return fs.SkipDir
			case d.IsDir(), !slices.Contains([]string{".html", ".js", ".go"}, path.Ext(name)), strings.HasSuffix(name, "_test.go"):
				return nil
			}
			data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
			if err != nil {
				return err
			}
			text := string(data)
			if path.Ext(name) != ".go" || strings.Contains(text, "view/words") || strings.Contains(text, "Words()") ||
				strings.Contains(text, "words.") {
				for _, m := range calls.FindAllStringSubmatch(text, -1) {
					if !w.Has(m[1]) && m[1] != "language" && !strings.HasSuffix(m[1], "-") {
						t.Errorf("%s asks for %q, which the catalogue does not have", name, m[1])
					}
					used[m[1]] = true
				}
				for _, m := range literals.FindAllStringSubmatch(text, -1) {
					mention[m[1]] = true
				}
				for _, m := range prefixes.FindAllStringSubmatch(text, -1) {
					begin = append(begin, m[1])
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range w.Keys() {
		made := slices.ContainsFunc(begin, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
		if !used[key] && !mention[key] && !made {
			t.Errorf("nothing uses %q", key)
		}
	}
}
