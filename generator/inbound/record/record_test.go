package record

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"
)

const line = `{"id":"1","at":"2026-11-03T09:00:00Z","source":"tickets","team":"support","text":"How do I export?"}`

func TestParse(t *testing.T) {
	t.Parallel()
	with := func(more string) string { return strings.TrimSuffix(line, "}") + more + "}" }
	for _, c := range []struct{ line, at, want string }{
		{line, "", ""},
		{with(`,"score":0,"value":12.5,"kind":"how-to","url":"https://example.com/1","lang":"en"`), "", ""},
		{"  \r", "", ""},
		{"[]", "1:1", "no JSON object"},
		{`{"id":"1"`, "1:10", "ends too early"},
		{line + line, "1:101", "something follows"},
		{strings.Replace(line, `"team":"support",`, "", 1), "1:1", "has no team"},
		{strings.Replace(line, "support", " ", 1), "1:58", "team is empty"},
		{strings.Replace(line, "2026-11-03T09:00:00Z", "2026-11-03", 1), "1:11", "at is a time"},
		{strings.Replace(line, `"1"`, `"1\n2"`, 1), "1:2", "id holds a line break"},
		{strings.Replace(line, `"1"`, `"1\u001b[2J"`, 1), "1:2", "control character"},
		{strings.Replace(line, `"1"`, "\"1\u2028\"", 1), "1:2", "id holds a line break"},
		{with(`,"visibility":"public"`), "1:101", "always internal"},
		{with(`,"colour":"red"`), "1:101", `no field "colour"`},
		{with(`,"id":"2"`), "1:101", "id twice"},
		{with(`,"score":11`), "1:101", "from 0 to 10"},
		{with(`,"score":null`), "1:101", "from 0 to 10"},
		{with(`,"kind":"rant"`), "1:101", "kind is none"},
		{with(`,"value":-1`), "1:101", "amount of money"},
		{with(`,"title":7`), "1:101", "title is a text"},
		{strings.Replace(line, "tickets", "chat", 1), "1:1", `"chat", and the folder is that of "tickets"`},
		{strings.Replace(line, "2026-11", "2026-10", 1), "1:1", "of 2026-10-03"},
	} {
		records, found := Parse("inbound/tickets/2026-11.jsonl", []byte(c.line+"\n"))
		if c.want == "" {
			if len(found) > 0 || len(records) != 1 && strings.TrimSpace(c.line) != "" {
				t.Errorf("%s: %d records, %v", c.line, len(records), found)
			}
			continue
		}
		at := "inbound/tickets/2026-11.jsonl:" + c.at
		if len(found) != 1 || len(records) > 0 || found[0].Position.String() != at || !strings.Contains(found[0].Message, c.want) {
			t.Errorf("%s: %d records, %v, want %q at %s", c.line, len(records), found, c.want, at)
		}
	}
}

// FuzzPlain holds that a line that is plain is what the decoder makes of it, and a line that
// headsup writes is plain.
func FuzzPlain(f *testing.F) {
	f.Add([]byte(line))
	f.Add([]byte(strings.TrimSuffix(line, "}") + `,"score":0,"value":1e3,"kind":"how-to","title":"a \n \u00e9"}`))
	f.Add([]byte(strings.Replace(line, `"1"`, "\"\xff\"", 1)))
	f.Add([]byte(`{ "id" : "1"}`))
	for _, odd := range []string{
		`{}`, line + "}", line + " ", "\ufeff" + line, strings.Replace(line, "}", ",}", 1), strings.Replace(line, `"id"`, `"\u0069d"`, 1),
		strings.Replace(line, `"id"`, `"ID"`, 1), strings.Replace(line, `"1"`, `"\ud800"`, 1), strings.Replace(line, `"1"`, `"1\"`, 1),
		strings.Replace(line, "}", `,"value":01}`, 1), strings.Replace(line, "}", `,"value":-0}`, 1),
		strings.Replace(line, "}", `,"value":1.}`, 1),
		strings.Replace(line, "}", `,"value":1e999}`, 1), strings.Replace(line, "}", `,"score":5.0}`, 1),
		strings.Replace(line, "}", `,"score":"5"}`, 1), strings.Replace(line, "}", `,"value":true}`, 1),
		strings.Replace(line, "00Z", "60Z", 1), strings.Replace(line, "00Z", "00.5+24:00", 1), strings.Replace(line, "T09", "t09", 1),
		strings.Replace(line, "H", "\x7f\u2028", 1), strings.Replace(line, "H", "\t", 1), strings.Replace(line, ",", ",,", 1),
		strings.Replace(line, ":", ": \t", 1),
	} {
		f.Add([]byte(odd))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		var plain, want Record
		problem, _, _ := recordForm.parse(line, want.set)
		switch read := plain.plain(line); {
		case read && (problem != "" || !reflect.DeepEqual(plain, want)):
			t.Errorf("%s is read as %+v, want %+v, %s", line, plain, want, problem)
		case problem == "":
			written, err := Append(nil, []Record{want})
			if err != nil || !new(Record).plain(bytes.TrimSuffix(written, []byte("\n"))) {
				t.Errorf("%s is not plain, %v", written, err)
			}
		}
	})
}

// What is written is read again as the same, and the rest of a file with a mistake stays.
func TestAppend(t *testing.T) {
	t.Parallel()
	score := 7
	first := Record{
		ID: "2", At: time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC), Source: "tickets", Team: Customer, Text: "a <b> & c\nd",
		Title: "T", Score: &score, Value: 10, Kind: Praise,
	}
	second, _ := Parse("inbound/tickets/2026-11.jsonl", []byte(line))
	text, err := Append(nil, Merge(second, first))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), `{"id":"2"`) || !strings.Contains(string(text), `a <b> & c\nd`) {
		t.Errorf("wrote %s", text)
	}
	records, found := Parse("inbound/tickets/2026-11.jsonl", append([]byte("nothing\n"), text...))
	if len(found) != 1 || len(records) != 2 {
		t.Fatalf("%d records, %v", len(records), found)
	}
	again, err := Append(nil, records)
	if err != nil || string(again) != string(text) {
		t.Errorf("wrote %s the second time, %v", again, err)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	at := func(id, source string, day int) Record {
		return Record{ID: id, Source: source, At: time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC)}
	}
	var got []string
	for _, r := range Merge([]Record{at("1", "a", 5), at("2", "a", 1), at("1", "b", 5)}, at("1", "a", 2), at("3", "a", 1)) {
		got = append(got, r.Source+r.ID+r.At.Format("02"))
	}
	if want := "a201 a301 a102 b105"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %s", got, want)
	}
}

// A page of the site is called as a theme is, so an id is one part of a path.
func TestIsTheme(t *testing.T) {
	for _, id := range []string{"export", "export-invoices-1f2e3d", "v2.1-limits-0a1b2c", "größe-1f2e3d", "請求書-1f2e3d", "by", "page"} {
		if !IsTheme(id) {
			t.Errorf("%q is no theme", id)
		}
	}
	for _, id := range []string{
		"", " ", ".", "..", "../etc", "a/b", `a\b`, "by/team/customer", "index.html", "Export", "a b", "--name", "?q", "#f", "%2e",
		"'q'", "a\x00b", "a\u202eb", strings.Repeat("x", 129),
	} {
		if IsTheme(id) {
			t.Errorf("%q is a theme", id)
		}
	}
}
