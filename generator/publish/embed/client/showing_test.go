package client_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestAnchorsThatCannotBeSeen: a tip goes with what it stands beside, in whatever way
// that hides, and comes back with it.
func TestAnchorsThatCannotBeSeen(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, events+`<style>#fade { transition: opacity .02s } #wide > div { width: 3000px; padding-left: 1000px }</style>
		<div id="wide" style="overflow: auto hidden; width: 600px; height: 80px"><div style="margin-left: -1000px">
		<span id="fade"><button id="a">Export</button></span></div></div><div id="slot"></div><headsup-tips></headsup-tips>`,
		snippet("tip", "tooltip", object{"anchor": anchor("#a")}), snippet("in", "inline", object{"anchor": anchor("#slot")}))
	wantShown(t, b, "inline tooltip")
	for _, hide := range []string{
		`$("#fade").style.visibility = "hidden"`,
		`$("#fade").style.opacity = 0`, // which takes time
		`$("#fade").style.display = "none"`,
		`$("#fade").style.contentVisibility = "hidden", $("#fade").style.display = "block"`,
		`$("#wide").scrollLeft = 400`,
		`$("#wide").style.clipPath = "inset(100%)"`,
		`$("#a").style.position = "fixed", $("#a").style.left = "-200px"`,
		`$("#a").style.translate = "0 2000px"`,
	} {
		run[any](t, b, `const $ = (s) => document.querySelector(s); `+hide, nil)
		await(t, b, `!tip("tooltip")?.checkVisibility()`)
		run[any](t, b, `for (const e of document.querySelectorAll("#fade, #wide, #a")) {
			const { overflow, width, height } = e.style;
			e.removeAttribute("style");
			Object.assign(e.style, { overflow, width, height });
			e.scrollLeft = 0;
		}`, nil)
		await(t, b, `tip("tooltip")?.checkVisibility()`)
	}
	// A framework draws anew and throws away what it does not know.
	run[any](t, b, `const at = document.querySelector("#fade"); at.innerHTML = at.innerHTML;
		document.querySelector("#slot").replaceChildren()`, nil)
	await(t, b, `tip("tooltip")?.checkVisibility() && document.querySelector("#slot headsup-tip")`)
	wantTold(t, b, "shown snippet:tip", "shown snippet:in")
}

// TestClickedAnchorsComeBack: an anchor that is drawn anew when it is clicked is still
// the one that was clicked.
func TestClickedAnchorsComeBack(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, tipsPage, snippet("tip", "tooltip", object{"anchor": anchor("#a"), "trigger": "click"}))
	b.Do(t, chromedp.Click("#a"))
	wantShown(t, b, "tooltip")
	run[any](t, b, `document.querySelector("#a").replaceWith(document.querySelector("#a").cloneNode(true))`, nil)
	wantShown(t, b, "tooltip")
}

const beside = `(() => { const at = (document.querySelector("#a") ?? document.querySelector("x-late, x-bar")` +
	`.shadowRoot.querySelector("#a")).getBoundingClientRect(), r = tip("tooltip").getBoundingClientRect();
	return tip("tooltip").checkVisibility() && Math.abs(r.top - at.bottom - 10) < 1.5 && ` +
	`Math.abs((r.left + r.right - at.left - at.right) / 2) < 1.5; })()`

// TestFollows: layout changes in many ways of which no event tells.
func TestFollows(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, events+`<style>#fold { height: 10px; overflow: hidden; transition: height .05s }
		:root:has(#on:checked) #fold { height: 90px }
		#mid { margin-left: 300px }</style>
		<input type="checkbox" id="on"><div id="fold">Fold</div><img id="late"><x-grow></x-grow>
		<div id="mid"><button id="a">Export</button></div>
		<headsup-tips></headsup-tips><script>const closed = document.querySelector("x-grow").attachShadow({ mode: "closed" });
			closed.innerHTML = "<div style='height: 10px'></div>"; window.grow = () => (closed.firstChild.style.height = "40px")</script>`,
		snippet("tip", "tooltip", object{"anchor": anchor("#a")}))
	await(t, b, beside)
	for _, move := range []string{
		`document.querySelector("#on").click()`, // an accordion in CSS alone
		`document.querySelector("#late").src = "data:image/svg+xml,` +
			`<svg xmlns='http://www.w3.org/2000/svg' width='40' height='70'/>"`,
		`document.querySelector("#mid").animate({ marginLeft: "420px" }, { duration: 40, fill: "forwards" })`,
		`document.querySelector("#mid").animate({ translate: "-90px 30px" }, { duration: 40, fill: "forwards" })`,
		`document.querySelector("#a").animate({ width: "220px" }, { duration: 40, fill: "forwards" })`,
		`grow()`, // out of sight of everybody
		`document.styleSheets[0].insertRule("#mid { padding-top: 25px }")`,
	} {
		before := ask[string](t, b, `tip("tooltip").style.cssText`)
		run[any](t, b, move, nil)
		await(t, b, fmt.Sprintf(`tip("tooltip").style.cssText != %q && `, before)+beside)
	}
	// When nothing moves, nothing is asked.
	still(t, b)
	asked := run[int](t, b, `
		const { requestAnimationFrame } = window;
		let asked = 0;
		window.requestAnimationFrame = (run) => (asked++, requestAnimationFrame(run));
		for (let i = 0; i < 10; i++) await new Promise((done) => requestAnimationFrame(done));
		window.requestAnimationFrame = requestAnimationFrame;
		return asked;`, nil)
	if asked != 0 {
		t.Errorf("while nothing moves, %d frames are asked for", asked)
	}
}

// TestShadowTrees: anchors are found in open shadow trees, also those that come later
// and those whose script does.
func TestShadowTrees(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, events+`<x-late></x-late><div id="later"></div><headsup-tips></headsup-tips>`,
		snippet("tip", "tooltip", object{"anchor": anchor("#a")}))
	wantShown(t, b, "")
	const define = `customElements.define(input, class extends HTMLElement { connectedCallback() {
		this.attachShadow({ mode: "open" }).innerHTML = "<div style='height: 60px; overflow: auto'><p style='height: 10px'></p>` +
		`<button id=a style='margin-left: 300px'>In a tree</button><p style='height: 300px'></p></div>";
	} })`
	run[any](t, b, define, "x-late")
	await(t, b, `tip("tooltip") && `+beside)
	run[any](t, b, `document.querySelector("x-late").shadowRoot.firstChild.scrollTop = 200`, nil)
	await(t, b, `!tip("tooltip").checkVisibility()`)
	run[any](t, b, `document.querySelector("x-late").remove()`, nil)
	await(t, b, `!tip("tooltip")`)
	run[any](t, b, define+`; document.querySelector("#later").innerHTML = "<p><x-bar></x-bar></p>"`, "x-bar")
	await(t, b, `tip("tooltip") && `+beside)
	run[any](t, b, `document.querySelector("x-bar").shadowRoot.querySelector("#a").hidden = true`, nil)
	await(t, b, `!tip("tooltip")`)
}

// onTop says whether what is seen in the middle of an element is that element.
const onTop = `const onTop = (node) => {
	const r = node.getBoundingClientRect(), x = (r.left + r.right) / 2, y = (r.top + r.bottom) / 2;
	let top = document.elementFromPoint(x, y);
	while (top?.shadowRoot) {
		const inner = top.shadowRoot.elementFromPoint(x, y);
		if (!inner || inner == top) break;
		top = inner;
	}
	return node.contains(top);
};`

// TestTopLayer: nothing of the page lies over a tip but its own dialogs.
func TestTopLayer(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, events+`<style>header { position: fixed; z-index: 2147483647; inset: 0; backdrop-filter: blur(2px) }
		main { transform: translateX(40px); overflow: hidden; height: 40px; width: 300px; contain: paint }</style>
		<header></header><main><button id="a">Export</button><headsup-tips></headsup-tips></main>
		<dialog id="d"><p>Dialog</p><button id="in">In it</button><p style="height: 120px"></p></dialog>`,
		snippet("tip", "tooltip", object{"anchor": anchor("#a")}), snippet("panel", "panel", nil),
		snippet("in", "tooltip", object{"anchor": anchor("#in"), "priority": 5}),
		snippet("modal", "modal", object{"trigger": "word"}))
	wantShown(t, b, "panel tooltip")
	if !run[bool](t, b, onTop+`return onTop(tip("tooltip")) && onTop(tip("panel"))`, nil) {
		t.Error("the header hides tips")
	}
	wantTold(t, b, "shown snippet:tip", "shown snippet:panel")
	// In a dialog there are its own tips, and those behind it wait.
	run[any](t, b, `document.querySelector("#d").showModal(); tips.trigger("word")`, nil)
	wantShown(t, b, "tooltip")
	const own = `document.querySelector("#d headsup-tip").shadowRoot.firstChild`
	if !run[bool](t, b, onTop+`return onTop(`+own+`) && `+own+`.textContent.includes("Title of in")`, nil) {
		t.Error("the dialog hides its tip")
	}
	x, y := centre(t, b, own+`.querySelector("[part=close]")`)
	b.Do(t, chromedp.Func(pointAndClick(x, y)))
	wantTold(t, b, "shown snippet:in", "dismissed snippet:in")
	run[any](t, b, `document.querySelector("#d").close()`, nil)
	wantShown(t, b, "modal")
}

// TestSeen: what counts is what can be seen for a second in a tab that is looked at.
func TestSeen(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, events+`<style>body { height: 3000px }</style><button id="a">Export</button><headsup-tips></headsup-tips>
		<script>window.away = true; Object.defineProperty(document, "hidden", { get: () => away })</script>`,
		snippet("tip", "tooltip", object{"anchor": anchor("#a")}))
	quiet := func(what string) {
		t.Helper()
		still(t, b)
		if got := run[[]string](t, b, `elapse(input); await tasks(3); return events`, 999); len(got) > 0 {
			t.Errorf("%s counts: %q", what, got)
		}
	}
	quiet("a second in a tab that is hidden")
	quiet("another one")
	run[any](t, b, `away = false; document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))`, nil)
	quiet("less than a second")
	run[any](t, b, `scrollTo(0, 1000)`, nil)
	quiet("what is scrolled away")
	run[any](t, b, `scrollTo(0, 0)`, nil)
	quiet("less than a second again")
	wantTold(t, b, "shown snippet:tip")
}

// TestModalAndTyping: a modal takes nothing from somebody who types, and is not lost
// by what was meant for something else.
func TestModalAndTyping(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, tipsPage+`<input id="field"><x-field></x-field><script>document.querySelector("x-field")
		.attachShadow({ mode: "open" }).innerHTML = "<p contenteditable>x</p>"</script>`,
		snippet("m", "modal", object{"trigger": "word"}))
	for _, field := range []string{`document.querySelector("#field")`, `document.querySelector("x-field").shadowRoot.firstChild`} {
		run[any](t, b, field+`.focus(); tips.trigger("word")`, nil)
		wantShown(t, b, "")
	}
	run[any](t, b, `document.querySelector("#a").focus()`, nil)
	wantShown(t, b, "modal")
	b.Do(t, chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(" "), chromedp.Func(pointAndClick(10, 10)))
	wantShown(t, b, "modal")
	run[any](t, b, `tip("close").click()`, nil)
	wantShown(t, b, "")
	if got := ask[string](t, b, `document.activeElement.id`); got != "a" {
		t.Errorf("the focus is on %q", got)
	}
	wantTold(t, b, "shown snippet:m", "dismissed snippet:m")
}

// TestEscape: it takes a tooltip away without going there first, and from within it
// leads back to where the focus was.
func TestEscape(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, tipsPage+`<input id="field"><script>window.own = false;
		addEventListener("keydown", (event) => own && event.preventDefault(), true)</script>`,
		snippet("one", "tooltip", object{"anchor": anchor("h1")}), snippet("panel", "panel", nil))
	wantShown(t, b, "panel tooltip")
	run[any](t, b, `document.querySelector("#field").focus(); own = true`, nil)
	b.Do(t, chromedp.KeyEvent(kb.Escape))
	wantShown(t, b, "panel tooltip") // the page has used it
	run[any](t, b, `own = false`, nil)
	b.Do(t, chromedp.KeyEvent(kb.Escape))
	wantShown(t, b, "panel")
	wantTold(t, b, "shown snippet:one", "shown snippet:panel") // and is not gone for good
	run[any](t, b, `history.pushState(0, "", "/elsewhere")`, nil)
	wantShown(t, b, "panel tooltip")
	for _, part := range []string{"tooltip", "panel"} {
		run[any](t, b, `document.querySelector("#field").focus(); tip(input).querySelector("[part=close]").focus()`, part)
		b.Do(t, chromedp.KeyEvent(kb.Escape))
		still(t, b)
		if got := ask[string](t, b, `document.activeElement.id + !!tip("`+part+`")`); got != "fieldfalse" {
			t.Errorf("%s: afterwards %s", part, got)
		}
	}
}

// TestNewsHasAName: the dialog's name is not taken from what it makes inert.
func TestNewsHasAName(t *testing.T) {
	t.Parallel()
	_, b := openNews(t, newsPage, note("n", daysAgo(1)))
	run[any](t, b, `await news.open()`, nil)
	names := ""
	b.Do(t, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		root, err := chromedp.Call(ctx, dom.GetDocument, dom.GetDocumentParams{})
		if err != nil {
			return err
		}
		query := accessibility.QueryAXTreeParams{NodeID: root.Root.NodeID, Role: "dialog"}
		found, err := chromedp.Call(ctx, accessibility.QueryAXTree, query)
		if err != nil {
			return err
		}
		for _, node := range found.Nodes {
			var name string
			if err := json.Unmarshal(node.Name.Value, &name); err != nil {
				return err
			}
			names += name
		}
		return nil
	}))
	if names != "What’s new" {
		t.Errorf("the dialog is called %s", names)
	}
}

// TestSmall: on a small screen all can be read, nothing is cut off, and no bar goes
// sideways.
func TestSmall(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("<p>Words of a long snippet with averyveryverylongwordthatnobodywouldbreakbyhand.</p>", 6) +
		`<pre>` + strings.Repeat("code ", 40) + `</pre><table><tr>` + strings.Repeat("<td>cell</td>", 30) + `</tr></table>`
	var items []object
	for _, surface := range []string{"tooltip", "banner", "panel", "modal"} {
		items = append(items, with(snippet(surface, surface, object{"anchor": anchor("#a"), "trigger": surface}),
			"content_html", long))
	}
	s := newSite(t)
	s.publish(t, bundle{Name: "tips", Language: "en", Items: items},
		bundle{Name: "news", Language: "en", Items: []object{with(note("n", daysAgo(1)), "content_html", long)}})
	s.show(newsPage + `<button id="a" style="position: absolute; top: 120px; left: 250px">Export</button><headsup-tips></headsup-tips>`)
	b := openTab(t)
	b.Do(t, chromedp.EmulateViewport(320, 256), chromedp.Navigate(s.URL))
	await(t, b, `tips.headsup && news.headsup`)
	const fits = `const fits = (node) => {
		const r = node.getBoundingClientRect(), inner = node.firstChild;
		inner.scrollTop = 1e5;
		const end = inner.lastElementChild.getBoundingClientRect();
		return r.left >= 0 && r.top >= 0 && r.right <= 320 && r.bottom <= 256 && r.height > 90
			&& inner.scrollWidth <= inner.clientWidth && node.scrollWidth <= node.clientWidth
			&& inner.scrollHeight > inner.clientHeight && end.bottom <= r.bottom
			&& document.documentElement.scrollWidth <= 320 
			|| JSON.stringify([r, inner.outerHTML.slice(0, 99), inner.scrollWidth, inner.clientWidth]);
	};`
	for _, surface := range []string{"tooltip", "banner", "panel", "modal"} {
		run[any](t, b, `history.pushState(0, "", "/" + input); await frames(3); tips.trigger(input)`, surface)
		wantShown(t, b, surface)
		if got := run[any](t, b, fits+`return fits(tip("tip"))`, nil); got != true {
			t.Errorf("%s does not fit: %v", surface, got)
		}
	}
	b.Do(t, chromedp.KeyEvent(kb.Escape))
	run[any](t, b, `await news.open(); inNews("more").click()`, nil)
	still(t, b)
	if got := run[any](t, b, fits+`return fits(inNews("panel"))`, nil); got != true {
		t.Errorf("the news do not fit: %v", got)
	}
}

// TestInherited: what the page says of its own text is not said of ours.
func TestInherited(t *testing.T) {
	t.Parallel()
	const odd = `font: italic 900 31px/3 monospace; letter-spacing: 9px; word-spacing: 9px; text-transform: uppercase; ` +
		`text-indent: 50px; text-align: right; text-shadow: 1px 1px red; color: red; white-space: nowrap; visibility: hidden; ` +
		`direction: rtl; cursor: wait; list-style: none; word-break: break-all; hyphens: auto; tab-size: 1; writing-mode: vertical-rl`
	_, b := openTips(t, events+`<style>.odd, .odd * { `+odd+` } .odd button { visibility: visible }</style>
		<div><button id="a">Export</button><headsup-tips></headsup-tips><headsup-news></headsup-news></div>`,
		snippet("tip", "tooltip", object{"anchor": anchor("#a")}), snippet("panel", "panel", nil), snippet("banner", "banner", nil))
	wantShown(t, b, "banner panel tooltip")
	const read = `const read = () => JSON.stringify([...tips.shadowRoot.querySelectorAll("section *"),
		...news.shadowRoot.querySelectorAll("dialog *")]
		.map((node) => { const all = getComputedStyle(node); return node.localName + " " + [...all].filter((name) =>
			/^(font|letter|word|text|line|color|white|visib|direction|cursor|list|hyphens|tab|writing)/.test(name))
			.map((name) => name + ":" + all[name]).join(";"); }));`
	wrong := run[[]string](t, b, read+`
		const parse = () => JSON.parse(read()).flatMap((text) => text.split(";"));
		await news.open(); await frames(3);
		const before = parse();
		document.querySelector("div").className = "odd";
		await frames(3);
		const after = parse();
		if (before.length < 100) throw Error("only " + before.length);
		return before.flatMap((text, i) => text == after[i] ? [] : [text + " becomes " + after[i]]);`, nil)
	for _, text := range wrong {
		t.Error(text)
	}
}

// TestPauseAndLimit: what comes by itself keeps a distance, and there is not more of
// it than somebody can take; what a person asks for comes at once.
func TestPauseAndLimit(t *testing.T) {
	t.Parallel()
	page := strings.Replace(tipsPage, "<headsup-tips>", `<headsup-tips pause="5" limit="3">`, 1)
	s, b := openTips(t, page,
		snippet("one", "banner", object{"priority": 3}),
		snippet("two", "panel", object{"priority": 2}),
		snippet("three", "tooltip", object{"anchor": anchor("#a"), "priority": 1}),
		snippet("four", "panel", nil),
		snippet("five", "inline", object{"anchor": anchor("#slot")}),
		snippet("asked", "tooltip", object{"anchor": anchor("#b"), "trigger": "hover", "priority": 9}))
	wantShown(t, b, "banner inline")
	run[any](t, b, `elapse(1000)`, nil)
	wantShown(t, b, "banner inline")
	run[any](t, b, `elapse(3000)`, nil)
	wantShown(t, b, "banner inline panel")
	run[any](t, b, `document.querySelector("#b").focus()`, nil)
	wantShown(t, b, "banner inline panel tooltip")
	run[any](t, b, `document.querySelector("#b").blur(); tip("panel").querySelector("[part=close]").click(); elapse(3000)`, nil)
	wantShown(t, b, "banner inline") // the pause begins when one is closed
	run[any](t, b, `elapse(3000)`, nil)
	wantShown(t, b, "banner inline tooltip")
	// It was the third; one more does not come, also not on another page or after a reload.
	run[any](t, b, `history.pushState(0, "", "/elsewhere"); elapse(9000)`, nil)
	wantShown(t, b, "banner inline tooltip")
	b.Visit(t, s.URL+"/more")
	await(t, b, `tips.headsup`)
	wantShown(t, b, "banner inline")
	run[any](t, b, `elapse(9000)`, nil)
	wantShown(t, b, "banner inline tooltip")
}

// TestManyNews: they come by tens, short, and can be chosen from.
func TestManyNews(t *testing.T) {
	t.Parallel()
	var items []object
	for i := range 35 {
		n := note(fmt.Sprintf("n%02d", i), daysAgo(i+1))
		n["tags"] = []string{[]string{"export", "tax"}[i%2]}
		n["summary"] = fmt.Sprintf("Summary %d", i)
		n["content_html"] = "<p>Beginning</p><p>The rest</p>"
		n["_headsup"].(object)["products"] = []string{[]string{"billing", "crm", "hr"}[i%3]}
		items = append(items, n)
	}
	_, b := openNews(t, newsPage, items...)
	run[any](t, b, `news.texts = { billing: "Billing" }; await frames(2); await news.open()`, nil)
	cards := func(want string) {
		t.Helper()
		got := ask[string](t, b, `[...news.shadowRoot.querySelectorAll("[part=item] h2")]
			.map((e) => e.textContent.slice(-2)).join(" ")`)
		if got != want {
			t.Errorf("there are %q, want %q", got, want)
		}
	}
	cards("00 01 02 03 04 05 06 07 08 09")
	run[any](t, b, `inNews("next").click()`, nil)
	cards("00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19")
	if got := ask[string](t, b, `news.shadowRoot.activeElement.textContent`); got != "Title of n10" {
		t.Errorf("the focus is on %q", got)
	}
	choose := func(field, value string) {
		t.Helper()
		run[any](t, b, `const field = [...news.shadowRoot.querySelectorAll("select, input")].find((e) => e.ariaLabel == input[0]);
			field.value = input[1]; for (const type of ["input", "change"]) field.dispatchEvent(new Event(type))`, []string{field, value})
	}
	if got := ask[string](t, b, `news.shadowRoot.querySelector("select").innerText.replace(/\s+/g, " ")`); got !=
		"All topics Billing export crm tax hr" {
		t.Errorf("the topics are %q", got)
	}
	choose("All topics", "hr")
	cards("02 05 08 11 14 17 20 23 26 29")
	run[any](t, b, `inNews("next").click()`, nil)
	cards("02 05 08 11 14 17 20 23 26 29 32")
	if !ask[bool](t, b, `inNews("next").hidden`) {
		t.Error("more are promised than there are")
	}
	choose("All topics", "tax")
	cards("01 03 05 07 09 11 13 15 17 19")
	for _, want := range []string{"Beginning false", "Beginning The rest true", "Beginning false"} {
		got := ask[string](t, b, `inNews("body").innerText.replace(/\s+/g, " ") + " " + inNews("more").ariaExpanded`)
		if got != want {
			t.Errorf("a card says %q, want %q", got, want)
		}
		run[any](t, b, `inNews("more").click()`, nil)
	}
}

// BenchmarkUpdate is what a change of the page costs with 3,000 items, of which each
// has an anchor that is not there.
func BenchmarkUpdate(b *testing.B) {
	var items []object
	for i := range 3000 {
		details := object{"target": object{"plans": []string{"pro", "team"}}, "frequency": object{"max": 3, "per": "week"}}
		if details["anchor"] = anchor(fmt.Sprintf("[data-tip=x%d]", i)); i%10 > 0 {
			details["anchor"] = object{"path": fmt.Sprintf("/page/%d/*", i), "selector": fmt.Sprintf("#x%d", i)}
		}
		items = append(items, snippet(fmt.Sprint("s", i), "tooltip", details))
	}
	s := newSite(b)
	s.tips(b, items...)
	s.show(`<main></main><headsup-tips viewer='{"plan": "pro"}'></headsup-tips>
		<script>document.querySelector("main").innerHTML = "<p><b>x</b></p>".repeat(1000)</script>`)
	page := openTab(b)
	page.Visit(b, s.URL)
	await(b, page, `tips.headsup?.items.length == 3000`)
	for name, change := range map[string]string{
		"still":   ``,
		"changed": `document.querySelector("main").append(document.createElement("p"));`,
	} {
		ms := run[float64](b, page, `
			const times = [];
			for (let i = 0; i < 60; i++) {`+change+`
				const start = performance.now();
				tips.update();
				times.push(performance.now() - start);
				await frames(1);
			}
			return times.sort((a, b) => a - b)[30];`, nil)
		b.ReportMetric(ms, name+"-ms/update")
	}
}
