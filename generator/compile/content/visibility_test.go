package content

import (
	"testing"
	"time"

	"headsup/generator/read/calendar"
)

func TestState(t *testing.T) {
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		front string
		want  State
	}{
		{"visibility: public", Published},
		{"date: 2026-10-01", Published},
		{"date: 2026-10-02", Embargoed},
		{"date: 2026-10-02\npublish_at: 2026-09-01", Published},
		{"date: 2026-09-01\npublish_at: 2026-10-01 12:00:01", Embargoed},
		{"publish_at: 2026-10-01 12:00", Published},
		{"expires_at: 2026-10-01 12:00", Expired},
		{"expires_at: 2026-10-01 12:01", Published},
		{"draft: true\nexpires_at: 2020-01-01", Draft},
		{"withdrawn: true", Withdrawn},
		{"internal_at: 2026-10-01 12:00", Published},
		{"visibility: public\ninternal_at: 2026-10-01 12:01", Embargoed},
		{"visibility: public\ndate: 2026-09-01\ninternal_at: 2026-10-02", Embargoed},
		{"visibility: public\ninternal_at: 2026-09-01\npublish_at: 2026-10-02", Embargoed},
		{"visibility: public\ninternal_at: 2026-09-01\npublish_at: 2026-09-02", Published},
	}
	for _, test := range tests {
		p, _, diags := Parse(DefaultConfig(), "snippets/x.md", []byte("---\nkey: x\n"+test.front+"\n---\n"))
		if got := p.State(now); got != test.want || len(diags) > 0 {
			t.Errorf("%q: %s, want %s %v", test.front, got, test.want, diags)
		}
		if p.PublicAt(now) != (p.Visibility == Public && test.want == Published) {
			t.Errorf("%q: PublicAt = %v", test.front, p.PublicAt(now))
		}
	}
}

// A page is in no build before it appears, and customers do not see it before it
// begins, whatever its fields say of each other.
func TestAppearsAndBegins(t *testing.T) {
	for _, tt := range []struct{ front, appears, begins string }{
		{"visibility: public", "", ""},
		{"visibility: public\ndate: 2026-10-01", "", "2026-10-01"},
		{"visibility: public\npublish_at: 2026-10-01", "", "2026-10-01"},
		{"visibility: public\ninternal_at: 2026-10-01", "2026-10-01", "2026-10-01"},
		{"visibility: public\ninternal_at: 2026-10-01\npublish_at: 2026-10-08", "2026-10-01", "2026-10-08"},
		{"visibility: public\ninternal_at: 2026-10-01\ndate: 2026-10-08", "2026-10-01", "2026-10-08"},
		{"visibility: public\ninternal_at: 2026-10-08\ndate: 2026-10-01", "2026-10-08", "2026-10-08"},
		{"visibility: public\ninternal_at: 2026-10-08\npublish_at: 2026-10-01", "2026-10-08", "2026-10-08"},
		{"date: 2026-10-01", "", "2026-10-01"},
		{"publish_at: 2026-10-01", "2026-10-01", "2026-10-01"},
		{"internal_at: 2026-10-01\npublish_at: 2026-10-08", "2026-10-01", "2026-10-08"},
		{"visibility: public\nprivate: true\npublish_at: 2026-10-01", "2026-10-01", "2026-10-01"},
	} {
		p, _, _ := Parse(DefaultConfig(), "a.md", []byte("---\n"+tt.front+"\n---\nText.\n"))
		day := func(d calendar.Date) string {
			if d.IsZero() {
				return ""
			}
			return d.Format(time.DateOnly)
		}
		if appears, begins := day(p.Appears()), day(p.Begins()); appears != tt.appears || begins != tt.begins {
			t.Errorf("%q appears %q and begins %q, want %q and %q", tt.front, appears, begins, tt.appears, tt.begins)
		}
	}
}
