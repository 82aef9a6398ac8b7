//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package output

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// lock is a hold on an output folder that ends with its process.
type lock struct {
	root *os.Root
	file *os.File
}

// acquire locks the folder or fails at once. dir is its name in errors.
func acquire(root *os.Root, dir string) (*lock, error) {
	// A holder removes the file when it is done, maybe between our opening and
	// our locking it: what is locked then is no longer what others will see.
	for range 100 {
		f, err := root.OpenFile(lockName, os.O_CREATE|os.O_RDWR, 0o644)
		if err != nil {
			return nil, fmt.Errorf("lock %s: %w", dir, err)
		}
		err = flock(f)
		if errors.Is(err, syscall.EWOULDBLOCK) {
			owner, _ := io.ReadAll(io.LimitReader(f, 32))
			f.Close()
			return nil, busy(dir, string(owner))
		}
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("lock %s: %w", dir, err)
		}
		locked, err := f.Stat()
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("lock %s: %w", dir, err)
		}
		if seen, err := root.Lstat(lockName); err != nil || !os.SameFile(locked, seen) {
			f.Close()
			continue
		}
		if err := sign(f); err != nil {
			root.Remove(lockName)
			f.Close()
			return nil, fmt.Errorf("lock %s: %w", dir, err)
		}
		return &lock{root: root, file: f}, nil
	}
	return nil, busy(dir, "")
}

// flock locks f without waiting. File systems that know no locks are used
// without.
func flock(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case errors.Is(err, syscall.ENOSYS), errors.Is(err, syscall.ENOTSUP):
			return nil
		}
		return err
	}
}

// release removes the lock file, then lets go of it.
func (l *lock) release() error {
	return errors.Join(l.root.Remove(lockName), l.file.Close())
}
