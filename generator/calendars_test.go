package generator_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	ical "github.com/emersion/go-ical"

	"headsup/generator"
)

// eventsOf reads the calendar of all launches with a library that is not ours.
func eventsOf(t *testing.T, out string) map[string]ical.Event {
	t.Helper()
	file, err := os.Open(filepath.Join(out, "launches.ics"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	c, err := ical.NewDecoder(file).Decode()
	if err != nil {
		t.Fatal(err)
	}
	events := map[string]ical.Event{}
	for _, e := range c.Events() {
		events[e.Props.Get(ical.PropUID).Value] = e
	}
	return events
}

// revisionOf returns the sequence and the stamp of an event.
func revisionOf(t *testing.T, e ical.Event) (int, time.Time) {
	t.Helper()
	sequence := 0
	if p := e.Props.Get(ical.PropSequence); p != nil {
		n, err := p.Int()
		if err != nil {
			t.Fatal(err)
		}
		sequence = n
	}
	stamp, err := e.Props.DateTime(ical.PropDateTimeStamp, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return sequence, stamp
}

// whenOf is what a program has to learn of an event anew: its time and status.
func whenOf(e ical.Event) string {
	var parts []string
	for _, name := range []string{ical.PropDateTimeStart, ical.PropDateTimeEnd, ical.PropStatus} {
		if p := e.Props.Get(name); p != nil {
			parts = append(parts, p.Value)
		}
	}
	return strings.Join(parts, " ")
}

// Whatever is done to launches from commit to commit, no event of a calendar gets an
// older revision, and one whose time or status changes gets a newer one. A build with a
// cache, one without and a session that went along say the same.
func TestCalendarsNeverGoBack(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	dir := t.TempDir()
	docs := filepath.Join(dir, "docs")
	launch := func(rest string) string {
		return fmt.Sprintf("---\ntitle: Launch\n%s\n---\nText %d.\n", rest, random.IntN(1000))
	}
	date := func() string { return fmt.Sprintf("2026-%02d-%02d", 1+random.IntN(12), 1+random.IntN(28)) }
	writeFiles(t, dir, map[string]string{
		"docs/headsup.yaml": "title: Site\nlast_change: off\n", "docs/index.md": "# Home\n",
		"docs/launches/a.md": launch("date: 2026-05-01"), "docs/launches/2026-05-01-named.md": launch("id: steady"),
	})
	named := "docs/launches/2026-05-01-named.md"
	opt := generator.Options{Content: docs, CacheDir: t.TempDir(), BaseURL: "https://example.com/"}
	var before map[string]ical.Event
	for step := range 10 {
		switch random.IntN(5) {
		case 0: // a date in the name, with a file that is another one but for its id
			if err := os.Remove(filepath.Join(dir, named)); err != nil {
				t.Fatal(err)
			}
			named = "docs/launches/" + date() + fmt.Sprintf("-named-%d.md", step)
			writeFiles(t, dir, map[string]string{named: launch("id: steady\nsummary: All is new")})
		case 1:
			writeFiles(t, dir, map[string]string{"docs/index.md": fmt.Sprintf("# Home\n\nIn step %d.\n", step)})
		case 2:
			writeFiles(t, dir, map[string]string{"docs/launches/a.md": launch("date: " + date() + "\nexpires_at: 2026-06-01")})
		case 3:
			writeFiles(t, dir, map[string]string{"docs/launches/a.md": launch("publish_at: " + date() + " 09:00\nvisibility: public")})
		default:
			writeFiles(t, dir, map[string]string{"docs/launches/a.md": launch("date: " + date() + "\nconfidence: low")})
		}
		commitAll(t, dir, fmt.Sprintf("%02d", 5+step))
		opt.Out, opt.Now = filepath.Join(t.TempDir(), "out"), time.Date(2026, time.Month(2+step), 1, 0, 0, 0, 0, time.UTC)
		if res := mustBuild(t, opt); len(res.Notes) > 0 {
			t.Errorf("notes %q", res.Notes)
		}
		now := eventsOf(t, opt.Out)
		if len(now) != 2 {
			t.Fatalf("step %d: events %q", step, slices.Collect(maps.Keys(now)))
		}
		for uid, was := range before {
			oldSequence, oldStamp := revisionOf(t, was)
			sequence, stamp := revisionOf(t, now[uid])
			changed := whenOf(was) != whenOf(now[uid])
			if sequence < oldSequence || stamp.Before(oldStamp) || changed && sequence == oldSequence {
				t.Errorf("step %d: %s had %q %d %v, has %q %d %v", step, uid,
					whenOf(was), oldSequence, oldStamp, whenOf(now[uid]), sequence, stamp)
			}
		}
		before = now
	}
	cold := opt
	cold.Out, cold.NoCache = filepath.Join(t.TempDir(), "cold"), true
	mustBuild(t, cold)
	equalTrees(t, "without a cache", served(t, opt.Out), served(t, cold.Out))

	// A clone that lacks commits says so, and its events are no older.
	shallow := filepath.Join(t.TempDir(), "shallow")
	if out, err := exec.CommandContext(t.Context(), "git", "clone", "-q",
		"--depth=1", "file://"+dir, shallow).CombinedOutput(); err != nil {
		t.Fatalf("clone: %v\n%s", err, out)
	}
	opt.Content, opt.Out = filepath.Join(shallow, "docs"), filepath.Join(t.TempDir(), "shallow")
	res := mustBuild(t, opt)
	if len(res.Notes) != 1 || !strings.HasPrefix(res.Notes[0], "calendars cannot tell") ||
		!strings.Contains(res.Notes[0], "fetch-depth: 0") {
		t.Errorf("notes %q", res.Notes)
	}
	for uid, e := range eventsOf(t, opt.Out) {
		_, stamp := revisionOf(t, e)
		if _, was := revisionOf(t, before[uid]); stamp.Before(was) || e.Props.Get(ical.PropLastModified) != nil {
			t.Errorf("in a shallow clone, %s is of %v, and was of %v", uid, stamp, was)
		}
	}
}

// Without a history, a launch that is moved is no older than it was.
func TestCalendarWithoutHistory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var before time.Time
	for i, date := range []string{"2026-12-10 09:30", "2026-12-03 09:30"} {
		writeFiles(t, dir, map[string]string{"launches/timed.md": "---\ntitle: Timed\ndate: " + date + "\n---\nText.\n"})
		out := filepath.Join(t.TempDir(), "out")
		mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true, BaseURL: "https://example.com/"})
		for _, e := range eventsOf(t, out) {
			sequence, stamp := revisionOf(t, e)
			if sequence != 0 || i > 0 && !stamp.Equal(before) {
				t.Errorf("it has the sequence %d and the stamp %v", sequence, stamp)
			}
			before = stamp
		}
	}
}
