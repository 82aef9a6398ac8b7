package syndication

import (
	"fmt"
	"path"
	"slices"
	"time"

	"headsup/generator/paths"
	"headsup/generator/publish/feed"
	"headsup/generator/publish/items"
)

// The sizes of pages, in bytes.
const (
	maxPage     = 100_000               // of a file
	maxEnvelope = 10_000                // of what is around the items
	maxItems    = maxPage - maxEnvelope // of the items of a page, separators included
	archiveSize = maxItems / 2          // of the items that an archive is made of
)

// page is what is known of a page before its items are written.
type page struct {
	head     bool
	url      string    // of the page itself
	headURL  string    // of the channel's head
	olderURL string    // of the page with the items before these, "" at the end
	updated  time.Time // newest date in the page; for a head, in the channel
	// withdrawn are those of its entries that the format puts into the envelope.
	withdrawn []feed.Withdrawal
}

// paged cuts one channel into pages. Items come in from the oldest to the
// newest, as if each were published today, and gather in the head. An item for
// which the head has no room moves the oldest items of the head, about half a
// page, to a new archive. If that makes too little room, because the item is a
// large one, all items of the head go to that archive.
//
// So an archive depends on nothing newer than the item that closed it. A new
// item changes the head and adds at most one archive; archives that exist stay
// as they are, byte for byte, and no item is on two pages. A head with
// archives behind it is at least about half full, unless large items are in
// play. What does renumber archives is a change among old items.
type paged struct {
	channel *items.Channel
	left    int // items not yet taken, at the end of the channel's list
	format  format
	opt     Options

	open     []entry // items of the head, oldest first
	size     int     // of open, separators included
	archives int     // written
	updated  time.Time
}

// oldest returns the oldest item that is not yet taken, or nil.
func (p *paged) oldest() *items.Item {
	if p.left == 0 {
		return nil
	}
	return &p.channel.Items[p.left-1]
}

func (p *paged) length(e entry) int { return len(e.data) + len(p.format.separator()) }

func (p *paged) add(e entry, emit func(File) error) error {
	if p.size+p.length(e) > maxItems && len(p.open) > 0 {
		n, moved := 0, 0
		for n < len(p.open) && (n == 0 || moved+p.length(p.open[n]) <= archiveSize) {
			moved += p.length(p.open[n])
			n++
		}
		if p.size-moved+p.length(e) > maxItems {
			n, moved = len(p.open), p.size
		}
		older := p.archivePath(p.archives)
		p.archives++
		if err := p.emit(p.archivePath(p.archives), older, p.open[:n], latest(p.open[:n]), emit); err != nil {
			return err
		}
		p.open = slices.Delete(p.open, 0, n)
		p.size -= moved
	}
	p.open = append(p.open, e)
	p.size += p.length(e)
	if e.updated.After(p.updated) {
		p.updated = e.updated
	}
	return nil
}

func (p *paged) finish(emit func(File) error) error {
	err := p.emit(p.headPath(), p.archivePath(p.archives), p.open, p.updated, emit)
	p.open = nil
	return err
}

func (p *paged) headPath() string { return p.channel.Dir + p.format.head() }

// archivePath returns the path of an archive by number, 1 being the oldest; ""
// for 0.
func (p *paged) archivePath(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s%04d%s", p.channel.Dir+paths.FeedArchive, n, path.Ext(p.format.head()))
}

func (p *paged) emit(path, older string, entries []entry, updated time.Time, emit func(File) error) error {
	var shown []entry
	var withdrawn []feed.Withdrawal // newest first
	size, listed := 0, 0
	ids := make([]string, 0, len(entries))
	for _, e := range slices.Backward(entries) {
		ids = append(ids, e.id)
		size += p.length(e)
		if e.withdrawn != nil {
			withdrawn = append(withdrawn, *e.withdrawn)
			listed += p.length(e)
			continue
		}
		shown = append(shown, e)
	}
	before, after, err := p.format.envelope(p.channel, page{
		head:     path == p.headPath(),
		url:      p.opt.url(path),
		headURL:  p.opt.url(p.headPath()),
		olderURL: p.opt.url(older),
		updated:  updated,

		withdrawn: withdrawn,
	})
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if n := len(before) + len(after) - listed; n > maxEnvelope {
		return fmt.Errorf("write %s: the addresses of the feed take %d bytes, more than %d", path, n, maxEnvelope)
	}
	data := append(make([]byte, 0, len(before)+size+len(after)), before...)
	for i, e := range shown {
		data = append(data, e.data...)
		if i < len(shown)-1 {
			data = append(data, p.format.separator()...)
		}
	}
	return emit(File{Path: path, Data: append(data, after...), Items: ids})
}

func latest(entries []entry) time.Time {
	var t time.Time
	for _, e := range entries {
		if e.updated.After(t) {
			t = e.updated
		}
	}
	return t
}
