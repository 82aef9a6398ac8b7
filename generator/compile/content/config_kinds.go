package content

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// kindEntry is the configuration of one kind in the making.
type kindEntry struct {
	KindConfig
	kind  Kind
	dirAt *yaml.Node
}

var kindFields = []field[kindEntry]{
	{
		name: "dir", doc: "The folder of its files; . for all that no other kind has.",
		shape: textShape, set: func(d *decoder, n *yaml.Node, k *kindEntry) {
			k.dirAt = n
			if frontmatter.IsNull(n) || n.Kind == yaml.ScalarNode && trimmed(n) == "" {
				k.Dir = ""
				return
			}
			s, ok := d.line(n)
			if !ok {
				return
			}
			dir, problem := cleanDir(s)
			if problem != "" {
				d.report("config", d.At(n), "the folder "+diag.Quote(s)+" is not in the content folder: "+problem,
					"write a path from the content folder, such as docs/releases, or . for all of it")
				return
			}
			k.Dir = dir
		},
	},
	{name: "fields", doc: "Our field, and their key for it.", shape: keysShape(nil, textsSchema), set: setFieldMap},
	choiceField("unknown", "What an unknown key is.", []UnknownPolicy{ErrorUnknown, WarnUnknown, KeepUnknown},
		func(k *kindEntry) *UnknownPolicy { return &k.Unknown }),
	numberField("summary_length", "How many characters a summary may have.",
		1, 100_000, func(k *kindEntry) *int { return &k.SummaryLength }),
	{
		name: "defaults", doc: "Front matter for files that leave a key out.",
		shape: keysShape(nil, textSchema), set: func(d *decoder, n *yaml.Node, k *kindEntry) { k.Defaults = n },
	},
}

// setKinds reads what the site says about its kinds.
func setKinds(d *decoder, n *yaml.Node, c *Config) {
	var entries []kindEntry
	for _, e := range d.mapping(n, "release-note: {dir: changelog}") {
		if !slices.Contains(kindNames(), e.key.Value) {
			d.report("config", d.At(e.key), "there is no kind "+diag.Quote(e.key.Value), diag.DidYouMean(e.key.Value, kindNames()))
			continue
		}
		k := kindEntry{kind: Kind(e.key.Value), KindConfig: c.Kinds[Kind(e.key.Value)]}
		decodeMapping(d, e.value, kindFields, &k)
		entries = append(entries, k)
		c.Kinds[k.kind] = k.KindConfig
	}
	for _, k := range entries {
		if k.dirAt != nil && k.Dir != "" {
			d.sameDir(k, c)
		}
		if k.Defaults != nil {
			d.checkDefaults(k, c)
		}
	}
}

// sameDir reports a folder that another kind has too.
func (d *decoder) sameDir(k kindEntry, c *Config) {
	for _, other := range Kinds() {
		if other == k.kind {
			return // of two kinds in the file, the later one is told
		}
		if c.Kinds[other].Dir == k.Dir {
			d.report("config", d.At(k.dirAt), fmt.Sprintf("%s and %s have the same folder %s", other, k.kind, k.Dir),
				"give each kind a folder of its own; a file's kind field overrides it")
		}
	}
}

// checkDefaults decodes a kind's defaults once, so that mistakes in them are
// reported where they are.
func (d *decoder) checkDefaults(k kindEntry, c *Config) {
	kc := c.Kinds[k.kind]
	kc.Defaults = nil
	defer func() { c.Kinds[k.kind] = kc }()
	if !frontmatter.IsMapping(k.Defaults) {
		d.report("config", d.At(k.Defaults), frontmatter.Instead("key: value pairs", k.Defaults),
			"write for example {visibility: public}")
		return
	}
	fields := fieldsOf(k.kind)
	var scratch Page
	clean := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: k.Defaults.Line, Column: k.Defaults.Column}
	pairs, _ := d.pairs(k.Defaults)
	for _, p := range pairs {
		f := find(fields, p.key.Value)
		switch {
		case f == nil:
			message, hint := describeUnknown(p.key.Value, meantAs(p.key.Value), k.kind)
			if i := strings.Index(hint, "headsup's name"); i >= 0 {
				hint = "did you mean " + meantAs(p.key.Value) + "?"
			} else if strings.HasPrefix(hint, "to let it pass") {
				hint = ""
			}
			d.report("config", d.At(p.key), message, hint)
			continue
		case f.once:
			d.report("config", d.At(p.key), f.name+" belongs to one page and cannot be a default", "remove it")
			continue
		case needsValue(f.name) && isEmpty(p.value):
			d.report("config", d.At(p.key), f.name+" has no value", emptyHints[f.name])
			continue
		case frontmatter.IsNull(p.value):
			continue
		}
		before := len(d.diags)
		f.set(d, p.value, &scratch)
		if len(d.diags) > before {
			continue
		}
		key := *p.key
		key.Value = f.name
		clean.Content = append(clean.Content, &key, p.value)
	}
	if len(clean.Content) > 0 {
		kc.Defaults = clean
	}
}

// noField says that their key with the name of a field of ours is not that field.
const noField = "none"

// setFieldMap reads which foreign keys stand for our fields.
func setFieldMap(d *decoder, n *yaml.Node, k *kindEntry) {
	fields := fieldsOf(k.kind)
	k.Fields, k.Readings, k.Unmapped = make(map[string][]string), nil, nil
	for _, e := range d.mapping(n, "{date: applied_at, tags: [labels, topics]}") {
		f := find(fields, e.key.Value)
		if f == nil {
			hint := diag.DidYouMean(e.key.Value, names(fields))
			if near := foreignNames[strings.ToLower(e.key.Value)]; near != "" && diag.Suggest(e.key.Value, names(fields)) == "" {
				hint = fmt.Sprintf("our field comes first: %s: %s", near, e.key.Value)
			}
			d.report("config", d.At(e.key), fmt.Sprintf("a %s has no field %s", k.kind, e.key.Value), hint)
			continue
		}
		if s := e.value.Value; e.value.Kind == yaml.ScalarNode && s == noField {
			if needsValue(f.name) {
				d.report("config", d.At(e.value), f.name+" can hold a page back, so it is always read",
					"say what its words mean in these files, such as draft: {from: status, is: [draft]}")
				continue
			}
			k.Unmapped = append(k.Unmapped, f.name)
			continue
		}
		if f.name == "kind" {
			d.report("config", d.At(e.key), "kind cannot be mapped",
				"give the kind a folder by dir, or write kind: none when it means something else in these files")
			continue
		}
		ways := []*yaml.Node{e.value}
		if frontmatter.IsList(e.value) {
			ways = e.value.Content
		}
		for _, way := range ways {
			d.setReading(way, f, k)
		}
	}
	if len(k.Fields) == 0 {
		k.Fields = nil
	}
}

// KindOf returns the kind of a file by its folder: the longest of the kinds'
// folders that it is in, else the kind whose folder is ".", else a plain page.
func (c *Config) KindOf(path string) Kind {
	best, length := Plain, -1
	for _, k := range Kinds() {
		dir := c.Kinds[k].Dir
		switch {
		case dir == "":
		case dir == ".":
			if length < 0 {
				best, length = k, 0
			}
		case len(dir) > length && len(path) > len(dir) && path[len(dir)] == '/' && strings.EqualFold(path[:len(dir)], dir):
			best, length = k, len(dir)
		}
	}
	return best
}
