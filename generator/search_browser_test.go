package generator_test

import (
	"maps"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"headsup/generator/guard/chromium"
	"headsup/generator/publish/search/index"
	"headsup/generator/tools/browsertest"
)

func (b *browser) says(t *testing.T, expression string) string {
	t.Helper()
	return browsertest.Ask[string](t, b.Tab, `String(`+expression+`)`)
}

const results = `document.querySelectorAll(".hits > li").length > 0`

// openSearch goes to the search page of a query.
func (b *browser) openSearch(t *testing.T, h *host, query string) {
	t.Helper()
	b.Visit(t, h.URL+"/search/?q="+url.QueryEscape(query))
}

// TestSearchInBrowser searches headsup's own site as a reader does, under the
// headers that it asks for.
func TestSearchInBrowser(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	own, h := ownHost.open(t, b), newHost(t, b) // on a host of its own it can be damaged
	whole := own.files
	h.serve(whole, own.rules)

	// From any page with the keyboard alone; nothing is loaded before.
	b.Do(t, chromedp.Navigate(h.URL+"/releases/"))
	const loaded = `performance.getEntriesByType("resource").filter((e) => /search-(dialog|engine)|root\.bin/.test(e.name)).length`
	if n := b.says(t, loaded); n != "0" {
		t.Errorf("%s files of the search are loaded before a reader turns to it", n)
	}
	b.Do(t, chromedp.KeyEvent("/"))
	b.Until(t, `document.querySelector("dialog[open] input") === document.activeElement`)
	b.Do(t, chromedp.KeyEvent("embrago"))
	b.Until(t, results)
	if got := b.says(t, `document.querySelector(".hits a").textContent`); !strings.HasPrefix(got, "Handle an embargo") {
		t.Errorf("the first result is %q", got)
	}
	b.Do(t, chromedp.KeyEvent("\r"))
	b.Until(t, `location.pathname === "/playbooks/handle-an-embargo/"`)
	b.Quiet(t)

	// All that it is made of came in two files.
	b.Do(t, chromedp.Navigate(h.URL+"/releases/"))
	b.forget(t)
	b.Do(t, chromedp.Navigate(h.URL+"/reference/"))
	b.Do(t, chromedp.KeyEvent("/"))
	b.Do(t, chromedp.KeyEvent("embargo"))
	b.Until(t, results)
	const made = `performance.getEntriesByType("resource").map((e) => e.name.match(/\/(search-[a-z]+)\.[0-9a-f]+\.js$/)?.[1])` +
		`.filter(Boolean).sort().join(" ")`
	if got := b.says(t, made); got != "search-dialog search-worker" {
		t.Errorf("the scripts of the search are %q", got)
	}
	b.Quiet(t)

	// A shared search: words and a facet in its address.
	b.Do(t, chromedp.Navigate(h.URL+"/search/?q=visibility&kind=playbook"))
	b.Until(t, results)
	if got := b.says(t, `[...new Set([...document.querySelectorAll(".hits .hit-about > :first-child")]`+
		`.map((e) => e.textContent))]`); got != "Playbook" {
		t.Errorf("with the facet there are %q", got)
	}
	// A result about a section leads to it.
	b.openSearch(t, h, "templates of your own")
	b.Until(t, results)
	if got := b.says(t, `document.querySelector(".hits a").getAttribute("href")`); got != "/reference/command-line/#archetypes" {
		t.Errorf("the first result leads to %s", got)
	}
	b.Quiet(t)

	// Without the worker there is a message, and the way back.
	files := maps.Clone(whole)
	for name := range whole {
		if strings.HasPrefix(name, "assets/search-worker.") {
			delete(files, name)
		}
	}
	h.serve(files, own.rules)
	b.forget(t)
	b.openSearch(t, h, "embargo")
	b.Until(t, `/Are you online/.test(document.querySelector("[role=alert]")?.textContent)`)
	h.serve(whole, own.rules)
	b.says(t, `document.querySelector("[role=alert] button").click()`)
	b.Until(t, results)
	b.Quiet(t, "404")

	// Without a part of the index there is a message, and the way back.
	for what, damage := range map[string]func(string) (string, bool){
		"damaged": func(string) (string, bool) { return "garbage", true },
		"missing": func(string) (string, bool) { return "", false },
		"cut off": func(text string) (string, bool) { return text[:len(text)/2], true },
		"a page":  func(string) (string, bool) { return whole["404.html"], true },
	} {
		for _, part := range []string{"search/terms/", "search/" + index.RootFile, "search/fragments/"} {
			files := maps.Clone(whole)
			for name, text := range whole {
				if strings.HasPrefix(name, part) {
					if files[name], _ = damage(text); what == "missing" {
						delete(files, name)
					}
				}
			}
			h.serve(files, own.rules)
			b.Do(t, chromedp.Navigate("about:blank"))
			b.forget(t)
			b.openSearch(t, h, "embargo")
			b.Until(t, `document.querySelector("[role=alert]")?.textContent.length > 20`)
			h.serve(whole, own.rules)
			b.Until(t, `[...document.querySelectorAll("[role=alert] button, [data-search-results] button")]`+
				`.find((n) => n.textContent === "Try again")`)
			b.says(t, `[...document.querySelectorAll("button")].find((n) => n.textContent === "Try again").click()`)
			b.Until(t, results)
			b.Quiet(t, "404")
		}
	}
}

// TestHostileSearchRunsNothing searches a site of attacks for what is in them.
func TestHostileSearchRunsNothing(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	h := hostileHost.open(t, b)
	for _, query := range []string{
		"canary", "onerror", "img src", "script",
		`<img src=x onerror=canary(1)>`, `"><svg onload=canary(1)>`,
		"javascript", "text",
	} {
		b.openSearch(t, h, query)
		b.Until(t, `document.querySelector(".hits > li, [data-search-results] h2")`)
		b.judge(t, "search for "+query)
	}
}

// forget empties the browser's cache.
func (b *browser) forget(t *testing.T) {
	t.Helper()
	b.Do(t, chromium.Command(network.ClearBrowserCache, cdp.Empty{}))
}
