package leak

import "math/bits"

// table maps the sums of short texts to the indices of their secrets, any
// number for one sum. An entry is eight bytes: the lower part of the sum, and
// index+1. It is found by the upper part (open addressing).
type table []uint64

const (
	indexBits = 28
	indexMask = 1<<indexBits - 1
)

// newTable returns a table with room for n entries.
func newTable(n int) table { return make(table, n+n/3+2) }

func (t table) first(sum uint64) int {
	hi, _ := bits.Mul64(sum, uint64(len(t)))
	return int(hi)
}

func (t table) next(i int) int {
	if i++; i == len(t) {
		return 0
	}
	return i
}

// insert adds an entry.
func (t table) insert(sum uint64, index int) {
	e := sum<<indexBits | uint64(index+1)
	i := t.first(sum)
	for t[i] != 0 && t[i] != e {
		i = t.next(i)
	}
	t[i] = e
}

// each calls f with the index of each entry that may have the sum.
func (t table) each(sum uint64, f func(index int)) {
	for i := t.first(sum); t[i] != 0; i = t.next(i) {
		e := t[i]
		if e>>indexBits == sum<<indexBits>>indexBits && e&indexMask != indexMask {
			f(int(e&indexMask) - 1)
		}
	}
}

// remove takes out the entries that may have the sum and for which f is true.
func (t table) remove(sum uint64, f func(index int) bool) {
	for i := t.first(sum); t[i] != 0; i = t.next(i) {
		e := t[i]
		if e>>indexBits == sum<<indexBits>>indexBits && e&indexMask != indexMask && f(int(e&indexMask)-1) {
			t[i] |= indexMask
		}
	}
}
