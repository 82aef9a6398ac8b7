package hosting

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"headsup/generator/paths"
)

// URL is one address in the sitemap.
type URL struct {
	Loc     string // absolute
	LastMod string // "2026-11-23" or RFC 3339; any other is left out
	// Alternates are the addresses of the same page in all its languages.
	Alternates []Alternate
}

// Alternate is the address of a page in one language.
type Alternate struct {
	Language string // BCP 47 tag, or "x-default"
	URL      string // absolute
}

// The limits of the sitemap protocol.
const (
	maxSitemapURLs  = 50_000
	maxSitemapBytes = 50 << 20
	maxLocLength    = 2048 // an address must be shorter
)

const (
	xmlHeader   = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	urlsetOpen  = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`
	urlsetLinks = ` xmlns:xhtml="http://www.w3.org/1999/xhtml"`
	urlsetBegin = ">\n"
	urlsetClose = "</urlset>\n"
	indexOpen   = `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n"
	indexClose  = "</sitemapindex>\n"
)

// Sitemap returns sitemap.xml: the addresses, sorted, each once. When
// they are more than one file may hold (50,000 addresses or 50 MiB),
// sitemap.xml is an index and its parts are sitemap-1.xml and so on, below
// baseURL, which is absolute.
//
// Addresses that are not absolute or are 2,048 bytes or longer are left out, as
// the protocol allows neither. Without an address there is no file.
func Sitemap(baseURL string, urls []URL) []File {
	return sitemap(baseURL, urls, maxSitemapURLs, maxSitemapBytes)
}

func sitemap(baseURL string, urls []URL, maxURLs, maxBytes int) []File {
	parts := sitemapParts(entries(urls), maxURLs, maxBytes)
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return []File{{paths.Sitemap, parts[0].data}}
	}
	var index bytes.Buffer
	index.WriteString(xmlHeader + indexOpen)
	files := make([]File, 1, len(parts)+1)
	for i, p := range parts {
		name := fmt.Sprintf(paths.SitemapPart, i+1)
		writeEntry(&index, "sitemap", URL{Loc: strings.TrimSuffix(baseURL, "/") + "/" + name, LastMod: p.lastMod})
		files = append(files, File{name, p.data})
	}
	index.WriteString(indexClose)
	files[0] = File{paths.Sitemap, index.Bytes()}
	return files
}

// entries returns the addresses that a sitemap may hold, escaped, sorted, each
// once with its latest date.
func entries(urls []URL) []URL {
	list := make([]URL, 0, len(urls))
	for _, u := range urls {
		loc, ok := location(u.Loc)
		if !ok {
			continue
		}
		entry := URL{Loc: loc, LastMod: lastMod(u.LastMod)}
		for _, a := range u.Alternates {
			if loc, ok := location(a.URL); ok {
				entry.Alternates = append(entry.Alternates, Alternate{a.Language, loc})
			}
		}
		list = append(list, entry)
	}
	slices.SortFunc(list, func(a, b URL) int {
		return cmp.Or(cmp.Compare(a.Loc, b.Loc), -compareDates(a.LastMod, b.LastMod), cmp.Compare(a.LastMod, b.LastMod))
	})
	return slices.CompactFunc(list, func(a, b URL) bool { return a.Loc == b.Loc })
}

// location returns an address as the protocol allows it; ok is false for one that
// it does not allow.
func location(address string) (loc string, ok bool) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || parsed.Scheme != "https" && parsed.Scheme != "http" {
		return "", false
	}
	parsed.Fragment, parsed.RawFragment = "", ""
	loc = parsed.String()
	return loc, len(loc) < maxLocLength
}

// lastMod returns a date that the protocol allows, or "".
func lastMod(s string) string {
	if _, ok := parseDate(s); ok {
		return s
	}
	return ""
}

func parseDate(s string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// compareDates compares what lastMod returned as instants, "" as the earliest.
func compareDates(a, b string) int {
	x, _ := parseDate(a)
	y, _ := parseDate(b)
	return x.Compare(y)
}

type sitemapPart struct {
	data    []byte
	lastMod string // the latest of its addresses
}

// sitemapParts writes the addresses into as few files as the limits allow.
func sitemapParts(list []URL, maxURLs, maxBytes int) []sitemapPart {
	var parts []sitemapPart
	translated := slices.ContainsFunc(list, func(u URL) bool { return len(u.Alternates) > 0 })
	for len(list) > 0 {
		var part sitemapPart
		b := bytes.NewBufferString(xmlHeader + urlsetOpen)
		if translated {
			b.WriteString(urlsetLinks)
		}
		b.WriteString(urlsetBegin)
		n := 0
		for ; n < len(list) && n < maxURLs; n++ {
			before := b.Len()
			writeEntry(b, "url", list[n])
			if n > 0 && b.Len()+len(urlsetClose) > maxBytes {
				b.Truncate(before)
				break
			}
			if compareDates(list[n].LastMod, part.lastMod) > 0 {
				part.lastMod = list[n].LastMod
			}
		}
		b.WriteString(urlsetClose)
		part.data = b.Bytes()
		parts = append(parts, part)
		list = list[n:]
	}
	return parts
}

func writeEntry(b *bytes.Buffer, element string, u URL) {
	b.WriteString("  <" + element + "><loc>")
	// Writing to a buffer cannot fail.
	_ = xml.EscapeText(b, []byte(u.Loc))
	b.WriteString("</loc>")
	if u.LastMod != "" {
		b.WriteString("<lastmod>" + u.LastMod + "</lastmod>")
	}
	for _, a := range u.Alternates {
		b.WriteString(`<xhtml:link rel="alternate" hreflang="`)
		_ = xml.EscapeText(b, []byte(a.Language))
		b.WriteString(`" href="`)
		_ = xml.EscapeText(b, []byte(a.URL))
		b.WriteString(`"/>`)
	}
	b.WriteString("</" + element + ">\n")
}
