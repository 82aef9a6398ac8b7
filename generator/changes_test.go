package generator_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"headsup/generator"
	"headsup/generator/compile/content"
)

// commitAll makes a repository of a folder, or adds a commit to it, at a day of
// January 2026.
func commitAll(t *testing.T, dir, day string) {
	t.Helper()
	for _, args := range [][]string{
		{"init", "-q", "-b", "main"},
		{"add", "-A"},
		{"-c", "user.name=Ana Lima", "-c", "user.email=ana@example.com", "commit", "-q", "-m", "Day " + day},
	} {
		cmd := exec.CommandContext(t.Context(), "git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
			"GIT_COMMITTER_DATE=2026-01-"+day+"T12:00:00Z", "GIT_AUTHOR_DATE=2026-01-"+day+"T12:00:00Z")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
}

// Pages say when they were committed last: the same in a cold build, a warm
// one and one after another commit; in a public build when the site wants it.
func TestLastChangeFromGit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	docs := filepath.Join(dir, "docs")
	writeFiles(t, dir, map[string]string{
		"docs/headsup.yaml":    "title: Site\nlast_change: {author: true}\n",
		"docs/releases/a.md":   "---\ntitle: A\ndate: 2026-01-01\nvisibility: public\n---\nText.\n",
		"docs/releases/b.md":   "---\ntitle: B\ndate: 2026-01-01\n---\nText.\n",
		"src/not-content/x.go": "package x\n",
	})
	commitAll(t, dir, "05")
	opt := generator.Options{Content: docs, CacheDir: t.TempDir(), BaseURL: "https://example.com/"}
	build := func(name string, change func(*generator.Options)) map[string]string {
		t.Helper()
		opt := opt
		opt.Out = filepath.Join(t.TempDir(), name)
		if change != nil {
			change(&opt)
		}
		if res := mustBuild(t, opt); len(res.Notes) > 0 {
			t.Errorf("notes %q", res.Notes)
		}
		return served(t, opt.Out)
	}
	says := func(files map[string]string, page string, want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(files[page], w) {
				t.Errorf("%s does not say %q", page, w)
			}
		}
	}
	cold := build("cold", nil)
	says(cold, "releases/a/index.html", "Last changed", "5 January 2026", "by Ana Lima")
	equalTrees(t, "warm", build("warm", nil), cold)
	equalTrees(t, "without a cache", build("fresh", func(o *generator.Options) { o.NoCache = true }), cold)

	writeFiles(t, dir, map[string]string{"docs/releases/b.md": "---\ntitle: B\ndate: 2026-01-01\n---\nMore.\n"})
	commitAll(t, dir, "09")
	after := build("after", nil)
	says(after, "releases/a/index.html", "5 January 2026")
	says(after, "releases/b/index.html", "9 January 2026")
	equalTrees(t, "after a commit", after, build("after-fresh", func(o *generator.Options) { o.NoCache = true }))

	public := func(o *generator.Options) { o.Visibility = content.Public }
	for name, text := range build("public", public) {
		if strings.Contains(text, "Last changed") || strings.Contains(text, "Ana Lima") {
			t.Errorf("the public %s tells of the history", name)
		}
	}
	writeFiles(t, dir, map[string]string{"docs/headsup.yaml": "title: Site\nlast_change: {author: true, public: true}\n"})
	open := build("open", public)
	says(open, "releases/a/index.html", "Last changed", "5 January 2026")
	if strings.Contains(open["releases/a/index.html"], "Ana Lima") {
		t.Error("a public page names who wrote it")
	}

	shallow := filepath.Join(t.TempDir(), "shallow")
	if out, err := exec.CommandContext(t.Context(), "git", "clone", "-q",
		"--depth=1", "file://"+dir, shallow).CombinedOutput(); err != nil {
		t.Fatalf("clone: %v\n%s", err, out)
	}
	opt.Content, opt.Out = filepath.Join(shallow, "docs"), filepath.Join(t.TempDir(), "shallow")
	res := mustBuild(t, opt)
	if len(res.Notes) != 1 || !strings.Contains(res.Notes[0], "fetch-depth: 0") {
		t.Errorf("notes %q", res.Notes)
	}
	if strings.Contains(served(t, opt.Out)["releases/a/index.html"], "Last changed") {
		t.Error("a shallow clone tells a date")
	}
}
