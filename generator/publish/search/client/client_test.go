package client_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"headsup/generator/publish/search/client"
	"headsup/generator/tools/browsertest"
)

func TestMain(m *testing.M) {
	os.Exit(browsertest.M{M: m}.Run())
}

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
	b := browsertest.Open(t, func(r browsertest.Report) bool {
		return browsertest.IsError(r) && (expected == nil || !expected(r.Text+" "+r.URL))
	})
	b.Visit(t, serve(t, site).URL)
	return browsertest.Ask[Output](t, b, fmt.Sprintf("(async (input) => {%s\n})(%s)", body, encoded))
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
