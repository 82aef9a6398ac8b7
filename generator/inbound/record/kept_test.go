package record

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/disk/cache"
	"headsup/generator/disk/compact"
)

// What is kept of a file is what reading it gives: also of records with escapes, all fields,
// fractions of seconds and other zones, and with empty lines between them.
func TestKeptFiles(t *testing.T) {
	t.Parallel()
	lines := []string{
		`{"id":"1","at":"2026-11-01T09:00:00Z","source":"desk","team":"sales","text":"How do I export \"all\"?"}`, "",
		`{"id":"2","at":"2026-11-01T09:00:00.5+02:00","source":"desk","team":"customer","text":"größer","title":"T\u00e4g",` +
			`"product":"a","plan":"b","account":"x","value":0.1,"score":0,"url":"https://example.com/1","lang":"de",` +
			`"kind":"problem","theme":"t-1","answer":"a.md"}`,
		"\t", `{ "id" : "3", "at":"2026-11-30T23:59:59Z", "source":"desk", "team":"sales", "text":"2", "score": 10 }` + "\r",
	}
	text := strings.Join(lines, "\n")
	name := "inbound/desk/2026-11.jsonl"
	files := folder(map[string]string{name: text})
	want, found := Load(files, Kept{})
	if len(found) > 0 || len(want) != 3 {
		t.Fatal(want, found)
	}
	known, err := cache.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer known.Close()
	kept := Kept{known, "test"}
	for range 2 {
		if got, found := Load(files, kept); !reflect.DeepEqual(got, want) || len(found) > 0 {
			t.Errorf("kept are\n%+v\nof\n%+v\n%v", got, want, found)
		}
	}
	if got, _ := Load(files, Kept{known, "another"}); !reflect.DeepEqual(got, want) {
		t.Errorf("another program reads\n%+v", got)
	}
	unpacked := func(text string, data []byte) bool {
		r := compact.NewReader(data)
		return unpack(text, r, make([]Record, min(r.Uint(), len(data)/leastPacked)))
	}
	data := packed(text, want)
	for n := range data {
		if unpacked(text, data[:n]) {
			t.Errorf("%d of %d bytes are taken for all", n, len(data))
		}
	}
	if unpacked(text[:20], data) {
		t.Error("places outside the file are taken")
	}
	// What makes no sense is worked out anew.
	key := kept.Key("records", []byte(name), sum([]byte(text)))
	for _, bad := range [][]byte{data[:len(data)-1], {}, {0xff, 0xff, 0xff, 3}, {200, 0}} {
		known.Forget(key)
		known.Put(key, bad)
		if got, found := Load(files, kept); !reflect.DeepEqual(got, want) || len(found) > 0 {
			t.Errorf("of %v: %+v, %v", bad, got, found)
		}
		if again, ok := known.Get(key); !ok || !bytes.Equal(again, data) {
			t.Errorf("%v stays", bad)
		}
	}
}

func sum(b []byte) []byte {
	s := sha256.Sum256(b)
	return s[:]
}

func FuzzUnpack(f *testing.F) {
	const line = `{"id":"1","at":"2026-11-01T09:00:00Z","source":"desk","team":"sales","text":"a","score":1}`
	records, _ := Parse("inbound/desk/2026-11.jsonl", []byte(line))
	f.Add(line, packed(line, records))
	f.Fuzz(func(_ *testing.T, text string, data []byte) { unpack(text, compact.NewReader(data), make([]Record, 3)) })
}

// some are so many records of a few months, in no order.
func some(random *rand.Rand, n int) []Record {
	out := make([]Record, n)
	for i := range out {
		out[i] = Record{
			ID: fmt.Sprint(random.IntN(n)), Source: []string{"a", "b"}[random.IntN(2)], Text: fmt.Sprint(i), line: i,
			At: time.Date(2026, 1, 1, 0, 0, random.IntN(n)*9000, 0, time.UTC),
		}
	}
	return out
}

func TestOrder(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 60 {
		records := some(random, n)
		given := Pointers(records)
		want := Merge(nil, records...)
		slices.SortFunc(want, func(a, b Record) int { return ordered(&a, &b) })
		got := Order(records)
		if len(got) != len(want) {
			t.Fatalf("%d records, not %d", len(got), len(want))
		}
		for i := range got {
			if *got[i] != want[i] {
				t.Fatalf("the record at %d is %v, not %v", i, *got[i], want[i])
			}
		}
		if Sorted(given); !slices.Equal(given, Pointers(records)) {
			t.Fatal("the list that was given has changed")
		}
	}
}

// TestParts holds that a record more, less or different changes the parts around it only, that
// a part is of one month, and that any change of what a record says changes a digest.
func TestParts(t *testing.T) {
	t.Parallel()
	records := Order(some(rand.New(rand.NewPCG(3, 4)), 5000))
	parts := Parts(records)
	known, last := map[[32]byte]bool{}, 0
	for _, p := range parts {
		if p.From != last || p.To <= p.From || p.To-p.From > longestPart {
			t.Fatalf("a part from %d to %d follows on %d", p.From, p.To, last)
		}
		for _, r := range records[p.From:p.To] {
			if Month(r.At) != p.Month {
				t.Errorf("a record of %s is in a part of %s", Month(r.At), p.Month)
			}
		}
		last, known[p.Digest] = p.To, true
	}
	if last != len(records) || len(parts) < 20 {
		t.Errorf("%d parts up to %d of %d", len(parts), last, len(records))
	}
	fresh := func(records []*Record) (n int) {
		for _, p := range Parts(records) {
			if !known[p.Digest] {
				n++
			}
		}
		return n
	}
	if n := fresh(slices.Delete(slices.Clone(records), 1000, 1001)); n > 2 {
		t.Errorf("one record less changes %d parts", n)
	}
	score := 3
	for name, change := range map[string]func(*Record){
		"title": func(r *Record) { r.Title = "x" }, "text": func(r *Record) { r.Text += "x" }, "at": func(r *Record) { r.At = r.At.Add(1) },
		"team": func(r *Record) { r.Team = "x" }, "product": func(r *Record) { r.Product = "x" }, "plan": func(r *Record) { r.Plan = "x" },
		"account": func(r *Record) { r.Account = "x" }, "value": func(r *Record) { r.Value = 1 },
		"score": func(r *Record) { r.Score = &score },
		"url":   func(r *Record) { r.URL = "x" },
		"lang":  func(r *Record) { r.Lang = "x" }, "kind": func(r *Record) { r.Kind = Praise },
		"theme": func(r *Record) { r.Theme = "x" }, "answer": func(r *Record) { r.Answer = "x" }, "id": func(r *Record) { r.ID += "x" },
		"source": func(r *Record) { r.Source = "x" },
	} {
		changed := slices.Clone(records)
		r := *changed[1000]
		change(&r)
		changed[1000] = &r
		if n := fresh(changed); n < 1 || n > 2 {
			t.Errorf("another %s changes %d parts", name, n)
		}
	}
	r := *records[1000]
	r.line++
	changed := slices.Clone(records)
	if changed[1000] = &r; fresh(changed) > 0 {
		t.Error("another line changes a part")
	}
}
