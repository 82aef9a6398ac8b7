package client_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"headsup/generator/embed/client"
)

// TestDistIsCurrent builds the scripts anew and compares.
func TestDistIsCurrent(t *testing.T) {
	out := t.TempDir()
	build := exec.Command("go", "run", "./build", "-src", "src", "-o", out)
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, said)
	}
	built, err := os.ReadDir(out)
	if err != nil || len(built) == 0 {
		t.Fatalf("built: %v, %v", built, err)
	}
	files := served()
	for _, entry := range built {
		want, err := os.ReadFile(filepath.Join(out, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(files[entry.Name()], want) {
			t.Errorf("%s is out of date: run go generate ./generator/embed/client", entry.Name())
		}
	}
}

// TestSizes holds what products are promised to load.
func TestSizes(t *testing.T) {
	for name, limit := range map[string]int{"headsup.js": 7500, "headsup.classic.js": 7500, "news.js": 5900, "core.js": 2500} {
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(served()[name]); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if n := b.Len(); n > limit || n < 1000 {
			t.Errorf("%s has %d bytes when compressed, at most %d are promised", name, n, limit)
		}
	}
}

// served returns the files by name.
func served() map[string][]byte {
	files := map[string][]byte{}
	for _, f := range client.Files() {
		files[f.Name] = f.Data
	}
	return files
}
