package rawhtml

import "strings"

// Element says how an element is treated.
type Element uint8

// What an element can be.
const (
	Allowed Element = 1 << iota
	Void            // has no end tag
	Block           // ends an open paragraph
	Hollow          // not allowed, and its content is left out with it
)

// Is reports whether an element is all of what is given.
func (e Element) Is(what Element) bool { return e&what == what }

// Lookup returns how an element is treated; the name is in lower case. A name
// that it does not know is not HTML's.
func Lookup(name string) (Element, bool) {
	e, ok := elements[name]
	return e, ok
}

// elements are the elements of HTML, and of the SVG and MathML that people
// paste. Those without Allowed are removed; a name that is not here is not
// markup at all.
var elements = newElements()

func newElements() map[string]Element {
	m := map[string]Element{}
	set := func(e Element, names string) {
		for _, name := range strings.Fields(names) {
			m[name] |= e
		}
	}
	set(Allowed, "a abbr b bdi bdo cite code data del dfn em i ins kbd label mark q rp rt ruby s samp small span strong sub sup u var time")
	set(Allowed|Void, "br img input source track wbr")
	set(Allowed, "audio video")
	set(Allowed|Block, "address article aside blockquote dd details div dl dt "+
		"figcaption figure footer h1 h2 h3 h4 h5 h6 header li ol p pre section summary ul")
	set(Allowed|Block, "table caption colgroup tbody td tfoot th thead tr")
	set(Allowed|Block|Void, "hr")
	set(Allowed|Void, "col")
	set(0, "acronym area base basefont bgsound big blink body button center dialog dir embed fieldset font form frame "+
		"frameset head hgroup html keygen legend link main map marquee menu menuitem meta meter nav nobr optgroup "+
		"option output param picture plaintext portal progress rb rtc search slot strike tt title xmp textarea listing")
	set(Block, "center dialog dir fieldset form hgroup main menu nav search listing")
	set(Void, "area base basefont bgsound embed frame keygen link meta param")
	set(Hollow, "script style iframe object applet svg math template noscript noframes noembed select datalist canvas")
	set(0, "animate circle clippath defs desc ellipse filter foreignobject g image line "+
		"lineargradient marker mask path pattern polygon polyline radialgradient rect stop symbol "+
		"text textpath tspan use view mi mn mo mrow mtext mfrac msup msub msqrt annotation semantics")
	return m
}

// parents of elements that mean something only inside of others, as far as a
// browser would else take apart what is around them.
var parents = map[string][]string{
	"td": {"tr"}, "th": {"tr"},
	"tr":    {"table", "thead", "tbody", "tfoot"},
	"thead": {"table"}, "tbody": {"table"}, "tfoot": {"table"}, "caption": {"table"}, "colgroup": {"table"},
	"col": {"colgroup", "table"},
	"li":  {"ul", "ol"},
	"dt":  {"dl"}, "dd": {"dl"},
	"source": {"video", "audio"}, "track": {"video", "audio"},
}

// ends reports whether the start of an element ends an open one.
func ends(name, open string) bool {
	part := name == "tbody" || name == "thead" || name == "tfoot" // of a table
	switch open {
	case "p":
		return elements[name].Is(Block)
	case "li":
		return name == "li"
	case "dt", "dd":
		return name == "dt" || name == "dd"
	case "td", "th":
		return name == "td" || name == "th" || name == "tr" || part
	case "tr":
		return name == "tr" || part
	case "thead", "tbody", "tfoot":
		return part
	case "caption":
		return name == "tr" || name == "colgroup" || part
	case "colgroup":
		return name == "tr" || part
	case "rt", "rp":
		return name == "rt" || name == "rp"
	}
	return IsHeading(open) && IsHeading(name)
}

// IsHeading reports whether an element is h1 to h6.
func IsHeading(name string) bool {
	return len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6'
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
