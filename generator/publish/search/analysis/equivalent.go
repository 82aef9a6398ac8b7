package analysis

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// equivalents has a line for each group of everyday words of which one often stands for
// another where people ask about a product.
//
//go:embed equivalents.txt
var equivalents string

// EquivalentSign stands between the stems of a group of equivalents. No token has it.
const EquivalentSign = "|"

// Equivalents returns, by stem, the groups of everyday English words that it belongs to, each
// as the stems of its words with [EquivalentSign] between them. Callers must not change it.
var Equivalents = sync.OnceValue(func() map[string][]string {
	groups := map[string][]string{}
	for line := range strings.Lines(equivalents) {
		words := strings.Fields(line)
		for i, w := range words {
			words[i] = Stem(w)
		}
		slices.Sort(words)
		words = slices.Compact(words)
		group := strings.Join(words, EquivalentSign)
		for _, stem := range words {
			groups[stem] = append(groups[stem], group)
		}
	}
	return groups
})
