package search_test

import (
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"headsup/generator/publish/search"
	"headsup/generator/publish/search/index"
	"headsup/generator/publish/search/searchtest"
)

// mixture is content of which an index has files of every kind.
var mixture = map[string]string{
	"headsup.yaml": "language: en\nproducts: [{id: billing, title: Billing}]\nsynonyms: {sso: [single sign-on]}\n",
	"releases/a.md": "---\ntitle: Export invoices as CSV\ndate: 2026-05-01\nversion: v2.14.0\n" +
		"stage: beta\nproducts: [billing]\ntags: [Export]\nquestions: [How do I export?]\n---\n" +
		"Choose **Invoices**, then `billing.export`.\n\n## Single sign-on\n\n検索エンジン, größer.\n",
	"playbooks/b.md": "---\ntitle: Sell the export\n---\nInvoices, exports and more of the same.\n",
	"c.md":           "---\ntitle: Empty\n---\n",
}

// questions need every file of an index, all together.
func questions() []string {
	list := []string{
		"", "export", "exp", `"export invoices"`, "sso", "billing.export",
		"v2.14", "検索", "exprot", `sell -"the export"`, "-invoices", "how do I export",
	}
	for n := 1; n < 27; n++ {
		list = append(list, strings.Repeat("q", n)+" ")
	}
	return list
}

// askAll opens an index, asks all questions and returns all errors.
func askAll(files fstest.MapFS) (errs []error) {
	e, err := search.Open(files)
	if err != nil {
		return []error{err}
	}
	for _, q := range questions() {
		errs = append(errs, ask(e, q))
	}
	return slices.DeleteFunc(errs, func(err error) bool { return err == nil })
}

func ask(e *search.Engine, q string) error {
	var filters search.Filters
	if q == "export" {
		filters = search.Filters{"product": {"billing"}, "kind": {"release-note", "playbook"}}
	}
	r, err := e.Search(context.Background(), q, filters)
	if err != nil {
		return err
	}
	_, err = r.Load(0, 10)
	return err
}

// TestDamage takes every file of an index away, cuts it off and puts something
// else in its place. What needs it fails and names it, all else is answered.
func TestDamage(t *testing.T) {
	x := searchtest.Build(t, mixture, false)
	if errs := askAll(x.Files); len(errs) > 0 {
		t.Fatal(errs)
	}
	for name, file := range x.Files {
		for what, data := range map[string][]byte{
			"missing": nil,
			"cut off": file.Data[:len(file.Data)/2],
			"empty":   {},
			"a page":  []byte("<!doctype html><title>Not found</title>"),
			"garbage": bytes.Repeat([]byte{0xa5, 0x5a, 0}, 100),
		} {
			files := maps.Clone(x.Files)
			delete(files, name)
			if data != nil {
				files[name] = &fstest.MapFile{Data: data}
			}
			errs := askAll(files)
			if len(errs) == 0 {
				t.Errorf("%s is %s, and no question needs it", name, what)
			}
			if name != index.RootFile && len(errs) == len(questions()) {
				t.Errorf("%s is %s, and nothing is answered", name, what)
			}
			for _, err := range errs {
				missing := errors.Is(err, fs.ErrNotExist)
				damaged := errors.Is(err, index.ErrDamaged) || missing && name == index.RootFile
				if !damaged || missing != (data == nil) || !strings.Contains(err.Error(), name) {
					t.Errorf("%s is %s: %v", name, what, err)
				}
			}
		}
	}
}

// TestDamageIsNotRemembered answers again once the files are back.
func TestDamageIsNotRemembered(t *testing.T) {
	x := searchtest.Build(t, mixture, false)
	whole := maps.Clone(x.Files)
	e := x.Open(t)
	for name := range whole {
		if name != index.RootFile {
			x.Files[name] = &fstest.MapFile{Data: []byte("<!doctype html>")}
		}
	}
	if err := ask(e, "export"); !errors.Is(err, index.ErrDamaged) {
		t.Fatalf("without its files: %v", err)
	}
	maps.Copy(x.Files, whole)
	for _, q := range questions() {
		if err := ask(e, q); err != nil {
			t.Errorf("%q: %v", q, err)
		}
	}
}

// TestDamageWithin changes bytes of files before they are compressed: what they
// say is then wrong, and may be anything.
func TestDamageWithin(t *testing.T) {
	x := searchtest.Build(t, mixture, false)
	r := rand.New(rand.NewPCG(9, 10))
	for _, name := range slices.Sorted(maps.Keys(x.Files)) {
		compressed := strings.HasSuffix(name, ".bin")
		data := x.Files[name].Data
		if compressed {
			data = inflate(t, data)
		}
		for range 40 {
			b := bytes.Clone(data)
			for range 1 + r.IntN(3) {
				b[r.IntN(len(b))] = byte(r.IntN(256))
			}
			if compressed {
				b = deflate(t, b)
			}
			files := maps.Clone(x.Files)
			files[name] = &fstest.MapFile{Data: b}
			for _, err := range askAll(files) {
				if !errors.Is(err, index.ErrDamaged) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}

func inflate(t *testing.T, data []byte) []byte {
	t.Helper()
	out, err := io.ReadAll(flate.NewReader(bytes.NewReader(data)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func deflate(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ending is a context that is cancelled once it has been asked so many times.
type ending struct {
	context.Context
	left int
}

func (c *ending) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestCancel ends a search wherever it looks whether it is still wanted.
func TestCancel(t *testing.T) {
	e := searchtest.Build(t, mixture, false).Open(t)
	for _, q := range []string{"", "export", "export invoices csv", `"export invoices" sell`} {
		looks := 0
		for ; looks < 100; looks++ {
			r, err := e.Search(&ending{context.Background(), looks}, q, nil)
			if err == nil {
				break
			}
			if !errors.Is(err, context.Canceled) || r != nil {
				t.Errorf("%q: %v, %v", q, r, err)
			}
		}
		if looks < 1 || looks == 100 {
			t.Errorf("%q looks %d times", q, looks)
		}
	}
}
