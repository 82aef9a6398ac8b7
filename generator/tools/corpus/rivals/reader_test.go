package main

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
)

// pretended is an engine with the interface of headsup's. It works for a while
// when it opens, and loads a file for each search.
const pretended = `
export async function open(folder) {
  const end = performance.now() + 80;
  while (performance.now() < end);
  return {
    async search(text) {
      await fetch(folder + text[0] + ".bin");
      const load = async (from, to) => Array.from({ length: to - from }, (_, i) => ({ url: "/" + ` +
	`text + i + "/", title: text, excerpt: [] }));
      return { total: 7, load };
    },
  };
}`

// pretendedPage is a search page that uses it.
const pretendedPage = `<!doctype html>
<html lang="en">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/site.css">
<script type="module">
import { open } from "/assets/search-engine.1.js";
const found = await (await open("/search/")).search(new URLSearchParams(location.search).get("q"));
document.body.innerHTML = "<ol class=hits>" + (await found.load(0, found.total)).map((r) => "<li>" + r.title).join("") + "</ol>";
</script>`

func TestReader(t *testing.T) {
	browser, stop, err := startBrowser(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	h := start(t, mount{harnessPath, harness}, mount{"/", fstest.MapFS{
		"index.html":                text(`<!doctype html><link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/site.css">`),
		"search/index.html":         text(pretendedPage),
		"search/t.bin":              text(strings.Repeat("x", 5000)),
		"assets/search-engine.1.js": text(pretended),
		"assets/site.css":           text("p { color: red }"),
	}})
	r := reader{browser: browser, host: h, language: "en"}
	options := map[string]string{"module": "/assets/search-engine.1.js", "folder": "/search/"}

	t.Run("engine", func(t *testing.T) {
		l, err := r.search(headsup, options, "the")
		if err != nil {
			t.Fatal(err)
		}
		if l.results != 5 || l.requests != 2 || l.bytes < 5000 || l.bytes > 10_000 {
			t.Errorf("load %+v", l)
		}
		for name, d := range map[string]float64{
			"ready": ms(l.ready), "busy": ms(l.busy), "longest": ms(l.longest),
			"slowest": ms(l.typed.slowest), "busiest": ms(l.typed.busiest),
		} {
			if d < 60 {
				t.Errorf("%s is %.1f ms, and it works for 80", name, d)
			}
		}
		if l.typed.requests != 4 || l.typed.bytes <= l.bytes {
			t.Errorf("typing %+v", l.typed)
		}
	})

	t.Run("search page", func(t *testing.T) {
		l, err := r.searchPage("the")
		if err != nil {
			t.Fatal(err)
		}
		// Not the page and its style sheet.
		if l.results != 5 || l.requests != 2 || l.bytes < 5000 || l.ready <= 0 || l.longest == 0 {
			t.Errorf("load %+v", l)
		}
	})

	t.Run("failure", func(t *testing.T) {
		if _, err := r.search(headsup, map[string]string{"module": "/none.js", "folder": "/search/"}, "the"); err == nil {
			t.Error("an engine that is not there is no error")
		}
	})
}
