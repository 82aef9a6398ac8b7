package compose

import (
	"cmp"
	"slices"

	"headsup/generator/paths"
	"headsup/generator/view"
)

// SitemapURL is one address for the sitemap.
type SitemapURL struct {
	URL     string // absolute
	LastMod string // "2026-11-23", or ""
	// Alternates are the addresses of the same page in all its languages, this
	// one among them.
	Alternates []view.Alternate
}

// Sitemap returns the addresses that search engines may know: public pages and
// lists that hold any, in the order of their paths.
func (c *Composer) Sitemap() []SitemapURL {
	var out []SitemapURL
	for _, f := range c.Files {
		if !f.Public {
			continue
		}
		at := paths.Page(f.Path)
		a := SitemapURL{URL: c.Absolute(at)}
		if p := c.PageAt(at); p != nil && p.Included && p.Public {
			a.Alternates = c.alternates(p, true)
		}
		if !f.Modified.IsZero() && !f.Modified.After(c.Now) {
			a.LastMod = f.Modified.Format("2006-01-02")
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b SitemapURL) int { return cmp.Compare(a.URL, b.URL) })
	return out
}
