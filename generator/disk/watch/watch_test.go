package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func watched(t *testing.T, paths ...string) *Watcher {
	t.Helper()
	w, err := New(paths...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func folder(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(dir, "content")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// wait takes changes until one names a path, and returns how many lists it took.
func (w *Watcher) wait(t *testing.T, path string) int {
	t.Helper()
	timeout := time.After(20 * time.Second)
	for n := 1; ; n++ {
		select {
		case list := <-w.Changes():
			if slices.Contains(list, path) {
				return n
			}
		case err := <-w.Errors():
			t.Fatal(err)
		case <-timeout:
			t.Fatalf("no change of %s is told", path)
		}
	}
}

// silent fails if a change is told that nobody is to know of: the next one that
// is told is the one made here.
func (w *Watcher) silent(t *testing.T, dir string) {
	t.Helper()
	mark := filepath.Join(dir, "mark.md")
	put(t, mark, fmt.Sprint(time.Now()))
	select {
	case list := <-w.Changes():
		if !slices.Equal(list, []string{mark}) {
			t.Errorf("told of %q", list)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("no change is told")
	}
}

func TestChanges(t *testing.T) {
	dir := folder(t)
	put(t, filepath.Join(dir, "a.md"), "a")
	w := watched(t, dir)

	put(t, filepath.Join(dir, "a.md"), "b")
	w.wait(t, filepath.Join(dir, "a.md"))

	// A new folder, with a file in a folder in it.
	put(t, filepath.Join(dir, "new", "deep", "b.md"), "b")
	w.wait(t, filepath.Join(dir, "new"))
	w.drain()
	put(t, filepath.Join(dir, "new", "deep", "b.md"), "c")
	w.wait(t, filepath.Join(dir, "new", "deep", "b.md"))

	// Editors save by writing another file and renaming it.
	put(t, filepath.Join(dir, ".a.md.swp"), "x")
	put(t, filepath.Join(dir, "a.md~"), "x")
	put(t, filepath.Join(dir, "4913"), "x")
	w.silent(t, dir)
	put(t, filepath.Join(dir, "a.md.tmp"), "saved")
	if err := os.Rename(filepath.Join(dir, "a.md.tmp"), filepath.Join(dir, "a.md")); err != nil {
		t.Fatal(err)
	}
	w.wait(t, filepath.Join(dir, "a.md"))

	// A folder that is renamed is watched under its new name.
	if err := os.Rename(filepath.Join(dir, "new"), filepath.Join(dir, "renamed")); err != nil {
		t.Fatal(err)
	}
	w.wait(t, filepath.Join(dir, "renamed"))
	w.drain()
	put(t, filepath.Join(dir, "renamed", "deep", "b.md"), "d")
	w.wait(t, filepath.Join(dir, "renamed", "deep", "b.md"))

	// The root goes and comes again.
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	w.wait(t, dir)
	w.drain()
	put(t, filepath.Join(dir, "again.md"), "a")
	w.wait(t, dir)
	w.drain()
	put(t, filepath.Join(dir, "again.md"), "b")
	w.wait(t, filepath.Join(dir, "again.md"))
}

// drain takes what is still on its way.
func (w *Watcher) drain() {
	for {
		select {
		case <-w.Changes():
		case <-time.After(4 * quiet):
			return
		}
	}
}

// Version control that writes 500 files is told of a few times, and no file is
// lost.
func TestManyFiles(t *testing.T) {
	dir := folder(t)
	w := watched(t, dir)
	const files = 500
	for i := range files {
		put(t, filepath.Join(dir, fmt.Sprintf("%d", i%7), fmt.Sprintf("%03d.md", i)), "x")
	}
	seen, lists := map[string]bool{}, 0
	timeout := time.After(20 * time.Second)
	last := filepath.Join(dir, "mark.md")
	put(t, last, "x")
	for !seen[last] {
		select {
		case list := <-w.Changes():
			lists++
			for _, name := range list {
				seen[name] = true
			}
		case <-timeout:
			t.Fatal("the last change is not told")
		}
	}
	if lists > 10 {
		t.Errorf("told %d times", lists)
	}
	for i := range 7 {
		if !seen[filepath.Join(dir, fmt.Sprint(i))] {
			t.Errorf("the folder %d is not told of", i)
		}
	}
}

// Changes that come while nobody listens wait.
func TestSlowReader(t *testing.T) {
	dir := folder(t)
	w := watched(t, dir)
	put(t, filepath.Join(dir, "a.md"), "x")
	time.Sleep(5 * quiet)
	put(t, filepath.Join(dir, "b.md"), "x")
	time.Sleep(5 * quiet)
	list := <-w.Changes()
	if !slices.Equal(list, []string{filepath.Join(dir, "a.md"), filepath.Join(dir, "b.md")}) {
		t.Errorf("got %q", list)
	}
}

// A single file is watched, and nothing beside it.
func TestFile(t *testing.T) {
	dir := folder(t)
	config := filepath.Join(dir, "headsup.yaml")
	w := watched(t, config)
	put(t, filepath.Join(dir, "other.yaml"), "x")
	put(t, config, "title: A\n")
	w.wait(t, config)
	if err := os.Remove(config); err != nil {
		t.Fatal(err)
	}
	w.wait(t, config)
}

func TestNoSuchFolder(t *testing.T) {
	if w, err := New(filepath.Join(t.TempDir(), "a", "b")); err == nil {
		w.Close()
		t.Error("a folder in a folder that does not exist is watched")
	}
}
