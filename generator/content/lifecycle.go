package content

import "time"

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

// State returns the page's state at a time. Embargo ends at publish_at; without
// one it ends at date. A page expires at the moment that expires_at names.
func (p *Page) State(now time.Time) State {
	begins := p.PublishAt
	if begins.IsZero() {
		begins = p.Date
	}
	switch {
	case p.Draft:
		return Draft
	case p.Snippet.Withdrawn:
		return Withdrawn
	case !p.ExpiresAt.IsZero() && !p.ExpiresAt.After(now):
		return Expired
	case begins.After(now):
		return Embargoed
	default:
		return Published
	}
}

// PublicAt reports whether the page may reach a feed, a bundle or a public
// build at a time. It is the one rule that all of them use.
func (p *Page) PublicAt(now time.Time) bool {
	return p.Visibility == Public && p.State(now) == Published
}
