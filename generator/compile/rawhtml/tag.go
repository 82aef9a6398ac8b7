package rawhtml

import (
	"strings"

	"golang.org/x/net/html"

	"headsup/generator/compile/fragment"
)

// Tag is what of an author's start tag is kept, and what is not.
type Tag struct {
	// Addresses are those that the element can have: the href of a link, the
	// src of what shows something, the poster of a video. Nobody has looked
	// at them: the policy says nothing of schemes.
	Addresses []html.Attribute
	// ID is the id as written, or the name of a link; "" for none.
	ID string
	// Attributes are all others, their values checked and not escaped.
	Attributes []html.Attribute
	// Alt is the text that stands for a picture.
	Alt string
	// Sized says that a picture has a width or height of its own.
	Sized bool
	// Removed are the attributes that are not kept, in their order.
	Removed []string
	// Rejected says that the element can not be kept without them.
	Rejected bool
}

// Read sorts the attributes of an allowed element's start tag.
func (p *Policy) Read(name string, list []html.Attribute) Tag {
	var t Tag
	var rest []html.Attribute
	seen := map[string]bool{}
	align := ""
	for _, a := range list {
		if seen[a.Key] {
			continue
		}
		seen[a.Key] = true
		switch {
		case isAddress(name, a.Key):
			t.Addresses = append(t.Addresses, html.Attribute{Key: a.Key, Val: a.Val})
		case a.Key == "id":
			t.ID = a.Val
		case a.Key == "name" && name == "a":
			if !seen["id"] {
				t.ID = a.Val
			}
		case a.Key == "align":
			if v := strings.ToLower(a.Val); v == "left" || v == "right" || v == "center" || v == "justify" {
				align = "align-" + v
			}
		case isIdle(name, a.Key, a.Val):
		default:
			rest = append(rest, a)
		}
	}
	t.keep(p.allowed(name, rest), name, rest, align)
	return t
}

// keep takes over what the allow-list left of a tag's attributes.
func (t *Tag) keep(kept map[string]string, name string, list []html.Attribute, align string) {
	add := func(key, value string) { t.Attributes = append(t.Attributes, html.Attribute{Key: key, Val: value}) }
	for _, a := range list {
		if a.Key == "alt" {
			t.Alt = a.Val
		}
		value, ok := kept[a.Key]
		if !ok {
			t.Removed = append(t.Removed, a.Key)
			continue
		}
		switch a.Key {
		case "class":
			if align != "" {
				value += " " + align
				align = ""
			}
		case "width", "height":
			t.Sized = true
			value, _ = Size(value)
		case "type", "disabled":
			if name == "input" {
				continue
			}
		}
		add(a.Key, value)
	}
	if align != "" {
		add("class", align)
	}
	switch name {
	case "input":
		t.Rejected = kept["type"] == ""
		add("type", "checkbox")
		add("disabled", "")
	case "img":
		if _, ok := kept["alt"]; !ok {
			add("alt", "")
		}
		add("loading", "lazy")
		add("decoding", "async")
	}
}

// isAddress reports whether an attribute holds an address that its element can
// have.
func isAddress(name, key string) bool {
	switch key {
	case "href":
		return name == "a"
	case "poster":
		return name == "video"
	case "src":
		switch name {
		case "img", "video", "audio", "source", "track":
			return true
		}
	}
	return false
}

// allowed asks the allow-list which attributes a tag may keep.
func (p *Policy) allowed(name string, list []html.Attribute) map[string]string {
	if len(list) == 0 {
		return nil
	}
	tag := html.Token{Type: html.StartTagToken, Data: name, Attr: list}
	kept := map[string]string{}
	for t := range fragment.Tokens(p.list.Sanitize(tag.String())) {
		for key, value := range t.Attrs.All() {
			kept[key] = value
		}
	}
	return kept
}
