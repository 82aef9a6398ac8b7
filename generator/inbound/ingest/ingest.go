// Package ingest turns what other programs export into records: tables, tickets,
// conversations, issues, messages and forms.
//
// What it returns is free of personal data as far as package redact finds it. What
// cannot be read is a note with its place, and the rest goes on.
package ingest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"headsup/generator/inbound/record"
	"headsup/generator/inbound/redact"
)

// Format is a form of exports.
type Format string

// The formats.
const (
	Auto     Format = "auto"
	CSV      Format = "csv"
	JSONL    Format = "jsonl"
	JSON     Format = "json"
	Slack    Format = "slack"
	Zendesk  Format = "zendesk"
	Intercom Format = "intercom"
	GitHub   Format = "github"
	Netlify  Format = "netlify-forms"
)

// Formats returns all formats, the default first.
func Formats() []Format {
	return []Format{Auto, CSV, JSONL, JSON, Slack, Zendesk, Intercom, GitHub, Netlify}
}

// What is read is bounded, whatever a file says of itself.
const (
	maxFile  = 200 << 20 // bytes of one file
	maxTotal = 1 << 30   // bytes of all files of an archive
	maxText  = 64 << 10  // bytes of one text
	maxTitle = 300       // bytes
)

// Order is how dates of three numbers are written where that can be seen.
type Order string

// The orders. Without one, a column says its own, or is asked about.
const (
	DayFirst   Order = "day-first"
	MonthFirst Order = "month-first"
)

// Options say what the exports are.
type Options struct {
	Source   string // id of the source; required
	Team     string // who asked, where the export does not say
	Format   Format // [Auto] when empty
	Encoding string // found out when empty
	Dates    Order
	// Map names columns, or paths of JSON such as "custom_fields.12", for fields of
	// a record.
	Map map[string]string
	// Channels are private ones of Slack to be read as well.
	Channels []string
	Zone     *time.Location // of times that name none; UTC when nil
	Now      time.Time      // when records without a time were asked; none are read when zero
	Redactor *redact.Redactor
	Accounts redact.Mode
}

// Note is something that was left out or taken otherwise than it is written.
type Note struct {
	File    string
	Line    int // 0: the file as a whole
	Message string
	Hint    string // may be empty
}

func (n Note) String() string {
	if n.Line == 0 {
		return n.File + ": " + n.Message
	}
	return fmt.Sprintf("%s:%d: %s", n.File, n.Line, n.Message)
}

// Column is what was taken from where.
type Column struct{ Field, From string }

// Counts say what became of what was read.
type Counts struct {
	Read       int            // rows, tickets or messages
	LeftOut    map[string]int // by reason
	Duplicates int            // replaced by a later one with the same id
	Redacted   redact.Counts
}

// Result is what an export holds.
type Result struct {
	Format  Format
	Records []record.Record // in order
	Notes   []Note
	Counts  Counts
	Columns []Column
	Undated map[string]bool // ids of records that have no time of their own
	Replies map[string]int  // by the id of what was replied to
}

// Read reads an export from a file or, in the form of Slack, from a folder or an archive.
func Read(ctx context.Context, fsys fs.FS, name string, opt Options) (*Result, error) {
	if opt.Redactor == nil {
		opt.Redactor = redact.New(redact.Options{})
	}
	opt.Zone = cmp.Or(opt.Zone, time.UTC)
	r := &reader{ctx: ctx, fsys: fsys, name: name, Options: opt, result: &Result{
		Format: cmp.Or(opt.Format, Auto), Undated: map[string]bool{}, Replies: map[string]int{},
		Counts: Counts{LeftOut: map[string]int{}, Redacted: redact.Counts{}},
	}}
	if err := r.read(); err != nil {
		return nil, err
	}
	res := r.result
	all := len(res.Records)
	res.Records = record.Merge(nil, res.Records...)
	res.Counts.Duplicates = all - len(res.Records)
	return res, nil
}

// reader reads one export.
type reader struct {
	Options
	ctx    context.Context
	fsys   fs.FS
	name   string
	total  int64 // bytes read so far
	result *Result
}

func (r *reader) read() error {
	info, err := fs.Stat(r.fsys, r.name)
	if err != nil {
		return err
	}
	if info.IsDir() || strings.EqualFold(path.Ext(r.name), ".zip") {
		if f := r.result.Format; f != Auto && f != Slack {
			return fmt.Errorf("%s is no file of the format %s\nhint: name the files in it", r.name, f)
		}
		r.result.Format = Slack
		return r.slack(info.IsDir())
	}
	data, err := r.file(r.fsys, r.name)
	if err != nil {
		return err
	}
	if err := otherFile(data, r.name); err != nil {
		return err
	}
	text, err := decode(data, r.Encoding)
	if err != nil {
		return fmt.Errorf("%s: %w", r.name, err)
	}
	if r.result.Format == Auto {
		if r.result.Format = detect(text); r.result.Format == CSV {
			if err := noTable(text, r.name); err != nil {
				return err
			}
		}
	}
	switch f := r.result.Format; {
	case f == Slack:
		return fmt.Errorf("%s is no export of Slack\nhint: name the archive, or the folder that it was unpacked to", r.name)
	case f == CSV || f == Netlify && !isJSON(text):
		return r.csv(text)
	case !isJSON(text):
		return fmt.Errorf("%s is no JSON, as the format %s is\nhint: --format csv reads tables", r.name, f)
	case f == Zendesk:
		return r.zendesk(text)
	case f == Intercom:
		return r.intercom(text)
	case f == GitHub:
		return r.github(text)
	default:
		return r.json(text)
	}
}

// file reads a file, which may be part of an archive.
func (r *reader) file(fsys fs.FS, name string) ([]byte, error) {
	if err := r.ctx.Err(); err != nil {
		return nil, err
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	r.total += int64(len(data))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", name, err)
	case len(data) > maxFile:
		return nil, fmt.Errorf("%s is larger than %d MB\nhint: export fewer months at a time", name, maxFile>>20)
	case r.total > maxTotal:
		return nil, fmt.Errorf("%s holds more than %d MB\nhint: export fewer months at a time", r.name, maxTotal>>20)
	}
	return data, nil
}

func (r *reader) note(file string, line int, message, hint string) {
	r.result.Notes = append(r.result.Notes, Note{file, line, message, hint})
}

func (r *reader) leaveOut(reason string) { r.result.Counts.LeftOut[reason]++ }

// entry is a record as an export has it.
type entry struct {
	record.Record
	file string
	line int
	// names are of people who may be named in the texts.
	names []string
}

// add makes a record of an entry. All texts are redacted here, and nowhere else.
func (r *reader) add(e entry) {
	rec := e.Record
	rec.Source, rec.Team = r.Source, cmp.Or(clean(rec.Team), r.Team, record.Customer)
	known := r.Redactor
	if len(e.names) > 0 {
		known = known.Knowing(e.names...)
	}
	for _, text := range []*string{&rec.Title, &rec.Text, &rec.Product, &rec.Plan, &rec.Team, &rec.Lang, &rec.Theme, &rec.Answer} {
		// Before it is cut, since half a number looks like no number.
		*text = r.redact(known, clean(*text))
	}
	rec.Title = cut(strings.Join(strings.Fields(rec.Title), " "), maxTitle)
	rec.Text = cut(rec.Text, maxText)
	if rec.Text == "" {
		rec.Text, rec.Title = rec.Title, ""
	}
	if rec.Text == "" {
		r.leaveOut("without text")
		return
	}
	rec.Account = r.Redactor.Account(clean(rec.Account), r.Accounts)
	rec.URL = r.address(rec.URL)
	dated := !rec.At.IsZero()
	if !dated {
		rec.At = r.Now
	}
	if y := rec.At.Year(); y < 1990 || y > 2200 {
		r.note(e.file, e.line, "it says no time that can be read, and is left out",
			"write the time as 2026-11-30T09:00:00Z, or name its column")
		r.leaveOut("without a time")
		return
	}
	rec.At = rec.At.UTC().Truncate(time.Second)
	if !record.IsID(strings.TrimSpace(rec.ID)) {
		r.note(e.file, e.line, "its id holds a line break or a control character, so it is left out",
			"correct it in the export, or name another column for id")
		r.leaveOut("with a broken id")
		return
	}
	if rec.ID = clean(rec.ID); rec.ID == "" || r.personal(rec.ID) || len(rec.ID) > maxTitle {
		rec.ID = hashed(&rec, dated)
	}
	if !dated {
		r.result.Undated[rec.ID] = true
	}
	r.result.Records = append(r.result.Records, rec)
}

func (r *reader) redact(by *redact.Redactor, text string) string {
	text, counts := by.Text(text)
	r.result.Counts.Redacted.Add(counts)
	return text
}

// personal reports whether a text holds what would be taken out.
func (r *reader) personal(text string) bool {
	redacted, _ := r.Redactor.Text(text)
	return redacted != text
}

// address returns an address that browsers open, if there is nothing personal in it.
func (r *reader) address(text string) string {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || r.personal(u.String()) {
		return ""
	}
	return u.String()
}

// hashed is an id for a record that has none. The time counts only where the record
// has its own, so that it stays the same when the export is read another day.
func hashed(rec *record.Record, dated bool) string {
	at := ""
	if dated {
		at = rec.At.Format(time.RFC3339)
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{rec.Source, at, rec.Title, rec.Text}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// clean returns a text with line feeds between its lines, no more than one of them
// empty at a time, and no characters that control a terminal.
func clean(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u00a0", " ").Replace(text)
	text = strings.Map(func(c rune) rune {
		if c == '\n' || c == '\t' || !unicode.IsControl(c) && !unicode.Is(unicode.Bidi_Control, c) {
			return c
		}
		return -1
	}, strings.ToValidUTF8(text, "\uFFFD"))
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// cut returns a text of at most so many bytes, and says where it was cut.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}

// Fields are the fields of a record that Options.Map may name a column for.
func Fields() []string {
	return []string{
		"id", "at", "team", "title", "text", "product", "plan", "account", "value", "score", "url", "lang", "kind", "theme", "answer",
	}
}

// set takes the text of a field. It reports whether the text says something.
func (r *reader) set(rec *record.Record, field, text string) bool {
	texts := map[string]*string{
		"id": &rec.ID, "team": &rec.Team, "title": &rec.Title, "text": &rec.Text, "product": &rec.Product, "plan": &rec.Plan,
		"account": &rec.Account, "url": &rec.URL, "lang": &rec.Lang, "theme": &rec.Theme, "answer": &rec.Answer,
	}
	if field == "theme" && !record.IsTheme(text) {
		return text == ""
	}
	if to, ok := texts[field]; ok {
		*to = text
		return true
	}
	switch text = strings.TrimSpace(text); field {
	case "value":
		v, ok := money(text)
		rec.Value = v
		return ok || text == ""
	case "score":
		score, ok := wholeNumber(text)
		if ok && score <= record.MaxScore {
			rec.Score = &score
		}
		return rec.Score != nil || text == ""
	case "kind":
		if k := record.Kind(text); slices.Contains(record.Kinds(), k) {
			rec.Kind = k
		}
		return rec.Kind != "" || text == ""
	}
	return true
}

// CheckMap reports fields that a record does not have.
func CheckMap(fields map[string]string) error {
	for _, field := range sortedKeys(fields) {
		if !slices.Contains(Fields(), field) {
			return fmt.Errorf("a record has no field %q that a column can be taken for\nhint: the fields are %s",
				field, strings.Join(Fields(), ", "))
		}
		if fields[field] == "" {
			return errors.New("no column is named for " + field)
		}
	}
	return nil
}
