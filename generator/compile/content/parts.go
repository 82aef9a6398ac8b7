package content

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
	"headsup/generator/read/glob"
	"headsup/generator/read/split"
)

// Collection says which files hold many notes.
type Collection struct {
	Path string // a pattern of files
	Kind Kind   // of the notes; default [ReleaseNote]
	// Of data files, and not of change logs:
	Data   bool
	Items  string            // dotted path of the list; "" is the file, or the first list in it
	Fields map[string]string // our field, or [split.Body]: their key
}

// PartMark stands in the source of a page between its file and its name there:
// "CHANGELOG.md#2.0.0".
const PartMark = "#"

// CollectionOf returns how a file is taken apart, and false for a file that is one page, or none.
func (c *Config) CollectionOf(file string) (Collection, bool) {
	for _, of := range c.Collections {
		if glob.Match(of.Path, file) && (of.Data || strings.HasSuffix(strings.ToLower(file), ".md")) {
			return of, true
		}
	}
	return Collection{}, false
}

// HoldsData reports whether a file is no page and no asset, and is read all the same.
func (c *Config) HoldsData(file string) bool {
	if file == c.RedirectFile && file != "" {
		return true
	}
	of, ok := c.CollectionOf(file)
	return ok && of.Data
}

// Parted is one page of a file that holds many, and its body.
type Parted struct {
	Page *Page
	Body []byte
}

// ParseParts takes a file apart that holds many notes. Front matter at its top is that of each,
// but for what is about one page.
func ParseParts(cfg *Config, of Collection, path string, src []byte) (pages []Parted, diags []diag.Diagnostic) {
	doc := &frontmatter.Document{Path: path}
	var parts []split.Part
	var problems []split.Problem
	if of.Data {
		parts, problems = split.Entries(src, of.Items, of.Fields, func(key string) bool {
			return cfg.knows(key) || holdKeyOf(key) != nil
		})
	} else {
		doc, diags = frontmatter.Parse(path, src, cfg.knows, holdsAsText)
		parts, problems = split.Changelog(doc.Body, doc.BodyLine)
	}
	rule := "changelog"
	if of.Data {
		rule = "entries"
	}
	for _, p := range problems {
		diags = append(diags, diag.New(rule, diag.Position{Path: path, Line: p.Line, Column: 1}, p.Message, p.Hint))
	}
	for i, part := range parts {
		own := *doc
		own.Root, own.Body, own.BodyLine = withParts(doc.Root, part.Fields), part.Body, part.BodyLine
		d := &decoder{Document: &own, cfg: cfg}
		p := &Page{
			Source: path + PartMark + part.Name, File: path, Line: part.Line, Part: part.Name,
			Kind: of.Kind, Visibility: Internal, BodyLine: part.BodyLine, Snippet: SnippetDetails{Dismissible: true},
		}
		guarded := d.page(own.Root, p)
		d.finish(p)
		if doc.Unread || guarded || d.held {
			p.Visibility = Internal
		}
		p.Draft = p.Draft || doc.Lost || d.hidden || doc.Unread && strings.Contains(strings.ToLower(string(src)), "internal_at")
		// What is wrong at the top of the file is told once.
		for _, f := range d.diags {
			if i == 0 || f.Line >= part.Line {
				diags = append(diags, f)
			}
		}
		pages = append(pages, Parted{p, part.Body})
	}
	return pages, diags
}

// withParts returns the front matter of a file with that of a part in it.
func withParts(file, part *yaml.Node) *yaml.Node {
	if file == nil {
		return part
	}
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: part.Line, Column: part.Column}
	for i := 0; i+1 < len(file.Content); i += 2 {
		key := file.Content[i].Value
		f := find(frontMatter, key)
		about := slices.Contains([]string{"title", "summary", "date", "version", "updated"}, strings.ToLower(key)) || f != nil && f.once
		if about || frontmatter.Value(part, key) != nil && !slices.Contains([]string{"draft", "visibility"}, key) {
			continue
		}
		out.Content = append(out.Content, file.Content[i], file.Content[i+1])
	}
	for i := 0; i+1 < len(part.Content); i += 2 {
		// Of two words about who may see it, the one that holds it back counts.
		if key := part.Content[i].Value; key == "draft" && frontmatter.Value(out, key) != nil {
			dropKey(out, key)
		}
		out.Content = append(out.Content, part.Content[i], part.Content[i+1])
	}
	return out
}

// dropKey removes a key from a mapping.
func dropKey(n *yaml.Node, key string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content = slices.Delete(n.Content, i, i+2)
			return
		}
	}
}

var changelogFields = []field[Collection]{
	{name: "path", doc: "The file, or a pattern of files.", shape: textShape, set: setCollectionPath},
	choiceField("kind", "What its versions are; without it, release notes.", Kinds(), func(c *Collection) *Kind { return &c.Kind }),
}

var entriesFields = append(slices.Clone(changelogFields),
	lineField("items", "The path of the list in the file, such as data.releases.", func(c *Collection) *string { return &c.Items }),
	field[Collection]{
		name: "fields", doc: "Our field, or body: the key that the entries use.",
		shape: keysShape(nil, textSchema), set: func(d *decoder, n *yaml.Node, c *Collection) {
			c.Fields = map[string]string{}
			for _, e := range d.mapping(n, "{title: name, body: description}") {
				if e.key.Value != split.Body && find(frontMatter, e.key.Value) == nil {
					d.report("config", d.At(e.key), "there is no field "+e.key.Value,
						diag.DidYouMean(e.key.Value, append(names(frontMatter), split.Body)))
					continue
				}
				if s, ok := d.line(e.value); ok {
					c.Fields[e.key.Value] = s
				}
			}
		},
	},
)

func setCollectionPath(d *decoder, n *yaml.Node, c *Collection) {
	s, ok := d.line(n)
	if !ok {
		return
	}
	if err := glob.Check(s); err != nil {
		d.report("config", d.At(n), diag.Quote(s)+" is not a pattern: "+err.Error(),
			"write for example CHANGELOG.md or packages/*/CHANGELOG.md")
		return
	}
	c.Path = s
}

// setCollections reads changelog or entries: a pattern, a mapping, or a list of these.
func setCollections(fields []field[Collection], data bool) func(*decoder, *yaml.Node, *Config) {
	return func(d *decoder, n *yaml.Node, c *Config) {
		list := []*yaml.Node{n}
		if frontmatter.IsList(n) {
			list = n.Content
		}
		for _, item := range list {
			of := Collection{Kind: ReleaseNote, Data: data}
			switch {
			case frontmatter.IsNull(item):
				continue
			case item.Kind == yaml.ScalarNode:
				setCollectionPath(d, item, &of)
			case !decodeMapping(d, item, fields, &of):
				continue
			}
			if of.Path == "" {
				if frontmatter.IsMapping(item) && frontmatter.IsNull(frontmatter.Value(item, "path")) {
					example := "CHANGELOG.md"
					if data {
						example = "whats_new/*.yml"
					}
					d.report("config", d.At(item), "this says of no file that it holds notes", "write {path: "+example+"}")
				}
				continue
			}
			c.Collections = append(c.Collections, of)
		}
	}
}

// collectionShape is a pattern, a mapping, or a list of these.
func collectionShape(fields []field[Collection]) shape {
	one := orMapping(textShape, fields)
	return shape{text: "pattern, mapping, or list of these", fields: one.fields, schema: func(c *Config) object {
		return listOf(one.schema(c))
	}}
}
