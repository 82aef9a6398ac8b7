package output

import (
	"errors"
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

// Hold locks a folder against others that hold it or write into it as output, until it
// is released or the process ends. It fails at once with [ErrConcurrent] where one does.
func Hold(dir string) (release func() error, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	l, err := acquire(root, dir)
	if err != nil {
		root.Close()
		return nil, err
	}
	return func() error { return errors.Join(l.release(), root.Close()) }, nil
}
