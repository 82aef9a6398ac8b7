package webdriver

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strconv"
	"strings"
	"sync"
)

// Report is something that happened in a page.
type Report struct {
	Kind  string // "exception", "console", "log", "dialog", "request"
	Level string // of the console: "error", "assert"; of the log: "error"
	About string // of the log: "network", "security"
	Text  string
	URL   string
}

// ear is the proxy through which a browser makes its requests. It reports each of them,
// and what happens in pages: a script that it puts in front of each document tells it.
// The protocols of the browsers differ in what they tell, and one tells nothing.
type ear struct {
	*httptest.Server
	proxy  *httputil.ReverseProxy
	report func(Report)

	mu     sync.Mutex
	before string // scripts of tests
}

//go:embed page.js
var pageScript string

// scriptPath is the address of the script on every host. What is sent there is a report.
const scriptPath = "/.page-of-a-test.js"

func newEar(report func(Report)) *ear {
	e := &ear{report: report}
	e.proxy = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.Host = r.In.Host
			r.Out.Header.Del("Accept-Encoding")
		},
		ModifyResponse: addScript,
		FlushInterval:  -1,
		// A server that breaks off is part of what is tested.
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
		ErrorLog:     log.New(io.Discard, "", 0),
	}
	e.Server = httptest.NewUnstartedServer(e)
	e.Config.ErrorLog = e.proxy.ErrorLog
	e.Start()
	return e
}

func (e *ear) add(script string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.before += "\n{" + script + "\n}"
}

func (e *ear) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == scriptPath {
		e.hear(w, r)
		return
	}
	address := r.URL.String()
	if r.Method == http.MethodConnect {
		address = "https://" + r.Host
	}
	// Firefox asks its maker how it is to be set, whatever its preferences are.
	if !strings.HasSuffix(r.URL.Hostname(), ".mozilla.com") {
		e.mu.Lock()
		e.report(Report{Kind: "request", URL: address})
		e.mu.Unlock()
	}
	if r.Method == http.MethodConnect || !strings.HasPrefix(r.URL.Host, "127.0.0.1:") {
		http.Error(w, "nothing of a test is elsewhere", http.StatusForbidden)
		return
	}
	e.proxy.ServeHTTP(w, r)
}

// hear answers with the script, or takes what it sends.
func (e *ear) hear(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	w.Header().Set("Cache-Control", "no-store")
	if r.Method == http.MethodGet {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = io.WriteString(w, pageScript+e.before)
		return
	}
	var heard Report
	if err := json.NewDecoder(r.Body).Decode(&heard); err != nil {
		heard = Report{Kind: "exception", Text: "a report that cannot be read: " + err.Error()}
	}
	e.report(heard)
}

// addScript puts the script in front of what a page has after its doctype.
func addScript(r *http.Response) error {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	page, err := io.ReadAll(r.Body)
	if err != nil {
		return fmt.Errorf("read the page %s: %w", r.Request.URL, err)
	}
	const doctype = len("<!doctype html>")
	if len(page) >= doctype && strings.EqualFold(string(page[:doctype]), "<!doctype html>") {
		page = append([]byte("<!doctype html><script src='"+scriptPath+"'></script>"), page[doctype:]...)
	}
	r.Body = io.NopCloser(bytes.NewReader(page))
	r.ContentLength = int64(len(page))
	r.Header.Set("Content-Length", strconv.Itoa(len(page)))
	return nil
}
