package media_test

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"headsup/generator/compile/media"
)

const editors = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:svg="http://www.w3.org/2000/svg"` +
	` xmlns:xlink="http://www.w3.org/1999/xlink"` +
	` xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"` +
	` xmlns:sketch="http://www.bohemiancoding.com/sketch/ns" xmlns:serif="http://www.serif.com/"` +
	` xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"`

// What editors leave in drawings, and what is left of it.
func TestStripSVG(t *testing.T) {
	photo := hiding(t)["jpeg"]
	clean, err := media.Strip(photo)
	if err != nil {
		t.Fatal(err)
	}
	address := func(data []byte) string { return "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(data) }
	wrapped := strings.ReplaceAll(address(photo), "AAA", "A&#10;\r\n AA")
	for data, want := range map[string]string{
		`><!-- by Ann --><g/></svg><!-- end -->`: `><g/></svg>`,
		"\n sodipodi:docname=\"C:\\Users\\ann\\secret.svg\" width='9'\t" +
			"inkscape:export-filename = '/home/ann/x.png' ><g/></svg>": ` width='9' ><g/></svg>`,
		`><metadata id="m" class="c" about="Ann"><rdf:RDF><dc:creator>Ann</dc:creator><!-- x --></rdf:RDF></metadata><g/></svg>`: "" +
			`><metadata id="m" class="c"></metadata><g/></svg>`,
		`><metadata><author xmlns="">Ann</author>Ann</metadata></svg>`: `><metadata></metadata></svg>`,
		`><sodipodi:namedview id="n" pagecolor="#fff" inkscape:cx="1"><inkscape:grid type="x"/></sodipodi:namedview></svg>`: "" +
			`><sodipodi:namedview id="n"></sodipodi:namedview></svg>`,
		`><inkscape:path-effect effect="Ann"/><g sketch:type="Ann" serif:id="Ann" data-name="Ann" id="a" class="b"/></svg>`: "" +
			`><inkscape:path-effect/><g id="a" class="b"/></svg>`,
		` content="&lt;mxfile host=&quot;a&quot;>…"><g/></svg>`: `><g/></svg>`,
		`><image xlink:href="` + wrapped + `" x="1"/></svg>`:    `><image xlink:href="` + address(clean) + `" x="1"/></svg>`,
		`><image href='` + address(photo) + `'/></svg>`:         `><image href='` + address(clean) + `'/></svg>`,
		// What is seen, read out or asked for stays.
		`><title>T</title><desc>D</desc><g aria-label="L" role="img" xml:space="preserve" xlink:title="T"/></svg>`:             "",
		`><text> a <![CDATA[ <!-- b --> ]]> data-name="c" </text></svg>`:                                                       "",
		`><g xmlns:a="urn:a" transform="rotate(1)" style="fill: red" d='data-name="x"'/></svg>`:                                "",
		`><style>[data-name="x"] + g, [inkscape\:label] { fill: red }</style><g data-name="x" inkscape:label="y"/></svg>`:      "",
		`><style>[\64 ata-name] { fill: red }</style><g data-name="x"/></svg>`:                                                 "",
		`><metadata><style>g { fill: red }</style></metadata><g/></svg>`:                                                       "",
		`><inkscape:x><linearGradient id="a"/></inkscape:x><g fill="url(#a)"/></svg>`:                                          "",
		`><metadata/><inkscape:grid/><image href="data:image/png;base64,iVBORw0KGgo="/><image href="data:image/png,x"/></svg>`: "",
		// But not what nobody sees beside it.
		`><style>g { fill: red }</style><g data-name="x"/></svg>`: `><style>g { fill: red }</style><g/></svg>`,
		`><metadata a="b"><!-- x --><svg:g id="a" inkscape:label="y"/></metadata></svg>`: "" +
			`><metadata><svg:g id="a"/></metadata></svg>`,
	} {
		if want == "" {
			want = data
		}
		got, err := media.Strip([]byte(editors + data))
		if err != nil || string(got) != editors+want {
			t.Errorf("%s\n got %s, %v\nwant %s", data, bytes.TrimPrefix(got, []byte(editors)), err, want)
		}
		if again, err := media.Strip(got); err != nil || !bytes.Equal(again, got) {
			t.Errorf("%s: what was stripped is changed again: %s, %v", data, again, err)
		}
		blank, err := media.BlankSVG([]byte(editors + data))
		if lines := strings.Count(data, "\n"); err != nil || bytes.Count(blank, []byte("\n")) != lines {
			t.Errorf("%s: not the lines of the file: %s, %v", data, blank, err)
		}
	}
}

// Files that are no drawing, and bad ones.
func TestStripOtherXML(t *testing.T) {
	for _, data := range []string{"<html><!-- x --></html>", "<!-- x --><p>", "<", "\ufeff<?xml version='1.0'?>\n<svg/>"} {
		if got, err := media.Strip([]byte(data)); err != nil || string(got) != data {
			t.Errorf("%q: got %q, %v", data, got, err)
		}
	}
	for _, data := range []string{"<svg><!-- x -->", "<svg><g></svg>", "<svg>&x;</svg>"} {
		if got, err := media.Strip([]byte(data)); err == nil {
			t.Errorf("%q: got %q", data, got)
		}
	}
}

// shown returns what of an SVG a browser draws or asks for, one part a line: elements
// without those of editors and metadata, with the attributes that have no namespace but
// for those of scripts, and text.
func shown(data string) (parts string, err error) {
	var b strings.Builder
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(data, "\ufeff")))
	for hidden := 0; ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		} else if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if hidden > 0 || t.Name.Local == "metadata" || t.Name.Space != "" && !strings.HasPrefix(t.Name.Space, "http://www.w3.org/") {
				hidden++
				continue
			}
			b.WriteString("\n<" + t.Name.Local)
			for _, a := range t.Attr {
				if a.Name.Space == "" && !strings.HasPrefix(a.Name.Local, "data-") && a.Name.Local != "content" && a.Name.Local != "href" {
					b.WriteString(" " + a.Name.Local + "=" + a.Value)
				}
			}
		case xml.CharData:
			if hidden == 0 {
				b.Write(t)
			}
		case xml.EndElement:
			if hidden > 0 {
				hidden--
			}
		}
	}
}

// What is well-formed and safe stays so, and shows the same.
func FuzzStripSVG(f *testing.F) {
	for _, s := range []string{
		"><!-- x --><g/>", "\n sodipodi:docname='x'><g inkscape:label=\"y\"/>", "><metadata id='m'><rdf:RDF>x</rdf:RDF></metadata>",
		"><sodipodi:namedview a='b'><inkscape:grid/></sodipodi:namedview>", "><style>[data-name]{fill:red}</style><g data-name='x'/>",
		"><image href='data:image/png;base64,iVBORw0KGgo='/>", "><text>a<![CDATA[<!-- b -->]]></text>", "><x:y><g id='a'/></x:y>",
	} {
		f.Add(editors + s + "</svg>")
	}
	f.Add("\ufeff<svg/>")
	f.Fuzz(func(t *testing.T, data string) {
		safe := media.CheckSVG(strings.NewReader(data)) == nil
		got, err := media.Strip([]byte(data))
		if err != nil {
			if safe {
				t.Errorf("%q: %v", data, err)
			}
			return
		}
		if len(got) > len(data) {
			t.Errorf("%q became longer: %q", data, got)
		}
		again, err := media.Strip(got)
		if err != nil || !bytes.Equal(again, got) {
			t.Errorf("%q: stripped twice: %q, then %q, %v", data, got, again, err)
		}
		if !safe {
			return
		}
		if err := media.CheckSVG(bytes.NewReader(got)); err != nil {
			t.Errorf("%q became %q: %v", data, got, err)
		}
		want, err := shown(data)
		have, err2 := shown(string(got))
		if have != want || err != nil || err2 != nil {
			t.Errorf("%q became %q: it showed %q, %v, and shows %q, %v", data, got, want, err, have, err2)
		}
		blank, err := media.BlankSVG([]byte(data))
		if err != nil || bytes.Count(blank, []byte("\n")) != strings.Count(data, "\n") {
			t.Errorf("%q: not the lines of the file: %q, %v", data, blank, err)
		}
	})
}
