package client_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"slices"
	"testing"

	"headsup/generator/tools/browsertest"
	"headsup/generator/tools/webdriver"
)

// TestOtherBrowsers uses the elements in browsers that are not Chromium, as people do.
func TestOtherBrowsers(t *testing.T) {
	t.Parallel()
	browsertest.InOthers(t, func(r browsertest.Report) bool {
		u, err := url.Parse(r.URL)
		if r.Kind == browsertest.Request {
			return err != nil || u.Hostname() != "127.0.0.1" && u.Hostname() != "site.example"
		}
		return r.Kind == browsertest.Console || browsertest.IsError(r) && r.About != "network"
	}, func(t *testing.T, b *browsertest.Other) {
		b.Resize(t, 800, 640)
		for _, step := range []struct {
			what string
			test func(t *testing.T, b *browsertest.Other)
		}{
			{"tips", otherTips},
			{"news", otherNews},
			{"rules", otherRules},
			{"extras", otherExtras},
			{"tours", otherTours},
			{"failures", otherFailures},
			{"hostile items", func(t *testing.T, b *browsertest.Other) { hostileItems(t, b.Tab) }},
		} {
			t.Run(step.what, func(t *testing.T) {
				step.test(t, b)
				b.Quiet(t, "integrity")
			})
		}
	})
}

// otherTips opens and closes a tip at its anchor and a modal by the keyboard alone.
func otherTips(t *testing.T, b *browsertest.Other) {
	s := newSite(t)
	s.tips(t, snippet("tip", "tooltip", object{"anchor": anchor("#a")}),
		snippet("modal", "modal", object{"trigger": "click", "anchor": anchor("#b")}))
	s.show(tipsPage)
	b.Visit(t, s.URL)
	await(t, b.Tab, `tip("tooltip")?.checkVisibility()`)
	if asked := s.asked(); !slices.Equal(asked[:1], []string{"manifest.json"}) || len(asked) != 2 {
		t.Errorf("asked for are %q", asked)
	}
	gap := `Math.abs(tip("tooltip").getBoundingClientRect().top - document.querySelector("#a").getBoundingClientRect().bottom - 10) < 1`
	await(t, b.Tab, gap)
	b.Type(t, webdriver.Tab)
	await(t, b.Tab, `document.activeElement.id == "a"`)
	b.Type(t, webdriver.Tab)
	await(t, b.Tab, `tips.shadowRoot.activeElement?.part == "close"`)
	b.Chord(t, webdriver.Shift, webdriver.Tab)
	await(t, b.Tab, `document.activeElement.id == "a"`)
	b.Type(t, webdriver.Tab+webdriver.Escape)
	await(t, b.Tab, `!tip("tooltip") && document.activeElement.id == "a"`)

	run[any](t, b.Tab, `document.querySelector("#b").focus()`, nil)
	b.Type(t, webdriver.Enter)
	await(t, b.Tab, `tip("modal")?.matches(":modal") && tip("modal").contains(tips.shadowRoot.activeElement)`)
	b.Type(t, webdriver.Escape)
	await(t, b.Tab, `!tip("modal") && document.activeElement.id == "b"`)
	heard := told(t, b.Tab)
	for _, want := range []string{"dismissed snippet:tip", "dismissed snippet:modal"} {
		if !slices.Contains(heard, want) {
			t.Errorf("the page is told %q, not %q", heard, want)
		}
	}
	// Another page of the product, without a reload: the tip was closed.
	run[any](t, b.Tab, `history.pushState(0, "", "/elsewhere")`, nil)
	wantShown(t, b.Tab, "")
}

func otherNews(t *testing.T, b *browsertest.Other) {
	s := newSite(t)
	s.news(t, note("first", daysAgo(3)), note("second", daysAgo(20)))
	s.show(newsPage)
	b.Visit(t, s.URL)
	await(t, b.Tab, `inNews("badge")?.textContent == "2"`)
	partFails(t, b.Tab, s)
	run[any](t, b.Tab, `localStorage.clear()`, nil)
	b.Visit(t, s.URL)
	await(t, b.Tab, `inNews("badge")?.textContent == "2"`)
	b.Type(t, webdriver.Tab+webdriver.Enter)
	await(t, b.Tab, `inNews("panel").matches(":modal") && news.shadowRoot.activeElement?.part == "close"`)
	await(t, b.Tab, `inNews("badge").textContent == ""`)
	if got := ask[string](t, b.Tab, `[...news.shadowRoot.querySelectorAll("[part=title]")].map((e) => e.textContent).join()`); got !=
		"Title of first,Title of second" {
		t.Errorf("the panel has %q", got)
	}
	b.Type(t, webdriver.Escape)
	await(t, b.Tab, `!inNews("panel").open && news.shadowRoot.activeElement == inNews("button")`)
	b.Visit(t, s.URL)
	await(t, b.Tab, `news.headsup`)
	if got := badge(t, b.Tab); got != "" {
		t.Errorf("%q are unread that were read", got)
	}
}

// otherFailures leaves the product alone when the host is closed, hangs or sends
// something else.
func otherFailures(t *testing.T, b *browsertest.Other) {
	s := newSite(t)
	s.tips(t, snippet("good", "panel", nil))
	// A page that has a manifest does not ask for it again for a minute.
	load := func(options object) loaded {
		t.Helper()
		b.Visit(t, s.URL)
		return loadCore(t, b.Tab, options)
	}
	none := func(what string, options object) {
		t.Helper()
		if got := load(options); got.Source != "none" || got.Error == "" {
			t.Errorf("%s: %+v", what, got)
		}
	}
	none("closed", object{"src": "http://127.0.0.1:1/embed/v1/"})
	if got := load(object{}); got.Source != "network" || len(got.IDs) != 1 || got.Error != "" {
		t.Errorf("without a fault: %+v", got)
	}
	s.answer("/embed/v1/manifest.json", slow)
	if got := load(object{"timeout": 500}); got.Source != "copy" || len(got.IDs) != 1 || got.Error == "" {
		t.Errorf("hanging, with a copy: %+v", got)
	}
	run[any](t, b.Tab, `localStorage.clear()`, nil)
	none("hanging", object{"timeout": 500})
	s.answer("/embed/v1/manifest.json", cut)
	none("half a manifest", object{})
	s.answer("/embed/v1/manifest.json", nil)
	sum := sha256.Sum256([]byte("another"))
	s.put("/embed/v1/damaged.json", encode(t, object{"version": 1, "language": "en", "items": []object{snippet("evil", "panel", nil)}}))
	s.put("/embed/v1/manifest.json", encode(t, object{"version": 1, "language": "en", "bundles": []object{
		{"name": "tips", "language": "en", "url": "damaged.json", "integrity": "sha256-" + base64.StdEncoding.EncodeToString(sum[:])},
	}}))
	none("a damaged bundle", object{})
}
