package content

import (
	"cmp"
	"time"

	"headsup/generator/read/calendar"
)

// State is where in its life a page is at some time.
type State string

// The states.
const (
	Draft     State = "draft"     // its author is not done
	Withdrawn State = "withdrawn" // taken back: products with a copy take it down
	Embargoed State = "embargoed" // its time has not come
	Expired   State = "expired"   // its time is over
	Published State = "published"
)

// Begins returns from when on customers may see a public page: from publish_at;
// without one from its date, and not before its launch. It is never before
// internal_at.
func (p *Page) Begins() calendar.Date {
	begins := p.PublishAt
	if begins.IsZero() {
		begins = later(p.Date, p.LaunchAt)
	}
	return later(begins, p.InternalAt)
}

// InFeeds reports whether feeds carry the page while it is public. They are news, and
// a reader of feeds shows what has no day as if it had appeared today, or in 1970. Only
// snippets, which a product takes from the feed, need none.
func (p *Page) InFeeds() bool { return p.Kind == Snippet || !p.Begins().IsZero() }

// Appears returns from when on anybody may see the page: from internal_at. An
// internal page without one waits for its publish_at, as it has no customers whom
// that could hold it back from.
func (p *Page) Appears() calendar.Date {
	if p.InternalAt.IsZero() && p.Visibility != Public {
		return p.PublishAt
	}
	return p.InternalAt
}

// Awaits reports whether all that keeps a public page from its customers at a time
// is that it begins later.
func (p *Page) Awaits(now time.Time) bool {
	return p.Visibility == Public && p.State(now) == Embargoed
}

func later(a, b calendar.Date) calendar.Date {
	if b.After(a.Time) {
		return b
	}
	return a
}

// State returns the page's state at a time. A page expires at the moment that
// expires_at names.
func (p *Page) State(now time.Time) State {
	switch {
	case p.Draft:
		return Draft
	case p.Snippet.Withdrawn:
		return Withdrawn
	case !p.ExpiresAt.IsZero() && !p.ExpiresAt.After(now):
		return Expired
	case p.Begins().After(now):
		return Embargoed
	default:
		return Published
	}
}

// RetractedAt reports whether the page was public once and is no more at a time,
// because it was withdrawn or has expired, and since when; the zero time when it
// does not say. Who has a copy of it is to take it down.
func (p *Page) RetractedAt(now time.Time) (since time.Time, ok bool) {
	began := p.Begins()
	switch state := p.State(now); {
	case p.Visibility != Public || began.After(now):
		return since, false
	case !p.ExpiresAt.IsZero() && !began.Before(p.ExpiresAt.Time):
		return since, false // it never was
	case state == Expired:
		return p.ExpiresAt.Time, true
	case state == Withdrawn:
		return cmp.Or(p.Updated, began).Time, true
	}
	return since, false
}

// PublicAt reports whether the page may reach a feed, a bundle or a public
// build at a time. It is the one rule that all of them use.
func (p *Page) PublicAt(now time.Time) bool {
	return p.Visibility == Public && p.State(now) == Published
}
