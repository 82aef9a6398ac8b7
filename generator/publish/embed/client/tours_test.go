package client_test

import (
	"os"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"headsup/generator/guard/chromium"
	"headsup/generator/tools/browsertest"
	"headsup/generator/tools/webdriver"
)

// tour is a tour of five steps over two pages, which goes on in each way that there is.
func tour(details object) object {
	step := func(title string, more object) object {
		s := object{"title": title, "content_html": "<p>About " + title + "</p>"}
		for key, value := range more {
			s[key] = value
		}
		return s
	}
	all := object{"steps": []object{
		step("first", object{"anchor": anchor("#a")}),
		step("second", object{"anchor": anchor("#b"), "advance": object{"click": true}}),
		step("third", object{"anchor": anchor("#a"), "advance": object{"visible": "#made"}}),
		step("fourth", object{"anchor": object{"path": "/reports", "selector": "#a"}}),
		step("last", nil),
	}}
	for key, value := range details {
		all[key] = value
	}
	return snippet("tour", "tour", all)
}

const tourPage = events + `<style>:root { color-scheme: light dark; } body { background: Canvas; color: CanvasText; }</style>
	<script>window.steps = [];
	addEventListener("headsup-step", (event) => {
		steps.push(event.detail.step + "/" + event.detail.steps);
		if (window.stay) event.preventDefault();
	});
	addEventListener("headsup-done", ({ detail }) => steps.push("done " + detail.item.id));</script>
	<main><h1>Product</h1><p><button id="a">Export</button> <button id="b">Import</button></p></main><headsup-tips></headsup-tips>`

// at waits for a step of the tour, by its title and what counts them.
func at(t *testing.T, b *tab, title, count string) {
	t.Helper()
	await(t, b, `tip("tour")?.querySelector("[part=title]").textContent == "`+title+`" && `+
		`tip("tour").querySelector("[part=meta]").textContent == "`+count+`" && tip("tour").checkVisibility()`)
}

const inTour = `tip("tour").contains(tips.shadowRoot.activeElement)`

// TestTour goes through a tour by all its ways, over a reload and another page.
func TestTour(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, tourPage, tour(nil), snippet("banner", "banner", nil))
	at(t, b, "first", "1 of 5")
	for what, expression := range map[string]string{
		"a dialog with a name": `tip("tour").role == "dialog" && tip("tour").ariaLabel == "first, 1 of 5"`,
		"it is told":           `tips.shadowRoot.querySelector("[role=status]").textContent == "first, 1 of 5"`,
		"it has the focus":     inTour,
		"it is at its anchor": `Math.abs(tip("tour").getBoundingClientRect().top - ` +
			`document.querySelector("#a").getBoundingClientRect().bottom - 10) < 1`,
		"there is no step back":  `!tip("back") && tip("next").textContent == "Next"`,
		"others are shown, too":  `tip("banner").checkVisibility()`,
		"the part is loaded":     `performance.getEntriesByName(location.origin + "/embed/v1/tours.js").length == 1`,
		"it does not trap focus": `!tip("tour").matches(":modal")`,
	} {
		if !ask[bool](t, b, expression) {
			t.Errorf("not so: %s", what)
		}
	}
	axeFindsNothing(t, b)

	// The page may keep it where it is.
	run[any](t, b, `window.stay = true; tip("next").click(); window.stay = false`, nil)
	at(t, b, "first", "1 of 5")
	run[any](t, b, `tip("next").click()`, nil)
	at(t, b, "second", "2 of 5")
	await(t, b, inTour)
	if ask[bool](t, b, `!!tip("next")`) {
		t.Error("a step that waits for a click has a button to go on")
	}
	b.Do(t, chromedp.KeyEvent(kb.ArrowLeft))
	at(t, b, "first", "1 of 5")
	await(t, b, inTour)
	b.Do(t, chromedp.KeyEvent(kb.ArrowRight))
	at(t, b, "second", "2 of 5")

	// A click on what it is about leads on, and the focus stays there.
	run[any](t, b, `document.querySelector("#b").focus(); document.querySelector("#b").click()`, nil)
	at(t, b, "third", "3 of 5")
	if !ask[bool](t, b, `document.activeElement.id == "b"`) {
		t.Error("the focus is taken from somebody who works")
	}
	b.Do(t, chromedp.Reload())
	at(t, b, "third", "3 of 5")
	run[any](t, b, `document.querySelector("main").insertAdjacentHTML("beforeend", "<p id=made>Made</p>")`, nil)
	at(t, b, "fourth", "4 of 5")
	if got := ask[string](t, b, `tip("tour").innerText.includes("another page") + tip("go").pathname + tip("go").hash`); got !=
		"true/reports#headsup=snippet%3Atour" {
		t.Errorf("on another page it says %s", got)
	}
	run[any](t, b, `history.pushState(0, "", "/reports")`, nil)
	await(t, b, `!tip("go") && tip("tour").querySelector("[part=body]").textContent == "About fourth"`)

	// What it is about may be missing.
	run[any](t, b, `document.querySelector("#a").remove()`, nil)
	still(t, b)
	run[any](t, b, `elapse(2100)`, nil)
	await(t, b, `tip("tour")?.checkVisibility() && !tip("tooltip")`)
	run[any](t, b, `tip("next").click()`, nil)
	at(t, b, "last", "5 of 5")
	if got := ask[string](t, b, `tip("next").textContent`); got != "Done" {
		t.Errorf("the last button says %q", got)
	}
	run[any](t, b, `tip("next").click()`, nil)
	await(t, b, `!tip("tour") && tips.headsup.history()["snippet:tour#done"] && tips.headsup.history()["snippet:tour"].dismissed`)
	if got := ask[[]string](t, b, `steps`); !slices.Equal(got, []string{"4/5", "5/5", "done snippet:tour"}) {
		t.Errorf("the page is told %q", got)
	}
	b.Do(t, chromedp.Reload())
	wantShown(t, b, "banner")

	// By name it begins anew, and Escape closes it for good.
	run[any](t, b, `document.querySelector("#b").focus(); tips.show("tour")`, nil)
	at(t, b, "first", "1 of 5")
	await(t, b, inTour)
	b.Do(t, chromedp.KeyEvent(kb.Escape))
	await(t, b, `!tip("tour") && document.activeElement.id == "b"`)
}

// TestTourLooks: on the smallest view, from right to left, in another language, and in a dark one.
func TestTourLooks(t *testing.T) {
	t.Parallel()
	s, b := openTips(t, tourPage, tour(object{"steps": []object{
		{"title": "ראשון", "content_html": "<p>סינון לפי לקוח או חודש</p>", "anchor": anchor("#a")},
		{"title": "שני", "content_html": "<p>ייצוא</p>", "anchor": anchor("#b")},
	}}))
	at(t, b, "ראשון", "1 of 2")
	shoot(t, b, "tour-desk")
	b.Do(t, chromedp.EmulateViewport(320, 256), chromium.Prefers("prefers-color-scheme", "dark"))
	run[any](t, b, `document.documentElement.dir = "rtl"; document.documentElement.lang = "de"; localStorage.clear()`, nil)
	s.show(tourPage + `<script>document.documentElement.dir = "rtl"; document.documentElement.lang = "de"</script>`)
	b.Visit(t, s.URL)
	at(t, b, "ראשון", "1 von 2")
	settle(t, b)
	shoot(t, b, "tour-phone-dark")
	for what, expression := range map[string]string{
		"it is in view": `(({ left, right, top, bottom }) => left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight)` +
			`(tip("tour").getBoundingClientRect())`,
		"it speaks German":       `tip("next").textContent == "Weiter"`,
		"buttons are big enough": `[...tip("tour").querySelectorAll("button")].every((b) => b.offsetHeight >= 24 && b.offsetWidth >= 24)`,
	} {
		if !ask[bool](t, b, expression) {
			t.Errorf("not so: %s", what)
		}
	}
	// Arrows go the other way.
	run[any](t, b, `tip("tour").firstChild.focus()`, nil)
	b.Do(t, chromedp.KeyEvent(kb.ArrowLeft))
	at(t, b, "שני", "2 von 2")
	axeFindsNothing(t, b)
}

// shoot keeps a picture where somebody asks for some.
func shoot(t *testing.T, b *tab, name string) {
	t.Helper()
	dir := os.Getenv("HEADSUP_PICTURES")
	if dir == "" {
		return
	}
	picture := browsertest.Run(t, b, chromedp.CaptureScreenshot())
	if err := os.WriteFile(dir+"/"+name+".png", picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// list is a checklist of a tip that was not seen, a tour, and a tip on another page.
func list() object {
	return snippet("list", "checklist", object{"items": []object{
		{"id": "snippet:tip", "title": "Tip"},
		{"id": "snippet:tour", "title": "Tour"},
		{"id": "snippet:far", "title": "Far", "path": "/far"},
	}})
}

// TestChecklist ticks what was seen, finished, or done as the page says.
func TestChecklist(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, tourPage, list(), tour(object{"trigger": "word"}),
		snippet("tip", "panel", object{"trigger": "word"}), snippet("far", "panel", object{"anchor": object{"path": "/far"}}))
	count := func(want string) {
		t.Helper()
		await(t, b, `tip("checklist") && tip("checklist").querySelector("[part=meta]").textContent == "`+want+`"`)
	}
	count("0 of 3 done")
	axeFindsNothing(t, b)
	if got := ask[[]string](t, b, `[...tip("tasks").children].map(({ firstChild: e }) =>
		e.localName + e.textContent + (e.pathname ?? "") + (e.hash ?? ""))`); !slices.Equal(
		got, []string{"button○ Tip", "button○ Tour", "a○ Far/far#headsup=snippet%3Afar"}) {
		t.Errorf("it has %q", got)
	}
	run[any](t, b, `tip("task").focus(); tip("task").click()`, nil)
	await(t, b, `tip("panel")`)
	settle(t, b)
	count("1 of 3 done")
	if !ask[bool](t, b, `tips.shadowRoot.activeElement == tip("task") && tip("task").textContent == "✓ Tip, Done"`) {
		t.Error("the focus is lost, or the tick is not said")
	}
	// A tour that was begun and left is not done.
	run[any](t, b, `tip("tasks").children[1].firstChild.click()`, nil)
	at2 := `tip("tour")?.querySelector("[part=meta]").textContent == "1 of 5"`
	await(t, b, at2)
	settle(t, b)
	run[any](t, b, `tip("tour").querySelector("[part=close]").click()`, nil)
	count("1 of 3 done")
	run[any](t, b, `tips.headsup.done("snippet:tour")`, nil)
	count("2 of 3 done")
	shoot(t, b, "checklist")

	run[any](t, b, `tip("fold").click()`, nil)
	b.Do(t, chromedp.Reload())
	count("2 of 3 done")
	if !ask[bool](t, b, `tip("tasks").hidden && tip("fold").ariaExpanded == "false"`) {
		t.Error("it is not folded any more")
	}
	run[any](t, b, `tip("checklist").querySelector("[part=close]").click()`, nil)
	await(t, b, `!tip("checklist")`)
	b.Do(t, chromedp.Reload())
	wantShown(t, b, "")
}

// TestOldClientsLeaveToursAlone: the script from before there were tours and checklists shows
// all else.
func TestOldClientsLeaveToursAlone(t *testing.T) {
	t.Parallel()
	old, err := os.ReadFile("testdata/headsup.v1.js")
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t)
	s.put("/embed/v1/headsup.js", old)
	s.tips(t, tour(nil), list(), snippet("plain", "panel", nil))
	s.show(tourPage)
	b := openTab(t)
	b.Visit(t, s.URL)
	await(t, b, `tips.headsup`)
	wantShown(t, b, "panel")
}

// otherTours goes through a tour by the keyboard, and over a reload.
func otherTours(t *testing.T, b *browsertest.Other) {
	s := newSite(t)
	s.tips(t, tour(nil), list())
	s.show(tourPage)
	b.Visit(t, s.URL)
	at(t, b.Tab, "first", "1 of 5")
	await(t, b.Tab, inTour)
	b.Type(t, webdriver.Tab+webdriver.Tab+webdriver.Enter)
	at(t, b.Tab, "second", "2 of 5")
	await(t, b.Tab, inTour)
	run[any](t, b.Tab, `document.querySelector("#b").click()`, nil)
	at(t, b.Tab, "third", "3 of 5")
	b.Visit(t, s.URL)
	at(t, b.Tab, "third", "3 of 5")
	run[any](t, b.Tab, `tip("back").click()`, nil)
	at(t, b.Tab, "second", "2 of 5")
	await(t, b.Tab, inTour+` && tip("checklist").checkVisibility()`)
	b.Type(t, webdriver.Escape)
	await(t, b.Tab, `!tip("tour")`)
}
