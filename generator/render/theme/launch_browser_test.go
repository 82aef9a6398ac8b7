package theme

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// visible lists the text of the elements of a selector that are to be seen.
func visible(t *testing.T, b *tab, selector string) []string {
	t.Helper()
	return ask[[]string](t, b, `[...document.querySelectorAll("`+selector+`")].filter((e) => e.getClientRects().length > 0).map((e) => e.textContent.trim().replace(/\s+/g, " "))`)
}

// scripts turns JavaScript on or off.
func scripts(on bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	})
}

// shows compares what is to be seen with what is wanted. Scripts may take a
// moment to be there.
func (b *tab) shows(t *testing.T, selector string, want ...string) {
	t.Helper()
	got := visible(t, b, selector)
	for deadline := time.Now().Add(10 * time.Second); !slices.Equal(got, want) && time.Now().Before(deadline); {
		time.Sleep(20 * time.Millisecond)
		got = visible(t, b, selector)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s shows %q, want %q", selector, got, want)
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
	server := siteServer(t, Options{})
	b := openTab(t)
	b.do(t, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(server.URL+"/coming/"))
	b.shows(t, boardItems, "sorted", "maps", "columns", "export")
	b.shows(t, "[role='status']", "")
	// The filter is there once it has taken a choice out of the address.
	b.do(t, chromedp.Navigate(server.URL+"/coming/?stage=alpha"))
	b.shows(t, boardItems)
	b.do(t, chromedp.Evaluate[chromedp.Void](`history.replaceState(null, "", "/coming/")`))

	ask[bool](t, b, chosen("product", "billing"))
	b.shows(t, boardItems, "sorted", "export")
	b.shows(t, dayItems, "export")
	if got := ask[string](t, b, "location.search"); got != "?product=billing" {
		t.Errorf("the address has %q", got)
	}
	b.shows(t, ".filter [aria-current]", "Billing 2", "Everyone 4")
	if got := ask[string](t, b, `document.querySelector("[role='status']").textContent`); got != "2 of 4 shown" {
		t.Errorf("the count is told as %q", got)
	}
	// What has nothing left is gone as a whole.
	if got := visible(t, b, ".board-column"); len(got) != 2 {
		t.Errorf("columns: %q", got)
	}

	ask[bool](t, b, chosen("audience", "support"))
	b.shows(t, boardItems, "export")
	if got := ask[string](t, b, "location.search"); got != "?product=billing&audience=support" {
		t.Errorf("the address has %q", got)
	}

	// The address is all that is needed to see the same again.
	b.do(t, chromedp.Navigate(server.URL+"/coming/?product=reports&audience=support"))
	b.shows(t, boardItems, "columns")
	b.shows(t, "[data-filter-empty]")
	b.do(t, chromedp.Navigate(server.URL+"/coming/?product=gone&x=%22%3E%3Cb%3E"))
	b.shows(t, boardItems)
	b.shows(t, "[data-filter-empty]", "Nothing that is coming fits this choice.")
	ask[bool](t, b, chosen("product", ""))
	b.shows(t, boardItems, "sorted", "maps", "columns", "export")
	b.shows(t, "[data-filter-empty]")

	// A choice that opens a tab of its own is the link that it is.
	b.do(t, chromedp.Navigate(server.URL+"/coming/"))
	ask[bool](t, b, `document.querySelector("[data-value='billing']").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true }))`)
	b.shows(t, boardItems, "sorted", "maps", "columns", "export")
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, text := range b.errors {
		t.Errorf("the console says: %s", text)
	}
}

func TestFilterWithoutScripts(t *testing.T) {
	server := siteServer(t, Options{})
	b := openTab(t)
	b.do(t, chromedp.EmulateViewport(360, 800), scripts(false), chromedp.Navigate(server.URL+"/coming/?product=billing"))
	b.shows(t, boardItems, "sorted", "maps", "columns", "export")
	b.shows(t, "[data-filter-empty]")
	if got := ask[string](t, b, `document.querySelector("[data-value='billing']").getAttribute("href")`); got != "/coming/products/billing/" {
		t.Errorf("the choice leads to %q", got)
	}
	// A phone has the list of days, and no grid.
	b.shows(t, ".grid-month")
	b.shows(t, ".agenda-day h4", "Tue 8 December 2026", "Some day of the month")
	b.do(t, chromedp.EmulateViewport(1440, 900))
	if got := visible(t, b, ".grid-month td a"); !slices.Equal(got, []string{"8"}) {
		t.Errorf("the grid has the days %q", got)
	}
}

// On paper a launch is what a team needs to have: no controls, all pieces.
func TestPrintedLaunch(t *testing.T) {
	server := siteServer(t, Options{})
	b := openTab(t)
	b.do(t, chromedp.EmulateViewport(800, 1000), chromedp.Navigate(server.URL+"/launch/"), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		return err
	}))
	b.shows(t, ".pieces-table tbody th", "Release note", "Playbook for Sales", "Snippet", "Not required", "Pages", "Playbook", "Snippets")
	b.shows(t, ".todo h3", "Sales", "Support")
	b.shows(t, ".buttons")
	b.shows(t, ".todo .browse")
	if ask[bool](t, b, `document.querySelector(".scroll").scrollWidth > document.querySelector(".scroll").clientWidth + 1`) {
		t.Error("paper does not scroll")
	}
	b.do(t, chromedp.Navigate(server.URL+"/coming/"))
	b.shows(t, ".filter")
	b.shows(t, boardItems, "sorted", "maps", "columns", "export")
	data, err := chromedp.Run(b, chromedp.Action[[]byte](func(ctx context.Context, target *chromedp.Target) ([]byte, error) {
		r, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{})
		return r.Data, err
	}))
	if err != nil || len(data) < 5000 {
		t.Errorf("%d bytes of PDF (%v)", len(data), err)
	}
}
