package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"headsup/generator"
)

// How long a command is silent, and how often its bar changes.
const (
	barAfter = time.Second
	barEvery = 100 * time.Millisecond
)

// bar shows on a terminal how far a build is, from its second second on.
type bar struct {
	w   io.Writer
	now func() time.Time

	mu     sync.Mutex
	next   time.Time // before, nothing is shown
	shown  bool
	closed bool
}

// bar returns what shows how far a build is, and what takes it away again. Nothing is
// shown where nobody sees it.
func (m *mainCmd) bar() (progress generator.Progress, done func()) {
	if !isTerminal(m.Stderr) || m.Getenv("TERM") == "dumb" || m.Getenv("CI") != "" {
		return nil, func() {}
	}
	b := newBar(m.Stderr, time.Now)
	return b.tell, b.done
}

func newBar(w io.Writer, now func() time.Time) *bar {
	return &bar{w: w, now: now, next: now().Add(barAfter)}
}

// tell shows a step and, where things are counted, a bar.
func (b *bar) tell(step string, done, total int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	if b.closed || now.Before(b.next) {
		return
	}
	b.next, b.shown = now.Add(barEvery), true
	const width = 24
	line := step + " …"
	if total > 0 {
		full := width * min(done, total) / total
		line = fmt.Sprintf("[%s%s] %s: %d of %d", strings.Repeat("#", full), strings.Repeat("-", width-full), step, done, total)
	}
	fmt.Fprintf(b.w, "\r\x1b[K%s", line)
}

// done takes the bar away.
func (b *bar) done() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed = true; b.shown {
		fmt.Fprint(b.w, "\r\x1b[K")
	}
}

// writeTimings prints how long each step of a build took.
func writeTimings(w io.Writer, list []generator.Timing) error {
	for _, t := range list {
		if _, err := fmt.Fprintf(w, "%8.3f s  %s\n", t.Took.Seconds(), t.Step); err != nil {
			return err
		}
	}
	return nil
}
