package client_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const newsPage = events + `<h1>Product</h1><header><headsup-news></headsup-news> <button id="next">Next</button></header>`

func daysAgo(n int) string {
	return time.Now().AddDate(0, 0, -n).UTC().Format("2006-01-02") + "T00:00:00+02:00"
}

func openNews(t *testing.T, page string, items ...object) (*site, *tab) {
	t.Helper()
	s := newSite(t)
	s.news(t, items...)
	s.show(page)
	b := openTab(t)
	b.Do(t, chromedp.EmulateViewport(800, 640), chromedp.Navigate(s.URL))
	await(t, b, `news.headsup`)
	settle(t, b)
	return s, b
}

func badge(t *testing.T, b *tab) string {
	t.Helper()
	settle(t, b)
	return ask[string](t, b, `inNews("badge").textContent`)
}

func TestNews(t *testing.T) {
	t.Parallel()
	first := note("first", daysAgo(3))
	first["_headsup"] = object{
		"kind":    "release-note",
		"stage":   "ga",
		"version": "3.10",
		"cta":     object{"label": "Read on", "url": "https://docs.example/x"},
	}
	first["image"] = "/embed/picture.svg"
	future := note("future", daysAgo(-3))
	old := note("old", daysAgo(45))
	old["language"] = "de"
	s, b := openNews(t, newsPage, first, note("second", daysAgo(20)), old, future)
	if got := badge(t, b); got != "2" {
		t.Errorf("on the first visit %q are unread", got)
	}
	tree := ask[string](t, b, `getComputedStyle(inNews("button")).visibility + " " + `+
		`[...news.shadowRoot.querySelectorAll("#button, #status")].map((e) => e.textContent)`)
	if tree != "visible What’s new,2 unread" {
		t.Errorf("the button is %q", tree)
	}
	b.Do(t, chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	await(t, b, `inNews("panel").open`)
	settle(t, b)
	for what, expression := range map[string]string{
		"it is modal":      `inNews("panel").matches(":modal")`,
		"it has the focus": `news.shadowRoot.activeElement.part == "close"`,
		"it is at the inline end": `inNews("panel").getBoundingClientRect().right == 800 && ` +
			`inNews("panel").getBoundingClientRect().height == 640`,
		"newest first, none of tomorrow": `[...news.shadowRoot.querySelectorAll("[part=title]")]` +
			`.map((e) => e.textContent) == "Title of first,Title of second,Title of old"`,
		"a title leads to its page": `inNews("title").firstChild.href == "https://site.example/releases/first/" && ` +
			`inNews("title").firstChild.target == "_blank"`,
		"it is said what is new": `inNews("meta").textContent.startsWith("New · ") && inNews("meta").textContent.endsWith(" · 3.10 · GA")`,
		"a date is written as in its language": `news.shadowRoot.querySelector("[lang=de] [part=meta]")` +
			`.textContent.startsWith(new Date("` + daysAgo(45)[:10] + `")` +
			`.toLocaleDateString("de", { dateStyle: "medium", timeZone: "UTC" }))`,
		"the picture keeps its place": `getComputedStyle(inNews("image")).aspectRatio == "16 / 9" && inNews("image").loading == "lazy"`,
		"there is a call to action":   `inNews("cta").textContent == "Read on" && inNews("cta").href == "https://docs.example/x"`,
		"all news are a link":         `inNews("all").href == "` + s.URL + `/releases/"`,
		"all are read":                `inNews("badge").textContent == "" && news.shadowRoot.querySelector("#status").textContent == ""`,
	} {
		if !ask[bool](t, b, "!!("+expression+")") {
			t.Errorf("not so: %s\n%s", what, ask[string](t, b, `news.shadowRoot.innerHTML`))
		}
	}
	run[any](t, b, `addEventListener("click", (e) => e.preventDefault()); inNews("title").firstChild.click()`, nil)
	b.Do(t, chromedp.KeyEvent(kb.Escape))
	await(t, b, `!inNews("panel").open`)
	settle(t, b)
	if !ask[bool](t, b, `news.shadowRoot.activeElement == inNews("button")`) {
		t.Error("the focus does not return to the button")
	}
	if got := told(t, b); !slices.Equal(got, []string{"opened", "clicked release-note:first"}) {
		t.Errorf("the page is told %q", got)
	}
	for _, close := range []string{`inNews("close").click()`, `news.close()`, ``} {
		run[any](t, b, `await news.open(); `+close, nil)
		if close == "" {
			b.Do(t, chromedp.Func(pointAndClick(10, 300))) // beside it
		}
		await(t, b, `!inNews("panel").open`)
	}

	// The next visit, and then something new.
	b.Visit(t, s.URL)
	await(t, b, `news.headsup`)
	if got := badge(t, b); got != "" {
		t.Errorf("%q are unread that were read", got)
	}
	s.news(t, note("newest", daysAgo(0)), first)
	b.Visit(t, s.URL)
	await(t, b, `news.headsup`)
	if got := badge(t, b); got != "1" {
		t.Errorf("%q are unread of one", got)
	}
}

func TestNothingNew(t *testing.T) {
	t.Parallel()
	s, b := openNews(t, newsPage)
	run[any](t, b, `news.texts = { title: "Neues", empty: "Nichts Neues", all: "Alle" }; await frames(2); await news.open()`, nil)
	if text := ask[string](t, b, `inNews("panel").innerText.replace(/\s+/g, " ")`); text != "× Neues Nichts Neues Alle" {
		t.Errorf("the panel says %q", text)
	}
	// Nothing at all: the button keeps its place and cannot be seen.
	s.answer("/embed/v1/manifest.json", broken)
	run[any](t, b, `localStorage.clear()`, nil)
	b.Visit(t, s.URL)
	await(t, b, `news.headsup`)
	settle(t, b)
	if got := ask[string](t, b,
		`getComputedStyle(inNews("button")).visibility + (inNews("button").offsetWidth > 40)`); got != "hiddentrue" {
		t.Errorf("the button is %q", got)
	}
}

// TestTabs: what is done in one tab holds in the others, at once, and nothing is
// lost when two write at the same time.
func TestTabs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.publish(t, bundle{Name: "tips", Language: "en", Items: []object{snippet("a", "panel", nil)}},
		bundle{Name: "news", Language: "en", Items: []object{note("n", daysAgo(1))}})
	s.show(newsPage + `<headsup-tips></headsup-tips>`)
	one := openTab(t)
	two := one.Beside(t)
	for _, b := range []*tab{one, two} {
		b.Visit(t, s.URL)
		await(t, b, `news.headsup && tip("panel") && inNews("badge").textContent == "1"`)
	}
	run[any](t, one, `await news.open(); tip("panel").querySelector("[part=close]").click()`, nil)
	await(t, two, `inNews("badge").textContent == ""`)
	run[any](t, two, `tips.update()`, nil)
	await(t, two, `!tip("panel")`)

	// The other tab's page knew nothing of it yet when it wrote.
	run[any](t, two, `const key = Object.keys(localStorage).find((key) => JSON.parse(localStorage[key])["snippet:a"]);
		const stale = JSON.parse(localStorage[key]); stale["snippet:a"].dismissed = 0; localStorage[key] = JSON.stringify(stale)`, nil)
	await(t, two, `Object.values(localStorage).some((text) => JSON.parse(text)["snippet:a"]?.dismissed > 0)`)
}

// TestStorageDenied: in an opaque origin every access throws. What is done holds
// as long as the page.
func TestStorageDenied(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.publish(t, bundle{Name: "tips", Language: "en", Items: []object{snippet("a", "panel", nil)}},
		bundle{Name: "news", Language: "en", Items: []object{note("n", daysAgo(1))}})
	s.show(newsPage + `<headsup-tips></headsup-tips>`)
	s.headers["Content-Security-Policy"] = "sandbox allow-scripts"
	b := openTab(t)
	b.Visit(t, s.URL)
	await(t, b, `tip("panel") && inNews("badge").textContent == "1"`)
	if got := ask[string](t, b, `(() => { try { return localStorage.length + ""; `+
		`} catch (error) { return error.name; } })()`); got != "SecurityError" {
		t.Fatalf("storage is not denied: %s", got)
	}
	run[any](t, b, `await news.open(); news.close(); tip("panel").querySelector("[part=close]").click();
		history.replaceState(0, "", "#x")`, nil)
	settle(t, b)
	if !ask[bool](t, b, `inNews("badge").textContent == "" && !tip("panel")`) {
		t.Error("it forgets within a page")
	}
}

func TestDamagedState(t *testing.T) {
	t.Parallel()
	s, b := openNews(t, newsPage+`<headsup-tips></headsup-tips>`, note("n", daysAgo(1)))
	for _, text := range []string{
		"{", "null", "5", "[]", `"x"`, `{"release-note:n": 5}`, `{"release-note:n": {"shown": 5}}`, `{"": null}`,
	} {
		run[any](t, b, `for (const storage of [localStorage, sessionStorage]) `+
			`for (const key of Object.keys(storage)) storage[key] = input`, text)
		b.Visit(t, s.URL)
		await(t, b, `news.headsup && inNews("badge").textContent == "1"`)
	}
}

func TestForgets(t *testing.T) {
	t.Parallel()
	s, b := openNews(t, newsPage, note("n", daysAgo(1)))
	run[any](t, b, `const key = Object.keys(localStorage).find((key) => key.endsWith(","));
		localStorage[key] = JSON.stringify({ "snippet:old": { shown: [Date.now() - 401 * 864e5], dismissed: 0 }, `+
		`"snippet:often": { shown: Array.from({ length: 300 }, (_, i) => Date.now() - i), dismissed: 0 } })`, nil)
	b.Visit(t, s.URL)
	await(t, b, `news.headsup`)
	text := ask[string](t, b, `Object.entries(localStorage).find(([key]) => key.endsWith(","))[1]`)
	if strings.Contains(text, "old") || strings.Count(text, ",") > 110 {
		t.Errorf("it keeps %s", text)
	}
}
