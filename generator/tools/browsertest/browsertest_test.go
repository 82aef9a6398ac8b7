package browsertest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/chromedp/chromedp"

	"headsup/generator/guard/chromium"
)

func TestMain(m *testing.M) {
	os.Exit(M{M: m}.Run())
}

// TestNothingIsLeft gives the tab of one test to the next, which finds it as new.
func TestNothingIsLeft(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<!doctype html><title>Test</title><link rel="icon" href="data:,"><script>window.ran = 1</script>`)
	}))
	t.Cleanup(server.Close)
	const state = `[localStorage.a, sessionStorage.a, document.cookie, window.before, innerWidth === 321, ` +
		`matchMedia("(prefers-color-scheme: dark)").matches, window.ran].join()`
	var first *chromium.Tab
	t.Run("one", func(t *testing.T) {
		b := Open(t, IsError)
		first = b.Tab
		b.Before(t, `window.before = "b"`)
		b.Do(t, chromedp.EmulateViewport(321, 400), chromium.Prefers("prefers-color-scheme", "dark"))
		b.Visit(t, server.URL)
		b.Tell(t, `localStorage.a = "l"; sessionStorage.a = "s"; document.cookie = "a=c"`)
		if got := Ask[string](t, b, state); got != "l,s,a=c,b,true,true,1" {
			t.Fatalf("the page has %s", got)
		}
		b.Do(t, chromium.Scripts(false))
	})
	t.Run("another", func(t *testing.T) {
		b := Open(t, IsError)
		if b.Tab != first {
			t.Error("it has a tab of its own")
		}
		b.Visit(t, server.URL)
		if got := Ask[string](t, b, state); got != ",,,,false,false,1" {
			t.Errorf("the page has %s", got)
		}
	})
	// A tab that another was beside is not given on.
	t.Run("with another beside it", func(t *testing.T) { Open(t, IsError).Beside(t) })
	if b := Open(t, IsError); b.Tab == first {
		t.Error("a tab is given on that had another beside it")
	}
}
