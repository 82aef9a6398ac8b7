package markdown

import (
	"bytes"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// marker stands in the audience blocks of the seeds.
const marker = "zqxmarker"

func FuzzCompile(f *testing.F) {
	seeds := []string{
		samplePage(1), "# A\n\n:::sales\n" + marker + "\n:::\n",
		"- :::sales\n  " + marker + "\n", "> :::internal\n> " + marker + "\n" + marker,
		"::::sales\n:::\n" + marker + "\n::::\n", "[^a]: :::sales\n    " + marker + "\n\nx[^a]",
		"<div>\n:::sales\n" + marker, "a\n      :::sales\n" + marker,
		"!!! note \"x\"\n    :::sales\n    " + marker, "A\n: :::sales\n  " + marker,
		"- :::sales\n  " + marker + "\n  :::\n\n  a", "1. - > :::sales\n     > " + marker + "\n     > :::\n\n   a",
		"1. a\n\t:::sales\n\t" + marker + "\n\t:::\n",
		"<p><b><table><tr><td><li><a href=x><h1>", "| a |\n|-|\n| <td> |\n{: .x}",
		"## a {#b .c}\n{: #d}", "```go {1-2}\nx\n", "[a]({% link b %})\n[r]: {{ c }}/d",
		"<!-- more --> x", "<pre>\n:::sales\n" + marker, "a<b c='\n'>d</b>",
		"[^1]:\n[^1]", "- [x] <input type=checkbox>", "&#0;&#x110000;\\",
	}
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	c := testCompiler()
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > 1<<16 {
			return
		}
		d := c.Compile(Input{Body: body, Line: 1, Steps: AllSteps})
		forms := []*Fragment{&d.Full}
		if d.Public != nil {
			forms = append(forms, d.Public)
		}
		for _, form := range forms {
			out := spliced(form)
			harmless(t, out)
			balanced(t, out)
			contained(t, out)
			last := 0
			for _, r := range form.Refs {
				if r.Offset < last || r.Offset > len(form.HTML) || r.Line < 1 || r.Column < 1 {
					t.Errorf("reference %+v after %d", r, last)
				}
				last = r.Offset
			}
			ids := map[string]bool{}
			for _, h := range form.Headings {
				if ids[h.ID] || h.ID == "" || h.Level < 2 || h.Level > 6 {
					t.Errorf("heading %+v", h)
				}
				ids[h.ID] = true
			}
		}
		for i, seed := range seeds {
			if d.Public != nil && string(body) == seed && bytes.Contains(d.Public.HTML, []byte(marker)) {
				t.Errorf("seed %d leaks", i)
			}
		}
		if d.Public != nil {
			hidden(t, c, body)
		}
		data, err := d.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		var again Document
		if err := again.decode(data); err != nil {
			t.Fatal(err)
		}
		if data2, _ := again.AppendBinary(nil); !bytes.Equal(data, data2) {
			t.Error("the document changes when it is encoded")
		}
	})
}

// hidden fails unless the public form is a function of the masked text alone,
// and nothing is left of the blocks in that text.
func hidden(t *testing.T, c *Compiler, body []byte) {
	t.Helper()
	src := normalise(body)
	p := c.parse(src, newOrigin(src, 1))
	masked := p.mask()
	again := p.withoutBlocks()
	if again.hasInternal() {
		again = again.public()
	}
	in := Input{Body: body, Line: 1, Steps: AllSteps}
	want := newRenderer(again, in).render()
	d := c.Compile(in)
	if !reflect.DeepEqual(d.Public.Headings, want.Headings) || !bytes.Equal(d.Public.HTML, want.HTML) {
		t.Errorf("the public form is not that of the masked text:\n%s\nand\n%s", d.Public.HTML, want.HTML)
	}
	if bytes.IndexByte(d.Public.HTML, gapMark) >= 0 {
		t.Errorf("the mark of a gap is text in %q", d.Public.HTML)
	}
	for _, f := range p.fences {
		if !f.internal() {
			continue
		}
		left := masked[f.open:max(f.open, f.end)]
		if rest := strings.Trim(string(left), " \t\n>\x00"); rest != "" {
			t.Errorf("%q is left of a block", rest)
		}
	}
}

// decode sets the document to an encoded one. Data that is not one is
// an error, and the document is then unchanged. The data is not kept.
func (d *Document) decode(data []byte) error {
	out, err := Encoded(data).Outline()
	if err != nil {
		return err
	}
	for _, public := range []bool{false, true} {
		frag := &out.Full
		if public {
			frag = out.Public
		}
		html, err1 := Encoded(data).HTML(public)
		passages, err2 := Encoded(data).Passages(public)
		if err1 != nil || err2 != nil || frag == nil && len(html)+len(passages) > 0 {
			return errCorrupt
		}
		if frag != nil {
			if len(html) > 0 {
				frag.HTML = bytes.Clone(html)
			}
			frag.Passages = passages
			if !frag.fits() {
				return errCorrupt
			}
		}
	}
	*d = *out
	return nil
}

// fits reports whether the parts of a fragment can be of one document.
func (f *Fragment) fits() bool {
	for _, r := range f.Refs {
		if r.Offset > len(f.HTML) {
			return false
		}
	}
	for _, b := range f.Blocks {
		if b.Offset > len(f.HTML) {
			return false
		}
	}
	for _, p := range f.Passages {
		if p.Heading >= len(f.Headings) {
			return false
		}
	}
	return true
}

func FuzzDecode(f *testing.F) {
	d := testCompiler().Compile(Input{Body: []byte("a [b](c)\n\n:::sales\n## d\n:::\n\n1. e\n"), Steps: AllSteps})
	data, err := d.AppendBinary(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte{codecVersion, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, data []byte) {
		var d Document
		if err := d.decode(data); err != nil {
			return
		}
		d.Full.SpliceBlocks(nil, func(int, Ref) string { return "" }, func(int, Block) string { return "" })
		again, err := d.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		var e Document
		if err := e.decode(again); err != nil || !reflect.DeepEqual(d, e) {
			t.Errorf("%v: %+v and %+v", err, d, e)
		}
	})
}

func TestCodec(t *testing.T) {
	d := testCompiler().Compile(Input{
		Line: 1,
		Body: []byte("# A {#z}\n\na [b](c) ![d](e){width=3}[^1]\n\n:::sales\n## f\n:::\n\n<script>\n\n[^1]: g\n"),
	})
	data, err := d.AppendBinary([]byte("x"))
	if err != nil || data[0] != 'x' {
		t.Fatal(err, data[:1])
	}
	var got Document
	if err := got.decode(data[1:]); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, d) {
		t.Errorf("got  %+v\nwant %+v", got, d)
	}
	for n := range len(data) - 1 {
		if err := got.decode(data[1 : 1+n]); err == nil {
			t.Errorf("%d bytes of %d are enough", n, len(data)-1)
		}
	}
	if err := got.decode(append(data[1:], 0)); err == nil {
		t.Error("a byte too many is read")
	}
	if !reflect.DeepEqual(got, d) {
		t.Error("a failure changes the document")
	}
}

func TestSplice(t *testing.T) {
	f := Fragment{HTML: []byte("<a>b</a><img>"), Refs: []Ref{{Offset: 2}, {Offset: 12}, {Offset: 12}}}
	got := string(f.Splice([]byte("x"), func(i int, _ Ref) string { return strings.Repeat("!", i+1) }))
	if want := "x<a!>b</a><img!!!!!>"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	f.Blocks = []Block{{Offset: 0, Audience: "a"}, {Offset: 8, Audience: "b"}, {Offset: 13, Audience: "c"}}
	got = string(f.SpliceBlocks(nil, func(int, Ref) string { return "!" },
		func(i int, b Block) string { return b.Audience + strconv.Itoa(i) }))
	if want := "a0<a!>b</a>b1<img!!>c2"; got != want {
		t.Errorf("with blocks: got %s, want %s", got, want)
	}
}

// A link that gets no address leaves what it encloses.
func TestSpliceWithoutAddress(t *testing.T) {
	const html = `<p><a>one</a> <a>t<img>wo</a><a id="x" class="y">three</a></p><a>four</a>`
	f := Fragment{HTML: []byte(html), Refs: []Ref{
		{Offset: 5, Kind: LinkRef},
		{Offset: 16, Kind: LinkRef},
		{Offset: 22, Kind: ImageRef},
		{Offset: 31, Kind: LinkRef},
		{Offset: 64, Kind: LinkRef},
	}}
	for kept, want := range map[string]string{
		"":     `<p>one t<img>wo<span id="x" class="y">three</span></p>four`,
		"1":    `<p>one <a!>t<img>wo</a><span id="x" class="y">three</span></p>four`,
		"23":   `<p>one t<img!>wo<a! id="x" class="y">three</a></p>four`,
		"0234": `<p><a!>one</a> t<img!>wo<a! id="x" class="y">three</a></p><a!>four</a>`,
	} {
		got := string(f.Splice(nil, func(i int, _ Ref) string {
			if strings.Contains(kept, strconv.Itoa(i)) {
				return "!"
			}
			return ""
		}))
		if got != want {
			t.Errorf("with %q: got %s, want %s", kept, got, want)
		}
	}
}
