package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/tools/browsertest"
	"headsup/generator/tools/corpus"
)

// served is a preview that runs.
type served struct {
	url    string
	stop   func() int // ends it and returns its exit status
	mu     sync.Mutex
	stderr strings.Builder
}

func (s *served) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stderr.Write(p)
}

func (s *served) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stderr.String()
}

// startServe runs headsup serve until the test ends.
func startServe(t testing.TB, args ...string) *served {
	t.Helper()
	return startCommand(t, append([]string{"serve"}, args...)...)
}

// startCommand runs a command that prints an address and serves there until the test ends.
func startCommand(t testing.TB, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	s := &served{}
	m := mainCmd{Stdin: strings.NewReader(""), Stdout: writer, Stderr: s, Getenv: func(string) string { return "" }}
	done := make(chan int, 1)
	go func() {
		done <- m.Run(ctx, append(args, "--cache-dir", t.TempDir()))
		writer.Close()
	}()
	stop := sync.OnceValue(func() int { cancel(); return <-done })
	s.stop = stop
	t.Cleanup(func() { stop() })
	line, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		t.Fatalf("no address is printed; it says\n%s", s.said())
	}
	go io.Copy(io.Discard, reader) //nolint:errcheck // nothing else is said there
	s.url = strings.TrimSpace(line)
	return s
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	// As editors do: another file, renamed.
	if err := os.WriteFile(name+".tmp", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(name+".tmp", name); err != nil {
		t.Fatal(err)
	}
}

// tab is a tab of a real browser.
type tab struct {
	*browsertest.Tab
	t testing.TB
}

// openTab opens a tab. While a page is replaced, requests of the old one may end early.
func openTab(t testing.TB) *tab {
	t.Helper()
	return &tab{browsertest.Open(t, func(r browsertest.Report) bool {
		return r.Kind == browsertest.Exception || r.Kind == browsertest.Dialog
	}), t}
}

func (b *tab) visit(address string) {
	b.t.Helper()
	b.Visit(b.t, address)
}

// run runs a script that returns nothing.
func (b *tab) run(script string) {
	b.t.Helper()
	b.Tell(b.t, script)
}

// sees waits until an expression is true.
func (b *tab) sees(what, expression string) {
	b.t.Helper()
	if err := b.Tab.Tab.Until(expression); err != nil {
		text := browsertest.Ask[string](b.t, b.Tab,
			`location.href + " at " + scrollY + " of " + document.documentElement.scrollHeight + ", open " + `+
				`[...document.querySelectorAll("details")].map((d) => d.open) + "\n" + `+
				`document.body.innerText.slice(0, 120) + "\n" + document.querySelector("headsup-preview")?.shadowRoot.textContent`)
		b.t.Fatalf("%s is not seen: %v\nThe page is %s", what, err, text)
	}
}

// In the preview's shadow tree.
const (
	shadow  = `document.querySelector("headsup-preview").shadowRoot`
	overlay = shadow + `.querySelector(".overlay")`
)

const longPage = "---\ntitle: Export\ndate: 2026-01-01\nvisibility: public\nproducts: [billing]\n---\n\n" +
	"<details><summary>More</summary>\n\nHidden.\n\n</details>\n\n" +
	"%s\n\n:::sales\nTell them.\n:::\n\n:::support\nHelp them.\n:::\n"

func previewFolder(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "content")
	write(t, filepath.Join(dir, "headsup.yaml"), "title: Site\nbase_url: https://example.com/hub/\nproducts: [billing]\n")
	write(t, filepath.Join(dir, "releases", "export.md"), fmt.Sprintf(longPage, strings.Repeat("First words.\n\n", 200)))
	write(t, filepath.Join(dir, "releases", "later.md"),
		"---\ntitle: Later\ndate: 2026-01-01\npublish_at: 2031-05-05\nvisibility: public\n---\n\nText.\n")
	write(t, filepath.Join(dir, "releases", "draft.md"), "---\ntitle: Unfinished\ndate: 2026-01-01\ndraft: true\n---\n\nText.\n")
	return dir
}

// What an author sees while writing: every change at once, mistakes with their
// lines, and the last good page below.
func TestPreviewInBrowser(t *testing.T) {
	t.Parallel()
	dir := previewFolder(t)
	s := startServe(t, "--content", dir, "--addr", "127.0.0.1:0")
	if !strings.HasSuffix(s.url, "/hub/") {
		t.Fatalf("the address is %s", s.url)
	}
	b := openTab(t)
	page := s.url + "releases/export/"
	file := filepath.Join(dir, "releases", "export.md")
	b.visit(page)
	b.sees("the bar", shadow+`.querySelector(".bar").offsetHeight > 0`)

	// A change is shown, and the reader stays where he was.
	b.run(`document.querySelector("details").open = true`)
	b.sees("what was folded", `document.body.innerText.includes("Hidden.")`)
	b.run(`scrollTo({ top: 700, behavior: "instant" }); window.before = true`)
	write(t, file, fmt.Sprintf(longPage, strings.Repeat("Other words.\n\n", 200)))
	b.sees("the changed page", `document.body.innerText.includes("Other words.") && !window.before`)
	b.sees("the place on the page", `Math.abs(scrollY - 700) < 3 && document.querySelector("details").open`)

	// A mistake: the page stays, and the overlay tells all of them.
	write(t, file, "---\ntitle: Export\nstage: betta\n---\n\n[x](<img src=x onerror=alert(1)>.md)\n")
	b.sees("the overlay", overlay+`.hidden === false && `+overlay+`.textContent.includes("2 errors")`)
	b.sees("the place of the mistake", overlay+`.textContent.includes("releases/export.md:3:8")`)
	b.sees("the line of the mistake", overlay+`.textContent.includes("stage: betta")`)
	b.sees("the hint", overlay+`.textContent.includes("did you mean beta?")`)
	b.sees("the last good page", `document.body.innerText.includes("Other words.")`)
	b.sees("hostile text as text", `!`+shadow+`.querySelector("img") && `+overlay+`.textContent.includes("<img src=x")`)
	if !strings.Contains(s.said(), "[unknown-value]") {
		t.Errorf("the terminal does not tell the mistake:\n%s", s.said())
	}

	// A page that is opened now shows the same.
	b.visit(page)
	b.sees("the overlay on another page", overlay+`.hidden === false`)

	// Mended.
	write(t, file, fmt.Sprintf(longPage, "Third words."))
	b.sees("the mended page", `document.body.innerText.includes("Third words.") && `+overlay+`.hidden`)

	// A page that did not change is not loaded again; the bar tells of a warning.
	b.run(`window.before = true`)
	write(t, filepath.Join(dir, "releases", "untitled.md"), "---\ndate: 2026-01-01\n---\n\nText.\n")
	b.sees("the warning", shadow+`.querySelector(".bar").textContent.includes("1 warning")`)
	b.run(shadow + `.querySelector(".bar button").click()`)
	b.sees("what the warning is", overlay+`.textContent.includes("[no-title]")`)
	if s.stop() != exitDone {
		t.Errorf("it does not end well:\n%s", s.said())
	}
}

func TestViewAs(t *testing.T) {
	t.Parallel()
	dir := previewFolder(t)
	s := startServe(t, "--content", dir, "--addr", "127.0.0.1:0")
	b := openTab(t)
	b.visit(s.url + "releases/export/")
	text := func(word string) string { return fmt.Sprintf("document.body.innerText.includes(%q)", word) }
	choose := func(label, value string) {
		t.Helper()
		field := fmt.Sprintf(`%s.querySelector('[aria-label="%s"]')`, shadow, label)
		b.sees(label, field+fmt.Sprintf(`&& (!%s.options || [...%[1]s.options].some((o) => o.value === %q))`, field, value))
		b.run(fmt.Sprintf(`window.before = true; %s.value = %q; %[1]s.dispatchEvent(new Event("change"))`, field, value))
		b.sees("the page anew", `!window.before && document.querySelector("headsup-preview")`)
	}
	b.sees("all blocks", text("Tell them.")+" && "+text("Help them."))

	choose("Audience", "support")
	b.sees("the blocks of support", text("Help them.")+" && !"+text("Tell them."))
	choose("Audience", "")
	b.sees("all blocks again", text("Tell them."))

	choose("View as", "1")
	b.sees("the public page", "!"+text("Tell them.")+" && !"+text("Help them.")+" && "+text("First words."))
	b.visit(s.url + "releases/")
	b.sees("the public list", text("Export")+" && !"+text("Unfinished")+" && !"+text("Later"))
	b.visit(s.url[:strings.Index(s.url, "/hub/")] + "/_headsup/feed")
	b.sees("the feed", text("Export")+" && !"+text("Later")+" && !"+text("Tell them."))

	b.visit(s.url + "releases/")
	choose("Date", "2031-05-05")
	b.sees("the list of that day", text("Later"))
	b.visit(s.url[:strings.Index(s.url, "/hub/")] + "/_headsup/feed")
	b.sees("the feed of that day", text("Later")+" && "+text("2031-05-05"))

	b.visit(s.url + "releases/")
	choose("View as", "")
	choose("Date", "2030-01-01")
	b.sees("what customers do not see on that day", text("Later")+" && "+text("Not public yet"))
	choose("Date", "")
	b.sees("all that is to come, and drafts", text("Later")+" && "+text("Unfinished"))
	b.visit(s.url + "releases/draft/")
	b.sees("the mark of a draft", text("Draft"))
}

// Styles change without a reload.
func TestStylesInPlace(t *testing.T) {
	t.Parallel()
	dir, theme := previewFolder(t), filepath.Join(t.TempDir(), "theme")
	css := filepath.Join(theme, "assets", "css", "print.css")
	const main = "@layer x { h1 { color: %s; } }\n"
	write(t, css, fmt.Sprintf(main, "rgb(1, 2, 3)"))
	s := startServe(t, "--content", dir, "--theme", theme, "--addr", "127.0.0.1:0")
	b := openTab(t)
	b.visit(s.url + "releases/export/")
	colour := func(c string) string {
		return `[...document.styleSheets].some((s) => { try { return [...s.cssRules].some((r) => r.cssText.includes("` +
			c + `")); } catch { return false; } })`
	}
	b.sees("the style", colour("rgb(1, 2, 3)"))
	b.run(`window.before = true`)
	write(t, css, fmt.Sprintf(main, "rgb(4, 5, 6)"))
	b.sees("the changed style", colour("rgb(4, 5, 6)"))
	b.sees("the same document", `window.before && !`+colour("rgb(1, 2, 3)"))
}

// A preview that begins with mistakes shows them, and then the page.
func TestPreviewOfBrokenSite(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	write(t, filepath.Join(dir, "a.md"), "---\ntitle: [\n---\n")
	s := startServe(t, "--content", dir, "--addr", "127.0.0.1:0")
	b := openTab(t)
	b.visit(s.url)
	b.sees("the overlay alone", overlay+`.textContent.includes("a.md:2:8")`)
	write(t, filepath.Join(dir, "a.md"), "---\ntitle: Mended\n---\n\nText.\n")
	b.sees("the page", `document.title !== "headsup" && `+overlay+`.hidden`)
}

// A preview reports what is wrong with the configuration as a build does, uses the
// rest of it, and goes on once it is corrected.
func TestPreviewOfBrokenConfiguration(t *testing.T) {
	dir := previewFolder(t)
	name := filepath.Join(dir, content.ConfigFile)
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	write(t, name, string(good)+"produkte: [billing]\n")
	var want strings.Builder
	m := mainCmd{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &want, Getenv: func(string) string { return "" }}
	if got := m.Run(t.Context(), []string{"new", "--content", dir, "playbook", "A"}); got != exitContent {
		t.Fatalf("new with a broken configuration: status %d\n%s", got, &want)
	}
	finding := want.String()
	if !strings.Contains(finding, "[config]") {
		t.Fatalf("new reports\n%s", &want)
	}
	s := startServe(t, "--content", dir, "--addr", "127.0.0.1:0")
	if got := s.said(); got != finding {
		t.Errorf("the preview reports\n%s\nwant\n%s", got, finding)
	}
	if !strings.HasSuffix(s.url, "/hub/") {
		t.Errorf("the address is %s", s.url)
	}
	write(t, name, string(good))
	for deadline := time.Now().Add(time.Minute); !strings.Contains(s.said(), "built again"); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it does not build again:\n%s", s.said())
		}
	}
}

func get(t *testing.T, address string, header ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		if req.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			req.Host = header[i+1]
		}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

func TestConcurrentPreviewAnswers(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	dir := previewFolder(t)
	s := startServe(t, "--content", dir, "--addr", "127.0.0.1:0")
	root := strings.TrimSuffix(s.url, "hub/")
	for path, want := range map[string]int{
		"":                           200, // leads to the site
		"hub/":                       200,
		"hub/releases/export":        200,
		"hub/feed.json":              200,
		"hub/releases/nowhere/":      404,
		"hub/.headsup-manifest":      404,
		"hub/_headers":               404,
		"hub/..%2f..%2fheadsup.yaml": 404,
		"elsewhere/":                 404,
		"_headsup/preview.js":        200,
		"_headsup/../serve.go":       404,
		"_headsup/nothing":           404,
		"_headsup/state?page=/hub/":  200,
		"hub/releases/later/":        200,
		"hub/../hub/":                404,
	} {
		if got, _ := get(t, root+path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	if got, text := get(t, s.url, "Host", "evil.example"); got != http.StatusMisdirectedRequest || strings.Contains(text, "Export") {
		t.Errorf("to another name it answers %d", got)
	}
	if got, text := get(t, s.url+"releases/later/", "Cookie", "headsup_view=public%3D1"); got != 404 || strings.Contains(text, "Later") {
		t.Errorf("the public sees what is under embargo: %d", got)
	}
	if resp, err := http.Post(s.url, "text/plain", nil); err != nil || resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("a POST is answered with %v, %v", resp, err)
	}
	if got := s.stop(); got != exitDone {
		t.Errorf("status %d\n%s", got, s.said())
	}
	left, err := filepath.Glob(filepath.Join(temp, "headsup-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("it leaves %q, %v", left, err)
	}
}

func TestServeAddress(t *testing.T) {
	dir := previewFolder(t)
	if l, err := net.Listen("tcp", defaultAddr); err == nil {
		defer l.Close()
	}
	s := startServe(t, "--content", dir)
	if strings.Contains(s.url, ":1414/") {
		t.Errorf("it has the address that is taken: %s", s.url)
	}
	taken := strings.TrimSuffix(strings.TrimPrefix(s.url, "http://"), "/hub/")
	var out strings.Builder
	m := mainCmd{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &out, Getenv: os.Getenv}
	if got := m.Run(context.Background(), []string{"serve", "--content", dir, "--addr", taken}); got != exitFailure ||
		!strings.Contains(out.String(), taken) {
		t.Errorf("on an address that is taken: status %d, %s", got, out.String())
	}
	wide := startServe(t, "--content", dir, "--addr", "0.0.0.0:0")
	if !strings.Contains(wide.said(), "everyone who reaches this machine") {
		t.Errorf("it does not warn:\n%s", wide.said())
	}
}

// BenchmarkPreview measures the time from saving a file to the changed page in a
// browser, on a site of 1,000 pages.
func BenchmarkPreview(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "content")
	if err := corpus.Write(dir, 1000); err != nil {
		b.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "playbooks", "*.md"))
	if err != nil || len(files) == 0 {
		b.Fatal(files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		b.Fatal(err)
	}
	s := startServe(b, "--content", dir, "--addr", "127.0.0.1:0")
	browser := openTab(b)
	name := strings.TrimSuffix(filepath.Base(files[0]), ".md")
	browser.visit(s.url + "playbooks/" + name + "/")
	browser.sees("the bar", `document.querySelector("headsup-preview")`)
	n := 0
	for b.Loop() {
		n++
		mark := fmt.Sprintf("Edit number %d.", n)
		write(b, files[0], string(text)+"\n"+mark+"\n")
		browser.sees("the change", fmt.Sprintf("document.body.innerText.includes(%q)", mark))
	}
}
