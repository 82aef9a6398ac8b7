package client_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"headsup/generator/compile/content"
	"headsup/generator/publish/feed"
	"headsup/generator/publish/items"
	"headsup/generator/tools/browsertest"
)

// withRules is a snippet as bundles have it, for a target that lists cannot say.
func withRules(t *testing.T, key, surface string, target content.Target) object {
	t.Helper()
	doc := feed.NewItem(&items.Item{
		ID: "snippet:" + key, Title: "Title of " + key, Kind: content.Snippet, HTML: "<p>Text.</p>",
		Snippet: content.SnippetDetails{Key: key, Surface: surface, Dismissible: true, Target: target},
	}, "https://site.example/")
	return object{"id": doc.ID, "title": doc.Title, "content_html": doc.ContentHTML, "_headsup": doc.Headsup}
}

var (
	seats50 = content.Target{Numbers: map[string]content.Bounds{"seats": {"at_least": 50}}}
	mine    = content.Target{Share: content.Share{To: 100}}
	other   = content.Target{Not: content.Lists{Plans: []string{"pro"}}}
)

// TestRules: the part comes when an item has rules, and no item is shown to whom it is not for.
func TestRules(t *testing.T) {
	t.Parallel()
	s, b := openTips(t, events+`<h1>Product</h1>
		<headsup-tips user="ana" viewer='{"plan": "pro", "numbers": {"seats": 50}}'></headsup-tips>`,
		withRules(t, "large", "banner", seats50), withRules(t, "other", "modal", other), withRules(t, "mine", "panel", mine))
	wantShown(t, b, "banner panel")
	run[any](t, b, `tips.viewer = { plan: "free", numbers: { seats: 49 } }`, nil)
	wantShown(t, b, "modal") // which is in front of all else

	// Without the part nobody sees what has rules, the page hears of it, and all else works.
	s.answer("/embed/v1/rules.js", http.NotFound)
	s.tips(t, withRules(t, "large", "banner", seats50), snippet("plain", "panel", nil))
	run[any](t, b, `localStorage.clear()`, nil)
	b.Do(t, chromedp.Navigate(s.URL+"/invoices/8"))
	await(t, b, `tips.headsup`)
	wantShown(t, b, "panel")
	if heard := told(t, b); !strings.Contains(strings.Join(heard, "\n"), "error") {
		t.Errorf("the page is told %q", heard)
	}
}

// TestRulesAreLoadedWhenDue: who needs no rules loads none.
func TestRulesAreLoadedWhenDue(t *testing.T) {
	t.Parallel()
	s, b := openTips(t, tipsPage, snippet("plain", "panel", nil))
	wantShown(t, b, "panel")
	asked := `performance.getEntriesByName("` + s.URL + `/embed/v1/rules.js").length`
	if n := ask[int](t, b, asked); n != 0 {
		t.Error("rules.js is loaded without rules")
	}
}

// TestOldClientsLeaveRulesAlone: the script from before there were rules shows an item that
// has some to nobody, and all else.
func TestOldClientsLeaveRulesAlone(t *testing.T) {
	t.Parallel()
	old, err := os.ReadFile("testdata/headsup.v1.js")
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t)
	s.put("/embed/v1/headsup.js", old)
	s.tips(t, withRules(t, "mine", "banner", mine), snippet("plain", "panel", nil))
	s.show(events + `<h1>Product</h1><headsup-tips user="ana" viewer='{"version": "0.0"}'></headsup-tips>`)
	b := openTab(t)
	b.Do(t, chromedp.Navigate(s.URL))
	await(t, b, `tips.headsup`)
	wantShown(t, b, "panel")
	if reason := ask[string](t, b, `tips.headsup.match().find(({ item }) => item.id == "snippet:mine").reason`); reason != "version" {
		t.Errorf("the reason is %q", reason)
	}
}

// otherRules tries the cases where zones and clocks count.
func otherRules(t *testing.T, b *browsertest.Other) {
	s := newSite(t)
	b.Visit(t, s.URL)
	for _, name := range run[[]string](t, b.Tab, `
		const { match, ready } = await import("/embed/v1/core.js");
		await ready();
		return input.filter((v) => match(v.item, v.viewer, v.history, new Date(v.now)).reason !== v.reason).map((v) => v.name);`,
		vectors(t, "match.json")) {
		t.Errorf("another answer: %s", name)
	}
}
