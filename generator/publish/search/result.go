package search

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"headsup/generator/publish/search/analysis"
	"headsup/generator/publish/search/index"
)

// Fragment is what a result shows of one page: one JSON file of the index.
type Fragment struct {
	URL       string            `json:"url"` // root-relative, with the base path in front
	Title     string            `json:"title"`
	Kind      string            `json:"kind"`
	KindTitle string            `json:"kindTitle"`
	Badges    []Badge           `json:"badges,omitempty"`
	Date      *Date             `json:"date,omitempty"`
	Version   string            `json:"version,omitempty"`
	Summary   string            `json:"summary,omitempty"`
	Questions []string          `json:"questions,omitempty"`
	Sections  []FragmentSection `json:"sections"`
}

// Badge is a short label with its CSS class.
type Badge struct {
	Class string `json:"class"`
	Text  string `json:"text"`
}

// Date is a day for machines and for people.
type Date struct {
	ISO  string `json:"iso"`
	Text string `json:"text"`
}

// FragmentSection is the text under one heading; the first one has none.
type FragmentSection struct {
	ID    string `json:"id,omitempty"`
	Title string `json:"title,omitempty"`
	Text  string `json:"text,omitempty"`
}

// Result is one page as it is shown.
type Result struct {
	Fragment
	Score float64
	// Section is the heading of the section that says most of the query, "" for
	// the page's beginning; URL leads there.
	Section string
	Excerpt []Piece
	// More are further sections whose headings say something of the query.
	More []Section
}

// Section is a section of a page, to link to.
type Section struct {
	URL, Title string
	Excerpt    []Piece
}

// Piece is a run of an excerpt, marked when it is what was searched for.
type Piece struct {
	Text string
	Mark bool
}

// Load returns the results from one place of the hits up to another.
func (r *Results) Load(from, to int) ([]Result, error) {
	var out []Result
	m := newMarker(r.concepts)
	for _, h := range r.Hits[min(from, len(r.Hits)):min(to, len(r.Hits))] {
		f, err := index.ReadFragment(r.engine.index, h.Page, parseFragment)
		if err != nil {
			return nil, err
		}
		res := Result{Fragment: *f, Score: h.Score}
		m.choose(&res)
		out = append(out, res)
	}
	return out, nil
}

func parseFragment(data []byte) (*Fragment, error) {
	f := &Fragment{}
	if err := json.Unmarshal(data, f); err != nil {
		return nil, fmt.Errorf("%w: %w", index.ErrDamaged, err)
	}
	if len(f.Sections) == 0 {
		return nil, fmt.Errorf("%w: it has no sections", index.ErrDamaged)
	}
	return f, nil
}

// marker finds in a text what the concepts of a query stand for.
type marker struct {
	concepts []*concept
	terms    map[string]marking
	scanner  analysis.Scanner
}

// marking is what a term is marked for.
type marking struct {
	concept int
	part    bool // it is one of several words that mean something only together
}

func newMarker(concepts []*concept) *marker {
	m := &marker{concepts: concepts, terms: map[string]marking{}}
	for _, part := range []bool{false, true} {
		for i, c := range concepts {
			for _, a := range c.alternatives {
				if len(a.elements) > 1 != part {
					continue
				}
				for _, el := range a.elements {
					for _, x := range el {
						if _, ok := m.terms[x.text()]; !ok {
							m.terms[x.text()] = marking{i, part}
						}
					}
				}
			}
		}
	}
	return m
}

// mark is a place in a text that is of a concept.
type mark struct {
	start, end int // bytes
	concept    int
	part       bool
	position   int
}

// marks returns the places in a text, in order and without overlaps. Parts are
// marked where another is near; loose says that they are in any case.
func (m *marker) marks(text string, loose bool) []mark {
	var list []mark
	m.scanner.Scan(text, func(t analysis.Token) {
		k, ok := m.terms[string(t.Text)]
		if !ok {
			return
		}
		if n := len(list); n > 0 && t.Start < list[n-1].end {
			last := &list[n-1]
			last.start, last.end = min(last.start, t.Start), max(last.end, t.End)
			last.part = last.part && k.part
			return
		}
		list = append(list, mark{t.Start, t.End, k.concept, k.part, t.Position})
	})
	if loose {
		return list
	}
	together := func(i, j int) bool {
		return j >= 0 && j < len(list) && list[j].part && list[j].concept == list[i].concept &&
			max(list[i].position-list[j].position, list[j].position-list[i].position) <= nearBy
	}
	var out []mark
	for i, k := range list {
		if !k.part || together(i, i-1) || together(i, i+1) {
			out = append(out, k)
		}
	}
	return out
}

// nearBy is how many words on the parts of something may stand.
const nearBy = 2

// share returns the part of the query, by weight, that has a mark.
func (m *marker) share(marks ...[]mark) float64 {
	total, sum := 0.0, 0.0
	seen := make([]bool, len(m.concepts))
	for _, c := range m.concepts {
		total += c.idf
	}
	for _, list := range marks {
		for _, k := range list {
			if !seen[k.concept] {
				seen[k.concept] = true
				sum += m.concepts[k.concept].idf
			}
		}
	}
	if total == 0 {
		return 0
	}
	return sum / total
}

// How sections of a page are compared.
const (
	headingShare = 0.6  // what the query's share of the heading counts beside that of all
	perMark      = 0.02 // what one more mark counts
	mostMarks    = 10
	moreSections = 3
	moreShare    = 0.6 // of what the best section has
	wholeShare   = 0.99
)

// candidate is a section of a page that says something of the query.
type candidate struct {
	section int
	score   float64
	heading float64 // the share of the query that its heading says
	text    []mark
}

func (m *marker) candidates(sections []FragmentSection, loose bool) []candidate {
	var list []candidate
	for i, s := range sections {
		c := candidate{section: i, text: m.marks(s.Text, loose)}
		title := m.marks(s.Title, loose)
		if len(c.text)+len(title) == 0 {
			continue
		}
		c.heading = m.share(title)
		c.score = m.share(title, c.text) + headingShare*c.heading + perMark*float64(min(mostMarks, len(c.text)))
		list = append(list, c)
	}
	return list
}

// choose picks the sections of a result, and what to show of them.
func (m *marker) choose(r *Result) {
	if len(m.concepts) == 0 {
		r.Excerpt = m.beginning(r)
		return
	}
	list := m.candidates(r.Sections, false)
	if len(list) == 0 {
		list = m.candidates(r.Sections, true)
	}
	if len(list) == 0 {
		r.Excerpt = m.beginning(r)
		return
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	best := list[0]
	page := r.URL
	titled := m.share(m.marks(r.Title, true)) >= wholeShare && best.heading < wholeShare
	for _, q := range r.Questions {
		titled = titled || m.share(m.marks(q, true)) >= wholeShare && best.heading < wholeShare
	}
	s := r.Sections[best.section]
	r.Excerpt = m.excerpt(s.Text, best.text)
	if len(best.text) == 0 {
		r.Excerpt = plainPieces(s.Text)
	}
	if len(r.Excerpt) == 0 {
		r.Excerpt = m.beginning(r)
	}
	if !titled && best.section > 0 {
		r.Section, r.URL = s.Title, page+"#"+s.ID
	}
	for _, c := range list {
		if len(r.More) == moreSections {
			break
		}
		s := r.Sections[c.section]
		if c.section == 0 || r.Section != "" && c.section == best.section || c.heading == 0 || c.score < moreShare*best.score {
			continue
		}
		r.More = append(r.More, Section{URL: page + "#" + s.ID, Title: s.Title, Excerpt: m.excerpt(s.Text, c.text)})
	}
}

// beginning returns an excerpt of a page of which nothing is marked.
func (m *marker) beginning(r *Result) []Piece {
	text := r.Summary
	for i := 0; text == "" && i < len(r.Sections); i++ {
		text = r.Sections[i].Text
	}
	return m.excerpt(text, m.marks(text, false))
}

func plainPieces(text string) []Piece { return (&marker{}).excerpt(text, nil) }

// Lengths of an excerpt, in code points.
const (
	excerptLength = 200
	leadIn        = 40 // before the first mark, at most
)

// excerpt cuts the part out of a text that has most of the query.
func (m *marker) excerpt(text string, marks []mark) []Piece {
	if text == "" {
		return nil
	}
	start := m.window(text, marks)
	end := advance(text, start, excerptLength)
	if end < len(text) {
		end = wordEnd(text, start, end)
	}
	var out []Piece
	if start > 0 {
		out = append(out, Piece{Text: "… "})
	}
	at := start
	for _, k := range marks {
		if k.start < at || k.end > end {
			continue
		}
		if k.start > at {
			out = appendPiece(out, text[at:k.start], false)
		}
		out = appendPiece(out, text[k.start:k.end], true)
		at = k.end
	}
	if at < end {
		out = appendPiece(out, text[at:end], false)
	}
	if end < len(text) {
		out = appendPiece(out, " …", false)
	}
	return out
}

func appendPiece(out []Piece, text string, marked bool) []Piece {
	if n := len(out); n > 0 && out[n-1].Mark == marked {
		out[n-1].Text += text
		return out
	}
	return append(out, Piece{text, marked})
}

// window returns where the excerpt begins: before the mark from which on, within
// the length of an excerpt, most of the query is said.
func (m *marker) window(text string, marks []mark) int {
	best, start := -1.0, 0
	for i, k := range marks {
		end := advance(text, k.start, excerptLength-leadIn)
		j := i
		for j < len(marks) && marks[j].end <= end {
			j++
		}
		score := m.share(marks[i:j]) + 0.01*float64(min(mostMarks, j-i))
		if score > best+1e-9 {
			best, start = score, k.start
		}
	}
	if best < 0 {
		return 0
	}
	return sentenceStart(text, start)
}

// sentenceStart returns the beginning of the sentence that a place is in, when
// it is near, else that of a word before it.
func sentenceStart(text string, at int) int {
	from := at
	for range leadIn {
		if from == 0 {
			return 0
		}
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	for i := at; i > from; i-- {
		if i >= 2 && text[i-1] == ' ' && strings.IndexByte(".!?:", text[i-2]) >= 0 {
			return i
		}
	}
	if from == 0 {
		return 0
	}
	if i := strings.IndexByte(text[from:at], ' '); i >= 0 {
		return from + i + 1
	}
	return at
}

// advance returns the place so many code points behind another.
func advance(text string, at, count int) int {
	for range count {
		if at >= len(text) {
			return len(text)
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// wordEnd returns the end of the last word before a place, if the text has spaces
// near it.
func wordEnd(text string, start, end int) int {
	cut := strings.LastIndexByte(text[start:end], ' ')
	if cut < 0 || utf8.RuneCountInString(text[start+cut:end]) > leadIn {
		return end
	}
	return start + len(strings.TrimRightFunc(text[start:start+cut], unicode.IsSpace))
}
