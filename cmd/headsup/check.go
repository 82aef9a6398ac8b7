package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/guard/lint"
	"headsup/generator/guard/report"
)

// checkFlags are the flags of check beside those of a build.
type checkFlags struct {
	build    buildFlags
	gate     gateFlags
	format   string
	external bool
	app      appFlags
	verbose  bool
}

func (m *mainCmd) check(ctx context.Context, args []string) error {
	var f checkFlags
	fs := m.flags("check", "Report everything that is wrong with the content, and write nothing.")
	f.build.registerInputs(fs)
	f.build.registerTimings(fs)
	fs.choices["format"] = textsOf(report.Formats())
	fs.StringVar(&f.format, "format", string(report.Text), "`form` of the findings: text, json, github or sarif")
	f.gate.register(fs)
	registerVerbose(fs, &f.verbose)
	fs.BoolVar(&f.external, "external", false, "ask for the pages behind links to other sites, too")
	f.app.register(fs)
	if err := f.build.parse(fs, args); err != nil {
		return err
	}
	if err := f.valid(); err != nil {
		return err
	}
	app, err := f.app.options(m.Getenv)
	if err != nil {
		return err
	}
	opt := f.options()
	opt.App = app
	progress, done := m.bar()
	f.build.Progress = progress
	res, err := generator.Check(ctx, f.build.Options, opt)
	if done(); err != nil {
		return err
	}
	if f.build.timings {
		if err := writeTimings(m.Stderr, res.Timings); err != nil {
			return err
		}
	}
	for _, n := range res.Notes {
		fmt.Fprintf(m.Stderr, "note: %s\n", n)
	}
	found := report.Findings{
		Diagnostics: res.Diagnostics, Silenced: res.Silenced, Version: generator.Version, Verbose: f.verbose,
		Config: filepath.ToSlash(cmp.Or(f.build.Config, filepath.Join(f.build.Content, content.ConfigFile))),
	}
	var change judged
	if f.gate.base != "" {
		if change, err = f.gate.judge(ctx, f.build.Options); err != nil {
			return err
		}
		found.Diagnostics = diag.Sort(append(found.Diagnostics, change.found...))
		found.Notices = change.notices
	}
	if err := report.Write(m.Stdout, report.Format(f.format), found, m.colorOn(m.Stdout)); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	switch {
	case f.gate.summary != "":
		err = f.gate.writeSummary(change.summary)
	case f.gate.base != "" && f.format == string(report.Text):
		_, err = fmt.Fprintf(m.Stdout, "\n%s", change.summary)
	}
	if err != nil {
		return err
	}
	if errs, _ := diag.Count(found.Diagnostics); errs > 0 {
		return errContent
	}
	return nil
}

func (f *checkFlags) valid() error {
	if err := f.gate.valid(); err != nil {
		return err
	}
	var names []string
	for _, format := range report.Formats() {
		if f.format == string(format) {
			return nil
		}
		names = append(names, string(format))
	}
	return fmt.Errorf("%w: --format is %s or %s, not %q", generator.ErrUsage,
		strings.Join(names[:len(names)-1], ", "), names[len(names)-1], f.format)
}

func (f *checkFlags) options() generator.CheckOptions {
	var opt generator.CheckOptions
	if f.external {
		opt.External = &lint.External{
			Client:    lint.NewClient(),
			UserAgent: "headsup/" + generator.Version + " (link check)",
			Wait:      30 * time.Second,
		}
	}
	return opt
}
