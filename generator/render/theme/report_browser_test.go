package theme

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"headsup/generator/guard/chromium"
	"headsup/generator/inbound/ingest"
	"headsup/generator/inbound/record"
	"headsup/generator/tools/browsertest"
	"headsup/generator/view"
)

// receiver is the one that the reference gives, and what came to it.
type receiver struct {
	url  string // of what it takes
	file string // that it writes

	mu      sync.Mutex
	headers []http.Header
}

// startReceiver runs the receiver of the reference as it stands there.
func startReceiver(t *testing.T) *receiver {
	t.Helper()
	text, err := os.ReadFile("../../../content/reference/feedback.md")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile("(?s)```go[^\n]*\n(.*?)```").FindSubmatch(text)
	if code == nil || bytes.Count(code[1], []byte("\n")) > 30 {
		t.Fatal("there is no receiver of at most 30 lines")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close() //nolint:errcheck // only its port was wanted
	dir := t.TempDir()
	program := bytes.Replace(code[1], []byte("localhost:8080"), []byte(address), 1)
	if err := os.WriteFile(filepath.Join(dir, "main.go"), program, 0o600); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "build", "-o", "receiver", "main.go")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ctx, stop := context.WithCancel(context.Background())
	run := exec.CommandContext(ctx, filepath.Join(dir, "receiver"))
	run.Dir = dir
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, &out
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = run.Wait() // it was killed
		if out.Len() > 0 {
			t.Errorf("the receiver says %s", out.String())
		}
	})
	for range 500 {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close() //nolint:errcheck // that it could be opened is enough
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	r := &receiver{file: filepath.Join(dir, "feedback.jsonl")}
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.mu.Lock()
		r.headers = append(r.headers, q.Header.Clone())
		r.mu.Unlock()
		proxy.ServeHTTP(w, q)
	}))
	t.Cleanup(server.Close)
	r.url = server.URL + "/headsup"
	return r
}

// lines returns what is written so far, and waits until these are so many lines.
func (r *receiver) lines(t *testing.T, want int) (lines []map[string]string) {
	t.Helper()
	for range 1500 {
		data, err := os.ReadFile(r.file)
		if err != nil {
			t.Fatal(err)
		}
		lines = nil
		for line := range bytes.Lines(data) {
			var object map[string]string
			if json.Unmarshal(line, &object) == nil {
				lines = append(lines, object)
			}
		}
		if len(lines) >= want {
			return lines
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%d lines have come: %v", len(lines), lines)
	return nil
}

// What readers look for in vain, and whether a page helped, comes to the receiver that the
// reference gives, and from its file into records. Nothing about the reader comes along.
func TestReports(t *testing.T) {
	t.Parallel()
	r := startReceiver(t)
	views := richViews()
	const about = "https://enablement.example.com/playbooks/export-invoices/"
	views["page"].Site.Report = &view.FormView{Name: "feedback", Action: r.url} // of all views
	views["page"].Page.Helped = &view.FormView{Name: "feedback", Action: r.url, Page: about}
	server := viewServer(t, Options{Supplied: map[string][]byte{SearchEngine: standInEngine}}, views, r.url)
	s := &searchTab{Tab: openTab(t), url: server.URL}

	const nothing = `document.querySelector(".search-state")?.textContent.startsWith("Nothing found")`
	look := func(words, until string) {
		t.Helper()
		s.press(t, words)
		s.Until(t, `document.querySelector("dialog[open] input, #hu-search").value === "`+words+`" && `+until)
		s.rest(t)
	}
	s.visit(t, "/page/")
	s.Tell(t, `document.cookie = "reader=1"; localStorage.reader = 1`)
	s.press(t, "/")
	s.Until(t, `document.querySelector("dialog[open]")`)
	look("zzz  guests", nothing)
	s.press(t, kb.Escape) // clears the field
	for _, words := range []string{
		"ZZZ guests", "zzz kim@zzz.zz", "zzz +49 170 123-45", "zzz 123456", "zzz sk-live-0123abcdefghijk", strings.Repeat("zzzz ", 50),
	} {
		look(strings.TrimSpace(words), nothing)
		s.press(t, kb.Escape)
	}
	look("invoices", isFound)
	s.press(t, kb.Escape)
	look("zzz später", nothing) // and then nothing for some seconds
	r.lines(t, 2)
	s.press(t, kb.Escape)
	look("zzz closed", nothing)
	s.Tell(t, `document.querySelector("dialog").close()`)
	r.lines(t, 3)

	s.visit(t, "/search/?q=zzz+shared")
	s.Until(t, nothing)
	s.visit(t, "/search/?kind=page")
	s.press(t, "/")
	look("zzz filtered", nothing)
	s.press(t, kb.Escape)
	s.visit(t, "/search/")
	s.press(t, "/")
	look("zzz left", nothing)
	s.visit(t, "/page/")
	r.lines(t, 4)

	// The answer is sent from where it stands.
	s.wants(t, `document.querySelector(".helped-more").checkVisibility()`, "false")
	s.click(t, "[name=helped][value=no]")
	s.Tell(t, `document.querySelector("[name=question]").value = "How do I export to PDF?"`)
	s.click(t, ".helped [type=submit]")
	s.Until(t, `document.activeElement.textContent.startsWith("Thank you.")`)
	s.wants(t, `location.pathname`, "/page/")
	r.lines(t, 5)
	s.Quiet(t)

	// The policy lets pages send there, and nowhere else.
	elsewhere := `fetch("` + r.url + `/more", { method: "POST", mode: "no-cors" }).then(() => "sent", (e) => e.name)`
	if got := ask[string](t, s.Tab, elsewhere); got != "TypeError" {
		t.Errorf("elsewhere: %s", got)
	}
	if reports := s.Take(); !slices.ContainsFunc(reports, func(r browsertest.Report) bool {
		return strings.Contains(r.Text, "Content Security Policy")
	}) {
		t.Errorf("the page reports %v", reports)
	}

	// Who asks not to be followed is not; an answer is the reader's own doing.
	s.Before(t, `Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { value: true })`)
	s.visit(t, "/page/")
	s.press(t, "/")
	s.Until(t, `document.querySelector("dialog[open]")`)
	look("zzz private", nothing)
	s.press(t, kb.Escape+kb.Escape)
	s.Until(t, `!document.querySelector("dialog[open]")`)
	s.click(t, "[name=helped][value=yes]")
	s.click(t, ".helped [type=submit]")
	r.lines(t, 6)

	// Without JavaScript it is a form like any other.
	s.Do(t, chromium.Scripts(false))
	s.visit(t, "/page/")
	ask[bool](t, s.Tab, `(() => { document.querySelector("[name=helped][value=no]").click(); `+
		`document.querySelector(".helped [type=submit]").click(); return true; })()`)

	var got []string
	for _, line := range r.lines(t, 7) {
		if _, err := time.Parse(time.RFC3339, line["at"]); err != nil || len(line) != 4 {
			t.Errorf("a line is %v", line)
		}
		got = append(got, strings.Join([]string{line["page"], line["helped"], line["question"]}, "; "))
	}
	want := []string{
		"; nothing found; zzz guests", "; nothing found; zzz später", "; nothing found; zzz closed", "; nothing found; zzz left",
		about + "; no; How do I export to PDF?", about + "; yes; ", about + "; no; ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("what came is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.headers) != len(want) {
		t.Errorf("%d requests, want %d", len(r.headers), len(want))
	}
	for _, h := range r.headers {
		for _, name := range []string{"Referer", "Cookie", "Authorization"} {
			if value := h.Get(name); value != "" {
				t.Errorf("%s: %s comes along", name, value)
			}
		}
	}

	res, err := ingest.Read(context.Background(), os.DirFS(filepath.Dir(r.file)), filepath.Base(r.file),
		ingest.Options{Source: "site", Team: "support", Format: ingest.Auto, Now: time.Now()})
	if err != nil || res.Format != ingest.JSONL || len(res.Records) != len(want) {
		t.Fatalf("read as %+v, %v", res, err)
	}
	var records []string
	for _, rec := range res.Records {
		if rec.Source != "site" || rec.Team != "support" || res.Undated[rec.ID] {
			t.Errorf("the record is %+v", rec)
		}
		records = append(records, strings.Join([]string{rec.Text, string(rec.Kind), rec.URL}, "; "))
	}
	slices.Sort(records)
	wantRecords := []string{
		"Did not help: export invoices; " + string(record.Problem) + "; " + about,
		"Helped: export invoices; " + string(record.Praise) + "; " + about,
		"How do I export to PDF?; ; " + about,
		"zzz closed; how-to; ", "zzz guests; how-to; ", "zzz left; how-to; ", "zzz später; how-to; ",
	}
	if !slices.Equal(records, wantRecords) {
		t.Errorf("the records are\n%s\nwant\n%s", strings.Join(records, "\n"), strings.Join(wantRecords, "\n"))
	}
}

// Behind a login, which wants a cookie, an answer is sent as without JavaScript. One that
// cannot be sent elsewhere stays, and can be sent again.
func TestAnswersThatAreRefused(t *testing.T) {
	t.Parallel()
	views := richViews()
	gone := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(gone.Close)
	views["page"].Site.Report = &view.FormView{Name: "feedback", Action: "/receiver", Netlify: true}
	views["page"].Page.Helped = views["page"].Site.Report
	views["playbook"].Site = &view.Chrome{Report: &view.FormView{Name: "feedback", Action: gone.URL + "/headsup"}}
	views["playbook"].Page.Helped = views["playbook"].Site.Report
	server := viewServer(t, Options{}, views, gone.URL+"/headsup")
	inner := server.Config.Handler
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method != http.MethodPost:
			inner.ServeHTTP(w, r)
		case r.Header.Get("Sec-Fetch-Mode") == "navigate":
			_, _ = io.WriteString(w, "Received "+r.PostFormValue("helped"))
		default:
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	s := &searchTab{Tab: openTab(t), url: server.URL}
	s.visit(t, "/page/")
	s.click(t, "[name=helped][value=yes]")
	s.click(t, ".helped [type=submit]")
	s.Until(t, `document.body.textContent === "Received yes"`)
	s.visit(t, "/playbook/")
	s.click(t, "[name=helped][value=no]")
	for range 2 {
		s.click(t, ".helped [type=submit]")
		s.Until(t, `document.activeElement.textContent.startsWith("Couldn’t send your feedback.")`)
	}
	s.wants(t, `document.querySelectorAll(".helped-failed").length`, "1")
	s.Quiet(t, "401", "404", "CORS", "Failed to load", "favicon")
}
