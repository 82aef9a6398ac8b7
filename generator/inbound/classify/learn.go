package classify

import (
	"cmp"
	"math"
	"slices"

	"headsup/generator/inbound/record"
)

// scores are numbers for each of [record.Kinds].
type scores [7]float64

// model is a logistic regression: what each feature says for and against each kind.
//
// There is no constant that makes one kind likelier than another. What people correct is
// what was judged wrongly, and so says nothing about how common a kind is.
type model []scores

// doc is an example that has been read.
type doc struct {
	hash   feature // of its text, says its fold
	places []int32 // of its features
	kind   int
	weight float64
}

// How a model is fitted: how often all examples are gone through, the size of a step,
// and how much smaller it gets each time. More rounds and a penalty on weights
// change nothing in cross-validation.
const (
	rounds = 10
	step   = 4.0
	slower = 0.3
)

// read returns the examples in an order that depends on nothing but themselves, and which
// mixes the kinds, as fitting step by step wants it. Known are the places of all features.
func read(examples []Example) (docs []doc, known map[feature]int32) {
	type hashed struct {
		Example
		hash feature
		kind int
	}
	var list []hashed
	for _, e := range examples {
		if kind := slices.Index(record.Kinds(), e.Kind); kind >= 0 {
			list = append(list, hashed{e, mix(0, hash(e.Text)), kind})
		}
	}
	slices.SortFunc(list, func(a, b hashed) int {
		return cmp.Or(
			cmp.Compare(a.hash, b.hash), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Lang, b.Lang),
			cmp.Compare(a.kind, b.kind), cmp.Compare(a.Weight, b.Weight),
		)
	})
	known = map[feature]int32{}
	var r reader
	for _, e := range list {
		d := doc{hash: e.hash, kind: e.kind, weight: cmp.Or(e.Weight, 1)}
		for _, f := range r.read(e.Text, e.Lang) {
			place, ok := known[f]
			if !ok {
				place = int32(len(known))
				known[f] = place
			}
			d.places = append(d.places, place)
		}
		docs = append(docs, d)
	}
	return docs, known
}

// fit learns from examples with so many features.
//
// Cross-validated on the seed, in ten folds, naive Bayes over the same features is right in
// 86 % at best, and this in 90 %.
func fit(docs []doc, features int) model {
	m := make(model, features)
	for round := range rounds {
		rate := step / (1 + slower*float64(round))
		for _, d := range docs {
			off := m.probabilities(d.places, len(d.places))
			off[d.kind]--
			for k := range off {
				off[k] *= d.weight * rate * scale(len(d.places))
			}
			for _, place := range d.places {
				w := &m[place]
				for k := range w {
					w[k] -= off[k]
				}
			}
		}
	}
	return m
}

// scale makes texts of all lengths equally loud.
func scale(features int) float64 { return 1 / math.Sqrt(float64(1+features)) }

// probabilities returns how probable each kind is for a text with so many features, of which
// those that are known have places. The others say nothing, and so make it less sure.
func (m model) probabilities(places []int32, features int) (p scores) {
	for _, place := range places {
		for k, w := range m[place] {
			p[k] += w
		}
	}
	highest, sum := slices.Max(p[:]), 0.0
	for k := range p {
		p[k] = math.Exp((p[k] - highest) * scale(features))
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}
