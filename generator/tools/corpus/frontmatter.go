package corpus

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

var (
	products  = strings.Fields("billing identity messaging reporting search storage tracking workflows")
	audiences = strings.Fields("sales success support")
	plans     = strings.Fields("free team business enterprise")
	platforms = strings.Fields("web ios android api")
	owners    = strings.Fields("pm-billing pm-core pm-growth pm-mobile pm-platform")
	stages    = strings.Fields("planned alpha beta ga ga ga ga deprecated retired")
	impacts   = strings.Fields("high medium low")
	periods   = strings.Fields("session day week month ever")
	triggers  = strings.Fields("page-view first-visit feature-used idle")
	roles     = strings.Fields("admin editor viewer")
)

// surface is where a product shows a snippet.
type surface struct {
	name string
	room int // for characters of text; generator/compile/content has the same
}

var surfaces = []surface{{"tooltip", 140}, {"banner", 200}, {"panel", 1200}, {"modal", 600}, {"inline", 600}}

// configuration returns headsup.yaml.
func configuration() []byte {
	var b strings.Builder
	b.WriteString(`title: Corpus
description: Made-up content for measuring
base_url: https://enablement.example.com/
time_zone: UTC
language: en
page_size: 20
products:
`)
	for i, id := range products {
		fmt.Fprintf(&b, "  - {id: %s, title: %s, description: All about %s, owner: %s, paths: [\"src/%s/**\"]}\n",
			id, capital(id), id, owners[i%len(owners)], id)
	}
	terms := func(name string, ids []string) {
		fmt.Fprintf(&b, "%s:\n", name)
		for _, id := range ids {
			fmt.Fprintf(&b, "  - {id: %s, title: %s}\n", id, capital(strings.ReplaceAll(id, "-", " ")))
		}
	}
	terms("audiences", audiences)
	terms("plans", plans)
	terms("platforms", platforms)
	terms("owners", owners)
	b.WriteString("synonyms:\n  invoice: [bill]\n  sync: [mirror]\n")
	return []byte(b.String())
}

// fields writes front matter.
type fields struct{ strings.Builder }

func (f *fields) text(key, value string) { fmt.Fprintf(f, "%s: %s\n", key, value) }

// list writes a list on one line, or an entry a line: people use both.
func (f *fields) list(r *random, key string, values []string) {
	if r.chance(70) {
		f.text(key, "["+strings.Join(values, ", ")+"]")
		return
	}
	fmt.Fprintf(f, "%s:\n", key)
	for _, v := range values {
		fmt.Fprintf(f, "  - %s\n", v)
	}
}

// frontMatter returns a page's front matter with its fences.
func (m *maker) frontMatter(o outline) string {
	r := newRandom(o.number, forFrontMatter)
	var f fields
	f.WriteString("---\n")
	f.text("title", o.title)
	if r.chance(40) {
		f.text("summary", strconv.Quote(m.sentence(r, r.between(8, 20))))
	}
	f.text("date", day(o.date))
	if r.chance(25) {
		f.text("updated", day(o.date.AddDate(0, 0, r.between(1, 60))))
	}
	f.list(r, "products", some(r, products, 1, 2))
	f.list(r, "audiences", some(r, audiences, 1, 3))
	f.list(r, "tags", some(r, m.vocabulary.tags(), 1, 4))
	f.text("owner", pick(r, owners))
	if o.state != internal {
		f.text("visibility", "public")
	} else if r.chance(50) {
		f.text("visibility", "internal")
	}
	switch o.kind {
	case release:
		m.releaseFields(&f, r)
	case playbook:
		m.playbookFields(&f, r)
	case snippet:
		m.snippetFields(&f, r, o)
	}
	f.WriteString("---\n\n")
	return f.String()
}

func (m *maker) releaseFields(f *fields, r *random) {
	f.text("version", fmt.Sprintf("%d.%d.%d", r.between(1, 9), r.below(30), r.below(10)))
	f.text("stage", pick(r, stages))
	if r.chance(50) {
		f.list(r, "plans", some(r, plans, 1, 3))
	}
	if r.chance(50) {
		f.list(r, "platforms", some(r, platforms, 1, 3))
	}
	if r.chance(60) {
		f.text("impact", pick(r, impacts))
	}
	if r.chance(8) {
		f.text("breaking", "true")
	}
	if r.chance(20) {
		f.text("feature_flag", m.vocabulary.noun(r)+"-"+m.vocabulary.noun(r))
	}
	if r.chance(30) {
		f.text("docs_url", "https://docs.example.com/"+m.vocabulary.noun(r)+"/")
	}
	if r.chance(30) {
		f.WriteString("actions:\n")
		for _, audience := range some(r, audiences, 1, 3) {
			fmt.Fprintf(f, "  %s: %s\n", audience, m.sentence(r, r.between(6, 14)))
		}
	}
}

func (m *maker) playbookFields(f *fields, r *random) {
	f.text("when", m.sentence(r, r.between(6, 14)))
	f.text("duration", fmt.Sprintf("%d minutes", 5*r.between(1, 12)))
	if r.chance(50) {
		f.WriteString("questions:\n")
		for range r.between(1, 3) {
			fmt.Fprintf(f, "  - How do I %s the %s?\n", m.vocabulary.noun(r), m.vocabulary.noun(r))
		}
	}
}

func (m *maker) snippetFields(f *fields, r *random, o outline) {
	f.text("key", fmt.Sprintf("%s.%s-%d", m.vocabulary.noun(r), m.vocabulary.noun(r), o.number))
	f.text("surface", o.surface.name)
	fmt.Fprintf(f, "anchor:\n  path: /%s/*\n  selector: \"#%s .%s\"\n",
		m.vocabulary.noun(r), m.vocabulary.noun(r), m.vocabulary.noun(r))
	f.text("trigger", pick(r, triggers))
	if r.chance(60) {
		f.WriteString("target:\n")
		fmt.Fprintf(f, "  plans: [%s]\n", strings.Join(some(r, plans, 1, 3), ", "))
		fmt.Fprintf(f, "  roles: [%s]\n", strings.Join(some(r, roles, 1, 2), ", "))
		if r.chance(40) {
			low := r.between(1, 5)
			fmt.Fprintf(f, "  versions:\n    - {component: %s, min_inclusive: %d.%d.0, max_exclusive: %d.0.0}\n",
				pick(r, products), low, r.below(10), low+r.between(1, 3))
		}
	}
	switch o.state {
	case expired:
		f.text("expires_at", o.date.AddDate(0, 0, r.between(7, 60)).Format(time.DateOnly))
	case withdrawn:
		f.text("withdrawn", "true")
	}
	f.text("priority", strconv.Itoa(r.below(100)))
	if r.chance(50) {
		f.text("frequency", fmt.Sprintf("{max: %d, per: %s}", r.between(1, 3), pick(r, periods)))
	}
	if r.chance(20) {
		f.text("group", m.vocabulary.noun(r))
	}
	if r.chance(20) {
		f.text("dismissible", "false")
	}
	if r.chance(40) {
		f.text("cta", fmt.Sprintf("{label: %s, url: /%s}", title(m.vocabulary.nouns(r, 2)), m.vocabulary.noun(r)))
	}
}

// day writes a date, with its time of day when it has one.
func day(t time.Time) string {
	if t.Hour() == 0 && t.Minute() == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}
