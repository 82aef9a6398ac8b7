package portable

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestFeedHTML(t *testing.T) {
	for name, test := range map[string]struct{ in, want string }{
		"text":    {"a &amp; b &lt;x&gt;", "a &amp; b &lt;x&gt;"},
		"classes": {`<div class="alert"><p id="x" class="y">t</p></div>`, `<p>t</p>`},
		"highlight": {
			`<pre class="chroma" tabindex="0"><code data-lang="go"><span class="kd">func</span></code></pre>`,
			`<pre><code>func</code></pre>`,
		},
		"anchor":  {`<h2 id="a">A<a class="anchor" href="#a" aria-label="x"><b>#</b></a></h2>`, `<h2>A</h2>`},
		"self":    {`<a href="#fn:1">1</a>`, `<a href="https://e.example/p/#fn:1">1</a>`},
		"backref": {`t <a href="#r" class="footnote-backref">back</a>`, `t `},
		"task": {
			`<li><input type="checkbox" checked disabled> done</li><li><input disabled type=checkbox> open</li>`,
			`<li>☑  done</li><li>☐  open</li>`,
		},
		"script":   {`<a href="javascript:alert(1)" onclick="x()">x</a><img src="data:text/html,x">`, `<a>x</a><img>`},
		"scheme":   {"<a href=\"java\tscript:alert(1)\">x</a>", `<a>x</a>`},
		"relative": {`<img src="x.png" alt="y">`, `<img alt="y">`},
		"quotes": {
			`<img alt='"&gt;&lt;script&gt;' src="https://e.example/x.png">`,
			`<img alt="&#34;&gt;&lt;script&gt;" src="https://e.example/x.png">`,
		},
	} {
		if got, _ := Body([]byte(test.in), "https://e.example/p/"); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

func TestPlainText(t *testing.T) {
	in := "<p>One <b>two</b>\n three.</p>\n<ul>\n<li>a</li>\n<li>b <a class=anchor href=#x>#</a></li>\n</ul>" +
		"<table><tr><th>h</th><th>i</th></tr><tr><td>c</td><td>d</td></tr></table><pre><code>x = 1\n" +
		"  y\n</code></pre><p>A<br>B<img alt=\"pic\"></p>"
	want := "One two three.\n\na\nb\n\nh\ti\nc\td\n\nx = 1\n  y\n\n\nA\nBpic"
	if _, got := Body([]byte(in), ""); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzFeedHTML holds that whatever comes in, nothing that runs comes out, as an
// HTML parser sees it.
func FuzzFeedHTML(f *testing.F) {
	for _, seed := range []string{
		`<p>x</p>`, `<a href=javascript:alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<img src=x onerror=alert(1)>`,
		`<math><mi//xlink:href="data:x,<script>">`, `<style><img src="</style><img src=x onerror=alert(1)//">`,
		`<a href="&#106;avascript:alert(1)">`, `<textarea></textarea><script>`,
		`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
		`<xmp><script>`, `<title><script>alert(1)`, `<!--><script>`, `<a class=anchor><script>`, "\x00<\x00script>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out, _ := Body([]byte(in), "https://e.example/p/")
		root, err := html.Parse(strings.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			switch n.Data {
			case "script", "style", "iframe", "object", "embed", "form", "input", "svg", "math", "link", "meta", "base":
				t.Errorf("%q became %q, which holds %s", in, out, n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
					t.Errorf("%q became %q, which holds %s", in, out, a.Key)
				}
				if v := strings.ToLower(strings.TrimSpace(a.Val)); (a.Key == "href" || a.Key == "src") &&
					strings.Contains(v, "script:") && !strings.Contains(v, "//") {
					t.Errorf("%q became %q", in, out)
				}
			}
		}
	})
}
