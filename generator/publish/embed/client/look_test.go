package client_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"headsup/generator/guard/chromium"
	"headsup/generator/tools/npm"
)

// fullPage publishes a snippet for each surface, and news, and opens a page with
// all of them.
func fullPage(t *testing.T, head string, surfaces ...string) (*site, *tab) {
	t.Helper()
	cta := object{"label": "Try it", "url": "/x"}
	var items []object
	for _, surface := range surfaces {
		details := object{"cta": cta}
		if surface == "tooltip" || surface == "inline" {
			details["anchor"] = anchor("#" + surface)
		}
		items = append(items, snippet(surface, surface, details))
	}
	s := newSite(t)
	s.publish(t, bundle{Name: "tips", Language: "en", Items: items},
		bundle{Name: "news", Language: "en", Items: []object{note("a", daysAgo(1)), note("b", daysAgo(9))}})
	s.show(head + `<main><h1>Product</h1><headsup-news></headsup-news><p>` +
		`<button id="tooltip">Export</button></p><div id="inline"></div></main><headsup-tips></headsup-tips>`)
	b := openTab(t)
	b.Do(t, chromedp.EmulateViewport(900, 700), chromedp.Navigate(s.URL))
	await(t, b, `tips.headsup && news.headsup`)
	settle(t, b)
	return s, b
}

const schemes = `<style>:root { color-scheme: light dark; } body { background: Canvas; color: CanvasText; }</style>`

// TestAxe: the checker of accessibility finds nothing.
func TestAxe(t *testing.T) {
	t.Parallel()
	check := func(b *tab, what string) {
		t.Helper()
		t.Log(what)
		axeFindsNothing(t, b)
	}
	_, b := fullPage(t, schemes, "tooltip", "banner", "panel", "inline")
	if got := onShow(t, b); got != "banner inline panel tooltip" {
		t.Fatalf("on show is %q", got)
	}
	check(b, "tips")
	run[any](t, b, `await news.open()`, nil)
	settle(t, b)
	check(b, "news")
	_, b = fullPage(t, schemes, "modal")
	check(b, "modal")
}

// axeFindsNothing asks axe in both schemes; nothing but colours is another in the dark.
func axeFindsNothing(t *testing.T, b *tab) {
	t.Helper()
	axe, err := npm.Read("axe-core/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	run[any](t, b, string(axe), nil)
	for scheme, look := range map[string]struct {
		rules []string // none for all
		tried int      // so many at least
	}{
		"light": {nil, 10},
		"dark":  {[]string{"color-contrast", "link-in-text-block"}, 1},
	} {
		b.Do(t, chromium.Prefers("prefers-color-scheme", scheme))
		for _, text := range run[[]string](t, b, `
			const [rules, tried] = input;
			const { violations, passes } = await axe.run(document, rules ? { runOnly: rules } : {});
			if (passes.length < tried) throw Error("only " + passes.length + " rules were tried");
			return violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ": " + node.html + " " + node.failureSummary));`,
			[]any{look.rules, look.tried}) {
			t.Errorf("%s: %s", scheme, text)
		}
	}
}

// TestNothingMoves: nothing of the page shifts when tips and news appear.
// The classic script defines the elements before the page is drawn.
func TestNothingMoves(t *testing.T) {
	t.Parallel()
	_, b := fullPage(t, `<script src="/embed/v1/headsup.classic.js"></script><script>window.shifts = [];
		new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value, sources }) => value + `+
		`" of " + sources.map(({ node }) => node?.outerHTML ?? node?.nodeValue))))`+
		`.observe({ type: "layout-shift", buffered: true });</script>`,
		"tooltip", "banner", "panel", "modal")
	if got := onShow(t, b); got != "modal" {
		t.Fatalf("on show is %q", got)
	}
	shifts := run[[]string](t, b, `tip("modal").close(); await frames(9);
		if (!["banner", "panel", "tooltip"].every((part) => tip(part).checkVisibility())) throw Error("it shows too little");
		await news.open(); `+
		`await frames(20); news.close(); await frames(5); return shifts`, nil)
	if len(shifts) > 0 {
		t.Errorf("the page shifts by %q", shifts)
	}
	if n := run[int](t, b, `document.querySelector("main").prepend(Object.assign(document.createElement("p"), `+
		`{ textContent: "New" })); await frames(10); return shifts.length`, nil); n == 0 {
		t.Error("the test sees no shift that there is")
	}
}

func TestColoursAndMotion(t *testing.T) {
	t.Parallel()
	_, b := fullPage(t, schemes+`<style>headsup-tips { --headsup-accent: rgb(1, 2, 3) } `+
		`headsup-tips::part(panel) { width: 222px }</style>`, "panel", "banner")
	style := func(element, property string) string {
		t.Helper()
		return ask[string](t, b, `getComputedStyle(`+element+`).`+property)
	}
	for scheme, want := range map[string]string{"light": "rgb(255, 255, 255)", "dark": "rgb(30, 34, 38)"} {
		b.Do(t, chromium.Prefers("prefers-color-scheme", scheme))
		if got := style(`tip("panel")`, "backgroundColor"); got != want {
			t.Errorf("%s: the panel is %s", scheme, got)
		}
	}
	for what, got := range map[string]string{
		"rgb(1, 2, 3)": style(`tip("cta")`, "backgroundColor"),
		"222px":        style(`tip("panel")`, "width"),
		"in":           style(`tip("panel")`, "animationName"),
	} {
		if got != what {
			t.Errorf("%s instead of %s", got, what)
		}
	}
	b.Do(t, chromium.Prefers("prefers-reduced-motion", "reduce"))
	run[any](t, b, `await news.open(); news.close()`, nil)
	if got := style(`tip("panel")`, "animationName") + style(`inNews("panel")`, "animationName"); got != "nonenone" {
		t.Errorf("where motion is not wanted there is %s", got)
	}
}

func TestRightToLeft(t *testing.T) {
	t.Parallel()
	s, b := fullPage(t, `<script>document.dir = "rtl"</script>`, "panel", "banner")
	item := snippet("rtl", "panel", nil)
	item["title"], item["content_html"], item["language"] = "صدّر فواتيرك", "<p>اختر الفواتير</p>", "ar"
	s.tips(t, item)
	run[any](t, b, `localStorage.clear()`, nil)
	b.Visit(t, s.URL)
	await(t, b, `tip("panel") && news.headsup`)
	settle(t, b)
	for what, expression := range map[string]string{
		"the panel is at the inline end":     `tip("panel").getBoundingClientRect().left < 50`,
		"its words run from the right":       `getComputedStyle(tip("panel")).direction == "rtl" && tip("panel").lang == "ar"`,
		"its button is at the end of a line": `tip("close").getBoundingClientRect().right < tip("title").getBoundingClientRect().left + 60`,
	} {
		if !ask[bool](t, b, expression) {
			t.Errorf("not so: %s", what)
		}
	}
	run[any](t, b, `await news.open()`, nil)
	settle(t, b)
	if !ask[bool](t, b, `inNews("panel").getBoundingClientRect().left == 0`) {
		t.Error("the panel of news is not at the inline end")
	}
}

// TestOtherScripts: the classic script, and the one for news alone.
func TestOtherScripts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.publish(t, bundle{Name: "tips", Language: "en", Items: []object{snippet("a", "panel", nil)}},
		bundle{Name: "news", Language: "en", Items: []object{note("n", daysAgo(1))}})
	page := `<title>Product</title><headsup-news></headsup-news><headsup-tips></headsup-tips>`
	for script, wanted := range map[string]string{
		`<script src="/embed/v1/headsup.classic.js" defer></script>`: `tip("panel") && ` +
			`inNews("badge").textContent == "1" && headsup.load && headsup.match && headsup.select`,
		`<script type="module" src="/embed/v1/news.js"></script>`: `inNews("badge").textContent == "1" && ` +
			`!customElements.get("headsup-tips")`,
		`<script src="/embed/v1/headsup.classic.js"></script><script type="module" src="/embed/v1/news.js"></script>` +
			`<script type="module" src="/embed/v1/headsup.js"></script>`: `tip("panel") && ` +
			`inNews("badge").textContent == "1"`, // the first one counts
	} {
		s.mu.Lock()
		s.page = script + page
		s.mu.Unlock()
		b := openTab(t)
		b.Visit(t, s.URL)
		await(t, b, wanted)
		if asked := s.asked(); len(asked) > 4 { // each element its manifest and its bundle
			t.Errorf("%s asks for %q", script, asked)
		}
	}
}

// TestPropertiesBeforeTheScript: hosts set properties before the element is known.
func TestPropertiesBeforeTheScript(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tips(t, snippet("pro", "panel", object{"target": object{"plans": []string{"pro"}}}))
	s.mu.Lock()
	s.page = `<title>Product</title><headsup-tips locale="en" texts='{"close": "Zu"}'></headsup-tips>
		<script>document.querySelector("headsup-tips").viewer = { plan: "pro" };
		setTimeout(() => document.head.append(Object.assign(document.createElement("script"), ` +
		`{ type: "module", src: "/embed/v1/headsup.js" })), 50);</script>`
	s.mu.Unlock()
	b := openTab(t)
	b.Visit(t, s.URL)
	await(t, b, `tip("panel")`)
	if got := ask[string](t, b, `tip("close").ariaLabel + tips.viewer.plan`); got != "Zupro" {
		t.Errorf("%q", got)
	}
	run[any](t, b, `tips.viewer = { plan: "free" }`, nil)
	await(t, b, `!tip("panel")`)
	if asked := s.asked(); len(asked) != 2 {
		t.Errorf("another plan asks for %q", asked)
	}
}
