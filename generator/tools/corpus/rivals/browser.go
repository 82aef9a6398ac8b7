package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"headsup/generator/guard/chromium"
)

// startBrowser starts a browser. The context that it returns is for openTab.
func startBrowser(ctx context.Context) (browser context.Context, stop func(), err error) {
	program, err := chromium.Path()
	if err != nil {
		return nil, nil, err
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU)
	allocator, stopAllocator := chromedp.NewExecAllocator(ctx, options...)
	browser, stopBrowser := chromedp.NewContext(allocator)
	stop = func() { stopBrowser(); stopAllocator() }
	if err := chromedp.Do(browser); err != nil {
		stop()
		return nil, nil, fmt.Errorf("start the browser: %w", err)
	}
	return browser, stop, nil
}

// tab is a page of a browser that has never been anywhere: nothing is cached.
type tab struct{ ctx context.Context }

// openTab opens a tab, which ends with stop.
func openTab(browser context.Context) (t *tab, stop func(), err error) {
	const most = 5 * time.Minute
	ctx, closeTab := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	limited, cancel := context.WithTimeout(ctx, most)
	stop = func() { cancel(); closeTab() }
	t = &tab{limited}
	// The domain's counters begin here.
	if _, err := chromedp.Call(t.ctx, performance.Enable, performance.EnableParams{}); err != nil {
		stop()
		return nil, nil, fmt.Errorf("open a tab: %w", err)
	}
	return t, stop, nil
}

// openHarness opens a tab with the harness of a host, ready to be called.
func openHarness(browser context.Context, h *host, language string) (*tab, func(), error) {
	t, stop, err := openTab(browser)
	if err != nil {
		return nil, nil, err
	}
	if err := t.visit(h.url + harnessPath); err != nil {
		stop()
		return nil, nil, err
	}
	if _, err := call[any](t, "language", language); err != nil {
		stop()
		return nil, nil, err
	}
	return t, stop, nil
}

func (t *tab) visit(url string) error {
	if err := chromedp.Do(t.ctx, chromedp.Navigate(url)); err != nil {
		return fmt.Errorf("open %s: %w", url, err)
	}
	return nil
}

// call calls a function of the harness and waits for its promise.
func call[T any](t *tab, function string, args ...any) (T, error) {
	list, err := json.Marshal(append([]any{}, args...)) // [] and not null without any
	if err != nil {
		var none T
		return none, fmt.Errorf("call %s in the page: %w", function, err)
	}
	v, err := evaluate[T](t, "rivals."+function+"(..."+string(list)+")")
	if err != nil {
		return v, fmt.Errorf("call %s in the page: %w", function, err)
	}
	return v, nil
}

func evaluate[T any](t *tab, expression string) (T, error) {
	return chromedp.Run(t.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// busy returns how long the page's main thread has worked since the tab was
// opened.
func (t *tab) busy() (time.Duration, error) {
	result, err := chromedp.Call(t.ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		return 0, fmt.Errorf("ask for the main thread's time: %w", err)
	}
	for _, m := range result.Metrics {
		if m.Name == "TaskDuration" {
			return time.Duration(m.Value * float64(time.Second)), nil
		}
	}
	return 0, errors.New("ask for the main thread's time: the browser does not tell")
}
