package generator_test

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"headsup/generator"
	"headsup/generator/publish/search/index"
)

// until waits for a condition in the page, and returns what goes wrong on the
// way.
func (b *browser) until(t *testing.T, condition string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if met, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`Boolean(`+condition+`)`)); err == nil && met {
			return
		}
	}
	t.Fatalf("never %s (noticed %q)", condition, b.taken())
}

func (b *browser) says(t *testing.T, expression string) string {
	t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`String(`+expression+`)`))
	if err != nil {
		t.Fatalf("%s: %v (noticed %q)", expression, err, b.taken())
	}
	return text
}

// calm holds that nothing went wrong, but for what is expected.
func (b *browser) calm(t *testing.T, expected string) {
	t.Helper()
	for _, text := range b.taken() {
		if expected == "" || !strings.Contains(text, expected) {
			t.Error(text)
		}
	}
}

const results = `document.querySelectorAll(".hits > li").length > 0`

// openSearch goes to the search page of a query.
func (b *browser) openSearch(t *testing.T, h *host, query string) {
	t.Helper()
	b.do(t, chromedp.Navigate(h.URL+"/search/?q="+url.QueryEscape(query)))
}

// TestSearchInBrowser searches headsup's own site as a reader does, under the
// headers that it asks for.
func TestSearchInBrowser(t *testing.T) {
	b := openBrowser(t)
	h := newHost(t, b)
	out := filepath.Join(t.TempDir(), "out")
	mustBuild(t, generator.Options{Content: filepath.Join("..", "content"), Out: out, NoCache: true, BaseURL: h.URL + "/"})
	h.show(t, out)

	// From any page with the keyboard alone; nothing is loaded before.
	b.do(t, chromedp.Navigate(h.URL+"/releases/"))
	const loaded = `performance.getEntriesByType("resource").filter((e) => /search-(dialog|engine)|root\.bin/.test(e.name)).length`
	if n := b.says(t, loaded); n != "0" {
		t.Errorf("%s files of the search are loaded before a reader turns to it", n)
	}
	b.do(t, chromedp.KeyEvent("/"))
	b.until(t, `document.querySelector("dialog[open] input") === document.activeElement`)
	b.do(t, chromedp.KeyEvent("embrago"))
	b.until(t, results)
	if got := b.says(t, `document.querySelector(".hits a").textContent`); !strings.HasPrefix(got, "Handle an embargo") {
		t.Errorf("the first result is %q", got)
	}
	b.do(t, chromedp.KeyEvent("\r"))
	b.until(t, `location.pathname === "/playbooks/handle-an-embargo/"`)
	b.calm(t, "")

	// A shared search: words and a facet in its address.
	b.do(t, chromedp.Navigate(h.URL+"/search/?q=visibility&kind=playbook"))
	b.until(t, results)
	if got := b.says(t, `[...new Set([...document.querySelectorAll(".hits .hit-about > :first-child")].map((e) => e.textContent))]`); got != "Playbook" {
		t.Errorf("with the facet there are %q", got)
	}
	// A result about a section leads to it.
	b.openSearch(t, h, "templates of your own")
	b.until(t, results)
	if got := b.says(t, `document.querySelector(".hits a").getAttribute("href")`); got != "/reference/command-line/#archetypes" {
		t.Errorf("the first result leads to %s", got)
	}
	b.calm(t, "")

	// Without a part of the index there is a message, and the way back.
	whole := map[string]string{}
	for name, text := range h.files {
		whole[name] = text
	}
	for what, damage := range map[string]func(string) (string, bool){
		"damaged": func(string) (string, bool) { return "garbage", true },
		"missing": func(string) (string, bool) { return "", false },
		"cut off": func(text string) (string, bool) { return text[:len(text)/2], true },
		"a page":  func(string) (string, bool) { return whole["404.html"], true },
	} {
		for _, part := range []string{"search/terms/", "search/" + index.RootFile, "search/pages/", "search/fragments/"} {
			for name, text := range whole {
				if strings.HasPrefix(name, part) {
					if h.files[name], _ = damage(text); what == "missing" {
						delete(h.files, name)
					}
				}
			}
			b.do(t, chromedp.Navigate("about:blank"))
			b.forget(t)
			b.openSearch(t, h, "embargo")
			b.until(t, `document.querySelector("[role=alert]")?.textContent.length > 20`)
			for name, text := range whole {
				h.files[name] = text
			}
			b.until(t, `[...document.querySelectorAll("[role=alert] button, [data-search-results] button")].find((n) => n.textContent === "Try again")`)
			b.says(t, `[...document.querySelectorAll("button")].find((n) => n.textContent === "Try again").click()`)
			b.until(t, results)
			b.calm(t, "404")
		}
	}
}

// TestHostileSearchRunsNothing searches a site of attacks for what is in them.
func TestHostileSearchRunsNothing(t *testing.T) {
	b := openBrowser(t)
	h := newHost(t, b)
	h.soft = true
	out := filepath.Join(t.TempDir(), "out")
	mustBuild(t, generator.Options{Content: hostileSite(t), Out: out, NoCache: true, BaseURL: h.URL + "/"})
	h.show(t, out)
	for _, query := range []string{"canary", "onerror", "img src", "script", `<img src=x onerror=canary(1)>`, `"><svg onload=canary(1)>`, "javascript", "text"} {
		b.openSearch(t, h, query)
		b.until(t, `document.querySelector(".hits > li, [data-search-results] h2")`)
		b.judge(t, "search for "+query)
	}
}

// forget empties the browser's cache.
func (b *browser) forget(t *testing.T) {
	t.Helper()
	b.do(t, func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, network.ClearBrowserCache, cdp.Empty{})
		return chromedp.Void{}, err
	})
}
