package site

import (
	"cmp"
	"math"
	"slices"
)

const (
	relatedMost   = 4  // pages shown
	relatedWindow = 24 // neighbours that one shared term contributes, each way
)

// related returns the pages most like a page: those that it names itself, then
// by the tags, products and launch that they share, rare ones counting more.
//
// Each shared term contributes only the pages nearest in time, so that the work
// for a site grows with its pages and not with their square.
func (s *Site) related(p *page) []*page {
	out := slices.Clone(p.manual)
	score := map[*page]float64{}
	add := func(list []*page, weight float64) {
		i, _ := slices.BinarySearchFunc(list, p, func(a, b *page) int { return cmp.Compare(a.rank, b.rank) })
		for _, q := range list[max(0, i-relatedWindow):min(len(list), i+relatedWindow+1)] {
			if q != p && !q.landing && q != p.launch {
				score[q] += weight
			}
		}
	}
	rarity := func(n int) float64 { return 1 / math.Log2(float64(n)+1) }
	for _, t := range p.tags {
		add(t.pages, 2*rarity(len(t.pages)))
	}
	for _, t := range p.products {
		add(t.pages, rarity(len(t.pages)))
	}
	if p.launch != nil {
		add(p.launch.pieces, 1)
	}
	found := make([]*page, 0, len(score))
	for q := range score {
		if !slices.Contains(out, q) {
			found = append(found, q)
		}
	}
	slices.SortFunc(found, func(a, b *page) int {
		return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a.rank, b.rank))
	})
	for _, q := range found {
		if len(out) >= relatedMost {
			break
		}
		out = append(out, q)
	}
	return out
}
