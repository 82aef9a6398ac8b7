package leak

import "math/bits"

// filter answers "surely not" or "maybe" to the question whether it holds a
// sum. It is small, for the processor's caches: 13 bits a sum. An answer reads
// one word of it.
type filter []uint64

// newFilter returns a filter for n sums. It lets about one in eighty others
// through.
func newFilter(n int) filter { return make(filter, n/5+1) }

func (f filter) at(sum uint64) (index, mask uint64) {
	index, _ = bits.Mul64(sum, uint64(len(f)))
	return index, maskOf(sum)
}

func maskOf(sum uint64) uint64 { return 1<<(sum>>8&63) | 1<<(sum>>14&63) | 1<<(sum>>20&63) }

func (f filter) add(sum uint64) {
	i, mask := f.at(sum)
	f[i] |= mask
}

// pick returns the indices of the sums that the filter may hold, in room, which
// is as long as sums. Nothing in it depends on an answer, so the processor waits
// for many of them at once.
func (f filter) pick(sums []uint64, room []int32) []int32 {
	n := 0
	for i, sum := range sums {
		room[n] = int32(i)
		at, mask := f.at(sum)
		hit := 0
		if f[at]&mask == mask {
			hit = 1
		}
		n += hit
	}
	return room[:n]
}

// addEnd adds the last two words of a text, or its only one: alone is set. All
// texts with the same last word share one word of the filter, and one bit says
// that there is such a text.
func (f filter) addEnd(last, before uint64, alone bool) {
	i, mask := f.at(last)
	if !alone {
		mask = maskOf(last + before*factor)
	}
	f[i] |= mask | 1<<(last>>32&63)
}

// maybeEnd reports whether a text may end with the two words, or be the last.
func (f filter) maybeEnd(last, before uint64) bool {
	i, _ := bits.Mul64(last, uint64(len(f)))
	word := f[i]
	if word>>(last>>32&63)&1 == 0 {
		return false
	}
	alone, pair := maskOf(last), maskOf(last+before*factor)
	return word&alone == alone || word&pair == pair
}
