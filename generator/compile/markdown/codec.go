package markdown

import (
	"encoding/binary"
	"errors"
	"math"

	"headsup/generator/diag"
)

// codecVersion is the first byte of an encoded document.
const codecVersion = 4

// errCorrupt says that bytes are not an encoded document.
var errCorrupt = errors.New("decode document: corrupt data")

// Encoded is a document in a compact form. What is long in it, HTML and
// passages, is found without reading the rest.
//
//	version    1 byte
//	lengths    of the sections, 4 bytes each, little-endian
//	sections   HTML and passages of Full, HTML and passages of Public
//	outline    all else
//
// Numbers are varints; strings and lists have their length in front.
type Encoded []byte

// The sections, in their order.
const (
	fullHTML = iota
	fullPassages
	publicHTML
	publicPassages
	sections

	encodedHeader = 1 + 4*sections
)

// AppendBinary appends the document, [Encoded], to b. The error is that a
// section is 4 GiB or longer.
func (d *Document) AppendBinary(b []byte) ([]byte, error) {
	start := len(b)
	e := encoder{append(append(b, codecVersion), make([]byte, 4*sections)...)}
	public := d.Public
	if public == nil {
		public = new(Fragment)
	}
	for i, write := range [sections]func(){
		func() { e.b = append(e.b, d.Full.HTML...) },
		func() { e.passages(d.Full.Passages) },
		func() { e.b = append(e.b, public.HTML...) },
		func() { e.passages(public.Passages) },
	} {
		from := len(e.b)
		write()
		n := len(e.b) - from
		if n > math.MaxUint32 {
			return b[:start], errors.New("encode document: it is too long")
		}
		binary.LittleEndian.PutUint32(e.b[start+1+4*i:], uint32(n))
	}
	e.string(d.Title)
	e.string(d.TitleID)
	e.outline(&d.Full)
	e.bool(d.Public != nil)
	if d.Public != nil {
		e.outline(d.Public)
	}
	e.int(len(d.Diagnostics))
	for _, x := range d.Diagnostics {
		e.string(x.Path)
		e.int(x.Line)
		e.int(x.Column)
		e.int(int(x.Severity))
		e.string(x.Rule)
		e.string(x.Message)
		e.string(x.Hint)
		e.string(x.Source)
	}
	return e.b, nil
}

// section returns one of the sections, or the outline behind them all.
func (e Encoded) section(n int) ([]byte, error) {
	if len(e) < encodedHeader || e[0] != codecVersion {
		return nil, errCorrupt
	}
	rest := e[encodedHeader:]
	for i := range sections {
		size := uint64(binary.LittleEndian.Uint32(e[1+4*i:]))
		if size > uint64(len(rest)) {
			return nil, errCorrupt
		}
		if i == n {
			return rest[:size:size], nil
		}
		rest = rest[size:]
	}
	return rest, nil
}

// HTML returns the HTML of a form of the body, which shares the encoded bytes.
// A document without a public form has none of it.
func (e Encoded) HTML(public bool) ([]byte, error) {
	if public {
		return e.section(publicHTML)
	}
	return e.section(fullHTML)
}

// Passages returns the passages of a form of the body.
func (e Encoded) Passages(public bool) ([]Passage, error) {
	n := fullPassages
	if public {
		n = publicPassages
	}
	data, err := e.section(n)
	if err != nil {
		return nil, err
	}
	r := decoder{b: data}
	out := r.passages()
	if r.failed || len(r.b) > 0 {
		return nil, errCorrupt
	}
	return out, nil
}

// Outline returns the document without HTML and passages.
func (e Encoded) Outline() (*Document, error) {
	data, err := e.section(sections)
	if err != nil {
		return nil, err
	}
	r := decoder{b: data}
	var out Document
	out.Title, out.TitleID = r.string(), r.string()
	out.Full = r.outline()
	if r.bool() {
		public := r.outline()
		out.Public = &public
	}
	const least = 8 // bytes that a diagnostic takes
	if n := r.count(least); n > 0 {
		out.Diagnostics = make([]diag.Diagnostic, n)
	}
	for i := range out.Diagnostics {
		x := &out.Diagnostics[i]
		x.Path = r.string()
		x.Line, x.Column, x.Severity = r.int(), r.int(), diag.Severity(r.int())
		x.Rule, x.Message, x.Hint, x.Source = r.string(), r.string(), r.string(), r.string()
	}
	if r.failed || len(r.b) > 0 {
		return nil, errCorrupt
	}
	return &out, nil
}

type encoder struct{ b []byte }

// int appends a number; only the heading of a passage or a step can be negative, and only -1.
func (e *encoder) int(n int)       { e.b = binary.AppendVarint(e.b, int64(n)) }
func (e *encoder) string(s string) { e.int(len(s)); e.b = append(e.b, s...) }
func (e *encoder) bool(v bool) {
	if v {
		e.b = append(e.b, 1)
	} else {
		e.b = append(e.b, 0)
	}
}

func (e *encoder) passages(list []Passage) {
	e.int(len(list))
	for _, p := range list {
		e.int(p.Heading)
		e.string(p.Audience)
		e.string(p.Text)
	}
}

// outline appends a fragment without its HTML and passages.
func (e *encoder) outline(f *Fragment) {
	e.int(len(f.Refs))
	for _, r := range f.Refs {
		e.int(r.Offset)
		e.int(int(r.Kind))
		e.string(r.Dest)
		e.bool(r.Sized)
		e.int(r.Line)
		e.int(r.Column)
	}
	e.int(len(f.Headings))
	for _, h := range f.Headings {
		e.int(h.Level)
		e.string(h.ID)
		e.string(h.Text)
	}
	e.string(f.Summary)
	e.int(len(f.Steps))
	for _, s := range f.Steps {
		e.string(s.ID)
		e.string(s.Text)
		e.int(s.Heading)
	}
	e.int(len(f.Anchors))
	for _, a := range f.Anchors {
		e.string(a)
	}
	e.int(len(f.Blocks))
	for _, b := range f.Blocks {
		e.int(b.Offset)
		e.string(b.Audience)
	}
}

// decoder reads what an encoder wrote. After a failure it returns zero values.
type decoder struct {
	b      []byte
	failed bool
}

func (d *decoder) fail() {
	d.failed, d.b = true, nil
}

func (d *decoder) int() int {
	v, n := binary.Varint(d.b)
	if n <= 0 || int64(int(v)) != v {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

// count reads the length of a list whose entries take at least size bytes each;
// more than the data can hold is a failure, so that no length can ask for more
// memory than the data is worth.
func (d *decoder) count(size int) int {
	n := d.int()
	if n < 0 || n > len(d.b)/size {
		d.fail()
		return 0
	}
	return n
}

func (d *decoder) bytes() []byte {
	n := d.count(1)
	s := d.b[:n]
	d.b = d.b[n:]
	return s
}

func (d *decoder) string() string { return string(d.bytes()) }

func (d *decoder) bool() bool {
	if len(d.b) == 0 || d.b[0] > 1 {
		d.fail()
		return false
	}
	v := d.b[0] == 1
	d.b = d.b[1:]
	return v
}

// passages reads passages, whose strings are parts of one.
func (d *decoder) passages() []Passage {
	all := string(d.b)
	text := func() string {
		part := d.bytes()
		end := len(all) - len(d.b)
		return all[end-len(part) : end]
	}
	n := d.count(3)
	if n == 0 {
		return nil
	}
	list := make([]Passage, n)
	for i := range list {
		p := &list[i]
		p.Heading, p.Audience, p.Text = d.int(), text(), text()
		if p.Heading < -1 {
			d.fail()
		}
	}
	return list
}

func (d *decoder) outline() Fragment {
	var f Fragment
	if n := d.count(6); n > 0 {
		f.Refs = make([]Ref, n)
	}
	for i := range f.Refs {
		r := &f.Refs[i]
		r.Offset = d.int()
		r.Kind = RefKind(d.int())
		r.Dest = d.string()
		r.Sized = d.bool()
		r.Line, r.Column = d.int(), d.int()
		if r.Offset < 0 || r.Kind > PosterRef {
			d.fail()
		}
	}
	if n := d.count(3); n > 0 {
		f.Headings = make([]Heading, n)
	}
	for i := range f.Headings {
		h := &f.Headings[i]
		h.Level, h.ID, h.Text = d.int(), d.string(), d.string()
	}
	f.Summary = d.string()
	if n := d.count(3); n > 0 {
		f.Steps = make([]Step, n)
	}
	for i := range f.Steps {
		s := &f.Steps[i]
		s.ID, s.Text, s.Heading = d.string(), d.string(), d.int()
		if s.Heading < -1 || s.Heading >= len(f.Headings) {
			d.fail()
		}
	}
	if n := d.count(1); n > 0 {
		f.Anchors = make([]string, n)
	}
	for i := range f.Anchors {
		f.Anchors[i] = d.string()
	}
	if n := d.count(2); n > 0 {
		f.Blocks = make([]Block, n)
	}
	for i := range f.Blocks {
		f.Blocks[i].Offset, f.Blocks[i].Audience = d.int(), d.string()
		if f.Blocks[i].Offset < 0 {
			d.fail()
		}
	}
	return f
}
