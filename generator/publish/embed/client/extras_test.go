package client_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"headsup/generator/tools/browsertest"
)

// noted keeps what the elements tell in window.noted.
const noted = events + `<script>window.noted = []; for (const type of ["answered", "impression"]) {
	addEventListener("headsup-" + type, ({ detail: { item, ...rest } }) => noted.push({ type, id: item.id, ...rest }));
}</script>`

type noting struct {
	Type, ID, Text string
	Helped         bool
	Seconds        float64
}

func takeNoted(t *testing.T, b *tab) []noting {
	t.Helper()
	settle(t, b)
	return run[[]noting](t, b, `return noted.splice(0)`, nil)
}

// answers clicks on No below a tip and sends a few words.
func answers(t *testing.T, b *tab) {
	t.Helper()
	await(t, b, `tip("ask")`)
	run[any](t, b, `tip("ask").querySelectorAll("button")[1].click()`, nil)
	await(t, b, `tips.shadowRoot.activeElement?.name == "text"`)
	run[any](t, b, `const field = tips.shadowRoot.activeElement; field.value = " too <b>long</b> "; field.form.requestSubmit()`, nil)
	await(t, b, `tip("ask").textContent == "Thank you!"`)
	run[any](t, b, `await tasks(2)`, nil)
	got := run[[]noting](t, b, `return noted.splice(0)`, nil)
	want := []noting{{Type: "answered", ID: "snippet:tip"}, {Type: "answered", ID: "snippet:tip", Text: "too <b>long</b>"}}
	if !slices.Equal(got, want) {
		t.Errorf("the page is told %+v", got)
	}
}

// TestAnswers: an item with a question of its own asks it, the attribute has all ask, and
// nothing but the page hears of it.
func TestAnswers(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, noted+`<main><h1>Product</h1></main><headsup-tips></headsup-tips>`,
		snippet("tip", "panel", object{"ask": "Was this clear?"}), snippet("silent", "banner", nil))
	await(t, b, `tip("ask")?.getAttribute("aria-label") == "Was this clear?"`)
	answers(t, b)
	if got := ask[int](t, b, `tips.shadowRoot.querySelectorAll("[part=ask]").length`); got != 1 {
		t.Errorf("%d items ask", got)
	}
	s, b := openNews(t, noted+`<main><h1>Product</h1></main><headsup-news ask></headsup-news>`, note("first", daysAgo(3)))
	run[any](t, b, `news.open()`, nil)
	await(t, b, `inNews("ask")?.textContent == "Did this help?Yes No"`)
	before := len(s.asked())
	run[any](t, b, `inNews("ask").querySelector("button").click()`, nil)
	if got := takeNoted(t, b); len(got) != 1 || !got[0].Helped || got[0].ID != "release-note:first" || before < len(s.asked()) {
		t.Errorf("the page is told %+v", got)
	}
	axeFindsNothing(t, b)
}

// TestShow: what the host asks for is shown whatever it waits for, but to nobody for whom
// it is not.
func TestShow(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, events+`<main><h1>Product</h1></main><headsup-tips></headsup-tips>`,
		snippet("waits", "panel", object{"trigger": "saved", "anchor": object{"path": "/elsewhere"}}),
		snippet("plain", "banner", nil), snippet("team", "modal", object{"target": object{"plans": []string{"team"}}}))
	wantShown(t, b, "banner")
	run[any](t, b, `tips.show("team"); tips.show("waits")`, nil)
	wantShown(t, b, "banner panel")
	for range 2 { // also when it was closed for good
		run[any](t, b, `[...tips.shadowRoot.querySelectorAll("[part~=panel] [part=close]")].forEach((e) => e.click())`, nil)
		wantShown(t, b, "banner")
		run[any](t, b, `tips.show("snippet:waits")`, nil)
		wantShown(t, b, "banner panel")
	}
	run[any](t, b, `history.pushState(0, "", "/other")`, nil)
	wantShown(t, b, "banner")
}

// TestLinkToAnItem opens the news at an item, far down, and shows a snippet.
func TestLinkToAnItem(t *testing.T) {
	t.Parallel()
	var notes []object
	for i := range 35 {
		n := note(fmt.Sprintf("n%02d", i), daysAgo(i+1))
		n["content_html"] = fmt.Sprintf("<p>Words of %d</p><p>More of %d</p>", i, i)
		notes = append(notes, n)
	}
	s := newSite(t)
	s.publish(t, bundle{Name: "tips", Language: "en", Items: []object{snippet("waits", "panel", object{"trigger": "saved"})}},
		bundle{Name: "news", Language: "en", Items: notes})
	s.show(noted + `<main><h1>Product</h1></main><headsup-news></headsup-news><headsup-tips></headsup-tips>`)
	b := openTab(t)
	b.Do(t, chromedp.EmulateViewport(320, 256), chromedp.Navigate(s.URL+"/#headsup=release-note%3An23"))
	await(t, b, `news.shadowRoot.activeElement?.textContent == "Title of n23"`)
	expanded := `news.shadowRoot.activeElement.closest("article").querySelector("[part=more]").ariaExpanded`
	if got := ask[string](t, b, expanded); got != "true" {
		t.Errorf("the card is expanded: %q", got)
	}

	// The search, which more than 30 have.
	run[any](t, b, `const field = inNews("search"); field.value = "WORDS 3"; field.dispatchEvent(new Event("input"))`, nil)
	if got := ask[int](t, b, `news.shadowRoot.querySelectorAll("article").length`); got != 8 {
		t.Errorf("%d are found", got)
	}
	run[any](t, b, `const field = inNews("search"); field.value = "nowhere"; field.dispatchEvent(new Event("input"))`, nil)
	if got := ask[string](t, b, `news.shadowRoot.querySelector("[role=status]:not(#status)").textContent`); got != "Nothing found" {
		t.Errorf("without a result it says %q", got)
	}
	axeFindsNothing(t, b)
	run[any](t, b, `news.close(); location.hash = "#headsup=snippet:waits"`, nil)
	wantShown(t, b, "panel")
	run[any](t, b, `location.hash = "#headsup=%E0%A4%A"`, nil) // is no text
	settle(t, b)
}

// TestImpressions: cards tell how long they were in view, those below tell nothing.
func TestImpressions(t *testing.T) {
	t.Parallel()
	var notes []object
	for i := range 9 {
		n := note(fmt.Sprintf("n%d", i), daysAgo(i+1))
		n["content_html"] = "<p>" + strings.Repeat("Many words. ", 60) + "</p>"
		notes = append(notes, n)
	}
	_, b := openNews(t, `<script>let ahead = 0; const now = performance.now.bind(performance);
		performance.now = () => now() + ahead;</script>`+noted+`<main><h1>Product</h1></main><headsup-news></headsup-news>`, notes...)
	run[any](t, b, `news.open()`, nil)
	await(t, b, `inNews("panel")?.open`)
	run[any](t, b, `await frames(4); ahead += 5000; news.close(); await frames(4)`, nil)
	got := takeNoted(t, b)
	if len(got) == 0 || len(got) > 4 || got[0].ID != "release-note:n0" || got[0].Seconds < 5 || got[0].Seconds > 60 {
		t.Errorf("the page is told %+v", got)
	}
}

// TestWords: the elements speak the language of the page, with its plurals, and texts of
// the host go first.
func TestWords(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string][2]string{
		"de":    {"Neuigkeiten", "2 ungelesen"},
		"fr-CA": {"Nouveautés", "2 non lues"},
		"es":    {"Mine", "2 sin leer"},
		"pt-BR": {"Novidades", "2 não lidas"},
		"ja":    {"新着情報", "未読 2 件"},
		"en-GB": {"What’s new", "2 unread"},
		"sv":    {"What’s new", "2 unread"},
	} {
		texts := ""
		if want[0] == "Mine" {
			texts = ` texts='{"title": "Mine"}'`
		}
		page := events + `<main><h1>Product</h1></main><headsup-news locale="` + locale + `"` + texts + `></headsup-news>`
		_, b := openNews(t, page, note("a", daysAgo(3)), note("b", daysAgo(4)))
		await(t, b, `inNews("button").textContent == "`+want[0]+
			`" && news.shadowRoot.querySelector("#status").textContent == "`+want[1]+`"`)
		if locale == "fr-CA" {
			run[any](t, b, `news.headsup.seen("release-note:a"); news.update()`, nil)
			await(t, b, `news.shadowRoot.querySelector("#status").textContent == "1 non lue"`)
			run[any](t, b, `news.open()`, nil)
			await(t, b, `inNews("all")?.textContent == "Toutes les nouveautés"`)
			axeFindsNothing(t, b)
		}
	}
}

// otherExtras answers below a tip, in a language that is not English.
func otherExtras(t *testing.T, b *browsertest.Other) {
	s := newSite(t)
	s.tips(t, snippet("tip", "panel", object{"ask": "Clear?"}))
	s.show(noted + `<main><h1>Product</h1></main><headsup-tips></headsup-tips><headsup-news locale="de"></headsup-news>`)
	b.Visit(t, s.URL)
	await(t, b.Tab, `inNews("button")?.textContent == "Neuigkeiten"`)
	answers(t, b.Tab)
}
