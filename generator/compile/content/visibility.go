package content

import (
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

// Begins returns when the page's embargo ends: at publish_at; without one at its
// date, and not before its launch.
func (p *Page) Begins() calendar.Date {
	switch {
	case !p.PublishAt.IsZero():
		return p.PublishAt
	case p.LaunchAt.After(p.Date.Time):
		return p.LaunchAt
	}
	return p.Date
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
		for _, d := range []calendar.Date{p.Updated, p.Date, p.PublishAt} {
			if !d.IsZero() {
				return d.Time, true
			}
		}
		return since, true
	}
	return since, false
}

// PublicAt reports whether the page may reach a feed, a bundle or a public
// build at a time. It is the one rule that all of them use.
func (p *Page) PublicAt(now time.Time) bool {
	return p.Visibility == Public && p.State(now) == Published
}
