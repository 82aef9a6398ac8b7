package content

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// Language is one of the languages that a site has besides its own.
type Language struct {
	ID       string   // BCP 47 tag, as written: "pt-BR"
	Title    string   // default: its own name for itself, "Português"
	Fallback []string // tags, as the configuration gives them or by default
	// Chain is where words come from: the language itself, its fallbacks, and
	// last the site's own language, in which everything is.
	Chain []string
}

// Dir returns the folder of the output in which pages in the language are.
func (l *Language) Dir() string { return strings.ToLower(l.ID) + "/" }

// LanguageByID returns a language of the site besides its own; the case of
// letters does not count.
func (c *Config) LanguageByID(tag string) (*Language, bool) {
	for i := range c.Languages {
		if strings.EqualFold(c.Languages[i].ID, tag) {
			return &c.Languages[i], true
		}
	}
	return nil, false
}

// LanguageTitle returns how a language of the site is called.
func (c *Config) LanguageTitle(tag string) string {
	if l, ok := c.LanguageByID(tag); ok {
		return l.Title
	}
	// The site's own variant needs its long name beside another one only.
	base, _, _ := strings.Cut(tag, "-")
	if slices.ContainsFunc(c.Languages, func(l Language) bool {
		other, _, _ := strings.Cut(l.ID, "-")
		return strings.EqualFold(other, base)
	}) {
		base = tag
	}
	return cmp.Or(nameOf(base), nameOf(tag), tag)
}

// Translation tells by a file's name whether it is a translation: NAME.TAG.md
// is that of NAME.md into one of the site's languages, pt_BR being pt-BR. It returns
// the name of the original and the language as headsup.yaml writes it.
func (c *Config) Translation(source string) (original, tag string, ok bool) {
	original, tag, ok = cutTag(source)
	if !ok {
		return "", "", false
	}
	l, ok := c.LanguageByID(tag)
	if !ok {
		return "", "", false
	}
	return original, l.ID, true
}

// TranslationIn tells whether a file is in a folder that is called like one of the
// site's languages. It returns the path without that folder and the language.
func (c *Config) TranslationIn(source string) (original, tag string, ok bool) {
	parts := strings.Split(source, "/")
	for i, part := range parts[:len(parts)-1] {
		if l, ok := c.LanguageByID(strings.ReplaceAll(part, "_", "-")); ok {
			return strings.Join(slices.Delete(parts, i, i+1), "/"), l.ID, true
		}
	}
	return "", "", false
}

// TranslationName returns the name of a page's translation into a language.
func TranslationName(original, tag string) string {
	end := path.Ext(original)
	return strings.TrimSuffix(original, end) + "." + tag + end
}

// MaybeTranslation tells by a file's name whether it may be a translation into
// a language that the site does not list. It returns the tag as it is usually written.
func (c *Config) MaybeTranslation(source string) (original, tag string, ok bool) {
	original, tag, ok = cutTag(source)
	if !ok || !isLanguageTag(tag) || strings.EqualFold(tag, c.Language) {
		return "", "", false
	}
	t, err := language.Parse(tag)
	base, _ := t.Base()
	first, _, _ := strings.Cut(tag, "-")
	// Words such as "new" and "mac" are codes of languages too, old or rare.
	known := err == nil && strings.EqualFold(base.String(), first) && display.Self.Name(t) != ""
	return original, t.String(), known
}

// cutTag cuts what may be a language tag out of a file's name. An underscore in it is
// a dash, as programs write pt_BR for pt-BR.
func cutTag(source string) (original, tag string, ok bool) {
	end := path.Ext(source)
	name := strings.TrimSuffix(source, end)
	tag = strings.TrimPrefix(path.Ext(name), ".")
	original = strings.TrimSuffix(name, "."+tag)
	if tag == "" || original == "" || strings.HasSuffix(original, "/") {
		return "", "", false
	}
	return original + end, strings.ReplaceAll(tag, "_", "-"), true
}

// nameOf returns a language's own name for itself, as a title; "" when it is not
// known.
func nameOf(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	name := display.Self.Name(t)
	// A variant whose name is that of the language alone needs a word more.
	if base, _ := t.Base(); name == display.Self.Name(language.Make(base.String())) {
		if _, rest, variant := strings.Cut(tag, "-"); variant && name != "" {
			name += " (" + rest + ")"
		}
	}
	r, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return ""
	}
	return string(unicode.ToTitle(r)) + name[size:]
}

// languageEntry is a language in the making.
type languageEntry struct {
	Language
	at       *yaml.Node
	fallback *yaml.Node
}

var languageFields = []field[languageEntry]{
	lineField("id", "A tag of the language, such as fr or pt-BR.", func(l *languageEntry) *string { return &l.ID }),
	lineField("title", "What readers choose it by.", func(l *languageEntry) *string { return &l.Title }),
	{
		name: "fallback", doc: "The languages to show instead, best first.",
		shape: textsShape, set: func(_ *decoder, n *yaml.Node, l *languageEntry) { l.fallback = n },
	},
}

// setLanguages reads the languages that the site has besides its own.
func setLanguages(d *decoder, n *yaml.Node, c *Config) {
	if !frontmatter.IsList(n) {
		d.report("config", d.At(n), frontmatter.Instead("a list", n),
			"write [fr, de], or a line \"- {id: fr, title: Français}\" for each language")
		return
	}
	var entries []languageEntry
	for _, item := range n.Content {
		e := languageEntry{at: item}
		switch {
		case frontmatter.IsNull(item):
			continue
		case item.Kind == yaml.ScalarNode:
			e.ID = trimmed(item)
		case !decodeMapping(d, item, languageFields, &e):
			continue
		}
		if id := frontmatter.Value(item, "id"); id != nil {
			e.at = id
		}
		if d.language(e, entries, c) {
			entries = append(entries, e)
		}
	}
	c.Languages = make([]Language, 0, len(entries))
	for _, e := range entries {
		if e.Title == "" {
			e.Title = cmp.Or(nameOf(e.ID), e.ID)
		}
		c.Languages = append(c.Languages, e.Language)
	}
	for i, e := range entries {
		d.chain(e, &c.Languages[i], c)
	}
}

// language reports whether an entry is a language that the list may have.
func (d *decoder) language(e languageEntry, before []languageEntry, c *Config) bool {
	at := d.At(e.at)
	if e.ID == "" {
		d.report("config", at, "this language has no id", "write {id: fr, title: Français}")
		return false
	}
	if !isLanguageTag(e.ID) {
		hint := "write for example fr, de or pt-BR"
		if tag := strings.ReplaceAll(e.ID, "_", "-"); isLanguageTag(tag) {
			hint = "write " + tag
		}
		d.report("config", at, diag.Quote(e.ID)+" is not a language tag", hint)
		return false
	}
	if _, err := language.Parse(e.ID); err != nil {
		d.report("config", at, "no language is known as "+diag.Quote(e.ID), "write for example fr, de or pt-BR")
		return false
	}
	if strings.EqualFold(e.ID, c.Language) {
		d.report("config", at, e.ID+" is the site's own language", "remove it: the files without a language in their names are in it")
		return false
	}
	if i := slices.IndexFunc(before, func(o languageEntry) bool { return strings.EqualFold(o.ID, e.ID) }); i >= 0 {
		d.report("config", at,
			"the language "+e.ID+" appears twice; the first is on line "+strconv.Itoa(before[i].at.Line),
			"remove one of them")
		return false
	}
	return true
}

// chain works out where the words of a language come from.
func (d *decoder) chain(e languageEntry, l *Language, c *Config) {
	if e.fallback == nil {
		for tag := l.ID; ; {
			i := strings.LastIndexByte(tag, '-')
			if i < 0 {
				break
			}
			tag = tag[:i]
			if other, ok := c.LanguageByID(tag); ok {
				l.Fallback = append(l.Fallback, other.ID)
			}
		}
	} else {
		for _, item := range d.items(e.fallback) {
			tag := trimmed(item)
			other, ok := c.LanguageByID(tag)
			switch {
			case strings.EqualFold(tag, c.Language):
				l.Fallback = appendNew(l.Fallback, c.Language)
			case !ok:
				ids := []string{c.Language}
				for _, o := range c.Languages {
					ids = append(ids, o.ID)
				}
				hint := diag.DidYouMean(tag, ids)
				d.report("config", d.At(item), diag.Quote(tag)+" is not one of the site's languages", hint)
			case other.ID != l.ID:
				l.Fallback = appendNew(l.Fallback, other.ID)
			}
		}
	}
	l.Chain = append([]string{l.ID}, l.Fallback...)
	// In the site's own language everything is, so nothing is asked behind it.
	if i := slices.Index(l.Chain, c.Language); i >= 0 {
		l.Chain = l.Chain[:i]
	}
	l.Chain = append(l.Chain, c.Language)
}
