package client_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"headsup/generator/seen"
)

// TestHistory: what other devices have seen is known before anything is shown, also when
// a promise brings it, and joins what is shown when it comes later. What this one has seen
// is sent in the form that the server takes.
func TestHistory(t *testing.T) {
	t.Parallel()
	const page = `<script>
		sent = [];
		failed = [];
		addEventListener("headsup-seen", (event) => sent.push(JSON.stringify(event.detail.history)));
		addEventListener("headsup-error", (event) => failed.push(String(event.detail.error)));
		</script>` + tipsPage + `<script>document.querySelector("headsup-tips").history = %s</script>`
	closed := fmt.Sprintf(`{ "snippet:banner": { shown: [%[1]d], dismissed: %[1]d } }`, time.Now().UnixMilli())
	for name, c := range map[string]struct{ history, want, failed string }{
		"an object":      {closed, "panel", ""},
		"a promise":      {`new Promise((done) => setTimeout(done, 50, ` + closed + `))`, "panel", ""},
		"nothing":        {`Promise.resolve(null)`, "banner panel", ""},
		"one that fails": {`new Promise((_, no) => setTimeout(no, 50, Error("no server")))`, "banner panel", "no server"},
		"a wrong form":   {`Promise.resolve({ x: 1 })`, "banner panel", "iterable"},
		"its JSON":       {`JSON.stringify(` + closed + `)`, "panel", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, b := openTips(t, fmt.Sprintf(page, c.history), snippet("banner", "banner", nil), snippet("panel", "panel", nil))
			wantShown(t, b, c.want)
			failed := run[string](t, b, `return failed.join()`, nil)
			if (failed == "") != (c.failed == "") || !strings.Contains(failed, c.failed) {
				t.Errorf("the errors are %q", failed)
			}
			run[any](t, b, `tip("panel").querySelector("[part=close]").click()`, nil)
			await(t, b, `sent.length && sent.at(-1).includes("dismissed")`)
			record, err := seen.Parse([]byte(run[string](t, b, `return sent.at(-1)`, nil)), time.Now())
			if err != nil || record["snippet:panel"].Dismissed == 0 || len(record[""].Shown) != 1 {
				t.Errorf("what is sent is %v, %v", record, err)
			}
			// What comes later is taken over.
			run[any](t, b, `tips.history = `+closed, nil)
			wantShown(t, b, "")
		})
	}
}

// TestHistoryThatNeverComes: who leaves does not wait for it, and nothing is left that does.
func TestHistoryThatNeverComes(t *testing.T) {
	t.Parallel()
	_, b := openTips(t, tipsPage, snippet("panel", "panel", nil))
	got := run[string](t, b, `const { load } = await import("/embed/v1/core.js");
		const out = [];
		for (const early of [true, false]) {
			const leave = new AbortController();
			if (early) leave.abort(Error("left"));
			const loaded = load({ src: "/embed/v1/", signal: leave.signal, history: new Promise(() => {}) });
			await new Promise((done) => requestAnimationFrame(done));
			leave.abort(Error("left"));
			await loaded;
			out.push(early);
		}
		return out.join()`, nil)
	if got != "true,false" {
		t.Errorf("loading has ended for %s", got)
	}
}
