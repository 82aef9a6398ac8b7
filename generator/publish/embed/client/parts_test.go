package client_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/publish/embed"
	"headsup/generator/publish/items"
)

// large publishes so many snippets that they come in parts: one banner for each of many
// pages, and a panel for all.
func (s *site) large(t *testing.T, n int, change func([]items.Item) []items.Item) {
	t.Helper()
	var all []items.Item
	for i := range n {
		it := items.Item{
			ID: fmt.Sprintf("snippet:%d", i), URL: "https://site.example/x/", Title: fmt.Sprintf("Title of %d", i), Language: "en",
			HTML: "<p>" + strings.Repeat("x", 700) + "</p>", Published: time.Unix(int64(1e9+i), 0), Modified: time.Unix(int64(1e9+i), 0),
			Kind: content.Snippet, Products: [][]string{nil, {"billing"}, {"crm"}, {"billing", "crm"}}[i%4],
			Snippet: content.SnippetDetails{Key: fmt.Sprint(i), Surface: "banner", Dismissible: true},
		}
		if it.Snippet.Anchor.Path = fmt.Sprintf("/page-%d/*", i); i == 0 {
			it.Snippet.Anchor.Path, it.Snippet.Surface = "", "panel"
		}
		all = append(all, it)
	}
	if change != nil {
		all = change(all)
	}
	const base = "https://site.example/"
	opt := embed.Options{BaseURL: base, HomePageURL: base + "releases/", Products: []string{"billing", "crm"}}
	if err := embed.Bundles([]embed.Catalog{{Language: "en", Items: all}}, opt, func(f embed.File) error {
		s.put("/"+f.Path, f.Data)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// banner waits for the banner with a title, none if it is empty, beside the panel.
func banner(t *testing.T, b *tab, title string) {
	t.Helper()
	await(t, b, `tip("panel") && (tip("banner")?.querySelector("[part=title]").textContent ?? "") == "`+title+`"`)
}

// TestPartsOfTips: on a site with many tips a page loads those that it may show, another
// one what it lacks, and a visit with nothing new asks for the manifest alone.
func TestPartsOfTips(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.large(t, 400, nil)
	s.show(`<headsup-tips products="billing"></headsup-tips>`)
	b := openTab(t)
	visit := func(what, page, title string, want int) {
		t.Helper()
		s.asked()
		b.Visit(t, s.URL+page)
		banner(t, b, title)
		if asked := s.asked(); len(asked) != want || asked[0] != "manifest.json" {
			t.Errorf("%s asks for %q", what, asked)
		}
	}
	// The manifest, the parts without a product for all pages and for this one, which are
	// not the same, and that of the product.
	visit("the first visit", "/page-5/", "Title of 5", 5)
	visit("the next one", "/page-5/more", "Title of 5", 1)
	few := ask[int](t, b, `tips.headsup.items.length`)
	if few > 100 {
		t.Errorf("of 400 items %d are loaded", few)
	}
	run[any](t, b, `history.pushState(0, "", "/page-301/")`, nil)
	banner(t, b, "Title of 301")
	run[any](t, b, `history.pushState(0, "", "/page-302/")`, nil) // of the other product
	banner(t, b, "")
	s.asked()
	run[any](t, b, `history.pushState(0, "", "/page-5/")`, nil)
	banner(t, b, "Title of 5")
	if asked := s.asked(); len(asked) > 0 {
		t.Errorf("what is there is asked for again: %q", asked)
	}
	visit("another page with what is there", "/page-301/", "Title of 301", 1)

	// What is taken back goes, and what came with it stays.
	s.large(t, 400, func(all []items.Item) []items.Item { return slices.Delete(all, 301, 302) })
	visit("something new", "/page-301/", "", 2)
	run[any](t, b, `history.pushState(0, "", "/page-5/")`, nil)
	banner(t, b, "Title of 5")
}

// TestPartsFail: a part that cannot be had is told, and the others are shown. Another
// page asks for it again.
func TestPartsFail(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.large(t, 400, nil)
	s.page = `<title>Product</title><script>window.wrong = 0; addEventListener("headsup-error", () => wrong++)</script>
		<script type="module" src="/embed/v1/headsup.js"></script><headsup-tips></headsup-tips>`
	b := openTab(t)
	b.Visit(t, s.URL+"/page-5/")
	banner(t, b, "Title of 5")
	whole := map[string][]byte{}
	s.mu.Lock()
	for name, data := range s.files {
		if strings.Contains(string(data), `"Title of 301"`) && strings.Count(name, ".") > 3 {
			whole[name], s.files[name] = data, []byte(`{"version":1,"items":[]}`)
		}
	}
	s.mu.Unlock()
	if len(whole) == 0 {
		t.Fatal("no part has the item")
	}
	run[any](t, b, `history.pushState(0, "", "/page-301/")`, nil)
	await(t, b, `wrong == 1 && tip("panel") && !tip("banner")`)
	run[any](t, b, `for (let i = 0; i < 9; i++) { document.body.append("x"); await frames(1); }`, nil)
	if got := ask[int](t, b, `wrong`); got != 1 {
		t.Errorf("it fails %d times on one page", got)
	}
	for name, data := range whole {
		s.put(name, data)
	}
	run[any](t, b, `history.pushState(0, "", "/page-301/again")`, nil)
	banner(t, b, "Title of 301")
	b.Quiet(t, "integrity")

	// Without the part of the script there is the copy.
	s.large(t, 400, func(all []items.Item) []items.Item { return all[:399] })
	s.answer("/embed/v1/parts.js", notFound)
	b.Visit(t, s.URL+"/page-301/")
	await(t, b, `tips.headsup?.source == "copy" && tips.headsup.error && tip("banner")`)
}

// TestOldScripts: the script from before there were parts shows what is written now.
func TestOldScripts(t *testing.T) {
	t.Parallel()
	old, err := os.ReadFile("testdata/headsup.v1.js")
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t)
	s.put("/embed/v1/headsup.js", old)
	s.large(t, 400, nil)
	s.show(`<headsup-tips products="billing"></headsup-tips>`)
	b := openTab(t)
	b.Visit(t, s.URL+"/page-301/")
	banner(t, b, "Title of 301")
	if asked := s.asked(); len(asked) != 2 {
		t.Errorf("it asks for %q", asked)
	}
}
