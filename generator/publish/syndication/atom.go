package syndication

import (
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"time"

	"headsup/generator/paths"
	"headsup/generator/publish/feed"
	"headsup/generator/publish/items"
)

// atomFormat writes Atom. A page is linked as a page of a paged feed ("next"
// is older) and as part of an archived feed (RFC 5005): "prev-archive" is
// older, "current" is the head. There is no "next-archive": an archive would
// change when a newer one comes.
type atomFormat struct{ opt Options }

func (atomFormat) head() string      { return paths.AtomFeed }
func (atomFormat) separator() string { return "" }

func (f atomFormat) envelope(ch *items.Channel, p page) (before, after []byte, err error) {
	b := []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<feed xmlns="http://www.w3.org/2005/Atom"`)
	if p.olderURL != "" || !p.head {
		b = append(b, ` xmlns:fh="http://purl.org/syndication/history/1.0"`...)
	}
	b = appendLanguage(b, ch.Language)
	b = append(b, ">\n"...)
	b = appendElement(b, "title", channelTitle(ch, f.opt))
	b = appendElement(b, "subtitle", feed.Clip(ch.Description, feed.MaxDescription))
	b = appendElement(b, "id", feedID(ch))
	b = appendElement(b, "updated", atomDate(p.updated))
	b = append(b, "<author>"...)
	b = appendElement(b, "name", feed.Clip(f.opt.SiteTitle, feed.MaxTitle))
	b = appendElement(b, "uri", f.opt.BaseURL)
	b = append(b, "</author>\n"...)
	if p.head {
		b = appendElement(b, "generator", f.opt.Generator)
	}
	b = appendLink(b, "self", MediaTypeAtom, p.url)
	b = appendLink(b, "alternate", "text/html", ch.Home)
	b = appendLink(b, "next", MediaTypeAtom, p.olderURL)
	b = appendLink(b, "prev-archive", MediaTypeAtom, p.olderURL)
	if !p.head {
		b = appendLink(b, "current", MediaTypeAtom, p.headURL)
		b = append(b, "<fh:archive/>\n"...)
	}
	return b, []byte("</feed>\n"), nil
}

// entry makes an entry, and of what was taken back or has expired a tombstone (RFC
// 6721), which readers that know it take as the order to remove their copy, and all
// others skip.
func (f atomFormat) entry(it *items.Item) (entry, bool, error) {
	if it.Withdrawn {
		e := entry{updated: updated(it)}
		// Without a date nothing was in the feed.
		e.data = appendTombstone(nil, entryID(it), feed.Stamp(e.updated))
		return e, e.data != nil, nil
	}
	e := entry{updated: updated(it)}
	e.data = f.appendEntry(make([]byte, 0, len(it.HTML)+len(it.HTML)/4+len(it.Summary)+1024), it)
	if len(e.data) > maxItems {
		e.data = f.appendEntry(nil, feed.Abridge(it))
	}
	if len(e.data) > maxItems {
		return entry{}, false, tooLarge(it, len(e.data))
	}
	return e, true, nil
}

func (f atomFormat) appendEntry(b []byte, it *items.Item) []byte {
	b = append(b, "<entry"...)
	b = appendLanguage(b, it.Language)
	b = append(b, ">\n"...)
	b = appendElement(b, "title", cmp.Or(it.Title, it.ID))
	b = appendElement(b, "id", entryID(it))
	b = appendLink(b, "alternate", "text/html", it.URL)
	b = appendElement(b, "updated", atomDate(updated(it)))
	if p := feed.Stamp(it.Published); p != "" {
		b = appendElement(b, "published", p)
	}
	for _, tag := range it.Tags {
		b = appendCategory(b, "", tag)
	}
	for _, product := range it.Products {
		b = appendCategory(b, f.opt.BaseURL+"products/", product)
	}
	b = appendElement(b, "summary", it.Summary)
	b = append(b, `<content type="html">`...)
	b = appendXML(b, it.HTML, false)
	return append(b, "</content>\n</entry>\n"...)
}

// appendTombstone appends what stands for an entry that is gone, or nothing when
// it is not known since when.
func appendTombstone(b []byte, id, when string) []byte {
	if when == "" {
		return b
	}
	b = append(b, `<deleted-entry xmlns="http://purl.org/atompub/tombstones/1.0" ref="`+id+`" when="`...)
	b = append(b, when...)
	return append(b, "\"/>\n"...)
}

// atomDate formats a date that Atom requires. What has no date at all gets the
// beginning of Unix time, which readers show as no date or sort last; the time
// of the build would make old entries new again with every build.
func atomDate(t time.Time) string {
	if s := feed.Stamp(t); s != "" {
		return s
	}
	return "1970-01-01T00:00:00Z"
}

// namespace is the UUID under which headsup's ids are made (RFC 9562, version
// 5). It must never change.
var namespace = [16]byte{0x5e, 0x0c, 0x8d, 0x1f, 0x93, 0x2a, 0x4b, 0x76, 0xa4, 0x3d, 0x61, 0xf2, 0x0b, 0xc9, 0x7e, 0x58}

// feedID is the id of a channel and of all its pages.
func feedID(ch *items.Channel) string { return urn("feed", ch.Dir) }

// entryID is the id of an entry, the same in all channels of a language: RFC 4287
// wants equal ids for equal entries only, and a translation has other words.
func entryID(it *items.Item) string {
	if it.Edition == "" {
		return urn("item", it.ID)
	}
	return urn("item", it.ID+"\n"+it.Edition)
}

// urn makes an id that survives a change of title, address and date. It is made
// of what never changes: a channel's folder or an item's id and language. The
// site's address has no part in it, though two sites may have items of one id: a
// site that moves, or an id that is made in another way, would make all entries
// new to everyone who has read them.
func urn(noun, name string) string {
	h := sha1.New()
	h.Write(namespace[:])
	h.Write([]byte("\n" + noun + "\n" + name))
	u := h.Sum(nil)[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	s := hex.EncodeToString(u)
	return "urn:uuid:" + s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}
