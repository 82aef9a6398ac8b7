//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || windows)

package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// lock is a hold on an output folder. On this system it is the existence of a
// file, which outlives a crash: the error says what to remove.
type lock struct {
	root *os.Root
	file *os.File
}

// acquire locks the folder or fails at once. dir is its name in errors.
func acquire(root *os.Root, dir string) (*lock, error) {
	f, err := root.OpenFile(lockName, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644)
	if errors.Is(err, fs.ErrExist) {
		owner, _ := root.ReadFile(lockName)
		return nil, fmt.Errorf("%w; if no build is running, remove %s from it", busy(dir, string(owner)), lockName)
	}
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if err := sign(f); err != nil {
		root.Remove(lockName)
		f.Close()
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	return &lock{root: root, file: f}, nil
}

// release removes the lock file.
func (l *lock) release() error {
	return errors.Join(l.file.Close(), l.root.Remove(lockName))
}
