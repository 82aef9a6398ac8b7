package content

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/calendar"
	"headsup/generator/read/frontmatter"
)

// boundWords are the words for bounds, in the order in which people are told of them.
var boundWords = []string{"at_least", "more_than", "at_most", "less_than"}

// bound is how a bound of one kind is written.
type bound struct {
	pattern string
	example string
	read    func(text string) float64 // what matches the pattern
}

// daysBound reads times as days.
var daysBound = bound{`^[0-9]{1,5} ?(d|days?|w|weeks?)$`, "14d", func(text string) float64 {
	number, unit := text[:strings.IndexAny(text, " dw")], 1
	if strings.Contains(text, "w") {
		unit = 7
	}
	n, _ := strconv.Atoi(number)
	return float64(n * unit)
}}

// numberBound reads numbers.
var numberBound = bound{`^-?[0-9][0-9_]{0,17}(\.[0-9]{1,9})?$`, "50", func(text string) float64 {
	value, _ := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
	return value
}}

// boundsField reads a mapping of names to bounds.
func boundsField[T any](name, doc, example string, b bound, at func(*T) *map[string]Bounds) field[T] {
	pattern := regexp.MustCompile(b.pattern)
	words := object{}
	for _, word := range boundWords {
		words[word] = object{"type": scalarTypes(), "pattern": b.pattern}
	}
	one := object{"type": "object", "properties": words, "additionalProperties": false, "minProperties": 1}
	s := shape{text: "mapping of names to bounds", schema: func(*Config) object {
		return object{"type": []string{"object", "null"}, "additionalProperties": one}
	}}
	hint := "write for example " + name + ": {" + example + "}"
	return field[T]{name: name, doc: doc, shape: s, set: func(d *decoder, n *yaml.Node, t *T) {
		if !frontmatter.IsMapping(n) {
			d.report("wrong-type", d.At(n), frontmatter.Instead("a name with its bounds", n), hint)
			return
		}
		all := map[string]Bounds{}
		pairs, _ := d.pairs(n)
		for _, p := range pairs {
			if !frontmatter.IsMapping(p.value) || len(p.value.Content) == 0 {
				d.report("wrong-type", d.At(p.value), diag.Quote(p.key.Value)+" has no bounds", hint)
				continue
			}
			bounds := Bounds{}
			entries, _ := d.pairs(p.value)
			for _, e := range entries {
				word, ok := d.choice(e.key, boundWords)
				if !ok {
					continue
				}
				text := flatten(e.value)
				if !pattern.MatchString(text) {
					d.report("value-invalid", d.At(e.value), diag.Quote(text)+" is no bound of "+name,
						"write for example "+word+": "+b.example)
					continue
				}
				bounds[word] = b.read(text)
			}
			if low, high := span(bounds); low > high {
				d.report("value-invalid", d.At(p.value), "no number keeps to the bounds of "+diag.Quote(p.key.Value),
					"the lower bound has to be the smaller one")
			}
			all[p.key.Value] = bounds
		}
		if len(all) > 0 {
			*at(t) = all
		}
	}}
}

// span returns the lowest and the highest number that bounds leave room for; of two bounds
// that exclude the number that they share, the lower one is the higher.
func span(b Bounds) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	for word, value := range b {
		switch word {
		case "at_least":
			low = max(low, value)
		case "more_than":
			low = max(low, math.Nextafter(value, math.Inf(1)))
		case "at_most":
			high = min(high, value)
		case "less_than":
			high = min(high, math.Nextafter(value, math.Inf(-1)))
		}
	}
	return low, high
}

// Apart reports whether no number keeps to both bounds.
func Apart(a, b Bounds) bool {
	lowA, highA := span(a)
	lowB, highB := span(b)
	return lowA > highB || lowB > highA
}

const sharePattern = `^([0-9]+(?:\.[0-9]+)?) ?%(?: ?(?:to|-|–) ?([0-9]+(?:\.[0-9]+)?) ?%)?$`

var shareForm = regexp.MustCompile(sharePattern)

// shareField reads 20%, or 20% to 40%.
func shareField[T any](name, doc string, at func(*T) *Share) field[T] {
	return field[T]{name: name, doc: doc, shape: patternShape(sharePattern), set: func(d *decoder, n *yaml.Node, t *T) {
		text, ok := d.line(n)
		if !ok {
			return
		}
		const hint = "write for example 20%, or 20% to 40% for those who are in no other share of the experiment"
		m := shareForm.FindStringSubmatch(text)
		if m == nil {
			d.report("value-invalid", d.At(n), diag.Quote(text)+" is no share of people", hint)
			return
		}
		var s Share
		s.To, _ = strconv.ParseFloat(m[1], 64)
		if m[2] != "" {
			s.From = s.To
			s.To, _ = strconv.ParseFloat(m[2], 64)
		}
		if s.From >= s.To || s.To > 100 {
			d.report("value-invalid", d.At(n), diag.Quote(text)+" is a share of nobody, or of more than all", hint)
			return
		}
		*at(t) = s
	}}
}

// localForm is how a time of each person's own clock is kept.
const localForm = "2006-01-02T15:04:05"

// momentField reads a time of each person's own clock, which is said by the word local, or
// one with an offset.
func momentField[T any](name, doc string, at func(*T) *string) field[T] {
	return field[T]{name: name, doc: doc, shape: dateShape, set: func(d *decoder, n *yaml.Node, t *T) {
		text, ok := d.line(n)
		if !ok {
			return
		}
		text, local := strings.CutSuffix(text, "local")
		text = strings.TrimSpace(text)
		date, problem := calendar.Parse(text, time.UTC)
		elsewhere, _ := calendar.Parse(text, time.FixedZone("", 3600))
		exact := date.Equal(elsewhere.Time)
		switch {
		case problem != nil:
			d.report("date-invalid", d.Inside(n, problem.Offset), problem.Message, problem.Hint)
		case local && exact:
			d.report("date-invalid", d.At(n), name+" has an offset and is local as well", "leave one of them out")
		case !local && !exact:
			d.report("date-invalid", d.At(n), name+" does not say on whose clock",
				fmt.Sprintf("write %s local for that of each person, or add an offset such as +02:00", text))
		case local:
			*at(t) = date.Format(localForm)
		default:
			*at(t) = date.Format(time.RFC3339)
		}
	}}
}

// checkTarget reports what makes no sense together.
func checkTarget(d *decoder, n *yaml.Node, t *Target) {
	if t.Experiment != "" && frontmatter.IsNull(frontmatter.Value(n, "share")) {
		d.report("value-required", d.At(frontmatter.Value(n, "experiment")), "the experiment has no share",
			"add for example share: 50%")
	}
	if Over(t.Until, t.From) {
		d.report("value-invalid", d.At(frontmatter.Value(n, "until")), "until is not after from", "let it be later")
	}
}

// Over reports whether a target's until has come when the from of one, its own or another's,
// comes. Of an exact and a local time nobody can tell which is first.
func Over(until, from string) bool {
	for _, layout := range []string{localForm, time.RFC3339} {
		end, err := time.Parse(layout, until)
		begin, other := time.Parse(layout, from)
		if err == nil && other == nil {
			return !end.After(begin)
		}
	}
	return false
}
