package link

import (
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// reviewFolders are where the page of reviews can be, best first: people call a
// folder of their own reviews, too, and that goes before.
var reviewFolders = []string{"reviews/", "review-queue/"}

// Reviewed reports whether a page is to be reviewed one day: it has a date for that,
// and somebody reads it now or will.
func (s *Site) Reviewed(p *Page) bool {
	switch p.State(s.Now) {
	case content.Draft, content.Expired, content.Withdrawn:
		return false
	}
	return !p.ReviewBy.IsZero()
}

// planReviews adds the page of reviews. It is there as soon as one page has a date to
// be reviewed by, whether or not that has come, so that a link to it holds. A public
// build only knows where it would be.
func (s *Site) planReviews(report func(diag.Diagnostic)) {
	all := s.AllFiles()
	if !slices.ContainsFunc(all, func(p *Page) bool { return !p.ReviewBy.IsZero() }) {
		return
	}
	for _, folder := range reviewFolders {
		s.Reviews = folder
		if !slices.ContainsFunc(all, func(p *Page) bool { return strings.HasPrefix(p.Path, folder) }) {
			break
		}
	}
	if s.Public {
		return
	}
	s.generated[s.Reviews] = false
	s.add(File{Path: s.Reviews + "index.html", Kind: ReviewsFile}, diag.Position{}, report)
}
