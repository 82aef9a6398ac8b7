package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/publish/hosting"
)

// buildFlags are the flags of build, and of every command that builds.
type buildFlags struct {
	generator.Options
	visibility string
	host       string
	verbose    bool
	now        string
	timings    bool
}

func (f *buildFlags) register(fs flagSet) {
	fs.StringVar(&f.Out, "out", "public", "`folder` to write the site to")
	fs.StringVar(&f.host, "host", "", "`names` of hosts to write files for, of "+strings.Join(hosting.Hosts(), ", "))
	f.registerInputs(fs)
}

// registerInputs registers the flags of commands that keep no site.
func (f *buildFlags) registerInputs(fs flagSet) {
	fs.StringVar(&f.Content, "content", "content", "`folder` with the content")
	fs.StringVar(&f.Config, "config", "", "configuration `file` (default headsup.yaml in the content folder)")
	fs.StringVar(&f.Theme, "theme", "default", "\"default\", or a `folder` that overrides the default theme file by file")
	fs.StringVar(&f.BaseURL, "base-url", "", "`URL` at which the site will be (default base_url of the configuration)")
	fs.StringVar(&f.visibility, "visibility", "internal", "`who` the site is for: internal or public")
	fs.BoolVar(&f.Drafts, "drafts", false, "include drafts")
	fs.BoolVar(&f.Future, "future", false, "include pages that are held back from everyone")
	fs.StringVar(&f.now, "now", "", "build as if it were this `time`, such as 2026-11-23 or 2026-11-23T09:00:00Z")
	fs.BoolVar(&f.NoCache, "no-cache", false, "compile every file anew")
	fs.StringVar(&f.CacheDir, "cache-dir", "", "`folder` of the cache (default in the user's cache folder)")
	fs.BoolVar(&f.Strict, "strict", false, "treat warnings as errors")
}

// registerTimings registers the flag of commands that make a whole site.
func (f *buildFlags) registerTimings(fs flagSet) {
	fs.BoolVar(&f.timings, "timings", false, "print how long each step took")
}

// registerVerbose registers the flag of commands that list findings.
func registerVerbose(fs flagSet, verbose *bool) {
	fs.BoolVar(verbose, "verbose", false, "list findings that many files have in common file by file")
}

func (f *buildFlags) parse(fs flagSet, args []string) error {
	if err := fs.parse(args); err != nil {
		return err
	}
	return f.finish()
}

// finish takes what the flags say once they are parsed.
func (f *buildFlags) finish() error {
	f.Visibility = content.Visibility(f.visibility)
	if f.BaseURL != "" {
		address, err := parseBaseURL(f.BaseURL)
		if err != nil {
			return err
		}
		f.BaseURL = address
	}
	hosts, err := hosting.ParseHosts(f.host)
	if err != nil {
		return fmt.Errorf("%w: --host: %w", generator.ErrUsage, err)
	}
	f.Hosts = hosts
	if f.now != "" {
		now, err := parseNow(f.now, f.timeZone())
		if err != nil {
			return err
		}
		f.Now = now
	}
	return nil
}

// timeZone returns the time zone of the site, UTC when there is no configuration
// that can be read. The build says what is wrong with it.
func (f *buildFlags) timeZone() *time.Location {
	if f.Content == "" {
		return time.UTC
	}
	loaded, err := content.LoadConfig(f.Content, f.Config)
	if err != nil || loaded.Config == nil {
		return time.UTC
	}
	return cmp.Or(loaded.Config.TimeZone, time.UTC)
}

// parseBaseURL reads the address of --base-url.
func parseBaseURL(text string) (string, error) {
	address, err := content.ParseBaseURL(text)
	if err != nil {
		return "", fmt.Errorf("%w: --base-url: %w", generator.ErrUsage, err)
	}
	return address, nil
}

// parseNow reads a time of --now. One that says no zone is in the given one.
func parseNow(text string, zone *time.Location) (time.Time, error) {
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
	} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%w: --now takes a time such as 2026-11-23 or 2026-11-23T09:00:00Z, not %q", generator.ErrUsage, text)
}

func (m *mainCmd) build(ctx context.Context, args []string) error {
	var f buildFlags
	fs := m.flags("build", "Compile the content folder into a site and its feeds.")
	f.register(fs)
	f.registerTimings(fs)
	registerVerbose(fs, &f.verbose)
	if err := f.parse(fs, args); err != nil {
		return err
	}
	if f.Out == "" {
		return fmt.Errorf("%w: --out names no folder", generator.ErrUsage)
	}
	start := time.Now()
	progress, done := m.bar()
	f.Progress = progress
	f.Netlify = m.Getenv("NETLIFY") == "true" // as in each build there
	res, err := generator.Build(ctx, f.Options)
	if done(); err != nil {
		return err
	}
	if f.timings {
		if err := writeTimings(m.Stderr, res.Timings); err != nil {
			return err
		}
	}
	if err := m.report(&res, f.verbose); err != nil {
		return err
	}
	if res.Failed() {
		fmt.Fprintln(m.Stderr, "nothing was written")
		return errContent
	}
	_, err = fmt.Fprintf(m.Stdout, "%s\n", summary(&res, f.Out, time.Since(start)))
	return err
}

// loadConfig reads the configuration for a command that is about no page yet.
// What is wrong with it is reported as by a build, and ends the command.
func (m *mainCmd) loadConfig(folder, file string) (*content.Config, error) {
	loaded, err := content.LoadConfig(folder, file)
	if err != nil {
		return nil, err
	}
	res := generator.Result{Diagnostics: loaded.Findings()}
	if err := m.report(&res, false); err != nil {
		return nil, err
	}
	if res.Failed() {
		return nil, errContent
	}
	return loaded.Config, nil
}

// report prints diagnostics and notes. Unless verbose, what many files have in
// common is printed once.
func (m *mainCmd) report(res *generator.Result, verbose bool) error {
	show := diag.PrintBrief
	if verbose {
		show = diag.Print
	}
	if err := show(m.Stderr, res.Diagnostics, m.colorOn(m.Stderr)); err != nil {
		return err
	}
	for _, n := range res.Notes {
		fmt.Fprintf(m.Stderr, "note: %s\n", n)
	}
	for _, o := range res.Omitted {
		fmt.Fprintf(m.Stderr, "left out: %s (%s)\n", o.Source, o.Reason)
	}
	if err := diag.PrintTable(m.Stderr, res.Diagnostics); err != nil {
		return err
	}
	errs, warnings := diag.Count(res.Diagnostics)
	if errs+warnings > 0 {
		fmt.Fprintf(m.Stderr, "%s, %s%s\n", count(errs, "error"), count(warnings, "warning"), silenced(len(res.Silenced)))
	}
	return nil
}

func silenced(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d silenced)", n)
}

// colorOn reports whether a writer is a terminal that shows colours.
func (m *mainCmd) colorOn(w io.Writer) bool {
	if m.Getenv("NO_COLOR") != "" || m.Getenv("TERM") == "dumb" {
		return false
	}
	return isTerminal(w)
}

// summary tells in one line what a build did.
func summary(res *generator.Result, out string, took time.Duration) string {
	var kinds []string
	for _, k := range content.Kinds() {
		if n := res.Pages[k]; n > 0 {
			kinds = append(kinds, count(n, strings.ReplaceAll(string(k), "-", " ")))
		}
	}
	if n := res.Translations; n > 0 {
		kinds = append(kinds, count(n, "translation"))
	}
	if len(kinds) == 0 {
		kinds = []string{"no pages"}
	}
	return fmt.Sprintf("%s: %s; %s written, %d unchanged, %d removed, in %s",
		out, strings.Join(kinds, ", "), count(res.Output.Written, "file"), res.Output.Kept, res.Output.Removed,
		took.Round(time.Millisecond))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "ch") {
		noun += "e"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
