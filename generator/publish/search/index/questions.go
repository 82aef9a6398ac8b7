package index

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"headsup/generator/publish/search/analysis"
)

// Questions are what only queries of many words need: how long each page's title and
// questions are together, as a vector, and which pages have a stop word in them.
type Questions struct {
	Words  []string // stop words, sorted
	Starts []int    // the postings of a word begin here in Pages
	Pages  []uint32
	Counts []byte // in how many of a page's title and questions a word is
	steps  []byte // of the length of each page
}

// Length returns the length of a page's vector.
func (q *Questions) Length(page int) float64 { return math.Exp(float64(q.steps[page]) / lengthSteps) }

// Find returns where the postings of a stop word are.
func (q *Questions) Find(word string) (from, to int) {
	i, ok := slices.BinarySearch(q.Words, word)
	if !ok {
		return 0, 0
	}
	return q.Starts[i], q.Starts[i+1]
}

// lengthSteps is how many steps of a length are kept for each factor of e: one is 13
// percent.
const lengthSteps = 8

// repeated is the power of how often a page has a term, and of the others what is assumed
// of how many pages there are and how many have a stop word, until there are so many.
const (
	repeated     = 0.7
	assumedPages = 100
	assumedStops = 10
)

// Rarity returns how much a term counts in a vector that so many of all pages have in their
// title or questions.
func Rarity(pages, having int, stop bool) float64 {
	n := float64(having) + 0.5
	if stop {
		n += assumedStops
	}
	return math.Log(1 + (float64(pages)+assumedPages)/n)
}

// Frequency returns how much a term counts that is in so many of a page's title and questions.
func Frequency(lines int) float64 { return math.Pow(float64(lines), repeated) }

// Asks reports whether a line is a page's title or one of its questions.
func (l Line) Asks() bool { return l.Kind == QuestionLine || l.Kind == TitleLine && l.Index == 0 }

// lineBits says which of a page's title and questions are among some lines.
func lineBits(lines []Line) (set uint32) {
	for _, l := range lines {
		if l.Asks() {
			set |= 1 << (uint(l.Kind) + min(uint(l.Index), 30))
		}
	}
	return set
}

// asked is how a page has a stem in its title and questions.
type asked struct {
	page, stem int
	lines      uint32 // as bits
}

// asked returns what titles and questions have, by page, each stem once, and in how many
// pages each stem is.
func (e *encoder) asked() (list []asked, having []int, stops []string) {
	numbers := map[string]int{}
	for _, t := range e.terms {
		if !slices.ContainsFunc(t.from, func(from *term) bool { return len(from.asked) > 0 }) {
			continue
		}
		stem := t.text
		stop := e.in.Stems && analysis.IsStopWord(stem)
		if e.in.Stems && !stop {
			stem = analysis.Stem(stem)
		}
		number, ok := numbers[stem]
		if !ok {
			number = len(stops)
			numbers[stem] = number
			if !stop {
				stem = ""
			}
			stops = append(stops, stem)
		}
		for _, from := range t.from {
			for _, on := range from.asked {
				list = append(list, asked{on.page, number, on.lines})
			}
		}
	}
	slices.SortFunc(list, func(a, b asked) int { return cmp.Or(cmp.Compare(a.stem, b.stem), cmp.Compare(a.page, b.page)) })
	having = make([]int, len(stops))
	kept := list[:0]
	for _, a := range list {
		if n := len(kept); n > 0 && kept[n-1].stem == a.stem && kept[n-1].page == a.page {
			kept[n-1].lines |= a.lines
			continue
		}
		kept = append(kept, a)
		having[a.stem]++
	}
	return kept, having, stops
}

// questions writes what only queries of many words need.
func (e *encoder) questions() error {
	list, having, stops := e.asked()
	squares := make([]float64, e.in.Pages)
	var deltas, counts []byte
	last := -1
	for i, a := range list {
		lines := bits.OnesCount32(a.lines)
		x := Frequency(lines) * Rarity(e.in.Pages, having[a.stem], stops[a.stem] != "")
		squares[a.page] += x * x
		if stops[a.stem] == "" {
			continue
		}
		if i == 0 || list[i-1].stem != a.stem {
			last = -1
		}
		deltas = binary.AppendUvarint(deltas, uint64(a.page-last))
		counts = append(counts, byte(lines))
		last = a.page
	}
	head := []byte{format}
	for _, square := range squares {
		step := math.Round(lengthSteps * math.Log(max(1, math.Sqrt(square))))
		head = append(head, byte(min(255, step)))
	}
	words := []byte{}
	n, before := 0, ""
	var sizes []byte
	for i, word := range stops {
		if word != "" {
			words = appendFrontCoded(words, before, word)
			sizes = binary.AppendUvarint(sizes, uint64(having[i]))
			before = word
			n++
		}
	}
	words = append(binary.AppendUvarint(nil, uint64(n)), words...)
	h, err := e.file(questionFolder, texts.deflate(head, slices.Concat(words, sizes), deltas, counts), "")
	if err != nil {
		return fmt.Errorf("write the search index: %w", err)
	}
	e.root.questions = h
	return nil
}

// ParseQuestions reads a file of questions of an index with so many pages.
func ParseQuestions(data []byte, pages int) (*Questions, error) {
	r := open(data)
	q := &Questions{steps: r.bytes(pages)}
	q.Words = r.sorted(r.count(2))
	q.Starts = r.starts(len(q.Words))
	q.Pages = r.pages(q.Starts, pages)
	q.Counts = r.bytes(len(q.Pages))
	return q, r.end()
}
