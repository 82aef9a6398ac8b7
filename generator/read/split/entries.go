package split

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"go.yaml.in/yaml/v3"
)

// Entries takes a YAML or JSON file apart. items is the dotted path of the list in it; without it,
// the list is the file itself, or the first list of mappings in it. fields says which key holds
// one of our fields; a field that it does not name is looked for by [EntryKeys]. Keys for which
// keep is true stay with the entry, and all others are no part of it.
func Entries(src []byte, items string, fields map[string]string, keep func(key string) bool) (parts []Part, problems []Problem) {
	text := string(src)
	if first := strings.TrimSpace(text); strings.HasPrefix(first, "[") || strings.HasPrefix(first, "{") {
		// YAML takes no tab as a blank, and half a sign in JSON for none.
		text = surrogates.ReplaceAllStringFunc(strings.ReplaceAll(text, "\t", " "), joined)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		return nil, []Problem{problemOf(err)}
	}
	if len(doc.Content) == 0 {
		return nil, []Problem{{1, "the file is empty", "remove it, or take it out of `entries` in headsup.yaml"}}
	}
	if at := alias(&doc, 0); at > 0 {
		return nil, []Problem{{at, "aliases and values nested deeper than 50 levels are not read here", "write the value out"}}
	}
	list, hint := listAt(doc.Content[0], items)
	if list == nil {
		return nil, []Problem{{doc.Content[0].Line, "there is no list of entries here", hint}}
	}
	names := map[string]int{}
	for i, entry := range list.Content {
		if entry.Kind != yaml.MappingNode {
			problems = append(problems, Problem{entry.Line, "this entry is not key: value pairs", "give it keys such as title and date"})
			continue
		}
		p := entryOf(entry, fields, keep)
		if p.Name == "" {
			p.Name = "entry-" + strconv.Itoa(len(list.Content)-i) // new ones are put on top
			problems = append(problems, Problem{
				entry.Line, "this entry has neither a title nor a version, so its address changes with the others",
				"name the key that says it, in headsup.yaml: entries: {fields: {title: …}}",
			})
		}
		if n := names[p.Name]; n > 0 {
			names[p.Name]++
			p.Name += "~" + strconv.Itoa(n+1)
		}
		names[p.Name]++
		parts = append(parts, p)
	}
	return parts, problems
}

// EntryKeys are the keys that data files have for a field of ours, in the order in which they
// are looked for.
var EntryKeys = map[string][]string{
	"title":    {"title", "name", "headline"},
	"version":  {"version", "tagName", "tag_name", "tag", "release"},
	"date":     {"date", "publishedAt", "published_at", "released_at", "createdAt", "created_at"},
	"draft":    {"draft", "isDraft", "is_draft"},
	"docs_url": {"docs_url", "documentation_link", "html_url", "url"},
	"body":     {"body", "description", "text", "content", "notes"},
}

// Body is how the mapping of fields calls the text of an entry.
const Body = "body"

func entryOf(entry *yaml.Node, fields map[string]string, keep func(string) bool) Part {
	p := Part{Line: entry.Line, BodyLine: entry.Line, Fields: mapping(entry.Line, entry.Column)}
	used := map[string]bool{}
	add := func(field string, value *yaml.Node) {
		switch {
		case field == Body:
			p.Body, p.BodyLine = []byte(value.Value), value.Line
			if value.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
				p.BodyLine++
			}
			return
		case field == "version":
			v := *value
			v.Tag, v.Style = "!!str", yaml.DoubleQuotedStyle
			v.Value = strings.TrimSpace(v.Value)
			if len(v.Value) > 1 && (v.Value[0] == 'v' || v.Value[0] == 'V') && v.Value[1] >= '0' && v.Value[1] <= '9' {
				v.Value = v.Value[1:]
			}
			value = &v
		}
		p.Fields.Content = append(p.Fields.Content, &yaml.Node{
			Kind: yaml.ScalarNode, Tag: "!!str", Value: field, Line: value.Line, Column: value.Column,
		}, value)
	}
	names := []string{"title", "version", "date", "draft", "docs_url", Body}
	for field := range fields {
		if !slices.Contains(names, field) {
			names = append(names, field)
		}
	}
	slices.Sort(names)
	for _, field := range names {
		keys := EntryKeys[field]
		if key, ok := fields[field]; ok {
			keys = []string{key}
		}
		for _, key := range keys {
			v := valueAt(entry, key)
			if v == nil || v.Tag == "!!null" || used[key] || (field == Body || field == "docs_url") && v.Kind != yaml.ScalarNode {
				continue
			}
			used[key] = true
			add(field, v)
			break
		}
	}
	for i := 0; i+1 < len(entry.Content); i += 2 {
		if key := entry.Content[i].Value; !used[key] && keep(key) && valueAt(p.Fields, key) == nil {
			p.Fields.Content = append(p.Fields.Content, entry.Content[i], entry.Content[i+1])
		}
	}
	for _, field := range []string{"version", "title"} {
		if v := valueAt(p.Fields, field); v != nil && p.Name == "" {
			p.Name = strings.ReplaceAll(strings.TrimSpace(v.Value), "/", "-")
		}
	}
	return p
}

// valueAt returns the value of a dotted key, or nil.
func valueAt(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	head, rest, dotted := strings.Cut(key, ".")
	if !dotted {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == head {
			return valueAt(n.Content[i+1], rest)
		}
	}
	return nil
}

// listAt finds the list of entries. A single mapping with a title or a text is an entry itself.
func listAt(root *yaml.Node, items string) (list *yaml.Node, hint string) {
	if items != "" {
		if v := valueAt(root, items); v != nil && v.Kind == yaml.SequenceNode {
			return v, ""
		}
		return nil, fmt.Sprintf("correct `items` in headsup.yaml: there is no list at %s", items)
	}
	if root.Kind == yaml.SequenceNode {
		return root, ""
	}
	isEntry := valueAt(root, "title") != nil || valueAt(root, "body") != nil || valueAt(root, "description") != nil
	for i := 0; !isEntry && i+1 < len(root.Content); i += 2 {
		if v := root.Content[i+1]; v.Kind == yaml.SequenceNode && len(v.Content) > 0 && v.Content[0].Kind == yaml.MappingNode {
			return v, ""
		}
	}
	if isEntry {
		return &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{root}, Line: root.Line}, ""
	}
	return nil, "name the path of the list, in headsup.yaml: entries: {items: releases}"
}

// alias returns the line of the first alias, or of what is nested too deep; 0 without one.
func alias(n *yaml.Node, depth int) int {
	if n.Kind == yaml.AliasNode || depth > 50 {
		return max(1, n.Line)
	}
	for _, c := range n.Content {
		if at := alias(c, depth+1); at > 0 {
			return at
		}
	}
	return 0
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

func problemOf(err error) Problem {
	p := Problem{1, "the file is neither YAML nor JSON: " + strings.TrimPrefix(err.Error(), "yaml: "), "correct this line"}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		p.Line, _ = strconv.Atoi(m[1])
		p.Message = "the file is neither YAML nor JSON: " + m[2]
	}
	return p
}

var surrogates = regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)

// joined returns the sign that two halves in JSON stand for.
func joined(s string) string {
	high, _ := strconv.ParseUint(s[2:6], 16, 32)
	low, _ := strconv.ParseUint(s[8:12], 16, 32)
	return string(utf16.DecodeRune(rune(high), rune(low)))
}
