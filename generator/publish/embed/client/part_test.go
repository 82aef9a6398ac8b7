package client_test

import "testing"

// partFails opens the news while their part is missing, and again when it is there.
func partFails(t *testing.T, b *tab, s *site) {
	t.Helper()
	s.answer("/embed/v1/panel.js", notFound)
	run[any](t, b, `window.wrong = [];
		addEventListener("headsup-error", ({ target, detail }) =>
			wrong.push(target.localName + " " + !!detail.error.message));
		await news.open();
		await tasks(2)`, nil)
	if got := ask[string](t, b, `window.wrong.join() + !!inNews("panel") + inNews("badge").textContent`); got != "headsup-news truefalse2" {
		t.Errorf("without the part there is %s", got)
	}
	s.answer("/embed/v1/panel.js", nil)
	run[any](t, b, `const opened = Promise.all([news.open(), news.open()]);
		news.close();
		await opened;
		if (inNews("panel").open) throw Error("it opens although it was closed");
		await news.open()`, nil)
	if got := ask[string](t, b, `window.wrong.length + inNews("panel").textContent.includes("Title of first").toString()`); got != "1true" {
		t.Errorf("when the part is there again there is %s", got)
	}
}

// TestParts: a part comes from beside the script, under policies that let only that one
// run, and only when it is due. One that is missing leaves the rest alone, and is asked for again.
func TestParts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ script, policy string }{
		"a module":         {`<script type="module" src="/embed/v1/news.js"></script>`, "script-src 'self'"},
		"with a nonce":     {`<script type="module" nonce="n0" src="/embed/v1/headsup.js"></script>`, "script-src 'nonce-n0'"},
		"a classic script": {`<script nonce="n0" src="/embed/v1/headsup.classic.js"></script>`, "script-src 'strict-dynamic' 'nonce-n0'"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.headers["Content-Security-Policy"] = test.policy + "; require-trusted-types-for 'script'; trusted-types 'none'"
			s.news(t, note("first", daysAgo(3)), note("second", daysAgo(20)))
			s.page = `<title>Product</title>` + test.script + `<headsup-news></headsup-news>`
			b := openTab(t)
			b.Visit(t, s.URL)
			await(t, b, `inNews("badge")?.textContent == "2"`)
			if got := ask[int](t, b,
				`performance.getEntriesByType("resource").filter(({ name }) => name.includes("panel.js")).length`); got != 0 {
				t.Errorf("the part is loaded %d times before somebody needs it", got)
			}
			partFails(t, b, s)
		})
	}
}
