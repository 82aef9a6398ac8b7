package record

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"hash/maphash"
	"math"
	"slices"
	"time"
)

// Order returns the records in the order of their time, then of their ids and sources. Where
// several have one source and id, the last one stays.
func Order(records []Record) []*Record {
	out := Pointers(records)
	if !differ(records) {
		type name struct{ source, id string }
		last := make(map[name]*Record, len(records))
		for _, r := range out {
			last[name{r.Source, r.ID}] = r
		}
		out = slices.DeleteFunc(out, func(r *Record) bool { return last[name{r.Source, r.ID}] != r })
	}
	return Sorted(out)
}

// differ reports whether no two records have one source and id. It may be false all the same, but
// hardly ever is: what is compared are hashes, which take less memory than names.
func differ(records []Record) bool {
	seen := make(map[uint64]struct{}, len(records))
	var h maphash.Hash
	for i := range records {
		h.Reset()
		h.WriteString(records[i].Source)
		h.WriteByte(0)
		h.WriteString(records[i].ID)
		seen[h.Sum64()] = struct{}{}
	}
	return len(seen) == len(records)
}

// Sorted puts records in the order of their time, then of their ids and sources; equal ones stay
// as they are. Files are runs in this order, so runs are merged: it takes a fraction of what
// sorting takes. The list that is given stays, and is returned when it is in order.
func Sorted(records []*Record) []*Record {
	starts := []int{0}
	for i := 1; i < len(records); i++ {
		if ordered(records[i-1], records[i]) > 0 {
			starts = append(starts, i)
		}
	}
	starts = append(starts, len(records))
	if len(starts) == 2 {
		return records
	}
	from, to := slices.Clone(records), make([]*Record, len(records))
	for len(starts) > 2 {
		var next []int
		for n := 0; n+1 < len(starts); n += 2 {
			end := starts[min(n+2, len(starts)-1)]
			merge(to[starts[n]:end], from[starts[n]:starts[n+1]], from[starts[n+1]:end])
			next = append(next, starts[n])
		}
		starts, from, to = append(next, len(records)), to, from
	}
	return from
}

// merge fills a list with two that are in order.
func merge(out, a, b []*Record) {
	for i := range out {
		if len(b) == 0 || len(a) > 0 && ordered(a[0], b[0]) <= 0 {
			out[i], a = a[0], a[1:]
		} else {
			out[i], b = b[0], b[1:]
		}
	}
}

func ordered(a, b *Record) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Source, b.Source))
}

// Part is records that follow each other in the order of time, all of one month.
type Part struct {
	From, To int    // places in the list of all records
	Month    string // as [Month] says
	Digest   [sha256.Size]byte
}

// partSize is how many records a part has in the mean, longestPart how many at most.
const partSize, longestPart = 128, 1024

// Parts divides records that are in order. Where a part ends depends on the records there, not
// on how many there are before, so that one record more or less changes one part. The digest is
// of all that records say, and not of the lines at which they stand.
func Parts(records []*Record) []Part {
	var parts []Part
	var b []byte
	from, month, end := 0, "", int64(0)
	for i, r := range records {
		if at := r.At.Unix(); month == "" || at >= end {
			month, end = Month(r.At), monthEnd(r)
		}
		b = r.appendTo(b)
		last := i+1 == len(records) || records[i+1].At.Unix() >= end || i+1-from == longestPart || r.ends()
		if last {
			parts = append(parts, Part{from, i + 1, month, sha256.Sum256(b)})
			from, b = i+1, b[:0]
		}
	}
	return parts
}

// monthEnd is when the month of a record ends, in UTC, as seconds since 1970.
func monthEnd(r *Record) int64 {
	year, month, _ := r.At.UTC().Date()
	return time.Date(year, month+1, 1, 0, 0, 0, 0, time.UTC).Unix()
}

// ends reports whether a part ends with the record.
func (r *Record) ends() bool {
	h := uint32(2166136261)
	for i := range len(r.ID) {
		h = (h ^ uint32(r.ID[i])) * 16777619
	}
	return (h^h>>15)%partSize == 0
}

// appendTo appends all that a record says.
func (r *Record) appendTo(b []byte) []byte {
	b = binary.AppendVarint(b, r.At.Unix())
	b = binary.AppendUvarint(b, uint64(r.At.Nanosecond()))
	for _, text := range r.shared() {
		b = appendText(b, *text)
	}
	for _, text := range [...]string{r.ID, r.Title, r.Text, r.URL} {
		b = appendText(b, text)
	}
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(r.Value))
	if r.Score != nil {
		return binary.AppendVarint(append(b, 1), int64(*r.Score))
	}
	return append(b, 0)
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// Pointers returns pointers to records, in their order.
func Pointers(records []Record) []*Record {
	out := make([]*Record, len(records))
	for i := range records {
		out[i] = &records[i]
	}
	return out
}
