package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"headsup/generator/tools/corpus/process"
)

func TestPrefixes(t *testing.T) {
	for query, want := range map[string][]string{
		"the":  {"t", "th", "the"},
		"a bé": {"a", "a b", "a bé"},
		"x":    {"x"},
	} {
		if got := prefixes(query); !slices.Equal(got, want) {
			t.Errorf("%q is typed as %q, want %q", query, got, want)
		}
	}
}

func TestTypingOf(t *testing.T) {
	got := typingOf([]keystroke{{90, 70}, {10, 60}, {30, 5}})
	if want := (typing{middle: 30, slowest: 90, later: 30, busiest: 70, working: 60}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestMedianLoad(t *testing.T) {
	got := medianLoad([]load{
		{engine: pagefind, query: "x", hasTyping: true, bytes: 3, ready: 9, typed: typing{slowest: 5}},
		{engine: pagefind, query: "x", hasTyping: true, bytes: 1, ready: 7, typed: typing{slowest: 6}},
		{engine: pagefind, query: "x", hasTyping: true, bytes: 2, ready: 8, typed: typing{slowest: 7}},
	})
	want := load{engine: pagefind, query: "x", hasTyping: true, bytes: 2, ready: 8, typed: typing{slowest: 6}}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if m := middle([]int{4, 3, 2, 1}); m != 2 {
		t.Errorf("the middle of four is %d", m)
	}
}

func TestWeightReport(t *testing.T) {
	var out bytes.Buffer
	w := weight{command: &command{Stdout: &out}, pages: 7, rounds: 1}
	builds := []indexing{
		{headsup, []process.Usage{{Wall: 2 * time.Second, CPU: time.Second, Peak: 64 << 20}}, 10, 1 << 20},
		{pagefind, []process.Usage{{Wall: 4 * time.Second, CPU: 8 * time.Second, Peak: 128 << 20}}, 1000, 4 << 20},
	}
	typed := typing{requests: 4, bytes: 8 << 10, middle: time.Millisecond, slowest: 4 * time.Millisecond}
	loads := []load{
		{engine: headsup, query: "x", results: 5, requests: 3, bytes: 2 << 10, ready: 5 * time.Millisecond, typed: typed, hasTyping: true},
		{engine: headsup, page: true, query: "x", results: 5, requests: 6, bytes: 4 << 10, ready: 10 * time.Millisecond},
		{
			engine:    pagefind,
			query:     "x",
			results:   2,
			requests:  12,
			bytes:     8 << 10,
			ready:     20 * time.Millisecond,
			typed:     typed,
			hasTyping: true,
		},
	}
	if err := w.report(builds, loads); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(out.String()) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	for _, want := range []string{
		"| headsup: the whole site with its index | 2.00 | 1.00 | 64 | 10 | 1.00 |",
		"| Pagefind: the index alone | 4.00 | 8.00 | 128 | 1000 | 4.00 |",
		"| headsup ÷ Pagefind | 0.50 | 0.12 | 0.50 | 0.010 | 0.25 |",
		"| x | headsup | 3 | 2.0 | 5.0 | 0.0 | 0 | 4 | 8.0 | 1.0 | 4.0 | 0.0 | 0.0 | 0.0 |",
		"| x | headsup, search page | 6 | 4.0 | 10.0 | 0.0 | 0 | – | – | – | – | – | – | – |",
		"| x | headsup ÷ Pagefind | 0.25 | 0.25 | 0.25 | – | – | 1.00 | 1.00 | 1.00 | 1.00 | – | – | – |",
		"| x | headsup, search page ÷ Pagefind | 0.50 | 0.50 | 0.50 | – | – | – | – | – | – | – | – | – |",
		"Bytes with headers, as a host sends them that compresses what it knows by its content type; the first 5 results.",
		"Fewer than 5 results: Pagefind found 2 for x.",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line %s in\n%s", want, out.String())
		}
	}
}

// The whole command at a small size.
func TestWeight(t *testing.T) {
	t.Chdir("../../../..")
	var out, progress bytes.Buffer
	c := command{Stdout: &out, Stderr: &progress}
	if err := c.run(t.Context(), []string{"weight", "-pages", "60", "-rounds", "1", "-queries", "the"}); err != nil {
		t.Fatalf("%v\n%s", err, progress.String())
	}
	for _, want := range []string{
		"60 pages; pagefind 1.", "; minisearch 7.", "median of 1 runs",
		"| headsup: the whole site with its index |", "| Pagefind: the index alone ", "| MiniSearch: the index alone ",
		"| the   | headsup ", "| the   | headsup, search page ", "| the   | Pagefind ", "| the   | MiniSearch ",
		"| the   | MiniSearch ÷ Pagefind ",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// What loads nothing because it finds nothing is not measured.
func TestWeightOfNothing(t *testing.T) {
	w := weight{command: &command{}, rounds: 1}
	if _, err := w.median(func() (load, error) { return load{engine: pagefind}, nil }); err == nil {
		t.Error("a search without results is measured")
	}
	if l, err := w.median(func() (load, error) { return load{engine: pagefind, results: 1}, nil }); err != nil || l.results != 1 {
		t.Errorf("a search with a result: %+v, %v", l, err)
	}
}

func TestSize(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"root.json", "index.html", "engine.js", "wasm.en.pagefind", "part.bin"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("four"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if files, bytes, err := size(dir); err != nil || files != 2 || bytes != 8 {
		t.Errorf("%d files, %d bytes, %v", files, bytes, err)
	}
}

// start serves folders for one test.
func start(t *testing.T, mounts ...mount) *host {
	t.Helper()
	h, err := startHost(mounts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

func TestHost(t *testing.T) {
	long := strings.Repeat("text ", 1000)
	h := start(
		t,
		mount{"/engine/", fstest.MapFS{"a.bin": {Data: []byte(long)}}},
		mount{"/", fstest.MapFS{"index.html": {Data: []byte(long)}, "engine/a.bin": {}, "search/b.json": {Data: []byte(long)}}},
	)
	conn, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	counted := &countingReader{r: conn}
	r := bufio.NewReader(counted)
	for _, tc := range []struct {
		path, kind, encoding string
		status               int
	}{
		{"/", "text/html; charset=utf-8", "gzip", http.StatusOK},
		{"/search/b.json", "application/json", "gzip", http.StatusOK},
		{"/engine/a.bin", "application/octet-stream", "", http.StatusOK},
		{"/engine/c.bin", "text/plain; charset=utf-8", "", http.StatusNotFound},
		{"/../secret", "text/plain; charset=utf-8", "", http.StatusNotFound},
	} {
		h.mark()
		before := counted.n
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n", tc.path)
		response, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		header := response.Header
		if response.StatusCode != tc.status || header.Get("Content-Type") != tc.kind || header.Get("Content-Encoding") != tc.encoding {
			t.Errorf("%s: %d %v", tc.path, response.StatusCode, header)
		}
		if small := len(body) < len(long)/10; tc.status == http.StatusOK && small != (tc.encoding == "gzip") {
			t.Errorf("%s: %d bytes", tc.path, len(body))
		}
		// The account is written after the last byte.
		var account []request
		for deadline := time.Now().Add(10 * time.Second); len(account) == 0 && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
			account = h.account()
		}
		if len(account) != 1 || account[0] != (request{tc.path, counted.n - before}) {
			t.Errorf("%s: the account is %v, and %d bytes have come", tc.path, account, counted.n-before)
		}
	}
}

type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
