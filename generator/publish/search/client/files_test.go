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

	"headsup/generator/publish/search/client"
)

// TestDistIsCurrent bundles the modules anew and compares.
func TestDistIsCurrent(t *testing.T) {
	out := t.TempDir()
	bundle := exec.Command("go", "run", "headsup/generator/tools/jsbundle",
		"-in", "src/search-engine.js", "-in", "src/search-worker.js", "-dir", out)
	if output, err := bundle.CombinedOutput(); err != nil {
		t.Fatalf("bundle: %v\n%s", err, output)
	}
	for name, got := range map[string][]byte{"search-engine.js": client.Engine, "search-worker.js": client.Worker} {
		want, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is out of date: run go generate ./generator/publish/search/client", name)
		}
	}
}

// TestSizes holds what a reader loads before the first query, in bytes.
func TestSizes(t *testing.T) {
	for name, test := range map[string]struct {
		data         []byte
		brotli, gzip int
	}{
		"search-engine.js": {client.Engine, 665, 775},
		"search-worker.js": {client.Worker, 12_600, 13_800},
	} {
		var b, z bytes.Buffer
		deflate, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range []io.WriteCloser{brotli.NewWriterLevel(&b, brotli.BestCompression), deflate} {
			if _, err := w.Write(test.data); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("%s: %d bytes with Brotli, %d with gzip", name, b.Len(), z.Len())
		if n := b.Len(); n > test.brotli || n == 0 {
			t.Errorf("%s has %d bytes with Brotli, at most %d are wanted", name, n, test.brotli)
		}
		if n := z.Len(); n > test.gzip || n == 0 {
			t.Errorf("%s has %d bytes with gzip, at most %d are wanted", name, n, test.gzip)
		}
	}
}
