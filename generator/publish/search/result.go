package search

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

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
	// Section is the heading of the section that has most of the query, "" for
	// the page's beginning; URL leads there.
	Section string
	Excerpt []Piece
	// More are further sections whose headings have a part of the query.
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
	m := newMarker(r.Query, r.concepts)
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

// URLs returns the addresses of the first pages, at most so many, without what is shown
// of them.
func (r *Results) URLs(most int) ([]string, error) {
	var out []string
	for _, h := range r.Hits[:min(most, len(r.Hits))] {
		f, err := index.ReadFragment(r.engine.index, h.Page, parseFragment)
		if err != nil {
			return nil, err
		}
		out = append(out, f.URL)
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

// How sections of a page are compared.
const (
	headingShare = 0.6  // what the query's share of the heading counts beside that of all
	perMark      = 0.02 // what one more mark counts
	mostMarks    = 10
	moreSections = 3
	moreShare    = 0.6 // of what the best section has
	wholeShare   = 0.99
)

// candidate is a section of a page that has a part of the query.
type candidate struct {
	section int
	score   float64
	heading float64 // the share of the query that its heading has
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
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	best := list[0]
	page := r.URL
	whole := func(title string) bool { return m.share(m.marks(title, true)) >= wholeShare }
	// The page itself is the answer, unless the heading is, too, and the query not the title.
	titled := slices.Equal(unitsOf(r.Title), m.query) ||
		best.heading < wholeShare && (whole(r.Title) || slices.ContainsFunc(r.Questions, whole))
	s := r.Sections[best.section]
	r.Excerpt = m.excerpt(s.Text, best.text)
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
