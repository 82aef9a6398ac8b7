package chromium

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Browser is a running browser that has no window on the screen.
type Browser struct {
	ctx  context.Context
	stop context.CancelFunc
}

// patience is how long one step in a page may take, on a machine that has much else
// to do.
const patience = 5 * time.Minute

// Start starts the browser that Path finds. It runs until Close.
func Start() (*Browser, error) {
	program, err := Path()
	if err != nil {
		return nil, err
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU)
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopBrowser := chromedp.NewContext(allocator)
	b := &Browser{ctx, func() { stopBrowser(); stopAllocator() }}
	if err := chromedp.Do(ctx); err != nil {
		b.stop()
		return nil, fmt.Errorf("start the browser %s: %w", program, err)
	}
	return b, nil
}

// Close ends the browser and removes what it has kept.
func (b *Browser) Close() error {
	defer b.stop()
	limited, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Cancel(limited); err != nil {
		return fmt.Errorf("end the browser: %w", err)
	}
	return nil
}

// Tab is a page of a browser.
type Tab struct {
	ctx  context.Context
	stop context.CancelFunc
}

// Open opens a tab that shares no cookies, storage or cache with those that are
// there. The listener is called with each event of the page, from its first; what
// holds for functions of chromedp.Listen holds for it.
func (b *Browser) Open(listener func(event any)) (*Tab, error) {
	return open(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(listener))
}

// Beside opens another tab, which shares cookies, storage and cache with this one and
// ends with it.
func (t *Tab) Beside(listener func(event any)) (*Tab, error) {
	return open(t.ctx, chromedp.WithListener(listener))
}

func open(parent context.Context, options ...chromedp.ContextOption) (*Tab, error) {
	ctx, stop := chromedp.NewContext(parent, options...)
	// Of several windows only one has the focus, and its scripts alone hear of it.
	focus := Command(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	if err := chromedp.Do(ctx, focus); err != nil {
		stop()
		return nil, fmt.Errorf("open a tab: %w", err)
	}
	return &Tab{ctx, stop}, nil
}

// Close closes the tab.
func (t *Tab) Close() { t.stop() }

// Run takes a step in a page and returns its result.
func Run[T any](t *Tab, step chromedp.Action[T]) (T, error) {
	limited, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Run(limited, step)
}

// Do takes steps in the page.
func (t *Tab) Do(steps ...chromedp.Action[chromedp.Void]) error {
	for _, step := range steps {
		if _, err := Run(t, step); err != nil {
			return err
		}
	}
	return nil
}

// Evaluate evaluates an expression in a page and returns its value, or that of its
// promise.
func Evaluate[T any](t *Tab, expression string) (T, error) {
	return Run(t, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Until waits until an expression is true in the page, also when the page has to go
// elsewhere for that.
func (t *Tab) Until(condition string) error {
	var last error
	for end := time.Now().Add(patience); time.Now().Before(end); {
		// A page that is being left has no answer.
		met, err := Evaluate[bool](t, "Boolean("+condition+")")
		if met {
			return nil
		}
		last = err
		select {
		case <-t.ctx.Done():
			return fmt.Errorf("wait for %s: %w", condition, context.Cause(t.ctx))
		case <-time.After(5 * time.Millisecond):
		}
	}
	if last != nil {
		return fmt.Errorf("it is never so: %s: %w", condition, last)
	}
	return fmt.Errorf("it is never so: %s", condition)
}

// Addresses returns the addresses of all tabs of the browser.
func (t *Tab) Addresses() ([]string, error) {
	targets, err := chromedp.Targets(t.ctx)
	if err != nil {
		return nil, fmt.Errorf("list the tabs: %w", err)
	}
	var list []string
	for _, target := range targets {
		list = append(list, target.URL)
	}
	return list, nil
}

// Command makes a step of a command of the browser's protocol.
func Command[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, command, params)
		return chromedp.Void{}, err
	}
}

// Scripts turns JavaScript in the pages of a tab on or off.
func Scripts(on bool) chromedp.Action[chromedp.Void] {
	return Command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
}

// Before runs a script in each document that is opened from now on, before its own.
func Before(script string) chromedp.Action[chromedp.Void] {
	return Command(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// Prefers sets preferences of the reader's system in place of those before:
// "prefers-color-scheme", "dark".
func Prefers(features ...string) chromedp.Action[chromedp.Void] {
	params := emulation.SetEmulatedMediaParams{}
	for pair := range slices.Chunk(features, 2) {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: pair[0], Value: pair[1]})
	}
	return Command(emulation.SetEmulatedMedia, params)
}

// Media shows pages as on a medium: "print", and "" for the screen.
func Media(name string) chromedp.Action[chromedp.Void] {
	return Command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name})
}
