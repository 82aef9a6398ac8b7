package search

import "headsup/generator/publish/search/analysis"

// marker finds in a text what the concepts of a query stand for.
type marker struct {
	query    []unit
	concepts []*concept
	terms    map[string]marking
	scanner  analysis.Scanner
}

// marking is what a term is marked for.
type marking struct {
	concept int
	part    bool // it is one of several words that mean something only together
}

func newMarker(text string, concepts []*concept) *marker {
	m := &marker{query: unitsOf(text), concepts: concepts, terms: map[string]marking{}}
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
// marked where another is near or, when loose is set, in any case.
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

// nearBy is how many words apart two parts of a concept may stand to be marked.
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
