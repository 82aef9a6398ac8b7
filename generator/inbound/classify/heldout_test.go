package classify

import (
	"os"
	"testing"

	"headsup/generator/publish/search/analysis"
)

// heldOutExamples are sentences that nothing was learned from: neither the features nor the
// cues nor the seed were changed with a look at which of them are judged wrongly. Keep it so.
func heldOutExamples(t *testing.T) []Example {
	t.Helper()
	text, err := os.ReadFile("testdata/heldout.tsv")
	if err != nil {
		t.Fatal(err)
	}
	return parse(string(text))
}

// wordsOf returns the different words of a text.
func wordsOf(text string) map[string]bool {
	words := map[string]bool{}
	var s analysis.Scanner
	s.Scan(text, func(token analysis.Token) {
		if !token.Variant {
			words[string(token.Text)] = true
		}
	})
	return words
}

func TestHeldOut(t *testing.T) {
	t.Parallel()
	const want = 0.85
	examples := heldOutExamples(t)
	c := Train(Seed())
	right, sure, both := 0, 0, 0
	for _, e := range examples {
		kind, _, isSure := c.Kind(e.Text, e.Lang)
		if kind == e.Kind {
			right++
		}
		if isSure {
			sure++
			if kind == e.Kind {
				both++
			}
		}
	}
	t.Logf("%d of %d are right; %d are sure, of which %d are right", right, len(examples), sure, both)
	if len(examples) < 200 || share(right, len(examples)) < want {
		t.Errorf("%d of %d are right, want %.0f %%", right, len(examples), 100*want)
	}
}

// No sentence has more than half of its words from one of the seed.
func TestHeldOutIsDifferent(t *testing.T) {
	t.Parallel()
	var known []map[string]bool
	for _, e := range Seed() {
		known = append(known, wordsOf(e.Text))
	}
	for _, e := range heldOutExamples(t) {
		words := wordsOf(e.Text)
		for i, seed := range known {
			same := 0
			for w := range words {
				if seed[w] {
					same++
				}
			}
			if 2*same > len(words) {
				t.Errorf("%q shares %d of %d words with %q", e.Text, same, len(words), Seed()[i].Text)
			}
		}
	}
}
