package content

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/calendar"
	"headsup/generator/read/frontmatter"
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
	doc, diags := frontmatter.Parse(path, src, cfg.knows, holdsAsText)
	d := &decoder{Document: doc, cfg: cfg, diags: diags}
	p = &Page{
		Source:     path,
		Kind:       cfg.KindOf(path),
		Visibility: Internal,
		BodyLine:   doc.BodyLine,
		Snippet:    SnippetDetails{Dismissible: true},
	}
	if doc.Root == nil && len(bytes.TrimSpace(doc.Body)) == 0 {
		d.report("file-empty", d.top(), "the file is empty", "write something, or remove it")
	}
	guarded := d.page(doc.Root, p)
	d.finish(p)
	if doc.Unread || guarded || d.held {
		p.Visibility = Internal
	}
	// The line that was not understood may be the one that names the day.
	maybe := doc.Unread && bytes.Contains(bytes.ToLower(src), []byte("internal_at"))
	p.Draft = p.Draft || doc.Lost || d.hidden || maybe
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
var guards = []string{"visibility", "draft", "date", "publish_at", "internal_at", "expires_at", "withdrawn", "kind"}

func isGuard(name string) bool {
	for _, g := range guards {
		if g == name {
			return true
		}
	}
	return false
}

// needsValue reports whether a field that is there has to say something: what
// it would keep from the public must not depend on a default.
func needsValue(name string) bool { return isGuard(name) && name != "date" && name != "kind" }

// page reads the fields of a page from a mapping (nil when the file has none).
// It reports whether something that could hold the page back was not understood.
func (d *decoder) page(root *yaml.Node, p *Page) (guarded bool) {
	pairs, doubled := d.pairs(root)
	for _, key := range doubled {
		guarded = d.doubt(strings.ToLower(key)) || guarded
	}
	s := fieldSource{d: d, pairs: pairs, used: make([]bool, len(pairs))}

	// The kind comes first: it says which fields there are.
	before := len(d.diags)
	s.unmap(d.cfg.Kinds[p.Kind], "kind")
	if i := s.own("kind"); i >= 0 {
		if v, ok := d.choice(pairs[i].value, kindNames()); ok {
			p.Kind = Kind(v)
		}
		p.positions = append(p.positions, fieldPosition{"kind", d.At(pairs[i].value)})
	}
	guarded = guarded || len(d.diags) > before

	kc := d.cfg.Kinds[p.Kind]
	s.unmap(kc, kc.Unmapped...)
	fields := fieldsOf(p.Kind)
	for i := range fields {
		f := &fields[i]
		if f.name == "kind" {
			continue
		}
		before := len(d.diags)
		foreign := kc.Fields[f.name]
		if f.name == "permalink" {
			if foreign = s.addressKeys(kc); foreign == nil {
				continue
			}
		}
		found := s.read(f, foreign, p)
		if len(d.diags) > before {
			guarded = d.doubt(f.name) || guarded
		}
		if !found && kc.Defaults != nil {
			if v := frontmatter.Value(kc.Defaults, f.name); !frontmatter.IsNull(v) {
				d.standard(f, v, p)
			}
		}
	}
	s.settle(kc.Unknown)
	return d.unknown(&s, p, kc.Unknown) || guarded
}

// doubt reports whether a field that was not understood could hold the page back
// from the public, and notes whether from everyone: the page is then a draft.
func (d *decoder) doubt(field string) bool {
	d.hidden = d.hidden || field == "internal_at"
	return isGuard(field)
}

// finish fills in what a page's name says, and checks its fields against each
// other.
func (d *decoder) finish(p *Page) {
	if p.Permalink != "" && p.Position("slug") == p.Position("permalink") {
		p.Slug = "" // one key of theirs is read as both, and says the whole address
	}
	if p.Date.IsZero() && p.Part == "" {
		d.dateFromName(p)
	}
	expires := func(from calendar.Date) bool {
		return !p.ExpiresAt.IsZero() && !from.IsZero() && !p.ExpiresAt.After(from.Time)
	}
	switch {
	case expires(p.PublishAt):
		d.report("value-invalid", p.Position("expires_at"),
			"the page expires before it is published", "expires_at has to be later than publish_at")
	case expires(p.InternalAt):
		d.report("value-invalid", p.Position("expires_at"),
			"the page expires before anybody sees it", "expires_at has to be later than internal_at")
	}
	if !p.PublishAt.IsZero() && p.InternalAt.After(p.PublishAt.Time) {
		d.report("value-invalid", p.Position("internal_at"),
			"the page is published before colleagues may see it", "internal_at must not be later than publish_at")
	}
	d.checkSurface(p)
	if p.Kind == Snippet && p.Snippet.Key == "" && !p.Has("key") {
		d.report("value-required", d.top(), "a snippet needs a key",
			"add key: "+keyFromPath(p.Source)+"; it stays the same when the text changes")
	}
}

// dateFromName sets a page's date from its file's name when it has no other.
func (d *decoder) dateFromName(p *Page) {
	day, _, err := calendar.FromPath(p.Source)
	switch {
	case err != nil:
		d.report("date-invalid", diag.Position{Path: p.Source},
			"the date in the file's name does not exist: "+err.Error(), "rename the file, or give it a date field")
	case !day.IsZero():
		p.Date = day.In(d.zone())
	}
}

// Has reports whether the file gives a field.
func (p *Page) Has(field string) bool {
	for _, f := range p.positions {
		if f.field == field {
			return true
		}
	}
	return false
}

// SaysVisibility reports whether a page or the defaults of its kind say who may
// see it.
func (c *Config) SaysVisibility(p *Page) bool {
	return p.Has("visibility") || !frontmatter.IsNull(frontmatter.Value(c.Kinds[p.Kind].Defaults, "visibility"))
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
	// theirs are the keys that have the name of a field of ours and mean something else.
	theirs []int
	// parts notes the keys read within a mapping, "extra.release".
	parts map[string]bool
}

// unmap notes which of some fields the site says that keys of that name do not mean.
func (s *fieldSource) unmap(kc KindConfig, names ...string) {
	for _, name := range names {
		if !slices.Contains(kc.Unmapped, name) {
			continue
		}
		for i, p := range s.pairs {
			if strings.EqualFold(p.key.Value, name) && !slices.Contains(kc.Fields[name], p.key.Value) {
				s.theirs = append(s.theirs, i)
			}
		}
	}
}

// settle leaves keys that are not ours to `unknown: keep`. There is nothing to say of them
// otherwise: the site has said what they are.
func (s *fieldSource) settle(policy UnknownPolicy) {
	if policy == KeepUnknown {
		return
	}
	for _, i := range s.theirs {
		s.used[i] = true
	}
}

// own finds a key of ours; the case of its letters does not count. A second
// spelling of the same key is reported as what it is.
func (s *fieldSource) own(name string) int {
	at := -1
	for i, p := range s.pairs {
		if s.used[i] || slices.Contains(s.theirs, i) || len(p.key.Value) != len(name) || !strings.EqualFold(p.key.Value, name) {
			continue
		}
		s.used[i] = true
		if at >= 0 {
			s.d.report("duplicate-key", s.d.At(p.key), fmt.Sprintf("%s appears twice; the first is on line %d",
				name, s.pairs[at].key.Line), "remove one of them")
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

// within finds a dotted key in a mapping, or in each mapping of a list.
func within(n *yaml.Node, key string) *yaml.Node {
	if n != nil && frontmatter.IsList(n) {
		all := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: n.Line, Column: n.Column}
		for _, c := range n.Content {
			if v := within(c, key); !frontmatter.IsNull(v) {
				all.Content = append(all.Content, v)
			}
		}
		if len(all.Content) == 0 {
			return nil
		}
		return all
	}
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

// strictest reports whether of several foreign keys the one counts that holds
// the page back.
func strictest(field string) bool { return field == "draft" || field == "visibility" }

// read sets a field from its own key, else from the first foreign key that is
// there; a list takes the values of all of them, and what holds a page back wins.
func (s *fieldSource) read(f *field[Page], foreign []string, p *Page) (found bool) {
	var values []*yaml.Node
	var keys []string // of the values: theirs, or "" for ours
	own := s.own(f.name)
	if own >= 0 && s.holds(own, foreign) {
		s.used[own] = false // a mapping of theirs that has our name
		own = -1
	}
	absent := frontmatter.IsNull
	if needsValue(f.name) {
		absent = isEmpty
	}
	if own >= 0 && absent(s.pairs[own].value) {
		s.empty(f.name, s.pairs[own].key.Value, s.d.At(s.pairs[own].key), p)
		s.d.allComment(s.pairs[own])
		own = -1
	}
	if own >= 0 {
		values, keys = append(values, s.pairs[own].value), append(keys, "")
	}
	for _, key := range foreign {
		// Each key counts as known, also when another one wins.
		v := s.foreign(key)
		if v != nil && absent(v) {
			s.empty(f.name, key, s.d.At(v), p)
			continue
		}
		if v != nil && (len(values) == 0 || own < 0 && (f.shape.list || strictest(f.name))) {
			values, keys = append(values, v), append(keys, key)
		}
	}
	for i, v := range values {
		count, draft, visibility := len(s.d.diags), p.Draft, p.Visibility
		ok := true
		if keys[i] != "" {
			v = asOne(v, f)
			if r, has := s.d.cfg.Kinds[p.Kind].Readings[f.name][keys[i]]; has {
				v, ok = s.d.reworded(v, keys[i], f, r)
			}
		}
		if ok {
			f.set(s.d, v, p)
		}
		if i > 0 && strictest(f.name) {
			p.Draft = p.Draft || draft
			if visibility == Internal {
				p.Visibility = Internal
			}
		}
		if ok && s.d.Broken(values[i]) {
			s.d.diags = s.d.diags[:count]
		}
		explain(s.d.diags[count:], keys[i], f, values[i], p.Kind)
	}
	if len(values) > 0 {
		p.positions = append(p.positions, fieldPosition{f.name, s.d.At(values[0])})
	}
	return len(values) > 0
}

// isEmpty reports whether a value says nothing.
func isEmpty(n *yaml.Node) bool {
	return frontmatter.IsNull(n) || n.Kind == yaml.ScalarNode && trimmed(n) == ""
}

// empty reports a key without a value, of a field that needs one. A draft that
// does not say so is one.
func (s *fieldSource) empty(field, key string, pos diag.Position, p *Page) {
	if !needsValue(field) {
		return
	}
	p.Draft = p.Draft || field == "draft"
	s.d.report("value-required", pos, key+" has no value", emptyHints[field])
}

const emptyDay = "write a day such as 2026-10-01, or remove the line"

// emptyHints say what to write where a field has no value.
var emptyHints = map[string]string{
	"visibility": "write internal or public, or remove the line",
	"draft":      "write true or false, or remove the line",
	"withdrawn":  "write true or false, or remove the line",
	"publish_at": emptyDay, "internal_at": emptyDay, "expires_at": emptyDay,
}

// holds reports whether a value is a mapping in which a foreign key is looked
// for, as in date: {created: 2026-10-01}.
func (s *fieldSource) holds(i int, foreign []string) bool {
	return frontmatter.IsMapping(s.pairs[i].value) && slices.ContainsFunc(foreign, func(key string) bool {
		return strings.HasPrefix(key, s.pairs[i].key.Value+".")
	})
}

// asOne returns the value of a foreign key in the shape of our field: other
// systems have lists where we have one value. A list of one is its item, and
// several owners are one text.
func asOne(v *yaml.Node, f *field[Page]) *yaml.Node {
	switch {
	case f.shape.list || !frontmatter.IsList(v) || len(v.Content) == 0:
	case len(v.Content) == 1:
		return v.Content[0]
	case f.name == "owner" && !slices.ContainsFunc(v.Content, func(c *yaml.Node) bool { return c.Kind != yaml.ScalarNode }):
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: flatten(v), Line: v.Line, Column: v.Column, Style: yaml.LiteralStyle}
	}
	return v
}

// explain makes hints say how the configuration reads a foreign value: a key
// within its mappings, or words that are not ours.
func explain(found []diag.Diagnostic, key string, f *field[Page], v *yaml.Node, k Kind) {
	if key == "" {
		return
	}
	hint := ""
	if frontmatter.IsList(v) && len(v.Content) > 0 {
		v = v.Content[0]
	}
	switch words := wordsOf(f); {
	case frontmatter.IsMapping(v) && len(v.Content) > 0:
		hint = fmt.Sprintf("name the key in it that is meant, "+
			"in headsup.yaml: kinds: {%s: {fields: {%s: %s.%s}}}", k, f.name, key, v.Content[0].Value)
	case words != nil && v.Kind == yaml.ScalarNode:
		form := "is: [" + yamlWord(v.Value) + "]"
		if !f.shape.flag {
			form = strings.Join(words, ": […], ") + ": […]"
		}
		hint = fmt.Sprintf("say what its words mean, in headsup.yaml: kinds: {%s: {fields: {%s: {from: %s, %s}}}}", k, f.name, key, form)
	}
	for i := range found {
		if hint != "" && (found[i].Rule == "wrong-type" || found[i].Rule == "unknown-value" && wordsOf(f) != nil &&
			!strings.HasPrefix(found[i].Hint, "headsup.yaml knows")) {
			found[i].Hint = hint
		}
	}
}
