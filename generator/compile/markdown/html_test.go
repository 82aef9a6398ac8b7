package markdown

import (
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var voidElements = strings.Fields("area base br col embed hr img input link meta source track wbr")

// balanced fails when HTML has an end tag without its start tag or the reverse.
func balanced(t *testing.T, src string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(src))
	var open []string
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Errorf("tokenizer: %v", z.Err())
			}
			if len(open) > 0 {
				t.Errorf("left open: %v in\n%s", open, src)
			}
			return
		case html.StartTagToken:
			name, _ := z.TagName()
			if !slices.Contains(voidElements, string(name)) {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Errorf("end tag %s, open are %v in\n%s", name, open, src)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

// contained fails when a browser would build something else of HTML than its
// tags say: an element that gets outside of the one around the fragment.
func contained(t *testing.T, src string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader("<!doctype html><body><article>" + src + "</article><footer></footer>"))
	if err != nil {
		t.Fatal(err)
	}
	var body *html.Node
	for n := range doc.Descendants() {
		if n.Data == "body" {
			body = n
		}
	}
	first := body.FirstChild
	if first == nil || first.Data != "article" || first.NextSibling == nil ||
		first.NextSibling.Data != "footer" || first.NextSibling.NextSibling != nil {
		var b strings.Builder
		_ = html.Render(&b, body)
		t.Errorf("the fragment breaks out:\n%s\nis\n%s", src, b.String())
	}
}

// harmless fails when a parser finds in HTML what could run code.
func harmless(t *testing.T, src string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader("<!doctype html><body>" + src))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "style", "iframe", "object", "embed", "svg", "math", "form", "base", "link", "template", "textarea", "button", "h1":
			t.Errorf("<%s> in\n%s", n.Data, src)
		case "meta":
			t.Errorf("<meta> in\n%s", src)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" || a.Key == "srcset" || a.Key == "formaction" {
				t.Errorf("%s on <%s> in\n%s", a.Key, n.Data, src)
			}
			if a.Key == "href" || a.Key == "src" || a.Key == "poster" || a.Key == "action" {
				clean := strings.ToLower(strings.Map(func(r rune) rune {
					if r <= ' ' {
						return -1
					}
					return r
				}, a.Val))
				for _, scheme := range []string{"javascript:", "data:", "vbscript:", "file:", "blob:", "view-source:"} {
					if strings.HasPrefix(clean, scheme) {
						t.Errorf("%s=%q in\n%s", a.Key, a.Val, src)
					}
				}
			}
		}
	}
}

func TestHostileInput(t *testing.T) {
	payloads := []string{
		`<script>alert(1)</script>`, `<SCRIPT SRC=//e.vil/x.js></SCRIPT>`, `<scr<script>ipt>alert(1)</scr</script>ipt>`,
		`<script/x>alert(1)</script>`, "<script\n>alert(1)</script\n>", `<<script>alert(1);//<</script>`, `<script>alert(1)`,
		`<img src=x onerror=alert(1)>`, `<IMG SRC="javascript:alert(1)">`, `<img src="x" ONERROR="alert(1)">`, `<img/src/onerror=alert(1)>`,
		"<img src=x\nonerror=alert(1)>", `<img src=x:alert(1) onerror=eval(src)>`,
		`<img srcset="javascript:alert(1) 1x">`, `<img src="data:image/svg+xml,<svg onload=alert(1)>">`,
		`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`,
		`<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`,
		`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>`, `<math href="javascript:alert(1)">x</math>`,
		`<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
		`<object data="javascript:alert(1)"></object>`, `<embed src="javascript:alert(1)">`,
		`<a href="javascript:alert(1)">x</a>`, `<a href="JaVaScRiPt:alert(1)">x</a>`,
		`<a href="java&#x09;script:alert(1)">x</a>`, `<a href="java&NewLine;script:alert(1)">x</a>`,
		`<a href=" &#14; javascript:alert(1)">x</a>`, `<a href="&#106;avascript:alert(1)">x</a>`,
		`<a href="vbscript:x">x</a>`, `<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>`,
		`<a href="x" onclick="alert(1)" onmouseover=alert(1) style="color:red">x</a>`, `<a href="x"onclick=alert(1)>x</a>`,
		`<div style="background:url(javascript:alert(1))">x</div>`,
		`<style>@import 'javascript:alert(1)';</style>`, `<link rel=stylesheet href=javascript:alert(1)>`,
		`<meta http-equiv="refresh" content="0;url=javascript:alert(1)">`,
		`<base href="javascript:alert(1)//">`, `<body onload=alert(1)>`, `<html onclick=alert(1)>`,
		`<form action="javascript:alert(1)"><input type=submit></form>`,
		`<button formaction=javascript:alert(1)>x</button>`,
		`<input onfocus=alert(1) autofocus>`, `<input type=image src=x onerror=alert(1)>`,
		`<details open ontoggle=alert(1)>x</details>`,
		`<video poster=javascript:alert(1) src="javascript:alert(1)" onerror=alert(1)></video>`,
		`<video><source onerror=alert(1)></video>`, `<audio src=x onerror=alert(1)>`,
		`<marquee onstart=alert(1)>x</marquee>`, `<textarea autofocus onfocus=alert(1)>`,
		`</textarea><script>alert(1)</script>`, `<title><img src=x onerror=alert(1)></title>`,
		`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
		`<template><script>alert(1)</script></template>`,
		`<xmp><img src=x onerror=alert(1)></xmp>`, `<plaintext><img src=x onerror=alert(1)>`,
		`<!--><img src=x onerror=alert(1)>-->`, `<!-- --!><img src=x onerror=alert(1)>-->`,
		`<![CDATA[><img src=x onerror=alert(1)>]]>`,
		`<?xml ><img src=x onerror=alert(1)>?>`, `<!DOCTYPE x [<!ENTITY y "<script>">]>`,
		`[x](javascript:alert(1))`, `[x](JAVASCRIPT:alert(1))`, `[x](java&Tab;script:alert(1))`,
		`[x](&#x6A;avascript:alert(1))`, "[x](<java\tscript:alert(1)>)",
		`[x](\javascript:alert(1))`, `[x](javascript&colon;alert(1))`,
		`[x](data:text/html,<script>alert(1)</script>)`, `[x](vbscript:msgbox)`,
		`[x](file:///etc/passwd)`, `[x]( javascript:alert(1))`,
		"[x][r]\n\n[r]: javascript:alert(1)", `<javascript:alert(1)>`, `<data:text/html,x>`,
		`![x](javascript:alert(1))`, `![" onerror="alert(1)](x)`,
		`![x](y "\" onerror=\"alert(1)")`, `[x](y 'a" onclick="alert(1)')`, `![<script>](x)`,
		`[x](https://a"onclick="alert(1))`, `<https://a"onclick="alert(1)>`,
		`# <script>alert(1)</script>`, `# x {#"onclick="alert(1)}`, `# x {#a onclick=alert(1)}`,
		`## x {.a" onclick="alert(1)}`, `## "><img src=x onerror=alert(1)>`,
		`[x](y){onclick=alert(1) style="x"}`, `[x](y){.a" onclick="alert(1)}`,
		"```\"><script>alert(1)</script>\nx\n```",
		"```go title=\"<script>alert(1)</script>\"\nx\n```", "```html\n<script>alert(1)</script>\n```",
		"```js onload=alert(1) {1}\n</span><script>alert(1)</script>\n```", "~~~<img/src=x/onerror=alert(1)>\nx\n~~~",
		":::sales[<script>alert(1)</script>]\nx\n:::", `:::<script>alert(1)</script>`,
		`!!! note "<img src=x onerror=alert(1)>"`, "> [!NOTE] <script>alert(1)</script>\n> x",
		`[^"><script>]: x`, `x[^<script>alert(1)</script>]`,
		`| <script>alert(1)</script> |` + "\n|---|\n| <img src=x onerror=alert(1)> |",
		`<td onclick=alert(1)>x`, `<label for="x" onclick=alert(1)>x</label>`,
		`<a id="x" name="y" href=javascript:alert(1)>z</a>`, `<p id='"><script>alert(1)</script>'>x</p>`,
		"\x00<scr\x00ipt>alert(1)</script>", "<img src=x o\x00nerror=alert(1)>",
		`<a href="java` + "\x00" + `script:alert(1)">x</a>`,
		`<img """><script>alert(1)</script>">`, `<a href='x"onmouseover="alert(1)'>x</a>`,
	}
	if len(payloads) < 60 {
		t.Fatalf("only %d payloads", len(payloads))
	}
	c := testCompiler()
	frames := []string{
		"%s", "text %s text", "- %s", "> %s", "<div>\n%s\n</div>", "[a %s](b)", "*a %s*",
		"| a |\n|---|\n| %s |", "x[^1]\n\n[^1]: %s", "<b>%s", ":::sales\n%s\n:::",
	}
	for _, payload := range payloads {
		for _, frame := range frames {
			in := strings.Replace(frame, "%s", payload, 1)
			d := c.Compile(Input{Body: []byte(in), Line: 1})
			for _, f := range []*Fragment{&d.Full, d.Public} {
				if f == nil {
					continue
				}
				out := spliced(f)
				harmless(t, out)
				balanced(t, out)
				contained(t, out)
			}
			harmless(t, "<p title=\""+string(appendAttribute(nil, d.Title+d.Full.Summary))+"\">")
			inline := Inline(in)
			harmless(t, spliced(&inline))
			if t.Failed() {
				t.Fatalf("input: %q", in)
			}
		}
	}
}

// TestRefusedLinks holds that a link whose address is refused leaves its text, and
// no element.
func TestRefusedLinks(t *testing.T) {
	for in, want := range map[string]string{
		"a <a href=\"javascript:b\" class=\"c\">*d*</a> e": "<p>a <em>d</em> e</p>",
		"<div><a href=\"vbscript:b\">c</a> d</div>":        "<div>c d</div>",
		"[a](javascript:b) c":                              "<p>a c</p>",
		"a <a id=\"b\">c</a>":                              "<p>a <a id=\"b\">c</a></p>",
	} {
		d := compile(in)
		if got := strings.TrimSpace(spliced(&d.Full)); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestRawHTML(t *testing.T) {
	for _, tt := range []struct{ name, in, want, rules string }{
		{
			"allowed",
			`<kbd class="k">a</kbd> <abbr title="t">b</abbr> H<sub>2</sub>`,
			`<p><kbd class="k">a</kbd> <abbr title="t">b</abbr> H<sub>2</sub></p>`,
			"",
		},
		{
			"blocks around Markdown",
			"<section class=\"a--b\" markdown=\"1\">\n\n*b*\n\n</section>",
			"<section class=\"a--b\">\n<p><em>b</em></p>\n</section>",
			"",
		},
		{"markdown without a blank line", "<div markdown>\n*b*\n</div>", "<div>\n<p><em>b</em></p>\n</div>", ""},
		{"details", "<details>\n<summary>A</summary>\n\nb\n\n</details>", "<details>\n<summary>A</summary>\n<p>b</p>\n</details>", ""},
		{
			"boxes",
			`<label><input type="checkbox" checked> a</label>`,
			`<p><label><input checked type="checkbox" disabled> a</label></p>`,
			"",
		},
		{"other inputs", `<input type="text">`, ``, "1:1 html-removed, 1:1 html-removed"},
		{
			"video",
			`<video controls width="320" poster="p.png"><source src="a.mp4" type="video/mp4"></video>`,
			`<p><video poster="p.png" controls width="320"><source src="a.mp4" type="video/mp4"></video></p>`,
			"",
		},
		{
			"picture",
			`<picture><source srcset="a.webp"><img src="a.png"></picture>`,
			`<p><img src="a.png" alt="" loading="lazy" decoding="async"></p>`,
			"1:1 html-removed, 1:10 html-removed, 1:34 image-alt",
		},
		{
			"sized image",
			`<img src="a" width="50%" align="right">`,
			`<img src="a" width="50%" class="align-right" alt="" loading="lazy" decoding="async">`,
			"1:1 image-alt",
		},
		{"table", "<table><tr><td>a<td>b<tr><td>c</table>", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", ""},
		{"list", "<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>", ""},
		{"left open", "a <b>b <i>c\n\nd", "<p>a <b>b <i>c</i></b></p>\n<p>d</p>", ""},
		{"crossed", "<b>a <i>b</b> c</i>", "<p><b>a <i>b</i></b> c</p>", ""},
		{"end without start", "a</b></p></div> b", "<p>a b</p>", ""},
		{"item in an item", "- a <li>b", "<ul>\n<li>a <ul><li>b</li></ul></li>\n</ul>", ""},
		{
			"cell in a cell",
			"| a |\n|---|\n| x <td>y</td></tr></table> |",
			"<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>x y</td>\n</tr>\n</tbody>\n</table>",
			"3:5 html-removed",
		},
		{"block in a paragraph", "a <div>b</div> c", "<div>a <div>b</div> c</div>", ""},
		{"paragraph before a block", "<p>\n\n- a\n\n</p>", "<p>\n</p><ul>\n<li>a</li>\n</ul>", ""},
		{"self-closing", `<a name="x"/>a<br/>`, `<p><a id="x"></a>a<br></p>`, ""},
		{
			"heading in a heading",
			"## a <h3>b</h3>",
			"<h2 id=\"a-b\">a b<a class=\"anchor\" href=\"#a-b\" aria-label=\"Link to this section\"></a></h2>",
			"1:6 html-removed",
		},
		{
			"not tags",
			"Vec<T> Path<a> <USER_A> <std::io> a < b",
			"<p>Vec&lt;T&gt; Path&lt;a&gt; &lt;USER_A&gt; &lt;std::io&gt; a &lt; b</p>",
			"1:4 html-removed, 1:12 html-removed, 1:25 html-removed",
		},
		{"not tags on a line of their own", "<snip>\n\n*a*", "<p>&lt;snip&gt;</p>\n<p><em>a</em></p>", "1:1 html-removed"},
		{
			"attributes removed",
			"a <b onclick=\"x\" style=\"y\" class=\"z\">b</b>",
			"<p>a <b class=\"z\">b</b></p>",
			"1:3 html-removed, 1:3 html-removed",
		},
		{"script", "a\n\n<script>\nalert(1)\n\nb\n</script>\n\nc", "<p>a</p>\n<p>c</p>", "3:1 html-removed"},
		{"frame", "<iframe width=1 src=\"https://a.b\">\nc</iframe>\n\nd", "<p>d</p>", "1:1 html-removed"},
		{"unfinished", "<div>\n<b class=\"", "<div>\n&lt;b class=\"\n</div>", "2:1 html-removed"},
		{
			"id of a heading",
			"<b id=\"a\">x</b>\n\n## A",
			"<p><b>x</b></p>\n<h2 id=\"a\">A<a class=\"anchor\" href=\"#a\" aria-label=\"Link to this section\"></a></h2>",
			"",
		},
		{
			"code stays",
			"`<script>` \n\n    <b>\n",
			"<p><code>&lt;script&gt;</code></p>\n<pre class=\"chroma\" tabindex=\"0\"><code>&lt;b&gt;\n</code></pre>",
			"",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := compile(tt.in)
			got := strings.TrimSpace(spliced(&d.Full))
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			if got := rules(d); got != tt.rules {
				t.Errorf("diagnostics %q, want %q", got, tt.rules)
			}
			balanced(t, got)
			contained(t, got)
		})
	}
}

func TestLinkScheme(t *testing.T) {
	for in, want := range map[string]string{
		"[a](https://b)":                 "",
		"[a](tel:+1) [b](sms:2)":         "",
		"[a](b:c)":                       "1:1 link-scheme",
		"x [a](JAVA&#9;SCRIPT:c)":        "1:3 link-scheme",
		"x <ftp://a.b> ftp://c.d":        "1:3 link-scheme",
		"![a](data:image/png;base64,)":   "1:1 link-scheme",
		"[a](b/c:d) [e](#f:g) [h](?i:j)": "",
	} {
		if got := rules(compile(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
