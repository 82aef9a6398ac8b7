package adopt

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/read/calendar"
	"headsup/generator/read/frontmatter"
	"headsup/generator/read/version"
)

// dateKeys are the keys that say when something came out, in small letters.
var dateKeys = []string{
	"date", "released", "release_date", "releasedate", "pubdate", "pub_date", "published_at", "published_on", "created", "created_at",
	"createdat", "date.created", "date_created", "applied_at", "posted", "path",
}

// mapping is what a field of ours is called elsewhere.
type mapping struct {
	field string
	keys  []string // in small letters, best first
	kinds []content.Kind
	list  bool              // the values of all keys count
	fits  func(v *key) bool // whether a value can be read as the field
}

var mappings = []mapping{
	{field: "title", keys: []string{"name", "heading", "linktitle", "sidebar_label"}, fits: isLine},
	{
		field: "summary", keys: []string{
			"description", "excerpt", "abstract", "lead", "intro", "teaser", "subtitle", "meta_description", "seo.description",
		}, fits: isLine,
	},
	{field: "date", keys: dateKeys, fits: func(v *key) bool { return isDay(asText(v)) }},
	{field: "updated", keys: []string{
		"lastmod", "last_modified_at", "last_modified", "modified", "updated_at", "last_updated", "lastupdated", "last_update.date",
		"date.updated", "revision_date", "dateupdated",
	}, fits: func(v *key) bool { return isDay(asText(v)) }},
	{field: "publish_at", keys: []string{"publishdate", "publish_date", "embargo", "embargo_until"}, fits: func(v *key) bool {
		return isDay(asText(v))
	}},
	{field: "expires_at", keys: []string{"expirydate", "expiry_date", "expire_date", "expires", "unpublishdate"}, fits: func(v *key) bool {
		return isDay(asText(v))
	}},
	{field: "tags", list: true, keys: []string{
		"categories", "category", "keywords", "topics", "labels", "taxonomies.tags", "taxonomies.categories",
	}, fits: isWords},
	{
		field: "owner", keys: []string{"author", "authors", "maintainer", "maintainers", "contact", "author.name", "authors.name"},
		fits: isWords,
	},
	{field: "image", keys: []string{
		"cover", "thumbnail", "hero", "banner", "featured_image", "og_image", "social_image", "image.url", "image.src",
	}, fits: isPicture},
	{field: "permalink", keys: []string{"path"}, fits: isAddress},
	{field: "aliases", list: true, keys: []string{"redirect_from", "redirects", "url", "permalink", "path"}, fits: isAddress},
	{field: "version", kinds: []content.Kind{content.ReleaseNote}, keys: []string{
		"release", "params.version", "params.release", "extra.version", "extra.release", "release_version",
	}, fits: func(v *key) bool {
		_, ok := version.Parse(strings.TrimPrefix(asText(v), "v"))
		return ok
	}},
	{field: "duration", kinds: []content.Kind{content.Playbook}, keys: []string{"timerequired", "time_required", "time"}, fits: isLine},
}

func isLine(v *key) bool { s := asText(v); return s != "" && !strings.Contains(s, "\n") }

func isDay(s string) bool {
	if s == "" {
		return false
	}
	_, problem := calendar.Parse(s, time.UTC)
	return problem == nil
}

// isWords reports whether a value is a text, or a list of texts.
func isWords(v *key) bool {
	if v.value != nil && frontmatter.IsList(v.value) {
		return !slices.ContainsFunc(v.value.Content, func(n *yaml.Node) bool { return n.Kind != yaml.ScalarNode })
	}
	return isLine(v)
}

func isPicture(v *key) bool {
	s := asText(v)
	dot := strings.LastIndexByte(s, '.')
	return dot > 0 && slices.Contains([]string{"png", "jpg", "jpeg", "gif", "webp", "svg", "avif"}, strings.ToLower(s[dot+1:]))
}

// isAddress reports whether a value holds paths, with nothing in them that a tool
// fills in.
func isAddress(v *key) bool {
	list := []*yaml.Node{v.value}
	if v.value != nil && frontmatter.IsList(v.value) {
		list = v.value.Content
	}
	return v.value != nil && !slices.ContainsFunc(list, func(n *yaml.Node) bool {
		return n.Kind != yaml.ScalarNode || n.Tag == "!!bool" || n.Value == "" || n.Value == "/" || strings.ContainsAny(n.Value,
			":{}[]?#% ")
	})
}

// fields maps the keys of the front matter, kind by kind.
func (p *Proposal) fields() {
	for _, k := range content.Kinds() {
		p.fieldsOf(k)
	}
}

// seen counts what the files of a kind say under a key.
type seen struct {
	name   string
	values []*key
}

func (p *Proposal) keysOfKind(k content.Kind) map[string]*seen {
	all := map[string]*seen{}
	for i := range p.f.pages {
		pg := &p.f.pages[i]
		if p.kindOf(pg.path) != k || !p.kept(pg.path) {
			continue
		}
		for j := range pg.keys {
			v := &pg.keys[j]
			s := all[strings.ToLower(v.name)]
			if s == nil {
				s = &seen{name: v.name}
				all[strings.ToLower(v.name)] = s
			}
			s.values = append(s.values, v)
		}
	}
	return all
}

func (p *Proposal) fieldsOf(k content.Kind) {
	all := p.keysOfKind(k)
	if len(all) == 0 {
		return
	}
	ours := map[string]bool{}
	for _, f := range content.Fields(content.DefaultConfig(), k) {
		ours[f.Name] = true
	}
	mapped := map[string]bool{}
	at := func(field string) *line { return p.root.at("kinds", string(k), "fields", field) }
	for _, m := range mappings {
		if !ours[m.field] || m.kinds != nil && !slices.Contains(m.kinds, k) {
			continue
		}
		var keys, why []string
		for _, name := range m.keys {
			s := all[name]
			if s == nil || ours[s.name] || m.field == "aliases" && ours["permalink"] && slices.Contains([]string{
				"permalink", "url",
				"path",
			}, name) {
				continue
			}
			fit := 0
			for _, v := range s.values {
				if m.fits(v) {
					fit++
				}
			}
			if fit*2 <= len(s.values) {
				continue
			}
			keys = append(keys, s.name)
			why = append(why, s.name+" in "+diag.Number(len(s.values), "file", "files"))
			mapped[name] = true
		}
		switch {
		case len(keys) == 0:
			continue
		case m.list && all[m.field] != nil && !slices.Contains(keys, m.field):
			keys = append([]string{m.field}, keys...)
		}
		if len(keys) == 1 {
			at(m.field).set(keys[0], strings.Join(why, ", "))
		} else {
			at(m.field).set(keys, strings.Join(why, ", "))
		}
	}
	p.drafts(all, ours, mapped, at)
	if all["questions"] != nil && !asked(all["questions"]) {
		at("questions").set("none", "what stands there is no question, in "+diag.Number(len(all["questions"].values), "file", "files"))
	}
	p.rest(k, all, ours, mapped)
}

// asked reports whether the values of a key are questions.
func asked(s *seen) bool {
	all, asked := 0, 0
	for _, v := range s.values {
		for _, n := range append([]*yaml.Node{v.value}, v.value.Content...) {
			if n.Kind == yaml.ScalarNode && n.Value != "" {
				all++
				if strings.ContainsAny(n.Value, "?？؟") {
					asked++
				}
			}
		}
	}
	return all == 0 || asked*2 >= all
}

// draftWords are what workflows call what is not ready.
var draftWords = []string{
	"draft", "wip", "work in progress", "in progress", "in review", "review", "todo", "to do", "pending", "unpublished", "hidden",
	"private", "planned", "archived", "obsolete",
}

// drafts maps what holds a page back.
func (p *Proposal) drafts(all map[string]*seen, ours, mapped map[string]bool, at func(string) *line) {
	if all["draft"] != nil {
		return
	}
	for _, name := range []string{"published", "publish"} {
		if s := all[name]; s != nil && allFlags(s) {
			at("draft").set("!"+s.name, "the opposite, in "+diag.Number(len(s.values), "file", "files"))
			mapped[name] = true
			return
		}
	}
	for _, name := range []string{"hidden", "unlisted", "wip", "is_draft"} {
		if s := all[name]; s != nil && allFlags(s) {
			at("draft").set(s.name, "in "+diag.Number(len(s.values), "file", "files"))
			mapped[name] = true
			return
		}
	}
	for _, name := range []string{"status", "state"} {
		s := all[name]
		if s == nil || ours[name] {
			continue
		}
		var held, shown []string
		for _, v := range s.values {
			word := strings.ToLower(strings.Join(strings.Fields(asText(v)), " "))
			switch {
			case word == "":
			case slices.Contains(draftWords, word):
				held = append(held, word)
			default:
				shown = append(shown, word)
			}
		}
		slices.Sort(held)
		slices.Sort(shown)
		if held, shown = slices.Compact(held), slices.Compact(shown); len(held) == 0 || len(shown) > 8 {
			continue
		}
		l := at("draft")
		l.at("from").set(s.name, fmt.Sprintf("in %s", diag.Number(len(s.values), "file", "files")))
		l.at("is").set(held, "these words hold a page back")
		if len(shown) > 0 {
			l.at("not").set(shown, "these do not")
		}
		mapped[name] = true
		return
	}
}

func allFlags(s *seen) bool {
	return !slices.ContainsFunc(s.values, func(v *key) bool { return v.value == nil || v.value.Tag != "!!bool" })
}

// rest says what becomes of keys that nobody mapped.
func (p *Proposal) rest(k content.Kind, all map[string]*seen, ours, mapped map[string]bool) {
	var left []string
	for name, s := range all {
		outer, _, nested := strings.Cut(s.name, ".")
		if !ours[name] && !mapped[name] && !nested && !ours[strings.ToLower(outer)] {
			left = append(left, name)
		}
	}
	if len(left) == 0 {
		return
	}
	slices.SortFunc(left, func(a, b string) int {
		if n := len(all[b].values) - len(all[a].values); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	const named = 6
	var parts []string
	for _, name := range left[:min(named, len(left))] {
		parts = append(parts, fmt.Sprintf("%s (%d)", all[name].name, len(all[name].values)))
	}
	reason := "colleagues see these at the end of a page: " + strings.Join(parts, ", ")
	if more := len(left) - named; more > 0 {
		reason += fmt.Sprintf(" and %d more", more)
	}
	p.root.at("kinds", string(k), "unknown").set(string(content.KeepUnknown), reason)
}
