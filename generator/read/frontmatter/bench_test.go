package frontmatter

import (
	"strings"
	"testing"
)

// BenchmarkParse reads a page as people write it: a dozen fields above 4 kB of text.
func BenchmarkParse(b *testing.B) {
	const fields = `title: We decide what leaves beta
summary: On this day the owner of each part decides whether it stays in beta. It is a review, and no promise.
stage: planned
visibility: internal
products: [compiler, site, feed, authoring]
audiences: [product]
tags: [review]
owner: release-manager
review_by: 2027-01-25
questions:
  - When will headsup leave beta?
`
	src := []byte("---\n" + fields + "---\n\n" + strings.Repeat("The date is the one that "+
		"the first release notes carry as `review_by`, and the owner answers.\n\n", 42))
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if doc, diags := Parse("x.md", src, known, holds); len(diags) > 0 || len(doc.Root.Content) != 20 {
			b.Fatal(diags)
		}
	}
}
