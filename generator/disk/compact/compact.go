// Package compact writes numbers and texts one behind the other, and reads them again.
//
// It is for what is kept in a cache: whoever reads knows what was written, and in which order. A
// [Reader] believes none of its bytes. It remembers the first thing that is not as it should be,
// and from then on returns zeros; [Reader.Done] says whether all was right.
package compact

import (
	"encoding/binary"
	"math"
)

// Writer appends values to Bytes. Its zero value is ready.
type Writer struct{ Bytes []byte }

// Uint writes a number that is not negative; small ones take less room.
func (w *Writer) Uint(n int) { w.Bytes = binary.AppendUvarint(w.Bytes, uint64(n)) }

// Int writes a number of either sign, likewise.
func (w *Writer) Int(n int64) { w.Bytes = binary.AppendVarint(w.Bytes, n) }

// Float writes all bits of a number.
func (w *Writer) Float(f float64) {
	w.Bytes = binary.LittleEndian.AppendUint64(w.Bytes, math.Float64bits(f))
}

// Text writes a text of any length.
func (w *Writer) Text(s string) {
	w.Uint(len(s))
	w.Bytes = append(w.Bytes, s...)
}

// Reader reads what a [Writer] has written.
type Reader struct {
	rest []byte
	bad  bool
}

// NewReader returns a reader of bytes, which have to stay as they are.
func NewReader(data []byte) *Reader { return &Reader{rest: data} }

// Uint reads a number that [Writer.Uint] has written, 0 for one that no int holds.
func (r *Reader) Uint() int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > math.MaxInt {
		return int(r.fail())
	}
	r.rest = r.rest[size:]
	return int(n)
}

// Int reads a number that [Writer.Int] has written.
func (r *Reader) Int() int64 {
	n, size := binary.Varint(r.rest)
	if size <= 0 {
		return r.fail()
	}
	r.rest = r.rest[size:]
	return n
}

// Float reads a number that [Writer.Float] has written.
func (r *Reader) Float() float64 {
	if len(r.rest) < 8 {
		return float64(r.fail())
	}
	n := binary.LittleEndian.Uint64(r.rest)
	r.rest = r.rest[8:]
	return math.Float64frombits(n)
}

// Text reads a text.
func (r *Reader) Text() string {
	n := r.Count(1)
	text := string(r.rest[:n])
	r.rest = r.rest[n:]
	return text
}

// Below reads a number that has to be less than another one, such as a place in a list.
func (r *Reader) Below(end int) int {
	n := r.Uint()
	if n >= end {
		return int(r.fail())
	}
	return n
}

// Count reads how many values follow, each of which takes at least so many bytes. So a list of as
// many takes no more memory than what was read.
func (r *Reader) Count(bytes int) int {
	n := r.Uint()
	if n > len(r.rest)/bytes {
		return int(r.fail())
	}
	return n
}

// Fail says that what was read makes no sense.
func (r *Reader) Fail() { r.fail() }

func (r *Reader) fail() int64 {
	r.rest, r.bad = nil, true
	return 0
}

// Failed reports whether something was not as it should be.
func (r *Reader) Failed() bool { return r.bad }

// Done reports whether all was right, and nothing is left.
func (r *Reader) Done() bool { return !r.bad && len(r.rest) == 0 }
