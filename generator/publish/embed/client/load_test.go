package client_test

import (
	"fmt"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"headsup/generator/tools/browsertest"
	"headsup/generator/tools/embedhost"
)

const app = `
import { createRoot } from "react-dom/client";
createRoot(document.getElementById("root")).render(<><h1>Invoices</h1>
  <Enablement user={{ id: "7", plan: "pro", role: "admin", locale: "en" }} /></>);
globalThis.started = true;`

// openProduct opens a tab that takes what the browser says of hosts that fail.
func openProduct(t *testing.T) *tab {
	t.Helper()
	return browsertest.Open(t, func(r browsertest.Report) bool {
		return browsertest.IsError(r) && r.About != "network"
	})
}

// TestProductStarts: whatever the site's host does, the product that follows the
// playbook starts, and has the tips when they come.
func TestProductStarts(t *testing.T) {
	t.Parallel()
	feed := newSite(t)
	feed.tips(t, snippet("a", "panel", nil))
	product := newSite(t)
	slow, answer := embedhost.Slow(t, feed)
	for host, address := range map[string]string{"hanging": embedhost.Hanging(t), "closed": embedhost.Closed(t), "slow": slow} {
		page := embedhost.Recipe(t, "index.html", address)
		page = strings.Replace(page, "</body>", `<script type="module">globalThis.started = true</script></body>`, 1)
		product.put("/html/"+host, []byte(page))
		product.put("/react/"+host, []byte(`<!doctype html><html lang="en"><title>Product</title><div id="root"></div>`+
			`<script type="module" src="/react/`+host+`.js"></script>`))
		product.put("/react/"+host+".js", []byte(embedhost.Bundle(t, embedhost.Recipe(t, "Enablement.tsx", address)+app, address)))
		product.put("/start/"+host, []byte(`<!doctype html><html lang="en"><title>Product</title><headsup-tips></headsup-tips>`+
			`<script type="module">`+embedhost.Recipe(t, "start.js", address)+
			`; addEventListener("load", () => globalThis.started = true)</script>`))
	}
	tabs := map[string]*tab{}
	for _, recipe := range []string{"html", "react", "start"} {
		for _, host := range []string{"hanging", "closed", "slow"} {
			b := openProduct(t)
			// The page that hangs is never loaded.
			b.Tell(t, fmt.Sprintf("location.href = %q", product.URL+"/"+recipe+"/"+host))
			b.Until(t, `globalThis.started && document.readyState != "loading"`)
			if recipe == "react" {
				b.Until(t, `document.querySelector("h1")?.textContent == "Invoices"`)
			}
			tabs[recipe+" "+host] = b
		}
	}
	answer()
	for name, b := range tabs {
		if strings.HasSuffix(name, "slow") {
			await(t, b, `tips.headsup?.source == "network" && tip("panel")`)
		}
	}
}

// TestViewer: who is looking arrives, in whatever form and order.
func TestViewer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tips(t, snippet("pro", "panel", object{"target": object{"plans": []string{"pro"}}}))
	b := openTab(t)
	for name, steps := range map[string]string{
		"an object before":      `make(); there().viewer = pro; await script()`,
		"a text before":         `make(); there().viewer = JSON.stringify(pro); await script()`,
		"an attribute before":   `make(); there().setAttribute("viewer", JSON.stringify(pro)); await script()`,
		"an object afterwards":  `await script(); make(); there().viewer = pro`,
		"a text afterwards":     `await script(); make(); there().viewer = JSON.stringify(pro)`,
		"an attribute after":    `await script(); make(); there().setAttribute("viewer", JSON.stringify(pro))`,
		"over what was wrong":   `make(); there().setAttribute("viewer", "" + pro); await script(); there().viewer = pro`,
		"over another property": `make(); there().viewer = { plan: "free" }; await script(); there().viewer = JSON.stringify(pro)`,
	} {
		b.Visit(t, s.URL)
		got := run[string](t, b, `
			const pro = { plan: "pro" }, there = () => document.querySelector("headsup-tips");
			const make = () => document.body.innerHTML = "<headsup-tips></headsup-tips>";
			const script = () => import("/embed/v1/headsup.js");
			`+steps+`;
			return there().viewer.plan;`, nil)
		if got != "pro" {
			t.Errorf("%s: the plan is %q", name, got)
		}
		await(t, b, `tip("panel")`)
	}
	b.Visit(t, s.URL)
	wrong := run[[]string](t, b, `
		const wrong = [];
		addEventListener("headsup-error", ({ detail }) => wrong.push(detail.error.message));
		await import("/embed/v1/headsup.js");
		for (const viewer of ["[object Object]", "pro", "5"]) {
			const element = document.createElement("headsup-tips");
			element.setAttribute("viewer", viewer);
			document.body.append(element);
			if (element.viewer !== undefined) throw Error(viewer + " is a viewer");
			element.user = "{7}";
			if (element.user != "{7}") throw Error("no text is a user");
		}
		await tasks(4);
		return wrong.filter((text) => text.startsWith("viewer has to be an object or its JSON, and is "));`, nil)
	if len(wrong) != 3 {
		t.Errorf("of three viewers that are none it says %q", wrong)
	}
}

// count notes what is listening, waiting and watching.
const count = `
	globalThis.left = { listeners: 0, timers: new Set(), observers: new Set() };
	const wrap = (owner, name, change) => {
		const own = owner[name];
		owner[name] = function (...all) { return change.call(this, own, all); };
	};
	const lists = new WeakMap();
	const global = (target) => target == window || target == document || target == window.navigation;
	wrap(EventTarget.prototype, "addEventListener", function (own, all) {
		const target = this ?? window, [type, listener, options] = all;
		if (global(target) && !options?.signal?.aborted) {
			const list = lists.get(listener) ?? new Set();
			lists.set(listener, list);
			const key = type + !!(options?.capture ?? options);
			if (!list.has(key)) {
				left.listeners++;
				list.add(key);
				options?.signal && own.call(options.signal, "abort", () => list.delete(key) && left.listeners--);
			}
		}
		return own.apply(target, all);
	});
	wrap(EventTarget.prototype, "removeEventListener", function (own, all) {
		const target = this ?? window, [type, listener, options] = all;
		if (global(target) && lists.get(listener)?.delete(type + !!(options?.capture ?? options))) left.listeners--;
		return own.apply(target, all);
	});
	const { setTimeout: later } = window;
	left.frame = () => new Promise((done) => (requestAnimationFrame(done), later(done, 10_000)));
	wrap(window, "setTimeout", (own, [f, ...all]) => {
		const id = own((...given) => { left.timers.delete(id); f(...given); }, ...all);
		left.timers.add(id);
		return id;
	});
	wrap(window, "clearTimeout", (own, [id]) => { left.timers.delete(id); own(id); });
	for (const name of ["MutationObserver", "ResizeObserver", "IntersectionObserver"]) {
		const { prototype } = window[name];
		wrap(prototype, "observe", function (own, all) { left.observers.add(this); return own.apply(this, all); });
		wrap(prototype, "disconnect", function (own) { left.observers.delete(this); return own.call(this); });
	}`

// TestUnmounting: after many mounts nothing listens, waits, watches or is asked for
// that did not before, with and without the Navigation API, and while the site hangs.
func TestUnmounting(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	items := []object{snippet("a", "panel", nil), snippet("b", "tooltip", object{"anchor": anchor("h1")})}
	s.publish(t, bundle{Name: "tips", Language: "en", Items: items},
		bundle{Name: "news", Language: "en", Items: []object{note("n", daysAgo(1))}})
	s.show(`<h1>Product</h1><div id="root"></div>`)
	for name, before := range map[string]string{"": "", "without the Navigation API": "delete window.navigation;"} {
		b := openTab(t)
		b.Before(t, `{`+before+count+`}`)
		b.Visit(t, s.URL)
		s.asked()
		const leave = `for (let n = 0; n < 20 && (left.listeners || left.timers.size || left.observers.size); n++) await left.frame();
			return [left.listeners, left.timers.size, left.observers.size, history.hasOwnProperty("pushState")].join()`
		got := run[string](t, b, `await import("/embed/v1/headsup.js");
			await tasks(2);
			left.timers.clear();
			const root = document.querySelector("#root");
			for (let n = 0; n < 50; n++) {
				root.innerHTML = "<headsup-news></headsup-news><headsup-tips></headsup-tips>";
				while (![...root.children].every((element) => element.headsup)) await tasks(1);
				if (n % 10 == 0) await left.frame();
				root.replaceChildren();
				await null;
			}
			`+leave, nil)
		if got != "0,0,0,false" {
			t.Errorf("%s: of listeners, timers, observers and functions in history are left %s", name, got)
		}
		if asked := s.asked(); len(asked) != 3 {
			t.Errorf("%s: 50 mounts ask for %q", name, asked)
		}

		// A request that hangs ends with the element.
		gone := make(chan struct{}, 9)
		s.answer("/embed/v1/hanging/manifest.json", func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			gone <- struct{}{}
		})
		got = run[string](t, b, `const root = document.querySelector("#root");
			root.innerHTML = '<headsup-news src="/embed/v1/hanging/"></headsup-news>';
			while (!left.timers.size) await tasks(1);
			await tasks(2);
			root.replaceChildren();
			await tasks(2);
			`+leave, nil)
		if got != "0,0,0,false" {
			t.Errorf("%s: while the site hangs there is left %s", name, got)
		}
	}
}

// TestRoutes: what is shown follows the address, once for each change, with and
// without the Navigation API, and routers find history as it was.
func TestRoutes(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{"": "", "without the Navigation API": "delete window.navigation;"} {
		s := newSite(t)
		s.tips(t, snippet("invoices", "panel", object{"anchor": object{"path": "/invoices/*"}}),
			snippet("start", "banner", object{"anchor": object{"path": "/start"}}))
		s.show(`<h1>Product</h1><headsup-tips></headsup-tips>`)
		b := openTab(t)
		b.Before(t, `{`+before+`}`)
		// The first tip takes longer, since what shows tips comes with it.
		b.Visit(t, s.URL+"/#/start")
		await(t, b, `tip("banner")`)
		run[any](t, b, `history.replaceState(0, "", "/")`, nil)
		settle(t, b)
		for _, step := range []struct {
			change string
			shown  bool
		}{
			{`history.pushState(1, "", "/invoices/7")`, true},
			{`history.replaceState(2, "", "/settings")`, false},
			{`history.pushState(3, "", "/#/invoices")`, true},
			{`location.hash = "#/settings"`, false},
			{`location.hash = "#!/invoices/8"`, true},
			{`location.hash = "#top"`, false},
			{`history.back()`, true},
			{`history.go(-1)`, false},
			{`history.pushState(4, "", location.pathname); history.pushState(5, "", "/invoices/9")`, true},
		} {
			got := run[[]any](t, b, `
				let times = 0;
				const { match } = tips.headsup, address = location.href;
				tips.headsup.match = (...all) => { times++; return match(...all); };
				`+step.change+`;
				while (location.href == address) await tasks(1);
				await frames(3);
				tips.headsup.match = match;
				return [times, !!tip("panel")];`, nil)
			// What is shown or taken away is a change of the page, after which it looks again.
			if times := got[0].(float64); times < 1 || times > 2 || got[1] != step.shown {
				t.Errorf("%s: after %s the tip is there: %v, looked for %v times", name, step.change, got[1], times)
			}
		}
		if got := run[string](t, b, `
			const own = history.pushState, calls = [];
			history.pushState = function (...all) { calls.push(all[2]); own.apply(this, all); };
			history.pushState(null, "", "/settings");
			await frames(3);
			const hidden = !tip("panel");
			tips.remove();
			await tasks(2);
			history.pushState(null, "", "/invoices/1");
			return [hidden, location.pathname, ...calls].join()`, nil); got != "true,/invoices/1,/settings,/invoices/1" {
			t.Errorf("%s: a router that has its own pushState gets %s", name, got)
		}
	}
}

// TestServer: all modules may be imported where there is no browser. There load
// answers, and select chooses.
func TestServer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tips(t, snippet("pro", "panel", object{"target": object{"plans": []string{"pro"}}}),
		snippet("free", "panel", object{"target": object{"plans": []string{"free"}}}))
	cmd := exec.CommandContext(t.Context(), "node", "--input-type=module", "-e", `
		const [address] = process.argv.slice(1);
		const dist = "file://" + process.cwd() + "/dist/";
		for (const file of ["headsup.js", "news.js", "core.js"]) {
			const { load, select } = await import(dist + file);
			const closed = { src: "`+embedhost.Closed(t)+`", viewer: null, products: null, user: null };
			for (const options of [undefined, null, {}, { src: 5 }, closed]) {
				const { source, error, unread } = await load(options);
				if (source != "none" || !error || unread().length) throw Error(source);
			}
			const { items, match } = await load({ src: address, viewer: { plan: "pro" } });
			const chosen = [match(), select(items, { plan: "pro" }, {}, Date.now())];
			console.log(...chosen.map((list) => list.filter(({ shown }) => shown).map(({ item }) => item.id).join()));
		}
`,
		s.URL+"/embed/v1/")
	out, err := cmd.CombinedOutput()
	if want := strings.Repeat("snippet:pro snippet:pro\n", 3); err != nil || string(out) != want {
		t.Errorf("a server gets %v\n%s", err, out)
	}
}

// TestIsolated: a product that is isolated from other origins shows the pictures of
// the feed, which its host lets be embedded.
func TestIsolated(t *testing.T) {
	t.Parallel()
	feed := newSite(t)
	picture := func(policy string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cross-Origin-Resource-Policy", policy)
			w.Header().Set("Content-Type", "image/svg+xml")
			_, _ = w.Write([]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"/>`))
		}
	}
	feed.answer("/embed/shown.svg", picture("cross-origin"))
	item := snippet("a", "panel", nil)
	item["image"] = feed.URL + "/embed/shown.svg"
	feed.tips(t, item)
	product := newSite(t)
	product.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
	product.headers["Cross-Origin-Opener-Policy"] = "same-origin"
	product.page = `<title>Product</title><headsup-tips></headsup-tips>` +
		`<script type="module" async src="` + feed.URL + `/embed/v1/headsup.js"></script>`
	b := openTab(t)
	b.Do(t, chromedp.Navigate(product.URL))
	await(t, b, `crossOriginIsolated && tip("image")?.complete && tip("image").naturalWidth > 0`)
}

// TestNavigate: a router may lead to the pages of the product, and to no others.
func TestNavigate(t *testing.T) {
	t.Parallel()
	item := snippet("a", "panel", object{"cta": object{"label": "Go", "url": "/settings?tab=2#tax"}})
	item["content_html"] = `<p><a href="https://elsewhere.example/">Elsewhere</a></p>`
	_, b := openTips(t, tipsPage, item)
	got := run[[]string](t, b, `
		const got = [];
		document.addEventListener("headsup-navigate", (event) => {
			const { item, url, path } = event.detail;
			got.push([item.id, url == location.origin + path, path].join());
			event.preventDefault();
		});
		addEventListener("click", (event) => { got.push(event.defaultPrevented ? "taken" : "left"); event.preventDefault(); });
		const all = { bubbles: true, composed: true, cancelable: true };
		const click = (link, init) => link.dispatchEvent(new MouseEvent("click", { ...all, ...init }));
		click(tip("cta"));
		click(tip("cta"), { ctrlKey: true });
		click(tip("body").querySelector("a"));
		return got;`, nil)
	if want := []string{"snippet:a,true,/settings?tab=2#tax", "taken", "left", "left"}; !slices.Equal(got, want) {
		t.Errorf("of a place in the product, the same in another tab, and another site it tells %q, want %q", got, want)
	}
}
