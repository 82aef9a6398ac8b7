package main

import (
	"context"
	"os/exec"
	"path/filepath"
	"slices"

	"headsup/generator/tools/corpus/process"
)

// measureProcess runs a program to its end.
func measureProcess(ctx context.Context, name string, args ...string) (process.Usage, error) {
	return process.Run(exec.CommandContext(ctx, name, args...))
}

// size returns how many files of an index a folder holds and their bytes. The
// pages and programs that lie between them do not count.
func size(dir string) (files int, total int64, err error) {
	return process.Size(dir, func(name string) bool { return !slices.Contains(noIndex, filepath.Ext(name)) })
}

// noIndex are the extensions of pages, scripts, style sheets and Pagefind's
// WebAssembly.
var noIndex = []string{".html", ".js", ".css", ".pagefind"}
