// Package launch finds how far launches are: which of the pieces that headsup.yaml
// requires of a stage are there, what each audience has to do, and what needs work.
//
// It is found from all pages, since a draft that is in no build is work that
// somebody has begun; and here alone, for the page of a launch, the overview, the
// home page, calendars and headsup check alike.
package launch

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/read/calendar"
	"headsup/generator/view"
	"headsup/generator/view/label"
	"headsup/generator/view/words"
)

// launchRecent is how long a launch that has happened can still ask for pieces.
const launchRecent = 30 * 24 * time.Hour

// pieceState is how far a piece of a launch is, the least first.
type pieceState uint8

const (
	pieceMissing pieceState = iota
	pieceDraft              // its author is not done
	pieceDone               // expired or taken back after the launch
	pieceHeld               // written, and held back from everyone
	pieceReady
	pieceOverdue // there, and to be read again
)

// badge names the state.
func (st pieceState) badge(w *words.Words) view.Badge {
	switch st {
	case pieceDraft:
		return view.Badge{Class: "piece-draft", Text: w.Say("draft")}
	case pieceDone:
		return view.Badge{Class: "piece-done", Text: w.Say("done")}
	case pieceHeld:
		return view.Badge{Class: "piece-scheduled", Text: w.Say("held-back")}
	case pieceReady:
		return view.Badge{Class: "piece-ready", Text: w.Say("ready")}
	case pieceOverdue:
		return view.Badge{Class: "piece-overdue", Text: w.Say("review-overdue")}
	default:
		return view.Badge{Class: "piece-missing", Text: w.Say("missing-badge")}
	}
}

// ready reports whether a launch can go out with the piece in this state. An
// overdue review does not hold it up.
func (st pieceState) ready() bool { return st >= pieceDone }

// Current reports whether somebody should still work for a launch.
func Current(s *link.Site, p *link.Page) bool {
	return !p.Draft && p.State(s.Now) != content.Expired &&
		(s.Ahead(p) || s.Now.Sub(p.Date.Time) < launchRecent)
}

// stateOf returns how far a page is as a piece of a launch.
func stateOf(s *link.Site, launch, p *link.Page) pieceState {
	switch p.State(s.Now) {
	case content.Draft:
		return pieceDraft
	case content.Expired, content.Withdrawn:
		if s.Ahead(launch) {
			return pieceMissing
		}
		return pieceDone
	}
	switch {
	case p.Appears().After(s.Now):
		return pieceHeld
	case s.ReviewDue(p):
		return pieceOverdue
	}
	return pieceReady
}

// Readiness compares the pages that belong to a launch with what headsup.yaml
// requires of its stage.
func Readiness(s *link.Site, launch *link.Page) *view.Readiness {
	r, w := &view.Readiness{}, s.Words()
	used := map[*link.Page]bool{}
	for _, req := range s.Config.Launch.Requires[launch.Release.Stage] {
		if req.Loop {
			r.Pieces = append(r.Pieces, loopPiece(s, launch))
			continue
		}
		var pages []*link.Page
		for _, q := range launch.Members {
			if q.Kind == req.Kind && (req.Audience == "" || slices.Contains(q.Page.Audiences, req.Audience)) {
				pages = append(pages, q)
				used[q] = true
			}
		}
		title := label.Kind(w, req.Kind)
		piece := piece(s, launch, title, pages)
		if req.Audience != "" {
			piece.Audience = s.AudienceLink(req.Audience)
			piece.Title = w.Say("piece-for", "piece", title, "audience", piece.Audience.Title)
		}
		r.Pieces = append(r.Pieces, piece)
	}
	for i := range r.Pieces {
		switch p := &r.Pieces[i]; {
		case p.State == laterBadge(w):
			continue // it does not count yet
		case p.Ready:
			r.Ready++
		default:
			r.Missing = append(r.Missing, missing(w, p))
		}
		r.Required++
	}
	for _, k := range content.Kinds() {
		var rest []*link.Page
		for _, q := range launch.Members {
			if q.Kind == k && !used[q] {
				rest = append(rest, q)
			}
		}
		if len(rest) > 0 {
			title := label.Section(w, k)
			if len(rest) == 1 {
				title = label.Kind(w, k)
			}
			r.More = append(r.More, piece(s, launch, title, rest))
		}
	}
	if r.Required > 0 {
		r.Text = w.Say("ready-of", "n", r.Ready, "total", r.Required)
	}
	return r
}

func isDraft(w *words.Words, p *view.Piece) bool { return p.State == pieceDraft.badge(w) }

// missing names a piece that is not ready.
func missing(w *words.Words, p *view.Piece) string {
	switch {
	case isDraft(w, p):
		return w.Say("piece-draft", "piece", p.Title)
	case p.State == untoldBadge(w):
		return w.Say("piece-left", "piece", p.Title, "left", p.Note)
	}
	return p.Title
}

// lack says in words that a piece is not ready.
func lack(w *words.Words, p *view.Piece) string {
	switch {
	case isDraft(w, p):
		return w.Say("piece-is-draft", "piece", p.Title)
	case p.State == untoldBadge(w):
		return w.Say("untold-left", "left", p.Note)
	}
	return w.Say("piece-is-missing", "piece", p.Title)
}

const pieceMost = 3 // pages of one piece that are named

// piece sums up the pages that are one piece of a launch: it is as far as the
// farthest of them. Pages that are not in this build are counted and not named.
func piece(s *link.Site, launch *link.Page, title string, pages []*link.Page) view.Piece {
	out := view.Piece{Title: title}
	best := pieceMissing
	var drafts, held int
	var opens, review calendar.Date
	pages = slices.Clone(pages)
	slices.SortStableFunc(pages, func(a, b *link.Page) int { return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Source, b.Source)) })
	for _, q := range pages {
		st := stateOf(s, launch, q)
		best = max(best, st)
		switch st {
		case pieceMissing:
			continue
		case pieceDraft:
			drafts++
		case pieceHeld:
			held++
			if from := q.Appears(); opens.IsZero() || from.Before(opens.Time) {
				opens = from
			}
		}
		if q.Included {
			if len(out.Pages) < pieceMost {
				out.Pages = append(out.Pages, view.Link{Title: q.Title, URL: s.Href(q.Path)})
			} else {
				out.Rest++
			}
		}
		if !q.ReviewBy.IsZero() && st != pieceDone && (review.IsZero() || q.ReviewBy.Before(review.Time)) {
			review = q.ReviewBy
		}
		if owner := s.OwnerTitle(q); owner != "" && !slices.Contains(out.Owners, owner) {
			out.Owners = append(out.Owners, owner)
		}
	}
	out.State, out.Ready = best.badge(s.Words()), best.ready()
	out.ReviewBy = label.Day(review, s.Interface())
	var notes []string
	if held > 0 {
		note := s.Words().Say("until", "date", label.Date(opens, s.Interface()).Text)
		if best != pieceHeld {
			note = s.Words().Count("held-more", held, "until", note)
		}
		notes = append(notes, note)
	}
	if drafts > 0 && best != pieceDraft {
		notes = append(notes, s.Words().Count("drafts-more", drafts))
	}
	out.Note = strings.Join(notes, ", ")
	return out
}

// Tasks returns what launches and pages wait for: first pieces that launches
// lack, the nearest launch first, then pages that were to be read again, the
// oldest first. A public build has none.
func Tasks(s *link.Site) []view.Task {
	if s.Public {
		return nil
	}
	w := s.Words()
	var launches, overdue []*link.Page
	for _, p := range s.Pages {
		if p.Kind == content.Launch && !p.Landing && Current(s, p) {
			launches = append(launches, p)
		}
		if s.Reviewed(p) && s.ReviewDue(p) {
			overdue = append(overdue, p)
		}
	}
	slices.SortStableFunc(launches, link.ByNearest)
	slices.SortStableFunc(overdue, func(a, b *link.Page) int { return a.ReviewBy.Compare(b.ReviewBy.Time) })
	var out []view.Task
	for _, p := range launches {
		required := s.Config.Launch.Requires[p.Release.Stage]
		for i, piece := range Readiness(s, p).Pieces {
			if piece.Ready || piece.State == laterBadge(w) {
				continue
			}
			need := view.Task{
				Reason: "missing", Text: lack(w, &piece),
				Page: view.Link{Title: p.Title, URL: s.Href(p.Path)}, Date: s.PageDay(p),
				Products: link.Slugs(p.Products), Owner: s.OwnerTitle(p), Late: !s.Ahead(p),
			}
			if isDraft(w, &piece) {
				need.Reason = "draft"
			}
			need.Owner = cmp.Or(strings.Join(piece.Owners, ", "), need.Owner)
			if id := required[i].Audience; id != "" {
				need.Audiences = audienceSlugs(s, []string{id})
			}
			out = append(out, need)
		}
	}
	for _, p := range overdue {
		out = append(out, view.Task{
			Reason: "review", Text: w.Say("review-due-on", "date", label.Date(p.ReviewBy, s.Interface()).Text),
			Page: view.Link{Title: p.Title, URL: s.Href(p.Path)}, Date: label.Day(p.ReviewBy, s.Interface()),
			Audiences: link.Slugs(p.Audiences), Products: link.Slugs(p.Products), Owner: s.OwnerTitle(p), Late: true,
		})
	}
	return out
}

// audienceSlugs returns the names that audiences have in addresses.
func audienceSlugs(s *link.Site, ids []string) []string {
	var out []string
	for _, t := range s.Audiences {
		if slices.Contains(ids, t.ID) {
			out = append(out, t.Slug())
		}
	}
	return out
}

// Lacking returns what launches lack of the pages that their stages require, in
// words, by source file: of those for which somebody should still work.
func Lacking(s *link.Site) map[string][]string {
	lacking, w := map[string][]string{}, s.Words()
	for _, p := range s.All {
		if p.Kind != content.Launch || p.Landing || !Current(s, p) {
			continue
		}
		for _, piece := range Readiness(s, p).Pieces {
			if !piece.Ready && piece.State != laterBadge(w) && piece.State != untoldBadge(w) {
				lacking[p.Source] = append(lacking[p.Source], missing(w, &piece))
			}
		}
	}
	return lacking
}
