package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"headsup/generator"
	"headsup/generator/diag"
)

// flagSet is a command's flags. Help goes to standard output and shows them
// with two dashes.
type flagSet struct {
	*flag.FlagSet
	about string
	out   io.Writer
}

func (m *mainCmd) flags(name, about string) flagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	return flagSet{fs, about, m.Stdout}
}

// parse parses a command's arguments. No command takes any but flags. The error
// is [flag.ErrHelp] when help was asked for and printed.
func (fs flagSet) parse(args []string) error {
	err := fs.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fs.help()
		return err
	case err != nil:
		return fmt.Errorf("%w\nhint: %s", err, fs.hint(err))
	case fs.NArg() > 0:
		return fmt.Errorf("%w: unexpected argument %q", generator.ErrUsage, fs.Arg(0))
	}
	return nil
}

// hint names the flag that a mistyped one may mean.
func (fs flagSet) hint(err error) string {
	if _, name, ok := strings.Cut(err.Error(), "not defined: -"); ok {
		var names []string
		fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
		if near := diag.Suggest(strings.TrimLeft(name, "-"), names); near != "" {
			return "did you mean --" + near + "?"
		}
	}
	return "headsup " + fs.Name() + " --help lists the flags"
}

func (fs flagSet) help() {
	fmt.Fprintf(fs.out, "%s\n\nUsage: headsup %s [flags]\n\n", fs.about, fs.Name())
	fs.VisitAll(func(f *flag.Flag) {
		arg, usage := flag.UnquoteUsage(f)
		text := "--" + f.Name
		if arg != "" {
			text += " " + arg
		}
		fmt.Fprintf(fs.out, "  %-22s %s", text, usage)
		if f.DefValue != "" && f.DefValue != "false" {
			fmt.Fprintf(fs.out, " (default %s)", f.DefValue)
		}
		fmt.Fprintln(fs.out)
	})
}
