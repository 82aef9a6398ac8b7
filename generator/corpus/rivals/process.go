package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// usedBy is what a process used.
type usedBy struct {
	wall time.Duration
	cpu  time.Duration // of all threads, in the program and in the kernel
	peak int64         // resident memory in bytes, 0 where the system does not tell
}

// measureProcess runs a program to its end. What it prints is shown only when
// it fails.
func measureProcess(ctx context.Context, name string, args ...string) (usedBy, error) {
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = &said, &said
	start := time.Now()
	err := cmd.Run()
	u := usedBy{wall: time.Since(start)}
	if err != nil {
		return usedBy{}, fmt.Errorf("run %s: %w\n%s", filepath.Base(name), err, tail(said.Bytes()))
	}
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	u.peak = peakMemory(cmd.ProcessState)
	return u, nil
}

// tail returns the end of what a program printed.
func tail(said []byte) []byte {
	const most = 4000
	return said[max(0, len(said)-most):]
}

// size returns how many files of an index a folder holds and their bytes. The
// pages and programs that lie between them do not count.
func size(dir string) (files int, total int64, err error) {
	err = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || slices.Contains(noIndex, filepath.Ext(name)) {
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

// noIndex are the extensions of pages, scripts, style sheets and Pagefind's
// WebAssembly.
var noIndex = []string{".html", ".js", ".css", ".pagefind"}
