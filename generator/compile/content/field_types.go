package content

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/calendar"
	"headsup/generator/read/frontmatter"
)

// FieldDoc describes one front matter field for documentation.
type FieldDoc struct {
	Name   string     // key as files write it
	Shape  string     // what its value is, "list of texts"
	Doc    string     // one sentence
	Fields []FieldDoc // of a mapping, or of a list's mappings
	Values []string   // that are allowed, in the order of the site; nil when any is
}

// Fields returns the front matter fields of a kind, in the order in which the
// documentation lists them, with the values that the site allows. An unknown
// kind has the fields that all kinds share.
func Fields(cfg *Config, k Kind) []FieldDoc {
	fields := fieldsOf(k)
	out := docs(fields)
	for i := range out {
		out[i].Values = valuesOf(fields[i].shape.schema(cfg))
	}
	return out
}

// valuesOf returns the words that a schema allows, of a list those of its items.
func valuesOf(s object) []string {
	if any, ok := s["anyOf"].([]any); ok && len(any) > 0 {
		if item, ok := any[0].(object); ok {
			return valuesOf(item)
		}
	}
	enum, _ := s["enum"].([]any)
	var out []string
	for _, v := range enum {
		if word, ok := v.(string); ok {
			out = append(out, word)
		}
	}
	return out
}

func docs[T any](fields []field[T]) []FieldDoc {
	out := make([]FieldDoc, len(fields))
	for i, f := range fields {
		out[i] = FieldDoc{Name: f.name, Shape: f.shape.text, Doc: f.doc, Fields: f.shape.fields}
	}
	return out
}

// field is one row of a table from which decoding, JSON Schema and documentation
// come. T is what the field is part of.
type field[T any] struct {
	name  string
	shape shape
	doc   string
	kinds []Kind // that have it; nil: all
	// once says that the field is about one page, so that it cannot be a
	// default of its kind.
	once bool
	// words says that a translation has its own.
	words bool
	// set reads a value that is not null.
	set func(d *decoder, n *yaml.Node, t *T)
}

// of returns the field for some kinds only.
func (f field[T]) of(kinds ...Kind) field[T] {
	f.kinds = kinds
	return f
}

// own returns the field as one that each page has to give itself.
func (f field[T]) own() field[T] {
	f.once = true
	return f
}

// translated returns the field as one that a translation has too.
func (f field[T]) translated() field[T] {
	f.words = true
	return f
}

// shape is what a value looks like.
type shape struct {
	text   string
	list   bool     // values of several foreign keys are joined
	flag   bool     // true or false
	words  []string // of a choice
	fields []FieldDoc
	schema func(*Config) object
}

// find returns a field by name; the case of letters does not count.
func find[T any](fields []field[T], name string) *field[T] {
	for i := range fields {
		if fields[i].name == name {
			return &fields[i]
		}
	}
	for i := range fields {
		if strings.EqualFold(fields[i].name, name) {
			return &fields[i]
		}
	}
	return nil
}

func names[T any](fields []field[T]) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.name
	}
	return out
}

func textField[T any](name, doc string, at func(*T) *string) field[T] {
	return field[T]{name: name, doc: doc, shape: textShape, set: func(d *decoder, n *yaml.Node, t *T) {
		if s, ok := d.text(n); ok {
			*at(t) = s
		}
	}}
}

func lineField[T any](name, doc string, at func(*T) *string) field[T] {
	return field[T]{name: name, doc: doc, shape: textShape, set: func(d *decoder, n *yaml.Node, t *T) {
		if s, ok := d.line(n); ok {
			*at(t) = s
		}
	}}
}

func textsField[T any](name, doc string, at func(*T) *[]string) field[T] {
	return field[T]{name: name, doc: doc, shape: textsShape, set: func(d *decoder, n *yaml.Node, t *T) {
		for _, s := range d.texts(n) {
			*at(t) = appendNew(*at(t), s)
		}
	}}
}

func dateField[T any](name, doc string, at func(*T) *calendar.Date) field[T] {
	return field[T]{name: name, doc: doc, shape: dateShape, set: func(d *decoder, n *yaml.Node, t *T) {
		if v, ok := d.date(n); ok {
			*at(t) = v
		}
	}}
}

func flagField[T any](name, doc string, at func(*T) *bool) field[T] {
	return field[T]{name: name, doc: doc, shape: flagShape, set: func(d *decoder, n *yaml.Node, t *T) {
		if v, ok := d.flag(n); ok {
			*at(t) = v
		}
	}}
}

func numberField[T any](name, doc string, low, high int, at func(*T) *int) field[T] {
	return field[T]{name: name, doc: doc, shape: numberShape(low, high), set: func(d *decoder, n *yaml.Node, t *T) {
		if v, ok := d.number(n, low, high); ok {
			*at(t) = v
		}
	}}
}

func choiceField[T any, S ~string](name, doc string, allowed []S, at func(*T) *S) field[T] {
	words := make([]string, len(allowed))
	for i, a := range allowed {
		words[i] = string(a)
	}
	return field[T]{name: name, doc: doc, shape: choiceShape(words), set: func(d *decoder, n *yaml.Node, t *T) {
		if s, ok := d.choice(n, words); ok {
			*at(t) = S(s)
		}
	}}
}

func termField[T any](name, doc string, l termList, at func(*T) *string) field[T] {
	return field[T]{name: name, doc: doc, shape: termShape(l), set: func(d *decoder, n *yaml.Node, t *T) {
		if s, ok := d.term(n, l); ok {
			*at(t) = s
		}
	}}
}

func termsField[T any](name, doc string, l termList, at func(*T) *[]string) field[T] {
	return field[T]{name: name, doc: doc, shape: termsShape(l), set: func(d *decoder, n *yaml.Node, t *T) {
		for _, s := range d.terms(n, l) {
			*at(t) = appendNew(*at(t), s)
		}
	}}
}

// urlField reads a link that readers may click.
func urlField[T any](name, doc string, at func(*T) *string) field[T] {
	return field[T]{name: name, doc: doc, shape: textShape, set: func(d *decoder, n *yaml.Node, t *T) {
		if s, ok := d.link(n); ok {
			*at(t) = s
		}
	}}
}

// wordField reads a text with a syntax of its own.
func wordField[T any](name, doc, pattern string, check func(string) (problem, hint string), at func(*T) *string) field[T] {
	return field[T]{name: name, doc: doc, shape: patternShape(pattern), set: func(d *decoder, n *yaml.Node, t *T) {
		s, ok := d.line(n)
		if !ok {
			return
		}
		if problem, hint := check(s); problem != "" {
			d.report("value-invalid", d.At(n), problem, hint)
			return
		}
		*at(t) = s
	}}
}

// mappingField reads a mapping with a table of its own. The check, when there is
// one, sees the whole.
func mappingField[T, S any](name, doc string, fields []field[S], at func(*T) *S, check func(*decoder, *yaml.Node, *S)) field[T] {
	return field[T]{name: name, doc: doc, shape: mappingShape(fields), set: func(d *decoder, n *yaml.Node, t *T) {
		s, before := at(t), len(d.diags)
		switch {
		case decodeMapping(d, n, fields, s):
			if check != nil {
				check(d, n, s)
			}
		case len(d.diags) > before:
			last := &d.diags[len(d.diags)-1]
			last.Hint = "write " + name + ": " + strings.TrimPrefix(last.Hint, "write ")
		}
	}}
}

// mappingsField reads a list of mappings; a single one is a list of one.
func mappingsField[T, S any](name, doc string, fields []field[S], at func(*T) *[]S, check func(*decoder, *yaml.Node, *S) bool) field[T] {
	s := mappingShape(fields)
	return field[T]{name: name, doc: doc, shape: mappingsShape(s), set: func(d *decoder, n *yaml.Node, t *T) {
		items := []*yaml.Node{n}
		if frontmatter.IsList(n) {
			items = n.Content
		}
		for _, item := range items {
			var s S
			if !frontmatter.IsNull(item) && decodeMapping(d, item, fields, &s) && check(d, item, &s) {
				*at(t) = append(*at(t), s)
			}
		}
	}}
}

// decodeMapping reads a mapping's entries in the order of the table, and reports
// keys that are not in it.
func decodeMapping[T any](d *decoder, n *yaml.Node, fields []field[T], t *T) bool {
	if frontmatter.IsNull(n) {
		return false
	}
	if !frontmatter.IsMapping(n) {
		d.report("wrong-type", d.At(n), frontmatter.Instead("key: value pairs", n),
			"write {"+strings.Join(names(fields), ": …, ")+": …}")
		return false
	}
	pairs, _ := d.pairs(n)
	values := make(map[*field[T]]pair, len(pairs))
	for _, p := range pairs {
		f := find(fields, p.key.Value)
		switch {
		case f == nil:
			d.report("unknown-field", d.At(p.key), "unknown key "+diag.Quote(p.key.Value), diag.DidYouMean(p.key.Value, names(fields)))
		case values[f].key != nil:
			d.report("duplicate-key", d.At(p.key), fmt.Sprintf("%s appears twice; the first is on line %d",
				f.name, values[f].key.Line), "remove one of them")
		default:
			values[f] = p
		}
	}
	for i := range fields {
		if p, ok := values[&fields[i]]; ok && !frontmatter.IsNull(p.value) {
			fields[i].set(d, p.value, t)
		}
	}
	return true
}

// kindsWith returns the kinds that have a field, for hints.
func kindsWith(name string) []Kind {
	var out []Kind
	for _, k := range Kinds() {
		if find(fieldsOf(k), name) != nil {
			out = append(out, k)
		}
	}
	return out
}

// fieldsOf returns the rows of the front matter table that a kind has.
func fieldsOf(k Kind) []field[Page] {
	if fields, ok := byKind[k]; ok {
		return fields
	}
	return byKind[Plain]
}

// byKind is the table, by kind. It is never written to.
var byKind = func() map[Kind][]field[Page] {
	out := make(map[Kind][]field[Page])
	for _, k := range Kinds() {
		for _, f := range frontMatter {
			if f.kinds == nil || slices.Contains(f.kinds, k) {
				out[k] = append(out[k], f)
			}
		}
	}
	return out
}()
