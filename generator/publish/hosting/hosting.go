// Package hosting writes the small files that a static host and search engines
// read: _headers and _redirects (Netlify, Cloudflare Pages and hosts that follow
// them), robots.txt and sitemap.xml; and for hosts that are asked for by name what says the
// same in their own form, such as nginx.conf.
//
// Every function takes plain values and returns bytes; the same values give the
// same bytes. The package resolves no page and decides no visibility: whatever
// it is given is written, so what is internal must not be passed to it.
package hosting

import (
	"path"
	"strings"
)

// File is one file of the output.
type File struct {
	Path string // in the output, "sitemap.xml"
	Data []byte
}

// cleanBase returns a base path that begins and ends with a slash.
func cleanBase(base string) string {
	if base = strings.Trim(base, "/"); base == "" {
		return "/"
	}
	return "/" + base + "/"
}

// escapePath percent-encodes all of a path but what is safe in a rule of
// _headers and _redirects: there a blank ends the path, # begins a comment,
// and * and : are wildcards. What is encoded already stays so.
func escapePath(p string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		c := p[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("/-._~!$&'()+,;=@", c) >= 0,
			c == '%' && i+2 < len(p) && isHex(p[i+1]) && isHex(p[i+2]):
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// address returns the path under which a file of the output is asked for:
// a folder's for its index.html.
func address(base, file string) string {
	if path.Base(file) == "index.html" {
		file = strings.TrimSuffix(file, "index.html")
	}
	return base + escapePath(file)
}
