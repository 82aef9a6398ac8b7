// Package classify says what kind a question, request or remark is: whether somebody
// wants to learn how, to know what the product can do or when it will, asks for
// something, reports a problem, praises, or none of these.
//
// How-to and capability differ in what helps: steps, or a yes, a no or a number. A
// question that asks for both is a how-to. What a company is asked and not its product
// (quotes, contracts, meetings, jobs) is other, and so are replies that say nothing.
//
// It has learned from a seed, sentences that were written for it, and learns more from
// the kinds that people set. It gives the same answers for the same examples, in whatever
// order they come.
package classify

import (
	"math"
	"strings"

	"headsup/generator/inbound/record"
)

// Example is a text whose kind is known.
type Example struct {
	Text string
	Lang string // BCP 47, empty when it is not known
	Kind record.Kind
	// Weight is how much it counts; none is 1.
	Weight float64
}

// corrected is the weight of what people have set: it has to be noticed among the
// hundreds of examples of the seed.
const corrected = 4

// Corrected returns the records whose kind people have set, as examples.
func Corrected(records []*record.Record) []Example {
	var out []Example
	for _, r := range records {
		if r.Kind != "" {
			out = append(out, Example{Text: text(r), Lang: r.Lang, Kind: r.Kind, Weight: corrected})
		}
	}
	return out
}

// text is what is read of a record. Many sources make the title of the beginning of the
// text, and then it is enough.
func text(r *record.Record) string {
	if r.Title == "" || strings.HasPrefix(r.Text, strings.TrimRight(r.Title, ".… ")) {
		return r.Text
	}
	return r.Title + "\n" + r.Text
}

// Classifier says of which kind texts are. It may be used by several goroutines.
type Classifier struct {
	known  map[feature]int32 // places in model
	model  model
	enough float64  // the confidence from which on a judgement is sure
	judged []tested // the examples, by what was learned from others
	digest []byte   // of all that it has learned from
}

// Train learns from examples. Those whose kind is none of [record.Kinds] are left out.
// To learn from the seed and from people, give it both: [Seed] and [Corrected].
func Train(examples []Example) *Classifier {
	docs, known := read(examples)
	judged := heldOut(docs, len(known), calibrationFolds)
	return &Classifier{known: known, model: fit(docs, len(known)), enough: threshold(judged), judged: judged}
}

// Accuracy returns how good the judgement is, by the cross-validation that found out when it
// is sure. It costs next to nothing, since that has been done.
func (c *Classifier) Accuracy() Accuracy { return accuracyOf(c.judged, c.enough) }

// Kind returns the kind of a text, and how probable it is, from 0 to 1. A judgement that
// is not sure is the best guess and no more: count it as unsure, and let people decide.
// The language is a BCP 47 tag, or empty.
func (c *Classifier) Kind(text, lang string) (kind record.Kind, confidence float64, sure bool) {
	r := readers.Get().(*reader)
	defer readers.Put(r)
	r.places = r.places[:0]
	features := r.read(text, lang)
	for _, f := range features {
		if place, ok := c.known[f]; ok {
			r.places = append(r.places, place)
		}
	}
	if len(r.places) == 0 {
		return record.Other, 0, false
	}
	j := judge(c.model.probabilities(r.places, len(features)))
	return record.Kinds()[j.kind], j.confidence, j.confidence >= c.enough
}

// Record returns the kind of a record: what people have set, or else what its title and
// text say.
func (c *Classifier) Record(r *record.Record) (kind record.Kind, confidence float64, sure bool) {
	if r.Kind != "" {
		return r.Kind, 1, true
	}
	return c.Kind(text(r), r.Lang)
}

// judgement is the most probable kind, a place in [record.Kinds].
type judgement struct {
	kind       int
	confidence float64
}

// judge rounds the confidence: the last digits are not the same on all processors.
func judge(p scores) judgement {
	best := 0
	for k := range p {
		if p[k] > p[best] {
			best = k
		}
	}
	return judgement{best, math.Round(p[best]*1000) / 1000}
}
