package generator_test

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"headsup/generator"
	"headsup/generator/feed"
)

// The feeds of our own site decode into the types of package feed, and nothing
// of them is lost.
func TestOwnFeedsDecode(t *testing.T) {
	out := t.TempDir()
	res, err := generator.Build(t.Context(), generator.Options{
		Content: filepath.Join("..", "content"), Out: out, NoCache: true,
		Now: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC),
	})
	if err != nil || res.Failed() {
		t.Fatalf("build: %v, %v", err, res.Diagnostics)
	}
	feeds := 0
	for path, text := range tree(t, out) {
		head := strings.HasSuffix("/"+path, "/feed.json") && !strings.HasPrefix(path, "schema/")
		if !head && !(strings.Contains("/"+path, "/feed/") && strings.HasSuffix(path, ".json")) {
			continue
		}
		feeds++
		var f feed.Feed
		var want, got any
		for _, err := range []error{json.Unmarshal([]byte(text), &f), json.Unmarshal([]byte(text), &want)} {
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
		}
		again, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: decoded and encoded again it is\n%s", path, again)
		}
	}
	if feeds < 5 {
		t.Errorf("%d feeds", feeds)
	}
}
