package chromium

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/storage"
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

// Start starts the browser that Path finds, for pages that are trusted: it has no
// sandbox, which not every machine for tests allows. It runs until Close.
func Start() (*Browser, error) {
	program, err := Path()
	if err != nil {
		return nil, err
	}
	return start(program, chromedp.NoSandbox)
}

// StartProgram starts a browser by its path, with its sandbox. Only root has none.
func StartProgram(program string) (*Browser, error) {
	if os.Geteuid() == 0 {
		return start(program, chromedp.NoSandbox)
	}
	return start(program)
}

func start(program string, more ...chromedp.ExecAllocatorOption) (*Browser, error) {
	options := slices.Concat(chromedp.DefaultExecAllocatorOptions[:], more,
		[]chromedp.ExecAllocatorOption{chromedp.ExecPath(program), chromedp.DisableGPU})
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

	mu      sync.Mutex
	origins map[string]bool         // of documents that were in it, with those in frames
	scripts []page.ScriptIdentifier // that Before has added
	shared  bool                    // with another tab
}

// Open opens a tab that shares no cookies, storage or cache with those that are
// there. The listener is called with each event of the page, from its first; what
// holds for functions of chromedp.Listen holds for it.
func (b *Browser) Open(listener func(event any)) (*Tab, error) {
	return open(b.ctx, listener, chromedp.WithNewBrowserContext())
}

// Beside opens another tab, which shares cookies, storage and cache with this one and
// ends with it.
func (t *Tab) Beside(listener func(event any)) (*Tab, error) {
	t.mu.Lock()
	t.shared = true
	t.mu.Unlock()
	return open(t.ctx, listener)
}

func open(parent context.Context, listener func(event any), options ...chromedp.ContextOption) (*Tab, error) {
	t := &Tab{origins: map[string]bool{}}
	listen := chromedp.WithListener(func(event any) {
		if e, ok := event.(*page.EventFrameNavigated); ok {
			t.mu.Lock()
			t.origins[e.Frame.SecurityOrigin] = true
			t.mu.Unlock()
		}
		listener(event)
	})
	ctx, stop := chromedp.NewContext(parent, append(options, listen)...)
	// Of several windows only one has the focus, and its scripts alone hear of it.
	focus := Command(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	if err := chromedp.Do(ctx, focus); err != nil {
		stop()
		return nil, fmt.Errorf("open a tab: %w", err)
	}
	t.ctx, t.stop = ctx, stop
	return t, nil
}

// Close closes the tab.
func (t *Tab) Close() { t.stop() }

// Reset makes the tab as if it had just been opened, in a third of the time: an empty
// page, with nothing of what was kept, shown or set before. It fails for a tab with
// others beside it. After a failure there is nothing to do with the tab but to close it.
func (t *Tab) Reset() error {
	t.mu.Lock()
	shared, origins, scripts := t.shared, slices.Collect(maps.Keys(t.origins)), t.scripts
	t.mu.Unlock()
	if shared {
		return errors.New("reset a tab: there are others beside it")
	}
	// A page that is closed has no questions, and what it keeps for this tab alone only
	// its own script can remove.
	const leave = `onbeforeunload = null; try { sessionStorage.clear(); } catch {} undefined`
	steps := []chromedp.Action[chromedp.Void]{Scripts(true), chromedp.Evaluate[chromedp.Void](leave), chromedp.Navigate("about:blank")}
	for _, id := range scripts {
		params := page.RemoveScriptToEvaluateOnNewDocumentParams{Identifier: id}
		steps = append(steps, Command(page.RemoveScriptToEvaluateOnNewDocument, params))
	}
	for _, origin := range origins {
		if strings.HasPrefix(origin, "http") {
			params := storage.ClearDataForOriginParams{Origin: origin, StorageTypes: "all"}
			steps = append(steps, Command(storage.ClearDataForOrigin, params))
		}
	}
	steps = append(
		steps,
		Command(network.ClearBrowserCookies, cdp.Empty{}),
		Command(network.ClearBrowserCache, cdp.Empty{}),
		// This empties the cache in memory.
		Command(network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}),
		Command(network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: false}),
		Command(page.ResetNavigationHistory, cdp.Empty{}),
		Command(emulation.ClearDeviceMetricsOverride, cdp.Empty{}),
		Command(emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: false}),
		Media(""),
	)
	limited, cancel := context.WithTimeout(t.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(limited, steps...); err != nil {
		return fmt.Errorf("reset a tab: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.scripts = nil
	clear(t.origins)
	return nil
}

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

// Apart evaluates an expression as [Evaluate] does, in a world of its own: it sees the
// page's elements, and the page's scripts neither see what it does nor change how.
func Apart[T any](t *Tab, expression string) (value T, err error) {
	result, err := Run(t, func(ctx context.Context, target *chromedp.Target) (*runtime.EvaluateResult, error) {
		tree, err := cdp.Call(ctx, target, page.GetFrameTree, cdp.Empty{})
		if err != nil {
			return nil, err
		}
		world, err := cdp.Call(ctx, target, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: tree.FrameTree.Frame.ID})
		if err != nil {
			return nil, err
		}
		yes := true
		evaluated, err := cdp.Call(ctx, target, runtime.Evaluate, runtime.EvaluateParams{
			Expression: expression, ContextID: world.ExecutionContextID, ReturnByValue: &yes, AwaitPromise: &yes,
		})
		return &evaluated, err
	})
	switch {
	case err != nil:
		return value, err
	case result.ExceptionDetails != nil:
		return value, fmt.Errorf("a script in the page fails: %s", result.ExceptionDetails.Text)
	}
	return value, json.Unmarshal([]byte(result.Result.Value), &value)
}

// Until waits until an expression is true in the page, also when the page has to go
// elsewhere for that.
func (t *Tab) Until(condition string) error {
	var last error
	for wait := (Wait{}); wait.Goes(); {
		// A page that is being left has no answer.
		met, err := Evaluate[bool](t, "Boolean("+condition+")")
		if met {
			return nil
		}
		last = err
		select {
		case <-t.ctx.Done():
			return fmt.Errorf("wait for %s: %w", condition, context.Cause(t.ctx))
		case <-time.After(wait.Pause()):
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
func (t *Tab) Before(script string) error {
	added, err := Run(t, func(ctx context.Context, target *chromedp.Target) (page.AddScriptToEvaluateOnNewDocumentResult, error) {
		return cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	})
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.scripts = append(t.scripts, added.Identifier)
	return nil
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
