package search

import (
	"math"
	"slices"

	"headsup/generator/publish/search/index"
)

// How a query is compared with titles and questions. The figures were set with
// generator/tools/corpus/questions and rivals.
const (
	leastCompared = 3    // words of a query that is compared
	longQuery     = 4    // words from which on it says enough to be compared in full
	shortShare    = 0.1  // of what the likeness of a shorter query counts
	lengthPower   = 0.7  // of a page's length: of 1, long ones would be put back too far
	likenessBonus = 4    // of a page that is wholly like the query, as a share of what its words can give
	alike         = 0.03 // makes a page a result by itself
)

// comparison is how like a query the titles and questions of pages are.
type comparison struct {
	like []float64 // by page, 0 to about 2; nil when the query is not compared
	long bool
}

// likeness compares the title and the questions of each page with a query. Both are vectors of
// their traits, in which rare ones count more. Words such as "how" and "my" count here, too,
// since they tell one question from another. A query of fewer words or with phrases is not compared.
func (e *Engine) likeness(q query, concepts []*concept) (comparison, error) {
	out := comparison{long: len(q.words) >= longQuery}
	if len(q.words) < leastCompared || len(q.phrases) > 0 {
		return out, nil
	}
	questions, err := e.index.Questions()
	if err != nil {
		return out, err
	}
	pages := e.index.Pages
	like := make([]float64, pages)
	square := 0.0
	for _, c := range concepts {
		asked := c.hits.asked()
		weight := math.Pow(index.Rarity(pages, len(asked), index.Stem), 2)
		square += weight
		for page, frequency := range asked {
			like[page] += weight * frequency
		}
	}
	for _, t := range q.traits(questions) {
		from, to := questions.Find(t.name)
		if from == to && t.trait != index.Stop {
			continue // no page has it, or so many that it is left out
		}
		weight := math.Pow(index.Rarity(pages, to-from, t.trait), 2)
		square += weight
		for i := from; i < to; i++ {
			like[questions.Pages[i]] += weight * index.Frequency(int(questions.Counts[i]))
		}
	}
	share := shortShare
	if out.long {
		share = 1
	}
	for page := range like {
		if like[page] > 0 {
			like[page] *= share / (math.Sqrt(square) * math.Pow(questions.Length(page), lengthPower))
		}
	}
	out.like = like
	return out, nil
}

// traitOf is a trait of a query.
type traitOf struct {
	name  string
	trait index.Trait
}

// traits returns the traits of a query that are not terms, each once.
func (q *query) traits(questions *index.Questions) []traitOf {
	var out []traitOf
	add := func(name string, trait index.Trait) {
		if t := (traitOf{name, trait}); !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	for i, w := range q.words {
		for _, group := range questions.Groups(w.stem) {
			add(group, index.Group)
		}
		if w.stop {
			add(w.text, index.Stop)
			if i > 0 && q.words[i-1].stop {
				add(index.PairOf(q.words[i-1].text, w.text), index.Pair)
			}
		}
	}
	return out
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
