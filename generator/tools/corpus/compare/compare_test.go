package main

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
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

// The whole command, without Hugo, which tests do not install.
func TestCompareHeadsup(t *testing.T) {
	var out, progress bytes.Buffer
	c := command{Stdout: &out, Stderr: &progress}
	if err := c.run(context.Background(), []string{"-pages", "8", "-rounds", "2", "-only", "headsup"}); err != nil {
		t.Fatalf("%v\n%s", err, progress.String())
	}
	for _, want := range []string{"8 pages, 9 files", "median of 2 runs", "headsup, cold  ", "headsup, warm  ", "headsup, cold ÷ headsup, warm"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}
