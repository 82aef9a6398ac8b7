package rawhtml

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// Values that attributes can have.
var (
	anyText   = regexp.MustCompile(`^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$`)
	word      = regexp.MustCompile(`^[A-Za-z0-9][\w.:+-]*$`)
	words     = regexp.MustCompile(`^[\w.:\s-]*$`)
	number    = regexp.MustCompile(`^-?[0-9]{1,6}$`)
	imageSize = regexp.MustCompile(`^[0-9]{1,5}(?:px|%)?$`)
	flag      = regexp.MustCompile(`(?i)^(?:|true|[a-z]+)$`)
)

// Policy is the allow-list of attributes. Addresses are not on it: they leave
// the tag before the list is asked.
type Policy struct{ list *bluemonday.Policy }

// NewPolicy makes the policy. It is safe for concurrent use.
func NewPolicy() *Policy {
	p := bluemonday.NewPolicy()
	var names []string
	for name, e := range elements {
		if e.Is(Allowed) {
			names = append(names, name)
		}
	}
	p.AllowElements(names...)
	p.AllowNoAttrs().OnElements(names...)
	p.AllowAttrs("class", "title").Matching(anyText).Globally()
	p.AllowAttrs("id", "role", "lang").Matching(anyText).Globally()
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`(?i)^(?:ltr|rtl|auto)$`)).Globally()
	for _, name := range strings.Fields("label labelledby describedby hidden level current expanded controls live") {
		p.AllowAttrs("aria-" + name).Matching(anyText).Globally()
	}
	p.AllowAttrs("open").Matching(flag).OnElements("details")
	p.AllowAttrs("name").Matching(words).OnElements("details")
	p.AllowAttrs("datetime").Matching(words).OnElements("time", "del", "ins")
	p.AllowAttrs("value").Matching(anyText).OnElements("data")
	p.AllowAttrs("value").Matching(number).OnElements("li")
	p.AllowAttrs("start").Matching(number).OnElements("ol")
	p.AllowAttrs("reversed").Matching(flag).OnElements("ol")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^[1aAiI]$`)).OnElements("ol")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`(?i)^checkbox$`)).OnElements("input")
	p.AllowAttrs("checked", "disabled").Matching(flag).OnElements("input")
	p.AllowAttrs("for").Matching(word).OnElements("label")
	p.AllowAttrs("colspan", "rowspan").Matching(number).OnElements("td", "th")
	p.AllowAttrs("headers").Matching(words).OnElements("td", "th")
	p.AllowAttrs("scope", "abbr").Matching(anyText).OnElements("th")
	p.AllowAttrs("span").Matching(number).OnElements("col", "colgroup")
	p.AllowAttrs("alt").Matching(anyText).OnElements("img")
	p.AllowAttrs("width", "height").Matching(imageSize).OnElements("img", "video")
	p.AllowAttrs("controls", "loop", "muted", "playsinline").Matching(flag).OnElements("video", "audio")
	p.AllowAttrs("preload").Matching(regexp.MustCompile(`(?i)^(?:|none|metadata|auto)$`)).OnElements("video", "audio")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^[\w./+-]+(?:;\s*codecs=["']?[\w.,\s-]+["']?)?$`)).OnElements("source")
	p.AllowAttrs("kind", "srclang").Matching(word).OnElements("track")
	p.AllowAttrs("label").Matching(anyText).OnElements("track")
	p.AllowAttrs("default").Matching(flag).OnElements("track")
	p.AllowAttrs("download").Matching(anyText).OnElements("a")
	return &Policy{p}
}

// isIdle finds attributes that leave without a word: nothing is lost with them.
func isIdle(element, key, value string) bool {
	switch key {
	case "markdown", "loading", "decoding", "fetchpriority", "border", "cellpadding", "cellspacing", "valign", "xmlns":
		return true
	case "target", "rel", "referrerpolicy", "hreflang":
		return element == "a"
	case "width", "height":
		return element == "td" || element == "th" || element == "table" || element == "col"
	}
	return value == "" && key == "/"
}

// Size returns the width or height of a picture as it can stand in an attribute.
func Size(value string) (string, bool) {
	return strings.TrimSuffix(value, "px"), imageSize.MatchString(value)
}

// IsFlag reports whether an attribute means something without a value.
func IsFlag(key string) bool {
	switch key {
	case "open", "checked", "controls", "loop", "muted", "playsinline", "default", "reversed", "download", "disabled":
		return true
	}
	return false
}
