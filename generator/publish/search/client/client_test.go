package client_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"headsup/generator/publish/search/client"
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

// run evaluates the body of an async function in a tab of its own and returns
// what it returns. The function has an input, and can import the modules of this
// folder and fetch files. The test fails when the page reports an error.
func run[Output any](t *testing.T, files map[string][]byte, body string, input any) Output {
	t.Helper()
	site := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if data, ok := files[name]; ok {
			http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
			return
		}
		http.NotFound(w, r)
	})
	return runOn[Output](t, site, nil, body, input)
}

// runOn is run on a site of its own, of which some reports may be expected.
func runOn[Output any](t *testing.T, site http.Handler, expected func(report string) bool, body string, input any) Output {
	t.Helper()
	encoded, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	tab, said := openTab(t)
	step := fmt.Sprintf("(async (input) => {%s\n})(%s)", body, encoded)
	if err := chromedp.Do(tab, chromedp.Navigate(serve(t, site).URL)); err != nil {
		t.Fatalf("open a page: %v", err)
	}
	output, err := chromedp.Run(tab, chromedp.Evaluate[Output](step, chromedp.EvalAwaitPromise))
	for _, text := range said() {
		if expected == nil || !expected(text) {
			t.Errorf("the page reports: %s", text)
		}
	}
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return output
}

// serve serves an empty page, the modules of this folder, and a site.
func serve(t *testing.T, site http.Handler) *httptest.Server {
	t.Helper()
	modules := http.FileServerFS(os.DirFS("."))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/src/") {
			modules.ServeHTTP(w, r)
			return
		}
		switch name := strings.TrimPrefix(r.URL.Path, "/"); name {
		case "":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, `<!doctype html><title>Test</title><link rel="icon" href="data:,">`)
		case "search-engine.js", "search-worker.js": // as sites have them
			w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
			_, _ = w.Write(map[string][]byte{"search-engine.js": client.Engine, "search-worker.js": client.Worker}[name])
		default:
			site.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server
}

// openTab opens a tab, which ends with the test, and returns a function that
// tells which errors it has reported.
func openTab(t *testing.T) (tab context.Context, said func() []string) {
	t.Helper()
	browser, err := startBrowser()
	if err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	limited, cancel := context.WithTimeout(browser, 2*time.Minute)
	t.Cleanup(cancel)
	tab, closeTab := chromedp.NewContext(limited)
	t.Cleanup(closeTab)

	var mu sync.Mutex
	var texts []string
	note := func(text string) {
		mu.Lock()
		defer mu.Unlock()
		texts = append(texts, text)
	}
	err = chromedp.Listen(tab, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError {
				note(e.Entry.Text + " " + e.Entry.URL)
			}
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
				note(fmt.Sprintf("console.%s: %s", e.Type, describe(e.Args...)))
			}
		case *runtime.EventExceptionThrown:
			note(e.ExceptionDetails.Text + " " + describe(e.ExceptionDetails.Exception))
		}
	})
	if err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	return tab, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(texts)
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
