package index_test

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"headsup/generator/publish/search/index"
	"headsup/generator/publish/search/searchtest"
)

// small is content of which an index has files of every kind.
var small = map[string]string{
	"headsup.yaml": "language: en\nproducts: [{id: billing, title: Billing}]\nsynonyms: {sso: [single sign-on]}\n",
	"releases/a.md": "---\ntitle: Export invoices as CSV\ndate: 2026-05-01\nversion: v2.14.0\n" +
		"stage: beta\nproducts: [billing]\ntags: [Export]\nquestions: [How do I export?]\n---\n" +
		"Choose **Invoices**, then `billing.export`.\n\n## Single sign-on\n\n検索エンジン, größer.\n",
	"playbooks/b.md": "---\ntitle: Sell the export\n---\nInvoices, exports and more of the same.\n",
	"c.md":           "---\ntitle: Empty\n---\n",
}

// sort is a sort of files, and how one is read and used.
type sort struct {
	files [][]byte
	read  func(data []byte) error
}

// sorts reads an index and returns its files by their sorts.
func sorts(t testing.TB) map[string]*sort {
	t.Helper()
	x := searchtest.Build(t, small, false)
	r, err := index.NewReader(x.Files)
	if err != nil {
		t.Fatal(err)
	}
	shard, err := r.Shard(0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*sort{
		index.RootFile: {read: readRoot},
		"terms":        {read: func(data []byte) error { return readShard(t, data, r.Pages) }},
		"positions":    {read: func(data []byte) error { return readPositions(t, data, shard) }},
		"spelling":     {read: func(data []byte) error { return readSpelling(t, data) }},
		"questions":    {read: func(data []byte) error { return readQuestions(t, data, r.Pages) }},
		"facets":       {read: func(data []byte) error { return readFacets(t, data, r.Pages) }},
	}
	for _, name := range slices.Sorted(maps.Keys(x.Files)) {
		folder, _, _ := strings.Cut(name, "/")
		if s := out[folder]; s != nil {
			s.files = append(s.files, x.Files[name].Data)
		}
	}
	return out
}

// The functions below parse a file and touch everything that a query may touch.

func readRoot(data []byte) error {
	r, err := index.ParseRoot(data)
	if err != nil {
		return err
	}
	for _, prefix := range append(slices.Clone(r.Hot), "", "export", "zz", "\U0010ffff") {
		r.Shards(prefix)
	}
	return nil
}

func readShard(t testing.TB, data []byte, pages int) error {
	s, err := index.ParseShard(data, pages)
	if err != nil {
		return err
	}
	for i := range s.Terms {
		last := -1
		for j := s.Starts[i]; j < s.Starts[i+1]; j++ {
			if page := int(s.Pages[j]); page <= last || page >= pages || s.Weight(j) <= 0 {
				t.Errorf("page %d of %d behind %d, with the weight %g", page, pages, last, s.Weight(j))
			}
			last = int(s.Pages[j])
			for _, l := range s.Lines[s.LineStarts[j]:s.LineStarts[j+1]] {
				if l.Kind > index.NameLine || l.Index < 0 || l.Length < 0 {
					t.Errorf("line %+v", l)
				}
			}
		}
	}
	if !slices.IsSorted(s.Terms) {
		t.Errorf("terms %q", s.Terms)
	}
	return nil
}

func readPositions(t testing.TB, data []byte, s *index.Shard) error {
	p, err := index.ParsePositions(data, s)
	if err != nil {
		return err
	}
	if !slices.IsSorted(p.Starts) || len(p.Starts) != len(s.Pages)+1 || p.Starts[len(s.Pages)] != len(p.At) {
		t.Errorf("positions from %v of %d", p.Starts, len(p.At))
	}
	return nil
}

func readSpelling(t testing.TB, data []byte) error {
	s, err := index.ParseSpelling(data)
	if err == nil && (len(s.Words) != len(s.Sizes) || !slices.IsSorted(s.Words)) {
		t.Errorf("words %q with %d sizes", s.Words, len(s.Sizes))
	}
	return err
}

func readQuestions(t testing.TB, data []byte, pages int) error {
	q, err := index.ParseQuestions(data, pages)
	if err != nil {
		return err
	}
	if len(q.Pages) != len(q.Counts) || !slices.IsSorted(q.Traits) {
		t.Errorf("traits %q, %d pages and %d counts", q.Traits, len(q.Pages), len(q.Counts))
	}
	for page := range pages {
		if length := q.Length(page); length < 1 {
			t.Errorf("page %d has the length %g", page, length)
		}
	}
	for _, word := range append(slices.Clone(q.Traits), "", "zz") {
		for from, to := q.Find(word); from < to; from++ {
			if page := int(q.Pages[from]); page >= pages {
				t.Errorf("%q is on page %d of %d", word, page, pages)
			}
		}
	}
	return nil
}

func readFacets(t testing.TB, data []byte, pages int) error {
	list, err := index.ParseFacets(data, pages)
	if err != nil {
		return err
	}
	for _, f := range list {
		if len(f.Pages) != pages {
			t.Errorf("%q knows %d pages of %d", f.ID, len(f.Pages), pages)
		}
		for _, v := range slices.Concat(f.Pages...) {
			if v < 0 || v >= len(f.Values) {
				t.Errorf("%q has no value %d", f.ID, v)
			}
		}
	}
	return nil
}

func inflate(t testing.TB, data []byte) []byte {
	t.Helper()
	out, err := io.ReadAll(flate.NewReader(bytes.NewReader(data)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func deflate(data []byte, level int) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

// stored is data in DEFLATE's form without compression, which is made at once.
func stored(data []byte) []byte {
	var out []byte
	for block := range slices.Chunk(data, 1<<16-1) {
		n := uint16(len(block))
		out = append(out, 0, byte(n), byte(n>>8), byte(^n), byte(^n>>8))
		out = append(out, block...)
	}
	return append(out, 1, 0, 0, 0xff, 0xff)
}

// damaged yields data cut off at every place, with every byte changed in two
// ways, left out, and with one put in before it.
func damaged(data []byte, r *rand.Rand, yield func([]byte)) {
	for i := range data {
		yield(data[:i])
		for _, c := range []byte{data[i] ^ 1<<r.IntN(8), byte(r.IntN(256))} {
			if c == data[i] {
				continue
			}
			b := bytes.Clone(data)
			b[i] = c
			yield(b)
		}
		yield(slices.Delete(bytes.Clone(data), i, i+1))
		yield(slices.Insert(bytes.Clone(data), i, byte(r.IntN(256))))
	}
	yield(append(bytes.Clone(data), 0))
}

// nothing like a file of an index.
func foreign(r *rand.Rand) map[string][]byte {
	noise := make([]byte, 4096)
	for i := range noise {
		noise[i] = byte(r.IntN(256))
	}
	return map[string][]byte{
		"nothing":            {},
		"a page":             []byte("<!doctype html><title>Not found</title><p>There is no such page.</p>"),
		"a compressed page":  deflate([]byte("<!doctype html><title>Not found</title>"), flate.BestCompression),
		"noise":              noise,
		"compressed noise":   stored(noise),
		"compressed nothing": deflate(nil, flate.BestCompression),
		"another format":     deflate([]byte("husx\x01\x00\x00"), flate.BestCompression),
	}
}

// TestDamagedFiles wants an error, or something that can be used, of everything
// that a file can become.
func TestDamagedFiles(t *testing.T) {
	for name, s := range sorts(t) {
		t.Run(name, func(t *testing.T) {
			if len(s.files) == 0 {
				t.Fatal("the index has no such file")
			}
			r := rand.New(rand.NewPCG(7, 8))
			fails := func(data []byte) bool {
				err := s.read(data)
				if err != nil && !errors.Is(err, index.ErrDamaged) {
					t.Errorf("%x: %v", data, err)
				}
				return err != nil
			}
			for what, data := range foreign(r) {
				if !fails(data) {
					t.Errorf("%s is read", what)
				}
			}
			for _, data := range s.files[:min(len(s.files), 2)] {
				if fails(data) {
					t.Fatal("a file that is whole is not read")
				}
				if !fails(append(bytes.Clone(data), 0)) {
					t.Error("a byte behind the end is not noticed")
				}
				for i := range data {
					if !fails(data[:i]) {
						t.Errorf("%d bytes of %d are read", i, len(data))
					}
				}
				damaged(data, r, func(data []byte) { fails(data) })
				damaged(inflate(t, data), r, func(data []byte) { fails(stored(data)) })
			}
		})
	}
}

// TestBombs wants that a small file does not become a great many bytes.
func TestBombs(t *testing.T) {
	zeros := make([]byte, 40<<20)
	long := deflate(zeros, flate.BestSpeed)
	// What follows is within the limit, and promises as much as it can.
	const most = "\xff\xff\xff\x03"
	begins := map[string]string{
		index.RootFile: "husx\x03\x00\x00" + most, "terms": "\x03hash5" + most, "positions": "\x03" + most, "spelling": "\x03" + most,
		"questions": "\x03" + strings.Repeat("\x00", len(small)-1) + most, "facets": "\x03\x80\x80\xc0\x02",
	}
	for name, s := range sorts(t) {
		full := deflate(append([]byte(begins[name]), zeros[:30<<20]...), flate.BestSpeed)
		for bomb, data := range map[string][]byte{"too long": long, "full": full} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := s.read(data)
			runtime.ReadMemStats(&after)
			if !errors.Is(err, index.ErrDamaged) {
				t.Errorf("%s, %s: %v", name, bomb, err)
			}
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 1<<10 {
				t.Errorf("%s, %s takes %d MB", name, bomb, used)
			}
		}
	}
}

// fuzz tries what becomes of files of one sort, as they are and compressed, since
// hardly any change of compressed bytes gets past the decompressor.
func fuzz(f *testing.F, name string) {
	s := sorts(f)[name]
	for _, data := range s.files {
		f.Add(data)
		f.Add(inflate(f, data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, form := range [][]byte{data, stored(data)} {
			if err := s.read(form); err != nil && !errors.Is(err, index.ErrDamaged) {
				t.Errorf("%v", err)
			}
		}
	})
}

func FuzzParseRoot(f *testing.F)      { fuzz(f, index.RootFile) }
func FuzzParseShard(f *testing.F)     { fuzz(f, "terms") }
func FuzzParsePositions(f *testing.F) { fuzz(f, "positions") }
func FuzzParseSpelling(f *testing.F)  { fuzz(f, "spelling") }
func FuzzParseQuestions(f *testing.F) { fuzz(f, "questions") }
func FuzzParseFacets(f *testing.F)    { fuzz(f, "facets") }
