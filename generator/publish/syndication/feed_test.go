package syndication

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"testing/fstest"

	"headsup/generator/publish/feed"
	"headsup/generator/publish/items"
)

func TestRead(t *testing.T) {
	many := randomItems(rand.New(rand.NewPCG(1, 1)), 60, 10_000)
	product := channel(many...)
	product.Dir = "products/büro/"
	folder := fstest.MapFS{}
	for path, data := range collect(t, JSON, options, []items.Channel{channel(many...), product}...) {
		folder[path] = &fstest.MapFile{Data: data}
	}
	for _, path := range []string{"feed.json", "products/büro/feed.json"} {
		got, err := feed.Read(folder, path)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, it := range got {
			ids = append(ids, it.ID)
		}
		if !slices.Equal(ids, idsOf(many)) {
			t.Errorf("%s: got %d many, want %d", path, len(ids), len(many))
		}
	}
	delete(folder, "feed/0001.json")
	if _, err := feed.Read(folder, "feed.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without its last page: %v", err)
	}
}

// The types hold all that is in a feed.
func TestFeedDecodes(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "golden.feed.json"))
	if err != nil {
		t.Fatal(err)
	}
	var f feed.Feed
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
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
		t.Errorf("decoded and encoded again it is\n%s", again)
	}
}
