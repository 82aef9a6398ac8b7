package main

import "slices"

// depth is how many results count.
const depth = 10

// rank returns the place of the first wanted result, from 1, or 0 when none is
// among those that count.
func rank(results, want []string) int {
	for i, r := range results[:min(depth, len(results))] {
		if slices.Contains(want, r) {
			return i + 1
		}
	}
	return 0
}

// score says how good ranks are.
type score struct {
	first      float64 // success@1: share of the queries whose first result is right
	reciprocal float64 // MRR@10: mean of 1/rank
}

// scoreOf scores the ranks of any number of queries; that of none is 0.
func scoreOf(ranks []int) score {
	var s score
	for _, r := range ranks {
		if r == 1 {
			s.first++
		}
		if r > 0 {
			s.reciprocal += 1 / float64(r)
		}
	}
	if n := float64(len(ranks)); n > 0 {
		s.first /= n
		s.reciprocal /= n
	}
	return s
}

// topPages returns the first pages of a list of results: each once, and only
// those that are in the comparison.
func topPages(urls []string, known func(url string) bool) []string {
	var out []string
	for _, u := range urls {
		if len(out) < depth && known(u) && !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	return out
}
