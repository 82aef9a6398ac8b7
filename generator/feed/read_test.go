package feed

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"headsup/generator/site"
)

func TestRead(t *testing.T) {
	items := randomItems(rand.New(rand.NewPCG(1, 1)), 60, 10_000)
	product := channel(items...)
	product.Dir = "products/büro/"
	folder := fstest.MapFS{}
	for path, data := range collect(t, JSON, options, []site.Channel{channel(items...), product}...) {
		folder[path] = &fstest.MapFile{Data: data}
	}
	for _, path := range []string{"feed.json", "products/büro/feed.json"} {
		got, err := Read(folder, path)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, it := range got {
			ids = append(ids, it.ID)
		}
		if !slices.Equal(ids, idsOf(items)) {
			t.Errorf("%s: got %d items, want %d", path, len(ids), len(items))
		}
	}
	delete(folder, "feed/0001.json")
	if _, err := Read(folder, "feed.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without its last page: %v", err)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, data := range map[string]string{
		"no JSON":           `<html>`,
		"a wrong type":      `{"items": {}}`,
		"a loop":            `{"feed_url": "https://a.example/feed.json", "next_url": "https://a.example/feed.json"}`,
		"another site":      `{"feed_url": "https://a.example/feed.json", "next_url": "https://b.example/feed/0001.json"}`,
		"out of the folder": `{"feed_url": "https://a.example/feed.json", "next_url": "https://a.example/../secret.json"}`,
		"a broken escape":   `{"feed_url": "https://a.example/feed.json", "next_url": "https://a.example/%zz"}`,
	} {
		folder := fstest.MapFS{"feed.json": {Data: []byte(data)}}
		if items, err := Read(folder, "feed.json"); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v, %v", name, items, err)
		}
	}
}
