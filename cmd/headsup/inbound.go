package main

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/inbound/ingest"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/redact"
)

// inboundCommands are the commands of headsup inbound.
func inboundCommands() []command {
	return []command{
		{"add", "put exports of other programs into the content folder", (*mainCmd).inboundAdd},
		{"report", "show what people ask, and what of it the site answers", (*mainCmd).inboundReport},
		{"themes", "list the themes, name them, merge and split them", (*mainCmd).inboundThemes},
		{"told", "record who has been told that what they asked for has shipped", (*mainCmd).inboundTold},
	}
}

func (m *mainCmd) inbound(ctx context.Context, args []string) error {
	var names []string
	for _, c := range inboundCommands() {
		if len(args) > 0 && c.name == args[0] {
			return c.run(m, ctx, args[1:])
		}
		names = append(names, c.name)
	}
	if len(args) > 0 && isHelp(strings.TrimLeft(args[0], "-")) {
		fmt.Fprint(m.Stdout, "Collect questions, requests and problems of customers and colleagues. They stay internal.\n\nUsage:\n\n")
		for _, c := range inboundCommands() {
			fmt.Fprintf(m.Stdout, "  headsup inbound %-9s %s\n", c.name, c.summary)
		}
		return flag.ErrHelp
	}
	if len(args) == 0 {
		return fmt.Errorf("%w: say what to do: %s\nhint: headsup inbound --help explains them",
			generator.ErrUsage, strings.Join(names, ", "))
	}
	return fmt.Errorf("%w: there is no command inbound %q; %s", generator.ErrUsage, args[0], diag.DidYouMean(args[0], names))
}

// inboundSource finds what the configuration says of a source. A site that lists no
// sources has any.
func inboundSource(cfg *content.Config, id string) (content.InboundSource, error) {
	if len(cfg.Inbound.Sources) == 0 {
		return content.InboundSource{}, nil
	}
	var ids []string
	for _, s := range cfg.Inbound.Sources {
		if s.ID == id {
			return s, nil
		}
		ids = append(ids, s.ID)
	}
	return content.InboundSource{}, fmt.Errorf("%w: headsup.yaml has no source %q; %s", generator.ErrUsage, id, diag.DidYouMean(id, ids))
}

// inboundFlags are the flags of inbound add.
type inboundFlags struct {
	content, config, source, format, fields, encoding, dates, now string
	channels                                                      words
	dryRun                                                        bool
}

func (m *mainCmd) inboundAdd(ctx context.Context, args []string) error {
	flags := m.flags("inbound add", "Put exports of other programs into the content folder, without personal data.")
	flags.takes = " FILE…"
	flags.examples = []string{
		"headsup inbound add tickets.json --source support",
		"headsup inbound add survey.csv --source nps --map text=Comment,at=Date --dates day-first",
		"headsup inbound add export.zip --source chat --channel leads --dry-run",
	}
	f := inboundFlags{}
	flags.StringVar(&f.content, "content", "content", "`folder` with the content")
	flags.StringVar(&f.config, "config", "", "configuration `file` (default headsup.yaml in the content folder)")
	flags.StringVar(&f.source, "source", "", "`id` of where the files come from, a word of your choice or one that headsup.yaml lists")
	flags.choices["format"] = textsOf(ingest.Formats())
	flags.choices["dates"] = []string{"day-first", "month-first"}
	flags.StringVar(&f.format, "format", "", "`format` of the files: "+joined(ingest.Formats())+" (default auto)")
	flags.StringVar(&f.fields, "map", "", "`fields` and the columns that hold them, in quotes if there are spaces: \"text=What else?\"")
	flags.StringVar(&f.encoding, "encoding", "", "`encoding` of the files, such as windows-1252 (default detected)")
	flags.StringVar(&f.dates, "dates", "", "`order` in dates such as 02/03/2026: day-first or month-first")
	flags.Var(&f.channels, "channel", "`name` of a private channel to read as well; may be given several times")
	flags.StringVar(&f.now, "now", "", "`day` for records without a date (default today)")
	flags.BoolVar(&f.dryRun, "dry-run", false, "write nothing, and show the first records")
	files, err := flags.parseWith(args, math.MaxInt)
	if err != nil {
		return err
	}
	opt, err := f.options(m, files)
	if err != nil {
		return err
	}
	if !f.dryRun {
		release, err := holdInbound(f.content)
		if err != nil {
			return err
		}
		defer release()
	}
	box, err := openInbox(f.content, f.source)
	if err != nil {
		return err
	}
	read, left := 0, 0
	for _, name := range files {
		res, err := readExport(ctx, name, opt)
		if err != nil {
			return err
		}
		if err := m.writeInbound(name, res, f.dryRun); err != nil {
			return err
		}
		box.add(res)
		read += len(res.Records)
		left += len(res.Notes)
	}
	if read == 0 && left > 0 {
		fmt.Fprintln(m.Stderr, "nothing was written")
		return errContent
	}
	if f.dryRun {
		_, err := fmt.Fprintln(m.Stdout, "nothing was written, because of --dry-run")
		return err
	}
	changed, err := box.write()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Stdout, "%s: %s, %d of them already there; %s written\n",
		filepath.ToSlash(box.dir), count(read, "record"), box.replaced, count(changed, "file"))
	return err
}

// joined are values with commas between.
func joined[T ~string](list []T) string {
	var texts []string
	for _, v := range list {
		texts = append(texts, string(v))
	}
	return strings.Join(texts, ", ")
}

// options puts together what the configuration and the flags say.
func (f *inboundFlags) options(m *mainCmd, files []string) (opt ingest.Options, err error) {
	switch {
	case len(files) == 0:
		return opt, fmt.Errorf("%w: say which files: headsup inbound add FILE… --source ID", generator.ErrUsage)
	case f.source == "":
		return opt, fmt.Errorf("%w: say where the files come from, with --source ID", generator.ErrUsage)
	case !content.IsInboundSource(f.source):
		return opt, fmt.Errorf("%w: --source %q is no id\nhint: write small letters, digits and hyphens", generator.ErrUsage, f.source)
	}
	cfg, err := m.loadConfig(f.content, f.config)
	if err != nil {
		return opt, err
	}
	source, err := inboundSource(cfg, f.source)
	if err != nil {
		return opt, err
	}
	opt = ingest.Options{
		Source: f.source, Team: source.Team, Format: ingest.Format(cmp.Or(f.format, source.Format, string(ingest.Auto))),
		Encoding: cmp.Or(f.encoding, source.Encoding), Dates: ingest.Order(cmp.Or(f.dates, source.Dates)),
		Map: maps.Clone(source.Map), Channels: slices.Concat(source.Channels, f.channels),
		Zone: cfg.TimeZone, Now: time.Now(), Accounts: redact.Mode(cfg.Inbound.Accounts),
	}
	if f.now != "" {
		if opt.Now, err = parseNow(f.now, cfg.TimeZone); err != nil {
			return opt, err
		}
	}
	for pair := range strings.SplitSeq(f.fields, ",") {
		if field, column, ok := strings.Cut(pair, "="); ok {
			if opt.Map == nil {
				opt.Map = map[string]string{}
			}
			opt.Map[strings.TrimSpace(field)] = strings.TrimSpace(column)
		} else if strings.TrimSpace(pair) != "" {
			return opt, fmt.Errorf("%w: --map takes pairs such as text=Comment, not %q", generator.ErrUsage, pair)
		}
	}
	if err := ingest.CheckMap(opt.Map); err != nil {
		return opt, fmt.Errorf("%w: %w", generator.ErrUsage, err)
	}
	if err := oneOf("--format", opt.Format, ingest.Formats()); err != nil {
		return opt, err
	}
	if err := oneOf("--dates", opt.Dates, []ingest.Order{"", ingest.DayFirst, ingest.MonthFirst}); err != nil {
		return opt, err
	}
	var key []byte
	if opt.Accounts == redact.Hash {
		dir, err := os.UserConfigDir()
		if value := m.Getenv(redact.KeyVariable); err != nil && value == "" {
			return opt, fmt.Errorf("there is no place for the key of account labels: %w\nhint: set %s", err, redact.KeyVariable)
		}
		if key, err = redact.Key(m.Getenv(redact.KeyVariable), filepath.Join(dir, "headsup"), f.dryRun); err != nil {
			return opt, err
		}
	}
	opt.Redactor = redact.New(redact.Options{Words: cfg.Inbound.Redact, Key: key})
	return opt, nil
}

// oneOf reports a value that is none of those that there are.
func oneOf[T ~string](what string, value T, values []T) error {
	if slices.Contains(values, value) {
		return nil
	}
	var names []string
	for _, v := range values {
		if v != "" {
			names = append(names, string(v))
		}
	}
	return fmt.Errorf("%w: %s: there is no %q; %s", generator.ErrUsage, what, value, diag.DidYouMean(string(value), names))
}

// readExport reads one file, or the folder of an export of Slack.
func readExport(ctx context.Context, name string, opt ingest.Options) (*ingest.Result, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	return ingest.Read(ctx, os.DirFS(filepath.Dir(abs)), filepath.Base(abs), opt)
}

const (
	notesShown   = 20 // of one file
	recordsShown = 5
)

// writeInbound tells what became of a file.
func (m *mainCmd) writeInbound(name string, res *ingest.Result, dryRun bool) error {
	for i, n := range res.Notes {
		if i == notesShown {
			fmt.Fprintf(m.Stderr, "and %s more\n", count(len(res.Notes)-i, "note"))
			break
		}
		fmt.Fprintf(m.Stderr, "note: %s\n", printable(n.String()))
		if n.Hint != "" {
			fmt.Fprintf(m.Stderr, "  hint: %s\n", printable(n.Hint))
		}
	}
	var b strings.Builder
	c := res.Counts
	fmt.Fprintf(&b, "%s: read as %s, %s of %d\n", filepath.ToSlash(name), res.Format, count(len(res.Records), "record"), c.Read)
	var columns []string
	for _, col := range res.Columns {
		columns = append(columns, fmt.Sprintf("%s from %q", col.Field, col.From))
	}
	if len(columns) > 0 {
		fmt.Fprintf(&b, "  columns: %s\n", printable(strings.Join(columns, ", ")))
	}
	fmt.Fprintf(&b, "  taken out: %s\n", c.Redacted)
	for _, reason := range slices.Sorted(maps.Keys(c.LeftOut)) {
		fmt.Fprintf(&b, "  skipped: %d (%s)\n", c.LeftOut[reason], reason)
	}
	if c.Duplicates > 0 {
		fmt.Fprintf(&b, "  skipped: %d (the same id again; the last one stays)\n", c.Duplicates)
	}
	if len(res.Undated) > 0 {
		fmt.Fprintf(&b, "  without a date: %s, dated today or by --now; --map at=COLUMN names a column with dates\n",
			count(len(res.Undated), "record"))
	}
	for i, r := range res.Records {
		if !dryRun || i == recordsShown {
			break
		}
		text := strings.Join(strings.Fields(cmp.Or(r.Title, r.Text)), " ")
		if runes := []rune(text); len(runes) > 100 {
			text = string(runes[:100]) + "…"
		}
		fmt.Fprintf(&b, "  %s  %s  %s\n", r.At.Format(time.DateOnly), printable(r.ID), printable(text))
	}
	_, err := fmt.Fprint(m.Stdout, b.String())
	return err
}

// inbox is the records of one source in the content folder.
type inbox struct {
	dir      string
	before   map[string][]byte // files as they are, by name
	records  map[string]record.Record
	replaced int // records that were there before
}

// openInbox reads the records of a source. Files with mistakes are an error: they
// would be lost.
func openInbox(folder, source string) (*inbox, error) {
	b := &inbox{
		dir:     filepath.Join(folder, record.Folder, source),
		before:  map[string][]byte{},
		records: map[string]record.Record{},
	}
	names, err := filepath.Glob(filepath.Join(escapeGlob(b.dir), "*"+record.Ending))
	if err != nil {
		return nil, err
	}
	var found []diag.Diagnostic
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		base := filepath.Base(name)
		records, wrong := record.Parse(record.Folder+"/"+source+"/"+base, data)
		found = append(found, wrong...)
		b.before[base] = data
		for _, r := range records {
			b.records[r.ID] = r
		}
	}
	if len(found) > 0 {
		return nil, fmt.Errorf("nothing was written, because these lines would be lost:\n%s", listed(found))
	}
	return b, nil
}

// escapeGlob makes a pattern that matches a path alone.
func escapeGlob(name string) string {
	if os.PathSeparator == '\\' {
		return name // there it escapes nothing, and the names cannot hold the signs
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
}

// add puts records in. What people set to correct the machine stays, and a record
// without a time of its own keeps the one of the first day.
func (b *inbox) add(res *ingest.Result) {
	for _, r := range res.Records {
		if old, ok := b.records[r.ID]; ok {
			b.replaced++
			r.Kind, r.Theme, r.Answer = cmp.Or(r.Kind, old.Kind), cmp.Or(r.Theme, old.Theme), cmp.Or(r.Answer, old.Answer)
			if res.Undated[r.ID] {
				r.At = old.At
			}
		}
		b.records[r.ID] = r
	}
}

// write writes the files that are to change, and returns how many these are.
func (b *inbox) write() (changed int, err error) {
	after, err := b.after()
	if err != nil {
		return 0, err
	}
	return len(after), record.WriteFiles(b.dir, after)
}

// after is what files hold that are to change, by name. One that holds nothing any
// more is to be removed.
func (b *inbox) after() (map[string][]byte, error) {
	months := map[string][]record.Record{}
	for name := range b.before {
		months[name] = nil
	}
	for _, id := range slices.Sorted(maps.Keys(b.records)) {
		r := b.records[id]
		name := record.Month(r.At) + record.Ending
		months[name] = append(months[name], r)
	}
	after := map[string][]byte{}
	for name, records := range months {
		text, err := record.Append(nil, record.Merge(nil, records...))
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(text, b.before[name]) {
			after[name] = text
		}
	}
	return after, nil
}
