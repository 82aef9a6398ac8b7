package content

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// TagMeaning is what a tag of a site's own stands for.
type TagMeaning string

// The meanings of tags.
const (
	TagAlert   TagMeaning = "alert"   // an alert
	TagDetails TagMeaning = "details" // a block that opens when it is clicked
	TagTab     TagMeaning = "tab"     // one of several tabs
	TagCard    TagMeaning = "card"    // a title, which may be a link, and a text
	TagStep    TagMeaning = "step"    // one of several steps
	TagLink    TagMeaning = "link"
	TagImage   TagMeaning = "image"
	TagInclude TagMeaning = "include" // the text of another file; no site can say so yet
	TagText    TagMeaning = "text"    // what it encloses, without the tag
	TagDrop    TagMeaning = "drop"    // nothing, with what it encloses
)

// TagMeanings lists the meanings in their order.
func TagMeanings() []TagMeaning {
	return []TagMeaning{
		TagAlert, TagDetails, TagTab, TagCard, TagStep, TagLink, TagImage, TagText, TagDrop,
	}
}

// Tag says what a shortcode, a component, a template tag or a ::: block of another
// tool stands for.
type Tag struct {
	As   TagMeaning
	Kind string // of an alert: note, tip, warning and so on; "" when the tag says it
	// From is the parameter with the address, the file or the alert's kind: its
	// name, or its place from 1; "" takes the usual names.
	From  string
	Title string // the parameter with the title, the label or the alternative text
	Path  string // an address in which {} becomes what From holds
}

// SiteTag is a tag with its name, in lower case.
type SiteTag struct {
	Name string
	Tag
}

// tagKinds are the alerts that a tag can stand for.
var tagKinds = []string{"note", "tip", "info", "important", "warning", "caution", "danger"}

var tagFields = []field[Tag]{
	choiceField("as", "What the tag stands for.", TagMeanings(), func(t *Tag) *TagMeaning { return &t.As }),
	choiceField("kind", "Of an alert: which one it is.", tagKinds, func(t *Tag) *string { return &t.Kind }),
	lineField("from", "The parameter with the address, the file or the kind of alert: its name, or its place from 1.",
		func(t *Tag) *string { return &t.From }),
	lineField("title", "The parameter with the title, the label or the alternative text.", func(t *Tag) *string { return &t.Title }),
	lineField("path", "An address in which {} becomes what the parameter holds.", func(t *Tag) *string { return &t.Path }),
}

var tagName = regexp.MustCompile(`^[\pL_][\pL\pN_.:/-]*$`)

// setTags reads what tags of other tools stand for. The name of an audience, or
// "internal", cannot be given another meaning: what it encloses must not become public.
func setTags(d *decoder, n *yaml.Node, c *Config) {
	for _, e := range d.mapping(n, "button: {as: link, from: to}") {
		name := strings.ToLower(strings.Trim(strings.TrimSpace(e.key.Value), ":"))
		switch {
		case !tagName.MatchString(name):
			d.report("config", d.At(e.key), diag.Quote(e.key.Value)+" is not the name of a tag",
				"write the name alone, such as button for {{< button >}}, <Button> or :::button")
			continue
		case name == "internal" || slices.ContainsFunc(c.Audiences, func(t Term) bool { return strings.EqualFold(t.ID, name) }):
			d.report("config", d.At(e.key),
				diag.Quote(e.key.Value)+" is the name of blocks that are not public, so it cannot be a tag of another tool",
				"remove it from tags")
			continue
		}
		var t Tag
		if frontmatter.IsMapping(e.value) {
			before := len(d.diags)
			decodeMapping(d, e.value, tagFields, &t)
			if t.As == "" && len(d.diags) == before {
				d.report("config", d.At(e.value), "as is missing", "write {as: text}, or another of "+joinTagMeanings())
			}
		} else if s, ok := d.line(e.value); ok {
			if t.As = TagMeaning(s); !slices.Contains(TagMeanings(), t.As) {
				d.report("config", d.At(e.value), "a tag cannot stand for "+diag.Quote(s), "write one of "+joinTagMeanings())
				continue
			}
		}
		if t.As != "" {
			c.Tags = append(c.Tags, SiteTag{name, t})
		}
	}
	slices.SortStableFunc(c.Tags, func(a, b SiteTag) int { return strings.Compare(a.Name, b.Name) })
}

func joinTagMeanings() string {
	var words []string
	for _, m := range TagMeanings() {
		words = append(words, string(m))
	}
	return strings.Join(words, ", ")
}

// tagsShape is a mapping of names to what they stand for: a word, or more.
var tagsShape = shape{text: "mapping of names to meanings", fields: docs(tagFields), schema: func(c *Config) object {
	var words []string
	for _, m := range TagMeanings() {
		words = append(words, string(m))
	}
	more := mappingShape(tagFields).schema(c)
	more["required"] = []string{"as"}
	return object{
		"type":                 []string{"object", "null"},
		"additionalProperties": object{"anyOf": []any{object{"enum": words}, more}},
	}
}}
