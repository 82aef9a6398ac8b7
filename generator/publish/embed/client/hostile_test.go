package client_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/chromedp/chromedp"
)

// payloads try to run canary(), in the ways that lists of such have: each is put
// where markup is expected, and where it is not.
var payloads = []string{
	`<script>canary()</script>`, `<SCRIPT>canary()</SCRIPT>`, `<script src="/embed/evil.js"></script>`, `<script src=/embed/evil.js>`,
	`<scr<script>ipt>canary()</scr</script>ipt>`, `<script/x>canary()</script>`,
	`<script >canary()</script >`, `<<script>canary();//<</script>`,
	`</script><script>canary()</script>`, `"><script>canary()</script>`,
	`'><script>canary()</script>`, `--><script>canary()</script>`, `]]><script>canary()</script>`,
	`<img src="x" onerror="canary()">`, `<img src=x onerror=canary()>`,
	`<IMG SRC="x" ONERROR="canary()">`, `<img/src="x"/onerror="canary()">`,
	"<img src=`x` onerror=`canary()`>", `<img src="x" onerror="canary()"`,
	`<img """><script>canary()</script>">`, `<img src="javascript:canary()">`,
	`<image src="x" onerror="canary()">`, `<img src="x:x" onerror="canary()" />`, `<img src="x" onload="canary()" loading="eager">`,
	`<svg onload="canary()">`, `<svg><script>canary()</script></svg>`, `<svg><animate onbegin="canary()" attributeName="x" dur="1s"></svg>`,
	`<svg><a xlink:href="javascript:canary()"><text>x</text></a></svg>`,
	`<svg><use href="data:image/svg+xml,x"></svg>`, `<svg/onload=canary()>`,
	`<math><mtext></mtext><script>canary()</script></math>`, `<math href="javascript:canary()">x</math>`,
	`<math><mi xlink:href="javascript:canary()">x</mi></math>`,
	`<a href="javascript:canary()">x</a>`, `<a href="JaVaScRiPt:canary()">x</a>`,
	`<a href=" javascript:canary()">x</a>`, "<a href=\"java\tscript:canary()\">x</a>",
	"<a href=\"java\nscript:canary()\">x</a>", "<a href=\"\x01javascript:canary()\">x</a>",
	`<a href="&#106;avascript:canary()">x</a>`, `<a href="&#x6A;avascript&colon;canary()">x</a>`,
	`<a href="javascript&#58;canary()">x</a>`,
	`<a href="data:text/html,&lt;script&gt;parent.canary()&lt;/script&gt;">x</a>`, `<a href="vbscript:canary()">x</a>`,
	`<a href="blob:null/x">x</a>`, `<a href="filesystem:x">x</a>`, `<a href="view-source:javascript:canary()">x</a>`,
	`<a href="x" onclick="canary()" onmouseover="canary()" onfocus="canary()" autofocus="">x</a>`,
	`<a href="//evil.invalid/%0d%0aSet-Cookie:x">x</a>`, `<a href="https://x:y@evil.invalid/">x</a>`,
	`<a href="http://[">x</a>`, `<a target="_self" rel="opener" href="https://evil.invalid/">x</a>`,
	`<iframe src="javascript:canary()"></iframe>`,
	`<iframe srcdoc="&lt;script&gt;parent.canary()&lt;/script&gt;"></iframe>`,
	`<object data="javascript:canary()"></object>`, `<embed src="javascript:canary()">`,
	`<form action="javascript:canary()"><input type="submit" id="x"></form>` +
		`<button form="x" formaction="javascript:canary()">x</button>`,
	`<isindex action="javascript:canary()">`,
	`<body onload="canary()">`, `<frameset onload="canary()">`,
	`<meta http-equiv="refresh" content="0;url=javascript:canary()">`,
	`<link rel="stylesheet" href="javascript:canary()">`,
	`<base href="javascript:canary()//">`,
	`<style>@import "/embed/evil.css"; * { background: url(javascript:canary()) }</style>`,
	`<p style="background:url(javascript:canary())">x</p>`,
	`<input onfocus="canary()" autofocus="">`, `<select onfocus="canary()" autofocus=""></select>`,
	`<textarea onfocus="canary()" autofocus=""></textarea>`, `<keygen onfocus="canary()" autofocus="">`,
	`<video src="x" onerror="canary()"><source src="javascript:canary()" onerror="canary()"></video>`,
	`<audio src="x" onerror="canary()" controls=""></audio>`, `<video poster="javascript:canary()"></video>`,
	`<details open="" ontoggle="canary()"><summary>x</summary></details>`,
	`<marquee onstart="canary()">x</marquee>`, `<dialog open="" onclose="canary()">x</dialog>`,
	`<template><script>canary()</script></template>`, `<slot onslotchange="canary()"></slot>`,
	`<noscript><p title="</noscript><img src=x onerror=canary()>"></noscript>`,
	`<xmp><img src="x" onerror="canary()"></xmp>`, `<plaintext><script>canary()</script>`,
	`<title><img src="x" onerror="canary()"></title>`, `<!--<img src="--><img src=x onerror=canary()//">`,
	`<headsup-tips contained="" items="[]"></headsup-tips>`, `<x-evil onclick="canary()">x</x-evil>`,
	`<p id="x" name="y" class="z" part="close" slot="x" is="x-evil">x</p>`,
	`<a id="events"></a><form name="headsup"></form>`,
	`&lt;script&gt;canary()&lt;/script&gt;`, `&amp;lt;img src=x onerror=canary()&amp;gt;`,
	`${canary()}`, `{{constructor.constructor("canary()")()}}`,
	`javascript:canary()`, `JAVASCRIPT:canary()//`, "\u0000javascript:canary()",
	`constructor`, `__proto__`, `<constructor>x</constructor>`,
	`<a href="constructor" __proto__="x" constructor="y">x</a>`,
	`&constructor;&__proto__;&#x110000;&#xD800;&#0;&#99999999999999999999;`,
}

// hostile makes items that have a payload wherever an author's words go.
func hostile() []object {
	var items []object
	for i, p := range payloads {
		surfaces := []string{"tooltip", "banner", "panel", "modal", "inline", p}
		items = append(items, object{
			"id": fmt.Sprint("evil", i), "title": p, "summary": p,
			"content_html": "<p>" + p + "</p>" + p, "content_text": p, "url": p, "image": p,
			"language": p, "date_published": "2020-01-01", "tags": []string{p},
			"_headsup": object{
				"kind": "snippet", "key": p, "surface": surfaces[i%len(surfaces)],
				"cta": object{"label": p, "url": p}, "stage": p, "version": p,
				"anchor": object{"selector": []string{"#a", p}[i/len(surfaces)%2]}, "group": p,
			},
		})
	}
	return items
}

const canaries = `<script src="/embed/canary.js"></script>`

const canaryScript = `
	window.ran = [];
	window.canary = () => ran.push(new Error().stack);
	window.reports = [];
	addEventListener("securitypolicyviolation", (event) => reports.push(event.violatedDirective + ` +
	`" " + event.blockedURI + " " + event.sample));
`

// TestHostile shows items that no sanitiser has seen, under a policy that reports
// every way of running or styling from text. None is taken, none runs.
func TestHostile(t *testing.T) {
	t.Parallel()
	if len(payloads) < 60 {
		t.Fatalf("%d payloads", len(payloads))
	}
	hostileItems(t, openTab(t))
}

// hostileItems does so in a tab of any browser. What the policy says of trusted types is
// not known to all of them.
func hostileItems(t *testing.T, b *tab) {
	t.Helper()
	s := newSite(t)
	s.put("/embed/canary.js", []byte(canaryScript))
	s.put("/embed/evil.js", []byte(`canary()`))
	s.headers["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; connect-src *; " +
		"img-src *; media-src *; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
	s.publish(t, bundle{Name: "tips", Language: "en", Items: hostile()}, bundle{Name: "news", Language: "en", Items: hostile()})
	s.show(canaries + `<button id="a">a</button><headsup-news></headsup-news><headsup-tips></headsup-tips><div id="previews"></div>`)
	b.Visit(t, s.URL)
	await(t, b, `news.headsup && tips.headsup`)
	if n := ask[int](t, b, `tips.headsup.items.length`); n != len(payloads) {
		t.Fatalf("%d of %d items arrive", n, len(payloads))
	}
	// All of them as news, all of them as previews, and as many as there is room
	// for as tips.
	found := run[[]string](t, b, `
		await frames(3);
		await news.open();
		const previews = [];
		for (const item of tips.headsup.items) {
			for (const surface of ["tooltip", "modal", "inline"]) {
				const preview = document.createElement("headsup-tips");
				preview.setAttribute("contained", "");
				preview.surface = surface;
				preview.items = [item];
				document.querySelector("#previews").append(preview);
				previews.push(preview);
			}
		}
		await frames(5);
		// Pictures fail in the order in which they are asked for, more or less.
		await Promise.allSettled([...Array(20)].map((_, i) => Object.assign(new Image(), { src: "/embed/none" + i }).decode()));
		await frames(5);
		const found = [];
		let nodes = 0, shown = 0;
		// The choice of topics and the search are no part of any item.
		const ours = (node) => /^(select|input)$/.test(node.localName) && node.getRootNode().host == news && !node.closest("article");
		const visit = (node) => {
			nodes++;
			if (node.nodeType == 1) {
				if (/^(script|style|iframe|object|embed|form|input|select|textarea|link|meta|base|svg|math|`+
		`template|frameset|noscript|x-evil)$/i.test(node.localName) && !ours(node)) found.push("element " + node.localName);
				if (node.part.contains("body")) shown++;
				for (const { name, value } of node.attributes) {
					if (/^on|^(srcdoc|style|srcset|formaction|action|xlink:href|is|name)$/i.test(name) && `+
		`!node.part.contains("tooltip")) found.push(name + " of " + node.localName);
					if (/^(href|src|poster)$/.test(name) && `+
		`!/^(https?|mailto|tel|sms):$/.test(new URL(value, document.baseURI).protocol)) found.push(name + " " + value);
				}
				if (node.localName == "a" && node.href && node.host != location.host && `+
		`(node.target != "_blank" || node.rel != "noopener")) found.push("link " + node.outerHTML);
			}
			if (node.shadowRoot) visit(node.shadowRoot);
			node.childNodes.forEach(visit);
		};
		visit(news); visit(tips); visit(document.querySelector("#previews"));
		for (const a of previews.flatMap((preview) => [...preview.shadowRoot.querySelectorAll("a")])) {
			addEventListener("click", (event) => event.preventDefault(), { once: true });
			a.click();
		}
		if (shown < input * 3 || nodes < input * 20) found.push("only " + shown + " bodies, " + nodes + " nodes");
		await frames(3);
		return [...found, ...ran, ...reports, ...({}).polluted ? ["the prototype is polluted"] : []];`, len(payloads))
	for _, text := range found {
		t.Error(text)
	}
	b.Quiet(t)
	// The test would be of no use if it did not see what it looks for.
	seen := run[[]int](t, b, `
		document.body.setAttribute("style", "color: red");
		if (window.trustedTypes) try { document.body.innerHTML = "<p>"; } catch { }
		canary();
		while (reports.length < (window.trustedTypes ? 2 : 1)) await tasks(1);
		return [ran.length, reports.length];`, nil)
	if seen[0] < 1 || seen[1] < 1 {
		t.Errorf("the canary and the policy report %v", seen)
	}
	b.Take()
}

// TestIDsOfHostileFeeds shows items whose ids are names that every object of the
// host page has, and keeps a state with such names: nothing becomes part of the
// host's objects, and the items are remembered as others are.
func TestIDsOfHostileFeeds(t *testing.T) {
	t.Parallel()
	ids := []string{"__proto__", "constructor", "toString"}
	var items, news []object
	for i, id := range ids {
		items = append(items, with(snippet("x", []string{"panel", "banner", "modal"}[i], nil), "id", id))
		// Not those of the tips: what a person has seen as a tip is no news.
		news = append(news, with(note("x", daysAgo(1)), "id", []string{"__defineGetter__", "hasOwnProperty", "valueOf"}[i]))
	}
	s := newSite(t)
	s.publish(t, bundle{Name: "tips", Language: "en", Items: items}, bundle{Name: "news", Language: "en", Items: news})
	s.show(newsPage + tipsPage)
	b := openTab(t)
	b.Visit(t, s.URL)
	await(t, b, `news.headsup && tips.headsup`)
	settle(t, b)
	const polluted = `[...Object.getOwnPropertyNames(Object.prototype), ...Object.getOwnPropertyNames(Object)]` +
		`.filter((name) => /^(shown|dismissed)$/.test(name)).concat(typeof {}.toString.shown).join()`
	wantShown(t, b, "modal")
	run[any](t, b, `tip("modal").close()`, nil)
	wantShown(t, b, "banner panel")
	if got := ask[string](t, b, `inNews("badge").textContent`); got != "3" {
		t.Errorf("%s news are unread", got)
	}
	run[any](t, b, `await news.open(); news.close(); for (const id of input) tips.headsup.dismiss(id)`, ids)
	if got := ask[string](t, b, polluted); got != "undefined" {
		t.Errorf("objects of the host page have %s", got)
	}
	// What was kept is read again.
	kept := ask[string](t, b, `Object.values(localStorage).filter((text) => JSON.parse(text)[""]).join()`)
	b.Do(t, chromedp.Navigate(s.URL+"/other"))
	await(t, b, `news.headsup && tips.headsup`)
	wantShown(t, b, "")
	if got := ask[string](t, b, `inNews("badge").textContent + `+polluted); got != "undefined" {
		t.Errorf("after a reload: %s, kept was %s", got, kept)
	}
}

// with returns an object with another value for a key.
func with(o object, key string, value any) object {
	o = maps.Clone(o)
	o[key] = value
	return o
}

// TestMarkup is what becomes of HTML: nodes for what is known, text for the rest.
func TestMarkup(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.show(`<headsup-tips contained></headsup-tips>`)
	b := openTab(t)
	b.Visit(t, s.URL)
	await(t, b, `tips.update`)
	// The part for previews comes with the first one.
	run[any](t, b, `tips.items = [{ id: "first", _headsup: { surface: "banner" } }]`, nil)
	await(t, b, `tip("body")`)
	const table = `<table><thead><tr><th scope="col">h</th></tr></thead><tbody><tr><td colspan="2">d</td></tr></tbody></table>`
	for markup, want := range map[string]string{
		`<p>a &amp; b &lt;c&gt; &#34;d&#34; &#x27;e&#39; &unknown; &nbsp;</p>`: `<p>a &amp; b &lt;c&gt; "d" 'e' &amp;unknown; &nbsp;</p>`,
		`<h2>Two</h2><h3>Three</h3><h6>Six</h6>`:                               `<h3>Two</h3><h4>Three</h4><h6>Six</h6>`,
		`<p>one<br>two<hr>three`:                                               `<p>one<br>two<hr>three</p>`,
		`<ol start="3"><li>a</li><li>b</li></ol>`:                              `<ol start="3"><li>a</li><li>b</li></ol>`,
		table: table,
		`<pre><code class="go"><span class="k">func</span> f()</code></pre>`: `<pre><code>func f()</code></pre>`,
		`<img src="https://x.example/a.png" alt="A &#34;b&#34;" width="3" height="2" onerror="x">`: `<img ` +
			`loading="lazy" src="https://x.example/a.png" alt="A &quot;b&quot;" width="3" height="2">`,
		`<a href="https://x.example/?a=1&amp;b=2" title="t">x</a>`: `<a target="_blank" ` +
			`rel="noopener" href="https://x.example/?a=1&amp;b=2" title="t">x</a>`,
		`<a href="mailto:a@b.example">m</a><a href="ftp://x">f</a>`: `<a href="mailto:a@b.example">m</a><a>f</a>`,
		`<details open=""><summary>s</summary>d</details>`:          `<details open=""><summary>s</summary>d</details>`,
		`<p>a</b></i></p>b</div>`:                                   `<p>a</p>b`,
		`<font>y</font> <x-y>z</x-y> a < b`:                         `y &lt;x-y&gt;z&lt;/x-y&gt; a &lt; b`,
		`<video src="https://x.example/v.mp4" controls="" autoplay=""></video>`: `<video ` +
			`src="https://x.example/v.mp4" controls=""></video>`,
	} {
		got := run[string](t, b, `tips.items = [{ id: "x", _headsup: { surface: "banner" }, content_html: input }]; `+
			`await frames(2); return tip("body").innerHTML`, markup)
		if got != want {
			t.Errorf("%s\nbecomes  %s\ninstead of %s", markup, got, want)
		}
	}
	// As deep as it gets, and no deeper; and what is long takes no longer than
	// what is short.
	depth := run[int](t, b, `
		const long = [..."<p>", "<em>".repeat(5000), "x", "</em>".repeat(5000), "<a b=\"".repeat(100000), `+
		`"<".repeat(200000), "<a ".repeat(100000), "&#".repeat(100000), " a=\"".repeat(100000)].join("");
		document.body.style.display = "none"; // the browser would lay all of it out
		tips.items = [{ id: "x", _headsup: { surface: "banner" }, content_html: long }]; await frames(2);
		let depth = 0;
		for (let e = tip("body").querySelector("p"); e; e = e.firstElementChild) depth++;
		return depth;`, nil)
	if depth != 99 {
		t.Errorf("%d levels", depth)
	}
}
