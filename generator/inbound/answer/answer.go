// Package answer says which page of the site answers a question, or that none does.
//
// The site's search engine finds what could be meant. What it finds is put in order by
// how near the question is to what each page says, above all to its title and its questions,
// in words and in what they mean. A page answers a question when it is near enough, and was
// there when it was asked.
package answer

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"headsup/generator/inbound/classify"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/redact"
	"headsup/generator/inbound/wording"
	"headsup/generator/publish/search"
)

// Page is a page that may be an answer.
type Page struct {
	Path     string    // in the content folder, as in front matter
	Language string    // BCP 47
	Since    time.Time // when it was there for the first time
	Document search.Document
}

// Hit is a page and how near a question is to it, 0 to about 1.
type Hit struct {
	Page  string // its path
	Score float64
}

// Least is the score from which on a page counts as the answer. It was chosen with
// generator/tools/corpus/questions: most questions about nothing on the site stay below.
const Least = 0.34

// How what is known of a page is joined. The figures were set with the same, and with the
// questions about headsup's own content.
const (
	wordsShare    = 0.75 // of the words that a question has in common with the page
	meaningShare  = 0.25 // of what it means
	engineShare   = 0.05 // of what the engine says, as a share of what it says of its first page
	repeated      = 0.7  // power of how often a page has a term
	headingWeight = 0.5  // of a heading beside the title and each question
	sectionWeight = 1.0  // of the text of a section
	candidates    = 50   // of the engine that are looked at
)

// form is which terms questions are compared by.
var form = wording.Form{Parts: 3, Pairs: true}

// Finder finds answers. It is safe for concurrent use.
type Finder struct {
	engine   *search.Engine
	language string
	pages    []page
	weights  *wording.Weights
	postings [][]posting // of each term
	byURL    map[string]int
}

// page is what is kept of a page. Its text is not.
type page struct {
	path     string
	since    time.Time
	meanings [][]float64 // of its title and each question
}

// posting is what a page has of a term.
type posting struct {
	page   int
	weight float64
}

// New returns a finder for pages that an engine knows. Questions without a language
// are in the one given.
func New(engine *search.Engine, pages []Page, language string) *Finder {
	f := &Finder{engine: engine, language: language, weights: wording.NewWeights(), byURL: map[string]int{}}
	lines := make([][]line, len(pages))
	for i, p := range pages {
		lines[i] = f.read(p)
		f.byURL[p.Document.URL] = i
	}
	// From here on it is known how many pages have a term.
	f.postings = make([][]posting, f.weights.Terms())
	sums := make([]float64, f.weights.Terms())
	for i, p := range pages {
		f.add(i, p, lines[i], sums)
	}
	return f
}

// line is a line of a page that a question may be like. There are many of them, so only
// what is needed of a line is kept.
type line struct {
	terms  []int32
	weight float64
	about  *wording.Text // nil unless the line says what the page is about
}

// read returns the lines of a page, and counts its terms.
func (f *Finder) read(p Page) []line {
	var lines []line
	var terms [][]string
	add := func(text string, weight float64, about bool) {
		t := wording.Read(text, cmp.Or(p.Language, f.language))
		l := line{weight: weight}
		if about {
			l.about = &t
		}
		lines, terms = append(lines, l), append(terms, t.Terms(form))
	}
	add(p.Document.Title, 1, true)
	for _, q := range p.Document.Questions {
		add(q, 1, true)
	}
	for _, section := range p.Document.Sections {
		add(section.Title, headingWeight, false)
		add(section.Text, sectionWeight, false)
	}
	// A term is as rare as the pages that have it are.
	all := slices.Concat(terms...)
	slices.Sort(all)
	f.weights.Add(slices.Compact(all))
	for i := range lines {
		lines[i].terms = f.weights.Numbers(terms[i])
	}
	return lines
}

// add puts a page into the postings, as a vector of length one. The sums, one for each
// term, are 0 before and after.
func (f *Finder) add(i int, p Page, lines []line, sums []float64) {
	kept := page{path: p.Path, since: p.Since}
	var terms []int32
	for _, l := range lines {
		for _, e := range f.weights.VectorOf(l.terms) {
			if sums[e.Term] == 0 {
				terms = append(terms, e.Term)
			}
			sums[e.Term] += l.weight * e.Weight
		}
		if l.about != nil {
			kept.meanings = append(kept.meanings, f.weights.Meaning(*l.about))
		}
	}
	slices.Sort(terms)
	square := 0.0
	for _, term := range terms {
		sums[term] = math.Pow(sums[term], repeated)
		square += sums[term] * sums[term]
	}
	for _, term := range terms {
		if f.postings[term] == nil {
			f.postings[term] = make([]posting, 0, f.weights.Texts(term))
		}
		f.postings[term] = append(f.postings[term], posting{i, sums[term] / math.Sqrt(square)})
		sums[term] = 0
	}
	f.pages = append(f.pages, kept)
}

// ThenAndNow returns the page that answered a record when it came, and the one that does
// now; a hit without a page where none does. What people set counts from when the page
// was there, and a page that is gone answers nothing.
//
// The engine is asked only where it could change which page it is, since that takes most of
// the time. A score may lack its share.
func (f *Finder) ThenAndNow(ctx context.Context, r *record.Record) (then, now Hit, err error) {
	if r.Answer != "" {
		i := slices.IndexFunc(f.pages, func(p page) bool { return p.path == r.Answer })
		if i < 0 {
			return Hit{}, Hit{}, nil
		}
		now = Hit{r.Answer, 1}
		if !f.pages[i].since.After(r.At) {
			then = now
		}
		return then, now, nil
	}
	t := wording.Read(textOf(r), cmp.Or(r.Lang, f.language))
	scores, meaning := f.compare(t), f.weights.Meaning(t)
	all := f.hits(scores, meaning, Least)
	if !decided(all) || !decided(f.there(all, r.At)) {
		if err := f.ask(ctx, t, scores); err != nil {
			return Hit{}, Hit{}, err
		}
		all = f.hits(scores, meaning, Least)
	}
	return f.first(f.there(all, r.At)), f.first(all), nil
}

// decided reports whether the engine cannot change which page answers, or that none does.
// A page that has no word of the question is too far away in any case.
func decided(hits []hit) bool {
	switch {
	case len(hits) == 0 || hits[0].score+engineShare < Least:
		return true
	case hits[0].score < Least:
		return false
	}
	return len(hits) == 1 || hits[0].score > hits[1].score+engineShare
}

// first is the nearest page, if it is near enough.
func (f *Finder) first(hits []hit) Hit {
	if len(hits) == 0 || hits[0].score < Least {
		return Hit{}
	}
	return Hit{f.pages[hits[0].page].path, hits[0].score}
}

func textOf(r *record.Record) string {
	return strings.TrimSpace(redact.Left(r.Title + "\n" + classify.Said(r.Text)))
}

// Rank returns the pages that may answer a question in a language and were there at a
// time, the nearest first, at most so many.
func (f *Finder) Rank(ctx context.Context, text, language string, at time.Time, most int) ([]Hit, error) {
	t := wording.Read(text, language)
	scores := f.compare(t)
	if err := f.ask(ctx, t, scores); err != nil {
		return nil, err
	}
	var out []Hit
	for _, h := range f.there(f.hits(scores, f.weights.Meaning(t), 0), at) {
		if len(out) == most {
			break
		}
		out = append(out, Hit{f.pages[h.page].path, h.score})
	}
	return out, nil
}

// compare returns how near a text is to each page, by the words that they have in common.
func (f *Finder) compare(t wording.Text) []float64 {
	scores := make([]float64, len(f.pages))
	for _, e := range f.weights.Vector(t.Terms(form)) {
		for _, p := range f.postings[e.Term] {
			scores[p.page] += wordsShare * e.Weight * p.weight
		}
	}
	return scores
}

// hit is a place in the list of pages.
type hit struct {
	page  int
	score float64
}

// hits adds what a text means to the scores of pages, and puts those in order that have one
// and may come to the least.
func (f *Finder) hits(scores, meaning []float64, least float64) []hit {
	var hits []hit
	for i, score := range scores {
		if score > 0 && score+meaningShare+engineShare >= least {
			hits = append(hits, hit{i, score + meaningShare*f.pages[i].near(meaning)})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(f.pages[a.page].path, f.pages[b.page].path))
	})
	return hits
}

// there leaves pages out that were not there at a time.
func (f *Finder) there(hits []hit, at time.Time) []hit {
	out := make([]hit, 0, len(hits))
	for _, h := range hits {
		if !f.pages[h.page].since.After(at) {
			out = append(out, h)
		}
	}
	return out
}

// maxAsked is how many words the engine is asked for.
const maxAsked = 16

// ask adds what the engine says of its first pages, as a share of what it says of the
// best. It gets the words only, so that nothing in a question is taken for a sign of its
// language of queries.
func (f *Finder) ask(ctx context.Context, t wording.Text, scores []float64) error {
	results, err := f.engine.Search(ctx, strings.Join(t.Words[:min(maxAsked, len(t.Words))], " ")+" ", nil)
	if err != nil {
		return fmt.Errorf("find an answer: %w", err)
	}
	urls, err := results.URLs(candidates)
	if err != nil {
		return fmt.Errorf("find an answer: %w", err)
	}
	for i, url := range urls {
		if at, ok := f.byURL[url]; ok && results.Hits[0].Score > 0 {
			scores[at] += engineShare * results.Hits[i].Score / results.Hits[0].Score
		}
	}
	return nil
}

// near returns how near a meaning is to a page: half of it is the nearest of its lines,
// half all of them.
func (p *page) near(meaning []float64) float64 {
	best, sum := 0.0, 0.0
	for _, m := range p.meanings {
		n := wording.Dot(meaning, m)
		best = max(best, n)
		sum += n
	}
	return (best + sum/float64(len(p.meanings))) / 2
}
