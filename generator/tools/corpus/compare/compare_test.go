package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"text/template/parse"
	"time"

	"github.com/pelletier/go-toml/v2"

	"headsup/generator/tools/corpus"
)

func TestMedian(t *testing.T) {
	for _, tc := range []struct {
		files []int
		want  int
	}{
		{[]int{7}, 7},
		{[]int{9, 1}, 1},
		{[]int{5, 1, 3}, 3},
		{[]int{4, 3, 2, 1}, 2},
	} {
		var r result
		for _, n := range tc.files {
			r.runs = append(r.runs, measurement{files: n})
		}
		if got := r.median().files; got != tc.want {
			t.Errorf("median of %v is %d, want %d", tc.files, got, tc.want)
		}
	}
}

func TestTable(t *testing.T) {
	results := []result{
		{"ours", []measurement{{wall: 2 * time.Second, cpu: 3 * time.Second, peak: 100 << 20, files: 50, bytes: 5 << 20}}},
		{"theirs", []measurement{
			{wall: 9 * time.Second, cpu: 12 * time.Second, peak: 400 << 20, files: 40, bytes: 5 << 20},
			{wall: 8 * time.Second, cpu: 12 * time.Second, peak: 400 << 20, files: 40, bytes: 5 << 20},
		}},
	}
	var b bytes.Buffer
	if err := table(&b, results); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(b.String()) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	want := []string{
		"build wall s from–to s CPU s peak MiB files output MiB",
		"ours 2.00 2.00–2.00 3.00 100 50 5.0",
		"theirs 8.00 8.00–9.00 12.00 400 40 5.0",
		"ours ÷ theirs 0.25 0.25 0.25 1.25 1.00",
	}
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("table:\n%s", got)
	}
}

func TestRatioOfNothing(t *testing.T) {
	if got := ratio(3, 0); got != "–" {
		t.Errorf("ratio to nothing is %s", got)
	}
}

func TestMeasure(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	stale := filepath.Join(t.TempDir(), "stale")
	if err := os.MkdirAll(out, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{filepath.Join(out, "a"), filepath.Join(out, "b"), stale} {
		if err := os.WriteFile(name, []byte("four"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c := contender{name: "go", command: []string{"go", "version"}, out: out, remove: []string{stale}}
	m, err := c.measure(context.Background(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if m.wall <= 0 || m.files != 2 || m.bytes != 8 {
		t.Errorf("measured %+v", m)
	}
	if _, err := os.Stat(stale); !os.IsNotExist(err) {
		t.Errorf("what an earlier run left is still there: %v", err)
	}
}

func TestMeasureFailure(t *testing.T) {
	c := contender{name: "go", command: []string{"go", "no-such-command"}, out: t.TempDir()}
	_, err := c.measure(context.Background(), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "no-such-command") {
		t.Errorf("a failing build says %v", err)
	}
}

func TestArguments(t *testing.T) {
	for _, args := range [][]string{{"-pages", "0"}, {"-rounds", "-1"}, {"-only", "jekyll"}, {"more"}} {
		c := command{Stdout: io.Discard, Stderr: io.Discard}
		if err := c.run(context.Background(), args); err == nil {
			t.Errorf("%v is no error", args)
		}
	}
}

// The layouts are embedded with the folders whose names begin with a line.
func TestLayoutsAreComplete(t *testing.T) {
	for _, name := range []string{
		"hugo.toml", "layouts/baseof.html", "layouts/page.html", "layouts/list.html", "layouts/term.html",
		"layouts/taxonomy.html", "layouts/home.html", "layouts/404.html", "layouts/rss.xml", "layouts/list.feed.json",
		"layouts/_partials/card.html", "layouts/_markup/render-link.html", "assets/site.css",
	} {
		if _, err := fs.Stat(testdata, "testdata/hugo/"+name); err != nil {
			t.Error(err)
		}
	}
}

// TestMain is also the program that takes the place of Hugo in tests: to install
// the real one takes minutes.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) != executable("hugo") {
		os.Exit(m.Run())
	}
	if err := standIn(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// lazy is the environment variable that makes the stand-in write no pages.
const lazy = "HEADSUP_TEST_LAZY_HUGO"

// standIn understands the arguments that Hugo gets, and writes a file for each
// Markdown file.
func standIn(args []string) error {
	if args[0] == "version" {
		fmt.Printf("hugo %s+extended linux/amd64\n", hugoVersion)
		return nil
	}
	if args[0] == "server" {
		return standInServer(args[1:])
	}
	flags := flag.NewFlagSet("hugo", flag.ContinueOnError)
	source := flags.String("source", "", "")
	content := flags.String("contentDir", "", "")
	out := flags.String("destination", "", "")
	flags.String("cacheDir", "", "")
	flags.Bool("noBuildLock", false, "")
	flags.Bool("quiet", false, "")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(*source, "hugo.toml")); err != nil {
		return err
	}
	if os.Getenv(lazy) != "" {
		return os.MkdirAll(*out, 0o755)
	}
	return filepath.WalkDir(*content, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".md" {
			return err
		}
		dir := filepath.Join(*out, strings.TrimSuffix(entry.Name(), ".md"))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, "index.html"), []byte("<!doctype html>"), 0o644)
	})
}

// standInServer shows the text of a file as its page.
func standInServer(args []string) error {
	flags := flag.NewFlagSet("hugo", flag.ContinueOnError)
	content := flags.String("contentDir", "", "")
	host := flags.String("bind", "", "")
	port := flags.String("port", "", "")
	flags.String("source", "", "")
	flags.String("cacheDir", "", "")
	flags.Bool("noBuildLock", false, "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	return http.ListenAndServe(net.JoinHostPort(*host, *port), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := fs.ReadFile(os.DirFS(*content), strings.Trim(r.URL.Path, "/")+".md")
		if err != nil {
			http.NotFound(w, r)
			return
		}
		fmt.Fprintf(w, "<body>%s", text)
	}))
}

// toolsWithStandIn returns a folder for tools that has a Hugo.
func toolsWithStandIn(t *testing.T) string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(program, filepath.Join(dir, executable("hugo"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// The whole command, with the stand-in for Hugo.
func TestCompare(t *testing.T) {
	var out, progress bytes.Buffer
	c := command{Stdout: &out, Stderr: &progress}
	args := []string{"-pages", "60", "-rounds", "1", "-tools", toolsWithStandIn(t)}
	if err := c.run(t.Context(), args); err != nil {
		t.Fatalf("%v\n%s", err, progress.String())
	}
	for _, want := range []string{
		"60 pages, 61 files", "median of 1 runs", "headsup, cold  ", "headsup, warm  ", "hugo, cold  ", "headsup, cold ÷ hugo, cold",
		"headsup serve: first page after ", "hugo server: first page after ", "saved to seen: ",
		"headsup serve ÷ hugo server, saved to seen: ",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// A build that ends well and has written nothing is no contender.
func TestCompareNothing(t *testing.T) {
	t.Setenv(lazy, "1")
	var out bytes.Buffer
	c := command{Stdout: &out, Stderr: io.Discard}
	err := c.run(t.Context(), []string{"-pages", "8", "-rounds", "1", "-only", "hugo", "-tools", toolsWithStandIn(t)})
	if err == nil || !strings.Contains(err.Error(), "it wrote 0 pages of 8") || out.Len() > 0 {
		t.Errorf("error %v\n%s", err, out.String())
	}
}

// What can be known of the layouts without Hugo: they are templates, the partials
// that they name are there, and the fields that they show are fields of the corpus.
func TestLayouts(t *testing.T) {
	fields := map[string]bool{}
	key := regexp.MustCompile(`(?m)^([a-z_]+):`)
	err := corpus.Files(400, func(name string, data []byte) error {
		front, _, _ := strings.Cut(string(data), "\n---\n")
		for _, m := range key.FindAllStringSubmatch(front, -1) {
			fields[m[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	layouts, err := fs.Sub(testdata, "testdata/hugo/layouts")
	if err != nil {
		t.Fatal(err)
	}
	partial := regexp.MustCompile(`partial(?:Cached)? "([^"]+)"`)
	param := regexp.MustCompile(`(?:^|[^e])\.Params\.([a-z_]+)`)
	templates := 0
	err = fs.WalkDir(layouts, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		templates++
		data, err := fs.ReadFile(layouts, name)
		if err != nil {
			return err
		}
		tree := parse.New(name)
		tree.Mode = parse.SkipFuncCheck // Hugo has functions of its own
		if _, err := tree.Parse(string(data), "", "", map[string]*parse.Tree{}); err != nil {
			t.Error(err)
		}
		for _, m := range partial.FindAllStringSubmatch(string(data), -1) {
			if _, err := fs.Stat(layouts, "_partials/"+m[1]); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, m := range param.FindAllStringSubmatch(string(data), -1) {
			if !fields[m[1]] {
				t.Errorf("%s shows %s, which no page of the corpus has", name, m[1])
			}
		}
		return nil
	})
	if err != nil || templates == 0 {
		t.Errorf("%d layouts, %v", templates, err)
	}
	config, err := fs.ReadFile(testdata, "testdata/hugo/hugo.toml")
	if err != nil {
		t.Fatal(err)
	}
	var settings map[string]any
	if err := toml.Unmarshal(config, &settings); err != nil || settings["baseURL"] == nil {
		t.Errorf("settings %v, %v", settings, err)
	}
}

// The whole command for headsup alone.
func TestCompareHeadsup(t *testing.T) {
	var out, progress bytes.Buffer
	c := command{Stdout: &out, Stderr: &progress}
	if err := c.run(context.Background(), []string{"-pages", "8", "-rounds", "2", "-only", "headsup"}); err != nil {
		t.Fatalf("%v\n%s", err, progress.String())
	}
	for _, want := range []string{
		"8 pages, 9 files", "median of 2 runs", "headsup, cold  ", "headsup, warm  ", "headsup, cold ÷ headsup, warm",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}
