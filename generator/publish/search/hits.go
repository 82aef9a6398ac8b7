package search

import (
	"cmp"
	"slices"

	"headsup/generator/publish/search/index"
)

// hits are the pages that have something.
type hits struct {
	pages   []int     // without order
	weights []float64 // by page: how much of it the page has, 0 for other pages
	quality []float64 // by page: how well the best of its terms stands for the word
	lines   map[int][]lineHit
}

// lineHit is a line that has a concept.
type lineHit struct {
	index.Line
	words   int     // of the line that it covers
	quality float64 // of the best term in it
}

// newHits returns the hits of none of so many pages.
func newHits(pages int) *hits {
	return &hits{weights: make([]float64, pages), quality: make([]float64, pages), lines: map[int][]lineHit{}}
}

// put adds what was found on a page.
func (h *hits) put(page int, weight, quality float64) {
	if h.weights[page] == 0 {
		h.pages = append(h.pages, page)
	}
	h.weights[page] += weight
	h.quality[page] = max(h.quality[page], quality)
}

// putLine adds a line, or more of one.
func (h *hits) putLine(page int, l lineHit) {
	list := h.lines[page]
	for i := range list {
		if list[i].Line == l.Line {
			list[i].words = max(list[i].words, l.words)
			list[i].quality = max(list[i].quality, l.quality)
			return
		}
	}
	h.lines[page] = append(list, l)
}

// putElement adds the pages that have any of an element's terms.
func (h *hits) putElement(el element, weight float64) {
	for _, x := range el {
		s := x.shard
		quality := weight * x.weight
		for i := s.Starts[x.term]; i < s.Starts[x.term+1]; i++ {
			page := int(s.Pages[i])
			h.put(page, s.Weight(i), quality)
			for _, l := range s.Lines[s.LineStarts[i]:s.LineStarts[i+1]] {
				h.putLine(page, lineHit{l, 1, quality})
			}
		}
	}
}

// putAlternative adds the pages that have all elements of an alternative.
func (h *hits) putAlternative(a alternative) {
	if len(a.elements) == 1 {
		h.putElement(a.elements[0], a.weight)
		return
	}
	parts := make([]*hits, len(a.elements))
	for i, el := range a.elements {
		parts[i] = newHits(len(h.weights))
		parts[i].putElement(el, a.weight)
	}
	least := slices.MinFunc(parts, func(x, y *hits) int { return cmp.Compare(len(x.pages), len(y.pages)) })
	for _, page := range least.pages {
		weight, quality := parts[0].weights[page], parts[0].quality[page]
		for _, part := range parts[1:] {
			weight = min(weight, part.weights[page])
			quality = min(quality, part.quality[page])
		}
		if weight == 0 {
			continue
		}
		h.put(page, weight, quality)
		for _, l := range parts[0].lines[page] {
			all := true
			for _, part := range parts[1:] {
				at := slices.IndexFunc(part.lines[page], func(o lineHit) bool { return o.Line == l.Line })
				if all = all && at >= 0; all {
					l.quality = min(l.quality, part.lines[page][at].quality)
				}
			}
			if all {
				l.words = len(parts)
				h.putLine(page, l)
			}
		}
	}
}

// find fills in which pages have a concept.
func (e *Engine) find(c *concept) error {
	c.hits = newHits(e.index.Pages)
	for _, a := range c.alternatives {
		if a.offsets == nil {
			c.hits.putAlternative(a)
		} else if err := c.hits.putPhrase(e.index, a); err != nil {
			return err
		}
	}
	return nil
}

// putPhrase adds the pages on which the words of a phrase stand one behind the
// other.
func (h *hits) putPhrase(r *index.Reader, a alternative) error {
	all := newHits(len(h.weights))
	all.putAlternative(a)
	readers := make([]phraseReader, len(a.elements))
	for i, el := range a.elements {
		p, err := r.Positions(el[0].shard)
		if err != nil {
			return err
		}
		readers[i] = phraseReader{expansion: el[0], positions: p}
	}
	slices.Sort(all.pages)
	for _, page := range all.pages {
		if n := occurrences(page, a.offsets, readers); n > 0 {
			h.put(page, all.weights[page]*float64(n), all.quality[page])
			for _, l := range all.lines[page] {
				h.putLine(page, l)
			}
		}
	}
	return nil
}

// phraseReader finds the positions of one term, page by page.
type phraseReader struct {
	expansion
	positions *index.Positions
}

// at returns where a term stands on a page.
func (r phraseReader) at(page int) []uint32 {
	s := r.shard
	list := s.Pages[s.Starts[r.term]:s.Starts[r.term+1]]
	i, ok := slices.BinarySearch(list, uint32(page))
	if !ok {
		return nil
	}
	i += s.Starts[r.term]
	return r.positions.At[r.positions.Starts[i]:r.positions.Starts[i+1]]
}

// occurrences counts a phrase on a page.
func occurrences(page int, offsets []int, readers []phraseReader) int {
	n := 0
	lists := make([][]uint32, len(readers))
	for i, r := range readers {
		lists[i] = r.at(page)
	}
	for _, start := range lists[0] {
		whole := true
		for i := 1; i < len(lists) && whole; i++ {
			want := start + uint32(offsets[i]-offsets[0])
			_, whole = slices.BinarySearch(lists[i], want)
		}
		if whole {
			n++
		}
	}
	return n
}
