package main

import (
	"bytes"
	"testing"
	"time"
)

// A bar comes after a second of silence, changes ten times a second and leaves nothing.
func TestBar(t *testing.T) {
	var b bytes.Buffer
	now := time.Unix(0, 0)
	bar := newBar(&b, func() time.Time { return now })
	for _, step := range []struct {
		after time.Duration
		name  string
		done  int
		total int
		want  string
	}{
		{999 * time.Millisecond, "compiling", 1, 4, ""},
		{time.Millisecond, "compiling", 1, 4, "\r\x1b[K[######------------------] compiling: 1 of 4"},
		{50 * time.Millisecond, "compiling", 2, 4, ""},
		{50 * time.Millisecond, "linking", 0, 0, "\r\x1b[Klinking …"},
		{time.Second, "pages", 5, 4, "\r\x1b[K[########################] pages: 5 of 4"},
	} {
		b.Reset()
		now = now.Add(step.after)
		if bar.tell(step.name, step.done, step.total); b.String() != step.want {
			t.Errorf("%s, %d of %d: %q, want %q", step.name, step.done, step.total, b.String(), step.want)
		}
	}
	b.Reset()
	bar.done()
	now = now.Add(time.Second)
	if bar.tell("late", 1, 2); b.String() != "\r\x1b[K" {
		t.Errorf("it leaves %q", b.String())
	}
	b.Reset()
	if newBar(&b, time.Now).done(); b.Len() != 0 {
		t.Errorf("a quick build prints %q", b.String())
	}
}
