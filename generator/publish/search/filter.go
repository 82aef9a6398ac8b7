package search

import (
	"slices"

	"headsup/generator/publish/search/index"
)

// Facets returns the ids of the facets that filters name, in the order in which
// they are shown.
func Facets() []string { return slices.Clone(facetIDs) }

// Values returns the values that a facet has in the index.
func (e *Engine) Values(facet string) ([]index.FacetValue, error) {
	facets, err := e.index.Facets()
	if err != nil {
		return nil, err
	}
	for _, f := range facets {
		if f.ID == facet {
			return f.Values, nil
		}
	}
	return nil, nil
}

// Filters are the values that are asked for, by facet: any of a facet's values,
// and something of every facet that is named.
type Filters map[string][]string

// Mistyped is a value of a filter that no page has.
type Mistyped struct {
	Facet, ID string
	Known     []string // ids that the facet has, sorted
}

// Mistyped returns the first value of filters that no page has, nil when there is none. The
// error is one of reading the index.
func (e *Engine) Mistyped(filters Filters) (*Mistyped, error) {
	for _, facet := range facetIDs {
		if len(filters[facet]) == 0 {
			continue
		}
		values, err := e.Values(facet)
		if err != nil {
			return nil, err
		}
		known := make([]string, len(values))
		for i, v := range values {
			known[i] = v.ID
		}
		slices.Sort(known)
		for _, id := range filters[facet] {
			if !slices.Contains(known, id) {
				return &Mistyped{facet, id, known}, nil
			}
		}
	}
	return nil, nil
}

// FacetCounts are a facet's values, the most frequent first.
type FacetCounts struct {
	ID     string
	Values []FacetCount
}

// FacetCount is one value with how many results have it.
type FacetCount struct {
	index.FacetValue
	Count    int
	Selected bool
}

// filter keeps the hits that have what the filters ask for, and counts the
// values of all facets.
func (r *Results) filter(filters Filters) error {
	if filters == nil {
		return nil
	}
	facets, err := r.engine.index.Facets()
	if err != nil {
		return err
	}
	chosen := make([][]bool, len(facets)) // by value; nil: no choice
	for i, f := range facets {
		if len(filters[f.ID]) == 0 {
			continue
		}
		chosen[i] = make([]bool, len(f.Values))
		for v, value := range f.Values {
			chosen[i][v] = slices.Contains(filters[f.ID], value.ID)
		}
	}
	counts := make([][]int, len(facets))
	for i, f := range facets {
		counts[i] = make([]int, len(f.Values))
	}
	var kept []Hit
	for _, h := range r.Hits {
		misses, where := 0, 0 // facets whose choice the page does not have, and one of them
		for i, f := range facets {
			if chosen[i] != nil && !slices.ContainsFunc(f.Pages[h.Page], func(v int) bool { return chosen[i][v] }) {
				misses, where = misses+1, i
			}
		}
		if misses == 0 {
			kept = append(kept, h)
		}
		for i, f := range facets {
			if misses == 0 || misses == 1 && where == i {
				for _, v := range f.Pages[h.Page] {
					counts[i][v]++
				}
			}
		}
	}
	r.Hits = kept
	for i, f := range facets {
		fc := FacetCounts{ID: f.ID}
		for v, value := range f.Values {
			selected := chosen[i] != nil && chosen[i][v]
			if counts[i][v] > 0 || selected {
				fc.Values = append(fc.Values, FacetCount{value, counts[i][v], selected})
			}
		}
		slices.SortStableFunc(fc.Values, func(a, b FacetCount) int { return b.Count - a.Count })
		r.Facets = append(r.Facets, fc)
	}
	return nil
}
