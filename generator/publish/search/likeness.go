package search

import (
	"math"
	"slices"

	"headsup/generator/publish/search/index"
)

// How a query of many words is compared with titles and questions. The figures were set
// with generator/tools/corpus/questions.
const (
	manyWords     = 4   // from which on a query is compared
	lengthPower   = 0.7 // of a page's length: of 1, long ones would be put back too far
	likenessBonus = 2   // of a page that is wholly like the query, as a share of what its words can give
	alike         = 0.2 // makes a page a result by itself
)

// likeness returns, by page, how like the query its title and questions are: 0 to about 2.
// Both are vectors of their words, in which rare words count more. Words such as "how" and
// "my" count here, too, since they tell one question from another. It is nil for a query of
// few words or with phrases.
func (e *Engine) likeness(q query, concepts []*concept) ([]float64, error) {
	if len(q.words) < manyWords || len(q.phrases) > 0 {
		return nil, nil
	}
	questions, err := e.index.Questions()
	if err != nil {
		return nil, err
	}
	pages := e.index.Pages
	like := make([]float64, pages)
	square := 0.0
	for _, c := range concepts {
		asked := c.hits.asked()
		weight := math.Pow(index.Rarity(pages, len(asked), false), 2)
		square += weight
		for page, frequency := range asked {
			like[page] += weight * frequency
		}
	}
	var seen []string
	for _, w := range q.words {
		if !w.stop || slices.Contains(seen, w.text) {
			continue
		}
		seen = append(seen, w.text)
		from, to := questions.Find(w.text)
		weight := math.Pow(index.Rarity(pages, to-from, true), 2)
		square += weight
		for i := from; i < to; i++ {
			like[questions.Pages[i]] += weight * index.Frequency(int(questions.Counts[i]))
		}
	}
	for page := range like {
		if like[page] > 0 {
			like[page] /= math.Sqrt(square) * math.Pow(questions.Length(page), lengthPower)
		}
	}
	return like, nil
}

// asked returns how much of a concept is in the title and questions of the pages that have
// it there.
func (h *hits) asked() map[int]float64 {
	out := map[int]float64{}
	for page, lines := range h.lines {
		count, best := 0, 0.0
		for _, l := range lines {
			if l.Asks() {
				count++
				best = max(best, l.quality)
			}
		}
		if count > 0 {
			out[page] = best * index.Frequency(count)
		}
	}
	return out
}
