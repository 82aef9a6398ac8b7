package feed

import (
	"strings"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/publish/items"
)

func TestContentHash(t *testing.T) {
	start := fullSnippet()
	start.HTML = `<p>See <a href="` + base + `releases/x/">this</a></p>`
	start.Release = content.ReleaseDetails{Plans: []string{"pro", "team"}}
	want := ContentHash(&start, base)
	if len(want) != 32 {
		t.Errorf("hash is %q", want)
	}
	for name, change := range map[string]func(*items.Item){
		"id":      func(it *items.Item) { it.ID = "x" },
		"address": func(it *items.Item) { it.URL, it.Path = base+"x/", "x/" },
		"dates": func(it *items.Item) {
			it.Published, it.Modified, it.PublishAt, it.ExpiresAt = day(1), day(2), day(3), day(4)
		},
		"target":    func(it *items.Item) { it.Snippet.Target.Plans, it.Snippet.Priority = nil, 3 },
		"frequency": func(it *items.Item) { it.Snippet.Frequency.Max = 9 },
		"products":  func(it *items.Item) { it.Products, it.Audiences, it.Tags = nil, nil, nil },
		"flag":      func(it *items.Item) { it.Release.FeatureFlag = "x" },
	} {
		it := start
		change(&it)
		if ContentHash(&it, base) != want {
			t.Errorf("a change of %s changes the hash", name)
		}
	}
	for name, change := range map[string]func(*items.Item){
		"title":    func(it *items.Item) { it.Title += "!" },
		"summary":  func(it *items.Item) { it.Summary += "!" },
		"body":     func(it *items.Item) { it.HTML += "!" },
		"image":    func(it *items.Item) { it.Image = "" },
		"language": func(it *items.Item) { it.Language = "de" },
		"cta":      func(it *items.Item) { it.CTA.Label += "!" },
		"cta url":  func(it *items.Item) { it.CTA.URL += "!" },
		"surface":  func(it *items.Item) { it.Snippet.Surface = "modal" },
		"version":  func(it *items.Item) { it.Release.Version = "3.1" },
		"stage":    func(it *items.Item) { it.Release.Stage = content.GA },
		"breaking": func(it *items.Item) { it.Release.Breaking = true },
		"plans":    func(it *items.Item) { it.Release.Plans = []string{"proteam"} },
		"docs":     func(it *items.Item) { it.Release.DocsURL = "https://docs.example.com/" },
		"border":   func(it *items.Item) { it.Title, it.Summary = it.Title+it.Summary[:1], it.Summary[1:] },
		"between": func(it *items.Item) {
			it.Release.Plans, it.Release.Platforms = it.Release.Plans[:1], it.Release.Plans[1:]
		},
	} {
		it := start
		change(&it)
		if ContentHash(&it, base) == want {
			t.Errorf("a change of %s leaves the hash", name)
		}
	}

	moved := start
	const elsewhere = "https://elsewhere.example/enable/"
	moved.HTML = strings.ReplaceAll(moved.HTML, base, elsewhere)
	moved.Image = strings.ReplaceAll(moved.Image, base, elsewhere)
	if ContentHash(&moved, elsewhere) != want {
		t.Error("another base URL changes the hash")
	}
}
