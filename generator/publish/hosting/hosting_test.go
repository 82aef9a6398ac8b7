package hosting_test

import (
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/publish/hosting"
)

// redirectLines returns the rules of a _redirects file, without its comment.
func redirectLines(data []byte) []string {
	var lines []string
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	return lines
}

func TestRedirects(t *testing.T) {
	list := []hosting.Redirect{
		{From: "/z/", To: "/releases/z/"},
		{From: "/ü(1)!/", To: "/releases/über uns/?q=a b#stück"},
		{From: "old", To: "new/"},
		{From: "/z/", To: "/releases/y/"},
		{From: "/caf%C3%A9/", To: "/y/"},
		{From: "/away/", To: "https://example.com:8080/a b/:splat#x"},
	}
	want := []string{
		"/away/ https://example.com:8080/a%20b/%3Asplat#x",
		"/café/ /y/",
		"/old /new/",
		"/z/ /releases/y/",
		"/ü(1)!/ /releases/%C3%BCber%20uns/?q=a%20b#st%C3%BCck",
	}
	for netlify, status := range map[bool]string{false: " 301", true: " 301!"} {
		got := redirectLines(hosting.Redirects(list, netlify))
		if all := strings.Join(want, status+"\n") + status; strings.Join(got, "\n") != all {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), all)
		}
	}
}

// Cloudflare reads so many; the others have their pages.
func TestRedirectsAreNotMoreThanHostsRead(t *testing.T) {
	var list []hosting.Redirect
	for i := range 3000 {
		list = append(list, hosting.Redirect{From: fmt.Sprintf("/old/%04d/", i), To: "/new/"})
	}
	list[5].From = "/old/" + strings.Repeat("x", 2000) + "/"
	if n := len(redirectLines(hosting.Redirects(list, false))); n != 2000 {
		t.Errorf("%d rules for Cloudflare", n)
	}
	if n := len(redirectLines(hosting.Redirects(list, true))); n != 2999 {
		t.Errorf("%d rules for Netlify", n)
	}
}

func TestRedirectsThatCannotWork(t *testing.T) {
	data := hosting.Redirects([]hosting.Redirect{
		{From: "/", To: "/home/"},
		{From: "", To: "/home/"},
		{From: "//", To: "/home/"},
		{From: "/a", To: "/a/"},
		{From: "/a/", To: "/a"},
		{From: "/b/", To: ""},
		// What no rule can say.
		{From: "/a b/", To: "/x/"},
		{From: "/a%20b/", To: "/x/"},
		{From: "/a\u00a0b/", To: "/x/"},
		{From: "/100%/", To: "/x/"},
		{From: "/c*/", To: "/x/"},
		{From: "/c:d/", To: "/x/"},
		{From: "/c#/", To: "/x/"},
		{From: "/what?/", To: "/x/"},
		{From: "/caf%E9/", To: "/x/"},
		{From: "/café/", To: "/caf%C3%A9/"},
	}, false)
	if len(data) != 0 {
		t.Errorf("got %q", data)
	}
}

func TestRedirectsAreOfOneLineEach(t *testing.T) {
	for _, evil := range []string{"/a\n/* /evil 301", "/a\t/b", "/a\r\n", "/a\u2028b", "/a /b 200"} {
		for _, r := range []hosting.Redirect{{From: "/x/", To: evil}, {From: "/x/", To: "/y?" + evil}} {
			lines := redirectLines(hosting.Redirects([]hosting.Redirect{r}, false))
			if len(lines) != 1 || len(strings.Fields(lines[0])) != 3 {
				t.Errorf("%q: %q", r, lines)
			}
		}
		if lines := redirectLines(hosting.Redirects([]hosting.Redirect{{From: evil, To: "/x/"}}, false)); len(lines) != 0 {
			t.Errorf("%q: %q", evil, lines)
		}
	}
}

func TestRobots(t *testing.T) {
	for _, tt := range []struct {
		base   string
		public bool
		want   string
	}{
		{"https://example.com/", true, "User-agent: *\nAllow: /\n\nSitemap: https://example.com/sitemap.xml\n"},
		{"https://example.com/enable", true, "User-agent: *\nAllow: /\n\nSitemap: https://example.com/enable/sitemap.xml\n"},
		{"", true, "User-agent: *\nAllow: /\n"},
		{"https://example.com/", false, "User-agent: *\nDisallow: /\n"},
	} {
		if got := string(hosting.Robots(tt.base, tt.public)); got != tt.want {
			t.Errorf("Robots(%q, %v) = %q, want %q", tt.base, tt.public, got, tt.want)
		}
	}
}

type urlset struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod"`
	} `xml:"url"`
}

type sitemapindex struct {
	XMLName  xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Sitemaps []struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod"`
	} `xml:"sitemap"`
}

// readURLs parses a sitemap and checks it against the protocol.
func readURLs(t *testing.T, f hosting.File) (locs, dates []string) {
	t.Helper()
	var set urlset
	if err := xml.Unmarshal(f.Data, &set); err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	if !strings.HasPrefix(string(f.Data), `<?xml version="1.0" encoding="UTF-8"?>`) {
		t.Errorf("%s has no XML declaration", f.Path)
	}
	if n := len(set.URLs); n == 0 || n > 50_000 || len(f.Data) > 50<<20 {
		t.Errorf("%s: %d addresses, %d bytes", f.Path, n, len(f.Data))
	}
	for _, u := range set.URLs {
		parsed, err := url.Parse(u.Loc)
		if err != nil || !parsed.IsAbs() || parsed.Host == "" || parsed.Fragment != "" || len(u.Loc) >= 2048 {
			t.Errorf("%s: loc %q", f.Path, u.Loc)
		}
		for _, c := range u.Loc {
			if c <= ' ' || c > '~' {
				t.Errorf("%s: loc %q is not escaped", f.Path, u.Loc)
			}
		}
		if u.LastMod != "" {
			_, err1 := time.Parse(time.DateOnly, u.LastMod)
			_, err2 := time.Parse(time.RFC3339, u.LastMod)
			if err1 != nil && err2 != nil {
				t.Errorf("%s: lastmod %q", f.Path, u.LastMod)
			}
		}
		locs, dates = append(locs, u.Loc), append(dates, u.LastMod)
	}
	return locs, dates
}

func TestSitemap(t *testing.T) {
	files := hosting.Sitemap("https://example.com/", []hosting.URL{
		{Loc: "https://example.com/b/?x=1&y=<2>", LastMod: "2026-11-23"},
		{Loc: "https://example.com/a/", LastMod: "2026-11-23T10:00:00+01:00"},
		{Loc: "https://example.com/über uns/", LastMod: "23 November"},
		{Loc: "https://example.com/a/", LastMod: "2026-11-23"},
		{Loc: "https://example.com/c/#part", LastMod: "2025-02-30"},
		{Loc: "/relative/", LastMod: ""},
		{Loc: "", LastMod: ""},
		{Loc: "mailto:a@example.com", LastMod: ""},
		{Loc: "https://exa mple/", LastMod: ""},
		{Loc: "https://example.com/" + strings.Repeat("x", 2048), LastMod: ""},
	})
	if len(files) != 1 || files[0].Path != "sitemap.xml" {
		t.Fatalf("files %v", files)
	}
	locs, dates := readURLs(t, files[0])
	wantLocs := []string{
		"https://example.com/%C3%BCber%20uns/", "https://example.com/a/",
		"https://example.com/b/?x=1&y=<2>", "https://example.com/c/",
	}
	wantDates := []string{"", "2026-11-23T10:00:00+01:00", "2026-11-23", ""}
	if !slices.Equal(locs, wantLocs) || !slices.Equal(dates, wantDates) {
		t.Errorf("got  %q %q\nwant %q %q", locs, dates, wantLocs, wantDates)
	}
	if files := hosting.Sitemap("https://example.com/", nil); files != nil {
		t.Errorf("without addresses: %v", files)
	}
}

// A page in several languages names all of them, and others look as before.
func TestSitemapOfLanguages(t *testing.T) {
	files := hosting.Sitemap("https://example.com/", []hosting.URL{
		{Loc: "https://example.com/a/", Alternates: []hosting.Alternate{
			{Language: "en", URL: "https://example.com/a/"},
			{Language: "pt-BR", URL: "https://example.com/pt-br/ä/?a&b"},
			{Language: "x-default", URL: "https://example.com/a/"},
			{Language: "fr", URL: "/relative/"},
		}},
		{Loc: "https://example.com/b/"},
	})
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url><loc>https://example.com/a/</loc><xhtml:link rel="alternate" hreflang="en" href="https://example.com/a/"/>` +
		`<xhtml:link rel="alternate" hreflang="pt-BR" href="https://example.com/pt-br/%C3%A4/?a&amp;b"/>` +
		`<xhtml:link rel="alternate" hreflang="x-default" href="https://example.com/a/"/></url>
  <url><loc>https://example.com/b/</loc></url>
</urlset>
`
	if got := string(files[0].Data); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if plain := string(hosting.Sitemap("https://example.com/",
		[]hosting.URL{{Loc: "https://example.com/b/"}})[0].Data); strings.Contains(plain, "xhtml") {
		t.Errorf("a site in one language: %s", plain)
	}
}

func TestSitemapOfMoreThanOneFile(t *testing.T) {
	const n = 50_001
	urls := make([]hosting.URL, n)
	for i := range urls {
		urls[n-1-i] = hosting.URL{Loc: fmt.Sprintf("https://example.com/enable/p/%06d/", i), LastMod: "2026-01-01"}
	}
	urls[0].LastMod = "2026-05-05" // the last in order
	files := hosting.Sitemap("https://example.com/enable", urls)
	var index sitemapindex
	if err := xml.Unmarshal(files[0].Data, &index); err != nil {
		t.Fatal(err)
	}
	if len(files) != 3 || files[0].Path != "sitemap.xml" || len(index.Sitemaps) != 2 {
		t.Fatalf("%d files, %d sitemaps in the index", len(files), len(index.Sitemaps))
	}
	var all []string
	for i, f := range files[1:] {
		locs, _ := readURLs(t, f)
		all = append(all, locs...)
		if want := "https://example.com/enable/" + f.Path; index.Sitemaps[i].Loc != want {
			t.Errorf("index entry %q, want %q", index.Sitemaps[i].Loc, want)
		}
	}
	if len(all) != n || !slices.IsSorted(all) {
		t.Errorf("%d addresses, sorted %v", len(all), slices.IsSorted(all))
	}
	if got := []string{index.Sitemaps[0].LastMod, index.Sitemaps[1].LastMod}; !slices.Equal(got, []string{"2026-01-01", "2026-05-05"}) {
		t.Errorf("dates of the parts: %q", got)
	}
}
