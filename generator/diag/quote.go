package diag

import "strings"

// quoteLimit is how much of a value a message repeats, in code points.
const quoteLimit = 60

// Quote returns a value for a message, cut when it is long.
func Quote(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > quoteLimit {
		s = string(r[:quoteLimit]) + "…"
	}
	return `"` + s + `"`
}
