package record

import (
	"math/bits"
	"strings"
	"time"

	"headsup/generator/disk/cache"
	"headsup/generator/disk/compact"
)

// Kept is where what was found out about records is kept from one time to the next. The zero
// value keeps nothing.
type Kept struct {
	Cache   *cache.Cache
	Program string // identifies the program that finds out
}

// Key is that of a result: what it is, and all that it depends on beside the program.
func (k Kept) Key(what string, parts ...[]byte) cache.Key {
	return cache.NewKey(k.Program+" "+what, parts...)
}

// The bits that say which fields a record has beside those that all have: first texts in the
// order of [Record.shared], then these.
const (
	hasTitle = 1 << (iota + 9)
	hasURL
	hasValue
	hasScore
	hasFraction // of a second
)

// shared are the texts that many records have in common.
func (r *Record) shared() [9]*string {
	return [...]*string{
		&r.Source, &r.Team, &r.Product, &r.Plan, &r.Account, &r.Lang, (*string)(&r.Kind), &r.Theme, &r.Answer,
	}
}

// packed writes the records of a file. A text of its own that stands in the file as it is, as
// almost all do, becomes a place there.
func packed(file string, records []Record) []byte {
	var w compact.Writer
	w.Uint(len(records))
	at := map[string]int{}
	var names []string
	for i := range records {
		for _, text := range records[i].shared() {
			if _, ok := at[*text]; !ok {
				at[*text] = len(names)
				names = append(names, *text)
			}
		}
	}
	w.Uint(len(names))
	for _, name := range names {
		w.Text(name)
	}
	line, start, second := 1, 0, int64(0)
	for i := range records {
		r := &records[i]
		before, from := line, start
		for ; line < r.line; line++ {
			start += strings.IndexByte(file[start:], '\n') + 1
		}
		w.Uint(line - before)
		w.Uint(start - from)
		text, _, _ := strings.Cut(file[start:], "\n")
		own := func(s string) {
			if place := strings.Index(text, s); place >= 0 {
				w.Uint(place + 1)
				w.Uint(len(s))
			} else {
				w.Uint(0)
				w.Text(s)
			}
		}
		has := r.has()
		w.Uint(has)
		w.Int(r.At.Unix() - second)
		second = r.At.Unix()
		own(r.ID)
		own(r.Text)
		for field, text := range r.shared() {
			if has&(1<<field) != 0 {
				w.Uint(at[*text])
			}
		}
		if has&hasTitle != 0 {
			own(r.Title)
		}
		if has&hasURL != 0 {
			own(r.URL)
		}
		if has&hasValue != 0 {
			w.Float(r.Value)
		}
		if has&hasScore != 0 {
			w.Uint(*r.Score)
		}
		if has&hasFraction != 0 {
			w.Uint(r.At.Nanosecond())
		}
	}
	return w.Bytes
}

// has are the bits of a record.
func (r *Record) has() (has int) {
	for field, text := range r.shared() {
		if *text != "" {
			has |= 1 << field
		}
	}
	for _, more := range [...]struct {
		bit int
		is  bool
	}{
		{hasTitle, r.Title != ""},
		{hasURL, r.URL != ""},
		{hasValue, r.Value != 0},
		{hasScore, r.Score != nil},
		{hasFraction, r.At.Nanosecond() != 0},
	} {
		if more.is {
			has |= more.bit
		}
	}
	return has
}

// leastPacked is how many bytes a record takes at least.
const leastPacked = 9

// unpack reads the records of a file again, as many as there is room for; not ok is what was not
// written for this file. How many there are has been read.
func unpack(file string, r *compact.Reader, records []Record) (ok bool) {
	names := make([]string, r.Count(1))
	for i := range names {
		names[i] = r.Text()
	}
	scores := make([]int, 0, len(records))
	line, start, second := 1, 0, int64(0)
	own := func() string {
		place := r.Uint()
		if place == 0 {
			return r.Text()
		}
		from, size := start+place-1, r.Uint()
		if from < 0 || from > len(file) || size > len(file)-from {
			r.Fail()
			return ""
		}
		return file[from : from+size]
	}
	for i := range records {
		out := &records[i]
		line += r.Uint()
		start += r.Uint()
		out.line = line
		has := r.Uint()
		second += r.Int()
		out.ID, out.Text = own(), own()
		if shared := has & (hasTitle - 1); shared != 0 {
			texts := out.shared()
			for ; shared != 0; shared &= shared - 1 {
				if name := r.Below(len(names)); !r.Failed() {
					*texts[bits.TrailingZeros(uint(shared))] = names[name]
				}
			}
		}
		if has&hasTitle != 0 {
			out.Title = own()
		}
		if has&hasURL != 0 {
			out.URL = own()
		}
		if has&hasValue != 0 {
			out.Value = r.Float()
		}
		if has&hasScore != 0 {
			scores = append(scores, r.Uint())
			out.Score = &scores[len(scores)-1]
		}
		nano := 0
		if has&hasFraction != 0 {
			nano = r.Uint()
		}
		out.At = time.Unix(second, int64(nano)).UTC()
		if r.Failed() {
			return false
		}
	}
	return r.Done()
}
