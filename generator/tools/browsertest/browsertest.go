// Package browsertest drives a real browser in tests. All tests of a binary share one
// browser, in which each has a tab with cookies, storage and a cache of its own. A tab
// that a test has done with is emptied and given to the next one, since a new one takes
// a process of its own. Tests may be parallel; go test's -parallel bounds how many tabs
// there are at a time.
//
// A page's reports (exceptions, errors on the console) fail the test that
// has opened its tab, unless it takes them.
package browsertest

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"headsup/generator/guard/chromium"
	"headsup/generator/tools/webdriver"
)

var (
	mu      sync.Mutex
	browser *chromium.Browser
	failed  error
	empty   []*slot // tabs that no test has at present
)

// start returns the browser of this binary, which the first call starts.
func start() (*chromium.Browser, error) {
	mu.Lock()
	defer mu.Unlock()
	if browser == nil && failed == nil {
		browser, failed = chromium.Start()
	}
	return browser, failed
}

// M runs the tests of a binary that drive a browser, and ends the browser after them.
// It is what TestMain runs in place of testing.M.
type M struct{ *testing.M }

// Run is that of testing.M.
func (m M) Run() int {
	code := m.M.Run()
	mu.Lock()
	defer mu.Unlock()
	if browser == nil {
		return code
	}
	if err := browser.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return max(code, 1)
	}
	return code
}

// Kind is what a report is about.
type Kind string

// The kinds of reports.
const (
	Exception Kind = "exception" // that nothing in the page has caught
	Console   Kind = "console"   // a call of console.error and the like
	Log       Kind = "log"       // a complaint of the browser
	Dialog    Kind = "dialog"    // alert and the like
	Request   Kind = "request"   // for any address
)

// Report is something that happened in a page.
type Report struct {
	Kind  Kind
	Level string // of what is logged: "error"; of the console: "error", "assert", "log"
	About string // what a log entry is about: "network", "security"
	Text  string
	URL   string
}

func (r Report) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s: %s %s", strings.TrimSpace(string(r.Kind)+" "+r.Level), r.Text, r.URL))
}

// IsError tells errors from the rest: exceptions, dialogs that nobody answers, and
// what is an error on the console or in the log.
func IsError(r Report) bool {
	return r.Kind == Exception || r.Kind == Dialog || (r.Kind == Console || r.Kind == Log) && (r.Level == "error" || r.Level == "assert")
}

// slot is a tab of the browser that tests have one after the other.
type slot struct {
	tab   *chromium.Tab
	owner atomic.Pointer[Tab] // nil between two tests
}

func (s *slot) listen(event any) {
	if b := s.owner.Load(); b != nil {
		b.listen(event)
	}
}

// take returns an empty tab, a new one when there is none.
func take() (*slot, error) {
	browser, err := start()
	if err != nil {
		return nil, err
	}
	mu.Lock()
	defer mu.Unlock()
	if last := len(empty) - 1; last >= 0 {
		s := empty[last]
		empty = empty[:last]
		return s, nil
	}
	s := &slot{}
	s.tab, err = browser.Open(s.listen)
	return s, err
}

// giveBack keeps a tab for another test, if it can be emptied. What a test has left that
// failed may be anything.
func giveBack(s *slot, failed bool) {
	s.owner.Store(nil)
	if failed || s.tab.Reset() != nil {
		s.tab.Close()
		return
	}
	mu.Lock()
	defer mu.Unlock()
	empty = append(empty, s)
}

// Tab is a tab of the browser that keeps what its page reports.
type Tab struct {
	*chromium.Tab // nil in another browser
	other         *webdriver.Browser
	keep          func(Report) bool

	mu      sync.Mutex
	reports []Report
}

// Open opens a tab, which ends with the test. Of its reports those are kept for which
// keep holds; it is called for one after the other. What nobody has taken until
// then fails the test.
func Open(t testing.TB, keep func(Report) bool) *Tab {
	t.Helper()
	s, err := take()
	if err != nil {
		t.Fatal(err)
	}
	b := &Tab{Tab: s.tab, keep: keep}
	s.owner.Store(b)
	t.Cleanup(func() {
		giveBack(s, t.Failed())
		b.Quiet(t)
	})
	return b
}

// Beside opens another tab with the same cookies, storage and cache.
func (b *Tab) Beside(t testing.TB) *Tab {
	t.Helper()
	other := &Tab{keep: b.keep}
	tab, err := b.Tab.Beside(other.listen)
	if err != nil {
		t.Fatal(err)
	}
	other.Tab = tab
	t.Cleanup(func() {
		tab.Close()
		other.Quiet(t)
	})
	return other
}

func (b *Tab) listen(event any) {
	var r Report
	switch e := event.(type) {
	case *page.EventJavascriptDialogOpening:
		r = Report{Kind: Dialog, Text: e.Message, URL: e.URL}
	case *runtime.EventExceptionThrown:
		r = Report{
			Kind: Exception,
			Text: strings.TrimSpace(e.ExceptionDetails.Text + " " + describe(e.ExceptionDetails.Exception)),
			URL:  e.ExceptionDetails.URL,
		}
	case *runtime.EventConsoleAPICalled:
		r = Report{Kind: Console, Level: string(e.Type), Text: describe(e.Args...)}
	case *log.EventEntryAdded:
		r = Report{Kind: Log, Level: string(e.Entry.Level), About: string(e.Entry.Source), Text: e.Entry.Text, URL: e.Entry.URL}
	case *network.EventRequestWillBeSent:
		r = Report{Kind: Request, URL: e.Request.URL}
	default:
		return
	}
	b.hear(r)
}

func (b *Tab) hear(r Report) {
	if b.keep(r) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.reports = append(b.reports, r)
	}
}

// describe writes JavaScript values as the console does, more or less.
func describe(values ...*runtime.RemoteObject) string {
	var texts []string
	for _, v := range values {
		switch {
		case v == nil:
		case v.Description != "":
			texts = append(texts, v.Description)
		default:
			texts = append(texts, string(v.Value))
		}
	}
	return strings.Join(texts, " ")
}

// Take returns the reports since the last call.
func (b *Tab) Take() []Report {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := b.reports
	b.reports = nil
	return list
}

// Quiet takes the reports, and fails the test for each that has none of the expected
// texts in it.
func (b *Tab) Quiet(t testing.TB, expected ...string) {
	t.Helper()
next:
	for _, r := range b.Take() {
		for _, text := range expected {
			if strings.Contains(r.String(), text) {
				continue next
			}
		}
		t.Errorf("the page reports %s", r)
	}
}

// fail ends the test and tells what is in the page.
func (b *Tab) fail(t testing.TB, err error) {
	t.Helper()
	state, failure := evaluate[string](b, `location.href + " at " + `+
		`scrollX + "," + scrollY + "\n" + (document.activeElement?.outerHTML ?? "").slice(0, 200) + "\n"
		+ ((document.querySelector("dialog[open]") ?? document.body)?.innerText ?? "").slice(0, 2000)`)
	if failure != nil {
		state = failure.Error()
	}
	t.Fatalf("%v\nThe page reports %q. It is %s", err, b.Take(), state)
}

// Do takes steps that have to succeed.
func (b *Tab) Do(t testing.TB, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := b.Tab.Do(steps...); err != nil {
		b.fail(t, err)
	}
}

// Before runs a script in each document that is opened from now on, before its own.
func (b *Tab) Before(t testing.TB, script string) {
	t.Helper()
	if err := b.Tab.Before(script); err != nil {
		b.fail(t, err)
	}
}

// Visit opens an address and waits until the page is loaded.
func (b *Tab) Visit(t testing.TB, address string) {
	t.Helper()
	var err error
	if b.other != nil {
		err = b.other.Navigate(address)
	} else {
		err = b.Tab.Do(chromedp.Navigate(address))
	}
	if err != nil {
		b.fail(t, fmt.Errorf("open %s: %w", address, err))
	}
}

// Until waits until an expression is true in the page, and fails the test when it
// never is.
func (b *Tab) Until(t testing.TB, condition string) {
	t.Helper()
	until := b.Tab.Until
	if b.other != nil {
		until = b.other.Until
	}
	if err := until(condition); err != nil {
		b.fail(t, err)
	}
}

// Tell runs statements in the page.
func (b *Tab) Tell(t testing.TB, script string) {
	t.Helper()
	if _, err := evaluate[any](b, "(() => {"+script+"\n})()"); err != nil {
		b.fail(t, fmt.Errorf("%s: %w", script, err))
	}
}

// Run takes a step and returns its result.
func Run[T any](t testing.TB, b *Tab, step chromedp.Action[T]) T {
	t.Helper()
	v, err := chromium.Run(b.Tab, step)
	if err != nil {
		b.fail(t, err)
	}
	return v
}

// Ask evaluates an expression in the page and returns its value, or that of its
// promise.
func Ask[T any](t testing.TB, b *Tab, expression string) T {
	t.Helper()
	v, err := evaluate[T](b, expression)
	if err != nil {
		b.fail(t, fmt.Errorf("%s: %w", expression, err))
	}
	return v
}

func evaluate[T any](b *Tab, expression string) (v T, err error) {
	if b.other == nil {
		return chromium.Evaluate[T](b.Tab, expression)
	}
	err = b.other.Evaluate(expression, &v)
	return v, err
}

// Idle is a promise, for scripts in the page, of the moment when it has nothing to do,
// or that of twenty seconds later.
const Idle = `new Promise((done) => requestIdleCallback(done, { timeout: 20000 }))`

// Frames is a promise, for scripts in the page, that n frames are drawn. A frame that is
// not drawn within ten seconds is not waited for.
func Frames(n int) string {
	return fmt.Sprintf(`(async (n) => {
		while (n-- > 0) {
			await new Promise((done) => {
				requestAnimationFrame(done);
				setTimeout(done, 10_000);
			});
		}
	})(%d)`, n)
}
