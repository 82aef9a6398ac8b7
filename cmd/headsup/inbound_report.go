package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"headsup/generator"
	"headsup/generator/diag"
	"headsup/generator/inbound/answer"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/report"
	"headsup/generator/inbound/themes"
	"headsup/generator/read/calendar"
	"headsup/generator/view/label"
)

// reportFlags are the flags of inbound report.
type reportFlags struct {
	build                        buildFlags
	since, product, team, format string
	records                      bool
}

func (m *mainCmd) inboundReport(ctx context.Context, args []string) error {
	flags := m.flags("inbound report", "Show what people ask, and what of it the site answers.")
	flags.examples = []string{
		"headsup inbound report --since 90d",
		"headsup inbound report --product billing --format csv > themes.csv",
		"headsup inbound report --since 2026-01-01 --format json --records",
	}
	f := reportFlags{}
	flags.StringVar(&f.build.Content, "content", "content", "`folder` with the content")
	flags.StringVar(&f.build.Config, "config", "", "configuration `file` (default headsup.yaml in the content folder)")
	flags.StringVar(&f.since, "since", "", "only records from this `time` on: days before today, such as 90d, or a date")
	flags.StringVar(&f.product, "product", "", "only records of the product with this `id`")
	flags.StringVar(&f.team, "team", "", "only records of the team with this `id`, or of customers: "+record.Customer)
	flags.choices["format"] = []string{"text", "json", "csv"}
	flags.StringVar(&f.format, "format", "text", "`format` of the report: text, json or csv")
	flags.BoolVar(&f.records, "records", false, "in json and csv, each record too; csv then is a table of records and not of themes")
	flags.StringVar(&f.build.now, "now", "", "as if it were this `time`, such as 2026-11-23 or 2026-11-23T09:00:00Z")
	if err := f.build.parse(flags, args); err != nil {
		return err
	}
	if f.build.Now.IsZero() {
		f.build.Now = time.Now()
	}
	if err := oneOf("--format", f.format, []string{"text", "json", "csv"}); err != nil {
		return err
	}
	sinceIn, err := parseSince(f.since, f.build.Now)
	if err != nil {
		return err
	}
	records, known, err := m.readInbound(f.build.Content)
	if err != nil {
		return err
	}
	if err := f.check(records); err != nil {
		return err
	}
	preview, done, err := m.preview(ctx, f.build.Options)
	if err != nil {
		return err
	}
	defer done()
	engine, err := openSearch(preview.FS(ctx), f.build.Content)
	if err != nil {
		return err
	}
	site := preview.Site()
	since := sinceIn(site.Config.TimeZone)
	finder, err := answer.New(ctx, engine, answer.PagesOf(site), site.Config.Language, nil)
	if err != nil {
		return err
	}
	items, all, _ := report.Sort(record.Pointers(records), site.Config.Language, known, record.Kept{})
	year, month, day := f.build.Now.In(site.Config.TimeZone).Date()
	tomorrow := time.Date(year, month, day+1, 0, 0, 0, 0, site.Config.TimeZone)
	items = slices.DeleteFunc(items, func(it report.Item) bool {
		r := it.Record
		return !r.At.Before(tomorrow) || r.At.Before(since) || f.product != "" && r.Product != f.product || f.team != "" && r.Team != f.team
	})
	for _, d := range record.CheckDates(records, tomorrow) {
		fmt.Fprintf(m.Stderr, "note: %s:%d: %s; the report leaves it out\n", d.Path, d.Line, d.Message)
	}
	if err := report.FindAnswers(ctx, items, finder, record.Kept{}); err != nil {
		return err
	}
	res := report.New(items, report.Options{
		Themes: all, Page: report.Pages(site), Since: since, Records: f.records, Zone: site.Config.TimeZone,
	})
	switch f.format {
	case "json":
		return res.JSON(m.Stdout)
	case "csv":
		return res.CSV(m.Stdout)
	}
	style := report.Style{Mend: func(id string) string {
		return "headsup new playbook --theme " + label.Argument(id) + contentFlag(f.build.Content)
	}}
	if m.colorOn(m.Stdout) {
		style.Bold, style.Plain = "\x1b[1m", "\x1b[0m"
	}
	return res.Text(m.Stdout, style)
}

// contentFlag is what a command has to say of a content folder.
func contentFlag(folder string) string {
	if folder == "content" {
		return ""
	}
	return " --content " + label.Argument(folder)
}

// parseSince reads the time of --since. It returns when that day begins in a time zone,
// the zero time for no day.
func parseSince(text string, now time.Time) (func(zone *time.Location) time.Time, error) {
	if text == "" {
		return func(*time.Location) time.Time { return time.Time{} }, nil
	}
	since, err := calendar.ParseSince(text)
	if err != nil {
		return nil, fmt.Errorf("%w: --since %w", generator.ErrUsage, err)
	}
	return func(zone *time.Location) time.Time { return since(now.In(zone)) }, nil
}

// check refuses ids that no record has: they are mistyped.
func (f *reportFlags) check(records []record.Record) error {
	products, teams := map[string]bool{}, map[string]bool{}
	for _, r := range records {
		if r.Product != "" {
			products[r.Product] = true
		}
		teams[r.Team] = true
	}
	for _, c := range []struct {
		flag, id string
		known    map[string]bool
	}{{"product", f.product, products}, {"team", f.team, teams}} {
		if c.id != "" && !c.known[c.id] {
			return unknownID(fmt.Sprintf("no record has the %s %q", c.flag, c.id), c.id, slices.Sorted(maps.Keys(c.known)))
		}
	}
	return nil
}

// unknownID is the error of an id that there is not.
func unknownID(message, id string, known []string) error {
	if hint := diag.DidYouMean(id, known); hint != "" {
		message += "\nhint: " + hint
	}
	return fmt.Errorf("%w: %s", generator.ErrUsage, message)
}

// readInbound reads the records of a content folder and what people decided about themes.
// Mistakes are told, and end the command: what is left would be counted wrongly.
func (m *mainCmd) readInbound(folder string) ([]record.Record, themes.Themes, error) {
	if _, err := os.Stat(folder); err != nil {
		return nil, nil, fmt.Errorf("%w\nhint: --content names the folder with the content", err)
	}
	records, found := record.Load(os.DirFS(folder), record.Kept{})
	records = record.Merge(records)
	known, wrong, err := readThemes(folder)
	if err != nil {
		return nil, nil, err
	}
	if found = append(found, wrong...); len(found) > 0 {
		more := len(found) - notesShown
		fmt.Fprintln(m.Stderr, listed(found[:min(notesShown, len(found))]))
		if more > 0 {
			fmt.Fprintf(m.Stderr, "and %d more\n", more)
		}
		return nil, nil, errContent
	}
	if len(records) == 0 {
		return nil, nil, fmt.Errorf("there are no records in %s\nhint: headsup inbound add puts some there", folder)
	}
	return records, known, nil
}
