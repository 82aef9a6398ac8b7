package client_test

import (
	"slices"
	"testing"

	"headsup/generator/publish/search/searchtest"
)

// TestRemote wants of the engine in its own thread what it says in the page's:
// results, excerpts, later results, facets; that a search can be called off; and
// messages of errors.
func TestRemote(t *testing.T) {
	x := searchtest.Build(t, odd, false)
	got := run[[]string](t, served(x), `
		const direct = await (await import("./search-worker.js")).open(new URL("search/", location.href).href);
		const { open } = await import("./search-engine.js");
		const remote = await open(new URL("search/", location.href).href);
		const wrong = [];
		if (remote.pages !== direct.pages) wrong.push("pages " + remote.pages);
		if (!remote.thread) wrong.push("it works in the page's thread");
		for (const query of input) {
			const options = { filters: { kind: ["release-note", "page"] }, facets: true };
			const [a, b] = await Promise.all([direct.search(query, options), remote.search(query, options)]);
			const plain = async ({ load, hits, ...rest }) => JSON.stringify([rest, await load(0, 3), await load(3, 6)]);
			const [x, y] = [await plain(a), await plain(b)];
			if (x !== y) wrong.push(query + ": " + y + " and not " + x);
		}

		const controller = new AbortController();
		const called = remote.search("export", { signal: controller.signal }).then(() => "found", (error) => error.name);
		controller.abort();
		if ((await called) !== "AbortError") wrong.push("a search that was called off: " + (await called));
		const before = await remote.search("export", { signal: AbortSignal.abort() }).catch((error) => error.name);
		if (before !== "AbortError") wrong.push("a search that was called off before: " + before);
		if ((await remote.search("export")).total === 0) wrong.push("nothing is found after that");

		const old = await remote.search("export");
		for (let i = 0; i < 6; i++) await remote.search("export");
		const gone = await old.load(0, 1).catch((error) => error.name + ": " + error.message);
		if (gone !== "Error: These results are gone. Search again.") wrong.push("old results: " + gone);
		const nowhere = await open(new URL("nowhere/", location.href).href).catch((error) => error.name + ": " + error.message);
		if (!/^Error: A part of the search index is missing/.test(nowhere)) wrong.push("no index: " + nowhere);

		// Without threads it is the same module in the page.
		delete globalThis.Worker;
		const alone = await open(new URL("search/", location.href).href);
		if (alone.thread || (await alone.search("export")).total === 0) wrong.push("it does not work without threads");
		return wrong;`, []string{"export", "exprot", `"single sign-on"`, "", "zzzz", "検索"})
	if !slices.Equal(got, []string{}) {
		t.Errorf("%q", got)
	}
}
