package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// repo is a repository in the making.
type repo struct {
	t   *testing.T
	dir string
	day int // commits are a day apart
}

func newRepo(t *testing.T) *repo {
	t.Helper()
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_SYSTEM", os.DevNull)
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatal("these tests need git: ", err)
	}
	r := &repo{t: t, dir: t.TempDir()}
	r.git("init", "-q", "-b", "main")
	r.git("config", "user.name", "Ana")
	r.git("config", "user.email", "ana@example.com")
	return r
}

func (r *repo) git(args ...string) string {
	r.t.Helper()
	out, err := r.gitMay(args...)
	if err != nil {
		r.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return out
}

func (r *repo) gitMay(args ...string) (string, error) {
	date := fmt.Sprintf("2026-01-%02dT12:00:00+02:00", r.day)
	cmd := exec.CommandContext(r.t.Context(), "git", args...)
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE=2020-01-01T00:00:00Z", "GIT_COMMITTER_DATE="+date)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (r *repo) write(name, text string) {
	r.t.Helper()
	file := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// commit commits all, on the next day.
func (r *repo) commit(message string, options ...string) {
	r.t.Helper()
	r.day++
	r.git("add", "-A")
	r.git(append([]string{"commit", "-q", "-m", message}, options...)...)
}

// days returns the day in January of each file's last change.
func days(t *testing.T, dir string, files ...string) map[string]int {
	t.Helper()
	changes, err := LastChanges(t.Context(), dir, files)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for name, c := range changes {
		if want := time.Date(2026, 1, c.At.Day(), 10, 0, 0, 0, time.UTC); !c.At.Equal(want) {
			t.Errorf("%s changed at %v", name, c.At)
		}
		out[name] = c.At.Day()
	}
	return out
}

func wantDays(t *testing.T, got, want map[string]int) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("changes on days %v, want %v", got, want)
	}
}

func TestLastChanges(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", "a")
	r.write("content/größe/日本 \"x\".md", "b")
	r.write("content/gone.md", "gone")
	r.write("content/odd\nname.md", "odd")
	r.write("src/a.md", "code")
	r.commit("first") // day 1
	r.write("content/a.md", "a2")
	r.commit("\x01 odd \x02 message", "--author=Bert \x02 Brecht <b@example.com>") // day 2
	r.git("mv", "content/größe/日本 \"x\".md", "content/moved.md")
	r.git("rm", "-q", "content/gone.md")
	r.commit("move") // day 3
	r.write("src/a.md", "code 2")
	r.commit("elsewhere") // day 4
	r.git("mv", "content/odd\nname.md", "content/even.md")
	r.write("content/even.md", "odd\nnow even, with all that is new")
	r.commit("move and change") // day 5
	r.git("mv", "src/a.md", "content/from-outside.md")
	r.commit("move in") // day 6
	r.write("content/gone.md", "back, and not committed")
	r.write("content/new.md", "not committed")

	content := filepath.Join(r.dir, "content")
	names := []string{"a.md", "moved.md", "gone.md", "even.md", "from-outside.md", "new.md"}
	wantDays(t, days(t, content, names...), map[string]int{"a.md": 2, "moved.md": 1, "even.md": 5, "from-outside.md": 6})
	wantDays(t, days(t, r.dir, "content/a.md", "content/from-outside.md"), map[string]int{"content/a.md": 2, "content/from-outside.md": 4})
	wantDays(t, days(t, content), map[string]int{})

	changes, err := LastChanges(t.Context(), content, []string{"a.md"})
	if err != nil || !strings.HasPrefix(changes["a.md"].Author, "Bert") {
		t.Errorf("by %q, %v", changes["a.md"].Author, err)
	}
}

// What people set for themselves must not change what readers see.
func TestConfigurationOfTheUser(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", "a")
	r.commit("first")
	for _, setting := range []string{
		"log.follow=true", "log.showRoot=false", "diff.renames=copies", "diff.noprefix=true", "log.showSignature=true", "color.ui=always",
		"log.date=relative", "diff.external=false", "core.quotePath=true",
		"format.pretty=oneline", "core.pager=false", "log.decorate=full", "diff.relative=true",
	} {
		key, value, _ := strings.Cut(setting, "=")
		r.git("config", key, value)
	}
	wantDays(t, days(t, filepath.Join(r.dir, "content"), "a.md"), map[string]int{"a.md": 1})
}

func TestBranchesAndMerges(t *testing.T) {
	r := newRepo(t)
	r.write("a.md", "a")
	r.write("b.md", "b")
	r.commit("first") // 1
	r.git("checkout", "-q", "-b", "side")
	r.write("a.md", "a side")
	r.commit("side") // 2
	r.git("checkout", "-q", "main")
	r.write("b.md", "b main")
	r.commit("main") // 3
	r.day++
	r.git("merge", "-q", "--no-edit", "side") // 4
	wantDays(t, days(t, r.dir, "a.md", "b.md"), map[string]int{"a.md": 2, "b.md": 3})
}

func TestWorktreesAndSubmodules(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", "a")
	r.commit("first")
	tree := filepath.Join(t.TempDir(), "tree")
	r.git("worktree", "add", "-q", "-b", "other", tree)
	wantDays(t, days(t, filepath.Join(tree, "content"), "a.md"), map[string]int{"a.md": 1})

	inner := newRepo(t)
	inner.write("b.md", "b")
	inner.day = 6
	inner.commit("inner") // day 7
	r.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.dir, "content/sub")
	r.commit("add the module")
	wantDays(t, days(t, filepath.Join(r.dir, "content", "sub"), "b.md"), map[string]int{"b.md": 7})
	// Of the files of a module, the repository around it knows nothing.
	wantDays(t, days(t, filepath.Join(r.dir, "content"), "a.md", "sub/b.md"), map[string]int{"a.md": 1})
}

func TestNoHistory(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", "a")
	content := filepath.Join(r.dir, "content")
	if _, err := LastChanges(t.Context(), content, []string{"a.md"}); !errors.Is(err, ErrNone) {
		t.Errorf("without a commit: %v", err)
	}
	r.commit("first")
	r.write("content/a.md", "b")
	r.commit("second")

	shallow := filepath.Join(t.TempDir(), "shallow")
	r.git("clone", "-q", "--depth=1", "file://"+r.dir, shallow)
	if _, err := LastChanges(t.Context(), filepath.Join(shallow, "content"), []string{"a.md"}); !errors.Is(err, ErrShallow) {
		t.Errorf("in a shallow clone: %v", err)
	}

	ended, stop := context.WithCancel(t.Context())
	stop()
	if _, err := LastChanges(ended, content, []string{"a.md"}); !errors.Is(err, context.Canceled) {
		t.Errorf("with no time: %v", err)
	}

	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(r.dir))
	if _, err := LastChanges(t.Context(), t.TempDir(), []string{"a.md"}); !errors.Is(err, ErrNone) {
		t.Errorf("in no repository: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := LastChanges(t.Context(), content, []string{"a.md"}); !errors.Is(err, ErrNone) || !errors.Is(err, ErrNoGit) {
		t.Errorf("without git: %v", err)
	}
}

// A hook of one repository may build the content of another.
func TestInAHook(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", "a")
	r.commit("first")
	t.Setenv("GIT_DIR", ".git")
	t.Setenv("GIT_INDEX_FILE", ".git/index")
	wantDays(t, days(t, filepath.Join(r.dir, "content"), "a.md"), map[string]int{"a.md": 1})
}

func TestHead(t *testing.T) {
	r := newRepo(t)
	r.write("docs/content/a.md", "a")
	r.commit("first")
	head, err := HeadOf(t.Context(), filepath.Join(r.dir, "docs", "content"))
	if err != nil || head.Prefix != "docs/content/" || head.Commit != strings.TrimSpace(r.git("rev-parse", "HEAD")) || head.Shallow {
		t.Errorf("%+v, %v", head, err)
	}
}

// The log ends early when all files are known, however much follows.
func TestLogEndsEarly(t *testing.T) {
	log := "\x0112\x02Ana\x00\nM\x00a.md\x00" + "\x0111\x02Ana\x00\nA\x00a.md\x00"
	rest := bytes.NewReader(bytes.Repeat([]byte("x"), 1<<20))
	found, complete, err := readLog(io.MultiReader(strings.NewReader(log), rest), []string{"a.md"})
	if err != nil || !complete || found["a.md"].At.Unix() != 12 || rest.Len() < 1<<19 {
		t.Errorf("%v, %v, %v; %d bytes were not read", found, complete, err, rest.Len())
	}
}

func TestBrokenLog(t *testing.T) {
	for _, log := range []string{
		"\x01x\x02Ana\x00", "\x0112\x00", "\x0112\x02A", "\x0112\x02A\x00\nM\x00", "\x0112\x02A\x00\nR100\x00a\x00",
	} {
		if _, _, err := readLog(strings.NewReader(log), []string{"a"}); err == nil {
			t.Errorf("%q is read", log)
		}
	}
	found, complete, err := readLog(strings.NewReader(""), []string{"a"})
	if err != nil || complete || len(found) > 0 {
		t.Errorf("an empty log: %v, %v, %v", found, complete, err)
	}
}

func TestRenames(t *testing.T) {
	r := newRepo(t)
	r.git("config", "diff.renames", "false")
	text := strings.Repeat("Words that stay.\n", 20)
	r.write("content/a.md", text+"a")
	r.write("content/odd\nname.md", text+"odd")
	r.write("content/back.md", text+"back")
	r.write("src/a.go", text+"code")
	r.commit("first")
	r.git("mv", "content/a.md", "content/b.md")
	r.git("mv", "content/back.md", "content/forth.md")
	r.write("content/b.md", text+"b, and more")
	r.commit("rename and change")
	r.git("mv", "content/b.md", "content/größe.md")
	r.git("mv", "content/forth.md", "content/back.md")
	r.git("mv", "src/a.go", "src/b.go")
	r.write("content/a.md", "Another file of this name, which is there.")
	r.commit("rename again")
	r.git("mv", "content/odd\nname.md", "content/even.md")

	got, err := Renames(t.Context(), filepath.Join(r.dir, "content"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a.md": "größe.md", "b.md": "größe.md", "odd\nname.md": "even.md", "forth.md": "back.md"}
	want["back.md"] = "back.md" // there and back again
	if !maps.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}

	if _, err := Renames(t.Context(), t.TempDir()); !errors.Is(err, ErrNone) {
		t.Errorf("in no repository: %v", err)
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Renames(ended, r.dir); !errors.Is(err, context.Canceled) {
		t.Errorf("with no time: %v", err)
	}
}

// What git was stopped at is no rename.
func TestRenamesEndEarly(t *testing.T) {
	const one = "R100\x00a\x00b\x00"
	for list, want := range map[string]int{"": 0, one: 1, one + "R09": 1, one + "R090\x00c\x00d": 1} {
		now := map[string]string{}
		if readRenames(list, now); len(now) != want {
			t.Errorf("%q: %q", list, now)
		}
	}
}
