package themes

import (
	"crypto/sha256"
	"fmt"
	"math"
	"slices"

	"headsup/generator/disk/compact"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/wording"
)

// decision is which group a record joined.
type decision struct {
	at   int // place of the group, that of the next new one for a record that began one; or unknown
	near float64
}

const unknown = -1

// segment is a part of the records, with what identifies all records before it and all up to
// its end.
type segment struct {
	record.Part
	before, through []byte
	begins          bool // it is the first one of its month
	state           bool // what is known before it is kept
	recent          bool // what is decided about it is kept
}

// history finds what is known of records from before. Which group a record joins depends on it
// and on all records before it, and so do the keys of what is kept:
//
//   - the whole state before each of the newest months and before each year, from which a run
//     goes on. What came in between is not even read;
//   - the decisions about parts of the newest months. To take one from there saves the comparison
//     with all groups; all that later records are compared with is made anew, and so cannot be
//     another.
type history struct {
	record.Kept
	least    float64
	segments []segment
}

// newest is how many months at the end are likely to change.
const newest = 2

func (opt *Options) history(records []*record.Record) *history {
	h := &history{Kept: opt.Kept, least: opt.Least}
	before := fmt.Appendf(nil, "%q %v", opt.Language, opt.Least)
	parts := opt.Parts
	if parts == nil {
		parts = record.Parts(records)
	}
	for i, p := range parts {
		s := segment{Part: p, before: before, begins: i == 0 || h.segments[i-1].Month != p.Month}
		sum := sha256.Sum256(slices.Concat(before, p.Digest[:]))
		s.through, before = sum[:], sum[:]
		h.segments = append(h.segments, s)
	}
	months := 0
	for i := len(h.segments) - 1; i >= 0; i-- {
		s := &h.segments[i]
		s.recent = months < newest
		s.state = s.begins && s.From > 0 && (s.recent || h.segments[i-1].Month[:4] != s.Month[:4])
		if s.begins {
			months++
		}
	}
	return h
}

// resume returns the latest state that is kept, or one that knows nothing.
func (h *history) resume() *assigner {
	if h.Cache != nil {
		for i := range slices.Backward(h.segments) {
			s := &h.segments[i]
			if !s.state {
				continue
			}
			key := h.Key("state of themes", s.before)
			if data, ok := h.Cache.Get(key); ok {
				if a := unpacked(data, s.From, h.least); a != nil {
					return a
				}
				h.Cache.Forget(key)
			}
		}
	}
	return newAssigner(h.least)
}

// keepState keeps what is known before a segment, if it is one of those that a run may begin with.
func (h *history) keepState(s *segment, a *assigner) {
	if h.Cache != nil && s.state {
		h.Cache.Put(h.Key("state of themes", s.before), a.packed())
	}
}

// decisions returns what was decided about the records of a segment, nil when that is not known.
func (h *history) decisions(s *segment) []decision {
	if h.Cache == nil || !s.recent {
		return nil
	}
	data, ok := h.Cache.Get(h.Key("themes", s.through))
	if !ok {
		return nil
	}
	r := compact.NewReader(data)
	out := make([]decision, s.To-s.From)
	for i := range out {
		out[i] = decision{r.Uint(), r.Float()}
	}
	if !r.Done() {
		h.Cache.Forget(h.Key("themes", s.through))
		return nil
	}
	return out
}

func (h *history) keepDecisions(s *segment, list []decision) {
	if h.Cache == nil || !s.recent {
		return
	}
	var w compact.Writer
	for _, d := range list {
		w.Uint(d.at)
		w.Float(d.near)
	}
	h.Cache.Put(h.Key("themes", s.through), w.Bytes)
}

// packed writes all that is known between two months.
func (a *assigner) packed() []byte {
	var w compact.Writer
	a.lexicon.Pack(&w)
	a.weights.Pack(&w)
	w.Uint(len(a.decided))
	for _, d := range a.decided {
		w.Uint(d.at)
		w.Float(d.near)
	}
	w.Uint(len(a.groups))
	for _, g := range a.groups {
		w.Text(g.id)
		w.Float(g.square)
		w.Text(g.middle.title)
		w.Uint(len(g.middle.vector))
		for _, e := range g.middle.vector {
			w.Uint(int(e.Term))
			w.Float(e.Weight)
		}
	}
	w.Uint(len(a.postings))
	for place, postings := range a.postings {
		w.Float(a.most[place])
		w.Uint(len(postings))
		last := 0
		for _, p := range postings {
			w.Uint(int(p.group) - last)
			last = int(p.group)
			w.Float(p.sum)
		}
	}
	return w.Bytes
}

// unpacked reads what is known after so many records, nil if it makes no sense.
func unpacked(data []byte, count int, least float64) *assigner {
	r := compact.NewReader(data)
	a := newAssigner(least)
	a.lexicon = wording.UnpackLexicon(form, r)
	size := a.lexicon.Size()
	a.weights = wording.UnpackWeights(r, a.lexicon)
	a.decided = make([]decision, r.Count(9))
	for i := range a.decided {
		a.decided[i] = decision{r.Uint(), r.Float()}
	}
	term := func() wording.Term {
		t := wording.Term(r.Below(math.MaxInt32))
		if t.Place() >= size {
			r.Fail()
			return 0
		}
		return t
	}
	a.groups = make([]*group, r.Count(11))
	a.near, a.lengths = make([]float64, len(a.groups)), make([]float64, len(a.groups))
	for i := range a.groups {
		g := &group{id: r.Text(), square: r.Float()}
		g.middle.title = r.Text()
		g.middle.vector = make([]wording.Entry, r.Count(9))
		for n := range g.middle.vector {
			g.middle.vector[n] = wording.Entry{Term: term(), Weight: r.Float()}
		}
		a.groups[i], a.byID[g.id], a.lengths[i] = g, i, math.Sqrt(g.square)
	}
	a.postings = make([][]posting, r.Count(9))
	a.most = make([]float64, len(a.postings))
	for place := range a.postings {
		a.most[place] = r.Float()
		count := r.Count(9)
		postings := make([]posting, count, count+count/8+4) // with room for new groups
		last := 0
		for i := range postings {
			last += r.Uint()
			if last >= len(a.groups) {
				r.Fail()
				return nil
			}
			postings[i] = posting{int32(last), r.Float()}
		}
		a.postings[place] = postings
	}
	if !r.Done() || len(a.decided) != count || len(a.postings) > size {
		return nil
	}
	for _, d := range a.decided {
		if d.at >= len(a.groups) {
			return nil
		}
	}
	return a
}
