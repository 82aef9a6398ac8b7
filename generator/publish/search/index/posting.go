package index

import "math"

// Line is a short text of a page, such as its title. The more of it a query has,
// the better the page is as a result.
type Line struct {
	Kind  LineKind
	Index int // among the lines of its kind on the page
	// Length is how many primary tokens the line has, without stop words when it
	// has others.
	Length int
}

// LineKind is what a line is.
type LineKind uint8

// The kinds of lines.
const (
	TitleLine LineKind = iota
	QuestionLine
	HeadingLine
	NameLine // a key, a version
)

// A posting's head is one byte: the step of its weight in the lower four bits,
// and whether lines follow.
const (
	headLines = 1 << 4 // lines follow
	headStep  = 0x0f
)

// Weights of steps: the least, and the factor from one to the next.
const (
	leastWeight = 0.1
	stepFactor  = 1.5
)

var stepWeights = func() (w [16]float64) {
	w[0] = leastWeight
	for i := 1; i < len(w); i++ {
		w[i] = w[i-1] * stepFactor
	}
	return w
}()

// stepLimits are the weights from which on the next step is nearer, on a
// logarithmic scale.
var stepLimits = func() (w [15]float64) {
	for i := range w {
		w[i] = math.Sqrt(stepWeights[i] * stepWeights[i+1])
	}
	return w
}()

// stepOf returns the step that is nearest to a weight.
func stepOf(weight float64) byte {
	step := byte(0)
	for int(step) < len(stepLimits) && weight >= stepLimits[step] {
		step++
	}
	return step
}

// Field is a part of a page, with its own weight.
type Field uint8

// The fields.
const (
	Body Field = iota
	Heading
	Title
	Summary
	Tag
	Question
	Name
	Lead // the beginning of a title before a colon or dash, as a line only
	fields
)

// tuning is how much a field weighs, how much its length counts (b of BM25F),
// and the length in words at which it neither gains nor loses.
var tuning = [fields]struct{ weight, b, length float64 }{
	Body:     {1, 0.7, 400},
	Heading:  {3, 0.7, 20},
	Title:    {8, 0.4, 5},
	Summary:  {2.5, 0.3, 18},
	Tag:      {3, 0.1, 4},
	Question: {5, 0.2, 12},
	Name:     {8, 0, 1},
	Lead:     {0, 0, 1},
}

// weigh returns the weight of a term that is so often in the fields of a page
// with such lengths, in words.
func weigh(counts *[fields]uint16, lengths *[fields]int) float64 {
	sum := 0.0
	for f, n := range counts {
		if n > 0 {
			t := &tuning[f]
			sum += t.weight * float64(n) / (1 - t.b + t.b*float64(lengths[f])/t.length)
		}
	}
	return sum
}
