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
	"crypto/sha256"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"headsup/generator/inbound/classify"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/redact"
	"headsup/generator/inbound/wording"
	"headsup/generator/publish/search"
)

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
	lexicon  *wording.Lexicon
	weights  wording.Weights
	pages    []*text
	meanings [][][]float64 // of each page: of its title and each question
	byURL    map[string]int
	byPath   map[string]int
	// The postings of a term begin where starts says for its place, and end where those of
	// the next place begin.
	starts   []int
	postings []posting
	scores   sync.Pool // of *[]float64, one for each page, all 0
}

// posting is what a page has of a term.
type posting struct {
	page   int32
	weight float32
}

// New returns a finder for pages that an engine knows. Questions without a language
// are in the one given. What is known of pages is taken from a memory and put there; a nil
// one keeps nothing. The error is that of a page that cannot be read, or of the context.
func New(ctx context.Context, engine *search.Engine, pages Pages, language string, memory *Memory) (*Finder, error) {
	if memory == nil {
		memory = NewMemory()
	}
	f := &Finder{engine: engine, language: language, lexicon: memory.lexicon, byURL: map[string]int{}, byPath: map[string]int{}}
	var err error
	if f.pages, err = memory.read(ctx, pages, language); err != nil {
		return nil, err
	}
	for i, p := range f.pages {
		f.byURL[p.url], f.byPath[p.path] = i, i
		f.weights.Add(p.terms)
	}
	f.weights.Fix()
	f.post()
	return f, ctx.Err()
}

// Digest identifies all that an answer depends on, beside the question, the program and the
// engine: the pages.
func (f *Finder) Digest() []byte {
	h := sha256.New()
	fmt.Fprintf(h, "%q\n", f.language)
	for _, p := range f.pages {
		h.Write(p.digest[:])
	}
	return h.Sum(nil)
}

// post makes the postings, in the order of the pages.
func (f *Finder) post() {
	f.starts = make([]int, f.weights.Size()+1)
	for place := range f.weights.Size() {
		f.starts[place+1] = f.starts[place] + f.weights.Texts(place)
	}
	f.postings = make([]posting, f.starts[len(f.starts)-1])
	f.meanings = make([][][]float64, len(f.pages))
	next := slices.Clone(f.starts)
	const together = 512 // pages, whose vectors are in memory at once
	for from := 0; from < len(f.pages); from += together {
		part := f.pages[from:min(len(f.pages), from+together)]
		weights := make([][]float32, len(part))
		eachOf(len(part), func() func(int) {
			sums := make([]float64, f.weights.Size())
			return func(i int) {
				weights[i] = f.vector(part[i], sums)
				for _, line := range part[i].about {
					f.meanings[from+i] = append(f.meanings[from+i], f.weights.Meaning(line))
				}
			}
		})
		for i, p := range part {
			for n, term := range p.terms {
				at := &next[term.Place()]
				f.postings[*at] = posting{int32(from + i), weights[i][n]}
				*at++
			}
		}
	}
}

// vector returns the weights of the terms of a page, as a vector of length one. The sums, one for each term, are 0 before and after.
func (f *Finder) vector(p *text, sums []float64) []float32 {
	for _, l := range p.lines {
		for _, e := range f.weights.Vector(l.terms) {
			sums[e.Term.Place()] += l.weight * e.Weight
		}
	}
	square := 0.0
	for _, term := range p.terms {
		sum := math.Pow(sums[term.Place()], repeated)
		sums[term.Place()] = sum
		square += sum * sum
	}
	length := math.Sqrt(square)
	out := make([]float32, len(p.terms))
	for i, term := range p.terms {
		out[i] = float32(sums[term.Place()] / length)
		sums[term.Place()] = 0
	}
	return out
}

// ThenAndNow returns the page that answered a record when it came, and the one that does
// now; a hit without a page where none does. What people set counts from when the page
// was there, and a page that is gone answers nothing.
//
// The engine is asked only where it could change which page it is, since that takes most of
// the time. A score may lack its share.
func (f *Finder) ThenAndNow(ctx context.Context, r *record.Record) (then, now Hit, err error) {
	if r.Answer != "" {
		i, known := f.byPath[r.Answer]
		if !known {
			return Hit{}, Hit{}, nil
		}
		now = Hit{r.Answer, 1}
		if !f.pages[i].since.After(r.At) {
			then = now
		}
		return then, now, nil
	}
	t := f.lexicon.Read(textOf(r), cmp.Or(r.Lang, f.language))
	scores, meaning := f.compare(t), f.weights.Meaning(t)
	defer f.release(scores)
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
	t := f.lexicon.Read(text, language)
	scores := f.compare(t)
	defer f.release(scores)
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
	scores, ok := f.scores.Get().(*[]float64)
	if !ok {
		fresh := make([]float64, len(f.pages))
		scores = &fresh
	}
	for _, e := range f.weights.Vector(f.lexicon.Find(t)) {
		place := e.Term.Place()
		if place < 0 || place+1 >= len(f.starts) {
			continue // no page has it
		}
		for _, p := range f.postings[f.starts[place]:f.starts[place+1]] {
			(*scores)[p.page] += wordsShare * e.Weight * float64(p.weight)
		}
	}
	return *scores
}

// release gives scores back.
func (f *Finder) release(scores []float64) {
	clear(scores)
	f.scores.Put(&scores)
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
			hits = append(hits, hit{i, score + meaningShare*near(meaning, f.meanings[i])})
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
	results, err := f.engine.Search(ctx, asked(t)+" ", nil)
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

// asked are the words of a text that the engine is asked for.
func asked(t wording.Text) string {
	words := make([]string, min(maxAsked, len(t)))
	for i := range words {
		words[i] = t[i].Text
	}
	return strings.Join(words, " ")
}

// near returns how near a meaning is to those of the lines of a page: half of it is the
// nearest of its lines, half all of them.
func near(meaning []float64, lines [][]float64) float64 {
	best, sum := 0.0, 0.0
	for _, m := range lines {
		n := wording.Dot(meaning, m)
		best = max(best, n)
		sum += n
	}
	return (best + sum/float64(len(lines))) / 2
}
