package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// adopt proposes a configuration for a folder that was made for another tool.
func (m *mainCmd) adopt(ctx context.Context, args []string) error {
	fs := m.flags("adopt", "Propose headsup.yaml for a folder that another tool was used for, with a reason for each line.\n"+
		"The files in it stay as they are.")
	fs.takes = " DIR"
	fs.examples = []string{"headsup adopt ~/old-site", "headsup adopt ~/old-site --write"}
	write := fs.Bool("write", false, "put headsup.yaml into the folder")
	rest, err := fs.parseWith(args, 1)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return fmt.Errorf("%w: which folder?\nhint: name it: headsup adopt DIR", generator.ErrUsage)
	}
	folder := rest[0]
	got, err := generator.Adopt(ctx, folder)
	if err != nil {
		return err
	}
	if *write {
		err = m.writeAdopted(&got, folder)
	} else {
		_, err = m.Stdout.Write(got.Config)
	}
	if err != nil {
		return err
	}
	if err := tellAdopted(m.Stderr, &got); err != nil {
		return err
	}
	if got.Result.Failed() {
		return errContent
	}
	return nil
}

// writeAdopted puts the configuration into the folder.
func (m *mainCmd) writeAdopted(got *generator.Adopted, folder string) error {
	name := filepath.ToSlash(filepath.Join(folder, content.ConfigFile))
	written, err := got.WriteConfig(folder)
	switch {
	case errors.Is(err, generator.ErrDifferent):
		return fmt.Errorf("%w: %s is there and says something else; nothing was written\n"+
			"hint: headsup adopt %s shows the proposal; take from it what you want", generator.ErrUsage, name, folder)
	case err != nil:
		return err
	case !written:
		_, err = fmt.Fprintf(m.Stderr, "%s is there and says this already; nothing was changed\n", name)
		return err
	}
	_, err = fmt.Fprintln(m.Stdout, name)
	return err
}

// tellAdopted says what the configuration makes of the folder, and what it leaves open.
func tellAdopted(w io.Writer, got *generator.Adopted) error {
	made := "no tool that headsup knows"
	if len(got.Tools) > 0 {
		made = strings.Join(got.Tools, ", ")
	}
	total := got.Result.Translations
	var kinds []string
	for _, k := range content.Kinds() {
		if n := got.Result.Pages[k]; n > 0 {
			total += n
			kinds = append(kinds, fmt.Sprintf("%s %d", k, n))
		}
	}
	fmt.Fprintf(w, "made for: %s\n", made)
	fmt.Fprintf(w, "%s: %s", diag.Number(got.Markdown, "Markdown file", "Markdown files"), diag.Number(total, "page", "pages"))
	if len(kinds) > 0 {
		fmt.Fprintf(w, " (%s)", strings.Join(kinds, ", "))
	}
	if got.Ignored > 0 {
		fmt.Fprintf(w, ", %d ignored", got.Ignored)
	}
	if n := len(got.Result.Omitted); n > 0 {
		fmt.Fprintf(w, ", %d held back", n)
	}
	fmt.Fprintln(w)
	for _, n := range got.Result.Notes {
		fmt.Fprintf(w, "note: %s\n", n)
	}
	if len(got.Open) == 0 {
		_, err := fmt.Fprintln(w, "nothing is left to decide")
		return err
	}
	fmt.Fprintln(w, "left to decide:")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, o := range got.Open {
		fmt.Fprintf(t, "  %s\t%d\t%s\n", o.Rule, o.Count, diag.Printable(shorten(o.Example)))
	}
	return t.Flush()
}

// shorten cuts a text to what a line of a terminal has room for.
func shorten(s string) string {
	const most = 110
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}
