package feed

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
)

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
