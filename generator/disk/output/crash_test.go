package output

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"headsup/generator/paths"
)

// A build that does everything that a Commit can do: it adds, changes and
// removes, in folders old and new, and swaps a file and a folder both ways.
var (
	movesFrom = tree{
		"index.html": "old", "a/keep": "k", "a/change": "old", "gone/deep/x": "old", "file": "old",
		"folder/x": "old", "folder/y/z": "old", "Case": "old",
	}
	movesTo = tree{
		"index.html": "new", "a/keep": "k", "a/change": "new", "a/add": "new", "fresh/b": "new", "fresh/c/d": "new",
		"file/x": "new", "file/y": "new", "folder": "new", "case": "new",
	}
	movesForeign = tree{"CNAME": "f", "gone/mine": "f", "a/mine/x": "f"}
)

// stopAt runs the build of movesTo and stops it for good before change n, as a
// crash would: nothing is cleaned up but what the system does itself. It
// reports whether the build had that many changes.
func stopAt(t *testing.T, dir string, n int) bool {
	t.Helper()
	w := open(t, dir)
	count, stopped := 0, false
	w.step = func(string, string) error {
		if count == n {
			stopped = true
			runtime.Goexit()
		}
		count++
		return nil
	}
	var err error
	var wait sync.WaitGroup
	wait.Go(func() { _, err = finishBuild(w, movesTo) })
	wait.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if stopped {
		if err := errors.Join(w.lock.file.Close(), w.root.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return stopped
}

func TestCrashAtEveryChange(t *testing.T) {
	want := maps.Clone(movesForeign)
	maps.Copy(want, movesTo)
	n := 0
	for ; ; n++ {
		dir := t.TempDir()
		place(t, dir, movesForeign)
		build(t, dir, movesFrom)
		stopped := stopAt(t, dir, n)

		// Whatever is visible is whole, and either foreign or in the manifest.
		known := open(t, dir).old.files
		for path, got := range read(t, dir) {
			if paths.Reserved(path) || strings.HasSuffix(path, "/") {
				continue
			}
			if foreign, ok := movesForeign[path]; ok {
				if got != foreign {
					t.Errorf("change %d: foreign file %s is %q", n, path, got)
				}
				continue
			}
			if _, ok := known[path]; !ok {
				t.Errorf("change %d: nothing knows of %s", n, path)
			}
			was, a := movesFrom[path]
			is, b := movesTo[path]
			if !(a && got == was) && !(b && got == is) {
				t.Errorf("change %d: %s is %q", n, path, got)
			}
		}

		// The next build, the same or another, puts everything right.
		if n%2 == 0 {
			build(t, dir, movesTo)
			same(t, read(t, dir), want.withFolders())
		}
		build(t, dir, tree{})
		same(t, read(t, dir), movesForeign.withFolders())
		if !stopped {
			break
		}
	}
	if n < 15 {
		t.Errorf("only %d changes were tried", n)
	}
}

func TestErrorAtEveryChange(t *testing.T) {
	broken := errors.New("input/output error")
	want := maps.Clone(movesForeign)
	maps.Copy(want, movesTo)
	for n := 0; ; n++ {
		dir := t.TempDir()
		place(t, dir, movesForeign)
		build(t, dir, movesFrom)
		w := open(t, dir)
		count := 0
		w.step = func(string, string) error {
			count++
			if count == n+1 {
				return broken
			}
			return nil
		}
		_, err := finishBuild(w, movesTo)
		if count <= n {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
		if !errors.Is(err, broken) {
			t.Fatalf("change %d: error is %v", n, err)
		}
		for path := range read(t, dir) {
			if paths.Reserved(path) {
				t.Errorf("change %d: %s is left", n, path)
			}
		}
		if err := w.Abort(); err != nil {
			t.Errorf("change %d: Abort: %v", n, err)
		}
		build(t, dir, movesTo)
		same(t, read(t, dir), want.withFolders())
	}
}

func TestStagesBecomeVisibleInOrder(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, tree{"old/page": "x", "both/old": "x"})
	w := open(t, dir)
	for path, stage := range map[string]Stage{
		"feed.json": Feeds, "both/feed.json": Feeds, "new/feed.json": Feeds,
		"a/index.html": Pages, "new/index.html": Pages, "both/index.html": Pages, "z/app.js": Assets, "both/app.js": Assets,
	} {
		if err := w.Put(stage, path, "", []byte("y")); err != nil {
			t.Fatal(err)
		}
	}
	var order []string
	w.step = func(op, path string) error { order = append(order, op+" "+path); return nil }
	if _, err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(order, "\n")
	want := strings.Join([]string{
		"rename .headsup-manifest",
		"rename both/app.js", "rename z",
		"rename both/index.html", "rename a", "rename new",
		"rename both/feed.json", "rename feed.json", "rename new/feed.json",
		"remove both/old", "remove old/page", "remove old",
		"rename .headsup-manifest",
	}, "\n")
	if got != want {
		t.Errorf("order is\n%s\nwant\n%s", got, want)
	}
}

func TestAbortLeavesEverythingAsItWas(t *testing.T) {
	put := func(w *Writer) error {
		return errors.Join(
			w.Put(Pages, "index.html", "", []byte("new")),
			w.Put(Assets, "fresh/deep/x", "", []byte("new")),
			w.PutFile(Assets, "film", "", text("new")),
		)
	}
	cases := []struct {
		name string
		fill func(t *testing.T, dir string)
		act  func(w *Writer) error
	}{
		{"no folder, nothing done", func(*testing.T, string) {}, func(*Writer) error { return nil }},
		{"no folder", func(*testing.T, string) {}, put},
		{"empty folder", func(t *testing.T, dir string) { place(t, dir, tree{"./": ""}) }, put},
		{"foreign files", func(t *testing.T, dir string) { place(t, dir, tree{"CNAME": "x", "fresh/": ""}) }, put},
		{"an earlier build", func(t *testing.T, dir string) { build(t, dir, movesFrom) }, put},
		{"an earlier build, nothing done", func(t *testing.T, dir string) { build(t, dir, movesFrom) }, func(*Writer) error { return nil }},
		{"an error on the way", func(t *testing.T, dir string) { build(t, dir, movesFrom) }, func(w *Writer) error {
			if err := w.PutFile(Assets, "half", "", (&chunks{text: "half", fails: true}).open); err == nil {
				return errors.New("a source that fails is no error")
			}
			if err := w.PutFile(Assets, "index.html", "", (&chunks{text: "half", fails: true}).open); err == nil {
				return errors.New("a source that fails is no error")
			}
			return put(w) // the second claim of index.html is refused
		}},
		{"a name that the disk refuses", func(t *testing.T, dir string) { build(t, dir, movesFrom) }, func(w *Writer) error {
			if err := w.Put(Assets, strings.Repeat("n", 300), "", nil); err == nil {
				return errors.New("a name of 300 letters is no error")
			}
			return nil
		}},
	}
	for _, end := range []string{"Abort", "Commit after a failure"} {
		for _, c := range cases {
			t.Run(end+"/"+c.name, func(t *testing.T) {
				base := t.TempDir()
				dir := filepath.Join(base, "above", "public")
				c.fill(t, dir)
				shot := snapshot(t, base)
				w := open(t, dir)
				if err := c.act(w); err != nil && !strings.Contains(err.Error(), "twice") {
					t.Fatal(err)
				}
				if end == "Abort" {
					if err := w.Abort(); err != nil {
						t.Error(err)
					}
				} else {
					w.fail(errors.New("something failed"))
					if _, err := w.Commit(); err == nil {
						t.Error("Commit accepts an incomplete build")
					}
				}
				now := snapshot(t, base)
				// What encloses a folder that was made and removed has a new time.
				if _, err := os.Lstat(dir); err != nil {
					delete(shot, base)
					delete(now, base)
				}
				if !maps.Equal(shot, now) {
					t.Errorf("was %q\nis %q", shot, now)
				}
				if err := w.Abort(); err != nil {
					t.Errorf("a second Abort: %v", err)
				}
				if _, err := w.Commit(); err == nil {
					t.Error("Commit after the end is no error")
				}
				if err := w.Put(Pages, "late", "", nil); err == nil {
					t.Error("Put after the end is no error")
				}
			})
		}
	}
}

func TestFolderThatCannotBeMade(t *testing.T) {
	base := t.TempDir()
	place(t, base, tree{"x": "-> public"}) // leads to where the folder is to be
	w := open(t, filepath.Join(base, "public", "site"))
	place(t, base, tree{"public": "a file came first"})
	if err := w.Put(Pages, "a", "", nil); err == nil {
		t.Error("Put is no error")
	}
	if _, err := w.Commit(); err == nil {
		t.Error("Commit is no error")
	}
	same(t, read(t, base), tree{"x": "-> public", "public": "a file came first"})
}

func TestConcurrentBuilds(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, tree{"a": "old"})
	first, second, third := open(t, dir), open(t, dir), open(t, dir)
	if err := first.Put(Pages, "a", "", []byte("first")); err != nil {
		t.Fatal(err)
	}
	err := second.Put(Pages, "a", "", []byte("second"))
	if !errors.Is(err, ErrConcurrent) || !strings.Contains(err.Error(), fmt.Sprintf("process %d", os.Getpid())) {
		t.Errorf("Put while another build writes: %v", err)
	}
	if _, err := second.Commit(); !errors.Is(err, ErrConcurrent) {
		t.Errorf("Commit while another build writes: %v", err)
	}
	if _, err := first.Commit(); err != nil {
		t.Fatalf("the first build suffers: %v", err)
	}
	// The third was told what was there before the first ended.
	if _, err := third.Commit(); !errors.Is(err, ErrConcurrent) {
		t.Errorf("Commit after another build wrote: %v", err)
	}
	same(t, read(t, dir), tree{"a": "first"})
}

func TestTwoBuildsIntoNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	first, second := open(t, dir), open(t, dir)
	if _, err := finishBuild(first, tree{"a": "first"}); err != nil {
		t.Fatal(err)
	}
	if _, err := finishBuild(second, tree{"a": "second"}); !errors.Is(err, ErrConcurrent) {
		t.Errorf("error is %v", err)
	}
	same(t, read(t, dir), tree{"a": "first"})
}

// TestKilledBuild kills a process in the middle of a Commit: the lock must go
// with it.
func TestKilledBuild(t *testing.T) {
	const variable = "HEADSUP_TEST_KILLED_BUILD"
	if dir := os.Getenv(variable); dir != "" {
		w := open(t, dir)
		w.step = func(op, path string) error {
			if path != ManifestName {
				self, err := os.FindProcess(os.Getpid())
				if err != nil {
					return err
				}
				if err := self.Kill(); err != nil {
					return err
				}
				select {}
			}
			return nil
		}
		_, err := finishBuild(w, movesTo)
		t.Fatalf("the build went on: %v", err)
	}
	dir := t.TempDir()
	build(t, dir, movesFrom)
	child := exec.Command(os.Args[0], "-test.run=^TestKilledBuild$")
	child.Env = append(os.Environ(), variable+"="+dir)
	if out, err := child.CombinedOutput(); err == nil || len(out) > 0 {
		t.Fatalf("the child was not killed: %v\n%s", err, out)
	}
	if _, err := os.Lstat(filepath.Join(dir, stagingName)); err != nil {
		t.Fatalf("the child left no staging folder: %v", err)
	}
	build(t, dir, movesTo)
	same(t, read(t, dir), movesTo.withFolders())
}

func TestLeftoversAreClearedByABuildWithNothingToDo(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, tree{"a": "1"})
	place(t, dir, tree{stagingName + "/0/secret": "internal", lockName: "1\n"})
	if got := build(t, dir, tree{"a": "1"}); got != (Result{Kept: 1}) {
		t.Errorf("result is %+v", got)
	}
	same(t, read(t, dir), tree{"a": "1"})
}

func TestFolderThatGoesAwayMeanwhile(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, tree{"a/b/old": "1", "c": "1"})
	w := open(t, dir)
	if err := w.Put(Pages, "a/b/new", "", []byte("2")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "a")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	same(t, read(t, dir), tree{"a/": "", "a/b/": "", "a/b/new": "2"})
}

// TestConcurrentRandomBuilds runs random builds, some of which abort, crash or fail,
// between which people touch the folder: it always ends as the last build's
// files and what is foreign.
func TestConcurrentRandomBuilds(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 1))
		dir := filepath.Join(t.TempDir(), "public")
		foreign := tree{}
		var last tree
		for round := range 12 {
			site := randomSite(random)
			if random.IntN(3) == 0 && last != nil {
				site = maps.Clone(last) // mostly the same
				for path := range site {
					if random.IntN(4) == 0 {
						site[path] = fmt.Sprint(random.IntN(1000))
					}
				}
			}
			w := open(t, dir)
			switch random.IntN(6) {
			case 0:
				shot := snapshot(t, dir)
				putAll(t, w, site)
				if err := w.Abort(); err != nil {
					t.Fatal(err)
				}
				if !maps.Equal(shot, snapshot(t, dir)) {
					t.Fatalf("seed %d round %d: Abort changes the folder", seed, round)
				}
				continue
			case 1:
				left := random.IntN(6)
				w.step = func(string, string) error {
					if left--; left < 0 {
						return errors.New("no space left on device")
					}
					return nil
				}
				putAll(t, w, site)
				if _, err := w.Commit(); err == nil {
					break
				}
				build(t, dir, site)
			default:
				putAll(t, w, site)
				if _, err := w.Commit(); err != nil {
					t.Fatalf("seed %d round %d: %v", seed, round, err)
				}
			}
			last = site
			want := maps.Clone(foreign)
			maps.Copy(want, site)
			if _, err := os.Lstat(dir); err == nil {
				same(t, read(t, dir), want.withFolders())
			} else if len(want) > 0 {
				t.Error(err)
			}
			if t.Failed() {
				t.Fatalf("seed %d round %d", seed, round)
			}
			switch random.IntN(4) {
			case 0: // people add
				added := tree{fmt.Sprintf("mine/%d", random.IntN(3)): "f", "mine/empty/": ""}
				place(t, dir, added)
				maps.Copy(foreign, added)
			case 1: // and edit
				for path := range site {
					place(t, dir, tree{path: "an edit"})
					break
				}
			case 2: // and remove
				for path := range site {
					if err := os.Remove(filepath.Join(dir, path)); err != nil {
						t.Fatal(err)
					}
					break
				}
			}
		}
	}
}

// putAll puts a site from several goroutines.
func putAll(t *testing.T, w *Writer, site tree) {
	t.Helper()
	var wait sync.WaitGroup
	for path, content := range site {
		wait.Go(func() {
			if w.Unchanged(path, content) {
				return
			}
			var err error
			if stage := Stage(len(path) % stages); len(content)%2 == 0 {
				err = w.Put(stage, path, content, []byte(content))
			} else {
				err = w.PutFile(stage, path, content, text(content))
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

// randomSite returns a few files with names that often collide from one site to
// the next, as a file here and a folder there.
func randomSite(random *rand.Rand) tree {
	site, taken := tree{}, paths.Names{}
	for range random.IntN(12) {
		path := ""
		for depth := range 1 + random.IntN(3) {
			if depth > 0 {
				path += "/"
			}
			path += string("abcABé"[random.IntN(5)])
		}
		if taken.Claim(path) == nil {
			site[path] = fmt.Sprint(random.IntN(1000))
		}
	}
	return site
}

func TestHold(t *testing.T) {
	dir := t.TempDir()
	release, err := Hold(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Hold(dir); !errors.Is(err, ErrConcurrent) {
		t.Errorf("held twice: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	same(t, read(t, dir), tree{})
	release, err = Hold(dir)
	if err != nil {
		t.Fatalf("held again: %v", err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
	if _, err := Hold(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
