package output

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// errSharing is ERROR_SHARING_VIOLATION: the file is open elsewhere.
const errSharing = syscall.Errno(32)

// deleteOnClose is FILE_FLAG_DELETE_ON_CLOSE.
const deleteOnClose = 0x04000000

// lock is a hold on an output folder that ends with its process.
type lock struct{ file *os.File }

// acquire locks the folder or fails at once. dir is its name in errors. The
// lock is a file opened for this process alone.
func acquire(root *os.Root, dir string) (*lock, error) {
	path := filepath.Join(root.Name(), lockName)
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	const write = syscall.GENERIC_READ | syscall.GENERIC_WRITE | 0x00010000 // and DELETE
	handle, err := syscall.CreateFile(name, write, 0, nil, syscall.OPEN_ALWAYS,
		syscall.FILE_ATTRIBUTE_NORMAL|deleteOnClose, 0)
	if errors.Is(err, errSharing) {
		return nil, busy(dir, "")
	}
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	l := &lock{file: os.NewFile(uintptr(handle), path)}
	if err := sign(l.file); err != nil {
		l.file.Close()
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	return l, nil
}

// release lets go of the lock file, which removes it.
func (l *lock) release() error { return l.file.Close() }
