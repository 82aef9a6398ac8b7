package client_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/chromedp/chromedp"
)

// vectors reads a file of the cases that hold package feed, as they are.
func vectors(t *testing.T, name string) []map[string]any {
	t.Helper()
	data, err := os.ReadFile("../../feed/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return list
}

// TestVectors puts each case of package feed to the scripts, both of them, and
// wants what feed.Match and feed.Select answer. The arguments are frozen, so that
// a change of them would throw.
func TestVectors(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	for _, script := range []string{"core.js", "headsup.js"} {
		b := openTab(t)
		b.Do(t, chromedp.Navigate(site.URL))
		wrong := run[[]string](t, b, `
			const { match, select, ready } = await import("/embed/v1/`+script+`");
			await ready();
			const frozen = (v) => (Object.values(v ?? 0).forEach((w) => typeof w == "object" && frozen(w)), Object.freeze(v));
			frozen(input);
			const wrong = [];
			for (const v of input.match) {
				const got = match(v.item, v.viewer, v.history, new Date(v.now));
				const ms = match(v.item, v.viewer, v.history, Date.parse(v.now));
				if (got.shown !== v.shown || got.reason !== v.reason || ms.reason !== got.reason) {
					wrong.push(v.name + ": " + JSON.stringify(got));
				}
			}
			for (const v of input.select) {
				for (const items of [v.items, v.items.toReversed()]) {
					const got = select(items, v.viewer, v.history, new Date(v.now))
						.map(({ item, shown, reason }) => ({ id: item.id, reason, shown }));
					const want = v.want.map(({ id, shown, reason }) => ({ id, reason, shown }));
					if (JSON.stringify(got) != JSON.stringify(want)) wrong.push(v.name + ": " + JSON.stringify(got));
				}
			}
			return wrong;`, map[string]any{"match": vectors(t, "match.json"), "select": vectors(t, "select.json")})
		for _, text := range wrong {
			t.Errorf("%s: %s", script, text)
		}
	}
}

// TestMalformedIsForNobody: what has the wrong form in what decides for whom it
// is throws nothing and is shown to nobody.
func TestMalformedIsForNobody(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	b := openTab(t)
	b.Do(t, chromedp.Navigate(site.URL))
	for _, text := range []string{
		`null`, `5`, `{}`, `{"id": "a"}`, `{"id": "a", "_headsup": null}`,
		`{"id": "a", "_headsup": {"target": {"plans": "pro"}}}`,
		`{"id": "a", "_headsup": {"target": {"plans": 5}}}`,
		`{"id": "a", "_headsup": {"target": {"roles": {}}}}`,
		`{"id": "a", "_headsup": {"target": {"versions": [null]}}}`,
		`{"id": "a", "_headsup": {"target": {"versions": [5]}}}`,
		`{"id": "a", "_headsup": {"target": {"locales": [5]}}}`,
		`{"id": "a", "_headsup": {"anchor": {"path": 5}}}`,
		`{"id": "a", "_headsup": {"publish_at": {}}}`,
		`{"id": "a", "_headsup": {"expires_at": []}}`,
		`{"id": "a", "_headsup": {"expires_at": {}}}`,
	} {
		shown := run[bool](t, b, `
			const { match } = await import("/embed/v1/core.js");
			return match(input, { plan: "pro", locale: "en", path: "/" }, {}, Date.now()).shown;`, json.RawMessage(text))
		if shown {
			t.Errorf("%s is shown", text)
		}
	}
}
