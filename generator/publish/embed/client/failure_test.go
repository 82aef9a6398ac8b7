package client_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Ways in which a server answers wrongly.
var (
	notFound = http.NotFound
	broken   = answer(http.StatusInternalServerError, "text/html", "<!doctype html><h1>Sorry</h1>")
	page     = answer(http.StatusOK, "text/html", "<!doctype html><h1>Log in</h1>")
	cut      = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Content-Length", "5000")
		_, _ = w.Write([]byte(`{"version":1,"bundles":[`))
		panic(http.ErrAbortHandler)
	}
	slow = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		select {
		case <-r.Context().Done():
		case <-time.After(5 * time.Minute):
		}
	}
)

func answer(status int, typ, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Content-Type", typ)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// large answers with so many bytes of JSON, and notes how much of it was taken.
func large(head string, size int) (handler http.HandlerFunc, sent func() int) {
	n := make(chan int, 1)
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		total := 0
		defer func() {
			select {
			case n <- total:
			default:
			}
		}()
		_, _ = w.Write([]byte(head))
		chunk := []byte(`"` + strings.Repeat("x", 99_997) + `",` + "\n")
		for total < size {
			k, err := w.Write(chunk)
			total += k
			if err != nil || r.Context().Err() != nil {
				return
			}
		}
		_, _ = w.Write([]byte(`""]}`))
	}, func() int { return <-n }
}

type loaded struct {
	Source string
	IDs    []string
	Error  string
}

func loadCore(t *testing.T, b *tab, options any) loaded {
	t.Helper()
	return run[loaded](t, b, `
		const { load } = await import("/embed/v1/core.js");
		const heard = [];
		const loaded = await load({ timeout: 60_000, ...input }); // on a machine that has much to do
		loaded.on("error", ({ error }) => heard.push(String(error)));
		loaded.on("load", ({ source }) => heard.unshift(source));
		while (heard.length < (loaded.error ? 2 : 1)) await tasks(1);
		await tasks(3); // and nothing else
		if (heard[0] != loaded.source || heard.length != (loaded.error ? 2 : 1)) throw Error("told " + heard);
		return { source: loaded.source, ids: loaded.items.map((item) => item.id), error: heard[1] ?? "" };`, options)
}

// TestFailures: whatever the site answers, there is the last good copy, and without
// one nothing; nothing is thrown, and nothing goes to the console but what the
// browser says itself.
func TestFailures(t *testing.T) {
	t.Parallel()
	manifest := func(body string) http.HandlerFunc { return answer(http.StatusOK, "application/json", body) }
	huge, _ := large(`{"version":1,"language":"en","bundles":[`, 20_000_000)
	hugeBundle, _ := large(`{"version":1,"language":"en","items":[`, 20_000_000)
	for _, c := range []struct {
		name             string
		manifest, bundle http.HandlerFunc // of these one
	}{
		{name: "no manifest", manifest: notFound},
		{name: "an error for a manifest", manifest: broken},
		{name: "a page for a manifest", manifest: page},
		{name: "half a manifest", manifest: cut},
		{name: "a slow manifest", manifest: slow},
		{name: "a manifest of 20 MB", manifest: huge},
		{name: "invalid JSON", manifest: manifest(`{"version":1,`)},
		{name: "null", manifest: manifest(`null`)},
		{name: "a list", manifest: manifest(`[]`)},
		{name: "a newer manifest", manifest: manifest(`{"version":2,"bundles":[]}`)},
		{name: "no bundles", manifest: manifest(`{"version":1}`)},
		{name: "bundles of another kind", manifest: manifest(`{"version":1,"bundles":{"en":"x"}}`)},
		{name: "no bundle is named", manifest: manifest(`{"version":1,"bundles":[]}`)},
		{name: "a bundle that is none", manifest: manifest(`{"version":1,"bundles":[null,5]}`)},
		{name: "no bundle", bundle: notFound},
		{name: "a page for a bundle", bundle: page},
		{name: "half a bundle", bundle: cut},
		{name: "a slow bundle", bundle: slow},
		{name: "a bundle of 20 MB", bundle: hugeBundle},
		{name: "a newer bundle", bundle: manifest(`{"version":2,"language":"en","items":[]}`)},
		{name: "items of another kind", bundle: manifest(`{"version":1,"language":"en","items":{}}`)},
		{name: "a bundle that is null", bundle: manifest(`null`)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.tips(t, snippet("good", "panel", nil))
			b := openTab(t)
			b.Visit(t, s.URL)
			options := object{}
			if got := loadCore(t, b, options); got.Source != "network" || len(got.IDs) != 1 || got.Error != "" {
				t.Fatalf("without a fault: %+v", got)
			}
			if strings.Contains(c.name, "slow") {
				options["timeout"] = 1000
			}
			if c.manifest != nil {
				s.answer("/embed/v1/manifest.json", c.manifest)
			} else {
				s.put("/embed/v1/manifest.json", encode(t, object{
					"version":  1,
					"language": "en",
					"bundles":  []object{{"name": "tips", "language": "en", "url": "new.json"}},
				}))
				s.answer("/embed/v1/new.json", c.bundle)
			}
			b.Visit(t, s.URL) // a page keeps what it has asked for a while
			if got := loadCore(t, b, options); got.Source != "copy" || len(got.IDs) != 1 || got.Error == "" {
				t.Errorf("with a copy: %+v", got)
			}
			run[any](t, b, `localStorage.clear()`, nil)
			if got := loadCore(t, b, options); got.Source != "none" || len(got.IDs) != 0 || got.Error == "" {
				t.Errorf("without a copy: %+v", got)
			}
		})
	}
}

func TestLargeIsNotRead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	// So much that even a browser that is slow to let go does not come to the end.
	const size = 1_000_000_000
	handler, sent := large(`{"version":1,"language":"en","bundles":[`, size)
	s.answer("/embed/v1/manifest.json", handler)
	b := openTab(t)
	b.Visit(t, s.URL)
	if got := loadCore(t, b, object{}); got.Source != "none" {
		t.Errorf("%+v", got)
	}
	if n := sent(); n >= size {
		t.Errorf("all of %d bytes were read", n)
	}
}

// TestIntegrity: the browser refuses a bundle that is not the one which the
// manifest means.
func TestIntegrity(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tips(t, snippet("good", "panel", nil))
	data := encode(t, object{"version": 1, "language": "en", "items": []object{snippet("evil", "panel", nil)}})
	sum := sha256.Sum256([]byte("another"))
	s.put("/embed/v1/evil.json", data)
	s.put("/embed/v1/manifest.json", encode(t, object{"version": 1, "language": "en", "bundles": []object{
		{"name": "tips", "language": "en", "url": "evil.json", "integrity": "sha256-" + base64.StdEncoding.EncodeToString(sum[:])},
	}}))
	b := openTab(t)
	b.Visit(t, s.URL)
	if got := loadCore(t, b, object{}); got.Source != "none" || len(got.IDs) != 0 {
		t.Errorf("%+v", got)
	}
	b.Quiet(t, "integrity")
}

func TestSrcThatIsNone(t *testing.T) {
	t.Parallel()
	b := openTab(t)
	b.Do(t, chromedp.Navigate(newSite(t).URL))
	for _, src := range []string{"http://[", "data:text/plain,x", "http://127.0.0.1:1/embed/v1/"} {
		if got := loadCore(t, b, object{"src": src}); got.Source != "none" || got.Error == "" {
			t.Errorf("%s: %+v", src, got)
		}
	}
}

// TestRequests counts what a visit asks for.
func TestRequests(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tips(t, snippet("a", "panel", nil))
	s.show(`<headsup-tips></headsup-tips>`)
	b := openTab(t)
	visit := func(name string, want int) {
		t.Helper()
		b.Visit(t, s.URL)
		await(t, b, `tip("panel")`)
		asked := s.asked()
		if len(asked) != want || asked[0] != "manifest.json" {
			t.Errorf("%s asks for %q", name, asked)
		}
	}
	visit("the first visit", 2)
	visit("the next one", 1)
	s.tips(t, snippet("b", "panel", nil))
	visit("one with something new", 2)
	visit("and the next", 1)
	// A copy that is damaged is replaced.
	run[any](t, b, `for (const key of Object.keys(localStorage)) localStorage[key] = "{}"`, nil)
	visit("one with a damaged copy", 2)
}

// TestLargeBundlesAreNotKept: they would fill the storage of the host.
func TestLargeBundlesAreNotKept(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	item := snippet("a", "panel", nil)
	item["content_html"] = "<p>" + strings.Repeat("word ", 80_000) + "</p>"
	s.tips(t, item)
	b := openTab(t)
	b.Visit(t, s.URL)
	if got := loadCore(t, b, object{}); got.Source != "network" || len(got.IDs) != 1 {
		t.Errorf("%+v", got)
	}
	if n := ask[int](t, b, `Object.values(localStorage).join("").length`); n > 1000 {
		t.Errorf("%d characters are kept", n)
	}
}

func TestMalformedItemsAreLeftOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	data := `{"version":1,"name":"tips","language":"en","items":[null,5,"x",[],{},{"id":"a"},{"id":"","_headsup":{"kind":"snippet"}},
		{"id":"b","_headsup":{"kind":"snippet","surface":"banner","target":{"plans":"pro"}}},
		{"id":"c","title":5,"content_html":{},"_headsup":{"kind":"snippet","surface":"banner",` +
		`"cta":5,"anchor":null,"frequency":5,"priority":"x","products":7}},
		{"id":"d","title":"Good","content_html":"<p>Good</p>","_headsup":{"kind":"snippet","surface":"panel"}}]}`
	s.put("/embed/v1/odd.json", []byte(data))
	s.put("/embed/v1/manifest.json", encode(t, object{
		"version":  1,
		"language": "en",
		"bundles":  []object{{"name": "tips", "language": "en", "url": "odd.json"}},
	}))
	s.show(tipsPage)
	b := openTab(t)
	b.Visit(t, s.URL)
	await(t, b, `tip("panel")?.textContent.includes("Good")`)
	if got := ask[string](t, b,
		`tips.headsup.match().filter(({ shown }) => shown).map(({ item }) => item.id).sort().join()`); got != "c,d" {
		t.Errorf("shown are %s", got)
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var bundles []bundle
	for _, language := range []string{"en", "fr", "zh-Hant", "pt-BR"} {
		bundles = append(bundles, bundle{Name: "tips", Language: language, Items: []object{snippet(language, "panel", nil)}})
	}
	s.publish(t, bundles...)
	b := openTab(t)
	b.Visit(t, s.URL)
	for locale, want := range map[string]string{
		"fr": "fr", "fr-CA": "fr", "FR_ca": "fr", "frr": "en", "de": "en", "zh-Hant-TW": "zh-Hant", "zh": "en", "zh-TW": "en",
		"pt-br": "pt-BR", "pt": "en", "": "en", "en-GB": "en",
	} {
		got := loadCore(t, b, object{"viewer": object{"locale": locale}})
		if fmt.Sprint(got.IDs) != "[snippet:"+want+"]" {
			t.Errorf("%q gets %v, want %s", locale, got.IDs, want)
		}
	}
	run[any](t, b, `document.documentElement.lang = "fr-FR"`, nil)
	if got := loadCore(t, b, object{}); fmt.Sprint(got.IDs) != "[snippet:fr]" {
		t.Errorf("a page in French gets %v", got.IDs)
	}
}

func TestProducts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	billing := snippet("billing", "panel", object{"products": []string{"billing"}})
	reports := snippet("reports", "panel", object{"products": []string{"reports", "billing"}})
	both := snippet("both", "panel", nil)
	only := snippet("only", "panel", object{"products": []string{"billing"}})
	s.publish(t, bundle{Name: "tips", Language: "en", Items: []object{billing, reports, both}},
		bundle{Name: "tips", Language: "en", Product: "billing", Items: []object{only}},
		bundle{Name: "news", Language: "en", Items: []object{note("n", daysAgo(1))}})
	b := openTab(t)
	b.Visit(t, s.URL)
	for products, want := range map[string]string{
		"":                "snippet:billing snippet:reports snippet:both",
		"billing":         "snippet:only",
		"reports":         "snippet:reports snippet:both",
		"reports billing": "snippet:billing snippet:reports snippet:both",
		"other":           "snippet:both",
	} {
		for _, given := range []any{products, strings.Fields(products)} {
			if got := loadCore(t, b, object{"products": given}); strings.Join(got.IDs, " ") != want {
				t.Errorf("%q gets %v, want %s", given, got.IDs, want)
			}
		}
	}
	if got := loadCore(t, b, object{"name": "news"}); fmt.Sprint(got.IDs) != "[release-note:n]" {
		t.Errorf("news are %v", got.IDs)
	}
}
