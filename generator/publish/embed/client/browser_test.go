package client_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"headsup/generator/tools/chromium"
)

func TestMain(m *testing.M) {
	m.Run()
	stopBrowser()
}

var stopBrowser = func() {}

// startBrowser starts the one browser of all tests when the first one asks.
var startBrowser = sync.OnceValues(func() (context.Context, error) {
	path, err := chromium.Path()
	if err != nil {
		return nil, err
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	browser, closeBrowser := chromedp.NewContext(allocator)
	stopBrowser = func() {
		limited, cancel := context.WithTimeout(browser, 10*time.Second)
		defer cancel()
		_ = chromedp.Cancel(limited)
		closeBrowser()
		stop()
	}
	return browser, chromedp.Do(browser)
})

// tab is a page of the browser that notes what goes wrong in it.
type tab struct {
	context.Context
	mu   sync.Mutex
	said []string
}

// openTab opens a tab, which ends with the test. The test fails when the page has
// reported an error by then that nobody took.
func openTab(t *testing.T) *tab {
	t.Helper()
	browser, err := startBrowser()
	if err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	limited, cancel := context.WithTimeout(browser, 2*time.Minute)
	t.Cleanup(cancel)
	ctx, closeTab := chromedp.NewContext(limited)
	t.Cleanup(closeTab)
	b := &tab{Context: ctx}
	err = chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			// What a server answered is none of the script's errors.
			if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
				b.note(e.Entry.Text)
			}
		case *runtime.EventConsoleAPICalled:
			b.note("console." + string(e.Type))
		case *runtime.EventExceptionThrown:
			text := e.ExceptionDetails.Text
			if thrown := e.ExceptionDetails.Exception; thrown != nil {
				text += " " + thrown.Description
			}
			b.note(text)
		}
	})
	if err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	t.Cleanup(func() {
		for _, text := range b.taken() {
			t.Errorf("the page reports: %s", text)
		}
	})
	return b
}

func (b *tab) note(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.said = append(b.said, text)
}

// taken returns what the page has reported, and forgets it.
func (b *tab) taken() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	said := b.said
	b.said = nil
	return said
}

// do is for steps that have to succeed.
func (b *tab) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b, steps...); err != nil {
		t.Fatal(err)
	}
}

// run evaluates the body of an async function in the page and returns what it
// returns. The function has an input, tips and news (the elements), and tip and
// inNews, which find a part of them.
func run[Output any](t *testing.T, b *tab, body string, input any) Output {
	t.Helper()
	encoded, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	step := fmt.Sprintf("(async (input) => {%s%s\n})(%s)", prelude, body, encoded)
	output, err := chromedp.Run(b, chromedp.Evaluate[Output](step, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return output
}

const prelude = `
	const tips = document.querySelector("headsup-tips"), news = document.querySelector("headsup-news");
	const tip = (part) => tips?.shadowRoot?.querySelector("[part~=" + part + "]");
	const inNews = (part) => news?.shadowRoot?.querySelector("[part~=" + part + "]");
	const frames = async (n) => { while (n-- > 0) await new Promise(requestAnimationFrame); };
`

// ask evaluates an expression in the page.
func ask[Output any](t *testing.T, b *tab, expression string) Output {
	t.Helper()
	return run[Output](t, b, "return "+expression, nil)
}

// await waits until an expression is true in the page.
func await(t *testing.T, b *tab, expression string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		// Errors may pass: the page may not be there yet.
		if ok, err := chromedp.Run(b, chromedp.Evaluate[bool]("(() => {"+prelude+"return !!("+expression+")})()")); err == nil && ok {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("it never was so: %s\n%s", strings.TrimSpace(expression), ask[string](t, b, "document.documentElement.outerHTML"))
		}
	}
}
