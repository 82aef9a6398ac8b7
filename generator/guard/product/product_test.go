package product_test

import (
	"bytes"
	"image"
	_ "image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"headsup/generator/diag"
	"headsup/generator/guard/product"
)

// TestLook opens a product under a strict policy in which somebody is signed in, whose
// page is made by a script and tries to listen.
func TestLook(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	asked := map[string]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.URL.Path] = r.Header.Get("Cookie")
		mu.Unlock()
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'")
		if r.URL.Path == "/app.js" {
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = io.WriteString(w, `
				Document.prototype.querySelectorAll = (selector) => (fetch("/heard?" + selector), []);
				const late = Object.assign(document.createElement("button"), { id: "late", textContent: "Late" });
				setTimeout(() => document.body.append(late), 400);`)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, `<!doctype html><title>Product</title><script src="/app.js" defer></script><body>`)
	}))
	t.Cleanup(server.Close)
	app, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	place := func(pattern, selector string) product.Place {
		at := diag.Position{Path: selector + ".md", Line: 1, Column: 1}
		return product.Place{Pattern: pattern, Selector: selector, Position: at}
	}
	pictures := filepath.Join(t.TempDir(), "pictures")
	found, notes, err := product.Look(t.Context(), product.Options{
		App: app, Paths: []string{"/invoices/7"}, Cookies: "session=secret", Pictures: pictures,
	}, []product.Place{place("/invoices/*", "#late"), place("/settings/*", "#other"), place("", "#late")})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) > 0 {
		t.Errorf("found %v", found)
	}
	if len(notes) != 3 || !strings.Contains(notes[0], "name a page that fits /settings/*") {
		t.Errorf("notes %q", notes)
	}
	mu.Lock()
	defer mu.Unlock()
	if asked["/invoices/7"] != "session=secret" || asked["/"] != "session=secret" {
		t.Errorf("asked for %q", asked)
	}
	if _, heard := asked["/heard"]; heard {
		t.Error("the product hears of the selectors")
	}
	files, err := filepath.Glob(filepath.Join(pictures, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i] = filepath.Base(files[i])
	}
	if !slices.Equal(files, []string{"01.png", "02-invoices-7.png"}) {
		t.Fatalf("pictures %q", files)
	}
	data, err := os.ReadFile(filepath.Join(pictures, files[1]))
	if err != nil {
		t.Fatal(err)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	outlined := 0
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if r, g, b, _ := img.At(x, y).RGBA(); r>>8 == 214 && g == 0 && b>>8 == 110 {
				outlined++
			}
		}
	}
	if outlined == 0 {
		t.Error("nothing is outlined")
	}
}

// TestLookNowhere tells of what cannot be opened.
func TestLookNowhere(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	app, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	server.Close()
	places := []product.Place{{Pattern: "/a", Selector: "#a"}}
	_, _, err = product.Look(t.Context(), product.Options{App: app}, places)
	if err == nil || !strings.Contains(err.Error(), "open /a of the product") {
		t.Errorf("of a closed product it says %v", err)
	}
	if _, _, err := product.Look(t.Context(), product.Options{App: app, Browser: "/no/such"}, places); err == nil {
		t.Error("there is no such browser")
	}
}
