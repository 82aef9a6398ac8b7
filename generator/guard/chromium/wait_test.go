package chromium

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestWait(t *testing.T) {
	for what, test := range map[string]struct{ question, shortest, longest time.Duration }{
		"a page that answers at once":  {0, 30 * time.Second, 31 * time.Second},
		"a page that takes its time":   {time.Second, 5 * time.Minute, 6 * time.Minute},
		"a page that is not very fast": {50 * time.Millisecond, 30 * time.Second, 31 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			start, asked := time.Now(), 0
			for w := (Wait{}); w.Goes(); time.Sleep(w.Pause()) {
				time.Sleep(test.question)
				asked++
			}
			if took := time.Since(start); took < test.shortest || took > test.longest || asked < 290 {
				t.Errorf("%s is asked %d times in %v", what, asked, took)
			}
		})
	}
}
