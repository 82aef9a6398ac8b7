package syndication

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"headsup/generator/publish/items"
	"headsup/generator/tools/npm"
)

// A reader of feeds from another world finds in them what is in the items, and
// nothing of what was taken back.
func TestFeedsmith(t *testing.T) {
	release := note(7, "Bold <b>move</b>, ]]> & more")
	release.Title = `Exports & "imports" <now>`
	items := []items.Item{release, fullSnippet(), note(1, "First")}
	ch := channel(append(items[:len(items):len(items)], takenBack(0))...)
	input, err := json.Marshal(map[string]string{
		"json": string(collect(t, JSON, options, ch)["feed.json"]),
		"atom": string(collect(t, Atom, options, ch)["feed.xml"]),
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := npm.Run(t.Context(), `
import {parseFeed} from "feedsmith";
import {readFileSync} from "node:fs";
const files = JSON.parse(readFileSync(0, "utf8"));
const feeds = [];
for (const text of Object.values(files)) {
  const {format, feed} = parseFeed(text);
  feeds.push(format === "json" ? {
    format, title: feed.title, text: feed.description, home: feed.home_page_url, self: feed.feed_url, language: feed.language,
    items: feed.items.map((i) => ({
      title: i.title, url: i.url, html: i.content_html, summary: i.summary, language: i.language,
      published: i.date_published, modified: i.date_modified, tags: i.tags ?? [],
    })),
  } : {
    format, title: feed.title.value, text: feed.subtitle.value, language: feed.xml.lang,
    home: feed.links.find((l) => l.rel === "alternate").href, self: feed.links.find((l) => l.rel === "self").href,
    items: feed.entries.map((e) => ({
      title: e.title.value, url: e.links[0].href, html: e.content.value, summary: e.summary.value, language: e.xml.lang,
      published: e.published, modified: e.updated, tags: (e.categories ?? []).filter((c) => !c.scheme).map((c) => c.term),
    })),
  });
}
console.log(JSON.stringify(feeds));`, input)
	if err != nil {
		t.Fatal(err)
	}
	type item struct {
		Title, URL, HTML, Summary, Language string
		Published, Modified                 time.Time
		Tags                                []string
	}
	var feeds []struct {
		Format, Title, Text, Home, Self, Language string
		Items                                     []item
	}
	if err := json.Unmarshal(out, &feeds); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if len(feeds) != 2 || feeds[0].Format == feeds[1].Format {
		t.Fatalf("it read %s", out)
	}
	for _, f := range feeds {
		self := base + map[string]string{"json": "feed.json", "atom": "feed.xml"}[f.Format]
		if f.Title != ch.Title || f.Text != ch.Description || f.Home != ch.Home || f.Self != self || f.Language != ch.Language {
			t.Errorf("%s: the feed is %+v", f.Format, f)
		}
		if len(f.Items) != len(items) {
			t.Fatalf("%s: %d items", f.Format, len(f.Items))
		}
		for i, got := range f.Items {
			want := items[i]
			if got.Title != want.Title || got.URL != want.URL || got.Summary != want.Summary || got.Language != want.Language ||
				!got.Published.Equal(want.Published) || !got.Modified.Equal(want.Modified) || len(got.Tags) != len(want.Tags) {
				t.Errorf("%s: item %d is %+v", f.Format, i, got)
			}
			if strings.TrimSpace(got.HTML) != strings.TrimSpace(want.HTML) {
				t.Errorf("%s: item %d says %q, want %q", f.Format, i, got.HTML, want.HTML)
			}
		}
	}
}
