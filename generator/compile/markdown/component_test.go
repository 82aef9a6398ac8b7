package markdown

import (
	"strings"
	"testing"

	"headsup/generator/compile/content"
)

func TestComponents(t *testing.T) {
	code := func(lang, text string) string {
		return `<pre class="chroma" tabindex="0" data-lang="` + lang + `"><code>` + text + "\n</code></pre>"
	}
	for _, tt := range []struct{ name, in, want, found string }{
		{
			"alert", "<Warning>\nMind **this**.\n</Warning>",
			"<div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n" +
				"<p>Mind <strong>this</strong>.</p>\n</div>", "",
		},
		{
			"alert that says its kind", "<Callout type=\"error\" title=\"So *it* is\">x</Callout>",
			"<div class=\"alert alert-danger\" role=\"note\">\n<p class=\"alert-title\">So *it* is</p>\n<p>x</p>\n</div>", "",
		},
		{
			"code within layout", "<Tabs>\n  <Tab label=\"A\">\n    ```nosuch\n    one\n      two\n\n    </x>\n    ```\n  </Tab>\n</Tabs>",
			"<details class=\"alert alert-tab\" open>\n<summary class=\"alert-title\">A</summary>\n" +
				code("nosuch", "one\n  two\n\n&lt;/x&gt;") + "\n</details>", "",
		},
		{
			"tabs named by a list", "<Tabs items={['npm', \"yarn\"]}>\n<Tab>\na\n</Tab>\n<Tab>\nb\n</Tab>\n</Tabs>",
			"<details class=\"alert alert-tab\" open>\n<summary class=\"alert-title\">npm</summary>\n<p>a</p>\n</details>\n" +
				"<details class=\"alert alert-tab\" open>\n<summary class=\"alert-title\">yarn</summary>\n<p>b</p>\n</details>", "",
		},
		{
			"card",
			"<Card title=\"Export\" href=\"/e\">\n  Take it out.\n</Card>",
			"<p><strong><a href=\"/e\">Export</a></strong></p>\n<p>Take it out.</p>",
			"",
		},
		{
			"steps",
			"<Steps>\n<Step title=\"Look\">\na\n</Step>\n<Step title=\"Ask\">\nb\n</Step>\n</Steps>",
			"<p><strong>1. Look</strong></p>\n<p>a</p>\n<p><strong>2. Ask</strong></p>\n<p>b</p>",
			"",
		},
		{"link", "Go <Button href=\"/b\">here</Button>.", "<p>Go <a href=\"/b\">here</a>.</p>", ""},
		{"link that would run", "<Button href=\"javascript:x\">here</Button>", "<p>here</p>", "1:1 link-scheme"},
		{"picture", "<Image src=\"a b.png\" alt=\"It\" />", `<p><img src="a b.png" alt="It" loading="lazy" decoding="async"></p>`, ""},
		{"in a sentence", "A <Tooltip tip=\"x\">word</Tooltip> and <Icon name=\"y\" />more.", "<p>A word and more.</p>", ""},
		{"unknown, once", "<Foo>\na\n</Foo>\n\n<Foo>\nb\n</Foo>\n<Foo />", "<p>a</p>\n<p>b</p>", "1:1 template-tag"},
		{
			"in a list",
			"- <Note>\n  a\n  </Note>\n- b",
			"<ul>\n<li>\n<div class=\"alert alert-note\" role=\"note\">\n<p class=\"alert-title\">Note</p>\n" +
				"<p>a</p>\n</div>\n</li>\n<li>b</li>\n</ul>",
			"",
		},
		{
			"types are text",
			"A Map<String> of List<Foo>, `<Bar />`.",
			"<p>A Map&lt;String&gt; of List&lt;Foo&gt;, <code>&lt;Bar /&gt;</code>.</p>",
			"1:6 html-removed, 1:22 html-removed",
		},
		{
			"code is text",
			"```\n<Note>\n```\n\n    <Note>x</Note>",
			"<pre class=\"chroma\" tabindex=\"0\"><code>&lt;Note&gt;\n</code></pre>\n" +
				"<pre class=\"chroma\" tabindex=\"0\"><code>&lt;Note&gt;x&lt;/Note&gt;\n</code></pre>",
			"",
		},
		{
			"directive",
			"```{note} So\n:class: x\na\n```\n\n:::{tip}\nb\n:::",
			"<div class=\"alert alert-note\" role=\"note\">\n<p class=\"alert-title\">So</p>\n<p>a</p>\n</div>\n" +
				"<div class=\"alert alert-tip\" role=\"note\">\n<p class=\"alert-title\">Tip</p>\n<p>b</p>\n</div>",
			"",
		},
		{
			"folded block",
			"::: details More\na\n:::",
			"<details class=\"alert alert-tab\">\n<summary class=\"alert-title\">More</summary>\n<p>a</p>\n</details>",
			"",
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

func TestMDX(t *testing.T) {
	for in, want := range map[string]string{
		"import A from './a'\nexport const b = {\n  c: 1,\n\n  d: 2\n}\n\nText.": "<p>Text.</p>",
		"export your data with one click,\nimport it.":                           "<p>export your data with one click,\nimport it.</p>",
		"export default settings to a file.":                                     "<p>export default settings to a file.</p>",
		"{/* no */}a{' '}b {\"*c*\"}":                                            "<p>a b *c*</p>",
		"a<br>b {#id} <!-- no -->":                                               "<p>a<br>b {#id} </p>",
		"```mdx-code-block\n<Foo>\n  a\n</Foo>\n```":                             "<p>a</p>",
		"<>\na\n</>": "<p>a</p>",
		"<img src={require('./a.png').default} style={{x: 3}} alt=\"A\" />": `<img src="./a.png" alt="A" loading="lazy" decoding="async">`,
		"<div onClick={() => alert(1)}>a</div>":                             "<div>a</div>",
		"```js\nimport a from 'a'\n```":                                     "",
	} {
		d := testCompiler().Compile(Input{Body: []byte(in), Line: 1, MDX: true})
		if got := strings.TrimSpace(spliced(&d.Full)); want != "" && got != want {
			t.Errorf("%q:\n%s\nwant\n%s", in, got, want)
		} else if want == "" && !strings.Contains(got, "import") {
			t.Errorf("%q:\n%s", in, got)
		}
	}
}

// TestTagsOfASite holds what `tags` makes of each form of a tag, and that what nobody
// named stays internal.
func TestTagsOfASite(t *testing.T) {
	c := New(Options{Audiences: []content.Term{{ID: "sales"}}, Tags: []content.SiteTag{
		{Name: "zone", Tag: content.Tag{As: content.TagText}},
		{Name: "box", Tag: content.Tag{As: content.TagAlert, Kind: "tip"}},
		{Name: "gone", Tag: content.Tag{As: content.TagDrop}},
		{Name: "go", Tag: content.Tag{As: content.TagLink, From: "1", Path: "/x/{}"}},
	}})
	tip := "<div class=\"alert alert-tip\" role=\"note\">\n<p class=\"alert-title\">Tip</p>\n<p>a</p>\n</div>"
	for in, want := range map[string]string{
		":::zone target=\"x\"\na\n:::":               "<p>a</p>",
		"::: zone pivot=\"x\"\na\n::: zone-end":      "<p>a</p>",
		"{{< box >}}\na\n{{< /box >}}":               tip,
		"{% box %}\na\n{% endbox %}":                 tip,
		"<Box>\na\n</Box>":                           tip,
		":::box\na\n:::":                             tip,
		"a {{< gone >}}b{{< /gone >}}<Gone>c</Gone>": "<p>a</p>",
		"{{< go \"y\" >}}":                           `<p><a href="/x/y">y</a></p>`,
	} {
		d := c.Compile(Input{Body: []byte(in), Line: 1})
		if got := strings.TrimSpace(spliced(&d.Full)); got != want || d.Public != nil || len(d.Diagnostics) > 0 {
			t.Errorf("%q:\n%s\nwant\n%s\n%v", in, got, want, d.Diagnostics)
		}
	}
	d := c.Compile(Input{Body: []byte(":::zones\nSECRET\n:::\n"), Line: 1})
	if d.Public == nil || strings.Contains(spliced(d.Public), "SECRET") {
		t.Error("a block that nobody named is public")
	}
}

// TestComponentsNearAudienceBlocks holds that no component opens or closes a block of the
// author's, and that one that chooses its readers is an error.
func TestComponentsNearAudienceBlocks(t *testing.T) {
	for _, in := range []string{
		"<Note>\n:::internal\nSECRET\n</Note>\nSECRET\n:::\n",
		":::internal\n<Note>\nSECRET\n:::\n</Note>\n",
		"<Tabs>\n  <Tab label=\"x\">\n    :::internal\n    SECRET\n    :::\n  </Tab>\n</Tabs>\n",
		"<Icon>\n:::internal\nSECRET\n:::\n</Icon>\n",
		"```{note}\n:::internal\nSECRET\n```\n",
		":::internal\n<Card title=\"SECRET\" href=\"/SECRET\">\nx\n</Card>\n:::\n",
	} {
		for _, mdx := range []bool{false, true} {
			d := testCompiler().Compile(Input{Body: []byte(in), Line: 1, MDX: mdx})
			if strings.Contains(rules(d), "code-unclosed") || strings.Contains(rules(d), "block-lookalike") {
				continue
			}
			if d.Public == nil || strings.Contains(spliced(d.Public), "SECRET") {
				t.Errorf("%q leaks", in)
			}
		}
	}
	for _, in := range []string{
		"<Internal>\nSECRET\n</Internal>", "<If role=\"sales\">\nSECRET\n</If>", "<Section audience={[\"sales\"]}>\nSECRET\n</Section>",
		"<Show when={isInternal}>\nSECRET\n</Show>", "<Accordion title=\"Internal only\">\nSECRET\n</Accordion>",
	} {
		if d := compile(in); !strings.Contains(rules(d), "block-lookalike") {
			t.Errorf("%q: %s", in, rules(d))
		}
	}
}

func FuzzComponents(f *testing.F) {
	for _, in := range []string{
		"<Tabs>\n  <Tab label=\"A\">\n    ```x\n    <a>\n    ```\n  </Tab>\n</Tabs>",
		"<A x={`${<B y={'}'}/>}`}>\n</A>", "- <Note>\n> <Tip>\n</Note>",
		"export const a = {\n\n", "```mdx-code-block\n<A>\n```\n</A>", ":::internal\nSECRET\n<Note>\n:::\n</Note>",
		"<Drop><Icon>\n:::sales\nSECRET",
	} {
		f.Add([]byte(in), true)
		f.Add([]byte(in), false)
	}
	c := testCompiler()
	f.Fuzz(func(t *testing.T, body []byte, mdx bool) {
		d := c.Compile(Input{Body: body, Line: 1, MDX: mdx, Steps: StatedSteps})
		for _, frag := range []*Fragment{&d.Full, d.Public} {
			if frag == nil {
				continue
			}
			if out := strings.ToLower(string(frag.HTML)); strings.Contains(out, "<script") || strings.Contains(out, "\x1a") {
				t.Errorf("%q gives %s", body, out)
			}
		}
		if d.Public == nil && strings.HasPrefix(string(body), ":::internal\n") {
			t.Errorf("%q has no public form", body)
		}
	})
}
