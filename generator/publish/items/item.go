package items

import (
	"fmt"
	"time"

	"headsup/generator/compile/content"
)

// Item is one public page as the feeds carry it: plain data, with nothing
// internal in it. Only pages for which the site's publication rule holds become
// items; feeds add no rule of their own.
type Item struct {
	ID      string // stable, never reused, "release-note:billing-export"
	URL     string // absolute
	Path    string // path of the page in the site, "releases/billing-export/"
	Title   string
	Summary string // plain text
	HTML    string // sanitised, URLs absolute, links to pages that are not public unwrapped
	Text    string // plain text of the body
	// Body makes HTML and Text when they are wanted, so that a site's items
	// need not be in memory all at once; nil when they are filled in.
	Body     func() (html, text string, err error)
	Image    string // absolute, or ""
	Language string // BCP 47, of the words
	// Edition is the language of the feeds that carry the item, "" for those in
	// the site's own. The same item has the same ID in all of them.
	Edition string

	// Published is when customers could first see the item: publish_at, else its
	// date, and not before its launch; zero when nothing says so. The date of what
	// the item is about is another matter.
	Published time.Time
	Modified  time.Time // updated, and not before Published
	Rank      int       // place among all items of its language, the newest being 0

	Kind      content.Kind
	Products  []string // ids
	Audiences []string // ids
	Tags      []string

	Release content.ReleaseDetails // FeatureFlag left out
	Snippet content.SnippetDetails
	CTA     content.CTA
	Ask     string // a question to users of the product
	// Sections makes Intro and Steps of a tour when they are wanted, as Body does; else nil.
	Sections  func() (intro string, steps []Step, err error)
	Intro     string // of a tour: HTML before its first step, as HTML is
	Steps     []Step // of a tour
	Tasks     []Task // of a checklist
	PublishAt time.Time
	ExpiresAt time.Time

	// Withdrawn says that the item was public once and is no more: it was taken
	// back, or has expired. Nothing else is set but ID, Kind, a snippet's key and
	// dates; WithdrawnAt is since when, as far as that is known.
	Withdrawn   bool
	WithdrawnAt time.Time
}

// Step is one step of a tour.
type Step struct {
	content.Step
	Title string // plain text
	HTML  string // as [Item.HTML]
}

// Task is one item of a checklist.
type Task struct {
	ID, Key string
	Title   string
	Path    string // pattern of the product's pages on which it is shown; "" for all
}

// Filled returns the item with its body in HTML and Text.
func (it *Item) Filled() (*Item, error) {
	if it.Body == nil {
		return it, nil
	}
	full := *it
	full.Body = nil
	var err error
	if full.HTML, full.Text, err = it.Body(); err != nil {
		return nil, fmt.Errorf("read the body of %s: %w", it.ID, err)
	}
	if it.Sections != nil {
		full.Sections = nil
		if full.Intro, full.Steps, err = it.Sections(); err != nil {
			return nil, fmt.Errorf("read the steps of %s: %w", it.ID, err)
		}
	}
	return &full, nil
}

// Channel is one feed in one language: all items, or those of one product or
// audience.
type Channel struct {
	Title       string
	Description string
	Home        string // absolute URL of the HTML page that shows the same
	Dir         string // folder in the output: "", "products/billing/", "fr/"
	Language    string
	Items       []Item // by Rank: newest first, without a date last
}
