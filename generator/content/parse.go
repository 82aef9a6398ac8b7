package content

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/calendar"
	"headsup/generator/diag"
	"headsup/generator/frontmatter"
)

// Parse reads one content file: its front matter into a page, and its body. It
// depends on nothing but its arguments.
//
// The page is never nil. Whatever is wrong is a diagnostic, and what can be read
// all the same is read, so that a site may turn a rule down and still have the
// page with its title and date. Where front matter that could hold a page back
// was not understood, the page is internal.
//
// The body is the end of src, from the line after the front matter
// (Page.BodyLine) on, as it stands; in a file that is not UTF-8 text, each bad
// byte and each NUL is U+FFFD.
func Parse(cfg *Config, path string, src []byte) (p *Page, body []byte, diags []diag.Diagnostic) {
	doc, diags := frontmatter.Parse(path, src, cfg.knows)
	d := &decoder{Document: doc, cfg: cfg, diags: diags}
	p = &Page{Source: path, Kind: cfg.KindOf(path), Visibility: Internal, BodyLine: doc.BodyLine, Snippet: SnippetDetails{Dismissible: true}}
	if doc.Root == nil && len(bytes.TrimSpace(doc.Body)) == 0 {
		d.report("file-empty", d.top(), "the file is empty", "write something, or remove it")
	}
	guarded := d.page(doc.Root, p)
	d.finish(p)
	if doc.Unread || guarded {
		p.Visibility = Internal
	}
	return p, doc.Body, d.diags
}

// top is the beginning of the file.
func (d *decoder) top() diag.Position { return diag.Position{Path: d.Path, Line: 1, Column: 1} }

// knows reports whether a key is front matter in some kind of this site.
func (c *Config) knows(key string) bool {
	key = strings.ToLower(key)
	if _, ok := foreignNames[key]; ok || find(frontMatter, key) != nil {
		return true
	}
	for _, kc := range c.Kinds {
		for _, foreign := range kc.Fields {
			for _, f := range foreign {
				if strings.EqualFold(f, key) {
					return true
				}
			}
		}
	}
	return false
}

// guards are the fields that can keep a page from the public.
var guards = []string{"visibility", "draft", "publish_at", "expires_at", "withdrawn", "kind"}

func isGuard(name string) bool {
	for _, g := range guards {
		if g == name {
			return true
		}
	}
	return false
}

// page reads the fields of a page from a mapping (nil when the file has none).
// It reports whether something that could hold the page back was not understood.
func (d *decoder) page(root *yaml.Node, p *Page) (guarded bool) {
	pairs, doubled := d.pairs(root)
	for _, key := range doubled {
		guarded = guarded || isGuard(strings.ToLower(key))
	}
	s := fieldSource{d: d, pairs: pairs, used: make([]bool, len(pairs))}

	// The kind comes first: it says which fields there are.
	before := len(d.diags)
	if i := s.own("kind"); i >= 0 {
		if v, ok := d.choice(pairs[i].value, kindNames()); ok {
			p.Kind = Kind(v)
		}
		p.positions = append(p.positions, fieldPosition{"kind", d.At(pairs[i].value)})
	}
	guarded = guarded || len(d.diags) > before

	kc := d.cfg.Kinds[p.Kind]
	fields := fieldsOf(p.Kind)
	for i := range fields {
		f := &fields[i]
		if f.name == "kind" {
			continue
		}
		before := len(d.diags)
		found := s.read(f, kc.Fields[f.name], p)
		if len(d.diags) > before && isGuard(f.name) {
			guarded = true
		}
		if !found && kc.Defaults != nil {
			if v := frontmatter.Value(kc.Defaults, f.name); !frontmatter.IsNull(v) {
				d.standard(f, v, p)
			}
		}
	}
	return d.unknown(&s, p, kc.Unknown) || guarded
}

// finish fills in what a page's name says, and checks its fields against each
// other.
func (d *decoder) finish(p *Page) {
	if p.Date.IsZero() {
		d.dateFromName(p)
	}
	if !p.PublishAt.IsZero() && !p.ExpiresAt.IsZero() && !p.ExpiresAt.After(p.PublishAt.Time) {
		d.report("value-invalid", p.Position("expires_at"), "the page expires before it is published", "expires_at has to be later than publish_at")
	}
	if p.Kind == Snippet && p.Snippet.Key == "" && !p.has("key") {
		d.report("value-required", d.top(), "a snippet needs a key", "add key: "+keyFromPath(p.Source)+"; it stays the same when the text changes")
	}
}

// dateFromName sets a page's date from its file's name when it has no other.
func (d *decoder) dateFromName(p *Page) {
	day, _, err := calendar.FromPath(p.Source)
	switch {
	case err != nil:
		d.report("date-invalid", diag.Position{Path: p.Source}, "the date in the file's name does not exist: "+err.Error(), "rename the file, or give it a date field")
	case !day.IsZero():
		p.Date = day.In(d.zone())
	}
}

// has reports whether the file gives a field.
func (p *Page) has(field string) bool {
	for _, f := range p.positions {
		if f.field == field {
			return true
		}
	}
	return false
}

// keyFromPath proposes a key for a snippet.
func keyFromPath(source string) string {
	parts := strings.Split(source, "/")
	name := parts[len(parts)-1]
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	if strings.EqualFold(name, "index") && len(parts) > 1 {
		name = parts[len(parts)-2]
	}
	name = strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
	if name == "" {
		return "my-tip"
	}
	return name
}

// standard sets a field from its kind's defaults. They are checked when
// headsup.yaml is read; here nothing is reported.
func (d *decoder) standard(f *field[Page], v *yaml.Node, p *Page) {
	silent := &decoder{Document: &frontmatter.Document{Path: ConfigFile}, cfg: d.cfg}
	f.set(silent, v, p)
}

func kindNames() []string {
	var out []string
	for _, k := range Kinds() {
		out = append(out, string(k))
	}
	return out
}

// fieldSource is the front matter of one file, with a note of what was read.
type fieldSource struct {
	d     *decoder
	pairs []pair
	used  []bool
	// parts notes the keys read within a mapping, "extra.release".
	parts map[string]bool
}

// own finds a key of ours; the case of its letters does not count. A second
// spelling of the same key is reported as what it is.
func (s *fieldSource) own(name string) int {
	at := -1
	for i, p := range s.pairs {
		if s.used[i] || len(p.key.Value) != len(name) || !strings.EqualFold(p.key.Value, name) {
			continue
		}
		s.used[i] = true
		if at >= 0 {
			s.d.report("duplicate-key", s.d.At(p.key), fmt.Sprintf("%s stands twice; the first is on line %d", name, s.pairs[at].key.Line), "remove one of them")
			continue
		}
		at = i
	}
	return at
}

// foreign finds the value of a key of another system, which may be dotted for a
// key within a mapping. Several fields may read one key.
func (s *fieldSource) foreign(key string) *yaml.Node {
	for i, p := range s.pairs {
		if p.key.Value == key {
			s.used[i] = true
			return p.value
		}
	}
	head, rest, dotted := strings.Cut(key, ".")
	if !dotted {
		return nil
	}
	for _, p := range s.pairs {
		if p.key.Value == head {
			if v := within(p.value, rest); v != nil {
				if s.parts == nil {
					s.parts = make(map[string]bool)
				}
				s.parts[key] = true
				return v
			}
		}
	}
	return nil
}

// within finds a dotted key in a mapping.
func within(n *yaml.Node, key string) *yaml.Node {
	if v := frontmatter.Value(n, key); v != nil {
		return v
	}
	head, rest, dotted := strings.Cut(key, ".")
	if !dotted {
		return nil
	}
	if v := frontmatter.Value(n, head); v != nil {
		return within(v, rest)
	}
	return nil
}

// read sets a field from its own key, else from the first foreign key that is
// there; a list takes the values of all of them.
func (s *fieldSource) read(f *field[Page], foreign []string, p *Page) (found bool) {
	var values []*yaml.Node
	if i := s.own(f.name); i >= 0 && !frontmatter.IsNull(s.pairs[i].value) {
		values = append(values, s.pairs[i].value)
	}
	for _, key := range foreign {
		// Each key counts as known, also when another one wins.
		v := s.foreign(key)
		if !frontmatter.IsNull(v) && (len(values) == 0 || f.shape.list && !s.isOwn(f.name)) {
			values = append(values, v)
		}
	}
	for _, v := range values {
		count := len(s.d.diags)
		f.set(s.d, v, p)
		if s.d.Broken(v) {
			s.d.diags = s.d.diags[:count]
		}
	}
	if len(values) > 0 {
		p.positions = append(p.positions, fieldPosition{f.name, s.d.At(values[0])})
	}
	return len(values) > 0
}

// isOwn reports whether a field's own key is there and has a value.
func (s *fieldSource) isOwn(name string) bool {
	for _, p := range s.pairs {
		if strings.EqualFold(p.key.Value, name) && !frontmatter.IsNull(p.value) {
			return true
		}
	}
	return false
}
