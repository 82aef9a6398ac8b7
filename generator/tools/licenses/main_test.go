package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// files writes a module's folder.
func files(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("terms of "+filepath.Base(name)+" \r\nend\n\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAdd(t *testing.T) {
	dir := files(t, "LICENSE", "notice.txt", "licenses.go", "README.md",
		"deep/er/x.go", "deep/er/COPYING", "deep/LICENCE-other", "beside/LICENSE")
	m := module{name: "m v1", dir: dir}
	if err := m.add(filepath.Join(dir, "deep", "er")); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, name := range m.files {
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, filepath.ToSlash(rel))
	}
	if want := "deep/er/COPYING deep/LICENCE-other LICENSE notice.txt"; strings.Join(got, " ") != want {
		t.Errorf("found %v, want %s", got, want)
	}
}

func TestCompose(t *testing.T) {
	dir := files(t, "LICENSE")
	text, err := compose([]module{{name: "m v1", dir: dir, files: []string{filepath.Join(dir, "LICENSE")}}})
	if err != nil {
		t.Fatal(err)
	}
	if want := rule + "m v1\n\n--- LICENSE\n\nterms of LICENSE\nend\n\n"; !strings.HasSuffix(text, want) {
		t.Errorf("text %q does not end in %q", text, want)
	}
}

func TestNoLicence(t *testing.T) {
	_, err := compose([]module{{name: "m v1", dir: t.TempDir()}})
	if err == nil || !strings.Contains(err.Error(), "m v1") {
		t.Errorf("a module without a licence: %v", err)
	}
}

func TestLanguage(t *testing.T) {
	m, err := golang()
	if err != nil {
		t.Fatal(err)
	}
	if len(m.files) == 0 {
		t.Error("the licence of Go's library is not found")
	}
}

// Data is named by the first line of its licence.
func TestData(t *testing.T) {
	dir := files(t, "words.LICENSE.txt", "words.bin", "LICENSE", "deep/other.LICENSE.txt")
	got, err := data(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].name != "terms of words.LICENSE.txt" || got[0].files[0] != filepath.Join(dir, "words.LICENSE.txt") {
		t.Errorf("found %+v", got)
	}
}
