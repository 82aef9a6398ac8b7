package diag

import (
	"strconv"
	"strings"
)

// Suggest returns the known word nearest to a mistyped one, or "" when none is
// near enough: at most one edit for each three letters, and at least one.
// Distance is optimal string alignment (Damerau-Levenshtein without repeated
// edits), case ignored.
func Suggest(word string, known []string) string {
	w := []rune(strings.ToLower(word))
	best, bestDistance := "", max(1, len(w)/3)+1
	for _, k := range known {
		if d := distance(w, []rune(strings.ToLower(k)), bestDistance); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	return best
}

// DidYouMean returns a hint for a mistyped word: the nearest known word, or the
// whole list when it is short, or "".
func DidYouMean(word string, known []string) string {
	if s := Suggest(word, known); s != "" {
		return "did you mean " + s + "?"
	}
	const short = 12
	switch {
	case len(known) == 0:
		return ""
	case len(known) <= short:
		return "allowed: " + strings.Join(known, ", ")
	default:
		return "allowed: " + strings.Join(known[:short], ", ") + " and " + strconv.Itoa(len(known)-short) + " more"
	}
}

// OneOff reports whether two words differ in one edit at most, as for [Suggest].
func OneOff(a, b string) bool {
	return distance([]rune(strings.ToLower(a)), []rune(strings.ToLower(b)), 2) < 2
}

// distance returns the edit distance of a and b, or limit when it is not
// smaller than limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	prev2 := make([]int, len(b)+1)
	prev := make([]int, len(b)+1)
	cur := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return min(prev[len(b)], limit)
}
