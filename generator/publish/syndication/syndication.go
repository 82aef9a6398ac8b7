// Package syndication writes what is public as feeds: JSON Feed 1.1 with the _headsup
// extension that a product needs to show an item, and Atom (RFC 4287) for
// everyone else's readers.
//
// The nouns: a channel ([items.Channel]) is one feed. Its items go to pages of
// at most 100,000 bytes each. The head is the page that readers subscribe to;
// older items are in numbered archives, which the head leads to by a chain of
// "next" links. pages.go says where one page ends.
//
//	feed.json            head of the channel of all items
//	feed/0001.json       its oldest archive
//	products/billing/feed.xml
//
// Everything is a function of the channels and the options: no clock, no map
// order, no state between calls. Writing adds no rule on who may see an
// item. It gets items that are public, sanitised and in order, and neither
// filters, sorts nor cleans them.
package syndication

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"headsup/generator/paths"
	"headsup/generator/publish/feed"
	"headsup/generator/publish/items"
)

// MediaTypeJSON and MediaTypeAtom are the media types to serve feeds as.
const (
	MediaTypeJSON = "application/feed+json"
	MediaTypeAtom = "application/atom+xml"
)

// File is one page of a feed.
type File struct {
	Path string // in the output, "feed.json", "products/billing/feed/0003.xml"
	Data []byte // owned by the receiver
	// Items are the ids of the items in it.
	Items []string
}

// Options is what all feeds of a site share.
type Options struct {
	// BaseURL is the site's address: absolute, ends in "/". Required.
	BaseURL string
	// SiteTitle is the author of the Atom feeds, and the title of a channel
	// that has none. Default: the host of BaseURL.
	SiteTitle string
	// Generator names the program, "headsup 0.1.0"; left out when empty. Only
	// heads carry it, so that an update of the program leaves archives alone.
	Generator string
	// About is where the _headsup extension is explained, absolute. Default:
	// [paths.FeedSchema] under BaseURL.
	About string
}

// JSON writes the channels as JSON Feed 1.1 and calls emit for each page.
//
// An item that is in several channels is encoded once, and no more than the
// open page of each channel is held. Emit is called from one goroutine, for an
// archive before the page that links to it; its error ends the work and is
// returned as it is. JSON and [Atom] may run at the same time.
//
// Other errors: options that are wrong, a channel's own facts or an item (its
// body aside) that do not fit into a page.
func JSON(channels []items.Channel, opt Options, emit func(File) error) error {
	opt, err := opt.complete()
	if err != nil {
		return fmt.Errorf("write JSON feeds: %w", err)
	}
	return write(channels, opt, jsonFormat{opt}, emit)
}

// Atom writes the channels as Atom, as [JSON] does. The pages are linked as
// paged and as archived feeds (RFC 5005).
func Atom(channels []items.Channel, opt Options, emit func(File) error) error {
	opt, err := opt.complete()
	if err != nil {
		return fmt.Errorf("write Atom feeds: %w", err)
	}
	return write(channels, opt, atomFormat{opt}, emit)
}

func (opt Options) complete() (Options, error) {
	u, err := url.Parse(opt.BaseURL)
	if err != nil {
		return opt, fmt.Errorf("read base URL: %w", err)
	}
	if u.Scheme == "" || u.Host == "" || !strings.HasSuffix(opt.BaseURL, "/") {
		return opt, fmt.Errorf("base URL %q is not absolute or does not end in a slash", opt.BaseURL)
	}
	if opt.SiteTitle == "" {
		opt.SiteTitle = u.Host
	}
	if opt.About == "" {
		opt.About = opt.BaseURL + paths.FeedSchema
	}
	return opt, nil
}

// url returns the address of a path in the output.
func (opt Options) url(path string) string {
	if path == "" {
		return ""
	}
	return opt.BaseURL + (&url.URL{Path: path}).EscapedPath()
}

// format is one of the two feed formats.
type format interface {
	// head is the name of a feed's newest page.
	head() string
	// entry encodes one item, at most maxItems bytes; ok is false for an item
	// that the format has no form for.
	entry(it *items.Item) (e entry, ok bool, err error)
	// envelope returns what stands before and after the entries of a page.
	envelope(ch *items.Channel, p page) (before, after []byte, err error)
	// separator stands between two entries.
	separator() string
}

var (
	_ format = jsonFormat{}
	_ format = atomFormat{}
)

// entry is an encoded item; channels share it.
type entry struct {
	id      string
	data    []byte
	updated time.Time // zero when the item has no date
	// withdrawn is set when data is a part of the envelope.
	withdrawn *feed.Withdrawal
}

// write goes through the items of all channels from the oldest on. As channels
// have the same order, an item comes to the end of each at the same step and
// is encoded once for all of them.
func write(channels []items.Channel, opt Options, f format, emit func(File) error) error {
	if emit == nil {
		return errors.New("write feeds: no function to emit pages to")
	}
	feeds := make([]*paged, len(channels))
	for i := range channels {
		feeds[i] = &paged{channel: &channels[i], left: len(channels[i].Items), format: f, opt: opt}
	}
	for {
		var next *items.Item
		for _, p := range feeds {
			if it := p.oldest(); it != nil && (next == nil || older(it, next)) {
				next = it
			}
		}
		if next == nil {
			break
		}
		full, err := next.Filled()
		if err != nil {
			return err
		}
		e, ok, err := f.entry(full)
		if err != nil {
			return err
		}
		e.id = next.ID
		for _, p := range feeds {
			if it := p.oldest(); it == nil || !same(it, next) {
				continue
			}
			p.left--
			if !ok {
				continue
			}
			if err := p.add(e, emit); err != nil {
				return err
			}
		}
	}
	for _, p := range feeds {
		if err := p.finish(emit); err != nil {
			return err
		}
	}
	return nil
}

func tooLarge(it *items.Item, n int) error {
	return fmt.Errorf("encode item %s: its front matter takes %d bytes, "+
		"more than the %d that a feed's page has room for", it.ID, n, maxItems)
}

// older reports whether a comes behind b in a channel.
func older(a, b *items.Item) bool {
	return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(b.Rank, a.Rank), cmp.Compare(b.ID, a.ID)) < 0
}

// same reports whether two channels' items are one item. The texts of one item
// are one string in memory, so comparing them costs nothing.
func same(a, b *items.Item) bool {
	return a == b || a.ID == b.ID && a.Edition == b.Edition && a.URL == b.URL &&
		a.Language == b.Language && a.Title == b.Title && a.HTML == b.HTML
}

func channelTitle(ch *items.Channel, opt Options) string {
	if ch.Title == "" {
		return feed.Clip(opt.SiteTitle, feed.MaxTitle)
	}
	return feed.Clip(ch.Title, feed.MaxTitle)
}

// updated returns the newest date that is known of an item, or the zero time.
func updated(it *items.Item) time.Time {
	for _, t := range []time.Time{it.Modified, it.Published, it.PublishAt} {
		if feed.Stamp(t) != "" {
			return t
		}
	}
	return time.Time{}
}
