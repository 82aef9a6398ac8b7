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
	about    string
	takes    string // arguments besides flags, for the usage line
	examples []string
	out      io.Writer

	choices    map[string][]string // what the values of flags may be, by name, where it is a closed list
	positions  [][]string          // the same for arguments besides flags, in their order
	completing *completing
}

func (m *mainCmd) flags(name, about string) flagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	return flagSet{FlagSet: fs, about: about, out: m.Stdout, choices: commonChoices(), completing: m.completing}
}

// parse parses the arguments of a command that takes nothing but flags. The error
// is [flag.ErrHelp] when help was asked for and printed.
func (fs flagSet) parse(args []string) error {
	_, err := fs.parseWith(args, 0)
	return err
}

// parseWith parses the arguments of a command and returns those that are not
// flags, most at most. Flags may stand before, between and behind them.
func (fs flagSet) parseWith(args []string, most int) ([]string, error) {
	if fs.completing != nil {
		return nil, fs.complete(args)
	}
	var rest []string
	for {
		err := fs.Parse(args)
		switch {
		case errors.Is(err, flag.ErrHelp):
			fs.help()
			return nil, err
		case err != nil:
			return nil, fmt.Errorf("%w\nhint: %s", err, fs.hint(err))
		case fs.NArg() == 0:
			return rest, nil
		}
		// Behind "--" all are arguments.
		left := fs.Args()
		literal := len(args) > len(left) && args[len(args)-len(left)-1] == "--"
		for len(left) > 0 {
			if len(rest) == most {
				return nil, fmt.Errorf("%w: unexpected argument %q", generator.ErrUsage, left[0])
			}
			rest, left = append(rest, left[0]), left[1:]
			if !literal {
				break
			}
		}
		args = left
	}
}

// parseWords parses the arguments of a command that takes words which may begin
// with hyphens themselves. Only what begins with two is a flag, if there is one of
// that name or one that looks like it.
func (fs flagSet) parseWords(args []string) ([]string, error) {
	if fs.completing != nil {
		return nil, fs.complete(args)
	}
	var words []string
	for len(args) > 0 {
		arg := args[0]
		name, _, valued := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		f := fs.Lookup(name)
		switch {
		case arg == "--":
			return append(words, args[1:]...), nil
		case arg != "-h" && !strings.HasPrefix(arg, "--"), f == nil && !isHelp(name) && !fs.near(name):
			words, args = append(words, arg), args[1:]
			continue
		}
		size := 1
		if f != nil && !valued && !isSwitch(f) {
			size = min(2, len(args))
		}
		if _, err := fs.parseWith(args[:size], 0); err != nil {
			return nil, err
		}
		args = args[size:]
	}
	return words, nil
}

func isHelp(name string) bool { return name == "h" || name == "help" }

// isSwitch reports whether a flag has no value.
func isSwitch(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

// near reports whether a name looks like that of a flag, mistyped.
func (fs flagSet) near(name string) bool { return diag.Suggest(name, fs.names()) != "" }

func (fs flagSet) names() []string {
	var names []string
	fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	return names
}

// hint names the flag that a mistyped one may mean.
func (fs flagSet) hint(err error) string {
	if _, name, ok := strings.Cut(err.Error(), "not defined: -"); ok {
		if near := diag.Suggest(strings.TrimLeft(name, "-"), fs.names()); near != "" {
			return "did you mean --" + near + "?"
		}
	}
	return "headsup " + fs.Name() + " --help lists the flags"
}

func (fs flagSet) help() {
	fmt.Fprintf(fs.out, "%s\n\nUsage: headsup %s%s [flags]\n\n", fs.about, fs.Name(), fs.takes)
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
	for i, e := range fs.examples {
		if i == 0 {
			fmt.Fprint(fs.out, "\nExamples:\n\n")
		}
		fmt.Fprintf(fs.out, "  %s\n", e)
	}
}
