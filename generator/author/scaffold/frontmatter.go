package scaffold

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// frontMatter writes the fields of a kind: first those that have a value or
// should get one, each with what it is for, then all others as comments.
func frontMatter(cfg *content.Config, req *Request, file string) (string, error) {
	fields := content.Fields(cfg, req.Kind)
	if err := known(req, fields); err != nil {
		return "", err
	}
	w := writer{cfg: cfg, req: req}
	surface := surfaceOf(cfg, req)
	fields = slices.DeleteFunc(fields, func(f content.FieldDoc) bool {
		return f.Name == "steps" && surface != content.TourSurface || f.Name == "items" && surface != content.ChecklistSurface
	})
	for _, f := range fields {
		value, ok := w.value(&f, file)
		if !ok {
			continue
		}
		w.used = append(w.used, f.Name)
		fmt.Fprintf(&w.b, "# %s\n", about(&f))
		fmt.Fprintf(&w.b, "%s: %s\n", w.key(f.Name), value)
	}
	w.b.WriteString("\n# More fields. To use one, take away the \"# \" in front of it.\n")
	for _, f := range fields {
		if !slices.Contains(w.used, f.Name) && f.Name != "kind" {
			fmt.Fprintf(&w.b, "# %s: %s  # %s\n", w.key(f.Name), w.example(&f), about(&f))
		}
	}
	return "---\n# yaml-language-server: $schema=" + schemaPath(file, req.Kind) + "\n" + w.b.String() + "---\n", nil
}

// surfaceOf is how a new snippet is shown: as was said, else the first of the site's ways.
func surfaceOf(cfg *content.Config, req *Request) string {
	switch given := req.Values["surface"]; {
	case req.Kind != content.Snippet:
		return ""
	case len(given) > 0:
		return given[0]
	case len(cfg.Surfaces) > 0:
		return cfg.Surfaces[0].ID
	}
	return ""
}

// known reports a value for a field that the kind does not have.
func known(req *Request, fields []content.FieldDoc) error {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	for name := range req.Values {
		if !slices.Contains(names, name) {
			return fmt.Errorf("a %s has no field %s", strings.ReplaceAll(string(req.Kind), "-", " "), name)
		}
	}
	return nil
}

// schemaPath leads from a content file to the schema of its kind in the folder
// that a build writes by default, beside the content folder.
func schemaPath(file string, kind content.Kind) string {
	up := strings.Repeat("../", strings.Count(path.Clean(file), "/")+1)
	return up + "public/" + content.SchemaPath(kind, false)
}

type writer struct {
	cfg  *content.Config
	req  *Request
	b    strings.Builder
	used []string
}

// key is what files of the kind call a field: the site's own name for it, if it
// has one.
func (w *writer) key(field string) string {
	for _, foreign := range w.cfg.Kinds[w.req.Kind].Fields[field] {
		if !strings.Contains(foreign, ".") {
			return foreign
		}
	}
	return field
}

// value returns what to write for a field, if anything.
func (w *writer) value(f *content.FieldDoc, file string) (string, bool) {
	if given := w.req.Values[f.Name]; len(given) > 0 {
		if isList(f) {
			return list(given), true
		}
		return scalar(given[0]), true
	}
	switch f.Name {
	case "title":
		return scalar(w.req.Title), true
	case "date":
		return w.req.Date.Format(time.DateOnly), !w.req.follows()
	case "slug":
		return scalar(w.req.Slug), true
	case "kind":
		return string(w.req.Kind), w.cfg.KindOf(file) != w.req.Kind
	case "summary":
		return scalar("To do: one sentence that says what it is and for whom."), true
	case "owner":
		return w.owner()
	case "visibility":
		return string(content.Internal), true
	case "stage":
		return string(content.Planned), !w.req.follows()
	case "key":
		return scalar(w.snippetKey()), true
	case "steps":
		return `[{selector: "#first"}, {selector: "#second", advance: click}, {}]`, true
	case "items":
		return "[]", true
	case "surface":
		if len(f.Values) > 0 {
			return scalar(f.Values[0]), true
		}
	}
	return "", false
}

// owner is that of a product, else the first of the site's list.
func (w *writer) owner() (string, bool) {
	for _, p := range w.cfg.Products {
		if p.Owner != "" && slices.Contains(w.req.Values["products"], p.ID) {
			return scalar(p.Owner), true
		}
	}
	if len(w.cfg.Owners) == 0 {
		return "", false
	}
	return scalar(w.cfg.Owners[0].ID), true
}

// snippetKey makes a key of the product and the title.
func (w *writer) snippetKey() string {
	word := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < '0' || r > '9')
		}), "-")
	}
	key := word(w.req.Slug)
	if key == "" {
		key = "tip-" + w.req.Date.Format(time.DateOnly)
	}
	if products := w.req.Values["products"]; len(products) > 0 {
		if product := word(products[0]); product != "" {
			key = product + "." + key
		}
	}
	return key
}

func isList(f *content.FieldDoc) bool { return strings.HasPrefix(f.Shape, "list") }

func isFlag(f *content.FieldDoc) bool { return strings.HasPrefix(f.Shape, "true") }

// about says in one line what a field is for and what it may be.
func about(f *content.FieldDoc) string {
	text := f.Doc
	if len(f.Values) > 0 && !isFlag(f) {
		text += " "
		if isList(f) {
			text += "Any of: "
		} else {
			text += "One of: "
		}
		text += strings.Join(f.Values, ", ") + "."
	}
	return strings.Join(strings.Fields(text), " ")
}

// example is a value of the right shape for a field that is not used yet.
func (w *writer) example(f *content.FieldDoc) string {
	switch f.Name {
	case "id":
		return string(w.req.Kind) + ":" + "name"
	case "aliases":
		return "[/former/address/]"
	case "image":
		return "picture.png"
	case "silence":
		return "{image-alt: the pictures are decoration}"
	case "actions":
		if len(w.cfg.Audiences) > 0 {
			return "{" + w.cfg.Audiences[0].ID + ": Tell your customers}"
		}
		return "{}"
	case "docs_url":
		return "https://docs.example/page"
	case "cta":
		return "{label: Learn more, url: https://docs.example/page}"
	case "anchor":
		return `{path: /invoices/*, selector: "#export"}`
	case "target":
		return "{plans: [], roles: [], platforms: [], segments: [], " +
			"versions: [{component: app, min_inclusive: 2.0.0}], locales: [], flags: [], " +
			"not: {plans: []}, since: {signed_up: {less_than: 14d}}, numbers: {seats: {at_least: 50}}, share: 20%}"
	case "objections":
		return "[{objection: It costs too much, answer: Compare the hours that it saves}]"
	case "quiz":
		return `[{question: "Who gets it?", answers: [Everyone, Pro], right: 2}]`
	case "frequency":
		return "{max: 1, per: week}"
	case "publish_at", "internal_at", "expires_at":
		return w.req.Date.AddDate(0, 1, 0).Format("2006-01-02T09:00:00Z07:00")
	case "review_by":
		return w.req.Date.AddDate(0, 6, 0).Format(time.DateOnly)
	case "related":
		return "[other-page.md]"
	}
	switch {
	case isFlag(f):
		return "true"
	case len(f.Values) > 0 && isList(f):
		return list(f.Values[:1])
	case len(f.Values) > 0:
		return scalar(f.Values[0])
	case isList(f):
		return "[one, two]"
	case strings.HasPrefix(f.Shape, "date"):
		return w.req.Date.Format(time.DateOnly)
	case strings.HasPrefix(f.Shape, "whole number"):
		return "1"
	}
	return "text"
}

// scalar writes a text as YAML on one line.
func scalar(s string) string {
	s = folded(s)
	data, err := yaml.Marshal(s)
	out := strings.TrimSuffix(string(data), "\n")
	if err != nil || strings.Contains(out, "\n") {
		n := yaml.Node{Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Value: s}
		data, _ = yaml.Marshal(&n)
		out = strings.TrimSuffix(string(data), "\n")
	}
	return out
}

// folded takes white space together, so that a value stays on its line.
func folded(s string) string { return strings.Join(strings.Fields(s), " ") }

// list writes texts as a YAML list on one line.
func list(items []string) string {
	n := yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, s := range items {
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: folded(s)})
	}
	data, _ := yaml.Marshal(&n) // texts always encode
	return strings.Join(strings.Fields(string(data)), " ")
}

// Allowed checks the values of a request against the site's lists, and returns
// what is wrong with each, in words for the person who typed them.
func Allowed(cfg *content.Config, kind content.Kind, values map[string][]string) []string {
	var wrong []string
	for _, f := range content.Fields(cfg, kind) {
		for _, v := range values[f.Name] {
			if len(f.Values) > 0 && !slices.Contains(f.Values, v) {
				wrong = append(wrong, fmt.Sprintf("--%s: there is no %q; %s", f.Name, v, diag.DidYouMean(v, f.Values)))
			}
		}
	}
	return wrong
}
