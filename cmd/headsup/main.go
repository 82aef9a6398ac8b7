// Command headsup compiles product enablement content, Markdown with front
// matter, into a site and a feed.
//
//	headsup build     compile content/ into public/
//	headsup serve     show the site while it is being written
//	headsup check     report everything that is wrong with the content
//	headsup new       write a file to begin a page with
//	headsup init      write the files of a new site
//	headsup adopt     propose headsup.yaml for a folder of another tool
//	headsup search    search the built site in the terminal
//	headsup feed      show what a user of the product would see
//	headsup schema    print or write JSON Schemas for editors
//	headsup reviews   list the pages that are due for review
//	headsup digest    sum up for one role what is new
//	headsup publish   send the built site to object storage
//	headsup seen      remember what users of the product have seen
//	headsup inbound   collect what customers and colleagues ask
//	headsup completion  complete command lines in a shell
//	headsup version   print the version
//
// Exit status: 0 done, 1 the content or its configuration has errors, 2 wrong
// usage or the machine failed. Results go to standard output, everything else to
// standard error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // time zones by name, on machines that have none

	"headsup/cmd/headsup/licenses"
	"headsup/generator"
	"headsup/generator/diag"
)

// Exit statuses.
const (
	exitDone    = 0
	exitContent = 1
	exitFailure = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	cmd := mainCmd{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}
	status := cmd.Run(ctx, os.Args[1:])
	stop()
	os.Exit(status)
}

// endings are the signals that end the program, once it has cleaned up. The end of
// a terminal is none where it was to be ignored, as nohup wants it.
func endings() []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}

// mainCmd is the program with its surroundings, so that tests can run it.
type mainCmd struct {
	Stdin          io.Reader           // asked only when it is a terminal
	Stdout, Stderr io.Writer           // required
	Getenv         func(string) string // required
	completing     *completing         // set when a command is only asked what may come next
}

// command is one subcommand.
type command struct {
	name, summary string
	run           func(*mainCmd, context.Context, []string) error
}

func commands() []command {
	return []command{
		{"build", "compile the content folder into a site and its feeds", (*mainCmd).build},
		{"serve", "show the site while it is being written", (*mainCmd).serve},
		{"check", "report everything that is wrong with the content", (*mainCmd).check},
		{"new", "write a file to begin a page with", (*mainCmd).newPage},
		{"init", "write the files of a new site", (*mainCmd).initSite},
		{"adopt", "propose headsup.yaml for a folder of another tool", (*mainCmd).adopt},
		{"search", "search the built site in the terminal", (*mainCmd).search},
		{"feed", "show what a user of the product would see", (*mainCmd).feed},
		{"publish", "send the built site to object storage", (*mainCmd).publish},
		{"mcp", "answer the assistants of people from the site", (*mainCmd).mcp},
		{"schema", "print or write JSON Schemas for editors", (*mainCmd).schema},
		{"reviews", "list the pages that are due for review", (*mainCmd).reviews},
		{"digest", "sum up for one role what is new", (*mainCmd).digest},
		{"seen", "remember what users of the product have seen, on all of their devices", (*mainCmd).seen},
		{"inbound", "collect what customers and colleagues ask", (*mainCmd).inbound},
		{"completion", "print a script that completes commands in a shell", (*mainCmd).completion},
		{"version", "print the version", (*mainCmd).version},
	}
}

// errContent says that the content has errors, which were printed.
var errContent = errors.New("the content has errors")

// Run runs the program and returns its exit status.
func (m *mainCmd) Run(ctx context.Context, args []string) int {
	if len(args) == 0 {
		m.usage(m.Stderr)
		return exitFailure
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		m.usage(m.Stdout)
		return exitDone
	case completeCommand:
		m.complete(ctx, args[1:])
		return exitDone
	}
	for _, c := range commands() {
		if c.name != args[0] {
			continue
		}
		err := c.run(m, ctx, args[1:])
		switch {
		case err == nil, errors.Is(err, flag.ErrHelp):
			return exitDone
		case errors.Is(err, errContent):
			return exitContent
		default:
			fmt.Fprintf(m.Stderr, "headsup %s: %v\n", c.name, err)
			return exitFailure
		}
	}
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	fmt.Fprintf(m.Stderr, "headsup: there is no command %q\n", args[0])
	if hint := diag.DidYouMean(args[0], names); hint != "" {
		fmt.Fprintf(m.Stderr, "hint: %s\n", hint)
	}
	return exitFailure
}

func (m *mainCmd) usage(w io.Writer) {
	fmt.Fprint(w, "headsup compiles product enablement content into a site and a feed.\n\nUsage:\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  headsup %-10s %s\n", c.name, c.summary)
	}
	fmt.Fprint(w, "\nheadsup COMMAND --help explains a command's flags.\n")
}

func (m *mainCmd) version(_ context.Context, args []string) error {
	fs := m.flags("version", "Print the version.")
	showLicenses := fs.Bool("licenses", false, "print the licences of what the program is made of")
	if err := fs.parse(args); err != nil {
		return err
	}
	text := "headsup " + generator.Version + "\n"
	if *showLicenses {
		text = licenses.Text()
	}
	_, err := io.WriteString(m.Stdout, text)
	return err
}
