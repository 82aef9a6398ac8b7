package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"headsup/generator"
	"headsup/generator/diag"
	"headsup/generator/disk/output"
	"headsup/generator/inbound/classify"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/report"
	"headsup/generator/inbound/themes"
)

// themesFlags are the flags of inbound themes.
type themesFlags struct {
	content, config    string
	name, merge, split string
	rest               []string // what is said without a flag
}

func (m *mainCmd) inboundThemes(_ context.Context, args []string) error {
	flags := m.flags("inbound themes", "List the themes of what people ask, or name, merge and split them.\n"+
		"Names and merges are kept in content/"+themes.File+".")
	flags.examples = []string{
		"headsup inbound themes",
		`headsup inbound themes --name export-invoices-1f2e3d "Export invoices"`,
		"headsup inbound themes --merge export-invoices-1f2e3d invoice-table-4a5b6c",
		"headsup inbound themes --split invoice-table-4a5b6c",
	}
	f := themesFlags{}
	flags.StringVar(&f.content, "content", "content", "`folder` with the content")
	flags.StringVar(&f.config, "config", "", "configuration `file` (default headsup.yaml in the content folder)")
	flags.StringVar(&f.name, "name", "", "give the theme with this `id` the title that follows")
	flags.StringVar(&f.merge, "merge", "", "make the themes that follow part of the one with this `id`")
	flags.StringVar(&f.split, "split", "", "take the theme with this `id` out of what it is part of, or all parts out of it")
	rest, err := flags.parseWith(args, 100)
	if err != nil {
		return err
	}
	f.rest = rest
	if err := f.usage(); err != nil {
		return err
	}
	cfg, err := m.loadConfig(f.content, f.config)
	if err != nil {
		return err
	}
	change := f.name != "" || f.merge != "" || f.split != ""
	if change {
		release, err := holdInbound(f.content)
		if err != nil {
			return err
		}
		defer release()
	}
	records, known, err := m.readInbound(f.content)
	if err != nil {
		return err
	}
	all, assigned := themes.Assign(record.Pointers(records), known, themes.Options{Language: cfg.Language})
	if !change {
		return m.listThemes(all, assigned)
	}
	changed, said, err := f.change(known, all)
	if err != nil {
		return err
	}
	if err := writeThemes(f.content, changed); err != nil {
		return err
	}
	_, err = fmt.Fprintln(m.Stdout, said)
	return err
}

// usage checks that one thing is to be done, and that all is said of it.
func (f *themesFlags) usage() error {
	said := 0
	for _, id := range []string{f.name, f.merge, f.split} {
		if id != "" {
			said++
		}
	}
	problem := ""
	switch {
	case said > 1:
		problem = "say one of --name, --merge and --split at a time"
	case f.name != "" && (len(f.rest) != 1 || strings.TrimSpace(f.rest[0]) == ""):
		problem = `--name takes an id and a title in quotes: --name ID "Title"`
	case f.merge != "" && len(f.rest) == 0:
		problem = "--merge takes two ids: --merge ID OTHER"
	case f.name == "" && f.merge == "" && len(f.rest) > 0:
		problem = fmt.Sprintf("unexpected argument %q", f.rest[0])
	}
	if problem != "" {
		return fmt.Errorf("%w: %s", generator.ErrUsage, problem)
	}
	return nil
}

// change does what the flags say, and tells what that is. The ids have to be those of
// themes, or of what is part of one.
func (f *themesFlags) change(known, all themes.Themes) (changed themes.Themes, said string, err error) {
	ids := themeIDs(all)
	mentioned := []string{cmp.Or(f.name, f.merge, f.split)}
	if f.merge != "" {
		mentioned = append(mentioned, f.rest...)
	}
	for _, id := range mentioned {
		if !slices.Contains(ids, id) {
			return nil, "", unknownID(fmt.Sprintf("there is no theme %q", id), id, ids)
		}
	}
	switch {
	case f.name != "":
		title := strings.Join(strings.Fields(f.rest[0]), " ")
		return known.Name(f.name, title), fmt.Sprintf("%s is called %q", known.Of(f.name), title), nil
	case f.merge != "":
		changed = known
		for _, id := range f.rest {
			if changed.Of(id) == changed.Of(f.merge) {
				return nil, "", fmt.Errorf("%w: %s and %s are one theme already", generator.ErrUsage, f.merge, id)
			}
			changed = changed.Merge(f.merge, id)
		}
		return changed, fmt.Sprintf("%s: now part of %s", strings.Join(f.rest, ", "), changed.Of(f.merge)), nil
	}
	changed, ok := known.Split(f.split)
	if !ok {
		return nil, "", fmt.Errorf("%w: %s is no part of another theme and has no parts", generator.ErrUsage, f.split)
	}
	return changed, f.split + ": split", nil
}

// themeIDs are the ids of themes and of what is part of them.
func themeIDs(all themes.Themes) []string {
	var ids []string
	for _, t := range all {
		ids = append(append(ids, t.ID), t.Merged...)
	}
	return ids
}

// listThemes lists the themes with how many records each has, the largest first.
func (m *mainCmd) listThemes(all themes.Themes, assigned []themes.Assignment) error {
	counts := map[string]int{}
	for _, a := range assigned {
		counts[a.Theme]++
	}
	slices.SortStableFunc(all, func(a, b themes.Theme) int { return cmp.Compare(counts[b.ID], counts[a.ID]) })
	bold, plain := "", ""
	if m.colorOn(m.Stdout) {
		bold, plain = "\x1b[1m", "\x1b[0m"
	}
	var b strings.Builder
	for _, t := range all {
		fmt.Fprintf(&b, "%5d  %s%s%s\n       %s\n", counts[t.ID], bold, printable(t.Title), plain, printable(t.ID))
		if len(t.Merged) > 0 {
			fmt.Fprintf(&b, "       with %s\n", printable(strings.Join(t.Merged, ", ")))
		}
	}
	fmt.Fprintf(&b, "%s of %s\n", count(len(all), "theme"), count(len(assigned), "record"))
	_, err := io.WriteString(m.Stdout, b.String())
	return err
}

// readThemes reads what people decided about themes. No file is nothing decided.
func readThemes(folder string) (themes.Themes, []diag.Diagnostic, error) {
	text, err := record.Read(os.DirFS(folder), themes.File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	known, found := themes.Parse(themes.File, text)
	return known, found, nil
}

// writeThemes writes what people decided, whole or not at all, with the comments that are
// there.
func writeThemes(folder string, known themes.Themes) error {
	before, err := record.Read(os.DirFS(folder), themes.File)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	text, err := known.Rewrite(before)
	if err != nil {
		return err
	}
	return writeInboundFile(folder, themes.File, text)
}

// holdInbound keeps other commands from changing the folder of records until it is
// released: what one of them writes between our reading and writing would be lost.
func holdInbound(folder string) (release func(), err error) {
	done, err := output.Hold(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w\nhint: --content names the folder with the content", err)
	case errors.Is(err, output.ErrConcurrent):
		return nil,
			fmt.Errorf("another command is writing into %s, so nothing was written\nhint: run this one again when it is done", folder)
	case err != nil:
		return nil, err
	}
	return func() { done() }, nil //nolint:errcheck // what was to be written is
}

// writeInboundFile writes a file of the folder of records, whole or not at all.
func writeInboundFile(folder, name string, text []byte) error {
	place := filepath.Join(folder, filepath.FromSlash(name))
	return record.WriteFiles(filepath.Dir(place), map[string][]byte{filepath.Base(place): text})
}

// themeQuestions are what a page about a theme begins with.
type themeQuestions struct {
	id, title string
	questions []string
}

// questionsShown are on a page that is begun with a theme.
const questionsShown = 5

// themeQuestions finds what people asked about a theme.
func (m *mainCmd) themeQuestions(folder, id, language string) (themeQuestions, error) {
	records, known, err := m.readInbound(folder)
	if err != nil {
		return themeQuestions{}, err
	}
	all, assigned := themes.Assign(record.Pointers(records), known, themes.Options{Language: language})
	if ids := themeIDs(all); !slices.Contains(ids, id) {
		return themeQuestions{}, unknownID(fmt.Sprintf("--theme: there is no theme %q", id), id, ids)
	}
	id = all.Of(id)
	classifier := classify.Learn(classify.Corrected(record.Pointers(records)), record.Kept{})
	var asked []*record.Record
	for i := range records {
		if assigned[i].Theme == id && report.Asks(report.KindOf(classifier, &records[i])) {
			asked = append(asked, &records[i])
		}
	}
	at := slices.IndexFunc(all, func(t themes.Theme) bool { return t.ID == id })
	return themeQuestions{id, all[at].Title, report.Questions(asked, language, questionsShown)}, nil
}
