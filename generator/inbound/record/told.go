package record

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/read/source"
)

// Told says that a person who had asked for something was told that it is there, as a
// line of [ToldFile].
type Told struct {
	Page    string `json:"page"`              // path of the page in the content folder
	Account string `json:"account,omitempty"` // label of who was told
	Record  string `json:"record,omitempty"`  // "source/id" of who asked without an account
	At      string `json:"at"`                // day, "2026-11-30"
	Team    string `json:"team,omitempty"`    // who told: id of an audience

	line int // of the file that it was read from; 0: it was not
}

// ToldFile is where such lines are, in the content folder.
const ToldFile = source.ToldFile

// toldRule is that of all findings about such lines.
const toldRule = "inbound-told"

var toldForm = form{
	thing: "who was told", hint: "each line is one object: {\"page\": …, \"account\": …, \"at\": …}",
	keys: []string{"page", "account", "record", "at", "team"}, needed: []string{"page", "at"},
}

// LoadTold reads the lines of a content folder, in order, and reports what is none.
func LoadTold(fsys fs.FS) ([]Told, []diag.Diagnostic) {
	text, err := Read(fsys, ToldFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []diag.Diagnostic{diag.New(toldRule, diag.Position{Path: ToldFile},
			"cannot be read: "+reasonOf(err), "give headsup the right to read it")}
	}
	told, found := ParseTold(ToldFile, text)
	return MergeTold(told), first(found, "do not say who was told", "correct the lines above first")
}

// ParseTold reads the lines of a file, and reports each that does not say who was told;
// the others are returned in the order of the file.
func ParseTold(name string, text []byte) (told []Told, found []diag.Diagnostic) {
	found = eachLine(name, text, toldRule, func(line []byte, number int) (problem, hint string, offset int) {
		t := Told{line: number}
		if problem, hint, offset = toldForm.parse(line, t.set); problem == "" && (t.Account == "") == (t.Record == "") {
			problem, hint = "the line names no person, or two", "write account, or for who has none record: \"SOURCE/ID\""
		}
		if problem == "" {
			told = append(told, t)
		}
		return problem, hint, offset
	})
	return told, found
}

// set takes the value of a key.
func (t *Told) set(key string, value json.RawMessage) (problem, hint string) {
	to := map[string]*string{"page": &t.Page, "account": &t.Account, "record": &t.Record, "at": &t.At, "team": &t.Team}[key]
	if json.Unmarshal(value, to) != nil || bytes.Equal(value, []byte("null")) {
		return key + " is a text", "write it in quotes"
	}
	if strings.TrimSpace(*to) == "" {
		return key + " is empty", "fill it in, or remove it"
	}
	if key == "at" {
		if _, err := time.Parse(time.DateOnly, t.At); err != nil {
			return "at is a day", `write it as "2026-11-30"`
		}
	}
	return "", ""
}

// compareTold orders lines by the page, then by the person.
func compareTold(a, b Told) int {
	return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Record, b.Record))
}

// MergeTold returns lines with others put in, in order. Where several are about one page
// and person, the last one stays.
func MergeTold(told []Told, more ...Told) []Told {
	all := slices.Concat(told, more)
	slices.SortStableFunc(all, compareTold)
	var out []Told
	for i, t := range all {
		if i+1 == len(all) || compareTold(t, all[i+1]) != 0 {
			out = append(out, t)
		}
	}
	return out
}

// AppendTold appends lines of a file. Equal ones are written alike.
func AppendTold(b []byte, told []Told) ([]byte, error) { return appendLines(b, told) }

// CheckTold reports pages and teams that the site does not know. HasPage reports whether a
// path is that of a page, and moved where a page is now, or "".
func CheckTold(told []Told, cfg *content.Config, hasPage func(string) bool, moved func(string) string) []diag.Diagnostic {
	teams := append(terms(cfg.Audiences), Customer)
	var found []diag.Diagnostic
	unknown := map[[2]string]bool{} // told once
	report := func(t *Told, field, value, message, hint string) {
		if key := [2]string{field, value}; !unknown[key] && len(unknown) < maxReported {
			unknown[key] = true
			found = append(found, diag.New(toldRule, diag.Position{Path: ToldFile, Line: t.line, Column: 1}, message, hint))
		}
	}
	for i := range told {
		t := &told[i]
		if page := path.Clean(t.Page); !hasPage(page) {
			hint := "write its path from the content folder, such as releases/export.md"
			if now := moved(page); now != "" {
				hint = "it is " + now + " now"
			}
			report(t, "page", t.Page, "the page "+diag.Quote(t.Page)+" is not a page in the content folder", hint)
		}
		if t.Team != "" && !slices.Contains(teams, t.Team) {
			report(t, "team", t.Team, "there is no team "+diag.Quote(t.Team), diag.DidYouMean(t.Team, teams))
		}
	}
	return found
}

// appendLines appends values as lines of a file.
func appendLines[T any](b []byte, list []T) ([]byte, error) {
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	for _, v := range list {
		line.Reset()
		if err := e.Encode(v); err != nil {
			return b, fmt.Errorf("write a line: %w", err)
		}
		b = append(b, line.Bytes()...)
	}
	return b, nil
}
