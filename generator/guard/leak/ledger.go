package leak

import "slices"

// ledger holds the sums of windows, each with the index of its secret. It is
// written first, in any order, then sealed and looked up.
//
// The sums are kept whole, as nothing else is left to prove a finding: that
// one window of a text has the sum of another's by chance happens once in
// 100,000 builds of 10,000 pages. An entry takes twelve bytes, a sealed ledger
// half a byte more.
type ledger struct {
	parts [256]ledgerPart // by the sum's first byte
}

// ledgerPart is a part small enough to be sorted in the processor's cache, and
// in place: its chunks are never copied to make more room.
type ledgerPart struct {
	chunks [][]entry // all but the last one full
	n      int       // entries in all of them
	bits   uint      // of a sum, behind the first byte, that number its bucket
	starts []uint32  // of the buckets, and the end; nil before sealing
}

type entry struct{ high, low, index uint32 }

const (
	chunkSize = 512
	// removed stands for the index of an entry that was taken out.
	removed = 1<<32 - 1
)

func (e *entry) sum() uint64 { return uint64(e.high)<<32 | uint64(e.low) }

func (l *ledger) insert(sum uint64, index uint32) {
	p := &l.parts[sum>>56]
	last := len(p.chunks) - 1
	switch {
	case last < 0:
		p.chunks = append(p.chunks, nil)
		last = 0
	case len(p.chunks[last]) == chunkSize:
		p.chunks = append(p.chunks, make([]entry, 0, chunkSize))
		last++
	}
	p.chunks[last] = append(p.chunks[last], entry{uint32(sum >> 32), uint32(sum), index})
	p.n++
}

// seal sorts the entries into buckets. Of those with the same sum it keeps the
// one whose index comes first. It may be called again after more inserts.
func (l *ledger) seal(before func(i, j uint32) bool) {
	var entries, sorted []entry
	for i := range l.parts {
		p := &l.parts[i]
		entries = entries[:0]
		for _, chunk := range p.chunks {
			entries = append(entries, chunk...)
		}
		sorted = slices.Grow(sorted[:0], len(entries))[:len(entries)]
		p.seal(entries, sorted, before)
	}
}

// seal sets the part's entries. Sorted is room for as many.
func (p *ledgerPart) seal(entries, sorted []entry, before func(i, j uint32) bool) {
	const perBucket = 8
	p.bits = 0
	for len(entries)>>p.bits > perBucket {
		p.bits++
	}
	starts := make([]uint32, 1<<p.bits+1)
	for i := range entries {
		starts[p.bucket(entries[i].sum())]++
	}
	end := uint32(0)
	for i, n := range starts {
		starts[i] = end
		end += n
	}
	for _, e := range entries {
		at := &starts[p.bucket(e.sum())]
		sorted[*at] = e
		*at++
	}
	// Each start is now the end of its bucket.
	p.n = 0
	from := uint32(0)
	for i, to := range starts[:len(starts)-1] {
		starts[i] = uint32(p.n)
		first := p.n
	next:
		for _, e := range sorted[from:to] {
			for j := first; j < p.n; j++ {
				if had := p.entry(j); had.high == e.high && had.low == e.low {
					if before(e.index, had.index) {
						had.index = e.index
					}
					continue next
				}
			}
			*p.entry(p.n) = e
			p.n++
		}
		from = to
	}
	starts[len(starts)-1] = uint32(p.n)
	p.starts = starts
	p.truncate()
}

// truncate lets go of the room behind the last entry.
func (p *ledgerPart) truncate() {
	full := (p.n + chunkSize - 1) / chunkSize
	clear(p.chunks[full:])
	p.chunks = p.chunks[:full]
	if full > 0 {
		p.chunks[full-1] = p.chunks[full-1][:p.n-(full-1)*chunkSize]
	}
}

func (p *ledgerPart) bucket(sum uint64) uint64 { return sum << 8 >> (64 - p.bits) }

func (p *ledgerPart) entry(i int) *entry { return &p.chunks[i/chunkSize][i%chunkSize] }

// find returns the entry with the sum, or nil.
func (l *ledger) find(sum uint64) *entry {
	p := &l.parts[sum>>56]
	if p.n == 0 {
		return nil
	}
	b := p.bucket(sum)
	for i := p.starts[b]; i < p.starts[b+1]; i++ {
		if e := p.entry(int(i)); e.sum() == sum && e.index != removed {
			return e
		}
	}
	return nil
}

// remove takes out the entry with the sum, if there is one.
func (l *ledger) remove(sum uint64) {
	if e := l.find(sum); e != nil {
		e.index = removed
	}
}

// filter returns a filter of all sums.
func (l *ledger) filter() filter {
	n := 0
	for i := range l.parts {
		n += l.parts[i].n
	}
	f := newFilter(n)
	for i := range l.parts {
		for _, chunk := range l.parts[i].chunks {
			for j := range chunk {
				f.add(chunk[j].sum())
			}
		}
	}
	return f
}
