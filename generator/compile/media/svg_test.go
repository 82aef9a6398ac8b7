package media_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"headsup/generator/compile/media"
)

const open = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">`

func svg(body string) string { return open + body + "</svg>" }

func TestCheckSVGAcceptsPictures(t *testing.T) {
	for _, data := range []string{
		`<svg/>`,
		svg(``),
		"\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- <script> in a comment -->\n" + svg(`<path d="M0 0h1"/>`),
		svg(`<defs><linearGradient id="g"/></defs><rect fill="url(#g)" style="stroke: url('#g'); fill:url( &quot;#g&quot; )"/>`),
		svg(`<use href="#a"/><use xlink:href="#a"/>`),
		svg(`<a href="https://example.com/x?y=1"><text>see</text></a>` +
			`<a xlink:href="../x/"/><a href="mailto:a@example.com"/><a href="/a:b"/>`),
		svg(`<image href="data:image/png;base64,iVBORw0KGgo="/><image xlink:href=" data:image/jpeg,x"/>`),
		svg(`<style>@font-face{font-family:x;src:url(data:font/woff2;base64,AA)} .a{fill:#fff}</style>`),
		svg(`<style><![CDATA[ .a > .b { fill: red } ]]></style>`),
		svg(`<animate attributeName="opacity" values="0;1" dur="1s"/><set attributeName="fill" to="red"/>`),
		svg(`<text>javascript: is a word, and so is @import url(x)</text><title>onload</title>`),
		svg(`<g aria-label="Image(1)" data-name="src(2)" id="image(3)"/>`),
		`<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape">` +
			`<inkscape:grid inkscape:label="image(4)"/><metadata/></svg>`,
		`<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>`,
	} {
		if err := media.CheckSVG(strings.NewReader(data)); err != nil {
			t.Errorf("%s\n%v", data, err)
		}
	}
}

func TestCheckSVGRefuses(t *testing.T) {
	tests := []struct{ data, want string }{
		// elements
		{svg(`<script>alert(1)</script>`), "has the element script"},
		{svg(`<SCRIPT/>`), "has the element SCRIPT"},
		{svg(`<x:script xmlns:x="http://www.w3.org/2000/svg"/>`), "has the element script"},
		{svg(`<y:script/>`), "has the element script"},
		{svg(`<script xmlns="urn:other"/>`), "has the element script"},
		{svg(`<foreignObject><p/></foreignObject>`), "has the element foreignObject"},
		{svg(`<h:p xmlns:h="http://www.w3.org/1999/xhtml"/>`), "has an HTML element (p)"},
		{svg(`<iframe src="#a"/>`), "has the element iframe"},
		{svg(`<handler type="x"/>`), "has the element handler"},
		{svg(`<g><g><embed/></g></g>`), "has the element embed"},
		// events
		{svg(`<g onclick="x"/>`), "has an event attribute (onclick)"},
		{`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "has an event attribute (onload)"},
		{svg(`<g OnBegin="x"/>`), "has an event attribute (OnBegin)"},
		{svg(`<g xlink:onend="x"/>`), "has an event attribute (onend)"},
		// addresses
		{svg(`<a href="javascript:alert(1)"/>`), "has an address that runs a script (javascript:alert(1))"},
		{svg(`<a xlink:href="&#x6A;ava&#x09;script&#58;alert(1)"/>`), "has an address that runs a script (java script:alert(1))"},
		{svg("<a href=\" \u200bjavascript:x\"/>"), "has an address that runs a script (\u200bjavascript:x)"},
		{svg(`<a href="data:text/html,x"/>`), "has an address that runs a script (data:text/html,x)"},
		{svg(`<a href="data:image/svg+xml,x"/>`), "has a link with the scheme data (data:image/svg+xml,x)"},
		{svg(`<a href="file:///etc/passwd"/>`), "has a link with the scheme file (file:///etc/passwd)"},
		{svg(`<use href="https://example.com/a.svg#b"/>`), "has a reference to another file (https://example.com/a.svg#b)"},
		{svg(`<use href="other.svg#b"/>`), "has a reference to another file (other.svg#b)"},
		{svg(`<use href="data:image/svg+xml;base64,AA#b"/>`), "has embedded data that is no picture (data:image/svg+xml;base64,AA#b)"},
		{svg(`<use href="data:image/png;base64,AA"/>`), "has embedded data that is no picture (data:image/png;base64,AA)"},
		{svg(`<image href="//example.com/pixel.png"/>`), "has a reference to another file (//example.com/pixel.png)"},
		{svg(`<image href="data:image/svg+xml,x"/>`), "has embedded data that is no picture (data:image/svg+xml,x)"},
		{svg(`<image href="data:image/pngx,x"/>`), "has embedded data that is no picture (data:image/pngx,x)"},
		{svg(`<feImage href="https://example.com/a.png"/>`), "has a reference to another file (https://example.com/a.png)"},
		{svg(`<g xml:base="https://example.com/"/>`), "has an xml:base attribute"},
		// animations
		{svg(`<a><set attributeName="href" to="javascript:x"/></a>`), "animates the href attribute"},
		{svg(`<a><animate attributeName=" xlink:HREF " values="x"/></a>`), "animates the xlink:HREF attribute"},
		{svg(`<set attributeName="onclick" to="x"/>`), "animates the onclick attribute"},
		{svg(`<animate attributeName="x" values="#a;javascript:x"/>`), "has a values attribute that runs a script"},
		// styles
		{svg(`<style>@import "x.css";</style>`), "has a style element that imports another style sheet"},
		{svg(`<style>@im<!-- -->port "x.css";</style>`), "has a style element that imports another style sheet"},
		{svg(`<style><![CDATA[@IMPORT]]> "x.css";</style>`), "has a style element that imports another style sheet"},
		{svg(`<style>@\69mport "x.css";</style>`), "has a style element that imports another style sheet"},
		{svg(`<style>@im/**/port "x.css";</style>`), "has a style element that imports another style sheet"},
		{svg(`<style>a{fill:url(https://example.com/x)}</style>`), "has a style element that loads https://example.com/x"},
		{svg(`<style>a{fill:u\72l(x.svg)}</style>`), "has a style element that loads x.svg"},
		{svg(`<style>a{background:image-set("x.png" 1x)}</style>`), "has a style element that loads a picture"},
		{svg(`<g style="fill:URL( '//example.com/x' )"/>`), "has a style attribute that loads //example.com/x"},
		{svg(`<g style="width:expression(alert(1))"/>`), "has a style attribute that runs a script"},
		{svg(`<g fill="url(#a) url(x.png)"/>`), "has a fill attribute that loads x.png"},
		{svg(`<g filter="url(https://example.com/f.svg#f)"/>`), "has a filter attribute that loads https://example.com/f.svg#f"},
		{svg(`<set attributeName="fill" to="url(https://example.com/f)"/>`), "has a to attribute that loads https://example.com/f"},
		// the document
		{`<!DOCTYPE svg [<!ENTITY x "y">]>` + svg(``), "has a document type; entities and DOCTYPE are not allowed"},
		{
			`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + svg(``),
			"has a document type; entities and DOCTYPE are not allowed",
		},
		{`<?xml-stylesheet href="x.css"?>` + svg(``), "has a processing instruction (xml-stylesheet)"},
		{`<?xml version="1.0" encoding="UTF-7"?>` + svg(``), "has an encoding other than UTF-8"},
		{`<?xml version="1.1"?>` + svg(``), "has an XML version other than 1.0"},
		{`<html/>`, "begins with a html element, not svg"},
		{``, "has no svg element"},
		{`plain text`, "has no svg element"},
		{svg(`<g>`), "is not well-formed: element <g> closed by </svg>"},
		{svg(`&x;`), "is not well-formed: invalid character entity &x;"},
		{svg("\xff"), "is not well-formed: invalid UTF-8"},
		{"<\x00s\x00v\x00g\x00/\x00>\x00", "is not well-formed"},
	}
	for _, tt := range tests {
		err := media.CheckSVG(strings.NewReader(tt.data))
		var unsafe media.UnsafeSVG
		if !errors.As(err, &unsafe) {
			t.Errorf("%s\naccepted: %v", tt.data, err)
			continue
		}
		if !strings.HasPrefix(unsafe[0].Message, tt.want) {
			t.Errorf("%s\n got %s\nwant %s", tt.data, unsafe[0].Message, tt.want)
		}
		if unsafe[0].Line != 1 {
			t.Errorf("%s\nline %d, want 1", tt.data, unsafe[0].Line)
		}
	}
}

// What browsers do not show, because it is not well-formed, is refused at its place.
func TestCheckSVGIsWellFormed(t *testing.T) {
	for data, want := range map[string]string{
		"<svg>\n<g></svg>":                        "2:10 is not well-formed: element <g> closed by </svg>",
		"<svg>\n <text>é & b</text></svg>":        "2:11 is not well-formed: invalid character entity & (no semicolon)",
		"<svg>\n <rect x='1' y='2' x='3'/></svg>": "2:2 is not well-formed: an element has the attribute x twice",
		"<svg/>\n<svg/>":                          "2:1 is not well-formed: a second element stands behind the first",
		"<svg/>\nwords":                           "1:7 is not well-formed: text stands outside of the svg element",
		"<svg><rect x=1/></svg>":                  "1:15 is not well-formed: unquoted or missing attribute value in element",
		"<svg><rect":                              "1:11 is not well-formed: unexpected EOF",
	} {
		var unsafe media.UnsafeSVG
		if err := media.CheckSVG(strings.NewReader(data)); !errors.As(err, &unsafe) {
			t.Errorf("%s: %v", data, err)
		} else if f := unsafe[0]; fmt.Sprintf("%d:%d %s", f.Line, f.Column, f.Message) != want {
			t.Errorf("%s: got %d:%d %s", data, f.Line, f.Column, f.Message)
		}
	}
}

func TestCheckSVGReportsAllWithTheirLines(t *testing.T) {
	data := "<?xml version=\"1.0\"?>\n" + open + "\n<script/>\n<g\n onload=\"x\" />\n<style>\n@import 'a';\n</style>\n<g>\n"
	err := media.CheckSVG(strings.NewReader(data))
	want := "line 3: has the element script; line 4: has an event attribute (onload); " +
		"line 6: has a style element that imports another style sheet; line 10: is not well-formed: unexpected EOF"
	if err == nil || err.Error() != want {
		t.Errorf("\n got %v\nwant %s", err, want)
	}
	many := media.CheckSVG(strings.NewReader(svg(strings.Repeat("<script/>", 1000))))
	var unsafe media.UnsafeSVG
	if !errors.As(many, &unsafe) || len(unsafe) != 20 {
		t.Errorf("a thousand scripts are %d findings", len(unsafe))
	}
}

func TestCheckSVGErrorsOfReading(t *testing.T) {
	err := media.CheckSVG(iotest.ErrReader(io.ErrClosedPipe))
	if !errors.Is(err, io.ErrClosedPipe) || errors.As(err, new(media.UnsafeSVG)) {
		t.Errorf("err = %v", err)
	}
	large := io.MultiReader(strings.NewReader(open), io.LimitReader(blanks{}, 16<<20))
	if err := media.CheckSVG(large); err == nil || err.Error() != "line 1: is larger than 16 MiB" {
		t.Errorf("err = %v", err)
	}
}

type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// What is accepted has no script element, however the text is cut.
func FuzzCheckSVG(f *testing.F) {
	for _, s := range []string{
		svg(`<script/>`), svg(`<g onload="x"/>`), svg(`<a href="java&#10;script:x"/>`), svg(`<style>@\69mport 'x'</style>`),
		svg(`<style>a{fill:url(#b)}</style>`), `<!DOCTYPE x>` + svg(``), svg(`<![CDATA[<script>]]>`), svg(`<s:script xmlns:s="x"/>`),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		if media.CheckSVG(strings.NewReader(data)) != nil {
			return
		}
		lower := strings.ToLower(data)
		for _, comment := range []string{"<!--", "<![cdata["} {
			if strings.Contains(lower, comment) {
				return // its text may say anything
			}
		}
		for _, s := range []string{"<script", "<foreignobject", "<!doctype", "<?xml-stylesheet"} {
			if strings.Contains(lower, s) {
				t.Errorf("accepted %q", data)
			}
		}
	})
}
