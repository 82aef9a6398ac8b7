package generator

import (
	"sync"
	"sync/atomic"
	"time"
)

// Progress is told how far a build is: with what it is busy, and how many of how many
// it has done; total is 0 where nothing is counted. It is called from several
// goroutines.
type Progress func(step string, done, total int)

// Timing is how long a step of a build took. Pages, feeds and bundles are made at the
// same time.
type Timing struct {
	Step string
	Took time.Duration
}

// steps notes the steps of a build. A nil one notes nothing.
type steps struct {
	progress Progress

	mu      sync.Mutex
	timings []Timing
}

// runningStep is one of them while it is taken.
type runningStep struct {
	steps *steps
	name  string
	total int
	start time.Time
	done  atomic.Int64
}

// begin notes the beginning of a step that has so many things to do.
func (s *steps) begin(name string, total int) *runningStep {
	if s == nil {
		return nil
	}
	r := &runningStep{steps: s, name: name, total: total, start: time.Now()}
	r.tell()
	return r
}

func (r *runningStep) tell() {
	if r.steps.progress != nil {
		r.steps.progress(r.name, int(r.done.Load()), r.total)
	}
}

// one notes that one thing more is done.
func (r *runningStep) one() {
	if r == nil {
		return
	}
	r.done.Add(1)
	r.tell()
}

// end notes the end of the step.
func (r *runningStep) end() {
	if r == nil {
		return
	}
	r.steps.mu.Lock()
	defer r.steps.mu.Unlock()
	r.steps.timings = append(r.steps.timings, Timing{r.name, time.Since(r.start)})
}

// taken returns how long the steps took, and begins anew.
func (s *steps) taken() []Timing {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.timings
	s.timings = nil
	return list
}
