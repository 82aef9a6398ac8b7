// Package feed is the contract with the product: the items of feeds and bundles
// as Go types and as JSON Schema, what becomes of a page in them, and the
// rules that say which of them a person is to see.
//
// Programs that read feeds import it and need nothing else of headsup. It writes
// no files: feeds are written by package syndication, bundles by package embed.
package feed

import (
	"bytes"
	"encoding/json"

	"headsup/generator/compile/content"
)

// JSONFeedVersion says which format feeds have.
const JSONFeedVersion = "https://jsonfeed.org/version/1.1"

// Feed is a page of a JSON feed as headsup writes it. Programs that read feeds
// decode a file, or the answer of a server, into it:
//
//	var f feed.Feed
//	err := json.Unmarshal(data, &f)
//
// Keys that are not known are skipped. The descriptions in the tags are those of
// [Schema].
type Feed struct {
	Version     string    `json:"version" jsonschema:"The version of JSON Feed."`
	Title       string    `json:"title"`
	HomePageURL string    `json:"home_page_url,omitempty"`
	FeedURL     string    `json:"feed_url" jsonschema:"Address of the feed's first page, the same on all of its pages."`
	Description string    `json:"description,omitempty"`
	NextURL     string    `json:"next_url,omitempty" jsonschema:"Address of the page with the next older items; absent on the last one."`
	Language    string    `json:"language,omitempty" jsonschema:"BCP 47 tag."`
	Headsup     Extension `json:"_headsup"`
	Items       []Item    `json:"items" jsonschema:"Newest first; snippets without a date last."`
}

// Extension is the _headsup at the top of a feed.
type Extension struct {
	About     string `json:"about" jsonschema:"Where this extension is explained."`
	Generator string `json:"generator,omitempty" jsonschema:"The program that wrote the feed; on the first page only."`
	// Readers of feeds would show an item that is taken back as one to be read.
	Withdrawn []Withdrawal `json:"withdrawn,omitempty" jsonschema:"What was among the items of this page and was taken back, or its time is over: take down what is shown of it."`
}

// Item is one item. ContentHTML is always written, as a feed's item needs one of
// the contents. Dates are as RFC 3339 writes them.
type Item struct {
	ID            string   `json:"id" jsonschema:"Never changes and is never used again."`
	URL           string   `json:"url,omitempty"`
	Title         string   `json:"title,omitempty"`
	Summary       string   `json:"summary,omitempty"`
	ContentHTML   string   `json:"content_html" jsonschema:"Sanitised HTML with absolute addresses. Of an item too large for its place: its summary and a link to the page."`
	ContentText   string   `json:"content_text,omitempty" jsonschema:"The same without markup; not in bundles."`
	Image         string   `json:"image,omitempty"`
	DatePublished string   `json:"date_published,omitempty"`
	DateModified  string   `json:"date_modified,omitempty"`
	Tags          []string `json:"tags,omitempty"`
	Language      string   `json:"language,omitempty" jsonschema:"BCP 47 tag of the item's words. Another one than that of the feed or bundle says that they are not translated."`
	Headsup       Details  `json:"_headsup"`
}

// Details is the _headsup of an item. The pointers are set for snippets only,
// where an empty list, a zero or a false has a meaning.
type Details struct {
	Kind        content.Kind   `json:"kind" jsonschema:"What the item is."`
	Key         string         `json:"key,omitempty" jsonschema:"Stable name by which a product's code may ask for the snippet."`
	Surface     string         `json:"surface,omitempty" jsonschema:"How to show it: tooltip, banner, panel, modal, inline, tour, checklist, or one of the site's own."`
	Anchor      *Anchor        `json:"anchor,omitempty"`
	Trigger     string         `json:"trigger,omitempty" jsonschema:"What makes it appear, in the product's own words."`
	Target      *Target        `json:"target,omitempty"`
	For         *Target        `json:"for,omitempty" jsonschema:"Of a release note: the people for whom it is, as target says it of a snippet."`
	Rules       *Rules         `json:"rules,omitempty" jsonschema:"For whom it is when lists alone do not say it. It goes before target and for, which are for nobody then."`
	Priority    *int           `json:"priority,omitempty" jsonschema:"Of several that could be shown, the highest is."`
	Frequency   *Frequency     `json:"frequency,omitempty"`
	Group       string         `json:"group,omitempty" jsonschema:"At most one snippet of a group is shown at a time."`
	Dismissible *bool          `json:"dismissible,omitempty" jsonschema:"Whether a person may close it."`
	Steps       []Step         `json:"steps,omitempty" jsonschema:"Of a tour: what is shown one after the other. In bundles, content_html is what stands before them."`
	Items       []Task         `json:"items,omitempty" jsonschema:"Of a checklist: the snippets to do."`
	CTA         *CTA           `json:"cta,omitempty"`
	Ask         string         `json:"ask,omitempty" jsonschema:"A question to whoever sees it, to be answered with yes or no and a few words."`
	Stage       content.Stage  `json:"stage,omitempty"`
	Products    []string       `json:"products,omitempty"`
	Audiences   []string       `json:"audiences,omitempty"`
	Version     string         `json:"version,omitempty"`
	Impact      content.Impact `json:"impact,omitempty"`
	Breaking    bool           `json:"breaking,omitempty"`
	Plans       []string       `json:"plans,omitempty"`
	Platforms   []string       `json:"platforms,omitempty"`
	DocsURL     string         `json:"docs_url,omitempty"`
	PublishAt   string         `json:"publish_at,omitempty" jsonschema:"Not to be shown before."`
	ExpiresAt   string         `json:"expires_at,omitempty" jsonschema:"From then on the item must not be shown."`
	Withdrawn   bool           `json:"withdrawn,omitempty" jsonschema:"The item was taken back, or its time is over: take down what is shown of it."`
	WithdrawnAt string         `json:"withdrawn_at,omitempty"`
	ContentHash string         `json:"content_hash,omitempty" jsonschema:"Changes when, and only when, what a reader sees of the item does."`
}

// Anchor is where in a product an item is shown.
type Anchor struct {
	Path     string `json:"path,omitempty" jsonschema:"Pattern of the product's page, such as /invoices/*."`
	Selector string `json:"selector,omitempty" jsonschema:"CSS selector of the element."`
}

// Step is one step of a tour.
type Step struct {
	Title       string   `json:"title"`
	ContentHTML string   `json:"content_html" jsonschema:"As that of an item."`
	Anchor      *Anchor  `json:"anchor,omitempty" jsonschema:"What it is about; it waits until that is there. Absent: it is shown anywhere."`
	Advance     *Advance `json:"advance,omitempty" jsonschema:"What leads to the next step, beside a button; absent: the button alone."`
}

// Advance is what leads to the next step of a tour. One of its keys is there.
type Advance struct {
	Click   bool   `json:"click,omitempty" jsonschema:"A click on the anchor."`
	Visible string `json:"visible,omitempty" jsonschema:"CSS selector: something that fits it can be seen."`
	Path    string `json:"path,omitempty" jsonschema:"Pattern of the product's page that somebody goes to."`
}

// Task is one item of a checklist.
type Task struct {
	ID    string `json:"id" jsonschema:"That of another snippet."`
	Key   string `json:"key,omitempty"`
	Title string `json:"title"`
	Path  string `json:"path,omitempty" jsonschema:"Pattern of the product's pages on which it is shown; absent: on all."`
}

// Target is for whom an item is. All lists are written, none of them as null:
// empty means everyone.
type Target struct {
	Plans     []string       `json:"plans"`
	Roles     []string       `json:"roles"`
	Platforms []string       `json:"platforms"`
	Segments  []string       `json:"segments"`
	Versions  []VersionRange `json:"versions"`
	Locales   []string       `json:"locales" jsonschema:"Language tags; fr also matches fr-CA."`
	Flags     []string       `json:"flags" jsonschema:"Feature flags that are on for the person."`
}

// empty reports whether it is for everyone.
func (t *Target) empty() bool {
	return len(t.Plans)+len(t.Roles)+len(t.Platforms)+len(t.Segments)+len(t.Versions)+len(t.Locales)+len(t.Flags) == 0
}

// Rules is for whom an item is when a Target cannot say it. All of it has to hold.
//
// A reader that does not know one of its keys shows the item to nobody, so that more of
// them may come. One that does not know Rules at all finds an item for nobody.
type Rules struct {
	Target  Target            `json:"target"`
	Not     *Target           `json:"not,omitempty" jsonschema:"Whoever is in one of these lists is left out."`
	Since   map[string]Bounds `json:"since,omitempty" jsonschema:"How many days ago something was, by its name in the viewer's since."`
	Numbers map[string]Bounds `json:"numbers,omitempty" jsonschema:"Numbers of the viewer, by their names."`
	Share   *Share            `json:"share,omitempty" jsonschema:"A part of all people, the same ones each time."`
	From    string            `json:"from,omitempty" jsonschema:"Not to be shown before: a time with an offset, or without one, which is that of the viewer's clock."`
	Until   string            `json:"until,omitempty" jsonschema:"Not to be shown from then on, as from."`

	strange bool // it has a key that is not known
}

// UnmarshalJSON notes whether there are keys that this version does not know.
func (r *Rules) UnmarshalJSON(data []byte) error {
	type plain Rules
	*r = Rules{}
	if json.Unmarshal(data, (*plain)(r)) != nil {
		*r = Rules{strange: true}
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	r.strange = d.Decode(new(plain)) != nil
	return nil
}

// Bounds are what a number has to keep to, all of them: by at_least, more_than, at_most
// and less_than.
type Bounds = map[string]float64

// Share is the part of people whose place is at or above AtLeast and below LessThan. Places
// go from 0 to below 100, and come from the key and the viewer's user; see [Place].
type Share struct {
	Key      string  `json:"key" jsonschema:"Items with the same key have the same people in the same places."`
	AtLeast  float64 `json:"at_least"`
	LessThan float64 `json:"less_than"`
}

// VersionRange is a half-open range of the versions of a component, or of the
// product as a whole when Component is "". A bound that is "" is none.
type VersionRange struct {
	Component    string `json:"component" jsonschema:"What has the version; empty: the product as a whole."`
	MinInclusive string `json:"min_inclusive,omitempty" jsonschema:"Lowest version that matches; absent: no lower bound."`
	MaxExclusive string `json:"max_exclusive,omitempty" jsonschema:"Lowest version that no longer matches; absent: no upper bound."`
}

// Frequency is how often one person may see an item.
type Frequency struct {
	Max int    `json:"max"`
	Per string `json:"per,omitempty" jsonschema:"session, day, week, month or ever."`
}

// CTA is a call to action.
type CTA struct {
	Label string `json:"label,omitempty"`
	URL   string `json:"url,omitempty"`
}
