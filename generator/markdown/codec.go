package markdown

import (
	"encoding/binary"
	"errors"

	"headsup/generator/diag"
)

// codecVersion is the first byte of an encoded document.
const codecVersion = 2

// errCorrupt says that bytes are not an encoded document.
var errCorrupt = errors.New("decode document: corrupt data")

// AppendBinary appends the document to b, in a compact form that
// [Document.UnmarshalBinary] reads: numbers as varints, strings and lists with
// their length in front. The error is always nil.
func (d *Document) AppendBinary(b []byte) ([]byte, error) {
	e := encoder{append(b, codecVersion)}
	e.string(d.Title)
	e.string(d.TitleID)
	e.fragment(&d.Full)
	e.bool(d.Public != nil)
	if d.Public != nil {
		e.fragment(d.Public)
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

// UnmarshalBinary sets the document to an encoded one. Data that is not one is
// an error, and the document is then unchanged. The data is not kept.
func (d *Document) UnmarshalBinary(data []byte) error {
	if len(data) == 0 || data[0] != codecVersion {
		return errCorrupt
	}
	r := decoder{b: data[1:]}
	var out Document
	out.Title, out.TitleID = r.string(), r.string()
	out.Full = r.fragment()
	if r.bool() {
		public := r.fragment()
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
		return errCorrupt
	}
	*d = out
	return nil
}

type encoder struct{ b []byte }

// int appends a number; only Passage.Heading can be negative, and only -1.
func (e *encoder) int(n int)       { e.b = binary.AppendVarint(e.b, int64(n)) }
func (e *encoder) string(s string) { e.int(len(s)); e.b = append(e.b, s...) }
func (e *encoder) bool(v bool) {
	if v {
		e.b = append(e.b, 1)
	} else {
		e.b = append(e.b, 0)
	}
}

func (e *encoder) fragment(f *Fragment) {
	e.int(len(f.HTML))
	e.b = append(e.b, f.HTML...)
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
	e.int(len(f.Passages))
	for _, p := range f.Passages {
		e.int(p.Heading)
		e.string(p.Audience)
		e.string(p.Text)
	}
	e.string(f.Summary)
	e.int(len(f.Steps))
	for _, s := range f.Steps {
		e.string(s.ID)
		e.string(s.Text)
	}
	e.int(len(f.Anchors))
	for _, a := range f.Anchors {
		e.string(a)
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

func (d *decoder) fragment() Fragment {
	var f Fragment
	if html := d.bytes(); len(html) > 0 {
		f.HTML = append(make([]byte, 0, len(html)), html...)
	}
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
		if r.Offset < 0 || r.Offset > len(f.HTML) || r.Kind > PosterRef {
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
	if n := d.count(3); n > 0 {
		f.Passages = make([]Passage, n)
	}
	for i := range f.Passages {
		p := &f.Passages[i]
		p.Heading, p.Audience, p.Text = d.int(), d.string(), d.string()
		if p.Heading < -1 || p.Heading >= len(f.Headings) {
			d.fail()
		}
	}
	f.Summary = d.string()
	if n := d.count(2); n > 0 {
		f.Steps = make([]Step, n)
	}
	for i := range f.Steps {
		f.Steps[i].ID, f.Steps[i].Text = d.string(), d.string()
	}
	if n := d.count(1); n > 0 {
		f.Anchors = make([]string, n)
	}
	for i := range f.Anchors {
		f.Anchors[i] = d.string()
	}
	return f
}
