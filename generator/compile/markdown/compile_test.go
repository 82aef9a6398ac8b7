package markdown

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"headsup/generator/compile/content"
)

func testCompiler() *Compiler {
	return New(Options{
		Audiences: []content.Term{{ID: "sales", Title: "Sales"}, {ID: "support", Title: "Support"}, {ID: "tip", Title: "Tippers"}},
		LinkPrefixes: []content.LinkPrefix{
			{From: "{{ site.baseurl }}", To: ""},
			{From: "https://old.example/", To: "/"},
			{From: "https://old.example/docs/", To: "/guide/"},
		},
	})
}

// spliced prints references as the site would, unescaped addresses aside.
func spliced(f *Fragment) string {
	return string(f.Splice(nil, func(_ int, r Ref) string {
		name := []string{"href", "src", "src", "poster"}[r.Kind]
		return " " + name + `="` + string(appendAttribute(nil, r.Dest)) + `"`
	}))
}

func compile(body string) Document {
	return testCompiler().Compile(Input{Body: []byte(body), Line: 1, Title: "Given"})
}

func rules(d Document) string {
	var list []string
	for _, x := range d.Diagnostics {
		list = append(list, fmt.Sprintf("%d:%d %s", x.Line, x.Column, x.Rule))
	}
	return strings.Join(list, ", ")
}

func TestHTML(t *testing.T) {
	c := testCompiler()
	for _, tt := range []struct{ name, in, want string }{
		{"paragraph", "a\nb  \nc\\\nd", "<p>a\nb<br>\nc<br>\nd</p>\n"},
		{"escapes", `\*a\* &copy; &#x41; &amp;lt; < & "`, "<p>*a* © A &amp;lt; &lt; &amp; \"</p>\n"},
		{
			"emphasis",
			"*a* **b** ***c*** ~~d~~ `e < f`",
			"<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em> <del>d</del> <code>e &lt; f</code></p>\n",
		},
		{"rule", "***", "<hr>\n"},
		{"quote", "> a\n>\n> b", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>\n"},
		{"tight list", "- a\n- b\n  - c", "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n"},
		{"loose list", "3. a\n\n4. b", "<ol start=\"3\">\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>\n"},
		{
			"tasks",
			"- [ ] a\n- [x] b",
			"<ul class=\"contains-task-list\">\n<li class=\"task-list-item\"><input type=\"checkbox\" disabled> " +
				"a</li>\n<li class=\"task-list-item\"><input type=\"checkbox\" checked disabled> b</li>\n</ul>\n",
		},
		{
			"table",
			"| a | b | c |\n|:-|-:|:-:|\n| 1 | 2 | `x\\|y` |",
			"<table>\n<thead>\n<tr>\n<th class=\"align-left\">a</th>\n<th class=\"align-right\">b</th>\n" +
				"<th class=\"align-center\">c</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n" +
				"<td class=\"align-left\">1</td>\n<td class=\"align-right\">2</td>\n" +
				"<td class=\"align-center\"><code>x|y</code></td>\n</tr>\n</tbody>\n</table>\n",
		},
		{"definitions", "A\n: one\n: two", "<dl>\n<dt>A</dt>\n<dd>one</dd>\n<dd>two</dd>\n</dl>\n"},
		{"indented code", "    a < b\n", "<pre class=\"chroma\" tabindex=\"0\"><code>a &lt; b\n</code></pre>\n"},
		{
			"unknown language",
			"```nosuch\n<x>\n```",
			"<pre class=\"chroma\" tabindex=\"0\" data-lang=\"nosuch\"><code>&lt;x&gt;\n</code></pre>\n",
		},
		{
			"footnote",
			"a[^n]\n\n[^n]: b",
			"<p>a<sup class=\"footnote-mark\" id=\"fnref:1\">" +
				"<a class=\"footnote-ref\" href=\"#fn:1\" role=\"doc-noteref\">1</a></sup></p>\n" +
				"<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<hr>\n<ol>\n" +
				"<li id=\"fn:1\">\n<p>b&#160;<a class=\"footnote-backref\" href=\"#fnref:1\" role=\"doc-backlink\" " +
				"aria-label=\"Back to the text\">&#x21a9;&#xfe0e;</a></p>\n</li>\n</ol>\n</section>\n",
		},
		{"link", `[a *b*](x.md "t\"t")`, "<p><a href=\"x.md\" title=\"t&#34;t\">a <em>b</em></a></p>\n"},
		{
			"reference links",
			"[a][r] [r] [r][]\n\n[r]: /x 't'",
			"<p><a href=\"/x\" title=\"t\">a</a> <a href=\"/x\" title=\"t\">r</a> <a href=\"/x\" title=\"t\">r</a></p>\n",
		},
		{
			"autolinks",
			"<https://a.b/> c@d.e www.f.g http://h.i.",
			"<p><a href=\"https://a.b/\">https://a.b/</a> <a href=\"mailto:c@d.e\">c@d.e</a> " +
				"<a href=\"http://www.f.g\">www.f.g</a> <a href=\"http://h.i\">http://h.i</a>.</p>\n",
		},
		{
			"image",
			`![a **b** ![c](d)](x.png "t")`,
			"<p><img src=\"x.png\" alt=\"a b c\" title=\"t\" loading=\"lazy\" decoding=\"async\"></p>\n",
		},
		{
			"github alert",
			"> [!WARNING]\n> a",
			"<div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>a</p>\n</div>\n",
		},
		{"not an alert", "> [!SOMETHING]\n> a", "<blockquote>\n<p>[!SOMETHING]\na</p>\n</blockquote>\n"},
		{
			"fenced alert",
			":::danger[Mind *it*]\na\n:::",
			"<div class=\"alert alert-danger\" role=\"note\">\n<p class=\"alert-title\">Mind <em>it</em></p>\n<p>a</p>\n</div>\n",
		},
		{
			"admonition",
			"!!!warning \"A `b`\"\n    c\n\n    d\n\ne",
			"<div class=\"alert alert-warning\" role=\"note\">\n" +
				"<p class=\"alert-title\">A <code>b</code></p>\n<p>c</p>\n<p>d</p>\n</div>\n<p>e</p>\n",
		},
		{"admonition without title", "!!! note \"\"\n    c", "<div class=\"alert alert-note\" role=\"note\">\n<p>c</p>\n</div>\n"},
		{
			"foldable",
			"??? aside hide-arrow \"T\"\n    c",
			"<details class=\"alert alert-note\">\n<summary class=\"alert-title\">T</summary>\n<p>c</p>\n</details>\n",
		},
		{
			"unfolded",
			"???+ tip\n    c",
			"<details class=\"alert alert-tip\" open>\n<summary class=\"alert-title\">Tip</summary>\n<p>c</p>\n</details>\n",
		},
		{"not an admonition", "!!! Wow that is it", "<p>!!! Wow that is it</p>\n"},
		{
			"attributes",
			"[a](x){#i .b} ![c](d){width=10 height=20px style=\"x\"} `e`{.f}",
			"<p><a href=\"x\" id=\"i\" class=\"b\">a</a> <img src=\"d\" alt=\"c\" " +
				"width=\"10\" height=\"20\" loading=\"lazy\" decoding=\"async\"> <code class=\"f\">e</code></p>\n",
		},
		{"kramdown attributes", "[a](x){:target=\"_blank\" } b\n{: .c #d}", "<p id=\"d\" class=\"c\"><a href=\"x\">a</a> b</p>\n"},
		{"attributes of a list", "- a\n\n\n    \n{: .x}", "<ul>\n<li>a</li>\n</ul>\n"},
		{"braces are text", "a {b} {c: d} {}", "<p>a {b} {c: d} {}</p>\n"},
		{"comments vanish", "a <!-- b --> c\n\n<!-- d\n\ne -->\n\n<!-- only -->", "<p>a  c</p>\n"},
		{
			"links do not nest",
			"[a https://b.c [d](e)](f)\n\n<a href=\"g\">https://h.i</a>",
			"<p>[a https://b.c <a href=\"e\">d</a>](f)</p>\n<p><a href=\"g\">https://h.i</a></p>\n",
		},
		{
			"prefixes",
			"[a](https://old.example/docs/b) [c](https://old.example/d) [e]({{ site.baseurl }}/f) <a href=\"{{site.baseurl}}/g\">h</a>",
			"<p><a href=\"/guide/b\">a</a> <a href=\"/d\">c</a> <a href=\"/f\">e</a> <a href=\"/g\">h</a></p>\n",
		},
		{
			"template tags",
			"[a]({% link b/c.md %}#d \"t\") ![e]({{site.baseurl}}{% link f.png %}) " +
				"[g]({% post_url 2020-01-02-h %}) `[a]({% link b/c.md %})`",
			"<p><a href=\"/b/c.md#d\" title=\"t\">a</a> " +
				"<img src=\"/f.png\" alt=\"e\" loading=\"lazy\" decoding=\"async\"> " +
				"<a href=\"/_posts/2020-01-02-h.md\">g</a> <code>[a]({% link b/c.md %})</code></p>\n",
		},
		{"double slash", `[a](//b.c) [d](/\e.f)`, "<p><a href=\"//b.c\">a</a> <a href=\"//e.f\">d</a></p>\n"},
		{"CRLF", "a\r\nb\r\n\r\n```\r\nc\r\n```\r\n", "<p>a\nb</p>\n<pre class=\"chroma\" tabindex=\"0\"><code>c\n</code></pre>\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := c.Compile(Input{Body: []byte(tt.in), Line: 1, Title: "Given"})
			if got := spliced(&d.Full); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestPositions(t *testing.T) {
	body := "a [b](c) é [d][r] ![e](f)\n\n> - (www.g.h) <i@j.k> x https://l.m\n\n" +
		"| a | b |\n|---|---|\n| `x\\|y` | [n](o) |\n\nx <img src=p>\n\n" +
		"<div>\n  <a href=\"q\">r</a></div>\n\n[s]({{ site.x }}/t)\n[u][r]\n\n[r]: v\n"
	d := testCompiler().Compile(Input{Body: []byte(body), Line: 11, Title: "T"})
	want := []string{
		"c 11:3", "v 11:12", "f 11:19",
		"http://www.g.h 13:6", "mailto:i@j.k 13:15", "https://l.m 13:25",
		"o 17:12", "p 19:3", "q 22:3", "{{site.x}}/t 24:1", "v 25:1",
	}
	var got []string
	for _, r := range d.Full.Refs {
		got = append(got, fmt.Sprintf("%s %d:%d", r.Dest, r.Line, r.Column))
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestTitle(t *testing.T) {
	for _, tt := range []struct{ name, given, in, title, html string }{
		{"ATX", "", "# A *b* `c`{.d}\n\nx", "A b c", "<p>x</p>\n"},
		{"setext", "", "A b\n===\n\nx", "A b", "<p>x</p>\n"},
		{"raw", "", "<h1 align=\"center\">A &amp; <i>b</i></h1>\n\nx", "A & b", "<p>x</p>\n"},
		{"raw inside of a block", "", "<div>\n<h1>A</h1>\n</div>\n\nx", "A", "<div>\n\n</div>\n<p>x</p>\n"},
		{"behind text", "", "x\n\n# A", "A", "<p>x</p>\n"},
		{
			"only the first",
			"",
			"# A\n\n# B",
			"A",
			"<h2 id=\"b\">B<a class=\"anchor\" href=\"#b\" aria-label=\"Link to this section\"></a></h2>\n",
		},
		{"none", "", "x\n\n## A", "", ""},
		{"same as given", "A  B", "<!-- c -->\n# a b\n\nx", "", "<p>x</p>\n"},
		{
			"same but not first",
			"A",
			"x\n\n# A",
			"",
			"<p>x</p>\n<h2 id=\"a\">A<a class=\"anchor\" href=\"#a\" aria-label=\"Link to this section\"></a></h2>\n",
		},
		{"raw that stays", "T", "x\n\n<h1>A</h1>", "", "<p>x</p>\n<h2>A</h2>\n"},
		{"in an audience block", "", ":::sales\n# A\n:::\n\nx", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := testCompiler().Compile(Input{Body: []byte(tt.in), Line: 1, Title: tt.given})
			if d.Title != tt.title {
				t.Errorf("title %q, want %q", d.Title, tt.title)
			}
			if got := spliced(&d.Full); tt.html != "" && got != tt.html {
				t.Errorf("got\n%s\nwant\n%s", got, tt.html)
			}
			if strings.Contains(string(d.Full.HTML), "<h1") {
				t.Error("an h1 is left")
			}
		})
	}
}

func TestTitleID(t *testing.T) {
	for _, tt := range []struct{ given, in, want, headings string }{
		{"", "# A {#x}\n\n## B", "x", "b"},
		{"", "A\n===\n{: #x}\n", "x", ""},
		{"", "# <a name=\"x\"></a>A\n", "x", ""},
		{"", "<h1 class=\"c\" id=\"x\">A</h1>\n", "x", ""},
		{"", "<h1><a id=\"x\"></a>A</h1>\n", "x", ""},
		{"A", "# A {#x}\n", "x", ""},
		{"B", "# A {#x}\n", "", "x"},
		{"", "# A\n", "", ""},
		{"", "# A {#b}\n\n## B\n\n<b id=\"b\">c</b>\n", "b", "b-1"},
		{"", "# A {#fn:1}\n\nb[^1]\n\n[^1]: c\n", "", ""},
		{"", "# A {#x}\n\n:::sales\n## B {#y}\n:::\n", "x", "y"},
	} {
		d := testCompiler().Compile(Input{Body: []byte(tt.in), Line: 1, Title: tt.given})
		var ids []string
		for _, h := range d.Full.Headings {
			ids = append(ids, h.ID)
		}
		if got := strings.Join(ids, " "); d.TitleID != tt.want || got != tt.headings {
			t.Errorf("%q: got %q and headings %q", tt.in, d.TitleID, got)
		}
		if len(d.Full.Anchors) > 0 && d.Full.Anchors[0] == tt.want {
			t.Errorf("%q: the body has the title's id, too", tt.in)
		}
	}
}

func TestHeadings(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []Heading
	}{
		{"## Über *uns* & `co_de`\n## Ü\u0308", []Heading{{2, "über-uns--co_de", "Über uns & co_de"}, {2, "ü\u0308", "Ü\u0308"}}},
		{"## e\u0301", []Heading{{2, "é", "e\u0301"}}},
		{"## 日本語 テスト\n### हिन्दी\n## !?", []Heading{{2, "日本語-テスト", "日本語 テスト"}, {3, "हिन्दी", "हिन्दी"}, {2, "section", "!?"}}},
		{"## A\n## A\n## A-1\n## A", []Heading{{2, "a", "A"}, {2, "a-1", "A"}, {2, "a-1-1", "A-1"}, {2, "a-2", "A"}}},
		// What repeats has the id of the heading above it in front, at every depth.
		{
			"## 4.2.0\n### Fixed\n## 4.1.0\n### API\n#### Fixed\n### Fixed\n### Fixed\n## 4.0 {#four}\n### New\n### API",
			[]Heading{
				{2, "420", "4.2.0"},
				{3, "420-fixed", "Fixed"},
				{2, "410", "4.1.0"},
				{3, "410-api", "API"},
				{4, "410-api-fixed", "Fixed"},
				{3, "410-fixed", "Fixed"},
				{3, "410-fixed-1", "Fixed"},
				{2, "four", "4.0"},
				{3, "new", "New"},
				{3, "four-api", "API"},
			},
		},
		{ // an id that others have already is theirs
			"## A\n### B\n## C\n### B\n## A b\n## B",
			[]Heading{{2, "a", "A"}, {3, "a-b-1", "B"}, {2, "c", "C"}, {3, "c-b", "B"}, {2, "a-b", "A b"}, {2, "b", "B"}},
		},
		{"## A\n## B {#a}\n## C {#a .k}", []Heading{{2, "a-2", "A"}, {2, "a", "B"}, {2, "a-1", "C"}}},
		{"## A ## {: #x}\n## B\n{: #y}\n\nC {#z}\n---\n", []Heading{{2, "x", "A"}, {2, "y", "B"}, {2, "z", "C"}}},
		{
			"## `{#a}`\n## \\{#b}\n## [c](d) ![e](f) <kbd>g</kbd> Vec<T>",
			[]Heading{{2, "a", "{#a}"}, {2, "b", "{#b}"}, {2, "c-e-g-vect", "c e g Vec<T>"}},
		},
		{"# A\n##### B\n###### C", []Heading{{2, "a", "A"}, {6, "b", "B"}, {6, "c", "C"}}},
		{"## A {#fn:1}\n\nx[^1]\n\n[^1]: y", []Heading{{2, "fn-1", "A"}}},
	} {
		d := compile("x\n\n" + tt.in)
		if !reflect.DeepEqual(d.Full.Headings, tt.want) {
			t.Errorf("%q\ngot  %+v\nwant %+v", tt.in, d.Full.Headings, tt.want)
		}
	}
}

// Nobody's anchor may pass to another heading when a version is added on top.
func TestAnchorsOfAChangeLogStay(t *testing.T) {
	log := "## 4.1.0\n### New\n### Fixed\n## 4.0.0\n### Fixed\n### New\n"
	before := compile("x\n\n" + log).Full.Headings
	after := compile("x\n\n## 4.2.0\n### Fixed\n### New\n" + log).Full.Headings
	if got := after[3:]; !reflect.DeepEqual(got, before) {
		t.Errorf("got  %+v\nwant %+v", got, before)
	}
}

// Ids and what is made of them stay about as long as the file.
func TestIDsBelowALongHeading(t *testing.T) {
	in := "## " + strings.Repeat("long", 10_000) + "\n" + strings.Repeat("### a\n", 2000)
	size := 0
	for _, h := range compile("x\n\n" + in).Full.Headings {
		size += len(h.ID)
	}
	if size > 2*len(in) {
		t.Errorf("ids of %d bytes in a file of %d", size, len(in))
	}
}

func TestIDsAreUnique(t *testing.T) {
	d := compile("<a name=\"a\"></a>\n\n## A\n\n<span id=\"b\">x</span> <i id=\"b\">y</i> [z](q){#a}\n")
	if got, want := strings.Join(d.Full.Anchors, " "), "b"; got != want {
		t.Errorf("anchors %q, want %q", got, want)
	}
}

func TestSummary(t *testing.T) {
	for in, want := range map[string]string{
		"a *b*\nc\n\nd":                   "a b c",
		"![x](y)\n\nb":                    "x",
		"## A\n\nb\n\n<!-- MORE -->\n\nc": "b",
		"a\n\nb <!--more--> c":            "a b",
		"- x\n\ny":                        "y",
		"a[^1]\n\n[^1]: n":                "a",
		":::sales\na\n:::\n\nb":           "b",
		"<section markdown=\"1\">\n## A\nb\n</section>": "b",
		"": "",
	} {
		if d := compile(in); d.Full.Summary != want {
			t.Errorf("%q: got %q, want %q", in, d.Full.Summary, want)
		}
	}
}

func TestPassages(t *testing.T) {
	d := compile("a ![b](c) `d`\n\n## H\n\ne[^1]\n\n:::sales\nf\n\n### I\n\n```go\ng()\n```\n:::\n\nh\n\n[^1]: k\n")
	want := []Passage{
		{-1, "", "a b d"}, {0, "", "e"}, {0, "sales", "f"}, {1, "sales", "g()"}, {1, "", "h k"},
	}
	if !reflect.DeepEqual(d.Full.Passages, want) {
		t.Errorf("got  %+v\nwant %+v", d.Full.Passages, want)
	}
	want = []Passage{{-1, "", "a b d"}, {0, "", "e h k"}}
	if !reflect.DeepEqual(d.Public.Passages, want) {
		t.Errorf("public: got  %+v\nwant %+v", d.Public.Passages, want)
	}
}

func TestSteps(t *testing.T) {
	in := Input{
		Body:  []byte("## Step 1\n\n1. one *x*\n   1. inner\n2. two\n\n   more\n\n- a\n  1. b\n\n> 1. three\n"),
		Line:  1,
		Title: "T",
		Steps: AllSteps,
	}
	d := testCompiler().Compile(in)
	want := []Step{{"step-one-x", "one x", 0}, {"step-two", "two", 0}, {"step-three", "three", 0}}
	if !reflect.DeepEqual(d.Full.Steps, want) {
		t.Errorf("got  %+v\nwant %+v", d.Full.Steps, want)
	}
	for _, s := range want {
		if !strings.Contains(string(d.Full.HTML), `<li id="`+s.ID+`">`) {
			t.Errorf("no element %s in %s", s.ID, d.Full.HTML)
		}
	}
	// Links to the number of a step still lead to it.
	if !strings.Contains(string(d.Full.HTML), `<li id="step-two"><span id="step-2"></span>`) || !slices.Contains(d.Full.Anchors, "step-2") {
		t.Errorf("no element step-2 in %s", d.Full.HTML)
	}
	in.Steps = NoSteps
	if d := testCompiler().Compile(in); d.Full.Steps != nil {
		t.Error("steps in a page that is no playbook")
	}
}

func TestDiagnosticsCarryTheirLine(t *testing.T) {
	d := testCompiler().Compile(Input{Body: []byte("a\n\nb [c](javascript:x)\n"), Line: 5})
	if len(d.Diagnostics) != 1 {
		t.Fatalf("got %v", d.Diagnostics)
	}
	x := d.Diagnostics[0]
	if x.Line != 7 || x.Column != 3 || x.Source != "b [c](javascript:x)" || x.Path != "" {
		t.Errorf("got %+v", x)
	}
}

func TestDigest(t *testing.T) {
	a, b := testCompiler(), testCompiler()
	if a.Digest() != b.Digest() {
		t.Error("equal options, other digests")
	}
	if c := New(Options{Audiences: []content.Term{{ID: "sales"}}}); c.Digest() == a.Digest() {
		t.Error("other options, equal digests")
	}
}

func TestConcurrentUse(t *testing.T) {
	c := testCompiler()
	body := []byte(samplePage(7))
	want := c.Compile(Input{Body: body, Line: 1})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 5 {
				if got := c.Compile(Input{Body: body, Line: 1}); !reflect.DeepEqual(got, want) {
					t.Error("another result")
				}
			}
		})
	}
	group.Wait()
}

func TestInline(t *testing.T) {
	for in, want := range map[string]string{
		"a *b* **c** `d<e` ~~f~~": "a <em>b</em> <strong>c</strong> <code>d&lt;e</code> <del>f</del>",
		"[a](https://b.c?d&e) [f](g.md) <https://h.i>": `<a href="https://b.c?d&amp;e">a</a> ` +
			`<a href="g.md">f</a> <a href="https://h.i">https://h.i</a>`,
		"<b>x</b> ![y](z.png) # no heading":         "&lt;b&gt;x&lt;/b&gt; y # no heading",
		"- a\n\n    b\n> c":                         "- a b &gt; c",
		"[a](javascript:x) [b](JaVa&#x0a;script:y)": "a b",
		"[a [b](https://c.d)](e)":                   `[a <a href="https://c.d">b</a>](e)`,
		" ":                                         "",
	} {
		frag := Inline(in)
		if got := spliced(&frag); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", in, got, want)
		}
	}
}
