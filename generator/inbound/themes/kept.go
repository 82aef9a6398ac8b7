package themes

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"fmt"

	"headsup/generator/disk/cache"
	"headsup/generator/inbound/record"
)

// Kept is where results are kept from one time to the next. The zero value keeps nothing.
type Kept struct {
	Cache   *cache.Cache
	Program string // identifies the program that computes
}

// decision is which group a record joined.
type decision struct {
	at   int // place of the group, that of the next new one for a record that began one; -1: not known
	near float64
}

// decided is what a part of the records joined.
type decided struct {
	list  []decision
	key   cache.Key
	known bool // it was kept
}

// history finds what parts of the records joined before. Which group a record joins depends on
// it and on all records before it, so the key of a part is made of these. To take a decision
// from there saves the comparison with all groups; all that later records are compared with is
// made anew, and so cannot be another.
type history struct {
	Kept
	before []byte // identifies all records so far
}

func (opt *Options) history() *history {
	return &history{opt.Kept, fmt.Appendf(nil, "%q %v", opt.Language, opt.Least)}
}

// next returns what is known of the next records in an order.
func (h *history) next(records []record.Record, order []int) decided {
	d := decided{list: make([]decision, len(order))}
	for i := range d.list {
		d.list[i].at = -1
	}
	if h.Cache == nil {
		return d
	}
	sum := sha256.New()
	sum.Write(h.before)
	for _, i := range order {
		r := &records[i]
		for _, text := range []string{r.Source, r.ID, r.Theme, r.Lang, r.Title, r.Text} {
			fmt.Fprintf(sum, "%d %s", len(text), text)
		}
	}
	h.before = sum.Sum(nil)
	d.key = cache.NewKey(h.Program+" themes", h.before)
	var kept keptDecisions
	data, ok := h.Cache.Get(d.key)
	if !ok || gob.NewDecoder(bytes.NewReader(data)).Decode(&kept) != nil || len(kept.At) != len(order) || len(kept.Near) != len(order) {
		return d
	}
	d.known = true
	for i := range d.list {
		d.list[i] = decision{kept.At[i], kept.Near[i]}
	}
	return d
}

type keptDecisions struct {
	At   []int
	Near []float64
}

// keep keeps what was decided, unless it is kept already.
func (d *decided) keep(known *cache.Cache) {
	if d.known || known == nil {
		return
	}
	var kept keptDecisions
	for _, one := range d.list {
		kept.At, kept.Near = append(kept.At, one.at), append(kept.Near, one.near)
	}
	var data bytes.Buffer
	if gob.NewEncoder(&data).Encode(kept) == nil {
		known.Put(d.key, data.Bytes())
	}
}
