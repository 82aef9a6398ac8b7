package theme

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"headsup/generator/guard/chromium"
	"headsup/generator/tools/browsertest"
)

//go:embed testdata/search-engine.js
var standInEngine []byte

// searchTab is a browser with a site whose search engine is a stand-in.
type searchTab struct {
	*browsertest.Tab
	url string

	mu        sync.Mutex
	requested []string
	held      atomic.Pointer[sync.WaitGroup] // the dialog's module waits for it
	broken    atomic.Bool                    // the engine's module is missing
}

func openSearchTab(t *testing.T) *searchTab {
	t.Helper()
	s := &searchTab{}
	opt := Options{Supplied: map[string][]byte{SearchEngine: standInEngine}}
	server := siteServer(t, opt, func(name string, w http.ResponseWriter) bool {
		s.mu.Lock()
		s.requested = append(s.requested, name)
		s.mu.Unlock()
		switch {
		case strings.Contains(name, "search-dialog"):
			if held := s.held.Load(); held != nil {
				held.Wait()
			}
		case s.broken.Load() && strings.Contains(name, "search-engine"):
			w.WriteHeader(http.StatusNotFound)
			return true
		}
		return false
	})
	s.url, s.Tab = server.URL, openTab(t)
	return s
}

// loaded returns the modules of the search that were asked for since the last call.
func (s *searchTab) loaded() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, name := range s.requested {
		name, found := strings.CutPrefix(name, "assets/search")
		if found && !strings.HasPrefix(name, "-open") && !strings.HasPrefix(name, "-key") { // those are for every page
			list = append(list, "search"+name[:strings.IndexByte(name, '.')])
		}
	}
	s.requested = nil
	slices.Sort(list)
	return list
}

func (s *searchTab) visit(t *testing.T, path string) {
	t.Helper()
	s.Do(t, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(s.url+path))
}

// press types as people do: a key that a script takes for itself types nothing,
// which chromedp's own events do not know.
func (s *searchTab) press(t *testing.T, keys string, modifiers ...chromedp.Modifier) {
	t.Helper()
	s.Do(t, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for _, r := range keys {
			events := kb.Encode(r)
			down, up := events[0], events[len(events)-1]
			for _, m := range modifiers {
				down.Modifiers |= int64(m)
			}
			if len(events) > 2 && len(modifiers) == 0 {
				down.Text = events[1].Text
			}
			if r == '\r' {
				down.Text = "\r"
			}
			for _, event := range []*input.DispatchKeyEventParams{down, up} {
				if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, *event); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

// find types and waits for what is found by it, which the letters before the last may
// have found too.
func (s *searchTab) find(t *testing.T, words string) {
	t.Helper()
	s.press(t, words)
	s.Until(t, isFound)
}

// seeAll brings all results into view, one after the other, until none waits.
func (s *searchTab) seeAll(t *testing.T) {
	t.Helper()
	ask[bool](t, s.Tab, `(async () => {
		for (let item; (item = document.querySelector(".hit-waiting")); await `+browsertest.Frames(1)+`) {
			item.scrollIntoView({ block: "center" });
		}
		return true;
	})()`)
}

func (s *searchTab) click(t *testing.T, selector string) {
	t.Helper()
	s.Until(t, `document.querySelector("`+selector+`")`)
	// Where it is once nothing moves any more.
	at := ask[[]float64](t, s.Tab, `(async () => {
		for (let last = ""; ; ) {
			const node = document.querySelector("`+selector+`");
			node?.scrollIntoView({ block: "center", behavior: "instant" });
			await `+browsertest.Frames(3)+`;
			if (!node) continue; // something else is there for a moment
			const box = node.getBoundingClientRect();
			if (last === (last = [box.x, box.y, node.isConnected].join())) return [box.x + box.width / 2, box.y + box.height / 2];
		}
	})()`)
	s.Do(t, chromedp.MouseClickXY(at[0], at[1]))
}

// rest waits until the page has nothing to do, and all that it has asked for by then
// has come to the server.
func (s *searchTab) rest(t *testing.T) {
	t.Helper()
	ask[bool](t, s.Tab, `(async () => {
		await `+browsertest.Idle+`;
		return (await fetch("/stay")).ok;
	})()`)
}

// forget empties the cache, so that modules are asked for again.
func (s *searchTab) forget(t *testing.T) {
	t.Helper()
	s.Do(t, chromium.Command(network.ClearBrowserCache, cdp.Empty{}))
}

// untilTab waits until the browser has a tab with an address.
func (s *searchTab) untilTab(t *testing.T, address string) {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; {
		addresses, err := s.Addresses()
		switch {
		case err != nil:
			t.Fatal(err)
		case slices.Contains(addresses, address):
			return
		case time.Now().After(end):
			t.Fatalf("there is no tab with %s, but those with %q", address, addresses)
		}
	}
}

func (s *searchTab) wants(t *testing.T, expression, want string) {
	t.Helper()
	if got := ask[string](t, s.Tab, `String(`+expression+`)`); got != want {
		t.Errorf("%s is %q, want %q", expression, got, want)
	}
}

// has holds that the accessibility tree has a node with a role and name.
func (s *searchTab) has(t *testing.T, role, name string) {
	t.Helper()
	s.Do(t, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		doc, err := chromedp.Call(ctx, dom.GetDocument, dom.GetDocumentParams{})
		if err != nil {
			return err
		}
		found, err := chromedp.Call(ctx, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{
			NodeID:         doc.Root.NodeID,
			Role:           role,
			AccessibleName: name,
		})
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(found.Nodes, func(n *accessibility.Node) bool { return !n.Ignored }) {
			t.Errorf("there is no %s %q", role, name)
		}
		return nil
	}))
}

const (
	isOpen     = `document.querySelector("dialog")?.open === true && document.activeElement.matches("dialog input")`
	isFound    = `document.querySelector("[aria-busy]") === null`
	isClosed   = `!document.querySelector("dialog[open]")`
	dialogHits = `document.querySelectorAll("dialog .hit").length`
	pageHits   = `document.querySelectorAll("main .hit").length`
	status     = `document.querySelector("dialog [role=status]").textContent`
	state      = `document.querySelector(".search-state").textContent`
)

func TestSearchDialog(t *testing.T) {
	t.Parallel()
	s := openSearchTab(t)
	open := func(t *testing.T) {
		t.Helper()
		s.visit(t, "/page/")
		s.press(t, "/")
		s.Until(t, isOpen)
	}

	t.Run("nothing is loaded before the reader turns to it", func(t *testing.T) {
		s.visit(t, "/page/")
		s.Until(t, `document.querySelector("[data-search]").ariaHasPopup === "dialog"`)
		s.rest(t)
		if got := s.loaded(); len(got) > 0 {
			t.Errorf("loaded: %q", got)
		}
		s.press(t, "/")
		s.Until(t, `/43 pages/.test(`+state+`)`)
		if got := s.loaded(); !slices.Equal(got, []string{"search", "search-dialog", "search-engine"}) {
			t.Errorf("loaded: %q", got)
		}
		s.wants(t, "standIn.folder", s.url+"/search/")
		s.wants(t, dialogHits, "0")
		s.Quiet(t)
	})

	t.Run("it opens from anywhere and gives the focus back", func(t *testing.T) {
		s.visit(t, "/page/")
		for _, way := range []func(){
			func() { s.press(t, "/") },
			func() { s.press(t, "k", chromedp.ModifierCtrl) },
			func() { s.press(t, "k", chromedp.ModifierMeta) },
			func() { s.press(t, kb.Enter) },
			func() { s.click(t, "[data-search]") },
		} {
			s.Tell(t, `document.querySelector("[data-search]").focus()`)
			way()
			s.Until(t, isOpen)
			s.press(t, kb.Escape)
			s.Until(t, isClosed)
			s.wants(t, `document.activeElement.matches("[data-search]")`, "true")
		}
		s.click(t, "[data-search]")
		s.Until(t, isOpen)
		s.Do(t, chromedp.MouseClickXY(5, 5))
		s.Until(t, isClosed)
		s.click(t, "[data-search]")
		s.Until(t, isOpen)
		s.click(t, ".search-bar button")
		s.Until(t, isClosed)
	})

	t.Run("what is typed elsewhere stays there", func(t *testing.T) {
		s.visit(t, "/page/")
		s.Tell(t, `document.querySelector("main").prepend(document.createElement("textarea")); document.querySelector("textarea").focus()`)
		s.press(t, "a/b")
		s.press(t, "k", chromedp.ModifierCtrl)
		s.wants(t, `document.querySelector("textarea").value`, "a/b")
		s.wants(t, isClosed, "true")
	})

	t.Run("the key by itself can be switched off", func(t *testing.T) {
		open(t)
		s.find(t, "invoices")
		s.wants(t, dialogHits+` > 0`, "true")
		s.Tell(t, `document.querySelector(".search-foot input").click()`)
		s.visit(t, "/list/")
		s.press(t, "/")
		s.rest(t)
		s.wants(t, isClosed, "true")
		s.press(t, "k", chromedp.ModifierCtrl)
		s.Until(t, isOpen)
		s.find(t, "invoices")
		s.wants(t, dialogHits+` > 0`, "true")
		s.Tell(t, `document.querySelector(".search-foot input").click()`)
		s.visit(t, "/page/")
		s.press(t, "/")
		s.Until(t, isOpen)
		s.Quiet(t)
	})

	t.Run("no key is lost while it loads", func(t *testing.T) {
		var held sync.WaitGroup
		held.Add(1)
		s.held.Store(&held)
		release := sync.OnceFunc(func() {
			s.held.Store(nil)
			held.Done()
		})
		t.Cleanup(release)
		s.forget(t)
		s.Visit(t, s.url+"/list/")
		s.press(t, "/passkey")
		s.wants(t, isClosed, "true")
		release()
		s.Until(t, isOpen)
		s.Until(t, dialogHits+` > 0`)
		s.wants(t, `document.querySelector("dialog input").value`, "passkey")
	})

	t.Run("results", func(t *testing.T) {
		open(t)
		s.find(t, "invoices")
		s.wants(t, dialogHits, "8")
		s.wants(t, state, "43 results.")
		s.wants(t, `[...document.querySelectorAll("dialog mark")].every((m) => m.textContent === "invoices")`, "true")
		s.wants(t, `document.querySelector(".hit h2 a").textContent`, "Export invoices as one file How it works")
		s.wants(t, `document.querySelector(".hit h2 a").pathname + document.querySelector(".hit h2 a").hash`, "/release-note/#how")
		s.wants(t, `document.querySelector(".hit-about").innerText.replace(/\s+/g, " ")`, "Release note Beta 3.10 23 November 2026")
		s.wants(t, `document.querySelector(".hit time").dateTime`, "2026-11-23")
		s.wants(t, `[...document.querySelectorAll(".hit:first-child ul a")].map((a) => a.textContent)`, "Why it matters,Questions")
		s.wants(t, `document.querySelector(".search-foot a").textContent`, "See all 43 results")
		s.wants(t, `document.querySelector(".search-foot a").href`, s.url+"/search/?q=invoices")
		s.has(t, "dialog", "Search")
		s.has(t, "searchbox", "Search all pages")
		s.has(t, "button", "Close")
		s.has(t, "list", "Results")
		s.has(t, "heading", "Sign in with a passkey 4 How it works")
		s.Quiet(t)
	})

	t.Run("the arrow keys move through them", func(t *testing.T) {
		open(t)
		s.find(t, "invoices")
		s.wants(t, dialogHits, "8")
		focused := `document.activeElement.matches("input") ` +
			`? -1 : [...document.querySelectorAll("dialog .hits a")].indexOf(document.activeElement)`
		for _, step := range []struct{ key, want string }{
			{kb.ArrowUp, "-1"},
			{kb.ArrowDown, "0"},
			{kb.ArrowDown, "1"},
			{kb.ArrowUp, "0"},
			{kb.ArrowUp, "-1"},
			{kb.ArrowDown, "0"},
			{"\b", "-1"},
		} {
			s.press(t, step.key)
			s.wants(t, focused, step.want)
		}
		s.wants(t, `document.querySelector("dialog input").value`, "invoice")
		s.press(t, kb.ArrowDown)
		s.Until(t, `[...document.querySelectorAll("dialog .hit mark")]`+
			`.every((m) => m.textContent === "invoice")`) // the results are replaced
		s.wants(t, focused, "0")
		s.press(t, "s")
		s.wants(t, focused, "-1")
		s.wants(t, `document.querySelector("dialog input").value`, "invoices")
	})

	t.Run("Enter opens the first, or the one with the focus", func(t *testing.T) {
		open(t)
		s.press(t, "passkey") // and at once:
		s.press(t, kb.Enter)
		s.Until(t, `location.search === "?page=3"`)
		open(t)
		s.find(t, "passkey")
		s.wants(t, dialogHits, "8")
		s.press(t, kb.ArrowDown)
		s.press(t, kb.ArrowDown)
		s.press(t, kb.Enter)
		s.Until(t, `location.search === "?page=8"`)
		open(t)
		s.find(t, "passkey")
		s.wants(t, dialogHits, "8")
		s.press(t, kb.Enter, chromedp.ModifierCtrl)
		s.untilTab(t, s.url+"/release-note/?page=3#how")
		s.wants(t, `location.pathname`, "/page/")
	})

	t.Run("Escape clears, then closes", func(t *testing.T) {
		open(t)
		s.find(t, "invoices")
		s.wants(t, dialogHits, "8")
		s.press(t, kb.Escape)
		s.Until(t, dialogHits+` === 0`)
		s.wants(t, `document.querySelector("dialog input").value`, "")
		s.wants(t, isOpen, "true")
		s.press(t, kb.Escape)
		s.Until(t, isClosed)
	})

	t.Run("a link to this page closes it", func(t *testing.T) {
		s.Do(t, chromedp.Navigate(s.url+"/release-note/?page=0"))
		s.press(t, "/")
		s.Until(t, isOpen)
		s.find(t, "invoices")
		s.wants(t, dialogHits, "8")
		s.press(t, kb.Enter)
		s.Until(t, isClosed+` && location.hash === "#how"`)
	})

	t.Run("it is announced once the reader stops typing", func(t *testing.T) {
		open(t)
		s.Until(t, `document.querySelector("dialog [role=status]")?.textContent.includes("43 pages")`)
		s.Tell(t, `globalThis.said = []; new MutationObserver(() => said.push(`+
			status+`)).observe(document.querySelector("dialog [role=status]"), `+
			`{ childList: true, characterData: true, subtree: true })`)
		// No time passes for the reader until all is typed and found.
		s.Tell(t, `const { setTimeout, clearTimeout } = globalThis;
			globalThis.timers = new Set();
			globalThis.setTimeout = (run, time, ...more) => {
				if (!(time >= 700)) return setTimeout(run, time, ...more);
				timers.add(run);
				return run;
			};
			globalThis.clearTimeout = (timer) => timers.delete(timer) || clearTimeout(timer);`)
		for i := range "invoices" {
			s.press(t, "invoices"[i:i+1])
			s.Until(t, `standIn.asked.at(-1) === "`+"invoices"[:i+1]+`"`)
		}
		s.Until(t, state+` === "43 results." && `+
			`[...document.querySelectorAll("dialog .hit mark")].every((m) => m.textContent === "invoices")`)
		s.wants(t, `said`, "")
		s.Tell(t, `for (const run of timers) run()`)
		s.Until(t, `said.length > 0`)
		s.wants(t, `said`, "43 results.")
		s.wants(t, `standIn.asked.length > 3`, "true")
	})

	t.Run("an older search never comes after a newer one", func(t *testing.T) {
		open(t)
		s.Until(t, `globalThis.standIn`)
		s.Tell(t, `standIn.held = { invoice: new Promise((done) => { globalThis.release = done; }) }`)
		s.find(t, "passke")
		s.wants(t, dialogHits+` > 0`, "true")
		s.Tell(t, `globalThis.empty = false; new MutationObserver(() => { empty ||= `+dialogHits+
			` === 0 }).observe(document.querySelector("dialog"), { childList: true, subtree: true })`)
		s.Tell(t, `document.querySelector("dialog input").value = "invoice"; `+
			`document.querySelector("dialog input").dispatchEvent(new Event("input"))`)
		s.Until(t, `standIn.asked.at(-1) === "invoice"`)
		s.Until(t, state+` === "Searching…"`)
		s.wants(t, dialogHits+" > 0", "true")
		s.Tell(t, `document.querySelector("dialog input").value = "reminders"; `+
			`document.querySelector("dialog input").dispatchEvent(new Event("input"))`)
		s.Until(t, state+` === "9 results."`)
		s.Tell(t, `release()`)
		s.rest(t)
		s.wants(t, state, "9 results.")
		s.wants(t, `empty`, "false")
		s.Quiet(t)
	})

	t.Run("nothing found", func(t *testing.T) {
		open(t)
		s.find(t, "zzz")
		s.wants(t, `/Nothing found for “zzz”/.test(`+state+`)`, "true")
		s.wants(t, `/text of 43 pages/.test(document.querySelector("dialog").innerText)`, "true")
		s.has(t, "link", "Ask a question")
		s.wants(t, `document.querySelector("dialog a[href='https://chat.example.com/ask']") !== null`, "true")
		s.has(t, "button", "passkey")
		s.click(t, ".search-said button:nth-of-type(2)")
		s.Until(t, `document.querySelector("dialog input").value === "passkey" && `+dialogHits+` === 8`)
		s.wants(t, isOpen, "true")
	})

	t.Run("what was searched for instead", func(t *testing.T) {
		open(t)
		s.find(t, "exprot")
		s.wants(t, `/Showing results for export. Nothing found for exprot./.test(`+state+`)`, "true")
		s.find(t, " nosuch")
		s.wants(t, `/No page contains all of these words./.test(`+state+`)`, "true")
	})

	t.Run("an index that does not open", func(t *testing.T) {
		s.visit(t, "/page/")
		s.Tell(t, `globalThis.standIn = { openFails: 1000 }`) // each letter tries again
		s.press(t, "/invoices")
		s.Until(t, `/The index cannot be reached/.test(document.querySelector("[role=alert]")?.textContent)`)
		s.Until(t, `document.querySelector("dialog input").value === "invoices" && `+isFound)
		s.has(t, "button", "Try again")
		s.wants(t, `document.querySelector("[role=alert] a").href`, s.url+"/search/")
		s.Tell(t, `standIn.openFails = 0`)
		s.click(t, "[role=alert] button")
		s.Until(t, dialogHits+` === 8`)
		s.wants(t, `document.querySelector("[role=alert]")`, "null")
		s.Tell(t, `standIn.searchFails = 1`)
		s.find(t, "\b")
		s.wants(t, `/Something went wrong/.test(document.querySelector("[role=alert]")?.textContent)`, "true")
		s.find(t, "s")
		s.wants(t, dialogHits, "8")
		s.Quiet(t)
	})

	t.Run("an engine that does not load", func(t *testing.T) {
		s.broken.Store(true)
		s.forget(t)
		s.Do(t, chromedp.Navigate(s.url+"/list/"))
		s.press(t, "/")
		s.Until(t, `location.pathname === "/search/"`) // which lists all pages
		s.broken.Store(false)
		open(t)
		s.find(t, "invoices")
		s.wants(t, dialogHits, "8")
		s.Quiet(t, "search-engine")
	})

	t.Run("results arrive when they are seen", func(t *testing.T) {
		const loads = `standIn.loads.map(String).join(" ")`
		open(t)
		s.Until(t, `globalThis.standIn`)
		s.Do(t, chromedp.EmulateViewport(1440, 500))
		s.find(t, "invoices")
		s.wants(t, dialogHits, "8")
		s.rest(t)
		s.wants(t, `standIn.loads.at(-1)`, "0,5")
		s.wants(t, `document.querySelectorAll(".hit-waiting").length`, "3")
		s.has(t, "list", "Results")
		s.wants(t, `document.querySelector(".search-foot a").textContent`, "See all 43 results")
		before := ask[float64](t, s.Tab, `document.querySelector(".search-box").scrollHeight`)
		s.seeAll(t)
		s.wants(t, loads+`.endsWith("0,5 5,6 6,7 7,8")`, "true")
		after := ask[float64](t, s.Tab, `document.querySelector(".search-box").scrollHeight`)
		if after < before-60 || after > before+120 {
			t.Errorf("the results take %v pixels before all have come, and then %v", before, after)
		}
		// With arrows alone, faster than they come.
		open(t)
		s.find(t, "passkey")
		for range 20 {
			s.press(t, kb.ArrowDown)
		}
		s.Until(t, `document.querySelectorAll(".hit-waiting").length === 0`)
		for range 20 {
			s.press(t, kb.ArrowDown)
		}
		s.wants(t, `document.activeElement === [...document.querySelectorAll(".hits a")].at(-1)`, "true")
		s.wants(t, `document.querySelectorAll(".hit h2").length`, "8")
		// And in a browser that does not tell what is seen.
		s.visit(t, "/page/")
		s.Tell(t, `delete globalThis.IntersectionObserver`)
		s.press(t, "/")
		s.Until(t, isOpen)
		s.find(t, "invoices")
		s.wants(t, dialogHits, "8")
		s.wants(t, `document.querySelectorAll(".hit-waiting").length`, "0")
		s.Quiet(t)
	})

	t.Run("a result that does not load", func(t *testing.T) {
		open(t)
		s.Until(t, `globalThis.standIn`)
		s.Tell(t, `standIn.failing = 2`)
		s.find(t, "invoices")
		s.wants(t, dialogHits, "8")
		s.seeAll(t)
		s.wants(t, `[...document.querySelectorAll(".hit")].findIndex((h) => /Couldn’t load this result/.test(h.textContent))`, "2")
		s.wants(t, `document.querySelectorAll(".hit h2").length`, "7")
		s.Quiet(t)
	})

	t.Run("content is text", func(t *testing.T) {
		open(t)
		s.find(t, "hostile")
		s.wants(t, dialogHits, "1")
		hostile := `"><img src=x onerror="ran=1"><script>ran=1</script>&amp;`
		for _, part := range []string{".hit h2 a", ".hit h2 span", ".hit-text"} {
			if got := ask[string](t, s.Tab, `document.querySelector("dialog `+part+`").textContent`); !strings.Contains(got, hostile) {
				t.Errorf("%s says %q", part, got)
			}
		}
		s.wants(t, `document.querySelectorAll("dialog :is(img, script)").length`, "0")
		s.wants(t, `typeof ran`, "undefined")
	})

	t.Run("on a phone", func(t *testing.T) {
		s.Do(t, chromedp.EmulateViewport(360, 640, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Navigate(s.url+"/page/"))
		s.click(t, "[data-search]")
		s.Until(t, isOpen)
		s.press(t, "zzz")
		s.Until(t, `document.querySelector("dialog .search-said") !== null`)
		small := `[...document.querySelectorAll("[data-search], dialog :is(button, .button, label)")]` +
			`.filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)`
		s.wants(t, small, "")
		s.wants(t, `parseFloat(getComputedStyle(document.querySelector("dialog input")).fontSize) >= 16`, "true")
		s.wants(t, `JSON.stringify(document.querySelector("dialog").getBoundingClientRect())`,
			`{"x":0,"y":0,"width":360,"height":640,"top":0,"right":360,"bottom":640,"left":0}`)
	})
}

func TestSearchPage(t *testing.T) {
	t.Parallel()
	s := openSearchTab(t)
	box := func(label string) string {
		return `[...document.querySelectorAll("fieldset label")].find((l) => l.children[1].textContent === "` + label + `").firstChild`
	}

	t.Run("the index waits for the reader", func(t *testing.T) {
		s.visit(t, "/search/")
		s.rest(t)
		if got := s.loaded(); !slices.Equal(got, []string{"search", "search-engine", "search-page"}) {
			t.Errorf("loaded: %q", got)
		}
		s.wants(t, `document.querySelector("[data-search-all]").innerText.includes("Sign in with a passkey")`, "true")
		s.press(t, "/")
		s.Until(t, `document.querySelectorAll("fieldset").length === 5`)
		s.wants(t, `document.activeElement.id`, "hu-search")
		s.wants(t, isClosed, "true")
		s.wants(t, `document.querySelector("[data-search-all]").checkVisibility()`, "true")
		s.wants(t, pageHits, "0")
		s.has(t, "searchbox", "Search all pages")
		s.has(t, "group", "Product")
		s.Quiet(t)
	})

	t.Run("the URL keeps the search", func(t *testing.T) {
		s.visit(t, "/search/?q=invoices&kind=playbook&kind=page&product=billing")
		s.Until(t, pageHits+` > 0`)
		s.wants(t, `document.querySelector("main input").value`, "invoices")
		s.wants(t, state, "8 results.")
		s.wants(t, `document.title`, "invoices – Search – Acme enablement")
		s.wants(t, `[...document.querySelectorAll("fieldset :checked")].map((b) => b.nextSibling.textContent).sort()`,
			"Billing,Page,Playbook")
		s.wants(t, `[...document.querySelectorAll(".search-chip")].map((c) => c.textContent)`, "Playbook,Page,Billing")
		s.wants(t, `document.querySelector("summary").textContent`, "Filter (3)")
		s.wants(t, `document.querySelector("[data-search-all]").checkVisibility()`, "false")
		s.has(t, "button", "Remove filter Type: Playbook")
		s.Quiet(t)
	})

	t.Run("typing leaves no trail, filters do", func(t *testing.T) {
		s.visit(t, "/search/")
		before := ask[int](t, s.Tab, `history.length`)
		s.press(t, "/")
		s.find(t, "invoices")
		s.wants(t, pageHits, "10")
		s.wants(t, `location.search`, "?q=invoices")
		if after := ask[int](t, s.Tab, `history.length`); after != before {
			t.Errorf("typing made %d entries of the history", after-before)
		}
		s.Tell(t, `globalThis.box = `+box("Playbook")+`; box.focus(); box.click()`)
		s.Until(t, state+` === "11 results."`)
		s.wants(t, `location.search`, "?q=invoices&kind=playbook")
		s.wants(t, `document.activeElement === box`, "true")
		s.Tell(t, box("Snippet")+`.click()`)
		s.Until(t, state+` === "21 results."`)
		s.wants(t, `location.search`, "?q=invoices&kind=playbook&kind=snippet")
		s.Tell(t, box("Billing")+`.click()`)
		s.Until(t, `location.search === "?q=invoices&kind=playbook&kind=snippet&product=billing" && `+state+` !== "21 results."`)
		s.Tell(t, `history.back()`)
		s.Until(t, state+` === "21 results."`)
		s.Tell(t, `history.go(-2)`)
		s.Until(t, state+` === "43 results."`)
		s.wants(t, `document.querySelectorAll("fieldset :checked").length`, "0")
		s.Tell(t, `history.forward()`)
		s.Until(t, state+` === "11 results."`)
		s.wants(t, box("Playbook")+`.checked`, "true")
		s.Quiet(t)
	})

	t.Run("many values fold", func(t *testing.T) {
		s.visit(t, "/search/?q=invoices&tag=tag-13")
		s.Until(t, pageHits+` > 0`)
		tags := `[...document.querySelectorAll("fieldset")].at(-1)`
		s.wants(t, tags+`.querySelectorAll("label").length`, "11") // ten, and the one that is chosen
		s.wants(t, tags+`.lastChild.textContent + " " + `+tags+`.lastChild.ariaExpanded`, "Show all 15 false")
		s.Tell(t, tags+`.lastChild.click()`)
		s.wants(t, tags+`.querySelectorAll("label").length`, "15")
		s.wants(t, tags+`.lastChild.ariaExpanded`, "true")
		s.wants(t, tags+`.querySelector("legend").textContent`, "Tag")
	})

	t.Run("chips take filters away", func(t *testing.T) {
		s.visit(t, "/search/?q=invoices&kind=playbook&product=billing")
		s.Until(t, `document.querySelectorAll(".search-chip").length === 2 && `+pageHits+` > 0`)
		s.click(t, ".search-chip")
		s.Until(t, `location.search === "?q=invoices&product=billing" && document.querySelectorAll(".search-chip").length === 1`)
		s.click(t, ".search-chips .button")
		s.Until(t, state+` === "43 results."`)
		s.wants(t, `location.search + document.querySelectorAll(".search-chip").length`, "?q=invoices0")
		s.wants(t, `document.activeElement.id`, "hu-search")
	})

	t.Run("filters without words", func(t *testing.T) {
		s.visit(t, "/search/?kind=snippet")
		s.Until(t, state+` === "10 results."`)
		s.wants(t, pageHits, "10")
		s.Tell(t, box("Snippet")+`.click()`)
		s.Until(t, `document.querySelector("[data-search-all]").checkVisibility()`)
		s.wants(t, `location.href`, s.url+"/search/")
		s.wants(t, `document.querySelector("[data-search-results]").checkVisibility()`, "false")
	})

	t.Run("more results", func(t *testing.T) {
		s.visit(t, "/search/?q=invoices")
		s.Until(t, pageHits+` === 10`)
		s.Tell(t, `standIn.failing = 12`)
		s.click(t, ".search-onward button")
		s.Until(t, pageHits+` === 20`)
		s.wants(t, `document.activeElement === document.querySelectorAll(".hit")[10].querySelector("a")`, "true")
		s.seeAll(t)
		s.wants(t, `document.querySelectorAll(".hit h2").length`, "19")
		s.wants(t, state, "Showing 20 of 43 results.")
		s.Do(t, chromedp.Reload())
		s.Until(t, pageHits+` === 20`)
		for _, n := range []string{"30", "40", "43"} {
			s.click(t, ".search-onward button")
			s.Until(t, pageHits+` === `+n)
		}
		s.wants(t, `document.querySelectorAll(".search-onward button").length`, "0")
		s.Quiet(t)
	})

	t.Run("nothing found", func(t *testing.T) {
		s.visit(t, "/search/?q=zzz&kind=page")
		s.Until(t, `/Nothing found for “zzz”/.test(`+state+`)`)
		s.click(t, ".search-said p:last-child button")
		s.Until(t, `location.search === "?q=zzz" && `+`document.querySelectorAll(".search-chip").length === 0`)
		s.click(t, ".search-said button")
		s.Until(t, pageHits+` === 10`)
		s.wants(t, `location.search`, "?q=invoices")
		s.press(t, kb.Escape)
		s.Until(t, `location.search === "" && document.querySelector("[data-search-all]").checkVisibility()`)
	})

	t.Run("failing", func(t *testing.T) {
		s.visit(t, "/search/")
		s.Until(t, `globalThis.standIn`)
		s.Tell(t, `standIn.openFails = 1`)
		s.press(t, "/")
		s.Until(t, `/The index cannot be reached/.test(document.querySelector("[role=alert]")?.textContent)`)
		s.wants(t, `document.querySelector("[data-search-all]").checkVisibility()`, "true")
		s.click(t, "[role=alert] button")
		s.Until(t, `document.querySelectorAll("fieldset").length === 5 && !document.querySelector("[role=alert]")`)
		s.Quiet(t)
	})

	t.Run("content is text", func(t *testing.T) {
		s.visit(t, "/search/?q=hostile&tag=%22%3E%3Cimg+src%3Dx+onerror%3D%22ran%3D1%22%3E%3Cscript%3Eran%3D1%3C%2Fscript%3E%26amp%3B"+
			"&kind=%3Cimg+src%3Dx+onerror%3Dran%3D1%3E&toString=x&__proto__=x")
		s.Until(t, `/Nothing found/.test(`+state+`)`)
		s.wants(t, `document.querySelectorAll(".search-chip").length`, "2")
		s.wants(t, `document.querySelectorAll("main :is(img, script)").length + typeof ran`, "0undefined")
		s.wants(t, `[...document.querySelectorAll(".search-chip")].at(-1).textContent`, "<img src=x onerror=ran=1>")
		s.Quiet(t)
	})

	t.Run("nothing jumps", func(t *testing.T) {
		s.visit(t, "/search/?q=invoices&kind=page")
		s.Until(t, pageHits+` === 10`)
		// Shifts are told at the end of the frame that has them.
		moved := ask[float64](t, s.Tab, `(async () => {
			let sum = 0;
			new PerformanceObserver((list) => { for (const e of list.getEntries()) sum += e.value; })`+
			`.observe({ type: "layout-shift", buffered: true });
			await `+browsertest.Frames(12)+`;
			return sum;
		})()`)
		if moved > 0.1 {
			t.Errorf("the layout shifted by %v", moved)
		}
	})

	t.Run("on a phone", func(t *testing.T) {
		s.Do(t, chromedp.EmulateViewport(360, 640, chromedp.EmulateMobile, chromedp.EmulateTouch),
			chromedp.Navigate(s.url+"/search/?q=invoices&kind=page"))
		s.Until(t, pageHits+` === 10`)
		s.wants(t, `document.querySelector("details").open`, "false")
		s.click(t, "summary")
		s.Until(t, `document.querySelector("fieldset label").checkVisibility()`)
		small := `[...document.querySelectorAll("main :is(summary, label, .button, .search-chip)")]` +
			`.filter((e) => e.checkVisibility() && !e.closest("fieldset > button") && ` +
			`e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)`
		s.wants(t, small, "")
		s.wants(t, `parseFloat(getComputedStyle(document.querySelector("main input")).fontSize) >= 16`, "true")
		s.wants(t, `document.documentElement.scrollWidth`, "360")
	})

	t.Run("without JavaScript", func(t *testing.T) {
		s.Do(t, chromium.Scripts(false))
		s.visit(t, "/page/")
		s.wants(t, `document.querySelector("[data-search]").href`, s.url+"/search/")
		s.visit(t, "/search/?q=invoices")
		s.wants(t, `[...document.querySelectorAll("[data-search-all] a")].filter((a) => a.checkVisibility()).length`, "4")
		s.wants(t, `document.querySelector("main input").checkVisibility()`, "false")
		s.wants(t, `document.querySelector("noscript").innerText.includes("needs JavaScript")`, "true")
	})
}
