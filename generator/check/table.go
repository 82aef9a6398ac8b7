package check

import "math/bits"

// table maps sums of word windows to the indices of their secrets. An entry is
// eight bytes: the lower part of the sum, and index+1. It is found by the upper
// part (open addressing). A filter of bits answers most questions, and is small
// enough for the processor's caches.
type table struct {
	slots  []uint64
	filter []uint64
	mask   uint64 // of bit numbers in filter
}

const (
	indexBits = 28
	indexMask = 1<<indexBits - 1
	removed   = indexMask // stands for the index of an entry that was taken out
)

// newTable returns a table with room for n entries.
func newTable(n int) *table {
	size := uint64(64)
	for size < uint64(n)*8 {
		size *= 2
	}
	return &table{slots: make([]uint64, n+n/3+2), filter: make([]uint64, size/64), mask: size - 1}
}

func (t *table) first(sum uint64) int {
	hi, _ := bits.Mul64(sum, uint64(len(t.slots)))
	return int(hi)
}

func (t *table) next(i int) int {
	if i++; i == len(t.slots) {
		return 0
	}
	return i
}

// insert adds an entry. Unless all is set, an equal sum that is there already
// serves both.
func (t *table) insert(sum uint64, index int, all bool) {
	e := sum<<indexBits | uint64(index+1)
	i := t.first(sum)
	for ; t.slots[i] != 0; i = t.next(i) {
		if t.slots[i] == e || !all && t.slots[i]>>indexBits == e>>indexBits {
			return
		}
	}
	t.slots[i] = e
	bit := e >> indexBits & t.mask
	t.filter[bit/64] |= 1 << (bit % 64)
}

// each calls f with the index of each entry that may have the sum.
func (t *table) each(sum uint64, f func(index int)) {
	for i := t.first(sum); t.slots[i] != 0; i = t.next(i) {
		e := t.slots[i]
		if e>>indexBits == sum<<indexBits>>indexBits && e&indexMask != removed {
			f(int(e&indexMask) - 1)
		}
	}
}

// remove takes out the entries that may have the sum and for which f is true.
func (t *table) remove(sum uint64, f func(index int) bool) {
	if !t.maybe(sum) {
		return
	}
	for i := t.first(sum); t.slots[i] != 0; i = t.next(i) {
		e := t.slots[i]
		if e>>indexBits == sum<<indexBits>>indexBits && e&indexMask != removed && f(int(e&indexMask)-1) {
			t.slots[i] |= removed
		}
	}
}

// maybe reports whether the table may have an entry with the sum.
func (t *table) maybe(sum uint64) bool {
	bit := sum << indexBits >> indexBits & t.mask
	return t.filter[bit/64]&(1<<(bit%64)) != 0
}
