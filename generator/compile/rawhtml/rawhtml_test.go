package rawhtml

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// startTag reads a start tag as its name and attributes.
func startTag(t *testing.T, src string) (string, []html.Attribute) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(src))
	z.Next()
	token := z.Token()
	if token.Type != html.StartTagToken {
		t.Fatalf("%q is no start tag", src)
	}
	return token.Data, token.Attr
}

func list(attributes []html.Attribute) string {
	var out []string
	for _, a := range attributes {
		out = append(out, a.Key+"="+a.Val)
	}
	return strings.Join(out, " | ")
}

func TestRead(t *testing.T) {
	p := NewPolicy()
	for _, tt := range []struct{ in, addresses, id, kept, removed string }{
		{`<b class="x y" title="t" onclick=a style=b>`, "", "", "class=x y | title=t", "onclick style"},
		{`<a href="javascript:x" target=_blank rel=noopener name=n>`, "href=javascript:x", "n", "", ""},
		{`<a name=n id=i>`, "", "i", "", ""},
		{`<a id=i name=n>`, "", "i", "", ""},
		{`<b href=x src=y>`, "", "", "", "href src"},
		{`<img src=x alt="a" width=10px height=50%>`, "src=x", "", "alt=a | width=10 | height=50% | loading=lazy | decoding=async", ""},
		{`<img src=x srcset=y onerror=z>`, "src=x", "", "alt= | loading=lazy | decoding=async", "srcset onerror"},
		{`<video src=x poster=y controls>`, "src=x | poster=y", "", "controls=", ""},
		{`<p align=CENTER class=a>`, "", "", "class=a align-center", ""},
		{`<p align=center>`, "", "", "class=align-center", ""},
		{`<p align=x>`, "", "", "", ""},
		{`<td width=10 colspan=2>`, "", "", "colspan=2", ""},
		{`<input type=CHECKBOX checked>`, "", "", "checked= | type=checkbox | disabled=", ""},
		{`<b class=a class=b>`, "", "", "class=a", ""},
		{`<details open ontoggle=x>`, "", "", "open=", "ontoggle"},
	} {
		name, attributes := startTag(t, tt.in)
		got := p.Read(name, attributes)
		if list(got.Addresses) != tt.addresses || got.ID != tt.id || list(got.Attributes) != tt.kept ||
			strings.Join(got.Removed, " ") != tt.removed || got.Rejected {
			t.Errorf("%s: got %+v", tt.in, got)
		}
	}
	for in, rejected := range map[string]bool{"<input>": true, "<input type=text>": true, "<input type=checkbox>": false} {
		name, attributes := startTag(t, in)
		if got := p.Read(name, attributes); got.Rejected != rejected {
			t.Errorf("%s: got %+v", in, got)
		}
	}
}

// TestNothingRuns reads tags with what browsers run on every allowed element.
func TestNothingRuns(t *testing.T) {
	p := NewPolicy()
	for name, e := range elements {
		if !e.Is(Allowed) {
			continue
		}
		var attributes []html.Attribute
		bad := strings.Fields("onclick onload onerror ontoggle style srcdoc srcset formaction " +
			"action background ping xlink:href autofocus contenteditable is slot data-x")
		for _, key := range bad {
			attributes = append(attributes, html.Attribute{Key: key, Val: "x"})
		}
		tag := p.Read(name, attributes)
		for _, a := range tag.Attributes {
			if slices.Contains(bad, a.Key) {
				t.Errorf("<%s> keeps %s", name, a.Key)
			}
		}
		if len(tag.Removed) != len(bad) {
			t.Errorf("<%s>: of the removed only %q are said", name, tag.Removed)
		}
	}
}

func TestElements(t *testing.T) {
	for _, name := range strings.Fields("script style iframe object svg math template " +
		"noscript form button base meta link embed textarea title body html plaintext") {
		if e, known := Lookup(name); !known || e.Is(Allowed) {
			t.Errorf("<%s> is known %v, allowed %v", name, known, e.Is(Allowed))
		}
	}
	for name, e := range elements {
		if e.Is(Allowed | Hollow) {
			t.Errorf("<%s> is allowed and goes with its content", name)
		}
		if name != strings.ToLower(name) {
			t.Errorf("%s cannot be found", name)
		}
	}
	if _, known := Lookup("snip"); known {
		t.Error("<snip> is known")
	}
}

func TestStack(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"b i /b /i", "<b><i></i></b>"},
		{"b { /b i } /b", "<b>{<i></i>}</b>"},
		{"p div", "<p></p><div></div>"},
		{"p b div", "<p><b></b></p><div></div>"},
		{"ul li li /ul", "<ul><li></li><li></li></ul>"},
		{"ul li ul li /ul li", "<ul><li><ul><li></li></ul></li><li></li></ul>"},
		{"table tr td td tr td /table", "<table><tr><td></td><td></td></tr><tr><td></td></tr></table>"},
		{"table caption tr", "<table><caption></caption><tr></tr></table>"},
		{"td li source", "!td!li!source"},
		{"table tr { td", "<table><tr>{!td}</tr></table>"},
		{"p { table td }", "<p>{<table>!td</table>}</p>"}, // a start ends nothing around its parent
		{"h2 h3 b h2", "<h2></h2><h3><b></b></h3><h2></h2>"},
		{"dl dt dd dt", "<dl><dt></dt><dd></dd><dt></dt></dl>"},
		{"/b", ""},
	} {
		var s Stack
		var outer []int
		var out []byte
		for _, token := range strings.Fields(tt.in) {
			switch {
			case token == "{":
				out = append(out, '{')
				outer = append(outer, s.Enter())
			case token == "}":
				out = s.Leave(out, outer[len(outer)-1])
				outer = outer[:len(outer)-1]
				out = append(out, '}')
			case token[0] == '/':
				out = s.End(out, token[1:])
			case s.Missing(token) != nil:
				out = append(out, "!"+token...)
			default:
				out = s.Start(out, token)
				out = append(out, "<"+token+">"...)
				s.Push(token)
			}
		}
		for i := len(outer) - 1; i >= 0; i-- {
			out = s.Leave(out, outer[i])
			out = append(out, '}')
		}
		out = s.Leave(out, 0)
		if string(out) != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.in, out, tt.want)
		}
	}
}

func TestStackCountsLinks(t *testing.T) {
	var s Stack
	s.Push("a")
	outer := s.Enter()
	if !s.Linked() {
		t.Error("a link around the parent is not seen")
	}
	s.Leave(nil, outer)
	if s.End(nil, "a"); s.Linked() {
		t.Error("a link is open behind its end")
	}
	s.Push("p")
	s.Push("a")
	if got := string(s.EndParagraph(nil)); got != "</a></p>" || s.Linked() {
		t.Errorf("got %s", got)
	}
}
