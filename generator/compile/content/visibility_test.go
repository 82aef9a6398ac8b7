package content

import (
	"testing"
	"time"
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
