package client_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/andybalholm/brotli"

	"headsup/generator/publish/embed/client"
)

// TestDistIsCurrent builds the scripts anew and compares.
func TestDistIsCurrent(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	build := exec.Command("go", "run", "headsup/generator/tools/embedclient", "-src", "src", "-o", out)
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
			t.Errorf("%s is out of date: run go generate ./generator/publish/embed/client", entry.Name())
		}
	}
}

// TestSizes holds what products are promised to load: as static hosts send it, with
// Brotli, and as others do.
func TestSizes(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]struct{ brotli, gzip int }{
		"headsup.js":         {6400, 7160},
		"headsup.classic.js": {6400, 7160},
		"news.js":            {4960, 5580},
		"history.js":         {250, 300},
		"panel.js":           {1700, 1960},
		"core.js":            {2960, 3270},
		"parts.js":           {650, 750},
		"cards.js":           {1900, 2200},
		"shown.js":           {2360, 2640},
		"tours.js":           {3000, 3300},
		"checklist.js":       {1500, 1700},
		"ask.js":             {480, 560},
		"rules.js":           {700, 780},
		"words.js":           {1300, 1560},
	} {
		var b, z bytes.Buffer
		deflate, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range []io.WriteCloser{brotli.NewWriterLevel(&b, brotli.BestCompression), deflate} {
			if _, err := w.Write(served()[name]); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("%s: %d bytes with Brotli, %d with gzip", name, b.Len(), z.Len())
		if n := b.Len(); n > limit.brotli || n < 100 {
			t.Errorf("%s has %d bytes with Brotli, at most %d are promised", name, n, limit.brotli)
		}
		if n := z.Len(); n > limit.gzip || n < 100 {
			t.Errorf("%s has %d bytes with gzip, at most %d are promised", name, n, limit.gzip)
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
