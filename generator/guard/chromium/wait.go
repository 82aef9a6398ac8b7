package chromium

import "time"

// Wait is how something is waited for that may never come: asked again and again, at first
// soon and then less often, for 30 seconds. A question counts for a tenth of a second at
// most, so that it may take longer where all is slow, on a machine that has much else to do.
type Wait struct {
	spent, pause time.Duration
	asked        time.Time
}

const (
	longestWait  = 30 * time.Second
	longestCount = 100 * time.Millisecond
	firstPause   = 2 * time.Millisecond
	longestPause = 25 * time.Millisecond
)

// Goes reports whether to ask once more.
func (w *Wait) Goes() bool {
	now := time.Now()
	if !w.asked.IsZero() {
		w.spent += min(now.Sub(w.asked), longestCount)
	}
	w.asked = now
	return w.spent < longestWait
}

// Pause returns how long to do nothing before that.
func (w *Wait) Pause() time.Duration {
	w.pause = min(max(w.pause*3/2, firstPause), longestPause)
	return w.pause
}
