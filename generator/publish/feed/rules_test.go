package feed

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/publish/items"
)

// TestRulesAreForNewReaders: who knows of no rules finds an item that has them for nobody.
func TestRulesAreForNewReaders(t *testing.T) {
	t.Parallel()
	target := content.Target{Lists: content.Lists{Plans: []string{"pro"}}, Share: content.Share{To: 100}}
	viewer := Viewer{Plan: "pro", User: "ana", Version: "0.0", Versions: map[string]string{"": "0.0"}}
	for _, it := range []items.Item{
		{ID: "snippet:a", Kind: content.Snippet, Snippet: content.SnippetDetails{Target: target}},
		{ID: "release-note:a", Kind: content.ReleaseNote, Release: content.ReleaseDetails{Target: target}},
	} {
		doc := NewItem(&it, base)
		if got := Match(&doc, viewer, History{}, day(1)); !got.Shown {
			t.Errorf("%s with rules: %+v", it.ID, got)
		}
		if doc.Headsup.Rules.Share.Key != it.ID {
			t.Errorf("%s: the key is %q", it.ID, doc.Headsup.Rules.Share.Key)
		}
		doc.Headsup.Rules = nil
		if got := Match(&doc, viewer, History{}, day(1)); got.Reason != ByVersion {
			t.Errorf("%s without rules: %+v", it.ID, got)
		}
	}
}

// TestRulesAreReadStrictly: an item whose rules have the wrong form spoils no feed.
func TestRulesAreReadStrictly(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{"since": 5}`, `{"share": {"key": 5}}`, `{"not": []}`, `{"target": {}, "moon": 1}`} {
		var it Item
		if err := json.Unmarshal([]byte(`{"id": "a", "_headsup": {"kind": "snippet", "rules": `+text+`}}`), &it); err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := Match(&it, Viewer{}, History{}, day(1)); got.Reason != Malformed {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func TestRulesAreExplained(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]Rules{
		"signed_up at least 2, less than 14 days ago": {Since: map[string]Bounds{"signed_up": {"at_least": 2, "less_than": 14}}},
		"seats more than 49.5":                        {Numbers: map[string]Bounds{"seats": {"more_than": 49.5}}},
		"for 0% to 20% of new-export":                 {Share: &Share{"new-export", 0, 20}},
		"not for free, team":                          {Not: &Target{Plans: []string{"free", "team"}}},
		"from 2026-12-01T09:00:00 local time":         {From: "2026-12-01T09:00:00"},
		"since 2025-12-01T09:00:00Z":                  {Until: "2025-12-01T09:00:00Z"},
	} {
		it := Item{ID: "a", Headsup: Details{Kind: content.Snippet, Rules: &r}}
		if got := Match(&it, Viewer{Plan: "free"}, History{}, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)); got.Detail != want {
			t.Errorf("got %q, want %q", got.Detail, want)
		}
	}
}

// TestPlacesAreEven: shares have as many people as they say, also of users who are
// numbered, and those of two keys are independent.
func TestPlacesAreEven(t *testing.T) {
	t.Parallel()
	const users = 20_000
	both, tenths := 0, [10]int{}
	for i := range users {
		user := fmt.Sprint(1000 + i)
		a, b := Place("one", user), Place("two", user)
		tenths[int(a/10)]++
		if a < 50 && b < 50 {
			both++
		}
	}
	for i, n := range tenths {
		if math.Abs(float64(n)-users/10) > 160 { // almost four times the standard deviation
			t.Errorf("tenth %d has %d of %d", i, n, users)
		}
	}
	if math.Abs(float64(both)-users/4) > 240 {
		t.Errorf("%d of %d are in both halves", both, users)
	}
}
