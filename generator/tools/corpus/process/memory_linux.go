package process

import (
	"os"
	"syscall"
)

// peakMemory returns the largest resident memory of a process that has ended,
// in bytes. Linux counts in KiB. It also counts what this program held when it
// started the process.
func peakMemory(state *os.ProcessState) int64 {
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return int64(usage.Maxrss) << 10
	}
	return 0
}
