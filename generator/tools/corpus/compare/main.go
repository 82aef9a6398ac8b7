package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"headsup/generator/tools/corpus"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	cmd := command{Stdout: os.Stdout, Stderr: os.Stderr, pause: 2 * time.Second}
	if err := cmd.run(ctx, os.Args[1:]); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "compare:", err)
		}
		stop()
		os.Exit(1)
	}
}

// command is the whole program.
type command struct {
	Stdout io.Writer // the results; required
	Stderr io.Writer // progress and the builds' own words when they fail; required

	pages  int
	rounds int
	tools  string
	only   string
	keep   bool
	pause  time.Duration // before each edit
}

func (c *command) run(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("compare", flag.ContinueOnError)
	flags.SetOutput(c.Stderr)
	flags.IntVar(&c.pages, "pages", 10_000, "number of pages")
	flags.IntVar(&c.rounds, "rounds", 3, "builds of each program")
	flags.StringVar(&c.tools, "tools", "bin", "folder for programs that are installed")
	flags.StringVar(&c.only, "only", "", "hugo or headsup: leave the other one out")
	flags.BoolVar(&c.keep, "keep", false, "leave the temporary folder and print its name")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unknown argument %q", flags.Arg(0))
	}
	if c.pages < 1 || c.rounds < 1 {
		return errors.New("-pages and -rounds have to be positive")
	}
	if c.only != "" && c.only != "hugo" && c.only != "headsup" {
		return fmt.Errorf("-only is hugo or headsup, not %q", c.only)
	}
	if c.tools, err = filepath.Abs(c.tools); err != nil {
		return fmt.Errorf("find folder for tools: %w", err)
	}

	dir, err := os.MkdirTemp("", "headsup-compare-")
	if err != nil {
		return fmt.Errorf("make temporary folder: %w", err)
	}
	if c.keep {
		fmt.Fprintln(c.Stderr, "folder:", dir)
	} else {
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	content := filepath.Join(dir, "content")
	fmt.Fprintf(c.Stderr, "writing %d pages\n", c.pages)
	if err := corpus.Write(content, c.pages); err != nil {
		return err
	}
	contenders, err := c.contenders(ctx, dir, content)
	if err != nil {
		return err
	}
	results, err := c.race(ctx, content, contenders)
	if err != nil {
		return err
	}
	if err := c.report(content, results); err != nil {
		return err
	}
	return c.edits(ctx, dir, content)
}

// contenders returns what is to be measured, in the order of the runs.
func (c *command) contenders(ctx context.Context, dir, content string) ([]contender, error) {
	var out []contender
	if c.only != "hugo" {
		list, err := c.headsup(ctx, dir, content)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	if c.only != "headsup" {
		hugo, err := c.hugo(ctx, dir, content)
		if err != nil {
			return nil, err
		}
		out = append(out, hugo)
	}
	return out, nil
}

// race runs every contender in turn, round after round.
func (c *command) race(ctx context.Context, content string, contenders []contender) ([]result, error) {
	results := make([]result, len(contenders))
	for round := range c.rounds {
		for i, contender := range contenders {
			if err := touch(content); err != nil {
				return nil, err
			}
			fmt.Fprintf(c.Stderr, "round %d of %d: %s\n", round+1, c.rounds, contender.name)
			m, err := contender.measure(ctx, c.Stderr)
			if err != nil {
				return nil, fmt.Errorf("build with %s: %w", contender.name, err)
			}
			results[i].name = contender.name
			results[i].runs = append(results[i].runs, m)
		}
	}
	return results, nil
}
