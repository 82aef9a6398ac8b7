package feed_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"headsup/generator"
	"headsup/generator/feed"
)

// The types hold all that is in a feed.
func TestFeedsDecode(t *testing.T) {
	out := t.TempDir()
	res, err := generator.Build(t.Context(), generator.Options{
		Content: filepath.Join("..", "..", "content"), Out: out, NoCache: true,
		Now: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC),
	})
	if err != nil || res.Failed() {
		t.Fatalf("build: %v, %v", err, res.Diagnostics)
	}
	paths := []string{filepath.Join("testdata", "golden.feed.json")}
	err = filepath.WalkDir(out, func(p string, d fs.DirEntry, err error) error {
		if err == nil && (d.Name() == "feed.json" && filepath.Base(filepath.Dir(p)) != "schema" ||
			filepath.Base(filepath.Dir(p)) == "feed" && strings.HasSuffix(p, ".json")) {
			paths = append(paths, p)
		}
		return err
	})
	if err != nil || len(paths) < 3 {
		t.Fatalf("%q, %v", paths, err)
	}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		var f feed.Feed
		if err := json.Unmarshal(data, &f); err != nil {
			t.Fatalf("%s: %v", p, err)
		}
		again, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var want, got any
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: decoded and encoded again it is\n%s", p, again)
		}
	}
}
