package media

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// BlankSVG returns an SVG as [Strip] does, with the line breaks of what is left out, so
// that its lines are those of the file.
func BlankSVG(data []byte) ([]byte, error) {
	return editSVG(data, func(left []byte) []byte { return bytes.Repeat([]byte("\n"), bytes.Count(left, []byte("\n"))) })
}

// stripSVG leaves out what no browser shows of an SVG: comments, what stands in
// metadata, what editors keep in elements and attributes of their own, attributes for
// scripts, and what nobody sees in embedded pictures. The elements themselves stay, as
// style sheets count them, and so does what style sheets and references may ask for.
func stripSVG(data []byte) ([]byte, error) {
	return editSVG(data, func([]byte) []byte { return nil })
}

// editSVG leaves out what nobody sees of an SVG, but for what blank keeps of it.
func editSVG(data []byte, blank func(left []byte) []byte) ([]byte, error) {
	s := svgStripper{data: data}
	if err := s.run(); err != nil {
		return nil, err
	}
	asked := styleWords(s.styles.String())
	out, at := make([]byte, 0, len(data)), 0
	for _, e := range s.edits {
		if e.attribute != "" && (asked == nil || asked[e.attribute]) {
			continue
		}
		out = append(append(append(out, data[at:e.from]...), e.text...), blank(data[e.from:e.to])...)
		at = e.to
	}
	return append(out, data[at:]...), nil
}

// svgEdit is a part of an SVG that is left out, and what takes its place.
type svgEdit struct {
	from, to  int
	text      string
	attribute string // local name of the attribute that it is, "" for other parts
}

// svgElement is an element that is read.
type svgElement struct {
	inner  int  // where its content begins
	hidden bool // no browser shows it
	used   bool // what stands in it may be shown by reference, or change what is shown
	style  bool
}

type svgStripper struct {
	data   []byte
	edits  []svgEdit // in the order of the file
	open   []svgElement
	styles strings.Builder // all style sheets
}

func (s *svgStripper) run() error {
	text := bytes.TrimPrefix(s.data, []byte("\xef\xbb\xbf"))
	begin := len(s.data) - len(text)
	d := xml.NewDecoder(bytes.NewReader(text))
	for rooted := false; ; {
		from := begin + int(d.InputOffset())
		t, err := d.Token()
		to := begin + int(d.InputOffset())
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !rooted:
			return nil // no SVG
		case err != nil:
			return errDamaged
		}
		switch t := t.(type) {
		case xml.Comment:
			s.edits = append(s.edits, svgEdit{from: from, to: to})
		case xml.CharData:
			if n := len(s.open); n > 0 && s.open[n-1].style {
				s.styles.Write(t)
			}
		case xml.StartElement:
			if !rooted && t.Name.Local != "svg" {
				s.edits = nil
				return nil
			}
			rooted = true
			s.start(t, from, to)
		case xml.EndElement:
			s.end(from)
		}
	}
}

func (s *svgStripper) start(e xml.StartElement, from, to int) {
	name := strings.ToLower(e.Name.Local)
	drawn := e.Name.Space == "" || e.Name.Space == svgNamespace || e.Name.Space == xhtmlNamespace
	el := svgElement{inner: to, hidden: !drawn || name == "metadata", style: drawn && name == "style"}
	used := el.style || drawn && animations[name]
	raw := rawAttributes(s.data[from:to])
	for i, a := range e.Attr {
		used = used || drawn && a.Name.Space == "" && a.Name.Local == "id"
		if i >= len(raw) {
			break
		}
		if hidesAttribute(a.Name, el.hidden) {
			s.edits = append(s.edits, svgEdit{from: from + raw[i].from, to: from + raw[i].to, attribute: a.Name.Local})
		} else if a.Name.Local == "href" && (name == "image" || name == "feimage") {
			value := from + raw[i].value
			s.embedded(a.Value, value, value+raw[i].to-raw[i].value-1)
		}
	}
	if n := len(s.open); n > 0 && used {
		s.open[n-1].used = true
	}
	s.open = append(s.open, el)
}

func (s *svgStripper) end(from int) {
	n := len(s.open) - 1
	el := s.open[n]
	s.open = s.open[:n]
	if n > 0 && el.used {
		s.open[n-1].used = true
	}
	if !el.hidden || el.used || el.inner >= from {
		return
	}
	for len(s.edits) > 0 && s.edits[len(s.edits)-1].from >= el.inner {
		s.edits = s.edits[:len(s.edits)-1]
	}
	s.edits = append(s.edits, svgEdit{from: el.inner, to: from})
}

// embedded leaves out what nobody sees in a picture in the address of an image, which
// stands in the file from an offset to another.
func (s *svgStripper) embedded(value string, from, to int) {
	kind, encoded, ok := strings.Cut(value, ",")
	if !ok || !embeddedPicture(squeeze(kind)+",") || !strings.HasSuffix(squeeze(kind), ";base64") ||
		!bytes.HasPrefix(s.data[from:to], []byte(kind+",")) {
		return
	}
	picture, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(encoded), ""))
	if err != nil {
		return
	}
	if stripped, err := Strip(picture); err == nil && !bytes.Equal(stripped, picture) {
		text := base64.StdEncoding.EncodeToString(stripped)
		s.edits = append(s.edits, svgEdit{from: from + len(kind) + 1, to: to, text: text})
	}
}

const xlinkNamespace = "http://www.w3.org/1999/xlink"

// hidesAttribute reports whether an attribute, of an element that is hidden or of one
// that is not, is nothing to a browser: only programs and scripts read it.
func hidesAttribute(name xml.Name, hidden bool) bool {
	switch {
	case name.Space == "xmlns", name.Space == "" && name.Local == "xmlns", name.Space == xmlNamespace:
		return false
	case name.Space == "" && hidden:
		return name.Local != "id" && name.Local != "class"
	case name.Space == "":
		// draw.io keeps the whole diagram in an attribute, all its pages and layers.
		return strings.HasPrefix(name.Local, "data-") || name.Local == "content"
	}
	return hidden || name.Space != svgNamespace && name.Space != xlinkNamespace
}

// rawAttribute is where an attribute stands in a tag, with the blanks before it, and
// where its value begins.
type rawAttribute struct{ from, value, to int }

// rawAttributes finds the attributes in a tag that [xml.Decoder] has read.
func rawAttributes(tag []byte) (list []rawAttribute) {
	const blanks = " \t\r\n"
	at := bytes.IndexAny(tag, blanks+"/>")
	for at >= 0 && at < len(tag) {
		equals := bytes.IndexByte(tag[at:], '=')
		if equals < 0 {
			break
		}
		quote := at + equals + 1
		quote += len(tag[quote:]) - len(bytes.TrimLeft(tag[quote:], blanks))
		if quote >= len(tag) {
			break
		}
		end := bytes.IndexByte(tag[quote+1:], tag[quote])
		if end < 0 {
			break
		}
		list = append(list, rawAttribute{from: at, value: quote + 1, to: quote + 1 + end + 1})
		at = quote + 1 + end + 1
	}
	return list
}

// styleWords returns the words of style sheets, among which are the names of all
// attributes that they ask for; nil when they may be written so that they are not.
func styleWords(css string) map[string]bool {
	words := map[string]bool{}
	for i, part := range strings.Split(css, `\`) {
		if i > 0 && (part == "" || part[0] >= utf8.RuneSelf || unicode.Is(unicode.ASCII_Hex_Digit, rune(part[0]))) {
			return nil
		}
	}
	for _, word := range strings.FieldsFunc(css, func(r rune) bool {
		return r < utf8.RuneSelf && r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		words[word] = true
	}
	return words
}
