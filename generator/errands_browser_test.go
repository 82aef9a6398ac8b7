package generator_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"headsup/generator"
)

// errandsSite is a site with something for each errand of sales, success and support.
func errandsSite(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"headsup.yaml": "title: Acme\nplans: [{id: free, title: Free}, {id: pro, title: Pro}]\nplatforms: [web, ios]\n" +
			"audiences: [{id: sales, title: Sales}, {id: support, title: Support}]\n",
		"releases/export.md": `---
title: Export
date: 2026-01-14
audiences: [sales]
plans: [pro]
visibility: public
version: "3.10"
actions: {support: Close the secret tickets.}
---
Text for everyone.

:::sales
Two secret competitors lack it.
:::
`,
		"releases/colours.md": "---\ntitle: Colours\ndate: 2026-01-12\nplans: [free]\nversion: \"3.9\"\n---\nText.\n",
		"releases/sound.md":   "---\ntitle: Sound\ndate: 2026-01-02\nplatforms: [ios]\naudiences: [support]\n---\nText.\n",
		"releases/read.md": "---\ntitle: Read me\ndate: 2026-01-01\nacknowledge: [support]\n" +
			"quiz: [{question: \"Who has it?\", answers: [Free, Pro], right: 2}]\n---\nText.\n",
		"playbooks/rivals.md": "---\ntitle: Rivals\nsteps: true\naudiences: [sales]\n" +
			"objections: [{objection: It is dear., answer: It saves hours.}]\n" +
			"never_say: [Nobody else has it.]\n---\n1. Open the invoice.\n2. Send it.\n",
	})
	return dir
}

// Each errand is done from the home page, with at most two clicks.
func TestErrandsInBrowser(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "out")
	b := openBrowser(t)
	h := newHost(t, b)
	mustBuild(t, generator.Options{Content: errandsSite(t), Out: out, NoCache: true, BaseURL: h.URL + "/"})
	h.show(t, out)
	shown := `[...document.querySelectorAll(".timeline .card, .home-new .card")].filter((c) => c.getClientRects().length > 0)` +
		`.map((c) => c.querySelector("h3").textContent + ": " + (c.querySelector(".applies")?.textContent ?? ""))`
	wants := func(t *testing.T, want ...string) {
		t.Helper()
		if got := value[[]string](t, b, shown); !slices.Equal(got, want) {
			t.Errorf("shown: %q, not %q", got, want)
		}
	}

	t.Run("what changes for my customer", func(t *testing.T) {
		b.Visit(t, h.URL+"/")
		value[bool](t, b, `document.querySelector("[data-customer] summary").click() ?? true`)
		b.Until(t, `document.querySelector("[data-customer] form").oninput`)
		value[bool](t, b, `(() => { const form = document.querySelector("[data-customer] form"); form.elements.plan.value = "pro"; `+
			`form.elements.version.value = "3.9.2"; return form.dispatchEvent(new Event("input")); })()`)
		wants(t, "Export: Not yet: needs version 3.10, and the customer has 3.9.2",
			"Colours: Doesn’t apply: not on Pro (only Free)", "Sound: Applies to this customer", "Read me: Applies to this customer")
		if got := value[string](t, b, `document.querySelector("[data-week]").search`); got != "?plan=pro&since=week" {
			t.Errorf("this week is at %q", got)
		}
		b.Visit(t, h.URL+"/releases/?plan=pro&since=2026-01-02")
		b.Until(t, `document.querySelector(".applies")`)
		wants(t, "Export: Not yet: needs version 3.10, and the customer has 3.9.2", "Sound: Applies to this customer")
		value[bool](t, b, `document.querySelector("a[data-key=platform][data-value=web]").click() ?? true`)
		wants(t, "Export: Not yet: needs version 3.10, and the customer has 3.9.2")
		if got := value[string](t, b, `location.search`); got != "?plan=pro&since=2026-01-02&platform=web" {
			t.Errorf("the address is %q", got)
		}
		b.Quiet(t)
	})

	t.Run("print it, and tell it", func(t *testing.T) {
		b.Visit(t, h.URL+"/releases/export/")
		b.Until(t, `document.querySelector("[data-do=printPublic]").onclick`)
		if got := value[string](t, b, `document.querySelector(".share p").innerText`); got !=
			"May I tell the customer? Yes, except what’s marked for colleagues." {
			t.Errorf("it says %q", got)
		}
		printed := value[string](t, b, `new Promise((done) => { `+
			`window.print = () => { done(document.title + "\n" + document.body.textContent); dispatchEvent(new Event("afterprint")); }; `+
			`document.querySelector("[data-do=printPublic]").click(); })`)
		if !strings.Contains(printed, "Text for everyone.") || strings.Contains(printed, "secret") || strings.Contains(printed, "Sales") {
			t.Errorf("on paper is %q", printed)
		}
		if !value[bool](t, b, `document.querySelector(".top") !== null && document.title.endsWith("Acme")`) {
			t.Error("the page is not back after printing")
		}
		// The page has what it takes to print, and so to copy.
		copied := value[string](t, b, `(() => { getSelection().selectAllChildren(document.querySelector(".sheet-body")); `+
			`const data = new DataTransfer(); `+
			`document.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, cancelable: true })); `+
			`return data.getData("text/plain") + "|" + document.querySelector(".warning")?.innerText; })()`)
		if !strings.Contains(copied, "Text for everyone.") || strings.Contains(copied, "secret") ||
			!strings.Contains(copied, "Your selection has internal text.") {
			t.Errorf("copied is %q", copied)
		}
		b.Quiet(t)
	})

	t.Run("what to say, and a step to link to", func(t *testing.T) {
		b.Visit(t, h.URL+"/playbooks/rivals/#step-2")
		if got := value[string](t, b, `document.querySelector(".objections dl").innerText + `+
			`document.querySelector(".never-say li").innerText + `+
			`document.querySelector("#step-2").parentElement.id`); !strings.Contains(got, "It saves hours.") ||
			!strings.HasSuffix(got, "Nobody else has it.step-send-it") {
			t.Errorf("the playbook says %q", got)
		}
		b.Until(t, `document.querySelector("#step-send-it .step-link")`)
		b.Quiet(t)
	})

	t.Run("have we all read it", func(t *testing.T) {
		b.Visit(t, h.URL+"/releases/read/")
		b.Until(t, `document.querySelector("[data-ack]").onsubmit`)
		answer := func(n string) string {
			return value[string](t, b, `(() => { document.querySelectorAll("[data-ack] input[type=radio]")[`+n+`].checked = true; `+
				`document.querySelector("[data-ack] button").click(); return document.querySelector("[data-said]").textContent; })()`)
		}
		if got := answer("0"); !strings.HasPrefix(got, "Not all answers are right.") {
			t.Errorf("a wrong answer: %q", got)
		}
		answer("1")
		b.Visit(t, h.URL+"/releases/read/")
		b.Until(t, `document.querySelector("[data-said]").textContent.startsWith("You read this on")`)
		b.Quiet(t)
	})

	t.Run("a role hides the rest, one click brings it back", func(t *testing.T) {
		b.Visit(t, h.URL+"/?role=sales")
		wants := func(want string) {
			t.Helper()
			got := value[[]string](t, b, `[...document.querySelectorAll(".home-new .card")].filter((c) => c.getClientRects().length > 0)`+
				`.map((c) => c.querySelector("h3").textContent)`)
			if strings.Join(got, ", ") != want {
				t.Errorf("shown: %q, not %q", got, want)
			}
		}
		wants("Export, Colours, Read me")
		value[bool](t, b, `document.querySelector("[data-role-all]").click() ?? true`)
		wants("Export, Colours, Read me, Sound")
		b.Quiet(t)
	})
}
