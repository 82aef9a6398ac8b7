package link_test

import (
	"maps"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
)

// launchOf returns the files of a site with one launch, in fields of front matter.
func launchOf(fields string, more map[string]string) map[string]string {
	files := map[string]string{"launches/export.md": "---\ntitle: Export\nstage: ga\nconfidence: low\n" + fields + "\n---\n"}
	maps.Copy(files, more)
	return files
}

const piece = "---\ntitle: Piece\nlaunch: export\nvisibility: public\n"

func TestPiecesFollowTheirLaunch(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, launchOf("date: 2027-01-25\npublish_at: 2027-01-25 09:00", map[string]string{
		content.ConfigFile:    "title: Site\nlanguages: [fr]\n",
		"releases/bare.md":    piece + "---\n",
		"releases/bare.fr.md": "---\ntitle: Pièce\n---\n",
		"releases/beta.md":    piece + "stage: beta\nconfidence: high\n---\n",
		"playbooks/sell.md":   piece + "---\n",
		"snippets/tip.md":     piece + "key: tip\n---\n",
		"releases/other.md":   piece + "date: 2026-11-01\ndate_differs: the beta began then\n---\n",
		"launches/part.md":    piece + "---\n",
	}))
	for source, want := range map[string]string{
		"releases/bare.md": "ga low", "releases/bare.fr.md": "ga low", "releases/beta.md": "beta high",
		"playbooks/sell.md": " ", "snippets/tip.md": " ",
	} {
		p := linktest.Page(t, s, source)
		if got := p.Date.Format("2006-01-02") + " " + p.PublishAt.Format("2006-01-02 15:04"); got != "2027-01-25 2027-01-25 09:00" {
			t.Errorf("%s: %s", source, got)
		}
		if got := string(p.Release.Stage) + " " + string(p.Release.Confidence); got != want {
			t.Errorf("%s: stage and confidence %q, want %q", source, got, want)
		}
		if p.Public || !p.Included {
			t.Errorf("%s before its launch: public %t, included %t", source, p.Public, p.Included)
		}
	}
	if p := linktest.Page(t, s, "releases/other.md"); !p.Public || p.Release.Stage != "" || p.Release.Confidence != "" {
		t.Errorf("a page with a date of its own: %+v", p.Page)
	}
	if p := linktest.Page(t, s, "launches/part.md"); !p.Date.IsZero() {
		t.Error("a launch takes the date of another")
	}
}

// No page appears earlier because it names a launch, and none before its launch
// that does not say so.
func TestLaunchHoldsBack(t *testing.T) {
	for _, tt := range []struct {
		name, launch, piece string
		public, included    bool // in an internal build
	}{
		{"day ahead", "date: 2027-01-25", "", false, true},
		{"hour ahead", "date: 2026-11-23\npublish_at: 2026-11-23 18:00", "", false, true},
		{"hour has come", "date: 2026-11-23\npublish_at: 2026-11-23 11:00", "", true, true},
		{"announced early", "date: 2027-01-25\npublish_at: 2026-11-01", "", false, true},
		{"past", "date: 2026-11-01", "", true, true},
		{"no date", "", "", true, true},
		{"draft of a launch", "date: 2027-01-25\ndraft: true", "", false, true},
		{"own date before", "date: 2027-01-25", "date: 2026-11-01\n", false, true},
		{"own date before, with a reason", "date: 2027-01-25", "date: 2026-11-01\ndate_differs: beta\n", true, true},
		{"reason without a date", "date: 2027-01-25", "date_differs: beta\n", false, true},
		{"own publish_at before", "date: 2027-01-25", "publish_at: 2026-11-01\n", true, true},
		{"own date after", "date: 2026-11-01\npublish_at: 2026-11-01 09:00", "date: 2027-01-25\n", false, true},
		{"own publish_at after", "date: 2026-11-01", "publish_at: 2027-01-25\n", false, true},
		{"colleagues wait", "date: 2027-01-25\ninternal_at: 2027-01-10", "", false, false},
		{"colleagues wait for a launch without a date", "internal_at: 2027-01-10", "", false, false},
		{"colleagues wait no more", "date: 2027-01-25\ninternal_at: 2026-11-01", "", false, true},
		{"own internal_at before", "date: 2027-01-25\ninternal_at: 2027-01-10", "internal_at: 2026-11-01\n", false, true},
		{"own internal_at after", "date: 2026-11-01", "internal_at: 2027-01-10\n", false, false},
		{"own publish_at before colleagues", "date: 2027-01-25\ninternal_at: 2027-01-10", "publish_at: 2026-11-01\n", true, true},
		{"own publish_at after colleagues", "date: 2027-01-25\ninternal_at: 2027-01-10", "publish_at: 2027-01-25\n", false, false},
	} {
		s, _ := linktest.Resolve(t, link.Input{}, launchOf(tt.launch, map[string]string{"releases/a.md": piece + tt.piece + "---\n"}))
		if p := linktest.Page(t, s, "releases/a.md"); p.Public != tt.public || p.Included != tt.included {
			t.Errorf("%s: public %t, included %t", tt.name, p.Public, p.Included)
		}
	}
}

// What only colleagues read waits for no moment at which customers are told, but for
// one that it names itself.
func TestInternalPiecesAreSeenBeforeTheLaunch(t *testing.T) {
	for _, tt := range []struct {
		launch, piece string
		included      bool
	}{
		{"visibility: public\npublish_at: 2027-01-25 09:00", "", true},
		{"publish_at: 2027-01-25 09:00", "", true}, // an internal launch
		{"publish_at: 2027-01-25 09:00", "date: 2026-11-01\n", true},
		{"publish_at: 2027-01-25 09:00", "publish_at: 2027-01-25 09:00\n", false},
		{"publish_at: 2027-01-25 09:00", "publish_at: 2027-01-25 09:00\ninternal_at: 2026-11-01\n", true},
		{"internal_at: 2026-11-01\npublish_at: 2027-01-25 09:00", "publish_at: 2027-01-25 09:00\n", false},
		{"internal_at: 2027-01-10\npublish_at: 2027-01-25 09:00", "", false},
	} {
		files := launchOf(tt.launch, map[string]string{"playbooks/a.md": "---\ntitle: A\nlaunch: export\n" + tt.piece + "---\n"})
		s, _ := linktest.Resolve(t, link.Input{}, files)
		if p := linktest.Page(t, s, "playbooks/a.md"); p.Public || p.Included != tt.included {
			t.Errorf("%q of a launch of %q: public %t, included %t", tt.piece, tt.launch, p.Public, p.Included)
		}
	}
	s := linktest.MustResolve(t, link.Input{}, launchOf("publish_at: 2027-01-25 09:00", nil))
	if p := linktest.Page(t, s, "launches/export.md"); p.Included || p.Reason != "held back until 25 January 2027 09:00 UTC" {
		t.Errorf("an internal launch with a publish_at of its own: included %t, %s", p.Included, p.Reason)
	}
}

// What a launch plans is on no page that is public before it.
func TestPlansOfALaunchStayInside(t *testing.T) {
	for _, tt := range []struct{ launch, piece string }{
		{"date: 2027-01-25", "publish_at: 2026-11-01\n"},
		{"date: 2027-01-25\npublish_at: 2026-11-01", "publish_at: 2026-11-01\n"},
		{"date: 2027-01-25", "date: 2026-11-01\ndate_differs: beta\n"},
		{"", ""},
	} {
		s, _ := linktest.Resolve(t, link.Input{}, launchOf(tt.launch, map[string]string{"releases/a.md": piece + tt.piece + "---\n"}))
		p := linktest.Page(t, s, "releases/a.md")
		if !p.Public || p.Date.After(s.Now) || p.Release.Stage != "" || p.Release.Confidence != "" {
			t.Errorf("%q of a launch of %q: public %t, date %v, %+v", tt.piece, tt.launch, p.Public, p.Date, p.Release)
		}
	}
	s := linktest.MustResolve(t, link.Input{}, launchOf("", map[string]string{"releases/a.md": "---\ntitle: A\nlaunch: export\n---\n"}))
	if p := linktest.Page(t, s, "releases/a.md"); p.Release.Stage != content.GA {
		t.Error("colleagues do not see the stage of a launch without a date")
	}
}

// Feeds go on saying that a snippet was taken back when its launch moves.
func TestLaunchKeepsRetractions(t *testing.T) {
	for _, launch := range []string{"date: 2027-01-25", "date: 2026-11-01", "date: 2027-01-25\npublish_at: 2027-01-25 09:00"} {
		s := linktest.MustResolve(t, link.Input{}, launchOf(launch, map[string]string{
			"snippets/withdrawn.md": piece + "key: a\nwithdrawn: true\n---\n",
			"snippets/expired.md":   piece + "key: b\nexpires_at: 2026-10-01\n---\n",
		}))
		for _, source := range []string{"snippets/withdrawn.md", "snippets/expired.md"} {
			if !s.Retracted(linktest.Page(t, s, source)) {
				t.Errorf("%s: %s is not taken back any more", launch, source)
			}
		}
	}
}

func TestLaunchDate(t *testing.T) {
	const day, hour = "date: 2027-01-25", "date: 2027-01-25\npublish_at: 2027-01-25 09:00"
	for _, tt := range []struct {
		launch, file, piece string
		line                int // of the finding, 0 for none
	}{
		{day, "releases/a.md", "date: 2027-01-24\n", 5},
		{day, "releases/a.md", "date: 2027-01-25 10:00\n", 0},
		{day, "releases/2027-01-25-a.md", "", 0},
		{day, "releases/2026-11-01-a.md", "", 3},
		{day, "releases/a.md", "date: 2026-11-01\ndate_differs: beta\n", 0},
		{day, "releases/a.md", "date: 2026-11-01\nexpires_at: 2026-11-02\n", 0},
		{day, "snippets/a.md", "key: a\npublish_at: 2027-01-25 09:00\n", 0},
		{day, "snippets/a.md", "key: a\npublish_at: 2027-02-25 09:00\n", 6},
		{hour, "snippets/a.md", "key: a\npublish_at: 2027-01-25\n", 6},
		{hour, "snippets/a.md", "key: a\npublish_at: 2027-01-25T09:00:00Z\n", 0},
		{hour, "releases/a.md", "date: 2027-01-25\n", 0},
		{"date: 2027-01-25\npublish_at: 2026-12-01", "releases/a.md", "publish_at: 2026-12-01 09:00\n", 0},
		{"date: 2027-01-25\npublish_at: 2026-12-01", "releases/a.md", "publish_at: 2027-01-25\n", 0},
		{day, "playbooks/2026-11-01-a.md", "visibility: internal\n", 0},
		{day, "playbooks/2026-11-01-a.md", "", 3},
		{"", "releases/2026-11-01-a.md", "", 0},
		{day, "launches/2026-11-01-part.md", "", 0},
	} {
		text := piece + tt.piece
		if tt.piece == "visibility: internal\n" {
			text = "---\ntitle: Piece\nlaunch: export\n"
		}
		_, diags := linktest.Resolve(t, link.Input{}, launchOf(tt.launch, map[string]string{tt.file: text + "---\n"}))
		line := 0
		for _, d := range diags {
			if d.Rule == "launch-date" {
				line = d.Line
			}
		}
		if line != tt.line {
			t.Errorf("%q in %s with a launch of %q: a finding in line %d, want %d", tt.piece, tt.file, tt.launch, line, tt.line)
		}
	}
	if diag.Fixed("launch-date") {
		t.Error("the rule cannot be silenced")
	}
}

// A session looks again at the moment at which colleagues or customers see a page.
func TestChangesAfter(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"releases/a.md": "---\ntitle: A\nvisibility: public\ninternal_at: 2026-11-23 14:00\npublish_at: 2026-11-23 16:00\n---\n",
	})
	at := s.Now
	for _, want := range []string{"2026-11-23 14:00", "2026-11-23 16:00", "2026-11-24 00:00"} {
		if at = s.ChangesAfter(at); at.Format("2006-01-02 15:04") != want {
			t.Errorf("the next change is at %v, want %s", at, want)
		}
	}
}
