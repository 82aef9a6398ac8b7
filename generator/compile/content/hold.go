package content

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// holdKey is a row of the table of keys by which other tools hold a page back.
type holdKey struct {
	keys  []string // in small letters, without - and _; of a key in a mapping, "outer.inner"
	field string   // of ours that says the same, "" when none does
	// shows are values that say the page is for readers. All others hold it
	// back: what is not known to publish must not.
	shows []string
	// holds, when there are some, are the only values that hold a page back,
	// alone or in a list: the key is mostly about something else.
	holds []string
	// asText are the keys that hold a page back even in a line of its text, where
	// nobody writes them for any other purpose.
	asText []string
}

var (
	on  = []string{"true", "yes", "on", "1"}
	off = []string{"false", "no", "off", "0"}
	// done are words of workflows for what readers may see, and stages, which a
	// public page may be about.
	done = append([]string{
		"published", "publish", "public", "live", "released", "release", "final", "approved", "accepted", "active", "current", "stable",
		"complete", "completed", "done", "shipped", "launched", "available", "generally available", "new", "updated", "general",
		"true", "yes", "on",
	}, stageWords()...)
	everyone = []string{"public", "everyone", "everybody", "anyone", "all", "open", "free", "world", "unrestricted", "unclassified", "none"}
)

// holdKeys is the table. What only keeps a page out of a menu, a table of
// contents or the search of a site is not in it: readers reach such a page.
var holdKeys = []holdKey{{
	keys: []string{
		"published", "publish", "ispublished", "dgpublish", "visible", "isvisible", "listed", "enabled", "isenabled", "live", "islive",
		"show", "active", "isactive",
	},
	field: "draft", shows: on, asText: []string{"published", "publish"},
}, {
	keys:  []string{"public", "ispublic", "customerfacing", "customervisible", "visibletocustomers", "publicfacing"},
	field: "visibility", shows: on, asText: []string{"public"},
}, {
	keys: []string{
		"wip", "isdraft", "hidden", "ishidden", "hide", "unlisted", "pageunlisted", "headless", "unpublished", "disabled", "archived",
		"isarchived", "embargoed", "donotpublish", "dontpublish", "nopublish", "eleventyexcludefromcollections", "noindex",
		"sitemap.disable", "sitemap.exclude", "sitemapexclude",
	},
	field: "draft", shows: off, asText: []string{"hidden", "unlisted"},
}, {
	keys: []string{
		"private", "isprivate", "internal", "isinternal", "internalonly", "restricted", "confidential", "secret", "protected",
		"membersonly", "staffonly", "passwordprotected", "notpublic", "nda", "undernda", "loginrequired", "requirelogin",
		"requireslogin", "authrequired", "requiresauth",
	},
	field: "visibility", shows: off, asText: []string{"internal", "internalonly", "private", "confidential"},
}, {
	keys:  []string{"status", "state", "poststatus", "pagestatus", "publishstatus", "publicationstatus", "workflowstatus", "workflowstate"},
	field: "draft", shows: done,
}, {
	keys: []string{
		"access", "accesslevel", "permission", "permissions", "visibilitylevel", "classification", "sensitivity",
		"confidentiality", "visibleto", "restrictedto", "sharedwith",
	},
	field: "visibility", shows: everyone,
}, {
	keys: []string{"password"}, shows: append([]string{""}, off...),
}, {
	keys: []string{"build.render", "build.list"}, shows: append([]string{"always"}, on...),
}, {
	keys:  []string{"tlp"},
	field: "visibility", shows: []string{"clear", "white", "tlp:clear", "tlp:white"},
}, {
	keys: []string{
		"audience", "for", "scope", "distribution", "share", "sharing", "security", "securitylevel", "confidentialitylevel", "level",
		"category", "type", "label", "labels",
	},
	field: "visibility",
	holds: []string{"internal", "internal-only", "employees", "employees-only", "staff-only", "confidential", "nda"},
}, {
	keys: []string{"robots"}, holds: append([]string{"noindex", "none", "noindex nofollow", "noindex follow"}, off...),
}, {
	keys: []string{"sitemap", "permalink"}, holds: off,
}}

func stageWords() (words []string) {
	for _, s := range Stages() {
		words = append(words, string(s))
	}
	return words
}

// holdName returns a key as the table has it.
func holdName(key string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(key))
}

// holdKeyOf returns the row of a key, or nil.
func holdKeyOf(key string) *holdKey {
	key = holdName(key)
	for i := range holdKeys {
		if slices.Contains(holdKeys[i].keys, key) {
			return &holdKeys[i]
		}
	}
	return nil
}

// holdsAsText reports whether a line "key: value" of a text, in small letters, says
// that the page is not for the public.
func holdsAsText(key, value string) bool {
	says := func(words []string) bool { return slices.Contains(words, value) || value == "~" || value == "null" }
	switch key = holdName(key); key {
	case "draft", "withdrawn":
		return says(on)
	case "visibility":
		return value != "" && value != string(Public) && !strings.Contains(value, " ")
	case "publishat", "internalat", "expiresat":
		const longest = 40 // a date, and nothing that is a sentence
		return strings.ContainsAny(value, "0123456789") && len(value) < longest
	}
	row := holdKeyOf(key)
	switch {
	case row == nil || !slices.Contains(row.asText, key):
		return false
	case slices.Equal(row.shows, on):
		return says(off)
	}
	return says(on)
}

// opposite reports whether a key is true for what our field is false for.
func (h *holdKey) opposite() bool { return h.field == "draft" && slices.Equal(h.shows, on) }

// isFlag reports whether the key is true or false.
func (h *holdKey) isFlag() bool { return slices.Equal(h.shows, on) || slices.Equal(h.shows, off) }

// holdsBack reports whether a value holds the page back.
func (h *holdKey) holdsBack(n *yaml.Node) bool {
	says := strings.ToLower(strings.Join(strings.Fields(flatten(n)), " "))
	if len(h.holds) > 0 {
		if n.Kind == yaml.MappingNode {
			return false
		}
		return slices.ContainsFunc(strings.FieldsFunc(says, func(r rune) bool { return r == ',' || r == ';' }),
			func(part string) bool { return slices.Contains(h.holds, strings.TrimSpace(part)) })
	}
	return !slices.Contains(h.shows, says)
}

// hold is an unknown key that holds a page back, or may be meant to.
type hold struct {
	key   string // dotted when it is in a mapping
	at    *yaml.Node
	value *yaml.Node
	row   *holdKey // nil: the key is near to a guard of ours
	meant string   // field of ours
}

// holding finds what holds a page back in an unknown key and the mappings below
// it, or nil. The key may itself be of a mapping, "outer.inner".
func holding(key *yaml.Node, name string, value *yaml.Node) *hold {
	if frontmatter.IsMapping(value) {
		for i := 0; i+1 < len(value.Content); i += 2 {
			inner := name + "." + flatten(value.Content[i])
			if row := holdKeyOf(inner); row != nil && row.holdsBack(value.Content[i+1]) {
				return &hold{inner, value.Content[i], value.Content[i+1], row, row.field}
			}
			if containers[strings.ToLower(name)] {
				if h := holdingInside(value.Content[i], inner, flatten(value.Content[i]), value.Content[i+1]); h != nil {
					return h
				}
			}
		}
	}
	row := holdKeyOf(name)
	if outer, inner, dotted := strings.Cut(name, "."); dotted && row == nil {
		if containers[strings.ToLower(outer)] {
			return holdingInside(key, name, inner, value)
		}
		row = holdKeyOf(outer)
	}
	switch meant := meantAs(name); {
	case row != nil && row.holdsBack(value):
		return &hold{name, key, value, row, row.field}
	case row == nil && isGuard(meant) && (needsValue(meant) || !frontmatter.IsNull(value)):
		return &hold{name, key, value, nil, meant}
	}
	return nil
}

// containers are mappings in which other tools, and themes of theirs, have the
// fields that a site adds.
var containers = map[string]bool{
	"params": true, "extra": true, "meta": true, "metadata": true, "custom": true, "data": true, "fields": true, "props": true,
	"properties": true, "attributes": true, "cascade": true, "headsup": true,
}

// holdingInside finds what holds a page back in a field of a container, or nil:
// ours, or a key that can mean nothing else.
func holdingInside(key *yaml.Node, name, inner string, value *yaml.Node) *hold {
	said := foldWord(flatten(value))
	switch row := holdKeyOf(inner); {
	case strings.EqualFold(inner, "draft") && !slices.Contains(off, said):
		return &hold{name, key, value, nil, "draft"}
	case strings.EqualFold(inner, "visibility") && said != string(Public):
		return &hold{name, key, value, nil, "visibility"}
	case row != nil && row.isFlag() && row.field == "visibility" && row.holdsBack(value):
		return &hold{name, key, value, row, row.field}
	}
	return nil
}

// mend says what to do about it.
func (h *hold) mend(k Kind) string {
	switch {
	case h.row == nil:
		return mapHint(h.key, h.meant, k)
	case find(fieldsOf(k), h.meant) == nil:
		return "write visibility: internal in its place, or remove it if everybody may read the page"
	}
	own, form := "draft: true", ""
	if h.meant == "visibility" {
		own = "visibility: internal"
	}
	said := yamlWord(strings.ToLower(flatten(h.value)))
	switch flag := h.row.isFlag(); {
	case h.row.opposite():
		form = `draft: "!` + h.key + `"`
	case flag && h.meant == "draft":
		form = "draft: " + h.key
	case flag && slices.Equal(h.row.shows, on):
		form = "visibility: {from: " + h.key + ", public: [true], internal: [false]}"
	case flag:
		form = "visibility: {from: " + h.key + ", public: [false], internal: [true]}"
	case h.meant == "draft":
		form = "draft: {from: " + h.key + ", is: [" + said + "], not: [published]}"
	default:
		form = "visibility: {from: " + h.key + ", public: [everyone], internal: [" + said + "]}"
	}
	return fmt.Sprintf("write %s in its place, or have the key read: in headsup.yaml kinds: {%s: {fields: {%s}}}", own, k, form)
}

// yamlWord returns a word as an item of a list in headsup.yaml.
func yamlWord(s string) string {
	if s == "" || strings.ContainsAny(s, ",[]{}:#\"'&*!|>%@`") {
		return "…"
	}
	return s
}

// plainHolds are values that say themselves that a page is not for the public.
var plainHolds = append(append([]string{
	"draft", "wip", "private", "internal", "hidden", "never", "unpublished", "unlisted", "archived", "pending", "scheduled",
	"in review", "trash",
}, on...), off...)

// message says that the page is held back, and by what.
func (h *hold) message() string {
	said := foldWord(flatten(h.value))
	switch plain := slices.Contains(plainHolds, said); {
	case h.meant == "internal_at":
		return fmt.Sprintf("unknown field %s may be meant as internal_at, so the page is a draft", h.key)
	case h.row == nil:
		return fmt.Sprintf("unknown field %s may be meant as %s, so the page is not public", h.key, h.meant)
	case said == "":
		return fmt.Sprintf("%s has no value and could hold the page back, so the page is not public", h.key)
	case slices.Contains(h.row.keys, "password"):
		return "a password holds a page back in other tools, so the page is not public"
	case len(h.row.holds) > 0 || plain:
		return fmt.Sprintf("%s: %s holds a page back in other tools, so the page is not public", h.key, said)
	default:
		return fmt.Sprintf("%s says %s, which is not known to mean that everybody may read the page, so it is not public",
			h.key, diag.Quote(flatten(h.value)))
	}
}
