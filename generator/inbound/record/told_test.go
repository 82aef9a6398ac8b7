package record

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"headsup/generator/compile/content"
)

func TestParseTold(t *testing.T) {
	tests := []struct{ line, want string }{
		{`{"page":"releases/x.md","account":"quiet-otter-42","at":"2026-11-30","team":"success"}`, ""},
		{`{"page":"releases/x.md","record":"desk/4711","at":"2026-11-30"}`, ""},
		{`{"page":"releases/x.md","at":"2026-11-30"}`, "1: the line names no person, or two"},
		{`{"page":"x.md","account":"a","record":"desk/1","at":"2026-11-30"}`, "1: the line names no person, or two"},
		{`{"account":"a","at":"2026-11-30"}`, "1: the line has no page"},
		{`{"page":"x.md","account":"a","at":"30.11.2026"}`, "30: at is a day"},
		{`{"page":"x.md","account":7,"at":"2026-11-30"}`, "16: account is a text"},
		{`{"page":" ","account":"a","at":"2026-11-30"}`, "2: page is empty"},
		{`{"page":"x.md","account":null,"at":"2026-11-30"}`, "16: account is a text"},
		{`{"page":"x.md","who":"a","at":"2026-11-30"}`, `16: who was told has no field "who"`},
		{`{"page":"x.md","page":"y.md","at":"2026-11-30"}`, "16: the line has page twice"},
		{`["x.md"]`, "1: the line is no JSON object"},
		{`{"page":"x.md","account":"a","at":"2026-11-30"} x`, "48: something follows the object"},
	}
	for _, tt := range tests {
		told, found := ParseTold(ToldFile, []byte("\n"+tt.line+"\r\n"))
		got := ""
		for _, d := range found {
			got = strings.TrimPrefix(d.Position.String(), ToldFile+":2:") + ": " + d.Message
			if d.Hint == "" || d.Rule != "inbound-told" {
				t.Errorf("%s: %+v", tt.line, d)
			}
		}
		if got != tt.want || (len(told) == 1) != (tt.want == "") {
			t.Errorf("%s: %q and %d lines, want %q", tt.line, got, len(told), tt.want)
		}
	}
}

func TestMergeTold(t *testing.T) {
	told := MergeTold([]Told{
		{Page: "b.md", Account: "x", At: "2026-01-01"},
		{Page: "a.md", Record: "desk/1", At: "2026-01-02"},
	}, Told{Page: "b.md", Account: "x", At: "2026-01-03", Team: "sales"}, Told{Page: "a.md", Account: "y", At: "2026-01-04"})
	text, err := AppendTold(nil, told)
	const want = `{"page":"a.md","record":"desk/1","at":"2026-01-02"}
{"page":"a.md","account":"y","at":"2026-01-04"}
{"page":"b.md","account":"x","at":"2026-01-03","team":"sales"}
`
	if err != nil || string(text) != want {
		t.Errorf("%v\n%s\nwant\n%s", err, text, want)
	}
	again, found := LoadTold(fstest.MapFS{ToldFile: {Data: text}})
	for i := range again {
		again[i].line = 0
	}
	if len(found) > 0 || !slices.Equal(again, told) {
		t.Errorf("read again: %v %v", again, found)
	}
	if told, found := LoadTold(fstest.MapFS{}); told != nil || found != nil {
		t.Errorf("without a file: %v %v", told, found)
	}
}

// TestToldIsNoRecord holds that the file is passed over where records are read.
func TestToldIsNoRecord(t *testing.T) {
	records, found := Load(fstest.MapFS{ToldFile: {Data: []byte("nonsense\n")}}, Kept{})
	if len(records)+len(found) > 0 {
		t.Errorf("%v %v", records, found)
	}
}

func TestCheckTold(t *testing.T) {
	cfg := content.DefaultConfig()
	told := []Told{
		{Page: "a.md", Account: "x", Team: "success", line: 1},
		{Page: "old.md", Account: "x", Team: "customer", line: 2},
		{Page: "old.md", Account: "y", Team: "sucess", line: 3},
		{Page: "gone.md", Account: "y", line: 4},
	}
	found := CheckTold(told, cfg, func(name string) bool { return name == "a.md" || name == "new.md" },
		func(name string) string { return map[string]string{"old.md": "new.md"}[name] })
	var got []string
	for _, d := range found {
		got = append(got, d.Position.String()+" "+d.Message+"|"+d.Hint)
	}
	want := []string{
		`inbound/told.jsonl:2:1 the page "old.md" is not a page in the content folder|it is new.md now`,
		`inbound/told.jsonl:3:1 there is no team "sucess"|did you mean success?`,
		`inbound/told.jsonl:4:1 the page "gone.md" is not a page in the content folder|` +
			`write its path from the content folder, such as releases/export.md`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWriteFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	write := func(files map[string][]byte) {
		t.Helper()
		if err := WriteFiles(dir, files); err != nil {
			t.Fatal(err)
		}
	}
	write(map[string][]byte{"a": []byte("1"), "b": []byte("2"), "never": nil})
	write(map[string][]byte{"a": []byte("3"), "b": nil})
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != "a" {
		t.Errorf("%v %v", entries, err)
	}
	// Where one cannot be written, none is.
	if err := os.Mkdir(filepath.Join(dir, "c"), 0o755); err != nil {
		t.Fatal(err)
	}
	err = WriteFiles(dir, map[string][]byte{"a": []byte("4"), "c": []byte("5")})
	text, reading := os.ReadFile(filepath.Join(dir, "a"))
	if err == nil || errors.Is(err, fs.ErrNotExist) || reading != nil || !bytes.Equal(text, []byte("3")) {
		t.Errorf("%v: %q, %v", err, text, reading)
	}
}

func FuzzParseTold(f *testing.F) {
	f.Add(`{"page":"releases/x.md","account":"quiet-otter-42","at":"2026-11-30","team":"success"}`)
	f.Add(`{"page":"x.md","record":"desk/1","at":"2026-11-30"}` + "\n{}")
	f.Fuzz(func(t *testing.T, text string) {
		told, _ := ParseTold(ToldFile, []byte(text))
		told = MergeTold(told)
		written, err := AppendTold(nil, told)
		if err != nil {
			t.Fatal(err)
		}
		again, found := ParseTold(ToldFile, written)
		if len(found) > 0 || len(again) != len(told) {
			t.Fatalf("%q: %v", written, found)
		}
	})
}
