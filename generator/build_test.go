package generator_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/tools/corpus"
)

// now is the day on which the tests' sites are built.
var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// writeFiles writes a content folder. A text is written as it is.
func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// tree reads a folder: path to bytes.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// site reads what readers are served: a built folder without the record that
// the writer keeps for itself.
func served(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := tree(t, dir)
	maps.DeleteFunc(files, func(name, _ string) bool { return strings.HasPrefix(name, ".headsup") })
	return files
}

// mustBuild builds and fails the test on any error.
func mustBuild(t *testing.T, opt generator.Options) generator.Result {
	t.Helper()
	if opt.Now.IsZero() {
		opt.Now = now
	}
	res, err := generator.Build(context.Background(), opt)
	if err != nil {
		t.Fatalf("build: %v", err)
	}
	for _, d := range res.Diagnostics {
		if res.Failed() {
			t.Errorf("%v (%s)", d, d.Source)
		}
	}
	if res.Failed() {
		t.FailNow()
	}
	return res
}

// TestWithoutCacheRepairs holds that a build without a cache believes nothing: it
// writes a file again that was changed and has the size and time that it had.
func TestWithoutCacheRepairs(t *testing.T) {
	t.Parallel()
	dir, out, cache := filepath.Join(t.TempDir(), "content"), filepath.Join(t.TempDir(), "out"), t.TempDir()
	writeFiles(t, dir, map[string]string{
		"headsup.yaml":      "title: Site\nbase_url: https://example.com/\n",
		"releases/a.md":     "---\ntitle: A\ndate: 2026-01-01\nvisibility: public\n---\nText. [x](data.csv)\n",
		"releases/data.csv": "a,b\n",
	})
	mustBuild(t, generator.Options{Content: dir, Out: out, CacheDir: cache})
	want := served(t, out)
	for _, name := range []string{"releases/a/index.html", "feed.json", "releases/data.csv"} {
		file := filepath.Join(out, filepath.FromSlash(name))
		info, err := os.Stat(file)
		if err == nil {
			err = errors.Join(os.WriteFile(file, []byte(strings.Repeat("x", int(info.Size()))), 0o644),
				os.Chtimes(file, info.ModTime(), info.ModTime()))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	res := mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true})
	equalTrees(t, "without a cache", served(t, out), want)
	if res.Output.Written != 3 {
		t.Errorf("%d files were written, want 3", res.Output.Written)
	}
	if res = mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true}); res.Output.Written != 0 {
		t.Errorf("%d files were written once more", res.Output.Written)
	}
}

// equalTrees reports how two folders differ.
func equalTrees(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		text, ok := got[name]
		switch {
		case !ok:
			t.Errorf("%s: %s is missing", what, name)
		case text != want[name]:
			t.Errorf("%s: %s differs: %s", what, name, firstDifference(text, want[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s should not be there", what, name)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
}

func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, min(i-40, len(s))):min(len(s), i+60)] }
	return fmt.Sprintf("%q, want %q", cut(a), cut(b))
}

func corpusFiles(t *testing.T, pages int) map[string]string {
	t.Helper()
	files := map[string]string{}
	if err := corpus.Files(pages, func(p string, data []byte) error {
		files[p] = string(data)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return files
}

// TestColdWarmIncremental holds the promise that there is one build: after any
// sequence of edits, a build over the earlier output with a warm cache gives
// the same bytes as a build from nothing.
func TestColdWarmIncremental(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	contentDir, out, cacheDir := filepath.Join(dir, "content"), filepath.Join(dir, "out"), filepath.Join(dir, "cache")
	files := corpusFiles(t, 40)
	files["headsup.yaml"] += "\nchecks: {broken-link: warn, broken-anchor: warn}\n"
	writeFiles(t, contentDir, files)
	warm := generator.Options{Content: contentDir, Out: out, CacheDir: cacheDir}
	mustBuild(t, warm)

	again := mustBuild(t, warm)
	if again.Compiled != 0 || again.Rendered != 0 || again.Output.Written != 0 || again.Output.Removed != 0 {
		t.Errorf("a build without changes compiled %d, rendered %d, wrote %d, removed %d files",
			again.Compiled, again.Rendered, again.Output.Written, again.Output.Removed)
	}

	rng := rand.New(rand.NewPCG(1, 2))
	var pages []string
	for name := range files {
		if strings.HasSuffix(name, ".md") {
			pages = append(pages, name)
		}
	}
	slices.Sort(pages)
	steps := 12
	for step := range steps {
		for range 1 + rng.IntN(3) {
			name := pages[rng.IntN(len(pages))]
			text := files[name]
			switch rng.IntN(5) {
			case 0: // add a page
				name = fmt.Sprintf("playbooks/added-%d.md", step)
				text = fmt.Sprintf("---\ntitle: Added %d\ntags: [added]\n---\n"+
					"New words, number %d.\n\n:::internal\nSecret.\n:::\n", step, step)
			case 1: // remove a page
				delete(files, name)
				if err := os.Remove(filepath.Join(contentDir, name)); err != nil && !os.IsNotExist(err) {
					t.Fatal(err)
				}
				continue
			case 2: // change a body
				text += fmt.Sprintf("\n\n## Added heading %d\n\nAnd text.\n", step)
			case 3: // change a title, which others show
				text = strings.Replace(text, "title: ", fmt.Sprintf("title: Changed %d ", step), 1)
			case 4: // change who may see it
				text = strings.Replace(text, "visibility: public", "visibility: internal", 1)
			}
			if text == "" {
				continue
			}
			files[name] = text
			writeFiles(t, contentDir, map[string]string{name: text})
		}
		mustBuild(t, warm)
		cold := filepath.Join(dir, fmt.Sprintf("cold-%d", step))
		mustBuild(t, generator.Options{Content: contentDir, Out: cold, NoCache: true})
		equalTrees(t, fmt.Sprintf("after edit %d", step), served(t, out), served(t, cold))
	}
}

// TestConcurrentBuildIsTheSame holds that neither the machine's time zone nor its
// processors show in the output.
func TestConcurrentBuildIsTheSame(t *testing.T) {
	dir := t.TempDir()
	contentDir := filepath.Join(dir, "content")
	writeFiles(t, contentDir, corpusFiles(t, 30))
	build := func(name string) map[string]string {
		out := filepath.Join(dir, name)
		mustBuild(t, generator.Options{Content: contentDir, Out: out, NoCache: true})
		return served(t, out)
	}
	want := build("first")

	local, procs := time.Local, runtime.GOMAXPROCS(0)
	defer func() {
		time.Local = local
		runtime.GOMAXPROCS(procs)
	}()
	time.Local = time.FixedZone("far", 13*3600)
	t.Setenv("LANG", "tr_TR.UTF-8")
	t.Setenv("LC_ALL", "tr_TR.UTF-8")
	for _, n := range []int{1, 7} {
		runtime.GOMAXPROCS(n)
		equalTrees(t, fmt.Sprintf("%d processors", n), build(fmt.Sprintf("procs-%d", n)), want)
	}
}

// TestFailedBuildChangesNothing holds that errors in the content leave the
// output folder as it was, and an absent one absent.
func TestFailedBuildChangesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	contentDir, out := filepath.Join(dir, "content"), filepath.Join(dir, "out")
	opt := generator.Options{Content: contentDir, Out: out, NoCache: true, Now: now}

	writeFiles(t, contentDir, map[string]string{"a.md": "# A\n\n[x](gone.md)\n"})
	res, err := generator.Build(context.Background(), opt)
	if err != nil || !res.Failed() {
		t.Fatalf("a broken link did not fail the build: %v", err)
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Error("a failed build made the output folder")
	}

	writeFiles(t, contentDir, map[string]string{"a.md": "# A\n"})
	mustBuild(t, opt)
	before := tree(t, out)
	writeFiles(t, contentDir, map[string]string{"a.md": "# A\n\nNew. [x](gone.md)\n", "b.md": "# B\n"})
	if res, err = generator.Build(context.Background(), opt); err != nil || !res.Failed() {
		t.Fatalf("a broken link did not fail the build: %v", err)
	}
	equalTrees(t, "after a failed build", tree(t, out), before)
}

// TestBuildIsCancelled holds that a build that is told to stop leaves nothing.
func TestBuildIsCancelled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	contentDir, out := filepath.Join(dir, "content"), filepath.Join(dir, "out")
	writeFiles(t, contentDir, corpusFiles(t, 10))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := generator.Build(ctx, generator.Options{Content: contentDir, Out: out, NoCache: true, Now: now}); err == nil {
		t.Error("a cancelled build did not say so")
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Error("a cancelled build made the output folder")
	}
}

// TestVisibilityRoundTrip holds that a public build over an internal one leaves
// nothing internal behind, and the other way round.
func TestVisibilityRoundTrip(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	contentDir, out := filepath.Join(dir, "content"), filepath.Join(dir, "out")
	writeFiles(t, contentDir, corpusFiles(t, 30))
	internal := generator.Options{Content: contentDir, Out: out, CacheDir: filepath.Join(dir, "cache")}
	public := internal
	public.Visibility = content.Public

	mustBuild(t, internal)
	mustBuild(t, public)
	fresh := filepath.Join(dir, "fresh")
	mustBuild(t, generator.Options{Content: contentDir, Out: fresh, NoCache: true, Visibility: content.Public})
	equalTrees(t, "public over internal", served(t, out), served(t, fresh))
}
