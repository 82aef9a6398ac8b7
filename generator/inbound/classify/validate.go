package classify

import (
	"cmp"
	"slices"

	"headsup/generator/inbound/record"
)

// precision is the share of sure judgements that have to be right.
const precision = 0.93

// calibrationFolds are enough to find where precision is reached, and few enough to be quick.
const calibrationFolds = 5

// Accuracy is how good the judgement of texts is that were not learned from.
type Accuracy struct {
	Examples int
	Right    float64 // share of all examples that is judged rightly, be it sure or not
	Unsure   float64 // share that is not sure
	Sure     float64 // share of the sure ones that is right
	Kinds    []KindAccuracy
	// Confusion counts examples: the row is the kind that one has, the column the kind that
	// it is judged to be, both in the order of [record.Kinds].
	Confusion [][]int
}

// KindAccuracy is how good it is for one kind.
type KindAccuracy struct {
	Kind     record.Kind
	Examples int
	Found    float64 // share of its examples that is judged rightly
	Right    float64 // share of the examples judged to be of the kind that is
}

// CrossValidate splits examples into folds, at least 2, by the hash of their texts, and
// judges each fold by what is learned from the others. The confidence that counts as sure is
// set by all judgements, as [Train] does it.
//
// The phrases in cues.txt were collected with an eye on the seed, so for the seed the result is
// somewhat flattering. TestHeldOut judges sentences that were written later.
func CrossValidate(examples []Example, folds int) Accuracy {
	docs, known := read(examples)
	judged := heldOut(docs, len(known), max(folds, 2))
	return accuracyOf(judged, threshold(judged))
}

// accuracyOf counts judgements, of which those of enough confidence are sure.
func accuracyOf(judged []tested, enough float64) Accuracy {
	a := Accuracy{Examples: len(judged)}
	for range record.Kinds() {
		a.Confusion = append(a.Confusion, make([]int, len(record.Kinds())))
	}
	right, sure, both := 0, 0, 0
	for _, j := range judged {
		a.Confusion[j.is][j.kind]++
		if j.right() {
			right++
		}
		if j.confidence >= enough {
			sure++
			if j.right() {
				both++
			}
		}
	}
	a.Right, a.Unsure, a.Sure = share(right, len(judged)), share(len(judged)-sure, len(judged)), share(both, sure)
	for k, kind := range record.Kinds() {
		is, said := 0, 0
		for other := range record.Kinds() {
			is += a.Confusion[k][other]
			said += a.Confusion[other][k]
		}
		hits := a.Confusion[k][k]
		a.Kinds = append(a.Kinds, KindAccuracy{Kind: kind, Examples: is, Found: share(hits, is), Right: share(hits, said)})
	}
	return a
}

func share(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

// tested is the judgement of an example that was not learned from.
type tested struct {
	judgement
	is int // its kind
}

func (t tested) right() bool { return t.kind == t.is }

// heldOut judges each example by what is learned from those of other folds.
func heldOut(docs []doc, features, folds int) []tested {
	var out []tested
	for fold := range folds {
		var rest, own []doc
		for _, d := range docs {
			if int(d.hash%feature(folds)) == fold {
				own = append(own, d)
			} else {
				rest = append(rest, d)
			}
		}
		m := fit(rest, features)
		for _, d := range own {
			out = append(out, tested{judge(m.probabilities(d.places, len(d.places))), d.kind})
		}
	}
	return out
}

// threshold returns the lowest confidence from which on the wanted share of judgements is
// right, and more than any has when there is none.
func threshold(judged []tested) float64 {
	slices.SortFunc(judged, func(a, b tested) int { return cmp.Compare(b.confidence, a.confidence) })
	enough, right := 2.0, 0
	for i, j := range judged {
		if j.right() {
			right++
		}
		last := i+1 == len(judged) || judged[i+1].confidence < j.confidence
		if last && share(right, i+1) >= precision {
			enough = j.confidence
		}
	}
	return enough
}
