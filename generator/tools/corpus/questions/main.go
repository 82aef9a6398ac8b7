// Command questions measures how well themes and answers are found, with questions of
// people that others have put into groups.
//
//	go run ./generator/tools/corpus/questions themes -split test
//	go run ./generator/tools/corpus/questions answers -split test
//
// The file has lists of [text, group] by the name of their split.
//
// themes puts the questions of a split into themes, in the order of the file and in random
// ones, and prints the V-measure against the groups: the mean of how far a theme is of one
// group (homogeneity) and a group in one theme (completeness), as shares of their entropy.
//
// answers makes a site with a page for each group, which has five of the group's questions
// from the split train and no other text, builds its index and asks the questions of
// the split. It prints how often the right page is the first and among five, in the readers'
// search and as an answer; how many questions count as answered, and how many of those that
// belong to no group.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "questions:", err)
		}
		os.Exit(1)
	}
}

// question is one text and the group that people put it into.
type question struct{ text, group string }

func (q *question) UnmarshalJSON(data []byte) error {
	var pair [2]string
	if err := json.Unmarshal(data, &pair); err != nil {
		return fmt.Errorf("read a question: %w", err)
	}
	q.text, q.group = pair[0], pair[1]
	return nil
}

func run(out io.Writer, args []string) error {
	if len(args) == 0 || args[0] != "themes" && args[0] != "answers" {
		return errors.New("usage: questions themes [flags], questions answers [flags]; -h after either lists its flags")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	corpora := flags.String("corpora", "../shared/corpora", "folder with questions/intents.json")
	split := flags.String("split", "val", "which questions are put into themes, or asked")
	rounds := flags.Int("rounds", 3, "random orders, or choices of five questions")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Join(*corpora, "questions", "intents.json"))
	if err != nil {
		return fmt.Errorf("read questions: %w", err)
	}
	var splits map[string][]question
	if err := json.Unmarshal(data, &splits); err != nil {
		return fmt.Errorf("read questions: %w", err)
	}
	if len(splits[*split]) == 0 {
		return fmt.Errorf("there is no split %q", *split)
	}
	if args[0] == "themes" {
		measureThemes(out, splits[*split], *rounds)
		return nil
	}
	return measureAnswers(out, splits["train"], splits[*split], splits["oos_"+*split], *rounds)
}
