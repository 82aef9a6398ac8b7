package markdown

import (
	"cmp"
	"net/url"
	"path"
	"strings"

	"headsup/generator/compile/content"
)

// siteTag is a tag of a template language, or a component, with what was given to it.
type siteTag struct {
	name  string // as written
	named map[string]string
	words []string // without a name
}

// meanings are what tags of well-known tools stand for, by name in lower case. What
// a site says itself comes first.
var meanings = newMeanings()

func newMeanings() map[string]content.Tag {
	m := map[string]content.Tag{}
	set := func(t content.Tag, names string) {
		for _, name := range strings.Fields(names) {
			m[name] = t
		}
	}
	for name := range admonitions {
		if name != "summary" && name != "quote" && name != "cite" && name != "example" && name != "help" && name != "faq" {
			set(content.Tag{As: content.TagAlert, Kind: name}, name)
		}
	}
	set(content.Tag{As: content.TagAlert}, "notice alert hint callout admonition admonish callouts aside banner infobox")
	set(content.Tag{As: content.TagDetails}, "accordion accordionitem details expand expandable collapse collapsible "+
		"dropdown toggle spoiler")
	set(content.Tag{As: content.TagTab}, "tab tabitem tabpanel codetab")
	set(content.Tag{As: content.TagCard}, "card linkcard cardlink tile cards.card")
	set(content.Tag{As: content.TagStep}, "step steps.step")
	set(content.Tag{As: content.TagImage}, "figure img image themedimage zoomimage")
	set(content.Tag{As: content.TagLink}, "link button linkbutton buttonlink navlink routerlink router-link nuxt-link anchor "+
		"embed file video iframe content-link bookmark")
	set(content.Tag{As: content.TagLink, Path: "https://www.youtube.com/watch?v={}", From: "id"}, "youtube youtubeembed")
	set(content.Tag{As: content.TagLink, Path: "https://vimeo.com/{}", From: "id"}, "vimeo")
	set(content.Tag{As: content.TagInclude}, "include snippet include-markdown include_relative include_cached readfile")
	set(content.Tag{As: content.TagDrop}, "icon toc tableofcontents doccardlist head seo script style analytics columnbreak")
	set(content.Tag{As: content.TagText}, "tabs steps stepper cards cardgroup cardgrid cardlist columns column col row grid frame "+
		"codegroup "+
		"codeblocks accordiongroup accordions fragment section wrapper tooltip badge code content-ref update div span tabbed group "+
		"tablist tabgroup tabpane codetabs linkcards center highlight_block markdown block requestexample responseexample")
	return m
}

// meaningOf returns what a name stands for.
func (c *Compiler) meaningOf(name string) (t content.Tag, known bool) {
	name = strings.ToLower(name)
	if t, known = c.tags[name]; known {
		return t, true
	}
	t, known = meanings[name]
	return t, known
}

// value returns what was given under a name, or at a place counted from 1, else under
// the first of some usual names.
func (t siteTag) value(own string, usual ...string) string {
	if own != "" {
		if n := len(own); n == 1 && own[0] >= '1' && own[0] <= '9' {
			if i := int(own[0] - '1'); i < len(t.words) {
				return t.words[i]
			}
			return ""
		}
		return t.named[strings.ToLower(own)]
	}
	for _, name := range usual {
		if v := t.named[name]; v != "" {
			return v
		}
	}
	return ""
}

func (t siteTag) word(i int) string {
	if i < len(t.words) {
		return t.words[i]
	}
	return ""
}

// address returns where a link leads, or which file is meant.
func (t siteTag) address(m content.Tag) string {
	v := t.value(m.From, "href", "url", "to", "link", "src", "file", "path", "page", "ref", "source", "id", "srclight")
	if v == "" {
		v = t.word(0)
	}
	if v == "" || m.Path == "" {
		return v
	}
	if strings.ContainsAny(v, " <>\"'(){}") {
		return ""
	}
	return strings.ReplaceAll(m.Path, "{}", v)
}

func (t siteTag) label(m content.Tag) string {
	return t.value(m.Title, "title", "label", "summary", "header", "heading", "caption", "alt", "text", "name")
}

// container returns the block that a tag stands for, false when it is none.
func (t siteTag) container(m content.Tag) (container, bool) {
	switch m.As {
	case content.TagAlert:
		kind := m.Kind
		if kind == "" {
			kind = t.value(m.From, "type", "style", "kind", "variant", "color", "colour", "level", "theme",
				"status", "intent", "severity", "icon")
		}
		title := t.value(m.Title, "title", "heading", "header", "label")
		if kind == "" && m.From == "" && m.Kind == "" {
			kind = t.word(0)
		}
		if title == "" && m.Title == "" && len(t.words) > 1 {
			title = t.words[1]
		}
		return container{layout: alertLayout, class: alertClass(kind), title: literalText(title)}, true
	case content.TagDetails:
		layout := byte(foldedLayout)
		if v, ok := t.named["open"]; ok && v != "false" || t.named["defaultopen"] != "" && t.named["defaultopen"] != "false" {
			layout = openLayout
		}
		return container{layout: layout, class: "tab", title: literalText(cmp.Or(t.label(m), t.word(0)))}, true
	case content.TagTab:
		title := cmp.Or(t.label(m), t.value("", "value", "id"), t.word(0))
		if title == "" {
			return container{layout: plainLayout}, true
		}
		return container{layout: openLayout, class: "tab", title: literalText(title)}, true
	}
	return container{}, false
}

// alertClass returns the class of an alert by the word that its own tool has for it.
func alertClass(kind string) string {
	kind = strings.ToLower(strings.Trim(kind, "\"' "))
	if class, known := admonitions[kind]; known {
		return class
	}
	switch kind {
	case "warn", "amber", "yellow", "orange", "alert", "exclamation":
		return "warning"
	case "red", "critical", "destructive":
		return "danger"
	case "green", "positive", "ok", "check-circle", "lightbulb":
		return "tip"
	case "blue", "primary", "information", "information-circle", "info-circle", "default", "secondary":
		return "info"
	}
	return "note"
}

// literalText returns a text that Markdown reads as it is, in one line.
func literalText(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if !strings.ContainsAny(s, "\\*_[]<>`|~!#:") {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\*_[]<`|~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// destinationOf returns an address as it can stand in a link, "" when it cannot.
func destinationOf(address string) string {
	address = strings.TrimSpace(address)
	if address == "" || strings.ContainsAny(address, "<>\n\\\x1a") {
		return ""
	}
	if strings.ContainsAny(address, " ()\t") {
		return "<" + address + ">"
	}
	return address
}

// nameOfAddress returns what a link that has no text is called.
func nameOfAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	if u.Host != "" {
		return strings.TrimSuffix(strings.TrimPrefix(address, u.Scheme+"://"), "/")
	}
	base := path.Base(strings.TrimSuffix(u.Path, "/"))
	if base == "." || base == "/" {
		return address
	}
	return base
}

// inlineLink returns the Markdown of a link, or of the label alone.
func inlineLink(label, address string) string {
	dest := destinationOf(address)
	switch {
	case dest == "":
		return literalText(label)
	case label == "":
		label = nameOfAddress(address)
	}
	return "[" + literalText(label) + "](" + dest + ")"
}

// picture returns the Markdown of a tag that stands for a picture, "" when it names none.
func (t siteTag) picture(m content.Tag) string {
	own := m
	if own.From == "" && t.named["src"] != "" {
		own.From = "src"
	}
	dest := destinationOf(t.address(own))
	if dest == "" || strings.ContainsAny(dest, "{}\"") {
		return ""
	}
	alt := t.value(m.Title, "alt", "caption", "title", "label")
	if alt == "" && m.Title == "" && m.From == "" && t.named["src"] == "" {
		alt = t.word(1)
	}
	return "![" + literalText(alt) + "](" + dest + ")"
}
