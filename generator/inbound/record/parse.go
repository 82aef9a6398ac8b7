package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"headsup/generator/diag"
	"headsup/generator/read/source"
)

// Folder is where records are, in the content folder.
const Folder = source.InboundFolder

// Ending is that of a file of records.
const Ending = source.RecordEnding

// rule is that of all findings about records.
const rule = "inbound-record"

// Parse reads the lines of a file, and reports each that is no record; the others are
// returned in the order of the file. Name is the file's path in the content folder,
// which says of which source and month its records are.
func Parse(name string, text []byte) (records []Record, found []diag.Diagnostic) {
	found = eachLine(name, text, rule, func(line []byte, number int) (problem, hint string, offset int) {
		r := Record{line: number}
		if !r.plain(line) {
			r = Record{line: number}
			problem, hint, offset = recordForm.parse(line, r.set)
		}
		if problem == "" {
			problem, hint = misplaced(name, &r)
		}
		if problem == "" {
			records = append(records, r)
		}
		return problem, hint, offset
	})
	return records, found
}

// eachLine reads the lines of a file that are not empty, and reports those that have a
// problem. The offset is that of the problem in the line, in bytes.
func eachLine(
	name string, text []byte, rule string, read func(line []byte, number int) (problem, hint string, offset int),
) (found []diag.Diagnostic) {
	number := 0
	for line := range bytes.Lines(text) {
		number++
		line = bytes.TrimRight(line, "\r\n")
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if problem, hint, offset := read(line, number); problem != "" {
			pos := diag.Position{Path: name, Line: number, Column: utf8.RuneCount(line[:min(offset, len(line))]) + 1}
			found = append(found, diag.New(rule, pos, problem, hint))
		}
	}
	return found
}

// form is what a line of a file has to look like.
type form struct {
	thing  string   // what a line is, with its article
	hint   string   // which shows one
	keys   []string // all there are, in the order of their fields
	needed []string
}

var recordForm = form{
	thing: "a record", hint: "each line is one object: {\"id\": …, \"at\": …, \"source\": …, \"team\": …, \"text\": …}",
	keys: []string{
		"id", "at", "source", "team", "title", "text", "product", "plan", "account", "value", "score", "url", "lang",
		"kind", "theme", "answer",
	},
	needed: []string{"id", "at", "source", "team", "text"},
}

// parse reads one line: set takes the value of each key.
func (f *form) parse(
	line []byte, set func(key string, value json.RawMessage) (problem, hint string),
) (problem, hint string, offset int) {
	d := json.NewDecoder(bytes.NewReader(line))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return "the line is no JSON object", f.hint, 0
	}
	seen := map[string]bool{}
	for d.More() {
		at := int(d.InputOffset())
		at += len(line[at:]) - len(bytes.TrimLeft(line[at:], " \t,"))
		t, err := d.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return "the line is no JSON object: " + reason(err), f.hint, int(d.InputOffset())
		}
		if !slices.Contains(f.keys, key) {
			if key == "visibility" || key == "public" {
				return "records are always internal, and " + key + " cannot change that", "remove " + key, at
			}
			return fmt.Sprintf("%s has no field %q", f.thing, key), "the fields are " + strings.Join(f.keys, ", "), at
		}
		if seen[key] {
			return "the line has " + key + " twice", "remove one of them", at
		}
		seen[key] = true
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return "the line is no JSON object: " + reason(err), f.hint, int(d.InputOffset())
		}
		if problem, hint := set(key, value); problem != "" {
			return problem, hint, at
		}
	}
	if _, err := d.Token(); err != nil {
		return "the line is no JSON object: " + reason(err), f.hint, int(d.InputOffset())
	}
	if end := int(d.InputOffset()); len(bytes.TrimSpace(line[end:])) > 0 {
		return "something follows the object", "write each object on a line of its own", end
	}
	for _, key := range f.needed {
		if !seen[key] {
			return "the line has no " + key, "add " + key, 0
		}
	}
	return "", "", 0
}

// reason says what a JSON decoder expected.
func reason(err error) string {
	switch {
	case err == nil:
		return "a key is no text"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends too early"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// text is the field of a key that holds a text, nil for another key.
func (r *Record) text(key string) *string {
	switch key {
	case "id":
		return &r.ID
	case "source":
		return &r.Source
	case "team":
		return &r.Team
	case "title":
		return &r.Title
	case "text":
		return &r.Text
	case "product":
		return &r.Product
	case "plan":
		return &r.Plan
	case "account":
		return &r.Account
	case "url":
		return &r.URL
	case "lang":
		return &r.Lang
	case "theme":
		return &r.Theme
	case "answer":
		return &r.Answer
	}
	return nil
}

// set takes the value of a key.
func (r *Record) set(key string, value json.RawMessage) (problem, hint string) {
	if to := r.text(key); to != nil {
		if json.Unmarshal(value, to) != nil || bytes.Equal(value, []byte("null")) {
			return key + " is a text", "write it in quotes"
		}
		return wrongText(key, *to)
	}
	switch key {
	case "at":
		if json.Unmarshal(value, &r.At) != nil || r.At.IsZero() {
			return "at is a time with its zone", `write it as "2026-11-30T09:00:00Z"`
		}
		r.At = r.At.UTC()
	case "value":
		if json.Unmarshal(value, &r.Value) != nil || r.Value < 0 || r.Value > MaxValue || bytes.Equal(value, []byte("null")) {
			return "value is an amount of money", "write a number of at most 15 digits, without a currency"
		}
	case "score":
		if json.Unmarshal(value, &r.Score) != nil || r.Score == nil || *r.Score < 0 || *r.Score > MaxScore {
			return "score is a whole number from 0 to 10", "write what was chosen in the survey, or remove score"
		}
	case "kind":
		if json.Unmarshal(value, &r.Kind) != nil || !slices.Contains(Kinds(), r.Kind) {
			return "kind is none of those that there are", fmt.Sprintf("the kinds are %s", join(Kinds()))
		}
	}
	return "", ""
}

// wrongText says what is wrong with the text of a key.
func wrongText(key, text string) (problem, hint string) {
	if key == "theme" && text != "" && !IsTheme(text) {
		return diag.Quote(text) + " is no id of a theme", ThemeHint
	}
	if key == "id" && !IsID(text) {
		return "id holds a line break or a control character", "write the id as the source shows it, on one line"
	}
	if slices.Contains([]string{"id", "source", "team", "text"}, key) && strings.TrimSpace(text) == "" {
		return key + " is empty", "a record without " + key + " says nothing: fill it in, or remove the line"
	}
	return "", ""
}

func join(kinds []Kind) string {
	var names []string
	for _, k := range kinds {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

// misplaced says why a record does not belong into a file.
func misplaced(name string, r *Record) (problem, hint string) {
	source, month := path.Base(path.Dir(name)), strings.TrimSuffix(path.Base(name), Ending)
	switch {
	case r.Source != source:
		return fmt.Sprintf("the record is of the source %q, and the folder is that of %q", r.Source, source),
			"move it to " + File(r)
	case Month(r.At) != month:
		return "the record is of " + r.At.UTC().Format(time.DateOnly) + ", and the file of " + month, "move it to " + File(r)
	}
	return "", ""
}

// File is where a record belongs, in the content folder.
func File(r *Record) string { return path.Join(Folder, r.Source, Month(r.At)+Ending) }
