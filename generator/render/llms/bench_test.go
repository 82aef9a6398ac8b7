package llms

import (
	"os"
	"testing"
)

func BenchmarkBody(b *testing.B) {
	text, err := os.ReadFile("../../../content/reference/markdown.md")
	if err != nil {
		b.Fatal(err)
	}
	page := compile(text)
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	r := newRenderer()
	for b.Loop() {
		r.body(page)
	}
}
