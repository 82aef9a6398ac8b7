package generator_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"headsup/generator/tools/browsertest"
	"headsup/generator/tools/webdriver"
)

// smallHost has rolesSite with questions that came in.
var smallHost = sharedHost{content: func(t *testing.T) string {
	dir := rolesSite(t)
	files := map[string]string{"inbound/themes.yaml": "export: {title: Export of invoices}\n"}
	for i := range 24 {
		month := 1 + i%10
		files[fmt.Sprintf("inbound/desk/2026-%02d.jsonl", month)] += fmt.Sprintf(
			`{"id":"%d","at":"2026-%02d-0%dT09:00:00Z","source":"desk",`+
				`"team":"support","kind":"%s","account":"a%d","text":"We need the export of invoices","theme":"export"}`+"\n",
			i, month, 1+i%9, []string{"how-to", "request", "problem"}[i%3], i%5)
	}
	writeFiles(t, dir, files)
	return dir
}}

// TestOtherBrowsers opens our sites in browsers that are not Chromium, as readers do,
// under the headers that the sites ask for.
func TestOtherBrowsers(t *testing.T) {
	t.Parallel()
	browsertest.InOthers(t, func(r browsertest.Report) bool {
		if r.About == "network" && strings.Contains(r.Text, "/releases/picture.png") {
			return false // of hostileSite, and no picture
		}
		u, err := url.Parse(r.URL)
		return r.Kind != browsertest.Request || err != nil || u.Hostname() != "127.0.0.1"
	}, func(t *testing.T, b *browsertest.Other) {
		b.Before(canary)
		b.Resize(t, 1280, 800)
		for _, step := range []struct {
			what string
			test func(t *testing.T, b *browsertest.Other)
		}{
			{"search", otherSearch},
			{"roles and filters", otherRoles},
			{"steps", otherSteps},
			{"charts", otherCharts},
			{"hostile content", otherHostile},
			{"a phone", otherPhone},
			{"dark colours", otherDark},
		} {
			t.Run(step.what, func(t *testing.T) {
				step.test(t, b)
				b.Quiet(t)
			})
		}
	})
}

// wants fails the test when an expression does not have a text for its value.
func wants(t *testing.T, b *browsertest.Other, expression, want string) {
	t.Helper()
	if got := browsertest.Ask[string](t, b.Tab, "String("+expression+")"); got != want {
		t.Errorf("%s is %q, want %q", expression, got, want)
	}
}

func otherSearch(t *testing.T, b *browsertest.Other) {
	h := ownHost.start(t)
	b.Visit(t, h.URL+"/")
	b.Type(t, "/")
	b.Until(t, `document.querySelector("dialog[open] input") === document.activeElement`)
	b.Type(t, "embrago")
	b.Until(t, `document.querySelector(".hits a")?.textContent.startsWith("Handle an embargo")`)
	b.Type(t, webdriver.Enter)
	// Firefox complains of a module whose page is left before it has come.
	b.Until(t, `location.pathname === "/playbooks/handle-an-embargo/" && document.querySelector('[data-progress="on"]')`)

	b.Visit(t, h.URL+"/search/?q=visibility")
	b.Until(t, results)
	const facet = `[...document.querySelectorAll("fieldset label")].find((l) => l.children[1]?.textContent === "Playbook")`
	b.Until(t, facet)
	b.Click(t, facet)
	b.Until(t, `[...new Set([...document.querySelectorAll(".hits .hit-about > :first-child")]`+
		`.map((e) => e.textContent))].join() === "Playbook"`)
	wants(t, b, `location.search`, "?q=visibility&kind=playbook")
}

func otherRoles(t *testing.T, b *browsertest.Other) {
	h := smallHost.start(t)
	b.Visit(t, h.URL+"/releases/export/")
	browsertest.Ask[bool](t, b.Tab, fmt.Sprintf(chooseRole, "sales"))
	wants(t, b, `location.search`, "?role=sales")
	b.Visit(t, h.URL+"/releases/export/")
	wants(t, b, actionsOf, "Sales!,Support")

	shown := `[...document.querySelectorAll(".timeline .card")].filter((c) => c.getClientRects().length > 0).length`
	b.Visit(t, h.URL+"/releases/?audience=success")
	b.Until(t, shown+` === 1`)
	b.Click(t, `document.querySelector("a[data-key=audience][data-value='']")`)
	b.Until(t, shown+` === 10`)
	wants(t, b, `location.search`, "")
	b.Click(t, `document.querySelector("a[data-key=product][data-value=billing]")`)
	b.Until(t, shown+` === 1`)
	wants(t, b, `location.search`, "?product=billing")
}

// otherSteps ticks a step of a playbook, and copies a command of another one.
func otherSteps(t *testing.T, b *browsertest.Other) {
	h := smallHost.start(t)
	const there = `document.querySelector('[data-progress="on"]')`
	b.Visit(t, h.URL+"/playbooks/call/")
	b.Until(t, there)
	b.Click(t, `document.querySelector("#step-listen .tick input")`)
	b.Visit(t, h.URL+"/playbooks/call/")
	b.Until(t, there)
	wants(t, b, `document.querySelector("[data-progress] p").innerText.replace(/\s+/g, " ").trim()`, "1 of 3 done Next: Greet")
	wants(t, b, `document.querySelector("#step-listen input").checked`, "true")

	const button = `document.querySelector(".copy-box > pre + button")`
	b.Visit(t, h.URL+"/playbooks/long/")
	b.Until(t, button)
	b.Tell(t, `window.said = []; new MutationObserver(() => said.push(`+button+`.textContent))`+
		`.observe(`+button+`, { subtree: true, childList: true, characterData: true })`)
	b.Click(t, button)
	b.Until(t, `said.includes("Copied")`)
	b.Type(t, "/")
	b.Until(t, `document.querySelector("dialog[open] input") === document.activeElement`)
	b.Chord(t, webdriver.Control, "v")
	b.Until(t, `document.querySelector("dialog[open] input").value === "run"`)
}

func otherCharts(t *testing.T, b *browsertest.Other) {
	b.Visit(t, smallHost.start(t).URL+"/inbound/")
	// A bar has a colour and lies in its chart; the months are below.
	wrong := browsertest.Ask[[]string](t, b.Tab, `(() => {
		const wrong = [];
		const charts = [...document.querySelectorAll(".shares-bars, .shares-counts")];
		const bars = document.querySelectorAll(".shares-bars rect, .shares-counts rect");
		if (charts.length < 2 || bars.length < 30) wrong.push("there are no charts");
		for (const chart of charts) {
			const all = chart.getBoundingClientRect();
			for (const bar of chart.querySelectorAll("rect:not([height='0'])")) {
				const box = bar.getBoundingClientRect();
				if (box.height < 1 || box.width < 1 || box.left < all.left - 1 || box.right > all.right + 1 ||
					box.top < all.top - 1 || box.bottom > all.bottom + 1) wrong.push("out of its chart: " + bar.outerHTML);
				if (/none|rgba\(.*, 0\)/.test(getComputedStyle(bar).fill)) wrong.push("without a colour: " + bar.outerHTML);
			}
		}
		for (const month of document.querySelectorAll(".shares-months text")) {
			if (month.getBoundingClientRect().width < 5) wrong.push("not to be seen: " + month.outerHTML);
		}
		return wrong;
	})()`)
	for _, text := range wrong {
		t.Error(text)
	}
}

func otherPhone(t *testing.T, b *browsertest.Other) {
	small, own := smallHost.start(t).URL, ownHost.start(t).URL
	b.Resize(t, 360, 700)
	for _, address := range []string{
		small + "/", small + "/releases/", small + "/inbound/", small + "/playbooks/call/",
		own + "/", own + "/reference/embed/", own + "/search/?q=visibility",
	} {
		b.Visit(t, address)
		if strings.Contains(address, "?q=") {
			b.Until(t, results)
		}
		wants(t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`, "0")
	}
	b.Resize(t, 1280, 800)
}

func otherDark(t *testing.T, b *browsertest.Other) {
	h := smallHost.start(t)
	const background = "getComputedStyle(document.body).backgroundColor"
	b.Visit(t, h.URL+"/")
	wants(t, b, background, "rgb(255, 255, 255)")
	b.Dark(t, true)
	b.Visit(t, h.URL+"/")
	b.Until(t, background+` === "rgb(20, 24, 27)"`)
}
