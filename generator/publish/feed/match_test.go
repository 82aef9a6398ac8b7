package feed

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/publish/items"
)

// vectors reads a file of cases that clients in other languages share. Unknown
// keys are mistakes.
func vectors[T any](t *testing.T, name string) []T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var list []T
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return list
}

// copied returns a deep copy of what Match and Select must not change.
func copied[T any](t *testing.T, v T) T {
	t.Helper()
	var out T
	data, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

type matchVector struct {
	Name    string
	Item    Item
	Viewer  Viewer
	History History
	Now     time.Time
	Shown   bool
	Reason  Reason
}

func TestMatch(t *testing.T) {
	list := vectors[matchVector](t, "match.json")
	tried := map[Reason]int{}
	for _, v := range list {
		before := copied(t, v)
		got := Match(&v.Item, v.Viewer, v.History, v.Now)
		if got.Shown != v.Shown || got.Reason != v.Reason {
			t.Errorf("%s: shown %v, reason %q; want %v, %q", v.Name, got.Shown, got.Reason, v.Shown, v.Reason)
		}
		if !reflect.DeepEqual(copied(t, v), before) {
			t.Errorf("%s: the arguments were changed", v.Name)
		}
		tried[v.Reason]++
	}
	for _, r := range Reasons() {
		if r != ByGroup && tried[r] < 4 {
			t.Errorf("only %d cases have the reason %s", tried[r], r)
		}
	}
	if n := len(list); n < 80 {
		t.Errorf("%d cases", n)
	}
}

type selectVector struct {
	Name    string
	Items   []Item
	Viewer  Viewer
	History History
	Now     time.Time
	Want    []struct {
		ID     string
		Shown  bool
		Reason Reason
	}
}

func TestSelect(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, v := range vectors[selectVector](t, "select.json") {
		for range 5 {
			before := slices.Clone(v.Items)
			got := Select(v.Items, v.Viewer, v.History, v.Now)
			if !reflect.DeepEqual(v.Items, before) {
				t.Errorf("%s: the items were changed", v.Name)
			}
			if len(got) != len(v.Want) {
				t.Fatalf("%s: %d outcomes of %d", v.Name, len(got), len(v.Want))
			}
			for i, w := range v.Want {
				if g := got[i]; g.Item.ID != w.ID || g.Verdict.Shown != w.Shown || g.Verdict.Reason != w.Reason {
					t.Errorf("%s: at %d %s with %+v, want %+v", v.Name, i, g.Item.ID, g.Verdict, w)
				}
			}
			rng.Shuffle(len(v.Items), func(i, j int) { v.Items[i], v.Items[j] = v.Items[j], v.Items[i] })
		}
	}
}

func TestDetail(t *testing.T) {
	it := &Item{ID: "a", Headsup: Details{Target: &Target{Versions: []VersionRange{
		{Component: "web", MinInclusive: "3.10", MaxExclusive: "4.0"}, {MaxExclusive: "2.0"},
	}}}}
	if got, want := Match(it, Viewer{}, History{}, time.Time{}).Detail,
		"for web from 3.10 to below 4.0, versions to below 2.0"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	it.Headsup.Target = &Target{Plans: []string{"pro", "team"}}
	if got, want := Match(it, Viewer{Plan: "free"}, History{}, time.Time{}).Detail, "for pro, team"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A pattern of many stars takes no longer than any other.
func TestPathPatternsAreCheap(t *testing.T) {
	pattern := "/" + string(bytes.Repeat([]byte("*a"), 5000)) + "*b"
	path := "/" + string(bytes.Repeat([]byte("a"), 20000))
	// With a step back for each star the test would not end.
	if pathMatches(pattern, path) {
		t.Error("it matches")
	}
}

// A release note's target is in its feed as for, and only when it has one.
func TestReleaseNotesHaveTargets(t *testing.T) {
	it := items.Item{ID: "release-note:csv", Kind: content.ReleaseNote, Release: content.ReleaseDetails{Plans: []string{"pro"}}}
	if doc := NewItem(&it, base); doc.Headsup.For != nil || doc.Headsup.Target != nil {
		t.Errorf("without a target: %+v", doc.Headsup)
	}
	hash := ContentHash(&it, base)
	it.Release.Target = content.Target{Lists: content.Lists{Plans: []string{"pro", "free"}, Roles: []string{"admin"}}}
	doc := NewItem(&it, base)
	if doc.Headsup.Target != nil || doc.Headsup.For == nil || doc.Headsup.ContentHash != hash {
		t.Fatalf("with a target: %+v", doc.Headsup)
	}
	if v := Match(&doc, Viewer{Plan: "free", Role: "admin"}, History{}, day(1)); !v.Shown {
		t.Errorf("somebody for whom it is: %+v", v)
	}
	if v := Match(&doc, Viewer{Plan: "free", Role: "member"}, History{}, day(1)); v.Reason != ByRole {
		t.Errorf("somebody for whom it is not: %+v", v)
	}
}
