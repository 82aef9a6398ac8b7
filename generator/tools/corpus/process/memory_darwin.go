package process

import (
	"os"
	"syscall"
)

// peakMemory returns the largest resident memory of a process that has ended,
// in bytes, as macOS counts.
func peakMemory(state *os.ProcessState) int64 {
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss
	}
	return 0
}
