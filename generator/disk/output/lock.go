package output

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// busy is the error for a folder whose lock another process holds. owner is the
// text of the lock file, which may be empty.
func busy(dir, owner string) error {
	who := "another build"
	if pid, err := strconv.Atoi(strings.TrimSpace(owner)); err == nil {
		who = fmt.Sprintf("another build (process %d)", pid)
	}
	return fmt.Errorf("lock %s: %s is writing into it: %w", dir, who, ErrConcurrent)
}

// sign writes this process's number into the lock file, for busy to show.
func sign(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0)
	return err
}
