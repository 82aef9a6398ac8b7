package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	cmd := command{Stdout: os.Stdout, Stderr: os.Stderr}
	if err := cmd.run(ctx, os.Args[1:]); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "rivals:", err)
		}
		stop()
		os.Exit(1)
	}
}

// engineID names one of the searches that are compared.
type engineID string

const (
	headsup    engineID = "headsup"
	pagefind   engineID = "pagefind"
	minisearch engineID = "minisearch"
)

// engineIDs are all engines, in the order of columns and rows.
var engineIDs = []engineID{headsup, pagefind, minisearch}

func (e engineID) title() string {
	switch e {
	case pagefind:
		return "Pagefind"
	case minisearch:
		return "MiniSearch"
	}
	return string(e)
}

// command is what both subcommands share.
type command struct {
	Stdout io.Writer // the tables; required
	Stderr io.Writer // progress; required

	keep    bool
	engines []engineID // that take part, in the order of engineIDs
}

const usage = "usage: rivals relevance [flags], rivals weight [flags]; -h after either lists its flags"

func (c *command) run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New(usage)
	}
	switch args[0] {
	case "relevance":
		return (&relevance{command: c}).run(ctx, args[1:])
	case "weight":
		return (&weight{command: c}).run(ctx, args[1:])
	}
	return fmt.Errorf("unknown command %q\n%s", args[0], usage)
}

// parse reads a subcommand's flags together with the shared ones.
func (c *command) parse(flags *flag.FlagSet, args []string) (err error) {
	var only string
	flags.SetOutput(c.Stderr)
	flags.StringVar(&only, "only", "", "headsup, pagefind, minisearch: leave the others out")
	flags.BoolVar(&c.keep, "keep", false, "leave the temporary folder and print its name")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unknown argument %q", flags.Arg(0))
	}
	c.engines, err = parseEngines(only)
	return err
}

// parseEngines reads a list of names; none means all.
func parseEngines(list string) ([]engineID, error) {
	if list == "" {
		return engineIDs, nil
	}
	names := strings.Split(list, ",")
	for _, name := range names {
		if !slices.Contains(engineIDs, engineID(name)) {
			return nil, fmt.Errorf("-only is a list of headsup, pagefind and minisearch, not %q", list)
		}
	}
	var out []engineID
	for _, id := range engineIDs {
		if slices.Contains(names, string(id)) {
			out = append(out, id)
		}
	}
	return out, nil
}

func (c *command) with(id engineID) bool { return slices.Contains(c.engines, id) }

// withFolder calls a function with a temporary folder.
func (c *command) withFolder(use func(dir string) error) (err error) {
	dir, err := os.MkdirTemp("", "headsup-rivals-")
	if err != nil {
		return fmt.Errorf("make temporary folder: %w", err)
	}
	if c.keep {
		fmt.Fprintln(c.Stderr, "folder:", dir)
	} else {
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	return use(dir)
}

func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
