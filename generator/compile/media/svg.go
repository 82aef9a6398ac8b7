package media

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSVG is how large an SVG may be that CheckSVG accepts, in bytes.
const maxSVG = 16 << 20

// maxFindings is how many findings one SVG is given; a generated file can have
// the same one on every line.
const maxFindings = 20

// Finding is one reason not to publish an SVG.
type Finding struct {
	Line, Column int    // 1-based, the column in code points
	Message      string // what is wrong, in lower case: "has the element script"
}

// UnsafeSVG is the error of [CheckSVG]: all findings in the order of the file.
type UnsafeSVG []Finding

// Error returns the findings with their lines: "line 3: has a script element".
func (e UnsafeSVG) Error() string {
	list := make([]string, len(e))
	for i, f := range e {
		list[i] = fmt.Sprintf("line %d: %s", f.Line, f.Message)
	}
	return strings.Join(list, "; ")
}

// svgSize returns the size that the root element gives.
func svgSize(r io.Reader) (width, height int, err error) {
	d := xml.NewDecoder(r)
	// Only the first element is read: entities and other encodings cannot
	// change its numbers in a way that matters.
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		t, err := d.Token()
		if err != nil {
			return 0, 0, errNoSize
		}
		if e, ok := t.(xml.StartElement); ok {
			if e.Name.Local != "svg" {
				return 0, 0, errors.New("not an SVG picture")
			}
			return rootSize(e.Attr)
		}
	}
}

// rootSize finds the size in the attributes of the svg element. With only one
// of width and height, the viewBox gives the proportion.
func rootSize(attrs []xml.Attr) (width, height int, err error) {
	var w, h, boxW, boxH float64
	for _, a := range attrs {
		if a.Name.Space != "" {
			continue
		}
		switch a.Name.Local {
		case "width":
			w = pixels(a.Value)
		case "height":
			h = pixels(a.Value)
		case "viewBox":
			f := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
			if len(f) == 4 {
				boxW, boxH = pixels(f[2]), pixels(f[3])
			}
		}
	}
	if boxW > 0 && boxH > 0 {
		switch {
		case w == 0 && h == 0:
			w, h = boxW, boxH
		case w == 0:
			w = h * boxW / boxH
		case h == 0:
			h = w * boxH / boxW
		}
	}
	if w <= 0 || h <= 0 || w > 1<<24 || h > 1<<24 {
		return 0, 0, errNoSize
	}
	// A hair line is still one pixel.
	return max(1, int(math.Round(w))), max(1, int(math.Round(h))), nil
}

// pixels reads a CSS length with an absolute unit or none; any other is 0.
func pixels(s string) float64 {
	s = strings.ToLower(strings.TrimSpace(s))
	scale := 1.0
	for unit, px := range map[string]float64{"px": 1, "pt": 96.0 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4} {
		if rest, ok := strings.CutSuffix(s, unit); ok {
			s, scale = strings.TrimSpace(rest), px
			break
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
		return 0
	}
	return v * scale
}

// CheckSVG reports whether an SVG can be published as it is: it must run
// nothing and load nothing. The error is an [UnsafeSVG] with all findings, or
// an error of reading.
//
// Refused are script, foreignObject and HTML elements, event attributes,
// addresses other than plain links, parts of the same file and embedded
// pictures, animation of such attributes, styles that load, document types with
// their entities, style sheet instructions, encodings other than UTF-8, and XML
// that is not well-formed, since browsers would mend it in ways of their own.
func CheckSVG(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, maxSVG+1))
	if err != nil {
		return fmt.Errorf("check SVG: %w", err)
	}
	if len(data) > maxSVG {
		return UnsafeSVG{{1, 1, "is larger than 16 MiB"}}
	}
	c := svgChecker{lines: lineCounter{data: data}}
	c.run(data)
	if len(c.findings) == 0 {
		return nil
	}
	return c.findings
}

type svgChecker struct {
	findings UnsafeSVG
	lines    lineCounter
	at       place // of the token that is read
	depth    int
	rooted   bool
	// style collects the text of a style element, which comments may cut up.
	style      strings.Builder
	styleDepth int
	styleAt    place
}

func (c *svgChecker) report(at place, format string, args ...any) {
	if len(c.findings) < maxFindings {
		c.findings = append(c.findings, Finding{at.line, at.column, fmt.Sprintf(format, args...)})
	}
}

func (c *svgChecker) run(data []byte) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	offset := len(data) - len(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	for {
		c.at = c.lines.at(offset + int(d.InputOffset()))
		t, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			var syntax *xml.SyntaxError
			switch {
			case errors.As(err, &syntax):
				c.report(c.lines.at(offset+int(d.InputOffset())), "is not well-formed: %s", syntax.Msg)
			case strings.Contains(err.Error(), "version"):
				c.report(c.at, "has an XML version other than 1.0")
			default:
				c.report(c.at, "has an encoding other than UTF-8")
			}
			return
		}
		switch t := t.(type) {
		case xml.ProcInst:
			if t.Target != "xml" {
				c.report(c.at, "has a processing instruction (%s)", t.Target)
			}
		case xml.Directive:
			c.report(c.at, "has a document type; entities and DOCTYPE are not allowed")
		case xml.StartElement:
			if c.depth++; c.depth == 1 && c.rooted {
				c.report(c.at, "is not well-formed: a second element stands behind the first")
			}
			c.start(t)
		case xml.CharData:
			if c.depth == 0 && c.rooted && len(bytes.TrimSpace(t)) > 0 {
				c.report(c.at, "is not well-formed: text stands outside of the svg element")
			}
			if c.styleDepth > 0 {
				c.style.Write(t)
			}
		case xml.EndElement:
			if c.depth == c.styleDepth {
				c.css(c.styleAt, "a style element", c.style.String())
				c.style.Reset()
				c.styleDepth = 0
			}
			c.depth--
		}
	}
	if !c.rooted {
		c.report(place{1, 1}, "has no svg element")
	}
}

const (
	svgNamespace   = "http://www.w3.org/2000/svg"
	xhtmlNamespace = "http://www.w3.org/1999/xhtml"
	xmlNamespace   = "http://www.w3.org/XML/1998/namespace"
)

// forbidden are elements that run or embed something, whatever their namespace:
// a file that is read as HTML has none.
var forbidden = map[string]bool{
	"script": true, "foreignobject": true, "handler": true, "listener": true, "iframe": true, "frame": true,
	"object": true, "embed": true, "applet": true, "audio": true, "video": true, "source": true, "track": true,
	"canvas": true, "link": true, "meta": true, "base": true, "form": true, "input": true, "button": true,
	"html": true, "body": true, "img": true, "template": true, "stylesheet": true,
}

// animations are the elements that change an attribute.
var animations = map[string]bool{
	"set":              true,
	"animate":          true,
	"animatemotion":    true,
	"animatetransform": true,
	"animatecolor":     true,
	"discard":          true,
}

func (c *svgChecker) start(e xml.StartElement) {
	name := strings.ToLower(e.Name.Local)
	if !c.rooted {
		c.rooted = true
		if name != "svg" || e.Name.Space != svgNamespace && e.Name.Space != "" {
			c.report(c.at, "begins with a %s element, not svg", e.Name.Local)
		}
	}
	switch {
	case strings.Contains(name, ":"):
		c.report(c.at, "has an element with two colons in its name")
	case e.Name.Space == xhtmlNamespace:
		c.report(c.at, "has an HTML element (%s)", e.Name.Local)
	case forbidden[name]:
		c.report(c.at, "has the element %s", e.Name.Local)
	case name == "style" && c.styleDepth == 0:
		c.styleDepth, c.styleAt = c.depth, c.at
	}
	said := make(map[xml.Name]bool, len(e.Attr))
	for _, a := range e.Attr {
		if said[a.Name] {
			c.report(c.at, "is not well-formed: an element has the attribute %s twice", a.Name.Local)
		}
		said[a.Name] = true
		c.attribute(name, a)
	}
}

func (c *svgChecker) attribute(element string, a xml.Attr) {
	name := strings.ToLower(a.Name.Local)
	value := squeeze(a.Value)
	switch {
	case a.Name.Space == "xmlns" || a.Name.Space == "" && name == "xmlns":
		// A declaration loads nothing; its elements are checked as they come.
		return
	case len(name) > 2 && strings.HasPrefix(name, "on"):
		c.report(c.at, "has an event attribute (%s)", a.Name.Local)
	case name == "base" && a.Name.Space == xmlNamespace:
		c.report(c.at, "has an xml:base attribute")
	case name == "href" || name == "src":
		if fault := address(element, value); fault != "" {
			c.report(c.at, "has %s (%s)", fault, shorten(a.Value))
		}
	case name == "attributename" && animations[element]:
		target := value
		if _, local, ok := strings.Cut(value, ":"); ok {
			target = local
		}
		if target == "href" || target == "src" || strings.HasPrefix(target, "on") || target == "style" {
			c.report(c.at, "animates the %s attribute", shorten(a.Value))
		}
	default:
		if runs(value) {
			c.report(c.at, "has a %s attribute that runs a script", a.Name.Local)
			return
		}
		if a.Name.Space != "" && a.Name.Space != svgNamespace || prose(name) {
			return
		}
		c.css(c.at, "a "+a.Name.Local+" attribute", a.Value)
	}
}

// prose reports whether an attribute is a name, text or numbers, which load
// nothing whatever they say.
func prose(name string) bool {
	switch name {
	case "id", "class", "d", "points", "title", "label", "lang", "role", "viewbox", "version", "font-family", "transform":
		return true
	}
	return strings.HasPrefix(name, "aria-") || strings.HasPrefix(name, "data-")
}

// address says what is wrong with the target of an element's href, or "". A
// link may lead anywhere that a reader can go; all else must be in the file.
func address(element, value string) string {
	switch {
	case value == "" || strings.HasPrefix(value, "#"):
		return ""
	case runs(value):
		return "an address that runs a script"
	case element == "a":
		if scheme, _, ok := strings.Cut(value, ":"); ok && !strings.ContainsAny(scheme, "/?#") {
			switch scheme {
			case "http", "https", "mailto", "tel":
			default:
				return "a link with the scheme " + scheme
			}
		}
		return ""
	case strings.HasPrefix(value, "data:"):
		if (element == "image" || element == "feimage") && embeddedPicture(value) {
			return ""
		}
		return "embedded data that is no picture"
	}
	return "a reference to another file"
}

// embeddedPicture reports whether a squeezed data address is a picture of
// pixels. SVG is none: it could hold anything again.
func embeddedPicture(value string) bool {
	for _, t := range []string{"png", "jpeg", "jpg", "gif", "webp", "avif"} {
		if rest, ok := strings.CutPrefix(value, "data:image/"+t); ok && rest != "" && (rest[0] == ';' || rest[0] == ',') {
			return true
		}
	}
	return false
}

// embeddedFont reports whether a squeezed data address is a font.
func embeddedFont(value string) bool {
	return strings.HasPrefix(value, "data:font/") || strings.HasPrefix(value, "data:application/font-") ||
		strings.HasPrefix(value, "data:application/x-font-")
}

// runs reports whether a squeezed value, or one of a list, is a script.
func runs(value string) bool {
	for part := range strings.SplitSeq(value, ";") {
		for _, scheme := range []string{"javascript:", "vbscript:", "livescript:", "data:text/html"} {
			if strings.HasPrefix(part, scheme) {
				return true
			}
		}
	}
	return false
}

// squeeze lowers a value and removes the blanks and control characters that
// browsers ignore in addresses.
func squeeze(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r <= 0x20 || r == 0x7f || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s))
}

// shorten returns the beginning of a value for a message.
func shorten(s string) string {
	const most = 40
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(r)
}

// place is a line and a column, both 1-based.
type place struct{ line, column int }

// lineCounter gives the place of rising offsets.
type lineCounter struct {
	data         []byte
	offset       int
	line, column int // that were passed
}

func (l *lineCounter) at(offset int) place {
	offset = min(offset, len(l.data))
	if offset > l.offset {
		passed := l.data[l.offset:offset]
		if last := bytes.LastIndexByte(passed, '\n'); last >= 0 {
			l.line += bytes.Count(passed, []byte("\n"))
			l.column, passed = 0, passed[last+1:]
		}
		l.column += utf8.RuneCount(passed)
		l.offset = offset
	}
	return place{l.line + 1, l.column + 1}
}
