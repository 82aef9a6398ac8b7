// Package words is the catalogue of the interface: every text that pages, search,
// preview and calendars say by themselves, in each language that headsup speaks.
//
// A language is one file, NAME.json, of texts by their keys:
//
//	"part-of": "Page {n} of {total}"
//	"pages": {"one": "{n} page", "other": "{n} pages"}
//
// {name} is a hole that the caller fills. A text that depends on a number has a form for
// each plural category that the language has by the rules of CLDR. In pages, `…` is code.
// Layouts reach the catalogue by say, count, before and after; scripts by $word("key"),
// which [Words.Script] replaces.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed *.json
var files embed.FS

// Words are the texts of one language. They are immutable and safe for concurrent use.
type Words struct {
	tag   language.Tag
	texts map[string]text
}

// text is what a key says.
type text struct {
	plain string            // "" for one with forms
	forms map[string]string // by plural category
}

// UnmarshalJSON reads a text, or an object of forms.
func (t *text) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		return json.Unmarshal(data, &t.plain)
	}
	return json.Unmarshal(data, &t.forms)
}

// english is the language that all others fall back to.
const english = "en"

// catalogue reads all languages once; English is the first.
var catalogue = sync.OnceValue(func() []*Words {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // it is part of the program
	}
	all := []*Words{read(english)}
	for _, e := range entries {
		if name := strings.TrimSuffix(e.Name(), path.Ext(e.Name())); name != english {
			all = append(all, read(name))
		}
	}
	return all
})

func read(name string) *Words {
	data, err := files.ReadFile(name + ".json")
	w := &Words{tag: language.Make(name)}
	if err == nil {
		err = json.Unmarshal(data, &w.texts)
	}
	if err != nil {
		panic(fmt.Sprintf("%s.json: %v", name, err)) // it is part of the program
	}
	return w
}

var chosen sync.Map // *Words by the language that was asked for

// For returns the words of a language, a BCP 47 tag; of English where the catalogue
// does not have it.
func For(tag string) *Words {
	if w, ok := chosen.Load(tag); ok {
		return w.(*Words)
	}
	all := catalogue()
	tags := make([]language.Tag, len(all))
	for i, w := range all {
		tags[i] = w.tag
	}
	_, i, _ := language.NewMatcher(tags).Match(language.Make(tag))
	chosen.Store(tag, all[i])
	return all[i]
}

// Language is the language of the words, which is not always the one that was asked for.
func (w *Words) Language() string { return w.tag.String() }

// Speaks reports whether a language is that of the words. No language is English.
func (w *Words) Speaks(tag string) bool {
	if tag == "" {
		return w.Language() == english
	}
	own, _ := w.tag.Base()
	base, _ := language.Make(tag).Base()
	return own == base
}

// Has reports whether there is a text of that key.
func (w *Words) Has(key string) bool {
	_, ok := w.texts[key]
	return ok
}

// Keys returns all keys in order.
func (w *Words) Keys() []string {
	keys := make([]string, 0, len(w.texts))
	for key := range w.texts {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// All returns all texts without their holes, in no certain order.
func (w *Words) All() []string {
	var out []string
	for key := range w.texts {
		out = append(out, w.Texts(key)...)
	}
	return out
}

// Texts returns all forms of a text without their holes, in no certain order.
func (w *Words) Texts(key string) []string {
	var out []string
	for _, form := range w.texts[key].all() {
		for _, part := range hole.Split(form, -1) {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

func (t text) all() []string {
	if t.forms == nil {
		return []string{t.plain}
	}
	var out []string
	for _, form := range t.forms {
		out = append(out, form)
	}
	return out
}

// hole matches a place in a text that the caller fills.
var hole = regexp.MustCompile(`\{[a-z]+\}`)

// Say returns a text. Holes are pairs of a name and what goes there, a string or an int.
// A key that no text has stands for itself, which no test lets pass.
func (w *Words) Say(key string, holes ...any) string {
	t, ok := w.texts[key]
	if !ok {
		return key
	}
	return fill(t.plain, holes)
}

// Count returns the form of a text that a number takes; the number itself is the hole {n}.
func (w *Words) Count(key string, n int, holes ...any) string {
	t, ok := w.texts[key]
	if !ok {
		return key
	}
	form, ok := t.forms[w.category(n)]
	if !ok {
		form = t.forms["other"]
	}
	return fill(form, append([]any{"n", n}, holes...))
}

var categories = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// category is the plural category of a whole number.
func (w *Words) category(n int) string {
	return categories[plural.Cardinal.MatchPlural(w.tag, n, 0, 0, 0, 0)]
}

func fill(form string, holes []any) string {
	for i := 0; i+1 < len(holes); i += 2 {
		value, ok := holes[i+1].(string)
		if n, isInt := holes[i+1].(int); isInt {
			value, ok = strconv.Itoa(n), true
		}
		if name, isName := holes[i].(string); ok && isName {
			form = strings.ReplaceAll(form, "{"+name+"}", value)
		}
	}
	return form
}

// Around returns what stands before and after the hole of a text, for a caller that puts
// more than words there.
func (w *Words) Around(key string) (before, after string) {
	t := w.Say(key)
	at := hole.FindStringIndex(t)
	if at == nil {
		return t, ""
	}
	return t[:at[0]], t[at[1]:]
}

// scriptWord is how a script asks for a text: $word("key").
var scriptWord = regexp.MustCompile(`\$word\(\s*["'` + "`" + `]([a-z0-9-]+)["'` + "`" + `]\s*\)`)

// Script puts the texts into a script in place of its calls of $word: a string, or an
// object of strings by plural category. What is no key stays, and is returned.
func (w *Words) Script(source []byte) (script []byte, unknown []string) {
	script = scriptWord.ReplaceAllFunc(source, func(call []byte) []byte {
		key := string(scriptWord.FindSubmatch(call)[1])
		t, ok := w.texts[key]
		var value any = t.plain
		switch {
		case key == "language":
			value = w.Language()
		case !ok:
			unknown = append(unknown, key)
			return call
		case t.forms != nil:
			value = t.forms
		}
		data, err := json.Marshal(value)
		if err != nil {
			panic(err) // a string, or strings by their names
		}
		return data
	})
	return script, unknown
}

// Form returns a text as the catalogue has it, in a plural category, "" for one that does
// not depend on a number. It is "" where there is none.
func (w *Words) Form(key, category string) string {
	t := w.texts[key]
	if category == "" {
		return t.plain
	}
	return t.forms[category]
}
