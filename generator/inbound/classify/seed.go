package classify

import (
	_ "embed"
	"strings"
	"sync"

	"headsup/generator/inbound/record"
)

//go:embed seed.tsv
var seedText string

var seed = sync.OnceValue(func() []Example { return parse(seedText) })

// Seed returns the examples that are built in, sentences in six languages.
func Seed() []Example { return append([]Example(nil), seed()...) }

// parse reads examples, one a line: kind, language and text between tabs. A line break in
// a text is written \n.
func parse(lines string) []Example {
	var out []Example
	for line := range strings.Lines(lines) {
		kind, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		lang, text, _ := strings.Cut(rest, "\t")
		out = append(out, Example{Text: strings.ReplaceAll(text, `\n`, "\n"), Lang: lang, Kind: record.Kind(kind)})
	}
	return out
}
