package themes

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDistIsCurrent does what go generate does, and compares.
func TestDistIsCurrent(t *testing.T) {
	source, err := os.ReadFile("themes.go")
	if err != nil {
		t.Fatal(err)
	}
	generate := regexp.MustCompile(`(?m)^//go:generate (.*)$`).FindSubmatch(source)
	if generate == nil {
		t.Fatal("there is no go:generate")
	}
	made := t.TempDir()
	words := strings.Fields(strings.ReplaceAll(string(generate[1]), "default/dist", filepath.ToSlash(made)))
	if out, err := exec.Command(words[0], words[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%q: %v\n%s", words, err, out)
	}
	have, err := fs.Sub(Default, "default/dist")
	if err != nil {
		t.Fatal(err)
	}
	want := filesOf(t, os.DirFS(made))
	got := filesOf(t, have)
	if len(want) < 10 {
		t.Fatalf("go generate makes %d files", len(want))
	}
	for name := range want {
		if !bytes.Equal(got[name], want[name]) {
			t.Errorf("dist/%s is out of date: run go generate ./themes", name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("dist/%s is out of date: delete it", name)
		}
	}
}

func filesOf(t *testing.T, fsys fs.FS) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(fsys, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
