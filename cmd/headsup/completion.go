package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/themes"
	"headsup/generator/publish/hosting"
)

// completeCommand is the command that the scripts of shells ask what may come next:
//
//	headsup __complete WORD...
//
// The last word is the one that is being written, and may be empty. It prints a
// candidate a line, with a tab and what it means behind it if that is known. When files
// may come next, the last line is ":files", or ":folders".
const completeCommand = "__complete"

//go:embed completion
var completionScripts embed.FS

// shells are those that there is a script for, and how to load it.
var shells = []struct{ name, load string }{
	{"bash", `eval "$(headsup completion bash)"`},
	{"zsh", `eval "$(headsup completion zsh)"`},
	{"fish", "headsup completion fish | source"},
	{"powershell", "headsup completion powershell | Out-String | Invoke-Expression"},
}

func shellNames() []string {
	var names []string
	for _, s := range shells {
		names = append(names, s.name)
	}
	return names
}

// completion prints the script of a shell.
func (m *mainCmd) completion(_ context.Context, args []string) error {
	fs := m.flags("completion", "Print a script that lets a shell complete commands, flags, kinds, and the ids of your site.\n"+
		"SHELL is "+strings.Join(shellNames(), ", ")+". The examples load it, and belong into the shell's profile.")
	fs.takes = " SHELL"
	for _, s := range shells {
		fs.examples = append(fs.examples, s.load)
	}
	fs.positions = [][]string{shellNames()}
	rest, err := fs.parseWith(args, 1)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return fmt.Errorf("%w: for which shell?\nhint: headsup completion %s", generator.ErrUsage, strings.Join(shellNames(), ", or "))
	}
	if !slices.Contains(shellNames(), rest[0]) {
		return fmt.Errorf("%w: there is no script for %q; %s", generator.ErrUsage, rest[0], diag.DidYouMean(rest[0], shellNames()))
	}
	script, err := completionScripts.ReadFile("completion/" + rest[0])
	if err != nil {
		return err
	}
	_, err = m.Stdout.Write(script)
	return err
}

// candidate is something that may come next on a command line.
type candidate struct{ value, about string }

// completing is a command line that is being written.
type completing struct {
	out     io.Writer
	current string // the word that is being written
}

// errCompleted ends a command whose flags were to be completed, before it does anything.
var errCompleted = errors.New("completed")

// complete prints what may come next after the words. What cannot be completed is
// nobody's mistake yet, so nothing is said about it.
func (m *mainCmd) complete(ctx context.Context, words []string) {
	words = joinAssignments(words)
	if len(words) == 0 {
		words = []string{""}
	}
	before, current := words[:len(words)-1], words[len(words)-1]
	line := &completing{out: m.Stdout, current: current}
	if len(before) == 0 {
		var all []candidate
		for _, c := range commands() {
			all = append(all, candidate{c.name, c.summary})
		}
		line.print(all)
		return
	}
	inner := mainCmd{Stdin: strings.NewReader(""), Stdout: m.Stdout, Stderr: io.Discard, Getenv: m.Getenv, completing: line}
	subcommands := map[string][]candidate{"seen": {{"forget", "delete what is kept of a user"}, {"token", "print a token of a user"}}}
	for _, c := range inboundCommands() {
		subcommands["inbound"] = append(subcommands["inbound"], candidate{c.name, c.summary})
	}
	if len(before) == 1 && !strings.HasPrefix(current, "-") {
		line.print(subcommands[before[0]])
	}
	for _, c := range commands() {
		if c.name == before[0] {
			_ = c.run(&inner, ctx, before[1:]) // ends at its flags, or has none
		}
	}
}

// joinAssignments puts together what Bash takes apart: --name=value comes as three words.
func joinAssignments(words []string) []string {
	var joined []string
	for i := 0; i < len(words); i++ {
		last := len(joined) - 1
		switch {
		case words[i] != "=" || last < 0 || !strings.HasPrefix(joined[last], "--"):
			joined = append(joined, words[i])
		case i+1 < len(words):
			i++
			joined[last] += "=" + words[i]
		default:
			joined[last] += "="
		}
	}
	return joined
}

// print prints the candidates that begin with what has been written so far.
func (c *completing) print(all []candidate) {
	for _, one := range all {
		if !strings.HasPrefix(one.value, c.current) {
			continue
		}
		text := one.value
		if one.about != "" {
			text += "\t" + one.about
		}
		fmt.Fprintln(c.out, text)
	}
}

// complete prints what may come next after the words of a command.
func (fs flagSet) complete(words []string) error {
	c := *fs.completing
	content, config, position := "content", "", 0
	var open *flag.Flag // the flag whose value comes next
	for _, word := range words {
		name, value, valued := strings.Cut(strings.TrimLeft(word, "-"), "=")
		switch f := fs.Lookup(name); {
		case open != nil:
			name, value, valued, open = open.Name, word, true, nil
		case !strings.HasPrefix(word, "-"):
			position++
			continue
		case f != nil && !valued && !isSwitch(f):
			open = f
			continue
		}
		switch {
		case valued && name == "content":
			content = value
		case valued && name == "config":
			config = value
		}
	}
	prefix := ""
	name, value, valued := strings.Cut(strings.TrimLeft(c.current, "-"), "=")
	if open == nil && valued && strings.HasPrefix(c.current, "-") {
		if open = fs.Lookup(name); open == nil {
			return errCompleted
		}
		prefix, c.current = strings.TrimSuffix(c.current, value), value
	}
	switch {
	case open != nil:
		fs.completeValue(&c, open, prefix, siteIDs(open.Name, content, config))
	case strings.HasPrefix(c.current, "-"):
		fs.VisitAll(func(f *flag.Flag) {
			_, usage := flag.UnquoteUsage(f)
			c.print([]candidate{{"--" + f.Name, usage}})
		})
	case position < len(fs.positions):
		c.print(plain(fs.positions[position]))
	case strings.Contains(fs.takes, "FILE"), strings.Contains(fs.takes, "PAGE"):
		fmt.Fprintln(c.out, ":files")
	case strings.Contains(fs.takes, "DIR"):
		fmt.Fprintln(c.out, ":folders")
	}
	return errCompleted
}

// completeValue prints what the value of a flag may be: one of its choices, an id of the
// site, or a file. Of a list with commas, the last is completed.
func (fs flagSet) completeValue(c *completing, f *flag.Flag, prefix string, ids []candidate) {
	choices := append(plain(fs.choices[f.Name]), ids...)
	if cut := strings.LastIndexByte(c.current, ','); cut >= 0 && takesList(f) {
		prefix, c.current = prefix+c.current[:cut+1], c.current[cut+1:]
	}
	for _, one := range choices {
		if strings.HasPrefix(one.value, c.current) {
			(&completing{out: c.out}).print([]candidate{{prefix + one.value, one.about}})
		}
	}
	switch arg, _ := flag.UnquoteUsage(f); arg {
	case "folder":
		fmt.Fprintln(c.out, ":folders")
	case "file", "path", "database":
		fmt.Fprintln(c.out, ":files")
	}
}

// takesList reports whether a flag takes several values with commas between.
func takesList(f *flag.Flag) bool {
	arg, _ := flag.UnquoteUsage(f)
	return arg == "ids" || arg == "names"
}

func plain(values []string) []candidate {
	var all []candidate
	for _, v := range values {
		all = append(all, candidate{value: v})
	}
	return all
}

// siteIDs returns what the configuration of the site lists for a flag. Without a
// configuration that can be read there is nothing.
func siteIDs(name, folder, file string) []candidate {
	if slices.Contains([]string{"theme", "name", "merge", "split"}, name) {
		return knownThemes(folder)
	}
	loaded, err := content.LoadConfig(folder, file)
	if err != nil || loaded.Config == nil {
		return nil
	}
	cfg := loaded.Config
	var terms []content.Term
	switch name {
	case "product", "products":
		for _, p := range cfg.Products {
			terms = append(terms, p.Term)
		}
	case "audience", "audiences":
		terms = cfg.Audiences
	case "team":
		terms = append(slices.Clone(cfg.Audiences), content.Term{ID: record.Customer, Title: "Customers"})
	case "plan":
		terms = cfg.Plans
	case "platform":
		terms = cfg.Platforms
	case "owner":
		terms = cfg.OwnerTerms()
	case "surface":
		terms = cfg.SurfaceTerms()
	case "source":
		for _, s := range cfg.Inbound.Sources {
			terms = append(terms, content.Term{ID: s.ID, Title: s.Title})
		}
	}
	var all []candidate
	for _, t := range terms {
		all = append(all, candidate{t.ID, t.Title})
	}
	return all
}

// knownThemes returns the themes that the file of themes lists.
func knownThemes(folder string) []candidate {
	text, err := os.ReadFile(filepath.Join(folder, themes.File))
	if err != nil {
		return nil
	}
	known, _ := themes.Parse(themes.File, text)
	var all []candidate
	for _, t := range known {
		all = append(all, candidate{t.ID, t.Title})
	}
	return all
}

// commonChoices are values of flags that mean the same for every command.
func commonChoices() map[string][]string {
	return map[string][]string{
		"visibility": {string(content.Internal), string(content.Public)},
		"host":       hosting.Hosts(),
		"kind":       kindNames(),
		"stage":      textsOf(content.Stages()),
	}
}

func kindNames() []string { return textsOf(content.Kinds()) }

// textsOf are the values of a closed list as texts.
func textsOf[T ~string](values []T) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return texts
}
