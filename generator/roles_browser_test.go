package generator_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"headsup/generator"
	"headsup/generator/guard/chromium"
	"headsup/generator/tools/browsertest"
)

// rolesSite is a small site with something for each of three roles.
func rolesSite(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "content")
	files := map[string]string{
		"headsup.yaml": "title: Acme\nproducts: [{id: billing, title: Billing}]\n" +
			"audiences: [{id: sales, title: Sales}, {id: success, title: Customer success}, {id: support, title: Support}]\n",
		"index.md": "---\ntitle: Acme\n---\nAbout.\n",
		"releases/export.md": `---
title: Export
date: 2026-01-14
products: [billing]
audiences: [sales, support]
plans: [pro]
version: 3.10
actions: {support: Close the old tickets., sales: Show it at renewals.}
---
Text.

:::sales
Two competitors lack it.
:::
`,
		"playbooks/call.md": playbookOf("Greet", "Listen", "Answer"),
		"playbooks/long.md": "---\ntitle: Long\nsteps: true\naudiences: [support]\n---\n" +
			"## First\n\nDo.\n\n```sh\nrun\n```\n\n## Second\n\nDo.\n\n> Dear customer, thank you.\n",
	}
	// More notes than the home page shows, the only one for success the oldest.
	for i := range 9 {
		audience := "support"
		if i == 0 {
			audience = "success"
		}
		files[fmt.Sprintf("releases/note-%d.md", i)] = fmt.Sprintf("---\ntitle: Note %d\n"+
			"date: 2026-01-0%d\naudiences: [%s]\nversion: 3.%d\n---\nText.\n", i, i+1, audience, i)
	}
	writeFiles(t, dir, files)
	return dir
}

func playbookOf(steps ...string) string {
	return "---\ntitle: Call\nwhen: A customer calls.\nduration: 5 minutes\naudiences: [sales]\n---\n## Steps\n\n1. " +
		strings.Join(steps, ".\n1. ") + ".\n"
}

// value evaluates an expression in the page, waiting for promises.
func value[T any](t *testing.T, b *browser, expression string) T {
	t.Helper()
	return browsertest.Ask[T](t, b.Tab, expression)
}

const (
	newTitles = `[...document.querySelectorAll(".home-new .card:not([hidden]) h3")].map((h) => h.textContent)`
	actionsOf = `[...document.querySelectorAll(".actions li")]` +
		`.map((li) => li.querySelector("h3").textContent + (li.matches("[data-mine]") ? "!" : ""))`
	chooseRole = `(() => { const s = document.querySelector("[data-roles] select"); ` +
		`s.value = "%s"; return s.dispatchEvent(new Event("change")); })()`
)

// shifts adds up what moved while the page was loaded.
var shifts = `(async () => {
		let sum = 0;
		new PerformanceObserver((list) => { for (const e of list.getEntries()) sum += e.value; })` +
	`.observe({ type: "layout-shift", buffered: true });
		await ` + browsertest.Idle + `;
		await ` + browsertest.Frames(18) + `;
		return sum;
	})()`

func TestRolesInBrowser(t *testing.T) {
	t.Parallel()
	dir, out := rolesSite(t), filepath.Join(t.TempDir(), "out")
	b := openBrowser(t)
	h := newHost(t, b)
	build := func(t *testing.T) {
		t.Helper()
		mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true, BaseURL: h.URL + "/"})
		h.show(t, out)
	}
	build(t)
	open := func(t *testing.T, address string) {
		t.Helper()
		b.Visit(t, h.URL+address)
	}

	t.Run("nothing is chosen", func(t *testing.T) {
		open(t, "/")
		if got := value[[]string](t, b, newTitles); !slices.Equal(got, []string{"Export", "Note 8", "Note 7", "Note 6", "Note 5"}) {
			t.Errorf("new is %q", got)
		}
		if value[bool](t, b, `document.querySelector("[data-roles]").hidden || "role" in document.documentElement.dataset`) {
			t.Error("the choice is not offered, or made")
		}
		options := value[[]string](t, b, `[...document.querySelectorAll("[data-roles] option")].map((o) => o.textContent)`)
		if !slices.Equal(options, []string{"Everyone", "Sales", "Customer success", "Support"}) {
			t.Errorf("the choice is between %q", options)
		}
		b.Quiet(t)
	})

	t.Run("an address chooses, and it is remembered", func(t *testing.T) {
		open(t, "/?role=success")
		if got := value[[]string](t, b, newTitles); !slices.Equal(got, []string{"Note 0", "Export", "Note 8", "Note 7", "Note 6"}) {
			t.Errorf("for success, new is %q", got)
		}
		open(t, "/releases/export/?role=sales")
		if got := value[[]string](t, b, actionsOf); !slices.Equal(got, []string{"Sales!", "Support"}) {
			t.Errorf("to do: %q", got)
		}
		if !value[bool](t, b, `document.querySelector(".audience").matches("[data-mine]") && `+
			`document.querySelector(".actions a[href='#for-sales']") && `+
			`document.querySelector("#for-sales") === document.querySelector(".audience")`) {
			t.Error("the block for sales is not marked, or nothing leads to it")
		}
		open(t, "/releases/export/")
		if got := value[string](t, b, `document.documentElement.dataset.role + `+
			`document.querySelector("[data-roles] select").value`); got != "salessales" {
			t.Errorf("remembered is %q", got)
		}
		open(t, "/releases/export/?role=nobody")
		if got := value[[]string](t, b, actionsOf); !slices.Equal(got, []string{"Support", "Sales"}) {
			t.Errorf("for a role that there is not: %q", got)
		}
		open(t, "/releases/export/")
		if got := value[string](t, b, `document.documentElement.dataset.role`); got != "sales" {
			t.Errorf("a role that there is not replaced %q", got)
		}
		b.Quiet(t)
	})

	t.Run("a reader chooses", func(t *testing.T) {
		open(t, "/releases/export/")
		value[bool](t, b, fmt.Sprintf(chooseRole, "support"))
		if got := value[[]string](t, b, actionsOf); !slices.Equal(got, []string{"Support!", "Sales"}) {
			t.Errorf("to do: %q", got)
		}
		if got := value[string](t, b, "location.search"); got != "?role=support" {
			t.Errorf("the address says %q", got)
		}
		value[bool](t, b, fmt.Sprintf(chooseRole, ""))
		if got := value[[]string](t, b, actionsOf); !slices.Equal(got, []string{"Support", "Sales"}) {
			t.Errorf("for everyone: %q", got)
		}
		open(t, "/")
		if value[bool](t, b, `"role" in document.documentElement.dataset`) {
			t.Error("everyone is not remembered")
		}
		b.Quiet(t)
	})

	t.Run("nothing moves", func(t *testing.T) {
		value[bool](t, b, `localStorage.setItem("headsup-visits", JSON.stringify({ last: Date.parse("2026-01-05"), seen: {} })) ?? true`)
		for _, address := range []string{
			"/?role=success", "/releases/?role=success", "/releases/export/?role=sales",
			"/audiences/support/?role=sales", "/playbooks/call/", "/playbooks/long/",
		} {
			for _, width := range []int64{360, 1440} {
				b.Do(t, chromedp.EmulateViewport(width, 900))
				open(t, address)
				if moved := value[float64](t, b, shifts); moved > 0 {
					t.Errorf("%s at %d pixels: a layout shift of %f", address, width, moved)
				}
			}
		}
		value[bool](t, b, `localStorage.clear() ?? true`)
		b.Quiet(t)
	})

	t.Run("changes are marked until they were seen", func(t *testing.T) {
		fresh := `[...document.querySelectorAll(".home-new .card:not([hidden]):has(.fresh) h3")].map((h) => h.textContent)`
		open(t, "/")
		if got := value[[]string](t, b, fresh); len(got) != 0 {
			t.Errorf("new on the first visit: %q", got)
		}
		value[bool](t, b, `localStorage.setItem("headsup-visits", `+
			`JSON.stringify({ last: Date.parse("2026-01-08T10:00Z"), seen: {} })) ?? true`)
		open(t, "/")
		if got := value[[]string](t, b, fresh); !slices.Equal(got, []string{"Export", "Note 8", "Note 7"}) {
			t.Errorf("new since 8 January: %q", got)
		}
		line := value[string](t, b, `document.querySelector("[data-fresh]").innerText`)
		if !strings.Contains(line, "3 new or updated since your last visit") {
			t.Errorf("the line says %q", line)
		}
		open(t, "/releases/export/")
		if got := value[string](t, b, `document.querySelector(".kicker .fresh")?.textContent`); got != "New" {
			t.Errorf("the page is marked %q", got)
		}
		open(t, "/releases/")
		if got := value[int](t, b, `document.querySelectorAll(".card .fresh").length`); got != 2 {
			t.Errorf("%d marks after one was opened", got)
		}
		writeFiles(t, dir, map[string]string{
			"releases/note-2.md": "---\ntitle: Note 2\ndate: 2026-01-03\n" +
				"updated: 2026-01-12\naudiences: [support]\nversion: 3.2\n---\nText.\n",
		})
		build(t)
		open(t, "/releases/")
		if got := value[string](t, b, `[...document.querySelectorAll(".card:has(.fresh)")]`+
			`.find((c) => c.textContent.includes("Note 2"))?.querySelector(".fresh").textContent`); got != "Updated" {
			t.Errorf("the page that changed is marked %q", got)
		}
		value[bool](t, b, `document.querySelector("[data-fresh] button").click() ?? true`)
		if got := value[int](t, b, `document.querySelectorAll(".card .fresh").length`); got != 0 {
			t.Errorf("%d marks when all is seen", got)
		}
		open(t, "/releases/")
		if got := value[int](t, b,
			`document.querySelectorAll(".fresh").length + !document.querySelector("[data-fresh]").hidden`); got != 0 {
			t.Errorf("%d marks after all was seen", got)
		}
		value[bool](t, b, `localStorage.clear() ?? true`)
		b.Quiet(t)
	})

	// Everything of one origin can write to the storage, and an older version of
	// this site may have.
	t.Run("what is kept may be damaged", func(t *testing.T) {
		for _, kept := range []string{
			`{`, `null`, `5`, `"x"`, `[null]`, `{"seen":null}`, `{"seen":"x"}`, `{"seen":{"/":null}}`, `{"last":-1e300}`,
			`{"last":"x","since":{}}`, `{"last":{},"since":[],"floor":5}`, `{"__proto__":{"last":1}}`,
		} {
			for _, address := range []string{"/", "/releases/export/", "/playbooks/call/"} {
				value[bool](t, b, fmt.Sprintf(`["headsup-visits", "headsup-role", "headsup-scheme", `+
					`"headsup-steps:/playbooks/call/"].forEach((key) => localStorage.setItem(key, %q)) ?? true`, kept))
				open(t, address)
				// Each of these is offered by a part of the script behind the others.
				offered := `document.querySelector("[data-search]").ariaKeyShortcuts !== null && ` +
					`!document.querySelector("[data-roles]").hidden && ` +
					`!document.querySelector("[data-copy-link]")?.hidden`
				if !value[bool](t, b, offered) || value[bool](t, b, `"role" in document.documentElement.dataset`) {
					t.Errorf("%s with %s: the page lacks something", address, kept)
				}
			}
			b.Until(t, `document.querySelector('[data-progress="on"]')`)
			b.Quiet(t)
			// Another page of the site, or of its origin, writes while this one is open.
			value[bool](t, b, fmt.Sprintf(`dispatchEvent(new StorageEvent("storage", `+
				`{ key: "headsup-steps:/playbooks/call/", newValue: %q }))`, kept))
			b.Quiet(t)
		}
		// What was damaged does not stay so.
		open(t, "/")
		if got := value[string](t, b, `typeof JSON.parse(localStorage.getItem("headsup-visits")).last`); got != "number" {
			t.Errorf("the last visit is kept as a %s", got)
		}
		value[bool](t, b, `localStorage.clear() ?? true`)
		b.Quiet(t)
	})

	t.Run("notes are filtered", func(t *testing.T) {
		shown := `[...document.querySelectorAll(".timeline .card")].filter((c) => c.getClientRects().length > 0).length`
		open(t, "/releases/?audience=success")
		b.Until(t, shown+` === 1`) // the filter is a module of its own
		state := shown + ` + " " + document.querySelector(".filter-fold").open + ` +
			`document.querySelector("[data-filter] a[aria-current][data-key=audience]").dataset.value`
		if got := value[string](t, b, state); got != "1 truesuccess" {
			t.Errorf("for success: %s", got)
		}
		value[bool](t, b, `document.querySelector("a[data-key=audience][data-value='']").click() ?? true`)
		if got := value[string](t, b, shown+` + location.search`); got != "10" {
			t.Errorf("for everyone: %s", got)
		}
		value[bool](t, b, `document.querySelector("a[data-key=product][data-value=billing]").click() ?? true`)
		if got := value[string](t, b, shown+` + location.search`); got != "1?product=billing" {
			t.Errorf("of billing: %s", got)
		}
		value[bool](t, b, `document.querySelector("a[data-key=audience][data-value=success]").click() ?? true`)
		if !value[bool](t, b, `document.querySelector("[data-filter-empty]").getClientRects().length > 0`) {
			t.Error("nothing says that nothing fits")
		}
		b.Quiet(t)
	})

	t.Run("steps are ticked", func(t *testing.T) {
		progress := `document.querySelector("[data-progress] p").innerText.replace(/\s+/g, " ")`
		open(t, "/playbooks/call/")
		b.Until(t, `document.querySelector('[data-progress="on"]')`)
		if got := value[string](t, b, progress); got != "0 of 3 done Next: Greet" {
			t.Errorf("at first: %q", got)
		}
		value[bool](t, b, `document.querySelector("#step-listen .tick input").click() ?? true`)
		open(t, "/playbooks/call/")
		b.Until(t, `document.querySelector('[data-progress="on"]')`)
		if got := value[string](t, b, progress+` + document.querySelector("#step-listen input").checked + `+
			`document.querySelectorAll(".outline a[data-ticked]").length`); got != "1 of 3 done Next: Greettrue1" {
			t.Errorf("after a reload: %q", got)
		}
		// Another step is put in front, and one is written anew.
		writeFiles(t, dir, map[string]string{"playbooks/call.md": playbookOf("Breathe", "Greet", "Listen", "Answer them")})
		build(t)
		open(t, "/playbooks/call/")
		b.Until(t, `document.querySelector('[data-progress="on"]')`)
		if got := value[string](t, b,
			progress+` + document.querySelector("#step-listen input").checked`); got != "1 of 4 done Next: Breathetrue" {
			t.Errorf("after the page changed: %q", got)
		}
		value[bool](t, b, `document.querySelector("[data-progress] button").click() ?? true`)
		reset := value[string](t, b, progress+` + localStorage.length + document.activeElement.type`)
		if !strings.HasPrefix(reset, "0 of 4 done") || !strings.HasSuffix(reset, "checkbox") {
			t.Errorf("after a reset: %q", reset)
		}
		if value[bool](t, b, `"headsup-steps:/playbooks/call/" in localStorage`) {
			t.Error("a reset leaves something behind")
		}
		open(t, "/playbooks/long/#second")
		b.Until(t, `document.querySelector('[data-progress="on"]')`)
		sections := value[[]string](t, b, `[...document.querySelectorAll(".tick")].map((n) => n.previousElementSibling.id)`)
		if !slices.Equal(sections, []string{"first", "second"}) {
			t.Errorf("sections with boxes: %q", sections)
		}
		if got := value[string](t, b, `document.querySelector(".copy-box > blockquote + button").ariaLabel + `+
			`document.querySelector(".copy-box > pre + button").ariaLabel`); got != "Copy textCopy code" {
			t.Errorf("what can be copied: %q", got)
		}
		if value[bool](t, b, `getComputedStyle(document.querySelector("#second")).backgroundColor === `+
			`getComputedStyle(document.querySelector("#first")).backgroundColor`) {
			t.Error("the step that an address names does not stand out")
		}
		b.Quiet(t)
	})

	t.Run("on paper", func(t *testing.T) {
		for _, address := range []string{"/playbooks/call/", "/playbooks/long/"} {
			open(t, address)
			b.Until(t, `document.querySelector('[data-progress="on"]')`)
			b.Do(t, chromium.Media("print"))
			if got := value[[]string](t, b,
				`[...document.querySelectorAll(".tick, .progress, .top-nav, .role, .outline")]`+
					`.filter((e) => e.getClientRects().length > 0).map((e) => e.className)`); len(got) > 0 {
				t.Errorf("%s prints %q", address, got)
			}
			if got := value[[]string](t, b, `[...document.querySelectorAll("li[id^='step-']")].map((e) => `+
				`getComputedStyle(e, "::after")).concat([...document.querySelectorAll(".headed > h2")].map((e) => `+
				`getComputedStyle(e, "::before"))).map((s) => s.content + s.borderTopStyle)`); len(got) < 2 ||
				slices.ContainsFunc(got, func(s string) bool { return s != `""solid` }) {
				t.Errorf("%s prints the boxes %q", address, got)
			}
			b.Do(t, chromium.Media(""))
			pdf := string(browsertest.Run(t, b.Tab,
				chromedp.PrintToPDF(func(p *page.PrintToPDFParams) { p.PreferCSSPageSize = new(true) })))
			if !strings.HasPrefix(pdf, "%PDF") || len(pdf) < 5_000 {
				t.Errorf("%s makes a PDF of %d bytes", address, len(pdf))
			}
		}
		b.Quiet(t)
	})

	t.Run("without JavaScript", func(t *testing.T) {
		b.Do(t, chromium.Scripts(false))
		defer b.Do(t, chromium.Scripts(true))
		for address, want := range map[string]string{
			"/":                   ".home-new .card:not([hidden])",
			"/playbooks/call/":    "li[id^='step-']",
			"/audiences/success/": ".home-new .card",
			"/releases/export/":   ".actions li",
			"/releases/2026/":     ".timeline .card",
		} {
			open(t, address)
			if value[int](t, b, `[...document.querySelectorAll("`+want+`")].filter((e) => e.getClientRects().length > 0).length`) == 0 {
				t.Errorf("%s does not show %s", address, want)
			}
			if got := value[[]string](t, b, `[...document.querySelectorAll(".role, .progress, .tick, [data-fresh]")]`+
				`.filter((e) => e.getClientRects().length > 0).map((e) => e.className)`); len(got) > 0 {
				t.Errorf("%s offers what needs JavaScript: %q", address, got)
			}
		}
	})

	t.Run("storage is closed", func(t *testing.T) {
		b.Before(t, `Object.defineProperty(window, "localStorage", `+
			`{ get() { throw new DOMException("closed", "SecurityError"); } });`)
		open(t, "/?role=success")
		if got := value[[]string](t, b, newTitles); got[0] != "Note 0" {
			t.Errorf("by its address, new is %q", got)
		}
		value[bool](t, b, fmt.Sprintf(chooseRole, "sales"))
		if got := value[[]string](t, b, newTitles); got[0] != "Export" {
			t.Errorf("by choice, new is %q", got)
		}
		value[bool](t, b, `document.querySelector(".home-new .card h3 a").click() ?? true`)
		b.Until(t, `document.querySelector('.actions')`)
		if got := value[[]string](t, b, actionsOf); !slices.Equal(got, []string{"Sales!", "Support"}) {
			t.Errorf("on the next page: %q", got)
		}
		open(t, "/playbooks/call/")
		b.Until(t, `document.querySelector('[data-progress="on"]')`)
		value[bool](t, b, `document.querySelector(".tick input").click() ?? true`)
		if got := value[string](t, b, `document.querySelector("[data-done]").textContent`); !strings.HasPrefix(got, "1 of") {
			t.Errorf("ticked: %q", got)
		}
		b.Quiet(t)
	})
}
