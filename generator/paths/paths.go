// Package paths names the files of a built site that are not pages of content:
// where they are, and nothing about what is in them.
//
// All paths are slash-separated and relative to the output folder. Those of
// folders end in a slash. A page is in the index.html of its own folder. [Names]
// keeps the paths of one build apart, and knows which of them no disk can hold.
package paths

// What a site has for readers, at its top or in the folders of languages,
// products, audiences and pages.
const (
	// JSONFeed is the newest page of a folder's JSON Feed. That at the top has
	// the items of the whole site.
	JSONFeed = "feed.json"
	// AtomFeed is the same as Atom.
	AtomFeed = "feed.xml"
	// FeedArchive is the folder beside a feed with its older pages,
	// "0001.json", "0001.xml" and so on.
	FeedArchive = "feed/"
	// Markdown is the Markdown form of a page, beside its HTML.
	Markdown = "index.md"
	// LaunchesCalendar is the calendar of all launches, or of those in the
	// folder of a product or audience. Public builds have none.
	LaunchesCalendar = "launches.ics"
	// LaunchCalendar is the calendar of one launch, beside its page.
	LaunchCalendar = "launch.ics"
)

// What stands once, at the top of a site.
const (
	// NotFound is the page that hosts answer with when there is no file.
	NotFound = "404.html"
	// Search is the folder of the search: its page, and the files of its index.
	Search = "search/"
	// SearchPage is the page of the search, which names every page.
	SearchPage = Search + "index.html"
	// Assets is the folder of the theme's style sheets, scripts and pictures.
	Assets = "assets/"
	// LLMs leads programs to the Markdown forms of pages.
	LLMs = "llms.txt"
	// Sitemap lists the public pages for search engines, or leads to its parts.
	Sitemap = "sitemap.xml"
	// SitemapPart is the form of the names of a large sitemap's parts; their
	// number begins with 1.
	SitemapPart = "sitemap-%d.xml"
	// Robots says which robots may read the site.
	Robots = "robots.txt"
	// Headers are the HTTP headers that a host sends; it serves no such file.
	Headers = "_headers"
	// Redirects leads from former addresses to pages; hosts serve no such file.
	Redirects = "_redirects"
)

// What products load, and what describes it.
const (
	// EmbedRoot is the folder of all versions of what products load.
	EmbedRoot = "embed/"
	// Embed is the folder of the version that is written: the manifest, bundles
	// with a hash in their names, and the scripts.
	Embed = EmbedRoot + "v1/"
	// Manifest has the current name of each bundle.
	Manifest = Embed + "manifest.json"
	// EmbedSchema is the JSON Schema of the manifest and the bundles.
	EmbedSchema = Embed + "schema.json"
)

// Schemas for feeds and editors.
const (
	// Schemas is the folder of JSON Schemas.
	Schemas = "schema/"
	// FeedSchema is the JSON Schema of JSON feeds, which refer to it.
	FeedSchema = Schemas + "feed.json"
	// ContentSchemas is the folder with the JSON Schemas of the front matter of
	// each kind. Public builds have none.
	ContentSchemas = Schemas + "content/"
)

// Hosts are the names of the hosts that have files of their own, sorted.
func Hosts() []string { return []string{"apache", "caddy", "firebase", "nginx", "s3", "vercel"} }

// What a build writes for one host besides, when it is asked to. Hosts are told to serve
// no such file.
const (
	Nginx             = "nginx.conf"
	Caddy             = "Caddyfile"
	Apache            = ".htaccess"
	Firebase          = "firebase.json"
	Vercel            = "vercel.json"
	S3                = "s3.json"
	CloudFrontCode    = "cloudfront-function.js"
	CloudFrontHeaders = "cloudfront-headers.json"
)
