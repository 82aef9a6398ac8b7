package search_test

import (
	"context"
	"fmt"
	"testing"

	"headsup/generator/publish/search"
	"headsup/generator/publish/search/searchtest"
	"headsup/generator/tools/corpus"
)

// made returns the files of a corpus of so many pages.
func made(t testing.TB, pages int) map[string]string {
	t.Helper()
	files := map[string]string{}
	if err := corpus.Files(pages, func(p string, data []byte) error {
		files[p] = string(data)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return files
}

// BenchmarkBuild measures the index alone, from linked pages to bytes.
func BenchmarkBuild(b *testing.B) {
	for _, pages := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			s, cfg := searchtest.Resolve(b, made(b, pages), false)
			b.ReportAllocs()
			for b.Loop() {
				x := &searchtest.Index{}
				if err := search.Build(context.Background(), search.NewPages(s),
					search.Options{Language: cfg.Language}, x.Emit); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(pages)*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

// BenchmarkSearch measures queries on an index whose files have been read
// before.
func BenchmarkSearch(b *testing.B) {
	e := searchtest.Build(b, made(b, 10_000), false).Open(b)
	for _, query := range []string{"invoice", "export invoices", "the", "how do I export an invoice", "exprot", `"export the"`} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				if _, err := e.Search(context.Background(), query, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
