package history

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// revisions returns the day in January of each file's revision, and the commits: "5:2".
func revisions(t *testing.T, dir string, files ...string) map[string]string {
	t.Helper()
	found, err := Revisions(t.Context(), dir, files)
	if err != nil && !errors.Is(err, ErrShallow) {
		t.Fatal(err)
	}
	out := map[string]string{}
	for name, r := range found {
		out[name] = fmt.Sprintf("%d:%d", r.At.Day(), r.Commits)
	}
	return out
}

func wantRevisions(t *testing.T, got, want map[string]string) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("revisions %v, want %v", got, want)
	}
}

func TestRevisions(t *testing.T) {
	r := newRepo(t)
	r.git("config", "diff.relative", "true")
	r.git("config", "diff.renames", "copies")
	r.write("docs/launches/a.md", "a")
	r.write("docs/launches/2026-01-02 größe.md", "b")
	r.write("docs/[x]/c.md", "c")
	r.write("docs/x/c.md", "no pattern")
	r.write("launches/a.md", "another")
	r.commit("first") // day 1
	r.write("docs/launches/a.md", "a2")
	r.commit("second") // day 2
	r.git("mv", "docs/launches/2026-01-02 größe.md", "docs/launches/2026-01-05 größe.md")
	r.commit("a date may be in the name") // day 3
	r.write("docs/launches/new.md", "not committed")
	r.write("docs/x/c.md", "changed")
	r.commit("another file", "--only", "docs/x/c.md") // day 4

	files := []string{"launches/a.md", "launches/2026-01-05 größe.md", "[x]/c.md", "launches/new.md"}
	want := map[string]string{"launches/a.md": "2:2", "launches/2026-01-05 größe.md": "3:1", "[x]/c.md": "1:1"}
	wantRevisions(t, revisions(t, filepath.Join(r.dir, "docs"), files...), want)
	wantRevisions(t, revisions(t, r.dir, "launches/a.md"), map[string]string{"launches/a.md": "1:1"})

	// A clone that lacks commits says so; no time is too early.
	shallow := filepath.Join(t.TempDir(), "shallow")
	r.git("clone", "-q", "--depth=1", "file://"+r.dir, shallow)
	if _, err := Revisions(t.Context(), filepath.Join(shallow, "docs"), files); !errors.Is(err, ErrShallow) {
		t.Errorf("in a shallow clone: %v", err)
	}
	for name := range want {
		want[name] = "4:0"
	}
	wantRevisions(t, revisions(t, filepath.Join(shallow, "docs"), files...), want)

	t.Setenv("GIT_CEILING_DIRECTORIES", os.TempDir())
	if _, err := Revisions(t.Context(), t.TempDir(), files); !errors.Is(err, ErrNone) {
		t.Errorf("in no repository: %v", err)
	}
	for _, log := range []string{"\x01x\x00", "\x0112"} {
		if _, err := readRevisions(strings.NewReader(log), "", nil); err == nil {
			t.Errorf("%q is read", log)
		}
	}
}

// Where branches meet, all that they have done counts, and so does what the meeting did.
func TestRevisionsOfMerges(t *testing.T) {
	r := newRepo(t)
	r.write("x/a.md", "1\n2\n3\n4\n5\n6\n7\n")
	r.write("x/b.md", "b")
	r.commit("first") // 1
	r.git("checkout", "-q", "-b", "side")
	r.write("x/a.md", "side\n2\n3\n4\n5\n6\n7\n")
	r.write("x/b.md", "side")
	r.commit("side") // 2
	r.git("checkout", "-q", "main")
	r.write("x/a.md", "1\n2\n3\n4\n5\n6\nmain\n")
	r.commit("main") // 3
	r.day++
	r.git("merge", "-q", "--no-edit", "side") // 4
	wantRevisions(t, revisions(t, r.dir, "x/a.md", "x/b.md"), map[string]string{"x/a.md": "4:4", "x/b.md": "2:2"})
}

// Whatever is committed, under whichever clock, no revision gets older; and what a commit
// changes is newer.
func TestRevisionsNeverGoBack(t *testing.T) {
	r := newRepo(t)
	random := rand.New(rand.NewPCG(1, 2))
	files := []string{"x/a.md", "x/b.md", "x/c.md"}
	r.write("x/keep.md", "keep")
	r.commit("first")
	before := map[string]Revision{}
	for step := range 16 {
		r.day = random.IntN(27) // r.commit adds one
		changed := map[string]bool{}
		edit := func() {
			name := files[random.IntN(len(files))]
			r.write(name, fmt.Sprintf("%s in step %d\n", name, step))
			changed[name] = true
		}
		switch random.IntN(4) {
		case 0: // a branch from here or from the past, merged with what it says
			r.git("checkout", "-q", "-b", fmt.Sprint("side", step), fmt.Sprint("HEAD~", min(1, step)))
			edit()
			r.commit("side")
			r.git("checkout", "-q", "main")
			r.git("merge", "-q", "--no-edit", "--no-ff", "-X", "theirs", fmt.Sprint("side", step))
		case 1: // away and back
			edit()
			r.commit("write")
			for name := range changed {
				r.git("mv", name, "x/away.md")
				r.commit("away")
				r.git("mv", "x/away.md", name)
				r.commit("back")
			}
		default:
			edit()
			r.commit("write")
		}
		now, err := Revisions(t.Context(), r.dir, files)
		if err != nil {
			t.Fatal(err)
		}
		for name, was := range before {
			is := now[name]
			if is.At.Before(was.At) || is.Commits < was.Commits || changed[name] && is.Commits == was.Commits {
				t.Errorf("step %d: %s was %v and is %v (changed: %t)", step, name, was, is, changed[name])
			}
		}
		before = now
	}
}
