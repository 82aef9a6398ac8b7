package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"headsup/generator"
	"headsup/generator/author/convert"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// adopt proposes a configuration for a folder that was made for another tool.
func (m *mainCmd) adopt(ctx context.Context, args []string) error {
	fs := m.flags("adopt", "Propose headsup.yaml for a folder that another tool was used for, with a reason for each line.\n"+
		"The files in it stay as they are. Of a FILE that is no Markdown, make Markdown.")
	fs.takes = " DIR|FILE"
	fs.examples = []string{
		"headsup adopt ~/old-site", "headsup adopt ~/old-site --write", "headsup adopt Handbook.docx --out content/handbook",
		"headsup adopt export.zip --out content",
	}
	write := fs.Bool("write", false, "put headsup.yaml into the folder")
	var out string
	fs.StringVar(&out, "out", "", "new `folder` for the Markdown of a FILE: .docx, .html, or the .zip of an export")
	fs.StringVar(&out, "o", "", "the same, as a short `folder`")
	rest, err := fs.parseWith(args, 1)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return fmt.Errorf("%w: which folder?\nhint: name it: headsup adopt DIR", generator.ErrUsage)
	}
	folder := rest[0]
	if info, err := os.Stat(folder); err == nil && info.Mode().IsRegular() && (out != "" || isDocument(folder)) {
		return m.convert(folder, out, *write)
	}
	if out != "" {
		return fmt.Errorf("%w: --out is for a file; the files of a folder stay where they are", generator.ErrUsage)
	}
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

// isDocument reports whether a name is that of a file that can be made Markdown.
func isDocument(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".docx", ".docm", ".dotx", ".html", ".htm", ".xhtml", ".zip":
		return true
	}
	return false
}

// convert makes Markdown of a document or an export, in a folder of its own.
func (m *mainCmd) convert(name, out string, write bool) error {
	switch {
	case write:
		return fmt.Errorf("%w: --write is for folders\nhint: say where the Markdown goes: headsup adopt %s --out DIR",
			generator.ErrUsage, name)
	case out == "":
		return fmt.Errorf("%w: where does the Markdown of %s go?\n"+
			"hint: headsup adopt %s --out DIR, with a folder that is empty or not there",
			generator.ErrUsage, name, name)
	}
	if err := mustBeEmpty(out); err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	got, err := convert.Convert(filepath.ToSlash(name), f, info.Size())
	if err != nil {
		return fmt.Errorf("%s: %w\nnothing was written", name, err)
	}
	if err := writeConverted(out, got); err != nil {
		return err
	}
	for _, note := range got.Notes {
		fmt.Fprintf(m.Stderr, "note: %s\n", note)
	}
	for _, f := range got.Files {
		if _, err := fmt.Fprintln(m.Stdout, filepath.ToSlash(filepath.Join(out, filepath.FromSlash(f.Path)))); err != nil {
			return err
		}
	}
	return nil
}

// mustBeEmpty refuses a folder that holds something: nothing of anybody is replaced.
func mustBeEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look into the folder: %w", err)
	case len(entries) > 0:
		return fmt.Errorf("%w: %s is not empty; nothing was written\nhint: name a folder that is empty or not there",
			generator.ErrUsage, dir)
	}
	return nil
}

// writeConverted writes what became of a document. When that fails in the middle, what was
// written is removed.
func writeConverted(dir string, got *convert.Result) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the folder: %w", err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	for i, f := range got.Files {
		name := filepath.FromSlash(f.Path)
		err := root.MkdirAll(filepath.Dir(name), 0o755)
		if err == nil {
			err = root.WriteFile(name, f.Data, 0o644)
		}
		if err != nil {
			for _, done := range got.Files[:i+1] {
				err = errors.Join(err, root.RemoveAll(filepath.FromSlash(done.Path)))
			}
			return fmt.Errorf("write the Markdown: %w", err)
		}
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
