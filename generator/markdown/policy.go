package markdown

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// element says how a raw element is treated.
type element uint8

const (
	allowed element = 1 << iota
	void            // has no end tag
	block           // ends an open paragraph
	hollow          // not allowed, and its content is left out with it
)

// elements are the elements of HTML, and of the SVG and MathML that people
// paste. Those without allowed are removed; a name that is not here is not
// markup at all.
var elements = newElements()

func newElements() map[string]element {
	m := map[string]element{}
	set := func(e element, names string) {
		for _, name := range strings.Fields(names) {
			m[name] |= e
		}
	}
	set(allowed, "a abbr b bdi bdo cite code data del dfn em i ins kbd label mark q rp rt ruby s samp small span strong sub sup u var time")
	set(allowed|void, "br img input source track wbr")
	set(allowed, "audio video")
	set(allowed|block, "address article aside blockquote dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header li ol p pre section summary ul")
	set(allowed|block, "table caption colgroup tbody td tfoot th thead tr")
	set(allowed|block|void, "hr")
	set(allowed|void, "col")
	set(0, "acronym area base basefont bgsound big blink body button center dialog dir embed fieldset font form frame frameset head hgroup html keygen legend link main map marquee menu menuitem meta meter nav nobr optgroup option output param picture plaintext portal progress rb rtc search slot strike tt title xmp textarea listing")
	set(block, "center dialog dir fieldset form hgroup main menu nav search listing")
	set(void, "area base basefont bgsound embed frame keygen link meta param")
	set(hollow, "script style iframe object applet svg math template noscript noframes noembed select datalist canvas")
	set(0, "animate circle clippath defs desc ellipse filter foreignobject g image line lineargradient marker mask path pattern polygon polyline radialgradient rect stop symbol text textpath tspan use view mi mn mo mrow mtext mfrac msup msub msqrt annotation semantics")
	return m
}

// Values that attributes can have.
var (
	anyText   = regexp.MustCompile(`^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$`)
	word      = regexp.MustCompile(`^[A-Za-z0-9][\w.:+-]*$`)
	words     = regexp.MustCompile(`^[\w.:\s-]*$`)
	number    = regexp.MustCompile(`^-?[0-9]{1,6}$`)
	imageSize = regexp.MustCompile(`^[0-9]{1,5}(?:px|%)?$`)
	flag      = regexp.MustCompile(`(?i)^(?:|true|[a-z]+)$`)
)

// newPolicy is the allow-list of raw HTML. Addresses are not on it: they leave
// the tag before the policy sees it, as references.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	var names []string
	for name, e := range elements {
		if e&allowed != 0 {
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
	return p
}

// Attributes that leave without a warning: nothing is lost with them.
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

// needs are elements that mean something only inside of others, as far as a
// browser would else take apart what is around them.
func needs(name string) string {
	switch name {
	case "td", "th":
		return " tr "
	case "tr":
		return " table thead tbody tfoot "
	case "thead", "tbody", "tfoot", "caption", "colgroup":
		return " table "
	case "col":
		return " colgroup table "
	case "li":
		return " ul ol "
	case "dt", "dd":
		return " dl "
	case "source", "track":
		return " video audio "
	}
	return ""
}

// ends reports whether the start of an element ends an open one.
func ends(name, open string) bool {
	switch open {
	case "p":
		return elements[name]&block != 0
	case "li":
		return name == "li"
	case "dt", "dd":
		return name == "dt" || name == "dd"
	case "td", "th":
		return name == "td" || name == "th" || name == "tr" || name == "tbody" || name == "thead" || name == "tfoot"
	case "tr":
		return name == "tr" || name == "tbody" || name == "thead" || name == "tfoot"
	case "thead", "tbody", "tfoot":
		return name == "tbody" || name == "thead" || name == "tfoot"
	case "caption", "colgroup":
		return name == "tr" || name == "tbody" || name == "thead" || name == "tfoot" || name == "colgroup" && open == "caption"
	case "rt", "rp":
		return name == "rt" || name == "rp"
	}
	return len(open) == 2 && open[0] == 'h' && open[1] != 'r' && len(name) == 2 && name[0] == 'h' && name[1] != 'r'
}

// bounds reports whether an open element keeps what is outside of it from being
// ended by a start inside of it.
func bounds(open string) bool {
	switch open {
	case "table", "td", "th", "ul", "ol", "dl", "caption":
		return true
	}
	return false
}
