package record

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func told(found []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range found {
		fmt.Fprintf(&b, "%s: %s\n", d.Position, d.Message)
	}
	return b.String()
}

func TestLoad(t *testing.T) {
	t.Parallel()
	chat := strings.NewReplacer("tickets", "chat", "-11-", "-10-").Replace(line)
	fsys := folder(map[string]string{
		"headsup.yaml": "title: x", "a.md": "# A",
		"inbound/tickets/2026-11.jsonl": "\n" + line + "\nnothing\n" + strings.Replace(line, `"1"`, `"2"`, 1),
		"inbound/chat/2026-10.jsonl":    chat,
		"inbound/chat/2026-11.jsonl":    strings.Repeat("{}\n", maxReported+3),
		"inbound/chat/all.jsonl":        chat, "inbound/2026-10.jsonl": chat, "inbound/chat/more/2026-10.jsonl": chat,
		"inbound/chat/export.csv": "a,b", "inbound/chat/README.md": "# Where it comes from", "inbound/themes.yaml": "a:\n",
		"inbound/chat/.2026-10.jsonl.new": "x", "inbound/.trash/2026-10.jsonl": "x", "inbound/chat/2026-10.jsonl~": "x",
	})
	fsys["inbound/chat/2026-09.jsonl"] = &fstest.MapFile{Data: []byte("2026-10.jsonl"), Mode: fs.ModeSymlink}
	records, found := Load(fsys, Kept{})
	var got []string
	for _, r := range records {
		got = append(got, r.Source+r.ID+" "+r.Position().String())
	}
	want := "chat1 inbound/chat/2026-10.jsonl:1:1, tickets1 inbound/tickets/2026-11.jsonl:2:1, tickets2 inbound/tickets/2026-11.jsonl:4:1"
	if strings.Join(got, ", ") != want {
		t.Errorf("got %q, want %s", got, want)
	}
	kept := strings.Count(told(found), "inbound/chat/2026-11.jsonl:")
	if kept != maxReported+1 {
		t.Errorf("of one file %d findings are told", kept)
	}
	for _, want := range []string{
		"inbound/tickets/2026-11.jsonl:3:1: the line is no JSON object", "inbound/chat/2026-11.jsonl: 3 more lines are no records",
		"inbound/2026-10.jsonl: records lie in the folder of their source", "inbound/chat/all.jsonl: the name of the file is no month",
		"inbound/chat/more/2026-10.jsonl: records lie in the folder", "inbound/chat/export.csv: the file holds no records",
		"inbound/chat/2026-09.jsonl: is no regular file",
	} {
		if !strings.Contains(told(found), want) {
			t.Errorf("nothing says %q:\n%s", want, told(found))
		}
	}
	if len(found) != maxReported+7 {
		t.Errorf("%d findings:\n%s", len(found), told(found))
	}
	if records, found := Load(folder(nil), Kept{}); len(records)+len(found) > 0 {
		t.Errorf("an empty folder has %d records, %v", len(records), found)
	}
}

// large is a file without an end.
type large struct{ fstest.MapFS }

func (l large) Open(name string) (fs.File, error) {
	f, err := l.MapFS.Open(name)
	if strings.HasSuffix(name, Ending) {
		return endless{f}, err
	}
	return f, err
}

type endless struct{ fs.File }

func (endless) Read(b []byte) (int, error) { return len(b), nil }

func TestLoadIsBounded(t *testing.T) {
	t.Parallel()
	records, found := Load(large{folder(map[string]string{"inbound/chat/2026-10.jsonl": "x"})}, Kept{})
	if len(records) > 0 || len(found) != 1 || !strings.Contains(found[0].Message, "larger than 64 MB") {
		t.Errorf("%d records, %v", len(records), found)
	}
}

// broken is a folder whose files cannot be read.
type broken struct{ fstest.MapFS }

func (b broken) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, Ending) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("no permission")}
	}
	return b.MapFS.Open(name)
}

func TestLoadTellsWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	_, found := Load(broken{folder(map[string]string{"inbound/chat/2026-10.jsonl": "x"})}, Kept{})
	if want := "inbound/chat/2026-10.jsonl: cannot be read: no permission\n"; told(found) != want {
		t.Errorf("found %s", told(found))
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	cfg := content.DefaultConfig()
	with := func(id int, more string) string {
		return strings.Replace(strings.TrimSuffix(line, "}")+more+"}", `"1"`, fmt.Sprintf("%q", fmt.Sprint(id)), 1)
	}
	lines := []string{
		line, with(2, `,"product":"bills","plan":"prro"`), with(3, `,"product":"bills","answer":"/playbooks/export.md"`),
		with(4, `,"answer":"old.md"`), strings.Replace(with(5, ""), "support", "crew", 1), with(6, `,"answer":"gone.md"`),
	}
	records, found := Load(folder(map[string]string{"inbound/tickets/2026-11.jsonl": strings.Join(lines, "\n")}), Kept{})
	if len(found) > 0 {
		t.Fatal(told(found))
	}
	hasPage := func(name string) bool { return name == "playbooks/export.md" }
	moved := func(name string) string { return map[string]string{"old.md": "playbooks/export.md"}[name] }
	const at = "inbound/tickets/2026-11.jsonl:"
	const always = at + "4:1: the answer \"old.md\" is not a page in the content folder\n" +
		at + "5:1: there is no team \"crew\"\n" + at + "6:1: the answer \"gone.md\" is not a page in the content folder\n"
	found = Check(records, cfg, hasPage, moved)
	if told(found) != always || found[0].Hint != "it is playbooks/export.md now" {
		t.Errorf("without lists:\n%s%v", told(found), found)
	}
	cfg.Products = []content.Product{{Term: content.Term{ID: "billing"}}}
	cfg.Plans = []content.Term{{ID: "pro"}}
	cfg.Inbound.Sources = []content.InboundSource{{Term: content.Term{ID: "ticket"}}}
	found = Check(records, cfg, hasPage, moved)
	want := at + "1:1: there is no source \"tickets\", which 6 records have\n" +
		at + "2:1: there is no product \"bills\", which 2 records have\n" + at + "2:1: there is no plan \"prro\"\n" + always
	if told(found) != want || found[0].Hint != "did you mean ticket?" {
		t.Errorf("with lists:\n%s%q", told(found), found[0].Hint)
	}
	records = nil
	for i := range maxReported + 5 {
		records = append(records, Record{ID: "1", Team: "sales", Product: fmt.Sprint("p", i)})
	}
	found = Check(records, cfg, hasPage, moved)
	if last := found[len(found)-1]; len(found) != maxReported+1 || last.Message != "5 more values of product are unknown" {
		t.Errorf("of many:\n%s", told(found))
	}
}

func TestCheckDates(t *testing.T) {
	t.Parallel()
	at := func(day int) Record {
		return Record{ID: "1", At: time.Date(2026, 11, day, 9, 0, 0, 0, time.UTC), Source: "desk", line: day}
	}
	end := time.Date(2026, 11, 4, 0, 0, 0, 0, time.UTC)
	if found := CheckDates([]Record{at(2), at(3)}, end); len(found) > 0 {
		t.Error(told(found))
	}
	const want = "inbound/desk/2026-11.jsonl:4:1: the record is dated 2026-11-04, a day that is still to come"
	if found := CheckDates([]Record{at(3), at(4)}, end); told(found) != want+"\n" {
		t.Error(told(found))
	}
	if found := CheckDates([]Record{at(4), at(3), at(9)}, end); told(found) != want+", as 2 records are\n" {
		t.Error(told(found))
	}
}

// FuzzLoad holds that whatever a file is called and holds, each finding names a place in
// it, and what is read is written where it was and is read again as the same.
func FuzzLoad(f *testing.F) {
	f.Add("tickets/2026-11.jsonl", []byte(line))
	f.Add("tickets/2026-11.jsonl", []byte(line+"\n{}\n[1\n\xff\n"+line[:40]))
	f.Add("tickets/2026-12.jsonl", []byte(line+" x"))
	f.Add("2026-11.jsonl", []byte("\n\r\n"))
	f.Add("tickets/é.csv", []byte("a"))
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		name = Folder + "/" + name
		if !fs.ValidPath(name) {
			return
		}
		records, found := Load(folder(map[string]string{name: string(text)}), Kept{})
		lines := strings.Split(string(text), "\n")
		for _, d := range found {
			if d.Path != name || d.Line > len(lines) || d.Line > 0 && d.Column > len([]rune(lines[d.Line-1]))+1 {
				t.Errorf("the finding %s is nowhere", d)
			}
		}
		for _, r := range records {
			if pos := r.Position(); pos.Path != name || strings.TrimSpace(lines[pos.Line-1]) == "" {
				t.Errorf("the record %q is not at %s", r.ID, pos)
			}
		}
		written, err := Append(nil, records)
		if err != nil {
			t.Fatal(err)
		}
		again, found := Parse(name, written)
		rewritten, err := Append(nil, again)
		if err != nil || len(found) > 0 || string(rewritten) != string(written) {
			t.Errorf("wrote %s and then %s, %v, %s", written, rewritten, err, told(found))
		}
	})
}
