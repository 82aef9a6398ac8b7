package link

import (
	"cmp"
	"math"
	"slices"
)

const (
	relatedMost   = 4  // pages shown
	relatedWindow = 24 // neighbours that one shared term contributes, each way
)

// Related returns the pages most like a page: those that it names itself, then
// by the tags, products and launch that they share, rare ones counting more.
//
// Each shared term contributes only the pages nearest in time, so that the work
// for a site grows with its pages and not with their square.
func (s *Site) Related(p *Page) []*Page {
	// The page of a launch lists its pieces, and they lead to it, in places of
	// their own.
	out := slices.DeleteFunc(slices.Clone(p.Related), func(q *Page) bool { return q == p.Launch || q.Launch == p })
	var found []likeness
	add := func(list []*Page, weight float64) {
		i, _ := slices.BinarySearchFunc(list, p, ByRank)
		for _, q := range list[max(0, i-relatedWindow):min(len(list), i+relatedWindow+1)] {
			if q != p && !q.Landing && q != p.Launch && q.Launch != p {
				found = append(found, likeness{q, weight})
			}
		}
	}
	rarity := func(n int) float64 { return 1 / math.Log2(float64(n)+1) }
	for _, t := range p.Tags {
		add(t.Pages, 2*rarity(len(t.Pages)))
	}
	for _, t := range p.Products {
		add(t.Pages, rarity(len(t.Pages)))
	}
	if p.Launch != nil {
		add(p.Launch.Pieces, 1)
	}
	// Add up what each page has, then pick the best few.
	slices.SortStableFunc(found, func(a, b likeness) int { return ByRank(a.page, b.page) })
	n := 0
	for i, l := range found {
		if i > 0 && found[n-1].page == l.page {
			found[n-1].weight += l.weight
			continue
		}
		found[n] = l
		n++
	}
	for found = found[:n]; len(out) < relatedMost; {
		best := -1
		for i, l := range found {
			if (best < 0 || l.weight > found[best].weight) && !slices.Contains(out, l.page) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		out = append(out, found[best].page)
	}
	return out
}

// likeness is how much a page has in common with another.
type likeness struct {
	page   *Page
	weight float64
}

func ByRank(a, b *Page) int { return cmp.Compare(a.Rank, b.Rank) }
