// Package feed is the contract with the product: the items of feeds and bundles
// as Go types and as JSON Schema, what becomes of a page in them, and the
// rules that say which of them a person is to see.
//
// Programs that read feeds import it and need nothing else of headsup. It writes
// no files: feeds are written by package syndication, bundles by package embed.
package feed

import "headsup/generator/content"

// Feed is a page of a JSON feed as headsup writes it. Programs that read feeds
// decode a file, or the answer of a server, into it:
//
//	var f feed.Feed
//	err := json.Unmarshal(data, &f)
//
// [Schema] says what each key means. Keys that are not known are skipped.
type Feed struct {
	Version     string    `json:"version"`
	Title       string    `json:"title"`
	HomePageURL string    `json:"home_page_url,omitempty"`
	FeedURL     string    `json:"feed_url"` // of the first page, on all pages
	Description string    `json:"description,omitempty"`
	NextURL     string    `json:"next_url,omitempty"` // of the next older page, "" on the last
	Language    string    `json:"language,omitempty"`
	Headsup     Extension `json:"_headsup"`
	Items       []Item    `json:"items"`
}

// Extension is the _headsup at the top of a feed.
type Extension struct {
	About     string `json:"about"`
	Generator string `json:"generator,omitempty"` // on the first page only
}

// Item is one item. ContentHTML is always written, as a feed's item needs one of
// the contents. Dates are as RFC 3339 writes them.
type Item struct {
	ID            string   `json:"id"`
	URL           string   `json:"url,omitempty"`
	Title         string   `json:"title,omitempty"`
	Summary       string   `json:"summary,omitempty"`
	ContentHTML   string   `json:"content_html"`
	ContentText   string   `json:"content_text,omitempty"`
	Image         string   `json:"image,omitempty"`
	DatePublished string   `json:"date_published,omitempty"`
	DateModified  string   `json:"date_modified,omitempty"`
	Tags          []string `json:"tags,omitempty"`
	Language      string   `json:"language,omitempty"`
	Headsup       Details  `json:"_headsup"`
}

// Details is the _headsup of an item. The pointers are set for snippets only,
// where an empty list, a zero or a false has a meaning.
type Details struct {
	Kind        content.Kind   `json:"kind"`
	Key         string         `json:"key,omitempty"`
	Surface     string         `json:"surface,omitempty"`
	Anchor      *Anchor        `json:"anchor,omitempty"`
	Trigger     string         `json:"trigger,omitempty"`
	Target      *Target        `json:"target,omitempty"`
	Priority    *int           `json:"priority,omitempty"`
	Frequency   *Frequency     `json:"frequency,omitempty"`
	Group       string         `json:"group,omitempty"`
	Dismissible *bool          `json:"dismissible,omitempty"`
	CTA         *CTA           `json:"cta,omitempty"`
	Stage       content.Stage  `json:"stage,omitempty"`
	Products    []string       `json:"products,omitempty"`
	Audiences   []string       `json:"audiences,omitempty"`
	Version     string         `json:"version,omitempty"`
	Impact      content.Impact `json:"impact,omitempty"`
	Breaking    bool           `json:"breaking,omitempty"`
	Plans       []string       `json:"plans,omitempty"`
	Platforms   []string       `json:"platforms,omitempty"`
	DocsURL     string         `json:"docs_url,omitempty"`
	PublishAt   string         `json:"publish_at,omitempty"`
	ExpiresAt   string         `json:"expires_at,omitempty"`
	Withdrawn   bool           `json:"withdrawn,omitempty"`
	WithdrawnAt string         `json:"withdrawn_at,omitempty"`
	ContentHash string         `json:"content_hash,omitempty"`
}

// Anchor is where in a product an item is shown.
type Anchor struct {
	Path     string `json:"path,omitempty"` // pattern, see [Match]
	Selector string `json:"selector,omitempty"`
}

// Target is for whom an item is. All lists are written, none of them as null:
// empty means everyone.
type Target struct {
	Plans     []string       `json:"plans"`
	Roles     []string       `json:"roles"`
	Platforms []string       `json:"platforms"`
	Segments  []string       `json:"segments"`
	Versions  []VersionRange `json:"versions"`
	Locales   []string       `json:"locales"`
	Flags     []string       `json:"flags"`
}

// VersionRange is a half-open range of the versions of a component, or of the
// product as a whole when Component is "". A bound that is "" is none.
type VersionRange struct {
	Component    string `json:"component"`
	MinInclusive string `json:"min_inclusive,omitempty"`
	MaxExclusive string `json:"max_exclusive,omitempty"`
}

// Frequency is how often one person may see an item.
type Frequency struct {
	Max int    `json:"max"`
	Per string `json:"per,omitempty"` // session, day, week, month or ever
}

// CTA is a call to action.
type CTA struct {
	Label string `json:"label,omitempty"`
	URL   string `json:"url,omitempty"`
}
