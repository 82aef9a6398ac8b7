package content

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/calendar"
	"headsup/generator/read/frontmatter"
)

// ParseTranslation reads a file that is the translation of a page into one of
// the site's languages, as [Config.Translation] tells. It depends on nothing but
// its arguments, and changes none of them.
//
// A translation has words. What it may say in its front matter is in the table
// of fields; all else is the original's, so that the two cannot disagree on
// whom a page is for and when. What is missing of call to action,
// picture and documentation is the original's too. Page.Original and
// Page.Language say what the page is.
//
// A translation is a draft when it or its original is, and internal when it has
// a key that could hold it back and that is not its own to give. Without an
// original (nil) the file is read as [Parse] reads it, and a finding says so.
func ParseTranslation(cfg *Config, source string, src []byte, original *Page) (p *Page, body []byte, diags []diag.Diagnostic) {
	name, tag, _ := cfg.Translation(source)
	if original == nil {
		p, body, diags = Parse(cfg, source, src)
		// What a page of its own would need is not what is wrong with it.
		diags = slices.DeleteFunc(diags, func(d diag.Diagnostic) bool { return d.Rule == "value-required" && d.Line == 1 })
		return p, body, append(diags, diag.New("translation-original", diag.Position{Path: source, Line: 1, Column: 1},
			"there is no "+path.Base(name)+" that this is a translation of",
			"put it beside its original, or rename it if "+tag+" in its name is no language"))
	}
	doc, diags := frontmatter.Parse(source, src, cfg.knows, holdsAsText)
	d := &decoder{Document: doc, cfg: cfg, diags: diags}
	if doc.Root == nil && len(bytes.TrimSpace(doc.Body)) == 0 {
		d.report("file-empty", d.top(), "the file is empty", "write something, or remove it")
	}
	page := *original
	p = &page
	p.Source, p.Original, p.Language, p.BodyLine = source, original.Source, tag, doc.BodyLine
	p.ID, p.Slug, p.Aliases, p.Launch, p.Related = "", "", nil, "", nil
	p.Title, p.Summary, p.Questions, p.Actions, p.Playbook = "", "", nil, nil, PlaybookDetails{}
	p.Updated, p.ReviewBy, p.Draft = calendar.Date{}, calendar.Date{}, false
	p.Silence, p.Extra, p.positions = nil, nil, nil
	guarded := d.translation(doc.Root, p, path.Base(original.Source))
	p.Draft = p.Draft || original.Draft
	if doc.Unread || guarded || d.held {
		p.Visibility = Internal
	}
	p.Draft = p.Draft || doc.Lost || d.hidden
	return p, doc.Body, d.diags
}

// translation reads the fields of a translation from a mapping (nil when the
// file has none). It reports whether something that could hold the page back
// was not understood, or is not for a translation to say.
func (d *decoder) translation(root *yaml.Node, p *Page, original string) (guarded bool) {
	pairs, doubled := d.pairs(root)
	for _, key := range doubled {
		guarded = d.doubt(strings.ToLower(key)) || guarded
	}
	s := fieldSource{d: d, pairs: pairs, used: make([]bool, len(pairs))}
	kc := d.cfg.Kinds[p.Kind]
	fields := fieldsOf(p.Kind)
	for i := range fields {
		if !fields[i].words {
			continue
		}
		f := fields[i]
		if f.name == "cta" {
			f.set = translateCTA
		}
		before := len(d.diags)
		found := s.read(&f, kc.Fields[f.name], p)
		if f.name != "draft" {
			continue // defaults are in the site's own language, or about the original
		}
		guarded = guarded || len(d.diags) > before
		if v := frontmatter.Value(kc.Defaults, f.name); !found && kc.Defaults != nil && !frontmatter.IsNull(v) {
			d.standard(&f, v, p)
		}
	}
	for i := range fields {
		if f := &fields[i]; !f.words && s.saysAgain(f.name, kc.Fields[f.name], original) {
			guarded = guarded || isGuard(f.name)
		}
	}
	return d.unknown(&s, p, kc.Unknown) || guarded
}

// translateCTA reads a call to action of which the original has the rest.
func translateCTA(d *decoder, n *yaml.Node, p *Page) {
	if decodeMapping(d, n, ctaFields, &p.CTA) {
		p.CTA.Position = d.At(n)
	}
}

// saysAgain reports keys of a field that a translation has no say in.
func (s *fieldSource) saysAgain(name string, foreign []string, original string) (found bool) {
	report := func(key string, at *yaml.Node) {
		found = true
		s.d.report("translation-field", s.d.At(at), "a translation takes "+key+" from "+original, "delete this line")
	}
	for i, e := range s.pairs {
		if s.used[i] || !strings.EqualFold(e.key.Value, name) && !slices.Contains(foreign, e.key.Value) || s.holds(i, foreign) {
			continue
		}
		s.used[i] = true
		if !frontmatter.IsNull(e.value) {
			report(e.key.Value, e.key)
		}
	}
	for _, key := range foreign {
		if !strings.Contains(key, ".") || slices.ContainsFunc(s.pairs, func(e pair) bool { return e.key.Value == key }) {
			continue
		}
		if v := s.foreign(key); !frontmatter.IsNull(v) {
			report(key, v)
		}
	}
	return found
}
