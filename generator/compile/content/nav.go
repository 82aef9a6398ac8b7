package content

import (
	"path"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// NavItem is an entry of the site's navigation: a page, an address outside, or a group.
type NavItem struct {
	Title string    // "" is that of the page
	Page  string    // a destination as in a link, from the folder of the file that says it
	URL   string    // an http or https address
	Items []NavItem // below it
	diag.Position
}

// navDepth is how deep a navigation may be nested.
const navDepth = 20

// navFields is a function, as entries are within entries.
func navFields() []field[NavItem] {
	return []field[NavItem]{
		lineField("title", "What readers see; without it, the title of the page.", func(i *NavItem) *string { return &i.Title }),
		lineField("page", "The path of the page's file, or its address.", func(i *NavItem) *string { return &i.Page }),
		urlField("url", "An address outside of the site.", func(i *NavItem) *string { return &i.URL }),
		{name: "items", doc: "What is below it.", shape: navItemsShape, set: func(d *decoder, n *yaml.Node, i *NavItem) {
			d.depth++
			i.Items = d.navItems(n)
			d.depth--
		}},
	}
}

// navItemsShape does not say what its entries are: they are what it is an item of.
var navItemsShape = shape{text: "list of entries", schema: func(*Config) object {
	return object{"type": []string{"array", "null"}, "items": object{"type": append(scalarTypes(), "object")}}
}}

var navShape = shape{text: "list of {title, page, url, items}, or {from: file}", schema: func(*Config) object {
	from := object{
		"type": "object", "properties": object{"from": textSchema()},
		"required": []string{"from"}, "additionalProperties": false,
	}
	return object{"anyOf": []any{from, navItemsShape.schema(nil)}}
}}

// setNav reads nav: a list, or the file of another tool.
func setNav(d *decoder, n *yaml.Node, c *Config) {
	if from := frontmatter.Value(n, "from"); from != nil {
		s, ok := d.line(from)
		if !ok {
			return
		}
		file, problem := cleanDir(s)
		if problem == "" && !strings.EqualFold(path.Ext(file), ".md") {
			problem = "it is no SUMMARY.md, and headsup reads no other"
		}
		if problem != "" {
			d.report("config", d.At(from), "the navigation cannot be read from "+diag.Quote(s)+": "+problem,
				"write {from: SUMMARY.md}, or the entries as a list")
			return
		}
		c.NavFile = file
		return
	}
	c.Nav = d.navItems(n)
}

// navItems reads the entries of a navigation. An entry that is a text is a page.
func (d *decoder) navItems(n *yaml.Node) (out []NavItem) {
	const hint = "write for example {title: Guides, items: [guides/setup.md]}"
	if !frontmatter.IsList(n) || d.depth > navDepth {
		d.report("config", d.At(n), frontmatter.Instead("a list of entries", n), hint)
		return nil
	}
	for _, entry := range n.Content {
		item := NavItem{Position: d.At(entry)}
		switch {
		case frontmatter.IsNull(entry):
			continue
		case entry.Kind == yaml.ScalarNode:
			item.Page = trimmed(entry)
		case !decodeMapping(d, entry, navFields(), &item):
			continue
		}
		switch {
		case item.Page != "" && item.URL != "":
			d.report("config", item.Position, "this entry has both page and url", "keep one of them")
		case item.Page == "" && item.URL == "" && item.Items == nil:
			d.report("config", item.Position, "this entry of the navigation has no page, no url and no items", hint)
		case item.Title == "" && item.Page == "":
			d.report("config", item.Position, "this entry of the navigation has no title", hint)
		default:
			out = append(out, item)
		}
	}
	return out
}

var (
	summaryEntry = regexp.MustCompile(`^(\s*)(?:[-*+]|\d+[.)])\s+(.*)$`)
	summaryGroup = regexp.MustCompile(`^(#{1,6})\s+(.*?)\s*#*$`)
	summaryLink  = regexp.MustCompile(`^\[((?:[^\[\]\\]|\\.|\[[^\]]*\])*)\]\(\s*(?:<([^>]*)>|([^\s)]*))(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)`)
	summaryTag   = regexp.MustCompile(`<[^>]*>`)
	escapedSign  = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)
)

// ParseSummary reads the navigation of GitBook and mdBook: a SUMMARY.md with nested lists of
// links, below headings that name groups. An entry without a target is yet to be written.
func ParseSummary(file string, src []byte) []NavItem {
	type level struct {
		indent int
		items  *[]NavItem
	}
	var root []NavItem
	group := &root // what the entries of the first level go into
	var open []level
	for i, line := range strings.Split(strings.ReplaceAll(string(src), "\t", "    "), "\n") {
		line = strings.TrimRight(line, " \r")
		pos := diag.Position{Path: file, Line: i + 1, Column: 1 + len(line) - len(strings.TrimLeft(line, " "))}
		if m := summaryGroup.FindStringSubmatch(line); m != nil {
			open, group = nil, &root
			title := plainTitle(m[2])
			if len(root) == 0 && len(m[1]) == 1 && (strings.EqualFold(title, "Summary") || strings.EqualFold(title, "Table of contents")) {
				continue // the name of the file
			}
			root = append(root, NavItem{Title: title, Position: pos})
			group = &root[len(root)-1].Items
			continue
		}
		indent, text := 0, strings.TrimSpace(line)
		if m := summaryEntry.FindStringSubmatch(line); m != nil {
			indent, text = len(m[1]), m[2]
		} else if open = nil; !summaryLink.MatchString(text) {
			continue // lines between, and words
		}
		m := summaryLink.FindStringSubmatch(text)
		item := NavItem{Title: plainTitle(text), Position: pos}
		if m != nil {
			item.Title = plainTitle(m[1])
			switch dest := m[2] + m[3]; {
			case strings.HasPrefix(dest, "http://") || strings.HasPrefix(dest, "https://"):
				item.URL = dest
			default:
				item.Page = dest
			}
		}
		for len(open) > 0 && open[len(open)-1].indent >= indent {
			open = open[:len(open)-1]
		}
		into := group
		if len(open) > 0 {
			into = open[len(open)-1].items
		}
		if len(open) >= navDepth {
			continue
		}
		*into = append(*into, item)
		open = append(open, level{indent, &(*into)[len(*into)-1].Items})
	}
	return root
}

func plainTitle(s string) string {
	s = summaryTag.ReplaceAllString(s, "")
	s = escapedSign.ReplaceAllString(s, "$1")
	return strings.TrimSpace(strings.NewReplacer("`", "", "**", "").Replace(s))
}
