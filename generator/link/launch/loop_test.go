package launch_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/link"
	"headsup/generator/link/launch"
	"headsup/generator/link/linktest"
	"headsup/generator/read/calendar"
)

func day(text string) calendar.Date {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return calendar.Date{Time: at}
}

func person(account, team, first string) link.Person {
	return link.Person{Account: account, Record: "desk/" + account, Teams: []string{team}, First: day(first).Time, Last: day(first).Time}
}

// asked is two themes, of which people told of the one in a note and a launch.
func asked(told ...link.Told) link.Input {
	nobody := person("", "support", "2026-03-01")
	nobody.Record = "desk/7"
	return link.Input{Told: told, Themes: []link.Theme{
		{ID: "export", Title: "Export", Count: 5, Merged: []string{"table"}, Asked: []link.Person{
			person("otter", "customer", "2026-01-01"), person("heron", "sales", "2026-02-01"), nobody,
			person("late", "customer", "2026-11-22"),
		}},
		{ID: "csv", Title: "CSV", Count: 1, Asked: []link.Person{person("otter", "sales", "2025-12-01")}},
	}}
}

func loopFiles() map[string]string {
	return map[string]string{
		"headsup.yaml": "base_url: https://example.com/\nlaunch: {requires: {ga: [release-note, closed-loop]}}\n",
		"launches/2026-11-20-big.md": "---\ntitle: Big\nsummary: It is big.\nstage: ga\nrequests: [csv]\n---\n" +
			":::sales\nInside.\n:::\n",
		"releases/2026-11-20-export.md": "---\ntitle: Export\nlaunch: big\nvisibility: public\nrequests: [table, export]\n---\n" +
			":::sales\nInside.\n:::\n\nNow it is there.\n",
		"launches/2026-12-20-next.md":  "---\ntitle: Next\nstage: ga\nrequests: [export]\n---\n",
		"releases/2026-11-01-other.md": "---\ntitle: Other\n---\n",
	}
}

func TestLoop(t *testing.T) {
	const note, big = "releases/2026-11-20-export.md", "launches/2026-11-20-big.md"
	told := func(page, person, at string) link.Told {
		return link.Told{Page: page, Person: person, At: day(at), Team: "sales"}
	}
	tests := []struct {
		name, page string
		told       []link.Told
		want       string // people, and when they were told
	}{
		{"nobody was told", note, nil, "account otter:-, account heron:-, record desk/7:-"},
		{
			"of the page", note,
			[]link.Told{told(note, "account heron", "2026-11-21"), told("/"+note, "record desk/7", "2026-11-22")},
			"account otter:-, account heron:2026-11-21, record desk/7:2026-11-22",
		},
		{
			"of its launch", note,
			[]link.Told{told(big, "account otter", "2026-11-22"), told(note, "account otter", "2026-11-21")},
			"account otter:2026-11-21, account heron:-, record desk/7:-",
		},
		{"a launch has the themes of its members", big, nil, "account otter:-, account heron:-, record desk/7:-"},
		{
			"of one theme of two", big,
			[]link.Told{told(note, "account otter", "2026-11-21"), told(note, "account heron", "2026-11-21")},
			"account otter:-, account heron:2026-11-21, record desk/7:-",
		},
		{
			"before it is there all count", "launches/2026-12-20-next.md", nil,
			"account otter:-, account heron:-, record desk/7:-, account late:-",
		},
		{"what nobody asked for", "releases/2026-11-01-other.md", nil, ""},
	}
	for _, tt := range tests {
		s := linktest.MustResolve(t, asked(tt.told...), loopFiles())
		l := launch.NewLoop(s, linktest.Page(t, s, tt.page))
		var got []string
		for _, a := range l.Asked {
			at := "-"
			if !a.Told.IsZero() {
				at = a.Told.Format(time.DateOnly)
			}
			got = append(got, a.Key()+":"+at)
		}
		if text := strings.Join(got, ", "); text != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, text, tt.want)
		}
		if left := strings.Count(tt.want, ":-"); l.Left() != left {
			t.Errorf("%s: %d are left, want %d", tt.name, l.Left(), left)
		}
	}

	s := linktest.MustResolve(t, asked(), loopFiles())
	l := launch.NewLoop(s, linktest.Page(t, s, big))
	var teams []string
	for _, team := range l.ByTeam(s) {
		teams = append(teams, team.Title)
		for _, a := range team.Asked {
			teams = append(teams, a.Key())
		}
	}
	// Who asked by way of a colleague too is told by them.
	if want := []string{"Sales", "account otter", "account heron", "Support", "record desk/7"}; !slices.Equal(teams, want) {
		t.Errorf("teams %q, want %q", teams, want)
	}
}

// TestMessage holds that customers read nothing that is not for them.
func TestMessage(t *testing.T) {
	s := linktest.MustResolve(t, asked(), loopFiles())
	for page, want := range map[string]string{
		"releases/2026-11-20-export.md": "You asked for this, and it’s now available: Export\n\nNow it is there.\n\n" +
			"https://example.com/base/releases/export/",
		"launches/2026-11-20-big.md": "You asked for this, and it’s now available: Big\n\nIt is big.\n\n" +
			"https://example.com/base/releases/export/",
		"releases/2026-11-01-other.md": "You asked for this, and it’s now available: Other",
	} {
		if got := launch.Message(s, linktest.Page(t, s, page)); got != want {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
}

func TestShipped(t *testing.T) {
	for _, tt := range []struct{ path, front, want string }{
		{"releases/a.md", "date: 2026-11-01\n", "2026-11-01"},
		{"releases/a.md", "date: 2026-11-01\nvisibility: public\npublish_at: 2026-11-10\n", "2026-11-10"},
		{"releases/a.md", "date: 2026-11-01\npublish_at: 2026-12-10\n", ""},
		{"releases/a.md", "date: 2026-12-01\nvisibility: public\npublish_at: 2026-11-10\n", ""},
		{"releases/a.md", "date: 2026-11-01\nstage: planned\n", ""},
		{"releases/a.md", "date: 2026-11-01\nstage: beta\n", "2026-11-01"},
		{"releases/a.md", "date: 2026-11-01\ndraft: true\n", ""},
		{"releases/a.md", "visibility: public\n", ""},
		{"launches/a.md", "date: 2026-11-01\nstage: planned\n", "2026-11-01"},
		{"launches/a.md", "date: 2026-11-24\n", ""},
	} {
		s := linktest.MustResolve(t, link.Input{}, map[string]string{tt.path: "---\ntitle: A\n" + tt.front + "---\n"})
		got := ""
		if d := launch.Shipped(s, linktest.Page(t, s, tt.path)); !d.IsZero() {
			got = d.Format(time.DateOnly)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.front, got, tt.want)
		}
	}
}

func TestClosedLoop(t *testing.T) {
	const big, next = "launches/2026-11-20-big.md", "launches/2026-12-20-next.md"
	all := []link.Told{}
	for _, who := range []string{"account otter", "account heron", "record desk/7"} {
		all = append(all, link.Told{Page: big, Person: who, At: day("2026-11-21")})
	}
	files := loopFiles()
	files["releases/2026-12-20-next.md"] = "---\ntitle: Next note\nlaunch: next\n---\n"
	for _, tt := range []struct {
		name, page string
		in         link.Input
		want       string
	}{
		{"ahead it does not count", next, asked(), "1 of 1 ready||After launch|4 asked"},
		{"some are left", big, asked(all[:1]...), "1 of 2 ready|Customers notified (2 of 3 left)|Not notified|2 of 3"},
		{"all were told", big, asked(all...), "2 of 2 ready||Ready|3 asked"},
	} {
		s := linktest.MustResolve(t, tt.in, files)
		r := launch.Readiness(s, linktest.Page(t, s, tt.page))
		p := r.Pieces[1]
		if got := strings.Join([]string{r.Text, strings.Join(r.Missing, ","), p.State.Text, p.Note}, "|"); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	s := linktest.MustResolve(t, asked(all[:1]...), files)
	tasks := launch.Tasks(s)
	if len(tasks) != 1 || tasks[0].Text != "2 of 3 customers still to be notified" || tasks[0].Owner != "Sales, Support" {
		t.Errorf("tasks %+v", tasks)
	}
	// A rule of its own says so in time.
	if lacking := launch.Lacking(s); len(lacking) > 0 {
		t.Errorf("lacking %v", lacking)
	}
	quiet := linktest.MustResolve(t, link.Input{}, map[string]string{
		"headsup.yaml": files["headsup.yaml"], big: "---\ntitle: Big\nstage: ga\n---\n",
	})
	r := launch.Readiness(quiet, linktest.Page(t, quiet, big))
	if r.Text != "1 of 2 ready" || r.Pieces[1].Note != "nobody asked" || !r.Pieces[1].Ready {
		t.Errorf("nobody asked: %+v", r)
	}
}

func TestTold(t *testing.T) {
	const note, big = "releases/2026-11-20-export.md", "launches/2026-11-20-big.md"
	in := asked(link.Told{Page: note, Person: "account otter", At: day("2026-11-21")},
		link.Told{Page: big, Person: "account heron", At: day("2026-11-23")},
		link.Told{Page: note, Person: "record desk/7", At: day("2026-11-10")})
	s := linktest.MustResolve(t, in, loopFiles())
	if got, want := launch.Told(s), (launch.Figures{Asked: 4, Told: 3, Days: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := launch.Told(linktest.MustResolve(t, link.Input{}, map[string]string{})); got != (launch.Figures{}) {
		t.Errorf("of nothing: %+v", got)
	}
	for days, want := range map[int]map[string]launch.Overdue{
		3: {big: {Left: 1, Asked: 3, Since: day("2026-11-20")}},
		4: {},
	} {
		if got := launch.Untold(s, days); !maps.Equal(got, want) {
			t.Errorf("after %d days: %v, want %v", days, got, want)
		}
	}
}

func TestUnknownRequests(t *testing.T) {
	files := map[string]string{"releases/2026-11-01-a.md": "---\ntitle: A\nrequests: [exprt, csv, nothing-like-it]\n---\n"}
	say := func(in link.Input) (out []string) {
		_, diags := linktest.Resolve(t, in, files)
		for _, d := range diags {
			out = append(out, d.String()+" | "+d.Hint)
		}
		return out
	}
	for _, tt := range []struct {
		in   link.Input
		want []string
	}{
		{asked(), []string{
			`releases/2026-11-01-a.md:3:12: warning: there is no theme "exprt" [request-unknown] | did you mean export?`,
			`releases/2026-11-01-a.md:3:24: warning: there is no theme "nothing-like-it" [request-unknown] | ` +
				`headsup inbound themes lists all there are`,
		}},
		{link.Input{}, []string{"exprt", "csv", "nothing-like-it"}},
		{link.Input{Settings: link.Settings{Public: true}}, nil},
	} {
		got := say(tt.in)
		if len(tt.in.Themes) > 0 && !slices.Equal(got, tt.want) || len(got) != len(tt.want) {
			t.Errorf("%s\nwant %s", strings.Join(got, "\n"), tt.want)
		}
		if len(tt.in.Themes) == 0 && len(got) > 0 && !strings.HasSuffix(got[0],
			"| there are no records yet: put some into inbound/ with headsup inbound add, or remove `requests:`") {
			t.Error(got[0])
		}
	}
}
