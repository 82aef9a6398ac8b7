// Package themes puts questions and requests that mean the same into one theme.
//
// [Assign] is a function of the records in the order of their time and of what people
// decided: which theme a record is of (in the record), what a theme is called, and which
// themes are one ([Themes], the file inbound/themes.yaml in the content folder). What
// comes later never moves a record, so themes are the same from build to build. What was found out
// before may be kept, which saves work and changes nothing.
package themes

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/inbound/record"
	"headsup/generator/read/frontmatter"
	"headsup/generator/read/source"
)

// File is where people's decisions are, in the content folder.
const File = source.ThemesFile

// rule is that of all findings about the file.
const rule = "inbound-themes"

// Theme is what several records are about.
type Theme struct {
	ID     string
	Title  string
	Merged []string // ids of themes that are this one
}

// Themes are several, in the order in which they are shown. The ids differ.
type Themes []Theme

// names lead from the id of a theme to that of the one that it was merged into.
type names map[string]string

func (t Themes) names() names {
	into := names{}
	for _, theme := range t {
		for _, id := range theme.Merged {
			into[id] = theme.ID
		}
	}
	return into
}

// of returns what a theme is called after all mergers. A circle of mergers ends where it
// began.
func (n names) of(id string) string {
	for range len(n) {
		into, ok := n[id]
		if !ok {
			break
		}
		id = into
	}
	return id
}

// Parse reads the file: a mapping from ids to what is known of each theme.
//
//	export-invoices-1f2e3d:
//	  title: Export invoices as a spreadsheet
//	  merged: [invoice-table-4a5b6c]
func Parse(name string, text []byte) (Themes, []diag.Diagnostic) {
	d, found := frontmatter.ParseYAML(name, text, rule)
	if d.Root == nil {
		return nil, found
	}
	p := parser{Document: d, found: found, owner: map[string]string{}}
	var out Themes
	var ids []*yaml.Node
	for i := 0; i+1 < len(d.Root.Content); i += 2 {
		id := d.Root.Content[i]
		if !record.IsTheme(id.Value) {
			p.report(id, diag.Quote(id.Value)+" is no id of a theme", record.ThemeHint)
			continue
		}
		ids, out = append(ids, id), append(out, p.theme(id, d.Root.Content[i+1]))
	}
	names := out.names()
	for i, t := range out {
		if p.owner[t.ID] != "" && names.of(t.ID) == t.ID {
			p.report(ids[i], fmt.Sprintf("%q is merged into itself, by way of %q", t.ID, p.owner[t.ID]),
				"remove one of them from `merged`")
		}
	}
	return out, p.found
}

type parser struct {
	*frontmatter.Document
	found []diag.Diagnostic
	owner map[string]string // of an id: the theme that it was merged into
}

func (p *parser) report(at *yaml.Node, message, hint string) {
	p.found = append(p.found, diag.New(rule, p.At(at), message, hint))
}

func (p *parser) theme(id, value *yaml.Node) Theme {
	t := Theme{ID: id.Value}
	if frontmatter.IsNull(value) {
		return t
	}
	if !frontmatter.IsMapping(value) {
		p.report(value, "a theme is "+frontmatter.Shape(value), "write title and merged under its id")
		return t
	}
	for i := 0; i+1 < len(value.Content); i += 2 {
		key, v := value.Content[i], value.Content[i+1]
		switch key.Value {
		case "title":
			if v.Kind != yaml.ScalarNode {
				p.report(v, "title is "+frontmatter.Shape(v), "write it as a single line of text")
				continue
			}
			if !frontmatter.IsNull(v) {
				t.Title = strings.TrimSpace(v.Value)
			}
		case "merged":
			t.Merged = p.merged(id, v)
		default:
			p.report(key, fmt.Sprintf("a theme has no field %q", key.Value), "the fields are title and merged")
		}
	}
	return t
}

// merged reads ids of themes. Each is merged into one theme only.
func (p *parser) merged(into, list *yaml.Node) []string {
	if frontmatter.IsNull(list) {
		return nil
	}
	if !frontmatter.IsList(list) {
		p.report(list, "merged is "+frontmatter.Shape(list), "write a list of ids: [one, another]")
		return nil
	}
	var out []string
	for _, v := range list.Content {
		switch former := p.owner[v.Value]; {
		case v.Kind != yaml.ScalarNode || frontmatter.IsNull(v):
			p.report(v, "an id in merged is "+frontmatter.Shape(v), "write the id of a theme")
		case v.Value == into.Value:
			p.report(v, fmt.Sprintf("%q is merged into itself", v.Value), "take it out of the list")
		case former != "":
			p.report(v, fmt.Sprintf("%q has been merged into %q already", v.Value, former), "keep it in only one of the lists")
		default:
			p.owner[v.Value] = into.Value
			out = append(out, v.Value)
		}
	}
	return out
}

// Encode writes the file. Equal themes give equal bytes, and [Parse] reads them again.
func (t Themes) Encode() ([]byte, error) { return t.Rewrite(nil) }

// Rewrite writes the file over a text that it had before, so that its comments stay: with
// what they are about, or at the end when that is gone.
func (t Themes) Rewrite(before []byte) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(before, &doc); err != nil {
		return nil, fmt.Errorf("read themes: %w", err)
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		doc.Kind, doc.Content = yaml.DocumentNode, []*yaml.Node{{Kind: yaml.MappingNode}}
	}
	root := doc.Content[0]
	if len(root.Content) == 0 || len(t) == 0 {
		root.Style = 0 // not {}, which would put all on one line
	}
	former := map[string][2]*yaml.Node{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		former[root.Content[i].Value] = [2]*yaml.Node{root.Content[i], root.Content[i+1]}
	}
	order := root.Content
	root.Content = nil
	for _, theme := range t {
		pair, ok := former[theme.ID]
		delete(former, theme.ID)
		if !ok {
			pair = [2]*yaml.Node{{}, {}}
			pair[0].SetString(theme.ID)
		}
		if err := theme.rewrite(pair[1]); err != nil {
			return nil, fmt.Errorf("write the theme %q: %w", theme.ID, err)
		}
		root.Content = append(root.Content, pair[0], pair[1])
	}
	for i := 0; i+1 < len(order); i += 2 {
		if pair, gone := former[order[i].Value]; gone {
			keepComments(&doc, pair[0])
			keepComments(&doc, pair[1])
		}
	}
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := e.Encode(&doc); err != nil {
		return nil, fmt.Errorf("write themes: %w", err)
	}
	return out.Bytes(), nil
}

// keepComments puts the comments of a node that is gone at the end of a document.
func keepComments(doc, n *yaml.Node) {
	for _, comment := range []string{n.HeadComment, n.LineComment, n.FootComment} {
		if comment != "" {
			doc.FootComment = strings.TrimPrefix(doc.FootComment+"\n"+comment, "\n")
		}
	}
	for _, child := range n.Content {
		keepComments(doc, child)
	}
}

// rewrite makes a node say what is known of the theme. What it says already stays as it
// is written.
func (t Theme) rewrite(n *yaml.Node) error {
	var now Theme
	p := parser{Document: &frontmatter.Document{}, owner: map[string]string{}}
	id := &yaml.Node{Value: t.ID}
	if now = p.theme(id, n); now.Title == t.Title && slices.Equal(now.Merged, t.Merged) && n.Kind != 0 {
		return nil
	}
	var fields yaml.Node
	if err := fields.Encode(struct {
		Title  string   `yaml:"title,omitempty"`
		Merged []string `yaml:"merged,omitempty,flow"`
	}{t.Title, t.Merged}); err != nil {
		return err
	}
	if n.Kind != yaml.MappingNode || len(fields.Content) == 0 {
		fields.HeadComment, fields.LineComment, fields.FootComment = n.HeadComment, n.LineComment, n.FootComment
		*n = fields
		return nil
	}
	for i := 0; i+1 < len(fields.Content); i += 2 {
		key, value := fields.Content[i], fields.Content[i+1]
		for j := 0; j+1 < len(n.Content); j += 2 {
			if old := n.Content[j+1]; n.Content[j].Value == key.Value {
				key = n.Content[j]
				value.HeadComment, value.LineComment, value.FootComment = old.HeadComment, old.LineComment, old.FootComment
				value.Content = withComments(value.Content, old.Content)
			}
		}
		fields.Content[i] = key
	}
	n.Content = fields.Content
	return nil
}

// withComments returns the items of a list as they were, with their comments, where they
// were in it before.
func withComments(list, before []*yaml.Node) []*yaml.Node {
	out := slices.Clone(list)
	for i, item := range out {
		if at := slices.IndexFunc(before, func(old *yaml.Node) bool { return old.Value == item.Value }); at >= 0 {
			out[i] = before[at]
		}
	}
	return out
}
