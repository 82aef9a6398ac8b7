package markdown

import (
	"strings"
	"testing"
)

func TestForeignTags(t *testing.T) {
	for _, tt := range []struct{ name, in, want, found string }{
		{
			"figure",
			"{{< figure src=\"a b.png\" caption=\"A view\" >}}",
			`<p><img src="a b.png" alt="A view" loading="lazy" decoding="async"></p>`,
			"",
		},
		{
			"figure over lines",
			"{{< figure\n  src=\"a.png\"\n>}}\n\n[x](javascript:y)",
			`<p><img src="a.png" alt="" loading="lazy" decoding="async"></p>` + "\n<p>x</p>",
			"1:1 image-alt, 5:1 link-scheme",
		},
		{
			"highlight",
			"{{< highlight nosuch \"linenos=table\" >}}\n<x>\n{{< /highlight >}}",
			`<pre class="chroma" tabindex="0" data-lang="nosuch"><code>&lt;x&gt;` + "\n</code></pre>",
			"",
		},
		{
			"liquid highlight",
			"{% highlight nosuch %}\n{{ x }} {% y %}\n{% endhighlight %}",
			`<pre class="chroma" tabindex="0" data-lang="nosuch"><code>{{ x }} {% y %}` + "\n</code></pre>",
			"",
		},
		{
			"notice",
			"{{% notice warning \"Mind\" %}}\nText\n{{% /notice %}}",
			"<div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Mind</p>\n<p>Text</p>\n</div>",
			"",
		},
		{
			"alert with title",
			"{{< alert type=\"info\" title=\"So\" >}}\nText\n{{< /alert >}}",
			"<div class=\"alert alert-info\" role=\"note\">\n<p class=\"alert-title\">So</p>\n<p>Text</p>\n</div>",
			"",
		},
		{
			"video",
			"{{< youtube aB-_9 >}}",
			`<p><a href="https://www.youtube.com/watch?v=aB-_9">https://www.youtube.com/watch?v=aB-_9</a></p>`,
			"",
		},
		{"unknown pair", "{{< box >}}\n\n- a\n\n{{< /box >}}", "<ul>\n<li>a</li>\n</ul>", "1:1 template-tag"},
		{"unknown tag", "a {% include b.html %}", "<p>a</p>", "1:3 template-tag"},
		{"value", "a {{ site.title }}", "<p>a {{ site.title }}</p>", "1:3 template-tag"},
		{"other braces", "${{ github.ref }} and {{ x }}", "<p>${{ github.ref }} and {{ x }}</p>", ""},
		{"raw", "{% raw %}{{ site.x }}{% endraw %}", "<p>{{ site.x }}</p>", ""},
		{"comment", "a\n\n{% comment %}\nb\n{% endcomment %}\n\nc", "<p>a</p>\n<p>c</p>", ""},
		{
			"in code",
			"`{% include x %}` and\n\n```\n{{< figure src=\"x\" >}}\n[TOC]\n```\n\n    {% x %}",
			"<p><code>{% include x %}</code> and</p>\n" +
				"<pre class=\"chroma\" tabindex=\"0\"><code>{{&lt; figure src=\"x\" &gt;}}\n[TOC]\n" +
				"</code></pre>\n<pre class=\"chroma\" tabindex=\"0\"><code>{% x %}\n</code></pre>",
			"",
		},
		{"escaped shortcode", "{{</* ref */>}}", "<p>{{&lt;/* ref */&gt;}}</p>", ""},
		{"contents", "[TOC]\n\n* list\n{:toc}\n\na", "<p>a</p>", ""},
		{
			"modules and tabs",
			"import A from '@b/A';\n\n<Tabs>\n<TabItem value=\"x\" label=\"X\">\n\nText\n\n</TabItem>\n</Tabs>",
			"<details class=\"alert alert-tab\" open>\n<summary class=\"alert-title\">X</summary>\n<p>Text</p>\n</details>",
			"",
		},
		{
			"tab blocks",
			"=== \"One\"\n\n    Text",
			"<details class=\"alert alert-tab\" open>\n<summary class=\"alert-title\">One</summary>\n<p>Text</p>\n</details>",
			"",
		},
		{
			"keys and marks",
			"++ctrl+a++, ==b c==, x==y and z==w, i++ j++, `++a++`",
			"<p><kbd>ctrl</kbd>+<kbd>a</kbd>, <mark>b c</mark>, x==y and z==w, i++ j++, <code>++a++</code></p>",
			"",
		},
		{"icon", "- :material-clock:{ .lg } __Set__", "<ul>\n<li><strong>Set</strong></li>\n</ul>", ""},
		{"snippet", "--8<-- \"a.md\"", "<p>--8&lt;-- \"a.md\"</p>", "1:1 template-tag"},
		{
			"frame",
			"<iframe width=\"1\" src=\"https://v.example/e\" title=\"Talk\"></iframe>",
			`<p><a href="https://v.example/e">Talk</a></p>`,
			"1:1 html-removed",
		},
	} {
		d := compile(tt.in)
		if got := strings.TrimSpace(spliced(&d.Full)); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
		if got := rules(d); got != tt.found {
			t.Errorf("%s: found %q, want %q", tt.name, got, tt.found)
		}
	}
}

// TestForeignTagsNearAudienceBlocks holds that no tag opens or closes a block
// of the author's.
func TestForeignTagsNearAudienceBlocks(t *testing.T) {
	for _, in := range []string{
		"{{% /notice %}}\n:::internal\n{{% notice %}}\na\n{{% /notice %}}\nSECRET\n:::\n",
		"{{< highlight go >}}\n:::internal\nSECRET\n:::\n{{< /highlight >}}\n",
		"{% comment %}\n:::internal\n{% endcomment %}\nSECRET\n:::\n",
		":::internal\n{{< figure src=\"SECRET.png\" >}}\n<iframe src=\"https://SECRET/\"></iframe>\n:::\n",
		"a\n{{< box\n>}}\n:::internal\n[[SECRET]] ==SECRET==\n:::\n{{< /box >}}",
	} {
		d := compile(in)
		if d.Public == nil || strings.Contains(spliced(d.Public), "SECRET") {
			t.Errorf("%q leaks", in)
		}
	}
}

func TestWikiLinks(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"[[A note]] and [[B#Part|label *x*]]", `<p><a href="[[A note]]">A note</a> and <a href="[[B#Part]]">label *x*</a></p>`},
		{
			"![[a.png|300x20]] ![[Note]] ![[b.PNG]]",
			`<p><img src="[[a.png]]" alt="a.png" width="300" loading="lazy" decoding="async"> ` +
				`<a href="[[Note]]">Note</a> <img src="[[b.PNG]]" alt="b.PNG" loading="lazy" decoding="async"></p>`,
		},
		{
			"[[#Here]] [[C#A#B]] [[D#^mark]] [[https://x.example|y]]",
			`<p><a href="[[#Here]]">#Here</a> <a href="[[C#B]]">C#A#B</a> ` +
				`<a href="[[D]]">D#^mark</a> <a href="https://x.example">y</a></p>`,
		},
		{
			"[[1]](a.md) [[ -f x ]] [[]] \\[[x]] `[[y]]` [[z]",
			"<p><a href=\"a.md\">[1]</a> [[ -f x ]] [[]] [[x]] <code>[[y]]</code> [[z]</p>",
		},
		{"[[1]]\n\n[1]: b.md", "<p>[<a href=\"b.md\">1</a>]</p>"},
		{
			"| a |\n|---|\n| [[N\\|m]] |",
			"<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n" +
				"<tr>\n<td><a href=\"[[N]]\">m</a></td>\n</tr>\n</tbody>\n</table>",
		},
		{
			"[a]({{< ref \"x y.md\" >}}) [b]({{% relref path=\"/c/d.md#e\" %}}) [c]({{<ref f>}}) <a href=\"{{< relref \"g\" >}}\">h</a>",
			`<p><a href="[[x%20y.md]]">a</a> <a href="[[/c/d.md#e]]">b</a> <a href="[[f]]">c</a> <a href="[[g]]">h</a></p>`,
		},
		{"[a]({{% relref \"/b/c\" %}}) [d]({{% ref 'e.md' %}})", `<p><a href="[[/b/c]]">a</a> <a href="[[e.md]]">d</a></p>`},
		{"[b]({% download \"d/e.docx\" %})", `<p><a href="d/e.docx">b</a></p>`},
		{"[a]({{ \"/b/\" | relative_url }}) [c]({{ site.baseurl }}{{ site.baseurl }}/d)", `<p><a href="/b/">a</a> <a href="/d">c</a></p>`},
	} {
		d := compile(tt.in)
		if got := strings.TrimSpace(spliced(&d.Full)); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.in, got, tt.want)
		}
		if len(d.Diagnostics) > 0 {
			t.Errorf("%s: %v", tt.in, d.Diagnostics)
		}
	}
}

func TestTitleOfLowerLevel(t *testing.T) {
	for in, want := range map[string]string{
		"## v2.1 (2026-10-01)\n\n### Fixed\n\na": "v2.1 (2026-10-01)",
		"## One\n\na\n\n## Two\n\nb":             "",
		"a\n\n## One":                            "",
		"## One\n\n# Title":                      "Title",
		"### Deep\n\n## Higher":                  "",
	} {
		d := testCompiler().Compile(Input{Body: []byte(in), Line: 1})
		if d.Title != want {
			t.Errorf("%q has the title %q, want %q", in, d.Title, want)
		}
	}
}
