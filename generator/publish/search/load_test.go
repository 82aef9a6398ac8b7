package search_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"strings"
	"sync"
	"testing"

	"headsup/generator/publish/search"
	"headsup/generator/publish/search/searchtest"
)

// account is an index that counts what is read of it, as a host sends it that
// compresses what it knows: JSON, and nothing that ends in .bin.
type account struct {
	fs.FS
	t *testing.T

	mu              sync.Mutex
	requests, bytes int
}

func (a *account) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(a.FS, name)
	if err != nil {
		return nil, err
	}
	size := len(data)
	if strings.HasSuffix(name, ".json") {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write(data); err != nil {
			a.t.Error(err)
		}
		if err := w.Close(); err != nil {
			a.t.Error(err)
		}
		size = b.Len()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.requests++
	a.bytes += size
	return data, nil
}

// TestFirstSearch holds what a reader's first search loads of an index, whose first
// five results are seen. The engine comes on top, with two files.
func TestFirstSearch(t *testing.T) {
	x := searchtest.Build(t, made(t, 1000), false)
	for query, most := range map[string]struct{ requests, bytes int }{
		"invoice": {8, 30_000}, "export invoices": {9, 37_000}, "the": {7, 23_000}, "how do I export an invoice": {10, 47_000},
	} {
		a := &account{FS: x.Files, t: t}
		e, err := search.Open(a)
		if err != nil {
			t.Fatal(err)
		}
		r, err := e.Search(t.Context(), query, nil)
		if err != nil {
			t.Fatal(err)
		}
		if list, err := r.Load(0, 5); err != nil || len(list) != 5 {
			t.Fatalf("%q: %d results, %v", query, len(list), err)
		}
		t.Logf("%q: %d requests, %d bytes", query, a.requests, a.bytes)
		if a.requests > most.requests || a.bytes > most.bytes {
			t.Errorf("%q loads %d bytes in %d requests, at most %d in %d are wanted",
				query, a.bytes, a.requests, most.bytes, most.requests)
		}
	}
}
