package hosting

import (
	"path"
	"slices"
	"strings"

	"headsup/generator/paths"
)

// Site is what the headers depend on.
type Site struct {
	BasePath string // path of the base URL, "/" or "/enable/"
	Public   bool   // a public build
	Receiver string // address outside of the site that pages may send to, or ""
	// Languages are the folders of languages with feeds of their own, "fr/".
	Languages []string
	// Files are the paths of all files of the output, "releases/x/index.html",
	// in any order.
	Files []string
}

// contentSecurityPolicy lets a page load its own scripts, styles and data, and
// pictures from anywhere that is encrypted. Nothing inline runs. A page sends to its
// own site and to the receiver, if there is one.
//
// It has no upgrade-insecure-requests: it would break a preview over plain HTTP,
// and a page has no address that it could upgrade.
func contentSecurityPolicy(receiver string) string {
	if receiver != "" {
		receiver = " " + receiver
	}
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' https: data:",
		"media-src 'self' https:",
		"font-src 'self'",
		"connect-src 'self'" + receiver,
		"manifest-src 'self'",
		"form-action 'self'" + receiver,
		"base-uri 'none'",
		"frame-ancestors 'none'",
	}, "; ")
}

// securityHeaders go with every file, behind the Content-Security-Policy. There is no
// Cross-Origin-Resource-Policy: the product shows the feed's pictures on its own origin.
var securityHeaders = []header{
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Referrer-Policy", "strict-origin-when-cross-origin"},
	{"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	// One year, for this host only: what other hosts of the domain do is not
	// for this file to say.
	{"Strict-Transport-Security", "max-age=31536000"},
}

// maxRules is how many rules Cloudflare Pages reads; it skips the rest.
const maxRules = 100

const headersNote = `# Written by headsup. Where several rules match, hosts either join the values of
# a header or take the last one, so no two rules that match one file set the
# same header.
`

// Headers returns _headers: security headers for all files, and for each kind
// of file its caching, its type where hosts do not know it, and who may read it
// from another origin.
//
// No header of a file is set by two rules. That is why the rules come from the
// list of files: a pattern for pages must not match a feed beside them. When
// they are more than a host reads, the pages of a public build are left to the
// hosts' own default, which is the same; when that is not enough, all files are
// revalidated at each use, and only types and origins are left to the rules.
func Headers(site Site) []byte {
	base := cleanBase(site.BasePath)
	kinds := kindsOf(site.Public)
	rules := pathRules(base, site.Files, func(file string) []header { return kinds[site.classify(file)] })
	// The type of the Markdown forms is a header of its own, in rules of its own,
	// so that a folder's caching stays one rule.
	types := pathRules(base, site.Files, func(file string) []header {
		if strings.HasSuffix(file, ".md") {
			return []header{{"Content-Type", "text/markdown; charset=utf-8"}}
		}
		return nil
	})
	if len(types) > maxRules/2 {
		types = nil // most hosts know the type, and caching matters more
	}
	room := maxRules - 1 - len(types)
	everywhere := append([]header{{"Content-Security-Policy", contentSecurityPolicy(site.Receiver)}}, securityHeaders...)
	if !site.Public {
		everywhere = append(everywhere, header{"X-Robots-Tag", "noindex, nofollow"})
	}
	if len(rules) > room && site.Public {
		rules = slices.DeleteFunc(rules, func(r rule) bool { return slices.Equal(r.headers, kinds[page]) })
	}
	if len(rules) > room {
		everywhere = append(everywhere, header{cacheControl, kinds[page][0].value})
		rules = pathRules(base, site.Files, func(file string) []header {
			var rest []header
			for _, h := range kinds[site.classify(file)] {
				if h.name != cacheControl {
					rest = append(rest, h)
				}
			}
			return rest
		})
	}
	var b strings.Builder
	b.WriteString(headersNote)
	writeRule(&b, rule{base + "*", everywhere})
	for _, r := range append(rules, types...) {
		writeRule(&b, r)
	}
	return []byte(b.String())
}

func writeRule(b *strings.Builder, r rule) {
	b.WriteString("\n" + r.pattern + "\n")
	for _, h := range r.headers {
		b.WriteString("  " + h.name + ": " + h.value + "\n")
	}
}

type header struct{ name, value string }

// kind is what a file is to caches and to other origins.
type kind uint8

const (
	page     kind = iota // pages, their pictures, and all that has no other kind
	asset                // fingerprinted files of the theme and of the search
	jsonFeed             // JSON Feed
	atomFeed             // Atom
	schema               // JSON Schema
	manifest             // names the current bundles
	bundle               // hash in the name, for the product
	widget               // script that products load
	types                // what compilers want to know of it
	events               // calendars
)

const cacheControl = "Cache-Control"

// kindsOf returns the headers of each kind, Cache-Control first.
func kindsOf(public bool) map[kind][]header {
	const immutable = "max-age=31536000, immutable"
	anyOrigin := header{"Access-Control-Allow-Origin", "*"}
	// Feeds and all that products read hold public content in every build, so
	// any cache may keep them.
	shared := func(value string, more ...header) []header {
		return append([]header{{cacheControl, "public, " + value}, anyOrigin}, more...)
	}
	eventsType := header{"Content-Type", "text/calendar; charset=utf-8"}
	kinds := map[kind][]header{
		page:     {{cacheControl, "public, max-age=0, must-revalidate"}},
		events:   {{cacheControl, "public, max-age=0, must-revalidate"}, eventsType},
		asset:    {{cacheControl, "public, " + immutable}},
		jsonFeed: shared("max-age=300, stale-while-revalidate=3600", header{"Content-Type", "application/feed+json; charset=utf-8"}),
		atomFeed: shared("max-age=300, stale-while-revalidate=3600", header{"Content-Type", "application/atom+xml; charset=utf-8"}),
		schema:   shared("max-age=3600", header{"Content-Type", "application/schema+json; charset=utf-8"}),
		// Not stale while it is revalidated: an old one names bundles that a
		// later build has removed.
		manifest: shared("max-age=60, must-revalidate", header{"Content-Type", "application/json; charset=utf-8"}),
		bundle:   shared(immutable, header{"Content-Type", "application/json; charset=utf-8"}),
		widget:   shared("max-age=3600, stale-while-revalidate=86400", header{"Content-Type", "text/javascript; charset=utf-8"}),
		// Hosts take .ts for a video.
		types: shared("max-age=3600, stale-while-revalidate=86400", header{"Content-Type", "application/typescript; charset=utf-8"}),
	}
	if !public {
		// no-cache, not no-store: a reader's own browser may keep a page and
		// ask whether it is still the same.
		kinds[events] = []header{{cacheControl, "private, no-cache"}, eventsType}
		kinds[page] = []header{{cacheControl, "private, no-cache"}}
		kinds[asset] = []header{{cacheControl, "private, " + immutable}}
	}
	return kinds
}

// classify tells a file's kind by its path in the output.
func (site *Site) classify(file string) kind {
	for _, dir := range site.Languages {
		// Below it are pages and feeds as there are at the top, and nothing else.
		if inside, ok := strings.CutPrefix(file, dir); ok {
			return classifyFeed(inside)
		}
	}
	switch {
	case strings.HasPrefix(file, paths.Assets):
		return asset
	case strings.HasPrefix(file, paths.Search) && strings.Contains(file[len(paths.Search):], "/"):
		return asset // all but the page and the index's root have a hash for a name
	case strings.HasPrefix(file, paths.Schemas) && strings.HasSuffix(file, ".json"):
		return schema
	case strings.HasPrefix(file, paths.EmbedRoot):
		return classifyEmbed(path.Base(file))
	case strings.HasSuffix(file, ".ics"):
		return events
	}
	return classifyFeed(file)
}

// classifyFeed tells feeds from pages.
func classifyFeed(file string) kind {
	if dir, name, ok := cutLast(file); ok {
		// Older items of a feed are in numbered files in a folder beside it.
		if parent, last, _ := cutLast(dir); last+"/" == paths.FeedArchive && isChannel(parent) {
			if number, ok := strings.CutSuffix(name, ".json"); ok && isNumber(number) {
				return jsonFeed
			}
			if number, ok := strings.CutSuffix(name, ".xml"); ok && isNumber(number) {
				return atomFeed
			}
		}
		if !isChannel(dir) {
			return page
		}
		file = name
	}
	switch file {
	case paths.JSONFeed:
		return jsonFeed
	case paths.AtomFeed:
		return atomFeed
	}
	return page
}

// classifyEmbed tells the kind of a file that products load by its name:
// "manifest.json".
func classifyEmbed(name string) kind {
	switch {
	case name == path.Base(paths.Manifest):
		return manifest
	case name == path.Base(paths.EmbedSchema):
		return schema
	case strings.HasSuffix(name, ".json") && strings.Count(name, ".") >= 2:
		return bundle
	case strings.HasSuffix(name, ".ts"):
		return types
	case strings.HasSuffix(name, ".js"):
		return widget
	}
	return page
}

// isChannel reports whether a folder has a feed: the top, a product's, an
// audience's.
func isChannel(dir string) bool {
	top, id, _ := strings.Cut(dir, "/")
	return dir == "" || (top == "products" || top == "audiences") && id != "" && !strings.Contains(id, "/")
}

// cutLast splits a path at its last slash. Without one, all of it is the name.
func cutLast(p string) (dir, name string, ok bool) {
	if i := strings.LastIndexByte(p, '/'); i >= 0 {
		return p[:i], p[i+1:], true
	}
	return "", p, false
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
