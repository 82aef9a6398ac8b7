package main

import (
	"slices"
	"time"
)

// load is what one search costs a reader who has never searched before.
type load struct {
	engine engineID
	page   bool // headsup's search page, with all that is its own
	query  string

	results  int           // that are shown, five or fewer
	requests int           // for the query as a whole
	bytes    int64         // of their answers
	ready    time.Duration // from the query until the results are ready
	busy     time.Duration // of the main thread, meanwhile
	longest  time.Duration // task of the main thread, 0: none that a browser reports

	typed     typing // the same query letter by letter, in another visit
	hasTyping bool
}

// typing is what a query costs that is typed: each letter is a search, and the
// next one follows when there are results.
type typing struct {
	requests int
	bytes    int64
	middle   time.Duration // the median of what the letters took
	slowest  time.Duration // the most that one took; mostly the first, which opens the engine
	later    time.Duration // the most that any but the first took
	busiest  time.Duration // the most that the main thread worked for one
	working  time.Duration // the most that it worked for any but the first
}

// keystroke is what one letter took.
type keystroke struct{ ready, busy time.Duration }

// typingOf sums up keystrokes, of which there has to be one.
func typingOf(keys []keystroke) typing {
	var t typing
	var ready []time.Duration
	for i, k := range keys {
		ready = append(ready, k.ready)
		t.slowest = max(t.slowest, k.ready)
		t.busiest = max(t.busiest, k.busy)
		if i > 0 {
			t.later = max(t.later, k.ready)
			t.working = max(t.working, k.busy)
		}
	}
	t.middle = middle(ready)
	return t
}

// prefixes returns what stands in a field while a query is typed.
func prefixes(query string) []string {
	var out []string
	for i := range query {
		if i > 0 && query[i-1] != ' ' { // a space alone is no new search
			out = append(out, query[:i])
		}
	}
	return append(out, query)
}

// middle returns the median of a list that is not empty; of two middles, the
// smaller.
func middle[T int | int64 | time.Duration](list []T) T {
	list = slices.Clone(list)
	slices.Sort(list)
	return list[(len(list)-1)/2]
}

// medianLoad returns the middle of each quantity.
func medianLoad(runs []load) load {
	m := runs[0]
	m.results = of(runs, func(l load) int { return l.results })
	m.requests = of(runs, func(l load) int { return l.requests })
	m.bytes = of(runs, func(l load) int64 { return l.bytes })
	m.ready = of(runs, func(l load) time.Duration { return l.ready })
	m.busy = of(runs, func(l load) time.Duration { return l.busy })
	m.longest = of(runs, func(l load) time.Duration { return l.longest })
	m.typed = typing{
		requests: of(runs, func(l load) int { return l.typed.requests }),
		bytes:    of(runs, func(l load) int64 { return l.typed.bytes }),
		middle:   of(runs, func(l load) time.Duration { return l.typed.middle }),
		slowest:  of(runs, func(l load) time.Duration { return l.typed.slowest }),
		later:    of(runs, func(l load) time.Duration { return l.typed.later }),
		busiest:  of(runs, func(l load) time.Duration { return l.typed.busiest }),
		working:  of(runs, func(l load) time.Duration { return l.typed.working }),
	}
	return m
}

// of returns the median of one quantity of runs.
func of[R any, T int | int64 | time.Duration](runs []R, quantity func(R) T) T {
	var list []T
	for _, r := range runs {
		list = append(list, quantity(r))
	}
	return middle(list)
}
