package hosting

import (
	"strings"

	"headsup/generator/paths"
)

// Robots returns robots.txt. A public build is open to search engines and names
// its sitemap, for which baseURL has to be absolute ("" names none). An
// internal build is closed to all of them.
//
// Crawlers look for the file at the root of a host only: with a base path it
// has no effect, and the X-Robots-Tag of [Headers] does the work.
func Robots(baseURL string, public bool) []byte {
	if !public {
		return []byte("User-agent: *\nDisallow: /\n")
	}
	text := "User-agent: *\nAllow: /\n"
	if baseURL != "" {
		text += "\nSitemap: " + strings.TrimSuffix(baseURL, "/") + "/" + paths.Sitemap + "\n"
	}
	return []byte(text)
}
