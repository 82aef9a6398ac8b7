package readers

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	ical "github.com/emersion/go-ical"
)

// event is one event as a program shows it. Start and End are a day, or a time in UTC;
// End is empty where the file has none.
type event struct {
	UID, Title, Text   string
	Start, End, Status string
	Sequence           int
	Stamp              string
}

// title of a launch, with signs that mean something in a calendar.
const earlier = "Earlier: a launch; with, signs 🚀"

// launches are the events after each build, sorted: title, start, end and status.
var launches = [][]string{
	{
		"Called off | 2026-06-15 | 2026-06-16 | CONFIRMED",
		earlier + " | 2026-05-01 | 2026-05-02 | CONFIRMED",
		"Gone | 2026-08-01 | 2026-08-02 | CONFIRMED",
		"Later | 2026-03-12 | 2026-03-13 | CONFIRMED",
		"Some time (date to be confirmed) | 2026-07-01 | 2026-08-01 | TENTATIVE",
		"To and fro | 2026-06-01T07:00:00Z |  | CONFIRMED",
	},
	{
		"Called off | 2026-06-15 | 2026-06-16 | CONFIRMED",
		earlier + " | 2026-03-11 | 2026-03-12 | CONFIRMED",
		"Gone | 2026-08-01 | 2026-08-02 | CONFIRMED",
		"Later | 2026-04-01 | 2026-04-02 | CONFIRMED",
		"Some time (date to be confirmed) | 2026-08-01 | 2026-09-01 | TENTATIVE",
		"To and fro | 2026-06-20T08:30:00Z |  | CONFIRMED",
	},
	{
		"Called off (cancelled) | 2026-06-15 | 2026-06-16 | CANCELLED",
		earlier + " | 2026-03-11 | 2026-03-12 | CONFIRMED",
		"Later | 2026-04-01 | 2026-04-02 | CONFIRMED",
		"Some time | 2026-09-09 | 2026-09-10 | CONFIRMED",
		"To and fro | 2026-05-15T06:00:00Z |  | CONFIRMED",
	},
}

func (e *event) String() string {
	return strings.Join([]string{e.Title, e.Start, e.End, e.Status}, " | ")
}

// follow compares what a program reads in the calendar of each build with the launches.
// What has changed is newer than before, and all else is of the same age.
func follow(t *testing.T, read [][]event) {
	t.Helper()
	known := map[string]event{}
	if len(read) != len(launches) {
		t.Fatalf("%d calendars", len(read))
	}
	for i, events := range read {
		var got []string
		for _, e := range events {
			got = append(got, e.String())
			old, ok := known[e.UID]
			newer := e.Sequence > old.Sequence && e.Stamp > old.Stamp
			older := e.Sequence < old.Sequence || e.Stamp < old.Stamp
			if older || ok && newer != (old.String() != e.String()) {
				t.Errorf("build %d: %+v was %+v", i+1, e, old)
			}
			known[e.UID] = e
		}
		slices.Sort(got)
		equal(t, fmt.Sprintf("build %d", i+1), got, launches[i])
	}
	if len(known) != len(launches[0]) {
		t.Errorf("%d events have been there, want %d", len(known), len(launches[0]))
	}
}

// Who subscribes to the calendar sees each launch once, on its day, in every program.
func TestCalendars(t *testing.T) {
	t.Parallel()
	s := mustSites(t)
	var files []string
	for _, dir := range s.internal {
		files = append(files, string(read(t, dir, "launches.ics")))
	}
	for _, library := range []string{"ical.js", "node-ical"} {
		t.Run(library, func(t *testing.T) {
			var got [][]event
			node(t, "calendars.mjs", files, &got, library)
			follow(t, got)
		})
	}
	if !*conformance {
		return
	}
	t.Run("icalendar", func(t *testing.T) {
		need(t, "/usr/lib/python3/dist-packages/icalendar", "python3-icalendar")
		var got [][]event
		script(t, "/usr/bin/python3", "calendars.py", files, &got)
		follow(t, got)
	})
	t.Run("libical", func(t *testing.T) { libical(t, files) })
	t.Run("khal", func(t *testing.T) { khal(t, files) })
	t.Run("vdirsyncer", func(t *testing.T) { vdirsyncer(t, s.internal) })
	t.Run("calcurse", func(t *testing.T) { calcurse(t, files) })
}

func libical(t *testing.T, files []string) {
	need(t, "/usr/include/libical/ical.h", "libical-dev")
	compiler := need(t, "cc", "gcc")
	source, err := filepath.Abs(filepath.Join("testdata", "libical.c"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "libical")
	command(t, dir, nil, compiler, "-Wall", "-Werror", "-o", program, source, "-lical")
	var got [][]event
	for _, text := range files {
		got = append(got, table(t, string(command(t, dir, []byte(text), program)), "\t"))
	}
	follow(t, got)
}

// table reads lines of events, whose fields are parted by sep.
func table(t *testing.T, text, sep string) (events []event) {
	t.Helper()
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), sep)
		if len(f) < 7 {
			t.Fatalf("not an event: %q", line)
		}
		n, err := strconv.Atoi(f[5])
		if err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		events = append(events, event{UID: f[0], Title: f[1], Start: f[2], End: f[3], Status: f[4], Sequence: n, Stamp: f[6]})
	}
	return events
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// The formats of khal: days without the names of a language, and times in UTC.
const khalConfig = `[calendars]
[[launches]]
path = %s
[locale]
timeformat = %%H:%%M
dateformat = %%Y-%%m-%%d
longdateformat = %%Y-%%m-%%d
datetimeformat = %%Y-%%m-%%dT%%H:%%M
longdatetimeformat = %%Y-%%m-%%dT%%H:%%M
local_timezone = UTC
default_timezone = UTC
`

// khalIn sets khal up for a folder of events, and returns a function that says what it shows.
func khalIn(t *testing.T, home, events string) (program string, shown func() []string) {
	t.Helper()
	program = need(t, "khal", "khal")
	write(t, filepath.Join(home, "khal", "config"), fmt.Sprintf(khalConfig, events))
	return program, func() (list []string) {
		out := command(t, home, nil, program, "list", "--once", "--day-format", "",
			"--format", "{title}|{start-long-full}|{end-long-full}|{status}|", "2026-01-01", "365d")
		for line := range strings.Lines(string(out)) {
			f := strings.Split(line, "|")
			if len(f) < 4 {
				t.Fatalf("not an event: %q", line)
			}
			e := event{Title: f[0], Start: f[1] + ":00Z", Status: strings.TrimSpace(f[3])}
			first, wholeDay := strings.CutSuffix(f[1], "T00:00")
			if last, ok := strings.CutSuffix(f[2], "T00:00"); ok && wholeDay {
				// It names the last day, and the file the one behind it.
				day, err := time.Parse(time.DateOnly, last)
				if err != nil {
					t.Fatal(err)
				}
				e.Start, e.End = first, day.AddDate(0, 0, 1).Format(time.DateOnly)
			}
			list = append(list, e.String())
		}
		slices.Sort(list)
		return list
	}
}

// khal is given the file of each build, as somebody who downloads it: it keeps what is gone.
func khal(t *testing.T, files []string) {
	home := t.TempDir()
	program, shown := khalIn(t, home, filepath.Join(home, "events"))
	gone := ""
	for i, text := range files {
		name := filepath.Join(home, "launches.ics")
		write(t, name, text)
		for range 2 {
			command(t, home, nil, program, "import", "--batch", "-a", "launches", name)
		}
		want := slices.Clone(launches[i])
		if n := slices.IndexFunc(want, func(e string) bool { return strings.HasPrefix(e, "Gone ") }); n >= 0 {
			gone = want[n]
		} else {
			want = append(want, gone)
		}
		slices.Sort(want)
		equal(t, fmt.Sprintf("build %d", i+1), shown(), want)
	}
}

const vdirsyncerConfig = `[general]
status_path = "%[1]s/status/"
[pair launches]
a = "site"
b = "local"
collections = null
conflict_resolution = "a wins"
partial_sync = "revert"
[storage site]
type = "http"
url = "%[2]s/launches.ics"
[storage local]
type = "filesystem"
path = "%[1]s/events/"
fileext = ".ics"
`

// vdirsyncer subscribes, and khal shows what it has.
func vdirsyncer(t *testing.T, dirs []string) {
	program := need(t, "vdirsyncer", "vdirsyncer")
	h, home := newHost(t), t.TempDir()
	events, config := filepath.Join(home, "events"), filepath.Join(home, "config")
	if err := os.Mkdir(events, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, config, fmt.Sprintf(vdirsyncerConfig, home, h.URL))
	_, shown := khalIn(t, home, events)
	h.dir.Store(&dirs[0])
	command(t, home, nil, program, "-c", config, "discover")
	var before []string
	for i := range dirs {
		h.dir.Store(&dirs[i])
		_, told := output(t, home, nil, program, "-c", config, "sync")
		if _, again := output(t, home, nil, program, "-c", config, "sync"); string(again) != "Syncing launches\n" {
			t.Errorf("build %d: without a change it says\n%s", i+1, again)
		}
		said := string(told)
		now := shown()
		equal(t, fmt.Sprintf("build %d", i+1), now, launches[i])
		// It makes an event anew when anything of it changes, and leaves others alone.
		fresh := slices.DeleteFunc(slices.Clone(now), func(e string) bool { return slices.Contains(before, e) })
		stale := slices.DeleteFunc(slices.Clone(before), func(e string) bool { return slices.Contains(now, e) })
		if strings.Count(said, "Copying") != len(fresh) || strings.Count(said, "Deleting") != len(stale) {
			t.Errorf("build %d: %d are new and %d are gone, and it says\n%s", i+1, len(fresh), len(stale), said)
		}
		before = now
	}
}

// calcurse takes a file in, and knows neither ids nor whether an event takes place: with a
// second file there is all that was in the first again. It shows an event of days as one of
// each day, and says so when it writes them out.
func calcurse(t *testing.T, files []string) {
	program := need(t, "calcurse", "calcurse")
	for i, text := range files {
		home := t.TempDir()
		name := filepath.Join(home, "launches.ics")
		write(t, name, text)
		command(t, home, nil, program, "-D", home, "-q", "-i", name)
		c, err := ical.NewDecoder(bytes.NewReader(command(t, home, nil, program, "-D", home, "-x"))).Decode()
		if err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, e := range c.Events() {
			title, err := e.Props.Text(ical.PropSummary)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, title+" | "+e.Props.Get(ical.PropDateTimeStart).Value)
		}
		for _, e := range launches[i] {
			f := strings.Split(e, " | ")
			want = append(want, f[0]+" | "+strings.NewReplacer("-", "", ":", "", "Z", "").Replace(f[1]))
		}
		slices.Sort(got)
		slices.Sort(want)
		equal(t, fmt.Sprintf("build %d", i+1), got, want)
	}
}
