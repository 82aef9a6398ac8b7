package webdriver_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"headsup/generator/tools/browsertest"
	"headsup/generator/tools/webdriver"
)

func TestScratch(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'; img-src http://evil.example")
		fmt.Fprint(w, `<!doctype html><html lang=en><title>x</title><style>@media (prefers-color-scheme: dark) {}</style><p><input id=i><button>x</button><img src="http://evil.example/x"><script>nope()</script>`)
	}))
	t.Cleanup(server.Close)
	start := time.Now()
	browsertest.InOthers(t, func(r browsertest.Report) bool { t.Log(time.Since(start), r); return false }, func(t *testing.T, b *browsertest.Other) {
		t.Log("started", time.Since(start))
		b.Visit(t, server.URL)
		t.Log("open", time.Since(start))
		b.Resize(t, 360, 700)
		t.Log("resized", time.Since(start))
		b.Click(t, `document.querySelector("#i")`)
		b.Type(t, "héy"+webdriver.Tab)
		t.Log(browsertest.Ask[string](t, b.Tab, `document.querySelector("#i").value + document.activeElement.localName + innerWidth + document.hasFocus() + matchMedia("(prefers-color-scheme: dark)").matches`))
		b.Chord(t, webdriver.Shift, webdriver.Tab)
		b.Tell(t, `console.error("x", 1); setTimeout(() => nope())`)
		t.Log(browsertest.Ask[string](t, b.Tab, `document.activeElement.localName`))
		b.Dark(t, true)
		t.Log("dark", time.Since(start))
		b.Visit(t, server.URL)
		b.Until(t, `matchMedia("(prefers-color-scheme: dark)").matches`)
		if os.Getenv("X") != "" {
			for range 20 {
				b.Visit(t, server.URL)
			}
			t.Log("20", time.Since(start))
		}
	})
	t.Log("all", time.Since(start))
}
