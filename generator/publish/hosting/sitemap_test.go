package hosting

import (
	"fmt"
	"strings"
	"testing"
)

func TestSitemapLimits(t *testing.T) {
	urls := make([]URL, 100)
	for i := range urls {
		urls[i].Loc = fmt.Sprintf("https://example.com/%02d/", i)
	}
	whole := len(sitemap("https://example.com/", urls, 100, 1<<20)[0].Data)
	tests := []struct {
		maxURLs, maxBytes int
		files             int // with the index
	}{
		{100, whole, 1},
		{99, whole, 3},
		{100, whole - 1, 3},
		{10, whole, 11},
		{100, 1, 101}, // an address larger than a file still has one
	}
	for _, tt := range tests {
		files := sitemap("https://example.com/", urls, tt.maxURLs, tt.maxBytes)
		if len(files) != tt.files {
			t.Errorf("at most %d addresses, %d bytes: %d files, want %d", tt.maxURLs, tt.maxBytes, len(files), tt.files)
			continue
		}
		var all strings.Builder
		for _, f := range files {
			if f.Path == "sitemap.xml" && len(files) > 1 {
				continue
			}
			if tt.maxBytes > 1 && len(f.Data) > tt.maxBytes {
				t.Errorf("%s has %d bytes of %d", f.Path, len(f.Data), tt.maxBytes)
			}
			if n := strings.Count(string(f.Data), "<loc>"); n > tt.maxURLs {
				t.Errorf("%s has %d addresses of %d", f.Path, n, tt.maxURLs)
			}
			all.Write(f.Data)
		}
		for _, u := range urls {
			if strings.Count(all.String(), u.Loc) != 1 {
				t.Errorf("%s is there %d times", u.Loc, strings.Count(all.String(), u.Loc))
			}
		}
	}
}
