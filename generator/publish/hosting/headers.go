package hosting

import (
	"path"
	"slices"
	"strconv"
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

// securityHeaders go with every file, behind the Content-Security-Policy.
var securityHeaders = []header{
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Referrer-Policy", "strict-origin-when-cross-origin"},
	{"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	// One year, for this host only: what other hosts of the domain do is not
	// for this file to say.
	{"Strict-Transport-Security", "max-age=" + strconv.Itoa(hstsSeconds)},
}

// embeddable lets products show a public file, above all a picture of the feed, that
// are isolated from other origins with "Cross-Origin-Embedder-Policy: require-corp".
var embeddable = header{"Cross-Origin-Resource-Policy", "cross-origin"}

const hstsSeconds = 31_536_000

// maxRules is how many rules a file has at most. Cloudflare Pages reads 100 and
// skips the rest; people add some of their own.
const maxRules = 60

const headersNote = `# Written by headsup. Netlify sends the last value of a header. Cloudflare Pages
# joins the values, unless a line with "!" takes back what was there before.
`

// Headers returns _headers: security headers for all files, and for each kind of
// file but pages its caching, its type where hosts do not know it, and who may
// read it from another origin. Pages of a public build have the hosts' own
// default, which is to revalidate at each use; those of an internal one may be
// kept by nobody but their reader's browser.
//
// A rule says a type only if its pattern is the address of one file: with any
// other, hosts send the type with the page that tells what is missing, too. The
// hosts know the types of these files, if not always the most special one.
func Headers(site Site) []byte {
	model := newModel(&site, nil)
	everywhere := model.everywhere
	if !site.Public {
		everywhere = append(slices.Clone(everywhere), header{cacheControl, model.caching})
	}
	var b strings.Builder
	b.WriteString(headersNote)
	writeRule(&b, model.base+"*", everywhere)
	for _, r := range model.files {
		var headers []header
		if !site.Public {
			headers = append(headers, header{name: cacheControl}) // not that of all files
		}
		writeRule(&b, model.base+r.pattern, append(headers, r.sent(false)...))
	}
	return []byte(b.String())
}

// writeRule writes one rule. A header without a value is taken back.
func writeRule(b *strings.Builder, pattern string, headers []header) {
	b.WriteString("\n" + pattern + "\n")
	for _, h := range headers {
		if h.value == "" {
			b.WriteString("  ! " + h.name + "\n")
		} else {
			b.WriteString("  " + h.name + ": " + h.value + "\n")
		}
	}
}

type header struct{ name, value string }

// kind is what a file is to caches and to other origins.
type kind uint8

// The order is that of the rules: what is worth most to a reader comes first.
const (
	page     kind = iota // pages, their pictures, and all that has no other kind
	asset                // fingerprinted files of the theme and of the search
	bundle               // hash in the name, for the product
	manifest             // names the current bundles
	widget               // script that products load
	types                // what compilers want to know of it
	jsonFeed             // JSON Feed
	atomFeed             // Atom
	schema               // JSON Schema
)

const (
	cacheControl = "Cache-Control"
	contentType  = "Content-Type"
	allowOrigin  = "Access-Control-Allow-Origin"
)

// briefly is the caching of a public build's pages, where a host has none of its own that
// does the same.
const briefly = "public, max-age=0, must-revalidate"

// privately is the caching of an internal build's pages. It is no-cache, not
// no-store: a reader's own browser may keep a page and ask whether it is still
// the same.
const privately = "private, no-cache"

// kindsOf returns the headers of each kind but pages.
func kindsOf(public bool) map[kind][]header {
	const immutable = "max-age=31536000, immutable"
	// Feeds and all that products read hold public content in every build, so
	// any cache may keep them.
	shared := func(caching, mime string) []header {
		headers := []header{{cacheControl, "public, " + caching}, {allowOrigin, "*"}, {contentType, mime}}
		if !public {
			headers = append(headers, embeddable) // in a public build all files are
		}
		return headers
	}
	kinds := map[kind][]header{
		asset:    {{cacheControl, "public, " + immutable}},
		jsonFeed: shared("max-age=300, stale-while-revalidate=3600", "application/feed+json; charset=utf-8"),
		atomFeed: shared("max-age=300, stale-while-revalidate=3600", "application/atom+xml; charset=utf-8"),
		schema:   shared("max-age=3600", "application/schema+json; charset=utf-8"),
		// Not stale while it is revalidated: an old one names bundles that a
		// later build has removed.
		manifest: shared("max-age=60, must-revalidate", "application/json; charset=utf-8"),
		bundle:   shared(immutable, "application/json; charset=utf-8"),
		widget:   shared("max-age=3600, stale-while-revalidate=86400", "text/javascript; charset=utf-8"),
		// Hosts take .ts for a video.
		types: shared("max-age=3600, stale-while-revalidate=86400", "application/typescript; charset=utf-8"),
	}
	if !public {
		kinds[asset] = []header{{cacheControl, "private, " + immutable}}
	}
	return kinds
}

// language returns the folder of the language that a file is in, "" for none.
func (site *Site) language(file string) string {
	for _, dir := range site.Languages {
		if strings.HasPrefix(file, dir) {
			return dir
		}
	}
	return ""
}

// classify tells a file's kind by its path in the output.
func (site *Site) classify(file string) kind {
	if dir := site.language(file); dir != "" {
		// Below it are pages and feeds as there are at the top, and nothing else.
		return classifyFeed(file[len(dir):])
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
