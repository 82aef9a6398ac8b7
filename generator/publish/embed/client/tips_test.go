package client_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// clock stops the page's clock. It goes on when the test says elapse(ms), and so do
// timers of less than ten seconds.
const clock = `<script>{
	const { setTimeout: start, clearTimeout: stop } = window, held = new Map();
	let now = Math.max(Date.now(), window.name), last = 1e9; // the name lasts as long as the tab
	Date.now = () => now;
	window.setTimeout = (run, ms, ...given) => {
		if (!(ms > 50 && ms < 10000)) return start(run, ms, ...given);
		held.set(++last, { at: now + ms, run });
		return last;
	};
	window.clearTimeout = (id) => held.delete(id) || stop(id);
	window.elapse = (ms) => {
		window.name = now += ms;
		for (const [id, { at, run }] of [...held]) if (at <= now && held.delete(id)) run();
	};
}</script>`

// events notes the events of the elements in window.events, as "shown snippet:a".
const events = clock + `<script>window.events = [];
for (const type of ["shown", "dismissed", "clicked", "opened", "error", "unread"])
	addEventListener("headsup-" + type, ({ detail }) => events.push(type + (detail?.item ? " " + detail.item.id : "")));</script>`

const tipsPage = events + `<style>body { margin: 0; min-height: 3000px } #low { position: absolute; top: 560px }</style>
<h1>Product</h1><p><button id="a">Export</button> <button id="next">Next</button></p>` +
	`<p id="low"><button id="b">Low</button></p><div id="slot"></div><headsup-tips></headsup-tips>`

// openTips publishes snippets and opens a page with them.
func openTips(t *testing.T, page string, items ...object) (*site, *tab) {
	t.Helper()
	s := newSite(t)
	s.tips(t, items...)
	s.show(page)
	b := openTab(t)
	b.Do(t, chromedp.EmulateViewport(800, 640), chromedp.Navigate(s.URL+"/invoices/7"))
	await(t, b, `tips.headsup`)
	settle(t, b)
	return s, b
}

// still waits until the elements have drawn what they know.
func still(t testing.TB, b *tab) {
	t.Helper()
	run[any](t, b, `await frames(6);
		for (const element of [tips, news]) element?.shadowRoot?.getAnimations().forEach((animation) => animation.finish());
		await frames(2);`, nil)
}

// settle waits until what is drawn has been seen, and told, which the elements do in
// tasks of their own.
func settle(t testing.TB, b *tab) {
	t.Helper()
	still(t, b)
	run[any](t, b, `window.elapse?.(1100); await tasks(3);`, nil)
}

// onShow returns the surfaces that can be seen, in alphabetical order.
func onShow(t *testing.T, b *tab) string {
	t.Helper()
	return ask[string](t, b, `[...tips.shadowRoot.querySelectorAll("[part~=tip]"), `+
		`...[...document.querySelectorAll("headsup-tip")].map((host) => host.shadowRoot.firstElementChild)]
		.filter((node) => node.checkVisibility()).map((node) => node.part[1]).sort().join(" ")`)
}

func wantShown(t *testing.T, b *tab, want string) {
	t.Helper()
	settle(t, b)
	if got := onShow(t, b); got != want {
		t.Errorf("on show is %q, want %q", got, want)
	}
}

func told(t *testing.T, b *tab) []string {
	t.Helper()
	settle(t, b)
	return run[[]string](t, b, `return events.splice(0).filter((text) => text != "unread")`, nil)
}

func wantTold(t *testing.T, b *tab, want ...string) {
	t.Helper()
	got := told(t, b)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the page is told %q, want %q", got, want)
	}
}

func TestSurfaces(t *testing.T) {
	t.Parallel()
	cta := object{"label": "Try it", "url": "/invoices"}
	_, b := openTips(t, tipsPage,
		snippet("tooltip", "tooltip", object{"anchor": anchor("#a"), "cta": cta}),
		snippet("banner", "banner", object{"cta": object{"url": "https://elsewhere.example/x"}}),
		snippet("panel", "panel", nil),
		snippet("modal", "modal", nil),
		snippet("inline", "inline", object{"anchor": anchor("#slot")}),
		snippet("shelf", "shelf", nil),                                // a surface of the site's own
		snippet("lost", "tooltip", object{"anchor": anchor("#lost")}), // nowhere
		snippet("second", "panel", object{"priority": -1}),            // the place is taken
		snippet("no-anchor", "tooltip", nil), snippet("no-place", "inline", nil),
	)
	// The modal first, and behind it nothing that somebody would have to see.
	wantShown(t, b, "inline modal")
	wantTold(t, b, "shown snippet:modal")
	if !ask[bool](t, b, `tip("modal").matches(":modal") && tip("modal").getBoundingClientRect().left == 180 && `+
		`tips.shadowRoot.activeElement == tip("modal").firstChild`) {
		t.Errorf("the modal is not in the middle with the focus: %s", ask[string](t, b, `tips.shadowRoot.activeElement?.outerHTML`))
	}
	b.Do(t, chromedp.KeyEvent(kb.Escape))
	wantShown(t, b, "banner inline panel tooltip")
	wantTold(t, b, "dismissed snippet:modal",
		"shown snippet:tooltip", "shown snippet:banner", "shown snippet:panel", "shown snippet:inline")
	for what, expression := range map[string]string{
		"the tooltip is below its anchor": `tip("tooltip").getBoundingClientRect().top - ` +
			`document.querySelector("#a").getBoundingClientRect().bottom - 10 < 1`,
		"it is in view": `tip("tooltip").getBoundingClientRect().left >= 8`,
		"the banner is at the end": `tip("banner").getBoundingClientRect().bottom < 640 && ` +
			`tip("banner").getBoundingClientRect().top > 320`,
		"the panel is at the inline end":  `tip("panel").getBoundingClientRect().right > 750`,
		"the inline tip is in its anchor": `document.querySelector("#slot > headsup-tip")`,
		"it has a name":                   `tip("panel").ariaLabel == "Title of panel" && tip("panel").localName == "section"`,
		"the title is text":               `tip("panel").querySelector("[part=title]").textContent == "Title of panel"`,
		"the body is HTML":                `tip("panel").querySelector("[part=body] p strong").textContent == "panel"`,
		"a path is one of the product": `tip("tooltip").querySelector("[part=cta]").href == location.origin + ` +
			`"/invoices" && !tip("tooltip").querySelector("[part=cta]").target`,
		"other sites get a tab": `tip("banner").querySelector("[part=cta]").target == "_blank" && ` +
			`tip("banner").querySelector("[part=cta]").rel == "noopener"`,
		"a call has words": `tip("banner").querySelector("[part=cta]").textContent == "Learn more"`,
		"it is said":       `tips.shadowRoot.querySelector("[role=status]").textContent.startsWith("Title of ")`,
		"controls are large enough": `[...tips.shadowRoot.querySelectorAll("button, [part=cta]")]` +
			`.every((e) => e.offsetWidth >= 24 && e.offsetHeight >= 24)`,
		"no style is in an attribute": `![...tips.shadowRoot.querySelectorAll("[style]:not([part~=tooltip])")][0]`,
	} {
		if !ask[bool](t, b, "!!("+expression+")") {
			t.Errorf("not so: %s", what)
		}
	}
	// Nothing takes the place of the modal, or that of the panel.
	run[any](t, b, `tip("panel").querySelector("[part=close]").click()`, nil)
	wantShown(t, b, "banner inline tooltip")
	wantTold(t, b, "dismissed snippet:panel")
	run[any](t, b, `history.pushState(0, "", "/elsewhere")`, nil)
	wantShown(t, b, "banner inline panel tooltip")
	if got := ask[string](t, b, `tip("panel").ariaLabel`); got != "Title of second" {
		t.Errorf("then %q", got)
	}
	run[any](t, b, `addEventListener("click", (e) => e.preventDefault(), { once: true }); `+
		`tip("tooltip").querySelector("[part=cta]").click()`, nil)
	if got := told(t, b); !slices.Contains(got, "clicked snippet:tooltip") {
		t.Errorf("the page is told %q", got)
	}
}

func TestTooltipStaysAtItsAnchor(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, tipsPage, snippet("low", "tooltip", object{"anchor": anchor("#b")}))
	above := func(want bool) {
		t.Helper()
		settle(t, b)
		gap := ask[float64](t, b, `(() => { const at = document.querySelector("#b").getBoundingClientRect(), `+
			`r = tip("tooltip").getBoundingClientRect();
			return r.bottom < at.top ? at.top - r.bottom : at.bottom - r.top; })()`)
		if want && (gap < 9 || gap > 11) || !want && (gap > -9 || gap < -11) {
			t.Errorf("the gap is %v", gap)
		}
	}
	above(true)
	run[any](t, b, `scrollTo(0, 300)`, nil)
	above(false)
	run[any](t, b, `scrollTo(0, 330)`, nil)
	above(false)
	run[any](t, b, `scrollTo(0, 1500)`, nil)
	wantShown(t, b, "")
	run[any](t, b, `scrollTo(0, 0)`, nil)
	above(true)
	b.Do(t, chromedp.EmulateViewport(800, 900))
	above(false)
	wantTold(t, b, "shown snippet:low")
}

func TestOutOfViewIsNotSeen(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, events+`<p style="height: 2000px"></p><div id="a">Here</div><headsup-tips></headsup-tips>`,
		snippet("far", "tooltip", object{"anchor": anchor("#a")}))
	wantShown(t, b, "")
	wantTold(t, b)
	run[any](t, b, `scrollTo(0, 2000)`, nil)
	wantShown(t, b, "tooltip")
	wantTold(t, b, "shown snippet:far")
}

// A pane that scrolls hides what is scrolled out of it, and the tooltip with it.
func TestOutOfAPane(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, events+`<div id="pane" style="height: 200px; overflow: auto"><p style="height: 400px"></p>`+
		`<button id="a">Here</button><p style="height: 400px"></p></div><headsup-tips></headsup-tips>`,
		snippet("in", "tooltip", object{"anchor": anchor("#a")}))
	wantShown(t, b, "")
	wantTold(t, b)
	run[any](t, b, `document.querySelector("#pane").scrollTop = 330`, nil)
	wantShown(t, b, "tooltip")
	wantTold(t, b, "shown snippet:in")
	run[any](t, b, `document.querySelector("#pane").scrollTop = 600`, nil)
	wantShown(t, b, "")
}

func TestTriggers(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, tipsPage,
		snippet("hover", "tooltip", object{"anchor": anchor("#a"), "trigger": "hover"}),
		snippet("click", "panel", object{"anchor": anchor("#b"), "trigger": "click"}),
		snippet("visit", "banner", object{"trigger": "visit"}),
		snippet("word", "modal", object{"trigger": "exported"}))
	wantShown(t, b, "banner")
	b.Do(t, chromedp.Click("#b"))
	wantShown(t, b, "banner panel")
	run[any](t, b, `document.querySelector("#a").focus()`, nil)
	wantShown(t, b, "banner panel tooltip")
	run[any](t, b, `document.querySelector("#next").focus()`, nil)
	wantShown(t, b, "banner panel")
	b.Do(t, chromedp.Func(pointTo(45, 90)))
	run[any](t, b, `document.body.append("x")`, nil)
	settle(t, b)
	x, y := centre(t, b, `document.querySelector("#a")`)
	b.Do(t, chromedp.Func(pointTo(x, y)))
	wantShown(t, b, "banner panel tooltip")
	x, y = centre(t, b, `tip("tooltip")`) // from the anchor into the tip
	b.Do(t, chromedp.Func(pointTo(x, y)))
	wantShown(t, b, "banner panel tooltip")
	b.Do(t, chromedp.Func(pointTo(700, 300)))
	wantShown(t, b, "banner panel")
	run[any](t, b, `tips.trigger("exported")`, nil)
	wantShown(t, b, "modal")
	wantTold(t, b, "shown snippet:hover", "shown snippet:click", "shown snippet:visit", "shown snippet:word")
}

func TestAnchorsComeAndGo(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, tipsPage,
		snippet("later", "tooltip", object{"anchor": anchor("[data-tour=later]"), "frequency": object{"max": 1, "per": "ever"}}),
		snippet("bad", "tooltip", object{"anchor": anchor(":::")}),
		snippet("each", "inline", object{"anchor": anchor(".c")}),
		snippet("other", "inline", object{"anchor": anchor(".d")}))
	wantShown(t, b, "")
	wantTold(t, b, "error snippet:bad")
	run[any](t, b, `document.querySelector("#a").dataset.tour = "later"`, nil)
	wantShown(t, b, "tooltip")
	run[any](t, b, `document.querySelector("#a").style.display = "none"; document.body.append("x")`, nil)
	wantShown(t, b, "")
	run[any](t, b, `document.querySelector("#a").style.display = ""; document.body.append("x")`, nil)
	wantShown(t, b, "tooltip")
	run[any](t, b, `document.querySelector("#a").remove()`, nil)
	wantShown(t, b, "")
	run[any](t, b, `document.body.insertAdjacentHTML("afterbegin", `+
		`"<button data-tour=later>Export</button><p class=c></p><p class=d></p>")`, nil)
	wantShown(t, b, "inline inline tooltip")
	wantTold(t, b, "shown snippet:later", "shown snippet:each", "shown snippet:other")
	// A page of its own: it was seen as often as it may be.
	run[any](t, b, `history.pushState(0, "", "/elsewhere"); document.body.append("x")`, nil)
	wantShown(t, b, "inline inline")
	run[any](t, b, `tips.remove()`, nil)
	if n := ask[int](t, b, `document.querySelectorAll("headsup-tip").length`); n != 0 {
		t.Errorf("%d tips stay when the element goes", n)
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, tipsPage,
		snippet("invoices", "panel", object{"anchor": object{"path": "/invoices/*"}}),
		snippet("reports", "banner", object{"anchor": object{"path": "/reports"}}))
	wantShown(t, b, "panel")
	run[any](t, b, `history.pushState(0, "", "/reports/?q=1")`, nil)
	wantShown(t, b, "banner")
	run[any](t, b, `history.back(); await new Promise((done) => addEventListener("popstate", done, { once: true }))`, nil)
	wantShown(t, b, "panel")
	run[any](t, b, `tips.viewer = { path: "/reports" }`, nil)
	wantShown(t, b, "banner")
}

func TestDismissalAndFrequencyLast(t *testing.T) {
	t.Parallel()
	s, b := openTips(t, tipsPage,
		snippet("closed", "panel", nil),
		snippet("twice", "banner", object{"frequency": object{"max": 2, "per": "day"}}),
		snippet("stays", "modal", object{"dismissible": false}))
	reload := func(want string) {
		t.Helper()
		b.Do(t, chromedp.Navigate(s.URL+"/invoices/7"))
		await(t, b, `tips.headsup`)
		wantShown(t, b, "modal")
		b.Do(t, chromedp.KeyEvent(kb.Escape))
		wantShown(t, b, want)
	}
	wantShown(t, b, "modal")
	// What may not be closed for good can still be left, with no keyboard at hand.
	run[any](t, b, `tip("modal").querySelector("[part=close]").click()`, nil)
	wantShown(t, b, "banner panel")
	run[any](t, b, `tip("panel").querySelector("[part=close]").click()`, nil)
	wantTold(t, b, "shown snippet:closed", "shown snippet:twice", "shown snippet:stays", "dismissed snippet:closed")
	reload("banner")
	reload("")
	// Another person at the same browser.
	s.show(strings.Replace(tipsPage, "<headsup-tips>", `<headsup-tips user="other">`, 1))
	reload("banner panel")
}

func TestKeyboard(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, tipsPage,
		snippet("tip", "tooltip", object{"anchor": anchor("#a"), "cta": object{"url": "/x"}}))
	wantShown(t, b, "tooltip")
	where := func(step, want string) {
		t.Helper()
		if got := ask[string](t, b, `(document.activeElement.shadowRoot `+
			`? String(document.activeElement.shadowRoot.activeElement?.part) : document.activeElement.id || `+
			`document.activeElement.localName)`); got != want {
			t.Errorf("%s: the focus is on %q, want %q", step, got, want)
		}
	}
	tabKey, back := chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift))
	b.Do(t, tabKey)
	where("first", "a")
	b.Do(t, tabKey)
	where("into the tip", "close")
	b.Do(t, tabKey)
	where("through it", "cta")
	b.Do(t, tabKey)
	where("and on behind the anchor", "next")
	b.Do(t, back)
	where("back to the anchor", "a")
	b.Do(t, tabKey)
	where("in again", "close")
	b.Do(t, back)
	where("back out", "a")
	b.Do(t, tabKey, chromedp.KeyEvent(kb.Escape))
	still(t, b)
	where("closed", "a")
	wantShown(t, b, "")
	wantTold(t, b, "shown snippet:tip", "dismissed snippet:tip")
	b.Do(t, tabKey)
	where("without a tip", "next")
}

// TestContained: previews show just the given items, in their box, and keep quiet.
func TestContained(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tips(t, snippet("fetched", "panel", nil))
	s.show(events + `<p style="height: 50px"></p><headsup-tips contained></headsup-tips>`)
	b := openTab(t)
	b.Do(t, chromedp.EmulateViewport(800, 640), chromedp.Navigate(s.URL))
	await(t, b, `tips.update`)
	for _, surface := range []string{"tooltip", "banner", "panel", "modal", "inline"} {
		item := snippet("x", "tooltip", object{
			"target":  object{"plans": []string{"pro"}},
			"anchor":  object{"path": "/nowhere", "selector": "#nowhere"},
			"trigger": "click",
		})
		run[any](t, b, `tips.surface = input.surface; tips.items = [input.item]`, object{"surface": surface, "item": item})
		settle(t, b)
		if !ask[bool](t, b, `(() => { const box = tips.getBoundingClientRect(), node = tip("tip") `+
			`?? tip("anchor").firstElementChild.shadowRoot.firstElementChild, r = node.getBoundingClientRect();
			return node.part[1] == "`+surface+
			`" && r.top >= box.top && r.bottom <= box.bottom && r.left >= box.left && r.right <= box.right && `+
			`!node.matches(":modal") && document.activeElement == document.body; })()`) {
			t.Errorf("%s is not in its box: %s", surface, ask[string](t, b, `tips.shadowRoot.innerHTML`))
		}
	}
	if asked := s.asked(); len(asked) > 0 {
		t.Errorf("it asked for %q", asked)
	}
	wantTold(t, b)
	if n := ask[int](t, b, `localStorage.length + sessionStorage.length`); n != 0 {
		t.Errorf("it keeps %d things", n)
	}
}
