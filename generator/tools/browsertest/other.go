package browsertest

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"headsup/generator/tools/webdriver"
)

// Other is the tab of a browser that is not Chromium, and knows no steps of chromedp.
type Other struct{ *Tab }

// InOthers runs a test in each browser beside Chromium, which is started for it. Reports
// are kept as those of Open are. A browser that is not installed leaves its test out,
// but not on a machine that checks a change, where CI is set.
func InOthers(t *testing.T, keep func(Report) bool, test func(t *testing.T, b *Other)) {
	t.Helper()
	for _, name := range webdriver.Browsers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tab := &Tab{keep: keep}
			browser, err := webdriver.Start(name, func(r webdriver.Report) {
				tab.hear(Report{Kind: Kind(r.Kind), Level: r.Level, About: r.About, Text: r.Text, URL: r.URL})
			})
			if errors.Is(err, webdriver.ErrAbsent) && os.Getenv("CI") == "" {
				t.Skip(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			tab.other = browser
			t.Cleanup(func() {
				browser.Close()
				tab.Quiet(t)
			})
			test(t, &Other{tab})
		})
	}
}

// must takes a step that has to succeed.
func (o *Other) must(t testing.TB, what string, err error) {
	t.Helper()
	if err != nil {
		o.fail(t, fmt.Errorf("%s: %w", what, err))
	}
}

// Before runs a script in each document that is opened from now on, before its own.
func (o *Other) Before(script string) { o.other.Before(script) }

// Type presses the keys of a text, one after the other. Some are names of webdriver.
func (o *Other) Type(t testing.TB, text string) {
	t.Helper()
	o.must(t, "type "+text, o.other.Type(text))
}

// Chord presses keys together.
func (o *Other) Chord(t testing.TB, keys ...string) {
	t.Helper()
	o.must(t, "press keys", o.other.Chord(keys...))
}

// Click clicks in the middle of the element that an expression is.
func (o *Other) Click(t testing.TB, element string) {
	t.Helper()
	at := Ask[[]float64](t, o.Tab, `(() => { const e = `+element+`; e.scrollIntoView({ block: "nearest" });
		const r = e.getBoundingClientRect(); return [(r.left + r.right) / 2, (r.top + r.bottom) / 2]; })()`)
	o.ClickAt(t, at[0], at[1])
}

// ClickAt clicks at a place of the view, in CSS pixels.
func (o *Other) ClickAt(t testing.TB, x, y float64) {
	t.Helper()
	o.must(t, fmt.Sprintf("click at %v, %v", x, y), o.other.Click(x, y))
}

// Resize gives pages this many CSS pixels, and waits until they have them.
func (o *Other) Resize(t testing.TB, width, height int) {
	t.Helper()
	o.must(t, "resize the view", o.other.Resize(width, height))
	o.Until(t, fmt.Sprintf("innerWidth === %d && innerHeight === %d", width, height))
}

// Dark makes the reader's system prefer dark colours, or light ones. The page, and all
// that it has kept, may be gone.
func (o *Other) Dark(t testing.TB, on bool) {
	t.Helper()
	o.must(t, "change the colours", o.other.Dark(on))
}
