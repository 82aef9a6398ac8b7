package calendar

import (
	"testing"
	"time"
)

func TestParseSince(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 30, 0, 30, 0, 0, berlin)
	for text, want := range map[string]time.Time{
		"0d":         time.Date(2026, 11, 30, 0, 0, 0, 0, berlin),
		"60d":        time.Date(2026, 10, 1, 0, 0, 0, 0, berlin),
		"2026-01-31": time.Date(2026, 1, 31, 0, 0, 0, 0, berlin),
	} {
		since, err := ParseSince(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := since(now); !got.Equal(want) {
			t.Errorf("%s is %v, not %v", text, got, want)
		}
	}
	for _, text := range []string{"", "d", "yesterday", "2026-02-30", "999999d", "-1d"} {
		if _, err := ParseSince(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}
