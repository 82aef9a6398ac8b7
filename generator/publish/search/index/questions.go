package index

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"headsup/generator/publish/search/analysis"
)

// Questions are what only queries of many words need: how long each page's title and
// questions are together, as a vector of traits, and which pages have those traits that
// are not terms.
type Questions struct {
	Traits []string // names, sorted
	Starts []int    // the postings of a trait begin here in Pages
	Pages  []uint32
	Counts []byte // in how many of a page's title and questions a trait is
	steps  []byte // of the length of each page

	groups map[string][]string
}

// Length returns the length of a page's vector.
func (q *Questions) Length(page int) float64 { return math.Exp(float64(q.steps[page]) / lengthSteps) }

// Find returns where the postings of a trait are.
func (q *Questions) Find(name string) (from, to int) {
	i, ok := slices.BinarySearch(q.Traits, name)
	if !ok {
		return 0, 0
	}
	return q.Starts[i], q.Starts[i+1]
}

// Groups returns the names of the traits that are groups of equivalents of which a stem
// is one.
func (q *Questions) Groups(stem string) []string { return q.groups[stem] }

// Trait is what titles and questions are compared by.
type Trait uint8

// The traits.
const (
	Stem  Trait = iota // of a term; not in the file, since terms have postings elsewhere
	Stop               // a stop word
	Pair               // two stop words, one behind the other: "how much"
	Group              // any of a group of words of much the same meaning: "cancel|end|stop"
	traits
)

// mostPages is how many pages may have a pair or a group. What more of them have tells few
// apart, and is left out, since a browser loads all of the file.
const mostPages = 64

// PairOf names the pair of two stop words.
func PairOf(before, word string) string { return before + " " + word }

// bases is how much a trait counts beside others that are as rare.
var bases = [traits]float64{Stem: 1, Stop: 1.2, Pair: 0.5, Group: 0.7}

// lengthSteps is how many steps of a length are kept for each factor of e: one is 6 percent.
const lengthSteps = 16

// repeated is the power of how often a page has a trait, and of the others what is assumed
// of how many pages there are and how many have a stop word, until there are so many.
const (
	repeated     = 0.7
	assumedPages = 100
	assumedStops = 10
)

// Rarity returns how much a trait counts in a vector that so many of all pages have in their
// title or questions.
func Rarity(pages, having int, trait Trait) float64 {
	n := float64(having) + 0.5
	if trait == Stop {
		n += assumedStops
	}
	return bases[trait] * math.Log(1+(float64(pages)+assumedPages)/n)
}

// Frequency returns how much a trait counts that is in so many of a page's title and questions.
func Frequency(lines int) float64 { return math.Pow(float64(lines), repeated) }

// Asks reports whether a line is a page's title or one of its questions.
func (l Line) Asks() bool { return l.Kind == QuestionLine || l.Kind == TitleLine && l.Index == 0 }

// named is a trait with its name.
type named struct {
	Trait
	name string
}

// asker collects the traits of titles and questions.
type asker struct {
	pages  map[named][]traitOn // in the order of pages
	on     map[named]byte      // of the page that is being read
	inText map[named]bool
}

// traitOn is how a page has a trait.
type traitOn struct {
	page  int
	lines byte // in how many of the title and the questions it is
}

func newAsker() *asker {
	return &asker{pages: map[named][]traitOn{}, on: map[named]byte{}, inText: map[named]bool{}}
}

// read takes in a title or a question.
func (a *asker) read(scanner *analysis.Scanner, text string, stems bool) {
	clear(a.inText)
	before, at := "", -1 // the stop word that was read last, and where
	scanner.Scan(text, func(token analysis.Token) {
		name := string(token.Text)
		if !stems {
			a.inText[named{Stem, name}] = true
			return
		}
		stem := analysis.Stem(name)
		for _, group := range analysis.Equivalents()[stem] {
			a.inText[named{Group, group}] = true
		}
		if !analysis.IsStopWord(name) {
			a.inText[named{Stem, stem}] = true
			return
		}
		a.inText[named{Stop, name}] = true
		if token.Variant {
			return
		}
		if at >= 0 && token.Position == at+1 {
			a.inText[named{Pair, PairOf(before, name)}] = true
		}
		before, at = name, token.Position
	})
	for trait := range a.inText {
		a.on[trait] = min(a.on[trait], math.MaxUint8-1) + 1
	}
}

// post ends a page.
func (a *asker) post(page int) {
	for trait, lines := range a.on {
		a.pages[trait] = append(a.pages[trait], traitOn{page, lines})
	}
	clear(a.on)
}

// questions writes what only queries of many words need.
func (e *encoder) questions() error {
	all := map[named][]traitOn{}
	for _, c := range e.collectors {
		for trait, list := range c.asker.pages {
			all[trait] = append(all[trait], list...)
		}
	}
	order := slices.SortedFunc(maps.Keys(all), func(a, b named) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.Trait, b.Trait))
	})
	squares := make([]float64, e.in.Pages)
	var names, sizes, deltas, counts []byte
	n, before := 0, ""
	for _, trait := range order {
		list := all[trait]
		if (trait.Trait == Pair || trait.Trait == Group) && len(list) > mostPages {
			continue
		}
		rarity := Rarity(e.in.Pages, len(list), trait.Trait)
		last := -1
		for _, on := range list {
			x := Frequency(int(on.lines)) * rarity
			squares[on.page] += x * x
			if trait.Trait != Stem {
				deltas = binary.AppendUvarint(deltas, uint64(on.page-last))
				counts = append(counts, on.lines)
				last = on.page
			}
		}
		if trait.Trait != Stem {
			names = appendFrontCoded(names, before, trait.name)
			sizes = binary.AppendUvarint(sizes, uint64(len(list)))
			before = trait.name
			n++
		}
	}
	head := []byte{format}
	for _, square := range squares {
		step := math.Round(lengthSteps * math.Log(max(1, math.Sqrt(square))))
		head = append(head, byte(min(255, step)))
	}
	names = append(binary.AppendUvarint(nil, uint64(n)), names...)
	h, err := e.file(questionFolder, texts.deflate(head, slices.Concat(names, sizes), deltas, counts), "")
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
	q.Traits = r.sorted(r.count(2))
	q.Starts = r.starts(len(q.Traits))
	q.Pages = r.pages(q.Starts, pages)
	q.Counts = r.bytes(len(q.Pages))
	q.groups = map[string][]string{}
	for _, name := range q.Traits {
		if strings.Contains(name, analysis.EquivalentSign) {
			for stem := range strings.SplitSeq(name, analysis.EquivalentSign) {
				q.groups[stem] = append(q.groups[stem], name)
			}
		}
	}
	return q, r.end()
}
