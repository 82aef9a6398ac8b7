package link

import (
	"cmp"
	"headsup/generator/view"
	"slices"
	"strconv"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/read/calendar"
)

// Whether a launch is ready is decided here, for its page, the overview, the
// home page, its calendar and the check alike. It is found from all pages, since
// a draft that is in no build is work that somebody has begun.

// launchRecent is how long a launch that has happened can still ask for pieces.
const launchRecent = 30 * 24 * time.Hour

// pieceState is how far a piece of a launch is, the least first.
type pieceState uint8

const (
	pieceMissing   pieceState = iota
	pieceDraft                // its author is not done
	pieceDone                 // expired or taken back after the launch
	pieceScheduled            // written, and under embargo
	pieceReady
	pieceOverdue // there, and to be read again
)

// badge names the state.
func (st pieceState) badge() view.Badge {
	switch st {
	case pieceDraft:
		return view.Badge{Class: "piece-draft", Text: "Draft"}
	case pieceDone:
		return view.Badge{Class: "piece-done", Text: "Done"}
	case pieceScheduled:
		return view.Badge{Class: "piece-scheduled", Text: "Under embargo"}
	case pieceReady:
		return view.Badge{Class: "piece-ready", Text: "Ready"}
	case pieceOverdue:
		return view.Badge{Class: "piece-overdue", Text: "Review overdue"}
	default:
		return view.Badge{Class: "piece-missing", Text: "Missing"}
	}
}

// ready reports whether a launch can go out with the piece in this state. An
// overdue review does not hold it up.
func (st pieceState) ready() bool { return st >= pieceDone }

// ahead reports whether a launch or a change has not happened yet: its date is
// in the future, or it has none.
func (s *Site) ahead(p *page) bool { return p.Date.IsZero() || p.Date.After(s.in.Now) }

// current reports whether somebody should still work for a launch.
func (s *Site) current(p *page) bool {
	return !p.Draft && p.State(s.in.Now) != content.Expired &&
		(s.ahead(p) || s.in.Now.Sub(p.Date.Time) < launchRecent)
}

// pieceState returns how far a page is as a piece of a launch.
func (s *Site) pieceState(launch, p *page) pieceState {
	switch p.State(s.in.Now) {
	case content.Draft:
		return pieceDraft
	case content.Expired, content.Withdrawn:
		if s.ahead(launch) {
			return pieceMissing
		}
		return pieceDone
	}
	switch {
	case p.PublishAt.After(s.in.Now):
		return pieceScheduled
	case s.reviewDue(p):
		return pieceOverdue
	}
	return pieceReady
}

// reviewDue reports whether a page was to be read again by now.
func (s *Site) reviewDue(p *page) bool {
	return !p.ReviewBy.IsZero() && !p.ReviewBy.After(s.in.Now)
}

// readiness compares the pages that belong to a launch with what headsup.yaml
// requires of its stage.
func (s *Site) readiness(launch *page) *view.Readiness {
	r := &view.Readiness{}
	used := map[*page]bool{}
	for _, req := range s.in.Config.Launch.Requires[launch.Release.Stage] {
		var pages []*page
		for _, q := range launch.members {
			if q.Kind == req.Kind && (req.Audience == "" || slices.Contains(q.Page.Audiences, req.Audience)) {
				pages = append(pages, q)
				used[q] = true
			}
		}
		title := kindTitles[req.Kind]
		piece := s.piece(launch, title, pages)
		if req.Audience != "" {
			piece.Audience = s.audienceLink(req.Audience)
			piece.Title = title + " for " + piece.Audience.Title
		}
		r.Required++
		switch {
		case piece.Ready:
			r.Ready++
		case isDraft(&piece):
			r.Missing = append(r.Missing, piece.Title+" (draft)")
		default:
			r.Missing = append(r.Missing, piece.Title)
		}
		r.Pieces = append(r.Pieces, piece)
	}
	for _, k := range content.Kinds() {
		var rest []*page
		for _, q := range launch.members {
			if q.Kind == k && !used[q] {
				rest = append(rest, q)
			}
		}
		if len(rest) > 0 {
			title := sectionTitles[k]
			if len(rest) == 1 {
				title = kindTitles[k]
			}
			r.More = append(r.More, s.piece(launch, title, rest))
		}
	}
	if r.Required > 0 {
		r.Text = strconv.Itoa(r.Ready) + " of " + strconv.Itoa(r.Required) + " ready"
	}
	return r
}

func isDraft(p *view.Piece) bool { return p.State == pieceDraft.badge() }

// lack says in words that a piece is not ready.
func lack(p *view.Piece) string {
	if isDraft(p) {
		return p.Title + " is a draft"
	}
	return p.Title + " is missing"
}

const pieceMost = 3 // pages of one piece that are named

// piece sums up the pages that are one piece of a launch: it is as far as the
// farthest of them. Pages that are not in this build are counted and not named.
func (s *Site) piece(launch *page, title string, pages []*page) view.Piece {
	out := view.Piece{Title: title}
	best := pieceMissing
	var drafts, scheduled int
	var opens, review calendar.Date
	pages = slices.Clone(pages)
	slices.SortStableFunc(pages, func(a, b *page) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.Source, b.Source)) })
	for _, q := range pages {
		st := s.pieceState(launch, q)
		best = max(best, st)
		switch st {
		case pieceMissing:
			continue
		case pieceDraft:
			drafts++
		case pieceScheduled:
			scheduled++
			if opens.IsZero() || q.PublishAt.Before(opens.Time) {
				opens = q.PublishAt
			}
		}
		if q.included {
			if len(out.Pages) < pieceMost {
				out.Pages = append(out.Pages, view.Link{Title: q.title, URL: s.href(q.path)})
			} else {
				out.Rest++
			}
		}
		if !q.ReviewBy.IsZero() && st != pieceDone && (review.IsZero() || q.ReviewBy.Before(review.Time)) {
			review = q.ReviewBy
		}
		if owner := s.owner(q); owner != "" && !slices.Contains(out.Owners, owner) {
			out.Owners = append(out.Owners, owner)
		}
	}
	out.State, out.Ready = best.badge(), best.ready()
	out.ReviewBy = dayOf(review, s.in.Config.Language)
	var notes []string
	if scheduled > 0 {
		note := "until " + day(opens, english(s.in.Config.Language)).Text
		if best != pieceScheduled {
			note = counted(scheduled, "more under embargo", "more under embargo") + " " + note
		}
		notes = append(notes, note)
	}
	if drafts > 0 && best != pieceDraft {
		notes = append(notes, counted(drafts, "more is a draft", "more are drafts"))
	}
	out.Note = strings.Join(notes, ", ")
	return out
}

// counted writes a number with what it counts.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// owner returns who answers for a page: its own owner, else that of its first
// product that has one; "" when nobody does.
func (s *Site) owner(p *page) string {
	id := p.Owner
	for _, product := range p.Page.Products {
		for _, have := range s.in.Config.Products {
			if id == "" && have.ID == product {
				id = have.Owner
			}
		}
	}
	return termTitle(s.in.Config.Owners, id)
}

// audienceLink names an audience, and leads to its page if this build has one.
func (s *Site) audienceLink(id string) view.Link {
	link := view.Link{Title: termTitle(s.in.Config.Audiences, id)}
	for _, t := range s.audiences {
		if t.id == id {
			link.URL, link.ID = s.href(t.path), t.slug()
		}
	}
	return link
}

// Needs returns what launches and pages wait for: first pieces that launches
// lack, the nearest launch first, then pages that were to be read again, the
// oldest first. A public build has none.
func (s *Site) Needs() []view.Need {
	if s.in.Public {
		return nil
	}
	var launches, overdue []*page
	for _, p := range s.pages {
		if p.Kind == content.Launch && !p.landing && s.current(p) {
			launches = append(launches, p)
		}
		if s.reviewDue(p) && p.State(s.in.Now) != content.Expired && !p.Snippet.Withdrawn && !p.Draft {
			overdue = append(overdue, p)
		}
	}
	slices.SortStableFunc(launches, byNearest)
	slices.SortStableFunc(overdue, func(a, b *page) int { return a.ReviewBy.Compare(b.ReviewBy.Time) })
	var out []view.Need
	for _, p := range launches {
		required := s.in.Config.Launch.Requires[p.Release.Stage]
		for i, piece := range s.readiness(p).Pieces {
			if piece.Ready {
				continue
			}
			need := view.Need{
				Reason: "missing", Text: lack(&piece),
				Page: view.Link{Title: p.title, URL: s.href(p.path)}, Date: s.pageDay(p),
				Products: slugs(p.products), Owner: s.owner(p), Late: !s.ahead(p),
			}
			if isDraft(&piece) {
				need.Reason = "draft"
				need.Owner = cmp.Or(strings.Join(piece.Owners, ", "), need.Owner)
			}
			if id := required[i].Audience; id != "" {
				need.Audiences = s.audienceSlugs([]string{id})
			}
			out = append(out, need)
		}
	}
	for _, p := range overdue {
		out = append(out, view.Need{
			Reason: "review", Text: "Review was due on " + day(p.ReviewBy, english(s.in.Config.Language)).Text,
			Page: view.Link{Title: p.title, URL: s.href(p.path)}, Date: dayOf(p.ReviewBy, s.in.Config.Language),
			Audiences: slugs(p.auds), Products: slugs(p.products), Owner: s.owner(p), Late: true,
		})
	}
	return out
}

// audienceSlugs returns the names that audiences have in addresses.
func (s *Site) audienceSlugs(ids []string) []string {
	var out []string
	for _, t := range s.audiences {
		if slices.Contains(ids, t.id) {
			out = append(out, t.slug())
		}
	}
	return out
}

// byNearest puts the nearest date first, and what has no date last.
func byNearest(a, b *page) int {
	if a.Date.IsZero() != b.Date.IsZero() {
		if a.Date.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(a.Date.Compare(b.Date.Time), cmp.Compare(a.Source, b.Source))
}
