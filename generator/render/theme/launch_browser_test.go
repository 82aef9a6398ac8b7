package theme

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"headsup/generator/guard/chromium"
	"headsup/generator/tools/browsertest"
)

// seen is the text of the elements of a selector that are to be seen.
func seen(selector string) string {
	return `[...document.querySelectorAll("` + selector +
		`")].filter((e) => e.getClientRects().length > 0).map((e) => e.textContent.trim().replace(/\s+/g, " "))`
}

func visible(t *testing.T, b *tab, selector string) []string {
	t.Helper()
	return ask[[]string](t, b, seen(selector))
}

// shows waits until what is to be seen is what is wanted. Scripts may take a
// moment to be there.
func shows(t *testing.T, b *tab, selector string, want ...string) {
	t.Helper()
	wanted, err := json.Marshal(append([]string{}, want...)) // [] and not null
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Tab.Until(fmt.Sprintf("JSON.stringify(%s) === JSON.stringify(%s)", seen(selector), wanted)); err != nil {
		t.Errorf("%s shows %q, want %q: %v", selector, visible(t, b, selector), want, err)
	}
}

const (
	boardItems = ".coming-item h3"
	dayItems   = ".agenda-day li > a"
	choose     = `document.querySelector("[data-key='%KEY'][data-value='%VALUE']").click()`
)

func chosen(key, value string) string {
	return strings.NewReplacer("%KEY", key, "%VALUE", value).Replace(choose) + `, true`
}

func TestFilterInBrowser(t *testing.T) {
	t.Parallel()
	server := siteServer(t, Options{})
	b := openTab(t)
	b.Do(t, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(server.URL+"/coming/"))
	shows(t, b, boardItems, "sorted", "maps", "columns", "export")
	shows(t, b, "[role='status']", "")
	// The filter is there once it has taken a choice out of the address.
	b.Do(t, chromedp.Navigate(server.URL+"/coming/?stage=alpha"))
	shows(t, b, boardItems)
	b.Do(t, chromedp.Evaluate[chromedp.Void](`history.replaceState(null, "", "/coming/")`))

	ask[bool](t, b, chosen("product", "billing"))
	shows(t, b, boardItems, "sorted", "export")
	shows(t, b, dayItems, "export")
	if got := ask[string](t, b, "location.search"); got != "?product=billing" {
		t.Errorf("the address has %q", got)
	}
	shows(t, b, ".filter [aria-current]", "Billing 2", "Everyone 4")
	if got := ask[string](t, b, `document.querySelector("[role='status']").textContent`); got != "Showing 2 of 4" {
		t.Errorf("the count is told as %q", got)
	}
	// What has nothing left is gone as a whole.
	if got := visible(t, b, ".board-column"); len(got) != 2 {
		t.Errorf("columns: %q", got)
	}

	ask[bool](t, b, chosen("audience", "support"))
	shows(t, b, boardItems, "export")
	if got := ask[string](t, b, "location.search"); got != "?product=billing&audience=support" {
		t.Errorf("the address has %q", got)
	}

	// The address is all that is needed to see the same again.
	b.Do(t, chromedp.Navigate(server.URL+"/coming/?product=reports&audience=support"))
	shows(t, b, boardItems, "columns")
	shows(t, b, "[data-filter-empty]")
	b.Do(t, chromedp.Navigate(server.URL+"/coming/?product=gone&x=%22%3E%3Cb%3E"))
	shows(t, b, boardItems)
	shows(t, b, "[data-filter-empty]", "Nothing coming up matches these filters.")
	ask[bool](t, b, chosen("product", ""))
	shows(t, b, boardItems, "sorted", "maps", "columns", "export")
	shows(t, b, "[data-filter-empty]")

	// A choice that opens a tab of its own is the link that it is.
	b.Do(t, chromedp.Navigate(server.URL+"/coming/"))
	ask[bool](t, b, `document.querySelector("[data-value='billing']")`+
		`.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true }))`)
	shows(t, b, boardItems, "sorted", "maps", "columns", "export")
}

func TestFilterWithoutScripts(t *testing.T) {
	t.Parallel()
	server := siteServer(t, Options{})
	b := openTab(t)
	b.Do(t, chromedp.EmulateViewport(360, 800), chromium.Scripts(false), chromedp.Navigate(server.URL+"/coming/?product=billing"))
	shows(t, b, boardItems, "sorted", "maps", "columns", "export")
	shows(t, b, "[data-filter-empty]")
	if got := ask[string](t, b,
		`document.querySelector("[data-value='billing']").getAttribute("href")`); got != "/coming/products/billing/" {
		t.Errorf("the choice leads to %q", got)
	}
	// A phone has the list of days, and no grid.
	shows(t, b, ".grid-month")
	shows(t, b, ".agenda-day h4", "Tue 8 December 2026", "Day to be confirmed")
	b.Do(t, chromedp.EmulateViewport(1440, 900))
	if got := visible(t, b, ".grid-month td a"); !slices.Equal(got, []string{"8"}) {
		t.Errorf("the grid has the days %q", got)
	}
}

// On paper a launch is what a team needs to have: no controls, all pieces.
func TestPrintedLaunch(t *testing.T) {
	t.Parallel()
	server := siteServer(t, Options{})
	b := openTab(t)
	b.Do(t, chromedp.EmulateViewport(800, 1000), chromedp.Navigate(server.URL+"/launch/"), chromium.Media("print"))
	shows(t, b, ".pieces-table tbody th", "Release note", "Playbook for Sales", "Snippet", "Optional", "Pages", "Playbook", "Snippets")
	shows(t, b, ".todo h3", "Sales", "Support")
	shows(t, b, ".buttons")
	shows(t, b, ".todo .browse")
	if ask[bool](t, b, `document.querySelector(".scroll").scrollWidth > document.querySelector(".scroll").clientWidth + 1`) {
		t.Error("paper does not scroll")
	}
	b.Do(t, chromedp.Navigate(server.URL+"/coming/"))
	shows(t, b, ".filter")
	shows(t, b, boardItems, "sorted", "maps", "columns", "export")
	if data := browsertest.Run(t, b, chromedp.PrintToPDF()); len(data) < 5000 {
		t.Errorf("%d bytes of PDF", len(data))
	}
}
