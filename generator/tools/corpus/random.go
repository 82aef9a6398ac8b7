package corpus

import (
	"math/bits"
	"math/rand/v2"
)

// random is a source of choices. It takes only raw numbers from the library's
// generator and derives all choices from them by whole-number arithmetic, so
// that neither the processor nor a later release of Go can change a corpus.
type random struct{ pcg *rand.PCG }

// What a source is for. Each page has one of its own for its outline, so that
// other pages can know its headings without making its text.
const (
	forWords uint64 = iota + 1
	forOutline
	forFrontMatter
	forBody
	forRecords
)

// newRandom returns the source for one purpose of one page.
func newRandom(page int, purpose uint64) *random {
	return &random{rand.NewPCG(0x6865616473757031+purpose, uint64(page)*0x9e3779b97f4a7c15+purpose)}
}

// below returns a number from 0 to n-1.
func (r *random) below(n int) int {
	hi, _ := bits.Mul64(r.pcg.Uint64(), uint64(n))
	return int(hi)
}

// between returns a number from low to high, both included.
func (r *random) between(low, high int) int { return low + r.below(high-low+1) }

// chance is true in so many cases out of a hundred.
func (r *random) chance(percent int) bool { return r.below(100) < percent }

// pick returns one of a list.
func pick[T any](r *random, list []T) T { return list[r.below(len(list))] }

// some returns from low to high different entries, in the list's order.
func some[T any](r *random, list []T, low, high int) []T {
	want := min(r.between(low, high), len(list))
	out := make([]T, 0, want)
	for i, v := range list {
		if r.below(len(list)-i) < want-len(out) {
			out = append(out, v)
		}
	}
	return out
}
