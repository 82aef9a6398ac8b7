package syndication

import (
	"bytes"
	"fmt"

	"headsup/generator/paths"
	"headsup/generator/publish/feed"
	"headsup/generator/publish/items"
)

// jsonFormat writes JSON Feed 1.1, one item a line.
type jsonFormat struct{ opt Options }

func (jsonFormat) head() string      { return paths.JSONFeed }
func (jsonFormat) separator() string { return ",\n" }

func (f jsonFormat) envelope(ch *items.Channel, p page) (before, after []byte, err error) {
	doc := feed.Feed{
		Version:     feed.JSONFeedVersion,
		Title:       channelTitle(ch, f.opt),
		HomePageURL: ch.Home,
		FeedURL:     p.headURL,
		Description: feed.Clip(ch.Description, feed.MaxDescription),
		NextURL:     p.olderURL,
		Language:    ch.Language,
		Headsup:     feed.Extension{About: f.opt.About, Withdrawn: p.withdrawn},
	}
	if p.head {
		doc.Headsup.Generator = f.opt.Generator
	}
	b, err := feed.Encode(doc)
	if err != nil {
		return nil, nil, err
	}
	// The items are encoded on their own and stand last.
	return append(bytes.TrimSuffix(b, []byte("null}")), "[\n"...), []byte("\n]}\n"), nil
}

// entry makes an item, and of what was taken back or has expired an entry of the
// list of such: readers would show an item without words, to people who never had
// the one that it stands for.
func (f jsonFormat) entry(it *items.Item) (entry, bool, error) {
	if it.Withdrawn {
		w := feed.NewWithdrawal(it)
		b, err := feed.Encode(w)
		if err != nil {
			return entry{}, false, fmt.Errorf("encode item %s: %w", it.ID, err)
		}
		return entry{data: b, withdrawn: &w, updated: updated(it)}, true, nil
	}
	b, err := feed.Encode(feed.NewItem(it, f.opt.BaseURL))
	if err != nil {
		return entry{}, false, fmt.Errorf("encode item %s: %w", it.ID, err)
	}
	if len(b)+len(f.separator()) > maxItems {
		short := feed.NewItem(feed.Abridge(it), f.opt.BaseURL)
		// A product compares it with that of the whole.
		short.Headsup.ContentHash = feed.ContentHash(it, f.opt.BaseURL)
		if b, err = feed.Encode(short); err != nil {
			return entry{}, false, fmt.Errorf("encode item %s: %w", it.ID, err)
		}
	}
	if n := len(b) + len(f.separator()); n > maxItems {
		return entry{}, false, tooLarge(it, n)
	}
	return entry{data: b, updated: updated(it)}, true, nil
}
