package generator

import (
	"testing"

	"headsup/generator/compile/markdown"
	"headsup/generator/disk/cache"
)

// What another version of the program has kept in its own form is compiled anew and
// replaced, so that later steps of the same build can read it.
func TestCacheOfAnotherVersion(t *testing.T) {
	t.Parallel()
	dir, compiler := t.TempDir(), markdown.New(markdown.Options{})
	unit := markdown.Input{Body: []byte("Text.\n"), Line: 1, Title: "T"}
	open := func() *inputs {
		c, err := cache.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() }) //nolint:errcheck // only read from
		return &inputs{cache: buildCache{Cache: c}}
	}
	old := open()
	old.cache.Put(keyOf(compiler, unit), []byte("of another form"))
	if err := old.cache.Flush(); err != nil {
		t.Fatal(err)
	}
	in := open()
	var scratch []byte
	for _, want := range []bool{false, true} {
		_, key, cached := in.document(compiler, unit, &scratch)
		if cached != want {
			t.Errorf("taken from the cache: %t, want %t", cached, want)
		}
		data, err := in.cache.document(key)
		if err != nil {
			t.Fatal(err)
		}
		if html, err := data.HTML(false); err != nil || string(html) != "<p>Text.</p>\n" {
			t.Errorf("the document is %q, %v", html, err)
		}
	}
}
