package content

import (
	"strings"
	"testing"
)

// TestHintsForNewcomers holds what those read who write their first files.
func TestHintsForNewcomers(t *testing.T) {
	cfg := config(t, "owners: [ana]")
	for _, tt := range []struct{ path, front, want string }{
		{"a.md", "audiences: [sales]\nowner:\u00a0ana", "3:6: type the line anew: owner: ana"},
		{"a.md", "title: 'It's here'", `2:12: put the whole value in quotes: title: "It's here"`},
		{"a.md", "title: #1 tool", `2:8: write title: "#1 tool"`},
		{"a.md", "title: # to do", ""},
		{"a.md", "owner: joe", "2:8: allowed: ana; or add it under owners in headsup.yaml"},
		{
			"a.md", "date: January 2027",
			"2:7: add the day: 2027-01-01; in a release note or launch, confidence: low says that only the month is meant",
		},
		{"a.md", "date: 11/12/26", "2:13: write the year in full, first: 2026-10-01"},
		{"a.md", "publish_at: 9am", "2:13: write both: 2026-10-01 09:00"},
		{"a.md", "publish_at: 23:00", "2:13: write both: 2026-10-01 09:00"},
		{"a.md", "visibility: external", "2:13: allowed: internal, public"},
		{"release/a.md", "stage: beta", "2:1: it is a field of release-note, launch; the file is in release/, did you mean releases/?"},
		{"faq/a.md", "stage: beta", "2:1: it is a field of release-note, launch"},
		{"releases/a.md", "title: A\n  stage: beta", "3:1: begin it at the left edge"},
		{"snippets/a.md", "key: a\nanchor: /x", "3:9: write anchor: {path: …, selector: …}"},
	} {
		_, _, diags := Parse(cfg, tt.path, []byte("---\n"+tt.front+"\n---\nText.\n"))
		got := ""
		if len(diags) > 0 {
			got = strings.TrimPrefix(diags[0].Position.String(), tt.path+":") + ": " + diags[0].Hint
		}
		if got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.front, got, tt.want)
		}
	}
}
