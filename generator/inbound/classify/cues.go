package classify

import (
	_ "embed"
	"strings"
	"sync"

	"headsup/generator/publish/search/analysis"
)

//go:embed cues.txt
var cuesText string

// cue is a group of phrases that say much the same. A few hundred examples do not have all
// the words for "we need it" or "it is broken"; with groups they do not have to.
type cue uint8

// cueTable finds cues in words.
type cueTable struct {
	phrases map[feature]cue  // by the hash of their words
	open    map[feature]bool // beginnings of longer phrases
	starts  map[feature]cue  // words with a star, by the hash of what stands before it
	// Cues that have a part in how a text is read.
	greet, bye, thanks cue
}

// How many bytes stand before a star.
const shortestStart, longestStart = 4, 11

var cues = sync.OnceValue(func() *cueTable {
	t := &cueTable{phrases: map[feature]cue{}, open: map[feature]bool{}, starts: map[feature]cue{}}
	byName := map[string]cue{}
	for line := range strings.Lines(cuesText) {
		name, phrases, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || name[0] == '#' {
			continue
		}
		if byName[name] == 0 {
			byName[name] = cue(len(byName) + 1)
		}
		for phrase := range strings.SplitSeq(phrases, ", ") {
			t.add(phrase, byName[name])
		}
	}
	t.greet, t.bye, t.thanks = byName["greet"], byName["bye"], byName["thanks"]
	return t
})

func (t *cueTable) add(phrase string, c cue) {
	if start, ok := strings.CutSuffix(phrase, "*"); ok {
		t.starts[hash(start)] = c
		return
	}
	var s analysis.Scanner
	var h feature
	s.Scan(phrase, func(token analysis.Token) {
		if token.Variant {
			return
		}
		if h != 0 {
			t.open[h] = true
		}
		h = mix(h, hash(token.Text))
	})
	t.phrases[h] = c
}

// start returns the cue that a word with a star stands for.
func (t *cueTable) start(word []byte) cue {
	for n := shortestStart; n <= min(len(word), longestStart); n++ {
		if c := t.starts[hash(word[:n])]; c != 0 {
			return c
		}
	}
	return 0
}

// find appends the cues of a clause: of each place the longest phrase, and of equal ones
// that follow each other the first.
func (t *cueTable) find(found []cue, words []wordAt) []cue {
	for i := 0; i < len(words); {
		best, next := words[i].cue, i+1
		var h feature
		for j := i; j < len(words); j++ {
			h = mix(h, words[j].hash)
			if c := t.phrases[h]; c != 0 {
				best, next = c, j+1
			}
			if !t.open[h] {
				break
			}
		}
		if best != 0 && (len(found) == 0 || found[len(found)-1] != best) {
			found = append(found, best)
		}
		i = next
	}
	return found
}
