package theme

import (
	"bufio"
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"headsup/generator/guard/chromium"
	"headsup/generator/publish/hosting"
	"headsup/generator/tools/browsertest"
	"headsup/generator/view"
)

// siteServer serves a page of each layout under the headers of a real site.
// Handlers of single files come first.
func siteServer(t *testing.T, opt Options, handlers ...func(name string, w http.ResponseWriter) bool) *httptest.Server {
	t.Helper()
	return viewServer(t, opt, richViews(), "", handlers...)
}

// viewServer is siteServer with views of its own, and with a receiver of what they report.
func viewServer(t *testing.T, opt Options, views map[string]*view.View, receiver string,
	handlers ...func(name string, w http.ResponseWriter) bool,
) *httptest.Server {
	t.Helper()
	th := load(t, nil, opt)
	out := map[string][]byte{"picture.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 2"/>`)}
	var names []string
	for name, v := range views {
		if name == "redirect" {
			v.Meta.Redirect = "/stay" // so that the page can be looked at
		}
		out[name+"/index.html"] = []byte(render(t, th, v))
		names = append(names, name+"/index.html")
	}
	for _, a := range th.Assets() {
		out[a.Path] = a.Data
		names = append(names, a.Path)
	}
	headers := rulesForAll(hosting.Headers(hosting.Site{BasePath: "/", Files: names, Receiver: receiver}))
	if !strings.Contains(headers["Content-Security-Policy"], "script-src 'self'") {
		t.Fatalf("headers: %v", headers)
	}
	// The test's server has no TLS that a browser could be held to.
	delete(headers, "Strict-Transport-Security")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		if name == "stay" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		for _, handled := range handlers {
			if handled(name, w) {
				return
			}
		}
		data, ok := out[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		for key, value := range headers {
			w.Header().Set(key, value)
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	}))
	t.Cleanup(server.Close)
	return server
}

// rulesForAll returns the headers that a _headers file has for all files.
func rulesForAll(file []byte) map[string]string {
	headers := map[string]string{}
	all := false
	for lines := bufio.NewScanner(bytes.NewReader(file)); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "/") {
			all = line == "/*"
		}
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && all && strings.HasPrefix(line, " ") {
			headers[key] = value
		}
	}
	return headers
}

func TestMain(m *testing.M) {
	os.Exit(browsertest.M{M: m}.Run())
}

type tab = browsertest.Tab

// openTab opens a tab, which ends with the test.
func openTab(t *testing.T) *tab {
	t.Helper()
	return browsertest.Open(t, func(r browsertest.Report) bool { return r.Kind != browsertest.Console && browsertest.IsError(r) })
}

// ask evaluates an expression in the page.
func ask[T any](t *testing.T, b *tab, expression string) T {
	t.Helper()
	return browsertest.Ask[T](t, b, expression)
}

// prefers makes the system of the reader light or dark.
func prefers(name string) chromedp.Action[chromedp.Void] {
	return chromium.Prefers("prefers-color-scheme", name)
}

const background = "getComputedStyle(document.body).backgroundColor"

func TestInBrowser(t *testing.T) {
	t.Parallel()
	server := siteServer(t, Options{Supplied: map[string][]byte{SearchEngine: standInEngine}})
	b := openTab(t)
	const light, dark = "rgb(255, 255, 255)", "rgb(20, 24, 27)"

	for _, name := range view.Layouts() {
		t.Run(name, func(t *testing.T) {
			b.Do(t, chromedp.EmulateViewport(360, 800), prefers("light"), chromedp.Navigate(server.URL+"/"+name+"/"))
			for _, width := range []int64{360, 768, 1440} {
				b.Do(t, chromedp.EmulateViewport(width, 800))
				if got := ask[int64](t, b, "document.documentElement.scrollWidth"); got > width {
					t.Errorf("at %d pixels the page is %d wide", width, got)
				}
			}
			if got := ask[string](t, b, background); got != light {
				t.Errorf("the light page is %s", got)
			}
			b.Do(t, prefers("dark"))
			if got := ask[string](t, b, background); got != dark {
				t.Errorf("the dark page is %s", got)
			}
			b.Quiet(t)
		})
	}

	t.Run("the reader's colour scheme stays", func(t *testing.T) {
		b.Do(t, prefers("light"), chromedp.Navigate(server.URL+"/page/"))
		choose := func(value string) {
			t.Helper()
			ask[bool](t, b, `(() => { const s = document.querySelector("[data-scheme] select"); s.value = "`+
				value+`"; return s.dispatchEvent(new Event("change")); })()`)
		}
		choose("dark")
		b.Do(t, chromedp.Navigate(server.URL+"/home/"))
		if got := ask[string](t, b, background); got != dark {
			t.Errorf("on the next page it is %s", got)
		}
		if got := ask[string](t, b, `document.querySelector("[data-scheme] select").value`); got != "dark" {
			t.Errorf("the choice shows %q", got)
		}
		choose("auto")
		if got := ask[string](t, b, background); got != light {
			t.Errorf("without a choice it is %s", got)
		}
		b.Quiet(t)
	})

	// The test would be of no use if it did not see what the policy stops.
	t.Run("the policy is in force", func(t *testing.T) {
		b.Do(t, chromedp.Navigate(server.URL+"/page/"))
		ask[string](t, b, `(() => { const s = document.createElement("script"); `+
			`s.textContent = "window.ran = 1"; document.body.append(s); return ""; })()`)
		if ask[bool](t, b, "window.ran === 1") {
			t.Error("an inline script ran")
		}
		if reports := b.Take(); !slices.ContainsFunc(reports,
			func(r browsertest.Report) bool { return strings.Contains(r.Text, "Content Security Policy") }) {
			t.Errorf("the page reports %q", reports)
		}
	})

	t.Run("without JavaScript", func(t *testing.T) {
		b.Do(t, chromium.Scripts(false))
		for _, name := range []string{"release-note", "list", "home"} {
			b.Do(t, chromedp.Navigate(server.URL+"/"+name+"/"))
			for _, width := range []int64{360, 1440} {
				b.Do(t, chromedp.EmulateViewport(width, 800))
				// What is folded has a summary that unfolds it.
				hidden := ask[[]string](t, b, `[...document.querySelectorAll("main :is(h1, `+
					`h2, h3, p, li, td, pre, dd, img), .top-nav a, .foot a")]
					.filter((e) => !e.closest("details:not([open])") && !e.closest(".visually-hidden") && `+
					`e.getClientRects().length === 0 && e.textContent.trim() !== "")
					.map((e) => e.outerHTML)`)
				for _, e := range hidden {
					if !strings.Contains(e, "print-only") && !strings.Contains(e, "visually-hidden") {
						t.Errorf("%s at %d pixels does not show %s", name, width, e)
					}
				}
			}
			if ask[bool](t, b, `document.querySelector(".copy, [data-scheme]:not([hidden])") !== null`) {
				t.Errorf("%s offers what needs JavaScript", name)
			}
		}
		b.Quiet(t)
	})
}
