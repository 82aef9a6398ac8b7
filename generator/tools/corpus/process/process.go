// Package process measures programs as wholes: what one run of a program uses,
// and what it leaves on the disk.
package process

import (
	"bytes"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"time"
)

// Usage is what a process used.
type Usage struct {
	Wall time.Duration
	CPU  time.Duration // of all threads, in the program and in the kernel
	Peak int64         // resident memory in bytes, 0 where the system does not tell
}

// Run runs a program to its end. What it prints is shown only when it fails, the
// last of it in the error.
func Run(cmd *exec.Cmd) (Usage, error) {
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	start := time.Now()
	err := cmd.Run()
	u := Usage{Wall: time.Since(start)}
	if err != nil {
		return Usage{}, fmt.Errorf("run %s: %w\n%s", filepath.Base(cmd.Path), err, tail(said.Bytes()))
	}
	u.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	u.Peak = peakMemory(cmd.ProcessState)
	return u, nil
}

// tail returns the end of what a program printed.
func tail(said []byte) []byte {
	const most = 4000
	return said[max(0, len(said)-most):]
}

// Size returns how many files a folder holds and their bytes, of those files that
// count, by name; nil counts all.
func Size(dir string, counts func(name string) bool) (files int, total int64, err error) {
	err = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || counts != nil && !counts(name) {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files++
		total += info.Size()
		return nil
	})
	if err != nil {
		return 0, 0, fmt.Errorf("measure folder: %w", err)
	}
	return files, total, nil
}
