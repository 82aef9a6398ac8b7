package search

import (
	"cmp"
	"math"
	"slices"

	"headsup/generator/publish/search/index"
)

// How results are put in order. The figures were set with the labelled queries
// of generator/tools/corpus/rivals.
const (
	saturation = 2.5  // k1 of BM25: how soon more of the same word stops to count
	scatter    = 0.5  // power of the share of the query that a page has
	whole      = 3.0  // what a page with a code gets that others have only the parts of, as a share of what lines get
	adjacent   = 2.0  // factor for a page that has words together that were typed together
	standing   = 0.06 // the most that a page's standing adds, as a share
	// With so many pages that have all words, pages with a part of them are no
	// results.
	enough = 10
	// The share of a query that a page has to have, by the weight of its words.
	leastShare = 0.35
	nearly     = 0.8 // of the most that any page has, which is enough in any case
)

// lineBonus is what a line that is the same as the query adds, as a share of what
// all words of the query can give.
var lineBonus = [...]float64{
	index.TitleLine: 2.0, index.QuestionLine: 2.0, index.HeadingLine: 0.5, index.NameLine: 1.8,
}

// Hit is one page of a result.
type Hit struct {
	Page  int
	Score float64
}

// rank scores the pages that have any of the concepts and returns the results,
// the best first, and whether none of them has all.
func (e *Engine) rank(concepts, adjoining []*concept, excluded map[int]bool, compared comparison) (results []Hit, partial bool) {
	n, like := float64(e.index.Pages), compared.like
	total := 0.0
	for _, c := range concepts {
		df := float64(len(c.hits.pages))
		c.idf = math.Log(1 + (n-df+0.5)/(df+0.5))
		total += c.idf
	}
	type scored struct {
		Hit
		share float64
		full  bool
	}
	var list []scored
	full, most := 0, 0.0
	seen := make([]bool, e.index.Pages)
	for _, c := range concepts {
		for _, page := range c.hits.pages {
			if seen[page] || excluded[page] {
				continue
			}
			seen[page] = true
			s := scored{Hit: Hit{Page: page}}
			if s.Score, s.share, s.full = e.score(concepts, page, total, compared); s.Score <= 0 {
				continue
			}
			for _, c := range adjoining {
				if c.hits.weights[page] > 0 {
					s.Score *= adjacent
				}
			}
			if s.full {
				full++
			}
			most = max(most, s.share)
			list = append(list, s)
		}
	}
	least := min(leastShare, nearly*most)
	for _, s := range list {
		if s.full || full < enough && s.share >= least || like != nil && like[s.Page] >= alike {
			results = append(results, s.Hit)
		}
	}
	for page, x := range like {
		if x >= alike && !seen[page] && !excluded[page] {
			results = append(results, Hit{page, math.Round(1e6*likenessBonus*total*x) / 1e6})
		}
	}
	slices.SortFunc(results, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Page, a.Page))
	})
	return results, full == 0 && len(results) > 0
}

// score returns the score of a page, the share of the query that it has, and
// whether that is all. The score is 0 for a page that lacks what is required.
func (e *Engine) score(concepts []*concept, page int, total float64, compared comparison) (score, share float64, full bool) {
	matched := 0
	for _, c := range concepts {
		w := c.hits.weights[page]
		if w == 0 {
			if c.required {
				return 0, 0, false
			}
			continue
		}
		score += c.idf * c.hits.quality[page] * w / (w + saturation)
		if c.code && c.hits.quality[page] > partsWeight {
			score += whole * c.idf
		}
		share += c.idf
		matched++
	}
	share /= total
	full = matched == len(concepts)
	score *= math.Pow(share, scatter)
	line, heading := e.bestLine(concepts, page, total)
	score += total * line
	if compared.like != nil {
		near := compared.like[page]
		if compared.long {
			near = max(near, heading)
		}
		score += likenessBonus * total * near
	}
	above := e.index.Pages - 1 - page // how many pages have a higher standing
	score *= 1 + standing*(1-float64(above)/float64(e.index.Pages))
	return math.Round(score*1e6) / 1e6, share, full
}

// bestLine returns how much the line that is nearest to the query adds, and how near the
// nearest heading is, 0 to 1.
func (e *Engine) bestLine(concepts []*concept, page int, total float64) (best, heading float64) {
	type sum struct {
		index.Line
		words int
		share float64
	}
	var sums []sum
	for _, c := range concepts {
		for _, l := range c.hits.lines[page] {
			at := slices.IndexFunc(sums, func(s sum) bool { return s.Line == l.Line })
			if at < 0 {
				at = len(sums)
				sums = append(sums, sum{Line: l.Line})
			}
			sums[at].words += l.words
			sums[at].share += c.idf * l.quality
		}
	}
	for _, s := range sums {
		line := min(1, float64(s.words)/float64(max(1, s.Length)))
		query := s.share / total
		h := 2 * line * query / (line + query)
		near := h * math.Sqrt(h)
		best = max(best, lineBonus[s.Kind]*near)
		if s.Kind == index.HeadingLine {
			heading = max(heading, near)
		}
	}
	return best, heading
}
