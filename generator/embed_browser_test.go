package generator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"headsup/generator/author/sample"
	"headsup/generator/paths"
	"headsup/generator/tools/browsertest"
	"headsup/generator/tools/embedhost"
)

// day is that of the tests on our own content: news grow old, and are then no
// news to somebody who comes for the first time.
var day = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

// set sets the clock of pages that are opened from now on to noon of the day.
func (b *browser) set(t *testing.T, day time.Time) {
	t.Helper()
	clock := fmt.Sprintf(`{
		const ahead = %d - Date.now();
		const Own = Date;
		globalThis.Date = class extends Own {
			constructor(...parts) { parts.length ? super(...parts) : super(Own.now() + ahead); }
			static now() { return Own.now() + ahead; }
		};
	}`, day.Add(12*time.Hour).UnixMilli())
	b.Before(t, clock)
}

// add serves one more file, under a policy of its own.
func (h *host) add(name, text, policy string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.added[name] = text
	h.rules = append(h.rules, headerRule{
		pattern: strings.Split("/"+strings.TrimSuffix(name, "index.html"), "/"),
		headers: [][2]string{{"Content-Security-Policy", policy}, {"Cache-Control", "no-store"}},
	})
}

// find is the first element in the shadow of one of our elements that matches.
func find(element, selector string) string {
	return `document.querySelector("` + element + `")?.shadowRoot?.querySelector('` + selector + `')`
}

// shown is what is on the screen of one of our elements.
func shown(element, selector string) string {
	return find(element, selector) + `?.checkVisibility() && ` + find(element, selector) + `.innerText`
}

// The sample product, from Markdown files to tips on the screen.
func TestSampleProduct(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	h := ownHost.open(t, b)
	b.set(t, day)
	app, err := sample.Files("/" + paths.Embed)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range app {
		h.add("product/"+name, string(data), sample.ContentSecurityPolicy)
	}
	open := func(path string) {
		t.Helper()
		// Another page first, so that the address is loaded anew.
		b.Do(t, chromedp.Navigate("about:blank"), chromedp.Navigate(h.URL+"/product/#"+path))
	}
	// choose says who is looking.
	choose := func(name, value string) {
		t.Helper()
		b.Tell(t, `const field = document.querySelector("[name='`+name+`']"); field.value = "`+
			value+`"; field.dispatchEvent(new Event("change", {bubbles: true}))`)
	}
	tooltip, banner := shown("headsup-tips", "[part~=tooltip]"), shown("headsup-tips", "[part~=banner]")
	panel, modal := shown("headsup-tips", "[part~=panel]"), shown("headsup-tips", "[part~=modal]")

	t.Log("each surface, at its place")
	open("/")
	b.Until(t, panel+`.includes("Invoices that send themselves")`)
	t.Log("with one request for the manifest, and one for each bundle, also when all is told")
	b.Until(t, `analytics.some(({ name }) => name === "shown") && document.querySelector("#verdicts li")`)
	browsertest.Ask[any](t, b.Tab, browsertest.Idle+`.then(() => {})`)
	b.mu.Lock()
	files := 0
	for address, times := range b.asked {
		if strings.HasPrefix(address, h.URL+"/"+paths.Embed) {
			files++
			if times > 1 {
				t.Errorf("%s was asked for %d times", address, times)
			}
		}
	}
	if b.asked[h.URL+"/"+paths.Embed+"manifest.json"] != 1 || files < 4 {
		t.Errorf("only %v was asked for", b.asked)
	}
	b.mu.Unlock()
	open("/invoices")
	b.Until(t, tooltip+`.includes("Export more than one year")`)
	b.Until(t, banner+`.includes("You can close the year")`)
	b.Tell(t, `location.hash = "/invoices/1042"`)
	b.Until(t, `document.querySelector("#tax-help headsup-tip")?.shadowRoot.textContent.includes("country on the day of the delivery")`)
	b.Until(t, `!`+find("headsup-tips", "[part~=tooltip]"))
	b.Tell(t, `location.hash = "/settings"`)
	b.Until(t, `document.querySelector("#close-year")`)
	if text := b.says(t, modal); strings.Contains(text, "Before") {
		t.Error("the modal is there before somebody presses the button")
	}
	b.Tell(t, `document.querySelector("#close-year").click()`)
	b.Until(t, modal+`.includes("Before you close the year")`)
	b.Until(t, find("headsup-tips", "dialog")+`.open`)

	t.Log("its button leads into the product")
	b.Tell(t, find("headsup-tips", "[part~=modal] [part~=cta]")+`.click()`)
	b.Until(t, `location.hash === "#/invoices" && document.querySelector("h1").textContent === "Invoices"`)

	t.Log("another person sees something else")
	b.Tell(t, `localStorage.clear(); sessionStorage.clear()`)
	open("/invoices")
	b.Until(t, banner)
	choose("role", "member")
	b.Until(t, `!`+find("headsup-tips", "[part~=banner]"))
	b.Until(t, `document.querySelector("[data-id='snippet:sample.closing-banner']").dataset.reason === "role"`)

	t.Log("in the person's language, or in ours")
	choose("locale", "de-AT")
	b.Until(t, tooltip+`.includes("Mehr als ein Jahr auf einmal exportieren")`)
	b.Until(t, find("headsup-tips", "[part~=tooltip]")+`.closest("[lang]")?.lang === "de" || `+
		find("headsup-tips", "[part~=tooltip] [lang]")+`?.lang === "de"`)
	choose("locale", "ja")
	b.Until(t, tooltip+`.includes("Export more than one year")`)

	t.Log("what was closed stays closed")
	choose("role", "admin")
	b.Until(t, tooltip)
	b.Tell(t, find("headsup-tips", "[part~=tooltip] [part~=close]")+`.click()`)
	b.Until(t, `!`+find("headsup-tips", "[part~=tooltip]"))
	open("/invoices")
	b.Until(t, `document.querySelector("[data-id='snippet:sample.export']")?.dataset.reason === "dismissed"`)
	if text := b.says(t, tooltip); strings.Contains(text, "Export more") {
		t.Error("the tip that was closed is back")
	}

	t.Log("what was read stays read")
	badge := find("headsup-news", "[part~=badge]")
	b.Until(t, `Number(`+badge+`?.textContent) > 3`)
	b.Tell(t, find("headsup-news", "[part~=button]")+`.click()`)
	b.Until(t, find("headsup-news", "dialog")+`.open`)
	open("/")
	b.Until(t, shown("headsup-news", "[part~=button]"))
	b.Until(t, `!(Number(`+badge+`?.checkVisibility() && `+badge+`.textContent) > 0)`)
}

// The page of a snippet shows it as products do, on each surface and in both
// colour schemes, and its text beside it.
func TestSnippetPreview(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	h := ownHost.open(t, b)
	b.Do(t, chromedp.Navigate(h.URL+"/snippets/sample/closing-banner/"))
	for _, surface := range []string{"banner", "tooltip", "panel", "modal", "inline", "banner"} {
		b.Tell(t, `document.querySelector(".preview-bar button[value=`+surface+`]").click()`)
		on := `(` + find("headsup-tips", "headsup-tip") +
			` ?? document.querySelector("headsup-tips"))?.shadowRoot.querySelector("[part~=` + surface + `]")`
		b.Until(t, on+`?.checkVisibility() && `+on+`.innerText.includes("You can close the year from 1 December") && `+
			on+`.innerText.includes("Open settings")`)
		if pressed := b.says(t, `document.querySelector(".preview-bar [aria-pressed=true]").value`); pressed != surface {
			t.Errorf("of %s, the button %s is pressed", surface, pressed)
		}
	}
	ground := map[string]string{}
	for _, scheme := range []string{"light", "dark"} {
		b.Tell(t, `document.querySelector(".preview-bar button[value=`+scheme+`]").click()`)
		ground[scheme] = b.says(t, `getComputedStyle(`+find("headsup-tips", "[part~=banner]")+`).backgroundColor`)
	}
	if ground["light"] == ground["dark"] || ground["light"] == "" {
		t.Errorf("the tip is as dark as it is light: %v", ground)
	}
	b.Tell(t, find("headsup-tips", "[part~=cta]")+`.click()`)
	if path := b.says(t, `location.pathname`); path != "/snippets/sample/closing-banner/" {
		t.Errorf("the button of the preview leads to %s", path)
	}
	if text := b.says(t, `document.querySelector(".preview-box").innerText`); !strings.Contains(text, "A closed year cannot be changed.") {
		t.Errorf("the text beside it is %q", text)
	}
	b.Quiet(t)
}

// The listings of the playbook do what it says, as they stand there.
func TestRecipes(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	h := ownHost.open(t, b)
	b.set(t, day)
	strict := "default-src 'none'; script-src 'self'; connect-src 'self'; " +
		"img-src 'self' data:; require-trusted-types-for 'script'; trusted-types 'none'"
	const product = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Product</title>` +
		`<link rel="icon" href="data:,"><div id="root"></div><script type="module" src="main.js"></script>`

	t.Run("plain HTML", func(t *testing.T) {
		text := strings.Replace(embedhost.Recipe(t, "index.html", h.URL), "<head>", `<head><link rel="icon" href="data:,">`, 1)
		h.add("plain/index.html", text, strict)
		b.Do(t, chromedp.Navigate(h.URL+"/plain/"))
		b.Until(t, shown("headsup-news", "[part~=button]")+`.includes("What’s new")`)
		b.Until(t, `document.querySelector("headsup-tips").headsup?.items.length > 5`)
		b.Quiet(t)
	})
	t.Run("React", func(t *testing.T) {
		main := embedhost.Recipe(t, "Enablement.tsx", h.URL) + `
import { createRoot } from "react-dom/client";
function App({ role }) {
  return <>
    <Enablement user={{ id: "7", plan: "pro", role, locale: "de" }} />
    <output>{useUnread()}</output>
  </>;
}
const root = createRoot(document.getElementById("root"));
root.render(<App role="member" />);
globalThis.become = (role) => root.render(<App role={role} />);`
		h.add("react/index.html", product, strict)
		h.add("react/main.js", embedhost.Bundle(t, main, h.URL), strict)
		b.Do(t, chromedp.Navigate(h.URL+"/react/"))
		b.Until(t, `document.querySelector("headsup-tips")?.headsup?.language === "de"`)
		b.Until(t, `Number(document.querySelector("output").textContent) > 3`)
		b.Until(t, `document.querySelector("headsup-tips").viewer.role === "member"`)
		b.Tell(t, `become("admin")`)
		b.Until(t, `document.querySelector("headsup-tips").viewer.role === "admin"`)
		b.Tell(t, find("headsup-news", "[part~=button]")+`.click()`)
		b.Until(t, `document.querySelector("output").textContent === "0"`)
		b.Quiet(t)
	})
	t.Run("events and items of one's own", func(t *testing.T) {
		h.add("own/index.html", product, strict)
		h.add("own/main.js", embedhost.Bundle(t, "globalThis.analytics = {track: (...what) => (globalThis.tracked ??= []).push(what)};\n"+
			embedhost.Recipe(t, "count.ts", h.URL)+"\n"+embedhost.Recipe(t, "own.js", h.URL)+
			"\ndocument.dispatchEvent(new CustomEvent('headsup-shown', {detail: {item: {id: 'x'}}}))", h.URL), strict)
		b.Tell(t, `localStorage.clear()`)
		b.Do(t, chromedp.Navigate(h.URL+"/own/"))
		b.Until(t, `[...document.querySelectorAll("p")].some((p) => p.textContent === "Export more than one year")`)
		b.Until(t, `JSON.stringify(tracked) === '[["education shown",{"id":"x"}]]'`)
		b.Quiet(t)
	})
}
