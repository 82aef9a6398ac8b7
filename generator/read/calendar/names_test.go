package calendar

import (
	"testing"
	"time"
)

func TestFromPath(t *testing.T) {
	tests := []struct {
		path, day, rest string
		problem         bool
	}{
		{"releases/2026-10-01-export.md", "2026-10-01", "export", false},
		{"releases/2026-10-01_export.md", "2026-10-01", "export", false},
		{"releases/2026-1-5-export.md", "2026-01-05", "export", false},
		{"releases/20261001-export.md", "2026-10-01", "export", false},
		{"releases/2026-10-01.md", "2026-10-01", "", false},
		{"2026-10-01-export/index.md", "2026-10-01", "export", false},
		{"2026-10-01-export/details.md", "2026-10-01", "export", false},
		{"2026-10-01-export/2026-10-02-fix.md", "2026-10-02", "fix", false},
		{"releases/2026/10-01-export.md", "2026-10-01", "export", false},
		{"releases/2026/10-01.md", "2026-10-01", "", false},
		{"releases/2026/10-01-export/index.md", "2026-10-01", "export", false},
		{"releases/2026/10/01-export.md", "2026-10-01", "export", false},
		{"releases/10-01-export.md", "", "", false},
		{"releases/24-7-support.md", "", "", false},
		{"releases/2026/24-07-support.md", "", "", false},
		{"releases/12345678-ticket.md", "", "", false},
		{"releases/2024.1.2.md", "", "", false},
		{"releases/2025-02-30-x.md", "", "", true},
		{"releases/1.2.3.md", "", "", false},
		{"2026-10-01x.md", "", "", false},
		{"export.md", "", "", false},
		{"", "", "", false},
	}
	for _, test := range tests {
		day, rest, err := FromPath(test.path)
		got := ""
		if !day.IsZero() {
			got = day.In(time.UTC).Format(time.DateOnly)
		}
		if got != test.day || rest != test.rest || (err != nil) != test.problem {
			t.Errorf("FromPath(%q) = %q, %q, %v; want %q, %q, an error: %v", test.path, got, rest, err, test.day, test.rest, test.problem)
		}
	}
}
