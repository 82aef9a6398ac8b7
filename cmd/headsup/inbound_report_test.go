package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A day of --since begins where the site is, as the days of the report do.
func TestParseSince(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("east", 9*60*60)
	now := time.Date(2026, 11, 30, 20, 0, 0, 0, time.UTC) // the morning of 1 December there
	for text, want := range map[string]string{
		"": "0001-01-01T00:00:00Z", "0d": "2026-12-01T00:00:00+09:00", "90d": "2026-09-02T00:00:00+09:00",
		"2026-11-20": "2026-11-20T00:00:00+09:00",
	} {
		since, err := parseSince(text, now)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := since(zone).Format(time.RFC3339); got != want {
			t.Errorf("%q begins at %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"90", "d", "-1d", "2026-13-01", "yesterday"} {
		if _, err := parseSince(text, now); err == nil {
			t.Errorf("%q is taken for a time", text)
		}
	}
}

// Two commands that change records at once would lose what one of them writes.
func TestInboundIsHeld(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	release, err := holdInbound(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeTold(folder, nil); err == nil || !strings.Contains(err.Error(), "another command is writing into "+folder) {
		t.Errorf("while another command writes: %v", err)
	}
	release()
	if err := writeTold(folder, nil); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if _, err := holdInbound(filepath.Join(folder, "none")); err == nil || !strings.Contains(err.Error(), "hint: --content names") {
		t.Errorf("a folder that is not there: %v", err)
	}
}
