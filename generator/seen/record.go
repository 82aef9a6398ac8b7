// Package seen keeps, for each user of a product, what they have seen of its tips and
// news, so that it is the same on all of their devices. It is a back end that a product
// runs as it is, or reads to write its own: content/reference/seen.md has the contract.
//
// Only ids of items and times are kept. Within the limits of a record, merging commutes, and
// merging one twice changes nothing, so that devices may send what they know in any order,
// and again.
package seen

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Record is what one user has seen, by the ids of items. The id "" stands for the site:
// when it was visited first.
type Record map[string]Entry

// Entry is when an item was shown and when it was dismissed, in milliseconds since 1970.
type Entry struct {
	Shown     []int64 `json:"shown"` // sorted, each time once
	Dismissed int64   `json:"dismissed,omitempty"`
}

// Limits of a record.
const (
	MaxBytes = 256 << 10 // of a record that is sent
	maxIDs   = 2000      // of a user: those that were touched last
	maxTimes = 100       // of an item: the latest
	maxID    = 500       // bytes
	// Kept is for how long a time is remembered.
	Kept = 400 * 24 * time.Hour
	// A device's clock may be ahead by so much; what is later counts as the beginning of the
	// day, so that it counts once however often it is sent.
	ahead = 24 * time.Hour
)

// ErrRecord says that a record has the wrong form.
var ErrRecord = errors.New("the record has the wrong form")

// Parse reads a record that a device sends. Times of a clock that is far ahead are taken for
// the beginning of the day.
func Parse(data []byte, now time.Time) (Record, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var r Record
	if err := decoder.Decode(&r); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRecord, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: there is more behind it", ErrRecord)
	}
	if r == nil {
		return nil, fmt.Errorf("%w: null is none", ErrRecord)
	}
	if len(r) > maxIDs {
		return nil, fmt.Errorf("%w: it has %d ids, of which there may be %d", ErrRecord, len(r), maxIDs)
	}
	latest := now.Add(ahead).UnixMilli()
	for id, e := range r {
		// PostgreSQL takes no zero bytes.
		if len(id) > maxID || !utf8.ValidString(id) || strings.ContainsRune(id, 0) {
			return nil, fmt.Errorf("%w: %.50q is no id", ErrRecord, id)
		}
		times := append(slices.Clone(e.Shown), e.Dismissed)
		for i, at := range times {
			if at < 0 {
				return nil, fmt.Errorf("%w: %d is no time", ErrRecord, at)
			}
			if at > latest {
				times[i] = now.Truncate(24 * time.Hour).UnixMilli()
			}
		}
		r[id] = Entry{times[:len(e.Shown)], times[len(e.Shown)]}.join(Entry{})
	}
	return r, nil
}

// Merge returns what two records say together. Times that are longer ago than [Kept] are
// left out, and of more ids than a record may have those that were touched longest ago, but
// never the first visit.
func (r Record) Merge(other Record, now time.Time) Record {
	out := make(Record, len(r)+len(other))
	oldest := now.Add(-Kept).UnixMilli()
	for _, list := range []Record{r, other} {
		for id, e := range list {
			// One by one: if an old time lasted as long as others of its item, it would depend
			// on who merges first.
			if e = e.since(oldest).join(out[id]); e.touched() > 0 {
				out[id] = e
			}
		}
	}
	if len(out) > maxIDs {
		ids := make([]string, 0, len(out))
		for id := range out {
			ids = append(ids, id)
		}
		slices.SortFunc(ids, func(a, b string) int {
			if a == "" || b == "" {
				return strings.Compare(a, b) // the first visit is not touched again
			}
			if d := out[b].touched() - out[a].touched(); d != 0 {
				return int(max(-1, min(1, d)))
			}
			return strings.Compare(a, b)
		})
		for _, id := range ids[maxIDs:] {
			delete(out, id)
		}
	}
	return out
}

// join returns when an item was shown by either: each time once, the latest of them; and
// when it was dismissed first.
func (e Entry) join(other Entry) Entry {
	shown := slices.Concat(e.Shown, other.Shown)
	slices.Sort(shown)
	shown = slices.Compact(shown)
	out := Entry{Shown: shown[max(0, len(shown)-maxTimes):], Dismissed: e.Dismissed}
	if out.Shown == nil {
		out.Shown = []int64{} // devices read a list
	}
	if other.Dismissed != 0 && (e.Dismissed == 0 || other.Dismissed < e.Dismissed) {
		out.Dismissed = other.Dismissed
	}
	return out
}

// since returns an entry without the times before one.
func (e Entry) since(oldest int64) Entry {
	out := Entry{Shown: slices.DeleteFunc(slices.Clone(e.Shown), func(at int64) bool { return at < oldest })}
	if e.Dismissed >= oldest {
		out.Dismissed = e.Dismissed
	}
	return out
}

// touched is when something was last done with an item.
func (e Entry) touched() int64 {
	last := e.Dismissed
	if n := len(e.Shown); n > 0 {
		last = max(last, e.Shown[n-1])
	}
	return last
}
