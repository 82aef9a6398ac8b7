package readers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// entry is one entry as a reader shows it; times are in UTC, and empty when the
// reader has none.
type entry struct {
	ID, Title, URL, HTML string
	Published, Updated   string
	Unread               bool
}

// news is what a subscriber of feed.xml is told after each build.
var news = [][]string{
	{
		"new 2026-02-10 Import",
		"new 2026-02-12 Tip",
		"new 2026-02-15 Webinar",
		"new 2026-02-20 Limits",
		"new 2026-03-01 Export & <import> “bills” 🚀",
	},
	{
		"changed 2026-03-10 Limits",
		"gone Import",
		"gone Tip",
		"new 2026-03-09 Ahead",
		"new 2026-03-11 With the one that is moved earlier",
	},
	{
		"gone Webinar",
		"new 2026-04-01 With the one that is moved later",
		"new 2026-04-02 New",
	},
}

// subscribe compares what a reader shows after each build with the news, as far as it
// can know them: what knows returns of an event, which is nothing of some.
func subscribe(t *testing.T, shown [][]entry, knows func(event string) string) {
	t.Helper()
	known := map[string]entry{}
	for i, list := range shown {
		var events []string
		now := map[string]bool{}
		for _, e := range list {
			if e.Title == "" || e.URL == "" || strings.TrimSpace(e.HTML) == "" || now[e.ID] {
				t.Errorf("build %d: an empty entry, or one twice: %+v", i+1, e)
			}
			now[e.ID] = true
			switch old, ok := known[e.ID]; {
			case !ok:
				events = append(events, "new "+day(t, e.Published)+" "+e.Title)
			case old.HTML != e.HTML || old.Updated != e.Updated:
				events = append(events, strings.Join(strings.Fields("changed "+day(t, e.Updated)+" "+e.Title), " "))
			case old.Title != e.Title || old.Published != e.Published || old.URL != e.URL:
				t.Errorf("build %d: %+v is now %+v", i+1, old, e)
			}
			known[e.ID] = e
		}
		for id, e := range known {
			if !now[id] {
				events = append(events, "gone "+e.Title)
				delete(known, id)
			}
		}
		slices.Sort(events)
		var want []string
		for _, event := range news[i] {
			if event = knows(event); event != "" {
				want = append(want, event)
			}
		}
		equal(t, fmt.Sprintf("build %d", i+1), events, want)
	}
}

// day returns the day in Berlin.
func day(t *testing.T, moment string) string {
	t.Helper()
	if moment == "" {
		return ""
	}
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		t.Error(err)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return at.In(berlin).Format(time.DateOnly)
}

// all is for readers that know what is in the file, and keep nothing else.
func all(event string) string { return event }

// oneDate is for readers that know one date of an entry: when it was published.
func oneDate(event string) string {
	if rest, ok := strings.CutPrefix(event, "changed "); ok {
		return "changed" + rest[len("2026-03-01"):]
	}
	return event
}

// kept is for readers that keep what is gone from a feed.
func kept(event string) string {
	if strings.HasPrefix(event, "gone ") {
		return ""
	}
	return event
}

// Who subscribes to the feed sees each change once, with its date, in every reader.
func TestFeedReaders(t *testing.T) {
	t.Parallel()
	s := mustSites(t)
	var atom, jsonFeed []string
	for _, dir := range s.public {
		atom = append(atom, string(read(t, dir, "feed.xml")))
		jsonFeed = append(jsonFeed, string(read(t, dir, "feed.json")))
	}
	t.Run("gofeed", func(t *testing.T) {
		for _, texts := range [][]string{atom, jsonFeed} {
			var shown [][]entry
			for _, text := range texts {
				f, err := gofeed.NewParser().ParseString(text)
				if err != nil {
					t.Fatal(err)
				}
				var list []entry
				for _, i := range f.Items {
					list = append(list, entry{
						ID: i.GUID, Title: i.Title, URL: i.Link, HTML: i.Content,
						Published: stamp(i.PublishedParsed), Updated: stamp(i.UpdatedParsed),
					})
				}
				shown = append(shown, withDate(list))
			}
			subscribe(t, shown, all)
		}
	})
	t.Run("feedsmith", func(t *testing.T) {
		for _, texts := range [][]string{atom, jsonFeed} {
			var shown [][]entry
			node(t, "feeds.mjs", texts, &shown, "feedsmith")
			for i := range shown {
				shown[i] = withDate(shown[i])
			}
			subscribe(t, shown, all)
		}
	})
	t.Run("rss-parser", func(t *testing.T) {
		var shown [][]entry
		node(t, "feeds.mjs", atom, &shown, "rss-parser")
		subscribe(t, shown, oneDate)
	})
	if !*conformance {
		return
	}
	t.Run("feedparser", func(t *testing.T) {
		need(t, "/usr/lib/python3/dist-packages/feedparser", "python3-feedparser")
		var shown [][]entry
		script(t, "/usr/bin/python3", "feeds.py", atom, &shown)
		subscribe(t, shown, all)
	})
	t.Run("newsboat", func(t *testing.T) { newsboat(t, s.public) })
	t.Run("miniflux", func(t *testing.T) { miniflux(t, s.public) })
}

// withDate leaves out the snippets without a date, which feed.json has and feed.xml has not.
func withDate(list []entry) []entry {
	return slices.DeleteFunc(list, func(e entry) bool { return e.Published == "" && e.Title == "Always" })
}

func stamp(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

// newsboat keeps what it has read.
func newsboat(t *testing.T, dirs []string) {
	program, python := need(t, "newsboat", "newsboat"), need(t, "/usr/bin/python3", "python3")
	h, home := newHost(t), t.TempDir()
	urls, config, cache := filepath.Join(home, "urls"), filepath.Join(home, "config"), filepath.Join(home, "cache.db")
	write(t, urls, h.URL+"/feed.xml\n")
	write(t, config, "")
	var shown [][]entry
	for i := range dirs {
		h.dir.Store(&dirs[i])
		for range 2 {
			command(t, home, nil, program, "-q", "-u", urls, "-C", config, "-c", cache, "-x", "reload")
		}
		var list []entry
		script(t, python, "newsboat_cache.py", cache, &list)
		shown = append(shown, list)
	}
	subscribe(t, shown, func(event string) string { return kept(oneDate(event)) })
	unread(t, shown)
}

// unread holds that what is new is to be read once. What has changed is not marked again.
func unread(t *testing.T, shown [][]entry) {
	t.Helper()
	for i, list := range shown {
		var titles, want []string
		for _, e := range list {
			if e.Unread {
				titles = append(titles, e.Title)
			}
		}
		for _, event := range news[i] {
			if rest, ok := strings.CutPrefix(event, "new "); ok {
				want = append(want, rest[len("2026-03-01 "):])
			}
		}
		slices.Sort(titles)
		slices.Sort(want)
		equal(t, fmt.Sprintf("build %d, unread", i+1), titles, want)
	}
}

// miniflux is a server with a database, which keeps what it has read.
func miniflux(t *testing.T, dirs []string) {
	program := goProgram(t, "miniflux.app/v2@v2.3.5", "miniflux.app")
	h, dir := newHost(t), t.TempDir()
	socket := filepath.Join(dir, "miniflux.sock")
	server := exec.CommandContext(t.Context(), program)
	server.Dir = dir
	server.Env = append(os.Environ(), "DATABASE_URL="+postgres(t), "RUN_MIGRATIONS=1", "LISTEN_ADDR="+socket,
		"BASE_URL=http://miniflux.example/",
		"CREATE_ADMIN=1", "ADMIN_USERNAME=ana", "ADMIN_PASSWORD=only for tests", "DISABLE_SCHEDULER_SERVICE=1",
		"FETCHER_ALLOW_PRIVATE_NETWORKS=1", "POLLING_LIMIT_PER_HOST=0")
	var said lockedBuffer
	server.Stdout, server.Stderr = &said, &said
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop(server)
		if t.Failed() {
			t.Logf("miniflux says\n%s", said.String())
		}
	})
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", socket)
	}}}
	t.Cleanup(client.CloseIdleConnections)
	ask := func(method, path string, in, out any) error {
		body, err := json.Marshal(in)
		if err != nil {
			return err
		}
		r, err := http.NewRequestWithContext(t.Context(), method, "http://miniflux.example/v1"+path, bytes.NewReader(body))
		if err != nil {
			return err
		}
		r.SetBasicAuth("ana", "only for tests")
		resp, err := client.Do(r)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		data, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		if resp.StatusCode >= 300 {
			return fmt.Errorf("%s %s: %s %s", method, path, resp.Status, data)
		}
		if out == nil {
			return nil
		}
		return json.Unmarshal(data, out)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "miniflux to start", func() error { return ask("GET", "/me", nil, &struct{}{}) })
	h.dir.Store(&dirs[0])
	var feed struct {
		ID int64 `json:"feed_id"`
	}
	must(ask("POST", "/feeds", map[string]any{"feed_url": h.URL + "/feed.xml"}, &feed))
	var shown [][]entry
	for i := range dirs {
		h.dir.Store(&dirs[i])
		for range 2 {
			must(ask("PUT", fmt.Sprintf("/feeds/%d/refresh", feed.ID), nil, nil))
		}
		var got struct {
			Entries []struct {
				ID                                int64
				Hash, Title, URL, Content, Status string
				Published                         time.Time `json:"published_at"`
			}
		}
		must(ask("GET", "/entries?order=published_at&direction=desc", nil, &got))
		var list []entry
		var ids []int64
		for _, e := range got.Entries {
			ids = append(ids, e.ID)
			list = append(list, entry{
				ID: e.Hash, Title: e.Title, URL: e.URL, HTML: e.Content, Published: stamp(&e.Published), Unread: e.Status == "unread",
			})
		}
		shown = append(shown, list)
		must(ask("PUT", "/entries", map[string]any{"entry_ids": ids, "status": "read"}, nil))
	}
	subscribe(t, shown, func(event string) string { return kept(oneDate(event)) })
	unread(t, shown)
}
