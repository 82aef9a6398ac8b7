package theme

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"headsup/generator/guard/chromium"
)

// Readers copy the address of a page, and of a section by its heading's link.
func TestCopyLinks(t *testing.T) {
	t.Parallel()
	server := siteServer(t, Options{})
	b := openTab(t)
	address := server.URL + "/page/"
	b.Do(t, chromedp.EmulateViewport(360, 800), chromedp.Navigate(address+"#how"))
	b.Tell(t, `globalThis.said = []; `+
		`new MutationObserver(() => said.push(document.querySelector("[role=status]")?.textContent, `+
		`document.querySelector("[data-copy-link]").textContent))
		.observe(document.body, { subtree: true, childList: true, characterData: true })`)
	ask[bool](t, b, `(() => { window.copied = []; `+
		`navigator.clipboard.writeText = async (text) => { window.copied.push(text); }; return true; })()`)
	press := func(selector, want string) {
		t.Helper()
		got := ask[string](t, b, `(() => { document.querySelector(`+"`"+selector+"`"+`).click(); return window.copied.at(-1); })()`)
		if got != want {
			t.Errorf("%s copies %q, want %q", selector, got, want)
		}
	}
	mark := ask[string](t, b, `getComputedStyle(document.querySelector("#limits .anchor"), "::before").content`)
	if !strings.Contains(mark, "#") {
		t.Errorf("the link of a heading shows %s", mark)
	}
	press("[data-copy-link]", address)
	b.Until(t, `said.includes("Link copied")`)
	press("#limits .anchor", address+"#limits")
	press("#größe .anchor", address+"#gr%C3%B6%C3%9Fe")
	if hash := ask[string](t, b, "location.hash"); hash != "#gr%C3%B6%C3%9Fe" {
		t.Errorf("the link leads to %q", hash)
	}

	// A copy that is refused says so.
	ask[bool](t, b, `(() => { navigator.clipboard.writeText = () => Promise.reject(new Error("no")); `+
		`document.querySelector("[data-copy-link]").click(); return true; })()`)
	b.Until(t, `said.includes("Couldn’t copy")`)
	small := ask[[]string](t, b, `[...document.querySelectorAll(".upkeep :is(a, button, summary), .prose .anchor")]
		.map((e) => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width < 24 || `+
		`r.height < 24).map(([e, r]) => e.outerHTML + " " + r.width + "x" + r.height)`)
	for _, e := range small {
		t.Errorf("smaller than 24 pixels: %s", e)
	}
}

// The form works without JavaScript: it sends what was written, about which
// page, to the page that says thank you.
func TestFeedbackForm(t *testing.T) {
	t.Parallel()
	sent := make(chan string, 1)
	server := siteServer(t, Options{}, func(name string, w http.ResponseWriter) bool {
		if name != "feedback/thanks/index.html" {
			return false
		}
		_, _ = io.WriteString(w, "<!doctype html><title>Thanks</title>")
		return true
	})
	inner := server.Config.Handler
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			body, _ := io.ReadAll(r.Body)
			sent <- r.URL.Path + "?" + string(body)
		}
		inner.ServeHTTP(w, r)
	})
	b := openTab(t)
	b.Do(t, chromium.Scripts(false), chromedp.Navigate(server.URL+"/page/"))
	if shown := ask[int](t, b, `document.querySelector("[name=website]").getClientRects().length + `+
		`document.querySelector("[data-copy-link]").getClientRects().length`); shown != 0 {
		t.Error("readers see the field for machines, or a button that needs JavaScript")
	}
	ask[bool](t, b, `(() => { document.querySelector(".feedback").open = true; `+
		`document.querySelector("[name=question]").value = "Größe & co"; `+
		`document.querySelector(".feedback [type=submit]").click(); return true; })()`)
	const want = "/feedback/thanks/?form-name=feedback&page=https%3A%2F%2Fenablement.example.com%2Fx%2F" +
		"&website=&question=Gr%C3%B6%C3%9Fe+%26+co"
	if got := <-sent; got != want {
		t.Errorf("sent %s\nwant %s", got, want)
	}
	b.Quiet(t, "favicon")
}
